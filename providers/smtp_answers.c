/*
 * smtp_answers.c - what an SMTP server's answers mean for the messages that
 * were begun, and what must be said then. Part of smtp_dialogue.h.
 */
#include <string.h>

#include "providers/smtp_dialogue_internal.h"

/* The words that no detail may show; to be freed. */
static char *
local_part(const struct letter *letter)
{
	const char *at = letter->recipient != NULL ?
	    strrchr(letter->recipient, '@') :
	    NULL;

	return at != NULL ? g_strndup(letter->recipient,
				(gsize)(at - letter->recipient)) :
			    NULL;
}

static char *
detail_of(const struct letter *letter, enum smtp_stage stage,
    const struct smtp_reply *reply)
{
	g_autofree char *local = local_part(letter);
	const char *secrets[] = { letter->recipient, local, NULL };

	return smtp_reply_detail(stage, reply, secrets);
}

static void
conclude_by(struct smtp_dialogue *dialogue, struct letter *letter,
    enum smtp_stage stage, const struct smtp_reply *reply,
    enum send_outcome outcome)
{
	g_autofree char *local = local_part(letter);
	const char *secrets[] = { letter->recipient, local, NULL };
	char *detail = smtp_reply_detail(stage, reply, secrets);
	char *remote_id = outcome == SEND_ACCEPTED ?
	    smtp_reply_remote_id(reply, secrets) :
	    NULL;

	smtp_dialogue_conclude(dialogue, letter, outcome, remote_id, detail);
}

/* What the newest waits for first; the dot, if it only has to be given. */
static enum smtp_stage
stage_of_newest(const struct smtp_dialogue *dialogue)
{
	for (guint i = 0; i < dialogue->n_awaited; i++) {
		if (!dialogue->former.open || dialogue->awaited[i] != SMTP_DOT)
			return dialogue->awaited[i];
	}
	return SMTP_DOT;
}

static void
conclude_as_lost(struct smtp_dialogue *dialogue, struct letter *letter,
    enum smtp_stage stage, const char *why)
{
	gboolean left = smtp_dialogue_has_left(dialogue, letter);

	if (!letter->open)
		return;
	smtp_dialogue_conclude(dialogue, letter,
	    left ? SEND_IN_DOUBT : SEND_DEFERRED, NULL,
	    g_strdup_printf("%s %s %s", why,
		stage == SMTP_DOT ? left ? "after" : "before" : "at",
		smtp_stage_name(stage)));
	dialogue->results[dialogue->n_results - 1].result.reach = SEND_CUT_OFF;
}

void
smtp_dialogue_lost(struct smtp_dialogue *dialogue, const char *why)
{
	enum smtp_stage stage = stage_of_newest(dialogue);

	if (dialogue->closed)
		return;
	dialogue->closed = TRUE;
	conclude_as_lost(dialogue, &dialogue->former, SMTP_DOT, why);
	conclude_as_lost(dialogue, &dialogue->letter, stage, why);
}

/* The server ends it with this answer; who has no result yet has not left. */
static void
end_by(struct smtp_dialogue *dialogue, struct letter *letter,
    enum smtp_stage stage, const struct smtp_reply *reply,
    enum send_outcome outcome)
{
	dialogue->closed = TRUE;
	if (letter->open)
		conclude_by(dialogue, letter, stage, reply, outcome);
	conclude_as_lost(dialogue, &dialogue->former, SMTP_DOT,
	    "connection lost");
	conclude_as_lost(dialogue, &dialogue->letter, SMTP_MAIL,
	    "connection lost");
}

/* An answer that can't be one to what was said: the two are out of step. */
static void
out_of_step(struct smtp_dialogue *dialogue, const struct letter *letter,
    enum smtp_stage stage, const struct smtp_reply *reply)
{
	g_autofree char *why = detail_of(letter, stage, reply);
	g_autofree char *words = g_strdup_printf("no sense in the answer %s,",
	    why);

	smtp_dialogue_lost(dialogue, words);
}

static void
refuse(struct smtp_dialogue *dialogue, enum smtp_stage stage,
    const struct smtp_reply *reply)
{
	if (dialogue->letter.refused)
		return;
	dialogue->letter.refused = TRUE;
	conclude_by(dialogue, &dialogue->letter, stage, reply,
	    smtp_reply_judge(stage, reply));
}

