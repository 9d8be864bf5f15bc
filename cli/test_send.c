/*
 * test_send.c - `dripscore test-send`: one invitation, now, to an address of
 * the admin's own. It is not in the store: no limit counts it, no answer to it
 * counts.
 */
#include <stdio.h>
#include <string.h>

#include "base/phone.h"
#include "cli/preview.h"
#include "providers/provider.h"

/* A provider has limits of its own; none is so patient. */
#define GIVE_UP_S (15 * 60)

static struct {
	char *language, *name;
} given;

static const GOptionEntry entries[] = {
	{ "language", 0, 0, G_OPTION_ARG_STRING, &given.language,
	    "The customer's language", "CODE" },
	{ "name", 0, 0, G_OPTION_ARG_STRING, &given.name, "The customer's name",
	    "NAME" },
	{ 0 },
};

struct sending {
	struct provider *provider;
	GMainLoop *loop;
	struct send_result result;
	gboolean done;
};

static void
on_ready(const struct message *message, gpointer user)
{
	struct sending *sending = user;

	sending->provider->ops->finish(sending->provider, message);
}

static void
on_done(const struct message *message, const struct send_result *result,
    gpointer user)
{
	struct sending *sending = user;

	(void)message;
	sending->result = *result;
	sending->result.remote_id = g_strdup(result->remote_id);
	sending->result.detail = g_strdup(result->detail);
	sending->done = TRUE;
	g_main_loop_quit(sending->loop);
}

static gboolean
on_given_up(gpointer user)
{
	struct sending *sending = user;

	g_main_loop_quit(sending->loop);
	return G_SOURCE_CONTINUE;
}

/* The first that the touchpoint names, else the first there is; NULL: none. */
static const struct config_section *
door_of(const struct app *app, const struct touchpoint *touchpoint,
    enum channel channel)
{
	const struct settings *settings = app->settings;
	const struct config_section *found = NULL;

	for (guint i = 0; i < settings->providers->len; i++) {
		const struct config_section *each =
		    settings->providers->pdata[i];
		const struct provider_ops *ops = provider_find(
		    config_text(each, "type"));

		if (ops->channel != channel)
			continue;
		if (touchpoint->via[0] != NULL &&
		    strcmp(touchpoint->via[0], each->name) == 0)
			return each;
		if (found == NULL)
			found = each;
	}
	return found;
}

static int
tell(const struct config_section *door, const struct sending *sending)
{
	const struct send_result *result = &sending->result;
	const char *detail = result->detail != NULL ? result->detail : "";

	if (!sending->done)
		return app_fail_with(EX_TEMPFAIL,
		    "[provider %s] said nothing in %d minutes", door->name,
		    GIVE_UP_S / 60);
	if (result->outcome == SEND_ACCEPTED) {
		printf("[provider %s] took it%s%s.\n", door->name,
		    *detail != '\0' ? ": " : "", detail);
		return EX_OK;
	}
	return app_fail_with(result->outcome == SEND_DEFERRED ? EX_TEMPFAIL :
								EX_UNAVAILABLE,
	    "[provider %s] did not take it: %s%s%s", door->name,
	    send_outcome_name(result->outcome), *detail != '\0' ? ": " : "",
	    detail);
}

static int
hand_over(const struct config_section *door, const struct message *message)
{
	static const struct send_watcher watcher = { on_ready, on_done };
	const struct provider_ops *ops = provider_find(
	    config_text(door, "type"));
	g_autoptr(GError) error = NULL;
	struct sending sending = { .provider = ops->open(door, &error) };
	guint give_up;
	int code;

	if (sending.provider == NULL)
		return app_fail(error);
	sending.loop = g_main_loop_new(NULL, FALSE);
	give_up = g_timeout_add_seconds(GIVE_UP_S, on_given_up, &sending);
	ops->send(sending.provider, message, &watcher, &sending);
	g_main_loop_run(sending.loop);
	g_source_remove(give_up);
	ops->close(sending.provider);
	g_main_loop_unref(sending.loop);
	code = tell(door, &sending);
	send_result_clear(&sending.result);
	return code;
}

static int
send_one(const struct app *app, const struct touchpoint *touchpoint,
    enum channel channel, const char *address)
{
	const struct config_section *door = door_of(app, touchpoint, channel);
	g_autoptr(event) event = preview_event(touchpoint, given.name,
	    given.language);
	/* Known to nobody; and another Message-ID each time. */
	gint64 id = G_MAXINT64 - (clock_now(&app->clock) << 16) -
	    g_random_int_range(0, 1 << 16);
	struct outbox_item item = { .kind = MESSAGE_INVITATION,
		.channel = channel,
		.message_id = id,
		.invitation_id = id,
		.touchpoint = touchpoint->name,
		.event = event,
		.score = -1 };
	g_autoptr(message) message = NULL;
	g_autoptr(GError) error = NULL;

	if (door == NULL)
		return app_fail_with(EX_CONFIG,
		    "there is no [provider NAME] of channel %s",
		    channel_name(channel));
	if (channel == CHANNEL_EMAIL && app->settings->reply_address == NULL)
		return app_fail_with(EX_CONFIG,
		    "there is no [inbox NAME] that an answer could go to");
	g_free(event->contact.email);
	event->contact.email = NULL;
	if (channel == CHANNEL_EMAIL)
		event->contact.email = g_strdup(address);
	else
		event->contact.phone = g_strdup(address);
	message = compose(app->composer, &item, door, clock_now(&app->clock),
	    &error);
	return message != NULL ? hand_over(door, message) : app_fail(error);
}

static int
run(struct app *app, int argc, char **argv)
{
	const struct touchpoint *touchpoint;
	g_autoptr(GError) error = NULL;
	g_autofree char *number = NULL;
	gboolean by_mail;
	int code;

	if (!command_parse(&command_test_send, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 3)
		return app_fail_with(EX_USAGE,
		    "a TOUCHPOINT and an ADDRESS are needed: an e-mail address "
		    "or a telephone number of your own");
	code = app_open(app, TRUE);
	if (code == EX_OK)
		code = preview_touchpoint(app, argv[1], &touchpoint);
	if (code != EX_OK)
		return code;
	by_mail = strchr(argv[2], '@') != NULL;
	if (by_mail ? !config_address_check(argv[2], &error) :
		      (number = phone_normalise(argv[2],
			   app->settings->texting.country, &error)) == NULL)
		return app_fail_with(EX_USAGE, "%s", error->message);
	return send_one(app, touchpoint, by_mail ? CHANNEL_EMAIL : CHANNEL_SMS,
	    by_mail ? argv[2] : number);
}

const struct command command_test_send = {
	.name = "test-send",
	.arguments = "TOUCHPOINT ADDRESS",
	.summary = "Send one invitation to yourself; no limit counts it",
	.run = run,
};
