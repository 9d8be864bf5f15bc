/*
 * gsm_internal.h - between gsm.c, which has the table, and gsm_instead.c, which
 * knows what comes near it.
 */
#ifndef BASE_GSM_INTERNAL_H
#define BASE_GSM_INTERNAL_H

#include "base/gsm.h"

/* The character itself as a text, if it is in the basic table; else NULL. */
const char *gsm_letter(gunichar character);

/* What to write in its place; "": leave it out; NULL: nothing near is known. */
const char *gsm_instead(gunichar character);

#endif
