/*
 * why.c - `dripscore why`: for each event and touchpoint of a contact the state
 * and the reason for it. It writes nothing.
 */
#include "cli/why/why.h"

#include <stdio.h>
#include <string.h>

#include "base/phone.h"
#include "cli/app.h"

static struct {
	gboolean json;
} given;

static const GOptionEntry entries[] = {
	{ "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "As JSON", NULL },
	{ 0 },
};

static void
print_json(const struct why *why, const GPtrArray *journeys)
{
	json_t *all = json_array();
	char *text;

	for (guint i = 0; i < journeys->len; i++)
		json_array_append_new(all, why_json(why, journeys->pdata[i]));
	text = json_dumps(all, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	puts(text);
	free(text);
	json_decref(all);
}

static void
print_pages(const struct why *why, const GPtrArray *journeys)
{
	for (guint i = 0; i < journeys->len; i++) {
		g_autofree char *page = why_page(why, journeys->pdata[i]);

		printf("%s%s", i > 0 ? "\n" : "", page);
	}
}

/* NULL: it is neither; the mistake has been told. */
static char *
address_of(const struct app *app, const char *word, enum channel *channel)
{
	g_autoptr(GError) error = NULL;
	char *number;

	*channel = CHANNEL_EMAIL;
	if (strchr(word, '@') != NULL)
		return g_strdup(word);
	*channel = CHANNEL_SMS;
	number = phone_normalise(word, app->settings->texting.country, &error);
	if (number == NULL)
		app_fail_with(EX_USAGE,
		    "a CONTACT is an e-mail address or a telephone number: %s",
		    error->message);
	return number;
}

/* What left and what is kept, as the daemon counts it. */
static gboolean
read_pace(struct store *store, struct why *why, GError **error)
{
	g_autoptr(GPtrArray) taken = store_pace(store,
	    pace_since(why->pace, why->now_at), why->now_at, error);

	for (guint i = 0; taken != NULL && i < taken->len; i++) {
		const struct neighbour *each = taken->pdata[i];
		const struct touchpoint *touchpoint = settings_touchpoint(
		    why->settings, each->touchpoint);

		if (touchpoint != NULL)
			pace_take(why->pace, touchpoint, each->at);
	}
	return taken != NULL;
}

static int
tell(const struct app *app, enum channel channel, const char *address)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(pace) pace = pace_new(app->settings);
	struct why why = { .settings = app->settings,
		.now_at = clock_now(&app->clock),
		.pace = pace };
	g_autoptr(GPtrArray) journeys = store_journeys(app->store, channel,
	    address, why.now_at, &error);

	if (journeys == NULL || !read_pace(app->store, &why, &error))
		return app_fail(error);
	if (given.json)
		print_json(&why, journeys);
	else
		print_pages(&why, journeys);
	return journeys->len > 0 ? EX_OK :
				   app_fail_with(EX_DATAERR,
				       "no event has told of such a contact");
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autofree char *address = NULL;
	enum channel channel;
	int code;

	if (!command_parse(&command_why, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 2)
		return app_fail_with(EX_USAGE,
		    "one CONTACT is needed: an e-mail address or a telephone "
		    "number");
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	address = address_of(app, argv[1], &channel);
	return address != NULL ? tell(app, channel, address) : EX_USAGE;
}

const struct command command_why = {
	.name = "why",
	.arguments = "CONTACT",
	.summary = "Why a contact was asked, or not: each touchpoint, each "
		   "reason",
	.run = run,
};
