/*
 * http_template.c - see http_template.h. Called by http_gateway.c, and by
 * http_gateway_check.c when the configuration is judged.
 */
#include "providers/http_template.h"

#include <jansson.h>
#include <string.h>

#include "base/config_value.h"
#include "base/errors.h"
#include "providers/form.h"

#define WORD G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_"

static const char *const tag_names[HTTP_TAGS + 1] = {
	[HTTP_TAG_FROM] = "from",
	[HTTP_TAG_NAME] = "name",
	[HTTP_TAG_REPORT_URL] = "report_url",
	[HTTP_TAG_SECRET] = "secret",
	[HTTP_TAG_TEXT] = "text",
	[HTTP_TAG_TO] = "to",
	[HTTP_TAG_TO_DIGITS] = "to_digits",
};

/* Bytes of the {word} at the beginning of text, with its braces, or 0. */
static gsize
word_at(const char *text)
{
	gsize n = *text == '{' ? strspn(text + 1, WORD) : 0;

	return n > 0 && text[n + 1] == '}' ? n + 2 : 0;
}

/* HTTP_TAGS if it is none. */
static enum http_tag
tag_find(const char *word, gsize n)
{
	for (guint i = 0; i < HTTP_TAGS; i++)
		if (strlen(tag_names[i]) == n - 2 &&
		    strncmp(tag_names[i], word + 1, n - 2) == 0)
			return (enum http_tag)i;
	return HTTP_TAGS;
}

static gboolean
refuse_word(const char *word, gsize n, GError **error)
{
	g_autofree char *found = g_strndup(word + 1, n - 2);
	g_autofree char *hint = config_words_hint(found, tag_names);
	g_autofree char *all = config_words_join(tag_names);

	return config_refuse(error,
	    "{%s} is not known%s; allowed in braces "
	    "are %s",
	    found, hint, all);
}

gboolean
http_template_tags(const char *template, guint *tags, GError **error)
{
	*tags = 0;
	for (const char *c = template; *c != '\0'; c++) {
		gsize n = word_at(c);
		enum http_tag tag;

		if (n == 0)
			continue;
		tag = tag_find(c, n);
		if (tag == HTTP_TAGS)
			return refuse_word(c, n, error);
		*tags |= HTTP_TAG_BIT(tag);
	}
	return TRUE;
}

/* What may not stand in a string as it is: RFC 8259, section 7. */
static void
append_json(GString *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_printf(out, "\\%c", *text);
		else if ((guint8)*text < ' ')
			g_string_append_printf(out, "\\u%04x", (guint8)*text);
		else
			g_string_append_c(out, *text);
	}
}

static void
append_value(GString *out, const char *value, enum http_coding coding)
{
	switch (coding) {
	case HTTP_PLAIN:
		g_string_append(out, value);
		return;
	case HTTP_URL:
		g_string_append_uri_escaped(out, value, NULL, FALSE);
		return;
	case HTTP_JSON:
		append_json(out, value);
		return;
	}
	g_assert_not_reached();
}

char *
http_template_fill(const char *template, const struct http_values *values,
    enum http_coding coding)
{
	GString *out = g_string_new(NULL);

	for (const char *c = template; *c != '\0'; c++) {
		gsize n = word_at(c);
		enum http_tag tag = n > 0 ? tag_find(c, n) : HTTP_TAGS;

		if (tag == HTTP_TAGS) {
			g_string_append_c(out, *c);
			continue;
		}
		if (values->of[tag] != NULL)
			append_value(out, values->of[tag], coding);
		c += n - 1;
	}
	return g_string_free(out, FALSE);
}

static char **
form_lines(const char *template)
{
	char **lines = g_strsplit_set(template, "\n&", -1);

	for (char **line = lines; *line != NULL; line++)
		g_strstrip(*line);
	return lines;
}

static gboolean
is_encoded(const char *line)
{
	for (const char *c = strchr(line, '%'); c != NULL;
	     c = strchr(c + 1, '%'))
		if (g_ascii_isxdigit(c[1]) && g_ascii_isxdigit(c[2]))
			return TRUE;
	return FALSE;
}

gboolean
http_template_form_check(const char *template, GError **error)
{
	g_auto(GStrv) lines = form_lines(template);

	for (char **line = lines; *line != NULL; line++) {
		if (**line == '\0')
			continue;
		if (strchr(*line, '=') == NULL || **line == '=')
			return config_refuse(error,
			    "\"%s\" is no field of a form; allowed are lines "
			    "such as to={to}",
			    *line);
		if (is_encoded(*line))
			return config_refuse(error,
			    "\"%s\" is percent-encoded; write it as it is "
			    "meant, it is encoded when it is sent",
			    *line);
	}
	return TRUE;
}

/* TRUE if the value has tags, and all of them stand for nothing. */
static gboolean
is_void(const char *template, const struct http_values *values)
{
	guint tags = 0;

	if (!http_template_tags(template, &tags, NULL) || tags == 0)
		return FALSE;
	for (guint i = 0; i < HTTP_TAGS; i++)
		if ((tags & HTTP_TAG_BIT(i)) != 0 && values->of[i] != NULL)
			return FALSE;
	return TRUE;
}

char *
http_template_form(const char *template, const struct http_values *values)
{
	g_auto(GStrv) lines = form_lines(template);
	g_autoptr(GArray)
	    fields = g_array_new(FALSE, FALSE, sizeof(struct form_field));
	g_autoptr(GPtrArray) filled = g_ptr_array_new_with_free_func(g_free);

	for (char **line = lines; *line != NULL; line++) {
		char *value = strchr(*line, '=');
		struct form_field field = { .name = *line };

		if (value == NULL)
			continue;
		*value++ = '\0';
		if (is_void(value, values))
			continue;
		g_strchomp(*line);
		g_ptr_array_add(filled,
		    http_template_fill(g_strchug(value), values, HTTP_PLAIN));
		field.value = filled->pdata[filled->len - 1];
		g_array_append_val(fields, field);
	}
	return form_encode((const struct form_field *)(gpointer)fields->data,
	    fields->len);
}

gboolean
http_template_json_check(const char *template, GError **error)
{
	struct http_values sample;
	g_autofree char *body = NULL;
	json_error_t wrong;
	json_t *json;

	/* A quotation mark breaks what does not stand in a string; a number
	 * need not. */
	for (guint i = 0; i < HTTP_TAGS; i++)
		sample.of[i] = i == HTTP_TAG_TO_DIGITS ? "1" : "1\"";
	body = http_template_fill(template, &sample, HTTP_JSON);
	json = json_loads(body, 0, &wrong);
	if (json == NULL)
		return config_refuse(error,
		    "it is no JSON, line %d: %s; allowed is JSON in which tags "
		    "stand in strings, as in \"{text}\"",
		    wrong.line, wrong.text);
	json_decref(json);
	return TRUE;
}
