/*
 * test_proof.c - the numbers of a digest are proven from the chains of answers
 * as they stood then, and what was rewritten since is found out by its seal.
 */
#include <string.h>

#include "store/internal.h"
#include "store/answers/proof.h"
#include "tests/unit/forged.h"

#define UNTIL_AT (NOON_AT + DAY_S)

/* Of the day on which forged_answers() are given: "stay" has 9, 7, 5, 3, 1, 10,
 * "dinner" 8, 6, 4, 2, 0, 9. */
static const gint64 at_stay[11] = { 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1 };
static const gint64 at_dinner[11] = { 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0 };

static struct seal *
seal_of(const gint64 stay[11])
{
	struct seal *seal = seal_new("front-desk", UNTIL_AT);

	seal_add(seal, "stay", DAY, DAY + 1, stay);
	seal_add(seal, "dinner", DAY, DAY + 1, at_dinner);
	return seal;
}

/* As a digest is written; its seal, as people get it; owned. */
static char *
write_digest(const gint64 stay[11])
{
	g_autoptr(seal) seal = seal_of(stay);

	world_ok(store_snapshot(world.store, &error));
	world_ok(seal_close(world.store, seal, &error));
	store_snapshot_end(world.store);
	world_ok(db_begin(world.store->db, &error));
	world_ok(db_run(world.store->db, &error,
	    "INSERT INTO digest (team, until_at, written_at)"
	    " VALUES ('front-desk', $1, $1)", "i", (gint64)UNTIL_AT));
	world_ok(seal_put(world.store->db, seal, &error));
	world_ok(db_commit(world.store->db, &error));
	return g_strdup(seal->text);
}

static struct proof *
prove(const char *text)
{
	struct seal *seal;
	struct proof *proof;

	world_ok(seal_find_text(world.store, text, &seal, &error));
	if (seal == NULL)
		return NULL;
	world_ok(proof = store_prove(world.store, seal, &error));
	return proof;
}

static const struct proof_part *
part_of(const struct proof *proof, const char *touchpoint)
{
	for (guint i = 0; i < proof->parts->len; i++) {
		const struct proof_part *part = &g_array_index(proof->parts,
		    struct proof_part, i);

		if (strcmp(part->shown->touchpoint, touchpoint) == 0)
			return part;
	}
	ck_abort_msg("no part of %s", touchpoint);
	return NULL;
}

/* Numbers of the digest are told by `dripscore verify`, too. */
static char *
told(void)
{
	g_autoptr(verification) found = furnished_verify(world.store, FALSE);

	return furnished_told(found);
}

START_TEST(a_digest_is_proven_by_its_seal)
{
	g_autofree char *text = NULL;
	g_autofree char *faults = NULL;
	g_autoptr(proof) proof = NULL;

	forged_answers();
	text = write_digest(at_stay);
	ck_assert_uint_eq(strlen(text), SEAL_DIGITS);
	proof = prove(text);
	ck_assert(proof->holds);
	ck_assert_int_eq(proof->answers, FORGED_N);
	ck_assert_str_eq(proof->seal->team, "front-desk");
	faults = told();
	ck_assert_str_eq(faults, "");
}
END_TEST

START_TEST(what_comes_later_changes_nothing)
{
	g_autofree char *text = NULL;
	g_autoptr(proof) proof = NULL;
	guint stored;
	const struct foreign_response later = {
		.touchpoint = "stay",
		.score = 0,
		.answered_at = NOON_AT,
		.day = DAY,
		.source = "import",
	};

	forged_answers();
	text = write_digest(at_stay);
	world_ok(store_put_responses(world.store, &later, 1, NOON_AT, &stored,
	    &error));
	proof = prove(text);
	ck_assert(proof->holds);
}
END_TEST

START_TEST(a_digest_that_shows_other_numbers_is_not_proven)
{
	static const gint64 better[11] = { 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 2 };
	g_autofree char *text = NULL;
	g_autoptr(proof) proof = NULL;
	const struct proof_part *stay;

	forged_answers();
	text = write_digest(better);
	proof = prove(text);
	ck_assert(!proof->holds);
	ck_assert_str_eq(proof->text, text);
	stay = part_of(proof, "stay");
	ck_assert(!stay->agrees && stay->ends);
	ck_assert_int_eq(stay->n[1], 1);
	ck_assert_int_eq(stay->n[10], 1);
	ck_assert(part_of(proof, "dinner")->agrees);
}
END_TEST

/* What is done after the digest left, and whether the seal that people hold is
 * still found; what of "stay" holds then. */
static const struct {
	const char *sql;
	int chained; /* made to fit again from this response on; 0: not */
	gboolean found, sealed, ends, agrees;
	gint64 broken_id;
} forgeries[] = {
	{ "UPDATE response SET score = 10 WHERE id = 9", 0, TRUE, TRUE, TRUE,
	    FALSE, 9 },
	{ "UPDATE response SET score = 10 WHERE id = 9", 9, TRUE, TRUE, FALSE,
	    FALSE, 0 },
	{ "DELETE FROM response WHERE id = 9", 0, TRUE, TRUE, TRUE, FALSE,
	    11 },
	{ "DELETE FROM response WHERE id = 11", 1, TRUE, TRUE, FALSE, FALSE,
	    0 },
	{ "UPDATE response SET author = 'Al' WHERE id = 9", 9, TRUE, TRUE,
	    FALSE, TRUE, 0 },
	{ "UPDATE digest_proof SET counts = '0 0 0 1 0 1 0 1 0 1 2'"
	  " WHERE touchpoint = 'stay'", 0, TRUE, FALSE, TRUE, FALSE, 0 },
	{ "UPDATE response SET score = 10 WHERE id = 9;"
	  "UPDATE digest_proof SET counts = '0 0 0 1 0 1 0 1 0 1 2'"
	  " WHERE touchpoint = 'stay'", 9, TRUE, FALSE, FALSE, TRUE, 0 },
	{ "UPDATE digest_proof SET counts = 'many'"
	  " WHERE touchpoint = 'stay'", 0, TRUE, FALSE, TRUE, FALSE, 0 },
	{ "UPDATE digest SET seal = '0123456789abcdef'", 0, FALSE, FALSE,
	    FALSE, FALSE, 0 },
	{ "DELETE FROM digest", 0, FALSE, FALSE, FALSE, FALSE, 0 },
};

