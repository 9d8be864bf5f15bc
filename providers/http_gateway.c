/*
 * http_gateway.c - texts by any gateway that takes a form, JSON or a query over
 * HTTP, as the INI file describes it. How its texts and reports come in is
 * http_hook.c's. Called by drip and web/ through the table at the end.
 *
 * BUGS: of a gateway that cannot be asked, a lost answer stays in doubt until a
 * delivery report comes. A text whose sender is no international number (a
 * short code, a name) is not taken.
 */
#include "providers/http_gateway.h"

#include <string.h>

#include "base/errors.h"
#include "providers/hook_secret.h"
#include "providers/http_gateway_keys.h"
#include "providers/http_hook.h"
#include "providers/http_place.h"
#include "providers/http_template.h"
#include "providers/text_send.h"

struct answer_line {
	struct http_rule *rule;
	const char *meaning; /* static */
};

struct http_gateway {
	struct text_gateway gateway;
	struct hook_secret *hook_secret; /* or NULL */
	struct http_hook *hook;
	char *format;
	gboolean by_get;
	char *url, *body, *from, *user; /* all but url: or NULL */
	char **headers;
	char *password, *secret;	/* or NULL */
	GPtrArray *answers;		/* struct answer_line */
	struct http_place *id, *reason; /* or NULL */
};

static const struct {
	const char *meaning;
	enum send_outcome outcome;
} outcomes[] = {
	{ "accepted", SEND_ACCEPTED },
	{ "later", SEND_DEFERRED },
	{ "never", SEND_REJECTED },
	{ "opted-out", SEND_REJECTED },
	{ "halt", SEND_HALTED },
	{ "in-doubt", SEND_IN_DOUBT },
};

static void
answer_line_free(gpointer data)
{
	struct answer_line *line = data;

	http_rule_free(line->rule);
	g_free(line);
}

static gboolean
read_answers(struct http_gateway *http, const struct config_section *section,
    GError **error)
{
	const char *const *pair = config_list(section, "answers");

	for (; *pair != NULL; pair += 2) {
		struct http_rule *rule = http_rule_parse(pair[0], error);
		struct answer_line *line;

		if (rule == NULL)
			return FALSE;
		line = g_new0(struct answer_line, 1);
		line->rule = rule;
		for (gsize i = 0; i < G_N_ELEMENTS(outcomes); i++)
			if (strcmp(outcomes[i].meaning, pair[1]) == 0)
				line->meaning = outcomes[i].meaning;
		g_ptr_array_add(http->answers, line);
	}
	return TRUE;
}

static gboolean
read_place(const struct config_section *section, const char *key,
    struct http_place **place, GError **error)
{
	if (!config_has(section, key))
		return TRUE;
	*place = http_place_parse(config_text(section, key), error);
	return *place != NULL;
}

static gboolean
read_secret(const struct config_section *section, const char *key,
    char **secret, GError **error)
{
	if (!config_has(section, key))
		return TRUE;
	*secret = config_secret(section, key, error);
	return *secret != NULL;
}

