/*
 * recurring.c - see recurring.h: reads the turns that have come, decides what
 * follows from each, stores it. Whom to ask at what moment, and why not, is
 * cadence.c's, from the event that a turn becomes. Called by the daemon.
 *
 * Of a rule by calendar a turn is due at its occurrence, and the contact's
 * place in `spread` later: so `where` is looked at as it comes.
 */
#include "scheduler/recurring.h"

#include "base/timezone.h"
#include "scheduler/spread.h"
#include "store/journeys/turns.h"

#define DAY_S (24 * 60 * (gint64)60)

/* What the decisions on one touchpoint share. */
struct round {
	const struct touchpoint *touchpoint;
	GTimeZone *zone; /* the organisation's */
	gint64 began_at;
	gint64 now_at;
	GPtrArray *events; /* struct event, of the steps */
};

/* Its place in the spread; of more than a round there is none. */
static gint64
offset_of(const struct round *round, const struct contact *contact)
{
	const struct touchpoint *touchpoint = round->touchpoint;
	gint64 spread_s = touchpoint->spread_s;

	if (touchpoint->every_s > 0)
		spread_s = MIN(spread_s, touchpoint->every_s);
	return spread_offset(touchpoint->name, contact, spread_s);
}

/* G_MAXINT64: there is none in ten years. */
static gint64
occurrence_after(const struct round *round, gint64 at)
{
	gint64 next_at;

	if (!recurrence_next(round->touchpoint->rrule, round->zone, at,
		&next_at))
		return G_MAXINT64;
	return next_at;
}

static gint64
later(gint64 at, gint64 by_s)
{
	return at > G_MAXINT64 - by_s ? G_MAXINT64 : at + by_s;
}

/* A contact that has no turn yet. A staged clock may stand before the moment
 * at which it was really stored. */
static gint64
first_turn(const struct round *round, const struct turn *turn)
{
	gint64 from_at = MAX(round->began_at,
	    MIN(turn->known_at, round->now_at));
	gint64 offset_s = offset_of(round, &turn->contact);

	if (round->touchpoint->rrule != NULL)
		return later(occurrence_after(round, from_at - 1), offset_s);
	if (turn->last_at != 0)
		return MAX(from_at + offset_s,
		    turn->last_at + round->touchpoint->every_s);
	return from_at + offset_s;
}

/* It is borrowed by the step, and kept by the round. */
static struct event *
make_event(const struct round *round, const struct turn *turn,
    gint64 occurred_at)
{
	struct event *event = g_new0(struct event, 1);
	struct local_time local;

	timezone_to_local(round->zone, occurred_at, &local);
	event->source = g_strdup(EVENT_SOURCE_OURS);
	event->type = g_strdup(round->touchpoint->rrule != NULL ? "rrule" :
								  "every");
	event->reference = g_strdup_printf("%s/%" G_GINT64_FORMAT
					   "/%04d-%02d-%02d",
	    round->touchpoint->name, turn->contact.id, local.year, local.month,
	    local.day);
	event->contact.id = turn->contact.id;
	event->occurred_at = occurred_at;
	g_ptr_array_add(round->events, event);
	return event;
}

static gboolean
is_wanted(const struct round *round, const struct turn *turn)
{
	return round->touchpoint->where == NULL ||
	    condition_holds(round->touchpoint->where, NULL, &turn->contact,
		NULL);
}

/* An outage makes it late, and costs none. Who is still to be asked for the
 * last turn has no other. */
static void
come_round_for_each(const struct round *round, const struct turn *turn,
    struct turn_step *step)
{
	gint64 every_s = round->touchpoint->every_s;

	if (turn->last_at != 0 && turn->last_at + every_s > round->now_at) {
		step->next_at = turn->last_at + every_s;
	} else if (turn->waits || !is_wanted(round, turn)) {
		step->next_at = round->now_at + MIN(every_s, DAY_S);
	} else {
		step->event = make_event(round, turn, round->now_at);
		step->next_at = round->now_at + every_s;
	}
}

/*
 * The last occurrence whose time has come for the contact: those before it,
 * missed in an outage, are not made up for. The search begins early enough for
 * a contact whose place in the spread has changed with its address.
 */
static void
come_round_for_all(const struct round *round, const struct turn *turn,
    struct turn_step *step)
{
	gint64 offset_s = offset_of(round, &turn->contact);
	gint64 next_at = occurrence_after(round,
	    turn->due_at - offset_s - round->touchpoint->spread_s - 1);
	gint64 last_at = 0;

	while (next_at <= round->now_at - offset_s) {
		last_at = next_at;
		next_at = occurrence_after(round, next_at);
	}
	if (last_at != 0 && is_wanted(round, turn))
		step->event = make_event(round, turn, last_at);
	step->next_at = later(next_at, offset_s);
}

static struct turn_step
decide(const struct round *round, const struct turn *turn)
{
	struct turn_step step = { .contact_id = turn->contact.id,
		.due_at = turn->due_at };

	if (turn->due_at == 0)
		step.next_at = first_turn(round, turn);
	else if (round->touchpoint->rrule != NULL)
		come_round_for_all(round, turn, &step);
	else
		come_round_for_each(round, turn, &step);
	return step;
}

static gboolean
store_steps(struct store *store, const struct round *round,
    const GPtrArray *turns, GError **error)
{
	g_autofree struct turn_step *steps = g_new(struct turn_step,
	    turns->len);

	for (guint i = 0; i < turns->len; i++)
		steps[i] = decide(round, turns->pdata[i]);
	return turns->len == 0 ||
	    store_put_turns(store, round->touchpoint->name, steps, turns->len,
		round->now_at, error);
}

static gboolean
touchpoint_turn(struct store *store, struct round *round, guint limit,
    gboolean *again, GError **error)
{
	const char *name = round->touchpoint->name;
	g_autoptr(GPtrArray) fresh = NULL;
	g_autoptr(GPtrArray) due = NULL;

	if (!store_turns_began(store, name, round->now_at, &round->began_at,
		error))
		return FALSE;
	fresh = store_new_turns(store, name, limit, error);
	if (fresh == NULL || !store_steps(store, round, fresh, error))
		return FALSE;
	due = store_due_turns(store, name, round->now_at, limit, error);
	if (due == NULL || !store_steps(store, round, due, error))
		return FALSE;
	*again = *again || fresh->len >= limit || due->len >= limit;
	return TRUE;
}

static gboolean
recurs(const struct touchpoint *touchpoint)
{
	return touchpoint->every_s > 0 || touchpoint->rrule != NULL;
}

gboolean
recurring_turn(struct store *store, const struct settings *settings,
    gint64 now_at, guint limit, gboolean *again, GError **error)
{
	*again = FALSE;
	for (guint i = 0; i < settings->touchpoints->len; i++) {
		g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func(
		    (GDestroyNotify)event_free);
		struct round round = {
			.touchpoint = settings->touchpoints->pdata[i],
			.zone = settings->organisation.zone,
			.now_at = now_at,
			.events = events,
		};

		if (recurs(round.touchpoint) &&
		    !touchpoint_turn(store, &round, limit, again, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
recurring_next(struct store *store, const struct settings *settings,
    gint64 now_at, gint64 *next_at, GError **error)
{
	*next_at = G_MAXINT64;
	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *touchpoint =
		    settings->touchpoints->pdata[i];
		gint64 at;

		if (!recurs(touchpoint))
			continue;
		if (!store_next_turn(store, touchpoint->name, now_at, &at,
			error))
			return FALSE;
		*next_at = MIN(*next_at, at);
	}
	return TRUE;
}
