/*
 * test_config_manual.c - the INI file and the manual page that are written
 * from the tables of keys.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/config_manual.h"
#include "tests/unit/unit.h"

static const char *const channels[] = { "email", "sms", NULL };
static const char *const schemes[] = { "smtp", "smtps", NULL };

/* One of each type that needs no file. */
static const struct config_key organisation_keys[] = {
	{ .name = "name", .type = CONFIG_TEXT, .required = TRUE,
	  .example = "Aurora Spa",
	  .help = "Who asks. It stands in the head of each invitation, in the "
	      "digest and in the subject, so keep it short. .hidden files and "
	      "a back\\slash are no trouble here." },
	{ .name = "footer", .type = CONFIG_LINES, .required = TRUE,
	  .example = "Aurora Spa\nHarbour Street 1" },
	{ .name = "count", .type = CONFIG_INTEGER, .min = 1, .max = 100,
	  .fallback = "10", .example = "20" },
	{ .name = "points", .type = CONFIG_INTEGER, .min = 5, .max = 9 },
	{ .name = "rest", .type = CONFIG_DURATION, .fallback = "30 days",
	  .min = 3600, .help = "Nobody is asked twice within it." },
	{ .name = "wait", .type = CONFIG_DURATION, .required = TRUE },
	{ .name = "size", .type = CONFIG_SIZE, .required = TRUE },
	{ .name = "ask", .type = CONFIG_BOOLEAN, .required = TRUE },
	{ .name = "channel", .type = CONFIG_CHOICE, .required = TRUE,
	  .choices = channels },
	{ .name = "channels", .type = CONFIG_LIST, .choices = channels,
	  .fallback = "sms, email" },
	{ .name = "from", .type = CONFIG_ADDRESS, .required = TRUE,
	  .example = "\"Spa, Aurora\" <survey@example.com>" },
	{ .name = "to", .type = CONFIG_ADDRESSES, .required = TRUE },
	{ .name = "url", .type = CONFIG_URL, .required = TRUE,
	  .choices = schemes },
	{ .name = "web", .type = CONFIG_URL },
	{ .name = "logo", .type = CONFIG_PATH },
	{ .name = "timezone", .type = CONFIG_TIMEZONE, .fallback = "UTC" },
	{ .name = "language", .type = CONFIG_LANGUAGE, .required = TRUE },
	{ .name = "colour", .type = CONFIG_COLOUR, .fallback = "#1a73e8" },
	{ .name = "digest", .type = CONFIG_RRULE, .required = TRUE },
	{ .name = "reminders", .type = CONFIG_DURATIONS, .required = TRUE,
	  .min = 60, .max = 604800 },
	{ .name = "pause", .type = CONFIG_DURATION, .required = TRUE,
	  .choices = channels },
	{ .name = "files", .type = CONFIG_PATHS, .required = TRUE },
	{ .name = "pace", .type = CONFIG_RATE, .required = TRUE },
	{ .name = "sample", .type = CONFIG_PERCENT, .required = TRUE },
	{ .name = "where", .type = CONFIG_CONDITION, .required = TRUE },
	{ .name = "alert", .type = CONFIG_ANSWERS, .required = TRUE },
	{ .name = "week", .type = CONFIG_WEEK, .required = TRUE },
	{ .name = "map", .type = CONFIG_MAPPING, .choices = channels,
	  .example = "E-Mail -> email\nText -> sms" },
	{ .name = NULL },
};

static const struct config_key provider_keys[] = {
	{ .name = "type", .type = CONFIG_CHOICE, .required = TRUE,
	  .help = "How mail leaves." },
	{ .name = "sender", .type = CONFIG_ADDRESS, .required = TRUE },
	{ .name = NULL },
};

static const struct config_key smtp_keys[] = {
	{ .name = "host", .type = CONFIG_TEXT, .required = TRUE },
	{ .name = NULL },
};

static const struct config_key maildir_keys[] = {
	{ .name = "path", .type = CONFIG_PATH, .required = TRUE },
	{ .name = NULL },
};

static const struct config_variant provider_types[] = {
	{ .value = "smtp", .keys = smtp_keys, .help = "A mail server." },
	{ .value = "maildir", .keys = maildir_keys },
	{ .value = "null", .help = "Nowhere." },
	{ .value = NULL },
};

static const struct config_key cadence_keys[] = {
	{ .name = "drip", .type = CONFIG_TEXT, .fallback = "200/hour" },
	{ .name = "limit", .type = CONFIG_INTEGER, .required = TRUE },
	{ .name = NULL },
};

static const struct config_schema schemas[] = {
	{ .kind = "organisation", .required = TRUE, .keys = organisation_keys,
	  .help = "Who we are. 'Quoted' at first." },
	{ .kind = "provider", .named = TRUE, .required = TRUE,
	  .example_name = "mail", .keys = provider_keys,
	  .variant_key = "type", .variants = provider_types,
	  .help = "The door a message leaves by." },
	{ .kind = "cadence", .keys = cadence_keys, .help = "How often." },
	{ .kind = NULL },
};

