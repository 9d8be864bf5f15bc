/*
 * text.c - see why.h: the page of one contact, event by event.
 */
#include <string.h>

#include "base/text.h"
#include "base/timezone.h"
#include "cli/fold.h"
#include "cli/why/why.h"
#include "scheduler/cadence.h"

#define NAME_COLUMNS 16
#define INDENT 2
#define BEHIND (INDENT + NAME_COLUMNS) /* also of a date and two blanks */

char *
why_when(const struct why *why, gint64 at)
{
	return timezone_format(why->settings->organisation.zone, at);
}

void
why_row(GString *page, const char *head, const char *words)
{
	g_autofree char *clean = text_clean(head);
	glong n = g_utf8_strlen(clean, -1);

	g_string_append_printf(page, "%*s%s", INDENT, "", clean);
	if (n >= NAME_COLUMNS) {
		g_string_append_c(page, '\n');
		n = -INDENT;
	}
	g_string_append_printf(page, "%*s", (int)(NAME_COLUMNS - n), "");
	fold_append(page, words, BEHIND, BEHIND);
}

/* What goes on below a row. */
void
why_more(GString *page, const char *format, ...)
{
	g_autofree char *words = NULL;
	va_list arguments;

	va_start(arguments, format);
	words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	fold_line(page, words, BEHIND, BEHIND);
}

/* What would follow if it were judged as things stand; how much that is. */
static guint
append_unjudged(GString *page, const struct why *why,
    const struct due_event *due)
{
	gint64 at = MAX(why->now_at, due->event->occurred_at);
	struct intake *intake = cadence_judge(why->settings, due, at);
	guint n = intake->invitations->len;

	fold_line(page,
	    at == why->now_at ? "not judged yet: the next turn of `dripscore "
				"run` does it; as things stand:" :
				"it has not come yet, and is judged then; as "
				"things stand:",
	    INDENT, INDENT);
	for (guint i = 0; i < n; i++) {
		const struct planned_invitation *each =
		    intake->invitations->pdata[i];
		g_autofree char *leaves = why_when(why, each->due_at);
		g_autofree char *words =
		    each->state == INVITATION_SCHEDULED ?
		    g_strdup_printf("to leave by %s %s%s",
			channel_name(each->channel),
			each->due_at <= why->now_at ?
			    "at once, due since " :
			    "on ",
			leaves) :
		    g_strdup_printf("%s: %s",
			invitation_state_name(each->state), each->reason);

		why_row(page, each->touchpoint, words);
	}
	intake_free(intake);
	return n;
}

static const struct journey_invitation *
invitation_at(const struct journey_event *event, const char *touchpoint)
{
	for (guint i = 0; i < event->invitations->len; i++) {
		const struct journey_invitation *each =
		    event->invitations->pdata[i];

		if (strcmp(each->touchpoint, touchpoint) == 0)
			return each;
	}
	return NULL;
}

/* What this event would have called off had left before it happened. */
static gboolean
came_too_late(const struct journey *journey, const struct event *event,
    const struct touchpoint *touchpoint)
{
	for (guint i = 0; i < journey->events->len; i++) {
		const struct journey_event *each = journey->events->pdata[i];
		const struct journey_invitation *invitation =
		    invitation_at(each, touchpoint->name);

		if (invitation != NULL && invitation->sent_at != 0 &&
		    invitation->sent_at <= event->occurred_at &&
		    strcmp(each->event->source, event->source) == 0 &&
		    strcmp(each->event->reference, event->reference) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Touchpoints that ask about such an event, and did not about this one; and
 * those that it calls off. How many they are. */
static guint
append_others(GString *page, const struct why *why,
    const struct journey *journey, const struct journey_event *event)
{
	const GPtrArray *touchpoints = why->settings->touchpoints;
	guint n = 0;

	for (guint i = 0; i < touchpoints->len; i++) {
		const struct touchpoint *each = touchpoints->pdata[i];
		gboolean asks = event->due == NULL &&
		    why_concerns(each, event->event) &&
		    invitation_at(event, each->name) == NULL;
		gboolean ends = g_strv_contains(
		    (const char *const *)each->unless, event->event->type);

		if (asks)
			why_row(page, each->name,
			    "not asked: it was not configured when the event "
			    "was judged");
		else if (ends)
			why_row(page, each->name,
			    came_too_late(journey, event->event, each) ?
				"had left before it" :
				"called off by it, unless it has left before");
		n += asks || ends;
	}
	return n;
}

static void
append_event(GString *page, const struct why *why,
    const struct journey *journey, const struct journey_event *event)
{
	const struct event *is = event->event;
	g_autofree char *when = why_when(why, is->occurred_at);
	gboolean ours = strcmp(is->source, EVENT_SOURCE_OURS) == 0;
	g_autofree char *head = ours ?
	    g_strdup("the turn of a recurring survey") :
	    g_strdup_printf("%s %s%s%s", is->type, is->reference,
		*is->source != '\0' ? " from " : "", is->source);
	guint n;

	g_string_append_printf(page, "\n%s  ", when);
	fold_append(page, head, BEHIND, BEHIND);
	for (guint i = 0; i < event->invitations->len; i++)
		why_invitation(page, why, journey,
		    event->invitations->pdata[i]);
	n = event->invitations->len;
	if (event->due != NULL)
		n += append_unjudged(page, why, event->due);
	n += append_others(page, why, journey, event);
	if (n == 0)
		fold_line(page, "no touchpoint asks about it", INDENT, INDENT);
}

/* What was told to people, or came with history. */
static void
append_answers(GString *page, const struct why *why, const GPtrArray *answers)
{
	if (answers->len > 0)
		g_string_append(page, "\nAnswers to no invitation\n");
	for (guint i = 0; i < answers->len; i++) {
		const struct journey_answer *each = answers->pdata[i];
		g_autofree char *at = why_when(why, each->answered_at);
		g_autofree char *words = g_strdup_printf(
		    "%s: %d%s, by %s%s%s (answer %" G_GINT64_FORMAT ")", at,
		    each->score,
		    each->commented ? ", with words" : ", without words",
		    each->source, each->author != NULL ? ", " : "",
		    each->author != NULL ? each->author : "", each->id);

		why_row(page, each->touchpoint, words);
	}
}

char *
why_page(const struct why *why, const struct journey *journey)
{
	GString *page = g_string_new(NULL);

	why_person(page, why, journey);
	for (guint i = 0; i < journey->events->len; i++)
		append_event(page, why, journey, journey->events->pdata[i]);
	append_answers(page, why, journey->answers);
	why_elsewhere(page, why, journey);
	return g_string_free(page, FALSE);
}
