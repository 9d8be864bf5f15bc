/* test_whose.c - whose reply it is, and what follows from the address. */
#include "replies/whose.h"

#include <string.h>

#include "tests/unit/unit.h"

#define PATTERN "survey+{token}@example.com"
#define ID 4711

static struct token_keys keys;
static struct reading reading;

static void
begin(void)
{
	for (guint i = 0; i < sizeof(keys.key); i++)
		keys.key[i] = (guint8)(i * 7);
	reading = (struct reading){
		.kind = REPLY_ANSWER,
		.score = 9,
		.recipients = g_ptr_array_new_with_free_func(g_free),
		.references = g_ptr_array_new_with_free_func(g_free),
		.failed = g_ptr_array_new_with_free_func(g_free),
	};
}

static void
end(void)
{
	g_ptr_array_unref(reading.recipients);
	g_ptr_array_unref(reading.references);
	g_ptr_array_unref(reading.failed);
	g_free(reading.from);
}

/* "survey+TOKEN@example.com" */
static char *
address(enum token_purpose purpose, gint64 id)
{
	g_autofree char *token = token_make(keys.key, purpose, id);

	return g_strdup_printf("survey+%s@example.com", token);
}

static char *
name_of_ours(gint64 id)
{
	g_autofree char *token = token_make(keys.key, TOKEN_MESSAGE_ID, id);

	return g_strconcat(token, "@example.com", NULL);
}

static void
came_to(char *recipient)
{
	g_ptr_array_add(reading.recipients, recipient);
}

static void
refers_to(char *name)
{
	g_ptr_array_add(reading.references, name);
}

static void
is_owned(const char *envelope, enum token_purpose purpose, gint64 id)
{
	struct owner owner = whose_reply(&keys, PATTERN, envelope, &reading);

	ck_assert(owner.known);
	ck_assert_int_eq(owner.purpose, purpose);
	ck_assert_int_eq(owner.id, id);
}

static void
is_nobodys(const char *envelope)
{
	ck_assert(!whose_reply(&keys, PATTERN, envelope, &reading).known);
}

START_TEST(each_purpose_is_found_in_the_envelope)
{
	static const enum token_purpose purposes[] = { TOKEN_REPLY,
		TOKEN_UNSUBSCRIBE, TOKEN_BOUNCE, TOKEN_CASE_OWNER,
		TOKEN_CASE_CUSTOMER };

	for (gsize i = 0; i < G_N_ELEMENTS(purposes); i++) {
		g_autofree char *to = address(purposes[i], ID);

		is_owned(to, purposes[i], ID);
	}
}
END_TEST

START_TEST(addresses_are_read_in_any_case)
{
	g_autofree char *lower = address(TOKEN_REPLY, ID);
	g_autofree char *upper = g_ascii_strup(lower, -1);

	is_owned(upper, TOKEN_REPLY, ID);
	came_to(g_steal_pointer(&upper));
	is_owned(NULL, TOKEN_REPLY, ID);
}
END_TEST

START_TEST(the_token_may_stand_in_any_recipient)
{
	came_to(g_strdup("someone@example.net"));
	came_to(g_strdup("survey@example.com"));
	came_to(address(TOKEN_REPLY, ID));
	came_to(address(TOKEN_REPLY, ID + 1));
	is_owned("forwarded@example.net", TOKEN_REPLY, ID);
	is_owned(NULL, TOKEN_REPLY, ID);
}
END_TEST

START_TEST(the_envelope_goes_before_the_headers_and_they_before_references)
{
	g_autofree char *envelope = address(TOKEN_BOUNCE, 3);

	refers_to(name_of_ours(1));
	is_owned(NULL, TOKEN_MESSAGE_ID, 1);
	came_to(address(TOKEN_REPLY, 2));
	is_owned(NULL, TOKEN_REPLY, 2);
	is_owned(envelope, TOKEN_BOUNCE, 3);
}
END_TEST

START_TEST(a_token_of_another_purpose_is_none_in_its_place)
{
	g_autofree char *bounce = token_make(keys.key, TOKEN_BOUNCE, ID);
	g_autofree char *name = token_make(keys.key, TOKEN_MESSAGE_ID, ID);

	came_to(g_strdup_printf("survey+%s@example.com", name));
	refers_to(g_strdup_printf("%s@example.com", bounce));
	is_nobodys(NULL);
}
END_TEST

START_TEST(what_only_looks_like_ours_is_nobodys)
{
	g_autofree char *ours = address(TOKEN_REPLY, ID);
	static const char *const others[] = { "survey+@example.com",
		"survey+x@example.com", "survey@example.com", "@example.com",
		"", "survey+rb@example.com.example.net" };

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
		is_nobodys(others[i]);
	/* One digit of the token changed. */
	ours[20] = ours[20] == 'a' ? 'b' : 'a';
	is_nobodys(ours);
	keys.key[0] ^= 1;
	ours[20] = 'a';
	is_nobodys(ours);
	refers_to(g_strdup("no-at-sign"));
	refers_to(g_strdup("@example.com"));
	refers_to(g_strdup(""));
	is_nobodys(NULL);
}
END_TEST

