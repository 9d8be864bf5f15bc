/*
 * http_client.c - runs calls to gateways: whose turn it is, and who is told.
 * How one call looks is http_transfer.c's, how libcurl waits curl_watch.c's.
 * Called by the gateways of this room.
 */
#include "providers/http_client.h"

#include "providers/curl_watch.h"
#include "providers/http_transfer.h"

struct http_client {
	struct curl_watch *watch;
	CURLM *multi; /* of watch */
	gint64 timeout_s;
	char *ca_file;
	guint connections;
	GHashTable *transfers; /* number -> struct http_transfer */
	GQueue waiting;	       /* of them: for a connection; borrowed */
	GQueue refused;	       /* of them: that may not go out; borrowed */
	GQueue spare;	       /* easy handles that have served */
	guint under_way;
	guint64 last_number;
	guint idle;
	guint telling; /* done is being called: it may free the client */
	gboolean ended;
};

static void
start_waiting(struct http_client *client)
{
	while (client->under_way < client->connections &&
	    !g_queue_is_empty(&client->waiting)) {
		struct http_transfer *transfer = g_queue_pop_head(
		    &client->waiting);

		transfer->under_way = TRUE;
		client->under_way++;
		curl_multi_add_handle(client->multi, transfer->easy);
	}
}

/* It is the caller's now, and in no list of ours any more. */
static void
take_out(struct http_client *client, struct http_transfer *transfer)
{
	if (transfer->under_way) {
		curl_multi_remove_handle(client->multi, transfer->easy);
		client->under_way--;
	} else {
		g_queue_remove(&client->waiting, transfer);
		g_queue_remove(&client->refused, transfer);
	}
	transfer->under_way = FALSE;
	g_hash_table_steal(client->transfers, &transfer->number);
}

/* Not yet, while one of its calls is told: who tells still needs it. */
static void
destroy_if_ended(struct http_client *client)
{
	if (!client->ended || client->telling > 0)
		return;
	curl_watch_free(client->watch);
	g_hash_table_unref(client->transfers);
	g_queue_clear_full(&client->spare, curl_easy_cleanup);
	g_clear_handle_id(&client->idle, g_source_remove);
	g_free(client->ca_file);
	g_free(client);
}

/* To be used again; no more are kept than serve at once. */
static void
put_by(struct http_client *client, struct http_transfer *transfer)
{
	if (client->spare.length < client->connections)
		g_queue_push_tail(&client->spare, http_transfer_end(transfer));
	else
		http_transfer_free(transfer);
}

/* done may start calls, cancel others, and free the client. */
static void
tell(struct http_client *client, struct http_transfer *transfer, CURLcode code)
{
	struct http_answer answer;

	take_out(client, transfer);
	start_waiting(client);
	http_transfer_judge(transfer, code, &answer);
	client->telling++;
	transfer->done(&answer, transfer->user);
	client->telling--;
	put_by(client, transfer);
}

static void
on_moved(gpointer user)
{
	struct http_client *client = user;
	CURLMsg *message;
	int n;

	while (!client->ended &&
	    (message = curl_multi_info_read(client->multi, &n)) != NULL) {
		CURLcode code = message->data.result;
		char *transfer = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
		    &transfer);
		tell(client, (struct http_transfer *)(gpointer)transfer, code);
	}
	destroy_if_ended(client);
}

struct http_client *
http_client_new(gint64 timeout_s, guint connections, const char *ca_file)
{
	struct http_client *client = g_new0(struct http_client, 1);

	client->timeout_s = timeout_s;
	client->connections = connections;
	client->ca_file = g_strdup(ca_file);
	client->transfers = g_hash_table_new_full(g_int64_hash, g_int64_equal,
	    NULL, (GDestroyNotify)http_transfer_free);
	client->watch = curl_watch_new(on_moved, client);
	client->multi = curl_watch_multi(client->watch);
	curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS,
	    (long)connections);
	return client;
}

void
http_client_free(struct http_client *client)
{
	GHashTableIter all;
	gpointer transfer;

	if (client == NULL)
		return;
	client->ended = TRUE;
	g_queue_clear(&client->waiting);
	g_queue_clear(&client->refused);
	g_clear_handle_id(&client->idle, g_source_remove);
	g_hash_table_iter_init(&all, client->transfers);
	while (g_hash_table_iter_next(&all, NULL, &transfer)) {
		if (((struct http_transfer *)transfer)->under_way)
			curl_multi_remove_handle(client->multi,
			    ((struct http_transfer *)transfer)->easy);
		g_hash_table_iter_remove(&all);
	}
	destroy_if_ended(client);
}

static gboolean
on_idle(gpointer user)
{
	struct http_client *client = user;

	client->idle = 0;
	while (!client->ended && !g_queue_is_empty(&client->refused))
		tell(client, g_queue_peek_head(&client->refused), CURLE_OK);
	destroy_if_ended(client);
	return G_SOURCE_REMOVE;
}

guint64
http_client_call(struct http_client *client, const struct http_call *call,
    http_done done, gpointer user)
{
	struct http_transfer *transfer = http_transfer_new(call,
	    client->timeout_s, client->ca_file,
	    g_queue_pop_tail(&client->spare));

	transfer->number = ++client->last_number;
	transfer->done = done;
	transfer->user = user;
	g_hash_table_insert(client->transfers, &transfer->number, transfer);
	if (transfer->refusal == NULL) {
		g_queue_push_tail(&client->waiting, transfer);
		start_waiting(client);
	} else {
		g_queue_push_tail(&client->refused, transfer);
		if (client->idle == 0)
			client->idle = g_idle_add_full(G_PRIORITY_DEFAULT,
			    on_idle, client, NULL);
	}
	return transfer->number;
}

void
http_client_cancel(struct http_client *client, guint64 call)
{
	struct http_transfer *transfer = g_hash_table_lookup(client->transfers,
	    &call);

	if (transfer == NULL)
		return;
	take_out(client, transfer);
	http_transfer_free(transfer);
	start_waiting(client);
}
