/*
 * pleading.h - words that spoil a score before it is given: "please give us a
 * 10" (begging), "win a voucher" (bribing), in the six languages. Pure; linear
 * in the text.
 *
 * It knows patterns, not meaning: what is meant otherwise may be found, and
 * what is said in other words is not. Called by `dripscore check`.
 */
#ifndef TEMPLATES_PLEADING_H
#define TEMPLATES_PLEADING_H

#include <glib.h>

struct pleading {
	gboolean bribes; /* FALSE: it begs */
	guint line;	 /* of the text, from 1 */
	char *found;	 /* as it stands there, on one line */
};

/* Of struct pleading, in order; never NULL. Tags of HTML and Mustache are no
 * words. text: any bytes, of which the first 64 KiB are looked at. */
GPtrArray *pleading_find(const char *text);

/* Why it spoils the score, in a clause; static. */
const char *pleading_why(const struct pleading *pleading);

#endif
