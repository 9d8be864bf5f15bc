/*
 * twilio.c - the provider `twilio`: its keys, and how a message is sent by
 * Twilio's REST API of 2010-04-01 (https://www.twilio.com/docs/messaging/api/
 * message-resource). What comes in is twilio_hook.c's and twilio_list.c's; what
 * answers mean, twilio_words.c's. Called by drip through provider.h.
 */
#include "providers/twilio.h"

#include <string.h>

#include "providers/form.h"
#include "providers/twilio_internal.h"
#include "providers/twilio_words.h"

#define SENDER_NAME_MAX 11

static const char *const url_schemes[] = { "https", "http", NULL };

static const struct config_key keys[] = {
	{ .name = "account_sid",
	    .type = CONFIG_TEXT,
	    .required = TRUE,
	    .example = "AC00000000000000000000000000000000",
	    .help = "The account's name at Twilio: AC and 32 digits and "
		    "letters a to f." },
	{ .name = "auth_token_file",
	    .type = CONFIG_SECRET_FILE,
	    .required = TRUE,
	    .example = "twilio.token",
	    .help = "Where the account's auth token is. It proves that a "
		    "webhook comes from Twilio, and logs us in unless there is "
		    "an API key." },
	{ .name = "api_key_sid",
	    .type = CONFIG_TEXT,
	    .example = "SK00000000000000000000000000000000",
	    .help = "An API key to log in by in place of the auth token: SK "
		    "and 32 digits and letters a to f." },
	{ .name = "api_key_secret_file",
	    .type = CONFIG_SECRET_FILE,
	    .example = "twilio.secret",
	    .help = "Where the secret of the API key is." },
	{ .name = "from",
	    .type = CONFIG_TEXT,
	    .example = "+358401234567",
	    .help = "Who sends: a number of yours at Twilio with + and "
		    "country, a short code, or a name of up to 11 letters and "
		    "digits, to which nobody can answer. This, or "
		    "`messaging_service_sid`." },
	{ .name = "messaging_service_sid",
	    .type = CONFIG_TEXT,
	    .example = "MG00000000000000000000000000000000",
	    .help = "The messaging service that chooses the sender: MG and 32 "
		    "digits and letters a to f." },
	{ .name = "base_url",
	    .type = CONFIG_URL,
	    .choices = url_schemes,
	    .fallback = "https://api.twilio.com",
	    .help = "Where Twilio's API is. http:// is for a test on this "
		    "machine alone." },
	{ .name = "poll",
	    .type = CONFIG_DURATION,
	    .min = 1,
	    .max = 24 * 60 * 60,
	    .example = "1 minute",
	    .help = "How often to ask for texts and delivery reports, where "
		    "Twilio cannot call us. Never, if it is left out." },
	TEXT_GATEWAY_KEYS,
	{ 0 },
};

static void
check_sid(const struct config_section *section, const char *key,
    const char *prefix, GPtrArray *mistakes)
{
	const char *sid = config_text(section, key);

	if (sid != NULL && !twilio_is_sid(sid, prefix))
		config_mistake(section, key, mistakes,
		    "\"%s\" is none; allowed are %s and 32 digits and letters "
		    "a to f",
		    sid, prefix);
}

static gboolean
is_sender(const char *from)
{
	gsize n = strlen(from);
	gsize digits = strspn(from, G_CSET_DIGITS);

	if (twilio_is_number(from))
		return TRUE;
	if (digits == n)
		return n >= 3 && n <= 8;
	return n <= SENDER_NAME_MAX && from[0] != '+' &&
	    strpbrk(from, G_CSET_A_2_Z G_CSET_a_2_z) != NULL &&
	    strspn(from, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS " -_&+") == n;
}

static void
check_sender(const struct config_section *section, GPtrArray *mistakes)
{
	const char *from = config_text(section, "from");
	gboolean service = config_has(section, "messaging_service_sid");

	if (from == NULL && !service)
		config_mistake(section, "from", mistakes,
		    "there is no sender; write `from` or "
		    "`messaging_service_sid`");
	if (from != NULL && service)
		config_mistake(section, "messaging_service_sid", mistakes,
		    "there is `from` too; allowed is one of the two");
	if (from != NULL && !is_sender(from))
		config_mistake(section, "from", mistakes,
		    "\"%s\" is no sender; allowed are a number as "
		    "+358401234567, a short code of 3 to 8 digits, or a name "
		    "of up to %d letters, digits and blanks",
		    from, SENDER_NAME_MAX);
}

static void
check_base_url(const struct config_section *section, GPtrArray *mistakes)
{
	g_autoptr(GUri) uri = g_uri_parse(config_text(section, "base_url"),
	    G_URI_FLAGS_NONE, NULL);
	const char *host = uri != NULL ? g_uri_get_host(uri) : NULL;

	if (host == NULL || *host == '\0') {
		config_mistake(section, "base_url", mistakes,
		    "no host was found in it; write https://HOST");
		return;
	}
	if (strlen(g_uri_get_path(uri)) > 1 || g_uri_get_query(uri) != NULL ||
	    g_uri_get_fragment(uri) != NULL || g_uri_get_userinfo(uri) != NULL)
		config_mistake(section, "base_url", mistakes,
		    "nothing may stand beside host and port");
	text_gateway_check_url(section, "base_url", mistakes);
}

