/*
 * life.c - see life.h: opening, and which step is next.
 */
#include "tests/faults/life.h"

#include "base/token.h"
#include "store/outbox/crew.h"
#include "store/verify/verify.h"
#include "tests/unit/world.h"

static void
leaving_clear(gpointer data)
{
	struct leaving *leaving = data;

	g_clear_pointer(&leaving->item, outbox_item_free);
}

void
life_begin(struct life *life, guint32 seed)
{
	*life = (struct life){ .now_at = NOON_AT };
	life->folder = g_dir_make_tmp("dripscore-faults-XXXXXX", NULL);
	g_assert(life->folder != NULL);
	life->path = g_build_filename(life->folder, "store.db", NULL);
	life->url = g_strconcat("sqlite:", life->path, NULL);
	life->ledger = ledger_new();
	life->chance = g_rand_new_with_seed(seed);
	life->leased = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)outbox_item_free);
	life->leaving = g_array_new(FALSE, FALSE, sizeof(struct leaving));
	g_array_set_clear_func(life->leaving, leaving_clear);
	life->asked = g_array_new(FALSE, FALSE, sizeof(gint64));
}

void
life_drop(struct life *life)
{
	g_clear_pointer(&life->store, store_close);
	g_ptr_array_set_size(life->leased, 0);
	g_array_set_size(life->leaving, 0);
}

void
life_end(struct life *life)
{
	life_drop(life);
	world_remove_folder(life->folder);
	g_free(life->folder);
	g_free(life->path);
	g_free(life->url);
	ledger_free(life->ledger);
	g_rand_free(life->chance);
	g_ptr_array_unref(life->leased);
	g_array_unref(life->leaving);
	g_array_unref(life->asked);
	g_free(life->key);
	g_free(life->complaint);
}

guint
life_draw(struct life *life, guint n)
{
	return (guint)g_rand_int_range(life->chance, 0, (gint32)n);
}

void
life_complain(struct life *life, const char *format, ...)
{
	va_list arguments;

	if (life->complaint != NULL)
		return;
	va_start(arguments, format);
	life->complaint = g_strdup_vprintf(format, arguments);
	va_end(arguments);
}

/* Who has a token in a mail must be able to answer it for ever. */
static void
see_key(struct life *life)
{
	g_autoptr(GString) hex = g_string_new(NULL);

	for (gsize i = 0; i < TOKEN_KEY_BYTES; i++)
		g_string_append_printf(hex, "%02x",
		    store_key(life->store)[i]);
	if (life->key != NULL && strcmp(life->key, hex->str) != 0)
		life_complain(life, "the store has another key");
	g_free(life->key);
	life->key = g_strdup(hex->str);
}

static gboolean
take_post(struct life *life, GError **error)
{
	gboolean at_home = FALSE;
	struct buried buried;

	if (!store_become_daemon(life->store, error) ||
	    !store_is_at_home(life->store, &at_home, NULL, error))
		return FALSE;
	if (!at_home)
		life_complain(life, "the store is not at home");
	if (!store_join(life->store, "test", 0, error) ||
	    !store_bury(life->store, life->now_at, &buried, error) ||
	    !store_forget_halts(life->store, error))
		return FALSE;
	life->doubts += buried.in_doubt;
	return TRUE;
}

gboolean
life_open(struct life *life, GError **error)
{
	life_drop(life);
	life->store = store_open(life->url, TRUE, error);
	if (life->store == NULL)
		return FALSE;
	see_key(life);
	if (take_post(life, error))
		return TRUE;
	g_clear_pointer(&life->store, store_close);
	return FALSE;
}

void
life_verify(struct life *life)
{
	const struct verify_options options = { .full = TRUE, .limit = 1 };
	g_autoptr(GError) error = NULL;
	g_autoptr(verification) found = store_verify(life->store, &options,
	    &error);
	g_autofree char *complaint = ledger_complaint(life->ledger,
	    life->path);

	if (complaint != NULL)
		life_complain(life, "%s", complaint);
	if (found == NULL)
		life_complain(life, "verify: %s", error->message);
	else if (found->n_faults > 0) {
		const struct verify_breach *breach =
		    found->breaches->pdata[0];
		const struct verify_fault *fault = breach->faults->pdata[0];

		life_complain(life, "verify: %s: %s %" G_GINT64_FORMAT ": %s",
		    breach->promise, fault->table, fault->id, fault->found);
	}
}

static gboolean
life_rest(struct life *life, GError **error G_GNUC_UNUSED)
{
	store_rest(life->store);
	return TRUE;
}

/* The daemon is stopped and started. */
static gboolean
life_restart(struct life *life, GError **error)
{
	return life_open(life, error);
}

/* Another process takes part of the work. */
static gboolean
life_visit(struct life *life, GError **error)
{
	struct store *daemon = life->store;
	gboolean ok;

	life->store = store_open(life->url, TRUE, error);
	ok = life->store != NULL && life_events(life, error) &&
	    life_mails(life, error);
	if (ok && life_draw(life, 2) == 0)
		store_rest(life->store);
	g_clear_pointer(&life->store, store_close);
	life->store = daemon;
	return ok;
}

static const struct {
	const char *name;
	guint share;
	gboolean (*take)(struct life *life, GError **error);
} steps[] = {
	{ "events", 8, life_events },
	{ "judge", 8, life_judge },
	{ "claim", 8, life_claim },
	{ "settle", 14, life_settle },
	{ "return", 1, life_return },
	{ "resolve", 2, life_resolve },
	{ "follow up", 4, life_follow_up },
	{ "mails", 4, life_mails },
	{ "texts", 3, life_texts },
	{ "read", 7, life_read },
	{ "reports", 3, life_reports },
	{ "scores", 2, life_scores },
	{ "digest", 2, life_digest },
	{ "suppress", 1, life_suppress },
	{ "positions", 2, life_positions },
	{ "rest", 4, life_rest },
	{ "restart", 1, life_restart },
	{ "visit", 1, life_visit },
};

gboolean
life_step(struct life *life, const char **step, GError **error)
{
	guint shares = 0;
	guint drawn;
	gsize i = 0;

	for (gsize k = 0; k < G_N_ELEMENTS(steps); k++)
		shares += steps[k].share;
	drawn = life_draw(life, shares);
	while (drawn >= steps[i].share)
		drawn -= steps[i++].share;
	life->now_at += life_draw(life, 600);
	if (step != NULL)
		*step = steps[i].name;
	return steps[i].take(life, error);
}
