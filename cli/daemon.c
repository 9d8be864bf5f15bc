/*
 * daemon.c - see daemon.h. Called by `dripscore run`.
 *
 * It sleeps until the next due moment, and is woken by what comes back from
 * providers and workers, by signals, and by others who write to the store.
 */
#include "cli/daemon.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>

#include "base/alarm.h"
#include "base/loop.h"
#include "cli/log.h"
#include "cli/member.h"
#include "cli/metrics.h"
#include "cli/shift.h"
#include "cli/watch.h"

#define LATER_MS 50
#define FAILED_MS 5000
/* The store may be busy for so long before it is worth a line. */
#define BUSY_S 5
#define TELL_AGAIN_S 60
/* Who waits for the end waits so long for a store that refuses. */
#define GIVE_UP_S 30
/* How long a message that is on its way may take after SIGTERM. */
#define GRACE_S 60
/* A turn of the loop that is worth a line. */
#define SLOW_US G_USEC_PER_SEC
/* The loop never waits long for another process's transaction; among many
 * workers longer, for who waits at a server stands in a line. */
#define PATIENCE_MS 20
#define PATIENCE_CREW_MS 200

struct daemon {
	const struct daemon_plan *plan;
	struct shift *shift;
	GPtrArray *former; /* struct shift: what they began, they end */
	gboolean poll;	   /* the inboxes, once the former leave them */
	struct member *member;
	gint64 failing_at; /* the store refuses since then; 0: it doesn't */
	gint64 told_at;	   /* by the same clock, of the machine */
	GMainLoop *loop;
	struct watch *watch;
	guint turn_source; /* soon, when all else has been seen to */
	gboolean turn_at_once; /* not after some time */
	struct alarm *alarm;
	guint grace_source;
	gboolean leads; /* as of the last turn */
	guint in_vain;	/* turns one after the other */
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
clear_source(guint *source)
{
	if (*source != 0)
		g_source_remove(*source);
	*source = 0;
}

static void
finish(struct daemon *daemon, int code)
{
	daemon->code = code;
	g_main_loop_quit(daemon->loop);
}

static gboolean
is_busy(const struct daemon *daemon)
{
	return daemon->former->len > 0 || works_is_busy(daemon->shift->works);
}

/* All that can be done now is done. */
static void
rest(struct daemon *daemon, gint64 now_at)
{
	struct app *app = daemon->shift->app;
	gboolean staying = daemon->plan->mode == DAEMON_STAY;
	gboolean busy = is_busy(daemon);
	g_autoptr(GError) error = NULL;
	gint64 next_at;

	if (!busy)
		store_rest(app->store);
	if (!busy && daemon->stopping)
		finish(daemon, EX_OK);
	/* What is in flight will wake us; but others may be due before. */
	if (daemon->stopping || (busy && !staying))
		return;
	if (!works_next(daemon->shift->works, now_at, &next_at, &error)) {
		log_line(LOG_WARNING, "%s", error->message);
		schedule_turn(daemon, FAILED_MS);
		return;
	}
	if (next_at <= now_at && !busy) {
		/* Others may have it, who have not committed yet. */
		schedule_turn(daemon,
		    staying && daemon->in_vain++ > 0 ? LATER_MS : 0);
		return;
	}
	daemon->in_vain = 0;
	switch (daemon->plan->mode) {
	case DAEMON_STAY:
		alarm_set(daemon->alarm, MAX(next_at, now_at + 1));
		break;
	case DAEMON_DRAIN:
		finish(daemon, EX_OK);
		break;
	case DAEMON_STAGED:
		if (next_at > daemon->plan->until_at) {
			finish(daemon, EX_OK);
			break;
		}
		clock_move(&app->clock, next_at);
		schedule_turn(daemon, 0);
		break;
	}
}

static gboolean
turns(struct daemon *daemon, gint64 now_at, gboolean *more, GError **error)
{
	gboolean leads;
	gboolean polling = FALSE;

	if (!member_turn(daemon->member, daemon->shift->app, error))
		return FALSE;
	leads = member_leads(daemon->member);
	daemon->poll |= leads && !daemon->leads;
	daemon->leads = leads;
	works_lead(daemon->shift->works, leads);
	if (leads && !shift_keep_attributes(daemon->shift, error))
		return FALSE;
	if (member_misses_one(daemon->member))
		works_recount(daemon->shift->works);

	for (guint i = 0; i < daemon->former->len;) {
		struct shift *shift = daemon->former->pdata[i];
		gboolean again;

		if (!works_turn(shift->works, now_at, &again, error))
			return FALSE;
		polling |= works_is_polling(shift->works);
		if (works_is_busy(shift->works))
			i++;
		else
			g_ptr_array_remove_index(daemon->former, i);
	}
	if (daemon->poll && leads && !polling && !daemon->stopping) {
		daemon->poll = FALSE;
		works_poll(daemon->shift->works,
		    daemon->plan->mode == DAEMON_STAY);
	}
	return works_turn(daemon->shift->works, now_at, more, error);
}

/*
 * The turn is taken again later. Another process may write at this moment, the
 * disk may be full, or worse.
 */
static void
on_refused(struct daemon *daemon, const GError *error)
{
	gint64 now_at = g_get_monotonic_time() / G_USEC_PER_SEC;
	gboolean later = g_error_matches(error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_LATER);

	member_doubt(daemon->member);
	if (daemon->failing_at == 0)
		daemon->failing_at = now_at;
	later &= now_at - daemon->failing_at < BUSY_S;
	if (!later &&
	    (daemon->told_at == 0 ||
		now_at - daemon->told_at >= TELL_AGAIN_S)) {
		daemon->told_at = now_at;
		log_line(LOG_ERR, "%s", error->message);
	}
	if (now_at - daemon->failing_at >= GIVE_UP_S &&
	    daemon->plan->mode != DAEMON_STAY)
		finish(daemon,
		    error->domain == DRIPSCORE_ERROR ? error->code : EX_IOERR);
	clear_source(&daemon->turn_source);
	schedule_turn(daemon, later ? LATER_MS : FAILED_MS);
}

/* Who ends soon, or lives in another time, cannot be called. */
static gboolean
listen_if_staying(const struct daemon *daemon, struct shift *shift,
    GError **error)
{
	return daemon->plan->mode != DAEMON_STAY ||
	    works_listen(shift->works, error);
}

/*
 * What is in hand is by now somebody else's: nothing of it leaves. What had
 * its last byte before us is in doubt.
 */
static void
on_lost(struct daemon *daemon, const GError *why)
{
	g_autoptr(GError) error = NULL;

	log_line(LOG_WARNING,
	    "%s: what it had in hand is dropped, and it begins anew",
	    why->message);
	member_lost(daemon->member);
	g_ptr_array_set_size(daemon->former, 0);
	clear_source(&daemon->turn_source);
	if (daemon->stopping) {
		finish(daemon, EX_OK);
	} else if (!shift_begin_anew(daemon->shift, on_wake, daemon, &error) ||
	    !listen_if_staying(daemon, daemon->shift, &error)) {
		daemon->stopping = TRUE;
		finish(daemon, app_fail(error));
	} else {
		daemon->leads = FALSE;
		schedule_turn(daemon, 0);
	}
}

/* All others had to wait for it. */
static void
on_loop_took(gint64 turn_us, gpointer user)
{
	(void)user;
	metrics_count_turn(turn_us);
	if (turn_us > SLOW_US)
		log_line(LOG_WARNING, "a turn of the loop took %.1f s",
		    (double)turn_us / G_USEC_PER_SEC);
}

static gboolean
take_turn(gpointer data)
{
	struct daemon *daemon = data;
	struct store *store = daemon->shift->app->store;
	gint64 now_at = clock_now(&daemon->shift->app->clock);
	g_autoptr(GError) error = NULL;
	gboolean again;

	daemon->turn_source = 0;
	if (!turns(daemon, now_at, &again, &error)) {
		if (g_error_matches(error, DRIPSCORE_ERROR,
			DRIPSCORE_ERROR_LOST)) {
			on_lost(daemon, error);
			return G_SOURCE_REMOVE;
		}
		on_refused(daemon, error);
		/* What was due may have left all the same. */
		store_rest_in_passing(store);
		return G_SOURCE_REMOVE;
	}
	if (daemon->told_at != 0)
		log_line(LOG_NOTICE, "the store works again");
	daemon->failing_at = daemon->told_at = 0;
	store_rest_in_passing(store);
	if (again)
		schedule_turn(daemon, 0);
	else if (daemon->turn_source == 0)
		rest(daemon, now_at);
	return G_SOURCE_REMOVE;
}

/* Many wakes make one turn: so commits come in groups. */
static void
schedule_turn(struct daemon *daemon, guint after_ms)
{
	if (daemon->turn_source != 0) {
		if (after_ms != 0 || daemon->turn_at_once)
			return;
		g_source_remove(daemon->turn_source);
	}
	daemon->turn_at_once = after_ms == 0;
	daemon->turn_source = after_ms == 0 ?
	    g_idle_add(take_turn, daemon) :
	    g_timeout_add(after_ms, take_turn, daemon);
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

/* A rehearsal stops where it is: there is nothing to bring to an end. */
static gboolean
cut_off(struct daemon *daemon)
{
	if (daemon->shift->app->rehearsal == NULL)
		return FALSE;
	finish(daemon, 128 + SIGINT);
	return TRUE;
}

static gboolean
on_terminate(gpointer data)
{
	struct daemon *daemon = data;

	if (cut_off(daemon) || daemon->stopping)
		return G_SOURCE_CONTINUE;
	log_line(LOG_NOTICE, "stopping: finishing what is open");
	daemon->stopping = TRUE;
	daemon->grace_source = g_timeout_add_seconds(GRACE_S, on_grace_over,
	    daemon);
	works_stop(daemon->shift->works);
	schedule_turn(daemon, 0);
	return G_SOURCE_CONTINUE;
}

/* What is in flight ends under the configuration it began with. */
static gboolean
on_hangup(gpointer data)
{
	struct daemon *daemon = data;
	g_autoptr(GError) error = NULL;
	struct shift *fresh;

	if (cut_off(daemon) || daemon->stopping)
		return G_SOURCE_CONTINUE;
	fresh = shift_read_again(daemon->shift->app, on_wake, daemon);
	if (fresh != NULL && !listen_if_staying(daemon, fresh, &error)) {
		app_fail(error);
		g_clear_pointer(&fresh, shift_free);
	}
	if (fresh == NULL) {
		log_line(LOG_ERR,
		    "the configuration has mistakes: the former stays in "
		    "force");
		return G_SOURCE_CONTINUE;
	}
	works_stop(daemon->shift->works);
	g_ptr_array_add(daemon->former, daemon->shift);
	daemon->shift = fresh;
	daemon->poll = TRUE;
	log_line(LOG_NOTICE, "the configuration was read again");
	schedule_turn(daemon, 0);
	return G_SOURCE_CONTINUE;
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
		loop_measure(on_loop_took, NULL);
		daemon->watch = watch_new(daemon->shift->app->store, on_wake,
		    daemon);
		log_line(LOG_NOTICE, "dripscore runs");
	}
	daemon->poll = TRUE;
	schedule_turn(daemon, 0);
	g_main_loop_run(daemon->loop);
	loop_measure(NULL, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(sources); i++)
		g_source_remove(sources[i]);
	clear_source(&daemon->turn_source);
	clear_source(&daemon->grace_source);
	g_clear_pointer(&daemon->watch, watch_free);
	return daemon->code;
}

/* The store is waited for here; in the loop no longer. */
static gboolean
begin(struct daemon *daemon, struct app *app, GError **error)
{
	daemon->alarm = alarm_new(on_wake, daemon, error);
	if (daemon->alarm == NULL)
		return FALSE;
	daemon->member = member_new(on_wake, daemon);
	daemon->shift = shift_new(app, on_wake, daemon, error);
	if (daemon->shift == NULL ||
	    (daemon->plan->mode == DAEMON_STAGED &&
		!works_may_be_staged(daemon->shift->works, error)) ||
	    !member_turn(daemon->member, app, error) ||
	    !listen_if_staying(daemon, daemon->shift, error))
		return FALSE;
	store_set_patience(app->store,
	    app->settings->lease_s != 0 ? PATIENCE_CREW_MS : PATIENCE_MS);
	return TRUE;
}

int
daemon_run(struct app *app, const struct daemon_plan *plan)
{
	struct daemon daemon = { .plan = plan };
	g_autoptr(GError) error = NULL;
	int code;

	daemon.former = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)shift_free);
	daemon.loop = g_main_loop_new(NULL, FALSE);
	code = begin(&daemon, app, &error) ? run_loop(&daemon) :
					     app_fail(error);
	g_ptr_array_unref(daemon.former);
	if (daemon.member != NULL)
		member_leave(daemon.member, app);
	g_clear_pointer(&daemon.shift, shift_free);
	clear_source(&daemon.turn_source);
	g_clear_pointer(&daemon.member, member_free);
	g_clear_pointer(&daemon.alarm, alarm_free);
	g_main_loop_unref(daemon.loop);
	return code;
}
