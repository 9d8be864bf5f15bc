/*
 * preview.c - `dripscore preview`: an invitation as it would look, of nobody.
 */
#include <stdio.h>

#include "cli/app.h"

static struct {
	char *language, *name;
	gboolean html;
} given;

static const GOptionEntry entries[] = {
	{ "language", 0, 0, G_OPTION_ARG_STRING, &given.language,
	    "The customer's language", "CODE" },
	{ "name", 0, 0, G_OPTION_ARG_STRING, &given.name, "The customer's name",
	    "NAME" },
	{ "html", 0, 0, G_OPTION_ARG_NONE, &given.html,
	    "Show the HTML instead of the text", NULL },
	{ 0 },
};

static int
show(struct app *app, const struct touchpoint *touchpoint)
{
	struct rendered rendered = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(event) event = g_new0(struct event, 1);

	event->type = g_strdup(touchpoint->on);
	event->reference = g_strdup("PREVIEW-1");
	event->contact.email = g_strdup("customer@example.com");
	event->contact.name = g_strdup(given.name);
	event->contact.language = g_strdup(given.language);
	if (!compose_bodies(app->composer, touchpoint, event, 1, &rendered,
		&error))
		return app_fail(error);
	if (!given.html)
		printf("Subject: %s\n\n", rendered.subject);
	fputs(given.html ? rendered.html : rendered.text, stdout);
	rendered_clear(&rendered);
	return EX_OK;
}

static int
no_touchpoint(const struct app *app, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *known = NULL;

	for (guint i = 0; i < app->settings->touchpoints->len; i++) {
		const struct touchpoint *each =
		    app->settings->touchpoints->pdata[i];

		g_ptr_array_add(names, each->name);
	}
	g_ptr_array_add(names, NULL);
	known = g_strjoinv(", ", (char **)names->pdata);
	return app_fail_with(EX_USAGE,
	    "there is no [touchpoint %s]; there is "
	    "%s",
	    name, *known != '\0' ? known : "none");
}

static int
run(struct app *app, int argc, char **argv)
{
	const struct touchpoint *touchpoint;
	int code;

	if (!command_parse(&command_preview, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 2)
		return app_fail_with(EX_USAGE, "a TOUCHPOINT is needed");
	code = app_load(app);
	if (code == EX_OK)
		code = app_compose(app);
	if (code != EX_OK)
		return code;
	touchpoint = settings_touchpoint(app->settings, argv[1]);
	if (touchpoint == NULL)
		return no_touchpoint(app, argv[1]);
	return show(app, touchpoint);
}

const struct command command_preview = {
	.name = "preview",
	.arguments = "TOUCHPOINT",
	.summary = "Show an invitation as it would look",
	.run = run,
};
