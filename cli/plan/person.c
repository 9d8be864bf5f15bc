/*
 * person.c - what one person would get, line by line, with the reasons.
 * Called by plan.c. Pure.
 */
#include <string.h>

#include "base/text.h"
#include "base/timezone.h"
#include "cli/fold.h"
#include "cli/plan/plan.h"

#define STAMP_COLUMNS 22 /* "Mon 2026-11-23 09:00  " */

struct line {
	gint64 at;
	guint order; /* among those of one moment */
	char *text;
};

static void
line_clear(gpointer data)
{
	struct line *line = data;

	g_free(line->text);
}

static int
compare(gconstpointer one, gconstpointer other)
{
	const struct line *a = one;
	const struct line *b = other;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

/* text is taken. */
static void
add(GArray *lines, gint64 at, char *text)
{
	struct line line = { at, lines->len, text };

	g_array_append_val(lines, line);
}

/* "after-booking (B-1042)" */
static char *
name_of(const char *touchpoint, const char *reference)
{
	g_autofree char *clean = text_clean(reference != NULL ? reference : "");

	return touchpoint == NULL ? g_strdup("a message") :
				    g_strdup_printf("%s (%s)", touchpoint,
					clean);
}

static char *
kind_text(const struct plan_send *send)
{
	if (send->kind == MESSAGE_INVITATION)
		return g_strdup("asked");
	if (send->kind == MESSAGE_REMINDER)
		return g_strdup_printf("reminder %u", send->number);
	return g_strdup(message_kind_name(send->kind));
}

static void
add_sends(GArray *lines, const struct plan *plan)
{
	for (guint i = 0; i < plan->sends->len; i++) {
		const struct plan_send *send = &g_array_index(plan->sends,
		    struct plan_send, i);
		g_autofree char *kind = kind_text(send);
		g_autofree char *name = name_of(send->touchpoint,
		    send->reference);

		add(lines, send->at,
		    g_strdup_printf("%s: %s by %s", name, kind,
			channel_name(send->channel)));
	}
}

static void
add_waits(GArray *lines, const struct plan *plan)
{
	for (guint i = 0; i < plan->waits->len; i++) {
		const struct plan_wait *wait = &g_array_index(plan->waits,
		    struct plan_wait, i);
		g_autofree char *name = name_of(wait->touchpoint,
		    wait->reference);
		g_autofree char *reason = text_clean(wait->reason);

		add(lines, wait->at,
		    g_strdup_printf("%s: the %s must wait: %s", name,
			message_kind_name(wait->kind), reason));
	}
}

static void
add_end(GArray *lines, const struct plan *plan, const struct plan_end *end)
{
	g_autofree char *name = name_of(end->touchpoint, end->reference);
	g_autofree char *reason = text_clean(
	    end->reason != NULL ? end->reason : "");
	const char *state = invitation_state_name(end->state);
	g_autofree char *due = timezone_format(
	    plan->settings->organisation.zone, end->due_at);

	if (end->state == INVITATION_SENT)
		return;
	if (end->state == INVITATION_SCHEDULED)
		add(lines, plan->until_at,
		    g_strdup_printf("%s: still to leave, on %s", name, due));
	else
		add(lines, end->changed_at,
		    g_strdup_printf("%s: %s%s%s", name, state,
			*reason != '\0' ? ": " : "", reason));
}

static void
append_head(GString *page, const struct plan *plan)
{
	g_autofree char *who = text_clean(plan->only);
	g_autofree char *period = plan_period_text(plan);

	g_string_append_printf(page,
	    "The plan for %s\n%s\n"
	    "Nothing was sent, and nothing has changed.\n\n",
	    who, period);
}

char *
plan_person(const struct plan *plan)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE,
	    sizeof(struct line));
	GTimeZone *zone = plan->settings->organisation.zone;
	GString *page = g_string_new(NULL);

	g_array_set_clear_func(lines, line_clear);
	append_head(page, plan);
	add_sends(lines, plan);
	add_waits(lines, plan);
	for (guint i = 0; i < plan->ends->len; i++)
		add_end(lines, plan,
		    &g_array_index(plan->ends, struct plan_end, i));
	g_array_sort(lines, compare);
	for (guint i = 0; i < lines->len; i++) {
		const struct line *line = &g_array_index(lines, struct line,
		    i);
		g_autofree char *day = plan_day_text(
		    timezone_day(zone, line->at));
		g_autofree char *at = timezone_format(zone, line->at);

		g_string_append_printf(page, "%.3s %s  ", day, at);
		fold_append(page, line->text, STAMP_COLUMNS, STAMP_COLUMNS);
	}
	if (lines->len == 0)
		g_string_append(page,
		    "Nothing: no invitation of theirs is due in this time, as "
		    "far as events\nhave come in. See `dripscore why`.\n");
	return g_string_free(page, FALSE);
}
