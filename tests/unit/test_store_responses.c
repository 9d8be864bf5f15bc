/* test_store_responses.c - scores: their chain, their roll-ups, their words. */
#include "store/db/db.h"
#include "store/answers/recorded.h"
#include "store/answers/responses.h"

#include <string.h>

#include "tests/unit/balance.h"

static guint
put(const struct foreign_response *responses, guint n)
{
	guint stored = 99;

	world_ok(store_put_responses(world.store, responses, n, NOON_AT,
	    &stored, &error));
	balance_check(&world);
	return stored;
}

static struct foreign_response
scored(const char *touchpoint, int score, gint32 day)
{
	return (struct foreign_response){
		.touchpoint = touchpoint,
		.score = score,
		.answered_at = (gint64)day * DAY_S + 7,
		.day = day,
		.source = "import",
	};
}

/* A chain as the head of responses.c promises it, computed anew. */
static void
add_text(GChecksum *sum, const char *text)
{
	g_checksum_update(sum, (const guchar *)(text != NULL ? text : ""),
	    (gssize)(text != NULL ? strlen(text) + 1 : 1));
}

static void
add_number(GChecksum *sum, gint64 value)
{
	for (int shift = 56; shift >= 0; shift -= 8) {
		guchar byte = (guchar)(value >> shift & 0xff);

		g_checksum_update(sum, &byte, 1);
	}
}

static void
digest_of(guint8 *digest, struct rows *row, int salt, const char *text)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(GBytes) bytes = rows_bytes(row, salt);
	gsize n = 32;

	g_checksum_update(sum, g_bytes_get_data(bytes, NULL),
	    (gssize)g_bytes_get_size(bytes));
	add_text(sum, text);
	g_checksum_get_digest(sum, digest, &n);
}

/* A byte says whether it is there. */
static void
add_optional(GChecksum *sum, const char *text)
{
	guchar there = text != NULL;

	g_checksum_update(sum, &there, 1);
	if (text != NULL)
		add_text(sum, text);
}

static void
next_hash(guint8 *hash, struct rows *row, const char *touchpoint)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize n = 32;

	g_checksum_update(sum, hash, 32);
	add_number(sum, 2);
	add_text(sum, touchpoint);
	add_number(sum, rows_int(row, 0));
	add_number(sum, rows_int(row, 1));
	add_text(sum, rows_text(row, 2));
	add_text(sum, rows_text(row, 3));
	digest_of(digest, row, 4, rows_text(row, 5));
	g_checksum_update(sum, digest, 32);
	digest_of(digest, row, 4, rows_text(row, 6));
	g_checksum_update(sum, digest, 32);
	add_number(sum, rows_int(row, 8));
	add_optional(sum, rows_text(row, 3));
	add_optional(sum, rows_text(row, 9));
	/* Of those who were asked it is known by what. */
	add_optional(sum,
	    rows_int(row, 11) != 0 ? "channel=5:email\n" : NULL);
	g_checksum_update(sum,
	    (const guchar *)(rows_is_null(row, 10) ? "\0" : "\1"), 1);
	if (!rows_is_null(row, 10)) {
		g_autoptr(GBytes) superseded = rows_bytes(row, 10);

		g_checksum_update(sum, g_bytes_get_data(superseded, NULL), 32);
	}
	g_checksum_get_digest(sum, hash, &n);
}

