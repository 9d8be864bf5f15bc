/*
 * report_table.c - the rows of a report as a table for a terminal, aligned by
 * display width. Prints nothing itself. Called by cli/ through report.h.
 */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "scores/plain.h"
#include "scores/report.h"

#define COLUMNS_DEFAULT 80
#define NAME_MIN 10
#define BAR_MIN 10
#define BAR_MAX 24
#define NO_ANSWERS "no answers yet"

enum column {
	COLUMN_NAME,
	COLUMN_NPS,
	COLUMN_MARGIN,
	COLUMN_ANSWERS,
	COLUMN_PROMOTERS,
	COLUMN_PASSIVES,
	COLUMN_DETRACTORS,
	COLUMN_BAR,
	COLUMN_RATE,
	COLUMN_CHANGE,
	COLUMNS,
};

static const char *const headings[COLUMNS] = {
	[COLUMN_NAME] = "Touchpoint",
	[COLUMN_NPS] = "NPS",
	[COLUMN_MARGIN] = "",
	[COLUMN_ANSWERS] = "Answers",
	[COLUMN_PROMOTERS] = "9-10",
	[COLUMN_PASSIVES] = "7-8",
	[COLUMN_DETRACTORS] = "0-6",
	[COLUMN_BAR] = "",
	[COLUMN_RATE] = "Rate",
	[COLUMN_CHANGE] = "Change ",
};

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

struct table {
	GPtrArray *lines; /* of char *[COLUMNS], the bar's cell being empty */
	guint width[COLUMNS];
	gboolean colours;
};

/* Rounded to whole points; never "-0". */
static char *
signed_points(double points, gboolean plus)
{
	long rounded = lround(points);

	return g_strdup_printf(plus && rounded > 0 ? "+%ld" : "%ld", rounded);
}

static char *
tenths(const char *before, double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(digits, sizeof(digits), "%.1f", number);
	return g_strconcat(before, digits, NULL);
}

static void
line_free(char **line)
{
	for (int i = 0; i < COLUMNS; i++)
		g_free(line[i]);
	g_free(line);
}

static void
add_line(struct table *table, const struct report_row *row)
{
	const struct nps *nps = &row->nps;
	char **line = g_new0(char *, COLUMNS);

	line[COLUMN_NAME] = row->touchpoint != NULL ?
	    text_clean(row->touchpoint) :
	    g_strdup("All");
	if (nps->known) {
		line[COLUMN_NPS] = signed_points(nps->score, FALSE);
		line[COLUMN_MARGIN] = tenths("±", nps->margin);
		line[COLUMN_ANSWERS] = g_strdup_printf("%" G_GINT64_FORMAT,
		    nps->answers);
		line[COLUMN_PROMOTERS] = g_strdup_printf("%" G_GINT64_FORMAT,
		    nps->promoters);
		line[COLUMN_PASSIVES] = g_strdup_printf("%" G_GINT64_FORMAT,
		    nps->passives);
		line[COLUMN_DETRACTORS] = g_strdup_printf("%" G_GINT64_FORMAT,
		    nps->detractors);
	}
	if (row->has_rate)
		line[COLUMN_RATE] = g_strdup_printf("%.0f%%",
		    100.0 * row->response_rate);
	if (row->change.known) {
		g_autofree char *points = signed_points(row->change.points,
		    TRUE);

		line[COLUMN_CHANGE] = g_strconcat(points,
		    row->change.real ? "*" : " ", NULL);
	}
	for (int i = 0; i < COLUMNS; i++)
		if (line[i] != NULL)
			table->width[i] = MAX(table->width[i],
			    plain_width(line[i]));
	g_ptr_array_add(table->lines, line);
}

/* Columns stand two spaces apart, a margin beside its score one. */
static guint
gap_before(enum column column)
{
	switch (column) {
	case COLUMN_NAME:
		return 0;
	case COLUMN_MARGIN:
		return 1;
	case COLUMN_NPS:
	case COLUMN_ANSWERS:
	case COLUMN_PROMOTERS:
	case COLUMN_PASSIVES:
	case COLUMN_DETRACTORS:
	case COLUMN_BAR:
	case COLUMN_RATE:
	case COLUMN_CHANGE:
		return 2;
	case COLUMNS:
		break;
	}
	g_assert_not_reached();
}

