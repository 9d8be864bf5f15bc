/*
 * whose.h - whose reply it is, and what follows. Pure.
 *
 * The token in the address it came to says so, else a Message-ID of ours in
 * In-Reply-To or References; never the From alone.
 */
#ifndef REPLIES_WHOSE_H
#define REPLIES_WHOSE_H

#include "base/token.h"
#include "replies/read.h"

struct owner {
	gboolean known;
	enum token_purpose purpose;
	gint64 id; /* of an invitation, a message or a case: see token.h */
};

/*
 * pattern: the inbox's address with {token}. envelope: the recipient the mail
 * was handed over with, or NULL; it goes before the headers.
 */
struct owner whose_reply(const struct token_keys *keys, const char *pattern,
    const char *envelope, const struct reading *reading);

struct meaning {
	enum reply_kind kind; /* the reading's, or corrected by the owner */
	gboolean suppress;
	char *note; /* or NULL; owned */
};
/* What a reading means, given by which of our addresses it came. */
void meaning_of(const struct reading *reading, const struct owner *owner,
    struct meaning *meaning);

#endif
