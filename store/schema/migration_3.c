/*
 * migration_3.c - when people are asked: rest, follow-ups, drips, turns, feeds.
 */
#include "store/schema/schema.h"

const char migration_3[] =
	/*
	 * planned_at: when it was to leave, in its window; answer_s: how long
	 * it is then waited for an answer, 0: until expires_at.
	 */
	"ALTER TABLE invitation ADD COLUMN planned_at @i64@ NOT NULL"
	" DEFAULT 0;"
	"ALTER TABLE invitation ADD COLUMN answer_s @i64@ NOT NULL DEFAULT 0;"
	"UPDATE invitation SET planned_at = coalesce((SELECT m.due_at"
	"  FROM message m WHERE m.invitation_id = invitation.id"
	"  ORDER BY m.id LIMIT 1), created_at);"
	/* When it was to leave, whatever the other side said since. */
	"ALTER TABLE message ADD COLUMN ready_at @i64@ NOT NULL DEFAULT 0;"
	"UPDATE message SET ready_at = due_at;"
	/* What was held back for days is not late for it now; what nobody has
	 * touched since the daemon ended may be. */
	"UPDATE message SET ready_at = (SELECT max(t.at) FROM ("
	"  SELECT max(started_at) AS at FROM attempt UNION ALL"
	"  SELECT max(changed_at) AS at FROM invitation_state UNION ALL"
	"  SELECT message.due_at AS at) t)"
	" WHERE id IN (SELECT message_id FROM parked);"

	/* is_ask: it counts for rest, if it left. */
	"ALTER TABLE attempt ADD COLUMN is_ask @i64@ NOT NULL DEFAULT 0;"
	"UPDATE attempt SET is_ask = 1 WHERE outcome <> 'dropped' AND"
	" message_id IN (SELECT id FROM message WHERE kind = 'invitation');"
	/* What left, or may have left, and counts for rest. */
	"CREATE TABLE ask ("
	" contact_id @i64@ NOT NULL REFERENCES contact (id),"
	" asked_at @i64@ NOT NULL,"
	" invitation_id @i64@ NOT NULL REFERENCES invitation (id),"
	" PRIMARY KEY (contact_id, asked_at, invitation_id)) @queue@;"
	"INSERT INTO ask (contact_id, asked_at, invitation_id)"
	" SELECT i.contact_id, coalesce(s.sent_at, s.changed_at), i.id"
	" FROM invitation i JOIN invitation_state s ON s.invitation_id = i.id"
	" WHERE s.state IN ('sending', 'in doubt')"
	" OR (s.sent_at IS NOT NULL AND s.state <> 'failed');"

	/* Invitations that left, and when to look at them. */
	"CREATE TABLE follow_up ("
	" look_at @i64@ NOT NULL,"
	" invitation_id @i64@ NOT NULL REFERENCES invitation (id),"
	" PRIMARY KEY (look_at, invitation_id)) @queue@;"
	"INSERT INTO follow_up (look_at, invitation_id)"
	" SELECT expires_at, invitation_id FROM expiry;"
	"DROP TABLE expiry;"
	/* Messages that come after an invitation. number: a nudge has 0. */
	"CREATE TABLE reminder ("
	" message_id @i64@ NOT NULL PRIMARY KEY REFERENCES message (id),"
	" invitation_id @i64@ NOT NULL REFERENCES invitation (id),"
	" number @i64@ NOT NULL) @strict@;"
	"CREATE UNIQUE INDEX reminder_once ON reminder (invitation_id, number);"
	/* By the last reminder. step: held too, for one that is leased. */
	"ALTER TABLE conversation ADD COLUMN asked_again_at @i64@;"

	/* Moments kept under a drip for what is due, or leased. */
	"CREATE TABLE place ("
	" message_id @i64@ NOT NULL PRIMARY KEY REFERENCES message (id),"
	" placed_at @i64@ NOT NULL) @strict@;"
	/* Those of what was withdrawn, until the drip has heard of it. */
	"CREATE TABLE place_back ("
	" id @id@,"
	" touchpoint TEXT NOT NULL,"
	" placed_at @i64@ NOT NULL) @strict@;"

	/* Recurring surveys: of each contact the next turn. */
	"CREATE TABLE turn ("
	" touchpoint TEXT NOT NULL,"
	" due_at @i64@ NOT NULL,"
	" contact_id @i64@ NOT NULL REFERENCES contact (id),"
	" PRIMARY KEY (touchpoint, due_at, contact_id)) @queue@;"
	"CREATE UNIQUE INDEX turn_once ON turn (touchpoint, contact_id);"
	/* cursor: contacts up to this one have had their turn set. */
	"CREATE TABLE recurring ("
	" touchpoint TEXT NOT NULL PRIMARY KEY,"
	" began_at @i64@ NOT NULL,"
	" cursor @i64@ NOT NULL) @strict@;"
	"CREATE INDEX response_contact ON response (contact_id)"
	" WHERE contact_id IS NOT NULL;"

	"CREATE TABLE feed ("
	" name TEXT NOT NULL PRIMARY KEY,"
	" section TEXT NOT NULL,"
	" etag TEXT,"
	" last_modified TEXT,"
	" fetched_at @i64@ NOT NULL) @strict@;";
