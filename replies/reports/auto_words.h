/*
 * auto_words.h - what machines write on somebody's behalf.
 */
#ifndef REPLIES_AUTO_WORDS_H
#define REPLIES_AUTO_WORDS_H

#include <glib.h>

/* A subject that only an automatic reply has. */
gboolean auto_words_in_subject(const char *subject);

/* A receipt, an acknowledgement, who asks to be confirmed; what begins with a
 * number was written by a person, whatever its subject. */
gboolean auto_words_of_office(const char *subject, const char *text);

/* Whether one of a NULL-terminated list begins the text and ends where a word
 * does. */
gboolean auto_words_begin(const char *text, const char *const *list);

/* auto_opening.c: a text that begins as an automatic reply does; without what
 * it quotes. */
gboolean auto_words_in_text(const char *text);

#endif
