/*
 * plan.h - a rehearsal of the coming weeks, noted down: what the files
 * cli/plan/ share. Nobody else includes it.
 */
#ifndef CLI_PLAN_PLAN_H
#define CLI_PLAN_PLAN_H

#include <stdio.h>

#include "base/model.h"
#include "base/settings.h"
#include "cli/progress.h"
#include "scheduler/drip.h"
#include "store/counts/standings.h"

/* One message that leaves. Strings live as long as the plan. */
struct plan_send {
	gint64 at;
	gint64 invitation_id; /* 0: of none */
	const char *touchpoint, *source, *reference; /* NULL: of none */
	const char *contact;  /* the address it goes to; or NULL */
	const char *provider;
	enum channel channel;
	enum message_kind kind;
	guint number; /* of a reminder */
};

/* One that was to leave at `at`, and must wait. */
struct plan_wait {
	gint64 at, until_at;
	gint64 invitation_id;
	const char *touchpoint, *source, *reference;
	const char *contact;
	const char *reason; /* in words */
	enum channel channel;
	enum message_kind kind;
};

/* How an invitation stands in the end. */
struct plan_end {
	gint64 invitation_id;
	const char *touchpoint, *source, *reference;
	const char *contact;
	const char *reason; /* or NULL */
	gint64 changed_at, sent_at, due_at; /* as in struct standing */
	enum channel channel;
	enum invitation_state state;
};

struct plan_answers;

struct plan {
	const struct settings *settings;
	struct store *store; /* the copy */
	gint64 from_at, until_at;
	gint64 now_at; /* of the turn */
	const char *only; /* an e-mail address in lower case, or a number:
			   * nothing is noted of others; NULL: of all */
	struct plan_answers *answers; /* or NULL */
	struct progress *progress;
	GStringChunk *words;
	GArray *sends; /* struct plan_send, in order of time */
	GArray *waits; /* struct plan_wait, the same */
	GArray *ends;  /* struct plan_end, in the order of their making */
};

/* note.c: what the daemon tells. */
struct plan *plan_new(const struct settings *settings, struct store *store);
void plan_free(struct plan *plan);
AUTOPTR_DEFINE(plan, plan_free)
/* For struct rehearsal; user: the plan. */
void plan_note(const struct drip_report *report, gpointer user);
/* After it: how all invitations stand. */
gboolean plan_note_ends(struct plan *plan, GError **error);

/* answers.c: who answers. rate: of a hundred who are asked. */
struct plan_answers *plan_answers_new(const struct settings *settings,
    struct store *store, guint rate);
void plan_answers_free(struct plan_answers *answers);
AUTOPTR_DEFINE(plan_answers, plan_answers_free)
/* One of a file. All borrowed; source, comment: or NULL. */
struct plan_answer {
	const char *touchpoint, *source, *reference, *comment;
	gint64 answered_at;
	enum reply_kind kind;
	int score;
};
void plan_answers_add(struct plan_answers *answers,
    const struct plan_answer *answer);
/* An invitation has left: perhaps it is answered. */
void plan_answers_asked(struct plan_answers *answers,
    const struct plan_send *send);
/* Applies those that have come by now. FALSE with error set. */
gboolean plan_answers_turn(struct plan_answers *answers, gint64 now_at,
    GError **error);
/* When the next one comes; G_MAXINT64: none. */
gint64 plan_answers_next(const struct plan_answers *answers);
/* Of the file's, those that found nobody who had been asked by then. */
guint plan_answers_in_vain(const struct plan_answers *answers);

/* answers_file.c: the exit code; what is wrong has been said. */
int plan_answers_read(struct plan_answers *answers, const char *path,
    const struct settings *settings, struct store *store);

/* sums.c: counts for people, in the organisation's zone. */
struct plan_count {
	const char *touchpoint; /* NULL: over all */
	enum channel channel;
	gint64 asked, reminders, nudges, others;
};
struct plan_group {
	char *what; /* "expired", "cancelled", ...; or what it waits for */
	char *reason;
	gint64 n; /* each invitation, reminder or nudge once */
	GArray *waits; /* gint64: how long each time, in seconds; sorted */
};
struct plan_sums {
	gint32 first_day, last_day; /* both included */
	gint64 *asked, *others; /* of each day; others: reminders and so on */
	gint64 by_hour[24];
	gint64 busiest_n, busiest_at; /* the busiest hour; 0: there is none */
	GPtrArray *counts; /* struct plan_count, in the order of the file */
	struct plan_count all;
	GPtrArray *unasked; /* struct plan_group, most first */
	GPtrArray *waits;   /* struct plan_group, most first */
	gint64 n_unasked, n_waiting;
	gint64 n_deferred; /* invitations that must wait... */
	gint64 n_long;	   /* ... for more than an hour, all in all */
};
struct plan_sums *plan_sums_new(const struct plan *plan);
void plan_sums_free(struct plan_sums *sums);
AUTOPTR_DEFINE(plan_sums, plan_sums_free)

/* chart.c: messages a day, and an hour. columns: of the terminal. */
/* "Mon 23 Nov"; owned. */
char *plan_day_text(gint32 day);
struct plan_style {
	guint columns;
	gboolean utf8, colours;
};
void plan_chart_days(GString *page, const struct plan_sums *sums,
    const struct plan_style *style);
void plan_chart_hours(GString *page, const struct plan_sums *sums,
    GTimeZone *zone, const struct plan_style *style);

/* page.c: all of it, for people; owned. */
char *plan_page(const struct plan *plan, const struct plan_style *style);
/* "2026-11-22 06:37 to 2026-12-20 06:37 (Europe/Helsinki)"; owned. */
char *plan_period_text(const struct plan *plan);
/* person.c: the lines of plan->only. */
char *plan_person(const struct plan *plan);
/* json.c, ics.c */
void plan_json(const struct plan *plan, FILE *out);
char *plan_ics(const struct plan *plan, gint64 now_at);

#endif
