/* test_mime.c - a mail that is written comes back by GMime as it was meant. */
#include "scheduler/mime.h"

#include <gmime/gmime.h>
#include <string.h>

#include "tests/unit/unit.h"

#define DATE_AT 1772366400 /* Sun, 1 March 2026 12:00:00 UTC */

static struct mime_mail mail;
static GMimeMessage *read_back;
static char *raw;

static void
begin(void)
{
	mime_init();
	mail = (struct mime_mail){
		.from = "Aurora Spa <survey@example.com>",
		.to_address = "ada@example.com",
		.subject = "How was it?",
		.message_id = "m1@example.com",
		.date_at = DATE_AT,
		.boundary = "=_m1",
		.text = "Hello\n",
		.html = "<p>Hello</p>\n",
	};
}

static void
end(void)
{
	g_clear_object(&read_back);
	g_clear_pointer(&raw, g_free);
}

/* Also: CRLF only, 7 bits, no line over 998 bytes. */
static void
write_and_read(void)
{
	g_autoptr(GBytes) bytes = mime_write(&mail);
	gsize n;
	const char *data = g_bytes_get_data(bytes, &n);
	gsize column = 0;
	GMimeStream *stream;
	GMimeParser *parser;

	for (gsize i = 0; i < n; i++) {
		ck_assert_msg((guchar)data[i] < 0x80 && data[i] != '\0',
		    "byte %zu is %d", i, data[i]);
		ck_assert_msg((data[i] == '\n') ==
			(i > 0 && data[i - 1] == '\r'),
		    "bare at byte %zu", i);
		column = data[i] == '\n' ? 0 : column + (data[i] != '\r');
		ck_assert_uint_le(column, 998);
	}
	ck_assert(g_str_has_suffix(data + n - 2, "\r\n"));
	end();
	raw = g_strndup(data, n);
	stream = g_mime_stream_mem_new_with_buffer(data, n);
	parser = g_mime_parser_new_with_stream(stream);
	read_back = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	ck_assert_ptr_nonnull(read_back);
}

static char *
body(const char *subtype)
{
	GMimeMultipart *both = GMIME_MULTIPART(
	    g_mime_message_get_mime_part(read_back));
	int i = strcmp(subtype, "plain") == 0 ? 0 : 1;
	GMimeObject *part = g_mime_multipart_get_part(both, i);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	ck_assert_int_eq(g_mime_multipart_get_count(both), 2);
	ck_assert_str_eq(g_mime_content_type_get_media_subtype(
			     g_mime_object_get_content_type(part)),
	    subtype);
	text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	lines = g_strsplit(text, "\r\n", -1);
	return g_strjoinv("\n", lines);
}

static void
header_is(const char *name, const char *expected)
{
	const char *value = g_mime_object_get_header(GMIME_OBJECT(read_back),
	    name);

	ck_assert_ptr_nonnull(value);
	ck_assert_str_eq(value, expected);
}

static void
mailbox_is(InternetAddressList *list, const char *name, const char *address)
{
	InternetAddress *one;

	ck_assert_int_eq(internet_address_list_length(list), 1);
	one = internet_address_list_get_address(list, 0);
	ck_assert(INTERNET_ADDRESS_IS_MAILBOX(one));
	ck_assert_str_eq(internet_address_get_name(one), name);
	ck_assert_str_eq(internet_address_mailbox_get_addr(
			     INTERNET_ADDRESS_MAILBOX(one)),
	    address);
}

/* No header but those that are meant to be there. */
static void
no_more_headers_than(int n)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(
	    GMIME_OBJECT(read_back));

	ck_assert_int_eq(g_mime_header_list_get_count(list), n);
}

