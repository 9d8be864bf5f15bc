/*
 * report_table.c - the rows of a report as a table for a terminal, aligned by
 * display width. Prints nothing itself. Called by cli/ through report.h.
 */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "scores/table/plain.h"
#include "scores/table/report_internal.h"

#define COLUMNS_DEFAULT 80
#define NO_ANSWERS "no answers yet"
#define NOT_KNOWN "(not known)"
#define FEW "few"

static const char *const headings[COLUMNS] = {
	[COLUMN_NAME] = "",
	[COLUMN_NPS] = "NPS",
	[COLUMN_MARGIN] = "",
	[COLUMN_BAND] = "",
	[COLUMN_ANSWERS] = "Answers",
	[COLUMN_PROMOTERS] = "9-10",
	[COLUMN_PASSIVES] = "7-8",
	[COLUMN_DETRACTORS] = "0-6",
	[COLUMN_BAR] = "",
	[COLUMN_MEAN] = "Mean",
	[COLUMN_COMMENTS] = "Comments",
	[COLUMN_RATE] = "Rate",
	[COLUMN_HEARD] = "Heard",
	[COLUMN_CHANGE] = "Change ",
};

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

struct table {
	GPtrArray *lines; /* of char *[COLUMNS], the bar's cell being empty */
	guint width[COLUMNS];
	gboolean colours;
	gboolean any_real, any_tested, any_few;
};

static void
line_free(char **line)
{
	for (int i = 0; i < COLUMNS; i++)
		g_free(line[i]);
	g_free(line);
}

static char *
count_text(gint64 count)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, count);
}

static char *
percent_text(double share)
{
	return g_strdup_printf("%.0f%%", 100.0 * share);
}

static char *
name_text(const struct report_row *row)
{
	if (row->rest)
		return g_strdup(NOT_KNOWN);
	if (row->touchpoint != NULL)
		return text_clean(row->touchpoint);
	return row->group != NULL ? text_clean(row->group) : g_strdup("All");
}

static void
set_change(struct table *table, char **line, const struct nps_change *change)
{
	g_autofree char *points = report_points(change->points, TRUE);

	if (!change->known)
		return;
	if (change->tested)
		line[COLUMN_CHANGE] = g_strconcat(points,
		    change->real ? "*" : " ", NULL);
	else
		line[COLUMN_CHANGE] = g_strdup(FEW " ");
	table->any_real |= change->real;
	table->any_tested |= change->tested;
	table->any_few |= !change->tested;
}

static void
set_figures(struct table *table, char **line, const struct report_row *row)
{
	const struct nps *nps = &row->nps;
	double comments;

	line[COLUMN_NPS] = report_points(nps->score, FALSE);
	line[COLUMN_MARGIN] = nps->enough ? report_tenths("±", nps->margin) :
					    g_strdup(FEW);
	line[COLUMN_BAND] = row->band != NULL ? text_clean(row->band) : NULL;
	line[COLUMN_ANSWERS] = count_text(nps->answers);
	line[COLUMN_PROMOTERS] = count_text(nps->promoters);
	line[COLUMN_PASSIVES] = count_text(nps->passives);
	line[COLUMN_DETRACTORS] = count_text(nps->detractors);
	line[COLUMN_MEAN] = report_tenths("", nps->mean);
	if (report_comment_rate(row, &comments))
		line[COLUMN_COMMENTS] = percent_text(comments);
	table->any_few |= !nps->enough;
}

static void
add_line(struct table *table, const struct report_row *row)
{
	char **line = g_new0(char *, COLUMNS);

	line[COLUMN_NAME] = name_text(row);
	if (row->nps.known)
		set_figures(table, line, row);
	if (row->has_rate)
		line[COLUMN_RATE] = percent_text(row->response_rate);
	if (row->has_heard)
		line[COLUMN_HEARD] = percent_text(row->heard_share);
	set_change(table, line, &row->change);
	g_ptr_array_add(table->lines, line);
}

/* What no row has, has no column; a heading is as wide as it is. */
static void
measure(struct table *table, const char *heading)
{
	gboolean any[COLUMNS] = { [COLUMN_NPS] = TRUE,
		[COLUMN_ANSWERS] = TRUE,
		[COLUMN_PROMOTERS] = TRUE,
		[COLUMN_PASSIVES] = TRUE,
		[COLUMN_DETRACTORS] = TRUE };

	for (guint k = 0; k < table->lines->len; k++) {
		char *const *line = g_ptr_array_index(table->lines, k);

		for (int i = 0; i < COLUMNS; i++) {
			if (line[i] == NULL)
				continue;
			any[i] = TRUE;
			table->width[i] = MAX(table->width[i],
			    plain_width(line[i]));
		}
	}
	for (int i = 0; i < COLUMNS; i++)
		if (any[i])
			table->width[i] = MAX(table->width[i],
			    plain_width(headings[i]));
	table->width[COLUMN_NAME] = MAX(table->width[COLUMN_NAME],
	    plain_width(heading));
}

