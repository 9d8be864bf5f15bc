/*
 * chain_rows.h - rows of responses as links of their chains: what is stored,
 * and the hash that follows from it.
 *
 * Called by those who read chains again: verify_responses.c, verify_chain.c and
 * proof.c.
 */
#ifndef STORE_CHAIN_ROWS_H
#define STORE_CHAIN_ROWS_H

#include "store/answers/chain.h"
#include "store/db/db.h"

/* What the profiles say, as hashes cover it: id -> text. NULL with error set.
 */
GHashTable *chain_profiles(struct db *db, GError **error);

/* From a column on, of "FROM" CHAIN_FROM. */
#define CHAIN_COLUMNS                                                          \
	"r.id, r.touchpoint, r.score, r.answered_at, r.source, r.author,"      \
	" r.contact_digest, r.comment_digest, r.day, r.reason, r.profile,"     \
	" r.form, r.hash, b.hash"
#define CHAIN_N_COLUMNS 14
#define CHAIN_FROM " response r LEFT JOIN response b ON b.id = r.supersedes"

struct chain_row {
	gint64 id;
	struct chain_link link; /* its texts are borrowed: see chain_row_keep */
	GBytes *hash;		/* as it is stored */
};

/* form and profile may be what nobody knows: see chain_row_hash. */
void chain_row_read(struct chain_row *row, struct rows *rows, int first,
    GHashTable *profiles);
/* Its texts live as long as texts does, not only until the next row. */
void chain_row_keep(struct chain_row *row, GStringChunk *texts);
void chain_row_clear(struct chain_row *row);

/* Whether its hash is that of what stands in it, behind `before`. */
gboolean chain_row_fits(const struct chain_row *row, GBytes *before);

#endif
