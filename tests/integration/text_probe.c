/*
 * text_probe.c - sends texts through a provider as scheduler/drip.c does, asks
 * it what became of them, and gives it webhook requests, for the tests of the
 * providers of texts.
 *
 *     text_probe FILE.ini [HOOK_URL] < jobs
 *
 * FILE.ini holds one [provider NAME]. A job is a JSON object on a line of its
 * own; "do" says what it is ("send", if it is left out):
 *     send     "to", "text", "name"; "then" ("finish", or "abandon"),
 *              "wait_ms" (between ready and that)
 *     look_up  "to", "text", "name", "since_at"
 *     poll     "since_at"
 *     receive  "method", "path", "query", "address", "headers" (an object),
 *              "body", "now_at"; or "body_base64"
 * "after_ms" is how long it waits before. As many sends are under way at once
 * as the provider takes; all else is alone, and so is a send with "alone".
 *
 * One JSON object a job comes out, in the order in which they end: "n" (from
 * 0), "do", "outcome", "detail", "ms", and: of a send "ready", "remote_id",
 * "retry_after_s", "opted_out"; of a look_up "report", with the outcome
 * "found", "unknown" or "error"; of poll and receive "texts" and "reports",
 * with the outcome "taken", "forged", "nonsense" or "error". Jobs that a
 * provider has no function for are "error". A broken promise of provider.h ends
 * the program with 70.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "providers/provider.h"

struct job {
	guint number;
	json_t *order;
	const char *kind;
	struct message message;
	gint64 began_us;
	gboolean ready;
	gboolean ended;
};

static struct provider *provider;
static GMainLoop *loop;
static GPtrArray *jobs;
static guint next_job, open_jobs;
static gboolean alone; /* what is under way wants no company */
static gboolean inside;

static void start_next(void);

static void
demand(gboolean kept, const char *promise)
{
	if (kept)
		return;
	fprintf(stderr, "text_probe: broken promise: %s\n", promise);
	exit(EX_SOFTWARE);
}

static gint64
number_of(const struct job *job, const char *name)
{
	return json_integer_value(json_object_get(job->order, name));
}

static const char *
text_of(const struct job *job, const char *name, const char *fallback)
{
	json_t *value = json_object_get(job->order, name);

	return value != NULL ? json_string_value(value) : fallback;
}

/* Takes `more`, which may be NULL. */
static void
job_ended(struct job *job, const char *outcome, const char *detail,
    json_t *more)
{
	json_t *line = json_pack("{si ss ss ss? sI}", "n", (int)job->number,
	    "do", job->kind, "outcome", outcome, "detail", detail, "ms",
	    (json_int_t)(g_get_monotonic_time() - job->began_us) / 1000);

	demand(!job->ended, "an end for each");
	if (more != NULL)
		json_object_update_new(line, more);
	json_dumpf(line, stdout, 0);
	putchar('\n');
	fflush(stdout);
	json_decref(line);
	job->ended = TRUE;
	open_jobs--;
	/* The bytes are ours again, and are gone at once. */
	g_clear_pointer(&job->message.bytes, g_bytes_unref);
	if (open_jobs == 0)
		alone = FALSE;
	if (next_job == jobs->len && open_jobs == 0)
		g_main_loop_quit(loop);
	start_next();
}

static json_t *
json_of_report(const struct delivery_report *report)
{
	return json_pack("{ss? ss? ss sb ss?}", "name", report->name,
	    "remote_id", report->remote_id, "state",
	    delivery_state_name(report->state), "opted_out", report->opted_out,
	    "detail", report->detail);
}

static json_t *
json_of_arrivals(const struct arrivals *arrivals)
{
	json_t *texts = json_array();
	json_t *reports = json_array();

	for (guint i = 0; i < arrivals->texts->len; i++) {
		const struct incoming_text *text = arrivals->texts->pdata[i];
		json_t *one = json_pack("{ss? ss? ss? ss? sI}", "id", text->id,
		    "from", text->from, "to", text->to, "text", text->text,
		    "written_at", (json_int_t)text->written_at);

		demand(one != NULL, "UTF-8");
		demand(text->id != NULL && text->from != NULL &&
			text->text != NULL,
		    "a text with id, from and text");
		json_array_append_new(texts, one);
	}
	for (guint i = 0; i < arrivals->reports->len; i++) {
		const struct delivery_report *report =
		    arrivals->reports->pdata[i];
		json_t *one = json_of_report(report);

		demand(one != NULL, "UTF-8");
		demand(report->name != NULL || report->remote_id != NULL,
		    "a report of some message");
		json_array_append_new(reports, one);
	}
	demand(g_str_equal(arrivals->provider, provider->name),
	    "arrivals with the provider's name");
	return json_pack("{so so}", "texts", texts, "reports", reports);
}

