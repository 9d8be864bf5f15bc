/*
 * test_ini.c - what ini_read_text makes of files, sound and broken.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/errors.h"
#include "base/ini.h"
#include "tests/unit/unit.h"

static GPtrArray *mistakes;
static struct ini_file *file;

static void
setup(void)
{
	mistakes = g_ptr_array_new_with_free_func(g_free);
}

static void
teardown(void)
{
	g_clear_pointer(&file, ini_file_free);
	g_clear_pointer(&mistakes, g_ptr_array_unref);
}

static void
read_n(const char *text, gsize n)
{
	g_clear_pointer(&file, ini_file_free);
	g_ptr_array_set_size(mistakes, 0);
	file = ini_read_text("f.ini", text, n, mistakes);
}

static void
read_text(const char *text)
{
	read_n(text, strlen(text));
}

static const struct ini_section *
section(guint i)
{
	ck_assert_uint_lt(i, file->sections->len);
	return file->sections->pdata[i];
}

static const struct ini_entry *
entry(guint i, guint j)
{
	ck_assert_uint_lt(j, section(i)->entries->len);
	return section(i)->entries->pdata[j];
}

static void
assert_sound(void)
{
	ck_assert_msg(mistakes->len == 0, "%s",
	    mistakes->len > 0 ? (char *)mistakes->pdata[0] : "");
}

/* The only mistake, and a part of it. */
static void
assert_mistake(const char *start, const char *part)
{
	ck_assert_uint_eq(mistakes->len, 1);
	ck_assert_msg(g_str_has_prefix(mistakes->pdata[0], start) &&
		strstr(mistakes->pdata[0], part) != NULL,
	    "%s", (char *)mistakes->pdata[0]);
}

START_TEST(sections_keys_and_lines_are_read)
{
	read_text("; comment\n[organisation]\nname = Aurora Spa ; ours\n"
		  "\n# more\n[touchpoint  after-booking] ; x\non=booking\n"
		  "delay: 2 hours\n");
	assert_sound();
	ck_assert_uint_eq(file->sections->len, 2);
	ck_assert_str_eq(section(0)->kind, "organisation");
	ck_assert_ptr_null(section(0)->name);
	ck_assert_uint_eq(section(0)->line, 2);
	ck_assert_str_eq(entry(0, 0)->key, "name");
	ck_assert_str_eq(entry(0, 0)->value, "Aurora Spa");
	ck_assert_uint_eq(entry(0, 0)->line, 3);
	ck_assert_str_eq(section(1)->kind, "touchpoint");
	ck_assert_str_eq(section(1)->name, "after-booking");
	ck_assert_uint_eq(section(1)->line, 6);
	ck_assert_str_eq(entry(1, 1)->key, "delay");
	ck_assert_str_eq(entry(1, 1)->value, "2 hours");
	ck_assert_uint_eq(entry(1, 1)->line, 8);
}
END_TEST

START_TEST(each_line_of_a_value_has_its_place)
{
	static const struct ini_place expected[] = {
		{ 2, 10 }, { 4, 3 }, { 6, 2 }, /* of the first key */
		{ 8, 3 },		       /* of one that begins below */
		{ 9, 6 },		       /* after a letter of two bytes */
	};
	guint n = 0;

	read_text("[a]\nfooter = one ; c\n\n  two ; c\n  # no\n\tthree\n"
		  "map =\n  x -> y\nk\xC3\xA4y: z\n");
	assert_sound();
	for (guint i = 0; i < section(0)->entries->len; i++) {
		const GArray *places = entry(0, i)->places;

		for (guint j = 0; j < places->len; j++, n++) {
			const struct ini_place *place = &g_array_index(places,
			    struct ini_place, j);

			ck_assert_uint_lt(n, G_N_ELEMENTS(expected));
			ck_assert_uint_eq(place->line, expected[n].line);
			ck_assert_uint_eq(place->column, expected[n].column);
		}
	}
	ck_assert_uint_eq(n, G_N_ELEMENTS(expected));
}
END_TEST

