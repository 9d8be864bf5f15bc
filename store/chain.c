/*
 * chain.c - see chain.h. The hash covers touchpoint, score, answered_at, source
 * and author, and salted digests of contact and comment: salt and text can be
 * erased together, and the chain still verifies.
 */
#include "store/chain.h"

#include <nettle/sha2.h>
#include <string.h>

static void
hash_text(struct sha256_ctx *sum, const char *text)
{
	const char *said = text != NULL ? text : "";

	/* The ending NUL keeps "ab","c" apart from "a","bc". */
	sha256_update(sum, strlen(said) + 1, (const guint8 *)said);
}

static void
hash_int(struct sha256_ctx *sum, gint64 value)
{
	gint64 big_endian = GINT64_TO_BE(value);

	sha256_update(sum, sizeof(big_endian), (const guint8 *)&big_endian);
}

static void
hash_bytes(struct sha256_ctx *sum, GBytes *bytes)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(bytes, &n);

	sha256_update(sum, n, data);
}

static GBytes *
sum_end(struct sha256_ctx *sum)
{
	guint8 hash[CHAIN_HASH_BYTES];

	sha256_digest(sum, sizeof(hash), hash);
	return g_bytes_new(hash, sizeof(hash));
}

GBytes *
chain_begin(void)
{
	static const guint8 zero[CHAIN_HASH_BYTES];

	return g_bytes_new_static(zero, sizeof(zero));
}

GBytes *
chain_digest(GBytes *salt, const char *text)
{
	struct sha256_ctx sum;

	sha256_init(&sum);
	hash_bytes(&sum, salt);
	hash_text(&sum, text);
	return sum_end(&sum);
}

GBytes *
chain_contact_digest(GBytes *salt, gint64 contact_id)
{
	char text[32];

	g_snprintf(text, sizeof(text), "%" G_GINT64_FORMAT, contact_id);
	return chain_digest(salt, text);
}

GBytes *
chain_hash(GBytes *before, const struct chain_link *link)
{
	struct sha256_ctx sum;

	sha256_init(&sum);
	hash_bytes(&sum, before);
	hash_text(&sum, link->touchpoint);
	hash_int(&sum, link->score);
	hash_int(&sum, link->answered_at);
	hash_text(&sum, link->source);
	hash_text(&sum, link->author);
	hash_bytes(&sum, link->contact_digest);
	hash_bytes(&sum, link->comment_digest);
	return sum_end(&sum);
}
