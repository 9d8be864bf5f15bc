/*
 * life_send.c - see life.h: from the event to the verdict on its message.
 */
#include "store/journeys/events.h"
#include "store/health.h"
#include "tests/faults/life.h"
#include "tests/unit/world.h"

#define CENT_MICRO 10000

/* One of the people, each with half of the old events' chance to be new. */
static struct event *
draw_event(struct life *life, const char *type, guint serial)
{
	guint person = life_draw(life, 2 + life->serial / 2);
	g_autofree char *reference = g_strdup_printf("e%u", serial);
	g_autofree char *email = g_strdup_printf("p%u@example.com", person);
	struct event *event = world_event(type, reference, email,
	    life->now_at);

	if (person % 3 == 0)
		event->contact.phone = g_strdup_printf("+35840%07u", person);
	return event;
}

gboolean
life_events(struct life *life, GError **error)
{
	g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)event_free);
	guint n = 1 + life_draw(life, 4);

	for (guint i = 0; i < n; i++) {
		/* Who has heard of no success comes again with the same. */
		gboolean again = life_draw(life, 4) == 0;
		guint serial = again ? life_draw(life, life->serial + 1) :
				       ++life->serial;

		g_ptr_array_add(events,
		    draw_event(life,
			life_draw(life, 8) == 0 ? "cancellation" : "booking",
			serial));
	}
	if (!store_put_events(life->store,
		(struct event *const *)events->pdata, n, life->now_at, NULL,
		error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		const struct event *event = events->pdata[i];

		ledger_note(life->ledger, "an event that was taken is there",
		    "SELECT count(*) FROM event WHERE source = '' AND"
		    " type = '%s' AND reference = '%s'",
		    event->type, event->reference);
	}
	return TRUE;
}

static struct intake *
draw_intake(struct life *life, const struct due_event *due)
{
	struct intake *intake = world_intake(due);
	struct planned_invitation *plan;

	if (!g_str_equal(due->event->type, "booking")) {
		g_ptr_array_add(intake->cancels, g_strdup("stay"));
		return intake;
	}
	world_plan(intake, "stay",
	    life_draw(life, 10) == 0 ? INVITATION_SUPPRESSED :
				       INVITATION_SCHEDULED,
	    life->now_at + life_draw(life, 300));
	plan = intake->invitations->pdata[0];
	plan->expires_at = plan->due_at + 2 * HOUR_S;
	if (due->event->contact.phone != NULL && life_draw(life, 2) == 0)
		plan->channel = CHANNEL_SMS;
	return intake;
}

gboolean
life_judge(struct life *life, GError **error)
{
	g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);
	g_autoptr(GPtrArray) due = store_due_events(life->store, life->now_at,
	    5, error);

	if (due == NULL)
		return FALSE;
	for (guint i = 0; i < due->len; i++)
		g_ptr_array_add(intakes, draw_intake(life, due->pdata[i]));
	if (!store_put_intakes(life->store, intakes, life->now_at, error))
		return FALSE;
	for (guint i = 0; i < intakes->len; i++) {
		const struct intake *intake = intakes->pdata[i];

		ledger_note(life->ledger, "what was judged is so once",
		    "SELECT count(*) = 0 FROM intake WHERE event_id ="
		    " %" G_GINT64_FORMAT,
		    intake->event_id);
		if (intake->invitations->len > 0)
			ledger_note(life->ledger, "who was invited is",
			    "SELECT count(*) FROM invitation WHERE event_id ="
			    " %" G_GINT64_FORMAT,
			    intake->event_id);
	}
	return TRUE;
}

gboolean
life_claim(struct life *life, GError **error)
{
	g_autoptr(GPtrArray) items = store_claim(life->store, life->now_at,
	    1 + life_draw(life, 8), NULL, error);

	if (items == NULL)
		return FALSE;
	for (guint i = 0; i < items->len; i++) {
		const struct outbox_item *item = items->pdata[i];

		if (ledger_has_left(life->ledger, item->message_id))
			life_complain(life,
			    "message %" G_GINT64_FORMAT
			    " has left, and is due again",
			    item->message_id);
	}
	g_ptr_array_extend_and_steal(life->leased, g_steal_pointer(&items));
	return TRUE;
}