START_TEST(an_empty_section_is_there)
{
	read_text("[store]\n[team a]\n[team a]");
	assert_sound();
	ck_assert_uint_eq(file->sections->len, 3);
	ck_assert_uint_eq(section(0)->entries->len, 0);
	ck_assert_uint_eq(section(2)->line, 3);
}
END_TEST

START_TEST(indented_lines_go_on_with_the_value)
{
	read_text("[a]\nfooter = one ; c\n  two ; c\n\n  # no\n\tthree;3\n"
		  "map =\n  x -> y\nlast = z\n");
	assert_sound();
	ck_assert_uint_eq(section(0)->entries->len, 3);
	ck_assert_str_eq(entry(0, 0)->value, "one\ntwo\nthree;3");
	ck_assert_uint_eq(entry(0, 0)->line, 2);
	ck_assert_str_eq(entry(0, 1)->value, "x -> y");
	ck_assert_str_eq(entry(0, 2)->value, "z");
}
END_TEST

START_TEST(a_repeated_key_is_kept_apart_from_a_continued_one)
{
	read_text("[a]\nk = 1\nk = 2\n  3\n");
	assert_sound();
	ck_assert_uint_eq(section(0)->entries->len, 2);
	ck_assert_str_eq(entry(0, 0)->value, "1");
	ck_assert_str_eq(entry(0, 1)->value, "2\n3");
}
END_TEST

START_TEST(a_first_key_may_be_indented)
{
	read_text("[a]\n  k = 1\n");
	assert_sound();
	ck_assert_str_eq(entry(0, 0)->key, "k");
	ck_assert_str_eq(entry(0, 0)->value, "1");
}
END_TEST

START_TEST(bom_crlf_and_missing_last_newline_are_fine)
{
	read_text("\xEF\xBB\xBF[a]\r\nk = v\r\n  w\r\n\r\nl = \xC3\xA4");
	assert_sound();
	ck_assert_str_eq(section(0)->kind, "a");
	ck_assert_str_eq(entry(0, 0)->value, "v\nw");
	ck_assert_str_eq(entry(0, 1)->value, "\xC3\xA4");
}
END_TEST

START_TEST(empty_files_are_fine)
{
	read_text("");
	assert_sound();
	ck_assert_uint_eq(file->sections->len, 0);
	read_text("\xEF\xBB\xBF");
	assert_sound();
	read_text("\n\r\n \n; x");
	assert_sound();
	ck_assert_uint_eq(file->sections->len, 0);
}
END_TEST

/* "[a]\nk = xxx" whose second line has n bytes. */
static char *
text_with_line(gsize n)
{
	g_autofree char *fill = g_strnfill(n - strlen("k = "), 'x');

	return g_strdup_printf("[a]\nk = %s\nl = 1\n", fill);
}

START_TEST(a_line_of_199_bytes_is_whole_and_one_of_200_an_error)
{
	g_autofree char *fits = text_with_line(199);
	g_autofree char *exceeds = text_with_line(200);

	read_text(fits);
	assert_sound();
	ck_assert_uint_eq(strlen(entry(0, 0)->value), 195);
	read_text(exceeds);
	assert_mistake("f.ini:2: ",
	    "the line has 200 bytes, allowed are 199; "
	    "continue it on an indented line");
	ck_assert_str_eq(entry(0, 1)->value, "1");
}
END_TEST

START_TEST(a_long_line_is_cut_between_characters)
{
	g_autoptr(GString) text = g_string_new("[a]\nk = ");

	for (int i = 0; i < 150; i++)
		g_string_append(text, "\xC3\xA4");
	read_text(text->str);
	assert_mistake("f.ini:2: ", "the line has 304 bytes");
	ck_assert(g_utf8_validate(entry(0, 0)->value, -1, NULL));
}
END_TEST

