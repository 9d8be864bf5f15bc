/*
 * test_config.c - a whole configuration: which mistakes are found, with which
 * line and words, and what the values are.
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/errors.h"
#include "tests/unit/unit.h"

static const struct config_key organisation_keys[] = {
	{ .name = "name",
	    .type = CONFIG_TEXT,
	    .required = TRUE,
	    .example = "Aurora Spa",
	    .help = "Who asks." },
	{ .name = "timezone", .type = CONFIG_TIMEZONE, .fallback = "UTC" },
	{ .name = "language", .type = CONFIG_LANGUAGE, .fallback = "en" },
	{ .name = "footer", .type = CONFIG_LINES },
	{ .name = NULL },
};

static const char *const channels[] = { "email", "sms", NULL };

static const struct config_key touchpoint_keys[] = {
	{ .name = "on", .type = CONFIG_TEXT, .required = TRUE },
	{ .name = "delay",
	    .type = CONFIG_DURATION,
	    .required = TRUE,
	    .max = 31536000 },
	{ .name = "channel",
	    .type = CONFIG_LIST,
	    .choices = channels,
	    .fallback = "email" },
	{ .name = "anonymous", .type = CONFIG_BOOLEAN, .fallback = "no" },
	{ .name = "map", .type = CONFIG_MAPPING },
	{ .name = "calendar", .type = CONFIG_PATH },
	{ .name = NULL },
};

static const struct config_key provider_keys[] = {
	{ .name = "type", .type = CONFIG_CHOICE, .required = TRUE },
	{ .name = "limit",
	    .type = CONFIG_INTEGER,
	    .fallback = "10",
	    .min = 1,
	    .max = 100 },
	{ .name = NULL },
};

static const struct config_key smtp_keys[] = {
	{ .name = "url", .type = CONFIG_URL, .required = TRUE },
	{ .name = "password_file", .type = CONFIG_SECRET_FILE },
	{ .name = NULL },
};

static const struct config_key maildir_keys[] = {
	{ .name = "path", .type = CONFIG_PATH, .required = TRUE },
	{ .name = NULL },
};

static const struct config_variant provider_types[] = {
	{ .value = "smtp", .keys = smtp_keys },
	{ .value = "maildir", .keys = maildir_keys },
	{ .value = "null" },
	{ .value = NULL },
};

static const struct config_key cadence_keys[] = {
	{ .name = "rest", .type = CONFIG_DURATION, .fallback = "30 days" },
	{ .name = "days", .type = CONFIG_LIST, .fallback = "Mon, Tue" },
	{ .name = NULL },
};

static const struct config_schema schemas[] = {
	{ .kind = "organisation", .required = TRUE, .keys = organisation_keys },
	{ .kind = "touchpoint",
	    .named = TRUE,
	    .keys = touchpoint_keys,
	    .example_name = "after-booking" },
	{ .kind = "provider",
	    .named = TRUE,
	    .keys = provider_keys,
	    .variant_key = "type",
	    .variants = provider_types },
	{ .kind = "cadence", .keys = cadence_keys },
	{ .kind = NULL },
};

#define ORGANISATION "[organisation]\nname = A\n"

static GPtrArray *mistakes;
static struct config *config;

static void
setup(void)
{
	mistakes = g_ptr_array_new_with_free_func(g_free);
}

static void
teardown(void)
{
	g_clear_pointer(&config, config_free);
	g_clear_pointer(&mistakes, g_ptr_array_unref);
}

static void
read_text(const char *text)
{
	g_clear_pointer(&config, config_free);
	g_ptr_array_set_size(mistakes, 0);
	config = config_read_text("/etc/d/d.ini", text, strlen(text), schemas,
	    mistakes);
}

/* All mistakes, as lines. */
static void
assert_mistakes(const char *expected)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < mistakes->len; i++)
		g_string_append_printf(all, "%s\n", (char *)mistakes->pdata[i]);
	ck_assert_str_eq(all->str, expected);
}

