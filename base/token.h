/*
 * token.h - short secrets that say for what they were made.
 *
 * A token is a purpose letter, an id in base32 and a MAC: HMAC-SHA-256 (RFC
 * 2104) over purpose and id, cut to 100 bits, in lower-case base32 (RFC 4648
 * alphabet). It is bound to its purpose: a reply token opens no unsubscribe.
 * It survives mail programs that change the case of a local part.
 */
#ifndef BASE_TOKEN_H
#define BASE_TOKEN_H

#include <glib.h>

#define TOKEN_KEY_BYTES 32

enum token_purpose {
	TOKEN_REPLY = 'r',	 /* id: invitation; in Reply-To */
	TOKEN_BOUNCE = 'b',	 /* id: message; in the envelope sender */
	TOKEN_UNSUBSCRIBE = 'u', /* id: invitation; in List-Unsubscribe */
	TOKEN_MESSAGE_ID = 'm',	 /* id: message; in Message-ID */
	TOKEN_DELIVERY = 'd',	 /* id: message; in a text's delivery reports */
	TOKEN_CASE_OWNER = 'o',	 /* id: case; in Reply-To, for a colleague */
	TOKEN_CASE_CUSTOMER = 'c', /* id: case; in Reply-To, for a customer */
};

/* Owned by the caller; 22 to 34 characters of a-z and 2-7. */
char *token_make(const guint8 key[TOKEN_KEY_BYTES], enum token_purpose purpose,
    gint64 id);

/*
 * TRUE and the id if text is a token of ours for this purpose, in any case.
 * The MAC is compared in constant time.
 */
gboolean token_read(const guint8 key[TOKEN_KEY_BYTES],
    enum token_purpose purpose, const char *text, gint64 *id);

/*
 * A store that was put back from a backup gives out ids again that are in mails
 * which left since: it has a new key then. The former ones are right for what
 * was in it, and for nothing that came later.
 */
struct token_former_key {
	guint8 key[TOKEN_KEY_BYTES];
	gint64 last_invitation, last_message, last_case;
};
struct token_keys {
	guint8 key[TOKEN_KEY_BYTES]; /* that tokens are made with */
	struct token_former_key *former;
	guint n_former;
};
/* As token_read, by any of them. */
gboolean token_read_any(const struct token_keys *keys,
    enum token_purpose purpose, const char *text, gint64 *id);
void token_keys_clear(struct token_keys *keys);

#endif
