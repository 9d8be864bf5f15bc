/*
 * test_import.c - rows of other people's files as events.
 */
#include "scheduler/import.h"

#include <string.h>

#include "base/settings.h"
#include "base/timezone.h"
#include "scheduler/event_text.h"
#include "tests/unit/unit.h"

/* A file, and what was said of it. */
struct bench {
	struct config_schema *schemas;
	struct config *config;
	GTimeZone *zone;
	GPtrArray *mistakes;
	struct import *import;
	char **header;
	guint64 number;
};

static struct csv_row
row_of(struct bench *bench, char **fields)
{
	bench->number++;
	return (struct csv_row){
		.number = bench->number,
		.line = bench->number,
		.n_fields = g_strv_length(fields),
		.fields = (const char *const *)fields,
	};
}

/* map: the keys of an [import x] section, or NULL. header: divided by |. */
static struct bench *
bench_new(const char *map, const char *header)
{
	struct bench *bench = g_new0(struct bench, 1);
	struct import_options options = { .source = "pms" };
	struct csv_row row;

	bench->schemas = settings_schemas(NULL, NULL);
	bench->zone = timezone_find("Europe/Helsinki", NULL);
	bench->mistakes = g_ptr_array_new_with_free_func(g_free);
	options.zone = bench->zone;
	if (map != NULL) {
		g_autofree char *text =
		    g_strdup_printf("[organisation]\n"
				    "name = A\ntimezone = UTC\n[store]\n"
				    "url = sqlite:a\n[import x]\n%s\n",
			map);

		bench->config = config_read_text("f.ini", text, strlen(text),
		    bench->schemas, bench->mistakes);
		for (guint i = 0; i < bench->mistakes->len; i++)
			ck_abort_msg("%s", (char *)bench->mistakes->pdata[i]);
		options.map = config_find(bench->config, "import", "x");
	}
	bench->header = g_strsplit(header, "|", -1);
	row = row_of(bench, bench->header);
	bench->import = import_new(&options, &row, bench->mistakes);
	ck_assert((bench->import == NULL) == (bench->mistakes->len > 0));
	return bench;
}

static void
bench_free(struct bench *bench)
{
	import_free(bench->import);
	g_clear_pointer(&bench->config, config_free);
	g_free(bench->schemas);
	g_time_zone_unref(bench->zone);
	g_ptr_array_unref(bench->mistakes);
	g_strfreev(bench->header);
	g_free(bench);
}
AUTOPTR_DEFINE(bench, bench_free)

static enum import_outcome
taken(struct bench *bench, const char *cells, struct event **event,
    GError **error)
{
	g_auto(GStrv) fields = g_strsplit(cells, "|", -1);
	struct csv_row row = row_of(bench, fields);

	ck_assert_ptr_nonnull(bench->import);
	ck_assert_uint_eq(row.n_fields, g_strv_length(bench->header));
	return import_row(bench->import, &row, event, error);
}

static struct event *
event_of(struct bench *bench, const char *cells)
{
	g_autoptr(GError) error = NULL;
	struct event *event = NULL;
	enum import_outcome outcome = taken(bench, cells, &event, &error);

	ck_assert_msg(outcome == IMPORT_EVENT, "%s: %s", cells,
	    error != NULL ? error->message : "left out");
	return event;
}

static void
expect_wrong(struct bench *bench, const char *cells, const char *begin)
{
	g_autoptr(GError) error = NULL;
	struct event *event = NULL;

	ck_assert_int_eq(taken(bench, cells, &event, &error), IMPORT_WRONG);
	ck_assert_ptr_null(event);
	ck_assert_msg(g_str_has_prefix(error->message, begin),
	    "%s: found \"%s\"", cells, error->message);
}

static void
expect_mistake(const char *map, const char *header, const char *wanted)
{
	g_autoptr(bench) bench = bench_new(map, header);

	ck_assert_ptr_null(bench->import);
	for (guint i = 0; i < bench->mistakes->len; i++)
		if (strstr(bench->mistakes->pdata[i], wanted) != NULL)
			return;
	ck_abort_msg("\"%s\" not found, but %s", wanted,
	    (char *)bench->mistakes->pdata[0]);
}

