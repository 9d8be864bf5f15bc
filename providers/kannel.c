/*
 * kannel.c - texts by a Kannel of one's own: out by its sendsms, in by its
 * get-url and dlr-url (Kannel 1.4.5 User's Guide, "Using the HTTP interface to
 * send SMS messages"). It is how a modem or an SMPP account is reached.
 *
 * A text goes in Kannel's own charset for its coding, so that nothing is
 * converted: UTF-8 for GSM 7-bit, UTF-16BE for UCS-2.
 *
 * BUGS: Kannel gives no name for what it took, so a lost answer stays in doubt
 * until a delivery report comes. Of a text longer than the max-messages of its
 * sendsms-user it drops the end, and says nothing.
 */
#include "providers/kannel.h"

#include <string.h>

#include "base/errors.h"
#include "base/gsm.h"
#include "providers/form.h"
#include "providers/hook_secret.h"
#include "providers/kannel_hook.h"
#include "providers/text_send.h"

struct kannel {
	struct text_gateway gateway;
	struct hook_secret *secret; /* or NULL */
	char *url, *username, *password;
	char *from, *smsc; /* or NULL */
	gboolean by_get;
};

static const char *const schemes[] = { "http", "https", NULL };
static const char *const methods[] = { "post", "get", NULL };

/* clang-format off */
static const struct config_key keys[] = {
	{ .name = "url",
	    .type = CONFIG_URL,
	    .required = TRUE,
	    .choices = schemes,
	    .example = "http://127.0.0.1:13013/cgi-bin/sendsms",
	    .help = "The sendsms of Kannel's smsbox." },
	{ .name = "username",
	    .type = CONFIG_TEXT,
	    .required = TRUE,
	    .example = "dripscore",
	    .help = "Of a sendsms-user in Kannel's configuration. Give it "
		    "concatenation = true and a max-messages as large as your "
		    "longest text has segments, for Kannel cuts off the "
		    "rest." },
	{ .name = "password_file",
	    .type = CONFIG_SECRET_FILE,
	    .required = TRUE,
	    .example = "kannel.password",
	    .help = "Where the password of that sendsms-user is." },
	{ .name = "from",
	    .type = CONFIG_TEXT,
	    .example = "+358401234567",
	    .help = "The number or name a text comes from; without it what "
		    "Kannel has for that user. Only a number can be "
		    "answered." },
	{ .name = "method",
	    .type = CONFIG_CHOICE,
	    .choices = methods,
	    .fallback = "post",
	    .help = "How a text is handed over: by POST, with X-Kannel "
		    "headers, or by GET, each on a connection of its own. By "
		    "GET the password stands in the address, and so in the "
		    "logs of a proxy." },
	{ .name = "smsc",
	    .type = CONFIG_TEXT,
	    .example = "modem1",
	    .help = "The smsc-id in Kannel by which texts leave; any, if it "
		    "is left out." },
	HOOK_SECRET_KEYS,
	TEXT_GATEWAY_KEYS,
	{ 0 },
};
/* clang-format on */

static void
kannel_check(const struct config_section *section, GPtrArray *mistakes)
{
	const char *url = config_text(section, "url");

	hook_secret_check(section, mistakes);
	text_gateway_check(section, mistakes);
	if (url != NULL && strpbrk(url, "?#") != NULL)
		config_mistake(section, "url", mistakes,
		    "a query or a fragment is not allowed: user, password and "
		    "the rest are added");
}

static char *
text_of(const struct message *message)
{
	gsize n;
	const char *bytes = g_bytes_get_data(message->bytes, &n);

	return g_strndup(bytes, n);
}

/* A text as Kannel is asked to send it. All is borrowed. */
struct submission {
	const char *to, *words;
	gboolean ucs2;	     /* else GSM 03.38 */
	const char *dlr_url; /* or NULL */
};

