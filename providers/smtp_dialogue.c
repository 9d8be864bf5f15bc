/*
 * smtp_dialogue.c - what to say next to an SMTP server, and what its answers
 * mean for the message in hand. Replies are read and judged in smtp_reply.c,
 * the text is prepared in smtp_body.c.
 */
#include "providers/smtp_dialogue.h"

#include <string.h>

#include "providers/smtp_body.h"

#define PIECE_BYTES (32 * 1024)
#define FINAL_DOT ".\r\n"

enum text_state {
	TEXT_NONE,
	TEXT_STREAMED, /* smtp_body has more, or its output is not out yet */
	TEXT_HELD,     /* all out but the dot */
	TEXT_DOTTED,   /* the dot is given */
};

struct smtp_dialogue {
	gboolean pipelining;
	gboolean closed;
	GByteArray *out;
	gsize written; /* of out */
	struct smtp_reader *reader;
	GQueue awaited; /* enum smtp_stage, one for each answer to come */
	guint64 answers;

	/* The message in hand: */
	gboolean open;	  /* there is one, without a result yet */
	gboolean refused; /* no text may follow, RSET must */
	gboolean touched;
	struct smtp_envelope envelope;
	struct smtp_body body;
	enum text_state text;
	gsize dot_at; /* where in out the dot begins, if TEXT_DOTTED */
	GStrv secrets;
	gboolean has_result;
	struct send_result result;
};

struct smtp_dialogue *
smtp_dialogue_new(gboolean pipelining)
{
	struct smtp_dialogue *dialogue = g_new0(struct smtp_dialogue, 1);

	dialogue->pipelining = pipelining;
	dialogue->out = g_byte_array_new();
	dialogue->reader = smtp_reader_new();
	g_queue_init(&dialogue->awaited);
	return dialogue;
}

static void
message_clear(struct smtp_dialogue *dialogue)
{
	smtp_envelope_clear(&dialogue->envelope);
	smtp_body_clear(&dialogue->body);
	g_clear_pointer(&dialogue->secrets, g_strfreev);
	dialogue->text = TEXT_NONE;
	dialogue->dot_at = 0;
}

void
smtp_dialogue_free(struct smtp_dialogue *dialogue)
{
	if (dialogue == NULL)
		return;
	message_clear(dialogue);
	send_result_clear(&dialogue->result);
	g_queue_clear(&dialogue->awaited);
	smtp_reader_free(dialogue->reader);
	g_byte_array_unref(dialogue->out);
	g_free(dialogue);
}

enum smtp_state
smtp_dialogue_state(const struct smtp_dialogue *dialogue)
{
	if (dialogue->closed)
		return SMTP_CLOSED;
	if (dialogue->text == TEXT_HELD)
		return SMTP_HELD;
	if (dialogue->text == TEXT_DOTTED)
		return SMTP_VERDICT;
	if (dialogue->open || dialogue->awaited.length > 0)
		return SMTP_BUSY;
	return SMTP_IDLE;
}

static void
say(struct smtp_dialogue *dialogue, const char *line, enum smtp_stage stage)
{
	g_byte_array_append(dialogue->out, (const guint8 *)line,
	    (guint)strlen(line));
	g_byte_array_append(dialogue->out, (const guint8 *)"\r\n", 2);
	g_queue_push_tail(&dialogue->awaited, GINT_TO_POINTER(stage));
}

void
smtp_dialogue_begin(struct smtp_dialogue *dialogue,
    const struct smtp_envelope *envelope, GBytes *bytes,
    const char *const *secrets)
{
	g_assert(smtp_dialogue_state(dialogue) == SMTP_IDLE);
	g_assert(!dialogue->has_result);
	message_clear(dialogue);
	dialogue->open = TRUE;
	dialogue->refused = dialogue->touched = FALSE;
	dialogue->envelope.mail = g_strdup(envelope->mail);
	dialogue->envelope.rcpt = g_strdup(envelope->rcpt);
	dialogue->secrets = g_strdupv((char **)secrets);
	smtp_body_begin(&dialogue->body, bytes);
	say(dialogue, dialogue->envelope.mail, SMTP_MAIL);
	if (dialogue->pipelining) {
		say(dialogue, dialogue->envelope.rcpt, SMTP_RCPT);
		say(dialogue, "DATA", SMTP_DATA);
	}
}

void
smtp_dialogue_finish(struct smtp_dialogue *dialogue)
{
	g_assert(smtp_dialogue_state(dialogue) == SMTP_HELD);
	dialogue->text = TEXT_DOTTED;
	dialogue->dot_at = dialogue->out->len;
	g_byte_array_append(dialogue->out, (const guint8 *)FINAL_DOT,
	    strlen(FINAL_DOT));
	g_queue_push_tail(&dialogue->awaited, GINT_TO_POINTER(SMTP_DOT));
}

