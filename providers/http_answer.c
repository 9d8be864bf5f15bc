/*
 * http_answer.c - what an answer over HTTP says by its status and headers
 * alone. Pure. Called by http_transfer.c and by the gateways of this room.
 */
#include <curl/curl.h>
#include <gio/gio.h>
#include <string.h>

#include "providers/http_client.h"

#define RETRY_AFTER_MAX_S (7 * 24 * 60 * 60)

int
http_retry_after(const char *retry_after, const char *date)
{
	guint64 number = 0;
	gint64 until_at, now_at;

	if (retry_after == NULL)
		return 0;
	if (g_ascii_string_to_unsigned(retry_after, 10, 0, G_MAXINT64, &number,
		NULL))
		return (int)MIN(number, RETRY_AFTER_MAX_S);
	/* By the gateway's own clock: ours need not agree. */
	if (date == NULL)
		return 0;
	until_at = curl_getdate(retry_after, NULL);
	now_at = curl_getdate(date, NULL);
	if (until_at < 0 || now_at < 0 || until_at <= now_at)
		return 0;
	return (int)MIN(until_at - now_at, RETRY_AFTER_MAX_S);
}

static enum send_outcome
outcome_of(long status)
{
	if (status >= 200 && status < 300)
		return SEND_ACCEPTED;
	if (status == 401 || status == 402 || status == 403)
		return SEND_HALTED;
	if (status == 502 || status == 504)
		return SEND_IN_DOUBT;
	if (status == 429 || status >= 500)
		return SEND_DEFERRED;
	return status >= 400 ? SEND_REJECTED : SEND_HALTED;
}

void
http_result_of_status(const struct http_answer *answer,
    struct send_result *result)
{
	result->outcome = outcome_of(answer->status);
	result->retry_after_s = answer->retry_after_s;
	if (result->outcome == SEND_ACCEPTED)
		return;
	g_free(result->detail);
	result->detail = g_strdup_printf("HTTP status %ld", answer->status);
}

gboolean
http_is_here(const char *address)
{
	static const char mapped[] = "::ffff:";
	g_autoptr(GInetAddress) is = NULL;

	if (g_ascii_strncasecmp(address, mapped, strlen(mapped)) == 0)
		address += strlen(mapped);
	is = g_inet_address_new_from_string(address);
	return is != NULL &&
	    (g_inet_address_get_is_loopback(is) ||
		g_inet_address_get_is_link_local(is) ||
		g_inet_address_get_is_any(is));
}
