/*
 * answers_counts.h - what is counted of the answers that answers.c writes, in
 * the order in which they were given, and nothing else: no invitation is sent,
 * nothing superseded. Written at the end.
 */
#ifndef BENCH_ANSWERS_COUNTS_H
#define BENCH_ANSWERS_COUNTS_H

#include "store/db/db.h"

#define N_TOUCHPOINTS 50
#define N_DAYS 1096
#define N_FACETS_MAX 16

struct answer {
	gint64 id; /* 0: there is none */
	guint contact, touchpoint, score;
	guint day; /* 0: the first */
	gboolean has_words;
};

struct counts;
struct counts *counts_new(guint n_contacts);
void counts_free(struct counts *counts);
/* The number by which they know a facet; the first two are of all answers. */
guint counts_facet(struct counts *counts, gint64 id);
/* What that contact said last, so far. */
const struct answer *counts_before(struct counts *counts, guint contact);
gboolean counts_add(struct counts *counts, const struct answer *answer,
    const guint *facets, guint n_facets, struct db *db, gint64 first_day,
    GError **error);
/* All responses are in the table. worths: of contacts. */
gboolean counts_write(struct counts *counts, struct db *db,
    const guint16 *worths, char *const *touchpoints, gint64 first_day,
    GError **error);

#endif
