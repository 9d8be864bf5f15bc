/*
 * outcome.h - what follows from a provider's answer. Pure.
 */
#ifndef SCHEDULER_OUTCOME_H
#define SCHEDULER_OUTCOME_H

#include "base/settings.h"
#include "providers/provider.h"
#include "store/outbox/outbox.h"

struct outcome {
	enum verdict verdict;
	gint64 next_at; /* VERDICT_RETRY */
};

/*
 * tries: attempts before this one. A deferred message is due again after
 * retry_s, doubled with each try up to four hours, or later if the other side
 * asked for it; if that would be at its expiry or later, it has failed.
 * halt_s: when a halted provider is tried again.
 */
struct outcome outcome_of(const struct settings *settings,
    const struct send_result *result, guint tries, gint64 expires_at,
    gint64 halt_s, gint64 now_at);

#endif
