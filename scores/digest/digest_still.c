/*
 * digest_still.c - see digest_still.h. When it is more than chance is for
 * digest_signs.c to say.
 */
#include "scores/digest/digest_still.h"

#include <string.h>

#include "base/timezone.h"
#include "store/health.h"

static struct digest_still *
still_add(struct digest_facts *facts, enum digest_still_kind kind,
    const char *name)
{
	struct digest_still *still = g_new0(struct digest_still, 1);

	still->kind = kind;
	still->name = g_strdup(name);
	g_ptr_array_add(facts->still, still);
	return still;
}

void
digest_note_silence(struct digest_facts *facts, const char *touchpoint,
    const struct digest_days *days)
{
	gint32 first_day = facts->period.until_day - DIGEST_DAYS;
	gboolean unsent;
	int last, sent_last;

	if (!digest_is_silent(days, &last, &sent_last))
		return;
	unsent = sent_last >= 0 && sent_last <= last;
	still_add(facts, unsent ? DIGEST_NOTHING_SENT : DIGEST_NO_ANSWERS,
	    touchpoint)
	    ->day = first_day + (unsent ? sent_last : last);
}

static gint64
count_sum(const struct team *team, const GPtrArray *counts)
{
	gint64 sum = 0;

	for (guint i = 0; i < counts->len; i++) {
		const struct touchpoint_count *count = counts->pdata[i];

		if (team_has_touchpoint(team, count->touchpoint))
			sum += count->n;
	}
	return sum;
}

gboolean
digest_note_bounces(const struct digest_source *source,
    struct digest_facts *facts, const struct tally *before, GError **error)
{
	GTimeZone *zone = source->settings->organisation.zone;
	gint64 before_at = timezone_day_begins(zone, facts->period.before_day);
	gint64 since_at = timezone_day_begins(zone, facts->period.since_day);
	gint64 until_at = timezone_day_begins(zone, facts->period.until_day);
	g_autoptr(GPtrArray) now = store_bounced(source->store, since_at,
	    until_at, error);
	g_autoptr(GPtrArray) then = NULL;
	struct digest_shares shares = { 0 };
	struct digest_still *still;

	if (now == NULL)
		return FALSE;
	then = store_bounced(source->store, before_at, since_at, error);
	if (then == NULL)
		return FALSE;
	/* What comes back in a week was not always sent in it. */
	shares.n = count_sum(source->team, now);
	shares.of = MAX(facts->total.tally.sent, shares.n);
	shares.n_before = count_sum(source->team, then);
	shares.of_before = MAX(before->sent, shares.n_before);
	if (shares.n < DIGEST_RISE_MIN ||
	    digest_rise_chance(&shares) > DIGEST_BOUNCE_LEVEL)
		return TRUE;
	still = still_add(facts, DIGEST_BOUNCES, NULL);
	still->n = shares.n;
	still->of = shares.of;
	still->n_before = shares.n_before;
	still->of_before = shares.of_before;
	return TRUE;
}

gboolean
digest_note_halts(const struct digest_source *source,
    struct digest_facts *facts, GError **error)
{
	g_autoptr(GPtrArray) all = store_provider_health(source->store, error);

	if (all == NULL)
		return FALSE;
	for (guint i = 0; i < all->len; i++) {
		const struct provider_health *each = all->pdata[i];

		if (strcmp(each->state, "halted") == 0 &&
		    config_find(source->settings->config, "provider",
			each->provider) != NULL)
			still_add(facts, DIGEST_HALTED, each->provider);
	}
	return TRUE;
}
