/*
 * migration_5.c - what mails say beside a score: who wrote them, who bounces,
 * who is away; what a person should look at.
 */
#include "store/schema/schema.h"

const char migration_5[] =
	/* What came in, apart from what becomes of it: it is large, and is
	 * written once. */
	"CREATE TABLE reply_raw ("
	" reply_id @i64@ NOT NULL PRIMARY KEY REFERENCES reply (id),"
	" bytes @blob@ NOT NULL) @strict@;"
	"INSERT INTO reply_raw (reply_id, bytes) SELECT id, raw FROM reply;"
	"ALTER TABLE reply DROP COLUMN raw;"
	/*
	 * author: who wrote it, if that is not who was asked, as an address;
	 * score: of an answer; excerpt: what was written, of what a person
	 * should look at; concern: why he should, in a word; NULL: no need.
	 */
	"ALTER TABLE reply ADD COLUMN author TEXT;"
	"ALTER TABLE reply ADD COLUMN score @i64@;"
	"ALTER TABLE reply ADD COLUMN excerpt TEXT;"
	"ALTER TABLE reply ADD COLUMN concern TEXT;"
	"UPDATE reply SET concern = CASE"
	"  WHEN state = 'set aside' THEN 'set aside'"
	"  WHEN kind = 'unreadable' THEN 'unreadable'"
	"  WHEN invitation_id IS NULL THEN 'nobody'"
	"  ELSE 'no score' END"
	" WHERE state = 'set aside' OR kind = 'unreadable'"
	" OR (kind IN ('answer', 'comment') AND response_id IS NULL"
	"  AND NOT EXISTS (SELECT 1 FROM response a"
	"   WHERE a.reply_id = reply.id));"
	"CREATE INDEX reply_concern ON reply (id) WHERE concern IS NOT NULL;"
	/* However many mails come for one invitation. */
	"CREATE INDEX reply_unclear ON reply (invitation_id)"
	" WHERE concern = 'unclear';"

	/* The mail that is answered: its Message-ID without <>; of a text, and
	 * of a mail without a good one, NULL. */
	"ALTER TABLE answer ADD COLUMN in_reply_to TEXT;"

	/* Who is asked is away until then: 00:00 UTC of the day of return. */
	"ALTER TABLE invitation_state ADD COLUMN away_until @i64@;"

	/* What came back from an address, and might not the next time. */
	"CREATE TABLE soft_bounce ("
	" address TEXT NOT NULL," /* in lower case */
	" message_id @i64@ NOT NULL REFERENCES message (id),"
	" bounced_at @i64@ NOT NULL,"
	" PRIMARY KEY (address, message_id)) @queue@;"
	"CREATE INDEX soft_bounce_when ON soft_bounce (bounced_at);";
