/*
 * rush.c - see rush.h. Called by check.c.
 */
#include "cli/rush.h"

#include "scheduler/pace.h"

void
rush_notes(const struct settings *settings, GPtrArray *notes)
{
	g_autoptr(pace) pace = pace_new(settings);

	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *each = settings->touchpoints->pdata[i];

		if (each->on == NULL && each->spread_s == 0 &&
		    !pace_limits(pace, each))
			g_ptr_array_add(notes,
			    g_strdup_printf("[touchpoint %s]: it asks "
					    "everybody at once; a `spread` or "
					    "a `drip` lays it over time",
				each->name));
	}
}
