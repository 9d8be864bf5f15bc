/*
 * http_place.c - finds what stands in an answer at a place that the INI file
 * names. Called by http_rule.c, http_gateway.c and http_hook.c.
 */
#include "providers/http_place.h"

#include <string.h>

#include "base/errors.h"
#include "base/text.h"

#define READ_MAX_BYTES 200

json_t *
http_json_at(json_t *root, const char *path)
{
	g_auto(GStrv) steps = g_strsplit(path, ".", -1);

	for (char **step = steps; *step != NULL && root != NULL; step++) {
		guint64 index;

		if (json_is_object(root))
			root = json_object_get(root, *step);
		else if (json_is_array(root) &&
		    g_ascii_string_to_unsigned(*step, 10, 0, G_MAXINT, &index,
			NULL))
			root = json_array_get(root, (gsize)index);
		else
			root = NULL;
	}
	return root;
}

char *
http_json_text(const json_t *value)
{
	char *dumped, *text;

	if (json_is_string(value))
		return g_strdup(json_string_value(value));
	if (!json_is_number(value) && !json_is_boolean(value))
		return NULL;
	dumped = json_dumps(value, JSON_ENCODE_ANY);
	text = g_strdup(dumped);
	free(dumped);
	return text;
}

void
http_reading_begin(struct http_reading *reading,
    const struct http_answer *answer)
{
	reading->answer = answer;
	reading->json = json_loadb(answer->body, answer->body_bytes, 0, NULL);
}

void
http_reading_end(struct http_reading *reading)
{
	json_decref(reading->json);
}

struct http_place *
http_place_parse(const char *text, GError **error)
{
	static const struct {
		const char *prefix;
		enum http_place_kind kind;
	} kinds[] = { { "body:", HTTP_IN_BODY }, { "json:", HTTP_IN_JSON },
		{ "header:", HTTP_IN_HEADER } };

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const char *name = text + strlen(kinds[i].prefix);
		struct http_place *place;

		if (!g_str_has_prefix(text, kinds[i].prefix) || *name == '\0')
			continue;
		place = g_new0(struct http_place, 1);
		place->kind = kinds[i].kind;
		place->name = kinds[i].kind == HTTP_IN_HEADER ?
		    g_ascii_strdown(name, -1) :
		    g_strdup(name);
		return place;
	}
	config_refuse(error,
	    "\"%s\" is no place in an answer; allowed are json:PATH (as in "
	    "json:messages.0.id), header:NAME and body:WORDS",
	    text);
	return NULL;
}

void
http_place_free(struct http_place *place)
{
	if (place == NULL)
		return;
	g_free(place->name);
	g_free(place);
}

/* The word behind the words; the body may hold anything. */
static char *
word_behind(const struct http_answer *answer, const char *words)
{
	const char *at = strstr(answer->body, words);

	if (at == NULL)
		return NULL;
	at += strlen(words);
	at += strspn(at, " \t\r\n\"'=:");
	return g_strndup(at, strcspn(at, " \t\r\n\"',;<>"));
}

char *
http_place_read(const struct http_place *place,
    const struct http_reading *reading)
{
	g_autofree char *raw = NULL;
	g_autofree char *clean = NULL;

	switch (place->kind) {
	case HTTP_IN_BODY:
		raw = word_behind(reading->answer, place->name);
		break;
	case HTTP_IN_JSON:
		raw = http_json_text(http_json_at(reading->json, place->name));
		break;
	case HTTP_IN_HEADER:
		raw = g_strdup(
		    g_hash_table_lookup(reading->answer->headers, place->name));
		break;
	}
	if (raw == NULL || *raw == '\0')
		return NULL;
	clean = text_clean(raw);
	return text_cut(clean, READ_MAX_BYTES);
}
