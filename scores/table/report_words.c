/*
 * report_words.c - what a report says in sentences, above and below its table.
 * English, for a terminal; digests have their own words. Called by
 * report_table.c.
 */
#include <math.h>

#include "base/text.h"
#include "scores/table/report_internal.h"

char *
report_points(double points, gboolean plus)
{
	long rounded = lround(points);

	return g_strdup_printf(plus && rounded > 0 ? "+%ld" : "%ld", rounded);
}

char *
report_tenths(const char *before, double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(digits, sizeof(digits), "%.1f", number);
	return g_strconcat(before, digits, NULL);
}

static void
append_score(GString *out, const struct report *report)
{
	const struct report_row *total = report->total;
	g_autofree char *days = period_words(report->period.since_day,
	    report->period.until_day);
	g_autofree char *score = report_points(total->nps.score, FALSE);
	g_autofree char *margin = report_tenths("±", total->nps.margin);

	if (!total->nps.known) {
		g_string_append_printf(out, "No answers, %s.\n", days);
		return;
	}
	g_string_append_printf(out, "NPS %s", score);
	if (total->nps.enough)
		g_string_append_printf(out, " %s%s%s", margin,
		    total->band != NULL ? ", " : "",
		    total->band != NULL ? total->band : "");
	else
		g_string_append(out, ", too few to tell");
	g_string_append_printf(out, ": %" G_GINT64_FORMAT " answer%s, %s.\n",
	    total->nps.answers, total->nps.answers == 1 ? "" : "s", days);
}

static void
append_change(GString *out, const struct report *report)
{
	const struct nps_change *change = &report->total->change;
	g_autofree char *days = period_words(report->period.before_day,
	    report->period.since_day);
	long points = labs(lround(change->points));

	if (!change->known)
		return;
	if (!change->tested)
		g_string_append_printf(out,
		    "Too few answers to tell a change on %s.\n", days);
	else if (points == 0)
		g_string_append_printf(out, "As on %s.\n", days);
	else
		g_string_append_printf(out, "%s %ld point%s on %s: %s.\n",
		    change->points > 0.0 ? "Up" : "Down", points,
		    points == 1 ? "" : "s", days,
		    change->real ? "a real change" : "could be chance");
}

void
report_append_headline(GString *out, const struct report *report)
{
	const struct report_row *total = report->total;

	append_score(out, report);
	append_change(out, report);
	if (total->has_heard)
		g_string_append_printf(out,
		    "%.0f%% of %" G_GINT64_FORMAT
		    " customers answered in the last twelve months.\n",
		    100.0 * total->heard_share, report->contacts);
	g_string_append_c(out, '\n');
}

/* Mistyped, perhaps. */
static gboolean
nobody_has_it(const struct report *report)
{
	const struct report_row *row;

	if (report->rows->len != 1 || report->hidden > 0)
		return FALSE;
	row = report->rows->pdata[0];
	return row->rest && row->nps.known;
}

void
report_append_remarks(GString *out, const struct report *report)
{
	g_autofree char *by = text_clean(report->by);

	if (nobody_has_it(report))
		g_string_append_printf(out,
		    "\nOf %s nothing is known of anybody who answered.\n", by);
	if (report->hidden > 0)
		g_string_append_printf(out,
		    "\n%u group%s with fewer than %u answers %s not shown.\n",
		    report->hidden, report->hidden == 1 ? "" : "s",
		    report->min_answers, report->hidden == 1 ? "is" : "are");
	if (report->without_anonymous)
		g_string_append(out,
		    "\nAnswers at anonymous touchpoints are shown by "
		    "touchpoint or team alone.\n");
}
