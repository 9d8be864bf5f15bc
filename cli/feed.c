/*
 * feed.c - see feed.h. When it is asked is up to feeds.c.
 *
 * Events are stored in batches, a batch a step, so that no turn of the loop is
 * long; then ETag and Last-Modified. A crash between fetches it all again,
 * which changes nothing. What fails is logged when it begins to, not each time.
 */
#include "cli/feed.h"

#include <string.h>

#include "cli/import/ical.h"
#include "cli/log.h"
#include "providers/fetch.h"
#include "scheduler/import_ical_told.h"
#include "store/journeys/events.h"
#include "store/journeys/feeds.h"

#define BATCH 250
#define READ_DEADLINE_MS 30000
/* What could not be stored is fetched again, soon. */
#define AGAIN_S 5
#define RETRY_AFTER_MAX_S (24 * 60 * 60)

struct feed {
	const struct feed_house *house;
	const struct config_section *section;
	feed_done done;
	gpointer user;
	gboolean busy;
	struct import_ical_options options;
	struct fetch *fetch;
	struct feed_state state; /* as it will be stored */
	gboolean reading; /* the worker is asked */
	guint forgotten;  /* answers that will come, and are not waited for */
	struct import_ical_told *told;
	struct coming coming; /* where the look for what is missing is */
	guint step; /* a source */
	gboolean all_told;
	guint events, fresh, moved, cancelled;
	char *trouble; /* as it was logged, or NULL */
	char *mistakes; /* the same */
};

struct feed *
feed_new(const struct feed_house *house, const struct config_section *section,
    feed_done done, gpointer user)
{
	struct feed *feed = g_new0(struct feed, 1);

	feed->house = house;
	feed->section = section;
	feed->done = done;
	feed->user = user;
	return feed;
}

/* What one fetch leaves behind. */
static void
clear_fetch(struct feed *feed)
{
	g_clear_handle_id(&feed->step, g_source_remove);
	g_clear_pointer(&feed->fetch, fetch_free);
	g_clear_pointer(&feed->told, import_ical_told_free);
	feed_state_clear(&feed->state);
	feed->forgotten += feed->reading;
	feed->reading = FALSE;
	feed->coming.more = feed->all_told = FALSE;
	feed->events = feed->fresh = feed->moved = feed->cancelled = 0;
	feed->busy = FALSE;
}

void
feed_free(struct feed *feed)
{
	if (feed == NULL)
		return;
	clear_fetch(feed);
	g_free(feed->trouble);
	g_free(feed->mistakes);
	g_free(feed);
}

void
feed_give_up(struct feed *feed)
{
	clear_fetch(feed);
}

gboolean
feed_is_busy(const struct feed *feed)
{
	return feed->busy;
}

guint
feed_interval_s(const struct feed *feed)
{
	return (guint)config_number(feed->section, "every");
}

static void
end(struct feed *feed, guint after_s)
{
	clear_fetch(feed);
	feed->done(feed, after_s, feed->user);
}

/* Once, until it is another. */
static void
fail(struct feed *feed, const char *why, guint after_s)
{
	if (g_strcmp0(feed->trouble, why) != 0)
		log_line(LOG_WARNING, "feed %s: %s", feed->section->name, why);
	g_free(feed->trouble);
	feed->trouble = g_strdup(why);
	end(feed, after_s);
}

static void
fail_to_store(struct feed *feed, const GError *error)
{
	g_autofree char *why = g_strdup_printf("left for later: %s",
	    error->message);

	fail(feed, why, MIN(AGAIN_S, feed_interval_s(feed)));
}

/* By which settings it is read. */
static char *
digest_of(const struct feed *feed)
{
	static const char *const keys[] = { "url", "type", "at", "cancelled",
		"source", "missing" };
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *value = config_text(feed->section, keys[i]);

		g_string_append_printf(all, "%s\n", value != NULL ? value : "");
	}
	g_string_append_printf(all, "%s\n%s",
	    g_time_zone_get_identifier(feed->options.zone),
	    feed->options.country != NULL ? feed->options.country : "");
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, all->str, -1);
}

static void
log_mistakes(struct feed *feed)
{
	const struct import_ical_told *told = feed->told;
	g_autofree char *words = told != NULL ?
	    g_strjoinv("; ", told->mistakes) :
	    NULL;

	if (words != NULL && *words != '\0' &&
	    g_strcmp0(words, feed->mistakes) != 0)
		log_line(LOG_WARNING, "feed %s: %u mistake%s: %s",
		    feed->section->name, told->wrong,
		    told->wrong == 1 ? "" : "s", words);
	g_free(feed->mistakes);
	feed->mistakes = g_steal_pointer(&words);
}

static void
finish(struct feed *feed)
{
	const char *name = feed->section->name;
	g_autoptr(GError) error = NULL;

	if (!store_put_feed_state(feed->house->store, name, &feed->state,
		&error)) {
		fail_to_store(feed, error);
		return;
	}
	if (feed->trouble != NULL)
		log_line(LOG_NOTICE, "feed %s works again", name);
	g_clear_pointer(&feed->trouble, g_free);
	if (feed->fresh + feed->moved + feed->cancelled > 0)
		log_line(LOG_INFO,
		    "feed %s: %u new event%s, %u moved, %u cancelled", name,
		    feed->fresh, feed->fresh == 1 ? "" : "s", feed->moved,
		    feed->cancelled);
	if (feed->told != NULL)
		log_mistakes(feed);
	end(feed, 0);
}

