/*
 * verify_internal.h - what the files verify_*.c share: what is remembered of
 * each row while the tables are read, one after the other, in order of ids.
 */
#ifndef STORE_VERIFY_INTERNAL_H
#define STORE_VERIFY_INTERNAL_H

#include "base/model.h"
#include "store/internal.h"
#include "store/verify/verify.h"

#define NO_DAY G_MININT32

/* Counters that stop at the top: more than one is wrong already. */
struct verify_counts {
	guint8 waits, leased, open, in_doubt, tries;
};

struct verify_worker {
	gint64 id;
	gint64 reach_at;
};

struct verify_invitation {
	gint64 id;
	gint64 contact_id;
	gint32 sent_day; /* NO_DAY: it was not sent */
	guint32 profile; /* its index, and 1; 0: none */
	guint16 touchpoint;
	guint8 state; /* INVITATION_STATES: none that is known */
	guint8 looks;
	struct verify_counts counts; /* over all its messages */
	guint has_sent_at : 1;
	guint has_moved : 1; /* its event has: nothing waits until it is judged
			      */
	guint asked : 1;	 /* it counts for rest */
	guint counts_as_ask : 1; /* an attempt of it would */
	guint is_answered : 1;	 /* by a response */
};

struct verify_message {
	gint64 id;
	gint64 due_at;
	guint32 invitation; /* its index, and 1; 0: it is none */
	guint32 reminds;    /* the same of what it comes after */
	struct verify_counts counts;
	guint8 kind;
	guint is_text : 1;
	guint is_answer : 1;
	guint is_nudge : 1;
	guint was_ready : 1;
};

/* Of many millions: what is put here costs each of them its room. */
struct verify_response {
	gint64 id;
	gint64 answered_at;
	gint32 day;
	guint32 invitation; /* its index, and 1; 0: not known */
	guint32 contact, before; /* the same; before: the answer before */
	guint32 profile, later_profile; /* the same, of verify_counts.h */
	guint32 source; /* the same, of the facet */
	guint16 touchpoint;
	guint8 score;
	guint is_superseded : 1;
	guint has_words : 1;
	guint is_noted : 1; /* as a fall */
};

struct verify_contact {
	gint64 id;
	guint32 first, n_answers : 30; /* see verify_people.c */
	guint is_standing : 1;
	guint is_heard : 1;
};

/* What is gathered of one person; see verify_people.c. */
struct verify_heard {
	gint64 contact_id;
	GArray *rows;
	guint32 *answers; /* indices of responses, by contact */
	guint n_answers;
};

/* Rows in order of their ids; what is asked for mostly comes in that order. */
struct verify_table {
	GArray *rows; /* each begins with its id */
	guint hint;
};

struct verify {
	struct db *db;
	const struct verify_options *options;
	struct verification *sums;
	GHashTable *numbers;  /* of touchpoints: name -> number */
	GPtrArray *names;     /* number -> name */
	const char *last_name; /* looked up last; its number */
	guint16 last_number;
	struct verify_table workers, invitations, messages, responses;
	struct verify_table contacts, replies; /* of replies, the ids */
	struct verify_chains *chains; /* see verify_chain.c */
	GArray *unlinked; /* gint64 by touchpoint: see verify_unlinked.c */
	GHashTable *phones;	   /* on which a talk is open */
	struct verify_counting *counts; /* see verify_counts.h */
	struct verify_map *map, *blocks; /* of who counts now */
	struct verify_heard heard;
	gsize promise;		   /* see verify_texts.c */
};

/* Each row of a select. FALSE with error set. */
typedef void (*verify_take)(struct verify *verify, struct rows *rows);
gboolean verify_each(struct verify *verify, const char *sql, verify_take take,
    GError **error);

/* The promise of what refers to a row that is not there. */
extern const char verify_whole[];
/* promise: static, the same for all of a kind. The format: what was found. */
void verify_tell(struct verify *verify, const char *table, gint64 id,
    const char *promise, const char *format, ...) G_GNUC_PRINTF(5, 6);

/* NULL: there is none of that id. */
gpointer verify_find(struct verify_table *table, gint64 id);
struct verify_invitation *verify_invitation_at(struct verify *verify,
    guint32 index);
guint16 verify_touchpoint(struct verify *verify, const char *name);
const char *verify_touchpoint_name(const struct verify *verify, guint16 number);

static inline void
verify_count(guint8 *counter)
{
	if (*counter < G_MAXUINT8)
		*counter += 1;
}

/* How far the chains of responses are read. NULL with error set. */
struct chain_row;
struct verify_chains *verify_chains_new(struct db *db, GError **error);
void verify_chains_free(struct verify_chains *chains);
/* What the profiles say; borrowed. */
GHashTable *verify_chains_profiles(struct verify_chains *chains);
/* Each response, in order of ids; and each row of response_chain (touchpoint,
 * hash, response_id). */
void verify_chain_take(struct verify *verify, const struct chain_row *row,
    guint16 touchpoint);
void verify_chain_end(struct verify *verify, struct rows *rows);
/* After all of them: what doesn't fit. FALSE with error set. */
gboolean verify_chains_tell(struct verify *verify, GError **error);

/* One more, or less, that was answered anonymously. */
void verify_unlinked_count(struct verify *verify, guint16 touchpoint, int by);

/* Each reads its tables. FALSE with error set. */
gboolean verify_journeys(struct verify *verify, GError **error);
gboolean verify_outbox(struct verify *verify, GError **error);
gboolean verify_texts(struct verify *verify, GError **error);
gboolean verify_responses(struct verify *verify, GError **error);
/* What things are counted by. A profile's index, and 1; 0: none that is known,
 * which is told. */
gboolean verify_facets(struct verify *verify, GError **error);
guint32 verify_profile_at(struct verify *verify, const char *table, gint64 id,
    gint64 profile);
gboolean verify_unlinked(struct verify *verify, GError **error);
gboolean verify_seals(struct verify *verify, GError **error);
gboolean verify_cases(struct verify *verify, GError **error);
/* After all of them. */
void verify_states(struct verify *verify);

#endif
