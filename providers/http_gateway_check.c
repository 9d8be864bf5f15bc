/*
 * http_gateway_check.c - what the keys of type http may say, and together. It
 * talks to nobody. Called when a configuration is judged.
 */
#include <string.h>

#include "providers/hook_secret.h"
#include "providers/http_gateway_keys.h"
#include "providers/http_place.h"
#include "providers/http_template.h"
#include "providers/text_send.h"

/* Adds a mistake if error is set. */
static void
tell(const struct config_section *section, const char *key, GPtrArray *mistakes,
    GError *error)
{
	if (error == NULL)
		return;
	config_mistake(section, key, mistakes, "%s", error->message);
	g_error_free(error);
}

/* The tags of a key's text, as bits; 0 if it is absent or wrong. */
static guint
tags_of(const struct config_section *section, const char *key,
    GPtrArray *mistakes)
{
	const char *template = config_text(section, key);
	GError *error = NULL;
	guint tags = 0;

	if (template != NULL)
		http_template_tags(template, &tags, &error);
	if (error == NULL)
		return tags;
	tell(section, key, mistakes, error);
	return 0;
}

static void
check_url(const struct config_section *section, GPtrArray *mistakes)
{
	const char *url = config_text(section, "url");
	const char *slashes = url != NULL ? strstr(url, "://") : NULL;
	const char *host = slashes != NULL ? slashes + 3 : "";

	if (memchr(host, '{', strcspn(host, "/?#")) != NULL)
		config_mistake(section, "url", mistakes,
		    "a brace stands before the end of the host; allowed are "
		    "tags behind it");
	if (strchr(host, '#') != NULL)
		config_mistake(section, "url", mistakes,
		    "a # stands in it; what follows would not be sent");
}

static void
check_method(const struct config_section *section, GPtrArray *mistakes)
{
	const char *format = config_text(section, "format");
	const char *method = config_text(section, "method");
	gboolean is_query = g_strcmp0(format, "query") == 0;

	if (g_strcmp0(method, "get") == 0 && format != NULL && !is_query)
		config_mistake(section, "method", mistakes,
		    "a GET has no body for `format = %s`; allowed is post, or "
		    "`format = query`",
		    format);
	if (config_lacks(section, "body") && format != NULL && !is_query)
		config_mistake(section, "body", mistakes,
		    "this key is missing, with `format = %s`", format);
}

static void
check_body(const struct config_section *section, GPtrArray *mistakes)
{
	const char *format = config_text(section, "format");
	const char *body = config_text(section, "body");
	GError *error = NULL;

	if (body == NULL || format == NULL)
		return;
	if (strcmp(format, "json") == 0)
		http_template_json_check(body, &error);
	else
		http_template_form_check(body, &error);
	tell(section, "body", mistakes, error);
}

static void
check_headers(const struct config_section *section, GPtrArray *mistakes)
{
	const char *text = config_text(section, "headers");
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		gsize n = strcspn(*line, ": \t\"(),/;<=>?@[\\]{}");

		if (n == 0 || (*line)[n] != ':')
			config_mistake(section, "headers", mistakes,
			    "\"%s\" is no header; allowed are lines such as "
			    "Name: value",
			    *line);
	}
}

/* A tag must stand for something, and what is given be used. */
static void
check_tag(const struct config_section *section, guint tags, enum http_tag tag,
    const char *key, GPtrArray *mistakes)
{
	gboolean used = (tags & HTTP_TAG_BIT(tag)) != 0;

	if (used && config_lacks(section, key))
		config_mistake(section, key, mistakes,
		    "this key is missing, though a tag needs it");
	if (!used && config_has(section, key) && tag != HTTP_TAG_REPORT_URL)
		config_mistake(section, key, mistakes,
		    "no tag in `url`, `headers` or `body` makes use of it");
}

