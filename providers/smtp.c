/*
 * smtp.c - mails leave through a pool of SMTP connections. Found by
 * provider.c, called by scheduler/drip.c.
 *
 * A mail goes to an idle connection, or to a new one; else behind the mail of
 * another, if that one is quick; else it waits in line. What is said on a
 * connection is the business of smtp_connection.c.
 */
#include "providers/smtp.h"

#include "providers/smtp_connection.h"
#include "providers/smtp_envelope.h"

/* Of a connection: one whose verdict is open, one behind it. */
#define JOBS_MAX 2

struct job {
	const struct message *message;
	const struct send_watcher *watcher;
	gpointer user;
	guint64 number; /* in the order in which they came */
	gboolean again; /* it stood behind another: not a second time */
};

struct slot {
	struct smtp *smtp;
	struct smtp_connection *connection;
	struct job *jobs[JOBS_MAX]; /* the oldest first; NULL: none */
};

struct smtp {
	struct provider provider; /* first: a provider is one of these */
	struct smtp_settings *settings;
	struct login_token *token;
	GPtrArray *slots;
	GQueue waiting; /* struct job */
	guint64 jobs;  /* that came */
	guint pump_source;
	gboolean closed; /* only the pump further up still holds it */
};

static void pump_ask(struct smtp *smtp);

static void
job_done(struct job *job, const struct send_result *result)
{
	g_autofree struct job *ended = job;

	ended->watcher->done(ended->message, result, ended->user);
}

/* Out of its place at the connection; owned. */
static struct job *
job_take(struct slot *slot, const struct message *message)
{
	struct job *job;
	guint i = slot->jobs[0] != NULL && slot->jobs[0]->message == message ?
	    0 :
	    1;

	job = slot->jobs[i];
	g_assert(job != NULL && job->message == message);
	if (i == 0)
		slot->jobs[0] = slot->jobs[1];
	slot->jobs[1] = NULL;
	return job;
}

static int
job_compare(gconstpointer a, gconstpointer b, gpointer unused G_GNUC_UNUSED)
{
	const struct job *one = a;
	const struct job *other = b;

	return one->number < other->number ? -1 : 1;
}

/* Before those that came later. */
static void
wait_again(struct smtp *smtp, struct job *job)
{
	job->again = TRUE;
	g_queue_insert_sorted(&smtp->waiting, job, job_compare, NULL);
	pump_ask(smtp);
}

static void
on_held(struct smtp_connection *connection G_GNUC_UNUSED,
    const struct message *message, gpointer user)
{
	struct slot *slot = user;
	struct job *job = slot->jobs[0]->message == message ? slot->jobs[0] :
							      slot->jobs[1];

	if (job->watcher->ready != NULL)
		job->watcher->ready(message, job->user);
}

/* They would be told the same, a login each; none of them has left. */
static void
refuse_waiting(struct smtp *smtp, const struct send_result *result)
{
	struct job *job;

	while ((job = g_queue_pop_head(&smtp->waiting)) != NULL)
		job_done(job, result);
}

static void
on_done(struct smtp_connection *connection G_GNUC_UNUSED,
    const struct message *message, const struct send_result *result,
    gboolean stale, gpointer user)
{
	struct slot *slot = user;
	struct smtp *smtp = slot->smtp;
	struct job *job = job_take(slot, message);

	if (stale) {
		wait_again(smtp, job);
		return;
	}
	if (result->outcome == SEND_HALTED)
		refuse_waiting(smtp, result);
	if (!g_queue_is_empty(&smtp->waiting))
		pump_ask(smtp);
	job_done(job, result);
}

static void
on_idle(struct smtp_connection *connection G_GNUC_UNUSED, gpointer user)
{
	struct slot *slot = user;

	if (!g_queue_is_empty(&slot->smtp->waiting))
		pump_ask(slot->smtp);
}

