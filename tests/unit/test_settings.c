/* test_settings.c - the configuration as structs, and mistakes across it. */
#include "base/settings.h"

#include <string.h>

#include "tests/unit/staged.h"

static char *folder;

static void
begin(void)
{
	folder = g_dir_make_tmp("dripscore-XXXXXX", NULL);
	ck_assert_ptr_nonnull(folder);
}

static void
end(void)
{
	world_remove_folder(folder);
	g_free(folder);
}

/* What is wrong in it, a line each, without the folder's name; owned. */
static char *
mistakes_in(const char *text)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(settings) settings = staged_load(folder, text, mistakes);
	GString *all = g_string_new(NULL);

	ck_assert_ptr_null(settings);
	ck_assert_uint_gt(mistakes->len, 0);
	for (guint i = 0; i < mistakes->len; i++) {
		const char *one = mistakes->pdata[i];

		ck_assert(g_str_has_prefix(one, folder));
		g_string_append_printf(all, "%s\n", one + strlen(folder) + 1);
	}
	return g_string_free(all, FALSE);
}

static void
says(const char *all, const char *expected)
{
	ck_assert_msg(strstr(all, expected) != NULL, "not said: %s\nbut: %s",
	    expected, all);
}

START_TEST(a_whole_file_becomes_structs)
{
	g_autoptr(settings) settings = staged_settings(folder,
	    STAGED_HEAD
	    "subject = Hi {{contact.name}}\n"
	    "[team desk]\nto = a@example.com, b@example.com\n"
	    "touchpoints = stay\ndigest = FREQ=WEEKLY;BYDAY=MO;BYHOUR=8\n"
	    "[cadence]\nin_doubt = resend\nretry = 10 minutes\n");
	const struct touchpoint *stay = settings_touchpoint(settings, "stay");
	const struct team *desk = settings_team(settings, "desk");

	ck_assert_str_eq(settings->organisation.timezone_name,
	    "Europe/Helsinki");
	ck_assert_ptr_nonnull(settings->organisation.zone);
	ck_assert_str_eq(settings->reply_address, "survey+{token}@example.com");
	ck_assert(settings->in_doubt_resend);
	ck_assert_int_eq(settings->retry_s, 600);
	ck_assert_uint_eq(settings->providers->len, 1);
	ck_assert_str_eq(stay->on, "booking");
	ck_assert_int_eq(stay->delay_s, 3600);
	ck_assert_int_eq(stay->expires_s, 10 * DAY_S);
	ck_assert_uint_eq(stay->n_channels, 1);
	ck_assert_int_eq(stay->channels[0], CHANNEL_EMAIL);
	ck_assert_str_eq(stay->template, "invitation");
	ck_assert_str_eq(stay->subject, "Hi {{contact.name}}");
	ck_assert_ptr_null(stay->question);
	ck_assert_str_eq(stay->unless[0], "cancellation");
	ck_assert_ptr_null(stay->unless[1]);
	ck_assert_ptr_null(stay->via[0]);
	ck_assert_str_eq(desk->to[1], "b@example.com");
	ck_assert_str_eq(desk->touchpoints[0], "stay");
	ck_assert_ptr_nonnull(desk->digest);
	/* The organisation's, for it says nothing of its own. */
	ck_assert_ptr_eq(desk->zone, settings->organisation.zone);
	ck_assert_str_eq(desk->language, "fi");
	ck_assert_ptr_null(settings_touchpoint(settings, "Stay"));
	ck_assert_ptr_null(settings_team(settings, "nobody"));
}
END_TEST

START_TEST(what_is_left_out_has_its_default)
{
	g_autoptr(settings) settings = staged_settings(folder,
	    STAGED_HEAD "[team desk]\nto = a@example.com\n");
	const struct team *desk = settings_team(settings, "desk");

	ck_assert(!settings->in_doubt_resend);
	ck_assert_int_eq(settings->retry_s, 300);
	ck_assert_ptr_null(settings->templates_folder);
	ck_assert_ptr_null(desk->digest);
	ck_assert_ptr_null(desk->touchpoints[0]);
}
END_TEST

START_TEST(the_store_counts_from_the_folder_of_the_file)
{
	g_autoptr(settings) settings = staged_settings(folder, STAGED_HEAD);
	g_autofree char *expected = g_strconcat("sqlite:", folder, "/store.db",
	    NULL);

	ck_assert_str_eq(settings->store_url, expected);
}
END_TEST

