/*
 * gsm.h - the GSM 7-bit default alphabet and its extension table, 3GPP TS
 * 23.038 section 6.2.1, and how long a text is in segments (23.040 section
 * 9.2.3.24.1, concatenation). Pure.
 *
 * What a text costs is told here alone: for preview, plan, and drip.
 */
#ifndef BASE_GSM_H
#define BASE_GSM_H

#include <glib.h>

/*
 * Septets, one a byte, an escape before each character of the extension table.
 * NULL if the text has a character that is in neither; owned.
 */
GByteArray *gsm_encode(const char *utf8);
/* NULL if a byte is over 0x7f or an escape is not followed by a character of
 * the extension table; owned. */
char *gsm_decode(const guint8 *septets, gsize n);

struct gsm_size {
	gboolean ucs2;	/* else GSM 7-bit */
	guint segments; /* 0: the text is empty */
	guint units;	/* septets, or UTF-16 units */
	guint room;	/* units the last segment has left */
	/* The first character that forces UCS-2; 0: none does. */
	gunichar culprit;
	guint culprit_line; /* from 1 */
	/* What to write in its place; "": leave it out; NULL: nothing near is
	 * known. */
	const char *instead;
};
/* An escape, or a pair of surrogates, is not cut by a segment's end. */
void gsm_measure(const char *utf8, struct gsm_size *size);

#endif
