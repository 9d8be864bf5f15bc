/*
 * vonage.c - texts by Vonage's SMS API (developer.vonage.com, "SMS API"): out
 * by a form POST, in by webhooks that are signed with a token. Its answers are
 * judged in vonage_answer.c, webhooks are proven in vonage_token.c and read in
 * vonage_hook.c.
 *
 * BUGS: there is nothing by which it could be asked what became of a text, or
 * what came in: without webhooks it only sends. The older signature of the SMS
 * API's own webhooks, the parameter `sig`, is not read.
 */
#include "providers/vonage.h"

#include <string.h>

#include "base/errors.h"
#include "base/gsm.h"
#include "providers/form.h"
#include "providers/text_send.h"
#include "providers/vonage_internal.h"

struct vonage {
	struct text_gateway gateway;
	char *url, *api_key, *from;
	char *api_secret;
	char *signature; /* or NULL: nobody calls us */
};

static const char *const schemes[] = { "https", "http", NULL };

/* clang-format off */
static const struct config_key keys[] = {
	{ .name = "api_key",
	    .type = CONFIG_TEXT,
	    .required = TRUE,
	    .example = "abcd1234",
	    .help = "The account's key, from Vonage's dashboard." },
	{ .name = "api_secret_file",
	    .type = CONFIG_SECRET_FILE,
	    .required = TRUE,
	    .example = "vonage.secret",
	    .help = "Where the secret of that key is." },
	{ .name = "from",
	    .type = CONFIG_TEXT,
	    .required = TRUE,
	    .example = "358401234567",
	    .help = "The number or name a text comes from. Only a number can "
		    "be answered." },
	{ .name = "signature_secret_file",
	    .type = CONFIG_SECRET_FILE,
	    .example = "vonage.signature",
	    .help = "Where the signature secret is that proves webhooks. In "
		    "the dashboard, the account's SMS setting must be the "
		    "Messages API, whose webhooks are signed with a token, "
		    "and its address for inbound messages "
		    "PUBLIC_URL/hooks/NAME. Without it Vonage cannot call "
		    "us." },
	{ .name = "url",
	    .type = CONFIG_URL,
	    .choices = schemes,
	    .fallback = "https://rest.nexmo.com/sms/json",
	    .help = "The SMS API. http is for tests on this machine." },
	TEXT_GATEWAY_KEYS,
	{ 0 },
};
/* clang-format on */

static void
vonage_check(const struct config_section *section, GPtrArray *mistakes)
{
	text_gateway_check(section, mistakes);
	text_gateway_check_url(section, "url", mistakes);
}

static guint64
vonage_request(struct text_gateway *gateway, const struct message *message,
    http_done done, gpointer user)
{
	struct vonage *vonage = (struct vonage *)gateway;
	const char *headers[] = {
		"Content-Type: application/x-www-form-urlencoded",
		"Accept: application/json", NULL
	};
	gsize n;
	const char *bytes = g_bytes_get_data(message->bytes, &n);
	g_autofree char *text = g_strndup(bytes, n);
	gboolean callable = vonage->signature != NULL;
	const char *to = message->recipient;
	struct http_call call = { .method = "POST",
		.url = vonage->url,
		.headers = headers,
		.body_bytes = -1,
		.once = TRUE };
	struct gsm_size size;
	char *form;
	guint64 number;

	gsm_measure(text, &size);
	form = form_encode(
	    (const struct form_field[]){
		{ "api_key", vonage->api_key },
		{ "api_secret", vonage->api_secret },
		{ "from", vonage->from },
		{ "to", *to == '+' ? to + 1 : to },
		{ "type", size.ucs2 ? "unicode" : "text" },
		{ "text", text },
		{ "client-ref", message->name },
		{ "callback", callable ? gateway->base.hook_url : NULL },
	    },
	    8);
	call.body = form;
	number = http_client_call(gateway->client, &call, done, user);
	explicit_bzero(form, strlen(form));
	g_free(form);
	return number;
}

static void
vonage_judge(struct text_gateway *gateway G_GNUC_UNUSED,
    const struct http_answer *answer, struct send_result *result)
{
	vonage_judge_answer(answer, result);
}

static const struct text_gateway_ops gateway_ops = {
	.request = vonage_request,
	.judge = vonage_judge,
};

static void
wipe_free(char *secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

static void
vonage_close(struct provider *provider)
{
	struct vonage *vonage = (struct vonage *)provider;

	text_gateway_clear(&vonage->gateway);
	g_free(vonage->url);
	g_free(vonage->api_key);
	g_free(vonage->from);
	wipe_free(vonage->api_secret);
	wipe_free(vonage->signature);
	g_free(vonage);
}

static struct provider *
vonage_open(const struct config_section *section, GError **error)
{
	struct vonage *vonage;
	char *signature = NULL;
	char *secret = config_secret(section, "api_secret_file", error);

	if (secret == NULL)
		return NULL;
	if (config_has(section, "signature_secret_file")) {
		signature = config_secret(section, "signature_secret_file",
		    error);
		if (signature == NULL) {
			wipe_free(secret);
			return NULL;
		}
	}
	vonage = g_new0(struct vonage, 1);
	text_gateway_init(&vonage->gateway, &vonage_provider, &gateway_ops,
	    section);
	vonage->url = g_strdup(config_text(section, "url"));
	vonage->api_key = g_strdup(config_text(section, "api_key"));
	vonage->from = g_strdup(config_text(section, "from"));
	vonage->api_secret = secret;
	vonage->signature = signature;
	return &vonage->gateway.base;
}

static enum hook_verdict
vonage_receive(struct provider *provider, const struct http_request *request,
    gint64 now_at, struct arrivals *arrivals, GError **error)
{
	const struct vonage *vonage = (const struct vonage *)provider;
	const struct vonage_key key = { vonage->api_key, vonage->signature };
	const char *authorization = g_hash_table_lookup(request->headers,
	    "authorization");
	g_autofree char *hash = NULL;

	if (key.secret == NULL || authorization == NULL) {
		data_refuse(error,
		    key.secret == NULL ? "there is no signature_secret_file" :
					 "it is not signed");
		return HOOK_FORGED;
	}
	hash = vonage_payload_hash(request, error);
	if (hash == NULL ||
	    !vonage_token_proves(authorization, &key, hash, now_at, error))
		return HOOK_FORGED;
	if (!vonage_hook_read(request, arrivals, error))
		return HOOK_NONSENSE;
	return HOOK_TAKEN;
}

const struct provider_ops vonage_provider = {
	.type = "vonage",
	.channel = CHANNEL_SMS,
	.help = "Sends texts by Vonage (formerly Nexmo), and takes answers and "
		"delivery reports by its signed webhooks. The parts of a long "
		"answer are read as texts of their own.",
	.keys = keys,
	.check = vonage_check,
	.open = vonage_open,
	.send = text_gateway_send,
	.finish = text_gateway_finish,
	.abandon = text_gateway_abandon,
	.receive = vonage_receive,
	.close = vonage_close,
};