START_TEST(values_and_defaults_are_handed_out)
{
	const struct config_section *section;
	const char *const *list;

	read_text("[organisation]\nname = Aurora Spa\nfooter = a\n  b\n"
		  "[touchpoint after-booking]\non = booking\ndelay = 2 hours\n"
		  "channel = sms, email\nanonymous = yes\nmap = x -> y\n"
		  "calendar = polite.ics\n"
		  "[touchpoint later]\non = checkout\ndelay = 7 days\n");
	assert_mistakes("");
	section = config_find(config, "organisation", NULL);
	ck_assert_str_eq(config_text(section, "name"), "Aurora Spa");
	ck_assert_str_eq(config_text(section, "timezone"), "UTC");
	ck_assert_str_eq(config_text(section, "footer"), "a\nb");
	section = config_find(config, "touchpoint", "after-booking");
	ck_assert_int_eq(config_number(section, "delay"), 7200);
	ck_assert(config_boolean(section, "anonymous"));
	list = config_list(section, "channel");
	ck_assert_str_eq(list[0], "sms");
	ck_assert_str_eq(list[1], "email");
	ck_assert_ptr_null(list[2]);
	ck_assert_str_eq(config_list(section, "map")[0], "x");
	ck_assert_str_eq(config_list(section, "map")[1], "y");
	ck_assert_str_eq(config_text(section, "calendar"), "/etc/d/polite.ics");
	section = config_find(config, "touchpoint", "later");
	ck_assert(!config_boolean(section, "anonymous"));
	ck_assert_ptr_null(config_list(section, "map")[0]);
	ck_assert_ptr_null(config_text(section, "calendar"));
	ck_assert(!config_has(section, "calendar"));
	ck_assert(config_has(section, "anonymous"));
	ck_assert_ptr_null(config_find(config, "touchpoint", "never"));
	ck_assert_ptr_null(config_find(config, "cadence", NULL));
	ck_assert_uint_eq(config->sections->len, 3);
}
END_TEST

START_TEST(a_section_left_out_is_made_of_defaults)
{
	const struct config_section *section;

	read_text(ORGANISATION);
	section = config_section_or_default(config, schemas, "cadence");
	ck_assert_int_eq(config_number(section, "rest"), 30 * 86400);
	ck_assert_str_eq(config_list(section, "days")[1], "Tue");
	ck_assert_ptr_eq(section,
	    config_section_or_default(config, schemas, "cadence"));
	ck_assert_ptr_null(config_find(config, "cadence", NULL));
	read_text(ORGANISATION "[cadence]\nrest = 1 day\n");
	section = config_section_or_default(config, schemas, "cadence");
	ck_assert_int_eq(config_number(section, "rest"), 86400);
}
END_TEST

START_TEST(the_keys_of_a_variant_come_with_its_type)
{
	const struct config_section *section;

	read_text(ORGANISATION "[provider m]\nurl = smtp://h\ntype = smtp\n"
			       "[provider n]\ntype = maildir\npath = box\n");
	assert_mistakes("");
	section = config_find(config, "provider", "m");
	ck_assert_str_eq(config_text(section, "url"), "smtp://h");
	ck_assert_int_eq(config_number(section, "limit"), 10);
	ck_assert(!config_has(section, "password_file"));
	section = config_find(config, "provider", "n");
	ck_assert_str_eq(config_text(section, "path"), "/etc/d/box");
}
END_TEST

/* What GLib prints when it aborts would end the TAP stream. */
static void
silence(void)
{
	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stdout));
	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
}

START_TEST(a_key_of_another_section_aborts)
{
	silence();
	read_text(ORGANISATION);
	config_text(config_find(config, "organisation", NULL), "delay");
}
END_TEST

START_TEST(a_value_of_another_type_aborts)
{
	silence();
	read_text(ORGANISATION);
	config_number(config_find(config, "organisation", NULL), "name");
}
END_TEST

#define AT "/etc/d/d.ini:"

