/*
 * chart.h - pictures of scores, as SVG text. Pure; called by page*.c, which
 * puts them into an HTML page, and for digests, where a worker turns one into
 * a PNG.
 *
 * Each is one <svg> element with a <title> and a <desc> for who cannot see it,
 * without scripts, ids or anything from outside, and well-formed XML whatever
 * the texts are. Numbers don't depend on the locale. What is not finite, or
 * not known, is left out of the picture.
 */
#ifndef SCORES_CHART_H
#define SCORES_CHART_H

#include <glib.h>

#include "scores/figures/nps.h"

/*
 * Colours are what an attribute of SVG takes: "#1f8f5f" for librsvg; in a page
 * "var(--ink)" too. paper may be NULL: see-through.
 */
struct chart_style {
	guint width, height; /* of the viewBox; 0: 600 and 160 */
	const char *paper;   /* behind everything */
	const char *ink;     /* figures that count */
	const char *quiet;   /* axis figures, labels */
	const char *grid;
	const char *line;
	const char *band; /* the margin about the line: opaque, pale */
	/* promoters, passives, detractors; and what was not heard of */
	const char *bands[3], *silent;
	const char *title, *description; /* NULL: "" */
};
/* On white paper, and see-through for #1d2025; without a title. */
extern const struct chart_style chart_style_light, chart_style_dark;

/* A week, say. All borrowed. */
struct chart_point {
	gboolean known;	 /* FALSE: nobody answered: a gap in the line */
	gboolean enough; /* FALSE: too few to tell: hollow, low and high are
			  * not used */
	double score, low, high; /* -100 to 100; low <= score <= high */
	const char *label;  /* under the axis, if there is room; or NULL, "" */
	const char *detail; /* told when pointed at; or NULL */
};
#define CHART_POINTS_MAX 400 /* of more, the last ones are drawn */

/* The score over time, on an axis that fits it; n may be 0. Owned. */
char *chart_trend(const struct chart_point *points, guint n,
    const struct chart_style *style);

/* A part of a whole. */
struct chart_part {
	double amount; /* not negative */
	const char *colour;
};

/* One bar of the style's width and height, without text: its parts in their
 * shares; each that is not 0 can be seen. Nothing but a groove if all are 0. */
char *chart_parts(const struct chart_part *parts, guint n,
    const struct chart_style *style);

/* chart_parts of promoters, passives and detractors. */
char *chart_bar(const struct nps *nps, const struct chart_style *style);

/*
 * How many gave 0, 1, ... 10: a column each, coloured by band, the figure over
 * it as `figures` has it (NULL: plain digits).
 */
char *chart_distribution(const gint64 n[NPS_SCORES],
    const char *const figures[NPS_SCORES], const struct chart_style *style);

#endif
