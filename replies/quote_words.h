/*
 * quote_words.h - how mail programs, in many languages, announce a quote.
 *
 * The tables are in quote_words.c: a language more is a line more.
 */
#ifndef REPLIES_QUOTE_WORDS_H
#define REPLIES_QUOTE_WORDS_H

#include <glib.h>

/*
 * "On 3 March 2025 at 14:05, Aurora Spa <a@example.com> wrote:" on one line
 * (a wrapped one is joined by the caller). The first judges forms that begin
 * with a known word, the second those that have to name a date and an address
 * or a time of day instead.
 */
gboolean quote_words_attribute(const char *line);
gboolean quote_words_attribute_loosely(const char *line);

/* "-----Original Message-----", "Begin forwarded message:" */
gboolean quote_words_separate(const char *line);

/* "Sent from my iPhone" and the like, which nobody typed. */
gboolean quote_words_advertise(const char *line);

/* A line of the block that Outlook puts before what it quotes. */
enum header_label {
	LABEL_NONE = 0,
	LABEL_FROM = 1,
	LABEL_SENT = 2,
	LABEL_TO = 4,
	LABEL_SUBJECT = 8,
	LABEL_CC = 16,
};
/*
 * All that it can be, for one word means different things in two languages.
 */
guint quote_words_label(const char *line);

#endif
