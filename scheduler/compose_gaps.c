/*
 * compose_gaps.c - see compose_gaps.h. Called by compose_mould*.c.
 */
#include "scheduler/compose_gaps.h"

#include <string.h>

#include "base/attributes.h"

#define VALUE_MAX_BYTES 1000
/* Two letters that nobody's words have: a private use of Unicode. */
#define BLANK_BEFORE "\xee\x80\x80"
#define BLANK_BEHIND "\xee\x80\x81"

const struct blank_form blank_forms[] = {
	[BLANK_TEXT] = { BLANK_BEFORE "<", BLANK_BEHIND },
	[BLANK_HTML] = { BLANK_BEFORE "&lt;", BLANK_BEHIND },
	[BLANK_LINK] = { "%EE%80%80%3C", "%EE%80%81" },
};

struct gap {
	gboolean of_contact;
	char *name; /* without "contact." */
};

struct gaps {
	struct gap all[GAPS_MAX];
	guint n;
	gboolean good;
};

static void
add(struct gaps *gaps, gboolean of_contact, const char *name)
{
	for (guint i = 0; i < gaps->n; i++) {
		if (gaps->all[i].of_contact == of_contact &&
		    strcmp(gaps->all[i].name, name) == 0)
			return;
	}
	if (gaps->n == GAPS_MAX) {
		gaps->good = FALSE;
		return;
	}
	gaps->all[gaps->n++] = (struct gap){ of_contact, g_strdup(name) };
}

static void
on_name(const struct mustache_name *seen, gpointer user)
{
	struct gaps *gaps = user;
	gboolean of_contact = g_str_has_prefix(seen->name, "contact");
	const char *rest = NULL;

	if (seen->is_partial)
		return;
	if (of_contact)
		rest = seen->name + strlen("contact");
	else if (g_str_has_prefix(seen->name, "event"))
		rest = seen->name + strlen("event");
	if (rest == NULL || (*rest != '\0' && *rest != '.'))
		return;
	/* "contact" alone, or deeper: not a value that we could put there. */
	if (*rest == '\0' || strchr(rest + 1, '.') != NULL)
		gaps->good = FALSE;
	else
		add(gaps, of_contact, rest + 1);
}

struct gaps *
gaps_new(const struct composer *composer, const struct touchpoint *touchpoint,
    const char *language, enum message_kind kind)
{
	const struct catalog_own own = compose_own(composer, touchpoint, kind);
	struct gaps *gaps = g_new0(struct gaps, 1);

	gaps->good = TRUE;
	if (!catalog_names(composer->catalog, touchpoint->template, language,
		&own, on_name, gaps) ||
	    !gaps->good) {
		gaps_free(gaps);
		return NULL;
	}
	return gaps;
}

void
gaps_free(struct gaps *gaps)
{
	if (gaps == NULL)
		return;
	for (guint i = 0; i < gaps->n; i++)
		g_free(gaps->all[i].name);
	g_free(gaps);
}

/* One line, in which nothing that renders a mail would change a letter but to
 * escape it. */
static gboolean
is_fit(const char *text)
{
	gsize n = strlen(text);
	gboolean ascii = TRUE;

	if (n > VALUE_MAX_BYTES || text[0] == ' ' ||
	    (n > 0 && text[n - 1] == ' '))
		return FALSE;
	for (gsize i = 0; i < n; i++) {
		if ((guchar)text[i] < 0x20 || text[i] == 0x7f)
			return FALSE;
		ascii &= (guchar)text[i] < 0x80;
	}
	if (ascii)
		return TRUE;
	if (!g_utf8_validate(text, (gssize)n, NULL))
		return FALSE;
	for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar u = g_utf8_get_char(c);

		if (u < 0xa0 ? u >= 0x80 :
			       u == 0x2028 || u == 0x2029 || u == 0xe000 ||
			    u == 0xe001)
			return FALSE;
	}
	return TRUE;
}

static gboolean
take_text(struct gap_values *values, guint i, const char *text)
{
	if (*text == '\0')
		return TRUE;
	values->texts[i] = text;
	values->shown |= 1u << i;
	return is_fit(text);
}

/* FALSE: it is of another kind, or not fit. */
static gboolean
take_json(struct gap_values *values, guint i, const json_t *value)
{
	if (value == NULL || json_is_null(value))
		return TRUE;
	if (json_is_integer(value)) {
		g_snprintf(values->numbers[i], sizeof(values->numbers[i]),
		    "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		return take_text(values, i, values->numbers[i]);
	}
	return json_is_string(value) &&
	    strlen(json_string_value(value)) == json_string_length(value) &&
	    take_text(values, i, json_string_value(value));
}

/* What we know ourselves goes before the attributes; as compose_context(). */
static const char *
known(const struct gap *gap, const struct event *event)
{
	if (gap->of_contact)
		return strcmp(gap->name, "name") == 0 ? event->contact.name :
							 NULL;
	if (strcmp(gap->name, "type") == 0)
		return event->type;
	return strcmp(gap->name, "reference") == 0 ? event->reference : NULL;
}

static json_t *
attributes_of(json_t **kept, const char *attributes)
{
	if (*kept == NULL)
		*kept = attributes_object(attributes);
	return *kept;
}

gboolean
gaps_read(const struct gaps *gaps, const struct event *event,
    struct gap_values *values)
{
	values->shown = 0;
	values->contact = values->event = NULL;
	for (guint i = 0; i < gaps->n; i++) {
		const struct gap *gap = &gaps->all[i];
		const char *text = known(gap, event);
		json_t *all;

		if (text != NULL) {
			if (!take_text(values, i, text))
				return FALSE;
			continue;
		}
		all = gap->of_contact ?
		    attributes_of(&values->contact, event->contact.attributes) :
		    attributes_of(&values->event, event->attributes);
		if (!take_json(values, i, json_object_get(all, gap->name)))
			return FALSE;
	}
	return TRUE;
}

void
gap_values_clear(struct gap_values *values)
{
	g_clear_pointer(&values->contact, json_decref);
	g_clear_pointer(&values->event, json_decref);
}

void
gaps_blank_event(const struct gaps *gaps, guint32 shown, struct event *event)
{
	json_t *contact = json_object();
	json_t *happened = json_object();

	for (guint i = 0; i < gaps->n; i++) {
		const struct gap *gap = &gaps->all[i];
		g_autofree char *blank = g_strdup_printf("%s%c%s",
		    blank_forms[BLANK_TEXT].before, 'A' + (int)i,
		    blank_forms[BLANK_TEXT].behind);

		if (shown & 1u << i)
			json_object_set_new(
			    gap->of_contact ? contact : happened, gap->name,
			    json_string(blank));
	}
	event->contact.attributes = json_dumps(contact, JSON_COMPACT);
	event->attributes = json_dumps(happened, JSON_COMPACT);
	json_decref(contact);
	json_decref(happened);
}
