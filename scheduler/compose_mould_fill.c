/*
 * compose_mould_fill.c - a mail from a mould: its blanks are filled, and the
 * lines with gaps encoded. Called by compose_mould.c.
 */
#include <string.h>

#include "scheduler/compose_mould_parts.h"

static void
fixed_put(const struct fixed *fixed, const struct mould_filling *filling,
    GString *out)
{
	gsize base = out->len;

	g_string_append_len(out, fixed->bytes->str, (gssize)fixed->bytes->len);
	for (guint i = 0; i < fixed->patches->len; i++) {
		const struct patch *patch = &g_array_index(fixed->patches,
		    struct patch, i);

		memcpy(out->str + base + patch->at,
		    filling->tokens[patch->token] + patch->from, patch->n);
	}
}

static void
gap_put(const char *value, enum blank_kind as, GString *out)
{
	g_autofree char *escaped = NULL;

	switch (as) {
	case BLANK_TEXT:
		g_string_append(out, value);
		break;
	case BLANK_HTML:
		mustache_append_html(out, value, strlen(value));
		break;
	case BLANK_LINK:
		escaped = g_uri_escape_string(value, NULL, FALSE);
		g_string_append(out, escaped);
		break;
	}
}

static void
segments_put(const GArray *segments, const struct mould_filling *filling,
    GString *out)
{
	for (guint i = 0; i < segments->len; i++) {
		const struct segment *segment = &g_array_index(segments,
		    struct segment, i);

		switch (segment->kind) {
		case SEGMENT_TEXT:
			g_string_append(out, segment->text);
			break;
		case SEGMENT_GAP:
			gap_put(filling->gaps[segment->which], segment->as,
			    out);
			break;
		case SEGMENT_TOKEN:
			g_string_append(out, filling->tokens[segment->which]);
			break;
		}
	}
}

static void
body_put(const struct body *body, const struct mould_filling *filling,
    GString *out)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	g_autofree gsize *ends = g_new0(gsize, body->runs->len + 1);
	gboolean plain;
	gsize from = 0;

	for (guint i = 0; i < body->runs->len; i++) {
		const struct run *run = &g_array_index(body->runs, struct run,
		    i);

		if (run->segments != NULL)
			segments_put(run->segments, filling, lines);
		ends[i] = lines->len;
	}
	plain = body->plain && mime_is_plain(lines->str, lines->len);
	mime_put_part_head(out, body->subtype, plain);
	for (guint i = 0; i < body->runs->len; i++) {
		const struct run *run = &g_array_index(body->runs, struct run,
		    i);

		if (run->segments == NULL)
			fixed_put(plain ? &run->plain : &run->encoded, filling,
			    out);
		else
			mime_put_lines(out, lines->str + from, ends[i] - from,
			    plain);
		from = ends[i];
	}
}

GBytes *
mould_fill(const struct mould *mould, const struct mould_filling *filling)
{
	GString *out = g_string_sized_new(mould->bytes);

	fixed_put(&mould->from, filling, out);
	mime_put_to(out, filling->to_name, filling->to_address);
	if (mould->subject_fixed.bytes != NULL) {
		fixed_put(&mould->subject_fixed, filling, out);
	} else {
		g_autoptr(GString) subject = g_string_new(NULL);

		segments_put(mould->subject, filling, subject);
		mime_put_subject(out, subject->str);
	}
	g_string_append(out, filling->date);
	fixed_put(&mould->rest, filling, out);
	body_put(&mould->text, filling, out);
	fixed_put(&mould->between, filling, out);
	body_put(&mould->html, filling, out);
	fixed_put(&mould->end, filling, out);
	return g_string_free_to_bytes(out);
}
