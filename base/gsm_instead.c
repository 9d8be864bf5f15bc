/*
 * gsm_instead.c - what to write in place of a character that the GSM alphabet
 * has not: typographic signs in plain ones, letters without the accent.
 *
 * A suggestion to a person; nothing is replaced by it unasked. Called by gsm.c.
 */
#include "base/gsm_internal.h"

/* Ranges of characters; in order. "" means: leave it out. */
static const struct {
	gunichar first, last;
	const char *instead;
} signs[] = {
	{ 0x0009, 0x0009, " " },
	{ 0x0060, 0x0060, "'" },
	{ 0x00a0, 0x00a0, " " },
	{ 0x00a9, 0x00a9, "(c)" },
	{ 0x00aa, 0x00aa, "a" },
	{ 0x00ab, 0x00ab, "\"" },
	{ 0x00ad, 0x00ad, "" }, /* soft hyphen */
	{ 0x00ae, 0x00ae, "(R)" },
	{ 0x00b4, 0x00b4, "'" },
	{ 0x00b7, 0x00b7, "." },
	{ 0x00ba, 0x00ba, "o" },
	{ 0x00bb, 0x00bb, "\"" },
	{ 0x00bc, 0x00bc, "1/4" },
	{ 0x00bd, 0x00bd, "1/2" },
	{ 0x00be, 0x00be, "3/4" },
	{ 0x00d0, 0x00d0, "D" },
	{ 0x00d7, 0x00d7, "x" },
	{ 0x00de, 0x00de, "Th" },
	{ 0x00f0, 0x00f0, "d" },
	{ 0x00f7, 0x00f7, "/" },
	{ 0x00fe, 0x00fe, "th" },
	{ 0x0110, 0x0110, "D" },
	{ 0x0111, 0x0111, "d" },
	{ 0x0126, 0x0126, "H" },
	{ 0x0127, 0x0127, "h" },
	{ 0x0131, 0x0131, "i" },
	{ 0x0141, 0x0141, "L" },
	{ 0x0142, 0x0142, "l" },
	{ 0x014a, 0x014a, "N" },
	{ 0x014b, 0x014b, "n" },
	{ 0x0152, 0x0152, "OE" },
	{ 0x0153, 0x0153, "oe" },
	{ 0x0166, 0x0166, "T" },
	{ 0x0167, 0x0167, "t" },
	{ 0x02b9, 0x02b9, "'" },
	{ 0x02bb, 0x02bd, "'" },
	/* Greek capitals that look as Latin ones do: 23.038 means them so. */
	{ 0x0391, 0x0391, "A" },
	{ 0x0392, 0x0392, "B" },
	{ 0x0395, 0x0395, "E" },
	{ 0x0396, 0x0396, "Z" },
	{ 0x0397, 0x0397, "H" },
	{ 0x0399, 0x0399, "I" },
	{ 0x039a, 0x039a, "K" },
	{ 0x039c, 0x039c, "M" },
	{ 0x039d, 0x039d, "N" },
	{ 0x039f, 0x039f, "O" },
	{ 0x03a1, 0x03a1, "P" },
	{ 0x03a4, 0x03a4, "T" },
	{ 0x03a5, 0x03a5, "Y" },
	{ 0x03a7, 0x03a7, "X" },
	{ 0x1e9e, 0x1e9e, "ß" },
	{ 0x2000, 0x200a, " " },
	{ 0x200b, 0x200f, "" }, /* no width, joiners, directions */
	{ 0x2010, 0x2015, "-" },
	{ 0x2018, 0x201b, "'" },
	{ 0x201c, 0x201f, "\"" },
	{ 0x2022, 0x2023, "*" },
	{ 0x2024, 0x2024, "." },
	{ 0x2025, 0x2025, ".." },
	{ 0x2026, 0x2026, "..." },
	{ 0x202a, 0x202e, "" }, /* directions */
	{ 0x202f, 0x202f, " " },
	{ 0x2032, 0x2032, "'" },
	{ 0x2033, 0x2033, "\"" },
	{ 0x2039, 0x203a, "'" },
	{ 0x2043, 0x2043, "-" },
	{ 0x2044, 0x2044, "/" },
	{ 0x205f, 0x205f, " " },
	{ 0x2060, 0x2064, "" },
	{ 0x2066, 0x2069, "" },
	{ 0x20a4, 0x20a4, "£" },
	{ 0x2116, 0x2116, "No." },
	{ 0x2122, 0x2122, "(TM)" },
	{ 0x2126, 0x2126, "Ω" },
	{ 0x2190, 0x2190, "<-" },
	{ 0x2192, 0x2192, "->" },
	{ 0x2206, 0x2206, "Δ" },
	{ 0x2212, 0x2212, "-" },
	{ 0x2215, 0x2215, "/" },
	{ 0x2219, 0x2219, "." },
	{ 0x2236, 0x2236, ":" },
	{ 0x2264, 0x2264, "<=" },
	{ 0x2265, 0x2265, ">=" },
	{ 0x3000, 0x3000, " " },
	{ 0xfe00, 0xfe0f, "" }, /* variation selectors */
	{ 0xfeff, 0xfeff, "" },
};

#define FULL_WIDTH_FIRST 0xff01 /* of "!" */
#define FULL_WIDTH_LAST 0xff5e

const char *
gsm_instead(gunichar character)
{
	gunichar base = character, mark;

	for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
		if (character >= signs[i].first && character <= signs[i].last)
			return signs[i].instead;
	if (character >= FULL_WIDTH_FIRST && character <= FULL_WIDTH_LAST)
		return gsm_letter(character - FULL_WIDTH_FIRST + '!');
	if (g_unichar_ismark(character))
		return "";
	/* An accent at a time, the last one first: of U+01FB remains a ring. */
	while (
	    g_unichar_decompose(base, &base, &mark) && g_unichar_ismark(mark))
		if (gsm_letter(base) != NULL)
			return gsm_letter(base);
	return NULL;
}
