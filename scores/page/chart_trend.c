/*
 * chart_trend.c - the score over time: a line, the margin about it, and an
 * axis that fits. See chart.h.
 */
#include "scores/page/chart.h"

#include <math.h>

#include "scores/page/svg.h"

#define WIDTH 600
#define HEIGHT 160
#define LEFT 42.0
#define RIGHT 42.0
#define TOP 12.0
#define BOTTOM 27.0
#define FONT 13.0
#define LETTER 7.0  /* of a label of that size, about */
#define SPAN_MIN 20 /* else noise looks like news */
#define INTERVALS_MAX 4
#define DOTS_MAX 40

const struct chart_style chart_style_light = {
	.width = WIDTH,
	.height = HEIGHT,
	.paper = "#ffffff",
	.ink = "#202428",
	.quiet = "#5a6068",
	.grid = "#dfe2e6",
	.line = "#2a5db0",
	.band = "#d6e2f5",
	.bands = { "#1f8f5f", "#87919d", "#cf4a36" },
	.silent = "#dfe2e6",
};

const struct chart_style chart_style_dark = {
	.width = WIDTH,
	.height = HEIGHT,
	.ink = "#f1f3f4",
	.quiet = "#b6bbc1",
	.grid = "#3c4147",
	.line = "#8ab4f8",
	.band = "#2b3d59",
	.bands = { "#43b98a", "#79828d", "#e8705c" },
	.silent = "#3c4147",
};

struct plot {
	const struct chart_style *style;
	const struct chart_point *points;
	guint n;
	double width, height;
	int bottom, top, step; /* of the axis, in points of the score */
};

static gboolean
is_known(const struct chart_point *point)
{
	return point->known && isfinite(point->score);
}

static gboolean
is_sure(const struct chart_point *point)
{
	return is_known(point) && point->enough && isfinite(point->low) &&
	    isfinite(point->high);
}

static double
within(double score)
{
	return CLAMP(score, -100.0, 100.0);
}

static void
choose_axis(struct plot *plot)
{
	static const int steps[] = { 5, 10, 20, 25, 50 };
	double low = 100.0, high = -100.0;

	for (guint i = 0; i < plot->n; i++) {
		const struct chart_point *point = &plot->points[i];
		gboolean sure = is_sure(point);

		if (!is_known(point))
			continue;
		low = fmin(low, within(sure ? point->low : point->score));
		high = fmax(high, within(sure ? point->high : point->score));
	}
	if (low > high) {
		low = -100.0;
		high = 100.0;
	}
	if (high - low < SPAN_MIN) {
		double middle = CLAMP((low + high) / 2, -100.0 + SPAN_MIN / 2.0,
		    100.0 - SPAN_MIN / 2.0);

		low = middle - SPAN_MIN / 2.0;
		high = middle + SPAN_MIN / 2.0;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
		int step = steps[i];

		plot->step = step;
		plot->bottom = (int)floor(low / step) * step;
		plot->top = (int)ceil(high / step) * step;
		if ((plot->top - plot->bottom) / step <= INTERVALS_MAX)
			break;
	}
}

static double
x_of(const struct plot *plot, guint i)
{
	double room = plot->width - LEFT - RIGHT;

	if (plot->n < 2)
		return LEFT + room / 2;
	return LEFT + room * i / (plot->n - 1);
}

static double
y_of(const struct plot *plot, double score)
{
	double room = plot->height - TOP - BOTTOM;

	return TOP +
	    room * (plot->top - within(score)) / (plot->top - plot->bottom);
}

static void
append_score(GString *out, int score)
{
	g_string_append_printf(out, "%s%d", score < 0 ? "\u2212" : "",
	    ABS(score));
}

static void
draw_axis(GString *out, const struct plot *plot)
{
	const struct chart_style *style = plot->style;

	for (int tick = plot->bottom; tick <= plot->top; tick += plot->step) {
		g_autoptr(GString) figure = g_string_new(NULL);
		double y = y_of(plot, tick);

		svg_line(out,
		    &(struct svg_line){ .x1 = LEFT - 4,
			.y1 = y,
			.x2 = plot->width - RIGHT + 4,
			.y2 = y,
			.width = 1 },
		    tick == 0 ? style->quiet : style->grid);
		append_score(figure, tick);
		svg_label(out,
		    &(struct svg_label){ .x = LEFT - 9,
			.y = y + 4,
			.size = FONT,
			.anchor = "end",
			.colour = style->quiet,
			.text = figure->str });
	}
}

static gboolean
is_labelled(const struct chart_point *point)
{
	return point->label != NULL && *point->label != '\0';
}

static double
widest_label(const struct plot *plot)
{
	double letters = 0.0;

	for (guint i = 0; i < plot->n; i++) {
		if (is_labelled(&plot->points[i]))
			letters = fmax(letters,
			    (double)g_utf8_strlen(plot->points[i].label, 200));
	}
	return letters * LETTER + LETTER * 2;
}

/* From the last to the first, those that don't touch the one before. */
static void
draw_labels(GString *out, const struct plot *plot)
{
	double widest = widest_label(plot);
	double free_until = plot->width + widest;

	for (guint i = plot->n; i > 0; i--) {
		double x = x_of(plot, i - 1);

		if (!is_labelled(&plot->points[i - 1]) ||
		    x + widest > free_until + 0.01)
			continue;
		free_until = x;
		svg_label(out,
		    &(struct svg_label){
			.x = CLAMP(x, widest / 2,
			    fmax(plot->width - widest / 2, widest / 2)),
			.y = plot->height - 6,
			.size = FONT,
			.anchor = "middle",
			.colour = plot->style->quiet,
			.text = plot->points[i - 1].label });
	}
}

