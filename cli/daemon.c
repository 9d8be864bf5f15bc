/*
 * daemon.c - see daemon.h. Called by `dripscore run`.
 *
 * It sleeps until the next due moment, and is woken by what comes back from
 * providers and workers, by signals, and by other processes that write to the
 * store (its file is watched).
 */
#include "cli/daemon.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>

#include "cli/log.h"
#include "cli/works.h"

#define LATER_MS 50
#define FAILED_MS 5000
/* A clock that was set, or a machine that slept, is noticed after this. */
#define SLEEP_MAX_S 300
/* How long a message that is on its way may take after SIGTERM. */
#define GRACE_S 60

struct daemon {
	struct app *app;
	const struct daemon_plan *plan;
	struct works *works;
	struct app fresh;	/* read at SIGHUP; its works follow */
	gboolean has_fresh;
	GMainLoop *loop;
	GFileMonitor *monitor;
	guint turn_source;	/* soon, when all else has been seen to */
	guint sleep_source;
	guint grace_source;
	gboolean stopping;
	int code;
};

static void schedule_turn(struct daemon *daemon, guint after_ms);

static void
on_wake(gpointer user)
{
	schedule_turn(user, 0);
}

static void
finish(struct daemon *daemon, int code)
{
	daemon->code = code;
	g_main_loop_quit(daemon->loop);
}

/* The stages under the configuration read anew, once nothing is in flight. */
static void
swap_works(struct daemon *daemon)
{
	g_autoptr(GError) error = NULL;
	struct app old = *daemon->app;

	g_clear_pointer(&daemon->works, works_free);
	daemon->fresh.store = g_steal_pointer(&old.store);
	*daemon->app = daemon->fresh;
	daemon->has_fresh = FALSE;
	daemon->works = works_new(daemon->app, on_wake, daemon, &error);
	if (daemon->works == NULL) {
		log_line(LOG_ERR, "the new configuration cannot be used: %s",
		    error->message);
		daemon->fresh = *daemon->app;
		daemon->fresh.store = NULL;
		old.store = daemon->app->store;
		*daemon->app = old;
		memset(&old, 0, sizeof(old));
		app_clear(&daemon->fresh);
		daemon->works = works_new(daemon->app, on_wake, daemon, NULL);
	} else {
		log_line(LOG_NOTICE, "the configuration was read again");
	}
	app_clear(&old);
	if (daemon->works == NULL) {
		finish(daemon, EX_CONFIG);
		return;
	}
	works_poll(daemon->works, TRUE);
	schedule_turn(daemon, 0);
}

static gboolean
on_sleep_over(gpointer data)
{
	struct daemon *daemon = data;

	daemon->sleep_source = 0;
	schedule_turn(daemon, 0);
	return G_SOURCE_REMOVE;
}

static void
sleep_until(struct daemon *daemon, gint64 at, gint64 now_at)
{
	gint64 seconds = CLAMP(at - now_at, 1, SLEEP_MAX_S);

	if (daemon->sleep_source != 0)
		g_source_remove(daemon->sleep_source);
	daemon->sleep_source =
	    g_timeout_add_seconds((guint)seconds, on_sleep_over, daemon);
}

/* Nothing is in flight and all that is due is done. */
static void
rest(struct daemon *daemon, gint64 now_at)
{
	g_autoptr(GError) error = NULL;
	gint64 next_at;

	store_rest(daemon->app->store);
	if (daemon->stopping) {
		finish(daemon, EX_OK);
		return;
	}
	if (daemon->has_fresh) {
		swap_works(daemon);
		return;
	}
	if (!works_next(daemon->works, now_at, &next_at, &error)) {
		log_line(LOG_WARNING, "%s", error->message);
		schedule_turn(daemon, FAILED_MS);
		return;
	}
	if (next_at <= now_at) {
		schedule_turn(daemon, 0);
		return;
	}
	switch (daemon->plan->mode) {
	case DAEMON_STAY:
		sleep_until(daemon, next_at, now_at);
		break;
	case DAEMON_DRAIN:
		finish(daemon, EX_OK);
		break;
	case DAEMON_STAGED:
		if (next_at > daemon->plan->until_at) {
			finish(daemon, EX_OK);
			break;
		}
		clock_move(&daemon->app->clock, next_at);
		schedule_turn(daemon, 0);
		break;
	}
}

static gboolean
take_turn(gpointer data)
{
	struct daemon *daemon = data;
	gint64 now_at = clock_now(&daemon->app->clock);
	g_autoptr(GError) error = NULL;
	gboolean again;

	daemon->turn_source = 0;
	if (!works_turn(daemon->works, now_at, &again, &error)) {
		gboolean later = g_error_matches(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_LATER);

		if (!later)
			log_line(LOG_ERR, "%s", error->message);
		schedule_turn(daemon, later ? LATER_MS : FAILED_MS);
		return G_SOURCE_REMOVE;
	}
	if (store_wants_rest(daemon->app->store))
		store_rest(daemon->app->store);
	if (again)
		schedule_turn(daemon, 0);
	else if (daemon->turn_source == 0 && !works_is_busy(daemon->works))
		rest(daemon, now_at);
	return G_SOURCE_REMOVE;
}

