/*
 * ical_lines.c - an iCalendar text as unfolded lines, and which of them are
 * read of a VEVENT. Knows no values: ical_event.c does. Called by ical.c.
 *
 * This stands in front of libical: what is long, folded without end, no UTF-8
 * or of no use to us does not get there.
 */
#include <string.h>

#include "base/errors.h"
#include "base/ical_internal.h"

#define PARAMETERS_MAX 50

static const struct {
	const char *name;
	gboolean vital; /* without it the event would be another */
} names[ICAL_NAMES] = {
	[ICAL_NAME_ATTENDEE] = { "ATTENDEE", FALSE },
	[ICAL_NAME_CATEGORIES] = { "CATEGORIES", FALSE },
	[ICAL_NAME_DTEND] = { "DTEND", TRUE },
	[ICAL_NAME_DTSTART] = { "DTSTART", TRUE },
	[ICAL_NAME_DURATION] = { "DURATION", TRUE },
	[ICAL_NAME_EXDATE] = { "EXDATE", TRUE },
	[ICAL_NAME_LOCATION] = { "LOCATION", FALSE },
	[ICAL_NAME_ORGANIZER] = { "ORGANIZER", FALSE },
	[ICAL_NAME_RDATE] = { "RDATE", TRUE },
	[ICAL_NAME_RECURRENCE_ID] = { "RECURRENCE-ID", TRUE },
	[ICAL_NAME_RRULE] = { "RRULE", TRUE },
	[ICAL_NAME_SEQUENCE] = { "SEQUENCE", FALSE },
	[ICAL_NAME_STATUS] = { "STATUS", TRUE },
	[ICAL_NAME_SUMMARY] = { "SUMMARY", FALSE },
	[ICAL_NAME_UID] = { "UID", TRUE },
};

void
ical_lines_begin(struct ical_lines *lines, const char *text, gsize n)
{
	static const char bom[] = "\xef\xbb\xbf";

	*lines = (struct ical_lines){
		.at = text,
		.end = text + n,
		.next_number = 1,
		.line = g_string_new(NULL),
	};
	if (n >= strlen(bom) && memcmp(text, bom, strlen(bom)) == 0)
		lines->at += strlen(bom);
}

void
ical_lines_clear(struct ical_lines *lines)
{
	g_string_free(lines->line, TRUE);
}

/* One line as it stands, behind what was unfolded of it. */
static void
take_raw(struct ical_lines *lines)
{
	const char *nl = memchr(lines->at, '\n',
	    (gsize)(lines->end - lines->at));
	const char *stop = nl != NULL ? nl : lines->end;
	gsize n = (gsize)(stop - lines->at);
	gsize room = ICAL_LINE_MAX_BYTES - lines->line->len;

	if (n > 0 && stop[-1] == '\r')
		n--;
	lines->cut |= n > room;
	g_string_append_len(lines->line, lines->at, (gssize)MIN(n, room));
	lines->at = nl != NULL ? nl + 1 : lines->end;
	lines->next_number++;
}

gboolean
ical_lines_next(struct ical_lines *lines)
{
	g_string_truncate(lines->line, 0);
	lines->cut = FALSE;
	while (lines->line->len == 0) {
		if (lines->at == lines->end)
			return FALSE;
		lines->number = lines->next_number;
		take_raw(lines);
	}
	while (lines->at < lines->end &&
	    (*lines->at == ' ' || *lines->at == '\t')) {
		lines->at++;
		take_raw(lines);
	}
	return TRUE;
}

char *
ical_line_name(const struct ical_lines *lines)
{
	gsize n = strcspn(lines->line->str, ";:");

	return g_ascii_strup(lines->line->str, (gssize)n);
}

const char *
ical_line_value(const struct ical_lines *lines)
{
	gboolean quoted = FALSE;

	for (const char *c = lines->line->str; *c != '\0'; c++) {
		if (*c == '"')
			quoted = !quoted;
		else if (*c == ':' && !quoted)
			return c + 1;
	}
	return "";
}

gboolean
ical_line_is(const struct ical_lines *lines, const char *name,
    const char *value)
{
	const char *line = lines->line->str;
	gsize n = strlen(name);

	return g_ascii_strncasecmp(line, name, n) == 0 && line[n] == ':' &&
	    g_ascii_strncasecmp(line + n + 1, value, strlen(value)) == 0 &&
	    strspn(line + n + 1 + strlen(value), " \t") ==
	    strlen(line + n + 1 + strlen(value));
}

