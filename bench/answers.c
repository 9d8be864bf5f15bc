/*
 * answers.c - fills a new store with answers: `answers FILE N DAY` puts N of
 * them over 50 touchpoints and the three years before DAY (since 1970), of a
 * quarter as many contacts, with all that is counted of them. Called by
 * scores.py; `verify` must find nothing wrong in it.
 *
 * Appended one by one as the daemon does it, ten million would take an hour:
 * here counts are made in memory (answers_counts.c) and written at the end, and
 * indexes after the rows.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/answers_counts.h"
#include "store/verify/chain_rows.h"
#include "store/counts/facets_internal.h"
#include "store/counts/scores.h"
#include "store/store.h"

#define DAY_S 86400
#define PER_CONTACT 4 /* answers */
#define PER_COMMIT 1000000
#define N_COUNTRIES 8
#define N_PLANS 3
#define N_LANGUAGES 2
#define N_KINDS (N_COUNTRIES * N_PLANS * N_LANGUAGES) /* of contacts */

static const char *const countries[N_COUNTRIES] = { "FI", "SE", "DE", "FR",
	"PT", "ES", "GB", "US" };
static const char *const plans[N_PLANS] = { "blue", "silver", "gold" };
static const char *const languages[N_LANGUAGES] = { "en", "fi" };

struct filling {
	struct db *db;
	gint64 n, until_day;
	guint n_contacts;
	guint8 *kinds;	  /* by contact */
	guint16 *worths;  /* the same */
	struct counts *counts;
	guint facets[N_KINDS][3];	/* as counts number them */
	gint64 profiles[N_KINDS];
	char *texts[N_KINDS]; /* of them, as hashes cover them */
	char *touchpoints[N_TOUCHPOINTS];
	GBytes *ends[N_TOUCHPOINTS];
	gint64 last_ids[N_TOUCHPOINTS];
};

static guint64 state = 1;

/* The same at each run: it is no lottery (Knuth's MMIX). */
static guint
draw(guint n)
{
	state = state * G_GUINT64_CONSTANT(6364136223846793005) +
	    G_GUINT64_CONSTANT(1442695040888963407);
	return (guint)(state >> 33) % n;
}

/* A facet that counts, by the number that counts know it by. */
static gboolean
put_facet(struct filling *filling, const char *name, const char *value,
    guint *number, GError **error)
{
	gint64 id;

	if (!facet_id(filling->db, name, value, &id, error))
		return FALSE;
	*number = counts_facet(filling->counts, id);
	return TRUE;
}

static gboolean
put_kind(struct filling *filling, guint kind, GError **error)
{
	const char *country = countries[kind % N_COUNTRIES];
	const char *plan = plans[kind / N_COUNTRIES % N_PLANS];
	const char *language = languages[kind / N_COUNTRIES / N_PLANS];
	g_autofree char *text = g_strconcat("country" FACET_IS, country,
	    FACET_NEXT "language" FACET_IS, language,
	    FACET_NEXT "plan" FACET_IS, plan, FACET_NEXT, NULL);

	return put_facet(filling, "country", country,
		   &filling->facets[kind][0], error) &&
	    put_facet(filling, "language", language, &filling->facets[kind][1],
		error) &&
	    put_facet(filling, "plan", plan, &filling->facets[kind][2],
		error) &&
	    profile_of(filling->db, text, &filling->profiles[kind], error);
}

static gboolean
put_kinds(struct filling *filling, GError **error)
{
	g_autoptr(GHashTable) texts = NULL;
	guint source;

	/* The first two of them: all, and those by reply. */
	counts_facet(filling->counts, 0);
	if (!put_facet(filling, "source", "reply", &source, error))
		return FALSE;
	for (guint i = 0; i < N_KINDS; i++) {
		if (!put_kind(filling, i, error))
			return FALSE;
	}
	texts = chain_profiles(filling->db, error);
	for (guint i = 0; i < N_KINDS && texts != NULL; i++)
		filling->texts[i] = g_strdup(g_hash_table_lookup(texts,
		    &filling->profiles[i]));
	return texts != NULL;
}

static gboolean
put_contact(struct filling *filling, guint id, GError **error)
{
	guint kind = draw(N_KINDS), worth = draw(5000);
	char email[32], attributes[80];

	filling->kinds[id] = (guint8)kind;
	filling->worths[id] = (guint16)worth;
	g_snprintf(email, sizeof(email), "c%u@example.com", id);
	g_snprintf(attributes, sizeof(attributes),
	    "{\"country\":\"%s\",\"plan\":\"%s\",\"value\":%u}",
	    countries[kind % N_COUNTRIES], plans[kind / N_COUNTRIES % N_PLANS],
	    worth);
	return db_run(filling->db, error,
	    "INSERT INTO contact (id, email, email_key, name, language,"
	    " attributes, created_at) VALUES ($1, $2, $2, 'A Customer', $3, $4,"
	    " 1)",
	    "ittt", (gint64)id, email,
	    languages[kind / N_COUNTRIES / N_PLANS], attributes);
}

