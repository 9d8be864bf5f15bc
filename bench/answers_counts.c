/*
 * answers_counts.c - see answers_counts.h: arrays by facet, day and touchpoint,
 * and what each contact said last. Called by answers.c.
 */
#include "bench/answers_counts.h"

#include "store/counts/people.h"
#include "store/counts/tally.h"

#define N_KINDS_OF_SHIFT 7
#define MICRO G_GINT64_CONSTANT(1000000)

struct one_tally {
	guint32 commented, n[11];
};

struct one_shift {
	guint32 n[N_KINDS_OF_SHIFT]; /* as the table has its columns */
};

struct counts {
	guint n_contacts, n_facets;
	gint64 facets[N_FACETS_MAX];
	struct answer *lasts;	   /* by contact */
	struct one_tally *tallies; /* by facet, day, touchpoint */
	struct one_shift *shifts;  /* by day, from, to */
};

struct counts *
counts_new(guint n_contacts)
{
	struct counts *counts = g_new0(struct counts, 1);

	counts->n_contacts = n_contacts;
	counts->lasts = g_new0(struct answer, n_contacts + 1);
	counts->tallies = g_new0(struct one_tally,
	    N_FACETS_MAX * N_DAYS * N_TOUCHPOINTS);
	counts->shifts = g_new0(struct one_shift,
	    N_DAYS * N_TOUCHPOINTS * N_TOUCHPOINTS);
	return counts;
}

void
counts_free(struct counts *counts)
{
	g_free(counts->lasts);
	g_free(counts->tallies);
	g_free(counts->shifts);
	g_free(counts);
}

guint
counts_facet(struct counts *counts, gint64 id)
{
	for (guint i = 0; i < counts->n_facets; i++) {
		if (counts->facets[i] == id)
			return i;
	}
	g_assert(counts->n_facets < N_FACETS_MAX);
	counts->facets[counts->n_facets] = id;
	return counts->n_facets++;
}

const struct answer *
counts_before(struct counts *counts, guint contact)
{
	return &counts->lasts[contact];
}

static struct one_tally *
tally_at(struct counts *counts, guint facet, guint day, guint touchpoint)
{
	return &counts->tallies[(facet * N_DAYS + day) * N_TOUCHPOINTS +
	    touchpoint];
}

static struct one_shift *
shift_at(struct counts *counts, guint day, guint from, guint to)
{
	return &counts->shifts[(day * N_TOUCHPOINTS + from) * N_TOUCHPOINTS +
	    to];
}

static gboolean
add_shift(struct counts *counts, const struct answer *from,
    const struct answer *to, struct db *db, gint64 first_day, GError **error)
{
	struct one_shift *one = shift_at(counts, to->day, from->touchpoint,
	    to->touchpoint);
	const struct score_shift shift = { .from_score = (int)from->score,
		.score = (int)to->score };
	gboolean band, four;
	gboolean fell = shift_is_fall(&shift, &band, &four);
	const gboolean counted[N_KINDS_OF_SHIFT] = { TRUE, from->score >= 9,
		from->score <= 6, to->score >= 9, to->score <= 6, band, four };

	for (int i = 0; i < N_KINDS_OF_SHIFT; i++)
		one->n[i] += counted[i] != 0;
	return !fell ||
	    db_run(db, error,
		"INSERT INTO fall (day, response_id) VALUES ($1, $2)", "ii",
		first_day + to->day, to->id);
}

gboolean
counts_add(struct counts *counts, const struct answer *answer,
    const guint *facets, guint n_facets, struct db *db, gint64 first_day,
    GError **error)
{
	struct answer *last = &counts->lasts[answer->contact];

	for (guint i = 0; i < 2 + n_facets; i++) {
		struct one_tally *one = tally_at(counts,
		    i < 2 ? i : facets[i - 2], answer->day,
		    answer->touchpoint);

		one->commented += answer->has_words != 0;
		one->n[answer->score]++;
	}
	if (last->id != 0 &&
	    !add_shift(counts, last, answer, db, first_day, error))
		return FALSE;
	*last = *answer;
	return TRUE;
}

static gboolean
put_tally(struct db *db, gint64 facet, gint64 day, const char *touchpoint,
    const struct one_tally *one, GError **error)
{
	const guint32 *n = one->n;
	gint64 all = 0;

	for (int i = 0; i <= 10; i++)
		all += n[i];
	return all == 0 ||
	    db_run(db, error,
		"INSERT INTO tally (facet, level, span, touchpoint, commented,"
		" s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10) VALUES ($1, 0,"
		" $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
		" $15)",
		"iitiiiiiiiiiiii", facet, day, touchpoint,
		(gint64)one->commented, (gint64)n[0], (gint64)n[1],
		(gint64)n[2], (gint64)n[3], (gint64)n[4], (gint64)n[5],
		(gint64)n[6], (gint64)n[7], (gint64)n[8], (gint64)n[9],
		(gint64)n[10]);
}

