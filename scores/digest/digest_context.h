/*
 * digest_context.h - what the template of a digest is filled with. Called by
 * digest.c only.
 */
#ifndef SCORES_DIGEST_CONTEXT_H
#define SCORES_DIGEST_CONTEXT_H

#include <jansson.h>

#include "scores/digest/digest.h"
#include "scores/digest/digest_words.h"

/*
 * Owned; a failure is in words->error. It has
 *
 *	organisation {name, postal_address}, brand {colour, logo_url}, team,
 *	period, reason_wrapped
 *
 * and, if nobody answered, silence and silence_wrapped; else
 *
 *	headline {sentences [], wrapped, and what a touchpoint has}
 *	touchpoints [{name, score, margin, nothing, bar [{share, class,
 *	    colour, divided}], figures [{label, value, class, colour}],
 *	    facts [{label, value}], plain_bar, plain_figures, plain_facts}]:
 *	    none if there is only one, whose name is then the headline's
 *	has_touchpoints
 *
 * and, if anything was said,
 *
 *	has_comments, comments [{score, class, tint, ink, text, about, wrapped,
 *	    plain_score}], more (if more was said than is shown)
 *
 * What is wrapped or plain is for the text. A name that does not apply is left
 * out: `nothing` says that a touchpoint has no answers.
 */
/* The picture of the trend; NULL: there is nothing to see. Owned. */
char *digest_trend_svg(struct digest_words *words,
    const struct digest_facts *facts, enum digest_paper paper);

json_t *digest_context(struct digest_words *words,
    const struct digest_input *input);

#endif
