/*
 * calendar_hours.c - reads the hours of a calendar's week. Knows no dates and
 * no zone. Called by the settings, and by window.c for those of [sms].
 */
#include <string.h>

#include "base/calendar_internal.h"
#include "base/errors.h"

#define FORM "NN:NN-NN:NN"
#define ITEMS_MAX 100
#define ALLOWED                                                                \
	"allowed are such as Mon-Fri 09:00-18:00, Sat 10:00-14:00, or "        \
	"Fri 22:00-02:00 over midnight"

static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
	"Sun" };

/* -1: it is none. */
static int
day_of(const char *text)
{
	for (int i = 0; i < 7; i++)
		if (g_ascii_strncasecmp(text, days[i], 3) == 0)
			return i;
	return -1;
}

/* "Mon" or "Sat-Mon", its end in *rest. */
static gboolean
read_days(const char *text, int *first, int *last, const char **rest)
{
	*first = *last = day_of(text);
	*rest = text + 3;
	if (*first < 0)
		return FALSE;
	if (text[3] == '-') {
		*last = day_of(text + 4);
		*rest = text + 7;
	}
	return *last >= 0 && (**rest == ' ' || **rest == '\t');
}

/* "08:00" in minutes; -1: no time of a day. 24:00 is the day's end. */
static int
minutes_of(const char *text)
{
	int hour = (text[0] - '0') * 10 + text[1] - '0';
	int minute = (text[3] - '0') * 10 + text[4] - '0';

	if (minute > 59 || hour * 60 + minute > DAY_MIN)
		return -1;
	return hour * 60 + minute;
}

/* until_min is past from_min, perhaps on the next day. */
static gboolean
read_minutes(const char *text, struct span *span)
{
	const char *form = FORM;

	if (strlen(text) != strlen(form))
		return FALSE;
	for (int i = 0; form[i] != '\0'; i++)
		if (form[i] == 'N' ? !g_ascii_isdigit(text[i]) :
				     form[i] != text[i])
			return FALSE;
	span->from_min = minutes_of(text);
	span->until_min = minutes_of(text + strlen("NN:NN-"));
	if (span->from_min < 0 || span->until_min < 0 ||
	    span->from_min == DAY_MIN || span->from_min == span->until_min)
		return FALSE;
	if (span->until_min < span->from_min)
		span->until_min += DAY_MIN;
	return TRUE;
}

static gboolean
read_item(const char *item, GArray *spans, GError **error)
{
	const char *rest = item;
	struct span minutes;
	int first = 0, last = 6;

	if (*item == '\0')
		return config_refuse(error,
		    "there is a comma too many, or no hours at all; " ALLOWED);
	if (g_ascii_isalpha(*item) && !read_days(item, &first, &last, &rest))
		return config_refuse(error,
		    "\"%s\": days are Mon, Tue, Wed, Thu, Fri, Sat and Sun, "
		    "or from one to another, and hours come behind them; "
		    ALLOWED,
		    item);
	rest += strspn(rest, " \t");
	if (!read_minutes(rest, &minutes))
		return config_refuse(error,
		    "\"%s\": hours are from HH:MM to another HH:MM, 00:00 to "
		    "24:00; " ALLOWED,
		    item);
	for (int day = first;; day = (day + 1) % 7) {
		struct span span = { day * DAY_MIN + minutes.from_min,
			day * DAY_MIN + minutes.until_min };

		g_array_append_val(spans, span);
		if (day == last)
			return TRUE;
	}
}

static int
by_start(gconstpointer a, gconstpointer b)
{
	const struct span *one = a, *other = b;

	return one->from_min - other->from_min;
}

/* Joins neighbours, those too that meet at the end of the week. */
static void
join(GArray *spans)
{
	struct span *all;
	guint n = 0;

	if (spans->len == 0)
		return;
	g_array_sort(spans, by_start);
	all = (struct span *)(void *)spans->data;
	for (guint i = 1; i < spans->len; i++) {
		if (all[i].from_min <= all[n].until_min)
			all[n].until_min = MAX(all[n].until_min,
			    all[i].until_min);
		else
			all[++n] = all[i];
	}
	/* Sunday night ends where Monday has begun. */
	while (n > 0 && all[n].until_min - WEEK_MIN >= all[0].from_min) {
		all[n].until_min = MAX(all[n].until_min,
		    all[0].until_min + WEEK_MIN);
		memmove(all, all + 1, n * sizeof(*all));
		n--;
	}
	g_array_set_size(spans, n + 1);
}

gboolean
calendar_add_hours(struct calendar *calendar, const char *text, GError **error)
{
	g_auto(GStrv) items = g_strsplit(text, ",", ITEMS_MAX + 1);
	g_autoptr(GArray) spans = g_array_new(FALSE, FALSE,
	    sizeof(struct span));

	if (g_strv_length(items) > ITEMS_MAX)
		return config_refuse(error, "at most %d hours are taken",
		    ITEMS_MAX);
	for (char **item = items; *item != NULL; item++)
		if (!read_item(g_strstrip(*item), spans, error))
			return FALSE;
	if (items[0] == NULL)
		return read_item("", spans, error);
	g_array_append_vals(calendar->spans, spans->data, spans->len);
	join(calendar->spans);
	g_hash_table_remove_all(calendar->openings);
	return TRUE;
}
