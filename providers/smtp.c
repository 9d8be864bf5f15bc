/*
 * smtp.c - mails leave through a pool of SMTP connections. Found by
 * provider.c, called by scheduler/drip.c.
 *
 * A mail waits in line until a connection is idle or another may be opened.
 * What is said on a connection is the business of smtp_connection.c.
 */
#include "providers/smtp.h"

#include "providers/smtp_connection.h"
#include "providers/smtp_envelope.h"

struct job {
	const struct message *message;
	const struct send_watcher *watcher;
	gpointer user;
};

struct slot {
	struct smtp *smtp;
	struct smtp_connection *connection;
	struct job *job; /* NULL: none */
};

struct smtp {
	struct provider provider; /* first: a provider is one of these */
	struct smtp_settings *settings;
	struct login_token *token;
	GPtrArray *slots;
	GQueue waiting; /* struct job */
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

static void
on_held(struct smtp_connection *connection G_GNUC_UNUSED, gpointer user)
{
	struct slot *slot = user;

	if (slot->job->watcher->ready != NULL)
		slot->job->watcher->ready(slot->job->message, slot->job->user);
}

static void
on_done(struct smtp_connection *connection G_GNUC_UNUSED,
    const struct send_result *result, gboolean stale, gpointer user)
{
	struct slot *slot = user;
	struct job *job = g_steal_pointer(&slot->job);

	if (stale) {
		g_queue_push_head(&slot->smtp->waiting, job);
		pump_ask(slot->smtp);
		return;
	}
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

static const struct smtp_connection_watcher connection_watcher = {
	.held = on_held,
	.done = on_done,
	.idle = on_idle,
	.closed = on_closed,
};

static void
slot_free(gpointer pointer)
{
	struct slot *slot = pointer;

	smtp_connection_free(slot->connection);
	g_free(slot->job);
	g_free(slot);
}

/* TRUE if no server whatever would be asked to take it; tells. */
static gboolean
refused_locally(struct job *job)
{
	static const struct smtp_capabilities all = { .pipelining = TRUE,
		.eightbit = TRUE,
		.smtputf8 = TRUE };
	struct smtp_envelope envelope = { 0 };
	struct send_result result = { .outcome = SEND_REJECTED };
	gboolean good = smtp_envelope_make(job->message, &all, &envelope,
	    &result.detail);

	smtp_envelope_clear(&envelope);
	if (!good)
		job_done(job, &result);
	send_result_clear(&result);
	return !good;
}

/* NULL if the pool is full and busy. */
static struct slot *
slot_find(struct smtp *smtp)
{
	struct slot *slot;

	for (guint i = 0; i < smtp->slots->len; i++) {
		slot = g_ptr_array_index(smtp->slots, i);
		if (slot->job == NULL &&
		    smtp_connection_is_idle(slot->connection))
			return slot;
	}
	if (smtp->slots->len >= smtp->settings->connections)
		return NULL;
	slot = g_new0(struct slot, 1);
	slot->smtp = smtp;
	g_ptr_array_add(smtp->slots, slot);
	slot->connection = smtp_connection_open(smtp->settings, smtp->token,
	    &connection_watcher, slot);
	return slot;
}

static gboolean
on_pump(gpointer user)
{
	struct smtp *smtp = g_rc_box_acquire(user);

	smtp->pump_source = 0;
	while (!smtp->closed && !g_queue_is_empty(&smtp->waiting)) {
		struct job *job = g_queue_pop_head(&smtp->waiting);
		struct slot *slot;

		if (refused_locally(job))
			continue;
		slot = slot_find(smtp);
		if (slot == NULL) {
			g_queue_push_head(&smtp->waiting, job);
			break;
		}
		slot->job = job;
		smtp_connection_send(slot->connection, job->message);
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
	smtp->provider.capacity = settings->connections;
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

	*job = (struct job){ .message = message,
		.watcher = watcher,
		.user = user };
	g_queue_push_tail(&smtp->waiting, job);
	pump_ask(smtp);
}

static struct slot *
slot_of(struct provider *provider, const struct message *message)
{
	struct smtp *smtp = (struct smtp *)provider;

	for (guint i = 0; i < smtp->slots->len; i++) {
		struct slot *slot = g_ptr_array_index(smtp->slots, i);

		if (slot->job != NULL && slot->job->message == message)
			return slot;
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

/* Only a closed connection keeps a server from the end of a text. */
static void
smtp_abandon(struct provider *provider, const struct message *message)
{
	struct smtp *smtp = (struct smtp *)provider;
	struct slot *slot = slot_of(provider, message);

	g_assert(slot != NULL);
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
