/*
 * vonage_answer.c - what an answer of Vonage's SMS API means
 * (developer.vonage.com, "SMS API errors"). Called by vonage.c. Pure.
 */
#include <jansson.h>
#include <string.h>

#include "providers/vonage_internal.h"

static const struct meaning {
	const char *status;
	enum send_outcome outcome;
	const char *words;
} meanings[] = {
	{ "0", SEND_ACCEPTED, NULL },
	{ "1", SEND_DEFERRED, "texts come faster than the account may" },
	{ "2", SEND_HALTED, "a parameter is missing" },
	{ "3", SEND_REJECTED, "a value is not allowed" },
	{ "4", SEND_HALTED, "api_key or its secret is not right" },
	{ "5", SEND_DEFERRED, "an error of theirs" },
	{ "6", SEND_REJECTED, "the number cannot be reached" },
	{ "7", SEND_REJECTED, "the number is barred" },
	{ "8", SEND_HALTED, "the account is barred" },
	{ "9", SEND_HALTED, "the account's money is used up" },
	{ "10", SEND_DEFERRED, "too many connections at once" },
	{ "11", SEND_HALTED, "the account may not send by HTTP" },
	{ "12", SEND_REJECTED, "the text is too long" },
	{ "13", SEND_DEFERRED, "an error in their network" },
	{ "14", SEND_HALTED, "the request must be signed" },
	{ "15", SEND_HALTED, "the sender is not allowed" },
	{ "22", SEND_REJECTED, "the number's network is not known" },
	{ "23", SEND_HALTED, "the webhook's address is not allowed" },
	{ "29", SEND_REJECTED, "the number is not on the account's list" },
	{ "32", SEND_HALTED, "the account wants signed requests" },
	{ "33", SEND_REJECTED, "the number is not in use any more" },
};

static const struct meaning other = { "", SEND_HALTED, "an unknown error" };

/* Digits of their status alone are repeated. */
static const struct meaning *
meaning_of(const json_t *part)
{
	const char *status = json_string_value(json_object_get(part, "status"));

	for (gsize i = 0; status != NULL && i < G_N_ELEMENTS(meanings); i++) {
		if (strcmp(meanings[i].status, status) == 0)
			return &meanings[i];
	}
	return status != NULL ? &other : NULL;
}

static void
judge_parts(const json_t *parts, struct send_result *result)
{
	const struct meaning *worst = NULL;
	size_t taken = 0;
	size_t n = json_array_size(parts);

	for (size_t i = 0; i < n; i++) {
		const json_t *part = json_array_get(parts, i);
		const struct meaning *meaning = meaning_of(part);
		const char *id = json_string_value(
		    json_object_get(part, "message-id"));

		if (meaning == NULL) {
			taken = n = 0;
			worst = NULL;
			break;
		}
		if (meaning->outcome != SEND_ACCEPTED)
			worst = meaning;
		else
			taken++;
		if (result->remote_id == NULL && id != NULL && strlen(id) < 100)
			result->remote_id = g_strdup(id);
	}
	if (n > 0 && taken == n) {
		result->outcome = SEND_ACCEPTED;
	} else if (taken > 0) {
		/* Sent again, the person would get its beginning twice. */
		result->outcome = SEND_IN_DOUBT;
		result->detail =
		    g_strdup_printf("Vonage took %zu of %zu parts: %s", taken,
			n, worst->words);
	} else if (worst != NULL) {
		result->outcome = worst->outcome;
		result->detail = g_strdup_printf("Vonage says %s%s%s",
		    worst->status, *worst->status != '\0' ? ": " : "",
		    worst->words);
	} else {
		result->outcome = SEND_IN_DOUBT;
		result->detail = g_strdup("Vonage's answer cannot be read");
	}
}

void
vonage_judge_answer(const struct http_answer *answer,
    struct send_result *result)
{
	json_t *root;

	if (answer->status != 200) {
		http_result_of_status(answer, result);
		return;
	}
	root = json_loadb(answer->body, answer->body_bytes,
	    JSON_REJECT_DUPLICATES, NULL);
	judge_parts(json_object_get(root, "messages"), result);
	json_decref(root);
	/* It names no time for it. */
	if (result->outcome == SEND_DEFERRED)
		result->retry_after_s = answer->retry_after_s;
}
