/* test_settings.c - the configuration as structs, and mistakes across it. */
#include "base/money.h"
#include "base/settings.h"

#include "tests/unit/staged.h"

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
	ck_assert(settings->cadence.in_doubt_resend);
	ck_assert_int_eq(settings->cadence.retry_s, 600);
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

	ck_assert(!settings->cadence.in_doubt_resend);
	ck_assert_int_eq(settings->cadence.retry_s, 300);
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

START_TEST(a_lease_is_for_workers_of_whom_there_may_be_many)
{
	g_autoptr(settings) one = staged_settings(folder, STAGED_HEAD);
	g_auto(GStrv)
	    parts = g_strsplit(STAGED_HEAD, "url = sqlite:store.db", 2);
	g_autofree char *text = g_strjoin(
	    "url = sqlite:store.db\nlease = 5 seconds", parts[0], parts[1],
	    NULL);
	g_autofree char *all = staged_mistakes(folder, text);

	ck_assert_uint_eq(one->lease_s, 0);
	staged_says(all, "x.ini:7: [store] lease: a lease is for the workers "
			 "on PostgreSQL");
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
		{ "postgresql://localhost/x", "postgresql://localhost/x" },
		{ "postgresql:host=db dbname=x",
		    "postgresql:host=db dbname=x" },
		{ "mysql://localhost/x", NULL },
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
		g_autofree char *all = staged_mistakes(folder, text);

		staged_says(all, "x.ini:6: [store] url: ");
		staged_says(all, "allowed are sqlite:PATH and postgresql:");
	}
}
END_TEST

START_TEST(a_password_in_the_url_of_a_store_is_refused_and_not_shown)
{
	static const char *const urls[] = { "postgresql://x:s3cret@db/x",
		"postgres://x:s3cret@db/x",
		"postgresql:host=db password=s3cret" };
	g_autofree char *line = g_strconcat("url = ", urls[_i], NULL);
	g_auto(GStrv)
	    parts = g_strsplit(STAGED_HEAD, "url = sqlite:store.db", 2);
	g_autofree char *text = g_strjoin(line, parts[0], parts[1], NULL);
	g_autofree char *all = staged_mistakes(folder, text);

	staged_says(all, "x.ini:6: [store] url: a password stands in it");
	ck_assert_ptr_null(strstr(all, "s3cret"));
}
END_TEST

START_TEST(names_across_sections_are_checked_with_their_lines)
{
	g_autofree char *all = staged_mistakes(folder,
	    STAGED_HEAD "via = mial\n"
			"[team desk]\n"
			"to = a@example.com\n"
			"touchpoints = stya, stay, dinner\n");

	staged_says(all,
	    "x.ini:18: [touchpoint stay] via: there is no [provider "
	    "mial], did you mean \"mail\"?; there is mail");
	staged_says(all,
	    "x.ini:21: [team desk] touchpoints: there is no "
	    "[touchpoint stya], did you mean \"stay\"?");
	staged_says(all, "there is no [touchpoint dinner]; there is stay");
}
END_TEST

START_TEST(mistakes_in_keys_and_across_sections_come_in_one_run)
{
	g_autofree char *all = staged_mistakes(folder,
	    STAGED_HEAD "dealy = 2 hours\nvia = mial\n"
			"[cadence]\nretry = 5\n");

	staged_says(all, "x.ini:18: [touchpoint stay] dealy: ");
	staged_says(all, "did you mean \"delay\"");
	staged_says(all, "x.ini:19: [touchpoint stay] via: ");
	staged_says(all, "x.ini:21: [cadence] retry: ");
}
END_TEST

START_TEST(of_several_providers_one_must_be_named)
{
	g_autofree char *all = staged_mistakes(folder,
	    STAGED_HEAD "[provider more]\ntype = fake\nfrom = b@example.com\n");
	g_autoptr(settings) settings = staged_settings(folder,
	    STAGED_HEAD "via = more\n"
			"[provider more]\ntype = fake\nfrom = b@example.com\n");

	staged_says(all, "[touchpoint stay] via: there are several providers");
	ck_assert_str_eq(settings_touchpoint(settings, "stay")->via[0],
	    "more");
}
END_TEST

START_TEST(a_touchpoint_and_a_team_need_doors)
{
	g_autofree char *all = staged_mistakes(folder,
	    "[organisation]\nname = A\ntimezone = UTC\n"
	    "[store]\nurl = sqlite:x.db\n"
	    "[touchpoint stay]\non = booking\n"
	    "[team desk]\nto = a@example.com\n");

	staged_says(all,
	    "x.ini:6: [touchpoint stay]: there is no [provider NAME]");
	staged_says(all,
	    "x.ini:6: [touchpoint stay]: there is no [inbox NAME]");
	staged_says(all, "x.ini:8: [team desk]: there is no [provider NAME]");
}
END_TEST

#define TEXTS_DOOR "[provider texts]\ntype = fake-texts\n"

