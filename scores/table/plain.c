/*
 * plain.c - display widths, wrapping and bars for text of one width. Knows no
 * touchpoints and no labels; see plain.h.
 *
 * BUGS: widths are those of GLib's tables; a terminal may draw an emoji made
 * of several characters narrower.
 */
#include "scores/table/plain.h"

#include <string.h>

#define PLAIN "\033[0m"

const char *const plain_blocks[3] = { "█", "▒", "░" };

static const char *const colours_of[3] = { "\033[32m", "\033[33m", "\033[31m" };

static guint
char_width(gunichar c)
{
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

guint
plain_width(const char *text)
{
	guint width = 0;

	for (; *text != '\0'; text = g_utf8_next_char(text))
		width += char_width(g_utf8_get_char(text));
	return width;
}

void
plain_append_left(GString *out, const char *text, guint width)
{
	guint room = plain_width(text) > width ? width - 1 : width;
	guint used = 0;
	gboolean cut = room < width;

	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (used + char_width(c) > room)
			break;
		used += char_width(c);
		g_string_append_unichar(out, c);
	}
	if (cut) {
		g_string_append(out, "…");
		used++;
	}
	g_string_append_printf(out, "%*s", (int)(width - used), "");
}

void
plain_append_right(GString *out, const char *text, guint width)
{
	g_string_append_printf(out, "%*s%s", (int)(width - plain_width(text)),
	    "", text);
}

/* One word, on the line that is open or on a new one. */
static void
wrap_word(GString *out, const char *word, const char *indent, guint width,
    guint *used)
{
	guint needed = plain_width(word);

	if (*used > 0 && *used + 1 + needed <= width) {
		g_string_append_c(out, ' ');
		*used += 1 + needed;
	} else {
		if (*used > 0)
			g_string_append_c(out, '\n');
		g_string_append(out, indent);
		*used = plain_width(indent) + needed;
	}
	g_string_append(out, word);
}

char *
plain_wrap(const char *text, const char *indent, guint width)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *out = g_string_new(NULL);
	gboolean empty = FALSE;

	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv)
		    words = g_strsplit_set(g_strstrip(*line), " \t\r\v\f", -1);
		guint used = 0;

		if (**line == '\0') {
			empty = TRUE;
			continue;
		}
		if (out->len > 0)
			g_string_append(out, empty ? "\n\n" : "\n");
		empty = FALSE;
		for (char **word = words; *word != NULL; word++)
			if (**word != '\0')
				wrap_word(out, *word, indent, width, &used);
	}
	return g_string_free(out, FALSE);
}

void
plain_divide_bar(const struct nps *nps, guint cells, guint shares[3])
{
	const gint64 amounts[3] = { nps->promoters, nps->passives,
		nps->detractors };
	double exact[3];
	guint given = 0;

	for (int i = 0; i < 3; i++) {
		exact[i] = (double)amounts[i] / (double)nps->answers * cells;
		shares[i] = (guint)exact[i];
		if (shares[i] == 0 && amounts[i] > 0)
			shares[i] = 1;
		given += shares[i];
	}
	while (given != cells) {
		int sign = given < cells ? 1 : -1;
		int best = -1;

		for (int i = 0; i < 3; i++) {
			if (sign < 0 && shares[i] < 2)
				continue;
			if (best < 0 ||
			    sign * (exact[i] - shares[i]) >
				sign * (exact[best] - shares[best]))
				best = i;
		}
		shares[best] += (guint)sign;
		given += (guint)sign;
	}
}

void
plain_append_bar(GString *out, const struct nps *nps, guint cells,
    gboolean colours)
{
	guint shares[3];

	plain_divide_bar(nps, cells, shares);
	for (int i = 0; i < 3; i++) {
		if (shares[i] == 0)
			continue;
		if (colours)
			g_string_append(out, colours_of[i]);
		for (guint k = 0; k < shares[i]; k++)
			g_string_append(out, plain_blocks[i]);
		if (colours)
			g_string_append(out, PLAIN);
	}
}
