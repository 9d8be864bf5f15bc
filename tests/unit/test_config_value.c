/*
 * test_config_value.c - what values of each type are taken, and what is said
 * of the others.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/config_value.h"
#include "base/errors.h"
#include "tests/unit/unit.h"

static const char *const channels[] = { "email", "sms", NULL };
static const char *const schemes[] = { "smtp", "smtps", "sqlite", NULL };

/* taken: the text that config_text would give; NULL: refused. */
static const struct {
	enum config_type type;
	const char *text, *taken, *refusal;
} values[] = {
	{ CONFIG_TEXT, "Aurora Spa", "Aurora Spa", NULL },
	{ CONFIG_TEXT, "one\ntwo", "one two", NULL },
	{ CONFIG_TEXT, "", NULL, "the value is missing; allowed is text" },
	{ CONFIG_LINES, "one\ntwo", "one\ntwo", NULL },
	{ CONFIG_BOOLEAN, "yes", "yes", NULL },
	{ CONFIG_BOOLEAN, "true", NULL, "allowed are yes and no" },
	{ CONFIG_BOOLEAN, "yes\nno", NULL, "goes on over several lines" },
	{ CONFIG_ADDRESS, "a@b", "a@b", NULL },
	{ CONFIG_ADDRESS, "Aurora Spa <survey@example.com>",
	    "Aurora Spa <survey@example.com>", NULL },
	{ CONFIG_ADDRESS, "\"Spa, Aurora\" <s@example.com>",
	    "\"Spa, Aurora\" <s@example.com>", NULL },
	{ CONFIG_ADDRESS, "survey+{token}@example.com",
	    "survey+{token}@example.com", NULL },
	{ CONFIG_ADDRESS, "j\xC3\xB6rg@b\xC3\xBC" "cher.example",
	    "j\xC3\xB6rg@b\xC3\xBC" "cher.example", NULL },
	{ CONFIG_ADDRESS, "example.com", NULL, "has no @" },
	{ CONFIG_ADDRESS, "a@b@c", NULL, "more than one @" },
	{ CONFIG_ADDRESS, "@b", NULL, "before the @" },
	{ CONFIG_ADDRESS, "a@", NULL, "after the @" },
	{ CONFIG_ADDRESS, "a..b@c", NULL, "before the @" },
	{ CONFIG_ADDRESS, "a b@c", NULL, "before the @" },
	{ CONFIG_ADDRESS, "a@b..c", NULL, "after the @" },
	{ CONFIG_ADDRESS, "a@-b", NULL, "after the @" },
	{ CONFIG_ADDRESS, "a@b c", NULL, "after the @" },
	{ CONFIG_ADDRESS, "a@b\r\nBcc: x", NULL, "several lines" },
	{ CONFIG_ADDRESS, "a@b\rx", NULL, "control character" },
	{ CONFIG_ADDRESS, "A <a@b", NULL, "not closed by a >" },
	{ CONFIG_ADDRESS, "A <a@b> x", NULL, "not closed by a >" },
	{ CONFIG_ADDRESS, "A \"x <a@b>", NULL, "no display name" },
	{ CONFIG_URL, "smtp://mail.example.com:587",
	    "smtp://mail.example.com:587", NULL },
	{ CONFIG_URL, "smtp://[::1]:25", "smtp://[::1]:25", NULL },
	{ CONFIG_URL, "sqlite:/var/lib/d.db", "sqlite:/var/lib/d.db", NULL },
	{ CONFIG_URL, "smpt://mail", NULL,
	    "\"smpt\" is not known here (did you mean \"smtp\"?); allowed is "
	    "smtp://HOST, smtps://HOST or sqlite:..." },
	{ CONFIG_URL, "smtp:mail.example.com", NULL, "no host" },
	{ CONFIG_URL, "smtp://", NULL, "no host" },
	{ CONFIG_URL, "sqlite:", NULL, "nothing follows" },
	{ CONFIG_URL, "mail.example.com", NULL, "no URL" },
	{ CONFIG_URL, "smtp://ma il", NULL, "URL" },
	{ CONFIG_URL, "smtp://me:secret@mail", NULL, "a password stands" },
	{ CONFIG_PATH, "holidays.ics", "/etc/d/holidays.ics", NULL },
	{ CONFIG_PATH, "../x/./y", "/etc/x/y", NULL },
	{ CONFIG_PATH, "/var/x", "/var/x", NULL },
	{ CONFIG_SECRET_FILE, "none", NULL, "/etc/d/none: cannot be opened" },
	{ CONFIG_TIMEZONE, "Europe/Helsinki", "Europe/Helsinki", NULL },
	{ CONFIG_TIMEZONE, "Europe/Nowhere", NULL, "Europe/Nowhere" },
	{ CONFIG_LANGUAGE, "en", "en", NULL },
	{ CONFIG_LANGUAGE, "pt-BR", "pt-BR", NULL },
	{ CONFIG_LANGUAGE, "English", NULL, "allowed is a language" },
	{ CONFIG_COLOUR, "#1a73E8", "#1a73E8", NULL },
	{ CONFIG_COLOUR, "#1a73e", NULL, "allowed is a colour such as" },
	{ CONFIG_COLOUR, "red", NULL, "allowed is a colour such as" },
	{ CONFIG_RRULE, "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO", NULL },
	{ CONFIG_RRULE, "weekly", NULL, "rule" },
	{ CONFIG_HOURS, "08:00-21:00", "08:00-21:00", NULL },
	{ CONFIG_HOURS, "00:00-24:00", "00:00-24:00", NULL },
	{ CONFIG_HOURS, "8:00-21:00", NULL, "allowed are such as 08:00-21:00" },
	{ CONFIG_HOURS, "08:00-21:00x", NULL, "no hours of the day" },
	{ CONFIG_HOURS, "08:60-21:00", NULL, "no hours of the day" },
	{ CONFIG_HOURS, "08:00-24:01", NULL, "from 00:00 to 24:00" },
	{ CONFIG_HOURS, "21:00-08:00", NULL, "the earlier first" },
	{ CONFIG_HOURS, "08:00-08:00", NULL, "the earlier first" },
	{ CONFIG_MONEY, "0.079", "0.079", NULL },
	{ CONFIG_MONEY, "50", "50", NULL },
	{ CONFIG_MONEY, "0,079", NULL, "with a point before the fraction" },
	{ CONFIG_MONEY, "-1", NULL, "no amount of money" },
	{ CONFIG_MONEY, ".5", NULL, "no amount of money" },
	{ CONFIG_MONEY, "5.", NULL, "no amount of money" },
	{ CONFIG_MONEY, "5 EUR", NULL, "no amount of money" },
	{ CONFIG_MONEY, "0.0000001", NULL, "6 after it" },
	{ CONFIG_MONEY, "1234567890", NULL, "9 before the point" },
	{ CONFIG_RRULE, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", NULL,
	    "ten years" },
	{ CONFIG_RATE, "200/hour", "200/hour", NULL },
	{ CONFIG_RATE, "200/houre", NULL, "did you mean \"hour\"?" },
	{ CONFIG_RATE, "200", NULL, "\"200\" is no rate; allowed are such as" },
	{ CONFIG_PERCENT, "20%", "20%", NULL },
	{ CONFIG_PERCENT, "100 %", "100 %", NULL },
	{ CONFIG_PERCENT, "0%", NULL, "from 1% to 100%" },
	{ CONFIG_PERCENT, "101%", NULL, "from 1% to 100%" },
	{ CONFIG_PERCENT, "20", NULL, "\"20\" does not fit; allowed is a" },
	{ CONFIG_PERCENT, "1.5%", NULL, "does not fit" },
	{ CONFIG_PERCENT, "%", NULL, "does not fit" },
	{ CONFIG_PERCENT, "20%%", NULL, "does not fit" },
	{ CONFIG_CONDITION, "plan = gold and nights >= 3",
	    "plan = gold and nights >= 3", NULL },
	{ CONFIG_CONDITION, "plan = gold\nand nights >= 3",
	    "plan = gold and nights >= 3", NULL },
	{ CONFIG_CONDITION, "plan = gold nights >= 3", NULL, "column 13" },
	{ CONFIG_CONDITION, "plan = gold and", NULL, "column 16" },
	{ CONFIG_ANSWERS, "detractors", "detractors", NULL },
	{ CONFIG_ANSWERS, "drop >= 4\nor score <= 4",
	    "drop >= 4 or score <= 4", NULL },
	{ CONFIG_ANSWERS, "detractor", NULL, "did you mean \"detractors\"?" },
	{ CONFIG_ANSWERS, "score <= low", NULL, "column 10" },
	{ CONFIG_ANSWERS, "none", NULL, "column 5" },
	{ CONFIG_WEEK, "Mon-Fri 09:00-18:00, Sat 10:00-14:00",
	    "Mon-Fri 09:00-18:00, Sat 10:00-14:00", NULL },
	{ CONFIG_WEEK, "Mon 09:00-18:00,\nTue 09:00-18:00\nWed 10:00-11:00",
	    "Mon 09:00-18:00, Tue 09:00-18:00, Wed 10:00-11:00", NULL },
	{ CONFIG_WEEK, "Mo 09:00-18:00", NULL, "Mon" },
	{ CONFIG_WEEK, "Mon 09:00-18:00,\nTue", NULL, "\"Tue\"" },
};