/* The number of responses up to the first whose hash is not as computed. */
static guint
intact(const char *touchpoint)
{
	struct db *db;
	struct rows *row;
	guint8 hash[32] = { 0 };
	guint n = 0;

	world_ok(db = db_open(world.url, FALSE, &error));
	world_ok(row = db_select(db, &error,
		     "SELECT score, answered_at, source, author, salt,"
		     " CAST(coalesce(contact_id, 0) AS TEXT), comment, hash,"
		     " day, reason, (SELECT s.hash FROM response s"
		     "  WHERE s.id = response.supersedes), profile"
		     " FROM response WHERE touchpoint = $1 ORDER BY id",
		     "t", touchpoint));
	while (rows_next(row, NULL)) {
		g_autoptr(GBytes) noted = rows_bytes(row, 7);

		next_hash(hash, row, touchpoint);
		if (g_bytes_get_size(noted) != 32 ||
		    memcmp(g_bytes_get_data(noted, NULL), hash, 32) != 0)
			break;
		n++;
	}
	rows_free(row);
	db_close(db);
	return n;
}

static void
put_story(void)
{
	const struct foreign_response story[] = {
		{ .touchpoint = "stay", .score = 9, .comment = "Lovely",
		    .email = "a@example.com", .answered_at = NOON_AT,
		    .day = DAY, .source = "import" },
		{ .touchpoint = "stay", .answered_at = -5, .day = -1,
		    .source = "staff", .author = "Eve" },
		{ .touchpoint = "dinner", .score = 10,
		    .comment = "Öl & \"wine\"", .email = "b@example.com",
		    .answered_at = NOON_AT, .day = DAY, .source = "import",
		    .origin = "row 1" },
		{ .touchpoint = "stay", .score = 10, .comment = "",
		    .email = "A@Example.com", .answered_at = NOON_AT + 1,
		    .day = DAY, .source = "staff", .author = "" },
	};

	ck_assert_uint_eq(put(story, G_N_ELEMENTS(story)), 4);
}

START_TEST(each_touchpoint_has_a_chain_that_can_be_computed_anew)
{
	put_story();
	world_sent(&world, "B-1", "c@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 9, "Nice", NOON_AT + DAY_S);
	world_takes(&world, REPLY_ANSWER, 1, 8, NULL, NOON_AT + DAY_S);
	ck_assert_uint_eq(intact("stay"), 5);
	ck_assert_uint_eq(intact("dinner"), 1);
	ck_assert_int_eq(
	    balance_count(&world,
		"SELECT count(*) FROM"
		" response_chain c WHERE hash = (SELECT hash FROM response r"
		" WHERE r.touchpoint = c.touchpoint ORDER BY id DESC LIMIT 1)"),
	    2);
}
END_TEST

START_TEST(a_score_changed_or_deleted_breaks_the_chain)
{
	static const struct {
		const char *sql;
		guint intact;
	} each[] = {
		{ "UPDATE response SET score = 7 WHERE id = 2", 1 },
		{ "UPDATE response SET answered_at = 0 WHERE id = 1", 0 },
		{ "UPDATE response SET author = 'Bob' WHERE id = 2", 1 },
		{ "UPDATE response SET comment = 'x' WHERE id = 4", 2 },
		{ "UPDATE response SET contact_id = 2 WHERE id = 1", 0 },
		{ "DELETE FROM response WHERE id = 1", 0 },
		{ "DELETE FROM response WHERE id = 2", 1 },
	};
	g_autofree char *nothing = NULL;
	static const char *const counts[] = { "tally", "base_tally",
		"heard", "standing", "shift_tally", "fall", "contact" };

	put_story();
	ck_assert_uint_eq(intact("stay"), 3);
	nothing = balance_text(&world, each[_i].sql);
	ck_assert_uint_eq(intact("stay"), each[_i].intact);
	/* Only so that the sums balance at the end. */
	nothing = balance_text(&world, "DELETE FROM fresh_response");
	nothing = balance_text(&world, "DELETE FROM response");
	for (gsize i = 0; i < G_N_ELEMENTS(counts); i++) {
		g_autofree char *sql = g_strconcat("DELETE FROM ", counts[i],
		    NULL);
		g_autofree char *counted = balance_text(&world, sql);

		ck_assert_ptr_null(counted);
	}
}
END_TEST

START_TEST(no_two_responses_have_the_same_salt)
{
	put_story();
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(DISTINCT salt) FROM response"
			     " WHERE length(salt) = 16"),
	    4);
}
END_TEST

