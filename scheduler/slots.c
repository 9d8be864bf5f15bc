/*
 * slots.c - see slots.h. Knows no message, no touchpoint, no window. Called by
 * pace.c.
 */
#include "scheduler/slots.h"

#include "base/timezone.h"
#include "scheduler/spans.h"

#define MINUTE_S 60
#define MINUTES 60 /* of an hour */

struct slots {
	struct rate rate;
	GTimeZone *zone;
	GHashTable *used;   /* slot -> how much of it; never 0 */
	struct spans *full; /* slots without room, as far as they were met */
};

/* Without an allocation for each: a slot is a minute or a day since 1970. */
static gpointer
slot_key(gint64 slot)
{
	return GSIZE_TO_POINTER((gsize)slot);
}

struct slots *
slots_new(const struct rate *rate, GTimeZone *zone)
{
	struct slots *slots = g_new0(struct slots, 1);

	g_assert(rate->n > 0);
	slots->rate = *rate;
	slots->zone = zone;
	slots->used = g_hash_table_new(NULL, NULL);
	slots->full = spans_new();
	return slots;
}

void
slots_free(struct slots *slots)
{
	if (slots == NULL)
		return;
	g_hash_table_unref(slots->used);
	spans_free(slots->full);
	g_free(slots);
}

static gint64
slot_of(const struct slots *slots, gint64 at)
{
	if (slots->rate.per == RATE_PER_DAY)
		return timezone_day(slots->zone, at);
	return at / MINUTE_S;
}

static gint64
slot_begin(const struct slots *slots, gint64 slot)
{
	if (slots->rate.per == RATE_PER_DAY)
		return timezone_day_begins(slots->zone, (gint32)slot);
	return slot * MINUTE_S;
}

static guint
capacity(const struct slots *slots, gint64 slot)
{
	guint64 n = slots->rate.n;
	guint64 minute = (guint64)slot % MINUTES;

	if (slots->rate.per != RATE_PER_HOUR)
		return slots->rate.n;
	return (guint)((minute + 1) * n / MINUTES - minute * n / MINUTES);
}

static guint
used(const struct slots *slots, gint64 slot)
{
	return GPOINTER_TO_UINT(
	    g_hash_table_lookup(slots->used, slot_key(slot)));
}

static void
set_used(struct slots *slots, gint64 slot, guint n)
{
	if (n == 0)
		g_hash_table_remove(slots->used, slot_key(slot));
	else
		g_hash_table_insert(slots->used, slot_key(slot),
		    GUINT_TO_POINTER(n));
}

gboolean
slots_are_one(const struct slots *slots, gint64 one_at, gint64 other_at)
{
	return slot_of(slots, one_at) == slot_of(slots, other_at);
}

gboolean
slots_is_overfull(const struct slots *slots, gint64 at)
{
	gint64 slot = slot_of(slots, at);

	return used(slots, slot) > capacity(slots, slot);
}

gint64
slots_begin(const struct slots *slots, gint64 at)
{
	return slot_begin(slots, slot_of(slots, at));
}

gint64
slots_end(const struct slots *slots, gint64 at)
{
	return slot_begin(slots, slot_of(slots, at) + 1);
}

gint64
slots_next(struct slots *slots, gint64 at)
{
	gint64 here = slot_of(slots, at);
	gint64 slot = here;
	gint64 begins_at;

	/* Of less than 60 an hour there are minutes without any room. */
	while ((slot = spans_skip(slots->full, slot, NULL)),
	    used(slots, slot) >= capacity(slots, slot))
		spans_add(slots->full, slot, slot + 1, NULL);
	if (slot == here)
		return at;
	begins_at = slot_begin(slots, slot);
	/* A clock set back over midnight begins a day twice, and a zone that
	 * crosses the date line skips one. */
	return slots_next(slots, begins_at > at ? begins_at : at + MINUTE_S);
}

void
slots_take(struct slots *slots, gint64 at)
{
	gint64 slot = slot_of(slots, at);
	guint n = used(slots, slot) + 1;

	set_used(slots, slot, n);
	if (n == capacity(slots, slot))
		spans_add(slots->full, slot, slot + 1, NULL);
}

gboolean
slots_give_back(struct slots *slots, gint64 at)
{
	gint64 slot = slot_of(slots, at);
	guint n = used(slots, slot);

	if (n == 0)
		return FALSE;
	set_used(slots, slot, n - 1);
	if (n != capacity(slots, slot))
		return FALSE;
	spans_cut(slots->full, slot, slot + 1);
	return TRUE;
}

static gboolean
is_before(gpointer key, gpointer value, gpointer user)
{
	(void)value;
	return GPOINTER_TO_SIZE(key) < GPOINTER_TO_SIZE(user);
}

void
slots_forget(struct slots *slots, gint64 at)
{
	gint64 slot = slot_of(slots, at);

	g_hash_table_foreach_remove(slots->used, is_before, slot_key(slot));
	spans_cut(slots->full, 0, slot);
}

guint
slots_count(const struct slots *slots)
{
	return g_hash_table_size(slots->used) + spans_count(slots->full);
}
