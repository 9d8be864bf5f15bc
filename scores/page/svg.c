/*
 * svg.c - the pieces of SVG that charts are made of, as text. Knows no scores.
 * See svg.h.
 */
#include "scores/page/svg.h"

#include <math.h>
#include <string.h>

#define TEXT_MAX_CHARS 1000

void
svg_number(GString *out, double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	if (!isfinite(number) || fabs(number) > 1e9)
		number = 0.0;
	g_ascii_formatd(digits, sizeof(digits), "%.1f", number);
	if (g_str_has_suffix(digits, ".0"))
		digits[strlen(digits) - 2] = '\0';
	g_string_append(out, g_str_equal(digits, "-0") ? "0" : digits);
}

/* XML 1.0, 2.2 */
static gboolean
is_xml_char(gunichar c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return c != 0xfffe && c != 0xffff && !(c >= 0x7f && c <= 0x9f);
}

static void
append_escaped(GString *out, gunichar c)
{
	switch (c) {
	case '&':
		g_string_append(out, "&amp;");
		break;
	case '<':
		g_string_append(out, "&lt;");
		break;
	case '>':
		g_string_append(out, "&gt;");
		break;
	case '"':
		g_string_append(out, "&quot;");
		break;
	case '\'':
		g_string_append(out, "&#39;");
		break;
	default:
		g_string_append_unichar(out, c);
	}
}

void
svg_text(GString *out, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text != NULL ? text : "",
	    -1);
	guint n = 0;

	for (const char *c = valid; *c != '\0' && n < TEXT_MAX_CHARS;
	     c = g_utf8_next_char(c), n++) {
		gunichar letter = g_utf8_get_char(c);

		if (is_xml_char(letter))
			append_escaped(out, letter);
	}
}

void
svg_attribute(GString *out, const char *name, const char *value)
{
	g_string_append_printf(out, " %s=\"", name);
	svg_text(out, value);
	g_string_append_c(out, '"');
}

void
svg_measure(GString *out, const char *name, double value)
{
	g_string_append_printf(out, " %s=\"", name);
	svg_number(out, value);
	g_string_append_c(out, '"');
}

void
svg_open(GString *out, const struct svg_frame *frame)
{
	g_string_append_printf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %u %u\" "
	    "width=\"%u\" height=\"%u\" role=\"img\"%s><title>",
	    frame->width, frame->height, frame->width, frame->height,
	    frame->stretched ? " preserveAspectRatio=\"none\"" : "");
	svg_text(out, frame->title);
	g_string_append(out, "</title><desc>");
	svg_text(out, frame->description);
	g_string_append(out, "</desc>");
}

void
svg_close(GString *out)
{
	g_string_append(out, "</svg>");
}

void
svg_rect(GString *out, const struct svg_box *box, const char *colour,
    double radius)
{
	g_string_append(out, "<rect");
	svg_measure(out, "x", box->x);
	svg_measure(out, "y", box->y);
	svg_measure(out, "width", box->width);
	svg_measure(out, "height", box->height);
	if (radius > 0)
		svg_measure(out, "rx", radius);
	svg_attribute(out, "fill", colour);
	g_string_append(out, "/>");
}

void
svg_line(GString *out, const struct svg_line *line, const char *colour)
{
	g_string_append(out, "<line");
	svg_measure(out, "x1", line->x1);
	svg_measure(out, "y1", line->y1);
	svg_measure(out, "x2", line->x2);
	svg_measure(out, "y2", line->y2);
	svg_attribute(out, "stroke", colour);
	svg_measure(out, "stroke-width", line->width);
	if (line->dashed)
		g_string_append(out, " stroke-dasharray=\"3 3\"");
	g_string_append(out, "/>");
}

void
svg_label(GString *out, const struct svg_label *label)
{
	g_string_append(out, "<text");
	svg_measure(out, "x", label->x);
	svg_measure(out, "y", label->y);
	svg_measure(out, "font-size", label->size);
	g_string_append(out, " font-family=\"sans-serif\"");
	if (label->bold)
		g_string_append(out, " font-weight=\"bold\"");
	svg_attribute(out, "text-anchor", label->anchor);
	svg_attribute(out, "fill", label->colour);
	g_string_append_c(out, '>');
	svg_text(out, label->text);
	g_string_append(out, "</text>");
}
