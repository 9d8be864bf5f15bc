/*
 * overview_rows.c - from an overview to rows of data, by section. Writes
 * nothing. See overview_data.h.
 */
#include <string.h>

#include "base/money.h"
#include "base/timezone.h"
#include "scores/table/members.h"
#include "scores/page/overview_data_internal.h"

#define HOUR_S 3600.0

static void
set_money(json_t *object, const char *key, gboolean known, gint64 micro)
{
	member_number(object, key, known, (double)micro / (double)MONEY_UNIT);
}

/* Null: without an end. */
static void
set_day(json_t *object, const char *key, gint32 day)
{
	g_autofree char *text = NULL;
	GDate date;

	if (day > PERIOD_FIRST_DAY && day < PERIOD_LAST_DAY - 1) {
		g_date_clear(&date, 1);
		g_date_set_julian(&date, (guint32)(day + EPOCH_JULIAN));
		text = g_strdup_printf("%04d-%02d-%02d", g_date_get_year(&date),
		    (int)g_date_get_month(&date), g_date_get_day(&date));
	}
	member_text(object, key, text);
}

static void
set_day_of(json_t *object, const char *key, const struct overview *overview,
    gint64 at)
{
	set_day(object, key,
	    timezone_day(overview->settings->organisation.zone, at));
}

/* An address may stand where the name goes. */
static void
set_name(json_t *object, const char *key, const char *name)
{
	member_text(object, key,
	    name != NULL && strchr(name, '@') == NULL ? name : NULL);
}

static json_t *
add(json_t *sections, const char *section)
{
	json_t *object = json_object();

	json_array_append_new(json_object_get(sections, section), object);
	return object;
}

static void
add_report(json_t *sections, const struct overview *overview)
{
	const struct settings *settings = overview->settings;
	const struct period *period = &overview->period;
	json_t *object = add(sections, "report");

	member_text(object, "organisation", settings->organisation.name);
	member_text(object, "team",
	    overview->team != NULL ? overview->team->name : NULL);
	set_day(object, "since", period->since_day);
	set_day(object, "until", overview->last_day);
	set_day(object, "compared_since",
	    period->before_day < period->since_day ? period->before_day :
						     PERIOD_FIRST_DAY);
	member_count(object, "contacts", overview->base.contacts);
	member_count(object, "heard", overview->base.heard);
	member_count(object, "min_answers", settings->scoring.min_answers);
	member_text(object, "currency", settings->scoring.currency);
}

/* The objects of report_json, so that they are the same everywhere. */
static void
add_scores(json_t *sections, const char *section, const struct report *report)
{
	g_autofree char *text = report_json(report);
	json_t *rows = json_loads(text, 0, NULL);

	g_assert(rows != NULL);
	json_array_extend(json_object_get(sections, section), rows);
	json_decref(rows);
}

static void
add_total(json_t *sections, const struct overview *overview)
{
	struct report total = *overview->touchpoints;
	json_t *object;

	total.rows = g_ptr_array_new();
	g_ptr_array_add(total.rows, overview->touchpoints->total);
	total.hidden = 0;
	add_scores(sections, "total", &total);
	object = json_array_get(json_object_get(sections, "total"), 0);
	json_object_del(object, "by");
	json_object_del(object, "group");
	g_ptr_array_unref(total.rows);
}

static void
set_nps(json_t *object, const struct nps *nps)
{
	member_number(object, "nps", nps->known, nps->score);
	member_number(object, "margin", nps->enough, nps->margin);
	member_count(object, "promoters", nps->promoters);
	member_count(object, "passives", nps->passives);
	member_count(object, "detractors", nps->detractors);
	member_count(object, "answers", nps->answers);
}

static void
add_trend(json_t *sections, const struct overview *overview)
{
	for (guint i = 0; i < overview->trend->len; i++) {
		const struct overview_span *span =
		    g_ptr_array_index(overview->trend, i);
		json_t *object = add(sections, "trend");

		set_day(object, "since", span->since_day);
		set_day(object, "until", span->until_day - 1);
		set_nps(object, &span->nps);
		member_number(object, "interval_low", span->nps.known,
		    span->nps.interval_low);
		member_number(object, "interval_high", span->nps.known,
		    span->nps.interval_high);
		member_number(object, "mean", span->nps.known, span->nps.mean);
		member_count(object, "commented", span->tally.commented);
		member_count(object, "sent", span->tally.sent);
	}
}

static void
add_base(json_t *sections, const struct overview *overview)
{
	static const char *const names[OVERVIEW_BANDS] = { "promoter",
		"passive", "detractor", "not heard" };

	for (int i = 0; i < OVERVIEW_BANDS; i++) {
		const struct overview_holding *holding =
		    &overview->base.bands[i];
		json_t *object = add(sections, "base");

		member_text(object, "said_last", names[i]);
		member_count(object, "people", holding->contacts);
		member_count(object, "valued", holding->valued);
		set_money(object, "value", holding->valued > 0,
		    holding->value_micro);
	}
}

