/*
 * ini.c - reads one INI file with libinih and reports what libinih would cut
 * or pass over in silence.
 *
 * Our reader is handed to ini_parse_stream: it sees each raw line first, says
 * what is wrong with it and mends it, so that libinih and we agree on what the
 * line is. Keys and values come from libinih's handler. It knows no schema:
 * base/config.c alone calls it, and judges kinds, keys and values.
 *
 * BUGS: a line of a value that begins with `;` or `#`, or that holds a `;`
 * after a blank, is or ends in a comment; there is no way to quote it.
 */
#include "base/ini.h"

#include <ini.h>
#include <string.h>

struct reader {
	struct ini_file *file;
	GPtrArray *mistakes;
	const char *at; /* what is not read yet */
	const char *end;
	guint line;		     /* the one handed over last; from 1 */
	guint column;		     /* where the value begins in it */
	struct ini_section *section; /* NULL: none yet, or it is unusable */
	struct ini_entry *entry;     /* what an indented line goes on with */
	gboolean header_seen;
	gboolean has_key; /* libinih takes an indented line as going on */
	gboolean goes_on; /* so it does with the line handed over last */
};

static void mistake(const struct reader *reader, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

static void
mistake(const struct reader *reader, const char *format, ...)
{
	va_list args;
	g_autofree char *what = NULL;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(reader->mistakes,
	    g_strdup_printf("%s:%u: %s", reader->file->path, reader->line,
		what));
}

static void
entry_free(gpointer data)
{
	struct ini_entry *entry = data;

	g_free(entry->key);
	g_free(entry->value);
	g_array_unref(entry->places);
	g_free(entry);
}

static void
section_free(gpointer data)
{
	struct ini_section *section = data;

	g_free(section->kind);
	g_free(section->name);
	g_ptr_array_unref(section->entries);
	g_free(section);
}

/* Where ` ;` begins a comment, as libinih sees it, or the end. */
static const char *
comment_in(const char *text)
{
	for (const char *c = text; *c != '\0'; c++)
		if (*c == ';' && c > text && g_ascii_isspace(c[-1]))
			return c;
	return text + strlen(text);
}

/* How many of the n bytes are whole characters within max. */
static gsize
bytes_cut(const char *text, gsize n, gsize max)
{
	if (n <= max)
		return n;
	return g_utf8_find_prev_char(text, text + max + 1) - text;
}

/* What is wrong with the character at c, or NULL; *next is where it ends. */
static char *
character_fault(const char *c, const char *end, const char **next)
{
	gunichar u = *c == '\0' ? 0 : g_utf8_get_char_validated(c, end - c);

	*next = c + 1;
	if (u == (gunichar)-1 || u == (gunichar)-2)
		return g_strdup_printf("the byte 0x%02X, which is no UTF-8; "
				       "save the file as UTF-8",
		    (guint8)*c);
	if (*c != '\0')
		*next = g_utf8_next_char(c);
	if (u == '\t' || !g_unichar_iscntrl(u))
		return NULL;
	return g_strdup_printf("the control character 0x%02X; only tabs and "
			       "line ends are allowed",
	    u);
}

/*
 * The line without its trailing blanks; what no value may hold is reported
 * once, and replaced by question marks.
 */
static char *
line_clean(const struct reader *reader, const char *raw, gsize n)
{
	g_autoptr(GString) clean = g_string_sized_new(n);
	const char *end = raw + n;
	gboolean reported = FALSE;

	for (const char *c = raw, *next; c < end; c = next) {
		g_autofree char *fault = character_fault(c, end, &next);

		if (fault == NULL)
			g_string_append_len(clean, c, next - c);
		else
			g_string_append_c(clean, '?');
		if (fault != NULL && !reported)
			mistake(reader, "at byte %u stands %s",
			    (guint)(c - raw) + 1, fault);
		reported |= fault != NULL;
	}
	return g_strchomp(g_string_free(g_steal_pointer(&clean), FALSE));
}

/* "kind" or "kind name" between the brackets; NULL after a mistake. */
static struct ini_section *
section_new(const struct reader *reader, const char *inside)
{
	g_auto(GStrv) words = g_regex_split_simple("[ \t]+", inside, 0, 0);
	struct ini_section *section;

	if (strlen(inside) > INI_NAME_MAX_BYTES) {
		mistake(reader,
		    "the section's name has %zu bytes, allowed are "
		    "%d",
		    strlen(inside), INI_NAME_MAX_BYTES);
		return NULL;
	}
	if (*inside == '\0' || g_strv_length(words) > 2) {
		mistake(reader,
		    "[%s]: a section is one word, or two: [kind] "
		    "or [kind name]",
		    inside);
		return NULL;
	}
	section = g_new0(struct ini_section, 1);
	section->kind = g_strdup(words[0]);
	section->name = g_strdup(words[1]);
	section->line = reader->line;
	section->entries = g_ptr_array_new_with_free_func(entry_free);
	g_ptr_array_add(reader->file->sections, section);
	return section;
}

/* A line that begins with `[`: what libinih shall read in its place. */
static char *
header_mend(struct reader *reader, const char *start)
{
	const char *comment = comment_in(start);
	const char *close = memchr(start, ']', comment - start);
	g_autofree char *inside = g_strstrip(g_strndup(start + 1,
	    (close != NULL ? close : comment) - start - 1));
	const char *rest = close != NULL ? close + 1 : comment;

	rest += strspn(rest, " \t");
	if (close == NULL)
		mistake(reader, "[%s: the section's name is not closed by ]",
		    inside);
	else if (*rest != '\0' && strchr(";#", *rest) == NULL)
		mistake(reader,
		    "[%s]: \"%s\" stands after the ]; only a "
		    "comment (;) is allowed there",
		    inside, rest);
	reader->section = section_new(reader, inside);
	reader->entry = NULL;
	reader->header_seen = TRUE;
	reader->has_key = FALSE;
	return g_strdup("[section]");
}

/* A line that begins a key, or should: it itself, or "" if it is of no use. */
static const char *
key_mend(struct reader *reader, const char *start)
{
	const char *comment = comment_in(start);
	gsize n = strcspn(start, "=:");
	g_autofree char *key = g_strchomp(g_strndup(start, n));

	reader->entry = NULL;
	if (n >= (gsize)(comment - start))
		mistake(reader,
		    "\"%.*s\" is neither `key = value` nor a "
		    "[section] nor a comment (;)",
		    (int)bytes_cut(start, comment - start, INI_NAME_MAX_BYTES),
		    start);
	else if (*key == '\0')
		mistake(reader, "the key before the `%c` is missing", start[n]);
	else if (strlen(key) > INI_NAME_MAX_BYTES)
		mistake(reader, "the key has %zu bytes, allowed are %d",
		    strlen(key), INI_NAME_MAX_BYTES);
	else if (!reader->header_seen)
		mistake(reader, "%s: stands before the first [section]", key);
	else {
		reader->has_key = TRUE;
		return start;
	}
	return "";
}

/* "[word]" or "[word word]" and nothing else but a comment. */
static gboolean
is_header(const char *start)
{
	return g_regex_match_simple("^\\[[A-Za-z][^] \t]*([ \t]+[^] \t]+)?\\]"
				    "[ \t]*([;#]|$)",
	    start, 0, 0);
}

/* What libinih shall read in place of this line, which is the raw one clean. */
static char *
line_mend(struct reader *reader, const char *line, int max_bytes)
{
	const char *start = line + strspn(line, " \t");
	gboolean goes_on = start > line && reader->has_key;
	gsize n = strlen(line);
	const char *cut;

	if (*start == '\0' || *start == ';' || *start == '#')
		return g_strdup("");
	if (n > (gsize)max_bytes)
		mistake(reader,
		    "the line has %zu bytes, allowed are %d; "
		    "continue it on an indented line",
		    n, max_bytes);
	if (goes_on && is_header(start)) {
		mistake(reader, "a [section] must begin in the first column");
		goes_on = FALSE;
	}
	if (*start == '[' && !goes_on)
		return header_mend(reader, start);
	reader->goes_on = goes_on;
	cut = goes_on ? line : key_mend(reader, start);
	return g_strndup(cut, bytes_cut(cut, strlen(cut), max_bytes));
}

/* Where the value, or more of it, begins in a line: in characters, from 1. */
static guint
value_column(const char *line, gboolean goes_on)
{
	const char *c = line;

	if (!goes_on)
		c += strcspn(line, "=:");
	if (!goes_on && *c != '\0')
		c++;
	c += strspn(c, " \t");
	return (guint)g_utf8_pointer_to_offset(line, c) + 1;
}

/* As fgets, for libinih. */
static char *
read_line(char *buffer, int size, void *user)
{
	struct reader *reader = user;
	const char *begin = reader->at;
	const char *lf = memchr(begin, '\n', reader->end - begin);
	const char *end = lf != NULL ? lf : reader->end;
	g_autofree char *line = NULL;
	g_autofree char *mended = NULL;

	if (begin == reader->end)
		return NULL;
	reader->at = lf != NULL ? lf + 1 : reader->end;
	reader->line++;
	if (end > begin && end[-1] == '\r')
		end--;
	line = line_clean(reader, begin, end - begin);
	mended = line_mend(reader, line, MIN(INI_LINE_MAX_BYTES, size - 1));
	reader->column = value_column(line, reader->goes_on);
	g_strlcpy(buffer, mended, size);
	return buffer;
}

static void
place_add(const struct reader *reader)
{
	struct ini_place place = { reader->line, reader->column };

	g_array_append_val(reader->entry->places, place);
}

/* libinih 55 leaves the comment on a line that goes on: it is cut here. */
static void
entry_go_on(const struct reader *reader, const char *text)
{
	struct ini_entry *entry = reader->entry;
	g_autofree char *more = g_strndup(text, comment_in(text) - text);
	char *value;

	g_strstrip(more);
	if (*entry->value == '\0')
		g_array_set_size(entry->places, 0);
	place_add(reader);
	value = *entry->value == '\0' ?
	    g_strdup(more) :
	    g_strconcat(entry->value, "\n", more, NULL);
	g_free(entry->value);
	entry->value = value;
}

static int
take_value(void *user, const char *section, const char *name, const char *value)
{
	struct reader *reader = user;

	(void)section;
	if (reader->section == NULL)
		return 1;
	if (reader->goes_on) {
		if (reader->entry != NULL)
			entry_go_on(reader, value);
		return 1;
	}
	reader->entry = g_new0(struct ini_entry, 1);
	reader->entry->key = g_strdup(name);
	reader->entry->value = g_strdup(value);
	reader->entry->line = reader->line;
	reader->entry->places = g_array_new(FALSE, FALSE,
	    sizeof(struct ini_place));
	place_add(reader);
	g_ptr_array_add(reader->section->entries, reader->entry);
	return 1;
}

/* FALSE if the text as a whole is nothing that we read. */
static gboolean
text_is_sound(struct reader *reader, const char *text, gsize n)
{
	reader->line = 1;
	if (n > INI_FILE_MAX_BYTES)
		mistake(reader,
		    "the file has over %d bytes, which is more "
		    "than is allowed",
		    INI_FILE_MAX_BYTES);
	else if (n >= 2 &&
	    (memcmp(text, "\xFF\xFE", 2) == 0 ||
		memcmp(text, "\xFE\xFF", 2) == 0))
		mistake(reader, "the file is in UTF-16; save it as UTF-8");
	else
		return TRUE;
	return FALSE;
}

struct ini_file *
ini_read_text(const char *path, const char *text, gsize n, GPtrArray *mistakes)
{
	struct ini_file *file = g_new0(struct ini_file, 1);
	struct reader reader = { .file = file, .mistakes = mistakes };
	int bad_line;

	file->path = g_strdup(path);
	file->sections = g_ptr_array_new_with_free_func(section_free);
	if (n == 0 || !text_is_sound(&reader, text, n))
		return file;
	reader.line = 0;
	reader.at = text;
	reader.end = text + n;
	if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		reader.at += 3;
	bad_line = ini_parse_stream(read_line, &reader, take_value, &reader);
	if (bad_line != 0) {
		reader.line = MAX(bad_line, 1);
		mistake(&reader, "libinih cannot read this line");
	}
	return file;
}

void
ini_file_free(struct ini_file *file)
{
	if (file == NULL)
		return;
	g_free(file->path);
	g_ptr_array_unref(file->sections);
	g_free(file);
}
