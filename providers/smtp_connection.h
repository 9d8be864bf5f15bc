/*
 * smtp_connection.h - one connection of the pool: a link and a dialogue over
 * it, with the time limits of each stage.
 *
 * All callbacks come from GLib's default main context, never from inside one
 * of these functions. A callback may free the connection.
 */
#ifndef PROVIDERS_SMTP_CONNECTION_H
#define PROVIDERS_SMTP_CONNECTION_H

#include <glib.h>

#include "providers/provider.h"
#include "providers/smtp_settings.h"
#include "providers/login_token.h"

struct smtp_connection;

struct smtp_connection_watcher {
	/* The message is over there, all but its final dot. */
	void (*held)(struct smtp_connection *connection, gpointer user);
	/*
	 * What became of the message. stale: the connection had been used
	 * before and was found closed, so that it deserves another try.
	 */
	void (*done)(struct smtp_connection *connection,
	    const struct send_result *result, gboolean stale, gpointer user);
	/* It can take a message again. */
	void (*idle)(struct smtp_connection *connection, gpointer user);
	/* It is closed and has no message: to be freed. */
	void (*closed)(struct smtp_connection *connection, gpointer user);
};

/*
 * Begins to connect. settings, token (NULL: a password or nothing) and watcher
 * are borrowed until it is freed.
 */
struct smtp_connection *
smtp_connection_open(const struct smtp_settings *settings,
    struct login_token *token, const struct smtp_connection_watcher *watcher,
    gpointer user);
/* Closes at once. */
void smtp_connection_free(struct smtp_connection *connection);

/* TRUE if it is connected and can take a message at once. */
gboolean smtp_connection_is_idle(const struct smtp_connection *connection);
/*
 * Once after it was opened (it need not be connected yet), then whenever it is
 * idle. The message is borrowed until done.
 */
void smtp_connection_send(struct smtp_connection *connection,
    const struct message *message);
/* Once after held: gives the final dot. */
void smtp_connection_finish(struct smtp_connection *connection);
/* If it is idle, says QUIT as far as that goes without waiting. */
void smtp_connection_part(struct smtp_connection *connection);

#endif
