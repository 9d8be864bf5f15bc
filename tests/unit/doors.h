/*
 * doors.h - a drip over a store of its own, by doors that keep what they are
 * sent until the test says what follows.
 */
#ifndef TESTS_UNIT_DOORS_H
#define TESTS_UNIT_DOORS_H

#include <string.h>

#include "scheduler/drip.h"
#include "scheduler/intake.h"
#include "tests/unit/balance.h"
#include "tests/unit/staged.h"

#define ONE_AT (NOON_AT + HOUR_S)

struct fake {
	struct provider base;
	GPtrArray *messages; /* const struct message, handed over */
	const struct send_watcher *watcher;
	gpointer user;
	guint finished, abandoned;
};

static struct settings *settings;
static struct catalog *catalog;
static struct composer *composer;
static struct drip *drip;
static GPtrArray *fakes; /* struct fake, in the order of the file */
static GString *told;	 /* what the hooks said */

static void
fake_send(struct provider *provider, const struct message *message,
    const struct send_watcher *watcher, gpointer user)
{
	struct fake *fake = (struct fake *)provider;

	g_ptr_array_add(fake->messages, (gpointer)message);
	fake->watcher = watcher;
	fake->user = user;
}

static void
fake_finish(struct provider *provider, const struct message *message)
{
	struct fake *fake = (struct fake *)provider;
	g_autofree char *sql = g_strdup_printf(
	    "SELECT count(*) FROM attempt"
	    " WHERE outcome = 'sending' AND provider = '%s' AND message_id ="
	    " %" G_GINT64_FORMAT,
	    provider->name, message->id);

	/* On disk, for others to see, before the last byte is given up. */
	ck_assert_int_eq(balance_count(&world, sql), 1);
	fake->finished++;
}

static void
fake_abandon(struct provider *provider, const struct message *message)
{
	struct fake *fake = (struct fake *)provider;

	ck_assert(g_ptr_array_remove(fake->messages, (gpointer)message));
	fake->abandoned++;
}

static const struct provider_ops fake_mail_ops = {
	.type = "fake",
	.channel = CHANNEL_EMAIL,
	.send = fake_send,
	.finish = fake_finish,
	.abandon = fake_abandon,
};
static const struct provider_ops fake_text_ops = {
	.type = "fake-texts",
	.channel = CHANNEL_SMS,
	.send = fake_send,
	.finish = fake_finish,
	.abandon = fake_abandon,
};

static struct fake *
door(const char *name)
{
	for (guint i = 0; i < fakes->len; i++) {
		struct fake *fake = fakes->pdata[i];

		if (strcmp(fake->base.name, name) == 0)
			return fake;
	}
	ck_abort_msg("there is no door %s", name);
}

static const struct message *
nth(const struct fake *fake, guint i)
{
	ck_assert_uint_gt(fake->messages->len, i);
	return fake->messages->pdata[i];
}

G_GNUC_UNUSED static void
holds(const struct fake *fake, guint expected)
{
	ck_assert_msg(fake->messages->len == expected, "%s holds %u, not %u",
	    fake->base.name, fake->messages->len, expected);
}

/* The oldest that it holds is all out but for the last byte. */
G_GNUC_UNUSED static void
is_ready(struct fake *fake)
{
	fake->watcher->ready(nth(fake, 0), fake->user);
}

G_GNUC_UNUSED static void
is_answered(struct fake *fake, const struct send_result *result)
{
	const struct message *message = nth(fake, 0);

	g_ptr_array_remove_index(fake->messages, 0);
	fake->watcher->done(message, result, fake->user);
}

G_GNUC_UNUSED static void
is_done(struct fake *fake, enum send_outcome outcome)
{
	const struct send_result result = { .outcome = outcome,
		.detail = (char *)"said so" };

	is_answered(fake, &result);
}

static void
turn(gint64 now_at)
{
	world_ok(drip_turn(drip, now_at, TRUE, &error));
	balance_check(&world);
}

/* There is nothing to do before then but to look whether there is. */
G_GNUC_UNUSED static void
sleeps_until(gint64 at)
{
	gint64 due_at, next_at;

	for (guint i = 0; i < 4; i++) {
		world_ok(store_next_due(world.store, NULL, &due_at, &error));
		next_at = drip_next(drip, due_at);
		if (next_at >= at)
			break;
		turn(next_at);
	}
	ck_assert_int_eq(next_at, at);
}

