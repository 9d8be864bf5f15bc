/*
 * login_keys.h - the keys by which we log in to a mail server, as SMTP and IMAP
 * have in common: password_file, token_file, token_command, and ca_file. For
 * the files of these two alone; each declares the keys with its own words.
 */
#ifndef PROVIDERS_LOGIN_KEYS_H
#define PROVIDERS_LOGIN_KEYS_H

#include "base/config.h"

/* At most one of the three is set. */
struct login_secret {
	char *password;
	char *token_file;
	char **token_command;
};

/*
 * Adds to mistakes: more than one secret, a command that is none, a ca_file
 * that is not there. The key of the first secret, or NULL.
 */
const char *login_keys_check(const struct config_section *section,
    GPtrArray *mistakes);

/* Reads the password file; FALSE with error set if that cannot be. */
gboolean login_secret_read(const struct config_section *section,
    struct login_secret *secret, GError **error);
/* Wipes and frees what is in it. */
void login_secret_clear(struct login_secret *secret);

#endif