static void
secret_free(gpointer secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

static void
http_close(struct provider *provider)
{
	struct http_gateway *http = (struct http_gateway *)provider;

	text_gateway_clear(&http->gateway);
	hook_secret_free(http->hook_secret);
	http_hook_free(http->hook);
	secret_free(http->password);
	secret_free(http->secret);
	g_ptr_array_unref(http->answers);
	http_place_free(http->id);
	http_place_free(http->reason);
	g_strfreev(http->headers);
	g_free(http->format);
	g_free(http->url);
	g_free(http->body);
	g_free(http->from);
	g_free(http->user);
	g_free(http);
}

static char *
content_type(const char *format)
{
	if (strcmp(format, "json") == 0)
		return g_strdup("Content-Type: application/json");
	return g_strdup("Content-Type: application/x-www-form-urlencoded");
}

/* The format's own type stands first: one of the admin's replaces it. */
static char **
read_headers(const struct config_section *section)
{
	const char *text = config_text(section, "headers");
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
	const char *format = config_text(section, "format");
	GPtrArray *headers = g_ptr_array_new();
	gboolean typed = strcmp(format, "query") == 0;

	for (char **line = lines; *line != NULL; line++) {
		typed = typed ||
		    g_ascii_strncasecmp(*line, "content-type:", 13) == 0;
		g_ptr_array_add(headers, g_strdup(*line));
	}
	if (!typed)
		g_ptr_array_add(headers, content_type(format));
	g_ptr_array_add(headers, NULL);
	return (char **)g_ptr_array_free(headers, FALSE);
}

static const struct text_gateway_ops text_ops;

static struct provider *
http_open(const struct config_section *section, GError **error)
{
	struct http_gateway *http = g_new0(struct http_gateway, 1);
	const char *method = config_text(section, "method");

	text_gateway_init(&http->gateway, &http_provider, &text_ops, section);
	http->hook = http_hook_new(section);
	http->answers = g_ptr_array_new_with_free_func(answer_line_free);
	http->format = g_strdup(config_text(section, "format"));
	http->by_get = method != NULL ? strcmp(method, "get") == 0 :
					strcmp(http->format, "query") == 0;
	http->url = g_strdup(config_text(section, "url"));
	http->body = g_strdup(config_text(section, "body"));
	http->from = g_strdup(config_text(section, "from"));
	http->user = g_strdup(config_text(section, "user"));
	http->headers = read_headers(section);
	if (read_answers(http, section, error) &&
	    read_place(section, "id", &http->id, error) &&
	    read_place(section, "reason", &http->reason, error) &&
	    read_secret(section, "password_file", &http->password, error) &&
	    read_secret(section, "secret_file", &http->secret, error) &&
	    hook_secret_open(section, &http->hook_secret, error))
		return &http->gateway.base;
	http_close(&http->gateway.base);
	return NULL;
}

/* With the message's name in it, for gateways that tell none in a report. */
static char *
report_url(const struct http_gateway *http, const struct message *message)
{
	g_autofree char *url = hook_secret_url(http->hook_secret,
	    http->gateway.base.hook_url);

	return url == NULL ?
	    NULL :
	    g_strdup_printf("%s?%s=%s", url, HTTP_HOOK_NAME, message->name);
}

static char *
full_url(const struct http_gateway *http, const struct http_values *values)
{
	g_autofree char *url = http_template_fill(http->url, values, HTTP_URL);
	g_autofree char *query = NULL;

	if (strcmp(http->format, "query") != 0 || http->body == NULL)
		return g_steal_pointer(&url);
	query = http_template_form(http->body, values);
	return g_strconcat(url, strchr(url, '?') != NULL ? "&" : "?", query,
	    NULL);
}

static char *
full_body(const struct http_gateway *http, const struct http_values *values)
{
	if (strcmp(http->format, "json") == 0)
		return http_template_fill(http->body, values, HTTP_JSON);
	if (strcmp(http->format, "form") == 0)
		return http_template_form(http->body, values);
	return NULL;
}

static guint64
call(struct http_gateway *http, const struct http_values *values,
    http_done done, gpointer user)
{
	/* A secret may stand in any of them. */
	g_autoptr(GPtrArray)
	    headers = g_ptr_array_new_with_free_func(secret_free);
	char *url = full_url(http, values);
	char *body = full_body(http, values);
	struct http_call request = { .method = http->by_get ? "GET" : "POST",
		.url = url,
		.body = body,
		.body_bytes = -1,
		.user = http->user,
		.password = http->password,
		.once = TRUE };
	guint64 number;

	for (char **header = http->headers; *header != NULL; header++)
		g_ptr_array_add(headers,
		    http_template_fill(*header, values, HTTP_PLAIN));
	g_ptr_array_add(headers, NULL);
	request.headers = (const char *const *)headers->pdata;
	number = http_client_call(http->gateway.client, &request, done, user);
	secret_free(url);
	secret_free(body);
	return number;
}

static guint64
http_request_text(struct text_gateway *gateway, const struct message *message,
    http_done done, gpointer user)
{
	struct http_gateway *http = (struct http_gateway *)gateway;
	gsize n;
	const char *bytes = g_bytes_get_data(message->bytes, &n);
	g_autofree char *text = g_strndup(bytes, n);
	g_autofree char *reports = report_url(http, message);
	struct http_values values = { { NULL } };

	values.of[HTTP_TAG_FROM] = http->from;
	values.of[HTTP_TAG_NAME] = message->name;
	values.of[HTTP_TAG_REPORT_URL] = reports;
	values.of[HTTP_TAG_SECRET] = http->secret;
	values.of[HTTP_TAG_TEXT] = text;
	values.of[HTTP_TAG_TO] = message->recipient;
	values.of[HTTP_TAG_TO_DIGITS] = message->recipient +
	    (*message->recipient == '+' ? 1 : 0);
	return call(http, &values, done, user);
}

/* NULL: no line fits. *decides: some line says what is accepted. */
static const char *
meaning_of(const struct http_gateway *http, const struct http_reading *reading,
    gboolean *decides)
{
	*decides = FALSE;
	for (guint i = 0; i < http->answers->len; i++) {
		const struct answer_line *line = http->answers->pdata[i];

		if (http_rule_fits(line->rule, reading))
			return line->meaning;
		*decides = *decides || strcmp(line->meaning, "accepted") == 0;
	}
	return NULL;
}

/* It may quote what we logged in with. */
static char *
hide_secrets(const struct http_gateway *http, const char *words)
{
	const char *const secrets[] = { http->password, http->secret };
	g_autoptr(GString) hidden = g_string_new(words);

	for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++)
		if (secrets[i] != NULL)
			g_string_replace(hidden, secrets[i], "***", 0);
	return g_string_free(g_steal_pointer(&hidden), FALSE);
}

