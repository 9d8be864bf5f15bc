/*
 * texting.h - whether a person may be asked by text, and what a text costs.
 * Pure.
 */
#ifndef SCHEDULER_TEXTING_H
#define SCHEDULER_TEXTING_H

#include "base/settings.h"
#include "store/outbox/outbox.h"

/*
 * Why this contact may not be texted about this event (no consent, a country
 * that is not allowed, a premium number), in words; owned; NULL: it may.
 */
char *texting_refusal(const struct settings *settings,
    const struct contact *contact, const struct event *event);

/*
 * The same of the number alone, for an answer to who has texted from it: that
 * it can get texts is plain.
 */
char *texting_answer_refusal(const struct settings *settings,
    const char *number);

/*
 * What a text counts against, but conversation_s; text is UTF-8; number is
 * borrowed.
 */
void texting_charge(const struct settings *settings, const char *number,
    const char *text, gint64 now_at, struct text_charge *charge);

#endif
