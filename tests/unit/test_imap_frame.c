/*
 * test_imap_frame.c - what passes between the daemon and the IMAP worker, and
 * the listing of a server, good and bad.
 */
#include <string.h>

#include "base/errors.h"
#include "providers/imap_frame.h"
#include "providers/imap_listing.h"
#include "tests/unit/unit.h"

static void
add_mail(struct imap_answer *answer, guint32 uid, const char *text)
{
	struct inbox_mail mail = { .position = answer->looked_at };

	mail.position.last_uid = uid;
	mail.bytes = g_bytes_new(text, strlen(text));
	g_array_append_val(answer->mails, mail);
}

static GBytes *
sample_answer(void)
{
	g_autoptr(imap_answer) answer = imap_answer_new();

	answer->looked_at.uidvalidity = 4294967295;
	answer->looked_at.last_uid = 9;
	answer->more = TRUE;
	add_mail(answer, 3, "first mail");
	add_mail(answer, 5, "");
	add_mail(answer, 9, "last");
	answer->error = g_error_new(DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "what \"went\" wrong \xff");
	return imap_answer_pack(answer);
}

START_TEST(a_question_comes_over_as_it_was)
{
	const struct imap_question question = {
		.url = "imaps://example.com/INBOX",
		.user = "ada",
		.bearer = "token",
		.plaintext = TRUE,
		.from = { .uidvalidity = 4294967295, .last_uid = 17 },
		.max_mails = 64,
		.max_bytes = 1 << 24,
		.max_mail = 1 << 20,
		.timeout_ms = 30000,
		.batch_ms = 60000,
		.budget_ms = 120000,
	};
	g_autoptr(GBytes) bytes = imap_question_pack(&question);
	json_t *root = NULL;
	g_autofree struct imap_question *read = imap_question_unpack(bytes,
	    &root, NULL);

	ck_assert_ptr_nonnull(read);
	ck_assert_str_eq(read->url, question.url);
	ck_assert_str_eq(read->user, question.user);
	ck_assert_str_eq(read->bearer, question.bearer);
	ck_assert_ptr_null(read->password);
	ck_assert_ptr_null(read->ca_file);
	ck_assert_int_eq(read->plaintext, TRUE);
	ck_assert_uint_eq(read->from.uidvalidity, 4294967295);
	ck_assert_uint_eq(read->from.last_uid, 17);
	ck_assert_int_eq(read->max_mails, 64);
	ck_assert_int_eq(read->max_bytes, 1 << 24);
	ck_assert_int_eq(read->max_mail, 1 << 20);
	ck_assert_int_eq(read->timeout_ms, 30000);
	ck_assert_int_eq(read->batch_ms, 60000);
	ck_assert_int_eq(read->budget_ms, 120000);
	json_decref(root);
}
END_TEST

START_TEST(what_is_no_question_is_refused)
{
	static const char *const bad[] = { "", "x", "[]", "{}",
		"{\"url\": 1}" };

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GBytes) bytes = g_bytes_new(bad[i], strlen(bad[i]));
		g_autoptr(GError) error = NULL;
		json_t *root = NULL;

		ck_assert_ptr_null(imap_question_unpack(bytes, &root, &error));
		ck_assert_ptr_null(root);
		ck_assert_ptr_nonnull(error);
	}
}
END_TEST

START_TEST(an_answer_comes_over_as_it_was)
{
	g_autoptr(GBytes) bytes = sample_answer();
	g_autoptr(GError) error = NULL;
	g_autoptr(imap_answer) answer = imap_answer_unpack(bytes, &error);
	const struct inbox_mail *mails;

	ck_assert_ptr_nonnull(answer);
	ck_assert_uint_eq(answer->looked_at.uidvalidity, 4294967295);
	ck_assert_uint_eq(answer->looked_at.last_uid, 9);
	ck_assert_int_eq(answer->more, TRUE);
	ck_assert_uint_eq(answer->mails->len, 3);
	mails = &g_array_index(answer->mails, struct inbox_mail, 0);
	ck_assert_uint_eq(mails[0].position.last_uid, 3);
	ck_assert_uint_eq(mails[0].position.uidvalidity, 4294967295);
	ck_assert_uint_eq(g_bytes_get_size(mails[0].bytes), 10);
	ck_assert_uint_eq(g_bytes_get_size(mails[1].bytes), 0);
	ck_assert_mem_eq(g_bytes_get_data(mails[2].bytes, NULL), "last", 4);
	ck_assert(g_error_matches(answer->error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_DATA));
	ck_assert(
	    g_str_has_prefix(answer->error->message, "what \"went\" wrong "));
}
END_TEST

START_TEST(an_answer_cut_anywhere_or_too_long_is_refused)
{
	g_autoptr(GBytes) bytes = sample_answer();
	gsize n;
	const char *data = g_bytes_get_data(bytes, &n);
	g_autofree char *longer = g_malloc(n + 1);

	for (gsize i = 0; i < n; i++) {
		g_autoptr(GBytes) part = g_bytes_new(data, i);
		g_autoptr(GError) error = NULL;

		ck_assert_ptr_null(imap_answer_unpack(part, &error));
		ck_assert_ptr_nonnull(error);
	}
	memcpy(longer, data, n);
	longer[n] = 'x';
	{
		g_autoptr(GBytes) whole = g_bytes_new(longer, n + 1);

		ck_assert_ptr_null(imap_answer_unpack(whole, NULL));
	}
}
END_TEST

