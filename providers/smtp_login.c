/*
 * smtp_login.c - gets a token where one is needed, opens a link by it, and
 * does so once more if an old token is refused. Called by smtp_connection.c.
 */
#include "providers/smtp_login.h"

struct smtp_login {
	const struct smtp_settings *settings;
	struct login_token *token;
	smtp_login_done done;
	gpointer user;
	char *text; /* of the token in use */
	gboolean fresh;
	struct smtp_link *link; /* until it is handed over */
};

static void ask_token(struct smtp_login *login);

static void
on_link(const struct send_result *failure, gboolean auth_refused, gpointer user)
{
	struct smtp_login *login = user;

	if (failure == NULL) {
		login->done(g_steal_pointer(&login->link), NULL, login->user);
		return;
	}
	if (auth_refused && login->token != NULL) {
		login_token_refused(login->token, login->text);
		/* It may have been good an hour ago. The next is fresh. */
		if (!login->fresh) {
			g_clear_pointer(&login->link, smtp_link_close);
			ask_token(login);
			return;
		}
	}
	login->done(NULL, failure, login->user);
}

static void
on_token(const char *text, gboolean fresh, const GError *error, gpointer user)
{
	struct smtp_login *login = user;

	if (text == NULL) {
		struct send_result failure = { .outcome = SEND_DEFERRED,
			.detail = error->message };

		login->done(NULL, &failure, login->user);
		return;
	}
	g_free(login->text);
	login->text = g_strdup(text);
	/* A second refusal is no matter of age, whoever fetched it. */
	login->fresh = fresh || login->fresh;
	login->link = smtp_link_open(login->settings, text, on_link, login);
}

static void
ask_token(struct smtp_login *login)
{
	gboolean again = login->text != NULL;

	login_token_get(login->token, on_token, login);
	login->fresh |= again;
}

struct smtp_login *
smtp_login_begin(const struct smtp_settings *settings,
    struct login_token *token, smtp_login_done done, gpointer user)
{
	struct smtp_login *login = g_new0(struct smtp_login, 1);

	login->settings = settings;
	login->token = token;
	login->done = done;
	login->user = user;
	if (token != NULL)
		ask_token(login);
	else
		login->link = smtp_link_open(settings, NULL, on_link, login);
	return login;
}

void
smtp_login_free(struct smtp_login *login)
{
	if (login == NULL)
		return;
	if (login->token != NULL)
		login_token_cancel(login->token, login);
	smtp_link_close(login->link);
	g_free(login->text);
	g_free(login);
}