START_TEST(a_plain_mail_comes_back_whole)
{
	g_autofree char *text = NULL, *html = NULL;
	GDateTime *date;

	write_and_read();
	mailbox_is(g_mime_message_get_from(read_back), "Aurora Spa",
	    "survey@example.com");
	mailbox_is(g_mime_message_get_to(read_back), "", "ada@example.com");
	ck_assert_str_eq(g_mime_message_get_subject(read_back), "How was it?");
	ck_assert_str_eq(g_mime_message_get_message_id(read_back),
	    "m1@example.com");
	date = g_mime_message_get_date(read_back);
	ck_assert_int_eq(g_date_time_to_unix(date), DATE_AT);
	ck_assert_ptr_nonnull(
	    strstr(raw, "\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\n"));
	text = body("plain");
	html = body("html");
	ck_assert_str_eq(text, "Hello\n");
	ck_assert_str_eq(html, "<p>Hello</p>\n");
	no_more_headers_than(6);
}
END_TEST

static const char *const subjects[] = {
	"Wie war es, Jürgen?",
	"\360\237\214\236 How was it? \360\237\230\200\360\237\230\200",
	"Ääkkösiä ja 日本語 mixed with words",
	"=?utf-8?q?looks_encoded?= but is not",
	"a?=b =? c ?=",
	"\"quotes\", commas, <angles> (brackets); @ all: of it \\",
	"x",
};

START_TEST(subjects_come_back_as_they_were)
{
	mail.subject = subjects[_i];
	write_and_read();
	ck_assert_str_eq(g_mime_message_get_subject(read_back), subjects[_i]);
	no_more_headers_than(6);
}
END_TEST

START_TEST(long_subjects_are_folded_and_come_back)
{
	static const char *const units[] = { "word ", "日本語",
		"\360\237\230\200", "ä b ", "unbroken" };
	g_autoptr(GString) subject = g_string_new(NULL);

	for (guint i = 0; i < 400; i++)
		g_string_append(subject, units[_i]);
	g_string_append(subject, "end");
	mail.subject = subject->str;
	write_and_read();
	ck_assert_str_eq(g_mime_message_get_subject(read_back), subject->str);
}
END_TEST

static const char *const names[] = {
	"Ada Lovelace",
	"Lovelace, Ada",
	"Ada \"The Countess\" Lovelace",
	"Ada (Countess)",
	"Jürgen Groß",
	"Groß, Jürgen \"J\"",
	"日本 太郎",
	"Ada \360\237\230\200",
	"Back\\slash",
	"a@b <c@d>",
	"Mr. Smith; Jr.",
	"=?utf-8?q?encoded?=",
	"=?x, <evil@example.net>, y",
};

START_TEST(names_come_back_and_bring_no_address_along)
{
	mail.to_name = names[_i];
	write_and_read();
	mailbox_is(g_mime_message_get_to(read_back), names[_i],
	    "ada@example.com");
}
END_TEST

START_TEST(a_name_in_from_may_be_quoted_or_not_ascii)
{
	static const struct {
		const char *from, *name, *address;
	} each[] = {
		{ "a@example.com", "", "a@example.com" },
		{ "<a@example.com>", "", "a@example.com" },
		{ "\"Spa, Aurora\" <a@example.com>", "Spa, Aurora",
		    "a@example.com" },
		{ "Hôtel Été <a@example.com>", "Hôtel Été", "a@example.com" },
		{ "\"The \\\"Spa\\\"\" <a@example.com>", "The \"Spa\"",
		    "a@example.com" },
		{ "=?utf-8?Q?Bob_=C3=BCber?= =?utf-8?Q?_die_Spa?= "
		  "<a@example.com>",
		    "Bob über die Spa", "a@example.com" },
		{ "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fa=3F=3D?= <a@example.com>",
		    "=?utf-8?Q?a?=", "a@example.com" },
	};

	mail.from = each[_i].from;
	write_and_read();
	mailbox_is(g_mime_message_get_from(read_back), each[_i].name,
	    each[_i].address);
}
END_TEST

START_TEST(a_very_long_name_keeps_lines_short)
{
	g_autofree char *name = g_strnfill(3000, 'a');

	mail.to_name = name;
	write_and_read();
	mailbox_is(g_mime_message_get_to(read_back), name, "ada@example.com");
}
END_TEST

