/*
 * text.h - the seam of reading a text message: from what was typed to what it
 * says. Pure, in linear time; the same struct as for mails.
 *
 * Opt-out goes before all else: a stop word with punctuation and politeness
 * around it, in any language we ship, is no answer. Then opt-in and help, then
 * a score, then words.
 */
#ifndef REPLIES_TEXT_H
#define REPLIES_TEXT_H

#include "replies/read.h"

/* More of it is not read. */
#define TEXT_READ_MAX_BYTES 4096

/*
 * kind is one of REPLY_ANSWER (score, and comment if something was said beside
 * it), REPLY_COMMENT, REPLY_OPT_OUT, REPLY_OPT_IN, REPLY_HELP and
 * REPLY_UNREADABLE (nothing that says anything). utf8 is valid; never NULL.
 */
struct reading *reading_of_text(const char *utf8);

#endif
