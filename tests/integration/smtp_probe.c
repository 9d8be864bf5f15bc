/*
 * smtp_probe.c - sends messages through a provider as scheduler/drip.c does,
 * and prints what became of each, for test_smtp_faults.py.
 *
 *     smtp_probe FILE.ini [LINGER_MS] < jobs
 *
 * FILE.ini holds one [provider NAME]. A job is a JSON object on a line of its
 * own: "from", "to", "body" (text), "then" ("finish", or "abandon"), "wait_ms"
 * (between ready and that), "after_ms" (before it is sent). As many are sent at
 * once as the provider takes. One JSON object a job comes out, in the order in
 * which they end. A broken promise of provider.h ends the program with 70.
 * LINGER_MS is how long the provider stays open afterwards.
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
	struct message message;
	gint64 began_us;
	gboolean ready;
	gboolean ended;
};

static struct provider *provider;
static GMainLoop *loop;
static GPtrArray *jobs;
static guint next_job, open_jobs;
static gboolean inside;
static int linger_ms;

static void send_next(void);

static void
demand(gboolean kept, const char *promise)
{
	if (kept)
		return;
	fprintf(stderr, "smtp_probe: broken promise: %s\n", promise);
	exit(EX_SOFTWARE);
}

static int
number_of(const struct job *job, const char *name)
{
	return (int)json_integer_value(json_object_get(job->order, name));
}

static const char *
text_of(const struct job *job, const char *name, const char *fallback)
{
	json_t *value = json_object_get(job->order, name);

	return value != NULL ? json_string_value(value) : fallback;
}

static gboolean
on_lingered(gpointer unused G_GNUC_UNUSED)
{
	g_main_loop_quit(loop);
	return G_SOURCE_REMOVE;
}

static void
job_ended(struct job *job, const char *outcome, const char *detail,
    const char *remote_id)
{
	json_t *line = json_pack("{si ss ss? ss? sb si}", "n", (int)job->number,
	    "outcome", outcome, "detail", detail, "remote_id", remote_id,
	    "ready", job->ready, "ms",
	    (int)((g_get_monotonic_time() - job->began_us) / 1000));

	json_dumpf(line, stdout, 0);
	putchar('\n');
	fflush(stdout);
	json_decref(line);
	job->ended = TRUE;
	open_jobs--;
	/* The bytes are ours again, and are gone at once. */
	g_clear_pointer(&job->message.bytes, g_bytes_unref);
	if (next_job < jobs->len)
		send_next();
	else if (open_jobs == 0)
		g_timeout_add((guint)linger_ms, on_lingered, NULL);
}

static gboolean
on_waited(gpointer user)
{
	struct job *job = user;
	gboolean abandon = strcmp(text_of(job, "then", "finish"), "abandon") ==
	    0;

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
	    "no dot before ready");
	job_ended(job, send_outcome_name(result->outcome), result->detail,
	    result->remote_id);
}

static const struct send_watcher watcher = { .ready = on_ready,
	.done = on_done };

static gboolean
on_due(gpointer user)
{
	struct job *job = user;

	job->began_us = g_get_monotonic_time();
	inside = TRUE;
	provider->ops->send(provider, &job->message, &watcher, job);
	inside = FALSE;
	return G_SOURCE_REMOVE;
}

static void
send_next(void)
{
	while (next_job < jobs->len && open_jobs < provider->capacity) {
		struct job *job = g_ptr_array_index(jobs, next_job++);

		open_jobs++;
		if (number_of(job, "after_ms") > 0)
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

static gboolean
read_jobs(void)
{
	json_error_t error;
	json_t *order;

	jobs = g_ptr_array_new_with_free_func(job_free);
	while ((order = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, &error)) !=
	    NULL) {
		struct job *job = g_new0(struct job, 1);
		const char *body;

		job->number = jobs->len;
		job->order = order;
		body = text_of(job, "body", "Subject: probe\r\n\r\nHello\r\n");
		job->message = (struct message){
			.id = job->number + 1,
			.channel = CHANNEL_EMAIL,
			.sender = g_strdup(
			    text_of(job, "from", "survey@sender.example")),
			.recipient = g_strdup(
			    text_of(job, "to", "ada@recipient.example")),
			.name = g_strdup_printf("%u@probe", job->number),
			.bytes = g_bytes_new(body, strlen(body)),
		};
		g_ptr_array_add(jobs, job);
	}
	if (jobs->len > 0)
		return TRUE;
	fprintf(stderr, "smtp_probe: %s\n", error.text);
	return FALSE;
}

static const struct config_section *
section_read(struct config *config, GPtrArray *mistakes)
{
	const struct config_section *section = config_find(config, "provider",
	    NULL);

	if (section == NULL)
		g_ptr_array_add(mistakes, g_strdup("no [provider NAME]"));
	else if (mistakes->len == 0)
		provider_find(config_text(section, "type"))
		    ->check(section, mistakes);
	for (guint i = 0; i < mistakes->len; i++)
		fprintf(stderr, "%s\n", (char *)mistakes->pdata[i]);
	return mistakes->len == 0 ? section : NULL;
}

/* FALSE with the reason on stderr. */
static gboolean
provider_open(const char *path)
{
	static const char *const types[] = { "smtp", NULL };
	static const struct config_key keys[] = {
		{ .name = "type",
		    .type = CONFIG_CHOICE,
		    .required = TRUE,
		    .choices = types,
		    .help = "The kind of provider." },
		{ .name = "from",
		    .type = CONFIG_ADDRESS,
		    .required = TRUE,
		    .help = "Who the mails come from." },
		{ .name = "from",
		    .type = CONFIG_ADDRESS,
		    .required = TRUE,
		    .help = "The From of mails that leave by it." },
		{ .name = NULL },
	};
	struct config_variant variants[] = {
		{ .value = "smtp", .keys = provider_find("smtp")->keys },
		{ .value = NULL },
	};
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
	g_autoptr(config) config = config_read(path, schemas, mistakes, &error);
	const struct config_section *section;

	if (config == NULL) {
		fprintf(stderr, "%s\n", error->message);
		return FALSE;
	}
	section = section_read(config, mistakes);
	if (section == NULL)
		return FALSE;
	provider = provider_find("smtp")->open(section, &error);
	if (provider == NULL)
		fprintf(stderr, "%s\n", error->message);
	return provider != NULL;
}

int
main(int argc, char **argv)
{
	if (argc < 2 || argc > 3) {
		fprintf(stderr,
		    "usage: smtp_probe FILE.ini [LINGER_MS] "
		    "< jobs\n");
		return EX_USAGE;
	}
	linger_ms = argc > 2 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 0;
	if (!provider_open(argv[1]) || !read_jobs())
		return EX_CONFIG;
	loop = g_main_loop_new(NULL, FALSE);
	send_next();
	g_main_loop_run(loop);
	g_main_loop_unref(loop);
	provider->ops->close(provider);
	g_ptr_array_unref(jobs);
	return EXIT_SUCCESS;
}
