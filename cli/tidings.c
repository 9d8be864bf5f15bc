/*
 * tidings.c - see tidings.h. Called by works.c.
 *
 * BUGS: mails to the admin are in English, whatever the organisation's language
 * is.
 */
#include "cli/tidings.h"

#include <string.h>

#include "base/clock.h"
#include "base/money.h"
#include "store/health.h"

/* A provider that halts and works in turn is mailed of so often. */
#define MAIL_AGAIN_S (60 * 60)

struct tidings {
	struct store *store;
	const struct settings *settings;
	GHashTable *providers; /* name -> why it halted, not on disk yet; "":
				* it works again */
	GHashTable *mailed;    /* name -> gint64, when it was mailed of */
	GHashTable *lost;      /* name -> why its alerts came to nothing */
	GHashTable *mailed_lost; /* as mailed */
	gboolean blown;	       /* the fuse, and nobody was told */
	struct fuse fuse;
};

struct tidings *
tidings_new(struct store *store, const struct settings *settings)
{
	struct tidings *tidings = g_new0(struct tidings, 1);

	tidings->store = store;
	tidings->settings = settings;
	tidings->providers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	tidings->mailed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	tidings->lost = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	tidings->mailed_lost = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	return tidings;
}

void
tidings_free(struct tidings *tidings)
{
	if (tidings == NULL)
		return;
	g_hash_table_unref(tidings->providers);
	g_hash_table_unref(tidings->mailed);
	g_hash_table_unref(tidings->lost);
	g_hash_table_unref(tidings->mailed_lost);
	g_free(tidings);
}

void
tidings_provider(struct tidings *tidings, const char *provider,
    const char *detail)
{
	g_hash_table_replace(tidings->providers, g_strdup(provider),
	    g_strdup(detail != NULL ? detail : ""));
}

void
tidings_lost(struct tidings *tidings, const char *provider, const char *detail)
{
	g_hash_table_replace(tidings->lost, g_strdup(provider),
	    g_strdup(detail != NULL ? detail : "nothing"));
}

void
tidings_fuse(struct tidings *tidings, const struct fuse *fuse)
{
	tidings->blown = TRUE;
	tidings->fuse = *fuse;
}

