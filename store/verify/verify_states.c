/*
 * verify_states.c - whether each invitation waits, is under way or has ended as
 * its state says, and each message is somewhere. Pure. Called by verify.c, once
 * all has been read.
 */
#include "store/verify/verify_internal.h"

static const char one_state[] =
    "an invitation waits, leaves and ends as its state says";

/* How many there may be in a state, and must be. */
static const struct {
	guint8 waits, open_min, open_max, in_doubt, tries_min;
} rules[INVITATION_STATES] = {
	[INVITATION_SCHEDULED] = { .waits = 1 },
	[INVITATION_SENDING] = { .open_min = 1,
	    .open_max = 1,
	    .tries_min = 1 },
	[INVITATION_SENT] = { .tries_min = 1 },
	/* Its reply was quicker than the verdict on it. */
	[INVITATION_ANSWERED] = { .open_max = 1 },
	[INVITATION_EXPIRED] = { 0 },
	[INVITATION_SUPPRESSED] = { 0 },
	[INVITATION_CANCELLED] = { 0 },
	/* So was its bounce. */
	[INVITATION_FAILED] = { .open_max = 1 },
	[INVITATION_IN_DOUBT] = { .in_doubt = 1, .tries_min = 1 },
};

static void
check_places(struct verify *verify, const struct verify_invitation *one,
    const char *state)
{
	const struct verify_counts *counts = &one->counts;
	guint waits = one->has_moved ? 0 : rules[one->state].waits;

	if (counts->waits != waits)
		verify_tell(verify, "invitation", one->id, one_state,
		    "it is %s, and waits in %u places, not in %u", state,
		    counts->waits, waits);
	if (counts->open < rules[one->state].open_min ||
	    counts->open > rules[one->state].open_max)
		verify_tell(verify, "invitation", one->id, one_state,
		    "it is %s, and %u of its attempts are open", state,
		    counts->open);
	if (counts->in_doubt != rules[one->state].in_doubt)
		verify_tell(verify, "invitation", one->id, one_state,
		    "it is %s, and %u of its attempts are in doubt", state,
		    counts->in_doubt);
	if (counts->tries < rules[one->state].tries_min)
		verify_tell(verify, "invitation", one->id, one_state,
		    "it is %s, and was never tried", state);
}

static void
check_sent(struct verify *verify, const struct verify_invitation *one,
    const char *state)
{
	gboolean sent = one->state == INVITATION_SENT;
	gboolean answered = one->state == INVITATION_ANSWERED;

	if ((sent || answered) && one->sent_day == NO_DAY)
		verify_tell(verify, "invitation_state", one->id,
		    "what was sent or answered has the day on which it left",
		    "it is %s, and has none", state);
	if ((one->sent_day != NO_DAY) != one->has_sent_at)
		verify_tell(verify, "invitation_state", one->id,
		    "what left has the moment and the day of it",
		    "one of them is missing");
	if (sent && one->looks == 0)
		verify_tell(verify, "invitation", one->id,
		    "what is sent is looked at again",
		    "it is not in the table follow_up");
	if (answered && !one->is_answered)
		verify_tell(verify, "invitation", one->id,
		    "what was answered has a response", "it has none");
	if (one->counts_as_ask && !one->asked &&
	    (sent || answered || one->state == INVITATION_SENDING ||
		one->state == INVITATION_IN_DOUBT))
		verify_tell(verify, "invitation_state", one->id,
		    "what left by an attempt that counts for rest counts",
		    "it is %s, and does not count", state);
}

static void
check_invitation(struct verify *verify, const struct verify_invitation *one)
{
	const char *state;

	/* That has been told. */
	if (one->state == INVITATION_STATES)
		return;
	state = invitation_state_name((enum invitation_state)one->state);
	check_places(verify, one, state);
	check_sent(verify, one, state);
}

/* What it comes after must be in a state in which it has a point. */
static void
check_reminder(struct verify *verify, const struct verify_message *one)
{
	const struct verify_invitation *invitation =
	    verify_invitation_at(verify, one->reminds);
	enum invitation_state wanted = one->is_nudge ? INVITATION_ANSWERED :
						       INVITATION_SENT;

	if (invitation != NULL && one->counts.waits > 0 &&
	    invitation->state != wanted)
		verify_tell(verify, "message", one->id,
		    "a reminder waits only for what is sent, a nudge for an "
		    "answer",
		    "invitation %" G_GINT64_FORMAT " is another",
		    invitation->id);
}

static void
check_message(struct verify *verify, const struct verify_message *one)
{
	const struct verify_counts *counts = &one->counts;
	gboolean follows = message_kind_is_follow_up(
	    (enum message_kind)one->kind);
	gboolean answers = message_kind_is_answer(
	    (enum message_kind)one->kind);

	if (counts->waits > 1 || counts->open > 1 ||
	    (counts->waits > 0 && counts->open > 0))
		verify_tell(verify, "message", one->id,
		    "a message waits in one place, or is being sent once",
		    "it waits in %u places, and %u of its attempts are open",
		    counts->waits, counts->open);
	if (counts->waits > 0 && !one->was_ready)
		verify_tell(verify, "message", one->id,
		    "what waits was to leave at some time",
		    "it has no ready_at");
	if ((follows || answers) && counts->waits == 0 && counts->tries == 0)
		verify_tell(verify, "message", one->id,
		    "a message waits, or was tried, or it is noted why not",
		    "nothing is known of this %s",
		    message_kind_name((enum message_kind)one->kind));
	if (answers != one->is_answer)
		verify_tell(verify, "message", one->id,
		    "an answer to a text has its reply",
		    "one of the two is missing");
	if (follows && one->reminds == 0)
		verify_tell(verify, "message", one->id,
		    "a reminder is of an invitation", "it is of none");
	check_reminder(verify, one);
}

static void
count_message(struct verification *sums, const struct verify_message *one)
{
	if (one->counts.waits > 0)
		return;
	if (one->counts.open > 0)
		sums->open++;
	else if (one->counts.in_doubt > 0)
		sums->in_doubt++;
	else
		sums->ended++;
}

void
verify_states(struct verify *verify)
{
	const GArray *invitations = verify->invitations.rows;
	const GArray *messages = verify->messages.rows;

	for (guint i = 0; i < invitations->len; i++)
		check_invitation(verify,
		    &g_array_index(invitations, struct verify_invitation, i));
	for (guint i = 0; i < messages->len; i++) {
		const struct verify_message *one =
		    &g_array_index(messages, struct verify_message, i);

		check_message(verify, one);
		count_message(verify->sums, one);
	}
}
