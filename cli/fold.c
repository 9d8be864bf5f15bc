/*
 * fold.c - see fold.h. Called by what tells people whole sentences.
 */
#include "cli/fold.h"

#include "base/text.h"

static glong
width_of(const char *word)
{
	glong width = 0;

	for (const char *c = word; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar one = g_utf8_get_char(c);

		if (!g_unichar_iszerowidth(one))
			width += g_unichar_iswide(one) ? 2 : 1;
	}
	return width;
}

static void
append_blanks(GString *page, glong n)
{
	for (glong i = 0; i < n; i++)
		g_string_append_c(page, ' ');
}

void
fold_append(GString *page, const char *text, glong column, glong indent)
{
	g_autofree char *clean = text_clean(text);
	g_auto(GStrv) words = g_strsplit(clean, " ", -1);
	gboolean first = TRUE; /* in its line */

	for (char **word = words; *word != NULL; word++) {
		glong width = width_of(*word);

		if (**word == '\0')
			continue;
		if (!first && column + 1 + width > FOLD_COLUMNS) {
			g_string_append_c(page, '\n');
			append_blanks(page, indent);
			column = indent;
		} else if (!first) {
			g_string_append_c(page, ' ');
			column++;
		}
		g_string_append(page, *word);
		column += width;
		first = FALSE;
	}
	g_string_append_c(page, '\n');
}

void
fold_line(GString *page, const char *text, glong indent, glong hanging)
{
	append_blanks(page, indent);
	fold_append(page, text, indent, hanging);
}
