/*
 * steps.c - steps from touchpoint to touchpoint, from the store and as data.
 * The table is steps_table.c's. See steps.h.
 */
#include "scores/figures/steps.h"

#include "base/clock.h"
#include "base/money.h"
#include "scores/table/cells.h"

static void
step_free(gpointer data)
{
	struct step *step = data;

	g_free(step->from);
	g_free(step->to);
	g_free(step);
}

void
steps_free(struct steps *steps)
{
	if (steps == NULL)
		return;
	g_clear_pointer(&steps->rows, g_ptr_array_unref);
	g_clear_pointer(&steps->falls, g_ptr_array_unref);
	g_free(steps);
}

static const char *const *
touchpoints_of(const struct team *team)
{
	return team != NULL && *team->touchpoints != NULL ?
	    (const char *const *)team->touchpoints :
	    NULL;
}

static int
by_people(gconstpointer a, gconstpointer b)
{
	const struct step *one = *(const struct step *const *)a;
	const struct step *other =
	    *(const struct step *const *)b;
	int names = g_strcmp0(one->from, other->from);

	if (one->after.answers != other->after.answers)
		return one->after.answers > other->after.answers ? -1 : 1;
	return names != 0 ? names : g_strcmp0(one->to, other->to);
}

void
steps_take_shifts(struct steps *steps, const GPtrArray *shifts,
    const struct team *team)
{
	const char *const *touchpoints = touchpoints_of(team);

	g_clear_pointer(&steps->rows, g_ptr_array_unref);
	steps->rows = g_ptr_array_new_with_free_func(step_free);
	steps->hidden = 0;
	for (guint i = 0; i < shifts->len; i++) {
		const struct shift_row *shift = shifts->pdata[i];
		struct step *step;

		if (shift->n == 0 ||
		    (touchpoints != NULL &&
			!g_strv_contains(touchpoints, shift->to)))
			continue;
		if (shift->n < steps->min_answers) {
			steps->hidden++;
			continue;
		}
		step = g_new0(struct step, 1);
		step->from = g_strdup(shift->from);
		step->to = g_strdup(shift->to);
		step->before = nps_of_groups(shift->from_promoters,
		    shift->n - shift->from_promoters - shift->from_detractors,
		    shift->from_detractors);
		step->after = nps_of_groups(shift->to_promoters,
		    shift->n - shift->to_promoters - shift->to_detractors,
		    shift->to_detractors);
		step->fell_band = shift->fell_band;
		step->fell_four = shift->fell_four;
		g_ptr_array_add(steps->rows, step);
	}
	g_ptr_array_sort(steps->rows, by_people);
}

struct steps *
steps_read(struct store *store, const struct settings *settings,
    const struct period *period, const struct team *team, GError **error)
{
	g_autoptr(steps) steps = g_new0(struct steps, 1);
	g_autoptr(GPtrArray) shifts = store_shifts(store, period->since_day,
	    period->until_day, error);

	if (shifts == NULL)
		return NULL;
	steps->period = *period;
	steps->min_answers = settings->scoring.min_answers;
	steps_take_shifts(steps, shifts, team);
	steps->falls = store_falls(store, touchpoints_of(team),
	    period->since_day, period->until_day, STEPS_FALLS_MAX + 1, error);
	if (steps->falls == NULL)
		return NULL;
	steps->more = steps->falls->len > STEPS_FALLS_MAX;
	if (steps->more)
		g_ptr_array_set_size(steps->falls, STEPS_FALLS_MAX);
	return g_steal_pointer(&steps);
}

char *
steps_csv(const struct steps *steps)
{
	GString *out = g_string_new(
	    "from,to,customers,nps_before,nps_after,fell_band,fell_four\r\n");

	for (guint i = 0; i < steps->rows->len; i++) {
		const struct step *step = steps->rows->pdata[i];

		cells_append_text(out, step->from);
		g_string_append_c(out, ',');
		cells_append_text(out, step->to);
		cells_append_count(out, step->after.answers);
		cells_append_number(out, step->before.score);
		cells_append_number(out, step->after.score);
		cells_append_count(out, step->fell_band);
		cells_append_count(out, step->fell_four);
		g_string_append(out, "\r\n");
	}
	return g_string_free(out, FALSE);
}

static json_t *
text_json(const char *text)
{
	g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) :
						NULL;

	return valid != NULL ? json_string(valid) : json_null();
}

static json_t *
step_json(const struct step *step)
{
	return json_pack("{s:o, s:o, s:I, s:f, s:f, s:I, s:I}", "from",
	    text_json(step->from), "to", text_json(step->to), "customers",
	    (json_int_t)step->after.answers, "nps_before", step->before.score,
	    "nps_after", step->after.score, "fell_band",
	    (json_int_t)step->fell_band, "fell_four",
	    (json_int_t)step->fell_four);
}

static json_t *
fall_json(const struct fall_row *fall)
{
	g_autofree char *at = time_format(fall->answered_at);

	return json_pack("{s:I, s:o, s:o, s:o, s:i, s:i, s:o, s:s, s:o}",
	    "response", (json_int_t)fall->response_id, "name",
	    text_json(fall->name), "from", text_json(fall->from), "to",
	    text_json(fall->to), "score_before", fall->from_score, "score",
	    fall->score, "comment", text_json(fall->comment), "answered_at", at,
	    "value",
	    fall->has_value ?
		json_real((double)fall->value_micro / MONEY_UNIT) :
		json_null());
}

char *
steps_json(const struct steps *steps, gboolean lines)
{
	json_t *list = json_array();
	char *text;

	for (guint i = 0; i < steps->rows->len; i++)
		json_array_append_new(list,
		    step_json(steps->rows->pdata[i]));
	if (steps->hidden > 0)
		json_array_append_new(list,
		    json_pack("{s:I, s:I}", "steps_not_shown",
			(json_int_t)steps->hidden, "min_answers",
			(json_int_t)steps->min_answers));
	for (guint i = 0; i < steps->falls->len; i++)
		json_array_append_new(list,
		    fall_json(steps->falls->pdata[i]));
	text = cells_json(list, lines);
	json_decref(list);
	return text;
}
