/*
 * smtp_connection.c - carries bytes between the link and the dialogue, and
 * watches the time. Called by smtp.c.
 *
 * Everything happens in turns of the main loop: a function called from outside
 * only notes what is wanted. One source a connection waits for all of it, so
 * that a message costs the loop nothing of its own.
 */
#include "providers/smtp_connection.h"

#include "providers/smtp_dialogue.h"
#include "providers/smtp_exchange.h"
#include "providers/smtp_login.h"
#include "providers/smtp_wait.h"

#define QUIT_TIMEOUT_S 5
/* A server whose verdicts take longer gets one message at a time: nothing is
 * won by what waits behind it. */
#define QUICK_US (100 * 1000)
/* So long a message waits behind another; then it may go elsewhere. */
#define STUCK_US (500 * 1000)

#define PARCELS_MAX 2

/* A message until its result is known. */
struct parcel {
	const struct message *message;
	gboolean begun; /* the dialogue has it, or never will */
	gboolean held_told;
	gboolean refused; /* it can't be sent here, which is the result */
	struct send_result result;
};

struct smtp_connection {
	const struct smtp_settings *settings;
	const struct smtp_connection_watcher *watcher;
	gpointer user;
	gboolean freed; /* only a turn further up still holds it */

	struct smtp_login *login;
	struct smtp_link *link;		/* NULL until it is logged in */
	struct smtp_dialogue *dialogue; /* and so is this */

	struct parcel parcels[PARCELS_MAX]; /* the oldest first */
	guint n_parcels;
	gboolean idle_told;
	gboolean quitting;
	gboolean spoiled; /* one that was begun is withdrawn */
	gboolean failed;  /* it never came up */
	struct send_result failure;
	guint messages; /* given to it */
	guint mails;	/* of these, begun here */

	struct smtp_wait *wait;
	/* Of the monotonic clock; 0: none. */
	gint64 deadline_us;
	gint64 dotted_us; /* when the last dot was given */
	gint64 stuck_us;  /* when to tell that it is stuck */
	gboolean quick;	  /* the last verdict was */
	guint64 progress; /* answers and bytes written so far */
	guint64 deadline_progress;
	enum smtp_state deadline_state;
};

static void turn(struct smtp_connection *connection, gboolean readable);
static void on_time(struct smtp_connection *connection);

static gint64
wakes_us(const struct smtp_connection *connection)
{
	gint64 deadline_us = connection->deadline_us;

	if (connection->stuck_us == 0)
		return deadline_us;
	return deadline_us == 0 ? connection->stuck_us :
				  MIN(deadline_us, connection->stuck_us);
}

static void
on_wait_over(gboolean readable, gpointer user)
{
	struct smtp_connection *connection = user;
	gint64 wakes = wakes_us(connection);

	if (wakes != 0 && wakes <= g_get_monotonic_time())
		on_time(connection);
	else
		turn(connection, readable);
}

static void
turn_ask(struct smtp_connection *connection)
{
	smtp_wait_ask(connection->wait);
}

static void
watch_set(struct smtp_connection *connection, GIOCondition condition)
{
	smtp_wait_watch(connection->wait,
	    smtp_link_descriptor(connection->link), condition);
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
		watch_set(connection, G_IO_IN);
	} else {
		connection->failed = TRUE;
		connection->failure = (struct send_result){
			.outcome = failure->outcome,
			.reach = failure->outcome == SEND_DEFERRED ?
			    SEND_UNREACHED :
			    SEND_REACHED,
			.detail = g_strdup(failure->detail),
		};
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
	connection->wait = smtp_wait_new(on_wait_over, connection);
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
	g_clear_pointer(&connection->wait, smtp_wait_free);
	g_clear_pointer(&connection->login, smtp_login_free);
	g_clear_pointer(&connection->link, smtp_link_close);
	g_clear_pointer(&connection->dialogue, smtp_dialogue_free);
	send_result_clear(&connection->failure);
	for (guint i = 0; i < connection->n_parcels; i++)
		send_result_clear(&connection->parcels[i].result);
	g_rc_box_release(connection);
}

enum smtp_room
smtp_connection_room(const struct smtp_connection *connection)
{
	guint mails = connection->mails;

	if (connection->dialogue == NULL || connection->quitting ||
	    connection->spoiled)
		return SMTP_ROOM_NONE;
	if (connection->n_parcels > 0 && !connection->parcels[0].begun)
		mails++;
	if (mails >= connection->settings->mails_per_connection)
		return SMTP_ROOM_NONE;
	if (connection->n_parcels == 0)
		return smtp_dialogue_state(connection->dialogue) == SMTP_IDLE ?
		    SMTP_ROOM_IDLE :
		    SMTP_ROOM_NONE;
	return connection->n_parcels < PARCELS_MAX && connection->quick &&
		smtp_link_capabilities(connection->link)->pipelining ?
	    SMTP_ROOM_BEHIND :
	    SMTP_ROOM_NONE;
}