/* The bytes of any message, for what is to be kept of it. */
static const struct message *
some_bytes(void)
{
	static char sender[] = "survey@example.com";
	static char recipient[] = "p@example.com";
	static char name[] = "name@example.com";
	static struct message message = { .channel = CHANNEL_EMAIL,
		.sender = sender,
		.recipient = recipient,
		.name = name };

	if (message.bytes == NULL)
		message.bytes = g_bytes_new_static("Hello", 5);
	return &message;
}

/* What is known of it may be told again, or be read anew. */
static struct outbox_attempt
draw_attempt(struct life *life, const struct outbox_item *item)
{
	struct outbox_attempt attempt = { .message_id = item->message_id,
		.item = life_draw(life, 2) == 0 ? item : NULL,
		.provider = item->channel == CHANNEL_SMS ? "texts" : "mail",
		.ask = { .counts = item->kind == MESSAGE_INVITATION,
		    .rest_s = life_draw(life, 2) * HOUR_S },
		.keep = life_draw(life, 4) == 0 ? some_bytes() : NULL };

	if (item->channel == CHANNEL_SMS) {
		attempt.charge.number = item->recipient != NULL ?
		    item->recipient : item->event->contact.phone;
		attempt.charge.day = (gint32)(life->now_at / DAY_S);
		attempt.charge.cost_micro = CENT_MICRO;
		attempt.charge.max_per_number = 20;
		attempt.charge.conversation_s = DAY_S;
	}
	return attempt;
}

static enum verdict
draw_word(struct life *life)
{
	static const enum verdict words[] = { VERDICT_SENT, VERDICT_SENT,
		VERDICT_SENT, VERDICT_SENT, VERDICT_SENT, VERDICT_RETRY,
		VERDICT_RETRY, VERDICT_FAILED, VERDICT_IN_DOUBT };

	return words[life_draw(life, G_N_ELEMENTS(words))];
}

static struct outbox_verdict
make_verdict(struct life *life, const struct leaving *leaving)
{
	const struct outbox_item *item = leaving->item;
	gboolean sent = leaving->verdict == VERDICT_SENT;
	gboolean again = leaving->verdict == VERDICT_RETRY;

	if (again || leaving->verdict == VERDICT_FAILED)
		ledger_may_leave(life->ledger, item->message_id);
	return (struct outbox_verdict){ .message_id = item->message_id,
		.item = life_draw(life, 2) == 0 ? item : NULL,
		.attempt_id = leaving->attempt_id,
		.kept = leaving->kept,
		.provider = leaving->attempt_id == 0 ? NULL :
		    item->channel == CHANNEL_SMS ? "texts" : "mail",
		.verdict = leaving->verdict,
		.detail = sent ? NULL : "said so",
		.next_at = life->now_at + life_draw(life, 900),
		.planned = leaving->attempt_id == 0,
		.composed = again && leaving->attempt_id != 0 &&
			life_draw(life, 2) == 0 ? some_bytes() : NULL,
		.day = (gint32)(life->now_at / DAY_S),
		.look_at = sent && life_draw(life, 2) == 0 ?
		    life->now_at + HOUR_S : 0 };
}

static void
note_verdict(struct life *life, const struct outbox_verdict *verdict,
    gint64 invitation_id)
{
	static const char *const outcomes[] = {
		[VERDICT_SENT] = "outcome = 'accepted'",
		[VERDICT_RETRY] = "outcome = 'deferred'",
		[VERDICT_FAILED] = "outcome = 'rejected'",
		[VERDICT_IN_DOUBT] = "outcome <> 'sending'",
	};

	if (verdict->attempt_id == 0)
		return;
	ledger_note(life->ledger, "what became of an attempt is known",
	    "SELECT count(*) FROM attempt WHERE id = %" G_GINT64_FORMAT
	    " AND ended_at IS NOT NULL AND %s",
	    verdict->attempt_id, outcomes[verdict->verdict]);
	if (verdict->verdict == VERDICT_SENT && invitation_id != 0)
		g_array_append_val(life->asked, invitation_id);
}

