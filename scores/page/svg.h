/*
 * svg.h - SVG written piece by piece into a string, so that it is well-formed
 * whatever the texts are and whatever the locale. Called by chart_*.c only.
 */
#ifndef SCORES_SVG_H
#define SCORES_SVG_H

#include <glib.h>

/* A figure of the chart: at most one decimal. Not finite: 0. */
void svg_number(GString *out, double number);

/* Escaped; what XML does not allow is left out, bad UTF-8 replaced. NULL: "" */
void svg_text(GString *out, const char *text);

/* ` name="value"` */
void svg_attribute(GString *out, const char *name, const char *value);
void svg_measure(GString *out, const char *name, double value);

/* "<svg ...><title>...</title><desc>...</desc>"; stretched: the picture takes
 * any shape, without keeping its own. */
struct svg_frame {
	guint width, height;
	gboolean stretched;
	const char *title, *description;
};
void svg_open(GString *out, const struct svg_frame *frame);
void svg_close(GString *out);

/* x, y, width, height */
struct svg_box {
	double x, y, width, height;
};
void svg_rect(GString *out, const struct svg_box *box, const char *colour,
    double radius);

struct svg_line {
	double x1, y1, x2, y2, width;
	gboolean dashed;
};
void svg_line(GString *out, const struct svg_line *line, const char *colour);

/* anchor: "start", "middle" or "end". */
struct svg_label {
	double x, y, size;
	const char *anchor, *colour, *text;
	gboolean bold;
};
void svg_label(GString *out, const struct svg_label *label);

#endif
