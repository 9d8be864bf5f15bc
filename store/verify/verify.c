/*
 * verify.c - see verify.h: reads one table after the other in one snapshot, and
 * collects what is wrong.
 *
 * What is looked for stands in verify_journeys.c, _outbox.c, _states.c,
 * _texts.c, _responses.c, _chain.c, _unlinked.c _facets.c, _tally.c,
 * _people.c and _shifts.c.
 */
#include "store/verify/verify.h"

#include <string.h>

#include "store/db/db_whole.h"
#include "store/verify/verify_counts.h"

static void
fault_free(gpointer data)
{
	struct verify_fault *fault = data;

	g_free(fault->found);
	g_free(fault);
}

static void
breach_free(gpointer data)
{
	struct verify_breach *breach = data;

	g_ptr_array_unref(breach->faults);
	g_free(breach);
}

void
verification_free(struct verification *verification)
{
	if (verification == NULL)
		return;
	g_clear_pointer(&verification->breaches, g_ptr_array_unref);
	g_free(verification);
}

static struct verify_breach *
breach_of(struct verify *verify, const char *promise)
{
	GPtrArray *breaches = verify->sums->breaches;
	struct verify_breach *breach;

	for (guint i = 0; i < breaches->len; i++) {
		breach = breaches->pdata[i];
		if (breach->promise == promise)
			return breach;
	}
	breach = g_new0(struct verify_breach, 1);
	breach->promise = promise;
	breach->faults = g_ptr_array_new_with_free_func(fault_free);
	g_ptr_array_add(breaches, breach);
	return breach;
}

void
verify_tell(struct verify *verify, const char *table, gint64 id,
    const char *promise, const char *format, ...)
{
	struct verify_breach *breach = breach_of(verify, promise);
	struct verify_fault *fault;
	va_list arguments;

	verify->sums->n_faults++;
	breach->n++;
	if (breach->faults->len >= verify->options->limit)
		return;
	fault = g_new0(struct verify_fault, 1);
	fault->table = table;
	fault->id = id;
	va_start(arguments, format);
	fault->found = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(breach->faults, fault);
}

struct taking {
	struct verify *verify;
	verify_take take;
};

static gboolean
take_row(struct rows *rows, gpointer user, GError **error)
{
	const struct taking *taking = user;

	(void)error;
	taking->verify->sums->rows++;
	taking->take(taking->verify, rows);
	return TRUE;
}

gboolean
verify_each(struct verify *verify, const char *sql, verify_take take,
    GError **error)
{
	struct taking taking = { .verify = verify, .take = take };

	return db_each(verify->db, sql, take_row, &taking, error);
}

static gint64
id_at(const struct verify_table *table, guint index)
{
	gsize size = g_array_get_element_size(table->rows);

	return *(const gint64 *)(const void *)(table->rows->data +
	    index * size);
}

