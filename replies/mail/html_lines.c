/*
 * html_lines.c - puts words into lines, and "> " before those that are quoted.
 *
 * A mark before what may be the person's own stays only if nothing else in the
 * page turns out to be a quote. Called by html.c.
 */
#include "replies/mail/html_lines.h"

#include <string.h>

#define TEXT_MAX_BYTES (512 * 1024)
#define LABEL_MAX_BYTES 24 /* of one word */
#define LABELS_MAX_BYTES 48
#define BLOCK_LINES 3

void
html_lines_begin(struct html_lines *lines)
{
	*lines = (struct html_lines){
		.out = g_string_new(NULL),
		.maybes = g_array_new(FALSE, FALSE, sizeof(gsize)),
	};
}

void
html_lines_owe(struct html_lines *lines, guint n)
{
	lines->breaks = MAX(lines->breaks, n);
}

void
html_lines_break(struct html_lines *lines)
{
	lines->breaks = MIN(lines->breaks + 1, 2);
}

gboolean
html_lines_are_full(const struct html_lines *lines)
{
	return lines->out->len >= TEXT_MAX_BYTES;
}

gboolean
html_lines_are_quoted(const struct html_lines *lines)
{
	return lines->quotes > 0 || lines->rest;
}

/* Past the word and the colon at the start of the line, or NULL. */
static const char *
past_label(const char *line)
{
	gsize n = strcspn(line, " :@<");

	if (n == 0 || n > LABEL_MAX_BYTES)
		return NULL;
	line += n;
	line += strspn(line, " ");
	return *line == ':' ? line + 1 : NULL;
}

/*
 * TRUE of "From: a@example.com Sent: ...", in whatever language: what some
 * write without line breaks, so that quote.c does not see a block of labels.
 */
static gboolean
is_line_of_labels(const char *line)
{
	const char *at = past_label(line);

	if (at == NULL || strchr(at, '@') == NULL)
		return FALSE;
	while ((at = strchr(at, ' ')) != NULL) {
		at += strspn(at, " ");
		if (past_label(at) != NULL)
			return TRUE;
	}
	return FALSE;
}

/* Does it begin with "Sent:", "Enviado el:" or the like? */
static gboolean
begins_with_label(const char *line)
{
	gsize n = strcspn(line, ":@<0123456789\n");
	guint blanks = 0;

	if (n == 0 || n > LABELS_MAX_BYTES || line[n] != ':')
		return FALSE;
	for (gsize i = 0; i < n; i++)
		blanks += line[i] == ' ';
	return blanks <= 3;
}

/* Does it name an address, a time of day or a year? */
static gboolean
names_place_or_time(const char *line)
{
	for (; *line != '\0'; line++) {
		if (*line == '@')
			return TRUE;
		if (!g_ascii_isdigit(*line))
			continue;
		if (strspn(line, "0123456789") == 4 ||
		    (line[1] == ':' && g_ascii_isdigit(line[2])))
			return TRUE;
		while (g_ascii_isdigit(line[1]) && line[2] != ':')
			line++;
	}
	return FALSE;
}

/* Marks what stands in out from block_at on, and all that follows. */
static void
quote_from(struct html_lines *lines, gsize block_at)
{
	g_autofree char *block = g_strdup(lines->out->str + block_at);

	g_string_truncate(lines->out, block_at);
	for (char *at = block; *at != '\0';) {
		gsize n = strcspn(at, "\n");

		if (n > 0)
			g_string_append(lines->out, "> ");
		g_string_append_len(lines->out, at, (gssize)n);
		at += n;
		if (*at == '\n')
			g_string_append_c(lines->out, *at++);
	}
	html_lines_find_quote(lines);
	lines->rest = TRUE;
}

/*
 * The line that ends stands below a rule. Labels below one are a mail's
 * headers, in whatever language: three lines of them, or several in one line.
 */
