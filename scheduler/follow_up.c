/*
 * follow_up.c - see follow_up.h. Called by the daemon's loop. When a message it
 * puts may leave is judged again as it leaves.
 *
 * Reminders are numbered by their place in `remind`: the last that was put says
 * which of them are behind us, put or not. Who is away is reminded on the day
 * of return, by the last of those that were missed; never after the end of
 * waiting.
 */
#include "scheduler/follow_up.h"

#include "scheduler/away.h"
#include "scheduler/window.h"

static const char too_late[] = "too late, after an outage";

static gint64
in_window(const struct settings *settings, const struct touchpoint *touchpoint,
    const struct follow_up *follow_up, gint64 at)
{
	g_autoptr(window) window = window_of(settings, touchpoint,
	    &follow_up->event->contact, follow_up->channel);

	return window_next(window, at);
}

/* When the reminder of that number, from 1, is to be put; the end, if there is
 * none any more. back_at: not before. */
static gint64
reminder_at(const struct touchpoint *touchpoint,
    const struct follow_up *follow_up, gint64 back_at, guint number)
{
	gint64 at;

	if (number > touchpoint->n_reminders)
		return follow_up->expires_at;
	at = follow_up->sent_at + touchpoint->remind_s[number - 1];
	return MIN(MAX(at, back_at), follow_up->expires_at);
}

/* 0: nobody has said to be away. */
static gint64
back_at_of(const struct settings *settings,
    const struct follow_up *follow_up)
{
	return away_ends_at(settings,
	    settings_touchpoint(settings, follow_up->touchpoint),
	    &follow_up->event->contact, follow_up->away_until);
}

/* It is put, unless there is a reason to skip it. */
static void
put(struct follow_up_step *step, enum message_kind kind, guint number,
    gint64 due_at, const char *skipped)
{
	step->put = skipped == NULL;
	step->skipped = skipped;
	step->kind = kind;
	step->number = number;
	step->due_at = due_at;
}

/*
 * Of those that were missed the last alone is put; and none that would leave
 * with the next, or too late: that is noted.
 */
static void
judge_sent(const struct settings *settings, const struct touchpoint *touchpoint,
    const struct follow_up *follow_up, gint64 now_at,
    struct follow_up_step *step)
{
	static const char waits[] = "the one before it has not left yet";
	static const char next_is[] =
	    "outside the hours until the next, or until nobody waits for an "
	    "answer";
	guint next = follow_up->reminders + 1;
	gint64 back_at = back_at_of(settings, follow_up);
	const char *skipped = NULL;
	gint64 due_at;

	if (now_at >= follow_up->expires_at) {
		step->expire = TRUE;
		return;
	}
	while (reminder_at(touchpoint, follow_up, back_at, next) <= now_at)
		next++;
	step->next_look_at = reminder_at(touchpoint, follow_up, back_at, next);
	if (next == follow_up->reminders + 1)
		return;
	due_at = in_window(settings, touchpoint, follow_up,
	    reminder_at(touchpoint, follow_up, back_at, next - 1));
	if (follow_up->waiting)
		skipped = waits;
	else if (due_at >= step->next_look_at)
		skipped = next_is;
	else if (now_at - due_at > touchpoint->max_lateness_s)
		skipped = too_late;
	put(step, MESSAGE_REMINDER, next - 1, MIN(due_at, step->next_look_at),
	    skipped);
}

static void
judge_answered(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct follow_up *follow_up,
    gint64 now_at, struct follow_up_step *step)
{
	gint64 nudge_at = MAX(follow_up->answered_at + touchpoint->nudge_s,
	    back_at_of(settings, follow_up));
	const char *skipped = NULL;
	gint64 due_at;

	if (follow_up->answered_at == 0 || follow_up->commented ||
	    follow_up->nudged || touchpoint->nudge_s == 0 ||
	    nudge_at >= follow_up->expires_at)
		return;
	if (now_at < nudge_at) {
		step->next_look_at = nudge_at;
		return;
	}
	due_at = in_window(settings, touchpoint, follow_up, nudge_at);
	if (due_at >= follow_up->expires_at)
		skipped = "outside the hours until nobody waits for it";
	else if (now_at - due_at > touchpoint->max_lateness_s)
		skipped = too_late;
	put(step, MESSAGE_NUDGE, 0, MIN(due_at, follow_up->expires_at),
	    skipped);
}

struct follow_up_step
follow_up_judge(const struct settings *settings,
    const struct follow_up *follow_up, gint64 now_at)
{
	static const struct touchpoint gone = { .n_reminders = 0 };
	const struct touchpoint *touchpoint = settings_touchpoint(settings,
	    follow_up->touchpoint);
	struct follow_up_step step = {
		.invitation_id = follow_up->invitation_id,
		.look_at = follow_up->look_at,
	};

	if (touchpoint == NULL)
		touchpoint = &gone;
	switch (follow_up->state) {
	case INVITATION_SENT:
		judge_sent(settings, touchpoint, follow_up, now_at, &step);
		break;
	case INVITATION_ANSWERED:
		judge_answered(settings, touchpoint, follow_up, now_at, &step);
		break;
	case INVITATION_SCHEDULED:
	case INVITATION_SENDING:
	case INVITATION_EXPIRED:
	case INVITATION_SUPPRESSED:
	case INVITATION_CANCELLED:
	case INVITATION_FAILED:
	case INVITATION_IN_DOUBT:
		break;
	}
	return step;
}

gint64
follow_up_first_look(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at)
{
	const struct follow_up leaves = {
		.invitation_id = item->invitation_id,
		.touchpoint = item->touchpoint,
		.state = INVITATION_SENT,
		.channel = item->channel,
		.sent_at = now_at,
		.expires_at = item->answer_s > 0 ? now_at + item->answer_s :
						   item->expires_at,
		.event = item->event,
	};
	struct follow_up_step step;

	/* Reminders may have been put for what left before. */
	if (item->again)
		return 0;
	step = follow_up_judge(settings, &leaves, now_at);
	return step.expire || step.put || step.skipped != NULL ?
	    0 :
	    step.next_look_at;
}

gboolean
follow_up_turn(struct store *store, const struct settings *settings,
    gint64 now_at, guint limit, guint *looked, GError **error)
{
	g_autoptr(GPtrArray) due = store_due_follow_ups(store, now_at, limit,
	    error);
	g_autofree struct follow_up_step *steps = NULL;
	guint expired;

	*looked = 0;
	if (due == NULL)
		return FALSE;
	steps = g_new0(struct follow_up_step, due->len + 1);
	for (guint i = 0; i < due->len; i++)
		steps[i] = follow_up_judge(settings, due->pdata[i], now_at);
	if (!store_put_follow_ups(store, steps, due->len, now_at, &expired,
		error))
		return FALSE;
	*looked = due->len;
	return TRUE;
}
