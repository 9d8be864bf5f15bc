/*
 * login_keys.c - judges and reads the keys by which we log in to a mail server.
 * It talks to nobody. imap_keys.c and smtp_settings.c call it.
 */
#include "providers/login_keys.h"

#include <string.h>

static const char *const secrets[] = { "password_file", "token_file",
	"token_command", NULL };

static const char *
check_secrets(const struct config_section *section, GPtrArray *mistakes)
{
	const char *first = NULL;

	for (const char *const *key = secrets; *key != NULL; key++) {
		if (!config_has(section, *key))
			continue;
		if (first != NULL)
			config_mistake(section, *key, mistakes,
			    "`%s` is given as well; one of them is enough",
			    first);
		else
			first = *key;
	}
	return first;
}

const char *
login_keys_check(const struct config_section *section, GPtrArray *mistakes)
{
	const char *command = config_text(section, "token_command");
	const char *ca_file = config_text(section, "ca_file");
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) argv = NULL;

	if (command != NULL &&
	    !g_shell_parse_argv(command, NULL, &argv, &error))
		config_mistake(section, "token_command", mistakes,
		    "it is no command: %s", error->message);
	if (ca_file != NULL && !g_file_test(ca_file, G_FILE_TEST_IS_REGULAR))
		config_mistake(section, "ca_file", mistakes,
		    "there is no file %s", ca_file);
	return check_secrets(section, mistakes);
}

gboolean
login_secret_read(const struct config_section *section,
    struct login_secret *secret, GError **error)
{
	const char *command = config_text(section, "token_command");

	secret->token_file = g_strdup(config_text(section, "token_file"));
	if (command != NULL &&
	    !g_shell_parse_argv(command, NULL, &secret->token_command, error))
		return FALSE;
	if (!config_has(section, "password_file"))
		return TRUE;
	secret->password = config_secret(section, "password_file", error);
	return secret->password != NULL;
}

void
login_secret_clear(struct login_secret *secret)
{
	if (secret->password != NULL)
		explicit_bzero(secret->password, strlen(secret->password));
	g_clear_pointer(&secret->password, g_free);
	g_clear_pointer(&secret->token_file, g_free);
	g_clear_pointer(&secret->token_command, g_strfreev);
}