START_TEST(a_value_is_taken_or_refused_with_what_is_allowed)
{
	struct config_key key = { .name = "k", .type = values[_i].type,
		.choices = values[_i].type == CONFIG_URL ? schemes : NULL };
	g_autoptr(GError) error = NULL;
	g_autoptr(config_value) value = config_value_parse(&key,
	    values[_i].text, "/etc/d", &error);

	if (values[_i].taken != NULL) {
		ck_assert_msg(value != NULL, "%s: %s", values[_i].text,
		    error != NULL ? error->message : "");
		ck_assert_str_eq(value->text, values[_i].taken);
		return;
	}
	ck_assert_msg(value == NULL, "%s", values[_i].text);
	ck_assert_msg(strstr(error->message, values[_i].refusal) != NULL, "%s",
	    error->message);
}
END_TEST

START_TEST(a_choice_is_exact_and_a_near_one_is_suggested)
{
	struct config_key key = { .name = "k", .type = CONFIG_CHOICE,
		.choices = channels };
	g_autoptr(GError) error = NULL;
	g_autoptr(config_value) value = config_value_parse(&key, "sms", "/",
	    &error);

	ck_assert_str_eq(value->text, "sms");
	ck_assert_ptr_null(config_value_parse(&key, "Emial", "/", &error));
	ck_assert_str_eq(error->message, "\"Emial\" is not known here (did you "
	    "mean \"email\"?); allowed is email or sms");
	ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_CONFIG));
}
END_TEST