static void
add_journey(json_t *sections, const struct overview *overview)
{
	for (guint i = 0; i < overview->shifts->len; i++) {
		const struct shift_row *shift =
		    g_ptr_array_index(overview->shifts, i);
		struct nps before = nps_of_groups(shift->from_promoters,
		    shift->n - shift->from_promoters - shift->from_detractors,
		    shift->from_detractors);
		struct nps now = nps_of_groups(shift->to_promoters,
		    shift->n - shift->to_promoters - shift->to_detractors,
		    shift->to_detractors);
		json_t *object;

		if (shift->n < overview->settings->scoring.min_answers)
			continue;
		object = add(sections, "journey");
		member_text(object, "from", shift->from);
		member_text(object, "touchpoint", shift->to);
		member_count(object, "people", shift->n);
		member_number(object, "nps_before", TRUE, before.score);
		member_count(object, "promoters_before", before.promoters);
		member_count(object, "passives_before", before.passives);
		member_count(object, "detractors_before", before.detractors);
		set_nps(object, &now);
		member_count(object, "fell_band", shift->fell_band);
		member_count(object, "fell_four", shift->fell_four);
	}
}

static void
add_falls(json_t *sections, const struct overview *overview)
{
	for (guint i = 0; i < overview->falls->len; i++) {
		const struct fall_row *fall = g_ptr_array_index(overview->falls,
		    i);
		json_t *object = add(sections, "fell");

		member_text(object, "from", fall->from);
		member_text(object, "touchpoint", fall->to);
		member_count(object, "score_before", fall->from_score);
		member_count(object, "score", fall->score);
		set_name(object, "name", fall->name);
		set_day_of(object, "day", overview, fall->answered_at);
		set_money(object, "value", fall->has_value, fall->value_micro);
		member_text(object, "comment", fall->comment);
	}
}

static void
add_cases(json_t *sections, const struct overview *overview)
{
	const struct case_sums *cases = &overview->cases;
	json_t *object = add(sections, "cases");

	member_count(object, "open", cases->open);
	member_count(object, "overdue", cases->overdue);
	member_count(object, "opened", cases->opened);
	member_count(object, "closed", cases->closed);
	member_number(object, "median_hours_to_close",
	    cases->median_close_s >= 0, (double)cases->median_close_s / HOUR_S);
	for (guint i = 0; cases->owed != NULL && i < cases->owed->len; i++) {
		const struct customer_case *owed =
		    g_ptr_array_index(cases->owed, i);

		object = add(sections, "case");
		member_count(object, "case", owed->id);
		member_text(object, "touchpoint", owed->touchpoint);
		json_object_set_new(object, "score",
		    owed->score >= 0 ? json_integer(owed->score) : json_null());
		set_name(object, "name", owed->name);
		set_day_of(object, "opened_on", overview, owed->opened_at);
		set_day_of(object, "due_on", overview, owed->due_at);
		member_text(object, "comment", owed->words);
	}
}

static void
add_comments(json_t *sections, const struct overview *overview)
{
	for (guint i = 0; i < overview->said->len; i++) {
		const struct said *said = g_ptr_array_index(overview->said, i);
		json_t *object = add(sections, "comment");
		json_t *tags = json_array();

		member_text(object, "touchpoint", said->touchpoint);
		member_count(object, "score", said->score);
		set_name(object, "name", said->name);
		set_day_of(object, "day", overview, said->answered_at);
		member_text(object, "source", said->source);
		set_money(object, "value", said->has_value, said->value_micro);
		json_object_set_new(object, "case",
		    said->case_id != 0 ? json_integer(said->case_id) :
					 json_null());
		for (char **tag = said->tags; tag != NULL && *tag != NULL;
		     tag++) {
			g_autofree char *valid = g_utf8_make_valid(*tag, -1);

			json_array_append_new(tags, json_string(valid));
		}
		json_object_set_new(object, "tags", tags);
		member_text(object, "comment", said->comment);
	}
}

json_t *
overview_sections(const struct overview *overview)
{
	static const char *const names[] = { "report", "total", "touchpoint",
		"group", "trend", "base", "journey", "fell", "cases", "case",
		"comment" };
	json_t *sections = json_object();

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		json_object_set_new(sections, names[i], json_array());
	add_report(sections, overview);
	add_total(sections, overview);
	add_scores(sections, "touchpoint", overview->touchpoints);
	for (guint i = 0; i < overview->facets->len; i++)
		add_scores(sections, "group",
		    g_ptr_array_index(overview->facets, i));
	add_trend(sections, overview);
	add_base(sections, overview);
	add_journey(sections, overview);
	add_falls(sections, overview);
	add_cases(sections, overview);
	add_comments(sections, overview);
	return sections;
}