void
smtp_connection_send(struct smtp_connection *connection,
    const struct message *message)
{
	g_assert(connection->n_parcels < PARCELS_MAX);
	connection->parcels[connection->n_parcels++] =
	    (struct parcel){ .message = message };
	connection->messages++;
	connection->idle_told = FALSE;
	turn_ask(connection);
}

void
smtp_connection_finish(struct smtp_connection *connection)
{
	/* A loss that came in between is told by the next turn. */
	if (smtp_dialogue_state(connection->dialogue) == SMTP_HELD) {
		smtp_dialogue_finish(connection->dialogue);
		connection->dotted_us = g_get_monotonic_time();
	}
	turn_ask(connection);
}

gboolean
smtp_connection_is_stuck(const struct smtp_connection *connection)
{
	return connection->dialogue != NULL &&
	    smtp_dialogue_state(connection->dialogue) == SMTP_VERDICT &&
	    g_get_monotonic_time() >= connection->dotted_us + STUCK_US;
}

void
smtp_connection_withdraw(struct smtp_connection *connection)
{
	struct parcel *last = &connection->parcels[1];

	g_assert(connection->n_parcels == PARCELS_MAX);
	connection->spoiled = last->begun && !last->refused;
	send_result_clear(&last->result);
	connection->n_parcels--;
	turn_ask(connection);
}

/* Gives the dialogue the message, or finds that it can't be sent here. */
static void
begin(struct smtp_connection *connection, struct parcel *parcel)
{
	const struct message *message = parcel->message;
	struct smtp_envelope envelope = { 0 };
	char *refusal = NULL;

	parcel->begun = TRUE;
	if (!smtp_envelope_make(message,
		smtp_link_capabilities(connection->link), &envelope,
		&refusal)) {
		parcel->refused = TRUE;
		parcel->result = (struct send_result){
			.outcome = SEND_REJECTED,
			.detail = refusal,
		};
		return;
	}
	connection->mails++;
	smtp_dialogue_begin(connection->dialogue, &envelope, message->bytes,
	    message->recipient);
	smtp_envelope_clear(&envelope);
}

static void
begin_some(struct smtp_connection *connection)
{
	for (guint i = 0; i < connection->n_parcels; i++) {
		if (connection->parcels[i].begun || connection->spoiled)
			continue;
		if (!smtp_dialogue_takes(connection->dialogue))
			break;
		begin(connection, &connection->parcels[i]);
	}
}