START_TEST(a_message_is_cut_between_characters)
{
	g_autoptr(GString) text = g_string_new("[a]\n");

	for (int i = 0; i < 60; i++)
		g_string_append(text, "\xC3\xA4");
	read_text(text->str);
	assert_mistake("f.ini:2: ", "is neither");
	ck_assert(g_utf8_validate(mistakes->pdata[0], -1, NULL));
}
END_TEST

START_TEST(a_long_comment_is_no_error)
{
	g_autofree char *fill = g_strnfill(5000, 'x');
	g_autofree char *text = g_strdup_printf(";%s\n[a]\n  # %s\n", fill,
	    fill);

	read_text(text);
	assert_sound();
}
END_TEST

START_TEST(names_have_49_bytes_at_most)
{
	g_autofree char *name = g_strnfill(50, 'n');
	g_autofree char *header = g_strdup_printf("[%s]\nk = 1\n[b]\n", name);
	g_autofree char *key = g_strdup_printf("[a]\nj = 1\n%s = 1\n  2\n",
	    name);
	g_autofree char *fits = g_strdup_printf("[%s]\n%s = 1\n  2\n", name + 1,
	    name + 1);

	read_text(header);
	assert_mistake("f.ini:1: ", "name has 50 bytes, allowed are 49");
	ck_assert_uint_eq(file->sections->len, 1);
	ck_assert_uint_eq(section(0)->entries->len, 0);
	read_text(key);
	assert_mistake("f.ini:3: ", "the key has 50 bytes, allowed are 49");
	ck_assert_str_eq(entry(0, 0)->value, "1");
	read_text(fits);
	assert_sound();
	ck_assert_str_eq(section(0)->kind, name + 1);
	ck_assert_str_eq(entry(0, 0)->value, "1\n2");
}
END_TEST

static const struct {
	const char *text, *start, *part;
} broken[] = {
	{ "[a]\nnothing\n", "f.ini:2: ", "\"nothing\" is neither" },
	{ "[a]\nx ; k = v\n", "f.ini:2: ", "is neither `key = value`" },
	{ "[a\nk = v\n", "f.ini:1: ", "not closed by ]" },
	{ "[a ; ]\nk = v\n", "f.ini:1: ", "not closed by ]" },
	{ "[a] b\n", "f.ini:1: ", "\"b\" stands after the ]" },
	{ "[]\n", "f.ini:1: ", "one word, or two" },
	{ "[a b c]\n", "f.ini:1: ", "one word, or two" },
	{ "k = v\n[a]\n", "f.ini:1: ", "k: stands before the first" },
	{ "[a]\n = v\n", "f.ini:2: ", "the key before the `=` is missing" },
	{ "[a]\nk = v\n  [b]\n", "f.ini:3: ", "in the first column" },
	{ "[a]\nk = \xE4\n", "f.ini:2: ", "at byte 5 stands the byte 0xE4" },
	{ "; \xC3\n[a]\n", "f.ini:1: ", "0xC3, which is no UTF-8" },
	{ "[a]\nk = \x07\n", "f.ini:2: ", "control character 0x07" },
	{ "[a]\nk = a\rb\n", "f.ini:2: ", "control character 0x0D" },
	{ "[a]\nk = \xC2\x85\n", "f.ini:2: ", "control character 0x85" },
	{ "[a]\nk = \xE4\xE4\x07\n", "f.ini:2: ", "at byte 5 stands" },
	{ "\xFF\xFE[\n", "f.ini:1: ", "UTF-16" },
};

START_TEST(a_broken_line_is_one_mistake_with_its_number)
{
	read_text(broken[_i].text);
	assert_mistake(broken[_i].start, broken[_i].part);
}
END_TEST

START_TEST(nul_bytes_are_a_mistake)
{
	static const char text[] = "[a]\nk = x\0y\nl = 1\n";

	read_n(text, sizeof(text) - 1);
	assert_mistake("f.ini:2: ",
	    "at byte 6 stands the control character "
	    "0x00");
	ck_assert_str_eq(entry(0, 0)->value, "x?y");
	ck_assert_str_eq(entry(0, 1)->value, "1");
}
END_TEST