static const struct {
	const char *text, *mistakes;
} mistaken[] = {
	{ "",
	    AT "1: [organisation]: this section is missing; at least one "
	       "must stand in the file\n" },
	{ "[organisation]\n",
	    AT "1: [organisation] name: this key is missing; "
	       "allowed is text\n" },
	{ "[organisaton]\nname = A\n",
	    AT "1: [organisaton]: unknown section "
	       "(did you mean \"organisation\"?); allowed are organisation, "
	       "touchpoint, provider or cadence\n" },
	{ ORGANISATION "[organisation]\n",
	    AT "3: [organisation]: this section "
	       "stands in line 1 already; allowed is once\n" },
	{ ORGANISATION "name = B\n",
	    AT "3: [organisation] name: already set "
	       "in line 2; allowed is once\n" },
	{ ORGANISATION "langauge = fi\n",
	    AT "3: [organisation] langauge: "
	       "unknown key (did you mean \"language\"?); allowed are name, "
	       "timezone, language or footer\n" },
	{ "[organisation]\nnmae = A\n",
	    AT "2: [organisation] nmae: unknown "
	       "key (did you mean \"name\"?); allowed are name, timezone, "
	       "language or footer\n" },
	{ ORGANISATION "[touchpoint a]\non = x\ndelay = 7\n",
	    AT "5: "
	       "[touchpoint a] delay: 7 has no unit; allowed are seconds, "
	       "minutes, hours, days and weeks\n" },
	{ ORGANISATION "[touchpoint a]\non = x\ndelay = 500 days\n",
	    AT "5: "
	       "[touchpoint a] delay: is too large; allowed is a duration with "
	       "its unit from 0 seconds to 365 days, as in \"2 hours\" or \"7 "
	       "days\"\n" },
	{ ORGANISATION "[touchpoint]\non = x\ndelay = 0\n",
	    AT
	    "3: "
	    "[touchpoint]: the name is missing; allowed is [touchpoint NAME], "
	    "as in [touchpoint after-booking]\n" },
	{ ORGANISATION "[cadence x]\n",
	    AT "3: [cadence x]: this section has "
	       "no name; allowed is [cadence]\n" },
	{ ORGANISATION "[touchpoint a,b]\non = x\ndelay = 0\n",
	    AT
	    "3: "
	    "[touchpoint a,b]: this is no name; allowed are letters, digits, "
	    "and - _ . after the first\n" },
	{ ORGANISATION "[provider m]\nurl = smtp://h\n",
	    AT
	    "3: [provider m] "
	    "type: this key is missing; allowed is smtp, maildir or null\n" },
	{ ORGANISATION "[provider m]\ntype = stmp\nurl = x\n",
	    AT "4: "
	       "[provider m] type: \"stmp\" is not known here (did you mean "
	       "\"smtp\"?); allowed is smtp, maildir or null\n" },
	{ ORGANISATION "[provider m]\ntype = null\nurl = x\n",
	    AT
	    "5: "
	    "[provider m] url: belongs to type = smtp only; allowed are type "
	    "or limit\n" },
	{ ORGANISATION "[provider m]\ntype = smtp\nurl = smtp://h\n"
		       "password_file = none\n",
	    AT "6: [provider m] password_file: "
	       "/etc/d/none: cannot be opened: No such file or directory\n" },
	{ "[organisation]\n  name = A\n  language = fi\n",
	    AT "2: "
	       "[organisation] name: the value goes on with the indented line "
	       "\"language =\"; a key must begin in the first column\n" },
	{ "[organisation\nname = A\nfrom\n",
	    AT "1: [organisation: the "
	       "section's name is not closed by ]\n" AT
	       "3: \"from\" is neither "
	       "`key = value` nor a [section] nor a comment (;)\n" },
};

START_TEST(a_mistake_says_where_what_and_what_is_allowed)
{
	read_text(mistaken[_i].text);
	assert_mistakes(mistaken[_i].mistakes);
	ck_assert_ptr_nonnull(config);
}
END_TEST

