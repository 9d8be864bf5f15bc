/*
 * http_place.h - where something stands in an answer, and in JSON. Pure.
 */
#ifndef PROVIDERS_HTTP_PLACE_H
#define PROVIDERS_HTTP_PLACE_H

#include <glib.h>
#include <jansson.h>

#include "base/autoptr.h"
#include "providers/http_client.h"

/* What "messages.0.id" leads to: members by name, elements by number. NULL if
 * nothing is there; borrowed. path "": the root. */
json_t *http_json_at(json_t *root, const char *path);
/* A string, a number, true or false, as text; else NULL. Owned. */
char *http_json_text(const json_t *value);

/* An answer, and its JSON. */
struct http_reading {
	const struct http_answer *answer;
	json_t *json; /* NULL: it is none */
};
void http_reading_begin(struct http_reading *reading,
    const struct http_answer *answer);
void http_reading_end(struct http_reading *reading);

enum http_place_kind {
	HTTP_IN_BODY,	/* body:WORDS, the word behind them */
	HTTP_IN_JSON,	/* json:PATH */
	HTTP_IN_HEADER, /* header:NAME */
};

struct http_place {
	enum http_place_kind kind;
	char *name; /* WORDS, PATH or NAME */
};

/* NULL with error set; owned. */
struct http_place *http_place_parse(const char *text, GError **error);
void http_place_free(struct http_place *place);
AUTOPTR_DEFINE(http_place, http_place_free)
/* What stands there, at most 200 bytes, without control characters; NULL if
 * nothing does. Owned. */
char *http_place_read(const struct http_place *place,
    const struct http_reading *reading);

/*
 * A condition: "200-299", "400 body:"invalid number"", "json:status=0",
 * "header:X-Error". All that it names must hold; letters are compared in any
 * case.
 */
struct http_rule;
/* NULL with error set; owned. */
struct http_rule *http_rule_parse(const char *text, GError **error);
void http_rule_free(struct http_rule *rule);
AUTOPTR_DEFINE(http_rule, http_rule_free)
gboolean http_rule_fits(const struct http_rule *rule,
    const struct http_reading *reading);

#endif
