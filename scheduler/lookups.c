/*
 * lookups.c - see delivery.h: messages in doubt are looked up, one at a time at
 * each provider, until it is known whether they left. Called by the daemon.
 *
 * What was said is kept until the store has taken it. Who was looked up and
 * when is not stored: after a restart it begins anew.
 */
#include "scheduler/delivery.h"

#include "base/timezone.h"
#include "store/replies/deliveries.h"
#include "store/health.h"
#include "store/outbox/outbox.h"

/* How often it is looked for new doubts, at the most. */
#define READ_S 30
/* A gateway may list a message a little after it took it. */
#define FIRST_S 30
/* One that is not there is asked for once more before it counts as never sent.
 */
#define AGAIN_S (10 * 60)
/* After an error; doubled with each, up to an hour. */
#define ERROR_PAUSE_S 60
#define ERROR_PAUSE_MAX_S (60 * 60)
/* Then it is the admin's. */
#define GIVE_UP_S (24 * 60 * 60)

enum finding {
	FINDING_NONE, /* nothing was said yet */
	FINDING_FOUND,
	FINDING_ABSENT,
	FINDING_ERROR,
};

struct look {
	struct lookups *lookups;
	struct provider *provider;
	gint64 message_id;
	gint64 started_at; /* the attempt that is in doubt */
	gint64 seen_at; /* since when we know of it */
	gint64 next_at;
	guint absences, errors;
	gboolean asked;	      /* the provider owes an answer */
	gboolean still_there; /* it is among the doubts */
	struct message *message;
	enum channel fall_back; /* if it turns out that it was not delivered */
	enum finding finding;
	struct delivery_report *report; /* FINDING_FOUND */
};

struct lookups {
	struct store *store;
	const struct settings *settings;
	const struct composer *composer;
	const GPtrArray *providers; /* borrowed: others close them */
	struct lookups_hooks hooks;
	GHashTable *looks; /* message id -> struct look */
	GHashTable *asked; /* providers that owe an answer */
	gint64 read_at;	   /* when to look for doubts; G_MAXINT64: never */
	gboolean stale;	   /* there may be new ones: something has happened */
};

static void
look_free(gpointer data)
{
	struct look *look = data;

	g_clear_pointer(&look->message, message_free);
	g_clear_pointer(&look->report, delivery_report_free);
	g_free(look);
}

struct lookups *
lookups_new(struct store *store, const struct settings *settings,
    const struct composer *composer, GPtrArray *providers,
    const struct lookups_hooks *hooks)
{
	struct lookups *lookups = g_new0(struct lookups, 1);

	lookups->store = store;
	lookups->settings = settings;
	lookups->composer = composer;
	lookups->providers = providers;
	lookups->hooks = *hooks;
	lookups->looks = g_hash_table_new_full(g_int64_hash, g_int64_equal,
	    NULL, look_free);
	lookups->asked = g_hash_table_new(NULL, NULL);
	lookups->read_at = G_MAXINT64;
	for (guint i = 0; i < providers->len; i++) {
		const struct provider *provider = providers->pdata[i];

		if (provider->ops->look_up != NULL)
			lookups->read_at = 0;
	}
	return lookups;
}

void
lookups_free(struct lookups *lookups)
{
	if (lookups == NULL)
		return;
	g_hash_table_destroy(lookups->looks);
	g_hash_table_destroy(lookups->asked);
	g_free(lookups);
}

/* NULL: it is gone, or cannot be asked. */
static struct provider *
who_knows(const struct lookups *lookups, const char *name)
{
	for (guint i = 0; i < lookups->providers->len; i++) {
		struct provider *provider = lookups->providers->pdata[i];

		if (g_str_equal(provider->name, name))
			return provider->ops->look_up != NULL ? provider : NULL;
	}
	return NULL;
}