static void
say(struct smtp_connection *connection)
{
	gboolean more;

	begin_some(connection);
	more = smtp_exchange_write(connection->link, connection->dialogue,
	    &connection->progress);
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

static void
on_deadline(struct smtp_connection *connection)
{
	enum smtp_state state = smtp_dialogue_state(connection->dialogue);

	connection->deadline_us = 0;
	if (state == SMTP_IDLE) {
		/* unless a message came in the meantime */
		connection->quitting = connection->n_parcels == 0;
		if (connection->quitting)
			smtp_dialogue_quit(connection->dialogue);
	} else {
		g_autofree char *why = g_strdup_printf("no answer within %u s",
		    deadline_of(connection, state));

		/* An answer may lie there, unread. */
		smtp_exchange_read(connection->link,
		    connection->dialogue);
		if (smtp_dialogue_state(connection->dialogue) == state)
			smtp_dialogue_lost(connection->dialogue, why);
	}
	turn(connection, FALSE);
}

static void
on_time(struct smtp_connection *connection)
{
	gint64 now_us = g_get_monotonic_time();

	if (connection->deadline_us != 0 && now_us >= connection->deadline_us) {
		on_deadline(connection);
		return;
	}
	connection->stuck_us = now_us + STUCK_US;
	smtp_wait_until(connection->wait, wakes_us(connection));
	connection->watcher->stuck(connection, connection->user);
}

/* The time runs from the last progress, or from a new state on. */
static void
deadline_move(struct smtp_connection *connection, enum smtp_state state)
{
	guint64 progress = connection->progress +
	    smtp_dialogue_answers(connection->dialogue);
	guint seconds = deadline_of(connection, state);

	if (connection->deadline_us != 0 &&
	    state == connection->deadline_state &&
	    progress == connection->deadline_progress)
		return;
	connection->deadline_state = state;
	connection->deadline_progress = progress;
	connection->deadline_us = seconds == 0 ?
	    0 :
	    g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
}

static void
times_move(struct smtp_connection *connection)
{
	enum smtp_state state = smtp_dialogue_state(connection->dialogue);

	if (state != SMTP_VERDICT || connection->n_parcels < PARCELS_MAX)
		connection->stuck_us = 0;
	else if (connection->stuck_us == 0)
		connection->stuck_us = connection->dotted_us + STUCK_US;
	deadline_move(connection, state);
	smtp_wait_until(connection->wait, wakes_us(connection));
}

/* Of the oldest message; TRUE if it is known. */
static gboolean
result_take(struct smtp_connection *connection, struct send_result *result,
    gboolean *stale)
{
	struct parcel *parcel = &connection->parcels[0];

	*stale = FALSE;
	if (connection->n_parcels == 0)
		return FALSE;
	if (parcel->refused || connection->failed) {
		struct send_result *known = parcel->refused ?
		    &parcel->result :
		    &connection->failure;

		*result = *known;
		*known = (struct send_result){ .outcome = known->outcome,
			.reach = known->reach };
		return TRUE;
	}
	if (connection->dialogue == NULL)
		return FALSE;
	*stale = connection->messages > 1 &&
	    (!parcel->begun ||
		smtp_dialogue_is_untouched(connection->dialogue));
	if (parcel->begun)
		return smtp_dialogue_take_result(connection->dialogue, result);
	if (smtp_dialogue_state(connection->dialogue) != SMTP_CLOSED)
		return FALSE;
	/* It was lost between being idle and taking this message. */
	*result = (struct send_result){ .outcome = SEND_DEFERRED,
		.reach = SEND_UNREACHED,
		.detail = g_strdup("connection lost before MAIL") };
	return TRUE;
}

static void
tell_results(struct smtp_connection *connection)
{
	struct send_result result;
	gboolean stale;

	while (!connection->freed &&
	    result_take(connection, &result, &stale)) {
		const struct message *message = connection->parcels[0].message;

		connection->n_parcels--;
		connection->parcels[0] = connection->parcels[1];
		connection->quick = connection->dotted_us != 0 &&
		    g_get_monotonic_time() - connection->dotted_us < QUICK_US;
		connection->watcher->done(connection, message, &result, stale,
		    connection->user);
		send_result_clear(&result);
	}
}

static void
tell_held(struct smtp_connection *connection)
{
	struct parcel *newest = NULL;

	if (connection->dialogue == NULL ||
	    smtp_dialogue_state(connection->dialogue) != SMTP_HELD)
		return;
	for (guint i = 0; i < connection->n_parcels; i++) {
		if (connection->parcels[i].begun &&
		    !connection->parcels[i].refused)
			newest = &connection->parcels[i];
	}
	if (newest == NULL || newest->held_told)
		return;
	newest->held_told = TRUE;
	connection->watcher->held(connection, newest->message,
	    connection->user);
}

static void
tell_state(struct smtp_connection *connection)
{
	enum smtp_state state = connection->failed ?
	    SMTP_CLOSED :
	    smtp_dialogue_state(connection->dialogue);

	if (connection->n_parcels > 0)
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

/* What is begun with the server, and withdrawn, ends with the connection. */
static void
close_if_spoiled(struct smtp_connection *connection)
{
	if (connection->spoiled && connection->n_parcels == 0)
		smtp_dialogue_lost(connection->dialogue, "given up");
}

static void
turn(struct smtp_connection *connection, gboolean readable)
{
	if (connection->dialogue == NULL && !connection->failed)
		return;
	g_rc_box_acquire(connection);
	if (connection->dialogue != NULL && readable)
		smtp_exchange_read(connection->link, connection->dialogue);
	tell_results(connection);
	if (!connection->freed && connection->dialogue != NULL) {
		close_if_spoiled(connection);
		say(connection);
	}
	/* What could not be written has its result by now. */
	tell_results(connection);
	if (!connection->freed)
		tell_held(connection);
	if (!connection->freed)
		tell_state(connection);
	if (!connection->freed && connection->dialogue != NULL)
		times_move(connection);
	g_rc_box_release(connection);
}

void
smtp_connection_part(struct smtp_connection *connection)
{
	if (connection->dialogue == NULL || connection->n_parcels > 0 ||
	    smtp_dialogue_state(connection->dialogue) != SMTP_IDLE)
		return;
	smtp_dialogue_quit(connection->dialogue);
	(void)smtp_exchange_write(connection->link, connection->dialogue,
	    &connection->progress);
}