static const struct {
	enum config_type type;
	const char *text, *joined; /* words with | between; NULL: refused */
	const char *refusal;
} lists[] = {
	{ CONFIG_LIST, "sms", "sms", NULL },
	{ CONFIG_LIST, "sms,email", "sms|email", NULL },
	{ CONFIG_LIST, " sms ,\temail ", "sms|email", NULL },
	{ CONFIG_LIST, "sms,\nemail", "sms|email", NULL },
	{ CONFIG_LIST, "sms\nemail", "sms|email", NULL },
	{ CONFIG_LIST, "sms,,email", NULL, "word 2 of the list is empty" },
	{ CONFIG_LIST, "sms,", NULL, "word 2 of the list is empty" },
	{ CONFIG_LIST, "sms, sms", NULL, "\"sms\" stands twice" },
	{ CONFIG_LIST, "sms, mail", NULL,
	    "\"mail\" is not known here (did you mean \"email\"?); allowed is "
	    "email or sms" },
	{ CONFIG_ADDRESSES, "\"B, A\" <a@b>, c@d", "\"B, A\" <a@b>|c@d", NULL },
	{ CONFIG_ADDRESSES, "a@b, c", NULL, "\"c\" has no @" },
	{ CONFIG_MAPPING, "x -> sms\ny z->email", "x|sms|y z|email", NULL },
	{ CONFIG_MAPPING, "a -> b -> sms", "a -> b|sms", NULL },
	{ CONFIG_MAPPING, "x sms", NULL, "has no ->" },
	{ CONFIG_MAPPING, "-> sms", NULL, "lacks a side" },
	{ CONFIG_MAPPING, "x ->", NULL, "lacks a side" },
	{ CONFIG_MAPPING, "x -> sms\nx -> email", NULL, "mapped twice" },
	{ CONFIG_MAPPING, "x -> fax", NULL, "\"fax\" is not known" },
};

