/*
 * words.c - see cases.h: a case in words.
 */
#include "cli/cases/cases.h"

#include "base/text.h"

char *
case_span(gint64 seconds)
{
	static const struct {
		gint64 s;
		const char *one, *many;
	} units[] = {
		{ 24 * 60 * 60, "day", "days" },
		{ 60 * 60, "hour", "hours" },
		{ 60, "minute", "minutes" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
		gint64 n = seconds / units[i].s;

		/* "due in 1 day" would say little of what is due tomorrow. */
		if (n > (units[i].s == 24 * 60 * 60))
			return g_strdup_printf("%" G_GINT64_FORMAT " %s", n,
			    n == 1 ? units[i].one : units[i].many);
	}
	return g_strdup("less than a minute");
}

char *
case_due(const struct customer_case *each, gint64 now_at)
{
	g_autofree char *span = case_span(
	    ABS(each->closed_at != 0 ? now_at - each->closed_at :
				       each->due_at - now_at));

	if (each->closed_at != 0)
		return g_strdup_printf("closed %s ago", span);
	return each->due_at > now_at ? g_strdup_printf("due in %s", span) :
				       g_strdup_printf("%s late", span);
}

static const char *
concern_words(const struct customer_case *each)
{
	switch (each->concern) {
	case CONCERN_NONE:
		return "a reply to look at";
	case CONCERN_NO_SCORE:
		return each->score >= 0 ? "a score that does not count" :
					  "words without a score";
	case CONCERN_UNCLEAR:
		return "a number that is no score from 0 to 10";
	case CONCERN_OTHER:
		return "answered by another";
	case CONCERN_NOBODY:
		return "nobody knows which invitation it answers";
	case CONCERN_UNREADABLE:
		return "it says nothing that can be read";
	case CONCERN_ASIDE:
		return "set aside: reading it failed";
	}
	return "";
}

char *
case_why(const struct customer_case *each)
{
	if (each->cause == CASE_REPLY && each->score >= 0)
		return g_strdup_printf("%s: %d", concern_words(each),
		    each->score);
	if (each->cause == CASE_REPLY)
		return g_strdup(concern_words(each));
	return each->score >= 0 ? g_strdup_printf("score %d", each->score) :
				  g_strdup("an alert");
}

char *
case_person(const struct customer_case *each)
{
	g_autoptr(GString) person = g_string_new(NULL);

	if (each->name != NULL)
		g_string_append(person, each->name);
	if (each->address != NULL)
		g_string_append_printf(person,
		    each->name != NULL ? " <%s>" : "%s", each->address);
	if (each->author != NULL)
		g_string_append_printf(person, "%swritten by %s",
		    person->len > 0 ? ", " : "", each->author);
	return person->len > 0 ? text_clean(person->str) : NULL;
}
