/*
 * works.h - the stages wired together under one configuration: intake, drip,
 * replies, webhooks, digests. A turn does all that is due now.
 *
 * The daemon decides when a turn is taken, and swaps one for another when the
 * configuration is read again.
 */
#ifndef CLI_WORKS_H
#define CLI_WORKS_H

#include "cli/app.h"

struct works;

/*
 * app: with store, settings and templates loaded; borrowed. wake: called when
 * a turn should be taken soon. NULL with error set if a provider or an inbox
 * cannot be used as it stands.
 */
struct works *works_new(struct app *app, void (*wake)(gpointer user),
    gpointer user, GError **error);
/* What is in flight is given up: in doubt, if its attempt is on disk. */
void works_free(struct works *works);
AUTOPTR_DEFINE(works, works_free)

/* Opens the web, if there is one. FALSE with error set if it cannot be. */
gboolean works_listen(struct works *works, GError **error);

/* FALSE with error set if a door reaches people: none may on a staged clock. */
gboolean works_may_be_staged(const struct works *works, GError **error);

/*
 * Of many workers one leads: it alone takes in (events, follow-ups, replies,
 * reports, what is polled), writes digests, and sends what is under a drip. It
 * does, until it is told otherwise.
 */
void works_lead(struct works *works, gboolean leads);
/* A worker is gone, and what it had leased under a drip counts no more. */
void works_recount(struct works *works);

/* TRUE while an inbox or a gateway is being asked. */
gboolean works_is_polling(const struct works *works);
/* Asks inboxes and gateways now; with `again`, by their intervals too. */
void works_poll(struct works *works, gboolean again);

/*
 * One turn. *again: there is more to do at once. FALSE with error set if the
 * store refused; nothing is lost.
 */
gboolean works_turn(struct works *works, gint64 now_at, gboolean *again,
    GError **error);

/* TRUE while something is in flight whose end will wake. */
gboolean works_is_busy(const struct works *works);

/* When something is due next; G_MAXINT64: nothing is known of. */
gboolean works_next(struct works *works, gint64 now_at, gint64 *next_at,
    GError **error);

/*
 * From now on its turns take nothing new, and bring to its end what is in
 * flight.
 */
void works_stop(struct works *works);

#endif
