/*
 * world.h - a store in a place of its own, and people on their journey, for
 * the tests of what stands on the store. balance.h counts what is in it.
 */
#ifndef TESTS_UNIT_WORLD_H
#define TESTS_UNIT_WORLD_H

#include <glib/gstdio.h>

#include "base/clock.h"
#include "store/outbox/crew.h"
#include "store/journeys/events.h"
#include "store/journeys/follow_ups.h"
#include "store/outbox/outbox.h"
#include "store/replies/replies.h"
#include "store/answers/responses.h"
#include "store/store.h"
#include "tests/unit/place.h"
#include "tests/unit/unit.h"

#define NOON_AT 1772366400 /* 2026-03-01T12:00:00Z */
#define DAY 20513	   /* the same, in days */
#define HOUR_S (60 * 60)
#define DAY_S (24 * HOUR_S)

struct world {
	char *folder;
	char *path; /* of the database file; of no use on a server */
	char *url;
	struct store *store;
};

/* What a call leaves in error must be nothing, and the message is shown. */
#define world_ok(call)                                                         \
	do {                                                                   \
		GError *error = NULL;                                          \
		gboolean passed = (call) ? TRUE : FALSE;                       \
		if (!passed || error != NULL)                                  \
			ck_abort_msg("%s: %s", #call,                          \
			    error != NULL ? error->message : "no error");      \
	} while (0)

G_GNUC_UNUSED static void
world_reopen(struct world *world)
{
	g_clear_pointer(&world->store, store_close);
	world_ok(world->store = store_open(world->url, TRUE, &error));
	world_ok(store_join(world->store, "test", 0, &error));
}

/* The worker has crashed, and another begins; by the same connection, for whom
 * a test has given it to. */
G_GNUC_UNUSED static gboolean
world_recover(struct world *world, gint64 now_at, guint *returned,
    guint *in_doubt, GError **error)
{
	struct buried buried;

	if (!store_join(world->store, "another", 0, error) ||
	    !store_bury(world->store, now_at, &buried, error))
		return FALSE;
	*returned = buried.returned;
	*in_doubt = buried.in_doubt;
	return TRUE;
}

G_GNUC_UNUSED static void
world_begin(struct world *world)
{
	world->folder = g_dir_make_tmp("dripscore-XXXXXX", NULL);
	ck_assert_ptr_nonnull(world->folder);
	world->path = g_build_filename(world->folder, "store.db", NULL);
	world->url = place_make(world->folder, FALSE);
	world_reopen(world);
}

G_GNUC_UNUSED static void
world_remove_folder(const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		g_unlink(path);
	}
	g_clear_pointer(&dir, g_dir_close);
	g_rmdir(folder);
}

G_GNUC_UNUSED static void
world_end(struct world *world)
{
	g_clear_pointer(&world->store, store_close);
	place_remove(world->url);
	world_remove_folder(world->folder);
	g_clear_pointer(&world->folder, g_free);
	g_clear_pointer(&world->path, g_free);
	g_clear_pointer(&world->url, g_free);
}

/* An event of a person with this address. */
G_GNUC_UNUSED static struct event *
world_event(const char *type, const char *reference, const char *email,
    gint64 occurred_at)
{
	struct event *event = g_new0(struct event, 1);

	event->source = g_strdup("");
	event->type = g_strdup(type);
	event->reference = g_strdup(reference);
	event->contact.email = g_strdup(email);
	event->occurred_at = occurred_at;
	return event;
}

/* Stored; TRUE if it is new. */
G_GNUC_UNUSED static gboolean
world_happens(struct world *world, const char *type, const char *reference,
    const char *email, gint64 occurred_at)
{
	g_autoptr(event)
	    event = world_event(type, reference, email, occurred_at);
	struct event *one[] = { event };
	enum event_outcome outcome;

	world_ok(store_put_events(world->store, one, 1, occurred_at, &outcome,
	    &error));
	return outcome == EVENT_NEW;
}

