/*
 * score.h - a score from 0 to 10 in what a person wrote.
 *
 * A wrong score is worse than none: what could be a date, a list, a range or
 * an amount is no score.
 */
#ifndef REPLIES_SCORE_H
#define REPLIES_SCORE_H

#include <glib.h>

/*
 * The number that the subject begins with, once "Re:" and the like are taken
 * off: "9", "Re: 9 - Aurora Spa", "9/10". -1 if there is none.
 */
int score_of_subject(const char *subject);

/*
 * The score in the first lines of what the person wrote, quotes cut away; -1
 * if there is none, or two that differ. *comment is the rest, or NULL if
 * nothing else was said; owned by the caller.
 */
int score_of_text(const char *text, char **comment);

#endif