/* Where that id is, or would be. */
static guint
search(const struct verify_table *table, gint64 id)
{
	guint low = 0, high = table->rows->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (id_at(table, middle) < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

gpointer
verify_find(struct verify_table *table, gint64 id)
{
	guint n = table->rows->len;
	guint at = n;

	/* Mostly none is missing, and it stands as far behind the first. */
	if (n > 0 && id >= id_at(table, 0) && id - id_at(table, 0) < n)
		at = (guint)(id - id_at(table, 0));
	if (at >= n || id_at(table, at) != id)
		at = table->hint + 1;
	if (at >= n || id_at(table, at) != id)
		at = search(table, id);
	if (at >= n || id_at(table, at) != id)
		return NULL;
	table->hint = at;
	return table->rows->data + at * g_array_get_element_size(table->rows);
}

struct verify_invitation *
verify_invitation_at(struct verify *verify, guint32 index)
{
	if (index == 0)
		return NULL;
	return &g_array_index(verify->invitations.rows,
	    struct verify_invitation, index - 1);
}

guint16
verify_touchpoint(struct verify *verify, const char *name)
{
	gpointer number;

	if (verify->last_name != NULL && strcmp(verify->last_name, name) == 0)
		return verify->last_number;
	if (!g_hash_table_lookup_extended(verify->numbers, name, NULL,
		&number)) {
		char *kept = g_strdup(name);

		/* More touchpoints than that have never been seen together. */
		g_assert(verify->names->len < G_MAXUINT16);
		number = GUINT_TO_POINTER(verify->names->len);
		g_ptr_array_add(verify->names, kept);
		g_hash_table_insert(verify->numbers, kept, number);
	}
	verify->last_number = (guint16)GPOINTER_TO_UINT(number);
	verify->last_name = verify->names->pdata[verify->last_number];
	return verify->last_number;
}

const char *
verify_touchpoint_name(const struct verify *verify, guint16 number)
{
	return verify->names->pdata[number];
}

const char verify_whole[] =
    "the file is whole, and no row refers to one that is not there";

/*
 * What the database itself says of its pages and references. Tables that may
 * have many millions of rows are read here anyhow, and what they refer to is
 * known when they are: it is ten times as fast.
 */
static gboolean
check_database(struct verify *verify, GError **error)
{
	static const char *const read_here[] = { "response", "standing",
		"heard", "fall", NULL };
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

	if (!db_check(verify->db, verify->options->full, read_here, lines,
		error))
		return FALSE;
	for (guint i = 0; i < lines->len; i++)
		verify_tell(verify, "database", 0, verify_whole, "%s",
		    (const char *)lines->pdata[i]);
	return TRUE;
}

static gboolean
verify_all(struct verify *verify, GError **error)
{
	if (!check_database(verify, error) || !verify_facets(verify, error) ||
	    !verify_journeys(verify, error) || !verify_outbox(verify, error) ||
	    !verify_responses(verify, error) ||
	    !verify_unlinked(verify, error) || !verify_seals(verify, error) ||
	    !verify_cases(verify, error) ||
	    !verify_texts(verify, error))
		return FALSE;
	verify_states(verify);
	return verify_tally(verify, error) && verify_people(verify, error) &&
	    verify_shifts(verify, error);
}

static void
begin_table(struct verify_table *table, guint size)
{
	table->rows = g_array_new(FALSE, TRUE, size);
}

static void
begin(struct verify *verify)
{
	verify->sums = g_new0(struct verification, 1);
	verify->sums->breaches = g_ptr_array_new_with_free_func(breach_free);
	verify->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	verify->names = g_ptr_array_new_with_free_func(g_free);
	verify->counts = verify_counting_new();
	verify->phones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	verify->unlinked = g_array_new(FALSE, TRUE, sizeof(gint64));
	begin_table(&verify->workers, sizeof(struct verify_worker));
	begin_table(&verify->invitations, sizeof(struct verify_invitation));
	begin_table(&verify->messages, sizeof(struct verify_message));
	begin_table(&verify->responses, sizeof(struct verify_response));
	begin_table(&verify->contacts, sizeof(struct verify_contact));
	begin_table(&verify->replies, sizeof(gint64));
}

static void
end(struct verify *verify)
{
	g_hash_table_destroy(verify->numbers);
	verify_counting_free(verify->counts);
	g_hash_table_destroy(verify->phones);
	verify_chains_free(verify->chains);
	g_array_unref(verify->unlinked);
	g_ptr_array_unref(verify->names);
	g_array_unref(verify->workers.rows);
	g_array_unref(verify->invitations.rows);
	g_array_unref(verify->messages.rows);
	g_array_unref(verify->responses.rows);
	g_array_unref(verify->contacts.rows);
	g_array_unref(verify->replies.rows);
}

struct verification *
store_verify(struct store *store, const struct verify_options *options,
    GError **error)
{
	struct verify verify = { .db = store->db, .options = options };
	g_autoptr(verification) sums = NULL;
	gboolean ok;

	if (!db_set_bulk(store->db, TRUE, error) ||
	    !db_begin_read(store->db, error))
		return NULL;
	begin(&verify);
	sums = verify.sums;
	ok = verify_all(&verify, error);
	end(&verify);
	db_rollback(store->db);
	ok = ok && db_set_bulk(store->db, FALSE, error);
	return ok ? g_steal_pointer(&sums) : NULL;
}
