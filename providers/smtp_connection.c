/*
 * smtp_connection.c - carries bytes between the link and the dialogue, and
 * watches the time. Called by smtp.c.
 *
 * Everything happens in turns of the main loop: a function called from outside
 * only notes what is wanted and asks for a turn.
 */
#include "providers/smtp_connection.h"

#include <glib-unix.h>

#include "providers/smtp_dialogue.h"
#include "providers/smtp_login.h"

#define READ_BYTES (16 * 1024)
/* Then the other connections have their turn. */
#define WRITE_TURN_BYTES (1024 * 1024)
#define QUIT_TIMEOUT_S 5

struct smtp_connection {
	const struct smtp_settings *settings;
	const struct smtp_connection_watcher *watcher;
	gpointer user;
	gboolean freed; /* only a turn further up still holds it */

	struct smtp_login *login;
	struct smtp_link *link;		/* NULL until it is logged in */
	struct smtp_dialogue *dialogue; /* and so is this */

	const struct message *message; /* until its result is known */
	gboolean begun;		       /* the dialogue has it */
	gboolean held_told;
	gboolean idle_told;
	gboolean quitting;
	gboolean failed;	   /* it never came up */
	guint messages;		   /* given to it */
	guint mails;		   /* of these, begun here */
	struct send_result result; /* one that the dialogue knows nothing of */
	gboolean has_result;

	guint turn_source;
	guint watch;
	GIOCondition watched;
	guint deadline;
	guint64 progress; /* answers and bytes written so far */
	guint64 deadline_progress;
	enum smtp_state deadline_state;
};

static void turn(struct smtp_connection *connection);

static gboolean
on_turn(gpointer user)
{
	struct smtp_connection *connection = user;

	connection->turn_source = 0;
	turn(connection);
	return G_SOURCE_REMOVE;
}

static void
turn_ask(struct smtp_connection *connection)
{
	if (connection->turn_source == 0)
		connection->turn_source = g_idle_add_full(G_PRIORITY_DEFAULT,
		    on_turn, connection, NULL);
}

static void
sources_remove(struct smtp_connection *connection)
{
	g_clear_handle_id(&connection->turn_source, g_source_remove);
	g_clear_handle_id(&connection->watch, g_source_remove);
	g_clear_handle_id(&connection->deadline, g_source_remove);
	connection->watched = 0;
}

static void
result_set(struct smtp_connection *connection, enum send_outcome outcome,
    const char *detail)
{
	send_result_clear(&connection->result);
	connection->result = (struct send_result){ .outcome = outcome,
		.detail = g_strdup(detail) };
	connection->has_result = TRUE;
}

static void
on_login(struct smtp_link *link, const struct send_result *failure,
    gpointer user)
{
	struct smtp_connection *connection = user;

	if (link != NULL) {
		connection->link = link;
		connection->dialogue = smtp_dialogue_new(
		    smtp_link_capabilities(link)->pipelining);
	} else {
		connection->failed = TRUE;
		result_set(connection, failure->outcome, failure->detail);
	}
	turn_ask(connection);
}

struct smtp_connection *
smtp_connection_open(const struct smtp_settings *settings,
    struct login_token *token, const struct smtp_connection_watcher *watcher,
    gpointer user)
{
	struct smtp_connection *connection = g_rc_box_new0(
	    struct smtp_connection);

	connection->settings = settings;
	connection->watcher = watcher;
	connection->user = user;
	connection->login = smtp_login_begin(settings, token, on_login,
	    connection);
	return connection;
}

void
smtp_connection_free(struct smtp_connection *connection)
{
	if (connection == NULL)
		return;
	connection->freed = TRUE;
	sources_remove(connection);
	g_clear_pointer(&connection->login, smtp_login_free);
	g_clear_pointer(&connection->link, smtp_link_close);
	g_clear_pointer(&connection->dialogue, smtp_dialogue_free);
	send_result_clear(&connection->result);
	g_rc_box_release(connection);
}

gboolean
smtp_connection_is_idle(const struct smtp_connection *connection)
{
	return connection->dialogue != NULL && !connection->quitting &&
	    connection->message == NULL &&
	    connection->mails < connection->settings->mails_per_connection &&
	    smtp_dialogue_state(connection->dialogue) == SMTP_IDLE;
}

void
smtp_connection_send(struct smtp_connection *connection,
    const struct message *message)
{
	g_assert(connection->message == NULL);
	connection->message = message;
	connection->messages++;
	connection->begun = connection->held_told = FALSE;
	connection->idle_told = FALSE;
	turn_ask(connection);
}

