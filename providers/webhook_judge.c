/*
 * webhook_judge.c - what the answer to a webhook means. Called by webhook.c and
 * slack.c. Pure.
 */
#include "providers/webhook.h"

/* "Gone": the other side wants no more. */
#define GONE 410

static enum send_outcome
outcome_of(long status)
{
	if (status >= 200 && status < 300)
		return SEND_ACCEPTED;
	if (status < 400 || status == 401 || status == 403 || status == 404 ||
	    status == GONE)
		return SEND_HALTED;
	return SEND_DEFERRED;
}

static const char *
words_of(long status)
{
	if (status == GONE)
		return ": it wants no more";
	if (status >= 300 && status < 400)
		return ": it leads elsewhere, which is not followed";
	if (status == 401 || status == 403)
		return ": it lets nobody in; is its secret right?";
	return status == 404 ? ": there is nothing at its address" : "";
}

void
webhook_judge(const struct http_answer *answer, struct send_result *result)
{
	result->outcome = outcome_of(answer->status);
	if (result->outcome == SEND_ACCEPTED)
		return;
	result->retry_after_s = answer->retry_after_s;
	g_free(result->detail);
	result->detail = g_strdup_printf("HTTP status %ld%s", answer->status,
	    words_of(answer->status));
}
