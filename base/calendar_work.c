/*
 * calendar_work.c - works out when a calendar is open in a zone. Reads no text
 * and keeps nothing. Called by calendar_openings.c.
 *
 * A zone is taken as stretches of one offset each. Hours hold where both the
 * wall shows them and they lie between their two ends as RFC 5545 reads these:
 * an end in a gap moves forward, one that comes twice is the first. Closures
 * hold where either says so. So nothing leaves that one of two readers of the
 * same calendar would call outside.
 *
 * BUGS: two changes of one clock within three days, at the very hours at which
 * something begins or ends, are not thought of; no zone has had them.
 */
#include "base/calendar_internal.h"

/* A week of hours, and what a change of the clock can move. */
#define MARGIN_S (WEEK_S + 3 * DAY_S)
#define MONDAY_DAY 4 /* 1970-01-05 */

struct stretch {
	gint64 from_at, until_at;
	gint64 offset_s;
};

/* What is being worked out. */
struct work {
	const struct calendar *calendar;
	gint64 from_at, until_at;
	GArray *stretches;
	GArray *open, *closed; /* struct opening */
};

static gint64
floor_div(gint64 a, gint64 b)
{
	return a / b - (a % b < 0);
}

static int
interval_at(GTimeZone *zone, gint64 at)
{
	return g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at);
}

/* The first moment after `from_at` in another interval; not past until_at. */
static gint64
interval_ends(GTimeZone *zone, gint64 from_at, gint64 until_at)
{
	int interval = interval_at(zone, from_at);

	if (interval_at(zone, until_at) == interval)
		return until_at;
	while (until_at - from_at > 1) {
		gint64 middle_at = from_at + (until_at - from_at) / 2;

		if (interval_at(zone, middle_at) == interval)
			from_at = middle_at;
		else
			until_at = middle_at;
	}
	return until_at;
}

static GArray *
find_stretches(GTimeZone *zone, gint64 from_at, gint64 until_at)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct stretch));

	while (from_at < until_at) {
		struct stretch stretch = {
			.from_at = from_at,
			.until_at = interval_ends(zone, from_at, until_at),
			.offset_s = g_time_zone_get_offset(zone,
			    interval_at(zone, from_at)),
		};

		g_array_append_val(all, stretch);
		from_at = stretch.until_at;
	}
	return all;
}

/* RFC 5545, 3.3.5: the first of two; of a gap, by the offset before it. */
static gint64
at_of_wall(const GArray *stretches, gint64 wall)
{
	const struct stretch *stretch = NULL;

	for (guint i = 0; i < stretches->len; i++) {
		gint64 before_s = stretch != NULL ? stretch->offset_s : 0;
		gboolean first = stretch == NULL;

		stretch = &g_array_index(stretches, struct stretch, i);
		if (wall - stretch->offset_s >= stretch->until_at)
			continue;
		if (first || wall - stretch->offset_s >= stretch->from_at)
			break;
		return wall - before_s;
	}
	g_assert(stretch != NULL);
	return wall - stretch->offset_s;
}

/* What of it lies in the block. */
static void
append(const struct work *work, GArray *to, gint64 from_at, gint64 until_at)
{
	struct opening opening = { MAX(from_at, work->from_at),
		MIN(until_at, work->until_at) };

	if (opening.from_at < opening.until_at)
		g_array_append_val(to, opening);
}

static void
add_hours(struct work *work, gint64 from, gint64 until)
{
	gint64 first_at = at_of_wall(work->stretches, from);
	gint64 last_at = at_of_wall(work->stretches, until);

	for (guint i = 0; i < work->stretches->len; i++) {
		const struct stretch *stretch = &g_array_index(work->stretches,
		    struct stretch, i);
		gint64 from_at = MAX(from - stretch->offset_s,
		    stretch->from_at);
		gint64 until_at = MIN(until - stretch->offset_s,
		    stretch->until_at);

		append(work, work->open, MAX(from_at, first_at),
		    MIN(until_at, last_at));
	}
}

static void
add_closure(struct work *work, gint64 from, gint64 until)
{
	append(work, work->closed, at_of_wall(work->stretches, from),
	    at_of_wall(work->stretches, until));
	for (guint i = 0; i < work->stretches->len; i++) {
		const struct stretch *stretch = &g_array_index(work->stretches,
		    struct stretch, i);

		append(work, work->closed,
		    MAX(from - stretch->offset_s, stretch->from_at),
		    MIN(until - stretch->offset_s, stretch->until_at));
	}
}

