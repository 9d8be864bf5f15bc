/*
 * test_token.c - tokens: what is made is read, and nothing else is.
 */
#include "base/token.h"

#include <string.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static guint8 key[TOKEN_KEY_BYTES];

static const enum token_purpose purposes[] = { TOKEN_REPLY, TOKEN_BOUNCE,
	TOKEN_UNSUBSCRIBE, TOKEN_MESSAGE_ID, TOKEN_CASE_OWNER,
	TOKEN_CASE_CUSTOMER };

static void
fill_key(void)
{
	for (guint i = 0; i < sizeof(key); i++)
		key[i] = (guint8)i;
}

/* Computed apart, with Python's hmac and base64. */
START_TEST(tokens_are_what_the_header_says)
{
	static const struct {
		enum token_purpose purpose;
		gint64 id;
		const char *token;
	} known[] = {
		{ TOKEN_REPLY, 1, "rb7lo6wodfdnwt34x3ow4d" },
		{ TOKEN_BOUNCE, 32, "bbavf3uhatgvxgqpaw5r64a" },
		{ TOKEN_UNSUBSCRIBE, 1000000, "u6qsa6xjtn2uhmcahvvqt4ffr" },
		{ TOKEN_MESSAGE_ID, G_MAXINT64,
		    "mh777777777777syimr4ot5gxqo2mmyfso" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
		g_autofree char *token = token_make(key, known[i].purpose,
		    known[i].id);
		gint64 id = 0;

		ck_assert_str_eq(token, known[i].token);
		ck_assert(token_read(key, known[i].purpose, token, &id));
		ck_assert_int_eq(id, known[i].id);
	}
}
END_TEST

START_TEST(every_id_comes_back_in_any_case)
{
	for (gint64 id = 1; id > 0 && id < G_MAXINT64 / 3; id = id * 3 - 1) {
		g_autofree char *token = token_make(key, TOKEN_REPLY, id);
		g_autofree char *upper = g_ascii_strup(token, -1);
		gint64 read = 0;

		ck_assert_uint_eq(strspn(token,
				      "abcdefghijklmnopqrstuvwxyz"
				      "234567"),
		    strlen(token));
		ck_assert_uint_ge(strlen(token), 22);
		ck_assert_uint_le(strlen(token), 34);
		ck_assert(token_read(key, TOKEN_REPLY, upper, &read));
		ck_assert_int_eq(read, id);
		if (id == 1)
			id = 2;
	}
}
END_TEST

START_TEST(token_opens_only_its_own_purpose)
{
	for (gsize i = 0; i < G_N_ELEMENTS(purposes); i++) {
		g_autofree char *token = token_make(key, purposes[i], 4711);

		for (gsize j = 0; j < G_N_ELEMENTS(purposes); j++) {
			gint64 id = 0;

			ck_assert_int_eq(token_read(key, purposes[j], token,
					     &id),
			    i == j);
			/* The letter alone must not carry it over. */
			token[0] = (char)purposes[j];
			ck_assert_int_eq(token_read(key, purposes[j], token,
					     &id),
			    i == j);
			token[0] = (char)purposes[i];
		}
	}
}
END_TEST

START_TEST(any_other_character_anywhere_is_refused)
{
	g_autofree char *token = token_make(key, TOKEN_REPLY, 123456789);

	for (gsize i = 0; i < strlen(token); i++) {
		char was = token[i];

		for (int c = 1; c < 256; c++) {
			gint64 id = -5;

			token[i] = (char)c;
			if (g_ascii_tolower(token[i]) == was)
				continue;
			ck_assert_msg(!token_read(key, TOKEN_REPLY, token, &id),
			    "character %d at %zu", c, i);
			ck_assert_int_eq(id, -5);
		}
		token[i] = was;
	}
}
END_TEST

START_TEST(other_lengths_are_refused)
{
	g_autofree char *token = token_make(key, TOKEN_REPLY, 123456789);
	g_autofree char *longer = g_strconcat(token, "a", NULL);
	g_autofree char *spaced = g_strconcat(token, " ", NULL);
	g_autofree char *endless = g_strnfill(100000, 'r');
	gint64 id;

	for (gsize n = 0; n < strlen(token); n++) {
		g_autofree char *cut = g_strndup(token, n);

		ck_assert(!token_read(key, TOKEN_REPLY, cut, &id));
		ck_assert(!token_read(key, TOKEN_REPLY, token + 1 + n, &id));
	}
	ck_assert(!token_read(key, TOKEN_REPLY, longer, &id));
	ck_assert(!token_read(key, TOKEN_REPLY, spaced, &id));
	ck_assert(!token_read(key, TOKEN_REPLY, endless, &id));
}
END_TEST

/* With a right MAC, so that only the form of the id can be the reason. */
START_TEST(id_in_another_form_is_refused_in_spite_of_its_mac)
{
	g_autofree char *token = token_make(key, TOKEN_REPLY, 33);
	g_autofree char *padded = g_strconcat("ra", token + 1, NULL);
	g_autofree char *max = token_make(key, TOKEN_REPLY, G_MAXINT64);
	g_autofree char *overflown = g_strdup(max);
	gint64 id;

	ck_assert(token_read(key, TOKEN_REPLY, token, &id));
	ck_assert(!token_read(key, TOKEN_REPLY, padded, &id));
	/* 13 digits hold 65 bits: two bits too many, cut off, are the same. */
	ck_assert(token_read(key, TOKEN_REPLY, max, &id));
	ck_assert_int_eq(overflown[1], 'h');
	for (const char *c = "ipx7"; *c != '\0'; c++) {
		overflown[1] = *c;
		ck_assert(!token_read(key, TOKEN_REPLY, overflown, &id));
	}
}
END_TEST

/* HMAC of purpose and id 0, as an attacker with an oracle might have it. */
START_TEST(id_zero_is_refused_in_spite_of_its_mac)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, key, 32);
	g_autoptr(GString) none = g_string_new("r");
	g_autoptr(GString) zero = g_string_new("ra");
	guint8 message[9] = { 'r' }, digest[32];
	gsize n = sizeof(digest);
	guint bits = 0, value = 0;
	gint64 id;

	g_hmac_update(hmac, message, sizeof(message));
	g_hmac_get_digest(hmac, digest, &n);
	for (gsize i = 0; zero->len < 22; i++) {
		value = (value << 8 | digest[i]) & 0xffff;
		for (bits += 8; bits >= 5 && zero->len < 22; bits -= 5) {
			char c = alphabet[value >> (bits - 5) & 31];

			g_string_append_c(zero, c);
			g_string_append_c(none, c);
		}
	}
	ck_assert(!token_read(key, TOKEN_REPLY, zero->str, &id));
	ck_assert(!token_read(key, TOKEN_REPLY, none->str, &id));
}
END_TEST