START_TEST(what_is_rewritten_after_it_left_is_found_out)
{
	g_autofree char *text = NULL;
	g_autofree char *faults = NULL;
	g_autoptr(proof) proof = NULL;
	const struct proof_part *stay;

	forged_answers();
	text = write_digest(at_stay);
	forged_sql(forgeries[_i].sql);
	if (forgeries[_i].chained != 0)
		forged_chain("stay", forgeries[_i].chained, CHAIN_FORM_NOW);
	faults = told();
	ck_assert_msg(strstr(faults, "digest") != NULL ||
		strstr(faults, "chain") != NULL ||
		_i == G_N_ELEMENTS(forgeries) - 1,
	    "%s", faults);
	proof = prove(text);
	ck_assert(forgeries[_i].found == (proof != NULL));
	if (proof == NULL)
		return;
	stay = part_of(proof, "stay");
	ck_assert(!proof->holds);
	ck_assert(forgeries[_i].sealed == (strcmp(proof->text, text) == 0));
	ck_assert(forgeries[_i].ends == stay->ends);
	ck_assert(forgeries[_i].agrees == stay->agrees);
	ck_assert_int_eq(forgeries[_i].broken_id, stay->broken_id);
	ck_assert(part_of(proof, "dinner")->ends);
}
END_TEST

/* Whoever rewrites all of it has another seal than what people hold. */
START_TEST(a_store_that_is_rewritten_as_a_whole_has_another_seal)
{
	static const gint64 better[11] = { 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 2 };
	g_autofree char *text = NULL;
	g_autofree char *forged = NULL;
	g_autoptr(proof) proof = NULL;

	forged_answers();
	text = write_digest(at_stay);
	forged_sql("UPDATE response SET score = 10 WHERE id = 9");
	forged_chain("stay", 9, CHAIN_FORM_NOW);
	forged_sql("DELETE FROM digest_proof; DELETE FROM digest");
	forged = write_digest(better);
	proof = prove(forged);
	ck_assert(proof->holds);
	ck_assert_str_ne(forged, text);
	ck_assert_ptr_null(prove(text));
}
END_TEST

START_TEST(the_latest_digest_of_a_team_is_found_and_that_of_a_day)
{
	g_autofree char *text = NULL;
	g_autoptr(seal) latest = NULL;
	struct seal *none;
	gint64 until_at;

	forged_answers();
	text = write_digest(at_stay);
	world_ok(seal_find(world.store, "front-desk", 0, &latest, &error));
	ck_assert_str_eq(latest->text, text);
	world_ok(seal_find(world.store, "bar", 0, &none, &error));
	ck_assert_ptr_null(none);
	world_ok(store_digest_until(world.store, "front-desk", DAY, &until_at,
	    &error));
	ck_assert_int_eq(until_at, UNTIL_AT);
	world_ok(store_digest_until(world.store, "front-desk", DAY - 1,
	    &until_at, &error));
	ck_assert_int_eq(until_at, 0);
}
END_TEST

/* Neither the order of touchpoints nor what a name says changes what is
 * hashed; each number does. */
START_TEST(a_seal_is_of_all_it_says)
{
	g_autoptr(seal) one = seal_of(at_stay);
	g_autoptr(seal) other = seal_new("front-desk", UNTIL_AT);
	char text[SEAL_DIGITS + 1];

	seal_add(other, "dinner", DAY, DAY + 1, at_dinner);
	seal_add(other, "stay", DAY, DAY + 1, at_stay);
	seal_stamp(one);
	seal_stamp(other);
	ck_assert_str_eq(one->text, other->text);
	memcpy(text, one->text, sizeof(text));
	((struct seal_part *)other->parts->pdata[0])->n[3]++;
	seal_stamp(other);
	ck_assert_str_ne(other->text, text);
	((struct seal_part *)one->parts->pdata[1])->response_id++;
	seal_stamp(one);
	ck_assert_str_ne(one->text, text);
	ck_assert_str_ne(one->text, other->text);
}
END_TEST

static void
end(void)
{
	world_end(&world);
}

int
main(void)
{
	Suite *suite = suite_create("proof");
	TCase *tcase = tcase_create("proof");

	tcase_add_checked_fixture(tcase, balance_begin, end);
	tcase_add_test(tcase, a_digest_is_proven_by_its_seal);
	tcase_add_test(tcase, what_comes_later_changes_nothing);
	tcase_add_test(tcase, a_digest_that_shows_other_numbers_is_not_proven);
	tcase_add_loop_test(tcase, what_is_rewritten_after_it_left_is_found_out,
	    0, G_N_ELEMENTS(forgeries));
	tcase_add_test(tcase,
	    a_store_that_is_rewritten_as_a_whole_has_another_seal);
	tcase_add_test(tcase,
	    the_latest_digest_of_a_team_is_found_and_that_of_a_day);
	tcase_add_test(tcase, a_seal_is_of_all_it_says);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
