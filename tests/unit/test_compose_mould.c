/*
 * test_compose_mould.c - a mail that is made in a mould is the same, byte for
 * byte, as one that is rendered and encoded on its own.
 */
#include <string.h>

#include "scheduler/compose_mould.h"
#include "tests/unit/composed.h"

static const char *const languages[] = { "en", "de", "es", "fi", "fr", "pt",
	"xx" };

static const char *const names[] = { NULL, "", "Ada", "Ada Lovelace",
	"Lovelace, \"Ada\"", "O'Hara & <Sons>", "M\xc3\xa4kinen",
	"\xe4\xbd\xa0\xe5\xa5\xbd",
	" led by a space", "a\r\nb",
	"\xe2\x80\xa8", "\xc2\x85 next", "=?utf-8?Q?x?=", "x=y=3D",
	"\xee\x80\x80<A\xee\x80\x81", "zqzqzqzqzqzqzqzqzqzqzq",
	"1234567890123456789012345678901234567890123456789012345678901234567890"
	"1234567890123456789012345678901234567890123456789012345678901234567",
	"tab\there", "\xff not utf-8" };

/* Of tokens that differ in length. */
static const gint64 ids[] = { 1, 31, 32, 1023, 1024, 32768, 5000000,
	G_GINT64_CONSTANT(1) << 40 };

static const char *const attributes[] = { NULL,
	"{\"room\": \"12 & a half\", \"nights\": 2, \"vip\": true}",
	"{\"room\": \"\", \"nights\": 0, \"vip\": null}",
	"{\"room\": {\"a\": 1}, \"nights\": 1.5, \"vip\": false}",
	"{\"room\": \"S\xc3\xb6nderbygget=20\", \"nights\": \"two\","
	" \"vip\": \"yes\"}",
	"{\"room\": [\"a\", \"b\"], \"name\": \"of the event\"}" };

static struct outbox_item item;

static void
begin_with(const char *ini)
{
	composed_begin(ini);
	item = (struct outbox_item){
		.message_id = 17,
		.kind = MESSAGE_INVITATION,
		.channel = CHANNEL_EMAIL,
		.invitation_id = 4711,
		.touchpoint = (char *)"stay",
		.event = &event,
	};
}

static void
begin(void)
{
	begin_with(STAGED_HEAD);
}

static void
end(void)
{
	composed_end();
}

static void
is_the_same(void)
{
	const struct config_section *provider = config_find(settings->config,
	    "provider", "mail");
	g_autoptr(message) made = compose(composer, &item, provider, NOON_AT,
	    NULL);
	g_autoptr(message) plain = compose_ask_plainly(composer, &item,
	    provider, NOON_AT, NULL);
	gsize n, plain_n;
	const char *bytes, *plain_bytes;

	ck_assert_ptr_nonnull(made);
	ck_assert_ptr_nonnull(plain);
	bytes = g_bytes_get_data(made->bytes, &n);
	plain_bytes = g_bytes_get_data(plain->bytes, &plain_n);
	for (gsize i = 0; i < MIN(n, plain_n); i++)
		ck_assert_msg(bytes[i] == plain_bytes[i],
		    "from byte %zu on:\n%.*s\ninstead of\n%.*s", i,
		    (int)MIN(n - i, 200), bytes + i,
		    (int)MIN(plain_n - i, 200), plain_bytes + i);
	ck_assert_uint_eq(n, plain_n);
	ck_assert_str_eq(made->sender, plain->sender);
	ck_assert_str_eq(made->recipient, plain->recipient);
	ck_assert_str_eq(made->name, plain->name);
	ck_assert_int_eq(made->id, plain->id);
	ck_assert_int_eq(made->channel, plain->channel);
}

static void
all_names_are_the_same(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		event.contact.name = (char *)names[i];
		is_the_same();
	}
}

START_TEST(every_language_and_name_is_the_same)
{
	for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
		event.contact.language = (char *)languages[i];
		all_names_are_the_same();
	}
	ck_assert_uint_ge(moulds_cast(composer->moulds), 12);
}
END_TEST

START_TEST(one_mould_serves_all_who_differ_in_their_words_alone)
{
	event.contact.name = (char *)"Ada";
	is_the_same();
	ck_assert_uint_eq(moulds_cast(composer->moulds), 1);
	event.contact.name = (char *)"Grace & Co";
	event.contact.email = (char *)"grace@example.com";
	item.invitation_id++;
	item.message_id++;
	is_the_same();
	ck_assert_uint_eq(moulds_cast(composer->moulds), 1);
	event.contact.name = NULL;
	is_the_same();
	ck_assert_uint_eq(moulds_cast(composer->moulds), 2);
}
END_TEST

START_TEST(tokens_of_every_length_are_the_same)
{
	for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
		for (gsize j = 0; j < G_N_ELEMENTS(ids); j++) {
			item.invitation_id = ids[i];
			item.message_id = ids[j];
			is_the_same();
		}
	}
}
END_TEST

