/*
 * inbox_imap.c - replies from an IMAP mailbox: asks a worker for what came
 * after the last UID, batch by batch, and hands it over. The talking to the
 * server is in imap_fetch.c, on the worker's side; the keys of the section are
 * in imap_keys.c. The daemon calls it.
 *
 * Nothing is deleted in the mailbox; what was fetched is marked \Seen. A
 * mailbox whose UIDVALIDITY changed is read from the start.
 */
#include "providers/inbox_imap.h"

#include "base/errors.h"
#include "base/worker.h"
#include "providers/imap_frame.h"
#include "providers/imap_keys.h"
#include "providers/inbox_keys.h"
#include "providers/login_token.h"

/*
 * The worker begins no mail after twice the limit for silence, and has as much
 * again to end, with what the largest mail takes on a slow line.
 */
#define SLOWEST_BYTES_MS 16 /* 16 kB/s */
/* The worker ends in its budget; over this it is killed. */
#define WORKER_GRACE_MS 15000

struct imap {
	struct inbox inbox;
	struct imap_settings *settings;
	struct login_token *token; /* NULL: a password */
	struct worker *worker;
	/* Of the open poll: */
	gboolean is_open;
	char *bearer; /* the token of this poll */
	gboolean bearer_is_fresh;
	struct inbox_watcher watcher;
	gpointer user;
	struct inbox_position position; /* looked at up to here */
	GError *fault; /* the first that did not end the poll */
};

static void ask(struct imap *imap);
static void on_token(const char *text, gboolean fresh, const GError *error,
    gpointer user);

static void
poll_clear(struct imap *imap)
{
	imap->is_open = FALSE;
	g_clear_pointer(&imap->bearer, g_free);
	g_clear_error(&imap->fault);
}

/* Nothing of imap may be touched after it: the caller may close it. */
static void
poll_end(struct imap *imap, const GError *error)
{
	g_autoptr(GError) last = NULL;

	if (error != NULL)
		last = g_error_copy(error);
	else
		last = g_steal_pointer(&imap->fault);
	g_prefix_error(&last, "[inbox %s] ", imap->inbox.name);
	poll_clear(imap);
	imap->watcher.done(last, imap->user);
}

/* FALSE if the caller could not store them. */
static gboolean
hand_over(const struct imap *imap, const GArray *mails)
{
	return mails->len == 0 ||
	    imap->watcher.take(&g_array_index(mails, struct inbox_mail, 0),
		mails->len, imap->user);
}

/* Another position, further on: else we'd ask the same for ever. */
static gboolean
is_further(const struct inbox_position *position,
    const struct inbox_position *than)
{
	return position->uidvalidity != than->uidvalidity ||
	    position->last_uid > than->last_uid;
}

/* A token that was not fetched for this poll may just be too old. */
static gboolean
token_may_be_old(struct imap *imap, const GError *error)
{
	if (imap->bearer == NULL ||
	    !g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG))
		return FALSE;
	login_token_refused(imap->token, imap->bearer);
	return !imap->bearer_is_fresh;
}

/* FALSE if the poll goes on; else *error may be set. */
static gboolean
answer_ends_poll(struct imap *imap, struct imap_answer *answer, GError **error)
{
	gboolean moves_on = answer->more &&
	    is_further(&answer->looked_at, &imap->position);

	if (!hand_over(imap, answer->mails)) {
		g_set_error_literal(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_LATER,
		    "the mails could not be stored; "
		    "they are left for the next time");
		return TRUE;
	}
	imap->position = answer->looked_at;
	if (answer->error != NULL && imap->fault == NULL)
		imap->fault = g_steal_pointer(&answer->error);
	return !moves_on;
}

static void
on_answer(GBytes *bytes, const GError *failure, gpointer user)
{
	struct imap *imap = user;
	g_autoptr(GError) error = NULL;
	g_autoptr(imap_answer) answer = NULL;

	if (bytes == NULL) {
		poll_end(imap, failure);
		return;
	}
	answer = imap_answer_unpack(bytes, &error);
	if (answer != NULL && token_may_be_old(imap, answer->error)) {
		g_clear_pointer(&imap->bearer, g_free);
		login_token_get(imap->token, on_token, imap);
		return;
	}
	if (answer == NULL || answer_ends_poll(imap, answer, &error))
		poll_end(imap, error);
	else
		ask(imap);
}

static void
ask(struct imap *imap)
{
	const struct imap_settings *settings = imap->settings;
	struct imap_question question = {
		.url = settings->url,
		.user = settings->user,
		.password = settings->secret.password,
		.bearer = imap->bearer,
		.ca_file = settings->ca_file,
		.plaintext = settings->plaintext,
		.from = imap->position,
		.max_mails = INBOX_BATCH_MAILS,
		.max_bytes = INBOX_BATCH_BYTES,
		.max_mail = settings->max_mail,
		.timeout_ms = settings->timeout_s * 1000,
		.batch_ms = settings->timeout_s * 1000 * 2,
		.budget_ms = settings->timeout_s * 1000 * 4 +
		    settings->max_mail / SLOWEST_BYTES_MS,
	};
	g_autoptr(GBytes) bytes = imap_question_pack(&question);

	worker_ask(imap->worker, bytes,
	    (guint)question.budget_ms + WORKER_GRACE_MS, on_answer, imap);
}

static void
on_token(const char *text, gboolean fresh, const GError *error, gpointer user)
{
	struct imap *imap = user;

	g_autoptr(GError) no_token = NULL;

	if (text != NULL && !g_str_is_ascii(text))
		no_token = g_error_new_literal(DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_CONFIG,
		    "the token has characters that no "
		    "token has (only ASCII is allowed)");
	if (text == NULL || no_token != NULL) {
		poll_end(imap, text == NULL ? error : no_token);
		return;
	}
	imap->bearer = g_strdup(text);
	imap->bearer_is_fresh = fresh;
	ask(imap);
}

static void
imap_poll(struct inbox *inbox, const struct inbox_position *from,
    const struct inbox_watcher *watcher, gpointer user)
{
	struct imap *imap = (struct imap *)inbox;

	g_assert(!imap->is_open);
	imap->is_open = TRUE;
	imap->watcher = *watcher;
	imap->user = user;
	imap->position = *from;
	if (imap->token != NULL)
		login_token_get(imap->token, on_token, imap);
	else
		ask(imap);
}

static struct inbox *
imap_open(const struct config_section *section, GError **error)
{
	struct imap_settings *settings = imap_settings_read(section, error);
	struct imap *imap;

	if (settings == NULL)
		return NULL;
	imap = g_new0(struct imap, 1);
	imap->inbox.ops = &imap_inbox;
	imap->inbox.name = g_strdup(section->name);
	imap->inbox.poll_s = (guint)config_number(section, "poll");
	imap->settings = settings;
	if (settings->secret.password == NULL)
		imap->token = login_token_new(&settings->secret);
	imap->worker = worker_new(NULL, "fetch");
	return &imap->inbox;
}

static void
imap_close(struct inbox *inbox)
{
	struct imap *imap = (struct imap *)inbox;

	worker_free(imap->worker);
	login_token_free(imap->token);
	poll_clear(imap);
	imap_settings_free(imap->settings);
	g_free(imap->inbox.name);
	g_free(imap);
}

const struct inbox_ops imap_inbox = {
	.type = "imap",
	.help = "A mailbox on a mail server, read by IMAP. Give it a mailbox "
		"of its own: nothing is deleted in it, what was read is marked "
		"as seen.",
	.keys = imap_keys,
	.check = imap_keys_check,
	.open = imap_open,
	.poll = imap_poll,
	.close = imap_close,
};
