/*
 * http_rule.c - conditions on an answer, as the INI file writes them. Pure.
 * Called by http_gateway.c.
 */
#include <string.h>

#include "base/errors.h"
#include "providers/http_place.h"

struct part {
	struct http_place *place;
	char *value; /* NULL: that it is there; of a body: not used */
};

struct http_rule {
	guint64 lowest, highest; /* of the status */
	GPtrArray *parts;
};

static void
part_free(gpointer data)
{
	struct part *part = data;

	http_place_free(part->place);
	g_free(part->value);
	g_free(part);
}

/* At blanks outside of double quotes, which are taken away. */
static GPtrArray *
split(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) word = g_string_new(NULL);
	gboolean quoted = FALSE;

	for (;; text++) {
		if (*text == '"') {
			quoted = !quoted;
		} else if (*text == '\0' || (*text == ' ' && !quoted)) {
			if (word->len > 0)
				g_ptr_array_add(words, g_strdup(word->str));
			g_string_truncate(word, 0);
		} else {
			g_string_append_c(word, *text);
		}
		if (*text == '\0')
			return words;
	}
}

/* "200" or "200-299" */
static gboolean
read_status(const char *word, struct http_rule *rule)
{
	g_auto(GStrv) ends = g_strsplit(word, "-", 3);
	guint n = g_strv_length(ends);

	return n >= 1 && n <= 2 &&
	    g_ascii_string_to_unsigned(ends[0], 10, 100, 599, &rule->lowest,
		NULL) &&
	    g_ascii_string_to_unsigned(ends[n - 1], 10, rule->lowest, 599,
		&rule->highest, NULL);
}

static gboolean
read_part(const char *word, struct http_rule *rule, GError **error)
{
	const char *equals = g_str_has_prefix(word, "body:") ?
	    NULL :
	    strchr(word, '=');
	g_autofree char *where = equals != NULL ?
	    g_strndup(word, (gsize)(equals - word)) :
	    g_strdup(word);
	struct http_place *place = http_place_parse(where, NULL);
	struct part *part;

	if (place == NULL)
		return config_refuse(error,
		    "\"%s\" is no condition; allowed are a status (200, "
		    "500-599), body:WORDS, json:PATH=VALUE and "
		    "header:NAME=VALUE, with a blank between two, and "
		    "blanks within one in double quotes",
		    word);
	part = g_new0(struct part, 1);
	part->place = place;
	part->value = equals != NULL ? g_strdup(equals + 1) : NULL;
	g_ptr_array_add(rule->parts, part);
	return TRUE;
}

struct http_rule *
http_rule_parse(const char *text, GError **error)
{
	g_autoptr(http_rule) rule = g_new0(struct http_rule, 1);
	g_autoptr(GPtrArray) words = split(text);

	rule->lowest = 100;
	rule->highest = 599;
	rule->parts = g_ptr_array_new_with_free_func(part_free);
	for (guint i = 0; i < words->len; i++) {
		if (i == 0 && g_ascii_isdigit(*(char *)words->pdata[0]) &&
		    read_status(words->pdata[0], rule))
			continue;
		if (!read_part(words->pdata[i], rule, error))
			return NULL;
	}
	return g_steal_pointer(&rule);
}

void
http_rule_free(struct http_rule *rule)
{
	if (rule == NULL)
		return;
	g_ptr_array_unref(rule->parts);
	g_free(rule);
}

static gboolean
body_has(const struct http_answer *answer, const char *words)
{
	g_autofree char *valid = g_utf8_make_valid(answer->body, -1);
	g_autofree char *body = g_utf8_casefold(valid, -1);
	g_autofree char *wanted = g_utf8_casefold(words, -1);

	return strstr(body, wanted) != NULL;
}

static gboolean
part_fits(const struct part *part, const struct http_reading *reading)
{
	g_autofree char *found = NULL;

	if (part->place->kind == HTTP_IN_BODY)
		return body_has(reading->answer, part->place->name);
	if (part->place->kind == HTTP_IN_JSON && part->value == NULL) {
		json_t *there = http_json_at(reading->json, part->place->name);

		return there != NULL && !json_is_null(there);
	}
	found = http_place_read(part->place, reading);
	return found != NULL &&
	    (part->value == NULL ||
		g_ascii_strcasecmp(found, part->value) == 0);
}

gboolean
http_rule_fits(const struct http_rule *rule, const struct http_reading *reading)
{
	guint64 status = (guint64)reading->answer->status;

	if (status < rule->lowest || status > rule->highest)
		return FALSE;
	for (guint i = 0; i < rule->parts->len; i++)
		if (!part_fits(rule->parts->pdata[i], reading))
			return FALSE;
	return TRUE;
}
