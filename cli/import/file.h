/*
 * file.h - one CSV file handed over row by row, what is wrong in it
 * told, what is right stored in batches.
 *
 * What a row means is the taker's: events (import.c) or historic answers
 * (responses.c). Calendars have no rows: ical.c.
 */
#ifndef CLI_IMPORT_FILE_H
#define CLI_IMPORT_FILE_H

#include "cli/app.h"
#include "scheduler/import.h"

struct import_counts {
	guint64 rows, fresh, known, moved, left_out, wrong;
};

struct import_taker {
	/* At the begin of each reading. Mistakes: nothing is read. */
	void (*header)(gpointer self, const struct csv_row *header,
	    GPtrArray *mistakes);
	/* IMPORT_EVENT: it was kept, to be stored. */
	enum import_outcome (
	    *row)(gpointer self, const struct csv_row *row, GError **error);
	/* All that was kept, in one transaction; then it is forgotten. */
	gboolean (*store)(gpointer self, struct import_counts *counts,
	    GError **error);
	/* What was kept is not stored. */
	void (*forget)(gpointer self);
};

struct import_job {
	const char *path; /* "-": standard input */
	char delimiter;
	gboolean strict;  /* all rows or none */
	gboolean verbose; /* every mistake is told */
	gboolean silent;  /* the sums are not */
	struct store *store;
	const struct import_taker *taker;
	gpointer self;
};

/*
 * The exit code; everything has been said, the sums on stdout. Between two
 * batches the store is free for others.
 */
int import_file(const struct import_job *job);

/* Of the events of a file, new or known. */
struct import_span {
	guint64 events;
	gint64 first_at, last_at; /* unless there are none */
};
void import_span_widen(struct import_span *span, const struct event *event);

/* What `dripscore import` is told. All borrowed. */
struct import_words {
	const char *path; /* "-": standard input */
	char *map, *source, *delimiter; /* or NULL */
	char *feed, *type, *at, *cancelled; /* of calendars; or NULL */
	gboolean strict, verbose, silent;
	struct import_span *span; /* filled, if it is not NULL */
};

/*
 * import.c: the events of a file into the store of app, as `dripscore import`
 * does it. The exit code; everything has been said.
 */
int import_events(struct app *app, const struct import_words *words);

/* responses.c: the taker of historic answers. */
struct response_taker;
extern const struct import_taker response_taker_ops;
/* All borrowed; NULL: not said. */
struct response_words {
	char *touchpoint; /* of a file without that column */
	char *scale;	  /* "1-10" */
	char *conversion; /* "stretch" */
};
/* NULL with error set: a scale or a conversion that is none. */
struct response_taker *response_taker_new(const struct app *app,
    const struct response_words *words, GError **error);
/* Types of surveys whose rows were left out; NULL: none. Owned. */
char *response_taker_others(const struct response_taker *taker);
void response_taker_free(struct response_taker *taker);
AUTOPTR_DEFINE(response_taker, response_taker_free)

#endif