/* The oldest that it holds leaves, and this is said of it. */
G_GNUC_UNUSED static void
leaves(struct fake *fake, enum send_outcome outcome, gint64 now_at)
{
	is_ready(fake);
	turn(now_at);
	is_done(fake, outcome);
	turn(now_at);
}

static void tell(const char *format, ...) G_GNUC_PRINTF(1, 2);

static void
tell(const char *format, ...)
{
	va_list args;

	if (told->len > 0)
		g_string_append_c(told, ' ');
	va_start(args, format);
	g_string_append_vprintf(told, format, args);
	va_end(args);
}

static void
on_ended(const struct drip_report *report, gpointer user)
{
	(void)user;
	tell("%" G_GINT64_FORMAT ":%d", report->message_id, report->verdict);
}

static void
on_halted(const char *provider, const char *detail, gpointer user)
{
	(void)user;
	tell("%s %s", provider, detail != NULL ? "halts" : "works");
}

static void
on_missed(const char *provider, const char *detail, gint64 pause_s,
    gpointer user)
{
	(void)user;
	if (detail != NULL)
		tell("%s missed for %" G_GINT64_FORMAT, provider, pause_s);
	else
		tell("%s reached", provider);
}

static void
on_fuse_blown(const struct fuse *fuse, gpointer user)
{
	(void)user;
	tell("fuse at %" G_GINT64_FORMAT, fuse->spent_micro);
}

static void
on_wake(gpointer user)
{
	(void)user;
}

/* Since the last time. */
G_GNUC_UNUSED static void
was_told(const char *expected)
{
	ck_assert_str_eq(told->str, expected);
	g_string_truncate(told, 0);
}

static void
doors_add(GPtrArray *providers, const struct config_section *section)
{
	struct fake *fake = g_new0(struct fake, 1);
	gboolean texts = strcmp(config_text(section, "type"), "fake-texts") ==
	    0;

	fake->base.ops = texts ? &fake_text_ops : &fake_mail_ops;
	fake->base.name = section->name;
	fake->base.capacity = 2;
	fake->messages = g_ptr_array_new();
	g_ptr_array_add(fakes, fake);
	g_ptr_array_add(providers, fake);
}

static void
doors_begin(const char *ini)
{
	static const struct drip_hooks hooks = { .ended = on_ended,
		.halted = on_halted,
		.fuse_blown = on_fuse_blown,
		.wake = on_wake,
		.missed = on_missed };
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) providers = g_ptr_array_new();

	told = g_string_new(NULL);
	world_begin(&world);
	settings = staged_settings(world.folder, ini);
	world_ok(catalog = catalog_load(NULL, mistakes, &error));
	composer = composer_new(settings, catalog, store_key(world.store),
	    mistakes);
	ck_assert_ptr_nonnull(composer);
	fakes = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < settings->providers->len; i++)
		doors_add(providers, settings->providers->pdata[i]);
	drip = drip_new(world.store, settings, composer, providers, &hooks);
}

static void
doors_end(void)
{
	balance_check(&world);
	drip_free(drip);
	for (guint i = 0; i < fakes->len; i++) {
		struct fake *fake = fakes->pdata[i];

		g_ptr_array_unref(fake->messages);
	}
	g_ptr_array_unref(fakes);
	composer_free(composer);
	catalog_free(catalog);
	settings_free(settings);
	world_end(&world);
	g_string_free(told, TRUE);
}

/* An event of a person with this number and address, or either; judged. */
G_GNUC_UNUSED static void
doors_happens(const char *type, const char *reference, const char *phone,
    const char *email, gint64 at)
{
	g_autoptr(event) event = world_event(type, reference, email, at);
	struct event *one[] = { event };
	enum event_outcome outcome;
	guint judged;

	event->contact.phone = g_strdup(phone);
	world_ok(store_put_events(world.store, one, 1, at, &outcome, &error));
	ck_assert_int_eq(outcome, EVENT_NEW);
	world_ok(intake_turn(world.store, settings, at, 10, &judged, &error));
	ck_assert_uint_eq(judged, 1);
}

/* n bookings; each may be asked by text and by mail. */
G_GNUC_UNUSED static void
doors_book(guint n)
{
	for (guint i = 0; i < n; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);
		g_autofree char *email = g_strdup_printf("p%u@example.com", i);
		g_autofree char *phone = g_strdup_printf("+35840123456%u", i);

		doors_happens("booking", reference, phone, email, NOON_AT + i);
	}
}

#endif
