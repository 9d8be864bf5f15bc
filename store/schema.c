/*
 * schema.c - the text of the migrations. One that was ever released is not
 * changed; a new one is added behind it. migrate.c runs them.
 *
 * What waits (intake, due, follow_up, turn) lives in narrow tables kept in
 * order of time, apart from what it is about, which is written once.
 */
#include "store/schema.h"

const char *const schema_migrations[] = {
	"CREATE TABLE setting ("
	" name TEXT NOT NULL PRIMARY KEY,"
	" value TEXT NOT NULL) @strict@;"

	"CREATE TABLE contact ("
	" id @id@,"
	" email TEXT,"
	" email_key TEXT," /* the address in lower case */
	" phone TEXT,"
	" name TEXT,"
	" language TEXT,"
	" timezone TEXT,"
	" attributes TEXT NOT NULL,"
	" created_at @i64@ NOT NULL) @strict@;"
	"CREATE UNIQUE INDEX contact_email ON contact (email_key)"
	" WHERE email_key IS NOT NULL;"
	"CREATE INDEX contact_phone ON contact (phone)"
	" WHERE phone IS NOT NULL;"

	"CREATE TABLE event ("
	" id @id@,"
	" source TEXT NOT NULL,"
	" type TEXT NOT NULL,"
	" reference TEXT NOT NULL,"
	" contact_id @i64@ NOT NULL REFERENCES contact (id),"
	" occurred_at @i64@ NOT NULL,"
	" received_at @i64@ NOT NULL,"
	" attributes TEXT NOT NULL) @strict@;"
	"CREATE UNIQUE INDEX event_once ON event (reference, type, source);"

	/* Events whose time has not come or that nobody has judged yet. */
	"CREATE TABLE intake ("
	" occurred_at @i64@ NOT NULL,"
	" event_id @i64@ NOT NULL REFERENCES event (id),"
	" PRIMARY KEY (occurred_at, event_id)) @queue@;"

	"CREATE TABLE invitation ("
	" id @id@,"
	" touchpoint TEXT NOT NULL,"
	" contact_id @i64@ NOT NULL REFERENCES contact (id),"
	" event_id @i64@ NOT NULL REFERENCES event (id),"
	" channel TEXT NOT NULL,"
	" created_at @i64@ NOT NULL,"
	" expires_at @i64@ NOT NULL) @strict@;"
	"CREATE UNIQUE INDEX invitation_once"
	" ON invitation (event_id, touchpoint);"
	"CREATE INDEX invitation_contact ON invitation (contact_id);"

	"CREATE TABLE invitation_state ("
	" invitation_id @i64@ NOT NULL PRIMARY KEY REFERENCES invitation (id),"
	" state TEXT NOT NULL,"
	" reason TEXT,"
	" changed_at @i64@ NOT NULL,"
	" sent_at @i64@,"
	" sent_day @i64@) @strict@;" /* in the organisation's zone */

	/* Sent invitations, until an answer can no longer be hoped for. */
	"CREATE TABLE expiry ("
	" expires_at @i64@ NOT NULL,"
	" invitation_id @i64@ NOT NULL REFERENCES invitation (id),"
	" PRIMARY KEY (expires_at, invitation_id)) @queue@;"

	"CREATE TABLE message ("
	" id @id@,"
	" kind TEXT NOT NULL,"
	" invitation_id @i64@ REFERENCES invitation (id),"
	" channel TEXT NOT NULL,"
	" created_at @i64@ NOT NULL,"
	" due_at @i64@ NOT NULL) @strict@;"
	"CREATE INDEX message_invitation ON message (invitation_id)"
	" WHERE invitation_id IS NOT NULL;"
	/* What a message that is no invitation says. */
	"CREATE TABLE message_content ("
	" message_id @i64@ NOT NULL PRIMARY KEY REFERENCES message (id),"
	" recipient TEXT NOT NULL,"
	" subject TEXT NOT NULL,"
	" text TEXT NOT NULL,"
	" html TEXT NOT NULL) @strict@;"
	/* The bytes of a message that was deferred, to repeat them exactly. */
	"CREATE TABLE message_bytes ("
	" message_id @i64@ NOT NULL PRIMARY KEY REFERENCES message (id),"
	" sender TEXT NOT NULL,"
	" recipient TEXT NOT NULL,"
	" name TEXT NOT NULL,"
	" bytes @blob@ NOT NULL) @strict@;"

	"CREATE TABLE due ("
	" due_at @i64@ NOT NULL,"
	" message_id @i64@ NOT NULL REFERENCES message (id),"
	" PRIMARY KEY (due_at, message_id)) @queue@;"
	"CREATE TABLE lease ("
	" message_id @i64@ NOT NULL PRIMARY KEY REFERENCES message (id),"
	" leased_at @i64@ NOT NULL) @strict@;"
	/* Due, but their provider has halted: out of the others' way. */
	"CREATE TABLE parked ("
	" message_id @i64@ NOT NULL PRIMARY KEY REFERENCES message (id),"
	" provider TEXT NOT NULL) @strict@;"
	"CREATE INDEX parked_provider ON parked (provider, message_id);"
	/* outcome: sending, then what became of it. */
	"CREATE TABLE attempt ("
	" id @id@,"
	" message_id @i64@ NOT NULL REFERENCES message (id),"
	" provider TEXT NOT NULL,"
	" started_at @i64@ NOT NULL,"
	" ended_at @i64@,"
	" outcome TEXT NOT NULL,"
	" remote_id TEXT,"
	" detail TEXT) @strict@;"
	"CREATE INDEX attempt_message ON attempt (message_id);"
	"CREATE INDEX attempt_open ON attempt (id) WHERE ended_at IS NULL;"
	"CREATE INDEX attempt_in_doubt ON attempt (id)"
	" WHERE outcome = 'in doubt';"
	"CREATE TABLE provider_state ("
	" provider TEXT NOT NULL PRIMARY KEY,"
	" state TEXT NOT NULL,"
	" detail TEXT,"
	" changed_at @i64@ NOT NULL) @strict@;"

	"CREATE TABLE suppression ("
	" channel TEXT NOT NULL,"
	" address TEXT NOT NULL,"
	" reason TEXT NOT NULL,"
	" since_at @i64@ NOT NULL,"
	" PRIMARY KEY (channel, address)) @strict@;"

	/* state: new, read, set aside. */
	"CREATE TABLE reply ("
	" id @id@,"
	" inbox TEXT NOT NULL,"
	" received_at @i64@ NOT NULL,"
	" fingerprint TEXT NOT NULL UNIQUE,"
	" recipient TEXT,"
	" raw @blob@ NOT NULL,"
	" state TEXT NOT NULL,"
	" tries @i64@ NOT NULL,"
	" kind TEXT,"
	" invitation_id @i64@ REFERENCES invitation (id),"
	" note TEXT,"
	" read_at @i64@) @strict@;"
	"CREATE INDEX reply_new ON reply (id) WHERE state = 'new';"
	"CREATE TABLE inbox_position ("
	" inbox TEXT NOT NULL PRIMARY KEY,"
	" uidvalidity @i64@ NOT NULL,"
	" last_uid @i64@ NOT NULL) @strict@;"

	/* Append-only. day: of answered_at, in the organisation's zone. */
	"CREATE TABLE response ("
	" id @id@,"
	" touchpoint TEXT NOT NULL,"
	" score @i64@ NOT NULL,"
	" comment TEXT,"
	" contact_id @i64@ REFERENCES contact (id),"
	" invitation_id @i64@ REFERENCES invitation (id),"
	" reply_id @i64@ REFERENCES reply (id),"
	" answered_at @i64@ NOT NULL,"
	" day @i64@ NOT NULL,"
	" recorded_at @i64@ NOT NULL,"
	" source TEXT NOT NULL," /* reply, import, staff */
	" author TEXT,"
	" reason TEXT,"
	" supersedes @i64@ REFERENCES response (id),"
	" origin TEXT," /* of an import: the same row twice is one response */
	" salt @blob@ NOT NULL,"
	" contact_digest @blob@ NOT NULL,"
	" comment_digest @blob@ NOT NULL,"
	" hash @blob@ NOT NULL) @strict@;"
	"CREATE UNIQUE INDEX response_origin ON response (origin)"
	" WHERE origin IS NOT NULL;"
	"CREATE INDEX response_when ON response (touchpoint, day);"
	"CREATE INDEX response_invitation ON response (invitation_id)"
	" WHERE invitation_id IS NOT NULL;"
	"CREATE INDEX response_reply ON response (reply_id)"
	" WHERE reply_id IS NOT NULL;"
	"CREATE INDEX response_supersedes ON response (supersedes)"
	" WHERE supersedes IS NOT NULL;"
	"CREATE TABLE response_chain ("
	" touchpoint TEXT NOT NULL PRIMARY KEY,"
	" hash @blob@ NOT NULL) @strict@;"

	/* Kept in the transaction that stores what they count. */
	"CREATE TABLE score_rollup ("
	" touchpoint TEXT NOT NULL,"
	" day @i64@ NOT NULL,"
	" score @i64@ NOT NULL,"
	" n @i64@ NOT NULL,"
	" PRIMARY KEY (touchpoint, day, score)) @queue@;"
	/* day: on which the invitation was sent. */
	"CREATE TABLE sent_rollup ("
	" touchpoint TEXT NOT NULL,"
	" day @i64@ NOT NULL,"
	" sent @i64@ NOT NULL,"
	" answered @i64@ NOT NULL,"
	" PRIMARY KEY (touchpoint, day)) @queue@;"

	/* Digests written, so that none is written twice. */
	"CREATE TABLE digest ("
	" team TEXT NOT NULL,"
	" until_at @i64@ NOT NULL,"
	" written_at @i64@ NOT NULL,"
	" PRIMARY KEY (team, until_at)) @strict@;",

	/*
	 * 2: texts. channel: by which it came in; sender: of a text;
	 * response_id: of which its words, said before the score, are part.
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
	" until_at @i64@ NOT NULL) @strict@;",

	/*
	 * 3: cadence. planned_at: when it was to leave, in its window;
	 * answer_s: how long it is then waited for an answer, 0: until
	 * expires_at.
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
	" fetched_at @i64@ NOT NULL) @strict@;",
};

const gsize schema_n_migrations = G_N_ELEMENTS(schema_migrations);
