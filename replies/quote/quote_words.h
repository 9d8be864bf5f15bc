/*
 * quote_words.h - what mail programs write around a quote, in many languages.
 *
 * The tables are in quote_words_af.c (to Finnish), _fr.c (to Latvian), _mk.c
 * (to Russian) and _sk.c, a row a language, by its code. To add a language, add
 * a row there, and what it knows to tests/unit/test_quote_announced.c,
 * test_quote_block.c and test_quote_footer.c. Everything here is asked of
 * folded lines (quote_fold.h).
 */
#ifndef REPLIES_QUOTE_WORDS_H
#define REPLIES_QUOTE_WORDS_H

#include <glib.h>

/*
 * One language; several ways to say it are divided by '|'. They are written as
 * the programs write them, and folded once.
 */
struct quote_language {
	const char *code;
	/* How "On 3 March 2025, Ada wrote:" begins; NULL: with the date. */
	const char *opener;
	gboolean bare; /* or, in some programs, with the date or the name */
	const char *verb; /* "wrote" */
	/* The labels of a header block. */
	const char *from;
	const char *sent;
	const char *to;
	const char *cc;
	const char *subject;
	/* What stands between dashes, or alone before a colon. */
	const char *original;
	const char *forwarded;
	/*
	 * How a line begins that a program adds at the end: "Sent from my". If
	 * it must hold something more, that follows a '~'.
	 */
	const char *device;
};

extern const struct quote_language quote_words_af[];
extern const struct quote_language quote_words_fr[];
extern const struct quote_language quote_words_mk[];
extern const struct quote_language quote_words_sk[];

/*
 * Languages are told apart by bits (a bit may mean two, if there are more than
 * 64). Those in which an announcement may begin like the line; 0: none.
 */
guint64 quote_words_open(const char *folded);

/*
 * The opener nearest to the end of a text that is not folded, behind other
 * words: where an announcement begins that shares its line with an answer.
 * NULL if none stands before `before`, within max_bytes of the end.
 */
const char *quote_words_opener_in(const char *text, const char *before,
    gsize max_bytes);

struct quote_verb {
	const char *at;	 /* NULL: there is none */
	const char *end; /* past it */
	gboolean free;	 /* its language may begin with the date */
	guint64 languages;
};
/* The last verb of announcements in the line. */
struct quote_verb quote_words_verb(const char *folded);

/* A word before a colon in a header block. It may mean several. */
enum quote_label {
	LABEL_NONE = 0,
	LABEL_FROM = 1,
	LABEL_SENT = 2,
	LABEL_TO = 4,
	LABEL_CC = 8,
	LABEL_SUBJECT = 16,
};
guint quote_words_label(const char *word, gsize n);

enum quote_separator {
	SEPARATOR_NONE = 0,
	SEPARATOR_ORIGINAL,
	SEPARATOR_FORWARDED,
};
/* words is what is left without dashes and colon. */
enum quote_separator quote_words_separate(const char *words, gsize n);

/* "Sent from my iPhone" and the like. */
gboolean quote_words_advertise(const char *folded);

#endif
