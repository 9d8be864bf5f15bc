/*
 * talk.h - whole talks by text: events are judged, texts leave by a gateway
 * that takes all, and what people type comes in.
 */
#ifndef TESTS_UNIT_TALK_H
#define TESTS_UNIT_TALK_H

#include <string.h>

#include "base/token.h"
#include "replies/take.h"
#include "scheduler/delivery.h"
#include "scheduler/drip.h"
#include "scheduler/follow_up.h"
#include "scheduler/intake.h"
#include "store/replies/conversations.h"
#include "tests/unit/balance.h"
#include "tests/unit/staged.h"

#define GUEST "+358401234567"
#define OTHER "+358407654321"
#define DAY_WINDOW_S DAY_S /* how long a talk is open, by default */

#define TEXTS_HEAD                                                             \
	"[provider texts]\ntype = fake-texts\nfrom = +358501112222\n"          \
	"[touchpoint visit]\non = visit\nchannel = sms, email\n"               \
	"text = How was the visit, 0-10?\n"                                    \
	"[touchpoint meal]\non = meal\nchannel = sms\n"                        \
	"text = How was the meal, 0-10?\n"                                     \
	"[sms]\ncountry = FI\nprice = 0.05\n"

/* A gateway or relay that takes all, if it is not told else; what it was given
 * is in `sent`. */
struct fake {
	struct provider base;
	GQueue ready; /* const struct message: handed over */
	GQueue done;  /* finished */
	const struct send_watcher *watcher;
	gpointer user;
	enum send_outcome outcome; /* of all that is finished */
};

static struct settings *settings;
static struct catalog *catalog;
static struct composer *composer;
static struct drip *drip;
static struct worker *worker;
static struct taker *taker;
static struct fake texts, mail;
static GString *sent; /* "number: text", a line each; a mail: "mail" */
static guint n_texts_in;

static void
fake_send(struct provider *provider, const struct message *message,
    const struct send_watcher *watcher, gpointer user)
{
	struct fake *fake = (struct fake *)provider;

	fake->watcher = watcher;
	fake->user = user;
	g_queue_push_tail(&fake->ready, (gpointer)message);
}

static void
fake_finish(struct provider *provider, const struct message *message)
{
	struct fake *fake = (struct fake *)provider;
	gsize n;
	const char *bytes = g_bytes_get_data(message->bytes, &n);

	if (message->channel == CHANNEL_SMS)
		g_string_append_printf(sent, "%s: %.*s\n", message->recipient,
		    (int)n, bytes);
	else
		g_string_append_printf(sent, "mail\n");
	g_queue_push_tail(&fake->done, (gpointer)message);
}

static void
fake_abandon(struct provider *provider, const struct message *message)
{
	struct fake *fake = (struct fake *)provider;

	g_queue_remove(&fake->ready, message);
}

static const struct provider_ops text_ops = {
	.type = "fake-texts",
	.channel = CHANNEL_SMS,
	.send = fake_send,
	.finish = fake_finish,
	.abandon = fake_abandon,
};
static const struct provider_ops mail_ops = {
	.type = "fake",
	.channel = CHANNEL_EMAIL,
	.send = fake_send,
	.finish = fake_finish,
	.abandon = fake_abandon,
};

/* What was handed over goes on a step; TRUE if anything did. */
static gboolean
fake_goes_on(struct fake *fake)
{
	const struct message *message = g_queue_pop_head(&fake->done);
	struct send_result result = { .outcome = fake->outcome };

	if (message != NULL) {
		result.remote_id = g_strdup_printf("remote-%" G_GINT64_FORMAT,
		    message->id);
		fake->watcher->done(message, &result, fake->user);
		send_result_clear(&result);
		return TRUE;
	}
	message = g_queue_pop_head(&fake->ready);
	if (message != NULL)
		fake->watcher->ready(message, fake->user);
	return message != NULL;
}

static void
on_wake(gpointer user)
{
	(void)user;
}

static void
on_ended(const struct drip_report *report, gpointer user)
{
	(void)report;
	(void)user;
}

static void
on_halted(const char *provider, const char *detail, gpointer user)
{
	(void)provider;
	(void)detail;
	(void)user;
}

/* All that is due at that time is done. */
static void
until_quiet(gint64 now_at)
{
	gboolean more = TRUE;

	for (guint i = 0; more && i < 100; i++) {
		guint judged, applied, closed, looked;

		world_ok(intake_turn(world.store, settings, now_at, 100,
		    &judged, &error));
		world_ok(follow_up_turn(world.store, settings, now_at, 100,
		    &looked, &error));
		world_ok(store_close_conversations(world.store, now_at, 100,
		    &closed, &error));
		world_ok(taker_turn(taker, now_at, TRUE, &error));
		world_ok(delivery_turn(world.store, settings, now_at, 100,
		    &applied, &error));
		world_ok(drip_turn(drip, now_at, TRUE, &error));
		more = fake_goes_on(&texts) || fake_goes_on(&mail) ||
		    taker_is_busy(taker) || drip_in_flight(drip) > 0 ||
		    judged > 0 || applied > 0 || closed > 0 || looked > 0;
	}
	ck_assert(!more);
	balance_check(&world);
}

