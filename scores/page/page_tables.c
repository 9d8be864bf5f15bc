/*
 * page_tables.c - of a page the tables of scores: by touchpoint, by what is
 * known of who answered, and of the same people later. See page_internal.h.
 */
#include <string.h>

#include "base/text.h"
#include "scores/page/page_internal.h"

static void
add_score_columns(struct page_words *words, json_t *section, const char *name)
{
	page_add_column(words, section, "name", name);
	page_add_column(words, section, NULL, "nps");
	page_add_column(words, section, NULL, NULL);
	page_add_column(words, section, NULL, NULL);
	page_add_column(words, section, NULL, "answers");
	page_add_column(words, section, NULL, "response_rate");
	page_add_column(words, section, NULL, "comment_rate");
	page_add_column(words, section, NULL, "change");
}

static void
add_rate(json_t *row, struct page_words *words, const char *key, gboolean known,
    double rate)
{
	page_add_cell(row,
	    &(struct page_cell){ .class = "plain",
		.name = known ? page_word(words, key, NULL) : NULL,
		.figure = known ? digest_percent(words->digest, rate) : NULL });
}

static void
add_change(json_t *row, struct page_words *words,
    const struct nps_change *change, gboolean few)
{
	struct page_cell cell = { .class = "change" };

	if (change->known && !few) {
		cell.name = page_word(words, "change", NULL);
		cell.figure = digest_points(change->points, TRUE);
		if (change->real) {
			cell.tone = change->points > 0 ? "up" : "down";
			cell.by = page_word(words, "real", NULL);
		}
	}
	page_add_cell(row, &cell);
}

static void
add_score_row(json_t *section, struct page_words *words,
    const struct report_row *line, const char *name)
{
	const struct nps *nps = &line->nps;
	gboolean few = nps->known && !nps->enough;
	json_t *row = page_add_row(section, few ? "few" : NULL, name);
	g_autofree char *margin = digest_tenths(words->digest, nps->margin);
	gboolean commented;
	double rate;

	page_add_cell(row,
	    &(struct page_cell){ .class = "score",
		.figure = nps->known ? digest_points(nps->score, FALSE) :
				       g_strdup("–") });
	page_add_cell(row,
	    &(struct page_cell){ .class = "margin",
		.figure = !nps->known ? page_word(words, "nothing_here", NULL) :
		    few		      ? page_word(words, "few", NULL) :
					g_strconcat("±\u00a0", margin, NULL) });
	page_add_cell(row,
	    &(struct page_cell){ .class = "bar",
		.svg = nps->known ? page_bar(words, nps) : NULL });
	page_add_cell(row,
	    &(struct page_cell){ .class = "plain",
		.name = page_word(words, "answers", NULL),
		.figure = digest_integer(words->digest, nps->answers) });
	add_rate(row, words, "response_rate", line->has_rate,
	    line->response_rate);
	commented = report_comment_rate(line, &rate);
	add_rate(row, words, "comment_rate", commented, rate);
	add_change(row, words, &line->change, few);
}

void
page_add_touchpoints(json_t *sections, struct page_words *words,
    const struct overview *overview)
{
	const GPtrArray *rows = overview->touchpoints->rows;
	json_t *section = page_section(words, "touchpoints", "touchpoints",
	    NULL);

	add_score_columns(words, section, "touchpoint");
	for (guint i = 0; i < rows->len; i++) {
		const struct report_row *row = g_ptr_array_index(rows, i);
		g_autofree char *name = text_clean(row->touchpoint);

		add_score_row(section, words, row, name);
	}
	if (rows->len > 0)
		json_array_append_new(sections, section);
	else
		json_decref(section);
}

/* Known sources have words of their own. */
static char *
group_name(struct page_words *words, const char *facet,
    const struct report_row *row)
{
	static const char *const sources[] = { "reply", "import", "staff" };

	if (row->rest)
		return page_word(words, "not_known", NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(sources); i++) {
		g_autofree char *key = g_strconcat("source_", sources[i], NULL);

		if (g_str_equal(facet, "source") &&
		    g_str_equal(row->group, sources[i]))
			return page_word(words, key, NULL);
	}
	return text_clean(row->group);
}

/* shown: how many groups there are that are not small. */
static void
add_group_remarks(json_t *section, struct page_words *words,
    const struct overview *overview, guint shown, guint hidden)
{
	g_autofree char *n = digest_integer(words->digest, hidden);
	g_autofree char *min = digest_integer(words->digest,
	    overview->settings->scoring.min_answers);

	if (shown > PAGE_GROUPS_MAX)
		page_add_remark(section,
		    page_counted(words, "more_groups",
			shown - PAGE_GROUPS_MAX));
	if (hidden > 0)
		page_add_remark(section,
		    page_word(words, hidden == 1 ? "few_group" : "few_groups",
			"n", n, "min", min, NULL));
}

/* What differs by facet; an attribute has the last row. */
static const struct facet_words {
	const char *name, *title, *lead;
} facet_words[] = {
	{ "channel", "by_channel", NULL },
	{ "language", "by_language", NULL },
	{ "source", "by_source", "by_source_lead" },
	{ "tag", "by_tag", "by_tag_lead" },
	{ "team", "by_team", NULL },
	{ NULL, NULL, NULL },
};

