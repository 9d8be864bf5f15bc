/*
 * reason_kind.c - see reason_kind.h. Pure.
 *
 * Reasons are sentences for one person; a group is of those that are the same
 * without dates, values of attributes and time zones. What it doesn't know
 * stays as it is, and is a group of its own.
 */
#include "cli/reason_kind.h"

#include <string.h>

#define TOO_LATE "it would come too late, on "

/* What follows the mark, and the mark, say it of one person alone. */
static const char *const marks[] = {
	"; it waits until ",
	", which is due on ",
	": asked at ",
	": it was to leave on ",
};

static void
cut_at(GString *text, const char *mark)
{
	char *found = strstr(text->str, mark);

	if (found != NULL)
		g_string_truncate(text, (gsize)(found - text->str));
}

/* Behind the date. */
static const char *
why_too_late(const char *reason)
{
	const char *why = strstr(reason + strlen(TOO_LATE), ": ");

	return why != NULL ? why + 2 : "";
}

char *
reason_kind(const char *reason)
{
	GString *text;

	if (reason == NULL)
		return g_strdup("no reason is known");
	if (g_str_has_prefix(reason, TOO_LATE)) {
		g_autofree char *why = reason_kind(
		    why_too_late(reason));

		return g_strconcat("it would come too late: ", why, NULL);
	}
	text = g_string_new(reason);
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
		cut_at(text, marks[i]);
	if (g_str_has_prefix(text->str, "not asked, by `where`"))
		cut_at(text, ": ");
	if (g_str_has_prefix(text->str, "outside the hours of calendar "))
		cut_at(text, " in ");
	return g_string_free(text, FALSE);
}

gboolean
reason_kind_is_cap(const char *kind)
{
	return g_str_has_prefix(kind, "the drip of ") ||
	    strstr(kind, "texts of today") != NULL ||
	    strstr(kind, "money for texts") != NULL;
}