void
smtp_connection_finish(struct smtp_connection *connection)
{
	/* A loss that came in between is told by the next turn. */
	if (smtp_dialogue_state(connection->dialogue) == SMTP_HELD)
		smtp_dialogue_finish(connection->dialogue);
	turn_ask(connection);
}

/* Gives the dialogue the message, or finds that it can't be sent here. */
static void
begin(struct smtp_connection *connection)
{
	const struct message *message = connection->message;
	const char *at = strrchr(message->recipient, '@');
	g_autofree char *local = at == NULL ?
	    NULL :
	    g_strndup(message->recipient, (gsize)(at - message->recipient));
	const char *secrets[] = { message->recipient, local, NULL };
	struct smtp_envelope envelope = { 0 };
	g_autofree char *refusal = NULL;

	connection->begun = TRUE;
	if (!smtp_envelope_make(message,
		smtp_link_capabilities(connection->link), &envelope,
		&refusal)) {
		result_set(connection, SEND_REJECTED, refusal);
		return;
	}
	connection->mails++;
	smtp_dialogue_begin(connection->dialogue, &envelope, message->bytes,
	    secrets);
	smtp_envelope_clear(&envelope);
}

static void
read_all(struct smtp_connection *connection)
{
	char bytes[READ_BYTES];
	gsize n;

	while (smtp_dialogue_state(connection->dialogue) != SMTP_CLOSED) {
		switch (smtp_link_read(connection->link, bytes, sizeof(bytes),
		    &n)) {
		case SMTP_LINK_DONE:
			smtp_dialogue_input(connection->dialogue, bytes, n);
			break;
		case SMTP_LINK_AGAIN:
			return;
		case SMTP_LINK_LOST:
			smtp_dialogue_lost(connection->dialogue,
			    "connection lost");
			return;
		}
	}
}

/* TRUE if something is left to be written. */
static gboolean
write_some(struct smtp_connection *connection)
{
	const guint8 *bytes;
	gsize total = 0;
	gsize n, done;

	while ((n = smtp_dialogue_output(connection->dialogue, &bytes)) > 0) {
		if (total > WRITE_TURN_BYTES)
			return TRUE;
		switch (smtp_link_write(connection->link, bytes, n, &done)) {
		case SMTP_LINK_DONE:
			smtp_dialogue_written(connection->dialogue, done);
			connection->progress += done;
			total += done;
			break;
		case SMTP_LINK_AGAIN:
			return TRUE;
		case SMTP_LINK_LOST:
			/* What the server said last is worth reading. */
			read_all(connection);
			smtp_dialogue_lost(connection->dialogue,
			    "connection lost");
			return FALSE;
		}
	}
	return FALSE;
}

static gboolean
on_watch(gint descriptor G_GNUC_UNUSED, GIOCondition condition G_GNUC_UNUSED,
    gpointer user)
{
	turn(user);
	return G_SOURCE_CONTINUE;
}

static void
watch_set(struct smtp_connection *connection, GIOCondition condition)
{
	if (condition == connection->watched)
		return;
	g_clear_handle_id(&connection->watch, g_source_remove);
	connection->watched = condition;
	if (condition != 0)
		connection->watch = g_unix_fd_add(smtp_link_descriptor(
						      connection->link),
		    condition, on_watch, connection);
}

static void
exchange(struct smtp_connection *connection)
{
	gboolean more;

	read_all(connection);
	if (connection->message != NULL && !connection->begun &&
	    smtp_dialogue_state(connection->dialogue) == SMTP_IDLE)
		begin(connection);
	more = write_some(connection);
	watch_set(connection,
	    smtp_dialogue_state(connection->dialogue) == SMTP_CLOSED ? 0 :
		more ? G_IO_IN | G_IO_OUT :
		       G_IO_IN);
}

static guint
deadline_of(const struct smtp_connection *connection, enum smtp_state state)
{
	switch (state) {
	case SMTP_IDLE:
		return connection->settings->idle_timeout_s;
	case SMTP_BUSY:
		return connection->quitting ?
		    QUIT_TIMEOUT_S :
		    connection->settings->command_timeout_s;
	case SMTP_VERDICT:
		return connection->settings->dot_timeout_s;
	case SMTP_HELD: /* we are the ones waited for */
	case SMTP_CLOSED:
		return 0;
	}
	g_assert_not_reached();
}