static void
trim_end(GString *out)
{
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
}

/* From the score to the counts there is one remark. */
static void
append_no_answers(GString *out, const struct table *table)
{
	guint width = 0;

	for (enum column i = COLUMN_NPS; i <= COLUMN_DETRACTORS; i++)
		if (table->width[i] > 0)
			width += table->width[i] + report_gap(i);
	width -= report_gap(COLUMN_NPS);
	g_string_append_printf(out, "%*s%s", (int)report_gap(COLUMN_NPS), "",
	    table->colours ? DIM : "");
	plain_append_left(out, NO_ANSWERS, width);
	g_string_append(out, table->colours ? PLAIN : "");
}

static void
append_line(GString *out, const struct table *table, const char *const *line,
    const struct report_row *row)
{
	gboolean silent = row != NULL && !row->nps.known;

	for (enum column i = 0; i < COLUMNS; i++) {
		const char *cell = line[i] != NULL ? line[i] : "";
		guint width = table->width[i];

		if (silent && i == COLUMN_NPS)
			append_no_answers(out, table);
		if ((silent && i >= COLUMN_NPS && i <= COLUMN_DETRACTORS) ||
		    width == 0)
			continue;
		g_string_append_printf(out, "%*s", (int)report_gap(i), "");
		if (i == COLUMN_BAR && row != NULL && !silent)
			plain_append_bar(out, &row->nps, width, table->colours);
		else if (i == COLUMN_NAME || i == COLUMN_BAR ||
		    i == COLUMN_BAND)
			plain_append_left(out, cell, width);
		else
			plain_append_right(out, cell, width);
	}
	trim_end(out);
	g_string_append_c(out, '\n');
}

static void
append_legend(GString *out, guint columns, const struct table *table)
{
	g_string_append_printf(out,
	    "\n%s promoters 9-10  %s passives 7-8  "
	    "%s detractors 0-6%s± margin of error at 95%%\n",
	    plain_blocks[0], plain_blocks[1], plain_blocks[2],
	    columns < COLUMNS_DEFAULT ? "\n" : "   ");
	if (table->width[COLUMN_HEARD] > 0)
		g_string_append(out,
		    "Heard: customers who answered in the last twelve "
		    "months\n");
	if (table->any_few)
		g_string_append(out,
		    "few: too few answers, or too much alike, to tell\n");
	if (table->any_real)
		g_string_append(out,
		    "* a real change; the others could be chance\n");
	else if (table->any_tested)
		g_string_append(out, "Each change could be chance\n");
}

static char *
heading_of(const struct report *report)
{
	if (strcmp(report->by, "touchpoint") == 0)
		return g_strdup("Touchpoint");
	if (strcmp(report->by, "team") == 0)
		return g_strdup("Team");
	return text_clean(report->by);
}

char *
report_table(const struct report *report, const struct report_style *style)
{
	struct table table = { .colours = style->colours };
	GString *out = g_string_new(NULL);
	guint columns = MAX(REPORT_COLUMNS_MIN,
	    style->columns > 0 ? style->columns : COLUMNS_DEFAULT);
	g_autofree char *heading = heading_of(report);
	const char *headline[COLUMNS];
	guint n_rows = report->rows->len;

	memcpy(headline, headings, sizeof(headline));
	headline[COLUMN_NAME] = heading;
	table.lines = g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
	for (guint i = 0; i < n_rows; i++)
		add_line(&table, report->rows->pdata[i]);
	if (n_rows > 1)
		add_line(&table, report->total);
	measure(&table, heading);
	report_share_columns(table.width, columns);

	report_append_headline(out, report);
	g_string_append(out, table.colours ? BOLD : "");
	append_line(out, &table, headline, NULL);
	g_string_append(out, table.colours ? PLAIN : "");
	for (guint i = 0; i < table.lines->len; i++) {
		gboolean last = i == n_rows;

		g_string_append(out, last && table.colours ? BOLD : "");
		append_line(out, &table, table.lines->pdata[i],
		    last ? report->total : report->rows->pdata[i]);
		g_string_append(out, last && table.colours ? PLAIN : "");
	}
	report_append_remarks(out, report);
	append_legend(out, columns, &table);
	g_ptr_array_unref(table.lines);
	return g_string_free(out, FALSE);
}
