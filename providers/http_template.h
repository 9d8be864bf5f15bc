/*
 * http_template.h - texts with tags such as {to}, filled for a gateway: in its
 * URL, its headers and its body. Pure.
 */
#ifndef PROVIDERS_HTTP_TEMPLATE_H
#define PROVIDERS_HTTP_TEMPLATE_H

#include <glib.h>

enum http_tag {
	HTTP_TAG_FROM,
	HTTP_TAG_NAME,
	HTTP_TAG_REPORT_URL,
	HTTP_TAG_SECRET,
	HTTP_TAG_TEXT,
	HTTP_TAG_TO,
	HTTP_TAG_TO_DIGITS,
	HTTP_TAGS, /* how many there are */
};
#define HTTP_TAG_BIT(tag) (1U << (tag))

/* What stands for each; NULL: nothing. */
struct http_values {
	const char *of[HTTP_TAGS];
};

enum http_coding {
	HTTP_PLAIN,
	HTTP_URL,  /* percent-encoded: for a part of a URL */
	HTTP_JSON, /* for the inside of a string */
};

/*
 * The tags that are in it, as bits; other braces are left alone. FALSE with
 * error set if a {word} is no tag.
 */
gboolean http_template_tags(const char *template, guint *tags, GError **error);
/* Filled; it has been judged by http_template_tags. Owned. */
char *http_template_fill(const char *template, const struct http_values *values,
    enum http_coding coding);

/*
 * A form of "name=value" lines, of which & ends one too, with what they say not
 * encoded yet. Fields whose tags all stand for nothing are left out. FALSE with
 * error set if a line has no =, or is encoded already; fields may be NULL.
 */
gboolean http_template_form_check(const char *template, GError **error);
char *http_template_form(const char *template,
    const struct http_values *values);

/* FALSE with error set if it would be no JSON once it is filled. */
gboolean http_template_json_check(const char *template, GError **error);

#endif
