/*
 * test_unlinked.c - answers at an anonymous touchpoint: nothing in the store
 * links them to who gave them, and they are seen in groups of five and more.
 */
#include <string.h>

#include "store/health.h"
#include "store/answers/unlinked.h"
#include "tests/unit/furnished.h"

static void
make_anonymous(guint least)
{
	static const char *const names[] = { "stay", NULL };

	world_ok(store_make_anonymous(world.store, names, least, NOON_AT,
	    &error));
}

/* Invitations 1 to n, sent to c1@example.com and so on. */
static void
ask(guint n)
{
	for (guint i = 1; i <= n; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);
		g_autofree char *email = g_strdup_printf("c%u@example.com", i);

		world_sent(&world, reference, email);
	}
}

/* Person i replies by a mail that has a word of his own. */
static void
reply(guint i, enum reply_kind kind, int score, gint64 at)
{
	static guint n;
	g_autofree char *fingerprint = g_strdup_printf("mail %u", ++n);
	g_autofree char *mail = g_strdup_printf("From: c%u@example.com\n\n"
	    "%d own-word-%u-\n", i, score, i);
	g_autofree char *words = g_strdup_printf("own-word-%u-", i);
	g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
	const struct raw_reply raw = { .inbox = "replies",
		.fingerprint = fingerprint,
		.recipient = "survey+token@example.com",
		.bytes = bytes };
	static const struct thanks_rule thanks[] = { { "stay", 9 }, { 0 } };
	const struct mail_effect by_mail = { .author = "c1@example.com",
		.thanks = thanks,
		.text = words,
		.message_id = "id@example.com",
		.unclear = kind == REPLY_COMMENT };
	struct reply_effect effect = { .kind = kind,
		.invitation_id = i,
		.score = score,
		.comment = words,
		.answered_at = at,
		.day = (gint32)(at / DAY_S),
		.suppress = kind == REPLY_OPT_OUT,
		.mail = &by_mail };
	g_autoptr(GPtrArray) found = NULL;
	guint stored;

	world_ok(store_put_replies(world.store, &raw, 1, 0, 0, at, &stored,
	    &error));
	world_ok(found = store_new_replies(world.store, 10, &error));
	effect.reply_id = ((struct new_reply *)found->pdata[0])->id;
	world_ok(store_apply_reply(world.store, &effect, at, &error));
}

static gint64
count(const char *sql)
{
	return balance_count(&world, sql);
}

#define RESPONSES "SELECT count(*) FROM response"
#define WAITING "SELECT count(*) FROM unlinked"

static void
is_sound(void)
{
	furnished_is_sound(world.store);
}

START_TEST(fewer_than_five_wait_and_are_seen_nowhere)
{
	g_autoptr(GPtrArray) all = NULL;

	make_anonymous(0);
	ask(4);
	for (guint i = 1; i <= 4; i++)
		reply(i, REPLY_ANSWER, (int)i, NOON_AT + DAY_S);
	ck_assert_int_eq(count(RESPONSES), 0);
	ck_assert_int_eq(count(WAITING), 4);
	ck_assert_int_eq(count("SELECT coalesce(sum(s0 + s1 + s2 + s3 + s4),"
			       " 0) FROM tally"), 0);
	world_ok(all = store_anonymous(world.store, &error));
	ck_assert_uint_eq(all->len, 1);
	ck_assert(((struct anonymous_touchpoint *)all->pdata[0])->waits);
	is_sound();
}
END_TEST

START_TEST(five_become_responses_of_nobody_on_one_day_at_once)
{
	make_anonymous(0);
	ask(6);
	for (guint i = 1; i <= 5; i++)
		reply(i, REPLY_ANSWER, (int)i, NOON_AT + i * DAY_S + 7);
	ck_assert_int_eq(count(WAITING), 0);
	ck_assert_int_eq(count(RESPONSES " WHERE source = 'anonymous'"
	    " AND contact_id IS NULL AND invitation_id IS NULL"
	    " AND reply_id IS NULL AND before_id IS NULL AND profile = 0"
	    " AND author IS NULL AND answered_at % 86400 = 0"
	    " AND recorded_at = answered_at"), 5);
	ck_assert_int_eq(count("SELECT count(DISTINCT day) FROM response"), 1);
	ck_assert_int_eq(count("SELECT sum(score) FROM response"), 15);
	ck_assert_int_eq(count("SELECT count(*) FROM fresh_response"), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM standing"
			       " WHERE response_id IS NOT NULL"), 0);
	is_sound();
	reply(6, REPLY_ANSWER, 6, NOON_AT + 9 * DAY_S);
	ck_assert_int_eq(count(RESPONSES), 5);
	ck_assert_int_eq(count(WAITING), 1);
	is_sound();
}
END_TEST

