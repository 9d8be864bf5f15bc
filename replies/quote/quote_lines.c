/*
 * quote_lines.c - cuts a text into lines, sees which are marked as quoted, and
 * writes what is left of them.
 *
 * Knows no words. Called by quote.c and what it calls.
 */
#include "replies/quote/quote_lines.h"

#include <string.h>

#include "base/text.h"
#include "replies/quote/quote_fold.h"

#define MARK_INDENT_MAX 4
#define INITIALS_MAX 3
#define RULE_MIN 2
#define FOLDED_CHUNK_BYTES 8192
#define FACE_MAX_BYTES 4
#define BROKEN_MAX_BYTES 60
#define BROKEN_MAX_LINES 3

static gboolean
is_rule(const char *folded)
{
	gsize n = strlen(folded);

	return n >= RULE_MIN && strchr("-_=#~+", *folded) != NULL &&
	    strspn(folded, "-_=#~+ ") == n;
}

/*
 * ">>> here <<<" and ">:(" are a person's own. A mark that stands before
 * nothing but "wrote:" is the end of a broken address, which the caller sees.
 */
static gboolean
is_marked(const char *text)
{
	const char *start = text + strspn(text, " \t");

	if (*start != '>' || start - text > MARK_INDENT_MAX)
		return FALSE;
	if (g_str_has_suffix(start, "<<"))
		return FALSE;
	return start[1] == '\0' || start[1] == ' ' || start[1] == '>' ||
	    strlen(start) > FACE_MAX_BYTES || strpbrk(start, ":;=_.-") == NULL;
}

/*
 * "> wrote:" is no marked line if "<" was opened above: Polymail and others
 * break an address so.
 */
static gboolean
ends_address(const struct lines *lines, guint i)
{
	const char *text = lines->at[i].text;
	int open = 0;

	if (strlen(text) > BROKEN_MAX_BYTES || !g_str_has_suffix(text, ":") ||
	    text[strspn(text, " \t")] != '>')
		return FALSE;
	for (guint k = 1; k <= BROKEN_MAX_LINES && k <= i; k++) {
		const struct line *above = &lines->at[i - k];

		if (above->blank || above->quoted)
			break;
		for (const char *at = above->text; *at != '\0'; at++)
			open += (*at == '<') - (*at == '>');
	}
	return open > 0;
}

static void
look_at(struct lines *lines, guint i)
{
	struct line *line = &lines->at[i];
	g_autofree char *folded = NULL;

	line->strict = strcmp(line->text, "-- ") == 0;
	g_strchomp(line->text);
	line->folded = "";
	line->blank = line->text[strspn(line->text, " \t")] == '\0';
	line->quoted = is_marked(line->text) && !ends_address(lines, i);
	if (line->blank || line->quoted)
		return;
	folded = quote_fold(line->text, QUOTE_FOLD_MAX_BYTES);
	line->rule = is_rule(folded);
	line->folded = g_string_chunk_insert(lines->folded, folded);
}

void
quote_lines_split(struct lines *lines, const char *text)
{
	char *at;

	lines->text = at = g_strdup(text);
	lines->folded = g_string_chunk_new(FOLDED_CHUNK_BYTES);
	lines->n = 1;
	for (const char *end = at; (end = strchr(end, '\n')) != NULL; end++)
		lines->n++;
	lines->at = g_new0(struct line, lines->n);
	for (guint i = 0; i < lines->n; i++) {
		char *end = strchr(at, '\n');

		if (end != NULL)
			*end = '\0';
		lines->at[i].text = at;
		at = end != NULL ? end + 1 : at;
		look_at(lines, i);
	}
}

void
quote_lines_clear(struct lines *lines)
{
	g_free(lines->at);
	g_free(lines->text);
	g_string_chunk_free(lines->folded);
}

guint
quote_lines_next(const struct lines *lines, guint i)
{
	while (i < lines->n && lines->at[i].blank)
		i++;
	return i;
}

void
quote_lines_cut(struct lines *lines, guint from, guint to)
{
	for (guint i = from; i < to && i < lines->n; i++)
		lines->at[i].cut = TRUE;
}

/* How long the mark is that a line begins with, other than ">"; 0: none. */
static gsize
other_mark(const char *text)
{
	static const char *const marks[] = { "|", "»", "¦", "›", "}", "&gt;" };
	gsize initials = 0;

	for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
		if (g_str_has_prefix(text, marks[i]))
			return strlen(marks[i]);
	while (g_ascii_isalpha(text[initials]) && initials <= INITIALS_MAX)
		initials++;
	return initials > 0 && initials <= INITIALS_MAX &&
		text[initials] == '>' ?
	    initials + 1 :
	    0;
}

void
quote_lines_mark(struct lines *lines, guint from)
{
	const char *mark;
	gsize n;

	if (from >= lines->n || lines->at[from].quoted)
		return;
	mark = lines->at[from].text + strspn(lines->at[from].text, " \t");
	n = other_mark(mark);
	for (guint i = from; n > 0 && i < lines->n; i++) {
		const char *start = lines->at[i].text;

		start += strspn(start, " \t");
		if (strncmp(start, mark, n) == 0)
			lines->at[i].quoted = TRUE;
		else if (!lines->at[i].blank)
			return;
	}
}

char *
quote_lines_kept(const struct lines *lines, gsize max_bytes)
{
	g_autoptr(GString) out = g_string_new(NULL);
	gboolean gap = FALSE;

	for (guint i = 0; i < lines->n && out->len < max_bytes; i++) {
		const struct line *line = &lines->at[i];

		if (line->blank || line->cut) {
			gap = TRUE;
			continue;
		}
		if (out->len > 0)
			g_string_append(out, gap ? "\n\n" : "\n");
		g_string_append(out, line->text);
		gap = FALSE;
	}
	return text_cut(out->str, max_bytes);
}
