/*
 * verify_outbox.c - messages, where each waits, and attempts, as they are read.
 * Called by verify.c.
 */
#include "store/verify/verify_internal.h"

#include <string.h>

static guint32
index_of(struct verify *verify, gint64 invitation_id)
{
	struct verify_invitation *one =
	    verify_find(&verify->invitations, invitation_id);
	struct verify_invitation *first = (struct verify_invitation *)(void *)
	    verify->invitations.rows->data;

	return one != NULL ? (guint32)(one - first) + 1 : 0;
}

static void
check_kind(struct verify *verify, const struct verify_message *one,
    gboolean has_invitation)
{
	if ((one->kind == MESSAGE_INVITATION) != has_invitation)
		verify_tell(verify, "message", one->id,
		    "a message that is an invitation has one, and no other "
		    "has",
		    "its kind is %s",
		    message_kind_name((enum message_kind)one->kind));
}

static void
take_message(struct verify *verify, struct rows *rows)
{
	struct verify_message one = { .id = rows_int(rows, 0),
		.due_at = rows_int(rows, 4) };
	enum message_kind kind = MESSAGE_ALERT;
	gboolean has_invitation = !rows_is_null(rows, 2);

	verify->sums->messages++;
	if (has_invitation)
		one.invitation = index_of(verify, rows_int(rows, 2));
	if (!message_kind_from_name(rows_text(rows, 1), &kind))
		verify_tell(verify, "message", one.id,
		    "a message is of a kind that is known", "its kind is %s",
		    rows_text(rows, 1));
	one.kind = (guint8)kind;
	one.is_text = channel_from_name(rows_text(rows, 3)) == CHANNEL_SMS;
	one.was_ready = rows_int(rows, 5) != 0;
	check_kind(verify, &one, has_invitation);
	g_array_append_val(verify->messages.rows, one);
}

static void
take_reminder(struct verify *verify, struct rows *rows)
{
	struct verify_message *one =
	    verify_find(&verify->messages, rows_int(rows, 0));

	if (one == NULL)
		return;
	one->reminds = index_of(verify, rows_int(rows, 1));
	one->is_nudge = rows_int(rows, 2) == 0;
	if (!message_kind_is_follow_up((enum message_kind)one->kind) ||
	    (one->kind == MESSAGE_NUDGE) != one->is_nudge)
		verify_tell(verify, "reminder", one->id,
		    "a reminder has its number, a nudge has none",
		    "it is a %s, and its number is %" G_GINT64_FORMAT,
		    message_kind_name((enum message_kind)one->kind),
		    rows_int(rows, 2));
}

static void
take_answer(struct verify *verify, struct rows *rows)
{
	struct verify_message *one =
	    verify_find(&verify->messages, rows_int(rows, 0));

	if (one != NULL)
		one->is_answer = TRUE;
}

/* It waits in one place more. */
static struct verify_message *
count_waiting(struct verify *verify, gint64 message_id, const char *table)
{
	struct verify_message *one =
	    verify_find(&verify->messages, message_id);
	struct verify_invitation *invitation;

	if (one == NULL) {
		verify_tell(verify, table, message_id,
		    "what waits is a message", "there is no such message");
		return NULL;
	}
	verify_count(&one->counts.waits);
	invitation = verify_invitation_at(verify, one->invitation);
	if (invitation != NULL)
		verify_count(&invitation->counts.waits);
	return one;
}

static void
take_worker(struct verify *verify, struct rows *rows)
{
	struct verify_worker one = { .id = rows_int(rows, 0),
		.reach_at = rows_int(rows, 1) };

	g_array_append_val(verify->workers.rows, one);
}

/* Dead or alive: what it has in hand is looked after as long as it is there. */
static void
check_worker(struct verify *verify, const char *table, gint64 id,
    gint64 worker_id, gint64 due_at)
{
	const struct verify_worker *worker =
	    verify_find(&verify->workers, worker_id);

	if (worker == NULL || worker->reach_at < due_at)
		verify_tell(verify, table, id,
		    "what is leased or being sent is in the hands of a worker "
		    "that is known",
		    worker == NULL ? "worker %" G_GINT64_FORMAT " is not" :
				     "it is due later than all that worker "
				     "%" G_GINT64_FORMAT " has",
		    worker_id);
}

