/*
 * draw.c - see draw.h. librsvg draws on a surface of cairo's; nothing that the
 * picture names is fetched, for it has no base address.
 */
#include "cli/draw.h"

#include <librsvg/rsvg.h>

/* Points of the picture for one of the SVG. */
#define SCALE 2
#define SIDE_MAX 2000

static cairo_status_t
append(void *closure, const unsigned char *data, unsigned int n)
{
	g_byte_array_append(closure, data, n);
	return CAIRO_STATUS_SUCCESS;
}

static GBytes *
png_of(RsvgHandle *handle, double width, double height)
{
	const RsvgRectangle whole = { 0, 0, SCALE * width, SCALE * height };
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_ARGB32, (int)whole.width, (int)whole.height);
	cairo_t *cairo = cairo_create(surface);
	GByteArray *png = g_byte_array_new();
	gboolean good = rsvg_handle_render_document(handle, cairo, &whole,
			    NULL) &&
	    cairo_status(cairo) == CAIRO_STATUS_SUCCESS &&
	    cairo_surface_write_to_png_stream(surface, append, png) ==
		CAIRO_STATUS_SUCCESS;

	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	if (good)
		return g_byte_array_free_to_bytes(png);
	g_byte_array_unref(png);
	return NULL;
}

GBytes *
draw_png(GBytes *svg)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(svg, &n);
	RsvgHandle *handle = rsvg_handle_new_from_data(data, n, NULL);
	double width, height;
	GBytes *png = NULL;

	if (handle == NULL)
		return NULL;
	if (rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height) &&
	    width >= 1 && height >= 1 && width <= SIDE_MAX &&
	    height <= SIDE_MAX)
		png = png_of(handle, width, height);
	g_object_unref(handle);
	return png;
}

GBytes *
draw_answer(GBytes *question, gpointer user)
{
	(void)user;
	return draw_png(question);
}
