/*
 * balance_counts.h - what answers are counted by, against the rows that are
 * counted: in plain SQL, beside our own code. Included by balance.h alone.
 */
#ifndef TESTS_UNIT_BALANCE_COUNTS_H
#define TESTS_UNIT_BALANCE_COUNTS_H

/* As the tables of these names once were; without rows that count nothing. */
#define SENT_ROLLUP                                                           \
	"(SELECT touchpoint, span AS day, sent, answered FROM tally"          \
	" WHERE facet = 0 AND level = 0 AND (sent <> 0 OR answered <> 0))"
#define SCORE_ROLLUP                                                          \
	"(SELECT touchpoint, day, score, n FROM (" TALLY_SCORES ") ts"        \
	" WHERE facet = 0 AND n <> 0)"

/* A row for each score of each day. */
#define TALLY_SCORES                                                          \
	"SELECT t.facet, t.touchpoint, t.span AS day, v.score, CASE v.score"  \
	" WHEN 0 THEN s0 WHEN 1 THEN s1 WHEN 2 THEN s2 WHEN 3 THEN s3"        \
	" WHEN 4 THEN s4 WHEN 5 THEN s5 WHEN 6 THEN s6 WHEN 7 THEN s7"        \
	" WHEN 8 THEN s8 WHEN 9 THEN s9 ELSE s10 END AS n FROM tally t"       \
	" CROSS JOIN (SELECT 0 AS score UNION ALL SELECT 1 UNION ALL SELECT 2" \
	" UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5"           \
	" UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8"           \
	" UNION ALL SELECT 9 UNION ALL SELECT 10) v WHERE t.level = 0"

/* Responses that count now. */
#define CURRENT                                                               \
	"(SELECT * FROM response WHERE id NOT IN (SELECT supersedes"          \
	" FROM response WHERE supersedes IS NOT NULL)) r"

/* The facets of a profile p that are counted, as f. */
#define JOIN_FACETS                                                           \
	" JOIN facet f ON (' ' || p.facets || ' ') LIKE"                      \
	" ('% ' || f.id || ' %') AND (f.name IN ('channel', 'language') OR"   \
	" f.name IN (SELECT name FROM kept_attribute"                         \
	"  WHERE name <> 'value of'))"

#define ANSWER_COLUMNS                                                        \
	"r.touchpoint, r.day, r.score,"                                       \
	" CASE WHEN r.comment IS NULL THEN 0 ELSE 1 END AS commented"
/* A row for each answer and each facet that it counts under. */
#define COUNTED_ANSWERS                                                       \
	"(SELECT 0 AS facet, " ANSWER_COLUMNS " FROM " CURRENT                \
	" UNION ALL SELECT f.id, " ANSWER_COLUMNS " FROM " CURRENT            \
	" JOIN profile p ON p.id = r.profile OR p.id = r.later_profile"       \
	JOIN_FACETS                                                           \
	" UNION ALL SELECT f.id, " ANSWER_COLUMNS " FROM " CURRENT            \
	" JOIN facet f ON f.name = 'source' AND f.value = r.source"           \
	" WHERE r.source <> 'anonymous'"                                      \
	" UNION ALL SELECT f.id, " ANSWER_COLUMNS " FROM " CURRENT            \
	" JOIN response_tag g ON g.response_id = r.id AND g.removed = 0"      \
	" JOIN facet f ON f.name = 'tag' AND f.value = g.tag) ca"

#define SENT_COLUMNS                                                          \
	"i.touchpoint, s.sent_day AS day,"                                    \
	" CASE s.state WHEN 'answered' THEN 1 ELSE 0 END AS answered"         \
	" FROM invitation i JOIN invitation_state s"                          \
	" ON s.invitation_id = i.id"
#define COUNTED_SENT                                                          \
	"(SELECT 0 AS facet, " SENT_COLUMNS " WHERE s.sent_day IS NOT NULL"   \
	" UNION ALL SELECT f.id, " SENT_COLUMNS                               \
	" JOIN profile p ON p.id = s.profile" JOIN_FACETS                     \
	" WHERE s.sent_day IS NOT NULL) cs"

/* Rows of the one that are not in the other, and the other way. */
#define DIFFER(one, other)                                                    \
	"SELECT (SELECT count(*) FROM (SELECT * FROM (" one ") o1 EXCEPT"     \
	" SELECT * FROM (" other ") o2) d1) +"                                \
	" (SELECT count(*) FROM (SELECT * FROM (" other ") o3 EXCEPT"         \
	" SELECT * FROM (" one ") o4) d2)"

#define BAND(score)                                                           \
	"CASE WHEN " score " >= 9 THEN 'promoter' WHEN " score " >= 7"        \
	" THEN 'passive' ELSE 'detractor' END"
#define LAST_FIRST " ORDER BY r.answered_at DESC, r.id DESC) AS place"
#define SUMS                                                                  \
	" sum(sent), sum(answered), sum(commented), sum(s0), sum(s1),"        \
	" sum(s2), sum(s3), sum(s4), sum(s5), sum(s6), sum(s7), sum(s8),"     \
	" sum(s9), sum(s10)"
#define SHIFT_SUMS                                                            \
	" sum(n), sum(from_promoters), sum(from_detractors),"                 \
	" sum(to_promoters), sum(to_detractors), sum(fell_band),"             \
	" sum(fell_four)"

