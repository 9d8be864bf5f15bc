/*
 * answer_cells.h - what an answer that came by no reply is made of, each part
 * judged: of a row of a file, or as somebody records it. Pure.
 *
 * FALSE with DRIPSCORE_ERROR_DATA: which part it is, what was found and what is
 * allowed; no address, number, name or comment is repeated in it.
 */
#ifndef SCORES_ANSWER_CELLS_H
#define SCORES_ANSWER_CELLS_H

#include <glib.h>

#define CELL_TOUCHPOINT_MAX_BYTES 49
#define CELL_COMMENT_MAX_BYTES (64 * 1024)
#define CELL_SOURCE_MAX_BYTES 20

gboolean cell_touchpoint(const char *text, GError **error);
/* A whole number from 0 to 10. */
gboolean cell_score(const char *text, int *score, GError **error);
gboolean cell_comment(const char *text, GError **error);
/* Empty is fine. The domain is put into lower case, in place. */
gboolean cell_email(char *text, GError **error);
/* Empty is fine, and NULL. country: of national numbers, or NULL. */
gboolean cell_phone(const char *text, const char *country, char **e164,
    GError **error);
/* Empty is fine. */
gboolean cell_name(const char *text, GError **error);
/*
 * A time that has passed: as time_parse reads it, or "2026-03-01 12:00:00 UTC"
 * and "... -0800", or seconds since 1970, as other programs write it.
 */
gboolean cell_answered_at(const char *text, GTimeZone *zone, gint64 now_at,
    gint64 *at, GError **error);
/* How somebody came by a score: a word such as interview, phone, counter; none
 * that we use ourselves. */
gboolean cell_source(const char *text, GError **error);
/* Names of tags, divided by commas, semicolons or bars, as rules know them. Of
 * struct tag_hit; the names of those that are not known go into `names`. */
struct tag_rules;
gboolean cell_tags(const char *text, const struct tag_rules *rules,
    GStringChunk *names, GPtrArray *hits, GError **error);

/* The scale a score is on. */
enum answer_scale {
	SCALE_UNSAID,
	SCALE_0_10,
	SCALE_1_10,
};
/* "0-10" and "1-10", also written "1 to 10". */
gboolean cell_scale(const char *text, enum answer_scale *scale,
    GError **error);

/* How scores from 1 to 10 become scores from 0 to 10. */
enum answer_conversion {
	CONVERT_NOT,
	CONVERT_SAME,	 /* 1 stays 1: 0 was never said */
	CONVERT_STRETCH, /* 1 becomes 0, 10 stays, the others in between */
};
gboolean cell_conversion(const char *text, enum answer_conversion *conversion,
    GError **error);
/* FALSE with error set if it is not from 1 to 10. */
gboolean cell_convert(enum answer_conversion conversion, int *score,
    GError **error);

#endif