START_TEST(another_domain_or_mailbox_is_nobodys)
{
	g_autofree char *token = token_make(keys.key, TOKEN_REPLY, ID);

	came_to(g_strdup_printf("survey+%s@example.net", token));
	came_to(g_strdup_printf("other+%s@example.com", token));
	came_to(g_strdup_printf("%s@example.com", token));
	came_to(g_strdup_printf("xsurvey+%s@example.com", token));
	is_nobodys(NULL);
}
END_TEST

START_TEST(the_pattern_may_be_a_token_alone)
{
	g_autofree char *token = token_make(keys.key, TOKEN_REPLY, ID);
	g_autofree char *to = g_strconcat(token, "@replies.example.com", NULL);
	struct owner owner = whose_reply(&keys, "{token}@replies.example.com",
	    to, &reading);

	ck_assert(owner.known);
	ck_assert_int_eq(owner.id, ID);
}
END_TEST

START_TEST(a_reference_to_our_mail_is_enough)
{
	refers_to(g_strdup("theirs@example.net"));
	refers_to(name_of_ours(ID));
	is_owned("plain@example.com", TOKEN_MESSAGE_ID, ID);
}
END_TEST

START_TEST(a_message_id_of_ours_is_proven_by_its_mac)
{
	static struct token_keys others;
	g_autofree char *ours = token_make(keys.key, TOKEN_MESSAGE_ID, ID);
	g_autofree char *theirs = NULL;

	memset(others.key, 0x5a, sizeof(others.key));
	theirs = token_make(others.key, TOKEN_MESSAGE_ID, ID);
	/* Another dripscore's, of the same domain. */
	refers_to(g_strdup_printf("%s@example.com", theirs));
	is_nobodys(NULL);
	/* One letter changed, added, taken away. */
	refers_to(g_strdup_printf("%sa@example.com", ours));
	refers_to(g_strdup_printf("%.*s@example.com", (int)strlen(ours) - 1,
	    ours));
	refers_to(g_strdup_printf("%.4s%c%s@example.com", ours,
	    ours[4] == 'a' ? 'b' : 'a', ours + 5));
	is_nobodys(NULL);
	/* Behind all of these, and by whatever name our host had then. */
	refers_to(g_strdup_printf("%s@old.example.com", ours));
	is_owned(NULL, TOKEN_MESSAGE_ID, ID);
}
END_TEST

START_TEST(the_author_alone_never_counts)
{
	reading.from = address(TOKEN_REPLY, ID);
	is_nobodys(NULL);
	is_nobodys("survey@example.com");
}
END_TEST

static void
means(enum reply_kind read, enum token_purpose purpose, gboolean permanent,
    enum reply_kind kind, gboolean suppress)
{
	const struct owner owner = { TRUE, purpose, ID };
	struct meaning meaning;

	reading.kind = read;
	reading.permanent = permanent;
	meaning_of(&reading, &owner, &meaning);
	ck_assert_str_eq(reply_kind_name(meaning.kind), reply_kind_name(kind));
	ck_assert_int_eq(meaning.suppress, suppress);
	g_free(meaning.note);
}

START_TEST(answers_mean_what_they_say)
{
	means(REPLY_ANSWER, TOKEN_REPLY, FALSE, REPLY_ANSWER, FALSE);
	means(REPLY_ANSWER, TOKEN_MESSAGE_ID, FALSE, REPLY_ANSWER, FALSE);
	means(REPLY_COMMENT, TOKEN_REPLY, FALSE, REPLY_COMMENT, FALSE);
	means(REPLY_HELP, TOKEN_REPLY, FALSE, REPLY_HELP, FALSE);
	means(REPLY_UNREADABLE, TOKEN_REPLY, FALSE, REPLY_UNREADABLE, FALSE);
}
END_TEST

START_TEST(to_the_unsubscribe_address_people_write_for_one_purpose)
{
	means(REPLY_ANSWER, TOKEN_UNSUBSCRIBE, FALSE, REPLY_OPT_OUT, TRUE);
	means(REPLY_COMMENT, TOKEN_UNSUBSCRIBE, FALSE, REPLY_OPT_OUT, TRUE);
	means(REPLY_UNREADABLE, TOKEN_UNSUBSCRIBE, FALSE, REPLY_OPT_OUT, TRUE);
	means(REPLY_OPT_OUT, TOKEN_UNSUBSCRIBE, FALSE, REPLY_OPT_OUT, TRUE);
	/* A program that does so for who has clicked there. */
	means(REPLY_AUTO_REPLY, TOKEN_UNSUBSCRIBE, FALSE, REPLY_OPT_OUT, TRUE);
	reading.return_at = 1772668800;
	means(REPLY_AUTO_REPLY, TOKEN_UNSUBSCRIBE, FALSE, REPLY_AUTO_REPLY,
	    FALSE);
	reading.return_at = 0;
	means(REPLY_BOUNCE, TOKEN_UNSUBSCRIBE, TRUE, REPLY_BOUNCE, FALSE);
	means(REPLY_AUTO_REPLY, TOKEN_REPLY, FALSE, REPLY_AUTO_REPLY, FALSE);
}
END_TEST

