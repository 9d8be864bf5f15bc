/* test_reading_pack.c - readings between two processes, one of which may have
 * been taken over by what it read. */
#include <string.h>

#include "replies/read_many.h"
#include "replies/reading_pack.h"
#include "tests/unit/unit.h"

static struct reading *
full(void)
{
	struct reading *reading = reading_new();

	reading->kind = REPLY_BOUNCE;
	reading->score = 10;
	reading->unclear = TRUE;
	reading->permanent = TRUE;
	reading->written_at = -1;
	reading->return_at = 1772668800;
	reading->comment = g_strdup("Très bien");
	reading->text = g_strdup("10\nTrès bien");
	reading->message_id = g_strdup("a@example.net");
	reading->from = g_strdup("ada@example.com");
	reading->status = g_strdup("5.1.1");
	reading->reason = g_strdup("");
	g_ptr_array_add(reading->recipients, g_strdup("one"));
	g_ptr_array_add(reading->recipients, g_strdup("two"));
	g_ptr_array_add(reading->references, g_strdup(""));
	g_ptr_array_add(reading->failed, g_strdup("three"));
	reading->from_name = g_strdup("Ada");
	reading->files = 3;
	reading->marked = TRUE;
	return reading;
}

/* The same, as people see it. */
static void
is_same(const struct reading *one, const struct reading *other)
{
	json_t *a = reading_to_json(one);
	json_t *b = reading_to_json(other);

	ck_assert(json_equal(a, b));
	json_decref(a);
	json_decref(b);
}

static void
comes_back(const struct reading *reading)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(reading) back = NULL;

	reading_pack(bytes, reading);
	back = reading_unpack(bytes->data, bytes->len);
	ck_assert_ptr_nonnull(back);
	ck_assert_str_eq(back->from_name != NULL ? back->from_name : "",
	    reading->from_name != NULL ? reading->from_name : "");
	ck_assert_uint_eq(back->files, reading->files);
	ck_assert_int_eq(back->marked, reading->marked);
	is_same(reading, back);
}

START_TEST(what_is_packed_comes_back)
{
	g_autoptr(reading) one = full();
	g_autoptr(reading) other = reading_new();

	comes_back(one);
	comes_back(other);
}
END_TEST

START_TEST(what_is_no_utf8_is_left_out)
{
	g_autoptr(reading) reading = full();
	g_autoptr(reading) back = NULL;
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	g_free(reading->comment);
	reading->comment = g_strdup("\xff");
	g_ptr_array_add(reading->failed, g_strdup("\xc3"));
	g_ptr_array_add(reading->failed, g_strdup("four"));
	reading_pack(bytes, reading);
	back = reading_unpack(bytes->data, bytes->len);
	ck_assert_ptr_nonnull(back);
	ck_assert_ptr_null(back->comment);
	ck_assert_uint_eq(back->failed->len, 2);
	ck_assert_str_eq(back->failed->pdata[1], "four");
}
END_TEST

START_TEST(what_is_cut_or_goes_on_is_none)
{
	g_autoptr(reading) reading = full();
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	reading_pack(bytes, reading);
	for (gsize n = 0; n < bytes->len; n++) {
		/* Of its own size: valgrind and ASan see what lies behind. */
		g_autofree guint8 *part = g_memdup2(bytes->data, n);
		g_autoptr(reading) back = reading_unpack(part, n);

		ck_assert_ptr_null(back);
	}
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	ck_assert_ptr_null(reading_unpack(bytes->data, bytes->len));
}
END_TEST

/* One byte after the other is changed: what comes back is whole, or nothing. */
START_TEST(what_was_tampered_with_is_a_reading_or_none)
{
	g_autoptr(reading) reading = full();
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	reading_pack(bytes, reading);
	for (guint i = 0; i < bytes->len; i++) {
		guint8 was = bytes->data[i];

		for (guint value = 0; value < 256; value += 5) {
			g_autoptr(reading) back = NULL;

			bytes->data[i] = (guint8)value;
			back = reading_unpack(bytes->data, bytes->len);
			if (back == NULL)
				continue;
			ck_assert_int_le(back->kind, REPLY_UNREADABLE);
			ck_assert_int_ge(back->score, -1);
			ck_assert_int_le(back->score, 10);
			ck_assert(back->text == NULL ||
			    g_utf8_validate(back->text, -1, NULL));
		}
		bytes->data[i] = was;
	}
}
END_TEST

START_TEST(no_mail_names_so_many)
{
	g_autoptr(reading) reading = full();
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	for (guint i = 0; i < 100000; i++)
		g_ptr_array_add(reading->references, g_strdup("a@b"));
	reading_pack(bytes, reading);
	ck_assert_ptr_null(reading_unpack(bytes->data, bytes->len));
}
END_TEST

START_TEST(an_answer_has_its_score)
{
	g_autoptr(reading) reading = reading_new();
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	reading->kind = REPLY_ANSWER;
	reading_pack(bytes, reading);
	ck_assert_ptr_null(reading_unpack(bytes->data, bytes->len));
}
END_TEST

START_TEST(many_come_back_in_their_order_or_not_at_all)
{
	g_autoptr(GByteArray) frames = g_byte_array_new();
	g_autoptr(GBytes) question = NULL;
	g_autoptr(GBytes) answer = NULL;
	g_autoptr(GBytes) less = NULL;
	g_autoptr(GPtrArray) readings = NULL;
	g_autoptr(GPtrArray) jsons = NULL;

	for (guint i = 0; i < 3; i++) {
		g_autofree char *mail = g_strdup_printf(
		    "From: a@example.com\nSubject: x\n\n%u\n", 7 + i);
		g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));

		read_many_add(frames, bytes);
	}
	question = g_bytes_new(frames->data, frames->len);
	answer = read_many_answer(question);
	readings = read_many_readings(answer, 3);
	ck_assert_ptr_nonnull(readings);
	for (guint i = 0; i < 3; i++) {
		const struct reading *one = readings->pdata[i];

		ck_assert_int_eq(one->score, (int)(7 + i));
	}
	jsons = read_many_json(answer, 3);
	ck_assert_ptr_nonnull(jsons);
	ck_assert_int_eq(json_integer_value(
			     json_object_get(jsons->pdata[2], "score")),
	    9);
	ck_assert_ptr_null(read_many_readings(answer, 2));
	ck_assert_ptr_null(read_many_json(answer, 4));
	less = g_bytes_new_from_bytes(answer, 0, g_bytes_get_size(answer) - 1);
	ck_assert_ptr_null(read_many_readings(less, 3));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("reading_pack");
	TCase *tcase = tcase_create("pack");

	tcase_add_test(tcase, what_is_packed_comes_back);
	tcase_add_test(tcase, what_is_no_utf8_is_left_out);
	tcase_add_test(tcase, what_is_cut_or_goes_on_is_none);
	tcase_add_test(tcase, what_was_tampered_with_is_a_reading_or_none);
	tcase_add_test(tcase, no_mail_names_so_many);
	tcase_add_test(tcase, an_answer_has_its_score);
	tcase_add_test(tcase, many_come_back_in_their_order_or_not_at_all);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
