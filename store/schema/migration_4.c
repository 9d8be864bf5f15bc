/*
 * migration_4.c - several workers on one store, and fewer rows a message.
 */
#include "store/schema/schema.h"

const char migration_4[] =
	/*
	 * Each `dripscore run` that works on the store, while it lives: till
	 * alive_until, by the database's clock. What it has claimed is due no
	 * later than reach_at.
	 */
	"CREATE TABLE worker ("
	" id @i64@ NOT NULL PRIMARY KEY,"
	" name TEXT NOT NULL,"
	" joined_at @i64@ NOT NULL,"
	" alive_until @i64@ NOT NULL,"
	" reach_at @i64@ NOT NULL,"
	" leads @i64@ NOT NULL DEFAULT 0) @strict@;"
	/* Who had no id: what it left behind is looked at as of the others. */
	"INSERT INTO worker (id, name, joined_at, alive_until, reach_at)"
	" SELECT -1, 'before', 0, 0, 9223372036854775807 WHERE"
	"  EXISTS (SELECT 1 FROM lease)"
	"  OR EXISTS (SELECT 1 FROM attempt WHERE ended_at IS NULL);"

	/* worker: who has leased it; 0: nobody. */
	"ALTER TABLE due ADD COLUMN worker @i64@ NOT NULL DEFAULT 0;"
	"INSERT INTO due (due_at, message_id, worker) SELECT m.due_at, m.id, -1"
	" FROM lease l JOIN message m ON m.id = l.message_id;"
	"DROP TABLE lease;"
	/* worker: who has begun it. */
	"ALTER TABLE attempt ADD COLUMN worker @i64@ NOT NULL DEFAULT 0;"
	"UPDATE attempt SET worker = -1 WHERE ended_at IS NULL;"

	/*
	 * tries: attempts before it waited as it does; again: another message
	 * of its invitation came before it.
	 */
	"ALTER TABLE message ADD COLUMN tries @i64@ NOT NULL DEFAULT 0;"
	"ALTER TABLE message ADD COLUMN again @i64@ NOT NULL DEFAULT 0;"
	"UPDATE message SET tries = (SELECT count(*) FROM attempt a"
	"  WHERE a.message_id = message.id AND a.outcome NOT IN"
	"  ('sending', 'in doubt'))"
	" WHERE id IN (SELECT message_id FROM attempt);"
	"UPDATE message SET again = 1 WHERE invitation_id IS NOT NULL AND"
	" EXISTS (SELECT 1 FROM message f WHERE f.invitation_id ="
	"  message.invitation_id AND f.id < message.id);"

	/*
	 * expires_at: since it was sent; NULL: as the invitation has it.
	 * asked_at: it counts for rest, since then; NULL: it does not.
	 */
	"ALTER TABLE invitation_state ADD COLUMN expires_at @i64@;"
	"ALTER TABLE invitation_state ADD COLUMN asked_at @i64@;"
	"UPDATE invitation_state SET asked_at = (SELECT max(a.asked_at)"
	"  FROM invitation i JOIN ask a ON a.contact_id = i.contact_id"
	"  AND a.invitation_id = i.id"
	"  WHERE i.id = invitation_state.invitation_id)"
	" WHERE invitation_id IN (SELECT invitation_id FROM ask);"
	"DROP TABLE ask;";
