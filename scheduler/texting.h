/*
 * texting.h - whether a person may be asked by text, and what a text costs.
 * Pure.
 */
#ifndef SCHEDULER_TEXTING_H
#define SCHEDULER_TEXTING_H

#include "base/settings.h"
#include "store/outbox.h"

/*
 * Why this contact may not be texted about this event (no consent, a country
 * that is not allowed, a premium number), in words; owned; NULL: it may.
 */
char *texting_refusal(const struct settings *settings,
    const struct contact *contact, const struct event *event);

/* What a text counts against; text is UTF-8; number is borrowed. */
void texting_charge(const struct settings *settings, const char *number,
    const char *text, gint64 now_at, struct text_charge *charge);

#endif
