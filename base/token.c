/*
 * token.c - makes and reads tokens. Looks nothing up: what an id stands for is
 * the caller's business. Called by the scheduler when it
 * composes a message, and by replies when one comes in.
 *
 * The MAC covers nine bytes: the purpose letter and the id, big-endian.
 */
#include "base/token.h"

#include <nettle/hmac.h>
#include <string.h>

#define MAC_DIGITS 20	 /* 100 bits */
#define ID_DIGITS_MAX 13 /* 63 bits */
#define DIGIT_BITS 5

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

/*
 * A MAC that has taken in its key, which is half of the work, and the same for
 * all tokens of one key: that is kept. Each digest leaves it as it was.
 */
static struct hmac_sha256_ctx *
hmac_of(const guint8 *key)
{
	static struct hmac_sha256_ctx hmac;
	static guint8 its_key[TOKEN_KEY_BYTES];
	static gboolean has_key;

	if (!has_key || memcmp(its_key, key, TOKEN_KEY_BYTES) != 0) {
		hmac_sha256_set_key(&hmac, TOKEN_KEY_BYTES, key);
		memcpy(its_key, key, TOKEN_KEY_BYTES);
		has_key = TRUE;
	}
	return &hmac;
}

/* Appends the first MAC_DIGITS base32 digits of the MAC. */
static void
append_mac(GString *text, const guint8 *key, enum token_purpose purpose,
    gint64 id)
{
	struct hmac_sha256_ctx *hmac = hmac_of(key);
	guint8 message[9] = { (guint8)purpose };
	guint8 digest[SHA256_DIGEST_SIZE];
	guint64 big_endian = GUINT64_TO_BE((guint64)id);

	memcpy(message + 1, &big_endian, sizeof(big_endian));
	hmac_sha256_update(hmac, sizeof(message), message);
	hmac_sha256_digest(hmac, sizeof(digest), digest);
	for (guint bit = 0; bit < MAC_DIGITS * DIGIT_BITS; bit += DIGIT_BITS) {
		guint pair = (guint)digest[bit / 8] << 8 | digest[bit / 8 + 1];

		g_string_append_c(text,
		    alphabet[pair >> (16 - DIGIT_BITS - bit % 8) & 31]);
	}
}

char *
token_make(const guint8 key[TOKEN_KEY_BYTES], enum token_purpose purpose,
    gint64 id)
{
	GString *text;

	g_assert(id > 0);
	text = g_string_sized_new(1 + ID_DIGITS_MAX + MAC_DIGITS);
	g_string_append_c(text, (char)purpose);
	for (int shift = (ID_DIGITS_MAX - 1) * DIGIT_BITS; shift >= 0;
	     shift -= DIGIT_BITS) {
		if (id >> shift != 0)
			g_string_append_c(text, alphabet[id >> shift & 31]);
	}
	append_mac(text, key, purpose, id);
	return g_string_free(text, FALSE);
}

/* FALSE unless the n digits are an id in the one form that we write. */
static gboolean
read_id(const char *digits, gsize n, gint64 *id)
{
	guint64 value = 0;

	if (n == 0 || n > ID_DIGITS_MAX || digits[0] == alphabet[0])
		return FALSE;
	for (gsize i = 0; i < n; i++) {
		const char *digit = memchr(alphabet, digits[i],
		    sizeof(alphabet) - 1);

		if (digit == NULL || value > G_MAXINT64 >> DIGIT_BITS)
			return FALSE;
		value = value << DIGIT_BITS | (guint64)(digit - alphabet);
	}
	*id = (gint64)value;
	return TRUE;
}

/* How long it takes must not tell how many characters were right. */
static gboolean
equal_in_constant_time(const char *a, const char *b, gsize n)
{
	volatile guint8 difference = 0;

	for (gsize i = 0; i < n; i++)
		difference |= (guint8)(a[i] ^ b[i]);
	return difference == 0;
}

gboolean
token_read(const guint8 key[TOKEN_KEY_BYTES], enum token_purpose purpose,
    const char *text, gint64 *id)
{
	gsize n = strnlen(text, 1 + ID_DIGITS_MAX + MAC_DIGITS + 1);
	g_autofree char *lower = g_ascii_strdown(text, (gssize)n);
	g_autoptr(GString) mac = g_string_new(NULL);
	gint64 found;

	if (n < 1 + 1 + MAC_DIGITS || lower[0] != (char)purpose ||
	    !read_id(lower + 1, n - 1 - MAC_DIGITS, &found))
		return FALSE;
	append_mac(mac, key, purpose, found);
	if (!equal_in_constant_time(mac->str, lower + n - MAC_DIGITS,
		MAC_DIGITS))
		return FALSE;
	*id = found;
	return TRUE;
}

static gint64
last_of(const struct token_former_key *former, enum token_purpose purpose)
{
	switch (purpose) {
	case TOKEN_REPLY:
	case TOKEN_UNSUBSCRIBE:
		return former->last_invitation;
	case TOKEN_BOUNCE:
	case TOKEN_MESSAGE_ID:
	case TOKEN_DELIVERY:
		return former->last_message;
	case TOKEN_CASE_OWNER:
	case TOKEN_CASE_CUSTOMER:
		return former->last_case;
	}
	g_assert_not_reached();
}

gboolean
token_read_any(const struct token_keys *keys, enum token_purpose purpose,
    const char *text, gint64 *id)
{
	gint64 found;

	if (token_read(keys->key, purpose, text, id))
		return TRUE;
	for (guint i = 0; i < keys->n_former; i++) {
		const struct token_former_key *former = &keys->former[i];

		if (!token_read(former->key, purpose, text, &found))
			continue;
		*id = found;
		return found <= last_of(former, purpose);
	}
	return FALSE;
}

void
token_keys_clear(struct token_keys *keys)
{
	if (keys->former != NULL)
		explicit_bzero(keys->former,
		    keys->n_former * sizeof(*keys->former));
	g_clear_pointer(&keys->former, g_free);
	explicit_bzero(keys, sizeof(*keys));
}
