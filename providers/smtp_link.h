/*
 * smtp_link.h - one connection to an SMTP server by libcurl: DNS, TCP, TLS,
 * EHLO, STARTTLS and AUTH; after that, bytes.
 *
 * Waits in GLib's default main context. Each link has a multi handle of its
 * own (CURLOPT_CONNECT_ONLY), so that closing one touches no other.
 */
#ifndef PROVIDERS_SMTP_LINK_H
#define PROVIDERS_SMTP_LINK_H

#include <glib.h>

#include "base/autoptr.h"
#include "providers/provider.h"
#include "providers/smtp_hello.h"
#include "providers/smtp_settings.h"

struct smtp_link;

enum smtp_link_io {
	SMTP_LINK_DONE,	 /* *n bytes, at least one */
	SMTP_LINK_AGAIN, /* not now */
	SMTP_LINK_LOST,
};

/*
 * failure NULL: connected. Else why not, borrowed: deferred for what the
 * network, TLS or a 4xx is to blame for, halted for a 5xx or for AUTH.
 * auth_refused: the server did not take user and secret.
 */
typedef void (*smtp_link_done)(const struct send_result *failure,
    gboolean auth_refused, gpointer user);

/*
 * settings are borrowed until it is closed. token: for XOAUTH2, or NULL. done
 * is called once, from the main context, unless the link is closed before; it
 * may close the link.
 */
struct smtp_link *smtp_link_open(const struct smtp_settings *settings,
    const char *token, smtp_link_done done, gpointer user);
/* Closes at once, without a word to the server. */
void smtp_link_close(struct smtp_link *link);
AUTOPTR_DEFINE(smtp_link, smtp_link_close)

/* Once connected: */
const struct smtp_capabilities *smtp_link_capabilities(
    const struct smtp_link *link);
int smtp_link_descriptor(const struct smtp_link *link);
/* Nothing stands between us and the descriptor: what is there, it shows. Else
 * TLS may hold more: read until AGAIN. */
gboolean smtp_link_is_plain(const struct smtp_link *link);
enum smtp_link_io smtp_link_read(struct smtp_link *link, char *bytes, gsize max,
    gsize *n);
enum smtp_link_io smtp_link_write(struct smtp_link *link, const guint8 *bytes,
    gsize max, gsize *n);

#endif
