/*
 * letter_words.h - the words that letters begin and end with, and those that
 * an address is made of.
 *
 * All folded (fold.h); patterns are those of phrase.h and fit a whole line. A
 * language more is a line more in each list.
 */
#ifndef REPLIES_LETTER_WORDS_H
#define REPLIES_LETTER_WORDS_H

#include <glib.h>

/* "Dear team", "Guten Tag": how a line that greets begins. */
extern const char *const letter_greetings[];
/* "Kind regards": a line of its own, a name may follow on it. */
extern const char *const letter_closings[];
/* "Thanks": closes a letter if nothing but a name and an address follow. */
extern const char *const letter_thanks[];

/* "Tel.", "Fax": what is on the line is no score. */
extern const char *const contact_labels[];

/* "Road", "Hauptstrasse": a number beside it is a house's. */
gboolean word_is_street(const char *word);
/* "rue", "Calle": the same, and the street's name stands between. */
gboolean word_leads_street(const char *word);

#endif