START_TEST(lists_are_split_and_each_word_is_judged)
{
	struct config_key key = { .name = "k", .type = lists[_i].type,
		.choices = channels };
	g_autoptr(GError) error = NULL;
	g_autoptr(config_value) value = config_value_parse(&key,
	    lists[_i].text, "/", &error);

	if (lists[_i].joined != NULL) {
		g_autofree char *joined = NULL;

		ck_assert_msg(value != NULL, "%s", lists[_i].text);
		joined = g_strjoinv("|", value->list);
		ck_assert_str_eq(joined, lists[_i].joined);
		return;
	}
	ck_assert_msg(value == NULL, "%s", lists[_i].text);
	ck_assert_msg(strstr(error->message, lists[_i].refusal) != NULL, "%s",
	    error->message);
}
END_TEST

START_TEST(durations_and_paths_come_in_lists)
{
	struct config_key times = { .name = "k", .type = CONFIG_DURATIONS,
		.min = 60, .max = 604800 };
	struct config_key paths = { .name = "k", .type = CONFIG_PATHS };
	g_autoptr(GError) error = NULL;
	g_autoptr(config_value) found = config_value_parse(&paths,
	    "a.ics, ../b.ics,\n/c.ics", "/etc/d", &error);
	g_autofree char *joined = g_strjoinv("|", found->list);
	g_autoptr(config_value) taken = config_value_parse(&times,
	    "3 days,7 days", "/", &error);

	ck_assert_str_eq(joined, "/etc/d/a.ics|/etc/b.ics|/c.ics");
	ck_assert_str_eq(taken->list[1], "7 days");
	ck_assert_ptr_null(taken->list[2]);
	ck_assert_ptr_null(config_value_parse(&times, "3 days, 7", "/",
	    &error));
	ck_assert_str_eq(error->message, "7 has no unit; allowed are seconds, "
	    "minutes, hours, days and weeks");
	g_clear_error(&error);
	ck_assert_ptr_null(config_value_parse(&times, "3 days, 8 days", "/",
	    &error));
	ck_assert_str_eq(error->message, "is too large; allowed is durations "
	    "with their units, divided by commas, each from 1 minute to 7 "
	    "days");
}
END_TEST

START_TEST(a_word_may_stand_in_place_of_a_duration)
{
	struct config_key key = { .name = "k", .type = CONFIG_DURATION,
		.max = 604800,
		.choices = (const char *const[]){ "exempt", NULL } };
	g_autoptr(GError) error = NULL;
	g_autoptr(config_value) word = config_value_parse(&key, "exempt", "/",
	    &error);
	g_autoptr(config_value) days = config_value_parse(&key, "2 days", "/",
	    &error);

	ck_assert_str_eq(word->text, "exempt");
	ck_assert_int_eq(word->number, 0);
	ck_assert_int_eq(days->number, 172800);
	ck_assert_ptr_null(config_value_parse(&key, "Exempt", "/", &error));
	ck_assert_str_eq(error->message, "\"Exempt\" is no duration (did you "
	    "mean \"exempt\"?); allowed is a duration with its unit from 0 "
	    "seconds to 7 days, as in \"2 hours\" or \"7 days\", or exempt");
	g_clear_error(&error);
	ck_assert_ptr_null(config_value_parse(&key, "8 days", "/", &error));
	ck_assert_ptr_nonnull(strstr(error->message, "is too large"));
}
END_TEST

