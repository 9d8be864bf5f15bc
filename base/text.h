/*
 * text.h - small questions about a text. Pure.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <glib.h>

/* text is valid UTF-8. Line ends and tabs are control characters too. */
gboolean text_has_control(const char *text);

/* A name or number of this very machine: "localhost", 127.0.0.1, ::1. */
gboolean text_is_loopback(const char *host);

#endif
