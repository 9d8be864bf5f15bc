/*
 * twilio_list.c - see twilio_list.h. Follows next_page_uri; knows nothing of
 * what the messages are read for. Called by twilio_poll.c and twilio_look_up.c.
 */
#include "providers/twilio_list.h"

#include "base/errors.h"
#include "providers/twilio_words.h"

static void on_page(const struct http_answer *answer, gpointer data);

void
twilio_ask_free(gpointer data)
{
	struct twilio_ask *ask = data;

	if (ask->call != 0)
		http_client_cancel(ask->twilio->gateway.client, ask->call);
	ask->clear(ask);
	g_free(ask);
}

GPtrArray *
twilio_asks_new(void)
{
	return g_ptr_array_new_with_free_func(twilio_ask_free);
}

void
twilio_ask_leave(struct twilio_ask *ask)
{
	guint i = 0;

	g_ptr_array_find(ask->twilio->asks, ask, &i);
	g_ptr_array_steal_index_fast(ask->twilio->asks, i);
}

static void
ask_page(struct twilio_ask *ask, const char *path)
{
	const struct twilio *twilio = ask->twilio;
	g_autofree char *url = g_strconcat(twilio->base_url, path, NULL);
	static const char *const headers[] = { "Accept: application/json",
		NULL };
	const struct http_call call = {
		.method = "GET",
		.url = url,
		.headers = headers,
		.user = twilio->user,
		.password = twilio->password,
	};

	ask->call = http_client_call(twilio->gateway.client, &call, on_page,
	    ask);
}

void
twilio_ask_list(struct twilio_ask *ask, const struct form_field *fields,
    gsize n)
{
	g_autofree char *list = twilio_messages_path(ask->twilio);
	g_autofree char *query = form_encode(fields, n);
	g_autofree char *path = g_strconcat(list, "?", query, NULL);

	ask_page(ask, path);
}

/* Each message of the page; TRUE if all are older than what matters. */
static gboolean
take_page(struct twilio_ask *ask, const struct twilio_page *page)
{
	gboolean older = page->messages->len > 0;

	for (guint i = 0; i < page->messages->len; i++) {
		const struct twilio_message *message =
		    &g_array_index(page->messages, struct twilio_message, i);

		older &= message->created_at != 0 &&
		    message->created_at < ask->until_at;
		ask->take(ask, message);
	}
	return older;
}

static struct twilio_page *
read_page(const struct twilio_ask *ask, const struct http_answer *answer,
    GError **error)
{
	g_autofree char *list = twilio_messages_path(ask->twilio);
	g_autofree char *detail = NULL;

	if (answer->came == SEND_ACCEPTED && answer->status == 200)
		return twilio_page_parse(answer->body, answer->body_bytes, list,
		    error);
	detail = answer->came == SEND_ACCEPTED ? twilio_answer_detail(answer) :
						 g_strdup(answer->detail);
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_UNAVAILABLE,
	    "Twilio does not tell its messages: %s", detail);
	return NULL;
}

static void
on_page(const struct http_answer *answer, gpointer data)
{
	struct twilio_ask *ask = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(twilio_page) page = read_page(ask, answer, &error);
	gboolean older;

	ask->call = 0;
	if (page == NULL) {
		ask->end(ask, error);
		return;
	}
	older = take_page(ask, page);
	ask->pages_left--;
	if (page->next == NULL || (older && !ask->to_end) ||
	    (ask->pages_left == 0 && (older || ask->newest_do))) {
		ask->end(ask, NULL);
	} else if (ask->pages_left == 0) {
		data_refuse(&error,
		    "Twilio's list of messages does not come to an end");
		ask->end(ask, error);
	} else {
		ask_page(ask, page->next);
	}
}
