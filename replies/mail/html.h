/*
 * html.h - from an HTML mail to the text a person sees.
 */
#ifndef REPLIES_HTML_H
#define REPLIES_HTML_H

#include <glib.h>

#define HTML_MAX_BYTES (512 * 1024) /* of what is left once tamed */

/*
 * Lines of text, valid UTF-8. What a mail program marked as quoted stands in
 * lines that begin with "> ", so that quote.c sees quotes of one kind only.
 * Never NULL; owned by the caller. html must be valid UTF-8.
 */
char *html_to_text(const char *html);

/*
 * The same HTML made cheap to parse: no comments, no style, no script, no tag
 * longer than honest programs write, at most HTML_MAX_BYTES. libxml2's time
 * grows with the square of a tag's attributes. Owned by the caller.
 */
char *html_tame(const char *html);

#endif
