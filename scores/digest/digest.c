/*
 * digest.c - composes a team's digest from its facts, and writes it to the
 * outbox; gathers nothing, draws nothing, and sends nothing itself. Called by
 * the daemon and by `dripscore digest`.
 */
#include "scores/digest/digest.h"

#include <string.h>

#include "scores/digest/digest_context.h"
#include "store/journeys/events.h"

#define TEMPLATE "digest"

void
digest_row_free(struct digest_row *row)
{
	if (row == NULL)
		return;
	g_free(row->touchpoint);
	g_free(row);
}

void
digest_tag_free(struct digest_tag *tag)
{
	if (tag == NULL)
		return;
	g_free(tag->name);
	g_free(tag);
}

void
digest_still_free(struct digest_still *still)
{
	if (still == NULL)
		return;
	g_free(still->name);
	g_free(still);
}

struct digest_facts *
digest_facts_new(const struct digest_period *period, gint64 now_at)
{
	struct digest_facts *facts = g_new0(struct digest_facts, 1);

	facts->period = *period;
	facts->now_at = now_at;
	facts->rows = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)digest_row_free);
	facts->said = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)said_free);
	facts->tags = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)digest_tag_free);
	facts->planned = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)touchpoint_count_free);
	facts->planned_all = TRUE;
	facts->still = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)digest_still_free);
	return facts;
}

void
digest_facts_free(struct digest_facts *facts)
{
	if (facts == NULL)
		return;
	g_ptr_array_unref(facts->rows);
	g_ptr_array_unref(facts->said);
	g_ptr_array_unref(facts->tags);
	g_ptr_array_unref(facts->planned);
	g_ptr_array_unref(facts->still);
	case_sums_clear(&facts->cases);
	g_clear_pointer(&facts->seal, seal_free);
	g_free(facts);
}

gboolean
digest_is_empty(const struct digest_facts *facts)
{
	return !facts->total.nps.known && facts->cases.open == 0 &&
	    facts->cases.closed == 0 && facts->still->len == 0;
}

static const char *
language_of(const struct catalog *catalog, const struct settings *settings,
    const struct team *team)
{
	return catalog_language(catalog, team->language,
	    settings->organisation.language);
}

gboolean
digest_compose(const struct catalog *catalog, const struct digest_input *input,
    struct rendered *rendered, GError **error)
{
	const char *language = language_of(catalog, input->settings,
	    input->team);
	g_autoptr(digest_words)
	    words = digest_words_new(catalog, language, error);
	json_t *context;
	gboolean good;

	*rendered = (struct rendered){ 0 };
	if (words == NULL)
		return FALSE;
	context = digest_context(words, input);
	if (words->error != NULL) {
		g_propagate_error(error, g_steal_pointer(&words->error));
		good = FALSE;
	} else {
		good = catalog_render(catalog, TEMPLATE, language, context,
		    NULL, rendered, error);
	}
	json_decref(context);
	return good;
}

gboolean
digest_is_withheld(const struct digest_source *source,
    const struct digest_facts *facts)
{
	return source->team->silent_without_news && digest_is_empty(facts);
}

GBytes *
digest_drawing(const struct digest_source *source,
    const struct digest_facts *facts, enum digest_paper paper, GError **error)
{
	g_autoptr(digest_words) words = digest_words_new(source->catalog,
	    language_of(source->catalog, source->settings, source->team),
	    error);
	char *svg;

	if (words == NULL)
		return NULL;
	svg = digest_trend_svg(words, facts, paper);
	return svg != NULL ? g_bytes_new_take(svg, strlen(svg)) : NULL;
}

void
digest_pictures_clear(struct digest_pictures *pictures)
{
	for (int i = 0; i < DIGEST_PAPERS; i++)
		g_clear_pointer(&pictures->png[i], g_bytes_unref);
}

/* Unique anywhere: mail programs mix up what has one name. */
static char *
picture_name(const struct digest_source *source,
    const struct digest_facts *facts, enum digest_paper paper)
{
	g_autofree char *what = g_strdup_printf("%s\n%s\n%" G_GINT64_FORMAT
						"\n%" G_GINT64_FORMAT,
	    source->settings->organisation.name, source->team->name,
	    facts->period.until_at, facts->now_at);
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256,
	    what, -1);

	return g_strdup_printf("%s.%.24s@digest.dripscore",
	    paper == DIGEST_DARK ? "dark" : "light", hash);
}

struct names {
	char *name[DIGEST_PAPERS], *source[DIGEST_PAPERS];
};

static void
names_clear(struct names *names)
{
	for (int i = 0; i < DIGEST_PAPERS; i++) {
		g_free(names->name[i]);
		g_free(names->source[i]);
	}
}

static gboolean
put_rendered(const struct digest_source *source,
    const struct digest_facts *facts, const struct rendered *rendered,
    const struct digest_content *like, gint64 now_at, gboolean *written,
    GError **error)
{
	const struct team *team = source->team;
	guint n = g_strv_length(team->to);
	g_autofree struct digest_content *contents =
	    g_new0(struct digest_content, n);

	for (guint i = 0; i < n; i++) {
		contents[i] = *like;
		contents[i].recipient = team->to[i];
		contents[i].subject = rendered->subject;
		contents[i].text = rendered->text;
		contents[i].html = rendered->html;
	}
	if (facts->seal != NULL)
		return store_put_sealed_digest(source->store, facts->seal,
		    contents, n, now_at, written, error);
	return store_put_digest(source->store, team->name,
	    facts->period.until_at, contents, n, now_at, written, error);
}

gboolean
digest_put(const struct digest_source *source,
    const struct digest_facts *facts, const struct digest_pictures *pictures,
    gint64 now_at, gboolean *written, GError **error)
{
	struct outbox_picture kept[DIGEST_PAPERS];
	struct digest_content like = { .pictures = kept };
	struct names names = { 0 };
	struct rendered rendered;
	struct digest_input input = { source->settings, source->team, facts,
		NULL, NULL };
	gboolean good;

	*written = FALSE;
	if (digest_is_withheld(source, facts))
		return store_put_digest(source->store, source->team->name,
		    facts->period.until_at, NULL, 0, now_at, written, error);
	for (int i = 0; i < DIGEST_PAPERS; i++) {
		if (pictures->png[i] == NULL)
			continue;
		names.name[i] = picture_name(source, facts, i);
		names.source[i] = g_strconcat("cid:", names.name[i], NULL);
		kept[like.n_pictures++] = (struct outbox_picture){
			names.name[i], pictures->png[i]
		};
	}
	input.picture = names.source[DIGEST_LIGHT];
	input.picture_dark = names.source[DIGEST_DARK];
	good = digest_compose(source->catalog, &input, &rendered, error);
	if (good) {
		good = put_rendered(source, facts, &rendered, &like, now_at,
		    written, error);
		rendered_clear(&rendered);
	}
	names_clear(&names);
	return good;
}

gboolean
digest_schedule_read(const struct digest_source *source,
    struct digest_schedule *schedule, GError **error)
{
	*schedule = (struct digest_schedule){
		.rule = source->team->digest,
		.zone = source->team->zone,
		.days_zone = source->settings->organisation.zone,
	};
	if (!store_last_digest(source->store, source->team->name,
		&schedule->after_at, error))
		return FALSE;
	if (schedule->after_at != 0)
		return TRUE;
	return store_first_event(source->store, &schedule->after_at, error);
}
