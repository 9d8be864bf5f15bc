/*
 * scored.h - a mail's text, and the score that is to be read from it; for the
 * tests of score.h.
 */
#ifndef TESTS_UNIT_SCORED_H
#define TESTS_UNIT_SCORED_H

#include "replies/words/score.h"

#include "tests/unit/unit.h"

enum {
	NONE = -1,     /* it says nothing of a score */
	UNCLEAR = -2,  /* a number was given, and it is no score */
	NO_SCORE = -3, /* either */
};

struct scored {
	const char *text;
	int score;
};

static inline void
check_scored(const struct scored *scored)
{
	g_autofree char *comment = NULL;
	struct score score;

	score_of_text(scored->text, &score);
	comment = score.comment;
	ck_assert_msg(score.value == MAX(scored->score, -1),
	    "\"%s\" gave %d, not %d", scored->text, score.value, scored->score);
	ck_assert_msg(scored->score == NO_SCORE ||
		score.unclear == (scored->score == UNCLEAR),
	    "\"%s\" is %sclear", scored->text, score.unclear ? "un" : "");
	ck_assert(score.value >= 0 || comment == NULL);
}

#endif
