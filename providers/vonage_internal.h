/*
 * vonage_internal.h - what the files of vonage.c have in common, for them and
 * their tests alone.
 */
#ifndef PROVIDERS_VONAGE_INTERNAL_H
#define PROVIDERS_VONAGE_INTERNAL_H

#include "providers/http_client.h"
#include "providers/provider.h"

/* What an answer of the SMS API means. */
void vonage_judge_answer(const struct http_answer *answer,
    struct send_result *result);

/*
 * The text or the report in a webhook that is proven, in the SMS API's words or
 * in those of the Messages API. Nothing is added for what is neither a text
 * from a number nor a report that says something. FALSE with error set if it
 * cannot be read.
 */
gboolean vonage_hook_read(const struct http_request *request,
    struct arrivals *arrivals, GError **error);
/*
 * What the claim payload_hash must be: SHA-256 in hex of the body; of a GET, of
 * its query as a JSON object in the order of the query. NULL with error set if
 * that cannot be made. Owned.
 */
char *vonage_payload_hash(const struct http_request *request, GError **error);

struct vonage_key {
	const char *api_key, *secret; /* of the signature; borrowed */
};
/*
 * The token in an Authorization header: a JWT (RFC 7519) signed with HS256 and
 * no other algorithm, issued for our api_key within five minutes, about this
 * payload. FALSE with error set, which repeats nothing of the token.
 */
gboolean vonage_token_proves(const char *authorization,
    const struct vonage_key *key, const char *payload_hash, gint64 now_at,
    GError **error);

#endif