#define PLAIN_HEADER                                                           \
	"type|reference|occurred_at|email|phone|name|language|timezone|"       \
	"country|nights"

START_TEST(columns_of_our_own_names_need_no_map)
{
	g_autoptr(bench) bench = bench_new(NULL, PLAIN_HEADER);
	g_autoptr(event) event = event_of(bench,
	    "booking|B-1|2026-03-01T12:00:00Z|Ada@Example.COM|+358401234567|"
	    "Ada L\xC3\xB6vlace|en|Europe/London|PRT|3");

	ck_assert_str_eq(event->source, "pms");
	ck_assert_str_eq(event->type, "booking");
	ck_assert_str_eq(event->reference, "B-1");
	ck_assert_int_eq(event->occurred_at, 1772366400);
	ck_assert_str_eq(event->contact.email, "Ada@example.com");
	ck_assert_str_eq(event->contact.phone, "+358401234567");
	ck_assert_str_eq(event->contact.name, "Ada L\xC3\xB6vlace");
	ck_assert_str_eq(event->contact.language, "en");
	ck_assert_str_eq(event->contact.timezone, "Europe/London");
	ck_assert_ptr_null(event->contact.attributes);
	ck_assert_str_eq(event->attributes,
	    "{\"country\":\"PRT\",\"nights\":3}");
}
END_TEST

START_TEST(empty_cells_are_nothing)
{
	g_autoptr(bench) bench = bench_new(NULL, PLAIN_HEADER);
	g_autoptr(event) event = event_of(bench,
	    "booking|B-1|2026-03-01|a@example.com|| ||||");

	ck_assert_ptr_null(event->contact.phone);
	ck_assert_ptr_null(event->contact.name);
	ck_assert_ptr_null(event->contact.language);
	ck_assert_str_eq(event->attributes, "{}");
}
END_TEST

START_TEST(time_without_offset_is_in_the_organisations_zone)
{
	g_autoptr(bench) bench = bench_new(NULL, "type|reference|at|email");
	g_autoptr(event) event = event_of(bench,
	    "booking|B-1|2026-03-01 12:00|a@example.com");

	ck_assert_int_eq(event->occurred_at, 1772366400 - 2 * 3600);
}
END_TEST

START_TEST(columns_that_are_missing_are_told_before_any_row)
{
	expect_mistake(NULL, "type|referense|at|email",
	    "no column \"reference\"; did you mean \"referense\"?");
	expect_mistake(NULL, "reference|at|email", "no column \"type\"");
	expect_mistake(NULL, "type|reference|email",
	    "no column \"occurred_at\"");
	expect_mistake(NULL, "type|reference|at|emial",
	    "no column \"email\"; did you mean \"emial\"?");
	expect_mistake(NULL, "type|type|reference|at|email",
	    "\"type\" stands twice");
}
END_TEST

START_TEST(mistake_of_a_value_names_its_column)
{
	static const char *const wrong[][2] = {
		{ "|B|2026-03-01|a@b.c||||||", "it has no type" },
		{ "t||2026-03-01|a@b.c||||||", "it has no reference" },
		{ "t|B||a@b.c||||||", "it has no time" },
		{ "t|B|2026-03-01|||||||", "it has neither" },
		{ "t|B|yesterday|a@b.c||||||", "column occurred_at: \"yest" },
		{ "t|B|2026-02-30|a@b.c||||||", "column occurred_at: " },
		{ "t|B|2026-03-01|a.b.c||||||", "column email: " },
		{ "t|B|2026-03-01|A <a@b.c>||||||", "column email: " },
		{ "t|B|2026-03-01|a@b.c\nBcc: x@y.z||||||", "column email: " },
		{ "t|B|2026-03-01||040123456|||||", "column phone: " },
		{ "t|B|2026-03-01||+123456|||||", "column phone: " },
		{ "t|B|2026-03-01||+1234567890123456|||||", "column phone: " },
		{ "t|B|2026-03-01||+358 4|||||", "column phone: " },
		{ "t|B|2026-03-01|a@b.c||A\x01||||", "column name: " },
		{ "t|B|2026-03-01|a@b.c||A\xC2\x85||||", "column name: " },
		{ "t|B|2026-03-01|a@b.c|||english|||", "column language: " },
		{ "t|B|2026-03-01|a@b.c||||Mars/Base||", "column timezone: " },
		{ "t|B|2026-03-01|a@b.c|||||A\x07|", "column country: " },
	};
	g_autoptr(bench) bench = bench_new(NULL, PLAIN_HEADER);

	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
		expect_wrong(bench, wrong[i][0], wrong[i][1]);
}
END_TEST

