/*
 * furnished.h - a store with an invitation in each state and what goes with it,
 * and what store_verify says of it: for the tests of stores as a whole.
 */
#ifndef TESTS_UNIT_FURNISHED_H
#define TESTS_UNIT_FURNISHED_H

#include "store/verify/verify.h"
#include "tests/unit/texted.h"

/* Of the invitations of furnish(). */
enum {
	THE_SENT = 1,
	THE_ANSWERED,
	THE_BOUNCED,
	THE_DOUBTFUL,
	THE_DUE,
	THE_PARKED,
	THE_SENDING,
	THE_LEASED,
	THE_ENDED,
	THE_TEXTED,
};

G_GNUC_UNUSED static gint64
leave(enum verdict kind, const char *parked_for)
{
	gint64 message_id = world_claim_one(&world, DUE_AT);
	gint64 attempt_id = parked_for != NULL ?
	    0 :
	    world_attempt(&world, message_id, DUE_AT);
	struct outbox_verdict verdict = { .message_id = message_id,
		.attempt_id = attempt_id,
		.provider = parked_for != NULL ? NULL : "mail",
		.verdict = kind,
		.detail = "said so",
		.next_at = DUE_AT + DAY_S,
		.day = DAY,
		.parked_for = parked_for };

	world_ok(
	    world_end_attempts(world.store, &verdict, 1, DUE_AT, &error));
	return message_id;
}

static void
invite(guint number)
{
	g_autofree char *reference = g_strdup_printf("B-%u", number);
	g_autofree char *email = g_strdup_printf("c%u@example.com", number);

	world_invite(&world, reference, email, NOON_AT);
}

/* Those who are texted: one is asked, the other stands in line for the same
 * number. */
static void
furnish_texts(void)
{
	struct texted_meaning low = { .number = ADA,
		.kind = REPLY_ANSWER,
		.invitation_id = THE_TEXTED,
		.score = 3,
		.text = { .counts = TRUE,
		    .step = CONVERSATION_REASON,
		    .answer = MESSAGE_REASON } };

	texted_invite("T-1", ADA, NULL, NOON_AT - HOUR_S);
	texted_send(ADA, "SM1", NOON_AT);
	texted_says("3", &low, NOON_AT + 60);
	texted_invite("T-2", ADA, NULL, NOON_AT);
}

/* A store with an invitation in each state, and what goes with it. */
G_GNUC_UNUSED static void
furnish(void)
{
	for (guint i = THE_SENT; i <= THE_LEASED; i++) {
		invite(i);
		if (i == THE_SENT || i == THE_ANSWERED || i == THE_BOUNCED)
			leave(VERDICT_SENT, NULL);
		else if (i == THE_DOUBTFUL)
			leave(VERDICT_IN_DOUBT, NULL);
		else if (i == THE_DUE)
			leave(VERDICT_RETRY, NULL);
		else if (i == THE_PARKED)
			leave(VERDICT_RETRY, "mail");
		else if (i == THE_SENDING)
			ck_assert_int_gt(world_attempt(&world,
			    world_claim_one(&world, DUE_AT), DUE_AT), 0);
		else
			world_claim_one(&world, DUE_AT);
	}
	invite(THE_ENDED);
	ck_assert(world_happens(&world, "cancellation", "B-9",
	    "c9@example.com", NOON_AT + 60));
	world_judge(&world, NOON_AT + 60);
	furnish_texts();
	world_takes(&world, REPLY_ANSWER, THE_ANSWERED, 9, "good", DUE_AT + 60);
	world_takes(&world, REPLY_COMMENT, THE_ANSWERED, 0, "very",
	    DUE_AT + 90);
	world_takes(&world, REPLY_BOUNCE, THE_BOUNCED, 0, NULL, DUE_AT + 60);
	world_reply(&world, "unread", DUE_AT);
	ck_assert(world_happens(&world, "booking", "later", "x@example.com",
	    NOON_AT + DAY_S));
}

G_GNUC_UNUSED static struct verification *
furnished_verify(struct store *store, gboolean full)
{
	const struct verify_options options = { .full = full, .limit = 3 };
	struct verification *found;

	world_ok(found = store_verify(store, &options, &error));
	return found;
}

/* A line for each fault; owned. */
G_GNUC_UNUSED static char *
furnished_told(const struct verification *found)
{
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < found->breaches->len; i++) {
		const struct verify_breach *breach = found->breaches->pdata[i];

		for (guint j = 0; j < breach->faults->len; j++) {
			const struct verify_fault *one =
			    breach->faults->pdata[j];

			g_string_append_printf(all, "%s %" G_GINT64_FORMAT
			    ": %s (%s)\n", one->table, one->id, one->found,
			    breach->promise);
		}
	}
	return g_string_free(all, FALSE);
}

#define furnished_is_sound(store)                                              \
	do {                                                                   \
		g_autoptr(verification) found_ = furnished_verify(store, TRUE);\
		g_autofree char *told_ = furnished_told(found_);               \
		ck_assert_str_eq(told_, "");                                   \
	} while (0)

#endif
