/*
 * model.c - names of the enums in model.h, and how its structs are freed.
 *
 * It decides nothing: no state, no rule lives here. Every room calls it.
 */
#include "base/model.h"

static const char *const channel_names[] = {
	[CHANNEL_NONE] = "none",
	[CHANNEL_EMAIL] = "email",
	[CHANNEL_SMS] = "sms",
	[CHANNEL_WEBHOOK] = "webhook",
};

static const char *const message_kind_names[] = {
	[MESSAGE_INVITATION] = "invitation",
	[MESSAGE_DIGEST] = "digest",
	[MESSAGE_ALERT] = "alert",
	[MESSAGE_REMINDER] = "reminder",
	[MESSAGE_NUDGE] = "nudge",
	[MESSAGE_RELAY] = "relay",
	[MESSAGE_REASON] = "reason",
	[MESSAGE_THANKS] = "thanks",
	[MESSAGE_REPROMPT] = "reprompt",
	[MESSAGE_STOPPED] = "stopped",
	[MESSAGE_STARTED] = "started",
	[MESSAGE_HELP] = "help",
};

static const char *const delivery_state_names[] = {
	[DELIVERY_QUEUED] = "queued",
	[DELIVERY_SENT] = "sent",
	[DELIVERY_UNDELIVERED] = "undelivered",
	[DELIVERY_DELIVERED] = "delivered",
};

static const char *const reply_kind_names[] = {
	[REPLY_ANSWER] = "answer",
	[REPLY_COMMENT] = "comment",
	[REPLY_OPT_OUT] = "opt-out",
	[REPLY_OPT_IN] = "opt-in",
	[REPLY_HELP] = "help",
	[REPLY_BOUNCE] = "bounce",
	[REPLY_DELAY] = "delay",
	[REPLY_DELIVERED] = "delivered",
	[REPLY_AUTO_REPLY] = "auto-reply",
	[REPLY_COMPLAINT] = "complaint",
	[REPLY_UNREADABLE] = "unreadable",
};

const char *
channel_name(enum channel channel)
{
	g_assert(channel < G_N_ELEMENTS(channel_names));
	return channel_names[channel];
}

enum channel
channel_from_name(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(channel_names); i++)
		if (g_str_equal(name, channel_names[i]))
			return (enum channel)i;
	return CHANNEL_NONE;
}

const char *
message_kind_name(enum message_kind kind)
{
	g_assert(kind < G_N_ELEMENTS(message_kind_names));
	return message_kind_names[kind];
}

gboolean
message_kind_from_name(const char *name, enum message_kind *kind)
{
	for (guint i = 0; i < G_N_ELEMENTS(message_kind_names); i++) {
		if (g_str_equal(name, message_kind_names[i])) {
			*kind = (enum message_kind)i;
			return TRUE;
		}
	}
	return FALSE;
}

gboolean
message_kind_is_follow_up(enum message_kind kind)
{
	return kind == MESSAGE_REMINDER || kind == MESSAGE_NUDGE;
}

gboolean
message_kind_is_answer(enum message_kind kind)
{
	return kind >= MESSAGE_REASON;
}

const char *
delivery_state_name(enum delivery_state state)
{
	g_assert(state < G_N_ELEMENTS(delivery_state_names));
	return delivery_state_names[state];
}

gboolean
delivery_state_from_name(const char *name, enum delivery_state *state)
{
	for (guint i = 0; i < G_N_ELEMENTS(delivery_state_names); i++) {
		if (g_str_equal(name, delivery_state_names[i])) {
			*state = (enum delivery_state)i;
			return TRUE;
		}
	}
	return FALSE;
}

const char *
reply_kind_name(enum reply_kind kind)
{
	g_assert(kind < G_N_ELEMENTS(reply_kind_names));
	return reply_kind_names[kind];
}

gboolean
reply_kind_from_name(const char *name, enum reply_kind *kind)
{
	for (guint i = 0; i < G_N_ELEMENTS(reply_kind_names); i++) {
		if (g_str_equal(name, reply_kind_names[i])) {
			*kind = (enum reply_kind)i;
			return TRUE;
		}
	}
	return FALSE;
}

void
contact_clear(struct contact *contact)
{
	g_free(contact->email);
	g_free(contact->phone);
	g_free(contact->name);
	g_free(contact->language);
	g_free(contact->timezone);
	g_free(contact->attributes);
	*contact = (struct contact){ 0 };
}

void
event_free(struct event *event)
{
	if (event == NULL)
		return;
	g_free(event->source);
	g_free(event->type);
	g_free(event->reference);
	contact_clear(&event->contact);
	g_free(event->attributes);
	g_free(event);
}

void
message_free(struct message *message)
{
	if (message == NULL)
		return;
	g_free(message->sender);
	g_free(message->recipient);
	g_free(message->name);
	g_clear_pointer(&message->bytes, g_bytes_unref);
	g_free(message);
}

void
incoming_text_free(struct incoming_text *text)
{
	if (text == NULL)
		return;
	g_free(text->id);
	g_free(text->from);
	g_free(text->to);
	g_free(text->text);
	g_free(text);
}

void
delivery_report_free(struct delivery_report *report)
{
	if (report == NULL)
		return;
	g_free(report->name);
	g_free(report->remote_id);
	g_free(report->detail);
	g_free(report);
}

struct arrivals *
arrivals_new(const char *provider)
{
	struct arrivals *arrivals = g_new0(struct arrivals, 1);

	arrivals->provider = g_strdup(provider);
	arrivals->texts = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)incoming_text_free);
	arrivals->reports = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)delivery_report_free);
	return arrivals;
}

void
arrivals_free(struct arrivals *arrivals)
{
	if (arrivals == NULL)
		return;
	g_free(arrivals->provider);
	g_ptr_array_unref(arrivals->texts);
	g_ptr_array_unref(arrivals->reports);
	g_free(arrivals);
}

void
http_request_free(struct http_request *request)
{
	if (request == NULL)
		return;
	g_free(request->method);
	g_free(request->path);
	g_free(request->query);
	g_free(request->address);
	g_clear_pointer(&request->headers, g_hash_table_unref);
	g_clear_pointer(&request->body, g_bytes_unref);
	g_free(request);
}