G_GNUC_UNUSED static struct intake *
world_intake(const struct due_event *due)
{
	struct intake *intake = g_new0(struct intake, 1);

	intake->event_id = due->event->id;
	intake->occurred_at = due->event->occurred_at;
	intake->source = g_strdup(due->event->source);
	intake->reference = g_strdup(due->event->reference);
	intake->invitations = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)planned_invitation_free);
	intake->cancels = g_ptr_array_new_with_free_func(g_free);
	intake->cancel_reason = g_strdup("cancelled");
	return intake;
}

G_GNUC_UNUSED static void
world_plan(struct intake *intake, const char *touchpoint,
    enum invitation_state state, gint64 due_at)
{
	struct planned_invitation *plan = g_new0(struct planned_invitation, 1);

	plan->touchpoint = g_strdup(touchpoint);
	plan->channel = CHANNEL_EMAIL;
	plan->due_at = due_at;
	plan->expires_at = due_at + 10 * DAY_S;
	plan->state = state;
	plan->reason = state == INVITATION_SCHEDULED ? NULL :
						       g_strdup("planned so");
	g_ptr_array_add(intake->invitations, plan);
}

G_GNUC_UNUSED static gboolean
world_minds(const struct event *event, gpointer user)
{
	(void)event;
	(void)user;
	return FALSE;
}

G_GNUC_UNUSED static struct intake *
world_judge_one(const struct due_event *due, gpointer user)
{
	struct intake *intake = world_intake(due);

	(void)user;
	if (g_str_equal(due->event->type, "booking"))
		world_plan(intake, "stay", INVITATION_SCHEDULED,
		    due->event->occurred_at + HOUR_S);
	else
		g_ptr_array_add(intake->cancels, g_strdup("stay"));
	return intake;
}

/*
 * Judges all that has occurred: a booking leads to an invitation "stay" that
 * is due an hour later, a cancellation ends it. Returns how many were judged.
 */
G_GNUC_UNUSED static guint
world_judge(struct world *world, gint64 now_at)
{
	static const struct intake_judge judge = { world_minds,
		world_judge_one, NULL };
	guint judged;

	world_ok(store_judge_events(world->store, now_at, 1000, &judge,
	    &judged, &error));
	return judged;
}

/* A booking, judged: its invitation is due an hour after `at`. */
G_GNUC_UNUSED static void
world_invite(struct world *world, const char *reference, const char *email,
    gint64 at)
{
	ck_assert(world_happens(world, "booking", reference, email, at));
	ck_assert_uint_eq(world_judge(world, at), 1);
}

/* What is due is leased; of struct outbox_item. */
G_GNUC_UNUSED static GPtrArray *
world_claim(struct world *world, gint64 now_at, guint expected)
{
	GPtrArray *items;

	world_ok(items = store_claim(world->store, now_at, 100, NULL, &error));
	ck_assert_uint_eq(items->len, expected);
	return items;
}

/* The only message that is due, leased; its id. */
G_GNUC_UNUSED static gint64
world_claim_one(struct world *world, gint64 now_at)
{
	g_autoptr(GPtrArray) items = world_claim(world, now_at, 1);
	const struct outbox_item *item = items->pdata[0];

	return item->message_id;
}

/* The halves of store_settle(). */
G_GNUC_UNUSED static gboolean
world_begin_attempts(struct store *store, struct outbox_attempt *attempts,
    guint n, gint64 now_at, GError **error)
{
	return store_settle(store, NULL, 0, attempts, n, now_at, error);
}

G_GNUC_UNUSED static gboolean
world_end_attempts(struct store *store, const struct outbox_verdict *verdicts,
    guint n, gint64 now_at, GError **error)
{
	return store_settle(store, verdicts, n, NULL, 0, now_at, error);
}

/* The id of its attempt; 0: it may not leave. */
G_GNUC_UNUSED static gint64
world_attempt(struct world *world, gint64 message_id, gint64 now_at)
{
	struct outbox_attempt attempt = { .message_id = message_id,
		.provider = "mail",
		.attempt_id = -1 };

	world_ok(
	    world_begin_attempts(world->store, &attempt, 1, now_at, &error));
	return attempt.attempt_id;
}

