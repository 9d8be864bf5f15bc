/*
 * json.c - a plan for programs: one JSON object, written as it goes, for
 * it may be long. Its members are told in dripscore(1). Called by plan.c.
 */
#include <jansson.h>

#include "base/clock.h"
#include "cli/plan/plan.h"

static json_t *
at_json(gint64 at)
{
	g_autofree char *text = at != 0 ? time_format(at) : NULL;

	return text != NULL ? json_string(text) : json_null();
}

static json_t *
text_json(const char *text)
{
	return text != NULL ? json_string(text) : json_null();
}

static json_t *
send_json(const struct plan_send *send)
{
	return json_pack("{s:o, s:s, s:i, s:o, s:o, s:o, s:o, s:s, s:o}", "at",
	    at_json(send->at), "kind", message_kind_name(send->kind), "number",
	    (int)send->number, "touchpoint", text_json(send->touchpoint),
	    "source", text_json(send->source), "reference",
	    text_json(send->reference), "contact", text_json(send->contact),
	    "channel", channel_name(send->channel), "provider",
	    text_json(send->provider));
}

static json_t *
wait_json(const struct plan_wait *wait)
{
	return json_pack("{s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:s, s:o}", "at",
	    at_json(wait->at), "until", at_json(wait->until_at), "kind",
	    message_kind_name(wait->kind), "touchpoint",
	    text_json(wait->touchpoint), "source", text_json(wait->source),
	    "reference", text_json(wait->reference), "contact",
	    text_json(wait->contact), "channel", channel_name(wait->channel),
	    "reason", text_json(wait->reason));
}

static json_t *
end_json(const struct plan_end *end)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:o}",
	    "touchpoint", text_json(end->touchpoint), "source",
	    text_json(end->source), "reference", text_json(end->reference),
	    "contact", text_json(end->contact), "channel",
	    channel_name(end->channel), "state",
	    invitation_state_name(end->state), "reason",
	    text_json(end->reason), "changed_at", at_json(end->changed_at),
	    "sent_at", at_json(end->sent_at), "due_at", at_json(end->due_at));
}

/* Takes the object. */
static void
put(FILE *out, guint nth, json_t *object)
{
	fputs(nth == 0 ? "\n    " : ",\n    ", out);
	json_dumpf(object, out, 0);
	json_decref(object);
}

static void
put_sums(FILE *out, const struct plan *plan)
{
	g_autoptr(plan_sums) sums = plan_sums_new(plan);
	json_t *object = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}",
	    "asked", (json_int_t)sums->all.asked, "reminders",
	    (json_int_t)sums->all.reminders, "nudges",
	    (json_int_t)sums->all.nudges, "others",
	    (json_int_t)sums->all.others, "not_asked",
	    (json_int_t)sums->n_unasked, "made_to_wait",
	    (json_int_t)sums->n_deferred, "waiting_at_the_end",
	    (json_int_t)sums->n_waiting);

	fputs("  \"sums\": ", out);
	json_dumpf(object, out, 0);
	json_decref(object);
}

void
plan_json(const struct plan *plan, FILE *out)
{
	g_autofree char *from = time_format(plan->from_at);
	g_autofree char *until = time_format(plan->until_at);

	fprintf(out,
	    "{\n  \"from\": \"%s\",\n  \"until\": \"%s\",\n"
	    "  \"timezone\": \"%s\",\n",
	    from, until, plan->settings->organisation.timezone_name);
	put_sums(out, plan);
	fputs(",\n  \"sends\": [", out);
	for (guint i = 0; i < plan->sends->len; i++)
		put(out, i,
		    send_json(&g_array_index(plan->sends, struct plan_send,
			i)));
	fputs("],\n  \"waits\": [", out);
	for (guint i = 0; i < plan->waits->len; i++)
		put(out, i,
		    wait_json(&g_array_index(plan->waits, struct plan_wait,
			i)));
	fputs("],\n  \"invitations\": [", out);
	for (guint i = 0; i < plan->ends->len; i++)
		put(out, i,
		    end_json(&g_array_index(plan->ends, struct plan_end, i)));
	fputs("]\n}\n", out);
}
