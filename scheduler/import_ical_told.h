/*
 * import_ical_told.h - a calendar from outside is read in a worker: what it is
 * asked, and what it tells of it, event by event. Pure.
 */
#ifndef SCHEDULER_IMPORT_ICAL_TOLD_H
#define SCHEDULER_IMPORT_ICAL_TOLD_H

#include "scheduler/import_ical.h"

/* How many mistakes are told in words. */
#define IMPORT_ICAL_TOLD_MAX 3

GBytes *import_ical_question(const struct import_ical_options *options,
    const char *text, gsize n);

/* In the worker (worker_handler). NULL: this is no question. */
GBytes *import_ical_answer(GBytes *question, gpointer user);

struct import_ical_told {
	guint n_events;
	guint unread; /* mistakes in the file itself: it may hold more */
	guint wrong;  /* mistakes in all */
	guint left_out;
	char **mistakes; /* the first of them; NULL-terminated */
	GHashTable *references;
	gboolean whole; /* all was told, the references too */
	/* Private: */
	GBytes *answer;
	const char *at, *end;
	struct event_text *text;
	const struct import_ical_options *options;
};

/*
 * NULL with DRIPSCORE_ERROR_DATA: the file is none, or cannot be taken. The
 * options are borrowed as long as it lives.
 */
struct import_ical_told *import_ical_told_new(GBytes *answer,
    const struct import_ical_options *options, GError **error);
void import_ical_told_free(struct import_ical_told *told);
AUTOPTR_DEFINE(import_ical_told, import_ical_told_free)

/*
 * The next event, checked anew: a worker that reads hostile text may have been
 * taken over. *event NULL: there is none any more; as long as it is not whole,
 * each call takes some more references. FALSE with error set: this is not what
 * a worker says.
 */
gboolean import_ical_told_next(struct import_ical_told *told,
    struct event **event, GError **error);

#endif