START_TEST(mistakes_do_not_repeat_who_it_is)
{
	g_autoptr(bench)
	    bench = bench_new(NULL, "type|reference|at|email|phone|name");
	static const char *const rows[] = { "t|B|2026-03-01|secret@@b.c||",
		"t|B|2026-03-01||secret1234|",
		"t|B|2026-03-01|a@b.c||secret\x01" };

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		struct event *event = NULL;

		ck_assert_int_eq(taken(bench, rows[i], &event, &error),
		    IMPORT_WRONG);
		ck_assert_ptr_null(strstr(error->message, "secret"));
	}
}
END_TEST

START_TEST(texts_have_a_greatest_length)
{
	g_autoptr(bench) bench = bench_new(NULL, "type|reference|at|email");
	g_autofree char *fits = g_strnfill(EVENT_REFERENCE_MAX_BYTES, 'x');
	g_autofree char *row = g_strdup_printf("t|%s|2026-03-01|a@b.c", fits);
	g_autofree char *longer = g_strdup_printf("t|%sx|2026-03-01|a@b.c",
	    fits);
	g_autoptr(event) event = event_of(bench, row);

	expect_wrong(bench, longer, "column reference: it has 201 bytes");
}
END_TEST

START_TEST(plain_decimal_numbers_become_numbers)
{
	static const char *const cases[][2] = {
		{ "0", "0" },
		{ "-12.50", "-12.50" },
		{ "542.78", "542.78" },
		{ "123456789012345", "123456789012345" },
		{ "1234567890123456", "\"1234567890123456\"" },
		{ "007", "\"007\"" },
		{ "+1", "\"+1\"" },
		{ "1e3", "\"1e3\"" },
		{ "1.", "\"1.\"" },
		{ ".5", "\".5\"" },
		{ "1,5", "\"1,5\"" },
		{ "-", "\"-\"" },
		{ "say \"a\\b\"", "\"say \\\"a\\\\b\\\"\"" },
		{ "two\nlines\t", "\"two\\u000alines\"" },
	};
	g_autoptr(bench) bench = bench_new(NULL, "type|reference|at|email|x");

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *row =
		    g_strdup_printf("t|B|2026-03-01|a@b.c|%s", cases[i][0]);
		g_autofree char *wanted = g_strdup_printf("{\"x\":%s}",
		    cases[i][1]);
		g_autoptr(event) event = event_of(bench, row);

		ck_assert_str_eq(event->attributes, wanted);
	}
}
END_TEST

#define HOTEL_HEADER "status|year|month|day|country|adr"
#define HOTEL_MAP                                                              \
	"type = {{status}}\n"                                                  \
	"reference = R-{{row}}\n"                                              \
	"email = guest-{{row}}@guests.example\n"                               \
	"language = {{country}}\n"                                             \
	"at = {{year}}-{{month}}-{{day}}\n"                                    \
	"at_format = %Y-%B-%d\n"                                               \
	"values = type Check-Out -> checkout\n"                                \
	"  type No Show -> no-show\n"                                          \
	"  type Canceled -> -\n"                                               \
	"  language PRT -> pt\n"                                               \
	"  language * -> -\n"

