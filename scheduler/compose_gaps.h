/*
 * compose_gaps.h - what the words of a mail name of the person and of what
 * happened ("contact.name", "event.hotel"), and what stands there for one item.
 *
 * Only what can be put into a finished mail without rendering it again: a text
 * of one line, a whole number, or nothing. Called by compose_mould.c.
 */
#ifndef SCHEDULER_COMPOSE_GAPS_H
#define SCHEDULER_COMPOSE_GAPS_H

#include "scheduler/compose_internal.h"

#define GAPS_MAX 20

struct gaps;

/* NULL: they name something else too. */
struct gaps *gaps_new(const struct composer *composer,
    const struct touchpoint *touchpoint, const char *language,
    enum message_kind kind);
void gaps_free(struct gaps *gaps);

/* What an item has. Texts are borrowed of it, or of this. */
struct gap_values {
	guint32 shown; /* a bit each; the others print nothing */
	const char *texts[GAPS_MAX];
	char numbers[GAPS_MAX][24];
	json_t *contact, *event;
};
/* FALSE: something else stands there. Cleared by the caller in any case. */
gboolean gaps_read(const struct gaps *gaps, const struct event *event,
    struct gap_values *values);
void gap_values_clear(struct gap_values *values);

/*
 * Somebody in whose attributes a blank stands for each gap that is shown:
 * gap_blank() with its number. To be cleared with g_free of both attributes.
 */
void gaps_blank_event(const struct gaps *gaps, guint32 shown,
    struct event *event);

/* How a blank begins and ends, as it stands, in HTML, and in a link; between
 * the two is a letter for the gap, from 'A' on. */
struct blank_form {
	const char *before, *behind;
};
enum blank_kind {
	BLANK_TEXT,
	BLANK_HTML,
	BLANK_LINK,
};
extern const struct blank_form blank_forms[BLANK_LINK + 1];

#endif
