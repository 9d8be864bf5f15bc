/*
 * answer_cells.c - see answer_cells.h. Called by history.c and `dripscore
 * record`. Scales are answer_scale.c's.
 */
#include "scores/history/answer_cells.h"

#include <string.h>

#include "base/clock.h"
#include "base/errors.h"
#include "base/phone.h"
#include "base/tag_rule.h"
#include "base/text.h"

#define EMAIL_MAX_BYTES 254 /* RFC 5321, section 4.5.3.1.3, without <> */
#define NAME_MAX_BYTES 1000

/* A cell as it may stand in a message. */
static char *
shown(const char *cell)
{
	g_autofree char *head = text_shown(cell);

	return *cell == '\0' ? g_strdup("nothing") :
			       g_strdup_printf("\"%s\"", head);
}

static gboolean
refuse(GError **error, const char *part, const char *found,
    const char *allowed)
{
	return data_refuse(error, "%s: found %s; allowed is %s", part, found,
	    allowed);
}

gboolean
cell_touchpoint(const char *text, GError **error)
{
	g_autofree char *found = NULL;

	if (*text != '\0' && strlen(text) <= CELL_TOUCHPOINT_MAX_BYTES &&
	    g_utf8_validate(text, -1, NULL) && !text_has_control(text))
		return TRUE;
	found = shown(text);
	return refuse(error, "touchpoint", found,
	    "a name of 1 to 49 bytes in UTF-8");
}

gboolean
cell_score(const char *text, int *score, GError **error)
{
	g_autofree char *found = NULL;

	if (g_str_equal(text, "10")) {
		*score = 10;
		return TRUE;
	}
	if (g_ascii_isdigit(text[0]) && text[1] == '\0') {
		*score = g_ascii_digit_value(text[0]);
		return TRUE;
	}
	found = shown(text);
	return refuse(error, "score", found, "a whole number from 0 to 10");
}

gboolean
cell_comment(const char *text, GError **error)
{
	if (!g_utf8_validate(text, -1, NULL))
		return refuse(error, "comment", "text that is not UTF-8",
		    "text in UTF-8");
	if (strlen(text) > CELL_COMMENT_MAX_BYTES)
		return refuse(error, "comment", "a text over 64 KiB",
		    "up to 64 KiB");
	return TRUE;
}

gboolean
cell_email(char *text, GError **error)
{
	char *at = strrchr(text, '@');

	if (*text == '\0')
		return TRUE;
	if (at == NULL || at == text || at[1] == '\0' ||
	    strlen(text) > EMAIL_MAX_BYTES ||
	    !g_utf8_validate(text, -1, NULL) || text_has_control(text) ||
	    strpbrk(text, " ,;<>\"") != NULL)
		return refuse(error, "email", "something that is no address",
		    "one address such as ada@example.com, or nothing");
	for (; *at != '\0'; at++)
		*at = g_ascii_tolower(*at);
	return TRUE;
}

gboolean
cell_phone(const char *text, const char *country, char **e164, GError **error)
{
	*e164 = NULL;
	if (text == NULL || *text == '\0')
		return TRUE;
	*e164 = phone_normalise(text, country, NULL);
	return *e164 != NULL ||
	    refuse(error, "phone", "something that is no number",
		"one such as +358401234567, or as at home if [sms] country is "
		"set; or nothing");
}

gboolean
cell_name(const char *text, GError **error)
{
	if (strlen(text) <= NAME_MAX_BYTES && g_utf8_validate(text, -1, NULL) &&
	    !text_has_control(text))
		return TRUE;
	return refuse(error, "name", "something that is no name",
	    "one line of text in UTF-8, up to 1000 bytes");
}

/* Seconds since 1970 of our times, not the number of a year. */
static gboolean
parse_seconds(const char *text, gint64 *at)
{
	gsize n = strlen(text);

	return n >= 9 && n <= 11 &&
	    g_ascii_string_to_signed(text, 10, 0, G_MAXINT64, at, NULL);
}

/* "12:00:00 UTC" as "12:00:00Z", "12:00:00 -0800" without the blank; owned. */
static char *
iso_of(const char *text)
{
	const char *last = strrchr(text, ' ');
	int head;

	if (last == NULL)
		return g_strdup(text);
	head = (int)(last - text);
	if (strcmp(last, " UTC") == 0 || strcmp(last, " GMT") == 0)
		return g_strdup_printf("%.*sZ", head, text);
	if ((last[1] == '+' || last[1] == '-') && g_ascii_isdigit(last[2]))
		return g_strdup_printf("%.*s%s", head, text, last + 1);
	return g_strdup(text);
}

gboolean
cell_answered_at(const char *text, GTimeZone *zone, gint64 now_at, gint64 *at,
    GError **error)
{
	g_autofree char *iso = iso_of(text);
	g_autofree char *found = NULL;

	if (*text != '\0' &&
	    (parse_seconds(text, at) || time_parse(iso, zone, at, NULL)) &&
	    *at <= now_at)
		return TRUE;
	found = shown(text);
	return refuse(error, "answered_at", found,
	    "a time that has passed, "
	    "such as 2026-03-01 or 2026-03-01T12:00:00Z");
}

gboolean
cell_source(const char *text, GError **error)
{
	static const char *const ours[] = { "reply", "import", "anonymous",
		NULL };
	g_autofree char *found = NULL;
	gsize n = strlen(text);
	gboolean sound = n > 0 && n <= CELL_SOURCE_MAX_BYTES &&
	    strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;

	if (sound && !g_strv_contains(ours, text))
		return TRUE;
	found = shown(text);
	return refuse(error, "source", found,
	    "a word such as interview, phone, counter or paper, of small "
	    "letters, digits and -; but not reply, import or anonymous, which "
	    "dripscore uses itself");
}

/* One tag once. */
static void
add_tag(const char *tag, GPtrArray *hits)
{
	struct tag_hit *hit;

	for (guint i = 0; i < hits->len; i++) {
		hit = hits->pdata[i];
		if (strcmp(hit->tag, tag) == 0)
			return;
	}
	hit = g_new0(struct tag_hit, 1);
	hit->tag = tag;
	hit->source = "import";
	g_ptr_array_add(hits, hit);
}

gboolean
cell_tags(const char *text, const struct tag_rules *rules,
    GStringChunk *names, GPtrArray *hits, GError **error)
{
	g_auto(GStrv) parts = g_strsplit_set(text, ",;|", -1);

	for (char **part = parts; *part != NULL; part++) {
		const char *known;

		g_strstrip(*part);
		if (**part == '\0')
			continue;
		if (!tag_check(*part, error)) {
			g_prefix_error(error, "tags: ");
			return FALSE;
		}
		known = tag_rules_find(rules, *part);
		add_tag(known != NULL ? known :
					g_string_chunk_insert_const(names,
					    *part),
		    hits);
	}
	return TRUE;
}