START_TEST(map_turns_their_columns_and_values_into_ours)
{
	g_autoptr(bench) bench = bench_new(HOTEL_MAP, HOTEL_HEADER);
	g_autoptr(event)
	    event = event_of(bench, "Check-Out|2026|March|1|PRT|80.5");
	g_autoptr(event)
	    other = event_of(bench, "No Show|2026|July|1|CHN|NULL");

	ck_assert_str_eq(event->type, "checkout");
	ck_assert_str_eq(event->reference, "R-2");
	ck_assert_str_eq(event->contact.email, "guest-2@guests.example");
	ck_assert_str_eq(event->contact.language, "pt");
	/* Helsinki's midnights, in winter and in summer. */
	ck_assert_int_eq(event->occurred_at, 1772323200 - 2 * 3600);
	ck_assert_str_eq(event->attributes, "{\"adr\":80.5}");
	ck_assert_str_eq(other->type, "no-show");
	ck_assert_str_eq(other->reference, "R-3");
	ck_assert_ptr_null(other->contact.language);
	ck_assert_int_eq(other->occurred_at, 1782864000 - 3 * 3600);
	ck_assert_str_eq(other->attributes, "{}");
}
END_TEST

START_TEST(type_of_dash_leaves_the_row_out)
{
	g_autoptr(bench) bench = bench_new(HOTEL_MAP, HOTEL_HEADER);
	g_autoptr(GError) error = NULL;
	struct event *event = NULL;

	ck_assert_int_eq(taken(bench, "Canceled|||||", &event, &error),
	    IMPORT_LEFT_OUT);
	ck_assert_ptr_null(event);
	ck_assert_ptr_null(error);
}
END_TEST

START_TEST(mistake_in_a_text_names_its_key)
{
	g_autoptr(bench) bench = bench_new(HOTEL_MAP, HOTEL_HEADER);

	expect_wrong(bench, "Check-Out|2026|Mars|1|PRT|1",
	    "at: \"2026-Mars-1\" is no time by at_format = %Y-%B-%d");
	expect_wrong(bench, "Check-Out|2026|February|30|PRT|1", "at: ");
	expect_wrong(bench, "Check-Out|2026|March|1\x01|PRT|1",
	    "column day: a control character");
}
END_TEST

START_TEST(attributes_are_those_of_the_list)
{
	g_autoptr(bench)
	    bench = bench_new(HOTEL_MAP "attributes = country, day\n",
		HOTEL_HEADER);
	g_autoptr(event)
	    event = event_of(bench, "Check-Out|2026|March|1|PRT|80.5");

	ck_assert_str_eq(event->attributes, "{\"country\":\"PRT\",\"day\":1}");
}
END_TEST

START_TEST(a_column_called_contact_is_kept_with_the_contact)
{
	g_autoptr(bench) bench = bench_new(NULL,
	    "type|reference|at|email|contact.plan|nights|contact.seats");
	g_autoptr(event)
	    event = event_of(bench, "t|B|2026-03-01|a@b.c|gold|3|12");
	g_autoptr(event) part = event_of(bench, "t|B|2026-03-01|a@b.c| ||4");
	g_autoptr(event) silent = event_of(bench, "t|B|2026-03-01|a@b.c|||");

	ck_assert_str_eq(event->contact.attributes,
	    "{\"plan\":\"gold\",\"seats\":12}");
	ck_assert_str_eq(event->attributes, "{\"nights\":3}");
	ck_assert_str_eq(part->contact.attributes, "{\"seats\":4}");
	ck_assert_str_eq(part->attributes, "{}");
	ck_assert_ptr_null(silent->contact.attributes);
}
END_TEST

START_TEST(a_map_says_which_columns_are_kept_with_the_contact)
{
	g_autoptr(bench) bench =
	    bench_new("attributes = nights, contact.plan, contact.Tier, Tier\n",
		"type|reference|at|email|contact.plan|nights|Tier|x");
	g_autoptr(bench) all = bench_new("name = {{contact.name}}\n",
	    "type|reference|at|email|contact.name|contact.plan");
	g_autoptr(event)
	    event = event_of(bench, "t|B|2026-03-01|a@b.c|gold|3|A|y");
	g_autoptr(event) other = event_of(all, "t|B|2026-03-01|a@b.c|Ada|tin");

	ck_assert_str_eq(event->contact.attributes,
	    "{\"plan\":\"gold\",\"Tier\":\"A\"}");
	ck_assert_str_eq(event->attributes, "{\"nights\":3,\"Tier\":\"A\"}");
	ck_assert_str_eq(other->contact.name, "Ada");
	ck_assert_str_eq(other->contact.attributes, "{\"plan\":\"tin\"}");
}
END_TEST