static void
append_point(GString *out, double x, double y)
{
	svg_number(out, x);
	g_string_append_c(out, ',');
	svg_number(out, y);
	g_string_append_c(out, ' ');
}

/* from..until: all sure. One alone has a bar in place of a band. */
static void
draw_band_run(GString *out, const struct plot *plot, guint from, guint until)
{
	if (until - from == 1) {
		const struct chart_point *point = &plot->points[from];
		double high = y_of(plot, point->high);

		svg_rect(out,
		    &(struct svg_box){ .x = x_of(plot, from) - 4,
			.y = high,
			.width = 8,
			.height = y_of(plot, point->low) - high },
		    plot->style->band, 0);
		return;
	}
	g_string_append(out, "<polygon points=\"");
	for (guint i = from; i < until; i++)
		append_point(out, x_of(plot, i),
		    y_of(plot, plot->points[i].high));
	for (guint i = until; i > from; i--)
		append_point(out, x_of(plot, i - 1),
		    y_of(plot, plot->points[i - 1].low));
	g_string_append_c(out, '"');
	svg_attribute(out, "fill", plot->style->band);
	g_string_append(out, "/>");
}

static void
draw_bands(GString *out, const struct plot *plot)
{
	guint from = 0;

	while (from < plot->n) {
		guint until = from;

		while (until < plot->n && is_sure(&plot->points[until]))
			until++;
		if (until > from)
			draw_band_run(out, plot, from, until);
		from = until + 1;
	}
}

/* Dashed to and from what is no more than a hint. */
static void
draw_line(GString *out, const struct plot *plot)
{
	for (guint i = 1; i < plot->n; i++) {
		const struct chart_point *a = &plot->points[i - 1];
		const struct chart_point *b = &plot->points[i];
		gboolean sure = is_sure(a) && is_sure(b);

		if (!is_known(a) || !is_known(b))
			continue;
		svg_line(out,
		    &(struct svg_line){ .x1 = x_of(plot, i - 1),
			.y1 = y_of(plot, a->score),
			.x2 = x_of(plot, i),
			.y2 = y_of(plot, b->score),
			.width = sure ? 2.5 : 1.5,
			.dashed = !sure },
		    plot->style->line);
	}
}

static gboolean
stands_alone(const struct plot *plot, guint i)
{
	return (i == 0 || !is_known(&plot->points[i - 1])) &&
	    (i + 1 == plot->n || !is_known(&plot->points[i + 1]));
}

static void
draw_dot(GString *out, const struct plot *plot, guint i, gboolean last)
{
	const struct chart_style *style = plot->style;
	const struct chart_point *point = &plot->points[i];
	gboolean sure = is_sure(point);
	const char *inside = style->paper != NULL ? style->paper : style->band;
	double radius = sure ? 3.0 : 3.5;

	if (plot->n > DOTS_MAX && sure && !last && !stands_alone(plot, i))
		radius = 0.0;
	g_string_append(out, "<circle");
	svg_measure(out, "cx", x_of(plot, i));
	svg_measure(out, "cy", y_of(plot, point->score));
	svg_measure(out, "r", last ? 4.5 : radius);
	svg_attribute(out, "fill", sure ? style->line : inside);
	svg_attribute(out, "stroke", style->line);
	svg_measure(out, "stroke-width", sure ? 0.0 : 1.5);
	if (point->detail == NULL) {
		g_string_append(out, "/>");
		return;
	}
	g_string_append(out, "><title>");
	svg_text(out, point->detail);
	g_string_append(out, "</title></circle>");
}

static void
draw_dots(GString *out, const struct plot *plot)
{
	guint last = plot->n;

	for (guint i = 0; i < plot->n; i++)
		last = is_known(&plot->points[i]) ? i : last;
	for (guint i = 0; i < plot->n; i++) {
		if (is_known(&plot->points[i]))
			draw_dot(out, plot, i, i == last);
	}
	if (last < plot->n) {
		const struct chart_point *point = &plot->points[last];
		g_autoptr(GString) figure = g_string_new(NULL);

		append_score(figure, (int)lround(within(point->score)));
		svg_label(out,
		    &(struct svg_label){ .x = x_of(plot, last) + 9,
			.y = y_of(plot, point->score) + 5,
			.size = FONT + 2,
			.anchor = "start",
			.colour = plot->style->ink,
			.text = figure->str,
			.bold = TRUE });
	}
}

char *
chart_trend(const struct chart_point *points, guint n,
    const struct chart_style *style)
{
	guint skipped = n > CHART_POINTS_MAX ? n - CHART_POINTS_MAX : 0;
	struct svg_frame frame = {
		.width = style->width > 0 ? style->width : WIDTH,
		.height = style->height > 0 ? style->height : HEIGHT,
		.title = style->title,
		.description = style->description,
	};
	struct plot plot = {
		.style = style,
		.points = skipped > 0 ? points + skipped : points,
		.n = n - skipped,
		.width = frame.width,
		.height = frame.height,
	};
	GString *out = g_string_new(NULL);

	choose_axis(&plot);
	svg_open(out, &frame);
	if (style->paper != NULL)
		svg_rect(out,
		    &(struct svg_box){ .width = frame.width,
			.height = frame.height },
		    style->paper, 0);
	draw_bands(out, &plot);
	draw_axis(out, &plot);
	draw_line(out, &plot);
	draw_dots(out, &plot);
	draw_labels(out, &plot);
	svg_close(out);
	return g_string_free(out, FALSE);
}
