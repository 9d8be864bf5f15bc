/*
 * list.c - `dripscore cases`: who is owed a call, the latest first.
 */
#include <stdio.h>

#include "base/text.h"
#include "cli/cases/cases.h"

#define LISTED_MAX 100

static struct {
	gboolean all, json;
	char *mine, *team;
} given;

static const GOptionEntry entries[] = {
	{ "all", 0, 0, G_OPTION_ARG_NONE, &given.all, "Closed ones too", NULL },
	{ "mine", 0, 0, G_OPTION_ARG_STRING, &given.mine,
	    "Those of this owner", "ADDRESS" },
	{ "team", 0, 0, G_OPTION_ARG_STRING, &given.team,
	    "Those at the team's touchpoints", "NAME" },
	{ "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "For programs: all",
	    NULL },
	{ 0 },
};

static void
print_words(const char *text)
{
	g_autofree char *clean = text_clean(text);
	gsize n = (gsize)g_utf8_strlen(clean, -1);
	g_autofree char *begin = g_utf8_substring(clean, 0,
	    (glong)MIN(n, REPLY_EXCERPT_CHARS));

	printf("    \"%s%s\"\n", begin, n > REPLY_EXCERPT_CHARS ? "..." : "");
}

static void
print_case(const struct customer_case *each, gint64 now_at)
{
	g_autofree char *age = case_span(now_at - each->opened_at);
	g_autofree char *due = case_due(each, now_at);
	g_autofree char *why = case_why(each);
	g_autofree char *person = case_person(each);
	const char *owner = each->owner != NULL ? each->owner :
	    each->team != NULL			? each->team :
						  "nobody's";
	g_autofree char *whose = text_clean(owner);

	printf("%" G_GINT64_FORMAT "  %s  open for %s, %s  (%s)\n", each->id,
	    why, age, due, whose);
	printf("    %s%s%s\n",
	    each->touchpoint != NULL ? each->touchpoint : "-",
	    person != NULL ? "  " : "", person != NULL ? person : "");
	if (each->words != NULL)
		print_words(each->words);
	if (each->outcome != NULL) {
		g_autofree char *outcome = text_clean(each->outcome);

		printf("    outcome: %s\n", outcome);
	}
	putchar('\n');
}

static int
print_cases(const GPtrArray *cases, gint64 now_at)
{
	for (guint i = 0; i < MIN(cases->len, LISTED_MAX); i++)
		print_case(cases->pdata[i], now_at);
	if (cases->len == 0)
		puts(given.all ? "There is no case." : "No case is open.");
	else if (cases->len > LISTED_MAX)
		printf("The first %d. ", LISTED_MAX);
	if (cases->len > 0)
		puts("`dripscore case NUMBER` shows one, with its notes.");
	return EX_OK;
}

static int
list(struct app *app)
{
	gint64 now_at = clock_now(&app->clock);
	const struct team *team = given.team != NULL ?
	    settings_team(app->settings, given.team) :
	    NULL;
	const struct case_query query = {
		.team = team != NULL ? team->name : NULL,
		.touchpoints = team != NULL ?
		    (const char *const *)team->touchpoints :
		    NULL,
		.owner = given.mine,
		.closed_too = given.all,
		.limit = given.json ? 0 : LISTED_MAX + 1,
		.now_at = now_at,
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) cases = NULL;
	json_t *all;

	if (given.team != NULL && team == NULL)
		return app_no_section(app, "team", given.team);
	cases = store_cases(app->store, &query, &error);
	if (cases == NULL)
		return app_fail(error);
	if (!given.json)
		return print_cases(cases, now_at);
	all = json_array();
	for (guint i = 0; i < cases->len; i++)
		json_array_append_new(all,
		    case_json(cases->pdata[i], NULL, now_at));
	return case_print_json(all);
}

static int
run(struct app *app, int argc, char **argv)
{
	int code;

	if (!command_parse(&command_cases, entries, &argc, &argv))
		return EX_USAGE;
	code = app_open(app, FALSE);
	return code == EX_OK ? list(app) : code;
}

const struct command command_cases = {
	.name = "cases",
	.arguments = "",
	.summary = "Who is owed a call: open cases, those that are late first",
	.run = run,
};
