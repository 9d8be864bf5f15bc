/*
 * test_csv.c - rows and fields of CSV, and what is wrong in them.
 */
#include "base/csv.h"

#include <string.h>

#include "base/errors.h"
#include "tests/unit/unit.h"

static struct csv *
opened(const char *text, gsize n, char delimiter)
{
	g_autoptr(GInputStream)
	    stream = g_memory_input_stream_new_from_data(text, (gssize)n, NULL);

	return csv_new(stream, delimiter);
}

/*
 * All that a text says, on one line: rows in [], fields divided by |, "!" and
 * the row's number for a row that is wrong, "X" for the end of all.
 */
static char *
told(const char *text, gsize n, char delimiter)
{
	g_autoptr(csv) csv = opened(text, n, delimiter);
	GString *all = g_string_new(NULL);
	struct csv_row row;

	for (;;) {
		g_autoptr(GError) error = NULL;
		enum csv_outcome outcome = csv_next(csv, &row, &error);

		ck_assert((error != NULL) ==
		    (outcome == CSV_WRONG || outcome == CSV_FAILED));
		if (outcome == CSV_END)
			return g_string_free(all, FALSE);
		if (outcome == CSV_FAILED) {
			g_string_append_printf(all, "X%u@%u", (guint)row.number,
			    (guint)row.line);
			continue;
		}
		if (outcome == CSV_WRONG) {
			g_string_append_printf(all, "!%u@%u", (guint)row.number,
			    (guint)row.line);
			continue;
		}
		ck_assert_ptr_null(row.fields[row.n_fields]);
		g_string_append_c(all, '[');
		for (guint i = 0; i < row.n_fields; i++)
			g_string_append_printf(all, "%s%s", i > 0 ? "|" : "",
			    row.fields[i]);
		g_string_append_c(all, ']');
	}
}

static void
expect(const char *text, const char *wanted)
{
	g_autofree char *found = told(text, strlen(text), ',');

	ck_assert_str_eq(found, wanted);
}

START_TEST(fields_are_divided_and_rows_end)
{
	expect("a,b\n1,2\n", "[a|b][1|2]");
	expect("a,b\r\n1,2\r\n", "[a|b][1|2]");
	expect("a,b\n1,2", "[a|b][1|2]");
	expect("a,b\n1,2\r", "[a|b][1|2]");
	expect("a,b\n,\n", "[a|b][|]");
	expect("a\n1\n", "[a][1]");
	expect("", "");
	expect("\n\n", "");
}
END_TEST

START_TEST(quotes_hold_delimiters_line_ends_and_quotes)
{
	expect("a,b\n\"1,5\",\"x\ny\"\n", "[a|b][1,5|x\ny]");
	expect("a,b\n\"say \"\"hi\"\"\",\"\"\r\n", "[a|b][say \"hi\"|]");
	expect("a\n\"x\r\ny\"\r\n2\n", "[a][x\r\ny][2]");
	expect("a\n\"\"\n", "[a][]");
	expect("a\n\"x\"", "[a][x]");
	expect("a\n\"\"\"\"", "[a][\"]");
}
END_TEST

START_TEST(quote_inside_a_plain_field_is_a_character)
{
	expect("a,b\n5\" pipe,x\"y\"\n", "[a|b][5\" pipe|x\"y\"]");
}
END_TEST

START_TEST(empty_lines_are_no_rows)
{
	expect("a,b\n\n1,2\n\r\n3,4\n\n", "[a|b][1|2][3|4]");
}
END_TEST

START_TEST(bom_is_passed_over)
{
	expect("\xEF\xBB\xBF"
	       "a,b\n1,2\n",
	    "[a|b][1|2]");
	expect("\xEF\xBB\xBF\"a\",b\n1,2\n", "[a|b][1|2]");
	/* Only at the very begin. */
	expect("a\n\xEF\xBB\xBF"
	       "1\n",
	    "[a][\xEF\xBB\xBF"
	    "1]");
}
END_TEST

START_TEST(semicolons_and_tabs_divide_when_asked)
{
	g_autofree char *semicolons = told("a;b\n1,5;2\n", 10, ';');
	g_autofree char *tabs = told("a\tb\n1,5\t2\n", 10, '\t');

	ck_assert_str_eq(semicolons, "[a|b][1,5|2]");
	ck_assert_str_eq(tabs, "[a|b][1,5|2]");
}
END_TEST