static void
judge_ruled_line(struct html_lines *lines)
{
	const char *line = lines->out->str + lines->line_at;

	lines->below_rule = FALSE;
	if (html_lines_are_quoted(lines) || lines->plain || lines->maybe > 0)
		return;
	if (is_line_of_labels(line)) {
		quote_from(lines, lines->line_at);
		return;
	}
	if (!begins_with_label(line))
		return;
	if (lines->labels++ == 0)
		lines->block_at = lines->line_at;
	lines->dated = lines->dated || names_place_or_time(line);
	lines->below_rule = lines->labels < BLOCK_LINES;
	if (!lines->below_rule && lines->dated)
		quote_from(lines, lines->block_at);
}

static void
mark_line(struct html_lines *lines)
{
	gsize at = lines->out->len;

	if (html_lines_are_quoted(lines)) {
		g_string_append(lines->out, "> ");
	} else if (lines->maybe > 0) {
		g_array_append_val(lines->maybes, at);
		g_string_append(lines->out, "> ");
	}
}

static void
begin_word(struct html_lines *lines)
{
	gboolean at_start = lines->out->len == 0;
	gboolean begins = lines->breaks > 0 || at_start;

	if (begins && lines->below_rule)
		judge_ruled_line(lines);
	if (lines->breaks > 0 && !at_start)
		g_string_append(lines->out, lines->breaks > 1 ? "\n\n" : "\n");
	else if (lines->blank && !at_start)
		g_string_append_c(lines->out, ' ');
	if (begins) {
		if (lines->ruled) {
			lines->below_rule = TRUE;
			lines->ruled = lines->dated = FALSE;
			lines->labels = 0;
		}
		lines->line_at = lines->out->len;
		mark_line(lines);
	}
	if (!html_lines_are_quoted(lines) && lines->maybe == 0)
		lines->written = TRUE;
	lines->breaks = 0;
	lines->blank = FALSE;
}

void
html_lines_word(struct html_lines *lines, const char *word, gsize n)
{
	if (html_lines_are_full(lines))
		return;
	if (lines->breaks > 0 || lines->blank || lines->out->len == 0)
		begin_word(lines);
	g_string_append_len(lines->out, word, (gssize)n);
}

gboolean
html_lines_announce(const struct html_lines *lines)
{
	const char *line = lines->out->str + lines->line_at;
	gsize n = lines->out->len - lines->line_at;

	while (n > 0 && strchr(" \xc2\xa0", line[n - 1]) != NULL)
		n--;
	if (n == 0 || g_str_has_prefix(line, "> "))
		return FALSE;
	if (line[n - 1] != ':' && (n < 3 || memcmp(line + n - 3, "：", 3) != 0))
		return FALSE;
	return strpbrk(line, "@0123456789") != NULL;
}

void
html_lines_find_quote(struct html_lines *lines)
{
	if (!lines->found && lines->maybe == 0)
		lines->own_marks = lines->maybes->len;
	lines->found = TRUE;
}

/* The text, without the marks of what was no quote after all. */
static char *
drop_own_marks(const struct html_lines *lines)
{
	const char *text = lines->out->str;
	GString *kept = g_string_sized_new(lines->out->len);
	gsize at = 0;

	for (guint i = 0; i < lines->own_marks; i++) {
		gsize mark = g_array_index(lines->maybes, gsize, i);

		g_string_append_len(kept, text + at, (gssize)(mark - at));
		at = mark + strlen("> ");
	}
	g_string_append(kept, text + at);
	return g_string_free(kept, FALSE);
}

char *
html_lines_end(struct html_lines *lines)
{
	g_autofree char *text = NULL;

	if (lines->below_rule)
		judge_ruled_line(lines);
	if (!lines->written)
		lines->own_marks = lines->maybes->len;
	text = drop_own_marks(lines);
	g_string_free(lines->out, TRUE);
	g_array_free(lines->maybes, TRUE);
	return g_utf8_validate(text, -1, NULL) ? g_steal_pointer(&text) :
						 g_utf8_make_valid(text, -1);
}
