/*
 * page.c - a plan for people: what leaves when, by touchpoint and channel,
 * who waits and who is not asked, and why. Called by plan.c. Pure.
 */
#include <string.h>

#include "base/text.h"
#include "base/timezone.h"
#include "cli/plan/plan.h"
#include "cli/reason_kind.h"
#include "scores/table/plain.h"

#define DAY_S (24 * 60 * 60)
#define HOUR_S (60 * 60)
#define NUMBER_WIDTH 8
#define GROUPS_MAX 12

static void
title(GString *page, const struct plan_style *style, const char *text)
{
	g_string_append_printf(page, "%s%s%s\n",
	    style->colours ? "\033[1m" : "", text,
	    style->colours ? "\033[0m" : "");
}

/* Words from `at` columns on, the next lines as far in. */
static void
append_words(GString *page, const char *text, guint at, guint columns)
{
	g_autofree char *clean = text_clean(text);
	g_auto(GStrv) words = g_strsplit(clean, " ", -1);
	guint column = at;

	for (gsize i = 0; words[i] != NULL; i++) {
		guint width = plain_width(words[i]);

		if (column > at && column + 1 + width > columns) {
			g_string_append_printf(page, "\n%*s", (int)at, "");
			column = at;
		} else if (column > at) {
			g_string_append_c(page, ' ');
			column++;
		}
		g_string_append(page, words[i]);
		column += width;
	}
}

char *
plan_period_text(const struct plan *plan)
{
	GTimeZone *zone = plan->settings->organisation.zone;
	g_autofree char *from = timezone_format(zone, plan->from_at);
	g_autofree char *until = timezone_format(zone, plan->until_at);

	return g_strdup_printf("%s to %s (%s)", from, until,
	    plan->settings->organisation.timezone_name);
}

static void
add_part(GString *line, gint64 n, const char *one, const char *many)
{
	if (n > 0)
		g_string_append_printf(line, "%s%" G_GINT64_FORMAT " %s",
		    line->len > 0 ? ", " : "", n, n == 1 ? one : many);
}

static void
append_head(GString *page, const struct plan *plan,
    const struct plan_sums *sums, const struct plan_style *style)
{
	g_autofree char *name = text_clean(plan->settings->organisation.name);
	g_autofree char *head = g_strdup_printf("The plan of %s", name);
	g_autofree char *period = plan_period_text(plan);
	g_autoptr(GString) line = g_string_new(NULL);

	title(page, style, head);
	append_words(page, period, 0, style->columns);
	g_string_append(page,
	    "\nNothing was sent, and nothing has changed.\n\n");
	add_part(line, sums->all.asked, "is asked", "are asked");
	add_part(line, sums->all.reminders, "reminder", "reminders");
	add_part(line, sums->all.nudges, "nudge", "nudges");
	add_part(line, sums->all.others, "other message", "other messages");
	add_part(line, sums->n_unasked, "is not asked", "are not asked");
	add_part(line, sums->n_long, "must wait for more than an hour",
	    "must wait for more than an hour");
	add_part(line, sums->n_waiting, "still waits at the end",
	    "still wait at the end");
	if (line->len == 0)
		g_string_append(line,
		    "Nobody is asked in this time, and nobody waits");
	g_string_append_c(line, '.');
	append_words(page, line->str, 0, style->columns);
	g_string_append_c(page, '\n');
}

/* The columns after the channel; those that are empty are left out. */
struct column {
	const char *name;
	gsize at; /* in struct plan_count */
};
static const struct column columns[] = {
	{ "asked", G_STRUCT_OFFSET(struct plan_count, asked) },
	{ "reminders", G_STRUCT_OFFSET(struct plan_count, reminders) },
	{ "nudges", G_STRUCT_OFFSET(struct plan_count, nudges) },
	{ "others", G_STRUCT_OFFSET(struct plan_count, others) },
};

static gint64
value_of(const struct plan_count *count, const struct column *column)
{
	return G_STRUCT_MEMBER(gint64, count, column->at);
}

static void
append_cells(GString *page, const struct plan_count *all,
    const struct plan_count *count)
{
	for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
		const struct column *column = &columns[i];

		if (i > 0 && value_of(all, column) == 0)
			continue;
		if (count == NULL)
			g_string_append_printf(page, "  %*s", NUMBER_WIDTH + 1,
			    column->name);
		else
			g_string_append_printf(page,
			    "  %*" G_GINT64_FORMAT, NUMBER_WIDTH + 1,
			    value_of(count, column));
	}
	g_string_append_c(page, '\n');
}

