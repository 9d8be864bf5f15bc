/*
 * preview.c - `dripscore preview`: what a touchpoint sends as it would look, to
 * nobody.
 */
#include "cli/preview.h"

#include <stdio.h>

#define SCORE_SHOWN 9

static struct {
	char *language, *name, *text;
	gboolean html, sms, json, reminder, nudge, reprompt, stopped, thanks;
	int score;
} given = { .score = -1 };

static const GOptionEntry entries[] = {
	{ "language", 0, 0, G_OPTION_ARG_STRING, &given.language,
	    "The customer's language", "CODE" },
	{ "name", 0, 0, G_OPTION_ARG_STRING, &given.name, "The customer's name",
	    "NAME" },
	{ "reminder", 0, 0, G_OPTION_ARG_NONE, &given.reminder,
	    "Show the reminder to who has not answered", NULL },
	{ "nudge", 0, 0, G_OPTION_ARG_NONE, &given.nudge,
	    "Show the question to who gave a score, but no reason", NULL },
	{ "reprompt", 0, 0, G_OPTION_ARG_NONE, &given.reprompt,
	    "Show the mail to who has answered, but not by one number", NULL },
	{ "stopped", 0, 0, G_OPTION_ARG_NONE, &given.stopped,
	    "Show the confirmation of an opt-out by mail", NULL },
	{ "thanks", 0, 0, G_OPTION_ARG_NONE, &given.thanks,
	    "Show the thanks by mail, of a touchpoint with promoter_link",
	    NULL },
	{ "score", 0, 0, G_OPTION_ARG_INT, &given.score,
	    "With --nudge or --thanks: the score that was given; 9 if left "
	    "out",
	    "0-10" },
	{ "html", 0, 0, G_OPTION_ARG_NONE, &given.html,
	    "Show the HTML instead of the text", NULL },
	{ "sms", 0, 0, G_OPTION_ARG_NONE, &given.sms,
	    "Show what is sent by text, and what it costs", NULL },
	/* As it is: in the C locale a string of GOption is ASCII alone. */
	{ "text", 0, 0, G_OPTION_ARG_FILENAME, &given.text,
	    "With --sms: measure this instead of a TOUCHPOINT's texts",
	    "TEXT" },
	{ "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "With --sms: as JSON",
	    NULL },
	{ 0 },
};

static gboolean
asks_by(const struct touchpoint *touchpoint, enum channel channel)
{
	for (guint i = 0; i < touchpoint->n_channels; i++)
		if (touchpoint->channels[i] == channel)
			return TRUE;
	return FALSE;
}

void
preview_mail(const struct rendered *rendered, gboolean html)
{
	if (!html)
		printf("Subject: %s\n\n", rendered->subject);
	fputs(html ? rendered->html : rendered->text, stdout);
}

static enum message_kind
kind_shown(void)
{
	return given.reminder ? MESSAGE_REMINDER :
	    given.nudge	      ? MESSAGE_NUDGE :
	    given.reprompt    ? MESSAGE_REPROMPT :
	    given.stopped     ? MESSAGE_STOPPED :
	    given.thanks      ? MESSAGE_THANKS :
				MESSAGE_INVITATION;
}

static int
show_mail(const struct app *app, const struct touchpoint *touchpoint,
    const struct event *event)
{
	const struct asking asking = {
		.kind = kind_shown(),
		.touchpoint = touchpoint,
		.event = event,
		.invitation_id = 1,
		.score = given.score >= 0 ? given.score : SCORE_SHOWN,
	};
	struct rendered rendered = { 0 };
	g_autoptr(GError) error = NULL;

	/* A mail has an address to answer to, which need not be there. */
	if (!asks_by(touchpoint, CHANNEL_EMAIL))
		return app_fail_with(EX_USAGE,
		    "[touchpoint %s] asks by text alone; see `dripscore "
		    "preview --sms %s`",
		    touchpoint->name, touchpoint->name);
	if (!compose_bodies(app->composer, &asking, &rendered, &error))
		return app_fail(error);
	preview_mail(&rendered, given.html);
	rendered_clear(&rendered);
	return EX_OK;
}