static guint64
request_by_get(struct kannel *kannel, const struct submission *text,
    http_done done, gpointer user)
{
	const struct form_field fields[] = {
		{ "username", kannel->username },
		{ "password", kannel->password },
		{ "from", kannel->from },
		{ "to", text->to },
		{ "smsc", kannel->smsc },
		{ "dlr-mask", text->dlr_url != NULL ? KANNEL_DLR_MASK : NULL },
		{ "dlr-url", text->dlr_url },
		{ "coding", text->ucs2 ? "2" : "0" },
		{ "charset", "UTF-8" },
		{ "text", text->words },
	};
	char *query = form_encode(fields, G_N_ELEMENTS(fields));
	char *url = g_strdup_printf("%s?%s", kannel->url, query);
	const struct http_call call = { .method = "GET",
		.url = url,
		.once = TRUE,
		.fresh = TRUE }; /* see request_by_post() */
	guint64 number = http_client_call(kannel->gateway.client, &call, done,
	    user);

	explicit_bzero(query, strlen(query));
	explicit_bzero(url, strlen(url));
	g_free(query);
	g_free(url);
	return number;
}

/* text may be NULL: the end of a list. */
static void
wipe_free(gpointer text)
{
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	g_free(text);
}

static void
add_header(GPtrArray *headers, const char *name, const char *value)
{
	if (value != NULL)
		g_ptr_array_add(headers,
		    g_strdup_printf("%s: %s", name, value));
}

static guint64
request_by_post(struct kannel *kannel, const struct submission *text,
    http_done done, gpointer user)
{
	g_autoptr(GPtrArray)
	    headers = g_ptr_array_new_with_free_func(wipe_free);
	g_autofree char *wide = NULL;
	gsize n = strlen(text->words);
	/*
	 * smsbox ends whenever its bearerbox does. What is written on a
	 * connection it has just left would be in doubt; a new one is refused.
	 */
	struct http_call call = { .method = "POST",
		.url = kannel->url,
		.once = TRUE,
		.fresh = TRUE };

	if (text->ucs2)
		wide = g_convert(text->words, (gssize)n, "UTF-16BE", "UTF-8",
		    NULL, &n, NULL);
	add_header(headers, "Content-Type",
	    text->ucs2 ? "text/plain; charset=UTF-16BE" :
			 "text/plain; charset=UTF-8");
	add_header(headers, "X-Kannel-Username", kannel->username);
	add_header(headers, "X-Kannel-Password", kannel->password);
	add_header(headers, "X-Kannel-From", kannel->from);
	add_header(headers, "X-Kannel-To", text->to);
	add_header(headers, "X-Kannel-SMSC", kannel->smsc);
	add_header(headers, "X-Kannel-Coding", text->ucs2 ? "2" : "0");
	add_header(headers, "X-Kannel-DLR-Mask",
	    text->dlr_url != NULL ? KANNEL_DLR_MASK : NULL);
	add_header(headers, "X-Kannel-DLR-Url", text->dlr_url);
	g_ptr_array_add(headers, NULL);
	call.headers = (const char *const *)headers->pdata;
	call.body = text->ucs2 ? wide : text->words;
	call.body_bytes = (gssize)n;
	return http_client_call(kannel->gateway.client, &call, done, user);
}

static guint64
kannel_request(struct text_gateway *gateway, const struct message *message,
    http_done done, gpointer user)
{
	struct kannel *kannel = (struct kannel *)gateway;
	g_autofree char *words = text_of(message);
	g_autofree char *hook = hook_secret_url(kannel->secret,
	    gateway->base.hook_url);
	g_autofree char *dlr_url = hook != NULL ?
	    kannel_dlr_url(hook, message->name) :
	    NULL;
	struct submission text = { .to = message->recipient,
		.words = words,
		.dlr_url = dlr_url };
	struct gsm_size size;

	gsm_measure(words, &size);
	text.ucs2 = size.ucs2;
	return (kannel->by_get ? request_by_get : request_by_post)(kannel,
	    &text, done, user);
}

/*
 * 4xx: Kannel has one status for what is wrong with us and with the recipient;
 * its words tell (gw/smsbox.c). What would be refused for everybody halts.
 */
