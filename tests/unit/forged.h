/*
 * forged.h - a few answers at two touchpoints, and a forger who knows how
 * chains are made: for the tests of what shows that a store was changed behind
 * our back.
 */
#ifndef TESTS_UNIT_FORGED_H
#define TESTS_UNIT_FORGED_H

#include "store/verify/chain_rows.h"
#include "store/answers/recorded.h"
#include "tests/unit/furnished.h"

/* Answers 1, 3, 5, 7, 9, 11 at "stay", 2, 4, 6, 8, 10, 12 at "dinner"; of
 * scores 9, 8, 7 ... 0, 10, 9, one an hour. */
#define FORGED_N 12

G_GNUC_UNUSED static void
forged_answers(void)
{
	guint stored;

	for (guint i = 0; i < FORGED_N; i++) {
		g_autofree char *email = g_strdup_printf("c%u@example.com", i);
		const struct foreign_response one = {
			.touchpoint = i % 2 == 0 ? "stay" : "dinner",
			.score = (int)((FORGED_N + 8 - i) % 11),
			.comment = i % 3 == 0 ? "Fine, but loud" : NULL,
			.email = email,
			.answered_at = NOON_AT + 3600 * i,
			.day = DAY,
			.source = "staff",
			.author = i < 6 ? "Eve" : "Bob",
		};

		world_ok(store_put_responses(world.store, &one, 1,
		    NOON_AT + 3600 * i, &stored, &error));
		ck_assert_uint_eq(stored, 1);
	}
}

/* A row of a chain with its hash made anew; that of the one before it. */
static GBytes *
forged_row(struct db *db, struct chain_row *row, GBytes *before)
{
	GBytes *hash = chain_hash(before, &row->link);

	world_ok(db_run(db, &error,
	    "UPDATE response SET hash = $2, form = $3 WHERE id = $1", "ibi",
	    row->id, hash, (gint64)row->link.form));
	world_ok(db_run(db, &error,
	    "UPDATE response_chain SET hash = $2, response_id = $3"
	    " WHERE touchpoint = $1",
	    "tbi", row->link.touchpoint, hash, row->id));
	g_bytes_unref(before);
	return hash;
}

/* Makes the chain of a touchpoint fit from a response on, up to another, in
 * that form. */
G_GNUC_UNUSED static void
forged_links(const char *touchpoint, gint64 from_id, gint64 until_id, int form)
{
	struct db *db;
	g_autoptr(GHashTable) profiles = NULL;
	g_autoptr(GBytes) before = chain_begin();
	g_autoptr(GStringChunk) texts = g_string_chunk_new(256);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE,
	    sizeof(struct chain_row));
	struct rows *rows;

	world_ok(db = db_open(world.url, FALSE, &error));
	world_ok(profiles = chain_profiles(db, &error));
	world_ok(rows = db_select(db, &error,
		     "SELECT " CHAIN_COLUMNS " FROM" CHAIN_FROM
		     " WHERE r.touchpoint = $1 ORDER BY r.id", "t",
		     touchpoint));
	while (rows_next(rows, NULL)) {
		struct chain_row row;

		chain_row_read(&row, rows, 0, profiles);
		chain_row_keep(&row, texts);
		g_array_append_val(all, row);
	}
	rows_free(rows);
	for (guint i = 0; i < all->len; i++) {
		struct chain_row *row = &g_array_index(all, struct chain_row,
		    i);

		if (row->id >= from_id && row->id <= until_id) {
			row->link.form = form;
			before = forged_row(db, row, before);
		} else {
			g_bytes_unref(before);
			before = g_bytes_ref(row->hash);
		}
		chain_row_clear(row);
	}
	db_close(db);
}

G_GNUC_UNUSED static void
forged_chain(const char *touchpoint, gint64 from_id, int form)
{
	forged_links(touchpoint, from_id, G_MAXINT64, form);
}

/* By SQL, beside our driver; a server lets it happen too. */
G_GNUC_UNUSED static void
forged_sql(const char *sql)
{
	struct beside beside = place_open(world.url);

	if (place_server() != NULL)
		g_free(place_read(&beside,
		    "SET session_replication_role = replica"));
	g_free(place_read(&beside, sql));
	place_close(&beside);
}

#endif