START_TEST(the_same_row_of_history_is_one_response)
{
	struct foreign_response row = scored("stay", 9, DAY);
	struct foreign_response other = scored("stay", 9, DAY);
	const struct foreign_response twice[] = { row, row };

	ck_assert_uint_eq(put(twice, 2), 2);
	row.origin = "file 1";
	other.origin = "file 2";
	ck_assert_uint_eq(put(&row, 1), 1);
	ck_assert_uint_eq(put(&row, 1), 0);
	row.score = 3;
	ck_assert_uint_eq(put(&row, 1), 0);
	ck_assert_uint_eq(put(&other, 1), 1);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT n FROM " SCORE_ROLLUP
			     " x WHERE score = 9"),
	    4);
	ck_assert_uint_eq(intact("stay"), 4);
}
END_TEST

START_TEST(who_answered_is_one_contact)
{
	put_story();
	ck_assert_int_eq(balance_count(&world, "SELECT count(*) FROM contact"),
	    2);
	ck_assert_int_eq(
	    balance_count(&world,
		"SELECT count(*) FROM response WHERE contact_id IS NULL"),
	    1);
}
END_TEST

/* Of struct tally_row. */
static GPtrArray *
counts_of(gint32 from_day, gint32 until_day)
{
	const gint32 edges[] = { from_day, until_day };
	const struct tally_query query = { .edges = edges, .n_edges = 2 };
	GPtrArray *counts;

	world_ok(counts = store_tallies(world.store, &query, &error));
	return counts;
}

START_TEST(roll_ups_are_what_group_by_counts)
{
	static const char *const names[] = { "stay", "dinner", "spa" };
	struct foreign_response many[300];
	g_autoptr(GPtrArray) counts = NULL;

	/* Drawn by a rule, not by chance: the same at each run. */
	for (guint i = 0; i < G_N_ELEMENTS(many); i++)
		many[i] = scored(names[i * i % 3], (int)(i * 7 % 11),
		    (gint32)(DAY + i % 13));
	ck_assert_uint_eq(put(many, G_N_ELEMENTS(many)), 300);
	counts = counts_of(DAY + 2, DAY + 9);
	for (guint i = 0; i < counts->len; i++) {
		const struct tally_row *one = counts->pdata[i];

		for (int score = 0; score <= 10; score++) {
			g_autofree char *sql = g_strdup_printf(
			    "SELECT count(*) FROM response WHERE touchpoint"
			    " = '%s' AND score = %d AND day >= %d AND"
			    " day < %d",
			    one->touchpoint, score, DAY + 2, DAY + 9);

			ck_assert_int_eq(one->tally.n[score],
			    balance_count(&world, sql));
		}
	}
	/* i * i % 3 is never 2. */
	ck_assert_uint_eq(counts->len, 2);
}
END_TEST

START_TEST(counts_are_in_order_and_know_who_was_asked)
{
	struct foreign_response row = scored("arrival", 5, DAY);
	g_autoptr(GPtrArray) counts = NULL, before = NULL;
	const struct tally_row *one;

	world_sent(&world, "B-1", "a@example.com");
	world_sent(&world, "B-2", "b@example.com");
	world_takes(&world, REPLY_ANSWER, 2, 9, NULL, NOON_AT + 3 * DAY_S);
	put(&row, 1);
	counts = counts_of(DAY, DAY + 1);
	ck_assert_uint_eq(counts->len, 2);
	one = counts->pdata[0];
	ck_assert_str_eq(one->touchpoint, "arrival");
	ck_assert_int_eq(one->tally.n[5], 1);
	ck_assert_int_eq(one->tally.sent, 0);
	/* Asked on that day; the answer itself came on a later one. */
	one = counts->pdata[1];
	ck_assert_str_eq(one->touchpoint, "stay");
	ck_assert_int_eq(one->tally.n[9], 0);
	ck_assert_int_eq(one->tally.sent, 2);
	ck_assert_int_eq(one->tally.answered, 1);
	before = counts_of(DAY - 9, DAY);
	ck_assert_uint_eq(before->len, 0);
}
END_TEST

