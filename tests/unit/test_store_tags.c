/*
 * test_store_tags.c - tags of answers by rules, by hand and by who answered;
 * answers that somebody records, and those that are corrected.
 */
#include "store/answers/tags.h"

#include <string.h>

#include "base/tag_rule.h"
#include "store/answers/recorded.h"
#include "store/counts/scores.h"
#include "tests/unit/balance.h"

static void
begin(void)
{
	world_begin(&world);
}

static void
end(void)
{
	balance_check(&world);
	world_end(&world);
}

static void
text_is(const char *sql, const char *expected)
{
	g_autofree char *found = balance_text(&world, sql);

	ck_assert_msg(g_strcmp0(found, expected) == 0, "%s: \"%s\", not \"%s\"",
	    sql, found, expected);
}

static struct foreign_response
told(const char *email, int score)
{
	return (struct foreign_response){
		.touchpoint = "stay",
		.score = score,
		.comment = "words",
		.email = email,
		.answered_at = NOON_AT,
		.day = DAY,
		.source = "interview",
		.author = "Eve",
	};
}

static struct recorded
records(const char *email, int score)
{
	const struct foreign_response response = told(email, score);
	struct recorded recorded;

	world_ok(store_record(world.store, &response, NOON_AT, &recorded,
	    &error));
	balance_check(&world);
	return recorded;
}

/* Names with + before those that are put, - before those taken away. */
static enum tagging_outcome
tags(gint64 *id, const char *words)
{
	g_auto(GStrv) all = g_strsplit(words, " ", -1);
	g_autoptr(GPtrArray) put = g_ptr_array_new();
	g_autoptr(GPtrArray) take = g_ptr_array_new();
	struct tagging tagging = { .response_id = *id, .author = "Eve" };
	enum tagging_outcome outcome;

	for (char **word = all; *word != NULL; word++)
		g_ptr_array_add(**word == '+' ? put : take, *word + 1);
	g_ptr_array_add(put, NULL);
	g_ptr_array_add(take, NULL);
	tagging.put = (const char *const *)put->pdata;
	tagging.take = (const char *const *)take->pdata;
	world_ok(store_tag(world.store, &tagging, NOON_AT, &outcome, &error));
	balance_check(&world);
	*id = tagging.response_id;
	return outcome;
}

/* "price" of rules, "#price" of who answered. */
static guint
rules_say(gint64 id, const char *words)
{
	g_auto(GStrv) all = g_strsplit(words, " ", -1);
	g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(g_free);
	const struct retagging retagging = { id, hits };
	guint changed;

	for (char **word = all; *word != NULL && **word != '\0'; word++) {
		struct tag_hit *hit = g_new0(struct tag_hit, 1);

		hit->source = **word == '#' ? "reply" : "rule";
		hit->tag = *word + (**word == '#' ? 1 : 0);
		g_ptr_array_add(hits, hit);
	}
	world_ok(store_retag(world.store, &retagging, 1, NOON_AT, &changed,
	    &error));
	balance_check(&world);
	return changed;
}

static void
tags_are(gint64 id, const char *expected)
{
	g_auto(GStrv) all = NULL;
	g_autofree char *joined = NULL;

	world_ok(all = store_tags_of(world.store, id, &error));
	joined = g_strjoinv(" ", all);
	ck_assert_str_eq(joined, expected);
}

/* "price 1x3 wifi 1x9": tag, answers by score. */
static void
counted_are(const char *expected)
{
	const gint32 edges[] = { DAY - 1, DAY + 10 };
	const struct tally_query query = { .edges = edges, .n_edges = 2,
		.by = "tag" };
	g_autoptr(GPtrArray) rows = NULL;
	g_autoptr(GString) all = g_string_new(NULL);

	world_ok(rows = store_tallies(world.store, &query, &error));
	for (guint i = 0; i < rows->len; i++) {
		const struct tally_row *row = rows->pdata[i];

		if (*row->value == '\0')
			continue;
		g_string_append_printf(all, "%s%s", all->len > 0 ? " " : "",
		    row->value);
		for (int s = 0; s <= 10; s++)
			if (row->tally.n[s] != 0)
				g_string_append_printf(all,
				    " %" G_GINT64_FORMAT "x%d",
				    row->tally.n[s], s);
	}
	ck_assert_str_eq(all->str, expected);
}

