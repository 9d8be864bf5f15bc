/*
 * overview_data.c - the rows of an overview as JSON, NDJSON and CSV. Knows not
 * what they say. See overview_data.h.
 */
#include "scores/page/overview_data.h"

#include <string.h>

#include "scores/table/cells.h"
#include "scores/figures/nps.h"
#include "scores/page/overview_data_internal.h"

/* Those that CSV has in any case, in this order; others follow. */
static const char *const columns[] = { "section", "organisation", "team",
	"since", "until", "compared_since", "touchpoint", "from", "by", "group",
	"nps", "margin", "interval_low", "interval_high", "band", "mean",
	"promoters", "passives", "detractors", "answers", "commented",
	"comment_rate", "sent", "response_rate", "heard", "heard_share",
	"change", "change_margin", "change_real", "distribution", "nps_before",
	"promoters_before", "passives_before", "detractors_before", "fell_band",
	"fell_four", "said_last", "people", "valued", "value", "currency",
	"contacts", "min_answers", "groups_not_shown", "open", "overdue",
	"opened", "closed", "median_hours_to_close", "case", "opened_on",
	"due_on", "day", "source", "score_before", "score", "name", "tags",
	"comment" };

char *
overview_json(const struct overview *overview)
{
	json_t *sections = overview_sections(overview);
	char *dumped = json_dumps(sections, JSON_INDENT(1));
	char *text;

	g_assert(dumped != NULL);
	text = g_strconcat(dumped, "\n", NULL);
	free(dumped);
	json_decref(sections);
	return text;
}

/* The row with its section before all else; owned. */
static json_t *
row_of(const char *section, json_t *object)
{
	json_t *row = json_object();

	json_object_set_new(row, "section", json_string(section));
	json_object_update(row, object);
	return row;
}

char *
overview_ndjson(const struct overview *overview)
{
	json_t *sections = overview_sections(overview);
	GString *out = g_string_new(NULL);
	const char *section;
	json_t *list, *object;
	gsize i;

	json_object_foreach(sections, section, list)
	{
		json_array_foreach(list, i, object)
		{
			json_t *row = row_of(section, object);
			char *line = json_dumps(row, JSON_COMPACT);

			g_assert(line != NULL);
			g_string_append(out, line);
			g_string_append_c(out, '\n');
			free(line);
			json_decref(row);
		}
	}
	json_decref(sections);
	return g_string_free(out, FALSE);
}

static void
add_column(GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++) {
		if (g_str_equal(g_ptr_array_index(names, i), name))
			return;
	}
	g_ptr_array_add(names, (gpointer)name);
}

/* Borrowed of the table above, and of the sections. */
static GPtrArray *
all_columns(json_t *sections)
{
	GPtrArray *names = g_ptr_array_new();
	const char *section, *name;
	json_t *list, *object, *value;
	gsize i;

	for (i = 0; i < G_N_ELEMENTS(columns); i++)
		add_column(names, columns[i]);
	json_object_foreach(sections, section, list)
	{
		json_array_foreach(list, i, object)
		{
			json_object_foreach(object, name, value)
			{
				add_column(names, name);
			}
		}
	}
	return names;
}

static void
append_list(GString *out, const json_t *list)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	const json_t *item;
	gsize i;

	json_array_foreach(list, i, item)
	{
		g_string_append_printf(joined, "%s%s", i > 0 ? ", " : "",
		    json_string_value(item));
	}
	cells_append_text(out, joined->str);
}

/* Eleven cells; with a comma before each. */
static void
append_distribution(GString *out, const json_t *list)
{
	for (gsize score = 0; score < NPS_SCORES; score++) {
		const json_t *count = json_array_get(list, score);

		if (count != NULL)
			cells_append_count(out, json_integer_value(count));
		else
			g_string_append_c(out, ',');
	}
}

/* With a comma before. */
static void
append_value(GString *out, const json_t *value)
{
	if (json_is_integer(value)) {
		cells_append_count(out, json_integer_value(value));
		return;
	}
	if (json_is_real(value)) {
		cells_append_number(out, json_real_value(value));
		return;
	}
	g_string_append_c(out, ',');
	if (json_is_string(value))
		cells_append_text(out, json_string_value(value));
	else if (json_is_boolean(value))
		g_string_append(out, json_is_true(value) ? "yes" : "no");
	else if (json_is_array(value))
		append_list(out, value);
}

static void
append_header(GString *out, const GPtrArray *names)
{
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);

		if (i > 0 && !g_str_equal(name, "distribution"))
			g_string_append_c(out, ',');
		if (!g_str_equal(name, "distribution")) {
			cells_append_text(out, name);
			continue;
		}
		for (int score = 0; score < NPS_SCORES; score++)
			g_string_append_printf(out, ",score_%d", score);
	}
	g_string_append(out, "\r\n");
}

/* The first of the names is the section. */
static void
append_row(GString *out, const GPtrArray *names, const char *section,
    const json_t *object)
{
	cells_append_text(out, section);
	for (guint i = 1; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		const json_t *value = json_object_get(object, name);

		if (g_str_equal(name, "distribution"))
			append_distribution(out, value);
		else
			append_value(out, value);
	}
	g_string_append(out, "\r\n");
}

char *
overview_csv(const struct overview *overview)
{
	json_t *sections = overview_sections(overview);
	g_autoptr(GPtrArray) names = all_columns(sections);
	GString *out = g_string_new(NULL);
	const char *section;
	json_t *list, *object;
	gsize i;

	append_header(out, names);
	json_object_foreach(sections, section, list)
	{
		json_array_foreach(list, i, object)
		{
			append_row(out, names, section, object);
		}
	}
	g_clear_pointer(&names, g_ptr_array_unref);
	json_decref(sections);
	return g_string_free(out, FALSE);
}