static const struct {
	const char *text;
	gint64 seconds; /* -1: refused */
	const char *refusal;
} durations[] = {
	{ "0", 0, NULL },
	{ "90 s", 90, NULL },
	{ "90s", 90, NULL },
	{ "1 sec", 1, NULL },
	{ "30 minutes", 1800, NULL },
	{ "5 min", 300, NULL },
	{ "2 hours", 7200, NULL },
	{ "2 Hours", 7200, NULL },
	{ "1 h", 3600, NULL },
	{ "7 days", 604800, NULL },
	{ "3d", 259200, NULL },
	{ "2 weeks", 1209600, NULL },
	{ "1 w", 604800, NULL },
	{ "1 day 2 hours", 93600, NULL },
	{ "1d2h", 93600, NULL },
	{ "", -1, "no whole number with a unit" },
	{ "90", -1, "90 has no unit; allowed are seconds, minutes, hours, days "
	    "and weeks" },
	{ "1 day 2", -1, "2 has no unit" },
	{ "2 huors", -1, "\"huors\" is no unit (did you mean \"hours\"?)" },
	{ "2 months", -1, "\"months\" is no unit; allowed are" },
	{ "hours", -1, "no whole number" },
	{ "1.5 hours", -1, "\"1.5 hours\" is no whole number" },
	{ "-1 hour", -1, "no whole number" },
	{ "99999999999999999999 s", -1, "more than can be counted" },
	{ "99999999999999999 weeks", -1, "more than can be counted" },
	{ "9223372036854775807 s 1 s", -1, "more than can be counted" },
};

START_TEST(a_duration_needs_its_unit)
{
	g_autoptr(GError) error = NULL;
	gint64 seconds = -1;
	gboolean taken = config_duration_parse(durations[_i].text, &seconds,
	    &error);

	ck_assert_msg(taken == (durations[_i].seconds >= 0), "%s",
	    durations[_i].text);
	ck_assert_int_eq(seconds, durations[_i].seconds);
	if (!taken)
		ck_assert_msg(strstr(error->message, durations[_i].refusal) !=
		    NULL, "%s", error->message);
}
END_TEST

START_TEST(a_duration_is_written_as_it_is_read)
{
	static const struct {
		gint64 seconds;
		const char *text;
	} written[] = {
		{ 0, "0 seconds" }, { 1, "1 second" }, { 604800, "7 days" },
		{ 93600, "1 day 2 hours" }, { 90, "1 minute 30 seconds" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(written); i++) {
		g_autofree char *text =
		    config_duration_text(written[i].seconds);
		gint64 back = -1;

		ck_assert_str_eq(text, written[i].text);
		ck_assert(config_duration_parse(text, &back, NULL));
		ck_assert_int_eq(back, written[i].seconds);
	}
}
END_TEST

START_TEST(sizes_are_read_and_written)
{
	static const struct {
		const char *text;
		gint64 bytes;
		const char *written;
	} sizes[] = {
		{ "0", 0, "0 B" }, { "10 MiB", 10485760, "10 MiB" },
		{ "1500 B", 1500, "1500 B" }, { "2 kB", 2000, "2000 B" },
		{ "1 GiB 1 KiB", 1073742848, "1048577 KiB" },
	};
	g_autoptr(GError) error = NULL;
	gint64 bytes = -1;

	for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_autofree char *text = config_size_text(sizes[i].bytes);

		ck_assert_str_eq(text, sizes[i].written);
		ck_assert(config_size_parse(sizes[i].text, &bytes, NULL));
		ck_assert_int_eq(bytes, sizes[i].bytes);
	}
	ck_assert(!config_size_parse("10", &bytes, &error));
	ck_assert_str_eq(error->message, "10 has no unit; allowed are B, kB, "
	    "KiB, MB, MiB, GB and GiB");
}
END_TEST

