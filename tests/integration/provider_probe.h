/*
 * provider_probe.h - what the files of provider_probe share.
 */
#ifndef TESTS_INTEGRATION_PROVIDER_PROBE_H
#define TESTS_INTEGRATION_PROVIDER_PROBE_H

#include <jansson.h>

#include "providers/provider.h"

/* provider_probe.c: ends the program with EX_SOFTWARE if it is broken. */
void demand(gboolean kept, const char *promise);

/* probe_open.c: of the first [provider NAME] of that INI file; owned. NULL with
 * the reason on stderr. */
struct provider *probe_open(const char *path);

/* probe_json.c; new references, and a request that is owned. */
json_t *json_of_report(const struct delivery_report *report);
json_t *json_of_arrivals(const struct arrivals *arrivals,
    const struct provider *provider);
struct http_request *request_of_json(const json_t *order);
/* The string of that name in the object, or fallback; borrowed. */
const char *text_of_json(const json_t *object, const char *name,
    const char *fallback);

#endif
