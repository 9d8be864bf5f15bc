/*
 * recurrence_judge.h - what a recurrence rule may say. For recurrence.c and
 * recurrence_rule.c alone.
 */
#ifndef BASE_RECURRENCE_JUDGE_H
#define BASE_RECURRENCE_JUDGE_H

#include <glib.h>

enum rule_part {
	RULE_FREQ,
	RULE_INTERVAL,
	RULE_WKST,
	RULE_BYSECOND,
	RULE_BYMINUTE,
	RULE_BYHOUR,
	RULE_BYDAY,
	RULE_BYMONTHDAY,
	RULE_BYYEARDAY,
	RULE_BYMONTH,
	RULE_BYSETPOS,
	RULE_COUNT, /* the last two: of files alone */
	RULE_UNTIL,
	N_RULE_PARTS,
};

/* A rule taken apart, in capitals. */
struct rule_parts {
	char **texts;
	const char *value[N_RULE_PARTS]; /* of the texts; NULL: not there */
	gboolean numbered_days;		 /* BYDAY=1MO and the like */
};
void rule_parts_clear(struct rule_parts *parts);

/*
 * The rule in capitals, with what RFC 5545 would take from DTSTART written into
 * it; owned. NULL with error set if it is none that recurrence.h takes.
 */
char *recurrence_judge(const char *rule, GError **error);

/*
 * A rule of a file, which may have COUNT and UNTIL too; what UNTIL says is not
 * judged. FALSE with error set, and nothing to clear.
 */
gboolean recurrence_judge_of_file(const char *rule, struct rule_parts *parts,
    GError **error);

#endif