static const struct {
	enum config_type type;
	gint64 min, max;
	const char *text;
	const char *refusal; /* NULL: taken */
} ranges[] = {
	{ CONFIG_INTEGER, 0, 0, "-7", NULL },
	{ CONFIG_INTEGER, 1, 100, "1", NULL },
	{ CONFIG_INTEGER, 1, 100, "100", NULL },
	{ CONFIG_INTEGER, 1, 100, "0",
	    "is too small; allowed is a whole number from 1 to 100" },
	{ CONFIG_INTEGER, 1, 100, "101",
	    "is too large; allowed is a whole number from 1 to 100" },
	{ CONFIG_INTEGER, 1, 0, "0",
	    "is too small; allowed is a whole number of at least 1" },
	{ CONFIG_INTEGER, 1, 0, "999999", NULL },
	{ CONFIG_INTEGER, 1, 100, "ten",
	    "\"ten\" is no whole number; allowed is a whole number from" },
	{ CONFIG_INTEGER, 1, 100, "5x", "\"5x\" is no whole number" },
	{ CONFIG_DURATION, 60, 604800, "60 s", NULL },
	{ CONFIG_DURATION, 60, 604800, "8 days",
	    "is too large; allowed is a duration with its unit from 1 minute "
	    "to 7 days, as in" },
	{ CONFIG_DURATION, 60, 604800, "0", "is too small" },
	{ CONFIG_SIZE, 1024, 1048576, "2 MiB",
	    "is too large; allowed is a size with its unit from 1 KiB to 1 MiB"
	},
};

START_TEST(bounds_are_told_in_the_words_of_the_key)
{
	struct config_key key = { .name = "k", .type = ranges[_i].type,
		.min = ranges[_i].min, .max = ranges[_i].max };
	g_autoptr(GError) error = NULL;
	g_autoptr(config_value) value = config_value_parse(&key,
	    ranges[_i].text, "/", &error);

	if (ranges[_i].refusal == NULL) {
		ck_assert_ptr_nonnull(value);
		return;
	}
	ck_assert_ptr_null(value);
	ck_assert_msg(g_str_has_prefix(error->message, ranges[_i].refusal),
	    "%s", error->message);
}
END_TEST

START_TEST(an_address_has_254_bytes_at_most)
{
	g_autofree char *label = g_strnfill(61, 'd');
	g_autofree char *fits = g_strdup_printf("aaaaa@%s.%s.%s.%s", label,
	    label, label, label);
	g_autofree char *exceeds = g_strdup_printf("aaaaaa%s", fits + 4);
	g_autoptr(GError) error = NULL;

	ck_assert_uint_le(strlen(fits), 254);
	ck_assert(config_address_check(fits, &error));
	ck_assert_uint_eq(strlen(exceeds), 255);
	ck_assert(!config_address_check(exceeds, &error));
	ck_assert_str_eq(error->message,
	    "the address has 255 bytes, allowed are 254");
}
END_TEST

static const struct {
	const char *content;
	guint mode;
	const char *secret, *refusal;
} secrets[] = {
	{ "s3cret\nsecond\n", 0600, "s3cret", NULL },
	{ "s3cret\r\n", 0400, "s3cret", NULL },
	{ "s3cret", 0600, "s3cret", NULL },
	{ "s3cret\n", 0640, NULL, "its mode 0640 lets others use it; allowed "
	    "is 0600 or 0400" },
	{ "s3cret\n", 0604, NULL, "its mode 0604 lets others use it" },
	{ "", 0600, NULL, "first line is empty" },
	{ "\ns3cret\n", 0600, NULL, "first line is empty" },
	{ "s3\tcret\n", 0600, NULL, "a control character" },
};

