/*
 * page.c - puts a page together and fills the template. See page.h.
 */
#include "scores/page/page.h"

#include "scores/page/page_internal.h"

#define TEMPLATE "report"
#define BRAND_COLOUR "#1a73e8"

/* "1 July - 30 September 2026", "Up to 22 November". */
static char *
period_text(struct page_words *words, const struct overview *overview)
{
	const struct period *period = &overview->period;
	g_autofree char *last = NULL;

	if (period->since_day != PERIOD_FIRST_DAY)
		return digest_span(words->digest, period->since_day,
		    MIN(period->until_day, overview->last_day + 1));
	last = digest_span(words->digest, overview->last_day,
	    overview->last_day + 1);
	return page_word(words, "up_to", "date", last, NULL);
}

static void
add_title(json_t *context, struct page_words *words,
    const struct overview *overview)
{
	const struct period *period = &overview->period;
	const struct organisation *organisation =
	    &overview->settings->organisation;
	g_autofree char *before = period->before_day < period->since_day ?
	    digest_span(words->digest, period->before_day, period->since_day) :
	    NULL;
	g_autofree char *date = page_date(words, overview->now_at);
	json_t *brand = json_object();

	json_object_set(context, "organisation", words->organisation);
	page_set(brand, "colour",
	    organisation->brand_colour != NULL ? organisation->brand_colour :
						 BRAND_COLOUR);
	json_object_set_new(context, "brand", brand);
	if (overview->team != NULL)
		page_take(context, "scope",
		    g_strconcat(organisation->name, " · ", overview->team->name,
			NULL));
	else
		page_set(context, "scope", organisation->name);
	page_take(context, "period", period_text(words, overview));
	page_take(context, "compared",
	    before != NULL ?
		page_word(words, "compared", "period", before, NULL) :
		NULL);
	page_take(context, "written",
	    page_word(words, "written", "date", date, NULL));
}

/* What the words of the template itself name. */
static void
add_limits(json_t *context, struct page_words *words,
    const struct overview *overview)
{
	page_take(context, "min",
	    digest_integer(words->digest,
		overview->settings->scoring.min_answers));
	page_take(context, "few",
	    digest_integer(words->digest, NPS_FEW_ANSWERS));
}

static json_t *
page_context(struct page_words *words, const struct overview *overview)
{
	static void (*const adders[])(json_t *, struct page_words *,
	    const struct overview *) = {
		page_add_trend,
		page_add_touchpoints,
		page_add_distribution,
		page_add_said,
		page_add_cases,
		page_add_falls,
		page_add_journey,
		page_add_value,
		page_add_facets,
	};
	json_t *context = json_object();
	json_t *sections = json_array();

	add_title(context, words, overview);
	add_limits(context, words, overview);
	page_add_headline(context, words, overview);
	for (gsize i = 0; i < G_N_ELEMENTS(adders); i++)
		adders[i](sections, words, overview);
	json_object_set_new(context, "sections", sections);
	return context;
}

char *
page_compose(const struct catalog *catalog, const struct overview *overview,
    GError **error)
{
	g_autoptr(page_words) words = page_words_new(catalog, overview, error);
	struct rendered rendered = { 0 };
	json_t *context;
	gboolean good = FALSE;

	if (words == NULL)
		return NULL;
	context = page_context(words, overview);
	if (words->error != NULL)
		g_propagate_error(error, g_steal_pointer(&words->error));
	else if (words->digest->error != NULL)
		g_propagate_error(error,
		    g_steal_pointer(&words->digest->error));
	else
		good = catalog_render(catalog, TEMPLATE, words->language,
		    context, NULL, &rendered, error);
	json_decref(context);
	if (!good)
		return NULL;
	g_free(rendered.subject);
	g_free(rendered.text);
	return rendered.html;
}