void
smtp_dialogue_quit(struct smtp_dialogue *dialogue)
{
	g_assert(smtp_dialogue_state(dialogue) == SMTP_IDLE);
	say(dialogue, "QUIT", SMTP_QUIT);
}

gsize
smtp_dialogue_output(struct smtp_dialogue *dialogue, const guint8 **bytes)
{
	if (dialogue->closed)
		return 0;
	while (dialogue->written == dialogue->out->len &&
	    dialogue->text == TEXT_STREAMED) {
		g_byte_array_set_size(dialogue->out, 0);
		dialogue->written = 0;
		if (!smtp_body_write(&dialogue->body, dialogue->out,
			PIECE_BYTES) &&
		    dialogue->out->len == 0)
			dialogue->text = TEXT_HELD;
	}
	if (dialogue->written == dialogue->out->len)
		return 0;
	*bytes = dialogue->out->data + dialogue->written;
	return dialogue->out->len - dialogue->written;
}

void
smtp_dialogue_written(struct smtp_dialogue *dialogue, gsize n)
{
	const guint8 *unused;

	dialogue->written += n;
	g_assert(dialogue->written <= dialogue->out->len);
	if (dialogue->written < dialogue->out->len)
		return;
	/* With the last byte of the text the machine holds. */
	if (dialogue->text == TEXT_STREAMED)
		(void)smtp_dialogue_output(dialogue, &unused);
	else if (dialogue->text != TEXT_DOTTED) {
		g_byte_array_set_size(dialogue->out, 0);
		dialogue->written = 0;
	}
}

static void
conclude(struct smtp_dialogue *dialogue, enum send_outcome outcome,
    char *remote_id, char *detail)
{
	dialogue->open = FALSE;
	dialogue->has_result = TRUE;
	dialogue->result = (struct send_result){ .outcome = outcome,
		.remote_id = remote_id,
		.detail = detail };
	if (dialogue->text == TEXT_DOTTED) {
		g_byte_array_set_size(dialogue->out, 0);
		dialogue->written = 0;
	}
	/* The message is the caller's again. */
	message_clear(dialogue);
}

void
smtp_dialogue_lost(struct smtp_dialogue *dialogue, const char *why)
{
	enum smtp_stage stage = SMTP_DOT;
	gboolean dotted = dialogue->text == TEXT_DOTTED &&
	    dialogue->written > dialogue->dot_at;

	if (dialogue->closed)
		return;
	dialogue->closed = TRUE;
	if (!dialogue->open)
		return;
	if (dialogue->awaited.length > 0)
		stage = (enum smtp_stage)GPOINTER_TO_INT(
		    g_queue_peek_head(&dialogue->awaited));
	conclude(dialogue, dotted ? SEND_IN_DOUBT : SEND_DEFERRED, NULL,
	    g_strdup_printf("%s %s %s", why,
		stage == SMTP_DOT ? dotted ? "after" : "before" : "at",
		smtp_stage_name(stage)));
}

static void
conclude_by(struct smtp_dialogue *dialogue, enum smtp_stage stage,
    const struct smtp_reply *reply, enum send_outcome outcome)
{
	const char *const *secrets = (const char *const *)dialogue->secrets;
	char *detail = smtp_reply_detail(stage, reply, secrets);
	char *remote_id = outcome == SEND_ACCEPTED ?
	    smtp_reply_remote_id(reply, secrets) :
	    NULL;

	conclude(dialogue, outcome, remote_id, detail);
}

/* An answer that can't be one to what was said: the two are out of step. */
static void
out_of_step(struct smtp_dialogue *dialogue, enum smtp_stage stage,
    const struct smtp_reply *reply)
{
	g_autofree char *why = smtp_reply_detail(stage, reply,
	    (const char *const *)dialogue->secrets);
	g_autofree char *words = g_strdup_printf("no sense in the answer %s,",
	    why);

	smtp_dialogue_lost(dialogue, words);
}

static void
refuse(struct smtp_dialogue *dialogue, enum smtp_stage stage,
    const struct smtp_reply *reply)
{
	if (dialogue->refused)
		return;
	dialogue->refused = TRUE;
	conclude_by(dialogue, stage, reply, smtp_reply_judge(stage, reply));
}

