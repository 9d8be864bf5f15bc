/*
 * smtp_exchange.c - see smtp_exchange.h. Called by smtp_connection.c.
 */
#include "providers/smtp_exchange.h"

#define READ_BYTES (16 * 1024)
/* Then the other connections have their turn. */
#define WRITE_TURN_BYTES (1024 * 1024)

void
smtp_exchange_read(struct smtp_link *link, struct smtp_dialogue *dialogue)
{
	char bytes[READ_BYTES];
	gsize n;

	while (smtp_dialogue_state(dialogue) != SMTP_CLOSED) {
		switch (smtp_link_read(link, bytes, sizeof(bytes), &n)) {
		case SMTP_LINK_DONE:
			smtp_dialogue_input(dialogue, bytes, n);
			if (n < sizeof(bytes) && smtp_link_is_plain(link))
				return;
			break;
		case SMTP_LINK_AGAIN:
			return;
		case SMTP_LINK_LOST:
			smtp_dialogue_lost(dialogue, "connection lost");
			return;
		}
	}
}

gboolean
smtp_exchange_write(struct smtp_link *link, struct smtp_dialogue *dialogue,
    guint64 *progress)
{
	const guint8 *bytes;
	gsize total = 0;
	gsize n, done;

	while ((n = smtp_dialogue_output(dialogue, &bytes)) > 0) {
		if (total > WRITE_TURN_BYTES)
			return TRUE;
		switch (smtp_link_write(link, bytes, n, &done)) {
		case SMTP_LINK_DONE:
			smtp_dialogue_written(dialogue, done);
			*progress += done;
			total += done;
			break;
		case SMTP_LINK_AGAIN:
			return TRUE;
		case SMTP_LINK_LOST:
			/* What the server said last is worth reading. */
			smtp_exchange_read(link, dialogue);
			smtp_dialogue_lost(dialogue, "connection lost");
			return FALSE;
		}
	}
	return FALSE;
}