static void
check_tags(const struct config_section *section, GPtrArray *mistakes)
{
	guint before = mistakes->len;
	guint headers = tags_of(section, "headers", mistakes);
	guint tags = tags_of(section, "url", mistakes) |
	    tags_of(section, "body", mistakes);

	if ((headers & HTTP_TAG_BIT(HTTP_TAG_TEXT)) != 0)
		config_mistake(section, "headers", mistakes,
		    "{text} stands in a header; it may have line ends");
	if (mistakes->len > before)
		return;
	if ((tags & HTTP_TAG_BIT(HTTP_TAG_TEXT)) == 0)
		config_mistake(section, "body", mistakes,
		    "{text} is neither in `body` nor in `url`");
	tags |= headers;
	if ((tags &
		(HTTP_TAG_BIT(HTTP_TAG_TO) |
		    HTTP_TAG_BIT(HTTP_TAG_TO_DIGITS))) == 0)
		config_mistake(section, "body", mistakes,
		    "neither {to} nor {to_digits} is in `body` or `url`");
	check_tag(section, tags, HTTP_TAG_FROM, "from", mistakes);
	check_tag(section, tags, HTTP_TAG_SECRET, "secret_file", mistakes);
	check_tag(section, tags, HTTP_TAG_REPORT_URL, "hook_secret_file",
	    mistakes);
}

static void
check_login(const struct config_section *section, GPtrArray *mistakes)
{
	gboolean lacks_user = config_lacks(section, "user");

	if (lacks_user != config_lacks(section, "password_file"))
		config_mistake(section, lacks_user ? "user" : "password_file",
		    mistakes, "this key is missing; the two go together");
}

static void
check_answers(const struct config_section *section, GPtrArray *mistakes)
{
	static const char *const places[] = { "id", "reason", NULL };
	const char *const *pair = config_list(section, "answers");
	GError *error = NULL;

	for (; *pair != NULL; pair += 2) {
		http_rule_free(http_rule_parse(pair[0], &error));
		tell(section, "answers", mistakes, g_steal_pointer(&error));
	}
	for (const char *const *key = places; *key != NULL; key++) {
		if (!config_has(section, *key))
			continue;
		http_place_free(
		    http_place_parse(config_text(section, *key), &error));
		tell(section, *key, mistakes, g_steal_pointer(&error));
	}
}

/* Of `key`, which stands there, what else must. */
static void
check_needs(const struct config_section *section, const char *key,
    const char *needed, GPtrArray *mistakes)
{
	if (config_has(section, key) && config_lacks(section, needed))
		config_mistake(section, needed, mistakes,
		    "this key is missing, with `%s`", key);
}

static void
check_hook(const struct config_section *section, guint tags,
    GPtrArray *mistakes)
{
	hook_secret_check(section, mistakes);
	check_needs(section, "reply_text", "hook_secret_file", mistakes);
	check_needs(section, "reply_text", "reply_from", mistakes);
	check_needs(section, "reply_from", "reply_text", mistakes);
	if (config_has(section, "reply_text") &&
	    config_lacks(section, "reply_id"))
		check_needs(section, "reply_text", "reply_time", mistakes);
	check_needs(section, "report_status", "hook_secret_file", mistakes);
	check_needs(section, "report_status", "report_states", mistakes);
	check_needs(section, "report_states", "report_status", mistakes);
	check_needs(section, "report_id", "id", mistakes);
	if (config_has(section, "report_status") &&
	    config_lacks(section, "report_id") &&
	    config_lacks(section, "report_name") &&
	    (tags & HTTP_TAG_BIT(HTTP_TAG_REPORT_URL)) == 0)
		config_mistake(section, "report_id", mistakes,
		    "nothing says of which text a report is; allowed are "
		    "`report_id`, `report_name` or the tag {report_url}");
}

void
http_gateway_check(const struct config_section *section, GPtrArray *mistakes)
{
	g_autoptr(GPtrArray) told = g_ptr_array_new_with_free_func(g_free);
	guint tags = tags_of(section, "url", told) |
	    tags_of(section, "body", told) | tags_of(section, "headers", told);

	check_url(section, mistakes);
	check_method(section, mistakes);
	check_body(section, mistakes);
	check_headers(section, mistakes);
	check_tags(section, mistakes);
	check_login(section, mistakes);
	check_answers(section, mistakes);
	check_hook(section, tags, mistakes);
	text_gateway_check(section, mistakes);
}