static gboolean
mail_admins(const struct tidings *tidings, const char *subject,
    const char *text, gint64 now_at, GError **error)
{
	char **admin = tidings->settings->organisation.admin;

	for (; *admin != NULL; admin++) {
		if (!store_put_alert(tidings->store, *admin, subject, text,
			now_at, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
was_mailed_lately(GHashTable *mailed, const char *provider, gint64 now_at)
{
	const gint64 *at = g_hash_table_lookup(mailed, provider);

	return at != NULL && now_at - *at < MAIL_AGAIN_S;
}

static gboolean
mail_halt(struct tidings *tidings, const char *provider, const char *detail,
    gint64 now_at, GError **error)
{
	g_autofree char *at = time_format(now_at);
	g_autofree char *subject =
	    g_strdup_printf("dripscore: provider %s has halted", provider);
	g_autofree char *text = g_strdup_printf(
	    "Provider %s has halted at %s.\n"
	    "What was to leave by it waits, or leaves by the next provider "
	    "that its\ntouchpoint names.\n\n"
	    "The other side said: %s\n\n"
	    "What to do: mend what it says, in the configuration or in your "
	    "account\nthere. Then let dripscore read its configuration again "
	    "(SIGHUP). It also\ntries the provider by itself from time to "
	    "time; `dripscore status` shows\nwhether it still stands.\n",
	    provider, at, detail);

	if (was_mailed_lately(tidings->mailed, provider, now_at))
		return TRUE;
	if (!mail_admins(tidings, subject, text, now_at, error))
		return FALSE;
	g_hash_table_replace(tidings->mailed, g_strdup(provider),
	    g_memdup2(&now_at, sizeof(now_at)));
	return TRUE;
}

static gboolean
mail_lost(struct tidings *tidings, const char *provider, const char *detail,
    gint64 now_at, GError **error)
{
	g_autofree char *at = time_format(now_at);
	g_autofree char *subject =
	    g_strdup_printf("dripscore: alerts to %s are lost", provider);
	g_autofree char *text = g_strdup_printf(
	    "At %s an alert to provider %s was given up: for a day it "
	    "could\nnot be handed over.\n\n"
	    "The last that was heard: %s\n\n"
	    "What to do: see that what listens there answers with a status of "
	    "2xx.\nThe answers themselves are not lost: `dripscore cases` "
	    "and the digest\nshow them.\n",
	    at, provider, detail);

	if (was_mailed_lately(tidings->mailed_lost, provider, now_at))
		return TRUE;
	if (!mail_admins(tidings, subject, text, now_at, error))
		return FALSE;
	g_hash_table_replace(tidings->mailed_lost, g_strdup(provider),
	    g_memdup2(&now_at, sizeof(now_at)));
	return TRUE;
}

static gboolean
mail_fuse(const struct tidings *tidings, gint64 now_at, GError **error)
{
	const struct texting *texting = &tidings->settings->texting;
	g_autofree char *at = time_format(now_at);
	g_autofree char *spent = money_format(tidings->fuse.spent_micro,
	    texting->currency);
	g_autofree char *budget = money_format(texting->budget_micro,
	    texting->currency);
	g_autofree char *text = g_strdup_printf(
	    "The fuse of the money for texts has blown at %s.\n"
	    "On this day texts were sent for %s; the next would have been "
	    "more than\nthe budget of %s ([sms] budget). No text leaves "
	    "until the fuse is\nreplaced; what is due waits.\n\n"
	    "What to do: `dripscore status` shows what was sent. If it is as "
	    "it should\nbe, say `dripscore fuse --reset`: the budget of the "
	    "day begins anew, and\nwhat waits leaves. If it is too small on "
	    "every day, raise it before, and\nlet dripscore read its "
	    "configuration again (SIGHUP).\n",
	    at, spent, budget);

	return mail_admins(tidings,
	    "dripscore: the fuse of the texts has blown", text, now_at, error);
}

/* Of many workers each finds out by itself that a provider halts. */
static gboolean
another_has_told(const struct tidings *tidings, const char *provider,
    gint64 now_at, gboolean *told, GError **error)
{
	g_autoptr(GPtrArray) all = NULL;

	*told = FALSE;
	if (tidings->settings->lease_s == 0)
		return TRUE;
	all = store_provider_health(tidings->store, error);
	for (guint i = 0; all != NULL && i < all->len; i++) {
		const struct provider_health *one = all->pdata[i];

		*told |= strcmp(one->provider, provider) == 0 &&
		    strcmp(one->state, "halted") == 0 &&
		    now_at - one->changed_at < MAIL_AGAIN_S;
	}
	return all != NULL;
}

/* The mail first: after a crash between the two there may be another. */
static gboolean
put_provider(struct tidings *tidings, const char *provider, const char *detail,
    gint64 now_at, GError **error)
{
	gboolean halted = *detail != '\0';
	gboolean told = FALSE;

	if (halted &&
	    !another_has_told(tidings, provider, now_at, &told, error))
		return FALSE;
	if (halted && !told &&
	    !mail_halt(tidings, provider, detail, now_at, error))
		return FALSE;
	return store_set_provider_health(tidings->store, provider,
	    halted ? "halted" : "working", halted ? detail : NULL, now_at,
	    error);
}

gboolean
tidings_turn(struct tidings *tidings, gint64 now_at, GError **error)
{
	GHashTableIter each;
	gpointer provider, detail;

	g_hash_table_iter_init(&each, tidings->providers);
	while (g_hash_table_iter_next(&each, &provider, &detail)) {
		if (!put_provider(tidings, provider, detail, now_at, error))
			return FALSE;
		g_hash_table_iter_remove(&each);
	}
	g_hash_table_iter_init(&each, tidings->lost);
	while (g_hash_table_iter_next(&each, &provider, &detail)) {
		if (!mail_lost(tidings, provider, detail, now_at, error))
			return FALSE;
		g_hash_table_iter_remove(&each);
	}
	if (tidings->blown && !mail_fuse(tidings, now_at, error))
		return FALSE;
	tidings->blown = FALSE;
	return TRUE;
}