static json_t *
facet_section(struct page_words *words, const struct report *facet, guint i)
{
	g_autofree char *id = g_strdup_printf("by-%u", i);
	g_autofree char *name = text_clean(facet->by);
	const struct facet_words *each = facet_words;
	json_t *section;

	while (each->name != NULL && !g_str_equal(each->name, facet->by))
		each++;
	section = page_section(words, id, each->title, each->lead);
	/* "event.country", as conditions name it, is "country" to people. */
	if (each->name == NULL)
		page_take(section, "title",
		    page_word(words, "by_other", "name",
			strchr(name, '.') != NULL ? strchr(name, '.') + 1 :
						    name,
			NULL));
	return section;
}

/* One group alone says what the total says. */
static gboolean
is_worth_showing(const struct report *facet)
{
	const struct report_row *first;

	if (facet->rows->len == 0)
		return FALSE;
	first = g_ptr_array_index(facet->rows, 0);
	if (facet->rows->len + facet->hidden > 1)
		return TRUE;
	return g_str_equal(facet->by, "tag") ||
	    (g_str_equal(facet->by, "source") &&
		g_strcmp0(first->group, "reply") != 0);
}

void
page_add_facets(json_t *sections, struct page_words *words,
    const struct overview *overview)
{
	for (guint i = 0; i < overview->facets->len; i++) {
		const struct report *facet = g_ptr_array_index(overview->facets,
		    i);
		guint n = MIN(facet->rows->len, PAGE_GROUPS_MAX);
		json_t *section;

		if (!is_worth_showing(facet))
			continue;
		section = facet_section(words, facet, i);
		json_object_set_new(section, "short", json_boolean(n < 9));
		add_score_columns(words, section, "group");
		for (guint k = 0; k < n; k++) {
			const struct report_row *row =
			    g_ptr_array_index(facet->rows, k);
			g_autofree char *name = group_name(words, facet->by,
			    row);

			add_score_row(section, words, row, name);
		}
		add_group_remarks(section, words, overview, facet->rows->len,
		    facet->hidden);
		if (facet->without_anonymous)
			page_add_remark(section,
			    page_word(words, "no_anonymous", NULL));
		json_array_append_new(sections, section);
	}
}

static void
add_before_and_now(json_t *row, struct page_words *words, const char *key,
    const struct nps *nps)
{
	page_add_cell(row,
	    &(struct page_cell){ .class = "score",
		.name = page_word(words, key, NULL),
		.figure = digest_points(nps->score, FALSE) });
	page_add_cell(row,
	    &(struct page_cell){ .class = "bar", .svg = page_bar(words, nps) });
}

static void
add_shift(json_t *section, struct page_words *words,
    const struct shift_row *shift)
{
	g_autofree char *from = text_clean(shift->from);
	g_autofree char *to = text_clean(shift->to);
	g_autofree char *name = g_strdup_printf("%s → %s", from, to);
	struct nps before = nps_of_groups(shift->from_promoters,
	    shift->n - shift->from_promoters - shift->from_detractors,
	    shift->from_detractors);
	struct nps now = nps_of_groups(shift->to_promoters,
	    shift->n - shift->to_promoters - shift->to_detractors,
	    shift->to_detractors);
	json_t *row = page_add_row(section, now.enough ? NULL : "few", name);

	page_add_cell(row,
	    &(struct page_cell){ .class = "plain",
		.name = page_word(words, "people", NULL),
		.figure = digest_integer(words->digest, shift->n) });
	add_before_and_now(row, words, "journey_from", &before);
	add_before_and_now(row, words, "journey_to", &now);
	page_add_cell(row,
	    &(struct page_cell){ .class = "plain",
		.name = page_word(words, "fell_band", NULL),
		.figure = digest_integer(words->digest, shift->fell_band) });
	page_add_cell(row,
	    &(struct page_cell){ .class = "plain",
		.name = page_word(words, "fell_four", NULL),
		.figure = digest_integer(words->digest, shift->fell_four) });
}

static gint
shift_compare(gconstpointer a, gconstpointer b)
{
	const struct shift_row *one = *(struct shift_row *const *)a;
	const struct shift_row *other = *(struct shift_row *const *)b;
	int order;

	if (one->n != other->n)
		return one->n > other->n ? -1 : 1;
	order = strcmp(one->from, other->from);
	return order != 0 ? order : strcmp(one->to, other->to);
}

static void
add_journey_columns(struct page_words *words, json_t *section)
{
	page_add_column(words, section, "name", "touchpoint");
	page_add_column(words, section, NULL, "people");
	page_add_column(words, section, NULL, "journey_from");
	page_add_column(words, section, NULL, NULL);
	page_add_column(words, section, NULL, "journey_to");
	page_add_column(words, section, NULL, NULL);
	page_add_column(words, section, NULL, "fell_band");
	page_add_column(words, section, NULL, "fell_four");
}

void
page_add_journey(json_t *sections, struct page_words *words,
    const struct overview *overview)
{
	guint min = overview->settings->scoring.min_answers;
	g_autoptr(GPtrArray) shown = g_ptr_array_new();
	guint hidden = 0;
	json_t *section = page_section(words, "journey", "journey",
	    "journey_lead");

	for (guint i = 0; i < overview->shifts->len; i++) {
		struct shift_row *shift = g_ptr_array_index(overview->shifts,
		    i);

		if (shift->n >= min)
			g_ptr_array_add(shown, shift);
		else
			hidden++;
	}
	g_ptr_array_sort(shown, shift_compare);
	add_journey_columns(words, section);
	for (guint i = 0; i < MIN(shown->len, PAGE_GROUPS_MAX); i++)
		add_shift(section, words, g_ptr_array_index(shown, i));
	add_group_remarks(section, words, overview, shown->len, hidden);
	if (shown->len > 0)
		json_array_append_new(sections, section);
	else
		json_decref(section);
}
