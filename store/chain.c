/*
 * chain.c - see chain.h. The hash covers touchpoint, score, answered_at, source
 * and author, and salted digests of contact and comment: salt and text can be
 * erased together, and the chain still verifies.
 */
#include "store/chain.h"

#include <string.h>

static void
hash_text(GChecksum *sum, const char *text)
{
	const char *said = text != NULL ? text : "";

	/* The ending NUL keeps "ab","c" apart from "a","bc". */
	g_checksum_update(sum, (const guchar *)said,
	    (gssize)(strlen(said) + 1));
}

static void
hash_int(GChecksum *sum, gint64 value)
{
	gint64 big_endian = GINT64_TO_BE(value);

	g_checksum_update(sum, (const guchar *)&big_endian, sizeof(big_endian));
}

static void
hash_bytes(GChecksum *sum, GBytes *bytes)
{
	gsize n;
	const guchar *data = g_bytes_get_data(bytes, &n);

	g_checksum_update(sum, data, (gssize)n);
}

static GBytes *
sum_end(GChecksum *sum)
{
	guint8 hash[CHAIN_HASH_BYTES];
	gsize n = sizeof(hash);

	g_checksum_get_digest(sum, hash, &n);
	g_checksum_free(sum);
	return g_bytes_new(hash, n);
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
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);

	hash_bytes(sum, salt);
	hash_text(sum, text);
	return sum_end(sum);
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
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);

	hash_bytes(sum, before);
	hash_text(sum, link->touchpoint);
	hash_int(sum, link->score);
	hash_int(sum, link->answered_at);
	hash_text(sum, link->source);
	hash_text(sum, link->author);
	hash_bytes(sum, link->contact_digest);
	hash_bytes(sum, link->comment_digest);
	return sum_end(sum);
}
