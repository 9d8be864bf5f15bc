/*
 * compose_mould_parts.h - what a mould is made of. Only compose_mould_cast.c
 * and compose_mould_fill.c include this.
 *
 * It is a row of pieces. A fixed one is bytes as they leave, in which only
 * tokens are written over. A line in which a gap stands is put together from
 * segments, and encoded, for each mail: encoding a line touches no other, and a
 * token is as long as its blank, so that nothing else moves.
 */
#ifndef SCHEDULER_COMPOSE_MOULD_PARTS_H
#define SCHEDULER_COMPOSE_MOULD_PARTS_H

#include "scheduler/compose_gaps.h"
#include "scheduler/compose_mould.h"

/* A token, or some of it, in fixed bytes: encoding may divide it. */
struct patch {
	gsize at; /* in the piece */
	enum mould_token token;
	gsize from, n; /* of the token */
};

struct fixed {
	GString *bytes;
	GArray *patches; /* struct patch */
};

enum segment_kind {
	SEGMENT_TEXT,
	SEGMENT_GAP,
	SEGMENT_TOKEN,
};

struct segment {
	enum segment_kind kind;
	char *text;
	guint which; /* gap or token */
	enum blank_kind as; /* SEGMENT_GAP */
};

/* One line with gaps (segments), or many without (the others). */
struct run {
	GArray *segments;    /* struct segment; NULL: there are no gaps */
	struct fixed plain;  /* bytes NULL: it can't go without encoding */
	struct fixed encoded;
};

struct body {
	const char *subtype;
	GArray *runs;	/* struct run */
	gboolean plain; /* its fixed runs may go without encoding */
};

struct mould {
	struct fixed from;
	GArray *subject; /* struct segment */
	struct fixed subject_fixed; /* bytes NULL: it has gaps */
	struct fixed rest;
	struct body text, html;
	struct fixed between, end; /* boundaries */
	gsize bytes; /* that a mail has, about */
};

#endif
