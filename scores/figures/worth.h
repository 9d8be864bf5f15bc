/*
 * worth.h - the revenue that promoters, passives and detractors hold, and the
 * part that was not heard from: read from the store, and as a table, as CSV and
 * as JSON. Prints nothing itself. Called by cli/.
 *
 * A customer stands where the last answer anywhere puts him, if it is not older
 * than twelve months.
 */
#ifndef SCORES_WORTH_H
#define SCORES_WORTH_H

#include <glib.h>

#include "base/settings.h"
#include "store/store.h"

enum worth_band {
	WORTH_PROMOTERS,
	WORTH_PASSIVES,
	WORTH_DETRACTORS,
	WORTH_SILENT, /* not heard from in twelve months, or never */
};
#define WORTH_BANDS 4

struct worth_holding {
	gint64 contacts;
	gint64 valued; /* of them, whose worth is known */
	gint64 value_micro;
};

struct worth {
	struct worth_holding bands[WORTH_BANDS];
	struct worth_holding total;
};

/* FALSE with error set if the store fails. */
gboolean worth_read(struct store *store, gint32 today, struct worth *worth,
    GError **error);

/* The total of its bands. */
void worth_sum(struct worth *worth);

/* If nobody's worth is known, a sentence. Strings end with "\n" and are
 * owned. */
char *worth_table(const struct worth *worth, const struct scoring *scoring);

/* Columns: band, contacts, worth_known, value, share (of the value of all). */
char *worth_csv(const struct worth *worth);

/* A list of objects of these; as lines: one each, without a list. */
char *worth_json(const struct worth *worth, gboolean lines);

#endif
