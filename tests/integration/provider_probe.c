/*
 * provider_probe.c - sends messages through a provider as scheduler/drip.c
 * does, asks it what became of them, and gives it webhook requests, for the
 * tests of the providers.
 *
 *     provider_probe FILE.ini [HOOK_URL [LINGER_MS]] < jobs
 *
 * FILE.ini holds one [provider NAME]. HOOK_URL "" is none; LINGER_MS is how
 * long the provider stays open after the last job. A job is a JSON object on a
 * line of its own; "do" says what it is ("send", if it is left out):
 *     send     "to", "text", "name"; of a mail "from", "to", "body", "name";
 *              "then" ("finish", or "abandon"), "wait_ms" (between ready and
 *              that)
 *     look_up  "to", "text", "name", "since_at"
 *     poll     "since_at"
 *     receive  "method", "path", "query", "address", "headers" (an object),
 *              "body", "now_at"; or "body_base64"
 * "after_ms" is how long it waits before. As many sends are under way at once
 * as the provider takes; all else is alone, and so is a send with "alone".
 *
 * One JSON object a job comes out, in the order in which they end: "n" (from
 * 0), "do", "outcome", "detail", "ms", "ready", and: of a send "remote_id",
 * "retry_after_s", "opted_out"; of a look_up "report", with the outcome
 * "found", "unknown" or "error"; of poll and receive "texts" and "reports",
 * with the outcome "taken", "forged", "nonsense" or "error". Jobs that a
 * provider has no function for are "error". A broken promise of provider.h ends
 * the program with 70.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "tests/integration/provider_probe.h"

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
static guint linger_ms;
static gboolean alone; /* what is under way wants no company */
static gboolean inside;

static void start_next(void);

void
demand(gboolean kept, const char *promise)
{
	if (kept)
		return;
	fprintf(stderr, "provider_probe: broken promise: %s\n", promise);
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
	return text_of_json(job->order, name, fallback);
}

static gboolean
on_lingered(gpointer unused G_GNUC_UNUSED)
{
	g_main_loop_quit(loop);
	return G_SOURCE_REMOVE;
}

/* Takes `more`, which may be NULL. */
static void
job_ended(struct job *job, const char *outcome, const char *detail,
    json_t *more)
{
	json_t *line = json_pack("{si ss ss ss? sI sb}", "n", (int)job->number,
	    "do", job->kind, "outcome", outcome, "detail", detail, "ms",
	    (json_int_t)(g_get_monotonic_time() - job->began_us) / 1000,
	    "ready", job->ready);

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
		g_timeout_add(linger_ms, on_lingered, NULL);
	start_next();
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
	    json_pack("{ss? si sb}", "remote_id", result->remote_id,
		"retry_after_s", result->retry_after_s, "opted_out",
		result->opted_out));
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
		job_ended(job, "taken", NULL,
		    json_of_arrivals(arrivals, provider));
}

static void
receive(struct job *job)
{
	static const char *const names[] = {
		[HOOK_TAKEN] = "taken",
		[HOOK_FORGED] = "forged",
		[HOOK_NONSENSE] = "nonsense",
	};
	g_autoptr(http_request) request = request_of_json(job->order);
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
	    json_of_arrivals(arrivals, provider));
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
		if (number_of(job, "after_ms") > 0 || wants)
			g_timeout_add((guint)number_of(job, "after_ms"), on_due,
			    job);
		else
			on_due(job);
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

static void
message_fill(struct job *job)
{
	gboolean is_mail = provider->ops->channel == CHANNEL_EMAIL;
	g_autofree char *name = g_strdup_printf("dprobe%u", job->number);
	const char *bytes = is_mail ?
	    text_of(job, "body", "Subject: probe\r\n\r\nHello\r\n") :
	    text_of(job, "text", "Aurora Spa: how likely, 0-10?");

	job->message = (struct message){
		.id = job->number + 1,
		.channel = provider->ops->channel,
		.sender = g_strdup(is_mail ?
			text_of(job, "from", "survey@sender.example") :
			""),
		.recipient = g_strdup(text_of(job, "to",
		    is_mail ? "ada@recipient.example" : "+358401234567")),
		.name = g_strdup(text_of(job, "name", name)),
		.bytes = g_bytes_new(bytes, strlen(bytes)),
	};
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

		job->number = jobs->len;
		job->order = order;
		job->kind = text_of(job, "do", "send");
		message_fill(job);
		g_ptr_array_add(jobs, job);
	}
	if (jobs->len > 0)
		return TRUE;
	fprintf(stderr, "provider_probe: %s\n", error.text);
	return FALSE;
}

int
main(int argc, char **argv)
{
	if (argc < 2 || argc > 4) {
		fprintf(stderr,
		    "usage: provider_probe FILE.ini [HOOK_URL [LINGER_MS]] "
		    "< jobs\n");
		return EX_USAGE;
	}
	provider = probe_open(argv[1]);
	if (provider == NULL || !read_jobs())
		return EX_CONFIG;
	if (argc > 2 && *argv[2] != '\0')
		provider->hook_url = argv[2];
	if (argc > 3)
		linger_ms = (guint)g_ascii_strtoull(argv[3], NULL, 10);
	loop = g_main_loop_new(NULL, FALSE);
	start_next();
	g_main_loop_run(loop);
	g_main_loop_unref(loop);
	provider->ops->close(provider);
	g_ptr_array_unref(jobs);
	return EXIT_SUCCESS;
}
