/*
 * migration_2.c - texts: talks, lines, answers, delivery reports, spending.
 */
#include "store/schema/schema.h"

const char migration_2[] =
	/*
	 * channel: by which it came in; sender: of a text; response_id: of
	 * which its words, said before the score, are part.
	 */
	"ALTER TABLE reply ADD COLUMN channel TEXT NOT NULL DEFAULT 'email';"
	"ALTER TABLE reply ADD COLUMN sender TEXT;"
	"ALTER TABLE reply ADD COLUMN written_at @i64@;"
	"ALTER TABLE reply ADD COLUMN response_id @i64@"
	" REFERENCES response (id);"
	"CREATE INDEX reply_invitation ON reply (invitation_id)"
	" WHERE invitation_id IS NOT NULL;"
	/* Who has texted, and was not read yet. */
	"CREATE INDEX reply_unread ON reply (sender)"
	" WHERE state = 'new' AND sender IS NOT NULL;"

	/* by_number: whose opt-out by text has closed this mail address too. */
	"ALTER TABLE suppression ADD COLUMN by_number TEXT;"
	"CREATE INDEX suppression_by_number ON suppression (by_number)"
	" WHERE by_number IS NOT NULL;"

	/*
	 * Who is asked by text. asked_at, provider, closes_at: NULL until the
	 * attempt is on disk; the number is reserved for what is leased.
	 */
	"CREATE TABLE conversation ("
	" invitation_id @i64@ NOT NULL PRIMARY KEY"
	"  REFERENCES invitation (id),"
	" phone TEXT NOT NULL,"
	" provider TEXT,"
	" asked_at @i64@,"
	" closes_at @i64@,"
	" step TEXT NOT NULL," /* question, reason, done */
	" reprompted @i64@ NOT NULL) @strict@;"
	"CREATE INDEX conversation_phone ON conversation (phone, asked_at);"
	"CREATE UNIQUE INDEX conversation_one ON conversation (phone)"
	" WHERE step <> 'done';"
	"CREATE INDEX conversation_open ON conversation (closes_at)"
	" WHERE step <> 'done';"
	/* Texts that were due, and wait for the number to be free. */
	"CREATE TABLE line ("
	" phone TEXT NOT NULL,"
	" message_id @i64@ NOT NULL REFERENCES message (id),"
	" PRIMARY KEY (phone, message_id)) @queue@;"
	"CREATE UNIQUE INDEX line_message ON line (message_id);"

	/* Of a message in answer to a text: whom it goes to, and why. */
	"CREATE TABLE answer ("
	" message_id @i64@ NOT NULL PRIMARY KEY REFERENCES message (id),"
	" recipient TEXT NOT NULL,"
	" provider TEXT NOT NULL," /* by which the text came in */
	" invitation_id @i64@ REFERENCES invitation (id),"
	" reply_id @i64@ NOT NULL REFERENCES reply (id),"
	" score @i64@) @strict@;"
	"CREATE INDEX answer_recipient ON answer (recipient);"
	"CREATE INDEX answer_invitation ON answer (invitation_id)"
	" WHERE invitation_id IS NOT NULL;"
	"CREATE UNIQUE INDEX answer_reply ON answer (reply_id);"

	/* Texts that a gateway took, by its own name for them. */
	"CREATE TABLE text_sent ("
	" provider TEXT NOT NULL,"
	" remote_id TEXT NOT NULL,"
	" message_id @i64@ NOT NULL REFERENCES message (id),"
	" PRIMARY KEY (provider, remote_id)) @queue@;"
	/* Delivery reports that wait; message_id: NULL until it is known. */
	"CREATE TABLE report ("
	" id @id@,"
	" provider TEXT NOT NULL,"
	" received_at @i64@ NOT NULL,"
	" message_id @i64@,"
	" remote_id TEXT,"
	" state TEXT NOT NULL,"
	" opted_out @i64@ NOT NULL,"
	" detail TEXT) @strict@;"
	/* A gateway may report of others' texts too: they wait apart. */
	"CREATE INDEX report_known ON report (id)"
	" WHERE message_id IS NOT NULL;"
	"CREATE INDEX report_unknown ON report (provider, remote_id)"
	" WHERE message_id IS NULL;"
	"CREATE INDEX report_received ON report (received_at);"
	/* The highest in rank of what was reported. */
	"CREATE TABLE delivery ("
	" message_id @i64@ NOT NULL PRIMARY KEY REFERENCES message (id),"
	" state TEXT NOT NULL,"
	" reported_at @i64@ NOT NULL,"
	" detail TEXT) @strict@;"

	/*
	 * scope: '' (all of the day), 'number:+358401234567',
	 * 'prefix:+35840123', 'forgiven' (spent before the fuse was reset).
	 */
	"CREATE TABLE spending ("
	" day @i64@ NOT NULL,"
	" scope TEXT NOT NULL,"
	" n @i64@ NOT NULL,"
	" cost_micro @i64@ NOT NULL,"
	" PRIMARY KEY (day, scope)) @queue@;"
	/* What an attempt was charged, until it is sure that it left. */
	"CREATE TABLE charge ("
	" attempt_id @i64@ NOT NULL PRIMARY KEY REFERENCES attempt (id),"
	" day @i64@ NOT NULL,"
	" number TEXT NOT NULL,"
	" cost_micro @i64@ NOT NULL) @strict@;"

	"CREATE TABLE poll_position ("
	" provider TEXT NOT NULL PRIMARY KEY,"
	" until_at @i64@ NOT NULL) @strict@;";