static gboolean
write_tallies(struct counts *counts, struct db *db, char *const *touchpoints,
    gint64 first_day, GError **error)
{
	for (guint i = 0; i < counts->n_facets; i++) {
		for (guint j = 0; j < N_DAYS * N_TOUCHPOINTS; j++) {
			guint day = j / N_TOUCHPOINTS, at = j % N_TOUCHPOINTS;

			if (!put_tally(db, counts->facets[i], first_day + day,
				touchpoints[at], tally_at(counts, i, day, at),
				error))
				return FALSE;
		}
	}
	return db_script(db,
	    "INSERT INTO tally (facet, level, span, touchpoint, commented, s0,"
	    " s1, s2, s3, s4, s5, s6, s7, s8, s9, s10) SELECT facet, 5,"
	    " span >> 5, touchpoint, sum(commented), sum(s0), sum(s1),"
	    " sum(s2), sum(s3), sum(s4), sum(s5), sum(s6), sum(s7), sum(s8),"
	    " sum(s9), sum(s10) FROM tally WHERE level = 0"
	    " GROUP BY facet, span >> 5, touchpoint",
	    error);
}

static gboolean
put_shift(struct db *db, gint64 day, const char *from, const char *to,
    const struct one_shift *one, GError **error)
{
	const guint32 *n = one->n;

	return n[0] == 0 ||
	    db_run(db, error,
		"INSERT INTO shift_tally (level, span, from_touchpoint,"
		" to_touchpoint, n, from_promoters, from_detractors,"
		" to_promoters, to_detractors, fell_band, fell_four)"
		" VALUES (0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		"ittiiiiiii", day, from, to, (gint64)n[0], (gint64)n[1],
		(gint64)n[2], (gint64)n[3], (gint64)n[4], (gint64)n[5],
		(gint64)n[6]);
}

static gboolean
write_shifts(struct counts *counts, struct db *db, char *const *touchpoints,
    gint64 first_day, GError **error)
{
	for (guint i = 0; i < N_DAYS * N_TOUCHPOINTS * N_TOUCHPOINTS; i++) {
		guint day = i / (N_TOUCHPOINTS * N_TOUCHPOINTS);

		if (!put_shift(db, first_day + day,
			touchpoints[i / N_TOUCHPOINTS % N_TOUCHPOINTS],
			touchpoints[i % N_TOUCHPOINTS], &counts->shifts[i],
			error))
			return FALSE;
	}
	return db_script(db,
	    "INSERT INTO shift_tally (level, span, from_touchpoint,"
	    " to_touchpoint, n, from_promoters, from_detractors, to_promoters,"
	    " to_detractors, fell_band, fell_four) SELECT 5, span >> 5,"
	    " from_touchpoint, to_touchpoint, sum(n), sum(from_promoters),"
	    " sum(from_detractors), sum(to_promoters), sum(to_detractors),"
	    " sum(fell_band), sum(fell_four) FROM shift_tally"
	    " WHERE level = 0 GROUP BY span >> 5, from_touchpoint,"
	    " to_touchpoint",
	    error);
}

struct holding {
	gint64 contacts, micro;
};

static gboolean
put_base(struct db *db, const char *band, gint64 day,
    const struct holding *one, GError **error)
{
	return one->contacts == 0 ||
	    db_run(db, error,
		"INSERT INTO base_tally (touchpoint, band, day, contacts,"
		" valued, value_micro) VALUES ('', $1, $2, $3, $3, $4)",
		"tiii", band, day, one->contacts, one->micro);
}

/* All of them are worth something. */
static gboolean
write_standings(struct counts *counts, struct db *db, const guint16 *worths,
    gint64 first_day, GError **error)
{
	static const char bands[] = "pnd";
	struct holding silent = { 0 };
	g_autofree struct holding *holdings = g_new0(struct holding,
	    3 * N_DAYS);

	for (guint i = 1; i <= counts->n_contacts; i++) {
		const struct answer *last = &counts->lasts[i];
		struct holding *holding = &silent;

		if (last->id != 0)
			holding = &holdings[last->day * 3 +
			    (last->score >= 9 ? 0 : last->score >= 7 ? 1 : 2)];
		holding->contacts++;
		holding->micro += worths[i] * MICRO;
		if (!db_run(db, error,
			last->id != 0 ?
			    "INSERT INTO standing (contact_id, value_micro,"
			    " response_id) VALUES ($1, $2, $3)" :
			    "INSERT INTO standing (contact_id, value_micro)"
			    " VALUES ($1, $2)",
			last->id != 0 ? "iii" : "ii", (gint64)i,
			worths[i] * MICRO, last->id))
			return FALSE;
	}
	for (guint i = 0; i < 3 * N_DAYS; i++) {
		if (!put_base(db, tally_band_name(bands[i % 3]),
			first_day + i / 3, &holdings[i], error))
			return FALSE;
	}
	return put_base(db, "none", 0, &silent, error);
}

gboolean
counts_write(struct counts *counts, struct db *db, const guint16 *worths,
    char *const *touchpoints, gint64 first_day, GError **error)
{
	return write_tallies(counts, db, touchpoints, first_day, error) &&
	    write_shifts(counts, db, touchpoints, first_day, error) &&
	    write_standings(counts, db, worths, first_day, error) &&
	    db_script(db,
		"INSERT INTO heard (contact_id, touchpoint, day) SELECT"
		" contact_id, touchpoint, max(day) FROM response"
		" GROUP BY contact_id, touchpoint;"
		"INSERT INTO base_tally (touchpoint, band, day, contacts,"
		" valued, value_micro) SELECT touchpoint, '', day, count(*),"
		" 0, 0 FROM heard GROUP BY touchpoint, day",
		error);
}
