/*
 * digest.c - gathers a team's digest from the store, composes it, and writes
 * it to the outbox; sends nothing itself. Called by the daemon and by
 * `dripscore digest`.
 */
#include "scores/digest.h"

#include "scores/digest_context.h"
#include "store/events.h"
#include "store/digests.h"

#define TEMPLATE "digest"

gboolean
digest_compose(const struct catalog *catalog, const struct digest_input *input,
    struct rendered *rendered, GError **error)
{
	const char *language = catalog_language(catalog, input->team->language,
	    input->organisation->language);
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
digest_make(const struct digest_source *source,
    const struct digest_period *period, struct rendered *rendered,
    GError **error)
{
	const struct team *team = source->team;
	const struct report_query query = {
		.period = { period->before_day, period->since_day,
		    period->until_day },
		.today = period->until_day - 1,
		.team = team,
	};
	g_autoptr(report) report = NULL;
	g_autoptr(GPtrArray) said = NULL;
	struct digest_input input = {
		.organisation = &source->settings->organisation,
		.team = team,
		.period = *period,
	};

	*rendered = (struct rendered){ 0 };
	report = report_gather(source->store, source->settings, &query, error);
	if (report == NULL)
		return FALSE;
	/* One more than is shown: so it is known that there are more. */
	said = store_said(source->store,
	    &(const struct said_query){
		.touchpoints = *team->touchpoints != NULL ?
		    (const char *const *)team->touchpoints :
		    NULL,
		.from_day = period->since_day,
		.until_day = period->until_day,
		.limit_per_band = DIGEST_COMMENTS_MAX + 1 },
	    error);
	if (said == NULL)
		return FALSE;
	input.rows = report->rows;
	input.total = report->total;
	input.said = said;
	return digest_compose(source->catalog, &input, rendered, error);
}

gboolean
digest_put(const struct digest_source *source,
    const struct digest_period *period, gint64 now_at, gboolean *written,
    GError **error)
{
	const struct team *team = source->team;
	guint n = g_strv_length(team->to);
	g_autofree struct digest_content *contents =
	    g_new0(struct digest_content, n);
	struct rendered rendered;
	gboolean good;

	if (!digest_make(source, period, &rendered, error))
		return FALSE;
	for (guint i = 0; i < n; i++)
		contents[i] = (struct digest_content){
			.recipient = team->to[i],
			.subject = rendered.subject,
			.text = rendered.text,
			.html = rendered.html,
		};
	good = store_put_digest(source->store, team->name, period->until_at,
	    contents, n, now_at, written, error);
	rendered_clear(&rendered);
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
