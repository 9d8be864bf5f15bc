/*
 * judged.c - events that wait are read, judged and stored in one go: most are
 * new, and nobody has been invited for them; their invitations are written as
 * a group, by few statements. What is not so simple is intake.c's.
 *
 * It judges nothing: scheduler/ does.
 */
#include "store/db/db_draw.h"
#include "store/db/each.h"
#include "store/journeys/intake_internal.h"

/* New invitations that are to be written together. */
struct group {
	struct db *db;
	gint64 now_at;
	GPtrArray *intakes; /* struct intake: theirs */
	GArray *plans;	    /* struct plan */
	guint scheduled;    /* so many of them leave a message */
};

struct plan {
	const struct event *event;
	const struct planned_invitation *planned;
};

struct rows_of_group {
	struct each invitations, states, messages, due;
};

static void
rows_begin(struct rows_of_group *rows)
{
	each_begin(&rows->invitations,
	    "INSERT INTO invitation (id, touchpoint, contact_id, event_id,"
	    " channel, created_at, planned_at, expires_at, answer_s)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	    "itiitiiii");
	each_begin(&rows->states,
	    "INSERT INTO invitation_state (invitation_id, state, reason,"
	    " changed_at) VALUES ($1, $2, $3, $4)",
	    "itti");
	each_begin(&rows->messages,
	    "INSERT INTO message (id, kind, invitation_id, channel,"
	    " created_at, due_at, ready_at)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $6)",
	    "ititii");
	each_begin(&rows->due,
	    "INSERT INTO due (due_at, message_id) VALUES ($1, $2)", "ii");
}

static void
rows_end(struct rows_of_group *rows)
{
	each_end(&rows->invitations);
	each_end(&rows->states);
	each_end(&rows->messages);
	each_end(&rows->due);
}

static void
rows_add(struct rows_of_group *rows, const struct plan *plan, gint64 id,
    gint64 now_at)
{
	const struct planned_invitation *planned = plan->planned;

	each_add(&rows->invitations, id, planned->touchpoint,
	    plan->event->contact.id, plan->event->id,
	    channel_name(planned->channel), now_at, planned->due_at,
	    planned->expires_at, planned->answer_s);
	each_add(&rows->states, id, invitation_state_name(planned->state),
	    planned->reason, now_at);
}

static void
rows_add_message(struct rows_of_group *rows, const struct plan *plan,
    gint64 id, gint64 message_id, gint64 now_at)
{
	const struct planned_invitation *planned = plan->planned;

	each_add(&rows->messages, message_id,
	    message_kind_name(MESSAGE_INVITATION), id,
	    channel_name(planned->channel), now_at, planned->due_at);
	each_add(&rows->due, planned->due_at, message_id);
}

static gboolean
rows_run(struct rows_of_group *rows, struct db *db, GError **error)
{
	return each_run(&rows->invitations, db, NULL, error) &&
	    each_run(&rows->states, db, NULL, error) &&
	    each_run(&rows->messages, db, NULL, error) &&
	    each_run(&rows->due, db, NULL, error);
}

static gboolean
group_flush(struct group *group, GError **error)
{
	guint n = group->plans->len;
	g_autofree gint64 *ids = g_new(gint64, n + 1);
	g_autofree gint64 *messages = g_new(gint64, group->scheduled + 1);
	struct rows_of_group rows;
	guint scheduled = 0;
	gboolean ok;

	if (group->scheduled > 0)
		db_announce(group->db);
	if (!db_draw_ids(group->db, "invitation", n, ids, error) ||
	    !db_draw_ids(group->db, "message", group->scheduled, messages,
		error))
		return FALSE;
	rows_begin(&rows);
	for (guint i = 0; i < n; i++) {
		const struct plan *plan = &g_array_index(group->plans,
		    struct plan, i);

		rows_add(&rows, plan, ids[i], group->now_at);
		if (plan->planned->state == INVITATION_SCHEDULED)
			rows_add_message(&rows, plan, ids[i],
			    messages[scheduled++], group->now_at);
	}
	ok = rows_run(&rows, group->db, error);
	rows_end(&rows);
	g_array_set_size(group->plans, 0);
	g_ptr_array_set_size(group->intakes, 0);
	group->scheduled = 0;
	return ok;
}

static void
group_add(struct group *group, const struct event *event,
    struct intake *intake)
{
	g_ptr_array_add(group->intakes, intake);
	for (guint i = 0; i < intake->invitations->len; i++) {
		const struct plan plan = { event,
			intake->invitations->pdata[i] };

		g_array_append_val(group->plans, plan);
		group->scheduled +=
		    plan.planned->state == INVITATION_SCHEDULED;
	}
}

/* What ends invitations, or has some, sees all that came before it. */
static gboolean
take(struct group *group, const struct due_event *due, struct intake *intake,
    GError **error)
{
	gboolean ok;

	if (!due->invited && intake->cancels->len == 0) {
		group_add(group, due->event, intake);
		return TRUE;
	}
	ok = group_flush(group, error) &&
	    intake_put(group->db, intake, group->now_at, error);
	intake_free(intake);
	return ok;
}

static gboolean
judge_one(struct group *group, struct due_event *due,
    const struct intake_judge *judge, GError **error)
{
	if (judge->minds_companions(due->event, judge->user))
		due->companions = event_companions(group->db, due->event,
		    group->now_at, error);
	else
		due->companions = g_ptr_array_new();
	return due->companions != NULL &&
	    take(group, due, judge->judge(due, judge->user), error);
}

/* Nothing has come between them since they were read. */
static gboolean
drop_up_to(struct db *db, const struct event *last, GError **error)
{
	return db_run(db, error, "DELETE FROM intake WHERE occurred_at < $1",
		   "i", last->occurred_at) &&
	    db_run(db, error,
		"DELETE FROM intake WHERE occurred_at = $1 AND event_id <= $2",
		"ii", last->occurred_at, last->id);
}

static gboolean
judge_all(struct group *group, guint limit, const struct intake_judge *judge,
    guint *judged, GError **error)
{
	g_autoptr(GPtrArray)
	    events = intake_due(group->db, group->now_at, limit, error);
	const struct due_event *last;

	if (events == NULL)
		return FALSE;
	*judged = events->len;
	if (events->len == 0)
		return TRUE;
	for (guint i = 0; i < events->len; i++) {
		if (!judge_one(group, events->pdata[i], judge, error))
			return FALSE;
	}
	last = events->pdata[events->len - 1];
	return group_flush(group, error) &&
	    drop_up_to(group->db, last->event, error);
}

/* A look that locks nothing. */
static gboolean
is_due(struct store *store, gint64 now_at, gboolean *due, GError **error)
{
	gint64 next_at;

	if (!store_next_event(store, &next_at, error))
		return FALSE;
	*due = next_at <= now_at;
	return TRUE;
}

gboolean
store_judge_events(struct store *store, gint64 now_at, guint limit,
    const struct intake_judge *judge, guint *judged, GError **error)
{
	struct group group = { .db = store->db, .now_at = now_at };
	gboolean due;
	gboolean ok;

	*judged = 0;
	if (!is_due(store, now_at, &due, error))
		return FALSE;
	if (!due)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	group.intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);
	group.plans = g_array_new(FALSE, FALSE, sizeof(struct plan));
	ok = judge_all(&group, limit, judge, judged, error);
	g_ptr_array_unref(group.intakes);
	g_array_unref(group.plans);
	if (ok)
		return db_commit(store->db, error);
	db_rollback(store->db);
	return FALSE;
}
