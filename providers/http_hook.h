/*
 * http_hook.h - texts and delivery reports in the webhooks of a gateway whose
 * fields the INI file names.
 */
#ifndef PROVIDERS_HTTP_HOOK_H
#define PROVIDERS_HTTP_HOOK_H

#include "base/config.h"
#include "providers/provider.h"

/* In the query of {report_url}: names the message, whatever else is there. */
#define HTTP_HOOK_NAME "dripscore"

/* What states of theirs may be called; "opted-out" is an undelivered one. */
extern const char *const http_hook_states[];

struct http_hook;

struct http_hook *http_hook_new(const struct config_section *section);
void http_hook_free(struct http_hook *hook);

/* Of a request that is proven; as `receive` of provider.h. */
enum hook_verdict http_hook_read(const struct http_hook *hook,
    const struct http_request *request, struct arrivals *arrivals,
    GError **error);

#endif
