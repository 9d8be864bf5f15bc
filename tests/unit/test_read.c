/*
 * test_read.c - whole mails, as the programs of this world write them, and
 * what they say.
 */
#include "replies/read.h"

#include <string.h>

#include "tests/unit/unit.h"

#define TOKEN_ADDRESS "survey+rmfzqk2lplz7h3j5x4abcde@example.com"

static struct reading *
read_file(const char *name)
{
	const char *srcdir = g_getenv("srcdir");
	g_autofree char *file = g_strconcat(name, ".eml", NULL);
	g_autofree char *path = g_build_filename(srcdir != NULL ? srcdir : ".",
	    "tests", "data", "mails", file, NULL);
	g_autofree char *bytes = NULL;
	gsize n;

	ck_assert_msg(g_file_get_contents(path, &bytes, &n, NULL),
	    "%s cannot be read", path);
	return reading_of_mail((const guint8 *)bytes, n);
}

static struct reading *
read_text(const char *mail)
{
	return reading_of_mail((const guint8 *)mail, strlen(mail));
}

START_TEST(answers_are_read_from_the_mails_of_many_programs)
{
	static const struct {
		const char *file;
		int score;
		const char *comment;
	} cases[] = {
		{ "gmail_top", 9,
		    "lovely staff, and the sauna was perfect."
		    "\n\nWe will come again – in summer." },
		{ "gmail_html_only", 10,
		    "Best breakfast in town & kind people" },
		{ "outlook_web_de", 7,
		    "Das Zimmer war schön, aber die Straße laut." },
		{ "outlook_desktop_es", 8,
		    "Muy bien todo, pero "
		    "el desayuno fue escaso. Costó 12 € “extra”.\n\nSaludos,\n"
		    "José" },
		{ "apple_iphone_fi", 9,
		    "😊\nIhana viikonloppu, kiitos "
		    "henkilökunnalle!" },
		{ "apple_mail_mac", 3,
		    "This is what the shower looked like:"
		    "\n\nPlease have it cleaned." },
		{ "thunderbird_bottom_fr", 6,
		    "Personnel très aimable, mais "
		    "la chambre était bruyante." },
		{ "thunderbird_html", 5, "Zu teuer." },
		{ "phone_mailto_empty", 9, NULL },
		{ "samsung_pt", 10, "Adorei! Volto em maio." },
		{ "yahoo_html", 4, "the pool was closed" },
		{ "subject_and_body_differ", 3, "I clicked the wrong number" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(reading) reading = read_file(cases[i].file);

		ck_assert_msg(reading->kind == REPLY_ANSWER, "%s is %s",
		    cases[i].file, reply_kind_name(reading->kind));
		ck_assert_msg(reading->score == cases[i].score, "%s gave %d",
		    cases[i].file, reading->score);
		ck_assert_msg(g_strcmp0(reading->comment, cases[i].comment) ==
			0,
		    "%s gave \"%s\"", cases[i].file, reading->comment);
	}
}
END_TEST

START_TEST(what_is_no_answer_is_known_for_what_it_is)
{
	static const struct {
		const char *file;
		enum reply_kind kind;
	} cases[] = {
		{ "comment_without_score", REPLY_COMMENT },
		{ "unsubscribe", REPLY_OPT_OUT },
		{ "out_of_office", REPLY_AUTO_REPLY },
		{ "bounce_postfix", REPLY_BOUNCE },
		{ "bounce_full_mailbox", REPLY_BOUNCE },
		{ "bounce_exim_prose", REPLY_BOUNCE },
		{ "delay_postfix", REPLY_DELAY },
		{ "delivered_postfix", REPLY_DELIVERED },
		{ "complaint", REPLY_COMPLAINT },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(reading) reading = read_file(cases[i].file);

		ck_assert_msg(reading->kind == cases[i].kind, "%s is %s",
		    cases[i].file, reply_kind_name(reading->kind));
		ck_assert_int_eq(reading->score, -1);
	}
}
END_TEST

START_TEST(whose_reply_it_is_can_be_told_from_what_is_found)
{
	g_autoptr(reading) reading = read_file("gmail_top");

	ck_assert_str_eq(reading->message_id, "CAGm1@mail.customer.example");
	ck_assert_str_eq(reading->from, "ada@customer.example");
	ck_assert_uint_eq(reading->files, 0);
	ck_assert_int_eq(reading->written_at, 1741017659);
	ck_assert_uint_eq(reading->recipients->len, 1);
	ck_assert_str_eq(reading->recipients->pdata[0], TOKEN_ADDRESS);
	ck_assert_uint_eq(reading->references->len, 2);
	ck_assert_str_eq(reading->references->pdata[0], "mb2.2025@example.com");
	ck_assert_str_eq(reading->references->pdata[1], "ma1.2025@example.com");
}
END_TEST

START_TEST(the_authors_name_and_the_files_beside_the_words_are_known)
{
	g_autoptr(reading) named = read_text(
	    "From: =?utf-8?q?J=C3=BCrgen?= <j@example.com>, b@example.com\n"
	    "Content-Type: multipart/mixed; boundary=B\n\n"
	    "--B\nContent-Type: text/plain\n\nhello\n"
	    "--B\nContent-Type: image/png; name=a.png\n\nxx\n"
	    "--B\nContent-Type: application/pdf\n"
	    "Content-Disposition: attachment\n\nxx\n--B--\n");
	g_autoptr(reading) bare = read_text("From: j@example.com\n\nhello\n");

	ck_assert_str_eq(named->from_name, "Jürgen");
	ck_assert_str_eq(named->from, "j@example.com");
	ck_assert_uint_eq(named->files, 2);
	ck_assert_ptr_null(bare->from_name);
	ck_assert_uint_eq(bare->files, 0);
}
END_TEST

START_TEST(recipients_come_in_the_order_of_trust)
{
	g_autoptr(reading) reading = read_text(
	    "To: Group: c@example.com, d@example.com;, e@example.com\n"
	    "Cc: f@example.com, a@example.com\n"
	    "Envelope-To: b@example.com\nX-Original-To: b2@example.com\n"
	    "Delivered-To: a@example.com\n\n9\n");
	static const char *const expected[] = { "a@example.com",
		"b2@example.com", "b@example.com", "c@example.com",
		"d@example.com", "e@example.com", "f@example.com" };

	ck_assert_uint_eq(reading->recipients->len, G_N_ELEMENTS(expected));
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
		ck_assert_str_eq(reading->recipients->pdata[i], expected[i]);
}
END_TEST

START_TEST(a_bounce_names_who_why_and_which_mail)
{
	g_autoptr(reading) reading = read_file("bounce_postfix");
	g_autoptr(reading) full = read_file("bounce_full_mailbox");

	ck_assert(reading->permanent);
	ck_assert_str_eq(reading->status, "5.1.1");
	ck_assert_uint_eq(reading->failed->len, 1);
	ck_assert_str_eq(reading->failed->pdata[0], "ada@customer.example");
	ck_assert_ptr_nonnull(strstr(reading->reason, "User unknown"));
	ck_assert_str_eq(reading->references->pdata[0], "mmfzqk2@example.com");
	ck_assert(!full->permanent);
}
END_TEST

START_TEST(machines_are_told_by_their_headers)
{
	static const char *const headers[] = { "Auto-Submitted: auto-replied",
		"Auto-Submitted: auto-generated; x=y", "Precedence: auto_reply",
		"X-Autoreply: yes", "X-Autorespond: whatever",
		"Return-Path: <>" };

	for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
		g_autofree char *mail =
		    g_strdup_printf("From: a@example.com\n%s\n\n9\n",
			headers[i]);
		g_autoptr(reading) reading = read_text(mail);

		ck_assert_msg(reading->kind == REPLY_AUTO_REPLY, "%s",
		    headers[i]);
		ck_assert_int_eq(reading->score, -1);
	}
}
END_TEST