/* Many wakes make one turn: so commits come in groups. */
static void
schedule_turn(struct daemon *daemon, guint after_ms)
{
	if (daemon->turn_source != 0) {
		if (after_ms != 0)
			return;
		g_source_remove(daemon->turn_source);
	}
	daemon->turn_source = after_ms == 0
	    ? g_idle_add(take_turn, daemon)
	    : g_timeout_add(after_ms, take_turn, daemon);
}

static gboolean
on_grace_over(gpointer data)
{
	struct daemon *daemon = data;

	daemon->grace_source = 0;
	log_line(LOG_WARNING, "stopped with messages in flight");
	finish(daemon, EX_OK);
	return G_SOURCE_REMOVE;
}

static gboolean
stop_taking(struct daemon *daemon)
{
	g_autoptr(GError) error = NULL;

	if (!works_stop(daemon->works, &error))
		log_line(LOG_WARNING, "%s", error->message);
	schedule_turn(daemon, 0);
	return G_SOURCE_CONTINUE;
}

static gboolean
on_terminate(gpointer data)
{
	struct daemon *daemon = data;

	if (daemon->stopping)
		return G_SOURCE_CONTINUE;
	log_line(LOG_NOTICE, "stopping: finishing what is open");
	daemon->stopping = TRUE;
	daemon->grace_source = g_timeout_add_seconds(GRACE_S, on_grace_over,
	    daemon);
	return stop_taking(daemon);
}

static gboolean
on_hangup(gpointer data)
{
	struct daemon *daemon = data;
	struct app fresh = {
		.config_path = g_strdup(daemon->app->config_path),
		.clock = daemon->app->clock,
	};
	int code;

	if (daemon->stopping || daemon->has_fresh) {
		app_clear(&fresh);
		return G_SOURCE_CONTINUE;
	}
	code = app_load(&fresh);
	if (code == EX_OK && strcmp(fresh.settings->store_url,
				 daemon->app->settings->store_url) != 0)
		code = app_fail_with(EX_CONFIG,
		    "another [store] needs a restart");
	/* The composer borrows the store's key. */
	fresh.store = daemon->app->store;
	if (code == EX_OK)
		code = app_compose(&fresh);
	fresh.store = NULL;
	if (code != EX_OK) {
		log_line(LOG_ERR,
		    "the configuration has mistakes: the former stays in "
		    "force");
		app_clear(&fresh);
		return G_SOURCE_CONTINUE;
	}
	daemon->fresh = fresh;
	daemon->has_fresh = TRUE;
	return stop_taking(daemon);
}

static void
on_store_changed(GFileMonitor *monitor, GFile *file, GFile *other,
    GFileMonitorEvent event, gpointer data)
{
	struct daemon *daemon = data;

	(void)monitor;
	(void)file;
	(void)other;
	if (event != G_FILE_MONITOR_EVENT_CHANGED)
		return;
	if (store_changed_outside(daemon->app->store))
		schedule_turn(daemon, 0);
}

static void
watch_store(struct daemon *daemon)
{
	g_autofree char *path = store_watched_path(daemon->app->store);
	g_autoptr(GFile) file = NULL;

	if (path == NULL)
		return;
	file = g_file_new_for_path(path);
	daemon->monitor = g_file_monitor_file(file, G_FILE_MONITOR_NONE, NULL,
	    NULL);
	if (daemon->monitor == NULL)
		return;
	g_file_monitor_set_rate_limit(daemon->monitor, 100);
	g_signal_connect(daemon->monitor, "changed",
	    G_CALLBACK(on_store_changed), daemon);
}

static void
clear_source(guint *source)
{
	if (*source != 0)
		g_source_remove(*source);
	*source = 0;
}

static int
run_loop(struct daemon *daemon)
{
	gboolean staying = daemon->plan->mode == DAEMON_STAY;
	guint sources[] = {
		g_unix_signal_add(SIGTERM, on_terminate, daemon),
		g_unix_signal_add(SIGINT, on_terminate, daemon),
		g_unix_signal_add(SIGHUP, on_hangup, daemon),
	};

	if (staying) {
		watch_store(daemon);
		log_line(LOG_NOTICE, "dripscore runs");
	}
	works_poll(daemon->works, staying);
	schedule_turn(daemon, 0);
	g_main_loop_run(daemon->loop);
	for (gsize i = 0; i < G_N_ELEMENTS(sources); i++)
		g_source_remove(sources[i]);
	clear_source(&daemon->turn_source);
	clear_source(&daemon->sleep_source);
	clear_source(&daemon->grace_source);
	g_clear_object(&daemon->monitor);
	return daemon->code;
}

int
daemon_run(struct app *app, const struct daemon_plan *plan)
{
	struct daemon daemon = { .app = app, .plan = plan };
	g_autoptr(GError) error = NULL;
	int code;

	daemon.works = works_new(app, on_wake, &daemon, &error);
	if (daemon.works == NULL ||
	    (plan->mode == DAEMON_STAGED &&
		!works_may_be_staged(daemon.works, &error)) ||
	    !works_recover(daemon.works, &error)) {
		g_clear_pointer(&daemon.works, works_free);
		clear_source(&daemon.turn_source);
		return app_fail(error);
	}
	daemon.loop = g_main_loop_new(NULL, FALSE);
	code = run_loop(&daemon);
	g_clear_pointer(&daemon.works, works_free);
	clear_source(&daemon.turn_source);
	g_main_loop_unref(daemon.loop);
	if (daemon.has_fresh)
		app_clear(&daemon.fresh);
	return code;
}