static gboolean
is_whole_week(const GArray *spans)
{
	const struct span *span = &g_array_index(spans, struct span, 0);

	return spans->len == 1 && span->until_min - span->from_min >= WEEK_MIN;
}

static void
find_open(struct work *work)
{
	const GArray *spans = work->calendar->spans;
	gint64 week;

	if (spans->len == 0 || is_whole_week(spans)) {
		append(work, work->open, work->from_at, work->until_at);
		return;
	}
	week = floor_div(work->from_at - MONDAY_DAY * DAY_S, WEEK_S) - 1;
	for (;; week++) {
		gint64 monday = MONDAY_DAY * DAY_S + week * WEEK_S;

		if (monday > work->until_at + DAY_S)
			return;
		for (guint i = 0; i < spans->len; i++) {
			const struct span *span = &g_array_index(spans,
			    struct span, i);

			add_hours(work, monday + span->from_min * 60,
			    monday + span->until_min * 60);
		}
	}
}

static int
by_start(gconstpointer a, gconstpointer b)
{
	const struct opening *one = a, *other = b;

	return one->from_at < other->from_at ? -1 :
					       one->from_at > other->from_at;
}

static void
find_closed(struct work *work)
{
	const GArray *all = work->calendar->local;
	guint i = calendar_closure_after(all, work->from_at - 2 * DAY_S);

	for (; i < all->len; i++) {
		const struct closure *closure = &g_array_index(all,
		    struct closure, i);

		if (closure->from > work->until_at + 2 * DAY_S)
			break;
		/* The stretches reach no farther. */
		add_closure(work, MAX(closure->from, work->from_at - 3 * DAY_S),
		    MIN(closure->until, work->until_at + 3 * DAY_S));
	}
	all = work->calendar->absolute;
	i = calendar_closure_after(all, work->from_at);
	for (; i < all->len; i++) {
		const struct closure *closure = &g_array_index(all,
		    struct closure, i);

		if (closure->from >= work->until_at)
			break;
		append(work, work->closed, closure->from, closure->until);
	}
	g_array_sort(work->closed, by_start);
}

void
calendar_push(GArray *openings, gint64 from_at, gint64 until_at)
{
	struct opening opening = { from_at, until_at };
	struct opening *last = openings->len > 0 ?
	    &g_array_index(openings, struct opening, openings->len - 1) :
	    NULL;

	if (from_at >= until_at)
		return;
	if (last != NULL && last->until_at == from_at)
		last->until_at = until_at;
	else
		g_array_append_val(openings, opening);
}

/* What is open and not closed; both are sorted, and may overlap. */
static GArray *
subtract(const GArray *open, const GArray *closed)
{
	GArray *left = g_array_new(FALSE, FALSE, sizeof(struct opening));
	gint64 done_at = G_MININT64; /* what is before is in it, or closed */
	guint next = 0;

	for (guint i = 0; i < open->len; i++) {
		const struct opening *opening = &g_array_index(open,
		    struct opening, i);

		done_at = MAX(done_at, opening->from_at);
		for (; next < closed->len; next++) {
			const struct opening *shut = &g_array_index(closed,
			    struct opening, next);

			if (shut->from_at >= opening->until_at)
				break;
			calendar_push(left, done_at, shut->from_at);
			done_at = MAX(done_at, shut->until_at);
		}
		calendar_push(left, done_at, opening->until_at);
		done_at = MAX(done_at, opening->until_at);
	}
	return left;
}

GArray *
calendar_work_out(const struct calendar *calendar, GTimeZone *zone,
    gint64 from_at, gint64 until_at)
{
	g_autoptr(GArray) stretches = find_stretches(zone, from_at - MARGIN_S,
	    until_at + MARGIN_S);
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE,
	    sizeof(struct opening));
	g_autoptr(GArray) closed = g_array_new(FALSE, FALSE,
	    sizeof(struct opening));
	struct work work = { .calendar = calendar,
		.from_at = from_at,
		.until_at = until_at,
		.stretches = stretches,
		.open = open,
		.closed = closed };

	find_open(&work);
	find_closed(&work);
	return subtract(open, closed);
}