START_TEST(column_that_stands_alone_may_have_any_name)
{
	g_autoptr(bench) bench =
	    bench_new("type = stay\n"
		      "reference = {{Booking No.}}\nemail = {{ E-Mail }}\n"
		      "at = {{Date of stay}}\n",
		"Booking No.|E-Mail|Date of stay");
	g_autoptr(event) event = event_of(bench, "17|a@b.c|2026-03-01");

	ck_assert_str_eq(event->type, "stay");
	ck_assert_str_eq(event->reference, "17");
	ck_assert_str_eq(event->contact.email, "a@b.c");
	ck_assert_str_eq(event->attributes, "{}");
}
END_TEST

START_TEST(sections_choose_between_columns)
{
	g_autoptr(bench) bench =
	    bench_new("email = "
		      "{{#work}}{{work}}{{/work}}{{^work}}{{home}}{{/work}}\n",
		"type|reference|at|work|home");
	g_autoptr(event) one = event_of(bench, "t|B|2026-03-01|w@b.c|h@b.c");
	g_autoptr(event) two = event_of(bench, "t|B|2026-03-01|NULL|h@b.c");

	ck_assert_str_eq(one->contact.email, "w@b.c");
	ck_assert_str_eq(two->contact.email, "h@b.c");
}
END_TEST

START_TEST(time_with_an_offset_of_its_own_keeps_it)
{
	g_autoptr(bench) bench = bench_new("at_format = %d.%m.%Y %H:%M %z\n",
	    "type|reference|at|email");
	g_autoptr(event)
	    event = event_of(bench, "t|B|01.03.2026 12:00 -0500|a@b.c");

	ck_assert_int_eq(event->occurred_at, 1772366400 + 5 * 3600);
}
END_TEST

START_TEST(column_that_a_map_names_must_be_there)
{
	expect_mistake("email = {{emial}}\n", "type|reference|at|email",
	    "email: the file has no column \"emial\"; did you mean");
	expect_mistake("name = {{first}} {{last}}\n",
	    "type|reference|at|email|first",
	    "name: the file has no column \"last\"");
	expect_mistake("attributes = contry\n",
	    "type|reference|at|email|country",
	    "attributes: the file has no column \"contry\"; did you mean "
	    "\"country\"?");
	expect_mistake("reference = {{a.no}}{{row}}\n", "type|a.no|at|email",
	    "with a dot in its name");
}
END_TEST

