/*
 * person.c - see why.h: what holds for a contact whatever has happened:
 * who it is, its limits, and touchpoints that no event has reached.
 */
#include <string.h>

#include "cli/fold.h"
#include "cli/why/why.h"
#include "store/journeys/suppressions.h"

G_GNUC_PRINTF(2, 3)
static void
line(GString *page, const char *format, ...)
{
	g_autofree char *words = NULL;
	va_list arguments;

	va_start(arguments, format);
	words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	fold_line(page, words, 2, 4);
}

static void
append_name(GString *page, const struct contact *contact)
{
	const char *parts[] = { contact->name, contact->email, contact->phone };
	g_autoptr(GString) head = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		if (parts[i] != NULL)
			g_string_append_printf(head, "%s%s",
			    head->len > 0 ? ", " : "", parts[i]);
	}
	fold_line(page, head->str, 0, 2);
	if (contact->timezone != NULL)
		line(page, "lives by the time of %s", contact->timezone);
}

static void
append_suppressions(GString *page, const struct why *why,
    const GPtrArray *suppressions)
{
	for (guint i = 0; i < suppressions->len; i++) {
		const struct suppression *each = suppressions->pdata[i];
		g_autofree char *since = why_when(why, each->since_at);

		line(page, "not to be written to by %s since %s: %s",
		    channel_name(each->channel), since, each->reason);
	}
}

/* When the next ask may be, by what holds for all touchpoints. */
static void
append_limits(GString *page, const struct why *why, const GPtrArray *asks)
{
	const struct cadence *cadence = &why->settings->cadence;
	const struct neighbour *last = asks->pdata[0];
	guint max = cadence->max_per_year;

	if (last->at + cadence->rest_s > why->now_at) {
		g_autofree char *rest = config_duration_text(cadence->rest_s);
		g_autofree char *until = why_when(why,
		    last->at + cadence->rest_s);

		line(page, "the rest of %s is over on %s", rest, until);
	}
	if (max != 0 && asks->len >= max) {
		const struct neighbour *oldest = asks->pdata[max - 1];
		g_autofree char *until = why_when(why,
		    oldest->at + ASK_YEAR_S);

		line(page, "max_per_year = %u is reached until %s", max, until);
	}
}

static void
append_asks(GString *page, const struct why *why, const GPtrArray *asks)
{
	guint max = why->settings->cadence.max_per_year;
	const struct neighbour *last;
	g_autofree char *of_max = NULL;
	g_autofree char *when = NULL;

	if (asks->len == 0) {
		line(page, "asks that count (365 days): none");
		return;
	}
	last = asks->pdata[0];
	when = why_when(why, last->at);
	if (max > 0)
		of_max = g_strdup_printf(" of at most %u", max);
	line(page, "asks that count (365 days): %u%s, last at %s on %s",
	    asks->len, of_max != NULL ? of_max : "", last->touchpoint, when);
	append_limits(page, why, asks);
}

void
why_person(GString *page, const struct why *why, const struct journey *journey)
{
	append_name(page, &journey->contact);
	append_suppressions(page, why, journey->suppressions);
	append_asks(page, why, journey->asks);
	line(page, "(times are those of %s)",
	    why->settings->organisation.timezone_name);
}

/* When the turn of the contact comes; owned. */
static char *
turn_text(const struct why *why, const struct journey_turn *turn)
{
	g_autofree char *when = NULL;

	if (turn == NULL)
		return g_strdup("its turn is set by the next turn of "
				"`dripscore run`");
	if (turn->due_at == G_MAXINT64)
		return g_strdup("it never comes round");
	when = why_when(why, turn->due_at);
	return g_strdup_printf("its turn %s %s",
	    turn->due_at > why->now_at ? "comes on" : "is due since", when);
}

static void
append_recurring(GString *page, const struct why *why,
    const struct touchpoint *touchpoint, const struct journey *journey)
{
	g_autofree char *turn = turn_text(why, why_turn(journey, touchpoint));
	g_autofree char *every = config_duration_text(touchpoint->every_s);
	g_autofree char *words = g_strdup_printf("recurs %s%s: %s",
	    touchpoint->every_s > 0 ? "every " : "by the calendar",
	    touchpoint->every_s > 0 ? every : "", turn);
	g_autofree char *why_not = NULL;

	why_row(page, touchpoint->name, words);
	if (touchpoint->where != NULL &&
	    !condition_holds(touchpoint->where, NULL, &journey->contact,
		&why_not))
		why_more(page, "as things stand it passes without an ask, by "
			       "`where`: %s",
		    why_not);
}

static gboolean
has_reached(const struct journey *journey, const struct touchpoint *touchpoint)
{
	for (guint i = 0; i < journey->events->len; i++) {
		const struct journey_event *each = journey->events->pdata[i];

		if (why_concerns(touchpoint, each->event))
			return TRUE;
	}
	return FALSE;
}

void
why_elsewhere(GString *page, const struct why *why,
    const struct journey *journey)
{
	const GPtrArray *touchpoints = why->settings->touchpoints;
	gboolean begun = FALSE;

	for (guint i = 0; i < touchpoints->len; i++) {
		const struct touchpoint *each = touchpoints->pdata[i];
		gboolean waits = each->on != NULL &&
		    !has_reached(journey, each);

		if (each->on != NULL && !waits)
			continue;
		if (!begun)
			g_string_append(page, "\nYet to come\n");
		begun = TRUE;
		if (waits) {
			g_autofree char *words = g_strdup_printf(
			    "no %s is known of this contact", each->on);

			why_row(page, each->name, words);
		} else {
			append_recurring(page, why, each, journey);
		}
	}
}