START_TEST(a_reminder_is_the_same_and_names_what_it_follows)
{
	item.kind = MESSAGE_REMINDER;
	item.number = 1;
	is_the_same();
	for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
		item.follows_message_id = ids[i];
		is_the_same();
	}
	all_names_are_the_same();
}
END_TEST

START_TEST(own_words_with_attributes_are_the_same)
{
	end();
	begin_with(STAGED_HEAD
	    "question = How was {{event.room}}{{#event.vip}}, dear "
	    "{{contact.name}}{{/event.vip}}{{^event.nights}} (a day){{/event."
	    "nights}}, for {{event.nights}} {{{event.room}}}?\n"
	    "subject = {{contact.name}}: {{event.reference}} {{event.room}}\n");
	for (gsize i = 0; i < G_N_ELEMENTS(attributes); i++) {
		event.attributes = (char *)attributes[i];
		event.contact.attributes = (char *)attributes[(i + 1) %
		    G_N_ELEMENTS(attributes)];
		all_names_are_the_same();
		item.kind = MESSAGE_REMINDER;
		is_the_same();
		item.kind = MESSAGE_INVITATION;
	}
	ck_assert_uint_ge(moulds_cast(composer->moulds), 4);
}
END_TEST

static const char *const awkward[] = {
	"question = {{#event}}{{room}}{{/event}}?\n",
	"question = {{#contact}}{{name}}{{/contact}}?\n",
	"question = {{event.room.a}}?\n",
	"question = {{contact.name}}{{contact.name}} {{#event.room}}{{.}}"
	"{{/event.room}}?\n",
	"subject = \xc3\xa4 {{contact.name}} \xc3\xb6\n",
	"subject = plain\nquestion = plain?\n",
};

START_TEST(words_that_fit_no_mould_are_the_same)
{
	g_autofree char *ini = g_strconcat(STAGED_HEAD, awkward[_i], NULL);

	end();
	begin_with(ini);
	all_names_are_the_same();
	for (gsize i = 0; i < G_N_ELEMENTS(attributes); i++) {
		event.attributes = (char *)attributes[i];
		is_the_same();
	}
}
END_TEST

START_TEST(the_prepared_reply_may_name_the_person)
{
	g_autofree char *lang = g_build_filename(folder, "t", "lang", NULL);
	g_autofree char *path = g_build_filename(lang, "en.ini", NULL);
	g_autofree char *ini = NULL;
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *templates = g_build_filename(folder, "t", NULL);
	struct catalog *own;

	ck_assert_int_eq(g_mkdir_with_parents(lang, 0700), 0);
	ck_assert(g_file_set_contents(path,
	    "[invitation]\nmail_subject = {{score}} of {{contact.name}}\n"
	    "mail_body_hint = > {{event.room}} <&>\n",
	    -1, NULL));
	world_ok(own = catalog_load(templates, mistakes, &error));
	ck_assert_uint_eq(mistakes->len, 0);
	composer_free(composer);
	composer = composer_new(settings, own, key, mistakes);
	ck_assert_ptr_nonnull(composer);
	for (gsize i = 0; i < G_N_ELEMENTS(attributes); i++) {
		event.attributes = (char *)attributes[i];
		all_names_are_the_same();
	}
	ck_assert_uint_ge(moulds_cast(composer->moulds), 2);
	composer_free(composer);
	composer = composer_new(settings, catalog, key, mistakes);
	catalog_free(own);
}
END_TEST

START_TEST(more_kinds_than_are_kept_are_the_same)
{
	for (gint64 i = 0; i < 9; i++) {
		for (gint64 j = 0; j < 9; j++) {
			item.invitation_id = G_GINT64_CONSTANT(1) << 5 * i % 60;
			item.message_id = (G_GINT64_CONSTANT(1) << 5 * j % 60) +
			    1;
			is_the_same();
		}
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("compose_mould");
	TCase *one = tcase_create("mould");

	tcase_add_checked_fixture(one, begin, end);
	tcase_set_timeout(one, 60);
	tcase_add_test(one, every_language_and_name_is_the_same);
	tcase_add_test(one,
	    one_mould_serves_all_who_differ_in_their_words_alone);
	tcase_add_test(one, tokens_of_every_length_are_the_same);
	tcase_add_test(one, a_reminder_is_the_same_and_names_what_it_follows);
	tcase_add_test(one, own_words_with_attributes_are_the_same);
	tcase_add_loop_test(one, words_that_fit_no_mould_are_the_same, 0,
	    G_N_ELEMENTS(awkward));
	tcase_add_test(one, the_prepared_reply_may_name_the_person);
	tcase_add_test(one, more_kinds_than_are_kept_are_the_same);
	suite_add_tcase(suite, one);
	return unit_run(suite);
}
