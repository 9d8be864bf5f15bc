/*
 * note.c - notes down what the daemon tells of a rehearsal: what leaves,
 * what must wait, and how all stands in the end. Called by plan.c.
 */
#include "cli/plan/plan.h"

#include <string.h>

struct plan *
plan_new(const struct settings *settings, struct store *store)
{
	struct plan *plan = g_new0(struct plan, 1);

	plan->settings = settings;
	plan->store = store;
	plan->words = g_string_chunk_new(64 * 1024);
	plan->sends = g_array_new(FALSE, TRUE, sizeof(struct plan_send));
	plan->waits = g_array_new(FALSE, TRUE, sizeof(struct plan_wait));
	plan->ends = g_array_new(FALSE, TRUE, sizeof(struct plan_end));
	return plan;
}

void
plan_free(struct plan *plan)
{
	if (plan == NULL)
		return;
	g_clear_pointer(&plan->answers, plan_answers_free);
	g_clear_pointer(&plan->progress, progress_free);
	g_string_chunk_free(plan->words);
	g_array_unref(plan->sends);
	g_array_unref(plan->waits);
	g_array_unref(plan->ends);
	g_free(plan);
}

/* Names and addresses come again and again: each is kept once. */
static const char *
keep(struct plan *plan, const char *word)
{
	return word != NULL ?
	    g_string_chunk_insert_const(plan->words, word) :
	    NULL;
}

static gboolean
is_of(const struct plan *plan, const char *email, const char *phone)
{
	g_autofree char *key = email != NULL ? g_ascii_strdown(email, -1) :
					       NULL;

	return plan->only == NULL || g_strcmp0(key, plan->only) == 0 ||
	    g_strcmp0(phone, plan->only) == 0;
}

static gboolean
is_wanted(const struct plan *plan, const struct outbox_item *item)
{
	return item->event != NULL ?
	    is_of(plan, item->event->contact.email,
		item->event->contact.phone) :
	    is_of(plan, item->recipient, item->recipient);
}

static const char *
address(enum channel channel, const char *email, const char *phone)
{
	if (channel == CHANNEL_SMS)
		return phone;
	if (channel == CHANNEL_EMAIL)
		return email;
	return email != NULL ? email : phone;
}

static const char *
address_of(const struct outbox_item *item)
{
	return item->event != NULL ?
	    address(item->channel, item->event->contact.email,
		item->event->contact.phone) :
	    item->recipient;
}

static struct plan_send
send_of(struct plan *plan, const struct drip_report *report, gint64 now_at)
{
	const struct outbox_item *item = report->item;
	const struct event *event = item->event;

	return (struct plan_send){
		.at = now_at,
		.invitation_id = item->invitation_id,
		.touchpoint = keep(plan, item->touchpoint),
		.source = keep(plan, event != NULL ? event->source : NULL),
		.reference = keep(plan,
		    event != NULL ? event->reference : NULL),
		.contact = keep(plan, address_of(item)),
		.provider = keep(plan, report->provider),
		.channel = item->channel,
		.kind = item->kind,
		.number = item->number,
	};
}

static void
note_wait(struct plan *plan, const struct plan_send *send,
    const struct drip_report *report)
{
	const struct plan_wait wait = {
		.at = send->at,
		.until_at = report->next_at,
		.invitation_id = send->invitation_id,
		.touchpoint = send->touchpoint,
		.source = send->source,
		.reference = send->reference,
		.contact = send->contact,
		.reason = keep(plan, report->detail),
		.channel = send->channel,
		.kind = send->kind,
	};

	/* Without a reason it only changes from one line to another. */
	if (wait.reason != NULL)
		g_array_append_val(plan->waits, wait);
}

void
plan_note(const struct drip_report *report, gpointer user)
{
	struct plan *plan = user;
	struct plan_send send = send_of(plan, report, plan->now_at);
	gboolean wanted = is_wanted(plan, report->item);

	switch (report->verdict) {
	case VERDICT_SENT:
		if (wanted)
			g_array_append_val(plan->sends, send);
		if (plan->answers != NULL && send.kind == MESSAGE_INVITATION)
			plan_answers_asked(plan->answers, &send);
		break;
	case VERDICT_RETRY:
		if (wanted)
			note_wait(plan, &send, report);
		break;
	case VERDICT_FAILED:
	case VERDICT_IN_DOUBT:
	case VERDICT_EXPIRED:
	case VERDICT_SUPPRESSED:
	case VERDICT_CANCELLED:
		/* Invitations are read from the store in the end. */
		break;
	}
}

static void
note_end(const struct standing *standing, gpointer user)
{
	struct plan *plan = user;
	const struct plan_end end = {
		.invitation_id = standing->invitation_id,
		.touchpoint = keep(plan, standing->touchpoint),
		.source = keep(plan, standing->source),
		.reference = keep(plan, standing->reference),
		.contact = keep(plan,
		    address(standing->channel, standing->email,
			standing->phone)),
		.reason = keep(plan, standing->reason),
		.changed_at = standing->changed_at,
		.sent_at = standing->sent_at,
		.due_at = standing->due_at,
		.channel = standing->channel,
		.state = standing->state,
	};

	/* What had ended before is no part of what is to come. */
	if (is_of(plan, standing->email, standing->phone) &&
	    (standing->state == INVITATION_SCHEDULED ||
		standing->changed_at >= plan->from_at))
		g_array_append_val(plan->ends, end);
}

gboolean
plan_note_ends(struct plan *plan, GError **error)
{
	return store_each_invitation(plan->store, note_end, plan, error);
}
