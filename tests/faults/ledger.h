/*
 * ledger.h - what the store has said that it did, kept outside of it.
 *
 * A line is written when a function of the store has returned TRUE, and holds
 * for ever. Beside it stands which messages have left: the other side's view.
 * Called by life_*.c and the tests.
 */
#ifndef TESTS_FAULTS_LEDGER_H
#define TESTS_FAULTS_LEDGER_H

#include <glib.h>

#include "base/autoptr.h"

struct ledger;

struct ledger *ledger_new(void);
void ledger_free(struct ledger *ledger);
AUTOPTR_DEFINE(ledger, ledger_free)

/* `promise` is a literal; the SQL counts what there must be one of. */
void ledger_note(struct ledger *ledger, const char *promise,
    const char *format, ...) G_GNUC_PRINTF(3, 4);
guint ledger_lines(const struct ledger *ledger);

/* A message has given up its last byte: FALSE if it had before. */
gboolean ledger_leaves(struct ledger *ledger, gint64 message_id);
/* The other side has refused it, or an admin has said that it is to go again:
 * it may leave once more. */
void ledger_may_leave(struct ledger *ledger, gint64 message_id);
gboolean ledger_has_left(struct ledger *ledger, gint64 message_id);

/*
 * What is wrong with the store in the file at path: the file, its foreign keys,
 * its sums, and what the ledger says. In words, owned; NULL: nothing.
 */
char *ledger_complaint(const struct ledger *ledger, const char *path);

#endif
