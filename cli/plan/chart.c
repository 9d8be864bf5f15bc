/*
 * chart.c - the charts of a plan for a terminal: messages a day (a week, a
 * month, if there are too many days), and by the hour of the day. Called by
 * page.c. Pure.
 */
#include "cli/plan/plan.h"

#include <string.h>

#include "base/timezone.h"

/* So many lines are looked at; more, and a line stands for more days. */
#define LINES_MAX 92
#define WEEK_DAYS 7
#define LABEL_WIDTH 12
#define BAR_MAX 60
#define BAR_MIN 10
#define HOURS 24
#define WIDE_HOURS_COLUMNS (2 + 3 * HOURS)

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define CYAN "\033[36m"
#define PLAIN "\033[0m"

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
	"Sat", "Sun" };
static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

enum span {
	SPAN_DAY,
	SPAN_WEEK,
	SPAN_MONTH,
};

/* 0: Monday. */
static guint
weekday(gint32 day)
{
	return (guint)(((day + 3) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS);
}

static void
date_of(gint32 day, GDate *date)
{
	g_date_clear(date, 1);
	g_date_set_julian(date, (guint32)(day + EPOCH_JULIAN));
}

static gboolean
is_weekend(gint32 day)
{
	return weekday(day) >= 5;
}

char *
plan_day_text(gint32 day)
{
	GDate date;

	date_of(day, &date);
	return g_strdup_printf("%s %2d %s", weekdays[weekday(day)],
	    g_date_get_day(&date), months[g_date_get_month(&date) - 1]);
}

static char *
label_of(enum span span, gint32 day)
{
	GDate date;

	date_of(day, &date);
	if (span == SPAN_DAY)
		return plan_day_text(day);
	if (span == SPAN_WEEK)
		return g_strdup_printf("%2d %s %d", g_date_get_day(&date),
		    months[g_date_get_month(&date) - 1],
		    g_date_get_year(&date));
	return g_strdup_printf("%s %d", months[g_date_get_month(&date) - 1],
	    g_date_get_year(&date));
}

/* The first day after the span that `day` is in. */
static gint32
span_end(enum span span, gint32 day)
{
	GDate date;

	switch (span) {
	case SPAN_DAY:
		return day + 1;
	case SPAN_WEEK:
		return day + WEEK_DAYS - (gint32)weekday(day);
	case SPAN_MONTH:
		date_of(day, &date);
		return day + 1 - g_date_get_day(&date) +
		    g_date_get_days_in_month(g_date_get_month(&date),
			g_date_get_year(&date));
	}
	g_assert_not_reached();
}

/* The last day on which something leaves. */
static gint32
last_busy_day(const struct plan_sums *sums)
{
	gint32 day = sums->last_day;

	while (day > sums->first_day &&
	    sums->asked[day - sums->first_day] == 0 &&
	    sums->others[day - sums->first_day] == 0)
		day--;
	return day;
}

static enum span
choose_span(gint32 days)
{

	return days <= LINES_MAX		 ? SPAN_DAY :
	    days <= LINES_MAX * WEEK_DAYS	 ? SPAN_WEEK :
						   SPAN_MONTH;
}

struct bar {
	gint32 day; /* the first */
	gint64 asked, others;
};

static GArray *
bars_of(const struct plan_sums *sums, gint32 last_day, enum span span)
{
	GArray *bars = g_array_new(FALSE, FALSE, sizeof(struct bar));

	for (gint32 day = sums->first_day; day <= last_day;) {
		gint32 end = MIN(span_end(span, day), last_day + 1);
		struct bar bar = { .day = day };

		for (; day < end; day++) {
			bar.asked += sums->asked[day - sums->first_day];
			bar.others += sums->others[day - sums->first_day];
		}
		g_array_append_val(bars, bar);
	}
	return bars;
}

/* Cells of n, of which the most has `width`; some is never none. */
static guint
cells(gint64 n, gint64 most, guint width)
{
	gint64 exact = most > 0 ? (n * width + most / 2) / most : 0;

	return n > 0 ? (guint)MAX(exact, 1) : 0;
}

static void
repeat(GString *page, const char *cell, guint n)
{
	for (guint i = 0; i < n; i++)
		g_string_append(page, cell);
}

static void
paint(GString *page, const struct plan_style *style, const char *code)
{
	if (style->colours)
		g_string_append(page, code);
}

static void
append_bar(GString *page, const struct bar *bar, enum span span, gint64 most,
    guint width, const struct plan_style *style)
{
	g_autofree char *label = label_of(span, bar->day);
	gboolean weekend = span == SPAN_DAY && is_weekend(bar->day);

	if (weekend)
		paint(page, style, DIM);
	g_string_append_printf(page, "%-*s", LABEL_WIDTH - 2, label);
	g_string_append(page, !weekend ? "  " : style->utf8 ? " ░" : " .");
	if (weekend)
		paint(page, style, PLAIN);
	g_string_append_c(page, ' ');
	paint(page, style, CYAN);
	repeat(page, style->utf8 ? "█" : "#", cells(bar->asked, most, width));
	repeat(page, style->utf8 ? "▒" : "+", cells(bar->others, most, width));
	paint(page, style, PLAIN);
	if (bar->asked > 0)
		g_string_append_printf(page, " %" G_GINT64_FORMAT, bar->asked);
	if (bar->others > 0)
		g_string_append_printf(page, " +%" G_GINT64_FORMAT,
		    bar->others);
	while (page->len > 0 && page->str[page->len - 1] == ' ')
		g_string_truncate(page, page->len - 1);
	g_string_append_c(page, '\n');
}

static guint
digits(gint64 n)
{
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, n);

	return (guint)strlen(text);
}

