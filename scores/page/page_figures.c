/*
 * page_figures.c - of a page the headline and the pictures: trend,
 * distribution, value at risk. See page_internal.h.
 */
#include <math.h>
#include <string.h>

#include "scores/page/chart.h"
#include "scores/page/page_internal.h"

#define WIDE 860
#define WIDE_HEIGHT 230
#define NARROW 350
#define NARROW_HEIGHT 220

/* Colours of the template. */
static const struct chart_style page_style = {
	.paper = "var(--card)",
	.ink = "var(--ink)",
	.quiet = "var(--quiet)",
	.grid = "var(--grid)",
	.line = "var(--line)",
	.band = "var(--band)",
	.bands = { "var(--promoter)", "var(--passive)", "var(--detractor)" },
	.silent = "var(--silent)",
};

static void
count_bands(const struct nps *nps, gint64 counts[3])
{
	counts[OVERVIEW_PROMOTERS] = nps->promoters;
	counts[OVERVIEW_PASSIVES] = nps->passives;
	counts[OVERVIEW_DETRACTORS] = nps->detractors;
}

char *
page_bar(struct page_words *words, const struct nps *nps)
{
	struct chart_style style = page_style;
	g_autoptr(GString) title = g_string_new(NULL);
	gint64 counts[3];

	count_bands(nps, counts);
	for (int i = 0; i < 3; i++) {
		g_autofree char *name = page_word(words, page_bands[i], NULL);
		g_autofree char *n = digest_integer(words->digest, counts[i]);

		g_string_append_printf(title, "%s%s %s", i > 0 ? ", " : "",
		    name, n);
	}
	style.title = title->str;
	return chart_bar(nps, &style);
}

static char *
change_sentence(struct page_words *words, const struct nps_change *change)
{
	g_autofree char *points = digest_points(fabs(change->points), FALSE);

	if (!change->known)
		return digest_word(words->digest, "first", NULL);
	if (g_str_equal(points, "0"))
		return digest_word(words->digest, "same", NULL);
	if (change->points > 0)
		return digest_word(words->digest,
		    change->real ? "up" : "up_chance", "points", points, NULL);
	return digest_word(words->digest, change->real ? "down" : "down_chance",
	    "points", points, NULL);
}

static char *
interval_sentence(struct page_words *words, const struct nps *nps)
{
	g_autofree char *low = digest_points(nps->interval_low, FALSE);
	g_autofree char *high = digest_points(nps->interval_high, FALSE);

	return page_word(words, "interval", "low", low, "high", high, NULL);
}

static char *
share_of(struct page_words *words, gint64 n, gint64 all)
{
	return all > 0 ?
	    digest_percent(words->digest, (double)n / (double)all) :
	    NULL;
}

static void
add_legend(json_t *headline, struct page_words *words, const struct nps *nps)
{
	json_t *legend = json_array();
	gint64 counts[3];

	count_bands(nps, counts);
	for (int i = 0; i < 3; i++) {
		json_t *entry = json_object();

		page_set(entry, "class", page_classes[i]);
		page_take(entry, "name", page_word(words, page_bands[i], NULL));
		page_take(entry, "figure",
		    digest_integer(words->digest, counts[i]));
		page_take(entry, "share",
		    share_of(words, counts[i], nps->answers));
		json_array_append_new(legend, entry);
	}
	json_object_set_new(headline, "legend", legend);
}

static void
add_tiles(json_t *headline, struct page_words *words,
    const struct overview *overview)
{
	const struct report_row *total = overview_total(overview);
	const struct overview_base *base = &overview->base;
	g_autofree char *answered = digest_integer(words->digest,
	    total->answered);
	g_autofree char *sent = digest_integer(words->digest, total->sent);
	g_autofree char *heard = digest_integer(words->digest, base->heard);
	g_autofree char *all = digest_integer(words->digest, base->contacts);
	double rate;

	page_add_tile(headline, NULL, page_word(words, "answers", NULL),
	    digest_integer(words->digest, total->nps.answers), NULL);
	if (total->has_rate)
		page_add_tile(headline, NULL,
		    page_word(words, "response_rate", NULL),
		    digest_percent(words->digest, total->response_rate),
		    page_word(words, "response_note", "answered", answered,
			"sent", sent, NULL));
	if (report_comment_rate(total, &rate))
		page_add_tile(headline, NULL,
		    page_word(words, "comment_rate", NULL),
		    digest_percent(words->digest, rate),
		    page_counted(words, "comment_note", total->commented));
	page_add_tile(headline, NULL, page_word(words, "mean", NULL),
	    digest_tenths(words->digest, total->nps.mean),
	    page_word(words, "mean_note", NULL));
	if (base->contacts > 0)
		page_add_tile(headline, NULL, page_word(words, "heard", NULL),
		    share_of(words, base->heard, base->contacts),
		    page_word(words, "heard_note", "n", heard, "all", all,
			NULL));
	if (overview->cases.open > 0)
		page_add_tile(headline, NULL, page_word(words, "cases", NULL),
		    digest_integer(words->digest, overview->cases.open),
		    page_word(words, "open", NULL));
}

