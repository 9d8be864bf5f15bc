/*
 * smtp_dialogue.c - what to say next to an SMTP server, and when to stop. What
 * its answers mean is smtp_answers.c's, how they are read and judged
 * smtp_reply.c's; the text is prepared in smtp_body.c.
 */
#include "providers/smtp_dialogue_internal.h"

#include <string.h>

#define PIECE_BYTES (32 * 1024)
/* Kept for the next message; what a long one has needed is given back. */
#define OUT_KEPT_BYTES (4 * PIECE_BYTES)

struct smtp_dialogue *
smtp_dialogue_new(gboolean pipelining)
{
	struct smtp_dialogue *dialogue = g_new0(struct smtp_dialogue, 1);

	dialogue->pipelining = pipelining;
	dialogue->out = g_byte_array_new();
	dialogue->reader = smtp_reader_new();
	return dialogue;
}

static void
letter_clear(struct letter *letter)
{
	g_clear_pointer(&letter->rcpt, g_free);
	smtp_body_clear(&letter->body);
	letter->recipient = NULL;
	letter->text = TEXT_NONE;
}

void
smtp_dialogue_free(struct smtp_dialogue *dialogue)
{
	if (dialogue == NULL)
		return;
	letter_clear(&dialogue->former);
	letter_clear(&dialogue->letter);
	for (guint i = 0; i < dialogue->n_results; i++)
		send_result_clear(&dialogue->results[i].result);
	smtp_reader_free(dialogue->reader);
	g_byte_array_unref(dialogue->out);
	g_free(dialogue);
}

enum smtp_state
smtp_dialogue_state(const struct smtp_dialogue *dialogue)
{
	if (dialogue->closed)
		return SMTP_CLOSED;
	if (dialogue->former.open || dialogue->letter.text == TEXT_DOTTED)
		return SMTP_VERDICT;
	if (dialogue->letter.text == TEXT_HELD)
		return SMTP_HELD;
	if (dialogue->letter.open || dialogue->n_awaited > 0)
		return SMTP_BUSY;
	return SMTP_IDLE;
}

gboolean
smtp_dialogue_takes(const struct smtp_dialogue *dialogue)
{
	enum smtp_state state = smtp_dialogue_state(dialogue);

	return dialogue->n_results == 0 &&
	    (state == SMTP_IDLE ||
		(state == SMTP_VERDICT && dialogue->pipelining &&
		    !dialogue->former.open));
}

void
smtp_dialogue_say(struct smtp_dialogue *dialogue, const char *line,
    enum smtp_stage stage)
{
	g_assert(dialogue->n_awaited < AWAITED_MAX);
	g_byte_array_append(dialogue->out, (const guint8 *)line,
	    (guint)strlen(line));
	g_byte_array_append(dialogue->out, (const guint8 *)"\r\n", 2);
	dialogue->awaited[dialogue->n_awaited++] = stage;
}

void
smtp_dialogue_begin(struct smtp_dialogue *dialogue,
    const struct smtp_envelope *envelope, GBytes *bytes, const char *recipient)
{
	g_assert(smtp_dialogue_takes(dialogue));
	if (dialogue->letter.open)
		dialogue->former = dialogue->letter;
	dialogue->letter = (struct letter){ .open = TRUE,
		.recipient = recipient };
	smtp_body_begin(&dialogue->letter.body, bytes);
	smtp_dialogue_say(dialogue, envelope->mail, SMTP_MAIL);
	if (dialogue->pipelining) {
		smtp_dialogue_say(dialogue, envelope->rcpt, SMTP_RCPT);
		smtp_dialogue_say(dialogue, "DATA", SMTP_DATA);
	} else {
		dialogue->letter.rcpt = g_strdup(envelope->rcpt);
	}
}

void
smtp_dialogue_finish(struct smtp_dialogue *dialogue)
{
	struct letter *letter = &dialogue->letter;

	g_assert(smtp_dialogue_state(dialogue) == SMTP_HELD);
	while (smtp_body_write(&letter->body, dialogue->out, PIECE_BYTES))
		continue;
	letter->text = TEXT_DOTTED;
	letter->dot_at = dialogue->said_before + dialogue->out->len;
	smtp_dialogue_say(dialogue, ".", SMTP_DOT);
}

void
smtp_dialogue_quit(struct smtp_dialogue *dialogue)
{
	g_assert(smtp_dialogue_state(dialogue) == SMTP_IDLE);
	smtp_dialogue_say(dialogue, "QUIT", SMTP_QUIT);
}

static void
out_clear(struct smtp_dialogue *dialogue)
{
	dialogue->said_before += dialogue->out->len;
	dialogue->written = 0;
	if (dialogue->out->len > OUT_KEPT_BYTES) {
		g_byte_array_unref(dialogue->out);
		dialogue->out = g_byte_array_new();
	} else {
		g_byte_array_set_size(dialogue->out, 0);
	}
}

/* The next piece of a text that is streamed; the last write holds. */
static void
stream(struct smtp_dialogue *dialogue)
{
	struct letter *letter = &dialogue->letter;

	if (smtp_body_is_short(&letter->body, PIECE_BYTES) ||
	    (!smtp_body_write(&letter->body, dialogue->out, PIECE_BYTES) &&
		dialogue->out->len == 0))
		letter->text = TEXT_HELD;
}

gsize
smtp_dialogue_output(struct smtp_dialogue *dialogue, const guint8 **bytes)
{
	if (dialogue->closed)
		return 0;
	if (dialogue->written == dialogue->out->len) {
		out_clear(dialogue);
		if (dialogue->letter.text == TEXT_STREAMED)
			stream(dialogue);
	}
	*bytes = dialogue->out->data + dialogue->written;
	return dialogue->out->len - dialogue->written;
}

void
smtp_dialogue_written(struct smtp_dialogue *dialogue, gsize n)
{
	const guint8 *unused;

	dialogue->written += n;
	g_assert(dialogue->written <= dialogue->out->len);
	/* With the last byte of the text the machine holds. */
	if (dialogue->written == dialogue->out->len)
		(void)smtp_dialogue_output(dialogue, &unused);
}

gboolean
smtp_dialogue_has_left(const struct smtp_dialogue *dialogue,
    const struct letter *letter)
{
	return letter->text == TEXT_DOTTED &&
	    dialogue->said_before + dialogue->written > letter->dot_at;
}

void
smtp_dialogue_conclude(struct smtp_dialogue *dialogue, struct letter *letter,
    enum send_outcome outcome, char *remote_id, char *detail)
{
	struct letter_result *one = &dialogue->results[dialogue->n_results];

	g_assert(dialogue->n_results < LETTERS_MAX);
	dialogue->n_results++;
	one->untouched = dialogue->closed && !letter->touched;
	one->result = (struct send_result){ .outcome = outcome,
		.remote_id = remote_id,
		.detail = detail };
	letter->open = FALSE;
	letter_clear(letter);
}

gboolean
smtp_dialogue_take_result(struct smtp_dialogue *dialogue,
    struct send_result *result)
{
	if (dialogue->n_results == 0)
		return FALSE;
	*result = dialogue->results[0].result;
	dialogue->n_results--;
	memmove(dialogue->results, dialogue->results + 1,
	    dialogue->n_results * sizeof(dialogue->results[0]));
	return TRUE;
}

gboolean
smtp_dialogue_is_untouched(const struct smtp_dialogue *dialogue)
{
	return dialogue->n_results > 0 && dialogue->results[0].untouched;
}

guint64
smtp_dialogue_answers(const struct smtp_dialogue *dialogue)
{
	return dialogue->answers;
}
