/*
 * fuzz_smtp.c - any bytes of a server: the dialogue never says a dot that was
 * not asked for, never accepts a message whose dot is not out, and gives each
 * message one result.
 *
 * The first byte of the input: bit 0 PIPELINING, bit 1 lets the output out one
 * byte at a time, bit 2 gives the input to the connecting phase instead. A
 * byte 0 among the rest is a pause, in which the client does what it can.
 */
#include <string.h>

#include "providers/smtp_dialogue.h"
#include "providers/smtp_hello.h"

#define OPEN_MAX 2 /* one whose verdict is open, one behind it */
#define MESSAGES 6

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

struct client {
	struct smtp_dialogue *dialogue;
	GBytes *text;
	gboolean slow;
	/* Messages without a result yet, the oldest first: */
	guint open;
	gboolean finished[OPEN_MAX]; /* its dot was asked for */
	guint begun;
	gboolean quits;
};

static void
say(struct client *client)
{
	const guint8 *bytes;
	gsize n;

	while ((n = smtp_dialogue_output(client->dialogue, &bytes)) > 0)
		smtp_dialogue_written(client->dialogue, client->slow ? 1 : n);
}

static void
judge(struct client *client, const struct send_result *result)
{
	g_assert(client->open > 0);
	g_assert(client->finished[0] ||
	    (result->outcome != SEND_ACCEPTED &&
		result->outcome != SEND_IN_DOUBT));
	client->finished[0] = client->finished[1];
	client->finished[1] = FALSE;
	client->open--;
	g_assert(result->detail != NULL &&
	    g_utf8_validate(result->detail, -1, NULL) &&
	    strchr(result->detail, '@') == NULL &&
	    strpbrk(result->detail, "\r\n") == NULL);
	g_assert(result->remote_id == NULL ||
	    g_utf8_validate(result->remote_id, -1, NULL));
}

static void
take_results(struct client *client)
{
	struct send_result result;

	while (smtp_dialogue_take_result(client->dialogue, &result)) {
		judge(client, &result);
		send_result_clear(&result);
	}
}

static void
begin(struct client *client)
{
	static const struct smtp_envelope envelope = {
		.mail = (char *)"MAIL FROM:<>",
		.rcpt = (char *)"RCPT TO:<a@b.example>",
	};

	g_assert(client->open < OPEN_MAX);
	client->begun++;
	client->finished[client->open++] = FALSE;
	smtp_dialogue_begin(client->dialogue, &envelope, client->text,
	    "a@b.example");
}

static void
act(struct client *client)
{
	enum smtp_state state;

	say(client);
	take_results(client);
	state = smtp_dialogue_state(client->dialogue);
	g_assert(state != SMTP_IDLE || client->open == 0);
	if (state == SMTP_HELD) {
		client->finished[client->open - 1] = TRUE;
		smtp_dialogue_finish(client->dialogue);
	} else if (client->begun < MESSAGES) {
		if (smtp_dialogue_takes(client->dialogue))
			begin(client);
	} else if (state == SMTP_IDLE && !client->quits) {
		client->quits = TRUE;
		smtp_dialogue_quit(client->dialogue);
	}
}

static void
listen_to(struct client *client, const guint8 *data, gsize size)
{
	while (size > 0) {
		const guint8 *pause = memchr(data, 0, size);
		gsize n = pause != NULL ? (gsize)(pause - data) : size;

		smtp_dialogue_input(client->dialogue, (const char *)data, n);
		act(client);
		n += pause != NULL ? 1 : 0;
		data += n;
		size -= n;
	}
}

static void
connect_with(const guint8 *data, gsize size)
{
	struct smtp_hello hello;

	smtp_hello_init(&hello, TRUE);
	smtp_hello_take(&hello, (const char *)data, size, NULL);
	g_assert(hello.code == 0 || hello.detail != NULL);
	smtp_hello_clear(&hello);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	static const char text[] = "Subject: x\r\n\r\n.\r\nbye\r\n";
	struct client client = { 0 };

	if (size == 0)
		return 0;
	if (data[0] & 4) {
		connect_with(data + 1, size - 1);
		return 0;
	}
	client.slow = (data[0] & 2) != 0;
	client.dialogue = smtp_dialogue_new(data[0] & 1);
	client.text = g_bytes_new_static(text, strlen(text));
	act(&client);
	listen_to(&client, data + 1, size - 1);
	smtp_dialogue_lost(client.dialogue, "connection lost");
	take_results(&client);
	g_assert(client.open == 0);
	smtp_dialogue_free(client.dialogue);
	g_bytes_unref(client.text);
	return 0;
}
