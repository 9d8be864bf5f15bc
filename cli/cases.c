/*
 * cases.c - `dripscore cases`: replies that a person should look at, and why.
 * Lists alone; what is done about one happens elsewhere.
 */
#include <stdio.h>

#include "base/text.h"
#include "base/timezone.h"
#include "cli/app.h"
#include "store/replies.h"

#define LISTED_MAX 100

static const char *
why(const struct listed_reply *reply)
{
	switch (reply->concern) {
	case CONCERN_NONE:
		break;
	case CONCERN_NO_SCORE:
		return reply->score >= 0 ? "a score that does not count" :
					   "words without a score";
	case CONCERN_UNCLEAR:
		return "a number that is no score from 0 to 10";
	case CONCERN_OTHER:
		return reply->scored ? "answered by another, and counted" :
				       "answered by another, not counted";
	case CONCERN_NOBODY:
		return "nobody knows which invitation it answers";
	case CONCERN_UNREADABLE:
		return "it says nothing that can be read";
	case CONCERN_ASIDE:
		return "set aside: reading it failed";
	}
	return "";
}

/* Whether its note says more than why(). */
static gboolean
has_more(const struct listed_reply *reply)
{
	return reply->note != NULL && reply->concern != CONCERN_UNCLEAR &&
	    reply->concern != CONCERN_OTHER && reply->concern != CONCERN_NOBODY;
}

/* Nothing in it can command a terminal. */
static void
print_clean(const char *before, const char *text, const char *after)
{
	g_autofree char *clean = text_clean(text);

	printf("%s%s%s", before, clean, after);
}

static void
print_person(const struct listed_reply *reply)
{
	const char *name = reply->name;
	const char *address = reply->address;

	if (name == NULL && address == NULL && reply->author == NULL)
		return;
	printf("    ");
	if (name != NULL)
		print_clean("", name, address != NULL ? " " : "");
	if (address != NULL)
		print_clean(name != NULL ? "<" : "", address,
		    name != NULL ? ">" : "");
	if (reply->author != NULL)
		print_clean(name != NULL || address != NULL ?
			", written by " :
			"written by ",
		    reply->author, "");
	putchar('\n');
}

static void
print_case(const struct listed_reply *reply, GTimeZone *zone)
{
	g_autofree char *at = timezone_format(zone, reply->received_at);

	printf("%" G_GINT64_FORMAT "  %s  %s  %s", reply->id, at,
	    reply->touchpoint != NULL ? reply->touchpoint : "-", why(reply));
	if (reply->score >= 0)
		printf(": %d", reply->score);
	if (has_more(reply))
		print_clean(" (", reply->note, ")");
	putchar('\n');
	print_person(reply);
	if (reply->excerpt != NULL)
		print_clean("    \"", reply->excerpt, "\"\n");
	putchar('\n');
}

static int
list(struct app *app)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) cases = store_list_replies(app->store, FALSE,
	    LISTED_MAX, &error);

	if (cases == NULL)
		return app_fail(error);
	for (guint i = 0; i < cases->len; i++)
		print_case(cases->pdata[i], app->settings->organisation.zone);
	if (cases->len == 0)
		puts("No reply waits for a person to look at it.");
	else if (cases->len == LISTED_MAX)
		printf("The newest %d. ", LISTED_MAX);
	if (cases->len > 0)
		puts("`dripscore replies NUMBER` shows one as it came in.");
	return EX_OK;
}

static int
run(struct app *app, int argc, char **argv)
{
	int code;

	if (!command_parse(&command_cases, NULL, &argc, &argv))
		return EX_USAGE;
	code = app_open(app, FALSE);
	return code == EX_OK ? list(app) : code;
}

const struct command command_cases = {
	.name = "cases",
	.arguments = "",
	.summary = "Replies that a person should look at, and why",
	.run = run,
};