static gboolean
on_waited(gpointer user)
{
	struct job *job = user;
	gboolean abandon = g_str_equal(text_of(job, "then", "finish"),
	    "abandon");

	if (job->ended)
		return G_SOURCE_REMOVE;
	inside = TRUE;
	if (abandon)
		provider->ops->abandon(provider, &job->message);
	else
		provider->ops->finish(provider, &job->message);
	inside = FALSE;
	if (abandon)
		job_ended(job, "abandoned", NULL, NULL);
	return G_SOURCE_REMOVE;
}

static void
on_ready(const struct message *message, gpointer user)
{
	struct job *job = user;

	demand(!inside, "ready from inside a call");
	demand(message == &job->message, "ready with another message");
	demand(!job->ready && !job->ended, "ready once, before done");
	job->ready = TRUE;
	if (number_of(job, "wait_ms") == 0)
		on_waited(job);
	else
		g_timeout_add((guint)number_of(job, "wait_ms"), on_waited, job);
}

static void
on_done(const struct message *message, const struct send_result *result,
    gpointer user)
{
	struct job *job = user;

	demand(!inside, "done from inside a call");
	demand(message == &job->message, "done with another message");
	demand(!job->ended, "done once, and not after abandon");
	demand(job->ready ||
		(result->outcome != SEND_ACCEPTED &&
		    result->outcome != SEND_IN_DOUBT),
	    "nothing leaves before ready");
	job_ended(job, send_outcome_name(result->outcome), result->detail,
	    json_pack("{sb ss? si sb}", "ready", job->ready, "remote_id",
		result->remote_id, "retry_after_s", result->retry_after_s,
		"opted_out", result->opted_out));
}

static const struct send_watcher watcher = { .ready = on_ready,
	.done = on_done };

static void
on_looked_up(struct provider *asked, const struct message *message,
    const struct delivery_report *report, const GError *error, gpointer user)
{
	struct job *job = user;

	demand(!inside, "looked up from inside a call");
	demand(asked == provider && message == &job->message,
	    "looked up by the provider, that message");
	demand(error == NULL || report == NULL, "a report or an error");
	if (error != NULL)
		job_ended(job, "error", error->message, NULL);
	else if (report == NULL)
		job_ended(job, "unknown", NULL, NULL);
	else
		job_ended(job, "found", NULL,
		    json_pack("{so}", "report", json_of_report(report)));
}

static void
on_polled(struct provider *asked, const struct arrivals *arrivals,
    const GError *error, gpointer user)
{
	struct job *job = user;

	demand(!inside, "polled from inside a call");
	demand(asked == provider, "polled by the provider");
	demand((arrivals == NULL) == (error != NULL), "arrivals or an error");
	if (error != NULL)
		job_ended(job, "error", error->message, NULL);
	else
		job_ended(job, "taken", NULL, json_of_arrivals(arrivals));
}

static struct http_request *
request_of(const struct job *job)
{
	struct http_request *request = g_new0(struct http_request, 1);
	const char *body = text_of(job, "body", "");
	const char *coded = text_of(job, "body_base64", NULL);
	const char *name;
	json_t *value;

	request->method = g_strdup(text_of(job, "method", "POST"));
	request->path = g_strdup(text_of(job, "path", "/"));
	request->query = g_strdup(text_of(job, "query", ""));
	request->address = g_strdup(text_of(job, "address", "127.0.0.1"));
	request->headers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	json_object_foreach(json_object_get(job->order, "headers"), name, value)
	    g_hash_table_insert(request->headers, g_ascii_strdown(name, -1),
		g_strdup(json_string_value(value)));
	if (coded != NULL) {
		gsize n;
		guchar *bytes = g_base64_decode(coded, &n);

		request->body = g_bytes_new_take(bytes, n);
	} else {
		request->body = g_bytes_new(body, strlen(body));
	}
	return request;
}

static void
receive(struct job *job)
{
	static const char *const names[] = {
		[HOOK_TAKEN] = "taken",
		[HOOK_FORGED] = "forged",
		[HOOK_NONSENSE] = "nonsense",
	};
	g_autoptr(http_request) request = request_of(job);
	g_autoptr(arrivals) arrivals = arrivals_new(provider->name);
	g_autoptr(GError) error = NULL;
	enum hook_verdict verdict = provider->ops->receive(provider, request,
	    number_of(job, "now_at"), arrivals, &error);

	demand((error == NULL) == (verdict == HOOK_TAKEN),
	    "an error says why a request was not taken");
	demand(verdict == HOOK_TAKEN ||
		arrivals->texts->len + arrivals->reports->len == 0,
	    "nothing is added by a request that was not taken");
	job_ended(job, names[verdict], error != NULL ? error->message : NULL,
	    json_of_arrivals(arrivals));
}

static gboolean
on_due(gpointer user)
{
	struct job *job = user;
	const struct provider_ops *ops = provider->ops;
	gint64 since_at = number_of(job, "since_at");

	job->began_us = g_get_monotonic_time();
	if (g_str_equal(job->kind, "receive") && ops->receive != NULL) {
		receive(job);
		return G_SOURCE_REMOVE;
	}
	inside = TRUE;
	if (g_str_equal(job->kind, "send"))
		ops->send(provider, &job->message, &watcher, job);
	else if (g_str_equal(job->kind, "look_up") && ops->look_up != NULL)
		ops->look_up(provider, &job->message, since_at, on_looked_up,
		    job);
	else if (g_str_equal(job->kind, "poll") && ops->poll != NULL)
		ops->poll(provider, since_at, on_polled, job);
	else
		job_ended(job, "error", "it has no function for that", NULL);
	inside = FALSE;
	return G_SOURCE_REMOVE;
}