static void
twilio_check(const struct config_section *section, GPtrArray *mistakes)
{
	check_sid(section, "account_sid", "AC", mistakes);
	check_sid(section, "api_key_sid", "SK", mistakes);
	check_sid(section, "messaging_service_sid", "MG", mistakes);
	if (config_lacks(section, "api_key_sid") !=
	    config_lacks(section, "api_key_secret_file"))
		config_mistake(section, "api_key_sid", mistakes,
		    "`api_key_sid` and `api_key_secret_file` go together; one "
		    "is missing");
	check_sender(section, mistakes);
	check_base_url(section, mistakes);
	text_gateway_check(section, mistakes);
}

char *
twilio_messages_path(const struct twilio *twilio)
{
	return g_strdup_printf("/2010-04-01/Accounts/%s/Messages.json",
	    twilio->account);
}

static char *
callback_url(const struct twilio *twilio, const struct message *message)
{
	const struct form_field name = { "name", message->name };
	g_autofree char *query = form_encode(&name, 1);

	if (twilio->gateway.base.hook_url == NULL)
		return NULL;
	return g_strconcat(twilio->gateway.base.hook_url, "?", query, NULL);
}

static guint64
twilio_request(struct text_gateway *gateway, const struct message *message,
    http_done done, gpointer user)
{
	const struct twilio *twilio = (const struct twilio *)gateway;
	gsize n;
	const char *bytes = g_bytes_get_data(message->bytes, &n);
	g_autofree char *text = g_strndup(bytes, n);
	g_autofree char *callback = callback_url(twilio, message);
	const struct form_field fields[] = {
		{ "To", message->recipient },
		{ "From", twilio->from },
		{ "MessagingServiceSid", twilio->service },
		{ "Body", text },
		{ "StatusCallback", callback },
	};
	g_autofree char *body = form_encode(fields, G_N_ELEMENTS(fields));
	g_autofree char *path = twilio_messages_path(twilio);
	g_autofree char *url = g_strconcat(twilio->base_url, path, NULL);
	static const char *const headers[] = {
		"Content-Type: application/x-www-form-urlencoded",
		"Accept: application/json",
		NULL,
	};
	const struct http_call call = {
		.method = "POST",
		.url = url,
		.headers = headers,
		.body = body,
		.body_bytes = -1,
		.user = twilio->user,
		.password = twilio->password,
		.once = TRUE,
	};

	return http_client_call(gateway->client, &call, done, user);
}

static void
judge(struct text_gateway *gateway G_GNUC_UNUSED,
    const struct http_answer *answer, struct send_result *result)
{
	twilio_judge(answer, result);
}

static const struct text_gateway_ops gateway_ops = {
	.request = twilio_request,
	.judge = judge,
};

static void
wipe(char *secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

static void
twilio_close(struct provider *provider)
{
	struct twilio *twilio = (struct twilio *)provider;

	g_clear_pointer(&twilio->asks, g_ptr_array_unref);
	if (twilio->gateway.client != NULL)
		text_gateway_clear(&twilio->gateway);
	wipe(twilio->token);
	wipe(twilio->password);
	g_free(twilio->account);
	g_free(twilio->user);
	g_free(twilio->from);
	g_free(twilio->service);
	g_free(twilio->base_url);
	g_free(twilio);
}

static gboolean
read_secrets(struct twilio *twilio, const struct config_section *section,
    GError **error)
{
	twilio->token = config_secret(section, "auth_token_file", error);
	if (twilio->token == NULL)
		return FALSE;
	if (config_has(section, "api_key_sid")) {
		twilio->user = g_strdup(config_text(section, "api_key_sid"));
		twilio->password = config_secret(section, "api_key_secret_file",
		    error);
	} else {
		twilio->user = g_strdup(config_text(section, "account_sid"));
		twilio->password = g_strdup(twilio->token);
	}
	return twilio->password != NULL;
}

static struct provider *
twilio_open(const struct config_section *section, GError **error)
{
	struct twilio *twilio = g_new0(struct twilio, 1);

	if (!read_secrets(twilio, section, error)) {
		twilio_close(&twilio->gateway.base);
		return NULL;
	}
	twilio->account = g_strdup(config_text(section, "account_sid"));
	twilio->from = g_strdup(config_text(section, "from"));
	twilio->service = g_strdup(
	    config_text(section, "messaging_service_sid"));
	twilio->base_url = g_strdup(config_text(section, "base_url"));
	if (g_str_has_suffix(twilio->base_url, "/"))
		twilio->base_url[strlen(twilio->base_url) - 1] = '\0';
	twilio->asks = twilio_asks_new();
	text_gateway_init(&twilio->gateway, &twilio_provider, &gateway_ops,
	    section);
	return &twilio->gateway.base;
}

const struct provider_ops twilio_provider = {
	.type = "twilio",
	.channel = CHANNEL_SMS,
	.help = "Texts by Twilio. Have it call PUBLIC_URL/hooks/NAME by POST "
		"for messages that come in; for delivery reports it is told "
		"with each text. Where it cannot call, use `poll`.",
	.keys = keys,
	.check = twilio_check,
	.open = twilio_open,
	.send = text_gateway_send,
	.finish = text_gateway_finish,
	.abandon = text_gateway_abandon,
	.receive = twilio_receive,
	.hook_answer_type = "text/xml",
	.hook_answer = "<Response/>",
	.poll = twilio_poll,
	.look_up = twilio_look_up,
	.close = twilio_close,
};
