/*
 * fuzz_calendar.c - any bytes as a file of holidays. What comes out answers
 * without contradicting itself, and soon.
 */
#include <string.h>

#include "base/calendar.h"
#include "base/timezone.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
ask(const struct calendar *calendar, GTimeZone *zone, gint64 at)
{
	gint64 next_at = calendar_next(calendar, zone, at);
	const char *name;
	gint64 closes_at;

	g_assert(next_at >= at);
	g_assert(calendar_contains(calendar, zone, at) == (next_at == at));
	if (calendar_is_closed(calendar, zone, at, &name) && name != NULL) {
		g_assert(g_utf8_validate(name, -1, NULL));
		g_assert(strchr(name, '\n') == NULL);
	}
	if (next_at == G_MAXINT64)
		return;
	g_assert(calendar_contains(calendar, zone, next_at));
	g_assert(next_at == at ||
	    !calendar_contains(calendar, zone, next_at - 1));
	closes_at = calendar_closes(calendar, zone, next_at);
	g_assert(closes_at > next_at);
	if (closes_at == G_MAXINT64)
		return;
	g_assert(calendar_contains(calendar, zone, closes_at - 1));
	g_assert(!calendar_contains(calendar, zone, closes_at));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	static GTimeZone *zone;
	g_autoptr(calendar) calendar = calendar_new("fuzzed");
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	gboolean taken;

	if (zone == NULL)
		zone = timezone_find("Europe/Helsinki", NULL);
	if (size > 0 && data[0] % 2 == 1 &&
	    !calendar_add_hours(calendar, "Mon-Fri 02:30-03:30", NULL))
		g_assert_not_reached();
	taken = calendar_add_closures(calendar, (const char *)data, size,
	    mistakes, &error);
	g_assert(taken == (error == NULL));
	for (guint i = 0; i < mistakes->len; i++)
		g_assert(g_str_has_prefix(mistakes->pdata[i], "line "));
	/* Before a gap, before an overlap, and a day of few rules. */
	ask(calendar, zone, 1774742400);
	ask(calendar, zone, 1792886400);
	ask(calendar, zone, 951782400);
	return 0;
}