static void
start_next(void)
{
	while (
	    next_job < jobs->len && open_jobs < provider->capacity && !alone) {
		struct job *job = g_ptr_array_index(jobs, next_job);
		gboolean wants = !g_str_equal(job->kind, "send") ||
		    json_is_true(json_object_get(job->order, "alone"));

		if (wants && open_jobs > 0)
			return;
		alone = wants;
		next_job++;
		open_jobs++;
		g_timeout_add((guint)number_of(job, "after_ms"), on_due, job);
	}
}

static void
job_free(gpointer pointer)
{
	struct job *job = pointer;

	json_decref(job->order);
	g_free(job->message.sender);
	g_free(job->message.recipient);
	g_free(job->message.name);
	g_clear_pointer(&job->message.bytes, g_bytes_unref);
	g_free(job);
}

static gboolean
read_jobs(void)
{
	json_error_t error;
	json_t *order;

	jobs = g_ptr_array_new_with_free_func(job_free);
	while ((order = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, &error)) !=
	    NULL) {
		struct job *job = g_new0(struct job, 1);
		g_autofree char *name = g_strdup_printf("dprobe%u", jobs->len);
		const char *text;

		job->number = jobs->len;
		job->order = order;
		job->kind = text_of(job, "do", "send");
		text = text_of(job, "text", "Aurora Spa: how likely, 0-10?");
		job->message = (struct message){
			.id = job->number + 1,
			.channel = CHANNEL_SMS,
			.sender = g_strdup(""),
			.recipient = g_strdup(
			    text_of(job, "to", "+358401234567")),
			.name = g_strdup(text_of(job, "name", name)),
			.bytes = g_bytes_new(text, strlen(text)),
		};
		g_ptr_array_add(jobs, job);
	}
	if (jobs->len > 0)
		return TRUE;
	fprintf(stderr, "text_probe: %s\n", error.text);
	return FALSE;
}

static const struct config_section *
section_read(struct config *config, GPtrArray *mistakes)
{
	const struct config_section *section = config_find(config, "provider",
	    NULL);

	if (section == NULL) {
		g_ptr_array_add(mistakes, g_strdup("no [provider NAME]"));
	} else if (mistakes->len == 0) {
		const struct provider_ops *ops = provider_find(
		    config_text(section, "type"));

		if (ops->check != NULL)
			ops->check(section, mistakes);
	}
	for (guint i = 0; i < mistakes->len; i++)
		fprintf(stderr, "%s\n", (char *)mistakes->pdata[i]);
	return mistakes->len == 0 ? section : NULL;
}

/* FALSE with the reason on stderr. */
static gboolean
provider_open(const char *path)
{
	static const struct config_key keys[] = {
		{ .name = "type",
		    .type = CONFIG_CHOICE,
		    .required = TRUE,
		    .help = "The kind of provider." },
		{ .name = NULL },
	};
	struct config_variant variants[16] = { { .value = NULL } };
	struct config_schema schemas[] = {
		{ .kind = "provider",
		    .named = TRUE,
		    .keys = keys,
		    .variant_key = "type",
		    .variants = variants },
		{ .kind = NULL },
	};
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(config) config = NULL;
	const struct config_section *section;
	gsize n = 0;

	for (const struct provider_ops *const *ops = provider_types();
	     *ops != NULL && n + 1 < G_N_ELEMENTS(variants); ops++) {
		if ((*ops)->channel == CHANNEL_SMS)
			variants[n++] = (struct config_variant){
				.value = (*ops)->type,
				.keys = (*ops)->keys
			};
	}
	config = config_read(path, schemas, mistakes, &error);
	if (config == NULL) {
		fprintf(stderr, "%s\n", error->message);
		return FALSE;
	}
	section = section_read(config, mistakes);
	if (section == NULL)
		return FALSE;
	provider =
	    provider_find(config_text(section, "type"))->open(section, &error);
	if (provider == NULL)
		fprintf(stderr, "%s\n", error->message);
	return provider != NULL;
}

int
main(int argc, char **argv)
{
	if (argc < 2 || argc > 3) {
		fprintf(stderr,
		    "usage: text_probe FILE.ini [HOOK_URL] < jobs\n");
		return EX_USAGE;
	}
	if (!provider_open(argv[1]) || !read_jobs())
		return EX_CONFIG;
	provider->hook_url = argc > 2 ? argv[2] : NULL;
	loop = g_main_loop_new(NULL, FALSE);
	start_next();
	g_main_loop_run(loop);
	g_main_loop_unref(loop);
	provider->ops->close(provider);
	g_ptr_array_unref(jobs);
	return EXIT_SUCCESS;
}
