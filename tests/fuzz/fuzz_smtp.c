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

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

struct client {
	struct smtp_dialogue *dialogue;
	GBytes *text;
	gboolean slow;
	gboolean finished; /* the dot of the message in hand was asked for */
	gboolean open;	   /* a message has no result yet */
	guint begun;
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
take_result(struct client *client)
{
	struct send_result result;

	if (!smtp_dialogue_take_result(client->dialogue, &result))
		return;
	g_assert(client->open);
	client->open = FALSE;
	g_assert(client->finished ||
	    (result.outcome != SEND_ACCEPTED &&
		result.outcome != SEND_IN_DOUBT));
	g_assert(result.detail != NULL &&
	    g_utf8_validate(result.detail, -1, NULL) &&
	    strchr(result.detail, '@') == NULL &&
	    strpbrk(result.detail, "\r\n") == NULL);
	g_assert(result.remote_id == NULL ||
	    g_utf8_validate(result.remote_id, -1, NULL));
	send_result_clear(&result);
}

static void
act(struct client *client)
{
	static const struct smtp_envelope envelope = {
		.mail = (char *)"MAIL FROM:<>",
		.rcpt = (char *)"RCPT TO:<a@b.example>",
	};
	static const char *const secrets[] = { "a@b.example", "a", NULL };

	say(client);
	take_result(client);
	switch (smtp_dialogue_state(client->dialogue)) {
	case SMTP_IDLE:
		g_assert(!client->open);
		if (client->begun++ == 5) {
			smtp_dialogue_quit(client->dialogue);
			break;
		}
		if (client->begun > 5)
			break;
		client->open = TRUE;
		client->finished = FALSE;
		smtp_dialogue_begin(client->dialogue, &envelope, client->text,
		    secrets);
		break;
	case SMTP_HELD:
		client->finished = TRUE;
		smtp_dialogue_finish(client->dialogue);
		break;
	case SMTP_BUSY:
	case SMTP_VERDICT:
	case SMTP_CLOSED:
		break;
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
	take_result(&client);
	g_assert(!client.open);
	smtp_dialogue_free(client.dialogue);
	g_bytes_unref(client.text);
	return 0;
}
