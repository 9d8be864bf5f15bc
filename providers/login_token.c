/*
 * login_token.c - reads an access token from a file, or runs the program that
 * prints one, without holding up the loop. smtp.c and inbox_imap.c have one
 * each; smtp_login.c asks it too.
 */
#include "providers/login_token.h"

#include <gio/gio.h>
#include <string.h>

#include "base/errors.h"

#define PROGRAM_TIMEOUT_S 30
#define TOKEN_MAX_BYTES 16384

struct login_token {
	char *file;
	char **program;
	char *text; /* NULL: none is known to be good */
	GSubprocess *running;
	GCancellable *cancellable;
	guint timeout_source;
	GSList *waiting; /* struct waiter, the last first */
};

struct waiter {
	login_token_got got;
	gpointer user;
};

struct login_token *
login_token_new(const struct login_secret *secret)
{
	struct login_token *token = g_new0(struct login_token, 1);

	token->file = g_strdup(secret->token_file);
	token->program = g_strdupv(secret->token_command);
	return token;
}

static void
forget(struct login_token *token)
{
	if (token->text != NULL)
		explicit_bzero(token->text, strlen(token->text));
	g_clear_pointer(&token->text, g_free);
}

static void
run_clear(struct login_token *token)
{
	g_clear_handle_id(&token->timeout_source, g_source_remove);
	g_clear_object(&token->running);
	g_clear_object(&token->cancellable);
}

void
login_token_free(struct login_token *token)
{
	if (token == NULL)
		return;
	if (token->running != NULL) {
		g_cancellable_cancel(token->cancellable);
		g_subprocess_force_exit(token->running);
	}
	run_clear(token);
	g_slist_free_full(token->waiting, g_free);
	forget(token);
	g_free(token->file);
	g_strfreev(token->program);
	g_free(token);
}

static void
tell_all(struct login_token *token, const GError *error)
{
	GSList *waiting = g_slist_reverse(g_steal_pointer(&token->waiting));
	g_autofree char *text = g_strdup(token->text);

	/* Whoever is told may cancel another or ask again. */
	token->waiting = waiting;
	while (token->waiting != NULL) {
		g_autofree struct waiter *waiter = token->waiting->data;

		token->waiting = g_slist_delete_link(token->waiting,
		    token->waiting);
		waiter->got(text, TRUE, error, waiter->user);
	}
}

/* FALSE with error set if the first line is no token. */
static gboolean
token_take(struct login_token *token, const char *output, GError **error)
{
	gsize n = strcspn(output, "\r\n");

	for (gsize i = 0; i < n; i++)
		if (!g_ascii_isgraph(output[i]))
			n = 0;
	if (n == 0 || n > TOKEN_MAX_BYTES) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
		    "%s: its first line is no token (visible ASCII "
		    "characters)",
		    token->file != NULL ? token->file : "token_command");
		return FALSE;
	}
	forget(token);
	token->text = g_strndup(output, n);
	return TRUE;
}

static void
on_ended(GObject *source, GAsyncResult *async, gpointer user)
{
	GSubprocess *running = G_SUBPROCESS(source);
	struct login_token *token = user;
	g_autoptr(GError) error = NULL;
	g_autofree char *output = NULL;
	gboolean well = g_subprocess_communicate_utf8_finish(running, async,
	    &output, NULL, &error);

	/* After login_token_free there is no token. */
	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return;
	if (well && !g_subprocess_get_successful(running)) {
		well = FALSE;
		g_set_error(&error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_UNAVAILABLE,
		    g_subprocess_get_if_exited(running) ?
			"token_command: it ended with status %d" :
			"token_command: it was ended by signal %d",
		    g_subprocess_get_if_exited(running) ?
			g_subprocess_get_exit_status(running) :
			g_subprocess_get_term_sig(running));
	}
	if (well)
		(void)token_take(token, output != NULL ? output : "", &error);
	run_clear(token);
	tell_all(token, error);
}

static gboolean
on_timeout(gpointer user)
{
	struct login_token *token = user;

	token->timeout_source = 0;
	g_subprocess_force_exit(token->running);
	return G_SOURCE_REMOVE;
}

static void
run(struct login_token *token)
{
	g_autoptr(GError) error = NULL;

	token->running = g_subprocess_newv((const char *const *)token->program,
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
	    &error);
	if (token->running == NULL) {
		g_prefix_error_literal(&error, "token_command: ");
		tell_all(token, error);
		return;
	}
	token->cancellable = g_cancellable_new();
	token->timeout_source = g_timeout_add_seconds(PROGRAM_TIMEOUT_S,
	    on_timeout, token);
	g_subprocess_communicate_utf8_async(token->running, NULL,
	    token->cancellable, on_ended, token);
}

void
login_token_get(struct login_token *token, login_token_got got, gpointer user)
{
	g_autoptr(GError) error = NULL;
	struct waiter *waiter;

	if (token->text != NULL) {
		g_autofree char *text = g_strdup(token->text);

		got(text, FALSE, NULL, user);
		return;
	}
	if (token->file != NULL) {
		char *content = config_secret_read(token->file, &error);
		g_autofree char *text = NULL;

		if (content != NULL) {
			(void)token_take(token, content, &error);
			explicit_bzero(content, strlen(content));
			g_free(content);
		}
		text = g_strdup(token->text);
		got(text, TRUE, error, user);
		return;
	}
	waiter = g_new0(struct waiter, 1);
	*waiter = (struct waiter){ .got = got, .user = user };
	token->waiting = g_slist_prepend(token->waiting, waiter);
	if (token->running == NULL)
		run(token);
}

void
login_token_cancel(struct login_token *token, gpointer user)
{
	GSList *next;

	for (GSList *link = token->waiting; link != NULL; link = next) {
		struct waiter *waiter = link->data;

		next = link->next;
		if (waiter->user != user)
			continue;
		token->waiting = g_slist_delete_link(token->waiting, link);
		g_free(waiter);
	}
}

void
login_token_refused(struct login_token *token, const char *text)
{
	if (token->text != NULL && g_str_equal(token->text, text))
		forget(token);
}