START_TEST(line_breaks_in_values_make_no_header)
{
	static const char evil[] = "x\r\nBcc: evil@example.net\r\n\r\nbody\t"
				   "\x01\x7f";
	const struct mime_header headers[] = {
		{ "X-Text", evil, TRUE },
		{ "X-Raw", evil, FALSE },
		{ 0 },
	};

	mail.subject = mail.to_name = evil;
	mail.to_address = "ada@example.com\r\nBcc: evil@example.net";
	mail.from = "Aurora\r\nBcc: evil@example.net <a@example.com>";
	mail.headers = headers;
	write_and_read();
	no_more_headers_than(8);
	ck_assert_ptr_null(
	    g_mime_object_get_header(GMIME_OBJECT(read_back), "Bcc"));
	ck_assert_ptr_null(strstr(raw, "\r\nBcc"));
	ck_assert_ptr_null(strchr(raw, '\x01'));
}
END_TEST

START_TEST(further_headers_stand_in_it)
{
	static const struct mime_header headers[] = {
		{ "Precedence", "bulk", FALSE },
		{ "X-Name", "Hôtel", TRUE },
		{ 0 },
	};

	mail.headers = headers;
	write_and_read();
	header_is("Precedence", "bulk");
	header_is("X-Name", "Hôtel");
	no_more_headers_than(8);
}
END_TEST

START_TEST(without_html_there_is_the_text_alone)
{
	g_autofree char *text = NULL;
	GMimeObject *part;

	mail.html = "";
	mail.text = "Jürgen\nhalted\n";
	write_and_read();
	part = g_mime_message_get_mime_part(read_back);
	ck_assert(GMIME_IS_TEXT_PART(part));
	text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	ck_assert_str_eq(text, "Jürgen\r\nhalted\r\n");
	ck_assert_ptr_nonnull(
	    strstr(raw, "\r\nContent-Type: text/plain; charset=utf-8\r\n"));
	ck_assert_ptr_null(strstr(raw, "text/html"));
	ck_assert_ptr_null(strstr(raw, "=_m1"));
}
END_TEST

static const char *const bodies[] = {
	"",
	"\n",
	"no end of line",
	"two\n\nlines\n",
	".\n..\n.hidden\n",
	"From here\n>From there\n",
	"Ääkkösiä\n= and =3D and 日本語 \360\237\230\200\n",
	"blank at the end \nä\ttab\t\n",
	"--=_m\n--\n",
	"a\001b\n",
};

START_TEST(bodies_come_back_as_they_were)
{
	g_autofree char *text = NULL, *html = NULL;

	mail.text = bodies[_i];
	/* Without HTML there would be no second part. */
	mail.html = *bodies[_i] != '\0' ? bodies[_i] : " ";
	write_and_read();
	text = body("plain");
	html = body("html");
	/* A body of a part ends with its last line. */
	if (!g_str_has_suffix(bodies[_i], "\n")) {
		ck_assert_str_eq(g_strchomp(text), bodies[_i]);
		ck_assert_str_eq(g_strstrip(html), bodies[_i]);
	} else {
		ck_assert_str_eq(text, bodies[_i]);
		ck_assert_str_eq(html, bodies[_i]);
	}
}
END_TEST

START_TEST(long_lines_of_a_body_are_broken_and_come_back)
{
	g_autofree char *ascii = g_strnfill(5000, 'x');
	g_autoptr(GString) other = g_string_new(NULL);
	g_autofree char *text = NULL, *html = NULL;

	for (guint i = 0; i < 2000; i++)
		g_string_append(other, "日");
	mail.text = ascii;
	mail.html = other->str;
	write_and_read();
	text = body("plain");
	html = body("html");
	ck_assert_str_eq(g_strchomp(text), ascii);
	ck_assert_str_eq(g_strchomp(html), other->str);
}
END_TEST

START_TEST(carriage_returns_in_a_body_are_ends_of_lines)
{
	g_autofree char *text = NULL, *html = NULL;

	mail.text = "a\r\nb\r\n";
	mail.html = "ä\r\nb\r\n";
	write_and_read();
	text = body("plain");
	html = body("html");
	ck_assert_str_eq(text, "a\nb\n");
	ck_assert_str_eq(html, "ä\nb\n");
}
END_TEST

