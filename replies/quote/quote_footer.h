/*
 * quote_footer.h - what programs and companies add below an answer.
 */
#ifndef REPLIES_QUOTE_FOOTER_H
#define REPLIES_QUOTE_FOOTER_H

#include "replies/quote/quote_lines.h"

/* "Sent from my iPhone", "Virus-free. www.avast.com": a line that nobody
 * typed. */
gboolean quote_footer_advertises(const char *folded);

/* A line with which the footer of a mailing list begins. */
gboolean quote_footer_lists(const char *folded);

/* A paragraph, joined and folded, that lawyers wrote. */
gboolean quote_footer_disclaims(const char *folded);

/*
 * Cuts these, and signatures, from the lines that are left. Called last: a
 * signature ends where something else was cut.
 */
void quote_footer_cut(struct lines *lines);

#endif