START_TEST(an_opt_out_counts_from_a_person_alone)
{
	means(REPLY_OPT_OUT, TOKEN_REPLY, FALSE, REPLY_OPT_OUT, TRUE);
	means(REPLY_OPT_OUT, TOKEN_MESSAGE_ID, FALSE, REPLY_OPT_OUT, TRUE);
	/* Of a machine, most likely; a person looks at it. */
	means(REPLY_OPT_OUT, TOKEN_BOUNCE, FALSE, REPLY_UNREADABLE, FALSE);
}
END_TEST

START_TEST(a_bounce_suppresses_if_it_is_permanent_and_proven)
{
	means(REPLY_BOUNCE, TOKEN_BOUNCE, TRUE, REPLY_BOUNCE, TRUE);
	means(REPLY_BOUNCE, TOKEN_BOUNCE, FALSE, REPLY_BOUNCE, FALSE);
	means(REPLY_BOUNCE, TOKEN_REPLY, TRUE, REPLY_BOUNCE, FALSE);
	means(REPLY_BOUNCE, TOKEN_MESSAGE_ID, TRUE, REPLY_BOUNCE, FALSE);
	means(REPLY_DELAY, TOKEN_BOUNCE, FALSE, REPLY_DELAY, FALSE);
	means(REPLY_COMPLAINT, TOKEN_MESSAGE_ID, FALSE, REPLY_COMPLAINT, TRUE);
}
END_TEST

START_TEST(an_auto_reply_says_when_they_are_back)
{
	const struct owner owner = { TRUE, TOKEN_BOUNCE, ID };
	struct meaning meaning;

	reading.kind = REPLY_AUTO_REPLY;
	reading.return_at = 1772668800; /* 2026-03-05 */
	meaning_of(&reading, &owner, &meaning);
	ck_assert_int_eq(meaning.kind, REPLY_AUTO_REPLY);
	ck_assert(!meaning.suppress);
	ck_assert_str_eq(meaning.note, "back on 2026-03-05");
	g_free(meaning.note);
	reading.return_at = 0;
	meaning_of(&reading, &owner, &meaning);
	ck_assert_ptr_null(meaning.note);
}
END_TEST

START_TEST(words_to_the_envelope_are_no_answer)
{
	means(REPLY_ANSWER, TOKEN_BOUNCE, FALSE, REPLY_UNREADABLE, FALSE);
	means(REPLY_COMMENT, TOKEN_BOUNCE, FALSE, REPLY_UNREADABLE, FALSE);
}
END_TEST

START_TEST(nobodys_reply_changes_nothing)
{
	const struct owner nobody = { .known = FALSE };
	struct meaning meaning;

	for (int kind = REPLY_ANSWER; kind <= REPLY_UNREADABLE; kind++) {
		reading.kind = (enum reply_kind)kind;
		reading.permanent = TRUE;
		meaning_of(&reading, &nobody, &meaning);
		ck_assert_int_eq(meaning.kind, kind);
		ck_assert(!meaning.suppress);
		ck_assert_str_eq(meaning.note, "no token of ours");
		g_free(meaning.note);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("whose");
	TCase *tcase = tcase_create("whose");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, each_purpose_is_found_in_the_envelope);
	tcase_add_test(tcase, addresses_are_read_in_any_case);
	tcase_add_test(tcase, the_token_may_stand_in_any_recipient);
	tcase_add_test(tcase,
	    the_envelope_goes_before_the_headers_and_they_before_references);
	tcase_add_test(tcase, a_token_of_another_purpose_is_none_in_its_place);
	tcase_add_test(tcase, what_only_looks_like_ours_is_nobodys);
	tcase_add_test(tcase, another_domain_or_mailbox_is_nobodys);
	tcase_add_test(tcase, the_pattern_may_be_a_token_alone);
	tcase_add_test(tcase, a_reference_to_our_mail_is_enough);
	tcase_add_test(tcase, a_message_id_of_ours_is_proven_by_its_mac);
	tcase_add_test(tcase, the_author_alone_never_counts);
	tcase_add_test(tcase, answers_mean_what_they_say);
	tcase_add_test(tcase,
	    to_the_unsubscribe_address_people_write_for_one_purpose);
	tcase_add_test(tcase, an_opt_out_counts_from_a_person_alone);
	tcase_add_test(tcase,
	    a_bounce_suppresses_if_it_is_permanent_and_proven);
	tcase_add_test(tcase, an_auto_reply_says_when_they_are_back);
	tcase_add_test(tcase, words_to_the_envelope_are_no_answer);
	tcase_add_test(tcase, nobodys_reply_changes_nothing);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
