/*
 * page_internal.h - between the files that compose a page: page.c,
 * page_figures.c, page_tables.c, page_people.c and page_words.c.
 *
 * A page is a list of sections, each with some of: tiles, charts, a table
 * (columns, rows of cells), what people said, remarks. The template shows what
 * there is. Each object has all of its names, "" where there is nothing, for
 * Mustache looks for a name that is missing in what stands around.
 */
#ifndef SCORES_PAGE_INTERNAL_H
#define SCORES_PAGE_INTERNAL_H

#include <jansson.h>

#include "scores/digest/digest_words.h"
#include "scores/page/page.h"

struct page_words {
	const struct catalog *catalog; /* borrowed */
	const char *language;	       /* borrowed */
	struct digest_words *digest;   /* numbers, dates, and [digest] */
	char **months;		       /* twelve, short */
	GTimeZone *zone;	       /* borrowed */
	const char *currency;	       /* borrowed; or NULL */
	json_t *organisation;	       /* what words may name */
	GError *error;		       /* the first failure of [report] */
};
struct page_words *page_words_new(const struct catalog *catalog,
    const struct overview *overview, GError **error);
void page_words_free(struct page_words *words);
AUTOPTR_DEFINE(page_words, page_words_free)

/* A word of [report], and pairs of variable name and value, then NULL. */
char *page_word(struct page_words *words, const char *key,
    ...) G_GNUC_NULL_TERMINATED;
/* "3 groups": a word with {{n}}. */
char *page_counted(struct page_words *words, const char *key, gint64 n);
/* "12,500 EUR"; whole units. */
char *page_money(const struct page_words *words, gint64 micro);
/* "22 November", of a moment. */
char *page_date(struct page_words *words, gint64 at);
/* "22 Nov" or "Nov 2026", of a day. */
char *page_tick(struct page_words *words, gint32 day, gboolean by_month);

extern const char *const page_classes[OVERVIEW_BANDS]; /* "promoter", ... */
extern const char *const page_bands[OVERVIEW_BANDS];   /* keys of [report] */
const char *page_class(int score);

/* Text that is not valid UTF-8 is made so. */
void page_set(json_t *object, const char *key, const char *text);
/* The same, of a string that it takes. */
void page_take(json_t *object, const char *key, char *text);

/* With all its names. */
json_t *page_section(struct page_words *words, const char *id,
    const char *title_key, const char *lead_key);
/* Owned strings; NULL: "". */
void page_add_remark(json_t *section, char *remark);
void page_add_tile(json_t *owner, const char *class, char *name, char *figure,
    char *note);
void page_add_column(struct page_words *words, json_t *section,
    const char *class, const char *key);
json_t *page_add_row(json_t *section, const char *class, const char *name);
struct page_cell {
	const char *class;
	char *name, *figure, *by; /* taken; NULL: "" */
	char *svg;		  /* taken */
	const char *tone;	  /* borrowed; or NULL */
};
void page_add_cell(json_t *row, const struct page_cell *cell);

/* The three-coloured bar, with its figures for who cannot see it. */
char *page_bar(struct page_words *words, const struct nps *nps);

/* Appended to sections if there is anything to say. */
void page_add_headline(json_t *context, struct page_words *words,
    const struct overview *overview);
void page_add_trend(json_t *sections, struct page_words *words,
    const struct overview *overview);
void page_add_distribution(json_t *sections, struct page_words *words,
    const struct overview *overview);
void page_add_value(json_t *sections, struct page_words *words,
    const struct overview *overview);
void page_add_touchpoints(json_t *sections, struct page_words *words,
    const struct overview *overview);
void page_add_facets(json_t *sections, struct page_words *words,
    const struct overview *overview);
void page_add_journey(json_t *sections, struct page_words *words,
    const struct overview *overview);
void page_add_falls(json_t *sections, struct page_words *words,
    const struct overview *overview);
void page_add_cases(json_t *sections, struct page_words *words,
    const struct overview *overview);
void page_add_said(json_t *sections, struct page_words *words,
    const struct overview *overview);

#endif
