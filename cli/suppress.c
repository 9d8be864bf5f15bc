/*
 * suppress.c - `dripscore suppress` and `unsuppress`: opt-outs by hand.
 */
#include <stdio.h>
#include <string.h>

#include "base/phone.h"
#include "cli/app.h"
#include "store/journeys/suppressions.h"

static struct {
	char *reason;
} given;

static const GOptionEntry entries[] = {
	{ "reason", 0, 0, G_OPTION_ARG_STRING, &given.reason,
	    "Why, for whoever asks later", "TEXT" },
	{ 0 },
};

/*
 * An e-mail address has an @; all else must be a number, which comes back as
 * it is stored. NULL: it is neither. Owned.
 */
static char *
read_address(const struct app *app, const char *text, enum channel *channel)
{
	*channel = strchr(text, '@') != NULL ? CHANNEL_EMAIL : CHANNEL_SMS;
	return *channel == CHANNEL_EMAIL ?
	    g_strdup(text) :
	    phone_normalise(text, app->settings->texting.country, NULL);
}

static int
print_suppressions(struct app *app)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) all = store_suppressions(app->store, &error);

	if (all == NULL)
		return app_fail(error);
	for (guint i = 0; i < all->len; i++) {
		const struct suppression *one = all->pdata[i];
		g_autofree char *since = time_format(one->since_at);

		printf("%s  %-5s  %s  (%s)\n", since,
		    channel_name(one->channel), one->address, one->reason);
	}
	if (all->len == 0)
		puts("No address is suppressed.");
	return EX_OK;
}

static int
wrong_address(const char *address)
{
	return app_fail_with(EX_USAGE,
	    "\"%s\" is neither an e-mail address nor a number such as "
	    "+358401234567",
	    address);
}

static int
run_suppress(struct app *app, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int code;

	if (!command_parse(&command_suppress, entries, &argc, &argv))
		return EX_USAGE;
	code = app_open(app, TRUE);
	if (code != EX_OK || argc == 1)
		return code != EX_OK ? code : print_suppressions(app);
	for (int i = 1; i < argc; i++) {
		enum channel channel;
		g_autofree char *address = read_address(app, argv[i], &channel);

		if (address == NULL)
			return wrong_address(argv[i]);
		if (!store_suppress(app->store, channel, address,
			given.reason != NULL ? given.reason : "by hand",
			clock_now(&app->clock), &error))
			return app_fail(error);
		printf("%s: suppressed\n", address);
	}
	return EX_OK;
}

static int
run_unsuppress(struct app *app, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int code;

	if (!command_parse(&command_unsuppress, NULL, &argc, &argv))
		return EX_USAGE;
	if (argc == 1)
		return app_fail_with(EX_USAGE, "an ADDRESS is needed");
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	for (int i = 1; i < argc; i++) {
		enum channel channel;
		g_autofree char *address = read_address(app, argv[i], &channel);
		gboolean lifted;

		if (address == NULL)
			return wrong_address(argv[i]);
		if (!store_unsuppress(app->store, channel, address, &lifted,
			&error))
			return app_fail(error);
		printf("%s: %s\n", address,
		    lifted ? "may be written to again" : "was not suppressed");
	}
	return EX_OK;
}

const struct command command_suppress = {
	.name = "suppress",
	.arguments = "[ADDRESS...]",
	.summary = "Write to an address no more; without one, list them",
	.run = run_suppress,
};

const struct command command_unsuppress = {
	.name = "unsuppress",
	.arguments = "ADDRESS...",
	.summary = "Lift a suppression",
	.run = run_unsuppress,
};
