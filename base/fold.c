/*
 * fold.c - takes from a character what people leave out when they type.
 *
 * Called by replies/, whose tables are written so, and by words.c.
 */
#include "base/fold.h"

#define DECOMPOSED_MAX 18 /* G_UNICHAR_MAX_DECOMPOSITION_LENGTH */

/* Letters that Unicode takes for one and people type as another. */
static const struct {
	gunichar letter;
	const char *typed;
} letters[] = { { 0xdf, "ss" }, { 0x1e9e, "ss" }, { 0xe6, "ae" }, { 0xf8, "o" },
	{ 0x153, "oe" }, { 0x131, "i" }, { 0x111, "d" }, { 0x142, "l" },
	{ 0x3c2, "\317\203" } };

static void
fold_lower(GString *out, gunichar c)
{
	for (guint i = 0; i < G_N_ELEMENTS(letters); i++) {
		if (letters[i].letter == c) {
			g_string_append(out, letters[i].typed);
			return;
		}
	}
	g_string_append_unichar(out, c);
}

void
fold_char(GString *out, gunichar c)
{
	gunichar parts[DECOMPOSED_MAX];
	gsize n;

	if (c < 0x80) {
		g_string_append_c(out, g_ascii_tolower((char)c));
		return;
	}
	n = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
	for (gsize i = 0; i < n && i < G_N_ELEMENTS(parts); i++)
		if (!g_unichar_ismark(parts[i]))
			fold_lower(out, g_unichar_tolower(parts[i]));
}