void
plan_chart_days(GString *page, const struct plan_sums *sums,
    const struct plan_style *style)
{
	static const char *const spans[] = { "day", "week", "month" };
	gint32 last_day = last_busy_day(sums);
	enum span span = choose_span(last_day - sums->first_day + 1);
	g_autoptr(GArray) bars = bars_of(sums, last_day, span);
	gint64 most = 0, most_others = 0;
	guint beside, width;

	for (guint i = 0; i < bars->len; i++) {
		const struct bar *bar = &g_array_index(bars, struct bar, i);

		most = MAX(most, bar->asked + bar->others);
		most_others = MAX(most_others, bar->others);
	}
	/* Label, bar, " 123 +45"; both parts of a bar may be rounded up. */
	beside = LABEL_WIDTH + 1 + 2 + 1 + digits(most) +
	    (most_others > 0 ? 2 + digits(most_others) : 0);
	width = CLAMP((gint)style->columns - (gint)beside, BAR_MIN, BAR_MAX);
	paint(page, style, BOLD);
	g_string_append_printf(page, "Messages a %s", spans[span]);
	paint(page, style, PLAIN);
	g_string_append_printf(page, "   %s asked%s%s\n",
	    style->utf8 ? "█" : "#",
	    most_others == 0 ? "" :
		style->utf8  ? "  ▒ reminders" :
			       "  + reminders",
	    span != SPAN_DAY ? "" :
		style->utf8  ? "  ░ weekend" :
			       "  . weekend");
	for (guint i = 0; i < bars->len; i++)
		append_bar(page, &g_array_index(bars, struct bar, i), span,
		    most, width, style);
	if (span_end(span, last_day) <= sums->last_day)
		g_string_append_printf(page, "%-*s nothing after that\n",
		    LABEL_WIDTH, "...");
}

/* One of eight heights, or of nine in digits; nothing is a dot. */
static const char *
height(gint64 n, gint64 most, gboolean utf8)
{
	static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇",
		"█" };
	static const char *const numbers[] = { "1", "2", "3", "4", "5", "6",
		"7", "8", "9" };

	if (n == 0)
		return utf8 ? "·" : ".";
	return utf8 ? blocks[cells(n, most, 8) - 1] :
		      numbers[cells(n, most, 9) - 1];
}

static void
append_busiest(GString *page, const struct plan_sums *sums, GTimeZone *zone)
{
	g_autofree char *day = plan_day_text(
	    timezone_day(zone, sums->busiest_at));
	g_autofree char *at = timezone_format(zone, sums->busiest_at);

	g_string_append_printf(page,
	    "  busiest: %.3s %s, %" G_GINT64_FORMAT " message%s\n", day, at,
	    sums->busiest_n, sums->busiest_n == 1 ? "" : "s");
}

static void
append_hour_names(GString *page, gboolean wide)
{
	for (guint hour = 0; hour < HOURS; hour++) {
		if (wide)
			g_string_append_printf(page, " %02u", hour);
		else if (hour % 6 == 0)
			g_string_append_printf(page,
			    hour < HOURS - 6 ? "%02u    " : "%02u", hour);
	}
}

void
plan_chart_hours(GString *page, const struct plan_sums *sums, GTimeZone *zone,
    const struct plan_style *style)
{
	gboolean wide = style->columns >= WIDE_HOURS_COLUMNS;
	gint64 most = 0;

	if (sums->busiest_n == 0)
		return;
	for (guint hour = 0; hour < HOURS; hour++)
		most = MAX(most, sums->by_hour[hour]);
	g_string_append_c(page, '\n');
	paint(page, style, BOLD);
	g_string_append(page, "By the hour of the day");
	paint(page, style, PLAIN);
	g_string_append(page, "\n ");
	paint(page, style, CYAN);
	for (guint hour = 0; hour < HOURS; hour++) {
		g_string_append(page, wide ? " " : "");
		repeat(page, height(sums->by_hour[hour], most, style->utf8),
		    wide ? 2 : 1);
	}
	paint(page, style, PLAIN);
	g_string_append(page, "\n ");
	append_hour_names(page, wide);
	g_string_append_c(page, '\n');
	append_busiest(page, sums, zone);
}