static void
assert_accepted(const char *ini, guint n_sections)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(config) config = config_read_text("/etc/d/d.ini", ini,
	    strlen(ini), schemas, mistakes);

	ck_assert_msg(mistakes->len == 0, "%s\n%s",
	    mistakes->len > 0 ? (char *)mistakes->pdata[0] : "", ini);
	ck_assert_uint_eq(config->sections->len, n_sections);
}

START_TEST(the_ini_file_is_accepted_as_it_stands)
{
	g_autofree char *ini = config_manual_ini(schemas);

	assert_accepted(ini, 2);
}
END_TEST

START_TEST(the_ini_file_is_accepted_with_all_settings_in_force)
{
	g_autofree char *ini = config_manual_ini(schemas);
	g_autoptr(GRegex) semicolons = g_regex_new("^; ?",
	    G_REGEX_MULTILINE, 0, NULL);
	g_autofree char *all = g_regex_replace_literal(semicolons, ini, -1, 0,
	    "", 0, NULL);

	ck_assert_str_ne(ini, all);
	assert_accepted(all, 5);
}
END_TEST

START_TEST(the_ini_file_has_help_and_defaults_in_narrow_lines)
{
	g_autofree char *ini = config_manual_ini(schemas);
	g_auto(GStrv) lines = g_strsplit(ini, "\n", -1);

	for (char **line = lines; *line != NULL; line++)
		ck_assert_msg(g_utf8_strlen(*line, -1) <= 78, "%s", *line);
	ck_assert_ptr_nonnull(strstr(ini, "\n\n# Who we are. "));
	ck_assert_ptr_nonnull(strstr(ini, "\nname = Aurora Spa\n"));
	ck_assert_ptr_nonnull(strstr(ini, "\n# Nobody is asked twice within "
	    "it. "));
	ck_assert_ptr_nonnull(strstr(ini, "\n; rest = 30 days\n"));
	ck_assert_ptr_nonnull(strstr(ini, "\n# Example: 20\n; count = 10\n"));
	ck_assert_ptr_nonnull(strstr(ini, "\n[provider mail]\n"));
	ck_assert_ptr_nonnull(strstr(ini, "\ntype = smtp\n"));
	ck_assert_ptr_nonnull(strstr(ini, "\n; [provider maildir]\n"));
	ck_assert_ptr_nonnull(strstr(ini, "\n; [cadence]\n"));
	ck_assert_ptr_nonnull(strstr(ini, "\n; limit = "));
}
END_TEST

START_TEST(the_manual_page_names_every_key)
{
	g_autofree char *mdoc = config_manual_mdoc(schemas);

	ck_assert_ptr_nonnull(strstr(mdoc, ".Ss [provider NAME]\\&\n"));
	ck_assert_ptr_nonnull(strstr(mdoc, "\n.It Ic \\&host\n"));
	ck_assert_ptr_nonnull(strstr(mdoc, ".Ql \"\\&type = maildir\""));
	ck_assert_ptr_nonnull(strstr(mdoc,
	    "\nThe default is\n.Ql \"\\&30 days\" .\n"));
	ck_assert_ptr_nonnull(strstr(mdoc, "back\\eslash"));
	for (guint i = 0; organisation_keys[i].name != NULL; i++) {
		g_autofree char *item = g_strdup_printf("\n.It Ic \\&%s\n",
		    organisation_keys[i].name);

		ck_assert_msg(strstr(mdoc, item) != NULL, "%s", item);
	}
}
END_TEST

/* Skipped where there is no mandoc. */
START_TEST(the_manual_page_is_clean)
{
	static const char head[] = ".Dd January 1, 2026\n.Dt D.INI 5\n.Os\n"
	    ".Sh NAME\n.Nm d.ini\n.Nd a test\n.Sh SECTIONS\n";
	g_autofree char *mandoc = g_find_program_in_path("mandoc");
	g_autofree char *mdoc = config_manual_mdoc(schemas);
	g_autofree char *page = g_strconcat(head, mdoc, NULL);
	g_autofree char *path = NULL, *output = NULL, *complaint = NULL;
	int fd = g_file_open_tmp("XXXXXX.5", &path, NULL);
	const char *argv[] = { mandoc, "-Tlint", path, NULL };
	int status = 0;

	ck_assert_int_ge(fd, 0);
	ck_assert(g_file_set_contents(path, page, -1, NULL));
	ck_assert(g_close(fd, NULL));
	if (mandoc != NULL)
		ck_assert(g_spawn_sync(NULL, (char **)argv, NULL,
		    G_SPAWN_DEFAULT, NULL, NULL, &output, &complaint, &status,
		    NULL));
	ck_assert_int_eq(g_unlink(path), 0);
	ck_assert_msg(status == 0 && (output == NULL || *output == '\0'),
	    "%s%s", output, complaint);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("config_manual");
	TCase *tcase = tcase_create("config_manual");

	tcase_add_test(tcase, the_ini_file_is_accepted_as_it_stands);
	tcase_add_test(tcase,
	    the_ini_file_is_accepted_with_all_settings_in_force);
	tcase_add_test(tcase,
	    the_ini_file_has_help_and_defaults_in_narrow_lines);
	tcase_add_test(tcase, the_manual_page_names_every_key);
	tcase_add_test(tcase, the_manual_page_is_clean);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