START_TEST(people_are_not_taken_for_machines)
{
	static const char *const headers[] = { "Auto-Submitted: no",
		"Precedence: bulk", "X-Auto-Response-Suppress: All",
		"Return-Path: <a@example.com>" };

	for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
		g_autofree char *mail =
		    g_strdup_printf("From: a@example.com\n%s\n\n9\n",
			headers[i]);
		g_autoptr(reading) reading = read_text(mail);

		ck_assert_msg(reading->kind == REPLY_ANSWER, "%s", headers[i]);
	}
}
END_TEST

START_TEST(a_score_proves_a_person_where_words_alone_sound_like_a_machine)
{
	static const struct {
		const char *headers;
		const char *text;
		enum reply_kind kind;
		int score;
	} cases[] = {
		{ "Subject: Re: Your stay",
		    "I am on vacation until 7 January. My score is 9.",
		    REPLY_ANSWER, 9 },
		{ "Subject: Re: Your stay", "I am on vacation until 7 January.",
		    REPLY_AUTO_REPLY, -1 },
		{ "Subject: Automatic reply: Your stay",
		    "I am on vacation until 7 January. My score is 9.",
		    REPLY_AUTO_REPLY, -1 },
		{ "Subject: Re: Your stay\r\nAuto-Submitted: auto-replied",
		    "My score is 9.", REPLY_AUTO_REPLY, -1 },
		{ "Subject: Undelivered parcel",
		    "5, the parcel was returned to sender", REPLY_ANSWER, 5 },
		{ "Subject: Delivery problem",
		    "My order has been delayed for 4 hours. 3", REPLY_ANSWER,
		    3 },
		{ "Subject: Returned mail: see transcript for details\r\n"
		  "Return-Path: <>",
		    "<ada@example.com>: 550 5.1.1 user unknown", REPLY_BOUNCE,
		    -1 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *mail = g_strdup_printf(
		    "From: bea@example.com\r\n%s\r\n\r\n%s\r\n",
		    cases[i].headers, cases[i].text);
		g_autoptr(reading) reading = read_text(mail);

		ck_assert_msg(reading->kind == cases[i].kind &&
			reading->score == cases[i].score,
		    "%s: %s, %d", cases[i].text,
		    reply_kind_name(reading->kind), reading->score);
	}
}
END_TEST

START_TEST(only_a_whole_message_opts_out)
{
	static const struct {
		const char *mail;
		enum reply_kind kind;
	} cases[] = {
		{ "Subject: x\n\nSTOP\n", REPLY_OPT_OUT },
		{ "Subject: x\n\nUnsubscribe!\n", REPLY_OPT_OUT },
		{ "Subject: x\n\nBitte abmelden.\n", REPLY_OPT_OUT },
		{ "Subject: unsubscribe\n\n", REPLY_OPT_OUT },
		{ "Subject: unsubscribe\n\n9\n", REPLY_ANSWER },
		{ "Subject: x\n\nPlease don't stop.\n", REPLY_COMMENT },
		{ "Subject: x\n\nI have unsubscribed the spa news\n",
		    REPLY_COMMENT },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(reading) reading = read_text(cases[i].mail);

		ck_assert_msg(reading->kind == cases[i].kind, "%s is %s",
		    cases[i].mail, reply_kind_name(reading->kind));
	}
}
END_TEST

START_TEST(a_mail_program_opts_out_for_who_clicked_there)
{
	static const char gmail[] = "From: ada@example.com\n"
				    "Subject: unsubscribe\n\n"
				    "This message was automatically generated "
				    "by Gmail.\n";
	static const char machine[] = "From: desk@example.com\n"
				      "Subject: Re: How was it?\n\n"
				      "This message was automatically "
				      "generated.\n";
	g_autoptr(reading) opts_out = read_text(gmail);
	g_autoptr(reading) other = read_text(machine);

	ck_assert_int_eq(opts_out->kind, REPLY_OPT_OUT);
	ck_assert_int_eq(other->kind, REPLY_AUTO_REPLY);
}
END_TEST

START_TEST(the_score_of_the_subject_serves_when_the_text_has_none)
{
	g_autoptr(reading) words = read_text("Subject: Re: 7 - Aurora Spa\n\n"
					     "The room was cold.\n");
	g_autoptr(reading) hint = read_text(
	    "Subject: 7 - Aurora Spa\n\n"
	    "> What is the main reason for your score? (optional)\n\n");

	ck_assert_int_eq(words->kind, REPLY_ANSWER);
	ck_assert_int_eq(words->score, 7);
	ck_assert_str_eq(words->comment, "The room was cold.");
	ck_assert_int_eq(hint->score, 7);
	ck_assert_ptr_null(hint->comment);
}
END_TEST

START_TEST(what_cannot_be_read_is_said_to_be_so)
{
	static const char *const mails[] = { "", "\n", "\n\n\n",
		"Subject: hello\n\n",
		"Subject: x\nContent-Type: image/png\n\n"
		"x\n",
		"Content-Type: multipart/mixed; boundary=b\n\n--b" };

	for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(reading) reading = read_text(mails[i]);

		ck_assert_int_eq(reading->kind, REPLY_UNREADABLE);
		ck_assert_int_eq(reading->score, -1);
		ck_assert_ptr_nonnull(reading->reason);
		ck_assert_ptr_nonnull(reading->text);
	}
}
END_TEST

