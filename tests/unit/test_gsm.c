/* test_gsm.c - the GSM alphabet both ways, and texts measured in segments. */
#include "base/gsm.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

#define CASES "../shared/cases/sms/gsm0338"

/* A file of published cases, which need not be there; owned. */
static char *
published(const char *name)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path = NULL;
	char *text = NULL;

	if (top == NULL)
		return NULL;
	path = g_build_filename(top, CASES, name, NULL);
	g_file_get_contents(path, &text, NULL, NULL);
	return text;
}

static void
both_ways(const guint8 *septets, gsize n, const char *utf8)
{
	g_autoptr(GByteArray) encoded = gsm_encode(utf8);
	g_autofree char *decoded = gsm_decode(septets, n);

	ck_assert_ptr_nonnull(encoded);
	ck_assert_uint_eq(encoded->len, n);
	if (n > 0)
		ck_assert_mem_eq(encoded->data, septets, n);
	ck_assert_str_eq(decoded, utf8);
}

START_TEST(the_alphabet_goes_both_ways)
{
	static const struct {
		const char *septets, *utf8;
		gsize n;
	} each[] = {
		{ "", "", 0 },
		{ "Abc 09", "Abc 09", 6 },
		{ "\x00", "@", 1 },
		{ "\x09", "Ç", 1 },
		{ "\x0a\x0d", "\n\r", 2 },
		{ "\x1b\x65", "€", 2 },
		{ "\x1b\x28\x1b\x29\x1b\x3c\x1b\x3e", "{}[]", 8 },
		{ "\x1b\x14\x1b\x2f\x1b\x3d\x1b\x40\x1b\x0a", "^\\~|\f", 10 },
		{ "\x5b\x5c\x5d\x5e\x7b\x7c\x7d\x7e\x7f", "ÄÖÑÜäöñüà", 9 },
		{ "\x10\x15\x1a", "ΔΩΞ", 3 },
		{ "\x02\x24", "$¤", 2 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++)
		both_ways((const guint8 *)each[i].septets, each[i].n,
		    each[i].utf8);
}
END_TEST

START_TEST(every_septet_has_one_character_and_comes_back)
{
	guint n = 0;

	for (guint i = 0; i < 0x100; i++) {
		const guint8 one = (guint8)i;
		const guint8 pair[] = { 0x1b, (guint8)i };
		g_autofree char *plain = gsm_decode(&one, 1);
		g_autofree char *escaped = gsm_decode(pair, 2);

		ck_assert_msg((plain != NULL) == (i < 0x80 && i != 0x1b),
		    "septet %u", i);
		if (plain != NULL)
			both_ways(&one, 1, plain);
		if (escaped != NULL)
			both_ways(pair, 2, escaped);
		n += (plain != NULL) + (escaped != NULL);
	}
	ck_assert_uint_eq(n, 127 + 10);
}
END_TEST

START_TEST(what_is_no_septet_is_not_decoded)
{
	static const char *const each[] = { "\x1b", "a\x1b", "\x1b\x1b",
		"\x1b"
		"a",
		"\x80", "abc\xff", "\x1b\xff" };

	for (guint i = 0; i < G_N_ELEMENTS(each); i++)
		ck_assert_ptr_null(
		    gsm_decode((const guint8 *)each[i], strlen(each[i])));
}
END_TEST

START_TEST(what_is_not_in_the_alphabet_is_not_encoded)
{
	static const char *const each[] = { "ç", "ê", "’", "`", "\t",
		"\xC2\xA0", "\x1b", "\x01", "日", "\xF0\x9F\x98\x80", "9 ́" };

	for (guint i = 0; i < G_N_ELEMENTS(each); i++)
		ck_assert_msg(gsm_encode(each[i]) == NULL, "%s", each[i]);
}
END_TEST

/* count times the text; owned. */
static char *
times(const char *text, guint count)
{
	GString *all = g_string_new(NULL);

	while (count-- > 0)
		g_string_append(all, text);
	return g_string_free(all, FALSE);
}

START_TEST(texts_are_cut_into_segments)
{
	static const struct {
		guint n_before; /* so many "a" */
		const char *text;
		guint n; /* so many times */
		gboolean ucs2;
		guint segments, units, room;
	} each[] = {
		{ 0, "", 0, FALSE, 0, 0, 0 },
		{ 1, "", 0, FALSE, 1, 1, 159 },
		{ 160, "", 0, FALSE, 1, 160, 0 },
		{ 161, "", 0, FALSE, 2, 161, 145 },
		{ 306, "", 0, FALSE, 2, 306, 0 },
		{ 307, "", 0, FALSE, 3, 307, 152 },
		{ 459, "", 0, FALSE, 3, 459, 0 },
		/* An escape counts, and is not cut from what it escapes. */
		{ 158, "€", 1, FALSE, 1, 160, 0 },
		{ 159, "€", 1, FALSE, 2, 161, 145 },
		{ 152, "€", 5, FALSE, 2, 162, 143 },
		{ 0, "€", 80, FALSE, 1, 160, 0 },
		{ 0, "€", 81, FALSE, 2, 162, 143 },
		/* 76 pairs fit into a segment of 153. */
		{ 0, "€", 152, FALSE, 2, 304, 1 },
		{ 0, "€", 153, FALSE, 3, 306, 151 },
		{ 0, "é", 160, FALSE, 1, 160, 0 },
		{ 0, "’", 70, TRUE, 1, 70, 0 },
		{ 69, "’", 1, TRUE, 1, 70, 0 },
		{ 70, "’", 1, TRUE, 2, 71, 63 },
		{ 0, "’", 134, TRUE, 2, 134, 0 },
		{ 0, "’", 135, TRUE, 3, 135, 66 },
		/* U+1F600 is a pair of surrogates, which stays whole. */
		{ 0, "\xF0\x9F\x98\x80", 35, TRUE, 1, 70, 0 },
		{ 0, "\xF0\x9F\x98\x80", 36, TRUE, 2, 72, 61 },
		{ 0, "\xF0\x9F\x98\x80", 66, TRUE, 2, 132, 1 },
		{ 0, "\xF0\x9F\x98\x80", 67, TRUE, 3, 134, 65 },
		{ 66, "\xF0\x9F\x98\x80", 5, TRUE, 2, 76, 57 },
		/* In UCS-2 the extension table costs nothing more. */
		{ 0, "€’", 35, TRUE, 1, 70, 0 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autofree char *before = times("a", each[i].n_before);
		g_autofree char *after = times(each[i].text, each[i].n);
		g_autofree char *text = g_strconcat(before, after, NULL);
		struct gsm_size size;

		gsm_measure(text, &size);
		ck_assert_msg(size.ucs2 == each[i].ucs2 &&
			size.segments == each[i].segments &&
			size.units == each[i].units &&
			size.room == each[i].room,
		    "row %u: ucs2 %d, %u segments, %u units, room %u", i,
		    size.ucs2, size.segments, size.units, size.room);
	}
}
END_TEST

START_TEST(the_character_that_forces_ucs2_is_told)
{
	static const struct {
		const char *text;
		gunichar culprit;
		guint line;
		const char *instead;
	} each[] = {
		{ "plain", 0, 0, NULL },
		{ "It’s “so”", 0x2019, 1, "'" },
		{ "one\ntwo\nthree – four’s", 0x2013, 3, "-" },
		{ "“x”", 0x201c, 1, "\"" },
		{ "«x»", 0xab, 1, "\"" },
		{ "wait…", 0x2026, 1, "..." },
		{ "a\xC2\xA0"
		  "b",
		    0xa0, 1, " " },
		{ "a\tb", '\t', 1, " " },
		{ "vous êtes", 0xea, 1, "e" },
		{ "français", 0xe7, 1, "c" },
		{ "não", 0xe3, 1, "a" },
		{ "año áéí", 0xe1, 1, "a" },
		{ "Müller-Łódź", 0x141, 1, "L" },
		{ "œuvre", 0x153, 1, "oe" },
		{ "nº 1", 0xba, 1, "o" },
		{ "\xC7\xBB", 0x1fb, 1, "å" },
		{ "\xE1\xBB\x87", 0x1ec7, 1, "e" },
		{ "e\xCC\x81", 0x301, 1, "" },
		{ "a\xE2\x80\x8B"
		  "b",
		    0x200b, 1, "" },
		{ "ΑΒΓ", 0x391, 1, "A" },
		{ "９", 0xff19, 1, "9" },
		{ "日本", 0x65e5, 1, NULL },
		{ "\xF0\x9F\x98\x80", 0x1f600, 1, NULL },
		{ "π", 0x3c0, 1, NULL },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		struct gsm_size size;

		gsm_measure(each[i].text, &size);
		ck_assert_msg(size.culprit == each[i].culprit &&
			size.culprit_line == each[i].line &&
			size.ucs2 == (each[i].culprit != 0),
		    "%s: U+%04X in line %u", each[i].text, size.culprit,
		    size.culprit_line);
		ck_assert_msg(g_strcmp0(size.instead, each[i].instead) == 0,
		    "%s: %s", each[i].text,
		    size.instead != NULL ? size.instead : "(none)");
	}
}
END_TEST

/* Else one would be told to write what does not help either. */
START_TEST(every_suggestion_is_in_the_alphabet)
{
	guint n = 0;

	for (gunichar c = 1; c < 0x11000; c++) {
		char text[8] = "";
		struct gsm_size size;
		g_autoptr(GByteArray) septets = NULL;

		if (!g_unichar_validate(c))
			continue;
		g_unichar_to_utf8(c, text);
		gsm_measure(text, &size);
		if (size.instead == NULL)
			continue;
		septets = gsm_encode(size.instead);
		ck_assert_msg(septets != NULL, "U+%04X: %s", c, size.instead);
		n++;
	}
	ck_assert_uint_gt(n, 1000);
}
END_TEST

static void
published_row(const char *code, const char *character)
{
	guint64 number = g_ascii_strtoull(code, NULL, 16);
	gunichar c = (gunichar)g_ascii_strtoull(character, NULL, 16);
	guint8 septets[] = { (guint8)(number >> 8), (guint8)number };
	char utf8[8] = "";

	if (number == 0x09) /* Unicode's small letter; 3GPP has the capital */
		c = 0xc7;
	if (number == 0x1b) /* an escape alone: no character of ours */
		return;
	g_unichar_to_utf8(c, utf8);
	both_ways(number > 0xff ? septets : septets + 1, number > 0xff ? 2 : 1,
	    utf8);
}

START_TEST(the_published_table_is_ours)
{
	g_autofree char *text = published("GSM0338.TXT");
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
	guint n = 0;

	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) fields = g_strsplit(*line, "\t", 3);

		if (!g_str_has_prefix(*line, "0x") || g_strv_length(fields) < 2)
			continue;
		published_row(fields[0], fields[1]);
		n++;
	}
	ck_assert(text == NULL || n == 138);
}
END_TEST

