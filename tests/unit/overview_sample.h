/*
 * overview_sample.h - an overview made by hand, for tests of what is made of
 * one: test_page.c and test_overview.c.
 */
#ifndef TESTS_UNIT_OVERVIEW_SAMPLE_H
#define TESTS_UNIT_OVERVIEW_SAMPLE_H

#include "base/timezone.h"
#include "scores/page/overview.h"

#define SAMPLE_UNTIL_DAY 20727	 /* 2026-10-01 */
#define SAMPLE_NOW_AT 1790848800 /* 2026-10-01T10:00:00Z */

/* Of a text that would harm if it were believed. */
#define SAMPLE_HOSTILE                                                         \
	"</td><script>alert(1)</script>{{subject}}\"'><img src=x onerror=y>"

struct sample {
	struct settings settings;
	struct team team;
	struct overview *overview;
	struct score_band bands[2];
	char *by[2];
};

/* promoters, passives and detractors gave 10, 8 and 2. */
static inline struct tally
sample_tally(gint64 promoters, gint64 passives, gint64 detractors)
{
	struct tally tally = { .commented = promoters / 2,
		.sent = 4 * (promoters + passives + detractors),
		.answered = promoters + passives + detractors };

	tally.n[10] = promoters;
	tally.n[8] = passives;
	tally.n[2] = detractors;
	return tally;
}

/* Takes nothing; touchpoint or value is NULL. */
static inline void
sample_add(struct sample *sample, struct report *report, const char *touchpoint,
    const char *value, struct tally now, struct tally before)
{
	struct group group = {
		.name = (char *)(touchpoint != NULL ? touchpoint : value),
		.rest = touchpoint == NULL && *value == '\0',
		.now = now,
		.before = before
	};
	struct report_row *row = report_row_new(&group,
	    &sample->settings.scoring);

	g_free(row->touchpoint);
	g_free(row->group);
	row->touchpoint = g_strdup(touchpoint);
	row->group = g_strdup(value);
	g_ptr_array_add(report->rows, row);
}

static inline void
sample_row_free(gpointer row)
{
	report_row_free(row);
}

static inline void
sample_report_free(gpointer report)
{
	report_free(report);
}

static inline struct report *
sample_report(const char *by)
{
	struct report *report = g_new0(struct report, 1);

	report->by = g_strdup(by);
	report->min_answers = 5;
	report->rows = g_ptr_array_new_with_free_func(sample_row_free);
	return report;
}

/* A facet to fill; owned by the overview. */
static inline struct report *
sample_facet(struct sample *sample, const char *by)
{
	struct report *report = sample_report(by);

	g_ptr_array_add(sample->overview->facets, report);
	return report;
}

static inline void
sample_shift_free(gpointer row)
{
	shift_row_free(row);
}

static inline void
sample_fall_free(gpointer row)
{
	fall_row_free(row);
}

static inline void
sample_said_free(gpointer said)
{
	said_free(said);
}

static inline void
sample_say(struct sample *sample, int score, const char *comment,
    const char *name)
{
	struct said *said = g_new0(struct said, 1);

	said->touchpoint = g_strdup("after-booking");
	said->score = score;
	said->comment = g_strdup(comment);
	said->name = g_strdup(name);
	said->answered_at = SAMPLE_NOW_AT;
	said->source = g_strdup("reply");
	said->tags = g_new0(char *, 1);
	g_ptr_array_add(sample->overview->said, said);
}

/* Nobody answered; a total, and nothing else. */
static inline void
sample_begin(struct sample *sample, const char *language)
{
	struct overview *overview = g_new0(struct overview, 1);

	*sample = (struct sample){ .overview = overview };
	sample->bands[0] = (struct score_band){ g_strdup("very good"), 30 };
	sample->by[0] = g_strdup("event.country");
	sample->settings.organisation = (struct organisation){
		.name = g_strdup("Aurora & Spa"),
		.language = g_strdup(language),
		.zone = timezone_find("Europe/Helsinki", NULL),
		.brand_colour = g_strdup("#6b4fbb"),
	};
	sample->settings.scoring = (struct scoring){ .by = sample->by,
		.min_answers = 5,
		.bands = sample->bands,
		.currency = g_strdup("EUR") };
	overview->settings = &sample->settings;
	overview->now_at = SAMPLE_NOW_AT;
	overview->period = (struct period){ SAMPLE_UNTIL_DAY - 184,
		SAMPLE_UNTIL_DAY - 92, SAMPLE_UNTIL_DAY };
	overview->last_day = SAMPLE_UNTIL_DAY - 1;
	overview->touchpoints = sample_report("touchpoint");
	overview->touchpoints->total = g_new0(struct report_row, 1);
	overview->facets = g_ptr_array_new_with_free_func(sample_report_free);
	overview->trend = g_ptr_array_new_with_free_func(g_free);
	overview->shifts = g_ptr_array_new_with_free_func(sample_shift_free);
	overview->falls = g_ptr_array_new_with_free_func(sample_fall_free);
	overview->said = g_ptr_array_new_with_free_func(sample_said_free);
	overview->cases.median_close_s = -1;
}