static guint
draw_score(void)
{
	static const guint scores[] = { 10, 10, 10, 9, 9, 9, 8, 8, 7, 7, 6, 5,
		4, 3, 2, 1, 0 };

	return scores[draw(G_N_ELEMENTS(scores))];
}

static gboolean
put_row(struct filling *filling, const struct answer *answer, gint64 at,
    gint64 before_id, GError **error)
{
	const char *comment = answer->has_words ? "The room was cold" : NULL;
	guint kind = filling->kinds[answer->contact];
	GBytes **end = &filling->ends[answer->touchpoint];
	guint64 random[2] = { state, state ^ G_MAXUINT32 };
	g_autoptr(GBytes) salt = g_bytes_new(random, sizeof(random));
	g_autoptr(GBytes)
	    of_contact = chain_contact_digest(salt, answer->contact);
	g_autoptr(GBytes) of_comment = chain_digest(salt, comment);
	const struct chain_link link = { .form = CHAIN_FORM_NOW,
		.touchpoint = filling->touchpoints[answer->touchpoint],
		.score = answer->score,
		.answered_at = at,
		.source = "reply",
		.contact_digest = of_contact,
		.comment_digest = of_comment,
		.day = at / DAY_S,
		.facets = filling->texts[kind] };
	GBytes *hash = chain_hash(*end, &link);

	g_bytes_unref(*end);
	*end = hash;
	filling->last_ids[answer->touchpoint] = answer->id;
	return db_run(filling->db, error,
	    before_id != 0 ?
		"INSERT INTO response (id, touchpoint, score, comment,"
		" contact_id, answered_at, day, recorded_at, source, salt,"
		" contact_digest, comment_digest, hash, profile, form,"
		" before_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $6, 'reply',"
		" $8, $9, $10, $11, $12, $13, $14)" :
		"INSERT INTO response (id, touchpoint, score, comment,"
		" contact_id, answered_at, day, recorded_at, source, salt,"
		" contact_digest, comment_digest, hash, profile, form)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $6, 'reply', $8, $9,"
		" $10, $11, $12, $13)",
	    before_id != 0 ? "ititiiibbbbiii" : "ititiiibbbbii", answer->id,
	    link.touchpoint, link.score, comment, (gint64)answer->contact, at,
	    link.day, salt, of_contact, of_comment, hash,
	    filling->profiles[kind], (gint64)link.form, before_id);
}

static gboolean
put_answer(struct filling *filling, gint64 id, GError **error)
{
	gint64 at = (filling->until_day - N_DAYS) * DAY_S +
	    (gint64)((double)(id - 1) / (double)filling->n * N_DAYS * DAY_S);
	const struct answer answer = { .id = id,
		.contact = 1 + draw(filling->n_contacts),
		.touchpoint = draw(N_TOUCHPOINTS),
		.score = draw_score(),
		.has_words = draw(10) < 3,
		.day = (guint)(at / DAY_S - filling->until_day + N_DAYS) };
	const struct answer *before = counts_before(filling->counts,
	    answer.contact);
	gint64 before_id = before->id;
	const guint *facets = filling->facets[filling->kinds[answer.contact]];

	return put_row(filling, &answer, at, before_id, error) &&
	    counts_add(filling->counts, &answer, facets, 3, filling->db,
		filling->until_day - N_DAYS, error);
}

/* Now and then; without it all would be in memory. */
static gboolean
pause_commit(struct db *db, gint64 i, GError **error)
{
	return i % PER_COMMIT != 0 ||
	    (db_commit(db, error) && db_begin(db, error));
}

static gboolean
put_ends(struct filling *filling, GError **error)
{
	for (guint i = 0; i < N_TOUCHPOINTS; i++) {
		if (filling->last_ids[i] != 0 &&
		    !db_run(filling->db, error,
			"INSERT INTO response_chain (touchpoint, hash,"
			" response_id) VALUES ($1, $2, $3)",
			"tbi", filling->touchpoints[i], filling->ends[i],
			filling->last_ids[i]))
			return FALSE;
	}
	return TRUE;
}