static int
show_texts(const struct app *app, const struct touchpoint *touchpoint,
    const struct event *event)
{
	if (!asks_by(touchpoint, CHANNEL_SMS))
		app_fail_with(EX_OK,
		    "[touchpoint %s] asks by mail alone; so it would be by "
		    "text",
		    touchpoint->name);
	return preview_texts(app, touchpoint, event, given.json);
}

struct event *
preview_event(const struct touchpoint *touchpoint, const char *name,
    const char *language)
{
	struct event *event = g_new0(struct event, 1);

	event->type = g_strdup(touchpoint->on);
	event->reference = g_strdup("PREVIEW-1");
	event->contact.email = g_strdup("customer@example.com");
	event->contact.name = g_strdup(name);
	event->contact.language = g_strdup(language);
	return event;
}

static int
show(const struct app *app, const struct touchpoint *touchpoint)
{
	g_autoptr(event) event = preview_event(touchpoint, given.name,
	    given.language);

	return given.sms ? show_texts(app, touchpoint, event) :
			   show_mail(app, touchpoint, event);
}

int
preview_touchpoint(struct app *app, const char *name,
    const struct touchpoint **touchpoint)
{
	int code = app_compose(app);

	if (code != EX_OK)
		return code;
	*touchpoint = settings_touchpoint(app->settings, name);
	return *touchpoint != NULL ? EX_OK :
				     app_no_section(app, "touchpoint", name);
}

/* What does not go together, in words; NULL: all does. */
static const char *
misuse(int argc)
{
	if (!given.sms && (given.text != NULL || given.json))
		return "--text and --json are for texts: add --sms";
	if (given.sms && given.html)
		return "a text has no HTML; --html is for mails";
	if (given.sms &&
	    (given.reminder || given.nudge || given.reprompt ||
		given.stopped || given.thanks))
		return "--sms shows all texts, reminder and nudge among them";
	if (given.reminder + given.nudge + given.reprompt + given.stopped +
		given.thanks >
	    1)
		return "either --reminder, --nudge, --reprompt, --stopped or "
		       "--thanks can be shown";
	if (given.score >= 0 && !given.nudge && !given.thanks)
		return "a score is shown in a nudge and in thanks alone: add "
		       "--nudge or --thanks";
	if ((given.nudge || given.thanks) &&
	    (given.score < -1 || given.score > 10))
		return "a score is a number from 0 to 10";
	if (given.text != NULL &&
	    (given.language != NULL || given.name != NULL))
		return "a text of your own has neither language nor name; "
		       "--language and --name are for a TOUCHPOINT";
	if (given.text != NULL && argc > 1)
		return "either a TOUCHPOINT or --text can be shown";
	if (given.text == NULL && argc != 2)
		return given.sms ? "a TOUCHPOINT or --text TEXT is needed" :
				   "a TOUCHPOINT is needed";
	return NULL;
}

static int
run(struct app *app, int argc, char **argv)
{
	const struct touchpoint *touchpoint;
	const char *wrong;
	int code;

	if (!command_parse(&command_preview, entries, &argc, &argv))
		return EX_USAGE;
	wrong = misuse(argc);
	if (wrong != NULL)
		return app_fail_with(EX_USAGE, "%s", wrong);
	if (given.text != NULL)
		return preview_text(app, given.text, given.json);
	code = app_load(app);
	if (code == EX_OK)
		code = preview_touchpoint(app, argv[1], &touchpoint);
	return code == EX_OK ? show(app, touchpoint) : code;
}

const struct command command_preview = {
	.name = "preview",
	.arguments = "[TOUCHPOINT]",
	.summary = "Show an invitation as it would look, and what a text costs",
	.run = run,
};
