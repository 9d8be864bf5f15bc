/*
 * digest_still.h - what stands still or goes wrong is added to a digest's
 * facts. Called by digest_gather.c.
 */
#ifndef SCORES_DIGEST_STILL_H
#define SCORES_DIGEST_STILL_H

#include "scores/digest/digest_signs.h"

/* days: those before until_day. */
void digest_note_silence(struct digest_facts *facts, const char *touchpoint,
    const struct digest_days *days);
/* before: of the period before, all touchpoints of the team. */
gboolean digest_note_bounces(const struct digest_source *source,
    struct digest_facts *facts, const struct tally *before, GError **error);
/* Providers that have halted. */
gboolean digest_note_halts(const struct digest_source *source,
    struct digest_facts *facts, GError **error);

#endif