START_TEST(map_is_checked_without_a_file)
{
	static const char *const wrong[][2] = {
		{ "name = {{#a}}", "name: " },
		{ "name = x{{>a}}", "name: {{>a}} cannot stand here" },
		{ "at_format = %s", "at_format: %s tells no time" },
		{ "at_format = today", "at_format: \"today\" has no field" },
		{ "values = typ a -> b",
		    "values: \"typ a\" does not begin "
		    "with a key and their value (did you mean \"type\"?)" },
		{ "values = type -> b", "values: " },
		{ "attributes = contact.name",
		    "attributes: \"contact.name\" is no attribute" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(bench)
		    bench = bench_new(wrong[i][0], "type|reference|at|email|a");
		g_autoptr(GPtrArray)
		    mistakes = g_ptr_array_new_with_free_func(g_free);

		import_check_map(config_find(bench->config, "import", "x"),
		    mistakes);
		ck_assert_uint_eq(mistakes->len, 1);
		ck_assert_msg(strstr(mistakes->pdata[0], wrong[i][1]) != NULL,
		    "%s: %s", wrong[i][0], (char *)mistakes->pdata[0]);
		/* The file's header finds it too. */
		ck_assert_ptr_null(bench->import);
	}
}
END_TEST

START_TEST(sound_map_is_sound_without_a_file)
{
	g_autoptr(bench)
	    bench = bench_new(HOTEL_MAP "attributes = country\n", HOTEL_HEADER);

	import_check_map(config_find(bench->config, "import", "x"),
	    bench->mistakes);
	ck_assert_uint_eq(bench->mistakes->len, 0);
}
END_TEST

START_TEST(what_a_contact_has_a_field_for_is_no_attribute)
{
	g_autoptr(bench)
	    bench = bench_new(NULL, "type|reference|at|email|contact.email");

	ck_assert_ptr_null(bench->import);
	ck_assert_uint_eq(bench->mistakes->len, 1);
	ck_assert_str_eq(bench->mistakes->pdata[0],
	    "the column \"contact.email\" is no attribute; allowed is the "
	    "column \"email\"");
	expect_mistake("attributes = contact.language\n",
	    "type|reference|at|email|language",
	    "attributes: \"contact.language\" is no attribute; allowed is the "
	    "key language");
	expect_mistake("attributes = contact.\n", "type|reference|at|email",
	    "attributes: \"contact.\" has no name behind the dot");
	expect_mistake("attributes = contact.paln\n",
	    "type|reference|at|email|plan",
	    "attributes: the file has no column \"paln\"; did you mean "
	    "\"plan\"?");
}
END_TEST

START_TEST(attribute_in_words_may_be_the_contacts)
{
	const char *const set[] = { "contact.plan=gold", "plan=tin",
		"contact.seats=3", "contact.none=", NULL };
	const char *const no_name[] = { "contact.=x", NULL };
	const char *const field[] = { "contact.phone=1", NULL };
	struct import_fields fields = { .type = "booking",
		.reference = "B-1",
		.email = "a@b.c",
		.attributes = set };
	g_autoptr(GTimeZone) zone = timezone_find("UTC", NULL);
	const struct import_options options = { .zone = zone };
	g_autoptr(event) event = import_event(&fields, &options, 77, NULL);
	g_autoptr(GError) error = NULL;

	ck_assert_str_eq(event->contact.attributes,
	    "{\"plan\":\"gold\",\"seats\":3}");
	ck_assert_str_eq(event->attributes, "{\"plan\":\"tin\"}");
	fields.attributes = no_name;
	ck_assert_ptr_null(import_event(&fields, &options, 77, NULL));
	fields.attributes = field;
	ck_assert_ptr_null(import_event(&fields, &options, 77, &error));
	ck_assert_str_eq(error->message,
	    "\"contact.phone\" is no attribute; allowed is --phone");
}
END_TEST

START_TEST(event_in_words_is_judged_alike)
{
	g_autoptr(GError) error = NULL;
	const char *const set[] = { "nights=3", "room=a=b", NULL };
	struct import_fields fields = { .type = "booking",
		.reference = "B-1",
		.email = " a@B.C ",
		.attributes = set };
	g_autoptr(GTimeZone) zone = timezone_find("UTC", NULL);
	const struct import_options options = { .zone = zone };
	g_autoptr(event) event = import_event(&fields, &options, 77, &error);

	ck_assert_ptr_nonnull(event);
	ck_assert_str_eq(event->source, "");
	ck_assert_int_eq(event->occurred_at, 77);
	ck_assert_str_eq(event->contact.email, "a@b.c");
	ck_assert_str_eq(event->attributes, "{\"nights\":3,\"room\":\"a=b\"}");
}
END_TEST

START_TEST(event_in_words_that_is_wrong_is_refused)
{
	const char *const no_value[] = { "nights", NULL };
	const char *const twice[] = { "a=1", "a=2", NULL };
	const struct import_fields sound = { .type = "t",
		.reference = "B",
		.email = "a@b.c" };
	struct import_fields wrong[7];
	g_autoptr(GTimeZone) zone = timezone_find("UTC", NULL);
	struct import_options options = { .zone = zone };

	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
		wrong[i] = sound;
	wrong[0].email = NULL;
	wrong[1].reference = NULL;
	wrong[2].at = "";
	wrong[3].attributes = no_value;
	wrong[4].attributes = twice;
	wrong[5].name = "f\xFCr";
	wrong[6].phone = "040 1234567";
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_ptr_null(
		    import_event(&wrong[i], &options, 77, &error));
		ck_assert_ptr_nonnull(error);
	}
	options.source = "a\nb";
	ck_assert_ptr_null(import_event(&sound, &options, 77, NULL));
}
END_TEST