START_TEST(texts_and_web_become_structs)
{
	g_autoptr(settings) settings = staged_settings(folder,
	    STAGED_HEAD
	    "channel = sms, email\n" TEXTS_DOOR
	    "[sms]\ncountry = FI\ncountries = FI, SE\nhours = 09:30-20:00\n"
	    "consent = required\nconsent_attribute = may_text\n"
	    "conversation = 2 days\nstop = all\nprice = 0.079\n"
	    "currency = SEK\nbudget = 50\nmax_per_number = 3\n"
	    "max_per_prefix = 0\nmax_per_day = 500\n"
	    "[web]\nlisten = [::1]:99\nproxied = yes\n"
	    "public_url = https://s.example.com/x/\nconnections = 7\n"
	    "connections_per_address = 6\ndeadline = 1 minute\n");
	const struct texting *sms = &settings->texting;
	const struct web_settings *web = &settings->web;

	ck_assert_str_eq(sms->country, "FI");
	ck_assert_str_eq(sms->countries[1], "SE");
	ck_assert_ptr_null(sms->countries[2]);
	ck_assert_uint_eq(sms->hours.from_min, 9 * 60 + 30);
	ck_assert_uint_eq(sms->hours.until_min, 20 * 60);
	ck_assert(sms->consent_required && sms->stop_closes_mail);
	ck_assert_str_eq(sms->consent_attribute, "may_text");
	ck_assert_int_eq(sms->conversation_s, 2 * DAY_S);
	ck_assert_int_eq(sms->price_micro, 79000);
	ck_assert_str_eq(sms->currency, "SEK");
	ck_assert_int_eq(sms->budget_micro, 50 * MONEY_UNIT);
	ck_assert_uint_eq(sms->max_per_number, 3);
	ck_assert_uint_eq(sms->max_per_prefix, 0);
	ck_assert_uint_eq(sms->max_per_day, 500);
	ck_assert(web->on && web->proxied);
	ck_assert_str_eq(web->host, "::1");
	ck_assert_uint_eq(web->port, 99);
	ck_assert_str_eq(web->public_url, "https://s.example.com/x");
	ck_assert_uint_eq(web->connections, 7);
	ck_assert_uint_eq(web->connections_per_address, 6);
	ck_assert_int_eq(web->deadline_s, 60);
}
END_TEST

START_TEST(without_a_word_texts_have_defaults_and_nothing_listens)
{
	g_autoptr(settings) none = staged_settings(folder, STAGED_HEAD);
	g_autoptr(settings) some = staged_settings(folder,
	    STAGED_HEAD "channel = sms\n" TEXTS_DOOR
			"[sms]\ncountry = PT\n[web]\nlisten = "
			"localhost:1\n");

	ck_assert(!none->web.on);
	ck_assert_ptr_null(none->texting.country);
	ck_assert_ptr_null(none->texting.countries[0]);
	ck_assert_uint_eq(none->texting.hours.from_min, 8 * 60);
	ck_assert_uint_eq(none->texting.hours.until_min, 21 * 60);
	ck_assert_int_eq(none->texting.conversation_s, DAY_S);
	ck_assert_uint_eq(none->texting.max_per_number, 10);
	ck_assert_uint_eq(none->texting.max_per_prefix, 1000);
	ck_assert_uint_eq(none->texting.max_per_day, 0);
	ck_assert_int_eq(none->texting.price_micro, 0);
	ck_assert(!none->texting.consent_required);
	ck_assert(!none->texting.stop_closes_mail);
	ck_assert_str_eq(some->texting.countries[0], "PT");
	ck_assert_ptr_null(some->texting.countries[1]);
	ck_assert(some->web.on);
	ck_assert_str_eq(some->web.host, "127.0.0.1");
	ck_assert_uint_eq(some->web.port, 1);
	ck_assert_ptr_null(some->web.public_url);
	ck_assert_uint_eq(some->web.connections, 100);
	ck_assert_int_eq(some->web.deadline_s, 10);
}
END_TEST

