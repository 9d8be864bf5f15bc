/*
 * case.c - `dripscore case`: one case is shown, or something is done to it.
 */
#include <stdio.h>
#include <string.h>

#include "base/config_value.h"
#include "cli/cases/cases.h"

#define TEXT_MAX_BYTES 4000

static struct {
	char *by, *outcome;
	gboolean json;
} given;

static const GOptionEntry entries[] = {
	{ "by", 0, 0, G_OPTION_ARG_STRING, &given.by,
	    "Who does it; your user name, if it is left out", "NAME" },
	{ "outcome", 0, 0, G_OPTION_ARG_STRING, &given.outcome,
	    "close: what came of it", "TEXT" },
	{ "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "For programs", NULL },
	{ 0 },
};

static const struct deed {
	const char *word;
	enum case_deed deed;
	const char *wants; /* a further argument; NULL: none */
	const char *done;
} deeds[] = {
	{ "note", CASE_NOTE, "TEXT", "is noted" },
	{ "close", CASE_CLOSE, NULL, "is closed" },
	{ "open", CASE_REOPEN, NULL, "is open again" },
	{ "assign", CASE_ASSIGN, "ADDRESS", "is assigned, and a mail goes to" },
};

static const struct deed *
find_deed(const char *word)
{
	for (gsize i = 0; i < G_N_ELEMENTS(deeds); i++) {
		if (strcmp(deeds[i].word, word) == 0)
			return &deeds[i];
	}
	return NULL;
}

static int
refuse(const struct case_change *change, enum case_outcome outcome)
{
	const gint64 id = change->case_id;

	switch (outcome) {
	case CASE_UNKNOWN:
		return app_fail_with(EX_DATAERR,
		    "there is no case %" G_GINT64_FORMAT
		    "; `dripscore cases --all` shows them",
		    id);
	case CASE_NOT_OPEN:
		return app_fail_with(EX_DATAERR,
		    "case %" G_GINT64_FORMAT " is closed; `dripscore case "
		    "open %" G_GINT64_FORMAT "` opens it again",
		    id, id);
	case CASE_IS_OPEN:
		return app_fail_with(EX_DATAERR,
		    "case %" G_GINT64_FORMAT ", or another of the same "
		    "invitation, is open",
		    id);
	case CASE_DONE:
		break;
	}
	return EX_OK;
}

/* What the change says, or an exit code. */
static int
read_text(const struct deed *deed, const char *argument,
    struct case_change *change)
{
	change->text = deed->deed == CASE_CLOSE ? given.outcome : argument;
	if (deed->deed == CASE_CLOSE && given.outcome == NULL)
		return app_fail_with(EX_USAGE,
		    "what came of it? --outcome \"called, and refunded\"");
	if (deed->deed != CASE_CLOSE && given.outcome != NULL)
		return app_fail_with(EX_USAGE,
		    "an --outcome is for `dripscore case close`");
	if (change->text != NULL &&
	    (*change->text == '\0' || strlen(change->text) > TEXT_MAX_BYTES ||
		!g_utf8_validate(change->text, -1, NULL)))
		return app_fail_with(EX_USAGE,
		    "allowed is a text of 1 to %d bytes, UTF-8",
		    TEXT_MAX_BYTES);
	if (deed->deed == CASE_ASSIGN &&
	    (strchr(change->text, '<') != NULL ||
		!config_address_check(change->text, NULL)))
		return app_fail_with(EX_USAGE,
		    "\"%s\" is no mail address such as bob@example.com",
		    change->text);
	return EX_OK;
}

static int
change_case(struct app *app, const struct deed *deed, gint64 case_id,
    const char *argument)
{
	gint64 now_at = clock_now(&app->clock);
	struct case_change change = {
		.case_id = case_id,
		.deed = deed->deed,
		.author = given.by != NULL ? given.by : g_get_user_name(),
	};
	g_autoptr(GError) error = NULL;
	enum case_outcome outcome;
	int code = read_text(deed, argument, &change);

	if (code != EX_OK)
		return code;
	settings_case_times(app->settings, now_at, now_at, &change.due_at,
	    &change.remind_at);
	if (!store_change_case(app->store, &change, now_at, &outcome, &error))
		return app_fail(error);
	if (outcome != CASE_DONE)
		return refuse(&change, outcome);
	printf("Case %" G_GINT64_FORMAT " %s%s%s.\n", case_id, deed->done,
	    deed->deed == CASE_ASSIGN ? " " : "",
	    deed->deed == CASE_ASSIGN ? change.text : "");
	return EX_OK;
}

static int
wrong_usage(const struct deed *deed)
{
	if (deed == NULL)
		return app_fail_with(EX_USAGE,
		    "allowed are NUMBER, note NUMBER TEXT, close NUMBER "
		    "--outcome TEXT, assign NUMBER ADDRESS and open NUMBER");
	return app_fail_with(EX_USAGE,
	    "allowed is: dripscore case %s NUMBER%s%s", deed->word,
	    deed->wants != NULL ? " " : "",
	    deed->wants != NULL ? deed->wants : "");
}

static int
run(struct app *app, int argc, char **argv)
{
	const struct deed *deed = NULL;
	const char *number;
	gint64 case_id;
	int code;

	if (!command_parse(&command_case, entries, &argc, &argv))
		return EX_USAGE;
	if (argc < 2)
		return wrong_usage(NULL);
	deed = find_deed(argv[1]);
	if (deed == NULL && argc != 2)
		return wrong_usage(NULL);
	if (deed != NULL && argc != (deed->wants != NULL ? 4 : 3))
		return wrong_usage(deed);
	number = argv[deed != NULL ? 2 : 1];
	if (!g_ascii_string_to_signed(number, 10, 1, G_MAXINT64, &case_id,
		NULL))
		return app_fail_with(EX_USAGE,
		    "\"%s\" is no case's number; `dripscore cases` shows them",
		    number);
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	return deed != NULL ? change_case(app, deed, case_id,
				  argc > 3 ? argv[3] : NULL) :
			      case_show(app, case_id, given.json);
}

const struct command command_case = {
	.name = "case",
	.arguments = "NUMBER | note|close|assign|open NUMBER [TEXT]",
	.summary = "One case: show it, note, close, assign, open again",
	.run = run,
};