/* It is on its way: of which the store must know for ever. Takes the item. */
static void
leave(struct life *life, const struct outbox_attempt *attempt,
    struct outbox_item *item)
{
	const struct leaving leaving = { .item = item,
		.attempt_id = attempt->attempt_id,
		.verdict = attempt->attempt_id == 0 ? VERDICT_RETRY :
						      draw_word(life),
		.kept = attempt->keep != NULL };

	if (attempt->attempt_id == 0 &&
	    attempt->refusal == REFUSAL_WITHDRAWN) {
		outbox_item_free(item);
		return;
	}
	g_array_append_val(life->leaving, leaving);
	/* To be judged again later. */
	if (attempt->attempt_id == 0)
		return;
	life->left++;
	if (!ledger_leaves(life->ledger, attempt->message_id))
		life_complain(life,
		    "message %" G_GINT64_FORMAT " leaves twice",
		    attempt->message_id);
	ledger_note(life->ledger, "of what has left there is an attempt",
	    "SELECT count(*) FROM attempt WHERE id = %" G_GINT64_FORMAT
	    " AND message_id = %" G_GINT64_FORMAT,
	    attempt->attempt_id, attempt->message_id);
}

gboolean
life_settle(struct life *life, GError **error)
{
	guint n_verdicts = life_draw(life, life->leaving->len + 1);
	guint n_attempts = life_draw(life, life->leased->len + 1);
	g_autofree struct outbox_verdict *verdicts = g_new0(
	    struct outbox_verdict, n_verdicts + 1);
	g_autofree struct outbox_attempt *attempts = g_new0(
	    struct outbox_attempt, n_attempts + 1);

	for (guint i = 0; i < n_verdicts; i++)
		verdicts[i] = make_verdict(life,
		    &g_array_index(life->leaving, struct leaving, i));
	for (guint i = 0; i < n_attempts; i++)
		attempts[i] = draw_attempt(life, life->leased->pdata[i]);
	if (!store_settle(life->store, verdicts, n_verdicts, attempts,
		n_attempts, life->now_at, error))
		return FALSE;
	for (guint i = 0; i < n_verdicts; i++)
		note_verdict(life, &verdicts[i],
		    g_array_index(life->leaving, struct leaving, i)
			.item->invitation_id);
	g_array_remove_range(life->leaving, 0, n_verdicts);
	for (guint i = 0; i < n_attempts; i++)
		leave(life, &attempts[i],
		    g_ptr_array_steal_index(life->leased, 0));
	return TRUE;
}

gboolean
life_return(struct life *life, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	for (guint i = 0; i < life->leased->len; i++) {
		const struct outbox_item *item = life->leased->pdata[i];

		g_array_append_val(ids, item->message_id);
	}
	if (!store_return_leases(life->store, (const gint64 *)ids->data,
		ids->len, life->now_at, error))
		return FALSE;
	g_ptr_array_set_size(life->leased, 0);
	return TRUE;
}

gboolean
life_resolve(struct life *life, GError **error)
{
	g_autoptr(GPtrArray) doubts = store_doubts(life->store, error);
	enum resolution resolution = life_draw(life, RESOLVE_SEND_AGAIN + 1);
	const struct doubt *doubt;

	if (doubts == NULL)
		return FALSE;
	if (doubts->len == 0)
		return TRUE;
	doubt = doubts->pdata[life_draw(life, doubts->len)];
	/* The admin wants it to, whether he hears of it or not. */
	if (resolution == RESOLVE_SEND_AGAIN)
		ledger_may_leave(life->ledger, doubt->message_id);
	if (!store_resolve(life->store, doubt->message_id, resolution,
		(gint32)(life->now_at / DAY_S), life->now_at, error))
		return FALSE;
	ledger_note(life->ledger, "what was resolved is in doubt no more",
	    "SELECT count(*) > 0 FROM attempt WHERE message_id ="
	    " %" G_GINT64_FORMAT " AND outcome <> 'sending'",
	    doubt->message_id);
	return TRUE;
}
