/*
 * digest_context.c - from a digest's figures and comments to the strings that
 * its template shows, in the team's language. Knows no store. See
 * digest_context.h.
 */
#include "scores/digest/digest_context.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "scores/digest/digest_internal.h"
#include "scores/table/plain.h"

#define PLAIN_BAR_CELLS 40
#define BRAND_COLOUR "#1a73e8"
#define TOUCHPOINT_INDENT "    "

void
digest_add_pair(struct digest_words *words, json_t *pairs, const char *word,
    char *value)
{
	json_t *pair = json_object();

	digest_set_take(pair, "label", digest_word(words, word, NULL));
	digest_set_take(pair, "value", value);
	json_array_append_new(pairs, pair);
}

static char *
change_text(struct digest_words *words, const struct nps_change *change)
{
	g_autofree char *points = digest_points(change->points, TRUE);
	g_autofree char *real = NULL;

	if (!change->real)
		return g_steal_pointer(&points);
	real = digest_word(words, "real", NULL);
	return g_strconcat(points, ", ", real, NULL);
}

/* The total has its change in a sentence of its own. */
static json_t *
facts(struct digest_words *words, const struct digest_row *row)
{
	json_t *pairs = json_array();

	if (row->nps.known)
		digest_add_pair(words, pairs, "answers",
		    digest_integer(words, row->nps.answers));
	if (row->tally.sent > 0) {
		digest_add_pair(words, pairs, "invited",
		    digest_integer(words, row->tally.sent));
		digest_add_pair(words, pairs, "response_rate",
		    digest_percent(words,
			(double)row->tally.answered / (double)row->tally.sent));
	}
	if (row->change.tested && row->touchpoint != NULL)
		digest_add_pair(words, pairs, "change",
		    change_text(words, &row->change));
	return pairs;
}

static json_t *
figures(struct digest_words *words, const struct nps *nps)
{
	const gint64 counts[3] = { nps->promoters, nps->passives,
		nps->detractors };
	json_t *pairs = json_array();

	for (gsize i = 0; i < 3; i++) {
		json_t *pair;

		digest_add_pair(words, pairs, digest_groups[i].word,
		    digest_integer(words, counts[i]));
		pair = json_array_get(pairs, i);
		digest_set(pair, "class", digest_groups[i].class);
		digest_set(pair, "colour", digest_groups[i].colour);
	}
	return pairs;
}

static json_t *
bar(const struct nps *nps)
{
	json_t *cells = json_array();
	guint shares[3], left = 100;

	plain_divide_bar(nps, 100, shares);
	for (int i = 0; i < 3; i++) {
		json_t *cell;

		if (shares[i] == 0)
			continue;
		cell = json_object();
		digest_set_take(cell, "share",
		    g_strdup_printf("%u", shares[i]));
		digest_set(cell, "class", digest_groups[i].class);
		digest_set(cell, "colour", digest_groups[i].colour);
		left -= shares[i];
		json_object_set_new(cell, "divided", json_boolean(left > 0));
		json_array_append_new(cells, cell);
	}
	return cells;
}

/* What stands between two pairs, and before each, in the plain text. */
struct pairs_style {
	const char *indent, *divider;
	const char *const *marks; /* one a pair, or NULL */
};

/*
 * "Answers 100 · Response rate 31%": broken only between two pairs. The first
 * line stands where the template puts it.
 */
static char *
pairs_text(const json_t *pairs, const struct pairs_style *style)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *wrapped = NULL;
	GString *text;
	const json_t *pair;
	gsize i;

	json_array_foreach(pairs, i, pair)
	{
		g_string_append_printf(out, "%s%s%s %s",
		    style->marks != NULL ? style->marks[i] : "",
		    style->marks != NULL ? " " : "",
		    json_string_value(json_object_get(pair, "label")),
		    json_string_value(json_object_get(pair, "value")));
		if (i + 1 < json_array_size(pairs))
			g_string_append_printf(out, "%s\n", style->divider);
	}
	g_string_replace(out, " ", NO_BREAK_SPACE, 0);
	g_strdelimit(out->str, "\n", ' ');
	wrapped = plain_wrap(out->str, style->indent, PLAIN_COLUMNS);
	text = g_string_new(
	    wrapped + (*wrapped != '\0' ? strlen(style->indent) : 0));
	g_string_replace(text, NO_BREAK_SPACE, " ", 0);
	return g_string_free(text, FALSE);
}

