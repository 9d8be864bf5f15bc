/*
 * fold.h - lines for people, folded to a terminal's width.
 */
#ifndef CLI_FOLD_H
#define CLI_FOLD_H

#include <glib.h>

#define FOLD_COLUMNS 78

/*
 * Appends the text, word by word, and ends the line: its first line begins at
 * `column`, to which the caller has written, the others `indent` blanks in.
 * What the text has of control characters does not pass.
 */
void fold_append(GString *page, const char *text, glong column, glong indent);

/* A line of its own, `indent` blanks in; what is folded of it `hanging`. */
void fold_line(GString *page, const char *text, glong indent, glong hanging);

#endif
