/*
 * plain.h - text set in columns of one width: for the terminal and for the
 * plain part of a mail. Pure; called by report_table.c and digest_context.c.
 */
#ifndef SCORES_PLAIN_H
#define SCORES_PLAIN_H

#include <glib.h>

#include "scores/figures/nps.h"

/* Columns that UTF-8 text takes: wide characters two, combining ones none. */
guint plain_width(const char *text);

/* Cut to the width if need be, "…" at its end; filled up with spaces. */
void plain_append_left(GString *out, const char *text, guint width);
void plain_append_right(GString *out, const char *text, guint width);

/*
 * Lines of at most `width` columns, broken at white space, each after
 * `indent`; line breaks of the text are kept, empty lines but one dropped. A
 * word wider than a line stays whole. No "\n" at the end. Owned.
 */
char *plain_wrap(const char *text, const char *indent, guint width);

/*
 * Of `cells`, how many promoters, passives and detractors get: by the largest
 * remainder, and at least one if there is anybody. nps is known, cells >= 3.
 */
void plain_divide_bar(const struct nps *nps, guint cells, guint shares[3]);

/* "█████▒▒░"; colours: by escape sequences, too. */
void plain_append_bar(GString *out, const struct nps *nps, guint cells,
    gboolean colours);

/* What stands for promoters, passives and detractors in a bar. */
extern const char *const plain_blocks[3];

#endif
