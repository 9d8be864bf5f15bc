/*
 * recurrence_judge.h - what a recurrence rule may say. For recurrence.c,
 * recurrence_list.c and recurrence_rule.c alone.
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
 * FALSE with error set, and nothing to clear, if it is no rule that is taken.
 * One of a file may have COUNT and UNTIL; what UNTIL says is not judged here.
 */
gboolean recurrence_judge(const char *rule, gboolean of_file,
    struct rule_parts *parts, GError **error);

#endif
