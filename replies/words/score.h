/*
 * score.h - a score from 0 to 10 in what a person wrote by mail.
 *
 * A wrong score is worse than none: what could be a date, a list, a range or
 * an amount is no score. The numbers are judged by text_score.h, as in texts.
 */
#ifndef REPLIES_SCORE_H
#define REPLIES_SCORE_H

#include <glib.h>

#include "replies/words/text_score.h"

/*
 * The number that the subject begins with, once "Re:" and the like are taken
 * off: "9", "Re: 9 - Aurora Spa", "9/10". -1 if there is none.
 */
int score_of_subject(const char *subject);

/* What the text says, quotes cut away; it is tidy UTF-8 (charset.h). */
void score_of_text(const char *text, struct score *score);

/*
 * What both say: a score chosen by a click stands in the subject, and the text
 * beside it is the comment. Two scores that differ are unclear, unless the
 * text begins with its own.
 */
void score_of_mail(const char *subject, const char *text, struct score *score);

#endif