static void
on_closed(struct smtp_connection *connection G_GNUC_UNUSED, gpointer user)
{
	struct slot *slot = user;
	struct smtp *smtp = slot->smtp;

	g_ptr_array_remove_fast(smtp->slots, slot);
	if (!g_queue_is_empty(&smtp->waiting))
		pump_ask(smtp);
}

/* What stands behind it goes elsewhere, if there is an elsewhere. */
static void
on_stuck(struct smtp_connection *connection, gpointer user)
{
	struct slot *slot = user;
	struct smtp *smtp = slot->smtp;
	gboolean elsewhere = smtp->slots->len < smtp->settings->connections;

	for (guint i = 0; !elsewhere && i < smtp->slots->len; i++) {
		const struct slot *other = g_ptr_array_index(smtp->slots, i);

		elsewhere = !smtp_connection_is_stuck(other->connection);
	}
	if (!elsewhere || slot->jobs[1] == NULL)
		return;
	smtp_connection_withdraw(connection);
	wait_again(smtp, job_take(slot, slot->jobs[1]->message));
}

static const struct smtp_connection_watcher connection_watcher = {
	.held = on_held,
	.done = on_done,
	.idle = on_idle,
	.closed = on_closed,
	.stuck = on_stuck,
};

static void
slot_free(gpointer pointer)
{
	struct slot *slot = pointer;

	smtp_connection_free(slot->connection);
	for (guint i = 0; i < JOBS_MAX; i++)
		g_free(slot->jobs[i]);
	g_free(slot);
}

/* TRUE if no server whatever would be asked to take it; tells. */
static gboolean
refused_locally(struct job *job)
{
	struct send_result result = { .outcome = SEND_REJECTED };

	if (smtp_envelope_is_possible(job->message, &result.detail))
		return FALSE;
	job_done(job, &result);
	send_result_clear(&result);
	return TRUE;
}

static struct slot *
slot_open(struct smtp *smtp)
{
	struct slot *slot = g_new0(struct slot, 1);

	slot->smtp = smtp;
	g_ptr_array_add(smtp->slots, slot);
	slot->connection = smtp_connection_open(smtp->settings, smtp->token,
	    &connection_watcher, slot);
	return slot;
}

/* NULL if the pool is full and busy. */
static struct slot *
slot_find(struct smtp *smtp, const struct job *job)
{
	struct slot *behind = NULL;

	for (guint i = 0; i < smtp->slots->len; i++) {
		struct slot *slot = g_ptr_array_index(smtp->slots, i);

		switch (smtp_connection_room(slot->connection)) {
		case SMTP_ROOM_IDLE:
			return slot;
		case SMTP_ROOM_BEHIND:
			if (behind == NULL)
				behind = slot;
			break;
		case SMTP_ROOM_NONE:
			break;
		}
	}
	if (smtp->slots->len < smtp->settings->connections)
		return slot_open(smtp);
	return job->again ? NULL : behind;
}

/* FALSE if there is no place for it now. */
static gboolean
place(struct smtp *smtp, struct job *job)
{
	struct slot *slot = slot_find(smtp, job);

	if (slot == NULL)
		return FALSE;
	slot->jobs[slot->jobs[0] == NULL ? 0 : 1] = job;
	smtp_connection_send(slot->connection, job->message);
	return TRUE;
}

static gboolean
on_pump(gpointer user)
{
	struct smtp *smtp = g_rc_box_acquire(user);

	smtp->pump_source = 0;
	while (!smtp->closed && !g_queue_is_empty(&smtp->waiting)) {
		struct job *job = g_queue_pop_head(&smtp->waiting);

		if (refused_locally(job))
			continue;
		if (!place(smtp, job)) {
			g_queue_push_head(&smtp->waiting, job);
			break;
		}
	}
	g_rc_box_release(smtp);
	return G_SOURCE_REMOVE;
}

static void
pump_ask(struct smtp *smtp)
{
	if (smtp->pump_source == 0)
		smtp->pump_source = g_idle_add_full(G_PRIORITY_DEFAULT, on_pump,
		    smtp, NULL);
}