static enum send_outcome
outcome_of_refusal(const struct http_answer *answer, const char **why)
{
	static const struct {
		const char *words;
		enum send_outcome outcome;
		const char *why;
	} known[] = {
		{ "Authorization failed", SEND_HALTED,
		    "user name, password or address is not allowed" },
		{ "Not routable", SEND_REJECTED,
		    "no connection takes this number" },
		{ "denied by white- and/or black-lists", SEND_REJECTED,
		    "the number is on Kannel's black list, or not on its white "
		    "list" },
		{ "receiver", SEND_REJECTED, "not a number to send to" },
		{ "Charset or body misformed", SEND_REJECTED,
		    "the text cannot be written in its coding" },
		{ "Sender missing", SEND_HALTED,
		    "neither we nor Kannel have a sender" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
		if (strstr(answer->body, known[i].words) != NULL) {
			*why = known[i].why;
			return known[i].outcome;
		}
	}
	*why = "not what its sendsms answers to a text";
	return SEND_HALTED;
}

static void
kannel_judge(struct text_gateway *gateway G_GNUC_UNUSED,
    const struct http_answer *answer, struct send_result *result)
{
	const char *why;

	if (answer->status == 202) {
		result->outcome = SEND_ACCEPTED;
		return;
	}
	if (answer->status == 429 || answer->status >= 500) {
		http_result_of_status(answer, result);
		return;
	}
	result->outcome = outcome_of_refusal(answer, &why);
	result->detail = g_strdup_printf("Kannel answered %ld: %s",
	    answer->status, why);
}

static const struct text_gateway_ops gateway_ops = {
	.request = kannel_request,
	.judge = kannel_judge,
};

static void
kannel_close(struct provider *provider)
{
	struct kannel *kannel = (struct kannel *)provider;

	text_gateway_clear(&kannel->gateway);
	g_clear_pointer(&kannel->secret, hook_secret_free);
	g_free(kannel->url);
	g_free(kannel->username);
	g_clear_pointer(&kannel->password, wipe_free);
	g_free(kannel->from);
	g_free(kannel->smsc);
	g_free(kannel);
}

static struct provider *
kannel_open(const struct config_section *section, GError **error)
{
	struct hook_secret *secret = NULL;
	struct kannel *kannel;
	char *password = config_secret(section, "password_file", error);

	if (password == NULL)
		return NULL;
	if (!hook_secret_open(section, &secret, error)) {
		wipe_free(password);
		return NULL;
	}
	kannel = g_new0(struct kannel, 1);
	text_gateway_init(&kannel->gateway, &kannel_provider, &gateway_ops,
	    section);
	kannel->secret = secret;
	kannel->password = password;
	kannel->url = g_strdup(config_text(section, "url"));
	kannel->username = g_strdup(config_text(section, "username"));
	kannel->from = g_strdup(config_text(section, "from"));
	kannel->smsc = g_strdup(config_text(section, "smsc"));
	kannel->by_get = g_str_equal(config_text(section, "method"), "get");
	return &kannel->gateway.base;
}

static enum hook_verdict
kannel_receive(struct provider *provider, const struct http_request *request,
    gint64 now_at, struct arrivals *arrivals, GError **error)
{
	struct kannel *kannel = (struct kannel *)provider;

	if (!hook_secret_proves(kannel->secret, request)) {
		data_refuse(error, "the secret or the address is not right");
		return HOOK_FORGED;
	}
	if (!kannel_hook_read(request->query, now_at, arrivals, error))
		return HOOK_NONSENSE;
	return HOOK_TAKEN;
}

const struct provider_ops kannel_provider = {
	.type = "kannel",
	.channel = CHANNEL_SMS,
	.help = "Sends texts by a Kannel, and so by SMPP or a modem. For "
		"answers its sms-service needs get-url = "
		"PUBLIC_URL/hooks/NAME/SECRET?" KANNEL_GET_QUERY " and "
		"max-messages = 0, and its smsbox http-request-retry; see "
		"examples/kannel.conf. Delivery reports are asked for with "
		"each text, if Kannel can call us.",
	.keys = keys,
	.check = kannel_check,
	.open = kannel_open,
	.send = text_gateway_send,
	.finish = text_gateway_finish,
	.abandon = text_gateway_abandon,
	.receive = kannel_receive,
	/* Another type would have Kannel text its complaint of it. */
	.hook_answer_type = "text/plain",
	.hook_answer = "",
	.close = kannel_close,
};