static void
explain(const struct http_gateway *http, const struct http_reading *reading,
    const char *what, struct send_result *result)
{
	g_autofree char *found = http->reason != NULL ?
	    http_place_read(http->reason, reading) :
	    NULL;
	g_autofree char *reason = found != NULL ? hide_secrets(http, found) :
						  NULL;

	g_free(result->detail);
	result->detail = g_strdup_printf("HTTP status %ld%s%s%s",
	    reading->answer->status, what, reason != NULL ? ": " : "",
	    reason != NULL ? reason : "");
}

static void
judge_reading(const struct http_gateway *http,
    const struct http_reading *reading, struct send_result *result)
{
	gboolean decides;
	const char *meaning = meaning_of(http, reading, &decides);
	const char *what = "";

	http_result_of_status(reading->answer, result);
	for (gsize i = 0; meaning != NULL && i < G_N_ELEMENTS(outcomes); i++)
		if (strcmp(outcomes[i].meaning, meaning) == 0)
			result->outcome = outcomes[i].outcome;
	result->opted_out = g_strcmp0(meaning, "opted-out") == 0;
	if (meaning == NULL && decides && result->outcome == SEND_ACCEPTED) {
		/* It took the request, and may have taken the text. */
		result->outcome = SEND_IN_DOUBT;
		what = ", and no line of `answers` fits";
	}
	if (result->outcome != SEND_ACCEPTED) {
		explain(http, reading, what, result);
		return;
	}
	g_clear_pointer(&result->detail, g_free);
	if (http->id != NULL)
		result->remote_id = http_place_read(http->id, reading);
}

static void
http_judge(struct text_gateway *gateway, const struct http_answer *answer,
    struct send_result *result)
{
	struct http_reading reading;

	http_reading_begin(&reading, answer);
	judge_reading((struct http_gateway *)gateway, &reading, result);
	http_reading_end(&reading);
}

static enum hook_verdict
http_receive(struct provider *provider, const struct http_request *request,
    gint64 now_at G_GNUC_UNUSED, struct arrivals *arrivals, GError **error)
{
	struct http_gateway *http = (struct http_gateway *)provider;

	if (!hook_secret_proves(http->hook_secret, request)) {
		data_refuse(error,
		    "the secret in the path or the caller's address is not "
		    "right");
		return HOOK_FORGED;
	}
	return http_hook_read(http->hook, request, arrivals, error);
}

static const struct text_gateway_ops text_ops = {
	.request = http_request_text,
	.judge = http_judge,
};

const struct provider_ops http_provider = {
	.type = "http",
	.channel = CHANNEL_SMS,
	.help = "Texts by any gateway over HTTP, as you describe it.",
	.keys = http_gateway_keys,
	.check = http_gateway_check,
	.open = http_open,
	.send = text_gateway_send,
	.finish = text_gateway_finish,
	.abandon = text_gateway_abandon,
	.receive = http_receive,
	.close = http_close,
};
