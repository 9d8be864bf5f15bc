/*
 * member.c - see member.h. Called by the daemon.
 */
#include "cli/member.h"

#include <unistd.h>

#include "cli/doubts.h"
#include "cli/log.h"
#include "store/outbox/crew.h"

/* Heard of so often in a lease, it survives that one of them is late. */
#define LEAVE_PATIENCE_MS 5000
#define BEATS_A_LEASE 3

struct member {
	void (*wake)(gpointer user);
	gpointer user;
	gboolean joined, leads;
	gboolean again; /* it was a worker before */
	gboolean due;	/* it is time to be heard of */
	guint beat;	/* the source; 0 on SQLite */
	GArray *known;	/* gint64, the workers as last seen */
	gboolean misses; /* one of them is gone */
};

struct member *
member_new(void (*wake)(gpointer user), gpointer user)
{
	struct member *member = g_new0(struct member, 1);

	member->known = g_array_new(FALSE, FALSE, sizeof(gint64));
	member->wake = wake;
	member->user = user;
	return member;
}

void
member_free(struct member *member)
{
	if (member == NULL)
		return;
	g_clear_handle_id(&member->beat, g_source_remove);
	g_array_unref(member->known);
	g_free(member);
}

static gboolean
on_beat(gpointer data)
{
	struct member *member = data;

	member->due = TRUE;
	member->wake(member->user);
	return G_SOURCE_CONTINUE;
}

/* What is rehearsed is in memory. */
static guint
lease_of(const struct app *app)
{
	return app->rehearsal != NULL ? 0 : app->settings->lease_s;
}

static gboolean
bury(const struct app *app, gboolean at_start, GError **error)
{
	gint64 now_at = clock_now(&app->clock);
	struct buried buried;

	if (!store_bury(app->store, now_at, &buried, error))
		return FALSE;
	if (buried.workers > 0 && !at_start)
		log_line(LOG_WARNING, "workers that were not heard of: %u",
		    buried.workers);
	if (buried.returned > 0)
		log_line(LOG_NOTICE, "leased before a crash, due again: %u",
		    buried.returned);
	if (buried.in_doubt > 0)
		log_line(LOG_WARNING,
		    "in doubt since a crash: %u; see `dripscore status`",
		    buried.in_doubt);
	return (!at_start && buried.in_doubt == 0) ||
	    doubts_resend(app, now_at, error);
}

static gboolean
try_to_lead(struct member *member, const struct app *app, GError **error)
{
	gboolean led = member->leads;

	if (!store_try_leader(app->store, &member->leads, error)) {
		member->leads = FALSE;
		return FALSE;
	}
	if (lease_of(app) != 0 && member->leads != led)
		log_line(LOG_NOTICE,
		    member->leads ? "this worker leads" :
				    "this worker leads no more");
	return TRUE;
}

static gboolean
join(struct member *member, const struct app *app, GError **error)
{
	guint lease_s = lease_of(app);
	g_autofree char *name = g_strdup_printf("%s:%d", g_get_host_name(),
	    (int)getpid());

	if (!store_join(app->store, name, lease_s, error))
		return FALSE;
	member->joined = TRUE;
	if (lease_s != 0 && member->beat == 0)
		member->beat = g_timeout_add(lease_s * 1000 / BEATS_A_LEASE,
		    on_beat, member);
	if (member->again)
		log_line(LOG_NOTICE, "joined the workers again");
	return bury(app, !member->again, error) &&
	    try_to_lead(member, app, error);
}

static gboolean
is_there(const GPtrArray *all, gint64 id)
{
	for (guint i = 0; i < all->len; i++) {
		const struct crew_worker *worker = all->pdata[i];

		if (worker->id == id)
			return TRUE;
	}
	return FALSE;
}

/* Whoever has buried it, or if it left by itself. */
static gboolean
look_around(struct member *member, const struct app *app, GError **error)
{
	g_autoptr(GPtrArray) all = store_crew(app->store, error);

	if (all == NULL)
		return FALSE;
	for (guint i = 0; i < member->known->len; i++) {
		if (!is_there(all, g_array_index(member->known, gint64, i)))
			member->misses = TRUE;
	}
	g_array_set_size(member->known, 0);
	for (guint i = 0; i < all->len; i++) {
		const struct crew_worker *worker = all->pdata[i];

		g_array_append_val(member->known, worker->id);
	}
	return TRUE;
}

static gboolean
be_heard_of(struct member *member, const struct app *app, GError **error)
{
	gboolean lost;

	if (!store_stay(app->store, &lost, error))
		return FALSE;
	if (lost) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LOST,
		    "this worker was not heard of for longer than its lease");
		return FALSE;
	}
	if (!bury(app, FALSE, error) || !look_around(member, app, error))
		return FALSE;
	member->due = FALSE;
	return try_to_lead(member, app, error);
}

static gboolean
take_turn(struct member *member, const struct app *app, GError **error)
{
	if (!member->joined)
		return join(member, app, error);
	if (member->due && lease_of(app) != 0)
		return be_heard_of(member, app, error);
	/* Who lost its connection leads no more, and may not know it yet. */
	return !member->leads || try_to_lead(member, app, error);
}

gboolean
member_turn(struct member *member, const struct app *app, GError **error)
{
	g_autoptr(GError) failure = NULL;

	if (take_turn(member, app, &failure))
		return TRUE;
	member_doubt(member);
	if (g_error_matches(failure, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LOST))
		member_lost(member);
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

gboolean
member_misses_one(struct member *member)
{
	gboolean misses = member->misses;

	member->misses = FALSE;
	return misses;
}

gboolean
member_leads(const struct member *member)
{
	return member->leads;
}

void
member_doubt(struct member *member)
{
	member->due = member->joined;
}

void
member_lost(struct member *member)
{
	member->joined = member->leads = member->due = FALSE;
	member->again = TRUE;
}

void
member_leave(struct member *member, const struct app *app)
{
	g_autoptr(GError) error = NULL;

	if (!member->joined)
		return;
	/* The others may all be writing: there is no turn to be late for. */
	store_set_patience(app->store, LEAVE_PATIENCE_MS);
	if (!store_leave(app->store, clock_now(&app->clock), &error))
		log_line(LOG_WARNING, "left without a word: %s",
		    error->message);
	member->joined = member->leads = FALSE;
}
