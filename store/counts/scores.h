/*
 * scores.h - what was answered, as counts by touchpoint, time and facet, and
 * what was said. Counts come from roll-ups that are kept in the transaction
 * that stores what they count: they cost the same, however many answers there
 * are. Called by scores/ and cli/; judges nothing.
 *
 * A facet is a name and a value: "channel" (by which the invitation left),
 * "language" (of the contact), "source" (reply, import, staff...), "tag", and
 * each attribute that is kept (store_keep_attributes), as conditions name it.
 * Answers at an anonymous touchpoint have no facet.
 */
#ifndef STORE_SCORES_H
#define STORE_SCORES_H

#include "base/model.h"
#include "store/store.h"

struct tally {
	gint64 n[11];	  /* answers by score */
	gint64 commented; /* of them, those with words */
	gint64 sent;	  /* invitations sent on those days */
	gint64 answered;  /* of these, answered until now */
};

struct tally_row {
	char *touchpoint;
	char *value; /* of the facet; "": it has none there */
	guint bucket;
	struct tally tally;
};
void tally_row_free(struct tally_row *row);

/* Bucket i: days edges[i] to edges[i + 1], the last not included. */
struct tally_query {
	const gint32 *edges; /* n_edges >= 2, rising */
	guint n_edges;
	const char *by; /* the name of a facet; NULL: value is always "" */
};
/*
 * Of struct tally_row, in order of touchpoint, value, bucket; rows without
 * anything are left out. What has no value is the rest; by tag there is no
 * rest, for an answer has any number of tags. By an attribute that is not kept
 * it is counted from the rows, which takes as long as there are many of them.
 */
GPtrArray *store_tallies(struct store *store, const struct tally_query *query,
    GError **error);

/* Whether answers are counted by this as they come: see store_tallies. */
gboolean store_is_kept(struct store *store, const char *by, gboolean *kept,
    GError **error);

/*
 * Roll-ups are kept for these attributes (NULL: none) and for no other; value
 * (or NULL) is the attribute that says what a person is worth. What is newly
 * kept is counted from events and contacts as they are now, what is not kept
 * any more is forgotten: *changed says whether there was anything to do. For
 * the worker that leads. names and value as conditions name attributes.
 */
gboolean store_keep_attributes(struct store *store, const char *const *names,
    const char *value, gboolean *changed, GError **error);

struct base_row {
	char *touchpoint; /* "": anywhere */
	char *band;	  /* promoter, passive, detractor; see store_base */
	gint64 contacts;
	gint64 valued; /* of them, whose worth is known */
	gint64 value_micro;
};
void base_row_free(struct base_row *row);
/*
 * Of struct base_row. Anywhere: by what a person said last, if that was from
 * since_day to until_day (not included); band "none": all others. At a
 * touchpoint: band "", and contacts alone. *contacts: all there are.
 */
GPtrArray *store_base(struct store *store, gint32 since_day, gint32 until_day,
    gint64 *contacts, GError **error);

/* Answers of people who had answered before, there or elsewhere. */
struct shift_row {
	char *from, *to; /* touchpoints */
	gint64 n;
	gint64 from_promoters, from_detractors, to_promoters, to_detractors;
	gint64 fell_band, fell_four; /* by a band; by four points or more */
};
void shift_row_free(struct shift_row *row);
/* Of struct shift_row, by the day of the later answer; in order. */
GPtrArray *store_shifts(struct store *store, gint32 from_day, gint32 until_day,
    GError **error);

/* Somebody who fell by a band, or by four points or more. */
struct fall_row {
	gint64 response_id;
	char *name; /* of the contact, or NULL */
	char *from, *to; /* touchpoints */
	int from_score, score;
	char *comment; /* or NULL */
	gint64 answered_at;
	gint64 value_micro;
	gboolean has_value;
};
void fall_row_free(struct fall_row *row);
/*
 * Of struct fall_row, the newest first. touchpoints (of the later answer):
 * NULL-terminated, NULL: all. Of very many the newest FALLS_MAX are looked at.
 */
#define FALLS_MAX 20000
GPtrArray *store_falls(struct store *store, const char *const *touchpoints,
    gint32 from_day, gint32 until_day, guint limit, GError **error);

struct said {
	gint64 id; /* of the response */
	char *touchpoint;
	int score;
	char *comment;
	char *name; /* of the contact, or NULL */
	gint64 answered_at;
	char *source;
	gboolean has_value; /* what the contact is worth is known */
	gint64 value_micro;
	char **tags; /* in order; never NULL */
	gint64 case_id; /* the newest; 0: there is none */
};
void said_free(struct said *said);

struct said_query {
	const char *const *touchpoints; /* NULL-terminated; NULL: all */
	gint32 from_day, until_day;	/* the last not included */
	guint limit_per_band;
};
/*
 * Of struct said: responses with a comment that count now. Detractors, then
 * passives, then promoters; in each band the lowest score first, then who is
 * worth most, then the newest. Of very many in a band the newest SAID_MAX are
 * looked at.
 */
#define SAID_MAX 20000
GPtrArray *store_said(struct store *store, const struct said_query *query,
    GError **error);

#endif