START_TEST(so_many_wait_as_a_group_must_have)
{
	make_anonymous(7);
	ask(7);
	for (guint i = 1; i <= 6; i++)
		reply(i, REPLY_ANSWER, 9, NOON_AT + DAY_S);
	ck_assert_int_eq(count(RESPONSES), 0);
	make_anonymous(3);
	reply(7, REPLY_ANSWER, 9, NOON_AT + DAY_S);
	ck_assert_int_eq(count(RESPONSES), 7);
}
END_TEST

START_TEST(a_second_answer_does_not_count_and_says_so)
{
	make_anonymous(0);
	ask(1);
	reply(1, REPLY_ANSWER, 3, NOON_AT + DAY_S);
	reply(1, REPLY_ANSWER, 9, NOON_AT + DAY_S);
	reply(1, REPLY_COMMENT, 0, NOON_AT + DAY_S);
	ck_assert_int_eq(count(WAITING), 1);
	ck_assert_int_eq(count("SELECT score FROM unlinked"), 3);
	ck_assert_int_eq(count("SELECT count(*) FROM reply WHERE note LIKE"
			       " 'anonymous: the first answer stands%'"), 1);
	ck_assert_int_eq(count("SELECT count(*) FROM reply WHERE note LIKE"
			       " 'anonymous: words without a score%'"), 1);
	is_sound();
}
END_TEST

START_TEST(who_had_answered_before_it_was_anonymous_counts_once)
{
	ask(1);
	reply(1, REPLY_ANSWER, 3, NOON_AT + DAY_S);
	make_anonymous(0);
	reply(1, REPLY_ANSWER, 8, NOON_AT + DAY_S);
	ck_assert_int_eq(count(RESPONSES " WHERE contact_id IS NOT NULL"), 1);
	ck_assert_int_eq(count(WAITING), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM reply WHERE note LIKE"
			       " 'anonymous by now%'"), 1);
	is_sound();
}
END_TEST

/* Whom we thank says what he has answered. */
START_TEST(nobody_is_thanked_whatever_the_rules_say)
{
	make_anonymous(0);
	ask(1);
	reply(1, REPLY_ANSWER, 10, NOON_AT + DAY_S);
	ck_assert_int_eq(count("SELECT count(*) FROM message"
			       " WHERE kind = 'thanks'"), 0);
	is_sound();
}
END_TEST

START_TEST(of_the_reply_nothing_is_kept)
{
	make_anonymous(0);
	ask(2);
	reply(1, REPLY_ANSWER, 3, NOON_AT + DAY_S + 1234);
	reply(2, REPLY_COMMENT, 0, NOON_AT + DAY_S + 1234);
	ck_assert_int_eq(count("SELECT count(*) FROM reply r JOIN reply_raw w"
	    " ON w.reply_id = r.id WHERE length(w.bytes) = 0"
	    " AND r.invitation_id IS NULL AND r.recipient IS NULL"
	    " AND r.sender IS NULL AND r.author IS NULL AND r.score IS NULL"
	    " AND r.excerpt IS NULL AND r.concern IS NULL"
	    " AND r.message_id IS NULL AND r.received_at % 86400 = 0"
	    " AND r.read_at % 86400 = 0"), 2);
	ck_assert_int_eq(count("SELECT count(*) FROM fresh_reply"), 0);
}
END_TEST

START_TEST(the_reply_is_not_counted_among_those_to_look_at)
{
	struct health health;

	ask(2);
	make_anonymous(5);
	reply(1, REPLY_ANSWER, 9, NOON_AT);
	reply(2, REPLY_COMMENT, -1, NOON_AT);
	world_ok(store_health(world.store, &health, &error));
	ck_assert_int_eq(health.replies_unscored, 0);
}
END_TEST

