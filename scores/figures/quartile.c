/*
 * quartile.c - four groups of answers by a number that is known of who gave
 * them: where the quarters end, and what the groups are called. See group.h.
 */
#include <math.h>
#include <string.h>

#include "scores/figures/group.h"

#define QUARTERS 4

/* The answers with one number. */
struct number {
	double value;
	const struct group *group; /* borrowed */
};

/* Digits with a point perhaps, nothing else. */
static gboolean
read_value(const char *text, double *value)
{
	const char *digits = text + (*text == '-' ? 1 : 0);
	char *end;

	if (*digits == '\0' || strspn(digits, "0123456789.") != strlen(digits))
		return FALSE;
	*value = g_ascii_strtod(text, &end);
	return *end == '\0' && isfinite(*value);
}

static int
by_number(gconstpointer a, gconstpointer b)
{
	const struct number *one = a;
	const struct number *other = b;

	return (one->value > other->value) - (one->value < other->value);
}

/* "4-7", "3", "-2 to 5" */
static char *
span_name(double least, double most)
{
	char from[G_ASCII_DTOSTR_BUF_SIZE], to[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(from, sizeof(from), "%.12g", least);
	g_ascii_formatd(to, sizeof(to), "%.12g", most);
	if (strcmp(from, to) == 0)
		return g_strdup(from);
	return g_strconcat(from, least < 0.0 ? " to " : "-", to, NULL);
}

/* Adds the group of numbers[first] to numbers[last - 1]. */
static void
add_quarter(GPtrArray *quarters, const GArray *numbers, guint first, guint last)
{
	struct group *quarter = g_new0(struct group, 1);

	for (guint i = first; i < last; i++) {
		const struct group *group =
		    g_array_index(numbers, struct number, i).group;

		group_add_tally(&quarter->now, &group->now);
		group_add_tally(&quarter->before, &group->before);
	}
	quarter->name = span_name(
	    g_array_index(numbers, struct number, first).value,
	    g_array_index(numbers, struct number, last - 1).value);
	g_ptr_array_add(quarters, quarter);
}

/* Numbers that are cut into quarters. */
struct cutter {
	GPtrArray *quarters;
	const GArray *numbers;
	gint64 answers; /* in all; more than 0 */
	guint first;	/* number that is in no quarter yet */
	gint64 open;	/* answers since the last cut */
};

static void
cut_before(struct cutter *cutter, guint number)
{
	/* No answers are no group: what only the period before has goes with
	 * its neighbour. */
	if (cutter->open == 0)
		return;
	add_quarter(cutter->quarters, cutter->numbers, cutter->first, number);
	cutter->first = number;
	cutter->open = 0;
}

/* The first number behind those that are equal to this one. */
static guint
end_of_equals(const GArray *numbers, guint i, gint64 *answers)
{
	double value = g_array_index(numbers, struct number, i).value;

	for (; i < numbers->len; i++) {
		const struct number *number = &g_array_index(numbers,
		    struct number, i);

		if (number->value > value)
			break;
		*answers += group_answers(&number->group->now);
	}
	return i;
}

/* A quarter of all answers ends where equal numbers do, before them or behind
 * them, whatever is nearer. */
static void
cut(struct cutter *cutter)
{
	gint64 before = 0;
	guint end;

	for (guint i = 0; i < cutter->numbers->len; i = end) {
		gint64 behind = before;
		gboolean cuts_before = FALSE, cuts_behind = FALSE;

		end = end_of_equals(cutter->numbers, i, &behind);
		for (int q = 1; q < QUARTERS; q++) {
			gint64 from = q * cutter->answers - QUARTERS * before;
			gint64 to = QUARTERS * behind - q * cutter->answers;

			if (from <= 0 || to < 0)
				continue;
			cuts_before |= from < to;
			cuts_behind |= from >= to;
		}
		if (cuts_before)
			cut_before(cutter, i);
		cutter->open += behind - before;
		if (cuts_behind && behind < cutter->answers)
			cut_before(cutter, end);
		before = behind;
	}
	cut_before(cutter, cutter->numbers->len);
}

GPtrArray *
group_by_quartile(const GPtrArray *values)
{
	GPtrArray *quarters = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)group_free);
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE,
	    sizeof(struct number));
	struct group *rest = g_new0(struct group, 1);
	gint64 answers = 0;

	rest->name = g_strdup("");
	rest->rest = TRUE;
	for (guint i = 0; i < values->len; i++) {
		const struct group *group = values->pdata[i];
		struct number number = { .group = group };

		if (read_value(group->name, &number.value)) {
			g_array_append_val(numbers, number);
			answers += group_answers(&group->now);
		} else {
			group_add_tally(&rest->now, &group->now);
			group_add_tally(&rest->before, &group->before);
		}
	}
	g_array_sort(numbers, by_number);
	if (answers > 0) {
		struct cutter cutter = { quarters, numbers, answers, 0, 0 };

		cut(&cutter);
	}
	g_ptr_array_add(quarters, rest);
	return quarters;
}