START_TEST(addresses_are_found_in_mailboxes)
{
	static const char *const none[] = { "", "nobody", "group: a@b;" };
	g_autofree char *bare = mime_address("a@example.com");
	g_autofree char *named = mime_address("\"A, B\" <a@example.com>");

	ck_assert_str_eq(bare, "a@example.com");
	ck_assert_str_eq(named, "a@example.com");
	for (gsize i = 0; i < G_N_ELEMENTS(none); i++) {
		g_autofree char *address = mime_address(none[i]);

		ck_assert(address == NULL || strchr(address, '@') == NULL);
	}
}
END_TEST

START_TEST(pictures_are_related_to_the_html_alone)
{
	static const guint8 png[200] = { 0x89, 'P', 'N', 'G', 0, 255, '\n' };
	const struct mime_picture pictures[] = {
		{ "light.1@example.com", png, sizeof(png) },
		{ "dark.1@example.com", png, 7 },
	};
	GMimeMultipart *both, *related;
	GMimeObject *part;
	GMimeStream *stream;
	GByteArray *bytes;

	mail.html = "<img src=\"cid:light.1@example.com\">\n";
	mail.pictures = pictures;
	mail.n_pictures = 2;
	write_and_read();
	both = GMIME_MULTIPART(g_mime_message_get_mime_part(read_back));
	ck_assert_int_eq(g_mime_multipart_get_count(both), 2);
	part = g_mime_multipart_get_part(both, 1);
	ck_assert(g_mime_content_type_is_type(
	    g_mime_object_get_content_type(part), "multipart", "related"));
	related = GMIME_MULTIPART(part);
	ck_assert_int_eq(g_mime_multipart_get_count(related), 3);
	part = g_mime_multipart_get_part(related, 1);
	ck_assert_str_eq(g_mime_object_get_content_id(part),
	    "light.1@example.com");
	bytes = g_byte_array_new();
	stream = g_mime_stream_mem_new_with_byte_array(bytes);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	g_mime_data_wrapper_write_to_stream(
	    g_mime_part_get_content(GMIME_PART(part)), stream);
	ck_assert_uint_eq(bytes->len, sizeof(png));
	ck_assert_mem_eq(bytes->data, png, sizeof(png));
	g_object_unref(stream);
	g_byte_array_unref(bytes);
	for (const char *line = strstr(raw, "iVBORw"); *line != '\r';
	     line = strchr(line, '\n') + 1)
		ck_assert_uint_le(strcspn(line, "\r"), 76);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("mime");
	TCase *tcase = tcase_create("mime");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_plain_mail_comes_back_whole);
	tcase_add_loop_test(tcase, subjects_come_back_as_they_were, 0,
	    G_N_ELEMENTS(subjects));
	tcase_add_loop_test(tcase, long_subjects_are_folded_and_come_back, 0,
	    5);
	tcase_add_loop_test(tcase, names_come_back_and_bring_no_address_along,
	    0, G_N_ELEMENTS(names));
	tcase_add_loop_test(tcase, a_name_in_from_may_be_quoted_or_not_ascii, 0,
	    7);
	tcase_add_test(tcase, a_very_long_name_keeps_lines_short);
	tcase_add_test(tcase, line_breaks_in_values_make_no_header);
	tcase_add_test(tcase, further_headers_stand_in_it);
	tcase_add_test(tcase, without_html_there_is_the_text_alone);
	tcase_add_loop_test(tcase, bodies_come_back_as_they_were, 0,
	    G_N_ELEMENTS(bodies));
	tcase_add_test(tcase, long_lines_of_a_body_are_broken_and_come_back);
	tcase_add_test(tcase, carriage_returns_in_a_body_are_ends_of_lines);
	tcase_add_test(tcase, addresses_are_found_in_mailboxes);
	tcase_add_test(tcase, pictures_are_related_to_the_html_alone);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