static struct foreign_response
with_words(const char *touchpoint, int score, gint32 day, const char *comment)
{
	struct foreign_response row = scored(touchpoint, score, day);

	row.comment = comment;
	return row;
}

static void
said_is(const char *const *touchpoints, gint32 until_day, guint limit,
    const char *expected)
{
	g_autoptr(GPtrArray) found = NULL;
	g_autoptr(GString) all = g_string_new(NULL);

	const struct said_query query = { .touchpoints = touchpoints,
		.from_day = DAY,
		.until_day = until_day,
		.limit_per_band = limit };

	world_ok(found = store_said(world.store, &query, &error));
	for (guint i = 0; i < found->len; i++) {
		const struct said *said = found->pdata[i];

		g_string_append_printf(all, "%s%s:%d:%s", i > 0 ? " " : "",
		    said->touchpoint, said->score, said->comment);
	}
	ck_assert_str_eq(all->str, expected);
}

START_TEST(words_come_lowest_score_first_then_newest)
{
	static const char *const dinner[] = { "dinner", "nothing", NULL };
	static const char *const none[] = { NULL };
	const struct foreign_response rows[] = {
		with_words("stay", 9, DAY, "a"),
		with_words("stay", 2, DAY, "b"),
		with_words("dinner", 2, DAY + 1, "c"),
		with_words("dinner", 9, DAY + 2, "d"),
		with_words("stay", 1, DAY, NULL),
		with_words("stay", 0, DAY - 1, "e"),
	};

	put(rows, G_N_ELEMENTS(rows));
	said_is(NULL, DAY + 9, 9, "dinner:2:c stay:2:b dinner:9:d stay:9:a");
	said_is(NULL, DAY + 2, 9, "dinner:2:c stay:2:b stay:9:a");
	said_is(NULL, DAY + 9, 1, "dinner:2:c dinner:9:d");
	said_is(dinner, DAY + 9, 9, "dinner:2:c dinner:9:d");
	said_is(dinner, DAY + 9, 1, "dinner:2:c dinner:9:d");
	said_is(none, DAY + 9, 9, "");
}
END_TEST

START_TEST(words_that_are_superseded_are_not_said)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 9, "first", NOON_AT + DAY_S);
	world_takes(&world, REPLY_ANSWER, 1, 4, "second", NOON_AT + DAY_S);
	said_is(NULL, DAY + 9, 9, "stay:4:second");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_responses");
	TCase *tcase = tcase_create("store_responses");
	TCase *changed = tcase_create("changed");

	tcase_add_checked_fixture(tcase, balance_begin, balance_end);
	tcase_add_checked_fixture(changed, balance_begin,
	    balance_end_unchained);
	tcase_add_loop_test(changed,
	    a_score_changed_or_deleted_breaks_the_chain, 0, 7);
	tcase_add_test(tcase,
	    each_touchpoint_has_a_chain_that_can_be_computed_anew);
	tcase_add_test(tcase, no_two_responses_have_the_same_salt);
	tcase_add_test(tcase, the_same_row_of_history_is_one_response);
	tcase_add_test(tcase, who_answered_is_one_contact);
	tcase_add_test(tcase, roll_ups_are_what_group_by_counts);
	tcase_add_test(tcase, counts_are_in_order_and_know_who_was_asked);
	tcase_add_test(tcase, words_come_lowest_score_first_then_newest);
	tcase_add_test(tcase, words_that_are_superseded_are_not_said);
	suite_add_tcase(suite, tcase);
	suite_add_tcase(suite, changed);
	return unit_run(suite);
}