G_GNUC_UNUSED static void
world_verdict(struct world *world, gint64 message_id, gint64 attempt_id,
    enum verdict kind, gint64 now_at)
{
	struct outbox_verdict verdict = { .message_id = message_id,
		.attempt_id = attempt_id,
		.provider = "mail",
		.verdict = kind,
		.detail = "said so",
		.next_at = now_at + HOUR_S,
		.day = DAY };

	world_ok(world_end_attempts(world->store, &verdict, 1, now_at, &error));
}

/* Invited at noon, sent at one; returns the message. */
G_GNUC_UNUSED static gint64
world_sent(struct world *world, const char *reference, const char *email)
{
	gint64 message_id, attempt_id;

	world_invite(world, reference, email, NOON_AT);
	message_id = world_claim_one(world, NOON_AT + HOUR_S);
	attempt_id = world_attempt(world, message_id, NOON_AT + HOUR_S);
	ck_assert_int_gt(attempt_id, 0);
	world_verdict(world, message_id, attempt_id, VERDICT_SENT,
	    NOON_AT + HOUR_S);
	return message_id;
}

/*
 * Looks at what is due to be looked at, as a touchpoint without reminders does:
 * what is sent expires at its time. Says how many did.
 */
G_GNUC_UNUSED static guint
world_expire(struct world *world, gint64 now_at, guint limit)
{
	g_autoptr(GPtrArray) due = NULL;
	guint expired = 0;

	world_ok(due = store_due_follow_ups(world->store, now_at, limit,
	    &error));
	for (guint i = 0; i < due->len; i++) {
		const struct follow_up *one = due->pdata[i];
		gboolean sent = one->state == INVITATION_SENT;
		const struct follow_up_step step = {
			.invitation_id = one->invitation_id,
			.look_at = one->look_at,
			.expire = sent && now_at >= one->expires_at,
			.next_look_at = sent && now_at < one->expires_at ?
			    one->expires_at :
			    0,
		};
		guint n;

		world_ok(store_put_follow_ups(world->store, &step, 1, now_at,
		    &n, &error));
		expired += n;
	}
	return expired;
}

/* A raw reply, stored; its id. */
G_GNUC_UNUSED static gint64
world_reply(struct world *world, const char *fingerprint, gint64 at)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static("Subject: 9\n\n", 12);
	const struct raw_reply raw = { .inbox = "replies",
		.fingerprint = fingerprint,
		.bytes = bytes };
	g_autoptr(GPtrArray) found = NULL;
	const struct new_reply *last;
	guint stored;

	world_ok(store_put_replies(world->store, &raw, 1, 0, 0, at, &stored,
	    &error));
	ck_assert_uint_eq(stored, 1);
	world_ok(found = store_new_replies(world->store, 1000, &error));
	ck_assert_uint_ge(found->len, 1);
	last = found->pdata[found->len - 1];
	return last->id;
}

/* A reply of this kind comes in and is read. */
G_GNUC_UNUSED static void
world_takes(struct world *world, enum reply_kind kind, gint64 invitation_id,
    int score, const char *comment, gint64 at)
{
	static guint n;
	g_autofree char *fingerprint = g_strdup_printf("reply %u", ++n);
	const struct reply_effect effect = {
		.reply_id = world_reply(world, fingerprint, at),
		.kind = kind,
		.invitation_id = invitation_id,
		.score = score,
		.comment = comment,
		.answered_at = at,
		.day = (gint32)(at / DAY_S),
		.suppress = kind == REPLY_OPT_OUT || kind == REPLY_BOUNCE ||
		    kind == REPLY_COMPLAINT,
		.note = kind == REPLY_BOUNCE ? "permanent bounce" : NULL,
	};

	world_ok(store_apply_reply(world->store, &effect, at, &error));
}

#endif