struct ical_part *
ical_part_new(guint line)
{
	struct ical_part *part = g_new0(struct ical_part, 1);

	part->line = line;
	part->text = g_string_new(NULL);
	return part;
}

void
ical_part_free(gpointer data)
{
	struct ical_part *part = data;

	if (part == NULL)
		return;
	g_string_free(part->text, TRUE);
	g_free(part->rrule);
	g_clear_error(&part->error);
	g_free(part);
}

static void G_GNUC_PRINTF(3, 4)
refuse(struct ical_part *part, guint line, const char *format, ...)
{
	g_autofree char *why = NULL;
	va_list arguments;

	if (part->error != NULL)
		return;
	va_start(arguments, format);
	why = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	part->error_line = line;
	data_refuse(&part->error, "%s", why);
}

/* ICAL_NAMES: none of them. */
static enum ical_name
find_name(const char *name)
{
	guint i = 0;

	while (i < ICAL_NAMES && strcmp(names[i].name, name) != 0)
		i++;
	return (enum ical_name)i;
}

static void
count(struct ical_part *part, const struct ical_lines *lines,
    enum ical_name which)
{
	part->seen[which]++;
	part->seen_on[which] = lines->number;
	part->values[which]++;
	for (const char *c = ical_line_value(lines); *c != '\0'; c++)
		part->values[which] += *c == ',';
}

/* Its control characters are blanks then. */
static void
append_line(struct ical_part *part, const struct ical_lines *lines)
{
	gsize from = part->text->len;

	g_string_append_len(part->text, lines->line->str,
	    (gssize)lines->line->len);
	for (char *c = part->text->str + from; *c != '\0'; c++) {
		if (g_ascii_iscntrl(*c))
			*c = ' ';
	}
	g_string_append(part->text, "\r\n");
	part->n_lines++;
}

/* libical's time grows with the square of their number. */
static gboolean
has_many_parameters(const struct ical_lines *lines)
{
	const char *value = ical_line_value(lines);
	guint n = 0;

	for (const char *c = lines->line->str; c < value; c++)
		n += *c == ';';
	return n > PARAMETERS_MAX;
}

/* FALSE: it is told, or of no weight. */
static gboolean
is_fit(struct ical_part *part, const struct ical_lines *lines,
    enum ical_name which, GPtrArray *mistakes)
{
	const char *ill = NULL;

	if (lines->cut)
		ill = "it is longer than 16 KiB";
	else if (!g_utf8_validate_len(lines->line->str, lines->line->len, NULL))
		ill = "it is not UTF-8";
	else if (has_many_parameters(lines))
		ill = "it has more than 50 parameters";
	if (ill == NULL || which == ICAL_NAMES)
		return ill == NULL;
	if (names[which].vital)
		refuse(part, lines->number, "%s: %s", names[which].name, ill);
	else
		ical_mistake(mistakes, lines->number, "%s: %s; it is left out",
		    names[which].name, ill);
	return FALSE;
}

void
ical_part_take(struct ical_part *part, const struct ical_lines *lines,
    GPtrArray *mistakes)
{
	g_autofree char *name = ical_line_name(lines);
	enum ical_name which = find_name(name);

	if (part->error != NULL ||
	    (which == ICAL_NAMES &&
		(!g_str_has_prefix(name, "X-") ||
		    g_str_has_prefix(name, "X-LIC-"))) ||
	    !is_fit(part, lines, which, mistakes))
		return;
	if (part->n_lines >= ICAL_EVENT_MAX_LINES ||
	    part->text->len + lines->line->len > ICAL_EVENT_MAX_BYTES) {
		refuse(part, part->line,
		    "the VEVENT has more than %d lines or %d KiB",
		    ICAL_EVENT_MAX_LINES, ICAL_EVENT_MAX_BYTES / 1024);
		return;
	}
	if (which != ICAL_NAMES)
		count(part, lines, which);
	if (which != ICAL_NAME_RRULE)
		append_line(part, lines);
	else if (part->rrule == NULL)
		part->rrule = g_strstrip(g_strdup(ical_line_value(lines)));
	else
		refuse(part, lines->number, "it has a second RRULE; allowed "
					    "is one");
}

void
ical_mistake(GPtrArray *mistakes, guint line, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list arguments;

	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(mistakes, g_strdup_printf("line %u: %s", line, what));
}