START_TEST(the_published_cases_go_both_ways)
{
	g_autofree char *text = published("codec_cases.jsonl");
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);

	for (char **line = lines; *line != NULL && **line != '\0'; line++) {
		json_t *row = json_loads(*line, 0, NULL);
		const char *hex = json_string_value(
		    json_object_get(row, "hex"));
		const char *utf8 = json_string_value(
		    json_object_get(row, "text"));
		g_autoptr(GByteArray) septets = g_byte_array_new();

		ck_assert(hex != NULL && utf8 != NULL);
		for (; *hex != '\0'; hex += 2) {
			guint8 byte = (guint8)(g_ascii_xdigit_value(hex[0]) *
				16 +
			    g_ascii_xdigit_value(hex[1]));

			g_byte_array_append(septets, &byte, 1);
		}
		both_ways(septets->data, septets->len, utf8);
		json_decref(row);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("gsm");
	TCase *tcase = tcase_create("gsm");

	tcase_add_test(tcase, the_alphabet_goes_both_ways);
	tcase_add_test(tcase, every_septet_has_one_character_and_comes_back);
	tcase_add_test(tcase, what_is_no_septet_is_not_decoded);
	tcase_add_test(tcase, what_is_not_in_the_alphabet_is_not_encoded);
	tcase_add_test(tcase, texts_are_cut_into_segments);
	tcase_add_test(tcase, the_character_that_forces_ucs2_is_told);
	tcase_add_test(tcase, every_suggestion_is_in_the_alphabet);
	tcase_add_test(tcase, the_published_table_is_ours);
	tcase_add_test(tcase, the_published_cases_go_both_ways);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