static gboolean
on_deadline(gpointer user)
{
	struct smtp_connection *connection = user;
	enum smtp_state state = smtp_dialogue_state(connection->dialogue);

	connection->deadline = 0;
	if (state == SMTP_IDLE) {
		/* unless a message came in the meantime */
		connection->quitting = connection->message == NULL;
		if (connection->quitting)
			smtp_dialogue_quit(connection->dialogue);
	} else {
		g_autofree char *why = g_strdup_printf("no answer within %u s",
		    deadline_of(connection, state));

		/* An answer may lie there, unread. */
		read_all(connection);
		if (smtp_dialogue_state(connection->dialogue) == state)
			smtp_dialogue_lost(connection->dialogue, why);
	}
	turn(connection);
	return G_SOURCE_REMOVE;
}

/* The time runs from the last progress, or from a new state on. */
static void
deadline_move(struct smtp_connection *connection)
{
	enum smtp_state state = smtp_dialogue_state(connection->dialogue);
	guint64 progress = connection->progress +
	    smtp_dialogue_answers(connection->dialogue);
	guint seconds = deadline_of(connection, state);

	if (connection->deadline != 0 && state == connection->deadline_state &&
	    progress == connection->deadline_progress)
		return;
	connection->deadline_state = state;
	connection->deadline_progress = progress;
	g_clear_handle_id(&connection->deadline, g_source_remove);
	if (seconds > 0)
		connection->deadline = g_timeout_add(seconds * 1000,
		    on_deadline, connection);
}

static gboolean
result_take(struct smtp_connection *connection, struct send_result *result,
    gboolean *stale)
{
	*stale = FALSE;
	if (connection->message == NULL)
		return FALSE;
	if (connection->has_result) {
		*result = connection->result;
		connection->result = (struct send_result){ 0 };
		connection->has_result = FALSE;
		return TRUE;
	}
	if (connection->dialogue == NULL)
		return FALSE;
	*stale = connection->messages > 1 &&
	    smtp_dialogue_is_untouched(connection->dialogue);
	if (smtp_dialogue_take_result(connection->dialogue, result))
		return TRUE;
	/* It was lost between being idle and taking this message. */
	if (connection->begun ||
	    smtp_dialogue_state(connection->dialogue) != SMTP_CLOSED)
		return FALSE;
	*stale = connection->messages > 1;
	*result = (struct send_result){ .outcome = SEND_DEFERRED,
		.detail = g_strdup("connection lost before MAIL") };
	return TRUE;
}

static void
tell_result(struct smtp_connection *connection)
{
	struct send_result result;
	gboolean stale;

	if (!result_take(connection, &result, &stale))
		return;
	connection->message = NULL;
	connection->watcher->done(connection, &result, stale, connection->user);
	send_result_clear(&result);
}

static void
tell_state(struct smtp_connection *connection)
{
	enum smtp_state state = connection->failed ?
	    SMTP_CLOSED :
	    smtp_dialogue_state(connection->dialogue);

	if (connection->message != NULL)
		return;
	if (state == SMTP_CLOSED) {
		connection->watcher->closed(connection, connection->user);
	} else if (state == SMTP_IDLE && !connection->quitting &&
	    connection->mails >= connection->settings->mails_per_connection) {
		connection->quitting = TRUE;
		smtp_dialogue_quit(connection->dialogue);
		turn_ask(connection);
	} else if (state == SMTP_IDLE && !connection->quitting &&
	    !connection->idle_told) {
		connection->idle_told = TRUE;
		connection->watcher->idle(connection, connection->user);
	}
}

static void
turn(struct smtp_connection *connection)
{
	if (connection->dialogue == NULL && !connection->failed)
		return;
	g_rc_box_acquire(connection);
	if (connection->dialogue != NULL)
		exchange(connection);
	if (connection->dialogue != NULL && !connection->held_told &&
	    smtp_dialogue_state(connection->dialogue) == SMTP_HELD) {
		connection->held_told = TRUE;
		connection->watcher->held(connection, connection->user);
	}
	if (!connection->freed)
		tell_result(connection);
	if (!connection->freed)
		tell_state(connection);
	if (!connection->freed && connection->dialogue != NULL)
		deadline_move(connection);
	g_rc_box_release(connection);
}

void
smtp_connection_part(struct smtp_connection *connection)
{
	if (connection->dialogue == NULL || connection->message != NULL ||
	    smtp_dialogue_state(connection->dialogue) != SMTP_IDLE)
		return;
	smtp_dialogue_quit(connection->dialogue);
	(void)write_some(connection);
}