static gboolean
put_all(struct filling *filling, GError **error)
{
	struct db *db = filling->db;

	if (!put_kinds(filling, error))
		return FALSE;
	for (guint i = 1; i <= filling->n_contacts; i++) {
		if (!put_contact(filling, i, error) ||
		    !pause_commit(db, i, error))
			return FALSE;
	}
	for (gint64 i = 1; i <= filling->n; i++) {
		if (!put_answer(filling, i, error) ||
		    !pause_commit(db, i, error))
			return FALSE;
	}
	return put_ends(filling, error) &&
	    counts_write(filling->counts, db, filling->worths,
		filling->touchpoints, filling->until_day - N_DAYS, error);
}

static gpointer
text_of_row(struct rows *rows)
{
	return rows_dup(rows, 0);
}

static gboolean
run_each(struct db *db, const GPtrArray *statements, const char *before,
    GError **error)
{
	for (guint i = 0; i < statements->len; i++) {
		g_autofree char *sql = g_strconcat(before,
		    (const char *)statements->pdata[i], NULL);

		if (!db_script(db, sql, error))
			return FALSE;
	}
	return TRUE;
}

/* What a crash leaves behind is of no use to anybody. */
static gboolean
fill(struct filling *filling, GError **error)
{
	static const char of_answers[] = " FROM sqlite_master WHERE"
	    " type = 'index' AND tbl_name IN ('response', 'contact')"
	    " AND sql IS NOT NULL";
	struct db *db = filling->db;
	g_autofree char *by_name = g_strconcat("SELECT name", of_answers, NULL);
	g_autofree char *by_text = g_strconcat("SELECT sql", of_answers, NULL);
	g_autoptr(GPtrArray) names = NULL, texts = NULL;

	if (!db_set_bulk(db, TRUE, error) ||
	    !db_script(db,
		"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
		"PRAGMA foreign_keys = OFF; PRAGMA secure_delete = OFF",
		error))
		return FALSE;
	names = db_list(db, error, text_of_row, g_free, by_name, "");
	texts = names != NULL ?
	    db_list(db, error, text_of_row, g_free, by_text, "") :
	    NULL;
	return texts != NULL && run_each(db, names, "DROP INDEX ", error) &&
	    db_begin(db, error) && put_all(filling, error) &&
	    db_commit(db, error) && run_each(db, texts, "", error) &&
	    db_script(db, "PRAGMA journal_mode = WAL", error);
}

static void
filling_begin(struct filling *filling)
{
	filling->n_contacts = (guint)MAX(1, filling->n / PER_CONTACT);
	filling->kinds = g_new0(guint8, filling->n_contacts + 1);
	filling->worths = g_new0(guint16, filling->n_contacts + 1);
	filling->counts = counts_new(filling->n_contacts);
	for (guint i = 0; i < N_TOUCHPOINTS; i++) {
		filling->touchpoints[i] = g_strdup_printf("touchpoint-%02u", i);
		filling->ends[i] = chain_begin();
	}
}

static void
filling_end(struct filling *filling)
{
	g_free(filling->kinds);
	g_free(filling->worths);
	counts_free(filling->counts);
	for (guint i = 0; i < N_KINDS; i++)
		g_free(filling->texts[i]);
	for (guint i = 0; i < N_TOUCHPOINTS; i++) {
		g_free(filling->touchpoints[i]);
		g_bytes_unref(filling->ends[i]);
	}
}

/* Made as any, with attributes that answers are counted by. */
static gboolean
make_store(const char *url, GError **error)
{
	static const char *const by[] = { "country", "plan", NULL };
	struct store *store = store_open(url, TRUE, error);
	gboolean changed;
	gboolean ok = store != NULL &&
	    store_keep_attributes(store, by, "value", &changed, error);

	if (store != NULL)
		store_close(store);
	return ok;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *url = NULL;
	struct filling filling = { 0 };

	if (argc != 4) {
		fprintf(stderr, "usage: answers FILE N DAY\n");
		return EXIT_FAILURE;
	}
	url = g_strconcat("sqlite:", argv[1], NULL);
	filling.n = g_ascii_strtoll(argv[2], NULL, 10);
	filling.until_day = g_ascii_strtoll(argv[3], NULL, 10);
	if (make_store(url, &error))
		filling.db = db_open(url, FALSE, &error);
	if (filling.db != NULL) {
		filling_begin(&filling);
		fill(&filling, &error);
		filling_end(&filling);
		db_close(filling.db);
	}
	if (error == NULL)
		return EXIT_SUCCESS;
	fprintf(stderr, "answers: %s\n", error->message);
	return EXIT_FAILURE;
}
