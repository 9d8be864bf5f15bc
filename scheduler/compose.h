/*
 * compose.h - from a leased message to the bytes that leave.
 */
#ifndef SCHEDULER_COMPOSE_H
#define SCHEDULER_COMPOSE_H

#include "base/settings.h"
#include "store/outbox/outbox.h"
#include "templates/catalog.h"

struct composer;

/*
 * Checks what the touchpoints want of the templates; mistakes (char *) are
 * appended, and with any the result is NULL. All arguments but the mistakes
 * must outlive it. key: TOKEN_KEY_BYTES.
 */
struct composer *composer_new(const struct settings *settings,
    const struct catalog *catalog, const guint8 *key, GPtrArray *mistakes);
void composer_free(struct composer *composer);
AUTOPTR_DEFINE(composer, composer_free)

/*
 * The same of one section, which may have mistakes: what is right of it is
 * checked. For a configuration that cannot be used as it stands.
 */
void compose_check(const struct config_section *touchpoint,
    const struct catalog *catalog, GPtrArray *mistakes);

/*
 * The message of an item. provider: the section of the one it leaves by, for
 * From and envelope. NULL with error set if a limit of the renderer is passed.
 * Tokens, Message-ID and boundary follow from the key and the ids: a message
 * composed again is the same but for its Date.
 */
struct message *compose(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, GError **error);

/* What a mail asks, and whom; all borrowed. */
struct asking {
	/* Of an invitation, a reminder, a nudge; a re-prompt, thanks, or the
	 * confirmation of an opt-out. */
	enum message_kind kind;
	const struct touchpoint *touchpoint; /* of the last three: or NULL */
	const struct event *event;
	gint64 invitation_id;
	int score; /* MESSAGE_NUDGE, MESSAGE_THANKS: what was answered */
};
/* Its subject, text and HTML without its envelope, for preview too. */
gboolean compose_bodies(const struct composer *composer,
    const struct asking *asking, struct rendered *rendered, GError **error);

/*
 * What a text says: the question, or an answer to a text. event: the person and
 * what is asked about, or NULL; then language (may be NULL) is the person's.
 * score: of MESSAGE_REASON, MESSAGE_NUDGE and MESSAGE_THANKS. Owned; NULL with
 * error set if a limit is passed.
 */
char *compose_text(const struct composer *composer, enum message_kind kind,
    const struct touchpoint *touchpoint, const struct event *event,
    const char *language, int score, GError **error);

#endif
