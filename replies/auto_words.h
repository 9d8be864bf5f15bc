/*
 * auto_words.h - what machines write on somebody's behalf.
 */
#ifndef REPLIES_AUTO_WORDS_H
#define REPLIES_AUTO_WORDS_H

#include <glib.h>

/* A subject that only an automatic reply has. */
gboolean auto_words_in_subject(const char *subject);

/* A text that begins as an automatic reply does; without what it quotes. */
gboolean auto_words_in_text(const char *text);

#endif
