/*
 * colour.c - see colour.h. Called where a message's brand is put together.
 */
#include "templates/colour.h"

#include <glib.h>
#include <math.h>

static const char light[] = "#ffffff";
static const char dark[] = "#1c1c1e";

static double
channel_luminance(const char *hex)
{
	double value = (g_ascii_xdigit_value(hex[0]) * 16 +
			   g_ascii_xdigit_value(hex[1])) /
	    255.0;

	return value <= 0.04045 ? value / 12.92 :
				  pow((value + 0.055) / 1.055, 2.4);
}

static double
luminance(const char *colour)
{
	return 0.2126 * channel_luminance(colour + 1) +
	    0.7152 * channel_luminance(colour + 3) +
	    0.0722 * channel_luminance(colour + 5);
}

static double
contrast(double a, double b)
{
	return (MAX(a, b) + 0.05) / (MIN(a, b) + 0.05);
}

const char *
colour_of_text_on(const char *colour)
{
	double ground = luminance(colour);

	return contrast(ground, luminance(light)) >=
		contrast(ground, luminance(dark)) ?
	    light :
	    dark;
}
