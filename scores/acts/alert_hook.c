/*
 * alert_hook.c - an alert to a provider of channel webhook, in the form that
 * its type takes. Called by act.c.
 */
#include <string.h>

#include "scores/acts/alert_internal.h"

static gboolean
is_slack(const struct settings *settings, const char *provider)
{
	const struct config_section *section = config_find(settings->config,
	    "provider", provider);

	return section != NULL &&
	    g_strcmp0(config_text(section, "type"), "slack") == 0;
}

struct act_message *
alert_hook(const struct alert_about *about, const char *provider,
    GError **error)
{
	g_autofree char *id = alert_id(about, provider);
	g_autofree char *json = NULL;
	struct act_message *message;

	if (is_slack(about->settings, provider)) {
		g_autoptr(alert_words) words = alert_words_new(about, error);

		if (words == NULL)
			return NULL;
		json = alert_slack(words);
	} else {
		json = alert_json(about, id);
	}
	message = g_new0(struct act_message, 1);
	message->channel = CHANNEL_WEBHOOK;
	message->recipient = g_strdup(provider);
	message->subject = g_steal_pointer(&id);
	message->text = g_steal_pointer(&json);
	return message;
}