static void
note_doubt(struct lookups *lookups, const struct doubt *doubt, gint64 now_at)
{
	struct look *look = g_hash_table_lookup(lookups->looks,
	    &doubt->message_id);
	struct provider *provider;

	/* It was sent again meanwhile: that is another doubt. */
	if (look != NULL && look->started_at != doubt->started_at &&
	    !look->asked) {
		g_hash_table_remove(lookups->looks, &doubt->message_id);
		look = NULL;
	}
	if (look == NULL) {
		provider = who_knows(lookups, doubt->provider);
		if (provider == NULL)
			return;
		look = g_new0(struct look, 1);
		look->lookups = lookups;
		look->provider = provider;
		look->message_id = doubt->message_id;
		look->started_at = doubt->started_at;
		look->seen_at = now_at;
		look->next_at = now_at + FIRST_S;
		g_hash_table_insert(lookups->looks, &look->message_id, look);
	}
	look->still_there = TRUE;
}

/* What others have settled meanwhile is forgotten. */
static gboolean
is_settled(gpointer key, gpointer value, gpointer user)
{
	struct look *look = value;
	gboolean settled = !look->still_there && !look->asked;

	(void)key;
	(void)user;
	look->still_there = FALSE;
	return settled;
}

static gboolean
read_doubts(struct lookups *lookups, gint64 now_at, GError **error)
{
	g_autoptr(GPtrArray) doubts = NULL;

	lookups->stale = now_at < lookups->read_at;
	if (lookups->stale)
		return TRUE;
	doubts = store_doubts(lookups->store, error);
	if (doubts == NULL)
		return FALSE;
	lookups->read_at = now_at + READ_S;
	for (guint i = 0; i < doubts->len; i++)
		note_doubt(lookups, doubts->pdata[i], now_at);
	g_hash_table_foreach_remove(lookups->looks, is_settled, NULL);
	return TRUE;
}

/* *what became of it: NULL, nothing yet. */
static gboolean
settle_found(struct look *look, gint64 now_at, const char **what,
    GError **error)
{
	struct lookups *lookups = look->lookups;
	struct delivery_report *report = look->report;
	enum channel fall_back = CHANNEL_NONE;

	if (report->state == DELIVERY_UNDELIVERED && !report->opted_out)
		fall_back = look->fall_back;
	*what = report->state == DELIVERY_UNDELIVERED ?
	    "found, and not delivered" :
	    "found: it was sent";
	return store_settle_doubt(lookups->store, look->message_id, report,
	    fall_back,
	    timezone_day(lookups->settings->organisation.zone, now_at), now_at,
	    error);
}

static gboolean
settle_absent(struct look *look, gint64 now_at, const char **what,
    GError **error)
{
	struct lookups *lookups = look->lookups;

	if (++look->absences < 2) {
		look->next_at = now_at + AGAIN_S;
		return TRUE;
	}
	*what = "not found: it is due again";
	return store_settle_doubt(lookups->store, look->message_id, NULL,
	    CHANNEL_NONE,
	    timezone_day(lookups->settings->organisation.zone, now_at), now_at,
	    error);
}

static void
pause_look(struct look *look, gint64 now_at)
{
	gint64 pause_s = ERROR_PAUSE_S << MIN(look->errors, 8);

	look->errors++;
	look->next_at = now_at + MIN(pause_s, ERROR_PAUSE_MAX_S);
	if (look->next_at > look->seen_at + GIVE_UP_S)
		look->next_at = G_MAXINT64;
}

static gboolean
settle(struct look *look, gint64 now_at, const char **what, GError **error)
{
	switch (look->finding) {
	case FINDING_NONE:
		return TRUE;
	case FINDING_FOUND:
		return settle_found(look, now_at, what, error);
	case FINDING_ABSENT:
		return settle_absent(look, now_at, what, error);
	case FINDING_ERROR:
		pause_look(look, now_at);
		return TRUE;
	}
	g_assert_not_reached();
}

static gboolean
settle_all(struct lookups *lookups, gint64 now_at, GError **error)
{
	GHashTableIter each;
	gpointer value;

	g_hash_table_iter_init(&each, lookups->looks);
	while (g_hash_table_iter_next(&each, NULL, &value)) {
		struct look *look = value;
		const char *what = NULL;

		if (!settle(look, now_at, &what, error))
			return FALSE;
		look->finding = FINDING_NONE;
		g_clear_pointer(&look->report, delivery_report_free);
		if (what == NULL)
			continue;
		lookups->hooks.settled(look->message_id, what,
		    lookups->hooks.user);
		/* In doubt once more, it is a doubt of its own. */
		g_hash_table_iter_remove(&each);
	}
	return TRUE;
}