START_TEST(a_secret_is_the_first_line_of_its_owners_file)
{
	g_autofree char *folder = g_dir_make_tmp("secret-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "secret", NULL);
	g_autofree char *secret = NULL;
	g_autoptr(GError) error = NULL;

	ck_assert(g_file_set_contents(path, secrets[_i].content, -1, NULL));
	ck_assert_int_eq(g_chmod(path, (int)secrets[_i].mode), 0);
	secret = config_secret_read(path, &error);
	ck_assert_int_eq(g_unlink(path), 0);
	ck_assert_int_eq(g_rmdir(folder), 0);
	if (secrets[_i].secret != NULL) {
		ck_assert_str_eq(secret, secrets[_i].secret);
		return;
	}
	ck_assert_ptr_null(secret);
	ck_assert_msg(strstr(error->message, secrets[_i].refusal) != NULL,
	    "%s", error->message);
	ck_assert_ptr_null(strstr(error->message, "cret\n"));
	ck_assert_ptr_null(strstr(error->message, "s3"));
}
END_TEST

START_TEST(a_folder_or_a_missing_file_is_no_secret)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(config_secret_read("/", &error));
	ck_assert_str_eq(error->message, "/: is no regular file");
	g_clear_error(&error);
	ck_assert_ptr_null(config_secret_read("/nonexistent/x", &error));
	ck_assert_ptr_nonnull(strstr(error->message, "cannot be opened"));
}
END_TEST

START_TEST(the_nearest_word_is_suggested_if_it_is_near)
{
	static const char *const words[] = { "delay", "channel", "calendar",
		"on", NULL };

	ck_assert_str_eq(config_did_you_mean("dealy", words), "delay");
	ck_assert_str_eq(config_did_you_mean("Delay", words), "delay");
	ck_assert_str_eq(config_did_you_mean("chanel", words), "channel");
	ck_assert_str_eq(config_did_you_mean("calender", words), "calendar");
	ck_assert_str_eq(config_did_you_mean("no", words), "on");
	ck_assert_ptr_null(config_did_you_mean("colour", words));
	ck_assert_ptr_null(config_did_you_mean("xy", words));
	ck_assert_ptr_null(config_did_you_mean("", words));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("config_value");
	TCase *tcase = tcase_create("config_value");

	tcase_add_loop_test(tcase,
	    a_value_is_taken_or_refused_with_what_is_allowed, 0,
	    G_N_ELEMENTS(values));
	tcase_add_test(tcase, a_choice_is_exact_and_a_near_one_is_suggested);
	tcase_add_loop_test(tcase, lists_are_split_and_each_word_is_judged, 0,
	    G_N_ELEMENTS(lists));
	tcase_add_test(tcase, durations_and_paths_come_in_lists);
	tcase_add_test(tcase, a_word_may_stand_in_place_of_a_duration);
	tcase_add_loop_test(tcase, a_duration_needs_its_unit, 0,
	    G_N_ELEMENTS(durations));
	tcase_add_test(tcase, a_duration_is_written_as_it_is_read);
	tcase_add_test(tcase, sizes_are_read_and_written);
	tcase_add_loop_test(tcase, bounds_are_told_in_the_words_of_the_key, 0,
	    G_N_ELEMENTS(ranges));
	tcase_add_test(tcase, an_address_has_254_bytes_at_most);
	tcase_add_loop_test(tcase,
	    a_secret_is_the_first_line_of_its_owners_file, 0,
	    G_N_ELEMENTS(secrets));
	tcase_add_test(tcase, a_folder_or_a_missing_file_is_no_secret);
	tcase_add_test(tcase, the_nearest_word_is_suggested_if_it_is_near);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