static gboolean
store_events(struct feed *feed, const GPtrArray *events, GError **error)
{
	enum event_outcome outcomes[BATCH];

	g_assert(events->len <= BATCH);
	if (events->len == 0)
		return TRUE;
	if (!store_put_events(feed->house->store,
		(struct event *const *)events->pdata, events->len,
		clock_now(feed->house->clock), outcomes, error))
		return FALSE;
	for (guint i = 0; i < events->len; i++) {
		const struct event *event = events->pdata[i];
		gboolean off = strcmp(event->type, feed->options.cancelled) ==
		    0;

		feed->cancelled += outcomes[i] == EVENT_NEW && off;
		feed->fresh += outcomes[i] == EVENT_NEW && !off;
		feed->moved += outcomes[i] == EVENT_MOVED;
	}
	return TRUE;
}

/*
 * A calendar that is empty or was not read whole says nothing of what is not in
 * it.
 */
static gboolean
may_miss(const struct feed *feed)
{
	return strcmp(config_text(feed->section, "missing"), "cancel") == 0 &&
	    feed->events > 0 && feed->told->unread == 0;
}

static gboolean
store_told(struct feed *feed, GError **error)
{
	g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)event_free);
	struct event *event = NULL;

	do {
		if (!import_ical_told_next(feed->told, &event, error))
			return FALSE;
		if (event != NULL)
			g_ptr_array_add(events, event);
	} while (event != NULL && events->len < BATCH);
	feed->events += events->len;
	feed->all_told = feed->told->whole;
	if (feed->all_told && may_miss(feed))
		feed->coming = coming_after(feed->options.now_at);
	return store_events(feed, events, error);
}

/* What lies ahead and stands in the calendar no more is called off. */
static gboolean
store_missing(struct feed *feed, GError **error)
{
	const struct import_ical_options *options = &feed->options;
	g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)event_free);
	g_autoptr(GPtrArray) coming = store_coming_events(feed->house->store,
	    &feed->coming, options->source, options->type, options->cancelled,
	    BATCH, error);

	for (guint i = 0; coming != NULL && i < coming->len; i++) {
		const struct event *event = coming->pdata[i];

		if (!g_hash_table_contains(feed->told->references,
			event->reference))
			g_ptr_array_add(missing,
			    import_ical_cancel(event, options->cancelled,
				options->now_at));
	}
	return coming != NULL && store_events(feed, missing, error);
}

static gboolean
on_step(gpointer data)
{
	struct feed *feed = data;
	g_autoptr(GError) error = NULL;
	gboolean stored = feed->all_told ? store_missing(feed, &error) :
					   store_told(feed, &error);

	if (stored && (!feed->all_told || feed->coming.more))
		return G_SOURCE_CONTINUE;
	feed->step = 0;
	if (stored)
		finish(feed);
	else
		fail_to_store(feed, error);
	return G_SOURCE_REMOVE;
}

/* Answers come in the order of the questions. */
static void
on_read(GBytes *answer, const GError *error, gpointer user)
{
	struct feed *feed = user;
	g_autoptr(GError) refusal = NULL;

	if (feed->forgotten > 0) {
		feed->forgotten--;
		return;
	}
	feed->reading = FALSE;
	if (answer != NULL)
		feed->told = import_ical_told_new(answer, &feed->options,
		    &refusal);
	if (feed->told == NULL)
		fail(feed, error != NULL ? error->message : refusal->message,
		    0);
	else
		feed->step = g_idle_add(on_step, feed);
}

static void
on_fetched(const struct fetched *fetched, int retry_after_s,
    const GError *error, gpointer user)
{
	struct feed *feed = user;
	g_autoptr(GBytes) question = NULL;
	guint after_s;

	if (error != NULL) {
		after_s = (guint)MIN(retry_after_s, RETRY_AFTER_MAX_S);
		fail(feed, error->message,
		    after_s > 0 ? MAX(after_s, feed_interval_s(feed)) : 0);
		return;
	}
	feed->state.fetched_at = feed->options.now_at;
	if (fetched->unchanged) {
		finish(feed);
		return;
	}
	g_free(feed->state.etag);
	g_free(feed->state.last_modified);
	feed->state.etag = g_strdup(fetched->etag);
	feed->state.last_modified = g_strdup(fetched->last_modified);
	question = import_ical_question(&feed->options, fetched->text,
	    fetched->n);
	feed->reading = TRUE;
	worker_ask(feed->house->reader, question, READ_DEADLINE_MS, on_read,
	    feed);
}

/* What is known of it, by the same settings. */
static gboolean
recall(struct feed *feed, GError **error)
{
	g_autofree char *digest = digest_of(feed);

	if (!store_feed_state(feed->house->store, feed->section->name,
		&feed->state, error))
		return FALSE;
	if (g_strcmp0(feed->state.section, digest) == 0)
		return TRUE;
	feed_state_clear(&feed->state);
	feed->state.section = g_steal_pointer(&digest);
	return TRUE;
}

void
feed_begin(struct feed *feed)
{
	const struct config_section *section = feed->section;
	struct fetch_wish wish = {
		.url = config_text(section, "url"),
		.user = config_text(section, "user"),
		.ca_file = config_text(section, "ca_file"),
		.max_bytes = (gsize)config_number(section, "max_size"),
	};
	g_autoptr(GError) error = NULL;
	g_autofree char *password = NULL;

	feed->busy = TRUE;
	feed->options = import_ical_options_of(feed->house->settings, section,
	    clock_now(feed->house->clock));
	if (!recall(feed, &error)) {
		fail_to_store(feed, error);
		return;
	}
	if (config_has(section, "password_file")) {
		password = config_secret(section, "password_file", &error);
		if (password == NULL) {
			fail(feed, error->message, 0);
			return;
		}
	}
	wish.password = password;
	wish.etag = feed->state.etag;
	wish.last_modified = feed->state.last_modified;
	feed->fetch = fetch_begin(&wish, on_fetched, feed);
	if (password != NULL)
		explicit_bzero(password, strlen(password));
}
