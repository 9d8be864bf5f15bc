/*
 * steps_table.c - a journey as a table for a terminal: its steps, and who
 * fell. Prints nothing itself. Called by cli/ through steps.h.
 */
#include <math.h>

#include "base/money.h"
#include "base/text.h"
#include "base/timezone.h"
#include "scores/figures/steps.h"
#include "scores/table/plain.h"

#define COLUMNS_DEFAULT 80
#define COLUMNS_MIN 60
#define NAME_MIN 8
#define COMMENT_SHOWN_MAX 400

#define LEGEND                                                                 \
	"Fell: by a band, as from promoter to passive; by 4+: by four "        \
	"points or more"

enum column {
	COLUMN_FROM,
	COLUMN_TO,
	COLUMN_CUSTOMERS,
	COLUMN_BEFORE,
	COLUMN_AFTER,
	COLUMN_CHANGE,
	COLUMN_BAND,
	COLUMN_FOUR,
	COLUMNS,
};

static const char *const headings[COLUMNS] = {
	[COLUMN_FROM] = "From",
	[COLUMN_TO] = "To",
	[COLUMN_CUSTOMERS] = "People",
	[COLUMN_BEFORE] = "NPS",
	[COLUMN_AFTER] = "then",
	[COLUMN_CHANGE] = "Change",
	[COLUMN_BAND] = "Fell",
	[COLUMN_FOUR] = "by 4+",
};

static char *
points(double number, gboolean plus)
{
	long rounded = lround(number);

	return g_strdup_printf(plus && rounded > 0 ? "+%ld" : "%ld", rounded);
}

static char *
count(gint64 number)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, number);
}

static char **
line_of(const struct step *step)
{
	char **line = g_new0(char *, COLUMNS + 1);

	line[COLUMN_FROM] = text_clean(step->from);
	line[COLUMN_TO] = text_clean(step->to);
	line[COLUMN_CUSTOMERS] = count(step->after.answers);
	line[COLUMN_BEFORE] = points(step->before.score, FALSE);
	line[COLUMN_AFTER] = points(step->after.score, FALSE);
	line[COLUMN_CHANGE] = points(step->after.score - step->before.score,
	    TRUE);
	line[COLUMN_BAND] = count(step->fell_band);
	line[COLUMN_FOUR] = count(step->fell_four);
	return line;
}

static char **
heading_line(void)
{
	char **line = g_new0(char *, COLUMNS + 1);

	for (int i = 0; i < COLUMNS; i++)
		line[i] = g_strdup(headings[i]);
	return line;
}

/* The two names share what the figures leave. */
static void
share(guint width[COLUMNS], guint columns)
{
	guint *from = &width[COLUMN_FROM], *to = &width[COLUMN_TO];
	guint figures = 2;
	guint left;

	for (int i = COLUMN_CUSTOMERS; i < COLUMNS; i++)
		figures += width[i] + 2;
	left = columns > figures + 2 * NAME_MIN ? columns - figures :
						  2 * NAME_MIN;
	if (*from + *to <= left)
		return;
	*from = MIN(*from, MAX(left / 2, left - MIN(*to, left)));
	*to = MIN(*to, left - *from);
}

static void
append_steps(GString *out, const GPtrArray *steps, guint columns)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)g_strfreev);
	guint width[COLUMNS] = { 0 };

	g_ptr_array_add(lines, heading_line());
	for (guint i = 0; i < steps->len; i++)
		g_ptr_array_add(lines, line_of(steps->pdata[i]));
	for (guint k = 0; k < lines->len; k++)
		for (int i = 0; i < COLUMNS; i++)
			width[i] = MAX(width[i],
			    plain_width(((char **)lines->pdata[k])[i]));
	share(width, columns);
	for (guint k = 0; k < lines->len; k++) {
		char *const *line = lines->pdata[k];

		for (int i = 0; i < COLUMNS; i++) {
			if (i > 0)
				g_string_append(out, "  ");
			if (i <= COLUMN_TO)
				plain_append_left(out, line[i], width[i]);
			else
				plain_append_right(out, line[i], width[i]);
		}
		g_string_append_c(out, '\n');
	}
}

/* "9 after-booking, then 3 week-later: Ada, 2 November 2026, 120.00 EUR" */
static void
append_fall(GString *out, const struct fall_row *fall,
    const struct steps_style *style, guint columns)
{
	g_autofree char *from = text_clean(fall->from);
	g_autofree char *to = text_clean(fall->to);
	g_autofree char *name = fall->name != NULL ? text_clean(fall->name) :
						     g_strdup("somebody");
	gint32 day = timezone_day(style->zone, fall->answered_at);
	g_autofree char *at = period_words(day, day + 1);
	g_autofree char *value = fall->has_value ?
	    money_format(fall->value_micro, style->currency) :
	    NULL;
	g_autofree char *line = g_strdup_printf(
	    "%d %s, then %d %s: %s, %s%s%s", fall->from_score, from,
	    fall->score, to, name, at, value != NULL ? ", " : "",
	    value != NULL ? value : "");
	g_autofree char *wrapped = plain_wrap(line, "", columns);

	g_string_append_printf(out, "%s\n", wrapped);
	if (fall->comment != NULL) {
		g_autofree char *valid = g_utf8_make_valid(fall->comment, -1);
		g_autofree char *clean = text_clean(valid);
		g_autofree char *cut = text_cut(clean, COMMENT_SHOWN_MAX);
		g_autofree char *words = plain_wrap(cut, "    ", columns);

		g_string_append_printf(out, "%s\n", words);
	}
}

static void
append_falls(GString *out, const struct steps *steps,
    const struct steps_style *style, guint columns)
{
	if (steps->falls->len == 0)
		return;
	g_string_append(out,
	    "\nWho fell by a band or by four points, the newest first:\n");
	for (guint i = 0; i < steps->falls->len; i++)
		append_fall(out, steps->falls->pdata[i], style, columns);
	if (steps->more)
		g_string_append(out, "and more\n");
}

char *
steps_table(const struct steps *steps, const struct steps_style *style)
{
	guint columns = MAX(COLUMNS_MIN,
	    style->columns > 0 ? style->columns : COLUMNS_DEFAULT);
	g_autofree char *days = period_words(steps->period.since_day,
	    steps->period.until_day);
	g_autofree char *legend = plain_wrap(LEGEND, "", columns);
	GString *out = g_string_new(NULL);

	if (steps->rows->len == 0 && steps->hidden == 0) {
		g_string_append_printf(out,
		    "Nobody answered who had answered before, %s.\n", days);
		return g_string_free(out, FALSE);
	}
	g_string_append_printf(out,
	    "The same customers, from one answer to the next, %s.\n\n", days);
	append_steps(out, steps->rows, columns);
	g_string_append_printf(out, "\n%s\n", legend);
	if (steps->hidden > 0)
		g_string_append_printf(out,
		    "\n%u step%s of fewer than %u people %s not shown.\n",
		    steps->hidden, steps->hidden == 1 ? "" : "s",
		    steps->min_answers, steps->hidden == 1 ? "is" : "are");
	append_falls(out, steps, style, columns);
	return g_string_free(out, FALSE);
}
