/*
 * twilio_look_up.c - asks Twilio what became of a message in doubt: whether the
 * recipient's list has a text like it from that time. Called through
 * twilio.c's table.
 */
#include "providers/twilio_list.h"
#include "providers/twilio_words.h"

#define PAGES_MAX 10
/* Their clock and ours; and ours may have been set since. What is overlooked is
 * sent twice, what is taken for another was but asked an hour before. */
#define BACK_S (60 * 60)

struct look_up {
	struct twilio_ask ask;
	gint64 since_at;
	provider_looked_up done;
	const struct message *message;
	struct delivery_report *report; /* of the best so far, or NULL */
	gint64 created_at;		/* of it */
};

static void
look_up_clear(struct twilio_ask *ask)
{
	struct delivery_report *report = ((struct look_up *)ask)->report;

	if (report != NULL)
		delivery_report_free(report);
}

static void
look_up_told(struct twilio_ask *ask, const GError *error)
{
	struct look_up *look_up = (struct look_up *)ask;

	twilio_ask_leave(ask);
	look_up->done(&ask->twilio->gateway.base, look_up->message,
	    error == NULL ? look_up->report : NULL, error, ask->user);
	twilio_ask_free(ask);
}

/* The earliest that was made since then; else, as clocks differ, the latest
 * of those just before. */
static gboolean
is_better(const struct look_up *look_up, gint64 created_at)
{
	gboolean since = created_at >= look_up->since_at;
	gboolean best_since = look_up->created_at >= look_up->since_at;

	if (look_up->report == NULL)
		return TRUE;
	if (since != best_since)
		return since;
	return since ? created_at < look_up->created_at :
		       created_at > look_up->created_at;
}

static void
take_candidate(struct twilio_ask *ask, const struct twilio_message *message)
{
	struct look_up *look_up = (struct look_up *)ask;
	enum delivery_state state = DELIVERY_QUEUED;

	if (message->inbound || message->body == NULL ||
	    message->created_at < ask->until_at ||
	    !twilio_body_is(message->body, look_up->message->bytes) ||
	    !is_better(look_up, message->created_at))
		return;
	if (message->status != NULL)
		twilio_state_read(message->status, &state);
	look_up_clear(ask);
	look_up->created_at = message->created_at;
	look_up->report = twilio_report_new(look_up->message->name,
	    message->sid, state, message->error_code);
}

/*
 * Without a date in the query, and to the end of the list: what waits at Twilio
 * has no date at which it was sent, and to overlook it would be to send it
 * twice. A person has few texts.
 */
void
twilio_look_up(struct provider *provider, const struct message *message,
    gint64 since_at, provider_looked_up done, gpointer user)
{
	struct twilio *twilio = (struct twilio *)provider;
	struct look_up *look_up = g_new0(struct look_up, 1);
	const struct form_field fields[] = {
		{ "To", message->recipient },
		{ "PageSize", TWILIO_PAGE_SIZE },
	};

	*look_up = (struct look_up){
		.ask = {
			.twilio = twilio,
			.user = user,
			.pages_left = PAGES_MAX,
			.until_at = MAX(since_at - BACK_S, 0),
			.to_end = TRUE,
			.take = take_candidate,
			.end = look_up_told,
			.clear = look_up_clear,
		},
		.since_at = since_at,
		.done = done,
		.message = message,
	};
	g_ptr_array_add(twilio->asks, &look_up->ask);
	twilio_ask_list(&look_up->ask, fields, G_N_ELEMENTS(fields));
}
