/*
 * chain_break.c - finds by trying what was done to a chain, and says it in
 * words. See chain_break.h.
 */
#include "store/verify/chain_break.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)
/* A day may begin so much earlier or later than in UTC. */
#define ZONES_S (14 * 60 * 60)
#define DAYS_TRIED 7

static const char *const sources[] = { "reply", "import", "staff", "interview",
	"anonymous" };

char *
chain_time(gint64 at)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at);

	return time != NULL ?
	    g_date_time_format(time, "%Y-%m-%d %H:%M:%S UTC") :
	    g_strdup_printf("%" G_GINT64_FORMAT " s", at);
}

static const struct chain_row *
row_at(const struct chain_break *chain, guint i)
{
	return &g_array_index(chain->rows, struct chain_row, i);
}

static const struct chain_row *
broken(const struct chain_break *chain)
{
	return row_at(chain, chain->at);
}

/* Whether it is the broken one, if it said that. */
static gboolean
is_it(const struct chain_break *chain, const struct chain_link *link)
{
	struct chain_row row = *broken(chain);

	row.link = *link;
	return chain_row_fits(&row, chain->before);
}

static char *
said(const char *what, const char *was, const char *now)
{
	return g_strdup_printf("its %s was %s when it was stored, and is %s "
			       "now",
	    what, was != NULL ? was : "not given",
	    now != NULL ? now : "not given");
}

static char *
try_score(const struct chain_break *chain)
{
	struct chain_link link = broken(chain)->link;
	gint64 now = link.score;

	for (link.score = 0; link.score <= 10; link.score++)
		if (is_it(chain, &link))
			return g_strdup_printf("its score was %" G_GINT64_FORMAT
				" when it was stored, and is %" G_GINT64_FORMAT
				" now", link.score, now);
	return NULL;
}

static char *
try_source(const struct chain_break *chain)
{
	struct chain_link link = broken(chain)->link;
	const char *now = link.source;

	for (guint i = 0; i < G_N_ELEMENTS(sources) + chain->rows->len; i++) {
		link.source = i < G_N_ELEMENTS(sources) ? sources[i] :
		    row_at(chain, i - (guint)G_N_ELEMENTS(sources))
			->link.source;
		if (is_it(chain, &link))
			return said("source", link.source, now);
	}
	return NULL;
}

/* None, or as another near it says. */
static char *
try_author(const struct chain_break *chain)
{
	struct chain_link link = broken(chain)->link;
	const char *now = link.author;

	for (guint i = 0; i <= chain->rows->len; i++) {
		link.author = i > 0 ? row_at(chain, i - 1)->link.author : NULL;
		if (is_it(chain, &link))
			return said("author", link.author, now);
	}
	return NULL;
}

static char *
try_reason(const struct chain_break *chain)
{
	struct chain_link link = broken(chain)->link;
	const char *now = link.reason;

	for (guint i = 0; i <= chain->rows->len; i++) {
		link.reason = i > 0 ? row_at(chain, i - 1)->link.reason : NULL;
		if (is_it(chain, &link))
			return said("reason", link.reason, now);
	}
	return NULL;
}

static char *
try_form(const struct chain_break *chain)
{
	struct chain_link link = broken(chain)->link;

	for (link.form = CHAIN_FORM_FIRST; link.form <= CHAIN_FORM_NOW;
	     link.form++)
		if (is_it(chain, &link))
			return g_strdup_printf("its hash is of form %d, and "
					       "the row says another",
			    link.form);
	return NULL;
}

static char *
try_what_it_refers_to(const struct chain_break *chain)
{
	struct chain_link link = broken(chain)->link;

	link.supersedes_hash = NULL;
	if (is_it(chain, &link))
		return g_strdup("it superseded none when it was stored, and "
				"does now");
	for (guint i = 0; i < chain->at; i++) {
		link.supersedes_hash = row_at(chain, i)->hash;
		if (is_it(chain, &link))
			return g_strdup_printf("it superseded %" G_GINT64_FORMAT
			    " when it was stored, and doesn't now",
			    row_at(chain, i)->id);
	}
	return NULL;
}

static char *
try_profile(const struct chain_break *chain)
{
	struct chain_link link = broken(chain)->link;

	link.facets = NULL;
	if (is_it(chain, &link))
		return g_strdup("nothing was noted of who answered when it was "
				"stored, and is now");
	for (guint i = 0; i < chain->rows->len; i++) {
		link.facets = row_at(chain, i)->link.facets;
		if (is_it(chain, &link))
			return g_strdup("what is noted of who answered "
					"(channel, language, attributes) was "
					"changed");
	}
	return NULL;
}

static char *
day_text(gint64 day)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(day * DAY_S);

	return time != NULL ? g_date_time_format(time, "%Y-%m-%d") :
			      g_strdup_printf("%" G_GINT64_FORMAT, day);
}