START_TEST(rows_with_more_or_fewer_fields_are_wrong)
{
	expect("a,b\n1\n1,2\n1,2,3\n3,4\n", "[a|b]!2@2[1|2]!4@4[3|4]");
}
END_TEST

START_TEST(number_and_line_of_a_row_are_told)
{
	expect("a,b\n\"x\ny\nz\",1\n\nbad\n1,2\n", "[a|b][x\ny\nz|1]!3@6[1|2]");
}
END_TEST

START_TEST(bytes_that_are_no_utf8_are_a_mistake_of_their_row)
{
	expect("a\nf\xFCr\nf\xC3\xBCr\n", "[a]!2@2[f\xC3\xBCr]");
	expect("a\n\"f\xFCr\"\n1\n", "[a]!2@2[1]");
	expect("a,b\n\xC3,\xBC\n1,2\n", "[a|b]!2@2[1|2]");
}
END_TEST

START_TEST(nul_is_a_mistake_of_its_row)
{
	static const char text[] = "a\nx\0y\n\"\0\"\n1\n";
	g_autofree char *found = told(text, sizeof(text) - 1, ',');

	ck_assert_str_eq(found, "[a]!2@2!3@3[1]");
}
END_TEST

START_TEST(text_after_a_closing_quote_is_a_mistake_of_its_row)
{
	expect("a,b\n\"x\"y,1\n\"x\" ,1\n1,2\n", "[a|b]!2@2!3@3[1|2]");
	expect("a\n\"x\"\r\r\n1\n", "[a]!2@2[1]");
}
END_TEST

START_TEST(quote_that_never_closes_names_the_row_and_line)
{
	static const char text[] = "a,b\n1,2\n\"x\n\",\"3\n4,5\n";
	g_autoptr(csv) csv = opened(text, sizeof(text) - 1, ',');
	g_autoptr(GError) error = NULL;
	struct csv_row row;

	ck_assert_int_eq(csv_next(csv, &row, NULL), CSV_ROW);
	ck_assert_int_eq(csv_next(csv, &row, NULL), CSV_ROW);
	ck_assert_int_eq(csv_next(csv, &row, &error), CSV_FAILED);
	ck_assert_uint_eq(row.number, 3);
	ck_assert_uint_eq(row.line, 3);
	ck_assert_str_eq(error->message,
	    "the quote that opens a field on line 4 is never closed");
	ck_assert_int_eq(error->code, DRIPSCORE_ERROR_DATA);
	ck_assert_int_eq(csv_next(csv, &row, NULL), CSV_END);
}
END_TEST

/* A row of n bytes without its line end, between two others. */
static char *
told_with_long_row(gsize n, gboolean quoted)
{
	g_autoptr(GString) text = g_string_new("a\n");
	g_autofree char *found = NULL;
	char *sum;

	if (quoted)
		g_string_append_c(text, '"');
	for (gsize i = 0; i < n; i++)
		g_string_append_c(text, quoted && i % 2 ? '\n' : 'x');
	g_string_append(text, quoted ? "\"\nb\n" : "\nb\n");
	found = told(text->str, text->len, ',');
	sum = g_strdup_printf("%c%s", found[3], strrchr(found, '['));
	return sum;
}

START_TEST(row_over_1_mib_is_wrong_and_the_next_is_read)
{
	for (int quoted = 0; quoted < 2; quoted++) {
		g_autofree char *fits = told_with_long_row(CSV_ROW_MAX_BYTES -
			1,
		    quoted);
		g_autofree char *exceeds =
		    told_with_long_row(CSV_ROW_MAX_BYTES + 1, quoted);

		ck_assert_str_eq(fits, "[[b]");
		ck_assert_str_eq(exceeds, "![b]");
	}
}
END_TEST

START_TEST(a_thousand_columns_are_allowed)
{
	g_autoptr(GString) row = g_string_new(NULL);
	g_autofree char *fits = NULL, *exceeds = NULL;

	for (int i = 1; i < CSV_COLUMNS_MAX; i++)
		g_string_append_c(row, ',');
	fits = told(row->str, row->len, ',');
	ck_assert_int_eq(fits[0], '[');
	g_string_append_c(row, ',');
	exceeds = told(row->str, row->len, ',');
	ck_assert_str_eq(exceeds, "!1@1");
}
END_TEST

