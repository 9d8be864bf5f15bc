/*
 * smtp_token.h - an OAuth 2.0 access token, from a file or a program, kept
 * until a server refuses it.
 */
#ifndef PROVIDERS_SMTP_TOKEN_H
#define PROVIDERS_SMTP_TOKEN_H

#include <glib.h>

struct smtp_token;

/*
 * text NULL: it can't be had now, with the reason in error. fresh: it was
 * fetched for this call, so a refusal of it is no matter of its age.
 */
typedef void (*smtp_token_got)(const char *text, gboolean fresh,
    const GError *error, gpointer user);

/* One of the two is given. program: argv, run without a shell. */
struct smtp_token *smtp_token_new(const char *file,
    const char *const *program);
/* Ends a running program; nobody is called. */
void smtp_token_free(struct smtp_token *token);

/* got is called once, maybe before this returns. */
void smtp_token_get(struct smtp_token *token, smtp_token_got got,
    gpointer user);
/* Whoever asked with this `user` is not called any more. */
void smtp_token_cancel(struct smtp_token *token, gpointer user);
/* A server refused this text: the next get fetches anew. */
void smtp_token_refused(struct smtp_token *token, const char *text);

#endif