/* The figures take what they need; names and bars share what is left. */
static void
share_columns(struct table *table, guint columns)
{
	guint *width = table->width;
	guint name = width[COLUMN_NAME], figures = 0, left;

	for (enum column i = 0; i < COLUMNS; i++) {
		if (i != COLUMN_BAR && width[i] > 0)
			figures += gap_before(i);
		if (i != COLUMN_BAR && i != COLUMN_NAME)
			figures += width[i];
	}
	left = columns > figures + NAME_MIN ? columns - figures : NAME_MIN;
	width[COLUMN_BAR] = 0;
	if (left >= MIN(name, NAME_MIN) + gap_before(COLUMN_BAR) + BAR_MIN) {
		guint for_bar = left - gap_before(COLUMN_BAR);

		width[COLUMN_BAR] = for_bar > name + BAR_MIN ?
		    MIN(for_bar - name, BAR_MAX) :
		    BAR_MIN;
		left = for_bar - width[COLUMN_BAR];
	}
	width[COLUMN_NAME] = MIN(name, left);
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
		width += table->width[i] + gap_before(i);
	width -= gap_before(COLUMN_NPS);
	g_string_append_printf(out, "%*s%s", (int)gap_before(COLUMN_NPS), "",
	    table->colours ? DIM : "");
	plain_append_left(out, NO_ANSWERS, width);
	g_string_append(out, table->colours ? PLAIN : "");
}

static void
append_line(GString *out, const struct table *table, char *const *line,
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
		g_string_append_printf(out, "%*s", (int)gap_before(i), "");
		if (i == COLUMN_BAR && row != NULL && !silent)
			plain_append_bar(out, &row->nps, width, table->colours);
		else if (i == COLUMN_NAME || i == COLUMN_BAR)
			plain_append_left(out, cell, width);
		else
			plain_append_right(out, cell, width);
	}
	trim_end(out);
	g_string_append_c(out, '\n');
}

static void
append_legend(GString *out, guint columns, gboolean any_real)
{
	g_string_append_printf(out,
	    "\n%s promoters 9-10  %s passives 7-8  "
	    "%s detractors 0-6%s± margin of error at 95%%\n",
	    plain_blocks[0], plain_blocks[1], plain_blocks[2],
	    columns < COLUMNS_DEFAULT ? "\n" : "   ");
	if (any_real)
		g_string_append(out, "* a change beyond its margin of error\n");
}

char *
report_table(const GPtrArray *rows, const struct report_row *total,
    const struct report_style *style)
{
	struct table table = { .colours = style->colours };
	GString *out = g_string_new(NULL);
	gboolean any_real = total != NULL && total->change.real;
	gboolean any_change = total != NULL && total->change.known;
	gboolean any_rate = total != NULL && total->has_rate;
	guint columns = MAX(REPORT_COLUMNS_MIN,
	    style->columns > 0 ? style->columns : COLUMNS_DEFAULT);

	table.lines = g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
	for (int i = 0; i < COLUMNS; i++)
		table.width[i] = plain_width(headings[i]);
	for (guint i = 0; i < rows->len; i++) {
		const struct report_row *row = g_ptr_array_index(rows, i);

		add_line(&table, row);
		any_real |= row->change.real;
		any_change |= row->change.known;
		any_rate |= row->has_rate;
	}
	if (total != NULL && rows->len > 1)
		add_line(&table, total);
	/* Without a period before there is no change to tell. */
	if (!any_change)
		table.width[COLUMN_CHANGE] = 0;
	/* Nor a rate, if all answers were given elsewhere. */
	if (!any_rate)
		table.width[COLUMN_RATE] = 0;
	share_columns(&table, columns);

	g_string_append(out, table.colours ? BOLD : "");
	append_line(out, &table, (char *const *)headings, NULL);
	for (guint i = 0; i < table.lines->len; i++) {
		gboolean last = i == rows->len;

		if (i == 0)
			g_string_append(out, table.colours ? PLAIN : "");
		if (last && table.colours)
			g_string_append(out, BOLD);
		append_line(out, &table, g_ptr_array_index(table.lines, i),
		    last ? total : g_ptr_array_index(rows, i));
	}
	append_legend(out, columns, any_real);
	g_ptr_array_unref(table.lines);
	return g_string_free(out, FALSE);
}
