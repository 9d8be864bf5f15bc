/*
 * text_send.c - see text_send.h. Called by drip through the gateways' tables of
 * functions, and by the gateways when they are opened and closed.
 */
#include "providers/text_send.h"

#include <string.h>

#include "base/text.h"

/* So much of a text in a gateway's words is no chance. */
#define REPEATED_MIN_BYTES 4
#define REPEATED_BYTES 12

struct text_send {
	struct text_gateway *gateway;
	const struct message *message;
	const struct send_watcher *watcher;
	gpointer user;
	guint idle;   /* `ready` is about to be said, or 0 */
	guint64 call; /* the request under way, or 0 */
};

/* In the table of sends; the message is its key. */
static void
text_send_free(gpointer data)
{
	struct text_send *send = data;

	g_clear_handle_id(&send->idle, g_source_remove);
	if (send->call != 0)
		http_client_cancel(send->gateway->client, send->call);
	g_free(send);
}

static gboolean
on_ready(gpointer data)
{
	struct text_send *send = data;

	send->idle = 0;
	send->watcher->ready(send->message, send->user);
	return G_SOURCE_REMOVE;
}

/* Where words begin to repeat the text, or NULL. */
static const char *
find_repeated(const char *words, const char *text)
{
	char part[REPEATED_BYTES + 1];
	gsize n = MIN(strlen(text), REPEATED_BYTES);

	if (n < REPEATED_MIN_BYTES)
		return NULL;
	for (; strlen(words) >= n; words++) {
		memcpy(part, words, n);
		part[n] = '\0';
		if (strstr(text, part) != NULL)
			return words;
	}
	return NULL;
}

/* A gateway may repeat whom it was to tell what; the detail is shown, logged
 * and mailed. */
static void
hide_person(const struct message *message, struct send_result *result)
{
	gsize n;
	const char *bytes = g_bytes_get_data(message->bytes, &n);
	g_autofree char *raw = NULL;
	g_autofree char *text = NULL;
	g_autofree char *words = NULL;
	const char *repeated;

	if (result->detail == NULL)
		return;
	raw = g_strndup(bytes, n);
	text = text_clean(raw);
	words = text_clean(result->detail);
	repeated = find_repeated(words, text);
	if (repeated != NULL) {
		g_autofree char *before = text_cut(words,
		    (gsize)(repeated - words));
		char *hidden = g_strconcat(before, "***", NULL);

		g_free(words);
		words = hidden;
	}
	g_free(result->detail);
	result->detail = text_without_numbers(words);
}

static void
judge(const struct text_send *send, const struct http_answer *answer,
    struct send_result *result)
{
	if (answer->came == SEND_ACCEPTED ||
	    (answer->status != 0 && send->gateway->ops->repeats)) {
		send->gateway->ops->judge(send->gateway, answer, result);
		hide_person(send->message, result);
		return;
	}
	result->outcome = answer->came;
	if (answer->came == SEND_DEFERRED)
		result->reach = SEND_UNREACHED;
	else if (answer->came == SEND_IN_DOUBT)
		result->reach = SEND_CUT_OFF;
	if (answer->came == SEND_IN_DOUBT && send->gateway->ops->repeats)
		result->outcome = SEND_DEFERRED;
	result->retry_after_s = answer->retry_after_s;
	result->detail = g_strdup(answer->detail);
}

/* The gateway may be closed by who is told. */
static void
on_answer(const struct http_answer *answer, gpointer data)
{
	struct text_send *send = data;
	const struct send_watcher *watcher = send->watcher;
	const struct message *message = send->message;
	gpointer user = send->user;
	struct send_result result = { .outcome = SEND_IN_DOUBT };

	judge(send, answer, &result);
	send->call = 0;
	g_hash_table_remove(send->gateway->sends, message);
	watcher->done(message, &result, user);
	send_result_clear(&result);
}

void
text_gateway_send(struct provider *provider, const struct message *message,
    const struct send_watcher *watcher, gpointer user)
{
	struct text_gateway *gateway = (struct text_gateway *)provider;
	struct text_send *send = g_new0(struct text_send, 1);

	send->gateway = gateway;
	send->message = message;
	send->watcher = watcher;
	send->user = user;
	g_hash_table_insert(gateway->sends, (gpointer)message, send);
	send->idle = g_idle_add_full(G_PRIORITY_DEFAULT, on_ready, send, NULL);
}

void
text_gateway_finish(struct provider *provider, const struct message *message)
{
	struct text_gateway *gateway = (struct text_gateway *)provider;
	struct text_send *send = g_hash_table_lookup(gateway->sends, message);

	g_assert(send != NULL && send->idle == 0 && send->call == 0);
	send->call = gateway->ops->request(gateway, message, on_answer, send);
}

void
text_gateway_abandon(struct provider *provider, const struct message *message)
{
	struct text_gateway *gateway = (struct text_gateway *)provider;

	g_hash_table_remove(gateway->sends, message);
}

void
text_gateway_check(const struct config_section *section, GPtrArray *mistakes)
{
	const char *ca_file = config_text(section, "ca_file");

	if (ca_file != NULL && !g_file_test(ca_file, G_FILE_TEST_IS_REGULAR))
		config_mistake(section, "ca_file", mistakes,
		    "there is no file %s", ca_file);
}

void
text_gateway_check_url(const struct config_section *section, const char *key,
    GPtrArray *mistakes)
{
	const char *url = config_text(section, key);
	g_autoptr(GUri) uri = url != NULL ?
	    g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL) :
	    NULL;
	const char *host = uri != NULL ? g_uri_get_host(uri) : NULL;

	if (host != NULL && g_str_equal(g_uri_get_scheme(uri), "http") &&
	    !text_is_loopback(host))
		config_mistake(section, key, mistakes,
		    "\"%s\" would carry a secret in clear to another machine; "
		    "allowed is https, or http on this machine",
		    url);
}

void
text_gateway_init(struct text_gateway *gateway,
    const struct provider_ops *provider_ops, const struct text_gateway_ops *ops,
    const struct config_section *section)
{
	guint connections = (guint)config_number(section, "connections");

	gateway->base.ops = provider_ops;
	gateway->base.name = g_strdup(section->name);
	gateway->base.capacity = connections;
	gateway->ops = ops;
	gateway->client = http_client_new(config_number(section, "timeout"),
	    connections, config_text(section, "ca_file"));
	gateway->sends = g_hash_table_new_full(NULL, NULL, NULL,
	    text_send_free);
}

void
text_gateway_clear(struct text_gateway *gateway)
{
	/* Before the client, whose calls they end. */
	g_clear_pointer(&gateway->sends, g_hash_table_unref);
	g_clear_pointer(&gateway->client, http_client_free);
	g_clear_pointer(&gateway->base.name, g_free);
}
