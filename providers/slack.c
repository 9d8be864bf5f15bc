/*
 * slack.c - see slack.h: the keys of type slack, and its request
 * (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 * What is said, is who sends' to say. Called by drip through provider.h.
 *
 * BUGS: Slack knows no id of a message: what may have come, and is sent again,
 * may be there twice. One alert too many is better than none.
 */
#include "providers/slack.h"

#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "providers/text_send.h"
#include "providers/webhook.h"

struct slack {
	struct text_gateway gateway;
	char *url; /* a secret */
};

static const struct config_key keys[] = {
	{ .name = "url_file",
	    .type = CONFIG_SECRET_FILE,
	    .required = TRUE,
	    .example = "slack.url",
	    .help = "Where the address of the incoming webhook is. Whoever "
		    "knows it can write there, so it is a secret." },
	TEXT_GATEWAY_KEYS,
	{ 0 },
};

static gboolean
is_fit(const char *url)
{
	g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL);
	const char *host = uri != NULL ? g_uri_get_host(uri) : NULL;
	const char *scheme = uri != NULL ? g_uri_get_scheme(uri) : "";

	return host != NULL && *host != '\0' &&
	    (strcmp(scheme, "https") == 0 ||
		(strcmp(scheme, "http") == 0 && text_is_loopback(host)));
}

static void
wipe_free(char *secret)
{
	explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

static char *
read_url(const struct config_section *section, GError **error)
{
	char *url = config_secret(section, "url_file", error);

	if (url == NULL || is_fit(url))
		return url;
	wipe_free(url);
	config_refuse(error,
	    "its first line is no address of a webhook; allowed is one that "
	    "begins with https://, or with http:// on this machine");
	return NULL;
}

static void
slack_check(const struct config_section *section, GPtrArray *mistakes)
{
	g_autoptr(GError) error = NULL;
	char *url;

	text_gateway_check(section, mistakes);
	if (!config_has(section, "url_file"))
		return;
	url = read_url(section, &error);
	if (url == NULL)
		config_mistake(section, "url_file", mistakes, "%s",
		    error->message);
	else
		wipe_free(url);
}

static guint64
slack_request(struct text_gateway *gateway, const struct message *message,
    http_done done, gpointer user)
{
	static const char *const headers[] = { "Content-Type: application/json",
		NULL };
	const struct slack *slack = (const struct slack *)gateway;
	gsize n;
	const char *body = g_bytes_get_data(message->bytes, &n);
	const struct http_call call = { .method = "POST",
		.url = slack->url,
		.headers = headers,
		.body = body,
		.body_bytes = (gssize)n };

	return http_client_call(gateway->client, &call, done, user);
}

static void
judge(struct text_gateway *gateway G_GNUC_UNUSED,
    const struct http_answer *answer, struct send_result *result)
{
	webhook_judge(answer, result);
}

static const struct text_gateway_ops gateway_ops = {
	.request = slack_request,
	.judge = judge,
	.repeats = TRUE,
};

static void
slack_close(struct provider *provider)
{
	struct slack *slack = (struct slack *)provider;

	text_gateway_clear(&slack->gateway);
	wipe_free(slack->url);
	g_free(slack);
}

static struct provider *
slack_open(const struct config_section *section, GError **error)
{
	char *url = read_url(section, error);
	struct slack *slack;

	if (url == NULL)
		return NULL;
	slack = g_new0(struct slack, 1);
	text_gateway_init(&slack->gateway, &slack_provider, &gateway_ops,
	    section);
	slack->url = url;
	return &slack->gateway.base;
}

const struct provider_ops slack_provider = {
	.type = "slack",
	.channel = CHANNEL_WEBHOOK,
	.help = "Writes alerts into a channel of Slack, Mattermost or what "
		"else takes Slack's incoming webhooks. What may have come is "
		"sent again, for a day: it may be there twice. For `alert_to` "
		"of a team.",
	.keys = keys,
	.check = slack_check,
	.open = slack_open,
	.send = text_gateway_send,
	.finish = text_gateway_finish,
	.abandon = text_gateway_abandon,
	.close = slack_close,
};