static void
begin_with(const char *more)
{
	static const struct drip_hooks drip_hooks = { .ended = on_ended,
		.halted = on_halted,
		.wake = on_wake };
	static const struct taker_hooks taker_hooks = { .wake = on_wake };
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) providers = g_ptr_array_new();
	g_autofree char *text = g_strconcat(STAGED_HEAD TEXTS_HEAD, more, NULL);

	n_texts_in = 0;
	sent = g_string_new(NULL);
	world_begin(&world);
	settings = staged_settings(world.folder, text);
	world_ok(catalog = catalog_load(NULL, mistakes, &error));
	composer = composer_new(settings, catalog, store_key(world.store),
	    mistakes);
	ck_assert_ptr_nonnull(composer);
	mail = (struct fake){ .base = { .ops = &mail_ops,
				  .name = (char *)"mail",
				  .capacity = 4 } };
	texts = (struct fake){ .base = { .ops = &text_ops,
				   .name = (char *)"texts",
				   .capacity = 4 } };
	g_ptr_array_add(providers, &mail);
	g_ptr_array_add(providers, &texts);
	drip = drip_new(world.store, settings, composer, providers,
	    &drip_hooks);
	worker = worker_new("/bin/false", "read");
	taker = taker_new(world.store, settings, worker, &taker_hooks);
}

G_GNUC_UNUSED static void
begin(void)
{
	begin_with("");
}

G_GNUC_UNUSED static void
end(void)
{
	balance_check(&world);
	worker_free(worker);
	taker_free(taker);
	drip_free(drip);
	composer_free(composer);
	catalog_free(catalog);
	settings_free(settings);
	world_end(&world);
	g_string_free(sent, TRUE);
}

G_GNUC_UNUSED static void
happens(const char *type, const char *reference, const char *number,
    const char *email, gint64 at)
{
	g_autoptr(event) event = world_event(type, reference, email, at);
	struct event *one[] = { event };

	event->contact.phone = g_strdup(number);
	event->contact.language = g_strdup("en");
	world_ok(store_put_events(world.store, one, 1, at, NULL, &error));
	until_quiet(at);
}

/* A text comes in, written then; TRUE if it is new. */
G_GNUC_UNUSED static gboolean
comes_in(const char *id, const char *number, const char *words,
    gint64 written_at, gint64 now_at)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct arrivals *one[] = { arrivals };
	struct incoming_text *text = g_new0(struct incoming_text, 1);
	guint stored;

	text->id = g_strdup(id);
	text->from = g_strdup(number);
	text->text = g_strdup(words);
	text->written_at = written_at;
	g_ptr_array_add(arrivals->texts, text);
	world_ok(store_put_arrivals(world.store, one, 1, now_at, &stored,
	    &error));
	until_quiet(now_at);
	return stored == 1;
}

G_GNUC_UNUSED static void
types(const char *number, const char *words, gint64 at)
{
	g_autofree char *id = g_strdup_printf("in-%u", ++n_texts_in);

	ck_assert(comes_in(id, number, words, at, at));
}

G_GNUC_UNUSED static void
reports(gint64 message_id, enum delivery_state state, gint64 at)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct arrivals *one[] = { arrivals };
	struct delivery_report *report = g_new0(struct delivery_report, 1);
	guint stored;

	report->name = token_make(store_key(world.store), TOKEN_DELIVERY,
	    message_id);
	report->state = state;
	g_ptr_array_add(arrivals->reports, report);
	world_ok(
	    store_put_arrivals(world.store, one, 1, at, &stored, &error));
	until_quiet(at);
}

/* How many texts went to the number since it was asked last; forgets them. */
G_GNUC_UNUSED static guint
texts_to(const char *number)
{
	g_auto(GStrv) lines = g_strsplit(sent->str, "\n", -1);
	guint n = 0;

	for (guint i = 0; lines[i] != NULL; i++)
		n += g_str_has_prefix(lines[i], number);
	g_string_truncate(sent, 0);
	return n;
}

G_GNUC_UNUSED static void
was_asked(const char *number, const char *question)
{
	g_autofree char *line = g_strdup_printf("%s: %s\n", number, question);

	ck_assert_str_eq(sent->str, line);
	g_string_truncate(sent, 0);
}

/* The current response of a touchpoint's only answered invitation. */
G_GNUC_UNUSED static void
response_is(const char *touchpoint, const char *expected)
{
	g_autofree char *sql = g_strdup_printf(
	    "SELECT coalesce((SELECT score || ' ' || coalesce(comment, '-')"
	    " FROM response WHERE touchpoint = '%s' ORDER BY id DESC LIMIT 1),"
	    " 'none')",
	    touchpoint);
	g_autofree char *found = balance_text(&world, sql);

	ck_assert_str_eq(found, expected);
}

#endif