static struct provider *
smtp_open(const struct config_section *section, GError **error)
{
	struct smtp_settings *settings = smtp_settings_read(section, error);
	struct smtp *smtp;

	if (settings == NULL)
		return NULL;
	smtp = g_rc_box_new0(struct smtp);
	smtp->provider.ops = &smtp_provider;
	smtp->provider.name = g_strdup(section->name);
	smtp->provider.capacity = settings->connections * JOBS_MAX;
	smtp->settings = settings;
	if (settings->user != NULL && settings->secret.password == NULL)
		smtp->token = login_token_new(&settings->secret);
	smtp->slots = g_ptr_array_new_with_free_func(slot_free);
	g_queue_init(&smtp->waiting);
	return &smtp->provider;
}

static void
smtp_send(struct provider *provider, const struct message *message,
    const struct send_watcher *watcher, gpointer user)
{
	struct smtp *smtp = (struct smtp *)provider;
	struct job *job = g_new0(struct job, 1);
	g_autofree char *refusal = NULL;

	*job = (struct job){ .message = message,
		.watcher = watcher,
		.user = user,
		.number = smtp->jobs++ };
	/* At once: so it goes in one write with the end of the former. */
	if (g_queue_is_empty(&smtp->waiting) &&
	    smtp_envelope_is_possible(message, &refusal) && place(smtp, job))
		return;
	g_queue_push_tail(&smtp->waiting, job);
	pump_ask(smtp);
}

static struct slot *
slot_of(struct provider *provider, const struct message *message)
{
	struct smtp *smtp = (struct smtp *)provider;

	for (guint i = 0; i < smtp->slots->len; i++) {
		struct slot *slot = g_ptr_array_index(smtp->slots, i);

		for (guint j = 0; j < JOBS_MAX; j++) {
			if (slot->jobs[j] != NULL &&
			    slot->jobs[j]->message == message)
				return slot;
		}
	}
	return NULL;
}

static void
smtp_finish(struct provider *provider, const struct message *message)
{
	struct slot *slot = slot_of(provider, message);

	g_assert(slot != NULL);
	smtp_connection_finish(slot->connection);
}

/*
 * Only a closed connection keeps a server from the end of a text. It is the
 * oldest of its connection: what stands before it has its verdict, else it
 * would not be held.
 */
static void
smtp_abandon(struct provider *provider, const struct message *message)
{
	struct smtp *smtp = (struct smtp *)provider;
	struct slot *slot = slot_of(provider, message);

	g_assert(slot != NULL && slot->jobs[0]->message == message);
	if (slot->jobs[1] != NULL)
		wait_again(smtp, job_take(slot, slot->jobs[1]->message));
	g_ptr_array_remove_fast(smtp->slots, slot);
	if (!g_queue_is_empty(&smtp->waiting))
		pump_ask(smtp);
}

static void
smtp_close(struct provider *provider)
{
	struct smtp *smtp = (struct smtp *)provider;

	smtp->closed = TRUE;
	g_clear_handle_id(&smtp->pump_source, g_source_remove);
	for (guint i = 0; i < smtp->slots->len; i++) {
		struct slot *slot = g_ptr_array_index(smtp->slots, i);

		smtp_connection_part(slot->connection);
	}
	g_clear_pointer(&smtp->slots, g_ptr_array_unref);
	g_queue_clear_full(&smtp->waiting, g_free);
	g_clear_pointer(&smtp->token, login_token_free);
	g_clear_pointer(&smtp->settings, smtp_settings_free);
	g_clear_pointer(&smtp->provider.name, g_free);
	g_rc_box_release(smtp);
}

const struct provider_ops smtp_provider = {
	.type = "smtp",
	.channel = CHANNEL_EMAIL,
	.help = "Mails through an SMTP server: your own, or a relay's.",
	.keys = smtp_keys,
	.check = smtp_settings_check,
	.open = smtp_open,
	.send = smtp_send,
	.finish = smtp_finish,
	.abandon = smtp_abandon,
	.close = smtp_close,
};