START_TEST(every_mistake_is_reported_in_one_run)
{
	read_text("k = v\n[a\nx\n[b] c\n=\n");
	ck_assert_uint_eq(mistakes->len, 5);
	for (guint i = 0; i < 5; i++) {
		g_autofree char *start = g_strdup_printf("f.ini:%u: ", i + 1);

		ck_assert(g_str_has_prefix(mistakes->pdata[i], start));
	}
}
END_TEST

START_TEST(lines_after_a_bad_key_do_not_join_the_key_before)
{
	read_text("[a]\nk = v\nbad\n  more\nl = 1\n");
	assert_mistake("f.ini:3: ", "is neither");
	ck_assert_str_eq(entry(0, 0)->value, "v");
	ck_assert_str_eq(entry(0, 1)->key, "l");
}
END_TEST

START_TEST(keys_of_a_bad_section_do_not_join_the_section_before)
{
	read_text("[a]\nk = v\n[b c d]\nl = 1\n  2\n");
	assert_mistake("f.ini:3: ", "one word, or two");
	ck_assert_uint_eq(section(0)->entries->len, 1);
}
END_TEST

START_TEST(a_file_over_a_mebibyte_is_refused)
{
	gsize n = 1024 * 1024;
	g_autofree char *text = g_strnfill(n + 1, ' ');

	for (gsize i = 0; i < n; i += 4096)
		text[i] = '\n';
	read_n(text, n);
	assert_sound();
	read_n(text, n + 1);
	assert_mistake("f.ini:1: ", "over 1048576 bytes");
}
END_TEST

START_TEST(a_file_is_read_from_disk)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("ini-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "a.ini", NULL);

	ck_assert(g_file_set_contents(path, "[a]\nk = v\n", -1, NULL));
	file = ini_read(path, mistakes, &error);
	ck_assert_ptr_nonnull(file);
	ck_assert_str_eq(entry(0, 0)->value, "v");
	ck_assert_str_eq(file->path, path);
	ck_assert_int_eq(g_unlink(path), 0);

	ck_assert_ptr_null(ini_read(path, mistakes, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_NO_INPUT));
	ck_assert_ptr_nonnull(strstr(error->message, "No such file"));
	g_clear_error(&error);
	ck_assert_ptr_null(ini_read(folder, mistakes, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "cannot be read"));
	ck_assert_int_eq(g_rmdir(folder), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("ini");
	TCase *tcase = tcase_create("ini");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, sections_keys_and_lines_are_read);
	tcase_add_test(tcase, each_line_of_a_value_has_its_place);
	tcase_add_test(tcase, an_empty_section_is_there);
	tcase_add_test(tcase, indented_lines_go_on_with_the_value);
	tcase_add_test(tcase,
	    a_repeated_key_is_kept_apart_from_a_continued_one);
	tcase_add_test(tcase, a_first_key_may_be_indented);
	tcase_add_test(tcase, bom_crlf_and_missing_last_newline_are_fine);
	tcase_add_test(tcase, empty_files_are_fine);
	tcase_add_test(tcase,
	    a_line_of_199_bytes_is_whole_and_one_of_200_an_error);
	tcase_add_test(tcase, a_long_line_is_cut_between_characters);
	tcase_add_test(tcase, a_message_is_cut_between_characters);
	tcase_add_test(tcase, a_long_comment_is_no_error);
	tcase_add_test(tcase, names_have_49_bytes_at_most);
	tcase_add_loop_test(tcase, a_broken_line_is_one_mistake_with_its_number,
	    0, G_N_ELEMENTS(broken));
	tcase_add_test(tcase, nul_bytes_are_a_mistake);
	tcase_add_test(tcase, every_mistake_is_reported_in_one_run);
	tcase_add_test(tcase, lines_after_a_bad_key_do_not_join_the_key_before);
	tcase_add_test(tcase,
	    keys_of_a_bad_section_do_not_join_the_section_before);
	tcase_add_test(tcase, a_file_over_a_mebibyte_is_refused);
	tcase_add_test(tcase, a_file_is_read_from_disk);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
