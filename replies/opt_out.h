/*
 * opt_out.h - a reply that says nothing but "write to me no more".
 */
#ifndef REPLIES_OPT_OUT_H
#define REPLIES_OPT_OUT_H

#include <glib.h>

/* TRUE if the whole text is one of the phrases for mails in stop_words.c,
 * with politeness around it. */
gboolean opt_out_is(const char *text);

#endif