/* GLib says "Bail out!" on stdout when it aborts; ours is a forked child. */
static void
keep_tap_clean(void)
{
	dup2(STDERR_FILENO, STDOUT_FILENO);
}

START_TEST(no_token_is_made_for_id_zero)
{
	keep_tap_clean();
	g_free(token_make(key, TOKEN_REPLY, 0));
}
END_TEST

START_TEST(no_token_is_made_for_a_negative_id)
{
	keep_tap_clean();
	g_free(token_make(key, TOKEN_REPLY, -1));
}
END_TEST

START_TEST(another_key_opens_nothing)
{
	g_autofree char *token = token_make(key, TOKEN_REPLY, 99);
	gint64 id;

	for (guint i = 0; i < sizeof(key); i++) {
		key[i] ^= 1;
		ck_assert(!token_read(key, TOKEN_REPLY, token, &id));
		key[i] ^= 1;
	}
	ck_assert(token_read(key, TOKEN_REPLY, token, &id));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("token");
	TCase *tcase = tcase_create("token");

	tcase_add_checked_fixture(tcase, fill_key, NULL);
	tcase_add_test(tcase, tokens_are_what_the_header_says);
	tcase_add_test(tcase, every_id_comes_back_in_any_case);
	tcase_add_test(tcase, token_opens_only_its_own_purpose);
	tcase_add_test(tcase, any_other_character_anywhere_is_refused);
	tcase_add_test(tcase, other_lengths_are_refused);
	tcase_add_test(tcase,
	    id_in_another_form_is_refused_in_spite_of_its_mac);
	tcase_add_test(tcase, id_zero_is_refused_in_spite_of_its_mac);
	unit_add_abort_test(tcase, no_token_is_made_for_id_zero);
	unit_add_abort_test(tcase, no_token_is_made_for_a_negative_id);
	tcase_add_test(tcase, another_key_opens_nothing);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
