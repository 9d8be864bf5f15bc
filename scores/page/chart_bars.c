/*
 * chart_bars.c - parts of a whole as one bar, and how many gave each score.
 * See chart.h.
 */
#include "scores/page/chart.h"

#include <math.h>

#include "scores/page/svg.h"

#define BAR_WIDTH 100
#define BAR_HEIGHT 10
#define SHARE_MIN 0.008 /* of the bar: thinner cannot be seen */
#define WIDTH 400
#define HEIGHT 190
#define FONT 13.0
#define GROUND 24.0 /* under the columns, for the scores */
#define ROOF 20.0   /* over them, for the figures */

static double
amount_of(const struct chart_part *part)
{
	return isfinite(part->amount) && part->amount > 0.0 ? part->amount :
							      0.0;
}

static double
sum_of(const struct chart_part *parts, guint n)
{
	double largest = 0.0, sum = 0.0;

	for (guint i = 0; i < n; i++)
		largest = fmax(largest, amount_of(&parts[i]));
	for (guint i = 0; i < n; i++) {
		double share = largest > 0 ? amount_of(&parts[i]) / largest : 0;

		sum += share > 0 ? fmax(share, SHARE_MIN) : 0;
	}
	return sum * largest;
}

char *
chart_parts(const struct chart_part *parts, guint n,
    const struct chart_style *style)
{
	struct svg_frame frame = {
		.width = style->width > 0 ? style->width : BAR_WIDTH,
		.height = style->height > 0 ? style->height : BAR_HEIGHT,
		.stretched = TRUE,
		.title = style->title,
		.description = style->description,
	};
	struct svg_box box = { .height = frame.height };
	double sum = sum_of(parts, n), largest = 0.0;
	GString *out = g_string_new(NULL);

	svg_open(out, &frame);
	if (!(sum > 0.0) || !isfinite(sum)) {
		box.width = frame.width;
		svg_rect(out, &box, style->grid, 0);
		n = 0;
	}
	for (guint i = 0; i < n; i++)
		largest = fmax(largest, amount_of(&parts[i]));
	for (guint i = 0; i < n; i++) {
		double amount = amount_of(&parts[i]);

		if (amount <= 0.0)
			continue;
		box.width = fmax(amount, largest * SHARE_MIN) / sum *
		    frame.width;
		svg_rect(out, &box, parts[i].colour, 0);
		box.x += box.width;
	}
	svg_close(out);
	return g_string_free(out, FALSE);
}

char *
chart_bar(const struct nps *nps, const struct chart_style *style)
{
	const struct chart_part parts[3] = {
		{ (double)nps->promoters, style->bands[0] },
		{ (double)nps->passives, style->bands[1] },
		{ (double)nps->detractors, style->bands[2] },
	};

	return chart_parts(parts, G_N_ELEMENTS(parts), style);
}

static const char *
colour_of(const struct chart_style *style, int score)
{
	if (score >= 9)
		return style->bands[0];
	return style->bands[score >= 7 ? 1 : 2];
}

/* One score: its column, the figure over it and the score under it. */
static void
draw_column(GString *out, const struct svg_box *slot, double share, int score,
    const char *figure, const struct chart_style *style)
{
	double height = share > 0 ? fmax(share * slot->height, 1.5) : 0.0;
	double middle = slot->x + slot->width / 2;
	double ground = slot->y + slot->height;
	g_autofree char *name = g_strdup_printf("%d", score);

	svg_rect(out,
	    &(struct svg_box){ .x = slot->x + slot->width * 0.12,
		.y = ground - height,
		.width = slot->width * 0.76,
		.height = height },
	    colour_of(style, score), 2);
	svg_label(out,
	    &(struct svg_label){ .x = middle,
		.y = ground - height - 5,
		.size = FONT - 2,
		.anchor = "middle",
		.colour = style->ink,
		.text = figure });
	svg_label(out,
	    &(struct svg_label){ .x = middle,
		.y = ground + 17,
		.size = FONT,
		.anchor = "middle",
		.colour = style->quiet,
		.text = name });
}

char *
chart_distribution(const gint64 n[NPS_SCORES],
    const char *const figures[NPS_SCORES], const struct chart_style *style)
{
	struct svg_frame frame = {
		.width = style->width > 0 ? style->width : WIDTH,
		.height = style->height > 0 ? style->height : HEIGHT,
		.title = style->title,
		.description = style->description,
	};
	struct svg_box slot = { .y = ROOF,
		.width = (double)frame.width / NPS_SCORES,
		.height = frame.height - ROOF - GROUND };
	GString *out = g_string_new(NULL);
	gint64 most = 0;

	for (int score = 0; score < NPS_SCORES; score++)
		most = MAX(most, n[score]);
	svg_open(out, &frame);
	if (style->paper != NULL)
		svg_rect(out,
		    &(struct svg_box){ .width = frame.width,
			.height = frame.height },
		    style->paper, 0);
	svg_line(out,
	    &(struct svg_line){ .y1 = frame.height - GROUND,
		.x2 = frame.width,
		.y2 = frame.height - GROUND,
		.width = 1 },
	    style->grid);
	for (int score = 0; score < NPS_SCORES; score++) {
		g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT,
		    n[score]);
		gint64 count = MAX(n[score], 0);

		draw_column(out, &slot,
		    most > 0 ? (double)count / (double)most : 0.0, score,
		    figures != NULL && figures[score] != NULL ? figures[score] :
								digits,
		    style);
		slot.x += slot.width;
	}
	svg_close(out);
	return g_string_free(out, FALSE);
}