/* An answer with this JSON and four bytes of mails. */
static GBytes *
answer_with(const char *json)
{
	GByteArray *frame = g_byte_array_new();
	guint32 n = GUINT32_TO_BE((guint32)strlen(json));

	g_byte_array_append(frame, (const guint8 *)&n, sizeof(n));
	g_byte_array_append(frame, (const guint8 *)json, (guint)strlen(json));
	g_byte_array_append(frame, (const guint8 *)"mail", 4);
	return g_byte_array_free_to_bytes(frame);
}

START_TEST(an_answer_that_promises_what_is_not_there_is_refused)
{
#define HEAD "{\"uidvalidity\":1,\"looked_at\":9,\"more\":false,\"mails\":"
	static const char *const bad[] = {
		HEAD "[{\"uid\":3,\"bytes\":5}]}",
		HEAD "[{\"uid\":3,\"bytes\":3}]}",
		HEAD "[{\"uid\":3,\"bytes\":-1},{\"uid\":4,\"bytes\":5}]}",
		HEAD "[{\"uid\":0,\"bytes\":4}]}",
		HEAD "[{\"uid\":4294967296,\"bytes\":4}]}",
		HEAD "[{\"uid\":3,\"bytes\":2},{\"uid\":3,\"bytes\":2}]}",
		HEAD "[{\"uid\":3,\"bytes\":9223372036854775807}]}",
		HEAD "[]}",
		HEAD "7}",
		"{\"uidvalidity\":-1,\"looked_at\":9,\"more\":false,"
		"\"mails\":[{\"uid\":3,\"bytes\":4}]}",
	};
	g_autoptr(GBytes) good = answer_with(HEAD "[{\"uid\":3,\"bytes\":4}]}");
	g_autoptr(imap_answer) answer = imap_answer_unpack(good, NULL);

	ck_assert_ptr_nonnull(answer);
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GBytes) bytes = answer_with(bad[i]);

		ck_assert_msg(imap_answer_unpack(bytes, NULL) == NULL, "%s",
		    bad[i]);
	}
}
END_TEST

START_TEST(a_listing_is_read_in_any_pieces_and_in_order)
{
	const char *text =
	    "* 3 FETCH (UID 12 RFC822.SIZE 300)\r\n"
	    "* 1 fetch (RFC822.SIZE 100 uid 10 FLAGS (\\Seen))\r\n"
	    "* 4 EXISTS\r\n"
	    "* 1 FETCH (UID 10 RFC822.SIZE 100)\r\n"
	    "* 9 FETCH (UID 9 RFC822.SIZE 1)\r\n"
	    "* 9 FETCH (UID 21 RFC822.SIZE 1)\r\n"
	    "* 9 FETCH (UID 99999999999999999999 RFC822.SIZE 1)\r\n"
	    "* 2 FETCH (UID 11)\r\n"
	    "* 5 FETCH (UID 13 RFC822.SI";
	static const struct imap_listed expected[] = { { .uid = 10,
							   .size = 100 },
		{ .uid = 11, .size = 0 }, { .uid = 12, .size = 300 } };

	for (gsize piece = 1; piece < 50; piece++) {
		struct imap_listing *listing = imap_listing_new(10, 20);
		g_autoptr(GArray) mails = NULL;

		for (gsize at = 0; at < strlen(text); at += piece)
			ck_assert(imap_listing_feed(listing, text + at,
			    MIN(piece, strlen(text) - at)));
		mails = imap_listing_mails(listing);
		imap_listing_free(listing);
		ck_assert_uint_eq(mails->len, 3);
		for (guint i = 0; i < 3; i++) {
			struct imap_listed mail = g_array_index(mails,
			    struct imap_listed, i);

			ck_assert_uint_eq(mail.uid, expected[i].uid);
			ck_assert_int_eq(mail.size, expected[i].size);
		}
	}
}
END_TEST

START_TEST(a_listing_without_end_is_cut_off)
{
	const char *line = "* 1 FETCH (UID 1 RFC822.SIZE 1)\r\n";
	struct imap_listing *listing = imap_listing_new(1, 1);

	for (guint i = 0; i < IMAP_LISTED_MAX; i++)
		ck_assert(imap_listing_feed(listing, line, strlen(line)));
	ck_assert(!imap_listing_feed(listing, line, strlen(line)));
	imap_listing_free(listing);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("imap_frame");
	TCase *frames = tcase_create("frames");

	tcase_add_test(frames, a_question_comes_over_as_it_was);
	tcase_add_test(frames, what_is_no_question_is_refused);
	tcase_add_test(frames, an_answer_comes_over_as_it_was);
	tcase_add_test(frames, an_answer_cut_anywhere_or_too_long_is_refused);
	tcase_add_test(frames,
	    an_answer_that_promises_what_is_not_there_is_refused);
	tcase_add_test(frames, a_listing_is_read_in_any_pieces_and_in_order);
	tcase_add_test(frames, a_listing_without_end_is_cut_off);
	suite_add_tcase(suite, frames);
	return unit_run(suite);
}