static void
take_mail_or_rcpt(struct smtp_dialogue *dialogue, enum smtp_stage stage,
    const struct smtp_reply *reply)
{
	if (reply->code / 100 == 3)
		out_of_step(dialogue, stage, reply);
	else if (reply->code / 100 != 2)
		refuse(dialogue, stage, reply);
	else if (dialogue->pipelining || dialogue->refused)
		return;
	else if (stage == SMTP_MAIL)
		say(dialogue, dialogue->envelope.rcpt, SMTP_RCPT);
	else
		say(dialogue, "DATA", SMTP_DATA);
}

static void
take_data(struct smtp_dialogue *dialogue, const struct smtp_reply *reply)
{
	if (reply->code / 100 == 2)
		out_of_step(dialogue, SMTP_DATA, reply);
	else if (reply->code / 100 != 3)
		refuse(dialogue, SMTP_DATA, reply);
	else if (!dialogue->refused)
		dialogue->text = TEXT_STREAMED;
	else
		/* A server may wait for text though it took no recipient. */
		say(dialogue, ".", SMTP_LONE_DOT);
}

static void
take_dot(struct smtp_dialogue *dialogue, const struct smtp_reply *reply)
{
	if (reply->code / 100 == 3)
		out_of_step(dialogue, SMTP_DOT, reply);
	else
		conclude_by(dialogue, SMTP_DOT, reply,
		    smtp_reply_judge(SMTP_DOT, reply));
}

/* Nothing was asked. Before the dot it is a refusal, whatever it says. */
static void
take_unasked(struct smtp_dialogue *dialogue, const struct smtp_reply *reply)
{
	if (dialogue->open && reply->code >= 400)
		conclude_by(dialogue, SMTP_DATA, reply,
		    smtp_reply_judge(SMTP_DATA, reply));
	else
		out_of_step(dialogue, SMTP_DATA, reply);
	dialogue->closed = TRUE;
}

static void
take_reply(struct smtp_dialogue *dialogue, const struct smtp_reply *reply)
{
	enum smtp_stage stage;

	dialogue->answers++;
	if (g_queue_is_empty(&dialogue->awaited)) {
		take_unasked(dialogue, reply);
		return;
	}
	stage = (enum smtp_stage)GPOINTER_TO_INT(
	    g_queue_pop_head(&dialogue->awaited));
	if (stage == SMTP_DOT && dialogue->written <= dialogue->dot_at) {
		/* It cannot have seen the dot. */
		take_unasked(dialogue, reply);
		return;
	}
	if (reply->code == 421) {
		if (dialogue->open)
			conclude_by(dialogue, stage, reply, SEND_DEFERRED);
		dialogue->closed = TRUE;
		return;
	}
	dialogue->touched = TRUE;
	switch (stage) {
	case SMTP_MAIL:
	case SMTP_RCPT:
		take_mail_or_rcpt(dialogue, stage, reply);
		break;
	case SMTP_DATA:
		take_data(dialogue, reply);
		break;
	case SMTP_DOT:
		take_dot(dialogue, reply);
		break;
	case SMTP_LONE_DOT:
		break;
	case SMTP_RSET:
		dialogue->refused = FALSE;
		if (reply->code / 100 != 2)
			dialogue->closed = TRUE;
		break;
	case SMTP_GREETING:
	case SMTP_EHLO:
	case SMTP_STARTTLS:
	case SMTP_AUTH:
	case SMTP_QUIT:
		dialogue->closed = TRUE;
		break;
	}
	if (!dialogue->closed && dialogue->refused &&
	    g_queue_is_empty(&dialogue->awaited))
		say(dialogue, "RSET", SMTP_RSET);
}

void
smtp_dialogue_input(struct smtp_dialogue *dialogue, const char *bytes, gsize n)
{
	const struct smtp_reply *reply;

	while (n > 0 && !dialogue->closed) {
		switch (
		    smtp_reader_take(dialogue->reader, &bytes, &n, &reply)) {
		case SMTP_MORE:
			break;
		case SMTP_REPLY:
			take_reply(dialogue, reply);
			break;
		case SMTP_GARBAGE:
			smtp_dialogue_lost(dialogue,
			    "the server spoke no SMTP");
			break;
		}
	}
}

gboolean
smtp_dialogue_take_result(struct smtp_dialogue *dialogue,
    struct send_result *result)
{
	if (!dialogue->has_result)
		return FALSE;
	*result = dialogue->result;
	dialogue->result = (struct send_result){ 0 };
	dialogue->has_result = FALSE;
	return TRUE;
}

gboolean
smtp_dialogue_is_untouched(const struct smtp_dialogue *dialogue)
{
	return dialogue->closed && dialogue->has_result && !dialogue->touched;
}

guint64
smtp_dialogue_answers(const struct smtp_dialogue *dialogue)
{
	return dialogue->answers;
}