START_TEST(all_mistakes_come_in_one_run_and_in_the_order_of_lines)
{
	static const char *const starts[] = {
		AT "1: [touchpoint a] delay: this key is missing",
		AT "2: [touchpoint a] no: unknown key",
		AT "3: [touchpoint a] anonymous: \"maybe\"",
		AT "4: \"nonsense\" is neither",
		AT "5: [touhcpoint b]: unknown section",
		AT "7: [organisation] language:",
		AT "9: [organisation] timezone:",
	};

	read_text(
	    "[touchpoint a]\nno = x\nanonymous = maybe\nnonsense\n"
	    "[touhcpoint b]\n[organisation]\nlanguage = Finnish\nname = A\n"
	    "timezone = Europe/Helsinky\n");
	ck_assert_uint_eq(mistakes->len, G_N_ELEMENTS(starts));
	for (guint i = 0; i < mistakes->len; i++)
		ck_assert_msg(g_str_has_prefix(mistakes->pdata[i], starts[i]),
		    "%s", (char *)mistakes->pdata[i]);
}
END_TEST

START_TEST(earlier_mistakes_stay_in_front)
{
	g_ptr_array_add(mistakes, g_strdup("other.ini:9: x"));
	config = config_read_text("d.ini", "[organisation]\n", 15, schemas,
	    mistakes);
	ck_assert_uint_eq(mistakes->len, 2);
	ck_assert_str_eq(mistakes->pdata[0], "other.ini:9: x");
}
END_TEST

START_TEST(a_caller_adds_mistakes_of_its_own)
{
	const struct config_section *section;

	read_text(ORGANISATION "[touchpoint a]\non = x\n\ndelay = 0\n");
	section = config_find(config, "touchpoint", "a");
	config_mistake(section, "delay", mistakes, "%s is missing", "it");
	config_mistake(section, "channel", mistakes, "no provider");
	config_mistake(section, NULL, mistakes, "no");
	assert_mistakes(AT "6: [touchpoint a] delay: it is missing\n" AT
			   "3: [touchpoint a] channel: no provider\n" AT
			   "3: [touchpoint a]: no\n");
}
END_TEST

START_TEST(a_file_is_read_with_paths_and_secrets_beside_it)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("config-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "d.ini", NULL);
	g_autofree char *secret_path = g_build_filename(folder, "pw", NULL);
	g_autofree char *secret = NULL;
	const struct config_section *section;

	ck_assert(g_file_set_contents(path,
	    ORGANISATION "[provider m]\n"
			 "type = smtp\nurl = smtp://h\npassword_file = pw\n",
	    -1, NULL));
	ck_assert(g_file_set_contents(secret_path, "hush\n", -1, NULL));
	ck_assert_int_eq(g_chmod(secret_path, 0600), 0);
	config = config_read(path, schemas, mistakes, &error);
	assert_mistakes("");
	section = config_find(config, "provider", "m");
	ck_assert_str_eq(config_text(section, "password_file"), secret_path);
	secret = config_secret(section, "password_file", &error);
	ck_assert_str_eq(secret, "hush");
	ck_assert_int_eq(g_chmod(secret_path, 0644), 0);
	ck_assert_ptr_null(config_secret(section, "password_file", &error));
	ck_assert_int_eq(g_unlink(secret_path), 0);
	ck_assert_int_eq(g_unlink(path), 0);
	ck_assert_int_eq(g_rmdir(folder), 0);
	g_clear_error(&error);
	ck_assert_ptr_null(config_read(path, schemas, mistakes, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_NO_INPUT));
	assert_mistakes("");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("config");
	TCase *tcase = tcase_create("config");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, values_and_defaults_are_handed_out);
	tcase_add_test(tcase, a_section_left_out_is_made_of_defaults);
	tcase_add_test(tcase, the_keys_of_a_variant_come_with_its_type);
	unit_add_abort_test(tcase, a_key_of_another_section_aborts);
	unit_add_abort_test(tcase, a_value_of_another_type_aborts);
	tcase_add_loop_test(tcase,
	    a_mistake_says_where_what_and_what_is_allowed, 0,
	    G_N_ELEMENTS(mistaken));
	tcase_add_test(tcase,
	    all_mistakes_come_in_one_run_and_in_the_order_of_lines);
	tcase_add_test(tcase, earlier_mistakes_stay_in_front);
	tcase_add_test(tcase, a_caller_adds_mistakes_of_its_own);
	tcase_add_test(tcase, a_file_is_read_with_paths_and_secrets_beside_it);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
