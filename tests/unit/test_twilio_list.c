/*
 * test_twilio_list.c - a provider of Twilio's that is closed while it asks, and
 * by who is told. Its peers are a port at which nobody listens, and one at
 * which nobody answers; what Twilio answers is tests/integration/
 * test_twilio.py's.
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "providers/twilio.h"
#include "tests/unit/unit.h"

#define SENT_AT 1700000000

/* The first is filled in by provider_at. */
static struct config_variant variants[2] = { { .value = "twilio" } };
static const struct config_key type_key[] = {
	{ .name = "type", .type = CONFIG_TEXT, .help = "The kind." },
	{ .name = NULL },
};
static struct config_schema schemas[] = {
	{ .kind = "provider",
	    .named = TRUE,
	    .keys = type_key,
	    .variant_key = "type",
	    .variants = variants },
	{ .kind = NULL },
};

struct asked {
	struct provider *provider;
	GMainLoop *loop;
	guint told;
	gboolean failed;
};

static struct message message = {
	.id = 1,
	.channel = CHANNEL_SMS,
	.recipient = (char *)"+358401234567",
	.name = (char *)"dname",
};

static struct provider *
provider_at(guint port)
{
	g_autofree char *folder = g_dir_make_tmp("twilio-XXXXXX", NULL);
	g_autofree char *token = g_build_filename(folder, "token", NULL);
	g_autofree char *path = g_build_filename(folder, "x.ini", NULL);
	g_autofree char *text =
	    g_strdup_printf("[provider texts]\ntype = twilio\n"
			    "account_sid = AC00000000000000000000000000000000\n"
			    "auth_token_file = token\nfrom = +358501112223\n"
			    "base_url = http://127.0.0.1:%u\n",
		port);
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(config) config = NULL;
	g_autoptr(GError) error = NULL;
	struct provider *provider;

	variants[0].keys = twilio_provider.keys;
	ck_assert(g_file_set_contents_full(token, "secret\n", -1,
	    G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	config = config_read_text(path, text, strlen(text), schemas, mistakes);
	ck_assert_uint_eq(mistakes->len, 0);
	provider = twilio_provider.open(config_find(config, "provider", NULL),
	    &error);
	ck_assert_msg(provider != NULL, "%s",
	    error != NULL ? error->message : "");
	g_unlink(token);
	g_rmdir(folder);
	return provider;
}

/* Somebody who takes connections and says nothing; the port. */
static guint
listen_in_silence(GSocketListener **listener)
{
	guint port;

	*listener = g_socket_listener_new();
	port = g_socket_listener_add_any_inet_port(*listener, NULL, NULL);
	ck_assert_uint_ne(port, 0);
	return port;
}

static guint
port_of_nobody(void)
{
	g_autoptr(GSocketListener) listener = NULL;
	guint port = listen_in_silence(&listener);

	g_socket_listener_close(listener);
	return port;
}

static void
note(struct asked *asked, gboolean failed)
{
	asked->told++;
	asked->failed = failed;
	asked->provider->ops->close(asked->provider);
	asked->provider = NULL;
	g_main_loop_quit(asked->loop);
}

static void
on_polled(struct provider *provider, const struct arrivals *arrivals,
    const GError *error, gpointer user)
{
	struct asked *asked = user;

	ck_assert_ptr_eq(provider, asked->provider);
	ck_assert(arrivals == NULL);
	note(asked, error != NULL);
}

static void
on_looked_up(struct provider *provider, const struct message *looked_up,
    const struct delivery_report *report, const GError *error, gpointer user)
{
	struct asked *asked = user;

	ck_assert_ptr_eq(provider, asked->provider);
	ck_assert_ptr_eq(looked_up, &message);
	ck_assert(report == NULL);
	note(asked, error != NULL);
}

static void
setup(struct asked *asked, guint port)
{
	message.bytes = g_bytes_new_static("0-10?", 5);
	asked->loop = g_main_loop_new(NULL, FALSE);
	asked->provider = provider_at(port);
}

static void
teardown(struct asked *asked)
{
	g_main_loop_unref(asked->loop);
	g_clear_pointer(&message.bytes, g_bytes_unref);
}

START_TEST(who_is_told_may_close_the_provider)
{
	struct asked asked = { 0 };

	setup(&asked, port_of_nobody());
	twilio_provider.poll(asked.provider, SENT_AT, on_polled, &asked);
	ck_assert_uint_eq(asked.told, 0);
	g_main_loop_run(asked.loop);
	ck_assert_uint_eq(asked.told, 1);
	ck_assert(asked.failed);
	teardown(&asked);

	asked = (struct asked){ 0 };
	setup(&asked, port_of_nobody());
	twilio_provider.look_up(asked.provider, &message, SENT_AT, on_looked_up,
	    &asked);
	ck_assert_uint_eq(asked.told, 0);
	g_main_loop_run(asked.loop);
	ck_assert_uint_eq(asked.told, 1);
	ck_assert(asked.failed);
	teardown(&asked);
}
END_TEST

static gboolean
on_time(gpointer user)
{
	g_main_loop_quit(user);
	return G_SOURCE_REMOVE;
}

START_TEST(a_provider_that_is_closed_tells_nobody)
{
	g_autoptr(GSocketListener) listener = NULL;
	struct asked asked = { 0 };

	setup(&asked, listen_in_silence(&listener));
	twilio_provider.poll(asked.provider, SENT_AT, on_polled, &asked);
	twilio_provider.look_up(asked.provider, &message, SENT_AT, on_looked_up,
	    &asked);
	g_timeout_add(100, on_time, asked.loop);
	g_main_loop_run(asked.loop);
	twilio_provider.close(asked.provider);
	while (g_main_context_iteration(NULL, FALSE))
		;
	ck_assert_uint_eq(asked.told, 0);
	teardown(&asked);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("twilio_list");
	TCase *tcase = tcase_create("close");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, who_is_told_may_close_the_provider);
	tcase_add_test(tcase, a_provider_that_is_closed_tells_nobody);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
