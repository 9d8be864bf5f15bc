/*
 * hook_fields.h - what the fields of webhooks have in common, whatever gateway
 * calls. Pure. For the files of providers/ alone, once a request is proven.
 */
#ifndef PROVIDERS_HOOK_FIELDS_H
#define PROVIDERS_HOOK_FIELDS_H

#include <glib.h>

#include "providers/form.h"

/*
 * E.164 of a sender: networks write "+358401234567", "358401234567" or
 * "00358401234567". NULL: a short code or a name, which is none. Owned.
 */
char *hook_number(const char *sender);

/*
 * The id of a text that the gateway gave none: the same words from the same
 * number at the same time are one text. time: as the gateway wrote it. NULL if
 * that is NULL or empty: a second STOP would be taken for the first. Owned.
 */
char *hook_text_id(const char *from, const char *time, const char *text);

/*
 * Name -> value, both owned by it. NULL with error set if a name stands twice:
 * it could be read in two ways, and Vonage's hash of a query is of the last
 * alone.
 */
GHashTable *hook_form_fields(const struct form *form, GError **error);

/*
 * The same of a JSON object's strings, numbers and truths; lists and objects
 * say nothing to us. NULL with error set too if the bytes are no JSON object.
 */
GHashTable *hook_json_fields(const char *body, gsize n, GError **error);

#endif
