/*
 * digest_trend.c - the score of the last weeks: as a picture, and as figures
 * for who does not see it. How a picture looks is chart.h's. Called by digest.c
 * and digest_context.c.
 */
#include "scores/digest/digest_internal.h"

#include <math.h>

#include "scores/page/chart.h"
#include "scores/table/plain.h"

#define PICTURE_HEIGHT 180
#define WEEKS_SHOWN_MIN 2
#define PLAIN_DATE_COLUMNS 22
#define PLAIN_SCORE_COLUMNS 6
#define PLAIN_MARGIN_COLUMNS 8

/* The first week that has a score; those before it say nothing. */
static guint
first_week(const struct digest_facts *facts)
{
	guint i = 0;

	while (i < DIGEST_WEEKS && !facts->weeks[i].nps.known)
		i++;
	return i;
}

static guint
weeks_known(const struct digest_facts *facts)
{
	guint n = 0;

	for (guint i = 0; i < DIGEST_WEEKS; i++)
		n += facts->weeks[i].nps.known;
	return n;
}

static void
point_of(const struct digest_week *week, char *label, struct chart_point *point)
{
	const struct nps *nps = &week->nps;

	point->known = nps->known;
	point->enough = nps->enough;
	point->score = nps->score;
	point->low = fmax(nps->score - nps->margin, -100.0);
	point->high = fmin(nps->score + nps->margin, 100.0);
	point->label = label;
}

char *
digest_trend_svg(struct digest_words *words, const struct digest_facts *facts,
    enum digest_paper paper)
{
	struct chart_style style = paper == DIGEST_DARK ? chart_style_dark :
							  chart_style_light;
	struct chart_point points[DIGEST_WEEKS] = { 0 };
	g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
	guint first = first_week(facts);

	if (weeks_known(facts) < WEEKS_SHOWN_MIN)
		return NULL;
	for (guint i = first; i < DIGEST_WEEKS; i++) {
		const struct digest_week *week = &facts->weeks[i];
		char *label = digest_day(words, week->since_day);

		g_ptr_array_add(labels, label);
		point_of(week, label, &points[i - first]);
	}
	style.width = DIGEST_PICTURE_WIDTH;
	style.height = PICTURE_HEIGHT;
	return chart_trend(points, DIGEST_WEEKS - first, &style);
}

static json_t *
week_json(struct digest_words *words, const struct digest_week *week)
{
	json_t *object = json_object();

	digest_set_take(object, "label", digest_day(words, week->since_day));
	digest_set_take(object, "answers",
	    digest_integer(words, week->nps.answers));
	digest_set_take(object, "score",
	    week->nps.known ? digest_points(week->nps.score, FALSE) :
			      g_strdup("–"));
	if (week->nps.enough)
		digest_set_take(object, "margin",
		    digest_margin(words, &week->nps));
	return object;
}

static char *
plain_line(const json_t *week)
{
	GString *out = g_string_new("    ");
	const json_t *margin = json_object_get(week, "margin");

	plain_append_left(out, json_string_value(json_object_get(week,
				   "label")),
	    PLAIN_DATE_COLUMNS);
	plain_append_right(out, json_string_value(json_object_get(week,
				    "score")),
	    PLAIN_SCORE_COLUMNS);
	g_string_append(out, "  ");
	plain_append_left(out, margin != NULL ? json_string_value(margin) : "",
	    PLAIN_MARGIN_COLUMNS);
	plain_append_right(out, json_string_value(json_object_get(week,
				    "answers")),
	    PLAIN_SCORE_COLUMNS + 2);
	return g_string_free(out, FALSE);
}

static char *
alt_text(struct digest_words *words, const struct digest_facts *facts)
{
	double low = 100.0, high = -100.0;
	g_autofree char *lowest = NULL, *highest = NULL;

	for (guint i = 0; i < DIGEST_WEEKS; i++) {
		const struct nps *nps = &facts->weeks[i].nps;

		if (!nps->known)
			continue;
		low = fmin(low, nps->score);
		high = fmax(high, nps->score);
	}
	lowest = digest_points(low, FALSE);
	highest = digest_points(high, FALSE);
	return digest_word(words, "trend_alt", "low", lowest, "high", highest,
	    NULL);
}

void
digest_set_trend(json_t *context, struct digest_words *words,
    const struct digest_input *input)
{
	const struct digest_facts *facts = input->facts;
	guint first = first_week(facts);
	guint half = (DIGEST_WEEKS - first + 1) / 2;
	json_t *trend, *columns, *weeks = NULL;
	g_autoptr(GString) plain = g_string_new(NULL);

	if (weeks_known(facts) < WEEKS_SHOWN_MIN)
		return;
	trend = json_object();
	columns = json_array();
	for (guint i = first; i < DIGEST_WEEKS; i++) {
		json_t *week = week_json(words, &facts->weeks[i]);
		g_autofree char *line = plain_line(week);

		if ((i - first) % half == 0) {
			weeks = json_array();
			json_array_append_new(columns,
			    json_pack("{s:o}", "weeks", weeks));
		}
		json_array_append_new(weeks, week);
		g_string_append_printf(plain, "%s%s", plain->len > 0 ? "\n" :
								       "",
		    line);
	}
	json_object_set_new(trend, "columns", columns);
	digest_set(trend, "plain", plain->str);
	digest_set(trend, "picture", input->picture);
	digest_set(trend, "picture_dark", input->picture_dark);
	digest_set_take(trend, "width",
	    g_strdup_printf("%d", DIGEST_PICTURE_WIDTH));
	digest_set_take(trend, "alt", alt_text(words, facts));
	json_object_set_new(context, "trend", trend);
}