void
page_add_headline(json_t *context, struct page_words *words,
    const struct overview *overview)
{
	const struct report_row *total = overview_total(overview);
	const struct nps *nps = &total->nps;
	json_t *headline, *sentences;
	g_autofree char *one = NULL, *two = NULL, *margin = NULL;

	if (!nps->known) {
		page_take(context, "nothing",
		    page_word(words, "nothing", NULL));
		return;
	}
	headline = json_object();
	sentences = json_array();
	json_object_set_new(headline, "tiles", json_array());
	page_take(headline, "score", digest_points(nps->score, FALSE));
	page_set(headline, "label", total->band);
	margin = digest_tenths(words->digest, nps->margin);
	page_take(headline, "margin",
	    nps->enough ? g_strconcat("±\u00a0", margin, NULL) :
			  page_word(words, "few", NULL));
	one = change_sentence(words, &total->change);
	two = interval_sentence(words, nps);
	json_array_append_new(sentences, json_string(one));
	json_array_append_new(sentences, json_string(two));
	json_object_set_new(headline, "sentences", sentences);
	page_take(headline, "bar", page_bar(words, nps));
	add_legend(headline, words, nps);
	add_tiles(headline, words, overview);
	json_object_set_new(context, "headline", headline);
}

static void
add_chart(json_t *section, const char *class, char *svg)
{
	json_t *chart = json_object();

	page_set(chart, "class", class);
	page_take(chart, "svg", svg);
	json_array_append_new(json_object_get(section, "charts"), chart);
}

/* "16-22 November 2026: 68 ± 12.0, 100 answers" */
static char *
point_detail(struct page_words *words, const struct overview_span *span)
{
	g_autofree char *when = digest_span(words->digest, span->since_day,
	    span->until_day);
	g_autofree char *score = digest_points(span->nps.score, FALSE);
	g_autofree char *margin = digest_tenths(words->digest,
	    span->nps.margin);
	g_autofree char *n = digest_integer(words->digest, span->nps.answers);
	g_autofree char *answers = page_word(words, "answers", NULL);
	g_autofree char *few = page_word(words, "few", NULL);

	return g_strdup_printf("%s: %s %s%s · %s %s", when, score,
	    span->nps.enough ? "± " : "(", span->nps.enough ? margin : few,
	    answers, n);
}

static void
draw_trends(json_t *section, struct page_words *words,
    const struct overview *overview, struct chart_style *style)
{
	guint n = overview->trend->len;
	g_autofree struct chart_point *points = g_new0(struct chart_point, n);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < n; i++) {
		const struct overview_span *span =
		    g_ptr_array_index(overview->trend, i);
		const struct nps *nps = &span->nps;
		char *label = page_tick(words, span->since_day,
		    overview->trend_by_month);
		char *detail = point_detail(words, span);

		g_ptr_array_add(texts, label);
		g_ptr_array_add(texts, detail);
		points[i] = (struct chart_point){ .known = nps->known,
			.enough = nps->enough,
			.score = nps->score,
			.low = nps->score - nps->margin,
			.high = nps->score + nps->margin,
			.label = label,
			.detail = detail };
	}
	style->width = WIDE;
	style->height = WIDE_HEIGHT;
	add_chart(section, "wide", chart_trend(points, n, style));
	style->width = NARROW;
	style->height = NARROW_HEIGHT;
	add_chart(section, "narrow", chart_trend(points, n, style));
}

