/*
 * smtp_login.h - from settings to a link that is logged in, with a new token
 * if the one at hand has grown old.
 */
#ifndef PROVIDERS_SMTP_LOGIN_H
#define PROVIDERS_SMTP_LOGIN_H

#include <glib.h>

#include "providers/smtp_link.h"
#include "providers/login_token.h"

struct smtp_login;

/*
 * Called once. link: taken by whom it is told, failure NULL; or link NULL and
 * why not, borrowed. May be called before smtp_login_begin returns.
 */
typedef void (*smtp_login_done)(struct smtp_link *link,
    const struct send_result *failure, gpointer user);

/* settings and token (NULL: a password or nothing) are borrowed. */
struct smtp_login *smtp_login_begin(const struct smtp_settings *settings,
    struct login_token *token, smtp_login_done done, gpointer user);
/* Not from inside done. Gives up what is not done yet. */
void smtp_login_free(struct smtp_login *login);
AUTOPTR_DEFINE(smtp_login, smtp_login_free)

#endif