START_TEST(attachments_and_mails_within_are_not_what_was_written)
{
	g_autoptr(reading) reading = read_text(
	    "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\nContent-Type: text/plain\n"
	    "Content-Disposition: attachment; filename=x.txt\n\n3\n"
	    "--b\nContent-Type: message/rfc822\n\nSubject: x\n\n4\n"
	    "--b\nContent-Type: text/plain\n\n8\n--b--\n");

	ck_assert_int_eq(reading->score, 8);
	ck_assert_str_eq(reading->text, "8");
}
END_TEST

START_TEST(an_empty_plain_part_gives_way_to_html)
{
	g_autoptr(reading) reading = read_text(
	    "Content-Type: multipart/alternative; boundary=b\n\n"
	    "--b\nContent-Type: text/plain\n\n  \n"
	    "--b\nContent-Type: text/html\n\n<p>8</p>\n--b--\n");

	ck_assert_int_eq(reading->score, 8);
}
END_TEST

START_TEST(bytes_of_no_charset_are_read_all_the_same)
{
	g_autoptr(reading) latin = read_text("Subject: x\n\n"
					     "9\ntr\xe8s bien\n");
	g_autoptr(reading)
	    unknown = read_text("Content-Type: text/plain; "
				"charset=x-klingon\n\n9\nnice\n");

	ck_assert_str_eq(latin->comment, "très bien");
	ck_assert_int_eq(unknown->score, 9);
	ck_assert_str_eq(unknown->comment, "nice");
}
END_TEST