START_TEST(that_it_was_answered_stands_with_the_invitation_but_not_when)
{
	make_anonymous(0);
	ask(1);
	reply(1, REPLY_ANSWER, 3, NOON_AT + 3 * DAY_S + 1234);
	ck_assert_int_eq(count("SELECT count(*) FROM invitation_state"
	    " WHERE state = 'answered' AND anonymous = 1"
	    " AND changed_at = sent_at AND reason IS NULL"), 1);
}
END_TEST

START_TEST(an_opt_out_counts_for_who_wrote_it)
{
	make_anonymous(0);
	ask(1);
	reply(1, REPLY_OPT_OUT, 0, NOON_AT + DAY_S);
	ck_assert_int_eq(count("SELECT count(*) FROM suppression"), 1);
	ck_assert_int_eq(count("SELECT count(*) FROM reply_raw"
			       " WHERE length(bytes) > 0"), 0);
	is_sound();
}
END_TEST

/* ---- as an attacker sees it, who has the file ---- */

/* All tables, each row as "table|column=value|...". */
static GPtrArray *
dump(void)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
	sqlite3 *file = balance_open(&world);
	sqlite3_stmt *tables;

	sqlite3_prepare_v2(file, "SELECT name FROM sqlite_schema"
	    " WHERE type = 'table'", -1, &tables, NULL);
	while (sqlite3_step(tables) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(tables, 0);
		g_autofree char *sql = g_strdup_printf("SELECT * FROM %s",
		    name);
		sqlite3_stmt *rows;

		sqlite3_prepare_v2(file, sql, -1, &rows, NULL);
		while (sqlite3_step(rows) == SQLITE_ROW) {
			GString *row = g_string_new(name);

			for (int i = 0; i < sqlite3_column_count(rows); i++)
				g_string_append_printf(row, "|%s=%s",
				    sqlite3_column_name(rows, i),
				    sqlite3_column_text(rows, i) != NULL ?
					(const char *)sqlite3_column_text(rows,
					    i) : "");
			g_ptr_array_add(all, g_string_free(row, FALSE));
		}
		sqlite3_finalize(rows);
	}
	sqlite3_finalize(tables);
	sqlite3_close(file);
	return all;
}

static gboolean
file_has(const char *word)
{
	g_autofree char *bytes = NULL;
	gsize n, length = strlen(word);

	world_ok(g_file_get_contents(world.path, &bytes, &n, &error));
	for (gsize i = 0; i + length <= n; i++)
		if (memcmp(bytes + i, word, length) == 0)
			return TRUE;
	return FALSE;
}

START_TEST(a_dump_of_the_store_joins_no_word_to_a_person)
{
	g_autoptr(GPtrArray) rows = NULL;
	guint n = 0;

	make_anonymous(0);
	ask(7);
	for (guint i = 1; i <= 7; i++)
		reply(i, REPLY_ANSWER, (int)i, NOON_AT + DAY_S + i);
	rows = dump();
	for (guint i = 0; i < rows->len; i++) {
		const char *row = rows->pdata[i];

		if (strstr(row, "own-word-") == NULL)
			continue;
		n++;
		ck_assert_msg(g_str_has_prefix(row, "unlinked|") ||
			(g_str_has_prefix(row, "response|") &&
			    strstr(row, "|contact_id=|") != NULL &&
			    strstr(row, "|invitation_id=|") != NULL &&
			    strstr(row, "|reply_id=|") != NULL &&
			    strstr(row, "|before_id=") != NULL &&
			    strstr(row, "example") == NULL),
		    "%s", row);
	}
	ck_assert_uint_eq(n, 7);
}
END_TEST

/* Neither in rows nor in pages that are free: what came in is gone. */
START_TEST(the_file_has_nothing_left_of_what_came_in)
{
	make_anonymous(0);
	ask(5);
	for (guint i = 1; i <= 5; i++)
		reply(i, REPLY_ANSWER, (int)i, NOON_AT + DAY_S + i);
	store_rest(world.store);
	ck_assert(file_has("own-word-3-"));
	ck_assert(!file_has("3 own-word-3-"));
	ck_assert(!file_has("survey+token"));
	world_ok(store_make_anonymous(world.store,
	    (const char *const[]){ "stay", NULL }, 0, 1, &error));
}
END_TEST

