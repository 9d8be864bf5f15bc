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

#include "providers/login_token.h"
#include "providers/provider.h"
#include "providers/smtp_settings.h"

struct smtp_connection;

struct smtp_connection_watcher {
	/* It waits for smtp_connection_finish(); nothing of its end is out. */
	void (*held)(struct smtp_connection *connection,
	    const struct message *message, gpointer user);
	/*
	 * What became of the message. stale: the connection had been used
	 * before and was found closed, so that it deserves another try.
	 */
	void (*done)(struct smtp_connection *connection,
	    const struct message *message, const struct send_result *result,
	    gboolean stale, gpointer user);
	/* It can take a message again. */
	void (*idle)(struct smtp_connection *connection, gpointer user);
	/* It is closed and has no message: to be freed. */
	void (*closed)(struct smtp_connection *connection, gpointer user);
	/* The verdict on one message is long in coming, and another waits
	 * behind it. Told again and again. */
	void (*stuck)(struct smtp_connection *connection, gpointer user);
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

enum smtp_room {
	SMTP_ROOM_NONE,
	SMTP_ROOM_IDLE,	  /* it has nothing to do */
	SMTP_ROOM_BEHIND, /* behind the one that it has: the server takes more
			   * in one go, and was quick with the last verdict */
};
enum smtp_room smtp_connection_room(const struct smtp_connection *connection);
/*
 * Once after it was opened (it need not be connected yet), then whenever there
 * is room. The message is borrowed until done.
 */
void smtp_connection_send(struct smtp_connection *connection,
    const struct message *message);
/* Once after held: gives the rest, up to the final dot. */
void smtp_connection_finish(struct smtp_connection *connection);
/*
 * Whether the verdict on its message is long in coming.
 */
gboolean smtp_connection_is_stuck(const struct smtp_connection *connection);
/* The message behind another is the caller's again; it has not left. The
 * connection takes no other. */
void smtp_connection_withdraw(struct smtp_connection *connection);
/* If it is idle, says QUIT as far as that goes without waiting. */
void smtp_connection_part(struct smtp_connection *connection);

#endif
