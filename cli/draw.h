/*
 * draw.h - pictures: from SVG, which we wrote, to PNG, twice as large, for
 * screens with small dots. Between worker.c, whose worker `draw` does it, and
 * the digests, which ask it.
 */
#ifndef CLI_DRAW_H
#define CLI_DRAW_H

#include <glib.h>

#include "base/worker.h"

#define DRAW_KIND "draw"
#define DRAW_DEADLINE_MS (20 * 1000)

/* NULL: it is no SVG, or none that says how large it is, or too large. */
GBytes *draw_png(GBytes *svg);

/* A handler of worker_serve: NULL ends the worker. */
GBytes *draw_answer(GBytes *question, gpointer user);

#endif
