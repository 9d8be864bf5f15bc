/*
 * text.h - small questions about a text, and a text made fit to be shown. Pure.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <glib.h>

/* text is valid UTF-8. Line ends and tabs are control characters too. */
gboolean text_has_control(const char *text);

/* Printable ASCII, and nothing else: nearly all texts, with nothing to mend. */
gboolean text_is_plain(const char *text);

/* Turns the direction of what stands behind it (UAX #9, section 2). */
gboolean text_turns(gunichar c);

/*
 * One line of valid UTF-8, in which nothing moves the cursor or turns the
 * direction: line ends and tabs become blanks, each other character that would
 * becomes "?". For what comes from outside and goes to a terminal, a log or a
 * digest. Owned.
 */
char *text_clean(const char *text);

/* The same of its first 40 characters, "..." behind them if there are more. */
char *text_shown(const char *value);

/*
 * With "***" for what may be a telephone number, however it is written: six
 * digits and more, of any script, with at most three blanks, hyphens, dots,
 * slashes or brackets between two. utf8 is valid; owned.
 */
char *text_without_numbers(const char *utf8);

/* At most max_bytes of it, cut between characters; owned. */
char *text_cut(const char *utf8, gsize max_bytes);

/* A code such as en or pt-BR: the form alone. */
gboolean text_is_language(const char *code);

/* A name or number of this very machine: "localhost", 127.0.0.1, ::1. */
gboolean text_is_loopback(const char *host);

#endif
