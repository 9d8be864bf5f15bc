/*
 * compose_mould.h - mails that ask, made in a mould.
 *
 * What two mails of one touchpoint in one language differ in is little: tokens,
 * date, address, the person's own words. So the first of them is rendered and
 * encoded with blanks in these places, kept, and of all others only the blanks
 * are filled. The bytes are the same as compose_ask_plainly()'s; what a mould
 * cannot hold is left to that.
 */
#ifndef SCHEDULER_COMPOSE_MOULD_H
#define SCHEDULER_COMPOSE_MOULD_H

#include "scheduler/compose_internal.h"

struct moulds *moulds_new(void);
void moulds_free(struct moulds *moulds);
/* How many were cast. For tests. */
guint moulds_cast(const struct moulds *moulds);

/* NULL: it is not to be made in a mould. */
struct message *mould_compose(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at);

/* Tokens in the bytes of a mail. */
enum mould_token {
	MOULD_REPLY,
	MOULD_LEAVE,
	MOULD_MESSAGE,
	MOULD_FOLLOWS, /* the message that it comes after */
};
#define MOULD_TOKENS 4

/* For whom a mould is cast: blanks in place of tokens, as long as these. */
struct cast {
	gint64 follows_message_id; /* 0: nothing */
	char *blanks[MOULD_TOKENS];
};
/* The blank of a token; owned. */
char *mould_blank(const struct cast *cast, enum token_purpose purpose,
    gint64 id);

/* What stands there in one mail. */
struct mould_filling {
	const char *const *gaps; /* texts */
	char *tokens[MOULD_TOKENS];
	const char *to_name; /* or NULL */
	const char *to_address;
	const char *date; /* its header line */
};

struct mould;

/* NULL: it cannot be cast. shown: of the gaps, see compose_gaps.h. */
struct mould *mould_new(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    const struct event *blank, const struct mould_filling *like);
void mould_free(struct mould *mould);
GBytes *mould_fill(const struct mould *mould,
    const struct mould_filling *filling);

#endif