/* 30 wait, and come out in another order than they came in. */
START_TEST(the_order_of_rows_tells_nothing)
{
	g_autofree char *order = NULL;
	GString *came = g_string_new(NULL);

	make_anonymous(30);
	ask(30);
	for (guint i = 1; i <= 30; i++) {
		reply(i, REPLY_ANSWER, (int)i % 11, NOON_AT + DAY_S + i);
		g_string_append_printf(came, "%sown-word-%u-", i > 1 ? "," : "",
		    i);
	}
	order = balance_text(&world, "SELECT group_concat(comment) FROM"
	    " (SELECT comment FROM response ORDER BY id) r");
	ck_assert_uint_eq(strlen(order), came->len);
	ck_assert_str_ne(order, came->str);
	g_string_free(came, TRUE);
}
END_TEST

/* Each day has none or at least five: so has each difference of two periods. */
START_TEST(no_two_periods_differ_by_a_group_of_fewer_than_five)
{
	make_anonymous(0);
	ask(23);
	for (guint i = 1; i <= 23; i++)
		reply(i, REPLY_ANSWER, (int)i % 11,
		    NOON_AT + (i / 2) * DAY_S + i);
	ck_assert_int_eq(count(RESPONSES), 20);
	ck_assert_int_eq(count("SELECT count(*) FROM (SELECT day, count(*)"
			       " AS n FROM response GROUP BY day) d"
			       " WHERE n < 5"), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM tally WHERE"
	    " s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10"
	    " BETWEEN 1 AND 4"), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM tally WHERE facet <> 0"
	    " AND s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 > 0"),
	    0);
	is_sound();
}
END_TEST

START_TEST(verify_finds_an_answer_that_is_gone_and_one_that_was_linked)
{
	g_autoptr(verification) found = NULL;
	g_autofree char *faults = NULL;

	make_anonymous(0);
	ask(6);
	for (guint i = 1; i <= 6; i++)
		reply(i, REPLY_ANSWER, (int)i, NOON_AT + DAY_S + i);
	g_free(balance_text(&world, "DELETE FROM unlinked"));
	g_free(balance_text(&world, "UPDATE response SET contact_id = 1"
				    " WHERE id = 1"));
	found = furnished_verify(world.store, FALSE);
	faults = furnished_told(found);
	ck_assert_ptr_nonnull(strstr(faults, "at stay there are 1 too few"));
	ck_assert_ptr_nonnull(strstr(faults, "response 1: a contact, an"));
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
	Suite *suite = suite_create("unlinked");
	TCase *tcase = tcase_create("unlinked");

	tcase_add_checked_fixture(tcase, balance_begin, end);
	tcase_add_test(tcase, fewer_than_five_wait_and_are_seen_nowhere);
	tcase_add_test(tcase,
	    five_become_responses_of_nobody_on_one_day_at_once);
	tcase_add_test(tcase, so_many_wait_as_a_group_must_have);
	tcase_add_test(tcase, a_second_answer_does_not_count_and_says_so);
	tcase_add_test(tcase,
	    who_had_answered_before_it_was_anonymous_counts_once);
	tcase_add_test(tcase, nobody_is_thanked_whatever_the_rules_say);
	tcase_add_test(tcase, of_the_reply_nothing_is_kept);
	tcase_add_test(tcase,
	    the_reply_is_not_counted_among_those_to_look_at);
	tcase_add_test(tcase,
	    that_it_was_answered_stands_with_the_invitation_but_not_when);
	tcase_add_test(tcase, an_opt_out_counts_for_who_wrote_it);
	if (place_server() == NULL) {
		tcase_add_test(tcase,
		    a_dump_of_the_store_joins_no_word_to_a_person);
		tcase_add_test(tcase,
		    the_file_has_nothing_left_of_what_came_in);
	}
	tcase_add_test(tcase, the_order_of_rows_tells_nothing);
	tcase_add_test(tcase,
	    no_two_periods_differ_by_a_group_of_fewer_than_five);
	tcase_add_test(tcase,
	    verify_finds_an_answer_that_is_gone_and_one_that_was_linked);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
