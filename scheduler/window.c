/*
 * window.c - see window.h. Knows no message and no clock. Called by cadence.c
 * for what is planned, by departure.c for what is about to leave, by pace.c.
 *
 * What is derived of names, numbers and hours is kept for the life of the
 * process: there are but some hundred zones and countries.
 */
#include "scheduler/window.h"

#include "base/phone.h"
#include "base/timezone.h"

/* A calendar that opens so often, and never in the hours, never will. */
#define OPENINGS_MAX 200

struct zone_set {
	guint n;
	GTimeZone *zones[];
};

/*
 * A zone is read once: a number may be in thirty of them, and that for each
 * text. An array of one; NULL: it is none; borrowed.
 */
static GTimeZone *const *
zone_named(const char *name)
{
	static GHashTable *zones;
	GTimeZone **known;
	GTimeZone *zone;

	if (zones == NULL)
		zones = g_hash_table_new(g_str_hash, g_str_equal);
	known = g_hash_table_lookup(zones, name);
	if (known != NULL)
		return known;
	zone = timezone_find(name, NULL);
	if (zone == NULL)
		return NULL;
	known = g_new(GTimeZone *, 1);
	*known = zone;
	g_hash_table_insert(zones, g_strdup(name), known);
	return known;
}

/* Names that are no zones here are left out. */
static struct zone_set *
zone_set_new(const char *phone)
{
	g_auto(GStrv) names = phone_zones(phone);
	struct zone_set *set = g_malloc0(sizeof(*set) +
	    g_strv_length(names) * sizeof(*set->zones));

	for (char **name = names; *name != NULL; name++) {
		GTimeZone *const *zone = zone_named(*name);

		if (zone != NULL)
			set->zones[set->n++] = *zone;
	}
	return set;
}

/* Those of the number's country; borrowed. */
static const struct zone_set *
zones_of_phone(const char *phone)
{
	static GHashTable *countries;
	struct phone_facts facts;
	struct zone_set *set;

	if (countries == NULL)
		countries = g_hash_table_new(g_str_hash, g_str_equal);
	phone_look(phone, &facts);
	set = g_hash_table_lookup(countries, facts.country);
	if (set == NULL) {
		set = zone_set_new(phone);
		g_hash_table_insert(countries, g_strdup(facts.country), set);
	}
	return set;
}

/* NULL: all day. Borrowed. */
static const struct calendar *
calendar_of_hours(const struct hours *hours)
{
	static GHashTable *calendars;
	g_autofree char *text = NULL;
	struct calendar *calendar;
	gpointer key = GUINT_TO_POINTER(hours->from_min << 16 |
	    hours->until_min);

	if (hours->from_min == 0 && hours->until_min == 24 * 60)
		return NULL;
	if (calendars == NULL)
		calendars = g_hash_table_new(NULL, NULL);
	calendar = g_hash_table_lookup(calendars, key);
	if (calendar != NULL)
		return calendar;
	text = g_strdup_printf("%02u:%02u-%02u:%02u", hours->from_min / 60,
	    hours->from_min % 60, hours->until_min / 60,
	    hours->until_min % 60);
	calendar = calendar_new("sms");
	if (!calendar_add_hours(calendar, text, NULL))
		g_assert_not_reached();
	g_hash_table_insert(calendars, key, calendar);
	return calendar;
}

struct window *
window_of(const struct settings *settings, const struct touchpoint *touchpoint,
    const struct contact *contact, enum channel channel)
{
	GTimeZone *const *own = contact->timezone != NULL ?
	    zone_named(contact->timezone) :
	    NULL;
	struct window *window = g_new0(struct window, 1);

	window->calendar = touchpoint != NULL ? touchpoint->calendar : NULL;
	if (channel == CHANNEL_SMS)
		window->hours = calendar_of_hours(&settings->texting.hours);
	window->zones = own != NULL ? own : &settings->organisation.zone;
	window->n_zones = 1;
	window->zone = *window->zones;
	if (own == NULL && contact->phone != NULL &&
	    (window->hours != NULL || window->calendar != NULL)) {
		const struct zone_set *set = zones_of_phone(contact->phone);

		if (set->n == 1)
			window->zone = set->zones[0];
		if (set->n > 0) {
			window->zones = set->zones;
			window->n_zones = set->n;
		}
	}
	return window;
}

void
window_free(struct window *window)
{
	g_free(window);
}

gint64
window_next(const struct window *window, gint64 at)
{
	for (guint i = 0; i < OPENINGS_MAX; i++) {
		gint64 next_at = at;

		if (window->calendar != NULL)
			next_at = calendar_next(window->calendar, window->zone,
			    at);
		if (next_at == G_MAXINT64 || window->hours == NULL)
			return next_at;
		at = calendar_next_in(window->hours, window->zones,
		    window->n_zones, next_at);
		if (at == next_at || at == G_MAXINT64)
			return at;
	}
	return G_MAXINT64;
}

static gboolean
calendar_allows(const struct window *window, gint64 at)
{
	return window->calendar == NULL ||
	    calendar_contains(window->calendar, window->zone, at);
}

gboolean
window_contains(const struct window *window, gint64 at)
{
	return calendar_allows(window, at) &&
	    (window->hours == NULL ||
		calendar_contains_in(window->hours, window->zones,
		    window->n_zones, at));
}

gint64
window_closes(const struct window *window, gint64 at)
{
	gint64 closes_at = G_MAXINT64;

	if (window->calendar != NULL)
		closes_at = calendar_closes(window->calendar, window->zone, at);
	if (window->hours != NULL)
		closes_at = MIN(closes_at,
		    calendar_closes_in(window->hours, window->zones,
			window->n_zones, at));
	return closes_at;
}

char *
window_reason(const struct window *window, gint64 at)
{
	const char *name;

	if (calendar_allows(window, at))
		return g_strdup("quiet hours");
	if (!calendar_is_closed(window->calendar, window->zone, at, &name))
		return g_strdup_printf("outside the hours of calendar %s in %s",
		    calendar_name(window->calendar),
		    g_time_zone_get_identifier(window->zone));
	if (name == NULL)
		return g_strdup_printf("closed by calendar %s",
		    calendar_name(window->calendar));
	return g_strdup_printf("closed: %s", name);
}