void
page_add_trend(json_t *sections, struct page_words *words,
    const struct overview *overview)
{
	struct chart_style style = page_style;
	const char *lead = overview->trend_by_month ? "trend_months" :
						      "trend_weeks";
	g_autofree char *title = page_word(words, "trend", NULL);
	g_autofree char *description = page_word(words, lead, NULL);
	gboolean any = FALSE;
	json_t *section;

	for (guint i = 0; i < overview->trend->len; i++) {
		const struct overview_span *span =
		    g_ptr_array_index(overview->trend, i);

		any = any || span->nps.known;
	}
	if (!any)
		return;
	section = page_section(words, "trend", "trend", lead);
	json_object_set_new(section, "short", json_true());
	style.title = title;
	style.description = description;
	draw_trends(section, words, overview, &style);
	page_add_remark(section, page_word(words, "trend_key", NULL));
	json_array_append_new(sections, section);
}

void
page_add_distribution(json_t *sections, struct page_words *words,
    const struct overview *overview)
{
	const struct report_row *total = overview_total(overview);
	struct chart_style style = page_style;
	const char *figures[NPS_SCORES];
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *title = page_word(words, "distribution", NULL);
	g_autofree char *lead = page_word(words, "distribution_lead", NULL);
	json_t *section;

	if (!total->nps.known)
		return;
	for (int score = 0; score < NPS_SCORES; score++) {
		char *figure = total->n[score] > 0 ?
		    digest_integer(words->digest, total->n[score]) :
		    g_strdup("");

		g_ptr_array_add(texts, figure);
		figures[score] = figure;
	}
	section = page_section(words, "distribution", "distribution",
	    "distribution_lead");
	json_object_set_new(section, "short", json_true());
	style.title = title;
	style.description = lead;
	style.width = 600;
	style.height = 220;
	add_chart(section, "columns wide",
	    chart_distribution(total->n, figures, &style));
	style.width = NARROW;
	style.height = NARROW_HEIGHT;
	add_chart(section, "columns narrow",
	    chart_distribution(total->n, figures, &style));
	json_array_append_new(sections, section);
}

static void
add_holding(json_t *section, struct page_words *words,
    const struct overview_base *base, int band, gint64 worth)
{
	const struct overview_holding *holding = &base->bands[band];
	g_autofree char *name = page_word(words, page_bands[band], NULL);
	json_t *row = page_add_row(section, NULL, name);

	page_set(row, "dot", page_classes[band]);
	page_add_cell(row,
	    &(struct page_cell){ .class = "plain",
		.name = page_word(words, "people", NULL),
		.figure = digest_integer(words->digest, holding->contacts),
		.by = share_of(words, holding->contacts, base->contacts) });
	if (worth <= 0)
		return;
	page_add_cell(row,
	    &(struct page_cell){ .class = "score",
		.figure = page_money(words, holding->value_micro) });
	page_add_cell(row,
	    &(struct page_cell){ .class = "share",
		.figure = share_of(words, holding->value_micro, worth) });
}

/* By worth, where it is known of anybody, else by heads. */
void
page_add_value(json_t *sections, struct page_words *words,
    const struct overview *overview)
{
	const struct overview_base *base = &overview->base;
	static const char *const colours[OVERVIEW_BANDS] = { "var(--promoter)",
		"var(--passive)", "var(--detractor)", "var(--silent)" };
	struct chart_part parts[OVERVIEW_BANDS];
	struct chart_style style = page_style;
	gint64 worth = 0, valued = 0;
	g_autofree char *title = NULL;
	json_t *section;

	for (int i = 0; i < OVERVIEW_BANDS; i++) {
		worth += base->bands[i].value_micro;
		valued += base->bands[i].valued;
	}
	if (base->contacts == 0)
		return;
	for (int i = 0; i < OVERVIEW_BANDS; i++)
		parts[i] = (struct chart_part){ worth > 0 ?
			    (double)base->bands[i].value_micro :
			    (double)base->bands[i].contacts,
			colours[i] };
	section = page_section(words, "value", worth > 0 ? "value" : "base",
	    worth > 0 ? "value_lead" : "base_lead");
	json_object_set_new(section, "short", json_true());
	title = page_word(words, worth > 0 ? "value" : "base", NULL);
	style.title = title;
	page_take(section, "whole", chart_parts(parts, OVERVIEW_BANDS, &style));
	page_add_column(words, section, "name", NULL);
	page_add_column(words, section, NULL, "people");
	if (worth > 0) {
		page_add_column(words, section, NULL, "worth");
		page_add_column(words, section, NULL, "share");
	}
	for (int i = 0; i < OVERVIEW_BANDS; i++)
		add_holding(section, words, base, i, worth);
	if (worth > 0 && valued < base->contacts)
		page_add_remark(section,
		    page_counted(words, "value_unknown",
			base->contacts - valued));
	json_array_append_new(sections, section);
}
