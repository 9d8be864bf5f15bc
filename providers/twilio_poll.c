/*
 * twilio_poll.c - asks Twilio for the texts that came in, then for the reports
 * of those that went out. Stores nothing. Called through twilio.c's table.
 *
 * BUGS: the reports are those of the newest 1,000 messages of the last four
 * hours; for more, Twilio has to be able to call us.
 */
#include <string.h>

#include "base/clock.h"
#include "providers/twilio_list.h"
#include "providers/twilio_words.h"

#define TEXT_PAGES_MAX 500
#define REPORT_PAGES_MAX 50
/* What is told late, or by a clock that differs from ours. */
#define TEXTS_BACK_S 60
#define REPORTS_BACK_S (4 * 60 * 60)

struct poll {
	struct twilio_ask ask;
	gint64 since_at;
	provider_polled done;
	struct arrivals *arrivals;
};

static void
poll_clear(struct twilio_ask *ask)
{
	arrivals_free(((struct poll *)ask)->arrivals);
}

static void
poll_told(struct twilio_ask *ask, const GError *error)
{
	struct poll *poll = (struct poll *)ask;

	twilio_ask_leave(ask);
	poll->done(&ask->twilio->gateway.base,
	    error == NULL ? poll->arrivals : NULL, error, ask->user);
	twilio_ask_free(ask);
}

/* With a messaging service the list is the whole account's. */
static gboolean
is_of_service(const struct twilio_ask *ask,
    const struct twilio_message *message)
{
	const char *service = ask->twilio->service;

	return service == NULL || g_strcmp0(service, message->service) == 0;
}

static void
take_text(struct twilio_ask *ask, const struct twilio_message *message)
{
	struct poll *poll = (struct poll *)ask;
	struct incoming_text *text;

	if (!message->inbound || !is_of_service(ask, message) ||
	    message->body == NULL || message->from == NULL ||
	    !twilio_is_number(message->from))
		return;
	text = g_new0(struct incoming_text, 1);
	text->id = g_strdup(message->sid);
	text->from = g_strdup(message->from);
	text->to = g_strdup(message->to);
	text->text = g_strdup(message->body);
	text->written_at = message->created_at != 0 ? message->created_at :
						      message->sent_at;
	g_ptr_array_add(poll->arrivals->texts, text);
}

/* Those that came to their end, and about then: each poll sees the others
 * again. */
static void
take_report(struct twilio_ask *ask, const struct twilio_message *message)
{
	struct poll *poll = (struct poll *)ask;
	enum delivery_state state;

	if (message->inbound || !is_of_service(ask, message) ||
	    message->status == NULL ||
	    !twilio_state_read(message->status, &state) ||
	    (state != DELIVERY_DELIVERED && state != DELIVERY_UNDELIVERED) ||
	    (message->updated_at != 0 &&
		message->updated_at < poll->since_at - TEXTS_BACK_S))
		return;
	g_ptr_array_add(poll->arrivals->reports,
	    twilio_report_new(NULL, message->sid, state, message->error_code));
}

static void
ask_since(struct twilio_ask *ask, const char *name)
{
	g_autofree char *at = time_format(ask->until_at);
	const struct form_field fields[] = {
		{ name, ask->twilio->from },
		{ "DateSent>", at },
		{ "PageSize", TWILIO_PAGE_SIZE },
	};

	twilio_ask_list(ask, fields, G_N_ELEMENTS(fields));
}

static void
ask_reports(struct twilio_ask *ask, const GError *error)
{
	struct poll *poll = (struct poll *)ask;

	if (error != NULL) {
		poll_told(ask, error);
		return;
	}
	ask->take = take_report;
	ask->end = poll_told;
	ask->pages_left = REPORT_PAGES_MAX;
	ask->newest_do = TRUE;
	ask->until_at = MAX(poll->since_at - REPORTS_BACK_S, 0);
	ask_since(ask, "From");
}

void
twilio_poll(struct provider *provider, gint64 since_at, provider_polled done,
    gpointer user)
{
	struct twilio *twilio = (struct twilio *)provider;
	struct poll *poll = g_new0(struct poll, 1);
	struct twilio_ask *ask = &poll->ask;

	*poll = (struct poll){
		.ask = {
			.twilio = twilio,
			.user = user,
			.pages_left = TEXT_PAGES_MAX,
			.until_at = MAX(since_at - TEXTS_BACK_S, 0),
			.take = take_text,
			.end = ask_reports,
			.clear = poll_clear,
		},
		.since_at = since_at,
		.done = done,
		.arrivals = arrivals_new(provider->name),
	};
	g_ptr_array_add(twilio->asks, ask);
	/* Nobody answers to a sender that is a name. */
	if (twilio->from != NULL &&
	    strpbrk(twilio->from, G_CSET_A_2_Z G_CSET_a_2_z) != NULL)
		ask_reports(ask, NULL);
	else
		ask_since(ask, "To");
}
