/*
 * outcome.c - see outcome.h. Called by drip.c.
 */
#include "scheduler/outcome.h"

#define PAUSE_MAX_S (4 * 60 * 60)
#define DOUBLINGS_MAX 16

static gint64
pause_of(const struct settings *settings, const struct send_result *result,
    guint tries)
{
	gint64 pause_s = settings->cadence.retry_s << MIN(tries, DOUBLINGS_MAX);

	pause_s = MIN(pause_s, MAX(PAUSE_MAX_S, settings->cadence.retry_s));
	return MAX(pause_s, result->retry_after_s);
}

struct outcome
outcome_of(const struct settings *settings, const struct send_result *result,
    guint tries, gint64 expires_at, gint64 halt_s, gint64 now_at)
{
	struct outcome outcome = { VERDICT_RETRY, 0 };

	switch (result->outcome) {
	case SEND_ACCEPTED:
		outcome.verdict = VERDICT_SENT;
		return outcome;
	case SEND_REJECTED:
		outcome.verdict = VERDICT_FAILED;
		return outcome;
	case SEND_IN_DOUBT:
		if (!settings->cadence.in_doubt_resend) {
			outcome.verdict = VERDICT_IN_DOUBT;
			return outcome;
		}
		outcome.next_at = now_at + pause_of(settings, result, tries);
		/* Too late to send it again is not: it failed. */
		if (outcome.next_at >= expires_at)
			outcome.verdict = VERDICT_IN_DOUBT;
		return outcome;
	case SEND_DEFERRED:
		outcome.next_at = now_at + pause_of(settings, result, tries);
		break;
	case SEND_HALTED:
		/* It waits until somebody mends what is ours to mend. */
		outcome.next_at = now_at + MAX(halt_s, result->retry_after_s);
		return outcome;
	}
	if (outcome.next_at >= expires_at)
		outcome.verdict = VERDICT_FAILED;
	return outcome;
}