static void
take_mail_or_rcpt(struct smtp_dialogue *dialogue, enum smtp_stage stage,
    const struct smtp_reply *reply)
{
	struct letter *letter = &dialogue->letter;

	if (reply->code / 100 == 3)
		out_of_step(dialogue, letter, stage, reply);
	else if (reply->code / 100 != 2)
		refuse(dialogue, stage, reply);
	else if (dialogue->pipelining || letter->refused)
		return;
	else if (stage == SMTP_MAIL)
		smtp_dialogue_say(dialogue, letter->rcpt, SMTP_RCPT);
	else
		smtp_dialogue_say(dialogue, "DATA", SMTP_DATA);
}

static void
take_data(struct smtp_dialogue *dialogue, const struct smtp_reply *reply)
{
	struct letter *letter = &dialogue->letter;
	const guint8 *unused;

	if (reply->code / 100 == 2) {
		out_of_step(dialogue, letter, SMTP_DATA, reply);
	} else if (reply->code / 100 != 3) {
		refuse(dialogue, SMTP_DATA, reply);
	} else if (letter->refused) {
		/* A server may wait for text though it took no recipient. */
		smtp_dialogue_say(dialogue, ".", SMTP_LONE_DOT);
	} else {
		letter->text = TEXT_STREAMED;
		(void)smtp_dialogue_output(dialogue, &unused);
	}
}

static void
take_dot(struct smtp_dialogue *dialogue, struct letter *letter,
    const struct smtp_reply *reply)
{
	if (reply->code / 100 == 3)
		out_of_step(dialogue, letter, SMTP_DOT, reply);
	else
		conclude_by(dialogue, letter, SMTP_DOT, reply,
		    smtp_reply_judge(SMTP_DOT, reply));
}

/* Nothing was asked. Before the dot it is a refusal, whatever it says. */
static void
take_unasked(struct smtp_dialogue *dialogue, struct letter *letter,
    const struct smtp_reply *reply)
{
	if (letter->open && reply->code >= 400)
		end_by(dialogue, letter, SMTP_DATA, reply,
		    smtp_reply_judge(SMTP_DATA, reply));
	else
		out_of_step(dialogue, letter, SMTP_DATA, reply);
}

static void
take_answer(struct smtp_dialogue *dialogue, struct letter *letter,
    enum smtp_stage stage, const struct smtp_reply *reply)
{
	switch (stage) {
	case SMTP_MAIL:
	case SMTP_RCPT:
		take_mail_or_rcpt(dialogue, stage, reply);
		break;
	case SMTP_DATA:
		take_data(dialogue, reply);
		break;
	case SMTP_DOT:
		take_dot(dialogue, letter, reply);
		break;
	case SMTP_LONE_DOT:
		break;
	case SMTP_RSET:
		dialogue->letter.refused = FALSE;
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
}

static enum smtp_stage
awaited_pop(struct smtp_dialogue *dialogue)
{
	enum smtp_stage stage = dialogue->awaited[0];

	dialogue->n_awaited--;
	memmove(dialogue->awaited, dialogue->awaited + 1,
	    dialogue->n_awaited * sizeof(dialogue->awaited[0]));
	return stage;
}

static void
take_reply(struct smtp_dialogue *dialogue, const struct smtp_reply *reply)
{
	struct letter *letter = dialogue->former.open ? &dialogue->former :
							&dialogue->letter;
	enum smtp_stage stage;

	dialogue->answers++;
	if (dialogue->n_awaited == 0) {
		take_unasked(dialogue, letter, reply);
		return;
	}
	stage = awaited_pop(dialogue);
	if (stage == SMTP_DOT && !smtp_dialogue_has_left(dialogue, letter)) {
		/* It cannot have seen the dot. */
		take_unasked(dialogue, letter, reply);
		return;
	}
	if (reply->code == 421) {
		end_by(dialogue, letter, stage, reply, SEND_DEFERRED);
		return;
	}
	letter->touched = TRUE;
	take_answer(dialogue, letter, stage, reply);
	if (!dialogue->closed && dialogue->letter.refused &&
	    dialogue->n_awaited == 0)
		smtp_dialogue_say(dialogue, "RSET", SMTP_RSET);
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