static void
on_looked_up(struct provider *provider, const struct message *message,
    const struct delivery_report *report, const GError *error, gpointer user)
{
	struct look *look = user;

	(void)message;
	look->asked = FALSE;
	g_hash_table_remove(look->lookups->asked, provider);
	if (error != NULL)
		look->finding = FINDING_ERROR;
	else if (report == NULL)
		look->finding = FINDING_ABSENT;
	else
		look->finding = FINDING_FOUND;
	if (report != NULL && error == NULL) {
		look->report = g_new0(struct delivery_report, 1);
		look->report->remote_id = g_strdup(report->remote_id);
		look->report->state = report->state;
		look->report->opted_out = report->opted_out;
		look->report->detail = g_strdup(report->detail);
	}
	look->lookups->hooks.wake(look->lookups->hooks.user);
}

/* The message as it left; *gone: it is not in doubt any more. */
static gboolean
compose_again(struct look *look, gint64 now_at, gint64 *started_at,
    gboolean *gone, GError **error)
{
	const struct lookups *lookups = look->lookups;
	const struct settings *settings = lookups->settings;
	g_autoptr(GError) reason = NULL;
	g_autoptr(outbox_item) item = store_doubtful_item(lookups->store,
	    look->message_id, started_at, &reason);

	*gone = item == NULL && reason == NULL;
	if (item == NULL) {
		if (reason != NULL)
			g_propagate_error(error, g_steal_pointer(&reason));
		return *gone;
	}
	g_clear_pointer(&look->message, message_free);
	look->message = item->composed != NULL ?
	    g_steal_pointer(&item->composed) :
	    compose(lookups->composer, item,
		config_find(settings->config, "provider", look->provider->name),
		now_at, NULL);
	look->fall_back = item->kind == MESSAGE_INVITATION ?
	    delivery_fall_back(settings_touchpoint(settings, item->touchpoint),
		item->channel, &item->event->contact) :
	    CHANNEL_NONE;
	return TRUE;
}

static gboolean
ask(struct look *look, gint64 now_at, GError **error)
{
	gint64 started_at = 0;
	gboolean gone;

	if (!compose_again(look, now_at, &started_at, &gone, error))
		return FALSE;
	if (gone) {
		look->next_at = G_MAXINT64;
	} else if (look->message == NULL) {
		pause_look(look, now_at);
	} else {
		look->asked = TRUE;
		g_hash_table_add(look->lookups->asked, look->provider);
		look->provider->ops->look_up(look->provider, look->message,
		    started_at, on_looked_up, look);
	}
	return TRUE;
}

gboolean
lookups_turn(struct lookups *lookups, gint64 now_at, GError **error)
{
	GHashTableIter each;
	gpointer value;

	if (!settle_all(lookups, now_at, error) ||
	    !read_doubts(lookups, now_at, error))
		return FALSE;
	g_hash_table_iter_init(&each, lookups->looks);
	while (g_hash_table_iter_next(&each, NULL, &value)) {
		struct look *look = value;

		if (look->next_at <= now_at &&
		    !g_hash_table_contains(lookups->asked, look->provider) &&
		    !ask(look, now_at, error))
			return FALSE;
	}
	return TRUE;
}

gint64
lookups_next(const struct lookups *lookups)
{
	gint64 next_at = lookups->stale ? lookups->read_at : G_MAXINT64;
	GHashTableIter each;
	gpointer value;

	g_hash_table_iter_init(&each, lookups->looks);
	while (g_hash_table_iter_next(&each, NULL, &value)) {
		const struct look *look = value;

		/* The others wait until their provider has answered. */
		if (!g_hash_table_contains(lookups->asked, look->provider))
			next_at = MIN(next_at, look->next_at);
	}
	return next_at;
}

gboolean
lookups_are_busy(const struct lookups *lookups)
{
	return g_hash_table_size(lookups->asked) > 0;
}
