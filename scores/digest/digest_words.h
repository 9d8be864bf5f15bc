/*
 * digest_words.h - the words, numbers and dates of a digest, in the language
 * of a team. Called by digest_context.c and digest.c only.
 */
#ifndef SCORES_DIGEST_WORDS_H
#define SCORES_DIGEST_WORDS_H

#include <glib.h>

#include "base/autoptr.h"
#include "templates/catalog.h"

struct digest_words {
	const struct catalog *catalog; /* borrowed */
	const char *language;	       /* borrowed from the catalog */
	char *decimal, *thousands;
	char **months; /* twelve, as they stand in a date */
	GError *error; /* the first failure; what failed is "" */
};

/* language: from catalog_language. NULL with error set if it lacks a word. */
struct digest_words *digest_words_new(const struct catalog *catalog,
    const char *language, GError **error);
void digest_words_free(struct digest_words *words);
AUTOPTR_DEFINE(digest_words, digest_words_free)

/* All below are owned by the caller, and one line. */

/* A word of [digest], and pairs of variable name and value, then NULL. */
char *digest_word(struct digest_words *words, const char *key,
    ...) G_GNUC_NULL_TERMINATED;

/* "24,062"; no mark in four digits. */
char *digest_integer(const struct digest_words *words, gint64 number);
/* "12.0" */
char *digest_tenths(const struct digest_words *words, double number);
/* "68", a true minus, and with plus "+4" and "±0". */
char *digest_points(double points, gboolean plus);
/* "31%" of 0.31 */
char *digest_percent(struct digest_words *words, double rate);
/* "21 November" */
char *digest_date(struct digest_words *words, GTimeZone *zone, gint64 at);
/* The same of a day. */
char *digest_day(struct digest_words *words, gint32 day);
/* "3 d", or "7 h" if it is less than two days; owned. */
char *digest_length(struct digest_words *words, gint64 seconds);
/* "16–22 November 2026"; until_day is not included. */
char *digest_span(struct digest_words *words, gint32 since_day,
    gint32 until_day);

/* A customer's, cleaned; NULL: there is none, or an address stands in its
 * place. */
char *digest_name(const char *name);

#endif
