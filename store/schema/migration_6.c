/*
 * migration_6.c - scores that people act on: counts by what is known of who
 * answered, their value, tags, cases, alerts by webhook, anonymous answers.
 */
#include "store/schema/schema.h"

const char migration_6[] =
	/*
	 * What answers are counted by: a name (channel, language, source, tag,
	 * or an attribute) and its value. Those of a person at a time, but for
	 * tags, are a profile: ids of facets, rising, divided by blanks.
	 */
	"CREATE TABLE facet ("
	" id @id@,"
	" name TEXT NOT NULL,"
	" value TEXT NOT NULL) @strict@;"
	"CREATE UNIQUE INDEX facet_once ON facet (name, value);"
	"CREATE TABLE profile ("
	" id @id@,"
	" facets TEXT NOT NULL UNIQUE) @strict@;"
	/* Attributes that are facets, and (name 'value of') the one that says
	 * what a person is worth. */
	"CREATE TABLE kept_attribute ("
	" name TEXT NOT NULL PRIMARY KEY,"
	" attribute TEXT NOT NULL) @strict@;"

	/* 0: none. Of an invitation: since it was sent. */
	"ALTER TABLE invitation_state ADD COLUMN profile @i64@ NOT NULL"
	" DEFAULT 0;"
	"ALTER TABLE response ADD COLUMN profile @i64@ NOT NULL DEFAULT 0;"
	/* The same of attributes that were kept only after it was appended. */
	"ALTER TABLE response ADD COLUMN later_profile @i64@ NOT NULL"
	" DEFAULT 0;"
	"DROP INDEX response_contact;"
	"CREATE INDEX response_contact ON response (contact_id, answered_at)"
	" WHERE contact_id IS NOT NULL;"
	"CREATE INDEX response_said ON response (touchpoint, score, day)"
	" WHERE comment IS NOT NULL;"
	/* Which fields the hash covers: chain.h. */
	"ALTER TABLE response ADD COLUMN form @i64@ NOT NULL DEFAULT 1;"
	/* The last of the chain. */
	"ALTER TABLE response_chain ADD COLUMN response_id @i64@ NOT NULL"
	" DEFAULT 0;"
	"UPDATE response_chain SET response_id = (SELECT max(id)"
	" FROM response r WHERE r.touchpoint = response_chain.touchpoint);"
	/* The same person's answer before, at any touchpoint, as it stood. */
	"ALTER TABLE response ADD COLUMN before_id @i64@"
	" REFERENCES response (id);"

	/*
	 * Kept in the transaction that stores what they count. facet: 0: all.
	 * level 0: span is a day; level 5: 32 of them, span is day >> 5. sent,
	 * answered: by the day on which the invitation was sent; the rest by
	 * the day of the answer. s0 to s10: answers by score; commented: those
	 * with words.
	 */
	"CREATE TABLE tally ("
	" facet @i64@ NOT NULL,"
	" level @i64@ NOT NULL,"
	" span @i64@ NOT NULL,"
	" touchpoint TEXT NOT NULL,"
	" sent @i64@ NOT NULL DEFAULT 0,"
	" answered @i64@ NOT NULL DEFAULT 0,"
	" commented @i64@ NOT NULL DEFAULT 0,"
	" s0 @i64@ NOT NULL DEFAULT 0,"
	" s1 @i64@ NOT NULL DEFAULT 0,"
	" s2 @i64@ NOT NULL DEFAULT 0,"
	" s3 @i64@ NOT NULL DEFAULT 0,"
	" s4 @i64@ NOT NULL DEFAULT 0,"
	" s5 @i64@ NOT NULL DEFAULT 0,"
	" s6 @i64@ NOT NULL DEFAULT 0,"
	" s7 @i64@ NOT NULL DEFAULT 0,"
	" s8 @i64@ NOT NULL DEFAULT 0,"
	" s9 @i64@ NOT NULL DEFAULT 0,"
	" s10 @i64@ NOT NULL DEFAULT 0,"
	" PRIMARY KEY (facet, level, span, touchpoint)) @queue@;"

	/* Who has answered, or is known to be worth something: the last answer
	 * anywhere (NULL: none), and the worth (NULL: not known). */
	"CREATE TABLE standing ("
	" contact_id @i64@ NOT NULL PRIMARY KEY REFERENCES contact (id),"
	" response_id @i64@ REFERENCES response (id),"
	" value_micro @i64@) @strict@;"
	/* The day of a person's last answer at a touchpoint. */
	"CREATE TABLE heard ("
	" contact_id @i64@ NOT NULL REFERENCES contact (id),"
	" touchpoint TEXT NOT NULL,"
	" day @i64@ NOT NULL,"
	" PRIMARY KEY (contact_id, touchpoint)) @queue@;"
	/*
	 * How many people answered last on that day, and what they are worth.
	 * touchpoint '': anywhere, and band says how; who has not answered is
	 * on day 0, in band 'none'. Of a touchpoint: band '', worth 0.
	 */
	"CREATE TABLE base_tally ("
	" touchpoint TEXT NOT NULL,"
	" band TEXT NOT NULL,"
	" day @i64@ NOT NULL,"
	" contacts @i64@ NOT NULL,"
	" valued @i64@ NOT NULL," /* of them, those whose worth is known */
	" value_micro @i64@ NOT NULL,"
	" PRIMARY KEY (touchpoint, band, day)) @queue@;"
	/* Answers of people who had answered before, at another touchpoint or
	 * the same: by the day of the later one; spans as in tally. */
	"CREATE TABLE shift_tally ("
	" level @i64@ NOT NULL,"
	" span @i64@ NOT NULL,"
	" from_touchpoint TEXT NOT NULL,"
	" to_touchpoint TEXT NOT NULL,"
	" n @i64@ NOT NULL,"
	" from_promoters @i64@ NOT NULL,"
	" from_detractors @i64@ NOT NULL,"
	" to_promoters @i64@ NOT NULL,"
	" to_detractors @i64@ NOT NULL,"
	" fell_band @i64@ NOT NULL,"
	" fell_four @i64@ NOT NULL,"
	" PRIMARY KEY (level, span, from_touchpoint, to_touchpoint)) @queue@;"
	/* Those that fell by a band, or by four points or more. */
	"CREATE TABLE fall ("
	" day @i64@ NOT NULL,"
	" response_id @i64@ NOT NULL REFERENCES response (id),"
	" PRIMARY KEY (day, response_id)) @queue@;"

	/* What was counted before, by source too. */
	"INSERT INTO facet (name, value) SELECT DISTINCT 'source', source"
	" FROM response;"
	"INSERT INTO tally (facet, level, span, touchpoint, commented, s0, s1,"
	" s2, s3, s4, s5, s6, s7, s8, s9, s10) SELECT f.id, 0, r.day,"
	" r.touchpoint, sum(CASE WHEN r.comment IS NULL THEN 0 ELSE 1 END),"
	" sum(CASE r.score WHEN 0 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 1 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 2 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 3 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 4 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 5 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 6 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 7 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 8 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 9 THEN 1 ELSE 0 END),"
	" sum(CASE r.score WHEN 10 THEN 1 ELSE 0 END)"
	" FROM response r JOIN facet f ON f.name = 'source'"
	" AND f.value = r.source WHERE NOT EXISTS (SELECT 1 FROM response l"
	"  WHERE l.supersedes = r.id) GROUP BY f.id, r.day, r.touchpoint;"
	"INSERT INTO tally (facet, level, span, touchpoint, commented, s0, s1,"
	" s2, s3, s4, s5, s6, s7, s8, s9, s10) SELECT 0, 0, span, touchpoint,"
	" sum(commented), sum(s0), sum(s1), sum(s2), sum(s3), sum(s4),"
	" sum(s5), sum(s6), sum(s7), sum(s8), sum(s9), sum(s10)"
	" FROM tally GROUP BY span, touchpoint;"
	"INSERT INTO tally (facet, level, span, touchpoint, sent, answered)"
	" SELECT 0, 0, day, touchpoint, sent, answered FROM sent_rollup"
	" WHERE sent <> 0 ON CONFLICT (facet, level, span, touchpoint)"
	" DO UPDATE SET sent = excluded.sent, answered = excluded.answered;"
	"INSERT INTO tally (facet, level, span, touchpoint, sent, answered,"
	" commented, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10)"
	" SELECT facet, 5, span >> 5, touchpoint, sum(sent), sum(answered),"
	" sum(commented), sum(s0), sum(s1), sum(s2), sum(s3), sum(s4),"
	" sum(s5), sum(s6), sum(s7), sum(s8), sum(s9), sum(s10)"
	" FROM tally GROUP BY facet, span >> 5, touchpoint;"
	"DROP TABLE score_rollup;"
	"DROP TABLE sent_rollup;"
	/* An answer refers to none that was stored after it. */
	"UPDATE response SET before_id = (SELECT b.id FROM response b"
	"  WHERE b.contact_id = response.contact_id AND b.id < response.id"
	"  AND b.answered_at <= response.answered_at AND NOT EXISTS"
	"   (SELECT 1 FROM response l WHERE l.supersedes = b.id)"
	"  ORDER BY b.answered_at DESC, b.id DESC LIMIT 1)"
	" WHERE contact_id IS NOT NULL AND NOT EXISTS (SELECT 1"
	"  FROM response l WHERE l.supersedes = response.id);"
	"INSERT INTO shift_tally (level, span, from_touchpoint, to_touchpoint,"
	" n, from_promoters, from_detractors, to_promoters, to_detractors,"
	" fell_band, fell_four) SELECT 0, r.day, b.touchpoint, r.touchpoint,"
	" count(*), sum(CASE WHEN b.score >= 9 THEN 1 ELSE 0 END),"
	" sum(CASE WHEN b.score <= 6 THEN 1 ELSE 0 END),"
	" sum(CASE WHEN r.score >= 9 THEN 1 ELSE 0 END),"
	" sum(CASE WHEN r.score <= 6 THEN 1 ELSE 0 END),"
	" sum(CASE WHEN (b.score >= 9 AND r.score < 9)"
	"  OR (b.score >= 7 AND r.score < 7) THEN 1 ELSE 0 END),"
	" sum(CASE WHEN b.score - r.score >= 4 THEN 1 ELSE 0 END)"
	" FROM response r JOIN response b ON b.id = r.before_id"
	" GROUP BY r.day, b.touchpoint, r.touchpoint;"
	"INSERT INTO shift_tally (level, span, from_touchpoint, to_touchpoint,"
	" n, from_promoters, from_detractors, to_promoters, to_detractors,"
	" fell_band, fell_four) SELECT 5, span >> 5, from_touchpoint,"
	" to_touchpoint, sum(n), sum(from_promoters), sum(from_detractors),"
	" sum(to_promoters), sum(to_detractors), sum(fell_band),"
	" sum(fell_four) FROM shift_tally"
	" GROUP BY span >> 5, from_touchpoint, to_touchpoint;"
	"INSERT INTO fall (day, response_id) SELECT r.day, r.id"
	" FROM response r JOIN response b ON b.id = r.before_id"
	" WHERE b.score - r.score >= 4 OR (b.score >= 9 AND r.score < 9)"
	" OR (b.score >= 7 AND r.score < 7);"
	"INSERT INTO standing (contact_id, response_id)"
	" SELECT w.contact_id, w.id FROM (SELECT r.contact_id AS contact_id,"
	"  r.id AS id, row_number() OVER (PARTITION BY r.contact_id"
	"   ORDER BY r.answered_at DESC, r.id DESC) AS place FROM response r"
	"  WHERE r.contact_id IS NOT NULL AND NOT EXISTS (SELECT 1"
	"   FROM response l WHERE l.supersedes = r.id)) AS w"
	" WHERE w.place = 1;"
	"INSERT INTO heard (contact_id, touchpoint, day)"
	" SELECT w.contact_id, w.touchpoint, w.day FROM (SELECT"
	"  r.contact_id AS contact_id, r.touchpoint AS touchpoint,"
	"  r.day AS day, row_number() OVER (PARTITION BY r.contact_id,"
	"   r.touchpoint ORDER BY r.answered_at DESC, r.id DESC) AS place"
	"  FROM response r WHERE r.contact_id IS NOT NULL AND NOT EXISTS"
	"   (SELECT 1 FROM response l WHERE l.supersedes = r.id)) AS w"
	" WHERE w.place = 1;"
	"INSERT INTO base_tally (touchpoint, band, day, contacts, valued,"
	" value_micro) SELECT '', b.band, b.day, count(*), 0, 0 FROM (SELECT"
	"  r.day AS day, CASE WHEN r.score >= 9 THEN 'promoter'"
	"   WHEN r.score >= 7 THEN 'passive' ELSE 'detractor' END AS band"
	"  FROM standing s JOIN response r ON r.id = s.response_id) AS b"
	" GROUP BY b.band, b.day;"
	"INSERT INTO base_tally (touchpoint, band, day, contacts, valued,"
	" value_micro) SELECT touchpoint, '', day, count(*), 0, 0 FROM heard"
	" GROUP BY touchpoint, day;"
	"INSERT INTO base_tally (touchpoint, band, day, contacts, valued,"
	" value_micro) SELECT '', 'none', 0, (SELECT count(*) FROM contact) -"
	"  (SELECT count(*) FROM standing), 0, 0"
	" WHERE EXISTS (SELECT 1 FROM contact);"
	/* What was sent before has no profile: store_keep_attributes makes
	 * it. */
	"INSERT INTO setting (name, value) SELECT 'facets_missing', '1'"
	" WHERE EXISTS (SELECT 1 FROM response) OR EXISTS (SELECT 1"
	" FROM invitation_state WHERE sent_day IS NOT NULL);"

	/* What nobody has yet decided upon: tags, alerts, cases. */
	"CREATE TABLE fresh_response ("
	" response_id @i64@ NOT NULL PRIMARY KEY REFERENCES response (id))"
	" @strict@;"
	"CREATE TABLE fresh_reply ("
	" reply_id @i64@ NOT NULL PRIMARY KEY REFERENCES reply (id))"
	" @strict@;"

	/* source: rule, hand, reply; removed: by hand, so that no rule puts it
	 * back. */
	"CREATE TABLE response_tag ("
	" response_id @i64@ NOT NULL REFERENCES response (id),"
	" tag TEXT NOT NULL,"
	" source TEXT NOT NULL,"
	" author TEXT,"
	" tagged_at @i64@ NOT NULL,"
	" removed @i64@ NOT NULL DEFAULT 0,"
	" PRIMARY KEY (response_id, tag)) @queue@;"

	/*
	 * A follow-up that is owed. cause: score, reply, alert. owner: an
	 * address, or NULL: the team's. remind_at: NULL: it was reminded of, or
	 * will not be.
	 */
	"CREATE TABLE customer_case ("
	" id @id@,"
	" opened_at @i64@ NOT NULL,"
	" cause TEXT NOT NULL,"
	" touchpoint TEXT,"
	" contact_id @i64@ REFERENCES contact (id),"
	" invitation_id @i64@ REFERENCES invitation (id),"
	" response_id @i64@ REFERENCES response (id),"
	" reply_id @i64@ REFERENCES reply (id),"
	" team TEXT,"
	" owner TEXT,"
	" due_at @i64@ NOT NULL,"
	" remind_at @i64@,"
	" closed_at @i64@,"
	" outcome TEXT) @strict@;"
	"CREATE INDEX customer_case_open ON customer_case (due_at)"
	" WHERE closed_at IS NULL;"
	"CREATE INDEX customer_case_remind ON customer_case (remind_at)"
	" WHERE remind_at IS NOT NULL;"
	"CREATE INDEX customer_case_closed ON customer_case (closed_at)"
	" WHERE closed_at IS NOT NULL;"
	"CREATE INDEX customer_case_invitation ON customer_case (invitation_id)"
	" WHERE invitation_id IS NOT NULL;"
	"CREATE INDEX customer_case_response ON customer_case (response_id)"
	" WHERE response_id IS NOT NULL;"
	"CREATE UNIQUE INDEX customer_case_reply ON customer_case (reply_id)"
	" WHERE reply_id IS NOT NULL;"
	/* kind: note, to customer, from customer, held, closed, opened. */
	"CREATE TABLE case_note ("
	" id @id@,"
	" case_id @i64@ NOT NULL REFERENCES customer_case (id),"
	" noted_at @i64@ NOT NULL,"
	" author TEXT NOT NULL,"
	" kind TEXT NOT NULL,"
	" text TEXT NOT NULL) @strict@;"
	"CREATE INDEX case_note_case ON case_note (case_id);"
	/*
	 * A mail about a case. side: customer, owner: to whom it goes. form:
	 * what it says; '': its message_content says so. from_name, writer,
	 * source_id: of what it carries, who wrote that, by which address, and
	 * the Message-ID of that mail.
	 */
	"CREATE TABLE case_message ("
	" message_id @i64@ NOT NULL PRIMARY KEY REFERENCES message (id),"
	" case_id @i64@ NOT NULL REFERENCES customer_case (id),"
	" side TEXT NOT NULL,"
	" form TEXT NOT NULL,"
	" from_name TEXT,"
	" writer TEXT,"
	" source_id TEXT) @strict@;"
	"CREATE INDEX case_message_case ON case_message (case_id);"
	/* Of a mail, without <>. */
	"ALTER TABLE reply ADD COLUMN message_id TEXT;"
	/* The case that a mail was about; 0: about none. */
	"ALTER TABLE reply ADD COLUMN case_id @i64@ NOT NULL DEFAULT 0;"
	/* What waits for a person becomes a case. */
	"INSERT INTO fresh_reply (reply_id)"
	" SELECT id FROM reply WHERE concern IS NOT NULL;"

	/* Mails that came back, by when. */
	"CREATE INDEX reply_bounced ON reply (received_at)"
	" WHERE kind = 'bounce';"

	/* Pictures inside a mail. */
	"CREATE TABLE message_picture ("
	" message_id @i64@ NOT NULL REFERENCES message (id),"
	" name TEXT NOT NULL,"
	" bytes @blob@ NOT NULL,"
	" PRIMARY KEY (message_id, name)) @strict@;"

	/*
	 * What a digest said, and where each chain ended then: seal is a hash
	 * of it all, which the digest shows.
	 */
	"ALTER TABLE digest ADD COLUMN seal TEXT;"
	"CREATE TABLE digest_proof ("
	" team TEXT NOT NULL,"
	" until_at @i64@ NOT NULL,"
	" touchpoint TEXT NOT NULL,"
	" since_day @i64@ NOT NULL,"
	" until_day @i64@ NOT NULL,"
	" counts TEXT NOT NULL," /* eleven numbers, divided by blanks */
	" response_id @i64@ NOT NULL," /* the last of the chain; 0: none */
	" hash @blob@ NOT NULL,"
	" PRIMARY KEY (team, until_at, touchpoint)) @strict@;"

	/* Once anonymous, for ever: it was promised. Answers are released by so
	 * many at least. */
	"CREATE TABLE anonymous_touchpoint ("
	" touchpoint TEXT NOT NULL PRIMARY KEY,"
	" since_at @i64@ NOT NULL,"
	" least @i64@ NOT NULL) @strict@;"
	/* Anonymous answers that wait until there are enough of them. The ids
	 * are drawn by lot: they tell no order. */
	"CREATE TABLE unlinked ("
	" id @i64@ NOT NULL PRIMARY KEY,"
	" touchpoint TEXT NOT NULL,"
	" score @i64@ NOT NULL,"
	" comment TEXT) @strict@;"
	"CREATE INDEX unlinked_touchpoint ON unlinked (touchpoint);"
	/* 1: it was answered, and by nothing is it known with what. */
	"ALTER TABLE invitation_state ADD COLUMN anonymous @i64@ NOT NULL"
	" DEFAULT 0;";