START_TEST(nobody_else_speaks_in_our_own_name)
{
	g_autoptr(GTimeZone) zone = timezone_find("UTC", NULL);
	struct import_options options = { .zone = zone,
		.source = EVENT_SOURCE_OURS };
	const struct import_fields fields = { .type = "every",
		.reference = "quarterly/7/2026-03-01",
		.email = "a@example.com" };
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(import_event(&fields, &options, 77, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "surveys that recur"));
	options.source = "dripscore-feed";
	{
		g_autoptr(event) event = import_event(&fields, &options, 77,
		    NULL);

		ck_assert_ptr_nonnull(event);
	}
}
END_TEST

START_TEST(numbers_are_stored_in_one_form)
{
	static const char *const each[] = { "+358 40 123 4567",
		"040 1234567", "(040) 123-4567", "00358401234567" };
	const struct csv_row header = { .n_fields = 4,
		.fields = (const char *const[]){ "type", "reference", "at",
		    "phone" } };
	g_autoptr(GTimeZone) zone = timezone_find("UTC", NULL);
	const struct import_options options = { .zone = zone,
		.country = "FI" };
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(import) import = import_new(&options, &header, mistakes);

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		const struct import_fields fields = { .type = "booking",
			.reference = "B-1",
			.phone = each[i] };
		const struct csv_row row = { .n_fields = 4,
			.fields = (const char *const[]){ "booking", "B-1",
			    "2026-03-01", each[i] } };
		g_autoptr(event) said = import_event(&fields, &options, 7,
		    NULL);
		g_autoptr(event) read = NULL;

		ck_assert_str_eq(said->contact.phone, "+358401234567");
		ck_assert_int_eq(import_row(import, &row, &read, NULL),
		    IMPORT_EVENT);
		ck_assert_str_eq(read->contact.phone, "+358401234567");
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("import");
	TCase *tcase = tcase_create("import");

	tcase_add_test(tcase, nobody_else_speaks_in_our_own_name);
	tcase_add_test(tcase, numbers_are_stored_in_one_form);
	tcase_add_test(tcase, columns_of_our_own_names_need_no_map);
	tcase_add_test(tcase, empty_cells_are_nothing);
	tcase_add_test(tcase, time_without_offset_is_in_the_organisations_zone);
	tcase_add_test(tcase, columns_that_are_missing_are_told_before_any_row);
	tcase_add_test(tcase, mistake_of_a_value_names_its_column);
	tcase_add_test(tcase, mistakes_do_not_repeat_who_it_is);
	tcase_add_test(tcase, texts_have_a_greatest_length);
	tcase_add_test(tcase, plain_decimal_numbers_become_numbers);
	tcase_add_test(tcase, map_turns_their_columns_and_values_into_ours);
	tcase_add_test(tcase, type_of_dash_leaves_the_row_out);
	tcase_add_test(tcase, mistake_in_a_text_names_its_key);
	tcase_add_test(tcase,
	    a_column_called_contact_is_kept_with_the_contact);
	tcase_add_test(tcase,
	    a_map_says_which_columns_are_kept_with_the_contact);
	tcase_add_test(tcase, what_a_contact_has_a_field_for_is_no_attribute);
	tcase_add_test(tcase, attribute_in_words_may_be_the_contacts);
	tcase_add_test(tcase, attributes_are_those_of_the_list);
	tcase_add_test(tcase, column_that_stands_alone_may_have_any_name);
	tcase_add_test(tcase, sections_choose_between_columns);
	tcase_add_test(tcase, time_with_an_offset_of_its_own_keeps_it);
	tcase_add_test(tcase, column_that_a_map_names_must_be_there);
	tcase_add_test(tcase, map_is_checked_without_a_file);
	tcase_add_test(tcase, sound_map_is_sound_without_a_file);
	tcase_add_test(tcase, event_in_words_is_judged_alike);
	tcase_add_test(tcase, event_in_words_that_is_wrong_is_refused);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
