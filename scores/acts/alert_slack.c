/*
 * alert_slack.c - an alert as Slack's incoming webhooks want it: text for who
 * knows no more (Mattermost, notices on a telephone), and the same in blocks
 * (https://docs.slack.dev/reference/block-kit/blocks). Called by alert_hook.c.
 * Pure.
 */
#include <string.h>

#include "scores/acts/alert_internal.h"

/* Slack refuses more; after escaping. */
#define SECTION_MAX_CHARS 2900
#define FIELD_MAX_CHARS 1900
#define FIELDS_MAX 10

/* https://docs.slack.dev/messaging/formatting-message-text: these three alone,
 * so that nobody is called, and no link is made, by what a customer writes. */
static char *
escape(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text != '\0'; text++) {
		if (*text == '&')
			g_string_append(out, "&amp;");
		else if (*text == '<')
			g_string_append(out, "&lt;");
		else if (*text == '>')
			g_string_append(out, "&gt;");
		else
			g_string_append_c(out, *text);
	}
	return g_string_free(out, FALSE);
}

/* Of escaped text: not within an escape. */
static char *
cut(char *text, glong max_chars)
{
	g_autofree char *owned = text;
	g_autofree char *begin = NULL;
	char *ampersand;

	if (g_utf8_strlen(text, -1) <= max_chars)
		return g_steal_pointer(&owned);
	begin = g_utf8_substring(text, 0, max_chars);
	ampersand = strrchr(begin, '&');
	if (ampersand != NULL && strchr(ampersand, ';') == NULL)
		*ampersand = '\0';
	return g_strconcat(begin, "\u2026", NULL);
}

/* What stands between asterisks: one more would end it. */
static char *
bold(const char *text)
{
	g_autofree char *escaped = escape(text);

	g_strdelimit(escaped, "*\n", ' ');
	return g_strconcat("*", escaped, "*", NULL);
}

/* "> " before each line. */
static char *
quote(const char *text)
{
	g_autofree char *escaped = escape(text);
	g_auto(GStrv) lines = g_strsplit(escaped, "\n", -1);
	g_autofree char *joined = g_strjoinv("\n> ", lines);

	return cut(g_strconcat("> ", joined, NULL), SECTION_MAX_CHARS);
}

static json_t *
text_json(const char *text)
{
	json_t *object = json_object();

	json_object_set_new(object, "type", json_string("mrkdwn"));
	json_object_set_new(object, "text", json_string(text));
	return object;
}

static void
add_section(json_t *blocks, const char *text)
{
	json_t *section = json_object();

	json_object_set_new(section, "type", json_string("section"));
	json_object_set_new(section, "text", text_json(text));
	json_array_append_new(blocks, section);
}

static void
add_facts(json_t *blocks, const GPtrArray *facts)
{
	json_t *section = json_object();
	json_t *fields = json_array();

	for (guint i = 0; i < MIN(facts->len, FIELDS_MAX); i++) {
		const struct alert_fact *fact = facts->pdata[i];
		g_autofree char *label = bold(fact->label);
		g_autofree char *value = escape(fact->value);
		g_autofree char *both = cut(
		    g_strconcat(label, "\n", value, NULL), FIELD_MAX_CHARS);

		json_array_append_new(fields, text_json(both));
	}
	json_object_set_new(section, "type", json_string("section"));
	json_object_set_new(section, "fields", fields);
	if (json_array_size(fields) > 0)
		json_array_append_new(blocks, section);
	else
		json_decref(section);
}

static char *
head_of(const struct alert_words *words)
{
	g_autofree char *headline = bold(words->headline);
	g_autofree char *fall = words->fall != NULL ? escape(words->fall) :
						      NULL;

	return cut(g_strconcat(headline, fall != NULL ? "\n" : NULL, fall,
		       NULL),
	    SECTION_MAX_CHARS);
}

static char *
said(const struct alert_words *words)
{
	return words->comment != NULL ? quote(words->comment) :
					escape(words->nothing);
}

/* All in one text. */
static char *
plain(const struct alert_words *words)
{
	g_autofree char *head = head_of(words);
	g_autofree char *comment = said(words);
	GString *out = g_string_new(head);

	g_string_append_printf(out, "\n%s", comment);
	for (guint i = 0; i < words->facts->len; i++) {
		const struct alert_fact *fact = words->facts->pdata[i];
		g_autofree char *label = escape(fact->label);
		g_autofree char *value = escape(fact->value);

		g_string_append_printf(out, "\n%s: %s", label, value);
	}
	if (words->case_line != NULL) {
		g_autofree char *line = escape(words->case_line);

		g_string_append_printf(out, "\n%s", line);
	}
	return g_string_free(out, FALSE);
}

char *
alert_slack(const struct alert_words *words)
{
	json_t *root = json_object();
	json_t *blocks = json_array();
	g_autofree char *all = plain(words);
	g_autofree char *head = head_of(words);
	g_autofree char *comment = said(words);
	char *text, *copy;

	add_section(blocks, head);
	add_section(blocks, comment);
	add_facts(blocks, words->facts);
	if (words->case_line != NULL) {
		g_autofree char *line = escape(words->case_line);

		add_section(blocks, line);
	}
	json_object_set_new(root, "text", json_string(all));
	json_object_set_new(root, "blocks", blocks);
	text = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	copy = g_strdup(text);
	free(text);
	return copy;
}