START_TEST(mistakes_about_texts_and_web_are_told)
{
	static const struct {
		const char *text, *said;
	} each[] = {
		{ "channel = sms, sms\n", "\"sms\" stands twice" },
		{ "channel = sms\n",
		    "[touchpoint stay]: there is no [provider NAME] of channel "
		    "sms" },
		{ "channel = sms\n" TEXTS_DOOR,
		    "[touchpoint stay] channel: nothing says where texts may "
		    "go" },
		{ "channel = sms\n" TEXTS_DOOR "[sms]\nstop = all\n",
		    "nothing says where texts may go" },
		{ "via = texts\n" TEXTS_DOOR,
		    "[touchpoint stay] via: [provider texts] is of channel "
		    "sms, by which" },
		{ "[sms]\ncountry = fi\n", "did you mean \"FI\"?" },
		{ "[sms]\ncountry = XX\n", "[sms] country: \"XX\" is no" },
		{ "[sms]\ncountries = FI, Finland\n",
		    "[sms] countries: \"Finland\" is no country" },
		{ "[sms]\ncurrency = eur\n", "[sms] currency: \"eur\"" },
		{ "[sms]\nbudget = 5\n", "[sms] budget: without a price" },
		{ "[sms]\nhours = 21:00-08:00\n", "[sms] hours: " },
		{ "[sms texts]\nstop = all\n", "this section has no name" },
		{ "[web]\nlisten = 127.0.0.1\n", "[web] listen: " },
		{ "[web]\nlisten = ::1:80\n", "[web] listen: " },
		{ "[web]\nlisten = 127.0.0.1:0\n", "[web] listen: " },
		{ "[web]\nlisten = example.com:80\n", "[web] listen: " },
		{ "[web]\npublic_url = http://s.example.com\n",
		    "would carry texts in clear" },
		{ "[web]\npublic_url = https://s.example.com/?x=1\n",
		    "more than a host and a path" },
		{ "[web]\nconnections = 0\n", "[web] connections: " },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autofree char *text = g_strconcat(STAGED_HEAD, each[i].text,
		    NULL);
		g_autofree char *all = staged_mistakes(folder, text);

		staged_says(all, each[i].said);
	}
}
END_TEST

START_TEST(of_texts_alone_no_inbox_is_asked)
{
	static const char head[] = "[organisation]\nname = A\ntimezone = UTC\n"
				   "[store]\nurl = sqlite:x.db\n"
				   "[sms]\ncountry = FI\n" TEXTS_DOOR
				   "[touchpoint stay]\non = booking\n"
				   "channel = sms\n";
	g_autoptr(settings) settings = staged_settings(folder, head);
	g_autofree char *digest = g_strconcat(head,
	    "[team desk]\nto = a@example.com\n", NULL);
	g_autofree char *all = staged_mistakes(folder, digest);

	ck_assert_ptr_null(settings->reply_address);
	staged_says(all,
	    "[team desk]: there is no [provider NAME] of channel email that "
	    "its digest");
}
END_TEST

START_TEST(an_alert_needs_a_door)
{
	g_autofree char *all = staged_mistakes(folder,
	    "[organisation]\nname = A\ntimezone = UTC\n"
	    "admin = a@example.com\n"
	    "[store]\nurl = sqlite:x.db\n");

	staged_says(all,
	    "x.ini:4: [organisation] admin: there is no [provider NAME]");
}
END_TEST

START_TEST(each_channel_with_several_providers_is_told_its_own)
{
	static const char doors[] =
	    TEXTS_DOOR "[provider backup]\ntype = fake-texts\n"
		       "[sms]\ncountry = FI\n";
	g_autofree char *both = g_strconcat(STAGED_HEAD
	    "channel = sms, email\nvia = texts, backup\n",
	    doors, NULL);
	g_autofree char *none = g_strconcat(STAGED_HEAD
	    "channel = sms, email\nvia = mail\n",
	    doors, NULL);
	g_autoptr(settings) settings = staged_settings(folder, both);
	g_autofree char *all = staged_mistakes(folder, none);

	ck_assert_str_eq(settings_touchpoint(settings, "stay")->via[1],
	    "backup");
	staged_says(all,
	    "[touchpoint stay] via: there are several providers of channel "
	    "sms; allowed is texts or backup");
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

	tcase_add_checked_fixture(tcase, staged_begin, staged_end);
	tcase_add_test(tcase, a_whole_file_becomes_structs);
	tcase_add_test(tcase, what_is_left_out_has_its_default);
	tcase_add_test(tcase, the_store_counts_from_the_folder_of_the_file);
	tcase_add_test(tcase,
	    a_lease_is_for_workers_of_whom_there_may_be_many);
	tcase_add_loop_test(tcase, urls_of_stores_are_taken_or_refused, 0, 8);
	tcase_add_loop_test(tcase,
	    a_password_in_the_url_of_a_store_is_refused_and_not_shown, 0, 3);
	tcase_add_test(tcase,
	    names_across_sections_are_checked_with_their_lines);
	tcase_add_test(tcase,
	    mistakes_in_keys_and_across_sections_come_in_one_run);
	tcase_add_test(tcase, of_several_providers_one_must_be_named);
	tcase_add_test(tcase, a_touchpoint_and_a_team_need_doors);
	tcase_add_test(tcase, texts_and_web_become_structs);
	tcase_add_test(tcase,
	    without_a_word_texts_have_defaults_and_nothing_listens);
	tcase_add_test(tcase, mistakes_about_texts_and_web_are_told);
	tcase_add_test(tcase, of_texts_alone_no_inbox_is_asked);
	tcase_add_test(tcase, an_alert_needs_a_door);
	tcase_add_test(tcase,
	    each_channel_with_several_providers_is_told_its_own);
	tcase_add_test(tcase, a_missing_file_is_an_error_of_its_own);
	tcase_add_test(tcase, a_token_stands_where_the_pattern_wants_it);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