static char *
plain_bar(const struct nps *nps)
{
	GString *out = g_string_new(NULL);

	plain_append_bar(out, nps, PLAIN_BAR_CELLS, FALSE);
	return g_string_free(out, FALSE);
}

char *
digest_margin(const struct digest_words *words, const struct nps *nps)
{
	g_autofree char *margin = digest_tenths(words, nps->margin);

	return g_strconcat("±" NO_BREAK_SPACE, margin, NULL);
}

void
digest_set_pairs(json_t *context, const char *key, json_t *pairs)
{
	g_autofree char *plain = g_strconcat("plain_", key, NULL);

	digest_set_take(context, plain,
	    pairs_text(pairs,
		&(struct pairs_style){ .indent = TOUCHPOINT_INDENT,
		    .divider = " ·" }));
	json_object_set_new(context, key, pairs);
}

static json_t *
row_json(struct digest_words *words, const struct digest_row *row)
{
	json_t *object = json_object();
	json_t *about = facts(words, row);
	const char *indent = row->touchpoint != NULL ? TOUCHPOINT_INDENT : "";

	if (row->touchpoint != NULL)
		digest_set_take(object, "name", text_clean(row->touchpoint));
	json_object_set_new(object, "facts", about);
	digest_set_take(object, "plain_facts",
	    pairs_text(about,
		&(struct pairs_style){ .indent = indent, .divider = " ·" }));
	if (!row->nps.known) {
		digest_set_take(object, "nothing",
		    digest_word(words, "no_answers", NULL));
		return object;
	}
	digest_set_take(object, "score", digest_points(row->nps.score, FALSE));
	if (row->nps.enough)
		digest_set_take(object, "margin",
		    digest_margin(words, &row->nps));
	else
		digest_set_take(object, "few",
		    digest_word(words, "too_few", NULL));
	json_object_set_new(object, "bar", bar(&row->nps));
	json_object_set_new(object, "figures", figures(words, &row->nps));
	digest_set_take(object, "plain_bar", plain_bar(&row->nps));
	digest_set_take(object, "plain_figures",
	    pairs_text(json_object_get(object, "figures"),
		&(struct pairs_style){ .indent = indent,
		    .divider = "",
		    .marks = plain_blocks }));
	return object;
}

static char *
change_sentence(struct digest_words *words, const struct nps_change *change)
{
	g_autofree char *points = digest_points(fabs(change->points), FALSE);

	if (!change->known)
		return digest_word(words, "first", NULL);
	if (g_str_equal(points, "0"))
		return digest_word(words, "same", NULL);
	if (change->points > 0)
		return digest_word(words, change->real ? "up" : "up_chance",
		    "points", points, NULL);
	return digest_word(words, change->real ? "down" : "down_chance",
	    "points", points, NULL);
}

/* NULL if both ends are one figure. */
static char *
likely_sentence(struct digest_words *words, const struct nps *nps)
{
	g_autofree char *low = digest_points(nps->interval_low, FALSE);
	g_autofree char *high = digest_points(nps->interval_high, FALSE);

	if (g_str_equal(low, high))
		return NULL;
	return digest_word(words, "likely", "low", low, "high", high, NULL);
}

/* The admin's name of the band that the score is in; what is shipped is said in
 * the language of the team. NULL: it is in none. */
static char *
band_name(struct digest_words *words, const struct score_band *bands,
    double score)
{
	static const char *const shipped[][2] = { { "good", "good" },
		{ "very good", "very_good" }, { "excellent", "excellent" } };
	const char *name = NULL;

	for (; bands != NULL && bands->name != NULL; bands++)
		if (lround(score) >= bands->from)
			name = bands->name;
	for (gsize i = 0; name != NULL && i < G_N_ELEMENTS(shipped); i++)
		if (g_str_equal(name, shipped[i][0]))
			return digest_word(words, shipped[i][1], NULL);
	return g_strdup(name);
}