#define BALANCE_COUNTS                                                        \
	{ "answers are counted by touchpoint, day, score and facet",          \
	    DIFFER("SELECT facet, touchpoint, day, score, n FROM"             \
		" (" TALLY_SCORES ") ts WHERE n <> 0",                        \
		"SELECT facet, touchpoint, day, score, count(*) FROM"         \
		" " COUNTED_ANSWERS                                           \
		" GROUP BY facet, touchpoint, day, score") },                 \
	{ "answers with words are counted",                                   \
	    DIFFER("SELECT facet, touchpoint, span, commented FROM tally"     \
		" WHERE level = 0 AND commented <> 0",                        \
		"SELECT facet, touchpoint, day, count(*) FROM"                \
		" " COUNTED_ANSWERS " WHERE commented = 1"                    \
		" GROUP BY facet, touchpoint, day") },                        \
	{ "what was sent is counted, and what of it was answered",            \
	    DIFFER("SELECT facet, touchpoint, span, sent, answered"           \
		" FROM tally WHERE level = 0"                                 \
		" AND (sent <> 0 OR answered <> 0)",                          \
		"SELECT facet, touchpoint, day, count(*), sum(answered)"      \
		" FROM " COUNTED_SENT " GROUP BY facet, touchpoint, day") },  \
	{ "a block of days counts what its days do",                          \
	    DIFFER("SELECT facet, touchpoint, span," SUMS " FROM tally"       \
		" WHERE level = 5 GROUP BY facet, touchpoint, span",          \
		"SELECT facet, touchpoint, span >> 5," SUMS " FROM tally"     \
		" WHERE level = 0 GROUP BY facet, touchpoint, span >> 5") },  \
	{ "who answered stands by his last answer",                           \
	    DIFFER("SELECT contact_id, response_id FROM standing"             \
		" WHERE response_id IS NOT NULL",                             \
		"SELECT contact_id, id FROM (SELECT r.contact_id, r.id,"      \
		" row_number() OVER (PARTITION BY r.contact_id" LAST_FIRST    \
		" FROM " CURRENT " WHERE r.contact_id IS NOT NULL) w"         \
		" WHERE place = 1") },                                        \
	{ "of each touchpoint it is known when a person answered last",       \
	    DIFFER("SELECT contact_id, touchpoint, day FROM heard",           \
		"SELECT contact_id, touchpoint, day FROM (SELECT"             \
		" r.contact_id, r.touchpoint, r.day, row_number() OVER"       \
		" (PARTITION BY r.contact_id, r.touchpoint" LAST_FIRST        \
		" FROM " CURRENT " WHERE r.contact_id IS NOT NULL) w"         \
		" WHERE place = 1") },                                        \
	{ "the base is all contacts, by what they said last, and their worth", \
	    DIFFER("SELECT touchpoint, band, day, contacts, valued,"          \
		" value_micro FROM base_tally WHERE contacts <> 0",           \
		"SELECT '', CASE WHEN r.id IS NULL THEN 'none' ELSE "         \
		BAND("r.score") " END, coalesce(r.day, 0), count(*),"         \
		" count(s.value_micro), coalesce(sum(s.value_micro), 0)"      \
		" FROM contact c LEFT JOIN standing s ON s.contact_id = c.id" \
		" LEFT JOIN response r ON r.id = s.response_id"               \
		" GROUP BY 1, 2, 3 UNION ALL"                                 \
		" SELECT touchpoint, '', day, count(*), 0, 0 FROM heard"      \
		" GROUP BY touchpoint, day") },                               \
	{ "shifts are from one answer of a person to the next",               \
	    DIFFER("SELECT span, from_touchpoint, to_touchpoint, n,"          \
		" from_promoters, from_detractors, to_promoters,"             \
		" to_detractors, fell_band, fell_four FROM shift_tally"       \
		" WHERE level = 0 AND n <> 0",                                \
		"SELECT r.day, b.touchpoint, r.touchpoint, count(*),"         \
		" sum(CASE WHEN b.score >= 9 THEN 1 ELSE 0 END),"             \
		" sum(CASE WHEN b.score <= 6 THEN 1 ELSE 0 END),"             \
		" sum(CASE WHEN r.score >= 9 THEN 1 ELSE 0 END),"             \
		" sum(CASE WHEN r.score <= 6 THEN 1 ELSE 0 END),"             \
		" sum(CASE WHEN " BAND("r.score") " <> " BAND("b.score")      \
		"  AND r.score < b.score THEN 1 ELSE 0 END),"                 \
		" sum(CASE WHEN b.score - r.score >= 4 THEN 1 ELSE 0 END)"    \
		" FROM " CURRENT " JOIN response b ON b.id = r.before_id"     \
		" GROUP BY r.day, b.touchpoint, r.touchpoint") },             \
	{ "a block of days counts the shifts of its days",                    \
	    DIFFER("SELECT from_touchpoint, to_touchpoint, span,"             \
		SHIFT_SUMS " FROM shift_tally WHERE level = 5"                \
		" GROUP BY from_touchpoint, to_touchpoint, span",             \
		"SELECT from_touchpoint, to_touchpoint, span >> 5,"           \
		SHIFT_SUMS " FROM shift_tally WHERE level = 0 GROUP BY"       \
		" from_touchpoint, to_touchpoint, span >> 5") },              \
	{ "who fell by a band, or by four points, is noted",                  \
	    DIFFER("SELECT day, response_id FROM fall",                       \
		"SELECT r.day, r.id FROM " CURRENT                            \
		" JOIN response b ON b.id = r.before_id WHERE"                \
		" (" BAND("r.score") " <> " BAND("b.score")                   \
		"  AND r.score < b.score) OR b.score - r.score >= 4") },      \
	{ "an answer is of the same person as the one before it",             \
	    "SELECT count(*) FROM response r JOIN response b"                 \
	    " ON b.id = r.before_id WHERE b.contact_id <> r.contact_id"       \
	    " OR b.id >= r.id OR b.answered_at > r.answered_at" }

#endif