/* Deeper or wider than any honest mail; GMime alone would crash on the last. */
START_TEST(hostile_structure_is_survived)
{
	g_autoptr(GString) nested = g_string_new(NULL);
	g_autoptr(GString) wide = g_string_new(
	    "Content-Type: multipart/mixed; boundary=b\n\n");
	g_autoptr(GString) groups = g_string_new("To: ");
	GString *mails[] = { nested, wide, groups };

	for (guint i = 0; i < 3000; i++)
		g_string_append_printf(nested,
		    "Content-Type: "
		    "multipart/mixed; boundary=b%u\n\n--b%u\n",
		    i, i);
	for (guint i = 0; i < 500000; i++) {
		g_string_append(wide, "--b\n\nx\n");
		g_string_append(groups, "a:\n ");
	}
	for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
		gint64 start = g_get_monotonic_time();
		g_autoptr(reading) reading = read_text(mails[i]->str);

		ck_assert_ptr_nonnull(reading);
		ck_assert_int_lt(g_get_monotonic_time() - start, 10000000);
	}
}
END_TEST

START_TEST(a_reading_survives_the_way_through_json)
{
	static const char *const files[] = { "gmail_top", "bounce_postfix",
		"phone_mailto_empty", "out_of_office", "complaint" };

	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autoptr(reading) reading = read_file(files[i]);
		json_t *json = reading_to_json(reading);
		g_autoptr(reading) back = reading_from_json(json, NULL);
		json_t *again;

		ck_assert_ptr_nonnull(back);
		again = reading_to_json(back);
		ck_assert(json_equal(json, again));
		ck_assert_int_eq(back->kind, reading->kind);
		ck_assert_int_eq(back->score, reading->score);
		ck_assert_int_eq(back->permanent, reading->permanent);
		ck_assert_int_eq(back->written_at, reading->written_at);
		ck_assert_uint_eq(back->failed->len, reading->failed->len);
		json_decref(json);
		json_decref(again);
	}
}
END_TEST

