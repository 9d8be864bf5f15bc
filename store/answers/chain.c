/*
 * chain.c - see chain.h. Contact and comment are covered by salted digests:
 * salt and text can be erased together, and the chain still verifies.
 */
#include "store/answers/chain.h"

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

/* What is not there differs from what is empty. */
static void
hash_optional(struct sha256_ctx *sum, const char *text)
{
	guint8 there = text != NULL;

	sha256_update(sum, 1, &there);
	if (text != NULL)
		hash_text(sum, text);
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

void
chain_add_facet(GString *facets, const char *name, const char *value)
{
	/* The length keeps apart what a value might say by itself. */
	g_string_append_printf(facets, "%s=%" G_GSIZE_FORMAT ":%s\n", name,
	    strlen(value), value);
}

static void
hash_first(struct sha256_ctx *sum, const struct chain_link *link)
{
	hash_text(sum, link->touchpoint);
	hash_int(sum, link->score);
	hash_int(sum, link->answered_at);
	hash_text(sum, link->source);
	hash_text(sum, link->author);
	hash_bytes(sum, link->contact_digest);
	hash_bytes(sum, link->comment_digest);
}

static void
hash_more(struct sha256_ctx *sum, const struct chain_link *link)
{
	guint8 supersedes = link->supersedes_hash != NULL;

	hash_int(sum, link->day);
	hash_optional(sum, link->author);
	hash_optional(sum, link->reason);
	hash_optional(sum, link->facets);
	sha256_update(sum, 1, &supersedes);
	if (supersedes)
		hash_bytes(sum, link->supersedes_hash);
}

GBytes *
chain_hash(GBytes *before, const struct chain_link *link)
{
	struct sha256_ctx sum;

	g_assert(link->form >= CHAIN_FORM_FIRST &&
	    link->form <= CHAIN_FORM_NOW);
	sha256_init(&sum);
	hash_bytes(&sum, before);
	/* No touchpoint of form 1 begins with a NUL. */
	if (link->form > CHAIN_FORM_FIRST)
		hash_int(&sum, link->form);
	hash_first(&sum, link);
	if (link->form > CHAIN_FORM_FIRST)
		hash_more(&sum, link);
	return sum_end(&sum);
}
