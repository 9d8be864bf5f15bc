/*
 * answers.c - fills a new store with answers, as a dripscore of schema 5 has
 * left them: `answers FILE N DAY` puts N of them over 50 touchpoints and the
 * three years before DAY (since 1970). They become what they are now as the
 * store is opened, and as attributes are kept. Called by scores.py.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/chain.h"
#include "store/schema.h"
#include "store/scores.h"

#define TOUCHPOINTS 50
#define DAYS 1096
#define DAY_S 86400
#define PER_CONTACT 4 /* answers */
#define PER_COMMIT 200000

static guint64 state = 1;

/* The same at each run: it is no lottery (Knuth's MMIX). */
static guint
draw(guint n)
{
	state = state * G_GUINT64_CONSTANT(6364136223846793005) +
	    G_GUINT64_CONSTANT(1442695040888963407);
	return (guint)(state >> 33) % n;
}

static gboolean
put_contact(struct db *db, gint64 id, GError **error)
{
	static const char *const countries[] = { "FI", "SE", "DE", "FR", "PT",
		"ES", "GB", "US" };
	static const char *const plans[] = { "blue", "silver", "gold" };
	g_autofree char *email = g_strdup_printf("c%" G_GINT64_FORMAT
						 "@example.com", id);
	g_autofree char *attributes = g_strdup_printf(
	    "{\"country\":\"%s\",\"plan\":\"%s\",\"value\":%u}",
	    countries[draw(8)], plans[draw(3)], draw(5000));

	return db_run(db, error,
	    "INSERT INTO contact (id, email, email_key, name, language,"
	    " attributes, created_at) VALUES ($1, $2, $2, $3, $4, $5, 1)",
	    "itttt", id, email, "A Customer", draw(2) ? "en" : "fi",
	    attributes);
}

static int
draw_score(void)
{
	static const int scores[] = { 10, 10, 10, 9, 9, 9, 8, 8, 7, 7, 6, 5, 4,
		3, 2, 1, 0 };

	return scores[draw(G_N_ELEMENTS(scores))];
}

static gboolean
put_answer(struct db *db, GBytes **ends, gint64 at, guint contacts,
    GError **error)
{
	guint number = draw(TOUCHPOINTS);
	g_autofree char *touchpoint = g_strdup_printf("touchpoint-%02u",
	    number);
	gint64 contact = 1 + draw(contacts);
	const char *comment = draw(10) < 3 ? "The room was cold" : NULL;
	guint64 random[2] = { state, state ^ G_MAXUINT32 };
	g_autoptr(GBytes) salt = g_bytes_new(random, sizeof(random));
	g_autoptr(GBytes) of_contact = chain_contact_digest(salt, contact);
	g_autoptr(GBytes) of_comment = chain_digest(salt, comment);
	const struct chain_link link = { .form = CHAIN_FORM_FIRST,
		.touchpoint = touchpoint,
		.score = draw_score(),
		.answered_at = at,
		.source = "reply",
		.contact_digest = of_contact,
		.comment_digest = of_comment };
	GBytes *hash = chain_hash(ends[number], &link);

	g_bytes_unref(ends[number]);
	ends[number] = hash;
	return db_run(db, error,
	    "INSERT INTO response (touchpoint, score, comment, contact_id,"
	    " answered_at, day, recorded_at, source, salt, contact_digest,"
	    " comment_digest, hash) VALUES ($1, $2, $3, $4, $5, $6, $5,"
	    " 'reply', $7, $8, $9, $10)",
	    "titiiibbbb", touchpoint, link.score, comment, contact, at,
	    at / DAY_S, salt, of_contact, of_comment, hash);
}

static gboolean
put_ends(struct db *db, GBytes **ends, GError **error)
{
	for (guint i = 0; i < TOUCHPOINTS; i++) {
		g_autofree char *name = g_strdup_printf("touchpoint-%02u", i);

		if (!db_run(db, error,
			"INSERT INTO response_chain (touchpoint, hash)"
			" VALUES ($1, $2)",
			"tb", name, ends[i]))
			return FALSE;
	}
	return TRUE;
}

static gboolean
pause_commit(struct db *db, gint64 i, GError **error)
{
	if (i % PER_COMMIT != 0)
		return TRUE;
	if (!db_commit(db, error))
		return FALSE;
	db_checkpoint_if_large(db);
	return db_begin(db, error);
}

static gboolean
fill(struct db *db, gint64 n, gint64 until_day, GError **error)
{
	GBytes *ends[TOUCHPOINTS];
	gint64 since_at = (until_day - DAYS) * DAY_S;
	guint contacts = (guint)MAX(1, n / PER_CONTACT);

	for (guint i = 0; i < TOUCHPOINTS; i++)
		ends[i] = chain_begin();
	for (guint i = 1; i <= contacts; i++) {
		if (!put_contact(db, i, error) || !pause_commit(db, i, error))
			return FALSE;
	}
	for (gint64 i = 0; i < n; i++) {
		gint64 at = since_at +
		    (gint64)((double)i / (double)n * DAYS * DAY_S);

		if (!put_answer(db, ends, at, contacts, error) ||
		    !pause_commit(db, i, error))
			return FALSE;
	}
	return put_ends(db, ends, error);
}

static gboolean
run(const char *url, gint64 n, gint64 until_day, GError **error)
{
	static const char *const by[] = { "country", "plan", NULL };
	struct db *db = db_open(url, TRUE, error);
	struct store *store;
	gboolean changed;
	gint64 before = g_get_monotonic_time();
	gboolean ok = db != NULL && db_set_durable(db, FALSE, error) &&
	    schema_migrate_to(db, 5, error) && db_begin(db, error) &&
	    fill(db, n, until_day, error) && db_commit(db, error);

	if (db != NULL)
		db_close(db);
	printf("written in %.1f s\n",
	    (double)(g_get_monotonic_time() - before) / 1e6);
	before = g_get_monotonic_time();
	store = ok ? store_open(url, FALSE, error) : NULL;
	printf("upgraded from schema 5 in %.1f s\n",
	    (double)(g_get_monotonic_time() - before) / 1e6);
	before = g_get_monotonic_time();
	ok = store != NULL &&
	    store_keep_attributes(store, by, "value", &changed, error);
	printf("counted by country, plan and value in %.1f s\n",
	    (double)(g_get_monotonic_time() - before) / 1e6);
	if (store != NULL) {
		store_rest(store);
		store_close(store);
	}
	return ok;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *url = NULL;

	if (argc != 4) {
		fprintf(stderr, "usage: answers FILE N DAY\n");
		return EXIT_FAILURE;
	}
	url = g_strconcat("sqlite:", argv[1], NULL);
	if (run(url, g_ascii_strtoll(argv[2], NULL, 10),
		g_ascii_strtoll(argv[3], NULL, 10), &error))
		return EXIT_SUCCESS;
	fprintf(stderr, "answers: %s\n", error->message);
	return EXIT_FAILURE;
}
