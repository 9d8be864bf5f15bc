/*
 * vonage_token.c - proves the signed token of a Vonage webhook
 * (developer.vonage.com, "Webhooks", decoding signed webhooks; RFC 7519).
 * Called by vonage.c.
 *
 * libjwt compares the signature in constant time. What it is handed is looked
 * at first: it takes any algorithm that a token names, and of an empty part it
 * writes behind what it has allocated (1.10.2).
 */
#include "providers/vonage_internal.h"

#include <jansson.h>
#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "base/errors.h"

#define TOKEN_MAX_BYTES 4096
/* How old a token may be, and how far its clock may be from ours. */
#define FRESH_S (5 * 60)

/* Of 32 bytes, in base64. */
#define SIGNATURE_CHARACTERS 43

static const char bearer[] = "Bearer ";

/* Base64 in the alphabet for URLs, without padding (RFC 7515 section 2). */
static gboolean
is_base64url(const char *part)
{
	gsize n = 0;

	for (; part[n] != '\0'; n++) {
		if (!g_ascii_isalnum(part[n]) && part[n] != '-' &&
		    part[n] != '_')
			return FALSE;
	}
	return n > 0 && n % 4 != 1;
}

static gboolean
names_hs256(const char *part)
{
	g_autofree char *padded = g_strconcat(part,
	    &"===="[4 - (4 - strlen(part) % 4) % 4], NULL);
	g_autofree guchar *bytes = NULL;
	json_t *header;
	gboolean named;
	gsize n;

	g_strdelimit(padded, "-", '+');
	g_strdelimit(padded, "_", '/');
	bytes = g_base64_decode(padded, &n);
	header = json_loadb((const char *)bytes, n, JSON_REJECT_DUPLICATES,
	    NULL);
	named = g_strcmp0(json_string_value(json_object_get(header, "alg")),
		    "HS256") == 0;
	json_decref(header);
	return named;
}

/* Three parts: a header that names our algorithm, claims, a signature. */
static gboolean
is_well_formed(const char *token)
{
	g_auto(GStrv) parts = g_strsplit(token, ".", 4);

	if (g_strv_length(parts) != 3)
		return FALSE;
	for (guint i = 0; i < 3; i++) {
		if (!is_base64url(parts[i]))
			return FALSE;
	}
	return strlen(parts[2]) == SIGNATURE_CHARACTERS &&
	    names_hs256(parts[0]);
}

/* NULL if it is not signed as it must be; a JSON object to be unreffed. */
static json_t *
proven_claims(const char *token, const char *secret)
{
	jwt_t *jwt = NULL;
	json_t *claims = NULL;
	char *text;

	if (!is_well_formed(token) ||
	    jwt_decode(&jwt, token, (const unsigned char *)secret,
		(int)strlen(secret)) != 0)
		return NULL;
	if (jwt_get_alg(jwt) == JWT_ALG_HS256) {
		text = jwt_get_grants_json(jwt, NULL);
		if (text != NULL)
			claims = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
		free(text);
	}
	jwt_free(jwt);
	return claims;
}

static gboolean
is_fresh(const json_t *claims, gint64 now_at)
{
	const json_t *issued = json_object_get(claims, "iat");
	const json_t *ends = json_object_get(claims, "exp");
	const json_t *begins = json_object_get(claims, "nbf");
	gint64 issued_at = json_integer_value(issued);

	if (!json_is_integer(issued) || issued_at < now_at - FRESH_S ||
	    issued_at > now_at + FRESH_S)
		return FALSE;
	if (ends != NULL &&
	    (!json_is_integer(ends) || json_integer_value(ends) <= now_at))
		return FALSE;
	return begins == NULL ||
	    (json_is_integer(begins) &&
		json_integer_value(begins) <= now_at + FRESH_S);
}

static gboolean
claim_is(const json_t *claims, const char *name, const char *value)
{
	const char *claimed = json_string_value(json_object_get(claims, name));

	return claimed != NULL && g_ascii_strcasecmp(claimed, value) == 0;
}

static gboolean
judge_claims(const json_t *claims, const struct vonage_key *key,
    const char *payload_hash, gint64 now_at, GError **error)
{
	const char *api_key = json_string_value(
	    json_object_get(claims, "api_key"));

	if (g_strcmp0(api_key, key->api_key) != 0)
		return data_refuse(error, "the token is for another api_key");
	if (!is_fresh(claims, now_at))
		return data_refuse(error,
		    "the token is not of the last five minutes, by our clock");
	if (!claim_is(claims, "payload_hash", payload_hash))
		return data_refuse(error,
		    "the token was signed for another payload");
	return TRUE;
}

gboolean
vonage_token_proves(const char *authorization, const struct vonage_key *key,
    const char *payload_hash, gint64 now_at, GError **error)
{
	json_t *claims;
	gboolean proven;

	if (g_ascii_strncasecmp(authorization, bearer, strlen(bearer)) != 0 ||
	    strlen(authorization) > TOKEN_MAX_BYTES)
		return data_refuse(error,
		    "there is no token; webhooks must be signed");
	claims = proven_claims(authorization + strlen(bearer), key->secret);
	if (claims == NULL)
		return data_refuse(error,
		    "the token is not signed with our secret, by HS256");
	proven = judge_claims(claims, key, payload_hash, now_at, error);
	json_decref(claims);
	return proven;
}