/* The total of these. */
static inline void
sample_total(struct sample *sample, struct tally now, struct tally before)
{
	struct group group = { .now = now, .before = before };

	report_row_free(sample->overview->touchpoints->total);
	sample->overview->touchpoints->total = report_row_new(&group,
	    &sample->settings.scoring);
}

/* Something of all there is. */
static inline void
sample_fill(struct sample *sample)
{
	struct overview *overview = sample->overview;
	struct report *facet;
	struct shift_row *shift = g_new0(struct shift_row, 1);
	struct fall_row *fall = g_new0(struct fall_row, 1);

	sample_total(sample, sample_tally(760, 160, 80),
	    sample_tally(600, 200, 200));
	sample_add(sample, overview->touchpoints, "after-booking", NULL,
	    sample_tally(460, 100, 40), sample_tally(300, 100, 100));
	sample_add(sample, overview->touchpoints, "week-later", NULL,
	    sample_tally(296, 58, 38), sample_tally(300, 100, 100));
	sample_add(sample, overview->touchpoints, "rare", NULL,
	    sample_tally(4, 2, 2), sample_tally(0, 0, 0));
	sample_add(sample, overview->touchpoints, "silent", NULL,
	    sample_tally(0, 0, 0), sample_tally(0, 0, 0));
	facet = sample_facet(sample, "channel");
	sample_add(sample, facet, NULL, "email", sample_tally(560, 100, 40),
	    sample_tally(400, 100, 100));
	sample_add(sample, facet, NULL, "", sample_tally(200, 60, 40),
	    sample_tally(200, 100, 100));
	facet = sample_facet(sample, "event.country");
	facet->hidden = 3;
	sample_add(sample, facet, NULL, "FI", sample_tally(760, 160, 75),
	    sample_tally(600, 200, 200));
	for (int i = 0; i < 13; i++) {
		struct overview_span *span = g_new0(struct overview_span, 1);

		span->since_day = SAMPLE_UNTIL_DAY - 7 * (13 - i);
		span->until_day = span->since_day + 7;
		span->tally = i == 4 ? sample_tally(0, 0, 0) :
				       sample_tally(40 + i, 12, 6);
		span->nps = nps_of(span->tally.n);
		g_ptr_array_add(overview->trend, span);
	}
	*shift = (struct shift_row){ .from = g_strdup("after-booking"),
		.to = g_strdup("week-later"),
		.n = 180,
		.from_promoters = 120,
		.from_detractors = 20,
		.to_promoters = 110,
		.to_detractors = 32,
		.fell_band = 24,
		.fell_four = 9 };
	g_ptr_array_add(overview->shifts, shift);
	*fall = (struct fall_row){ .response_id = 7,
		.name = g_strdup("Maija"),
		.from = g_strdup("after-booking"),
		.to = g_strdup("week-later"),
		.from_score = 9,
		.score = 3,
		.comment = g_strdup("The room was cold."),
		.answered_at = SAMPLE_NOW_AT };
	g_ptr_array_add(overview->falls, fall);
	overview->base = (struct overview_base){ .contacts = 12480,
		.heard = 2930,
		.bands = { { 2100, 2000, G_GINT64_CONSTANT(812000000000) },
		    { 520, 500, G_GINT64_CONSTANT(142000000000) },
		    { 310, 300, G_GINT64_CONSTANT(96500000000) },
		    { 9550, 8000, G_GINT64_CONSTANT(1650000000000) } } };
	overview->cases = (struct case_sums){ .open = 4,
		.overdue = 1,
		.oldest_at = SAMPLE_NOW_AT - 864000,
		.opened = 23,
		.closed = 21,
		.median_close_s = 93600 };
	sample_say(sample, 0, "Waited two hours.", "Aino");
	sample_say(sample, 10, "Wonderful staff!", "greta@example.com");
}

static inline void
sample_end(struct sample *sample)
{
	struct organisation *organisation = &sample->settings.organisation;

	overview_free(sample->overview);
	g_free(organisation->name);
	g_free(organisation->language);
	g_free(organisation->brand_colour);
	g_time_zone_unref(organisation->zone);
	g_free(sample->settings.scoring.currency);
	g_free(sample->bands[0].name);
	g_free(sample->by[0]);
}

#endif