static void
set_sentences(json_t *object, struct digest_words *words,
    const struct digest_row *total)
{
	json_t *sentences = json_array();
	g_autoptr(GString) all = g_string_new(NULL);
	const json_t *sentence;
	g_autofree char *one = NULL, *two = NULL;
	gsize i;

	if (!total->nps.enough) {
		one = digest_word(words, "few", NULL);
	} else {
		one = change_sentence(words, &total->change);
		two = likely_sentence(words, &total->nps);
	}
	json_array_append_new(sentences, json_string(one));
	if (two != NULL)
		json_array_append_new(sentences, json_string(two));
	json_array_foreach(sentences, i, sentence) g_string_append_printf(all,
	    "%s%s", i > 0 ? "\n" : "", json_string_value(sentence));
	json_object_set_new(object, "sentences", sentences);
	digest_set_take(object, "wrapped",
	    plain_wrap(all->str, "", PLAIN_COLUMNS));
}

static json_t *
headline(struct digest_words *words, const struct digest_input *input)
{
	const struct digest_row *total = &input->facts->total;
	const GPtrArray *rows = input->facts->rows;
	json_t *object = row_json(words, total);

	set_sentences(object, words, total);
	if (total->nps.enough)
		digest_set_take(object, "band",
		    band_name(words, input->settings->scoring.bands,
			total->nps.score));
	if (rows->len == 1) {
		const struct digest_row *row = g_ptr_array_index(rows, 0);

		digest_set_take(object, "name", text_clean(row->touchpoint));
	}
	return object;
}

static char *
silence(struct digest_words *words, const struct digest_facts *facts)
{
	g_autofree char *number = digest_integer(words,
	    facts->total.tally.sent);

	if (digest_is_empty(facts) && facts->total.tally.sent == 0)
		return digest_word(words, "nothing_new", NULL);
	if (facts->total.tally.sent == 0)
		return digest_word(words, "silence", NULL);
	return digest_word(words, "silence_sent", "sent", number, NULL);
}

/* Those that had nothing to do are not shown. */
static void
set_touchpoints(json_t *context, struct digest_words *words,
    const GPtrArray *rows)
{
	json_t *touchpoints = json_array();

	for (guint i = 0; rows->len > 1 && i < rows->len; i++) {
		const struct digest_row *row = g_ptr_array_index(rows, i);

		if (row->nps.known || row->tally.sent > 0)
			json_array_append_new(touchpoints,
			    row_json(words, row));
	}
	json_object_set_new(context, "has_touchpoints",
	    json_boolean(json_array_size(touchpoints) > 0));
	json_object_set_new(context, "touchpoints", touchpoints);
}

static void
set_sender(json_t *context, const struct organisation *organisation)
{
	json_t *sender = json_object();
	json_t *brand = json_object();

	digest_set(sender, "name", organisation->name);
	digest_set(sender, "postal_address", organisation->postal_address);
	json_object_set_new(context, "organisation", sender);
	digest_set(brand, "colour",
	    organisation->brand_colour != NULL ? organisation->brand_colour :
						 BRAND_COLOUR);
	digest_set(brand, "logo_url", organisation->logo_url);
	json_object_set_new(context, "brand", brand);
}

static void
set_foot(json_t *context, struct digest_words *words,
    const struct digest_input *input)
{
	const struct seal *seal = input->facts->seal;
	g_autofree char *reason = digest_word(words, "reason", "team",
	    input->team->name, NULL);

	digest_set_take(context, "reason_wrapped",
	    plain_wrap(reason, "", PLAIN_COLUMNS));
	if (seal == NULL || *seal->text == '\0')
		return;
	digest_set_take(context, "sealed",
	    digest_word(words, "sealed", "seal", seal->text, NULL));
}

json_t *
digest_context(struct digest_words *words, const struct digest_input *input)
{
	const struct digest_facts *facts = input->facts;
	json_t *context = json_object();

	set_sender(context, &input->settings->organisation);
	digest_set(context, "team", input->team->name);
	digest_set_take(context, "period",
	    digest_span(words, facts->period.since_day,
		facts->period.until_day));
	if (facts->total.nps.known) {
		json_object_set_new(context, "headline",
		    headline(words, input));
		set_touchpoints(context, words, facts->rows);
		digest_set_trend(context, words, input);
	} else {
		g_autofree char *sentence = silence(words, facts);

		digest_set(context, "silence", sentence);
		digest_set_take(context, "silence_wrapped",
		    plain_wrap(sentence, "", PLAIN_COLUMNS));
	}
	digest_set_owed(context, words, input);
	digest_set_comments(context, words, input);
	set_foot(context, words, input);
	return context;
}