START_TEST(json_that_is_no_reading_is_refused)
{
	static const char *const keys[] = { "kind", "score", "comment", "text",
		"message_id", "from", "written_at", "recipients", "references",
		"bounce" };
	g_autoptr(reading) reading = read_file("bounce_postfix");

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		json_t *wrong = reading_to_json(reading);
		json_t *missing = reading_to_json(reading);
		g_autoptr(GError) error = NULL;

		json_object_set_new(wrong, keys[i], json_real(1.5));
		ck_assert_ptr_null(reading_from_json(wrong, &error));
		ck_assert_ptr_nonnull(strstr(error->message, keys[i]));
		json_object_del(missing, keys[i]);
		ck_assert_ptr_null(reading_from_json(missing, NULL));
		json_decref(wrong);
		json_decref(missing);
	}
	ck_assert_ptr_null(reading_from_json(NULL, NULL));
}
END_TEST

START_TEST(a_score_over_ten_is_no_reading)
{
	g_autoptr(reading) reading = read_file("gmail_top");
	json_t *json = reading_to_json(reading);

	json_object_set_new(json, "score", json_integer(11));
	ck_assert_ptr_null(reading_from_json(json, NULL));
	json_decref(json);
}
END_TEST

START_TEST(an_answer_without_a_score_is_no_reading)
{
	g_autoptr(reading) reading = read_file("gmail_top");
	json_t *json = reading_to_json(reading);

	ck_assert_int_eq(reading->kind, REPLY_ANSWER);
	json_object_set_new(json, "score", json_null());
	ck_assert_ptr_null(reading_from_json(json, NULL));
	json_decref(json);
}
END_TEST

static Suite *
read_suite(void)
{
	Suite *suite = suite_create("read");
	TCase *tests = tcase_create("read");

	tcase_add_test(tests, answers_are_read_from_the_mails_of_many_programs);
	tcase_add_test(tests, what_is_no_answer_is_known_for_what_it_is);
	tcase_add_test(tests, whose_reply_it_is_can_be_told_from_what_is_found);
	tcase_add_test(tests,
	    the_authors_name_and_the_files_beside_the_words_are_known);
	tcase_add_test(tests, recipients_come_in_the_order_of_trust);
	tcase_add_test(tests, a_bounce_names_who_why_and_which_mail);
	tcase_add_test(tests, machines_are_told_by_their_headers);
	tcase_add_test(tests, people_are_not_taken_for_machines);
	tcase_add_test(tests,
	    a_score_proves_a_person_where_words_alone_sound_like_a_machine);
	tcase_add_test(tests, only_a_whole_message_opts_out);
	tcase_add_test(tests, a_mail_program_opts_out_for_who_clicked_there);
	tcase_add_test(tests,
	    the_score_of_the_subject_serves_when_the_text_has_none);
	tcase_add_test(tests, what_cannot_be_read_is_said_to_be_so);
	tcase_add_test(tests,
	    attachments_and_mails_within_are_not_what_was_written);
	tcase_add_test(tests, an_empty_plain_part_gives_way_to_html);
	tcase_add_test(tests, bytes_of_no_charset_are_read_all_the_same);
	tcase_add_test(tests, hostile_structure_is_survived);
	tcase_add_test(tests, a_reading_survives_the_way_through_json);
	tcase_add_test(tests, json_that_is_no_reading_is_refused);
	tcase_add_test(tests, a_score_over_ten_is_no_reading);
	tcase_add_test(tests, an_answer_without_a_score_is_no_reading);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(read_suite());
}
