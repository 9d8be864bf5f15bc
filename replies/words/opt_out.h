/*
 * opt_out.h - a reply that says nothing but "write to me no more".
 */
#ifndef REPLIES_OPT_OUT_H
#define REPLIES_OPT_OUT_H

#include <glib.h>

/*
 * TRUE if the whole text asks for it, politeness and the forms of a letter
 * taken off. Tidy UTF-8 (charset.h).
 */
gboolean opt_out_is(const char *text);

/* The same of the text, or of the subject if the text has but a name. */
gboolean opt_out_of_mail(const char *subject, const char *text);

#endif
