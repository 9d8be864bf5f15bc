/*
 * login_token.h - an OAuth 2.0 access token, from a file or a program, kept
 * until a server refuses it.
 */
#ifndef PROVIDERS_LOGIN_TOKEN_H
#define PROVIDERS_LOGIN_TOKEN_H

#include "providers/login_keys.h"

struct login_token;

/*
 * text NULL: it can't be had now, with the reason in error. fresh: it was
 * fetched for this call, so a refusal of it is no matter of its age.
 */
typedef void (*login_token_got)(const char *text, gboolean fresh,
    const GError *error, gpointer user);

/* secret: its token_file or its token_command is given; copied. */
struct login_token *login_token_new(const struct login_secret *secret);
/* Ends a running program; nobody is called. */
void login_token_free(struct login_token *token);

/* got is called once, maybe before this returns. */
void login_token_get(struct login_token *token, login_token_got got,
    gpointer user);
/* Whoever asked with this `user` is not called any more. */
void login_token_cancel(struct login_token *token, gpointer user);
/* A server refused this text: the next get fetches anew. */
void login_token_refused(struct login_token *token, const char *text);

#endif
