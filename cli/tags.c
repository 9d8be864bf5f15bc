/*
 * tags.c - `dripscore tags`: how many answers have which tag, and the rules of
 * [tag NAME] applied anew to those of a period.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timezone.h"
#include "cli/app.h"
#include "scores/figures/nps.h"
#include "scores/figures/period.h"
#include "store/counts/scores.h"
#include "store/answers/tags.h"

#define BATCH 2000

static struct {
	char *period;
	gboolean again;
} given;

static const GOptionEntry entries[] = {
	{ "period", 0, 0, G_OPTION_ARG_STRING, &given.period,
	    "last-week, this-quarter, 30d, 2026-q3...; all, if left out",
	    "PERIOD" },
	{ "again", 0, 0, G_OPTION_ARG_NONE, &given.again,
	    "Apply the rules anew to the answers of the period", NULL },
	{ 0 },
};

static gboolean
retag_batch(struct app *app, const GPtrArray *answers, guint64 *changed,
    GError **error)
{
	g_autofree struct retagging *all = g_new0(struct retagging,
	    answers->len);
	guint n = 0;
	gboolean ok;

	for (guint i = 0; i < answers->len; i++) {
		const struct tagged *answer = answers->pdata[i];

		all[i].response_id = answer->response_id;
		all[i].hits = settings_tags_of(app->settings, answer->comment,
		    answer->language);
	}
	ok = store_retag(app->store, all, answers->len, clock_now(&app->clock),
	    &n, error);
	for (guint i = 0; i < answers->len; i++)
		g_ptr_array_unref(all[i].hits);
	*changed += n;
	return ok;
}

static int
apply_again(struct app *app, const struct period *period)
{
	guint64 answers = 0, changed = 0;
	gint64 after_id = 0;

	for (;;) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GPtrArray) batch = store_tagged(app->store,
		    period->since_day, period->until_day, after_id, BATCH,
		    &error);

		if (batch == NULL || (batch->len > 0 &&
			!retag_batch(app, batch, &changed, &error)))
			return app_fail(error);
		if (batch->len == 0)
			break;
		answers += batch->len;
		after_id = ((const struct tagged *)
		    batch->pdata[batch->len - 1])->response_id;
	}
	printf("%" G_GUINT64_FORMAT " answer%s with words: %" G_GUINT64_FORMAT
	       " tag%s put or taken away\n",
	    answers, answers == 1 ? "" : "s", changed,
	    changed == 1 ? "" : "s");
	return EX_OK;
}

struct line {
	const char *tag;
	gint64 n[11];
	gint64 answers;
};

static int
by_answers(gconstpointer a, gconstpointer b)
{
	const struct line *one = a, *other = b;

	return one->answers != other->answers ?
	    (one->answers < other->answers) - (one->answers > other->answers) :
	    strcmp(one->tag, other->tag);
}

static void
add_row(GArray *lines, GHashTable *places, const char *tag,
    const struct tally *tally)
{
	gpointer place;
	struct line *line;

	if (!g_hash_table_lookup_extended(places, tag, NULL, &place)) {
		struct line fresh = { .tag = tag };

		place = GUINT_TO_POINTER(lines->len);
		g_array_append_val(lines, fresh);
		g_hash_table_insert(places, (gpointer)tag, place);
	}
	line = &g_array_index(lines, struct line, GPOINTER_TO_UINT(place));
	for (int i = 0; tally != NULL && i <= 10; i++) {
		line->n[i] += tally->n[i];
		line->answers += tally->n[i];
	}
}

static void
print_line(const struct app *app, const struct line *line)
{
	struct nps nps = nps_of(line->n);
	g_autofree char *tag = text_clean(line->tag);
	gboolean ruled = tag_rules_find(app->settings->tags, line->tag) != NULL;
	/* A handful of answers is no score. */
	gboolean scored = nps.known &&
	    line->answers >= app->settings->scoring.min_answers;

	printf("%-30s %8" G_GINT64_FORMAT, tag, line->answers);
	if (scored)
		printf(" %6.0f", round(nps.score) + 0.0);
	else if (!ruled)
		printf(" %6s", "");
	puts(ruled ? "" : "  (in no [tag NAME])");
}

static int
print_all(const struct app *app, const struct period *period)
{
	const gint32 edges[] = { period->since_day, period->until_day };
	const struct tally_query query = { .edges = edges, .n_edges = 2,
		.by = "tag" };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rows = store_tallies(app->store, &query, &error);
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE,
	    sizeof(struct line));
	g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash,
	    g_str_equal);
	g_autofree const char **ruled = tag_rules_names(app->settings->tags);

	if (rows == NULL)
		return app_fail(error);
	for (const char **tag = ruled; *tag != NULL; tag++)
		add_row(lines, places, *tag, NULL);
	for (guint i = 0; i < rows->len; i++) {
		const struct tally_row *row = rows->pdata[i];

		if (*row->value != '\0')
			add_row(lines, places, row->value, &row->tally);
	}
	if (lines->len == 0) {
		puts("There are no tags: [tag NAME] brings them.");
		return EX_OK;
	}
	g_array_sort(lines, by_answers);
	printf("%-30s %8s %6s\n", "tag", "answers", "NPS");
	for (guint i = 0; i < lines->len; i++)
		print_line(app, &g_array_index(lines, struct line, i));
	return EX_OK;
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	struct period period;
	int code;

	if (!command_parse(&command_tags, entries, &argc, &argv))
		return EX_USAGE;
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	if (!period_parse(given.period != NULL ? given.period : "all",
		timezone_day(app->settings->organisation.zone,
		    clock_now(&app->clock)),
		app->settings->scoring.fiscal_month, &period, &error))
		return app_fail(error);
	return given.again ? apply_again(app, &period) :
			     print_all(app, &period);
}

const struct command command_tags = {
	.name = "tags",
	.arguments = "",
	.summary = "How many answers have which tag; --again applies the rules",
	.run = run,
};
