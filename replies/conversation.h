/*
 * conversation.h - what a text means where the talk stands, and what is said
 * next. Pure; take.c stores what it says.
 */
#ifndef REPLIES_CONVERSATION_H
#define REPLIES_CONVERSATION_H

#include "replies/read.h"
#include "store/replies/replies.h"

/* All borrowed. */
struct talk {
	const struct reading *reading;
	const struct conversation *conversation; /* NULL: nobody was asked */
	gboolean late;		   /* it was written after closes_at */
	gboolean stop_closes_mail; /* see struct texting */
};
/*
 * Fills of the effect invitation_id, kind, score, comment (borrowed from the
 * reading), note (static) and text, and all of `text` but number and provider.
 */
void conversation_judge(const struct talk *talk, struct reply_effect *effect,
    struct text_effect *text);

#endif
