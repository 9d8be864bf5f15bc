/*
 * webhook.c - see webhook.h: the keys of type webhook, and its request. Called
 * by drip through provider.h.
 *
 * A lost answer is sent again: by its id, which stays the same, the other side
 * knows what it has had.
 */
#include "providers/webhook.h"

#include <string.h>

#include "providers/text_send.h"

struct webhook {
	struct text_gateway gateway;
	char *url;
	GPtrArray *secrets; /* GBytes */
};

static const char *const schemes[] = { "https", "http", NULL };

static const struct config_key keys[] = {
	{ .name = "url",
	    .type = CONFIG_URL,
	    .required = TRUE,
	    .choices = schemes,
	    .example = "https://crm.example.com/hooks/dripscore",
	    .help = "Where alerts are posted as JSON. http is for this machine "
		    "alone." },
	{ .name = "secret_file",
	    .type = CONFIG_SECRET_FILE,
	    .required = TRUE,
	    .example = "crm.secret",
	    .help = "Where the secret is that signs them by Standard Webhooks: "
		    "whsec_ and base64. Two of them with a blank between, "
		    "while one is changed for the other." },
	TEXT_GATEWAY_KEYS,
	{ 0 },
};

static GPtrArray *
read_secrets(const struct config_section *section, GError **error)
{
	char *line = config_secret(section, "secret_file", error);
	GPtrArray *secrets;

	if (line == NULL)
		return NULL;
	secrets = webhook_secrets(line, error);
	explicit_bzero(line, strlen(line));
	g_free(line);
	return secrets;
}

static void
webhook_check(const struct config_section *section, GPtrArray *mistakes)
{
	g_autoptr(GPtrArray) secrets = NULL;
	g_autoptr(GError) error = NULL;

	text_gateway_check(section, mistakes);
	text_gateway_check_url(section, "url", mistakes);
	if (!config_has(section, "secret_file"))
		return;
	secrets = read_secrets(section, &error);
	if (secrets == NULL)
		config_mistake(section, "secret_file", mistakes, "%s",
		    error->message);
}

static guint64
webhook_request(struct text_gateway *gateway, const struct message *message,
    http_done done, gpointer user)
{
	const struct webhook *webhook = (const struct webhook *)gateway;
	gsize n;
	const char *body = g_bytes_get_data(message->bytes, &n);
	g_autofree char *signature = webhook_sign(webhook->secrets,
	    message->name, message->composed_at, body, n);
	g_autofree char *signature_line =
	    g_strconcat("webhook-signature: ", signature, NULL);
	g_autofree char *id_line = g_strconcat("webhook-id: ", message->name,
	    NULL);
	g_autofree char *at_line =
	    g_strdup_printf("webhook-timestamp: %" G_GINT64_FORMAT,
		message->composed_at);
	const char *headers[] = { "Content-Type: application/json", id_line,
		at_line, signature_line, NULL };
	const struct http_call call = { .method = "POST",
		.url = webhook->url,
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
	.request = webhook_request,
	.judge = judge,
	.repeats = TRUE,
};

static void
webhook_close(struct provider *provider)
{
	struct webhook *webhook = (struct webhook *)provider;

	text_gateway_clear(&webhook->gateway);
	g_free(webhook->url);
	g_ptr_array_unref(webhook->secrets);
	g_free(webhook);
}

static struct provider *
webhook_open(const struct config_section *section, GError **error)
{
	GPtrArray *secrets = read_secrets(section, error);
	struct webhook *webhook;

	if (secrets == NULL)
		return NULL;
	webhook = g_new0(struct webhook, 1);
	text_gateway_init(&webhook->gateway, &webhook_provider, &gateway_ops,
	    section);
	webhook->url = g_strdup(config_text(section, "url"));
	webhook->secrets = secrets;
	return &webhook->gateway.base;
}

const struct provider_ops webhook_provider = {
	.type = "webhook",
	.channel = CHANNEL_WEBHOOK,
	.help = "Tells a program of yours of an answer the minute it comes: "
		"JSON, signed by Standard Webhooks. What is not taken (any "
		"status but 2xx) is tried again for a day, with one "
		"webhook-id; 410 halts it. For `alert_to` of a team.",
	.keys = keys,
	.check = webhook_check,
	.open = webhook_open,
	.send = text_gateway_send,
	.finish = text_gateway_finish,
	.abandon = text_gateway_abandon,
	.close = webhook_close,
};
