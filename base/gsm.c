/*
 * gsm.c - the table of the GSM alphabet, both ways, and the length of a text
 * in segments.
 *
 * What to write in place of a character is gsm_instead.c's. Called by whoever
 * shows, plans or charges a text, and by providers that send septets.
 */
#include "base/gsm_internal.h"

#include <string.h>

#define ESCAPE 0x1b

/* What one segment holds, and each of several: they carry six octets of how
 * they belong together. */
#define GSM_ALONE 160
#define GSM_EACH 153
#define UCS2_ALONE 70
#define UCS2_EACH 67

/*
 * 23.038 table 6.2.1.1. 0x09 is the capital letter there; Unicode's own table
 * (GSM0338.TXT) has the small one.
 */
static const char *const basic[128] = { "@", "£", "$", "¥", "è", "é", "ù", "ì",
	"ò", "Ç", "\n", "Ø", "ø", "\r", "Å", "å", "Δ", "_", "Φ", "Γ", "Λ", "Ω",
	"Π", "Ψ", "Σ", "Θ", "Ξ", NULL, "Æ", "æ", "ß", "É", " ", "!", "\"", "#",
	"¤", "%", "&", "'", "(", ")", "*", "+", ",", "-", ".", "/", "0", "1",
	"2", "3", "4", "5", "6", "7", "8", "9", ":", ";", "<", "=", ">", "?",
	"¡", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M",
	"N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "Ä",
	"Ö", "Ñ", "Ü", "§", "¿", "a", "b", "c", "d", "e", "f", "g", "h", "i",
	"j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w",
	"x", "y", "z", "ä", "ö", "ñ", "ü", "à" };

/* Table 6.2.1.2.1: what an escape before it makes of a septet. */
static const char *const extended[128] = { [0x0a] = "\f",
	[0x14] = "^",
	[0x28] = "{",
	[0x29] = "}",
	[0x2f] = "\\",
	[0x3c] = "[",
	[0x3d] = "~",
	[0x3e] = "]",
	[0x40] = "|",
	[0x65] = "€" };

#define CHARACTERS 0x400 /* all of the basic table are below */

/* One more than the septet; 0: the character is not in the basic table. */
static guint8
place_of(gunichar character)
{
	static guint8 places[CHARACTERS];

	if (places['@'] == 0)
		for (guint i = 0; i < G_N_ELEMENTS(basic); i++)
			if (basic[i] != NULL)
				places[g_utf8_get_char(basic[i])] = (guint8)(i +
				    1);
	return character < CHARACTERS ? places[character] : 0;
}

/* The septet behind an escape; 0: the character is not there. */
static guint8
extended_place_of(gunichar character)
{
	for (guint i = 0; i < G_N_ELEMENTS(extended); i++)
		if (extended[i] != NULL &&
		    g_utf8_get_char(extended[i]) == character)
			return (guint8)i;
	return 0;
}

const char *
gsm_letter(gunichar character)
{
	guint8 place = place_of(character);

	return place != 0 ? basic[place - 1] : NULL;
}

/* Septets it takes; 0: it is in neither table. */
static guint
septets_of(gunichar character)
{
	if (place_of(character) != 0)
		return 1;
	return extended_place_of(character) != 0 ? 2 : 0;
}

GByteArray *
gsm_encode(const char *utf8)
{
	g_autoptr(GByteArray) septets = g_byte_array_new();

	for (; *utf8 != '\0'; utf8 = g_utf8_next_char(utf8)) {
		gunichar c = g_utf8_get_char(utf8);
		guint8 pair[2] = { ESCAPE, 0 };

		if (place_of(c) != 0) {
			pair[1] = (guint8)(place_of(c) - 1);
			g_byte_array_append(septets, &pair[1], 1);
			continue;
		}
		pair[1] = extended_place_of(c);
		if (pair[1] == 0)
			return NULL;
		g_byte_array_append(septets, pair, 2);
	}
	return g_steal_pointer(&septets);
}

char *
gsm_decode(const guint8 *septets, gsize n)
{
	g_autoptr(GString) text = g_string_sized_new(n);

	for (gsize i = 0; i < n; i++) {
		const char *const *table = basic;

		if (septets[i] == ESCAPE) {
			table = extended;
			i++;
		}
		if (i == n || septets[i] > 0x7f || table[septets[i]] == NULL)
			return NULL;
		g_string_append(text, table[septets[i]]);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
find_culprit(const char *utf8, struct gsm_size *size)
{
	guint line = 1;

	for (; *utf8 != '\0'; utf8 = g_utf8_next_char(utf8)) {
		gunichar c = g_utf8_get_char(utf8);

		if (septets_of(c) == 0) {
			size->ucs2 = TRUE;
			size->culprit = c;
			size->culprit_line = line;
			size->instead = gsm_instead(c);
			return;
		}
		line += c == '\n';
	}
}

static guint
units_of(const struct gsm_size *size, gunichar character)
{
	if (size->ucs2)
		return character > 0xffff ? 2 : 1;
	return septets_of(character);
}

/* Fills segments of so many units, and none of them with half a character. */
static void
fill(const char *utf8, guint each, struct gsm_size *size)
{
	guint used = each; /* of the segment at hand: there is none yet */

	for (; *utf8 != '\0'; utf8 = g_utf8_next_char(utf8)) {
		guint n = units_of(size, g_utf8_get_char(utf8));

		if (used + n > each) {
			size->segments++;
			used = 0;
		}
		used += n;
	}
	size->room = each - used;
}

void
gsm_measure(const char *utf8, struct gsm_size *size)
{
	guint alone, each;

	memset(size, 0, sizeof(*size));
	find_culprit(utf8, size);
	for (const char *c = utf8; *c != '\0'; c = g_utf8_next_char(c))
		size->units += units_of(size, g_utf8_get_char(c));
	alone = size->ucs2 ? UCS2_ALONE : GSM_ALONE;
	each = size->ucs2 ? UCS2_EACH : GSM_EACH;
	if (size->units > 0 && size->units <= alone) {
		size->segments = 1;
		size->room = alone - size->units;
		return;
	}
	fill(utf8, each, size);
}