static void
append_table(GString *page, const struct plan_sums *sums,
    const struct plan_style *style)
{
	gsize width = strlen("all");

	for (guint i = 0; i < sums->counts->len; i++) {
		const struct plan_count *count = sums->counts->pdata[i];

		width = MAX(width, strlen(count->touchpoint));
	}
	g_string_append_c(page, '\n');
	title(page, style, "By touchpoint and channel");
	g_string_append_printf(page, "  %-*s  %-7s", (int)width, "", "");
	append_cells(page, &sums->all, NULL);
	for (guint i = 0; i < sums->counts->len; i++) {
		const struct plan_count *count = sums->counts->pdata[i];

		g_string_append_printf(page, "  %-*s  %-7s", (int)width,
		    count->touchpoint, channel_name(count->channel));
		append_cells(page, &sums->all, count);
	}
	if (sums->counts->len > 1) {
		g_string_append_printf(page, "  %-*s  %-7s", (int)width, "all",
		    "");
		append_cells(page, &sums->all, &sums->all);
	}
}

static char *
duration_text(gint64 seconds)
{
	if (seconds >= 2 * DAY_S)
		return g_strdup_printf("%" G_GINT64_FORMAT " days",
		    (seconds + DAY_S / 2) / DAY_S);
	if (seconds >= 2 * HOUR_S)
		return g_strdup_printf("%" G_GINT64_FORMAT " hours",
		    (seconds + HOUR_S / 2) / HOUR_S);
	if (seconds < 90)
		return g_strdup("a minute");
	return g_strdup_printf("%" G_GINT64_FORMAT " minutes",
	    (seconds + 30) / 60);
}

/* "the rest of 30 days, up to 12 days, half of them up to 2 days" */
static void
append_wait(GString *line, const struct plan_group *group)
{
	guint n = group->waits->len;
	gint64 longest_s = g_array_index(group->waits, gint64, n - 1);
	gint64 half_s = g_array_index(group->waits, gint64, (n - 1) / 2);
	g_autofree char *longest = duration_text(longest_s);
	g_autofree char *half = duration_text(half_s);

	if (strcmp(group->what, message_kind_name(MESSAGE_INVITATION)) != 0)
		g_string_append_printf(line, "(%ss) ", group->what);
	g_string_append_printf(line, "%s, up to %s", group->reason, longest);
	if (half_s < longest_s / 2)
		g_string_append_printf(line, ", half of them up to %s", half);
}

static void
append_group(GString *page, const struct plan_group *group, gboolean waits,
    const struct plan_style *style)
{
	g_autoptr(GString) line = g_string_new(NULL);

	if (waits) {
		append_wait(line, group);
	} else {
		g_string_append_printf(line, "%s: %s", group->what,
		    group->reason);
	}
	g_string_append_printf(page, "%*" G_GINT64_FORMAT "  ", NUMBER_WIDTH,
	    group->n);
	append_words(page, line->str, NUMBER_WIDTH + 2, style->columns);
	g_string_append_c(page, '\n');
}

typedef gboolean (*group_filter)(const struct plan_group *group);

static gboolean
is_cap(const struct plan_group *group)
{
	return reason_kind_is_cap(group->reason);
}

static gboolean
is_no_cap(const struct plan_group *group)
{
	return !is_cap(group);
}

static gboolean
is_any(const struct plan_group *group)
{
	(void)group;
	return TRUE;
}

/* Groups of one kind of message under a title; nothing if there are none. */
static void
append_groups(GString *page, const char *heading, const GPtrArray *groups,
    group_filter wanted, gboolean waits, const struct plan_style *style)
{
	guint shown = 0;
	gint64 rest = 0;

	for (guint i = 0; i < groups->len; i++) {
		const struct plan_group *group = groups->pdata[i];

		if (!wanted(group))
			continue;
		if (shown == 0) {
			g_string_append_c(page, '\n');
			title(page, style, heading);
		}
		if (shown++ < GROUPS_MAX)
			append_group(page, group, waits, style);
		else
			rest += group->n;
	}
	if (rest > 0)
		g_string_append_printf(page,
		    "%*" G_GINT64_FORMAT "  for others; --json has all\n",
		    NUMBER_WIDTH, rest);
}

char *
plan_page(const struct plan *plan, const struct plan_style *style)
{
	g_autoptr(plan_sums) sums = plan_sums_new(plan);
	GString *page = g_string_new(NULL);

	append_head(page, plan, sums, style);
	if (plan->sends->len > 0) {
		g_string_append_c(page, '\n');
		plan_chart_days(page, sums, style);
		plan_chart_hours(page, sums, plan->settings->organisation.zone,
		    style);
		append_table(page, sums, style);
	}
	append_groups(page, "Made to wait", sums->waits, is_no_cap, TRUE,
	    style);
	append_groups(page, "Held back by a cap", sums->waits, is_cap, TRUE,
	    style);
	append_groups(page, "Not asked", sums->unasked, is_any, FALSE, style);
	return g_string_free(page, FALSE);
}