static enum correction_outcome
corrects(gint64 id, int score, const char *comment, gint64 *new_id)
{
	const struct correction correction = { .response_id = id,
		.score = score,
		.comment = comment,
		.author = "Bob",
		.reason = "misheard" };
	enum correction_outcome outcome;

	world_ok(store_correct(world.store, &correction, NOON_AT + 1, &outcome,
	    new_id, &error));
	balance_check(&world);
	return outcome;
}

START_TEST(rules_put_tags_and_take_them_away)
{
	gint64 id = records("a@example.com", 3).response_id;

	ck_assert_uint_eq(rules_say(id, "price #wifi"), 2);
	tags_are(id, "price wifi");
	counted_are("price 1x3 wifi 1x3");
	ck_assert_uint_eq(rules_say(id, "price #wifi"), 0);
	ck_assert_uint_eq(rules_say(id, "wifi"), 1);
	tags_are(id, "wifi");
	counted_are("wifi 1x3");
}
END_TEST

START_TEST(what_a_person_has_said_of_tags_stays)
{
	gint64 id = records("a@example.com", 3).response_id;

	rules_say(id, "price wifi");
	ck_assert_int_eq(tags(&id, "+rude -price -never"), TAGGING_DONE);
	tags_are(id, "rude wifi");
	counted_are("rude 1x3 wifi 1x3");
	rules_say(id, "price never");
	tags_are(id, "rude");
	counted_are("rude 1x3");
	/* A person has said so: it is the rule's no more. */
	rules_say(id, "price wifi");
	tags(&id, "+wifi");
	rules_say(id, "");
	tags_are(id, "rude wifi");
	tags(&id, "+price +price");
	tags_are(id, "price rude wifi");
	counted_are("price 1x3 rude 1x3 wifi 1x3");
}
END_TEST

START_TEST(the_later_answer_takes_over_what_people_said)
{
	gint64 old = records("a@example.com", 3).response_id;
	gint64 id, said = old;

	rules_say(old, "wifi price");
	tags(&said, "+rude -price");
	ck_assert_int_eq(corrects(old, 9, NULL, &id), CORRECTION_DONE);
	tags_are(id, "rude");
	counted_are("rude 1x9");
	rules_say(id, "wifi price");
	tags_are(id, "rude wifi");
	counted_are("rude 1x9 wifi 1x9");
	/* Who names the former answer means the one that counts. */
	ck_assert_int_eq(tags(&said, "+late"), TAGGING_DONE);
	ck_assert_int_eq(said, id);
	tags_are(id, "late rude wifi");
	said = 4711;
	ck_assert_int_eq(tags(&said, "+late"), TAGGING_UNKNOWN);
}
END_TEST

START_TEST(an_answer_that_is_recorded_answers_the_invitation)
{
	struct recorded first, second;

	world_sent(&world, "B-1", "ada@example.com");
	first = records("Ada@example.com", 9);
	ck_assert_int_eq(first.invitation_id, 1);
	ck_assert(!first.new_contact);
	ck_assert_int_gt(first.sent_at, 0);
	text_is("SELECT state FROM invitation_state", "answered");
	text_is("SELECT source || ' ' || author || ' ' || invitation_id"
		" FROM response",
	    "interview Eve 1");
	/* That one is answered: the next stands alone. */
	second = records("ada@example.com", 7);
	ck_assert_int_eq(second.invitation_id, 0);
	ck_assert_int_eq(second.contact_id, first.contact_id);
}
END_TEST

START_TEST(who_is_not_known_is_made_by_address_or_number)
{
	struct foreign_response response = told(NULL, 8);
	struct recorded recorded;

	ck_assert(records("new@example.com", 8).new_contact);
	ck_assert(!records("NEW@example.com", 8).new_contact);
	response.phone = "+358401234567";
	response.name = "Ada";
	world_ok(store_record(world.store, &response, NOON_AT, &recorded,
	    &error));
	ck_assert(recorded.new_contact);
	world_ok(store_record(world.store, &response, NOON_AT, &recorded,
	    &error));
	ck_assert(!recorded.new_contact);
	text_is("SELECT group_concat(coalesce(name, '-') || '/' ||"
		" coalesce(email, '-') || '/' || coalesce(phone, '-'), ' ')"
		" FROM contact",
	    "-/new@example.com/- Ada/-/+358401234567");
}
END_TEST