/* A stream that gives one byte a read, as a slow pipe may. */
struct drops {
	GInputStream parent;
	const char *text;
};
struct drops_class {
	GInputStreamClass parent;
};
GType drops_get_type(void);
typedef struct drops drops_object;
typedef struct drops_class drops_objectClass;
G_DEFINE_TYPE(drops_object, drops, G_TYPE_INPUT_STREAM)

static gssize
drops_read(GInputStream *stream, void *buffer, gsize n,
    G_GNUC_UNUSED GCancellable *cancellable, G_GNUC_UNUSED GError **error)
{
	struct drops *drops = (struct drops *)stream;

	if (n == 0 || *drops->text == '\0')
		return 0;
	*(char *)buffer = *drops->text++;
	return 1;
}

static void
drops_class_init(drops_objectClass *class)
{
	class->parent.read_fn = drops_read;
}

static void
drops_init(drops_object *drops)
{
	drops->text = "\xEF\xBB\xBF"
		      "a,b\r\n\"x\"\"\n\",2\r\n3,\"\"\r\n";
}

START_TEST(bytes_may_come_one_by_one)
{
	g_autoptr(GInputStream) stream = g_object_new(drops_get_type(), NULL);
	g_autoptr(csv) csv = csv_new(stream, ',');
	struct csv_row row;

	ck_assert_int_eq(csv_next(csv, &row, NULL), CSV_ROW);
	ck_assert_str_eq(row.fields[0], "a");
	ck_assert_int_eq(csv_next(csv, &row, NULL), CSV_ROW);
	ck_assert_str_eq(row.fields[0], "x\"\n");
	ck_assert_str_eq(row.fields[1], "2");
	ck_assert_int_eq(csv_next(csv, &row, NULL), CSV_ROW);
	ck_assert_str_eq(row.fields[0], "3");
	ck_assert_str_eq(row.fields[1], "");
	ck_assert_int_eq(csv_next(csv, &row, NULL), CSV_END);
	ck_assert_uint_eq(csv_bytes_read(csv), 24);
}
END_TEST

START_TEST(stream_that_cannot_be_read_is_told)
{
	g_autoptr(GInputStream)
	    stream = g_memory_input_stream_new_from_data("a\n", 2, NULL);
	g_autoptr(csv) csv = csv_new(stream, ',');
	g_autoptr(GError) error = NULL;
	struct csv_row row;

	g_input_stream_close(stream, NULL, NULL);
	ck_assert_int_eq(csv_next(csv, &row, &error), CSV_FAILED);
	ck_assert_int_eq(error->code, DRIPSCORE_ERROR_IO);
	ck_assert_int_eq(csv_next(csv, &row, NULL), CSV_END);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("csv");
	TCase *tcase = tcase_create("csv");

	tcase_add_test(tcase, fields_are_divided_and_rows_end);
	tcase_add_test(tcase, quotes_hold_delimiters_line_ends_and_quotes);
	tcase_add_test(tcase, quote_inside_a_plain_field_is_a_character);
	tcase_add_test(tcase, empty_lines_are_no_rows);
	tcase_add_test(tcase, bom_is_passed_over);
	tcase_add_test(tcase, semicolons_and_tabs_divide_when_asked);
	tcase_add_test(tcase, rows_with_more_or_fewer_fields_are_wrong);
	tcase_add_test(tcase, number_and_line_of_a_row_are_told);
	tcase_add_test(tcase,
	    bytes_that_are_no_utf8_are_a_mistake_of_their_row);
	tcase_add_test(tcase, nul_is_a_mistake_of_its_row);
	tcase_add_test(tcase,
	    text_after_a_closing_quote_is_a_mistake_of_its_row);
	tcase_add_test(tcase, quote_that_never_closes_names_the_row_and_line);
	tcase_add_test(tcase, row_over_1_mib_is_wrong_and_the_next_is_read);
	tcase_add_test(tcase, a_thousand_columns_are_allowed);
	tcase_add_test(tcase, bytes_may_come_one_by_one);
	tcase_add_test(tcase, stream_that_cannot_be_read_is_told);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
