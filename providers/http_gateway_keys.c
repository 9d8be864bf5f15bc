/*
 * http_gateway_keys.c - the table of the keys of type http. Data; read by
 * config.c, the manual and http_gateway.c.
 */
#include "providers/http_gateway_keys.h"

#include "providers/hook_secret.h"
#include "providers/http_hook.h"
#include "providers/text_send.h"

static const char *const schemes[] = { "http", "https", NULL };
static const char *const formats[] = { "form", "json", "query", NULL };
static const char *const methods[] = { "post", "get", NULL };
static const char *const meanings[] = { "accepted", "later", "never",
	"opted-out", "halt", "in-doubt", NULL };

/* clang-format off */
const struct config_key http_gateway_keys[] = {
	{ .name = "url",
	    .type = CONFIG_URL,
	    .required = TRUE,
	    .choices = schemes,
	    .example = "https://gateway.example.com/v1/messages",
	    .help = "Where a text is handed in. It may hold the tags of "
		    "`body`, behind its host." },
	{ .name = "format",
	    .type = CONFIG_CHOICE,
	    .required = TRUE,
	    .choices = formats,
	    .example = "json",
	    .help = "How `body` is sent: `form` (application/"
		    "x-www-form-urlencoded) or `json` in the body of the "
		    "request; `query` at the end of the URL." },
	{ .name = "body",
	    .type = CONFIG_LINES,
	    .example = "{\"from\": \"{from}\", \"to\": \"{to}\", "
		       "\"text\": \"{text}\"}",
	    .help = "What is said. Tags stand for what they name: {to} "
		    "(+358401234567), {to_digits} (358401234567), {from}, "
		    "{text}, {name} (our name for the message), {secret}, "
		    "{report_url} (where delivery reports go). `form`, "
		    "`query`: fields such as to={to}&text={text}, in plain "
		    "text; a line that goes on begins with &. `json`: JSON "
		    "with the tags in strings." },
	{ .name = "method",
	    .type = CONFIG_CHOICE,
	    .choices = methods,
	    .help = "`post`, if it is left out; of `format = query`, `get`. A "
		    "gateway that takes both is better called by `post`: what "
		    "stands in a URL stands in the logs of those between." },
	{ .name = "from",
	    .type = CONFIG_TEXT,
	    .example = "+358401234567",
	    .help = "The number or name a text comes from, for {from}." },
	{ .name = "user",
	    .type = CONFIG_TEXT,
	    .help = "For HTTP Basic, with `password_file`." },
	{ .name = "password_file",
	    .type = CONFIG_SECRET_FILE,
	    .example = "texts.password",
	    .help = "Where the password for HTTP Basic is." },
	{ .name = "secret_file",
	    .type = CONFIG_SECRET_FILE,
	    .example = "texts.token",
	    .help = "Where the secret is that {secret} stands for, in "
		    "`headers`, `url` or `body`." },
	{ .name = "headers",
	    .type = CONFIG_LINES,
	    .example = "Authorization: Bearer {secret}",
	    .help = "Lines that are sent with each request. All tags but "
		    "{text} may stand there." },
	{ .name = "answers",
	    .type = CONFIG_MAPPING,
	    .choices = meanings,
	    .example = "429 -> later",
	    .help = "What an answer means, by the first line that fits: "
		    "`accepted` (by the gateway), `later` (try again), `never` "
		    "(to this number), `opted-out` (never, for the person "
		    "said stop), `halt` (it is for us to mend), `in-doubt`. "
		    "Before "
		    "the -> stand a status (200, 500-599), body:WORDS that "
		    "are in it, json:PATH=VALUE, header:NAME=VALUE, or "
		    "several of them that must all hold. Without a line that "
		    "fits, 2xx is accepted (in doubt, if a line says what is "
		    "accepted); 401, 402, 403 and 3xx halt; 429 and 5xx mean "
		    "later, but 502 and 504 are in doubt; other 4xx mean "
		    "never. Retry-After is obeyed." },
	{ .name = "id",
	    .type = CONFIG_TEXT,
	    .example = "json:messages.0.id",
	    .help = "Where the gateway's name for the text stands in its "
		    "answer, by which its reports are known: json:PATH, "
		    "header:NAME, or body:WORDS for the word behind them." },
	{ .name = "reason",
	    .type = CONFIG_TEXT,
	    .example = "json:error.code",
	    .help = "Where a code stands that says why a text was not "
		    "taken. It is shown to you; let it be none that "
		    "repeats number or text." },
	HOOK_SECRET_KEYS,
	{ .name = "reply_text",
	    .type = CONFIG_TEXT,
	    .example = "text",
	    .help = "The field of the gateway's calls that holds a text that "
		    "came in. Of JSON it is a path, as in messages.0.text. "
		    "Without it no text comes in." },
	{ .name = "reply_from",
	    .type = CONFIG_TEXT,
	    .example = "from",
	    .help = "The field of the number it comes from, with its "
		    "country's code, with + or without." },
	{ .name = "reply_to",
	    .type = CONFIG_TEXT,
	    .example = "to",
	    .help = "The field of the number it was sent to." },
	{ .name = "reply_id",
	    .type = CONFIG_TEXT,
	    .example = "messageId",
	    .help = "The field of the gateway's name for it: a call that is "
		    "repeated is known by it. Without it, by `reply_time`." },
	{ .name = "reply_time",
	    .type = CONFIG_TEXT,
	    .example = "receivedAt",
	    .help = "The field of the time it came in: seconds or "
		    "milliseconds since 1970, or 2026-03-01T12:00:00Z." },
	{ .name = "reply_list",
	    .type = CONFIG_TEXT,
	    .example = "results",
	    .help = "Of JSON: the path of a list of texts, in each of which "
		    "the fields stand." },
	{ .name = "report_status",
	    .type = CONFIG_TEXT,
	    .example = "status",
	    .help = "The field of a delivery report that says what became of "
		    "a text." },
	{ .name = "report_states",
	    .type = CONFIG_MAPPING,
	    .choices = http_hook_states,
	    .example = "DELIVRD -> delivered",
	    .help = "What it may say, and means." },
	{ .name = "report_id",
	    .type = CONFIG_TEXT,
	    .example = "messageId",
	    .help = "The field of what `id` found when the text was taken. "
		    "Not needed if {report_url} is used." },
	{ .name = "report_name",
	    .type = CONFIG_TEXT,
	    .example = "reference",
	    .help = "The field of what {name} told the gateway. Not needed if "
		    "{report_url} is used." },
	{ .name = "report_list",
	    .type = CONFIG_TEXT,
	    .example = "results",
	    .help = "Of JSON: the path of a list of reports." },
	TEXT_GATEWAY_KEYS,
	{ 0 },
};
/* clang-format on */