START_TEST(urls_of_stores_are_taken_or_refused)
{
	static const struct {
		const char *url, *becomes; /* NULL: a mistake */
	} each[] = {
		{ "sqlite:/var/lib/x.db", "sqlite:/var/lib/x.db" },
		{ "sqlite:/var/lib/../x.db", "sqlite:/var/x.db" },
		{ "sqlite::memory:", "sqlite::memory:" },
		{ "sqlite:", NULL },
		{ "postgresql://localhost/x", NULL },
		{ "/var/lib/x.db", NULL },
	};
	g_autofree char *line = g_strconcat("url = ", each[_i].url, NULL);
	g_auto(GStrv)
	    parts = g_strsplit(STAGED_HEAD, "url = sqlite:store.db", 2);
	g_autofree char *text = g_strjoin(line, parts[0], parts[1], NULL);

	if (each[_i].becomes != NULL) {
		g_autoptr(settings) settings = staged_settings(folder, text);

		ck_assert_str_eq(settings->store_url, each[_i].becomes);
	} else {
		g_autofree char *all = mistakes_in(text);

		says(all, "x.ini:6: [store] url: ");
		says(all, "allowed is sqlite:PATH");
	}
}
END_TEST

START_TEST(names_across_sections_are_checked_with_their_lines)
{
	g_autofree char *all = mistakes_in(
	    STAGED_HEAD "via = mial\n"
			"[team desk]\n"
			"to = a@example.com\n"
			"touchpoints = stya, stay, dinner\n");

	says(all,
	    "x.ini:18: [touchpoint stay] via: there is no [provider "
	    "mial], did you mean \"mail\"?; there is mail");
	says(all,
	    "x.ini:21: [team desk] touchpoints: there is no "
	    "[touchpoint stya], did you mean \"stay\"?");
	says(all, "there is no [touchpoint dinner]; there is stay");
}
END_TEST

START_TEST(mistakes_in_keys_and_across_sections_come_in_one_run)
{
	g_autofree char *all = mistakes_in(STAGED_HEAD "dealy = 2 hours\n"
						       "via = mial\n"
						       "[cadence]\n"
						       "retry = 5\n");

	says(all, "x.ini:18: [touchpoint stay] dealy: ");
	says(all, "did you mean \"delay\"");
	says(all, "x.ini:19: [touchpoint stay] via: ");
	says(all, "x.ini:21: [cadence] retry: ");
}
END_TEST

START_TEST(of_several_providers_one_must_be_named)
{
	g_autofree char *all = mistakes_in(
	    STAGED_HEAD "[provider more]\ntype = fake\nfrom = b@example.com\n");
	g_autoptr(settings) settings = staged_settings(folder,
	    STAGED_HEAD "via = more\n"
			"[provider more]\ntype = fake\nfrom = b@example.com\n");

	says(all, "[touchpoint stay] via: there are several providers");
	ck_assert_str_eq(settings_touchpoint(settings, "stay")->via[0],
	    "more");
}
END_TEST

START_TEST(a_touchpoint_and_a_team_need_doors)
{
	g_autofree char *all = mistakes_in(
	    "[organisation]\nname = A\ntimezone = UTC\n"
	    "[store]\nurl = sqlite:x.db\n"
	    "[touchpoint stay]\non = booking\n"
	    "[team desk]\nto = a@example.com\n");

	says(all, "x.ini:6: [touchpoint stay]: there is no [provider NAME]");
	says(all, "x.ini:6: [touchpoint stay]: there is no [inbox NAME]");
	says(all, "x.ini:8: [team desk]: there is no [provider NAME]");
}
END_TEST

START_TEST(a_missing_file_is_an_error_of_its_own)
{
	g_autofree struct config_schema *schemas =
	    settings_schemas(staged_providers, staged_inboxes);
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(
	    settings_load("/nonexistent/x.ini", schemas, mistakes, &error));
	ck_assert_ptr_nonnull(error);
	ck_assert_uint_eq(mistakes->len, 0);
}
END_TEST

START_TEST(a_token_stands_where_the_pattern_wants_it)
{
	g_autofree char *plus =
	    settings_address_with_token("survey+{token}@example.com", "abc");
	g_autofree char *whole =
	    settings_address_with_token("{token}@example.com", "abc");

	ck_assert_str_eq(plus, "survey+abc@example.com");
	ck_assert_str_eq(whole, "abc@example.com");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("settings");
	TCase *tcase = tcase_create("settings");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_whole_file_becomes_structs);
	tcase_add_test(tcase, what_is_left_out_has_its_default);
	tcase_add_test(tcase, the_store_counts_from_the_folder_of_the_file);
	tcase_add_loop_test(tcase, urls_of_stores_are_taken_or_refused, 0, 6);
	tcase_add_test(tcase,
	    names_across_sections_are_checked_with_their_lines);
	tcase_add_test(tcase,
	    mistakes_in_keys_and_across_sections_come_in_one_run);
	tcase_add_test(tcase, of_several_providers_one_must_be_named);
	tcase_add_test(tcase, a_touchpoint_and_a_team_need_doors);
	tcase_add_test(tcase, a_missing_file_is_an_error_of_its_own);
	tcase_add_test(tcase, a_token_stands_where_the_pattern_wants_it);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
