/*
 * tally.c - see tally.h: a book of counts, and how it comes into the table.
 * Called by all that changes what is counted.
 */
#include "store/counts/tally.h"

#include <string.h>

#include "store/db/each.h"
#include "store/counts/facets.h"

struct entry {
	gint64 facet, level, span;
	const char *touchpoint; /* of the book */
	struct tally tally;
};

struct tally_book {
	GHashTable *entries; /* a struct entry is its own key */
	GStringChunk *names;
};

static guint
entry_hash(gconstpointer key)
{
	const struct entry *one = key;
	guint64 mixed = (guint64)one->facet * 0x9e3779b97f4a7c15u;

	mixed = (mixed ^ (guint64)one->span) * 0x9e3779b97f4a7c15u;
	return (guint)(mixed >> 32) ^ (guint)one->level ^
	    g_str_hash(one->touchpoint);
}

static int
entry_compare(const struct entry *a, const struct entry *b)
{
	if (a->facet != b->facet)
		return a->facet < b->facet ? -1 : 1;
	if (a->level != b->level)
		return a->level < b->level ? -1 : 1;
	if (a->span != b->span)
		return a->span < b->span ? -1 : 1;
	return strcmp(a->touchpoint, b->touchpoint);
}

static gboolean
entry_equal(gconstpointer a, gconstpointer b)
{
	return entry_compare(a, b) == 0;
}

struct tally_book *
tally_book_new(void)
{
	struct tally_book *book = g_new0(struct tally_book, 1);

	book->entries = g_hash_table_new_full(entry_hash, entry_equal, g_free,
	    NULL);
	book->names = g_string_chunk_new(256);
	return book;
}

void
tally_book_free(struct tally_book *book)
{
	if (book == NULL)
		return;
	g_hash_table_destroy(book->entries);
	g_string_chunk_free(book->names);
	g_free(book);
}

void
tally_add(struct tally *tally, const struct tally *by, int sign)
{
	for (guint i = 0; i < G_N_ELEMENTS(tally->n); i++)
		tally->n[i] += sign * by->n[i];
	tally->commented += sign * by->commented;
	tally->sent += sign * by->sent;
	tally->answered += sign * by->answered;
}

static void
add_at(struct tally_book *book, const struct entry *key, const struct tally *by)
{
	struct entry *entry = g_hash_table_lookup(book->entries, key);

	if (entry == NULL) {
		entry = g_new(struct entry, 1);
		*entry = *key;
		entry->tally = (struct tally){ 0 };
		entry->touchpoint = g_string_chunk_insert_const(book->names,
		    key->touchpoint);
		g_hash_table_add(book->entries, entry);
	}
	tally_add(&entry->tally, by, 1);
}

void
tally_book_add(struct tally_book *book, gint64 facet, const char *touchpoint,
    gint32 day, const struct tally *by)
{
	static const int levels[] = { 0, TALLY_LEVEL_BLOCKS };

	for (gsize i = 0; i < G_N_ELEMENTS(levels); i++) {
		const struct entry key = { .facet = facet,
			.level = levels[i],
			.span = tally_span(day, levels[i]),
			.touchpoint = touchpoint };

		add_at(book, &key, by);
	}
}

static gint
by_key(gconstpointer a, gconstpointer b)
{
	return entry_compare(*(const struct entry *const *)a,
	    *(const struct entry *const *)b);
}

#define ADD(column) column " = tally." column " + excluded." column

static void
write_down(struct each *each, const struct entry *one)
{
	const struct tally *t = &one->tally;

	each_add(each, one->facet, one->level, one->span, one->touchpoint,
	    t->sent, t->answered, t->commented, t->n[0], t->n[1], t->n[2],
	    t->n[3], t->n[4], t->n[5], t->n[6], t->n[7], t->n[8], t->n[9],
	    t->n[10]);
}

gboolean
tally_book_write(struct tally_book *book, struct db *db, GError **error)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	GHashTableIter iter;
	gpointer one;
	struct each each;
	gboolean ok;

	g_hash_table_iter_init(&iter, book->entries);
	while (g_hash_table_iter_next(&iter, &one, NULL))
		g_ptr_array_add(sorted, one);
	if (sorted->len == 0)
		return TRUE;
	g_ptr_array_sort(sorted, by_key);
	each_begin(&each,
	    "INSERT INTO tally (facet, level, span, touchpoint, sent, answered,"
	    " commented, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	    " $14, $15, $16, $17, $18)"
	    " ON CONFLICT (facet, level, span, touchpoint) DO UPDATE SET"
	    " " ADD("sent") ", " ADD("answered") ", " ADD("commented") ","
	    " " ADD("s0") ", " ADD("s1") ", " ADD("s2") ", " ADD("s3") ","
	    " " ADD("s4") ", " ADD("s5") ", " ADD("s6") ", " ADD("s7") ","
	    " " ADD("s8") ", " ADD("s9") ", " ADD("s10"),
	    "iiitiiiiiiiiiiiiii");
	for (guint i = 0; i < sorted->len; i++)
		write_down(&each, sorted->pdata[i]);
	ok = each_run(&each, db, NULL, error);
	each_end(&each);
	g_hash_table_remove_all(book->entries);
	return ok;
}

gboolean
tally_tag(struct db *db, gint64 response_id, const char *tag, int by,
    GError **error)
{
	g_autoptr(tally_book) book = tally_book_new();
	struct tally tally = { 0 };
	gint64 facet = 0;

	{
		g_autoptr(rows) rows = db_select(db, error,
		    "SELECT r.touchpoint, r.day, r.score,"
		    " CASE WHEN r.comment IS NULL THEN 0 ELSE 1 END"
		    " FROM response r WHERE r.id = $1 AND NOT EXISTS"
		    " (SELECT 1 FROM response l WHERE l.supersedes = r.id)",
		    "i", response_id);
		gboolean found;

		if (rows == NULL || !rows_first(rows, &found, error))
			return FALSE;
		if (!found)
			return TRUE;
		if (!facet_id(db, "tag", tag, &facet, error))
			return FALSE;
		tally.n[rows_int(rows, 2)] = by;
		tally.commented = by * rows_int(rows, 3);
		tally_book_add(book, facet, rows_text(rows, 0),
		    (gint32)rows_int(rows, 1), &tally);
	}
	return tally_book_write(book, db, error);
}

char
tally_band(int score)
{
	return score >= 9 ? 'p' : score >= 7 ? 'n' : 'd';
}

const char *
tally_band_name(char band)
{
	return band == 'p' ? "promoter" : band == 'n' ? "passive" : "detractor";
}
