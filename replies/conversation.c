/*
 * conversation.c - see conversation.h. Called by take.c for each text.
 *
 * Nobody is asked twice for the same: one re-prompt, one question for the
 * reason, one thanks; then silence.
 */
#include "replies/conversation.h"

/* Whether the talk still waits for the score, and may be led on. */
static gboolean
is_asking(const struct talk *talk)
{
	return talk->conversation != NULL && !talk->late &&
	    talk->conversation->step == CONVERSATION_QUESTION;
}

static void
say(struct text_effect *text, enum message_kind answer,
    enum conversation_step step)
{
	text->answer = answer;
	text->step = step;
}

static void
judge_first_score(const struct talk *talk, struct text_effect *text)
{
	text->counts = TRUE;
	/* Who has said stop is told no more. */
	if (talk->conversation->step == CONVERSATION_DONE && !talk->late)
		return;
	if (talk->late || talk->reading->comment != NULL ||
	    talk->conversation->said_before)
		say(text, MESSAGE_THANKS, CONVERSATION_DONE);
	else
		say(text, MESSAGE_REASON, CONVERSATION_REASON);
}

static void
judge_further_score(const struct talk *talk, struct reply_effect *effect,
    struct text_effect *text)
{
	const struct reading *reading = talk->reading;

	if (talk->late)
		effect->note = "after the time in which a score may be changed";
	else if (reading->score == talk->conversation->score &&
	    reading->comment == NULL)
		effect->note = "the same score again";
	else
		text->counts = TRUE;
	if (text->counts && reading->comment != NULL &&
	    talk->conversation->step == CONVERSATION_REASON)
		say(text, MESSAGE_THANKS, CONVERSATION_DONE);
}

static void
judge_words(const struct talk *talk, struct text_effect *text)
{
	text->counts = talk->conversation->score >= 0;
	if (talk->conversation->step == CONVERSATION_REASON && !talk->late)
		say(text, MESSAGE_THANKS, CONVERSATION_DONE);
}

static void
judge_no_score(const struct talk *talk, struct text_effect *text)
{
	if (!is_asking(talk) || talk->conversation->reprompted)
		return;
	text->answer = MESSAGE_REPROMPT;
	text->reprompted = TRUE;
}

/* What doesn't depend on where the talk stands. TRUE if it was such. */
static gboolean
judge_command(const struct talk *talk, struct reply_effect *effect,
    struct text_effect *text)
{
	switch (talk->reading->kind) {
	case REPLY_OPT_OUT:
		text->stop = TRUE;
		text->stop_mail = talk->stop_closes_mail;
		effect->note = "opt-out by text";
		say(text, MESSAGE_STOPPED, CONVERSATION_DONE);
		return TRUE;
	case REPLY_OPT_IN:
		text->start = TRUE;
		effect->note = "opt-in by text";
		text->answer = MESSAGE_STARTED;
		return TRUE;
	case REPLY_HELP:
		text->answer = MESSAGE_HELP;
		return TRUE;
	case REPLY_ANSWER:
	case REPLY_COMMENT:
	case REPLY_BOUNCE:
	case REPLY_DELAY:
	case REPLY_DELIVERED:
	case REPLY_AUTO_REPLY:
	case REPLY_COMPLAINT:
	case REPLY_UNREADABLE:
		return FALSE;
	}
	g_assert_not_reached();
}

void
conversation_judge(const struct talk *talk, struct reply_effect *effect,
    struct text_effect *text)
{
	const struct conversation *stands = talk->conversation;
	const struct reading *reading = talk->reading;

	effect->kind = reading->kind;
	effect->score = reading->score;
	effect->comment = reading->kind == REPLY_COMMENT ? reading->text :
							   reading->comment;
	effect->note = NULL;
	effect->invitation_id = stands != NULL ? stands->invitation_id : 0;
	effect->text = text;
	text->counts = text->stop = text->stop_mail = text->start = FALSE;
	text->answer = MESSAGE_INVITATION;
	text->step = stands != NULL ? stands->step : CONVERSATION_DONE;
	text->reprompted = stands != NULL && stands->reprompted;
	if (judge_command(talk, effect, text))
		return;
	if (stands == NULL)
		effect->note = "nobody was asked on this number";
	else if (reading->kind == REPLY_ANSWER && stands->score < 0)
		judge_first_score(talk, text);
	else if (reading->kind == REPLY_ANSWER)
		judge_further_score(talk, effect, text);
	else if (reading->kind == REPLY_COMMENT && stands->score >= 0)
		judge_words(talk, text);
	else
		judge_no_score(talk, text);
}
