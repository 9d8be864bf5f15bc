/*
 * smtp_exchange.h - bytes go from the link to the dialogue, and back.
 */
#ifndef PROVIDERS_SMTP_EXCHANGE_H
#define PROVIDERS_SMTP_EXCHANGE_H

#include "providers/smtp_dialogue.h"
#include "providers/smtp_link.h"

/* All that is there. */
void smtp_exchange_read(struct smtp_link *link, struct smtp_dialogue *dialogue);

/* What is to be said, as far as it goes; adds the bytes that went to progress.
 * TRUE if something is left. */
gboolean smtp_exchange_write(struct smtp_link *link,
    struct smtp_dialogue *dialogue, guint64 *progress);

#endif