START_TEST(a_correction_is_a_row_with_author_and_reason)
{
	gint64 old = records("a@example.com", 3).response_id;
	gint64 id = 0, again = 0;

	ck_assert_int_eq(corrects(old, 3, NULL, &id), CORRECTION_SAME);
	ck_assert_int_eq(corrects(old, 9, NULL, &id), CORRECTION_DONE);
	ck_assert_int_eq(corrects(old, 8, NULL, &again),
	    CORRECTION_SUPERSEDED);
	ck_assert_int_eq(again, id);
	ck_assert_int_eq(corrects(id, 9, "other words", &again),
	    CORRECTION_DONE);
	ck_assert_int_eq(corrects(4711, 9, NULL, &again), CORRECTION_UNKNOWN);
	text_is("SELECT group_concat(score || ' ' || source || ' ' || author ||"
		" ' ' || coalesce(reason, '-') || ' ' || comment, ';')"
		" FROM (SELECT * FROM response ORDER BY id) r",
	    "3 interview Eve - words;9 interview Bob misheard words;"
	    "9 interview Bob misheard other words");
}
END_TEST

START_TEST(history_brings_tags_and_is_not_acted_upon)
{
	struct tag_hit hits[] = { { "price", "rule" }, { "import", "import" } };
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	struct foreign_response response = told("a@example.com", 2);
	guint stored;

	g_ptr_array_add(all, &hits[0]);
	g_ptr_array_add(all, &hits[1]);
	response.tags = all;
	response.origin = "row 1";
	for (int i = 0; i < 2; i++) {
		world_ok(store_put_responses(world.store, &response, 1,
		    NOON_AT, &stored, &error));
		ck_assert_uint_eq(stored, i == 0);
	}
	tags_are(1, "import price");
	/* The rules do not know it, and leave it. */
	rules_say(1, "");
	tags_are(1, "import");
	counted_are("import 1x2");
	text_is("SELECT count(*) || '' FROM fresh_response", "0");
	records("a@example.com", 1);
	text_is("SELECT count(*) || '' FROM fresh_response", "1");
}
END_TEST

START_TEST(answers_with_words_are_told_one_after_the_other)
{
	gint64 old = records("a@example.com", 3).response_id, id;
	g_autoptr(GPtrArray) all = NULL, rest = NULL, later = NULL;
	const struct tagged *tagged;

	corrects(old, 9, NULL, &id);
	records("b@example.com", 5);
	world_ok(all = store_tagged(world.store, DAY, DAY + 1, 0, 10, &error));
	ck_assert_uint_eq(all->len, 2);
	tagged = all->pdata[0];
	ck_assert_int_eq(tagged->response_id, id);
	ck_assert_str_eq(tagged->comment, "words");
	world_ok(rest = store_tagged(world.store, DAY, DAY + 1, id, 10,
	    &error));
	ck_assert_uint_eq(rest->len, 1);
	world_ok(later = store_tagged(world.store, DAY + 1, DAY + 2, 0, 10,
	    &error));
	ck_assert_uint_eq(later->len, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_tags");
	TCase *tcase = tcase_create("store_tags");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, rules_put_tags_and_take_them_away);
	tcase_add_test(tcase, what_a_person_has_said_of_tags_stays);
	tcase_add_test(tcase, the_later_answer_takes_over_what_people_said);
	tcase_add_test(tcase,
	    an_answer_that_is_recorded_answers_the_invitation);
	tcase_add_test(tcase,
	    who_is_not_known_is_made_by_address_or_number);
	tcase_add_test(tcase, a_correction_is_a_row_with_author_and_reason);
	tcase_add_test(tcase, history_brings_tags_and_is_not_acted_upon);
	tcase_add_test(tcase,
	    answers_with_words_are_told_one_after_the_other);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