static void
take_due(struct verify *verify, struct rows *rows)
{
	struct verify_message *one =
	    count_waiting(verify, rows_int(rows, 1), "due");
	gint64 due_at = rows_int(rows, 0);
	struct verify_invitation *invitation;

	verify->sums->due++;
	if (one == NULL)
		return;
	if (one->due_at != due_at)
		verify_tell(verify, "due", one->id,
		    "a message is due at its time",
		    "it is due at %" G_GINT64_FORMAT
		    ", and its time is %" G_GINT64_FORMAT,
		    due_at, one->due_at);
	if (rows_int(rows, 2) == 0)
		return;
	check_worker(verify, "due", one->id, rows_int(rows, 2), due_at);
	verify->sums->due--;
	verify->sums->leased++;
	verify_count(&one->counts.leased);
	invitation = verify_invitation_at(verify,
	    one->invitation != 0 ? one->invitation : one->reminds);
	if (invitation != NULL)
		verify_count(&invitation->counts.leased);
}

static void
take_parked(struct verify *verify, struct rows *rows)
{
	verify->sums->parked++;
	count_waiting(verify, rows_int(rows, 0), "parked");
}

static void
take_in_line(struct verify *verify, struct rows *rows)
{
	verify->sums->in_line++;
	count_waiting(verify, rows_int(rows, 0), "line");
}

static gboolean
is_outcome(const char *name)
{
	static const char *const outcomes[] = { "sending", "accepted",
		"deferred", "rejected", "in doubt", "dropped" };

	for (gsize i = 0; i < G_N_ELEMENTS(outcomes); i++) {
		if (strcmp(outcomes[i], name) == 0)
			return TRUE;
	}
	return FALSE;
}

static void
count_attempt(struct verify_counts *counts, gboolean open, gboolean in_doubt)
{
	verify_count(&counts->tries);
	if (open)
		verify_count(&counts->open);
	if (in_doubt)
		verify_count(&counts->in_doubt);
}

static void
take_attempt(struct verify *verify, struct rows *rows)
{
	gint64 id = rows_int(rows, 0);
	const char *outcome = rows_text(rows, 2);
	gboolean open = rows_is_null(rows, 3);
	gboolean in_doubt = strcmp(outcome, "in doubt") == 0;
	struct verify_message *one =
	    verify_find(&verify->messages, rows_int(rows, 1));
	struct verify_invitation *invitation;

	verify->sums->attempts++;
	if (!is_outcome(outcome) || open != (strcmp(outcome, "sending") == 0))
		verify_tell(verify, "attempt", id,
		    "an attempt is open as long as it is sending",
		    "it is %s, and has %s", outcome,
		    open ? "no end" : "an end");
	if (open)
		check_worker(verify, "attempt", id, rows_int(rows, 5),
		    G_MININT64);
	if (one == NULL)
		return;
	count_attempt(&one->counts, open, in_doubt);
	invitation = verify_invitation_at(verify, one->invitation);
	if (invitation == NULL)
		return;
	count_attempt(&invitation->counts, open, in_doubt);
	invitation->counts_as_ask |= rows_int(rows, 4) != 0;
}

gboolean
verify_outbox(struct verify *verify, GError **error)
{
	static const struct {
		const char *sql;
		verify_take take;
	} tables[] = {
		{ "SELECT id, reach_at FROM worker ORDER BY id", take_worker },
		{ "SELECT id, kind, invitation_id, channel, due_at, ready_at"
		  " FROM message ORDER BY id",
		    take_message },
		{ "SELECT message_id, invitation_id, number FROM reminder"
		  " ORDER BY message_id",
		    take_reminder },
		{ "SELECT message_id FROM answer ORDER BY message_id",
		    take_answer },
		{ "SELECT due_at, message_id, worker FROM due"
		  " ORDER BY due_at, message_id",
		    take_due },
		{ "SELECT message_id FROM parked ORDER BY message_id",
		    take_parked },
		{ "SELECT message_id FROM line ORDER BY message_id",
		    take_in_line },
		{ "SELECT id, message_id, outcome, ended_at, is_ask, worker"
		  " FROM attempt ORDER BY id",
		    take_attempt },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
		if (!verify_each(verify, tables[i].sql, tables[i].take, error))
			return FALSE;
	}
	return TRUE;
}