static gint64
clamp_day(gint64 day)
{
	return CLAMP(day, G_MININT32, G_MAXINT32);
}

static char *
try_day(const struct chain_break *chain)
{
	struct chain_link link = broken(chain)->link;
	gint64 now = clamp_day(link.day);
	/* Which it is by its time, wherever that was. */
	gint64 by_time = clamp_day(link.answered_at / DAY_S);

	for (gint64 i = -DAYS_TRIED; i <= DAYS_TRIED; i++) {
		const gint64 days[] = { now + i, by_time + i };

		for (guint k = 0; k < G_N_ELEMENTS(days); k++) {
			link.day = days[k];
			if (is_it(chain, &link)) {
				g_autofree char *was = day_text(link.day);
				g_autofree char *is = day_text(now);

				return said("day", was, is);
			}
		}
	}
	return NULL;
}

/* Each second of its day, wherever that was. */
static char *
try_time(const struct chain_break *chain)
{
	struct chain_link link = broken(chain)->link;
	gint64 now = link.answered_at;
	gint64 begin = clamp_day(link.day) * DAY_S - ZONES_S;
	gint64 end = begin + DAY_S + 2 * ZONES_S;

	for (link.answered_at = begin; link.answered_at < end;
	     link.answered_at++) {
		if (is_it(chain, &link)) {
			g_autofree char *was = chain_time(link.answered_at);
			g_autofree char *is = chain_time(now);

			return said("time", was, is);
		}
	}
	return NULL;
}

static char *
try_fields(const struct chain_break *chain)
{
	static char *(*const tries[])(const struct chain_break *) = {
		try_score, try_source, try_author, try_reason, try_form,
		try_what_it_refers_to, try_profile, try_day, try_time
	};
	char *words = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(tries) && words == NULL; i++)
		words = tries[i](chain);
	return words;
}

/* It and n - 1 behind it are not of the chain: what follows fits without. */
static guint
put_in(const struct chain_break *chain)
{
	for (guint i = chain->at + 1; i < chain->rows->len; i++) {
		if (chain_row_fits(row_at(chain, i), chain->before))
			return i - chain->at;
	}
	if (chain->is_last && chain->end != NULL &&
	    g_bytes_equal(chain->end, chain->before))
		return chain->rows->len - chain->at;
	return 0;
}

static char *
say_behind(const struct chain_break *chain, guint place)
{
	gint64 id = row_at(chain, place)->id;

	if (place > chain->at)
		return g_strdup_printf("the order was changed: it was stored "
		    "next after %" G_GINT64_FORMAT ", which stands behind it "
		    "now", id);
	return g_strdup_printf("it was stored next after %" G_GINT64_FORMAT
	    ": what stands between them (%u) was put in", id,
	    chain->at - place - 1);
}

/* It was stored behind another that is near, or is a copy of one. */
static char *
try_places(const struct chain_break *chain)
{
	g_autoptr(GBytes) begin = chain_begin();
	const struct chain_row *row = broken(chain);

	for (guint i = 0; i < chain->rows->len; i++) {
		if (i != chain->at &&
		    g_bytes_equal(row_at(chain, i)->hash, row->hash))
			return g_strdup_printf("it was put in, as a copy of "
			    "%" G_GINT64_FORMAT, row_at(chain, i)->id);
	}
	for (guint i = 0; i < chain->rows->len; i++) {
		if (i != chain->at && i + 1 != chain->at &&
		    chain_row_fits(row, row_at(chain, i)->hash))
			return say_behind(chain, i);
	}
	return chain_row_fits(row, begin) ?
	    g_strdup("it was stored as the first of all, and what stands "
		     "before it was put in") :
	    NULL;
}

static char *
say_missing(const struct chain_break *chain)
{
	gint64 n = chain->missing_until - chain->missing_from + 1;

	if (chain->missing_from == 0)
		return g_strdup("it was edited, in its time, source, author or "
				"more than one field, or one before it was "
				"moved to another touchpoint: its hash is not "
				"that of what stands before it and in it");
	if (n == 1)
		return g_strdup_printf("it follows one that is not there: "
		    "response %" G_GINT64_FORMAT " was taken out",
		    chain->missing_from);
	return g_strdup_printf("it follows one that is not there: of responses "
	    "%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " some were taken out",
	    chain->missing_from, chain->missing_until);
}

static char *
say_put_in(const struct chain_break *chain)
{
	guint n = put_in(chain);

	if (n == 0)
		return NULL;
	if (n == 1)
		return g_strdup("it was put in: what comes after it fits "
				"behind the one before it");
	return g_strdup_printf("it was put in, with %u behind it: what comes "
			       "after them fits behind the one before it",
	    n - 1);
}

char *
chain_break_say(const struct chain_break *chain)
{
	char *words = try_places(chain);

	if (words == NULL)
		words = say_put_in(chain);
	if (words == NULL)
		words = try_fields(chain);
	return words != NULL ? words : say_missing(chain);
}
