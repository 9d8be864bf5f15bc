/*
 * test_store_crew.c - workers: what is a worker's own, what becomes of it once
 * he is dead; and groups of mails that end and begin in one transaction.
 */
#include "base/errors.h"
#include "tests/unit/texted.h"

#define PEOPLE 5

static struct store *
another_worker(guint lease_s)
{
	struct store *other;

	world_ok(other = store_open(world.url, FALSE, &error));
	world_ok(store_join(other, "other", lease_s, &error));
	return other;
}

/* What is done to world.store is done through the other connection. */
static void
swap_store(struct store **other)
{
	struct store *mine = world.store;

	world.store = *other;
	*other = mine;
}

static void
invite_people(guint n)
{
	for (guint i = 0; i < n; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);
		g_autofree char *email = g_strdup_printf("p%u@example.com", i);

		world_invite(&world, reference, email, NOON_AT);
	}
}

static struct outbox_attempt
attempt_of(const struct outbox_item *item, gint64 rest_s)
{
	return (struct outbox_attempt){ .message_id = item->message_id,
		.item = item,
		.provider = "mail",
		.ask = { .counts = TRUE, .rest_s = rest_s } };
}

static struct outbox_verdict
sent_by(const struct outbox_attempt *attempt)
{
	return (struct outbox_verdict){ .message_id = attempt->message_id,
		.item = attempt->item,
		.attempt_id = attempt->attempt_id,
		.provider = "mail",
		.verdict = VERDICT_SENT,
		.day = DAY,
		.look_at = DUE_AT + DAY_S };
}

/* As a group; those of `items` that may. */
static void
begin_all(const GPtrArray *items, gint64 rest_s,
    struct outbox_attempt *attempts)
{
	for (guint i = 0; i < items->len; i++)
		attempts[i] = attempt_of(items->pdata[i], rest_s);
	world_ok(store_settle(world.store, NULL, 0, attempts, items->len,
	    DUE_AT, &error));
	balance_check(&world);
}

START_TEST(who_was_buried_lets_nothing_leave)
{
	g_autoptr(store) other = NULL;
	g_autoptr(GPtrArray) items = NULL;
	g_autoptr(GError) refusal = NULL;
	struct outbox_attempt attempt;
	struct buried buried;
	gboolean lost = FALSE;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	items = world_claim(&world, DUE_AT, 1);
	attempt = attempt_of(items->pdata[0], 0);
	world_ok(store_stay(world.store, &lost, &error));
	ck_assert(!lost);
	other = another_worker(0);
	world_ok(store_bury(other, DUE_AT, &buried, &error));
	ck_assert_uint_eq(buried.workers, 1);
	ck_assert_uint_eq(buried.returned, 1);
	ck_assert_uint_eq(buried.in_doubt, 0);
	ck_assert(!store_settle(world.store, NULL, 0, &attempt, 1, DUE_AT,
	    &refusal));
	ck_assert(
	    g_error_matches(refusal, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LOST));
	g_clear_error(&refusal);
	ck_assert_ptr_null(
	    store_claim(world.store, DUE_AT, 9, NULL, &refusal));
	ck_assert(
	    g_error_matches(refusal, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LOST));
	world_ok(store_stay(world.store, &lost, &error));
	ck_assert(lost);
	balance_state_is(&world, 1, "scheduled");
	/* Anew, under another id, it works again. */
	world_ok(store_join(world.store, "again", 0, &error));
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 1);
}
END_TEST

START_TEST(a_verdict_that_comes_after_the_burial_does_nothing)
{
	g_autoptr(store) other = NULL;
	g_autoptr(GPtrArray) items = NULL;
	struct outbox_attempt attempt;
	struct outbox_verdict verdict;
	struct buried buried;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	items = world_claim(&world, DUE_AT, 1);
	begin_all(items, 0, &attempt);
	other = another_worker(0);
	world_ok(store_bury(other, DUE_AT, &buried, &error));
	ck_assert_uint_eq(buried.in_doubt, 1);
	balance_state_is(&world, 1, "in doubt");
	world_ok(store_join(world.store, "again", 0, &error));
	verdict = sent_by(&attempt);
	world_ok(store_settle(world.store, &verdict, 1, NULL, 0, DUE_AT,
	    &error));
	balance_state_is(&world, 1, "in doubt");
	/* Nor one without what was claimed. */
	verdict.item = NULL;
	world_ok(store_settle(world.store, &verdict, 1, NULL, 0, DUE_AT,
	    &error));
	balance_state_is(&world, 1, "in doubt");
}
END_TEST

START_TEST(what_another_has_leased_is_nobody_elses)
{
	g_autoptr(store) other = another_worker(60);
	g_autoptr(GPtrArray) items = NULL, none = NULL;
	struct outbox_attempt attempt;
	gint64 at = 0;

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	items = world_claim(&world, DUE_AT, 1);
	world_ok(none = store_claim(other, DUE_AT, 9, NULL, &error));
	ck_assert_uint_eq(none->len, 0);
	world_ok(store_next_due(other, NULL, &at, &error));
	ck_assert_int_eq(at, G_MAXINT64);
	attempt = attempt_of(items->pdata[0], 0);
	world_ok(store_settle(other, NULL, 0, &attempt, 1, DUE_AT, &error));
	ck_assert_int_eq(attempt.attempt_id, 0);
	ck_assert_int_eq(attempt.refusal, REFUSAL_WITHDRAWN);
	balance_state_is(&world, 1, "scheduled");
	ck_assert_int_gt(world_attempt(&world, 1, DUE_AT), 0);
}
END_TEST

START_TEST(who_lives_is_not_buried)
{
	g_autoptr(store) other = another_worker(3600);
	g_autoptr(GPtrArray) items = NULL;
	struct buried buried;

	invite_people(1);
	world_ok(items = store_claim(other, DUE_AT, 9, NULL, &error));
	ck_assert_uint_eq(items->len, 1);
	/* Among others, not the only one. */
	world_ok(store_join(world.store, "one of many", 3600, &error));
	g_free(balance_text(&world,
	    "UPDATE worker SET alive_until = 0 WHERE name = 'test'"));
	world_ok(store_bury(world.store, DUE_AT, &buried, &error));
	ck_assert_uint_eq(buried.workers, 1);
	ck_assert_uint_eq(buried.returned, 0);
	texted_is("SELECT count(*) FROM " LEASED, "1");
	g_free(balance_text(&world,
	    "UPDATE worker SET alive_until = 0 WHERE name = 'other'"));
	world_ok(store_bury(world.store, DUE_AT, &buried, &error));
	ck_assert_uint_eq(buried.returned, 1);
	texted_is("SELECT count(*) FROM " LEASED, "0");
}
END_TEST

START_TEST(who_leaves_gives_back_what_was_leased)
{
	invite_people(2);
	g_ptr_array_unref(world_claim(&world, DUE_AT, 2));
	world_ok(store_leave(world.store, DUE_AT, &error));
	texted_is("SELECT count(*) FROM " LEASED, "0");
	texted_is("SELECT count(*) FROM worker", "0");
	world_ok(store_join(world.store, "again", 0, &error));
	g_ptr_array_unref(world_claim(&world, DUE_AT, 2));
}
END_TEST

/* Of the provider that had halted for it nobody else knows. */
START_TEST(what_waited_for_a_halt_is_due_as_who_knew_of_it_leaves)
{
	g_autoptr(store) other = another_worker(3600);
	g_autoptr(GPtrArray) items = NULL;
	struct outbox_verdict parked = { .verdict = VERDICT_RETRY,
		.parked_for = "mail",
		.detail = "the provider mail has halted" };

	world_ok(store_join(world.store, "one of many", 3600, &error));
	invite_people(1);
	parked.message_id = world_claim_one(&world, DUE_AT);
	texted_end_attempt(parked, DUE_AT);
	texted_is("SELECT count(*) FROM parked", "1");
	world_ok(store_leave(world.store, DUE_AT, &error));
	world_ok(items = store_claim(other, DUE_AT, 9, NULL, &error));
	ck_assert_uint_eq(items->len, 1);
}
END_TEST

START_TEST(an_id_is_never_used_again)
{
	struct buried buried;

	world_ok(store_leave(world.store, DUE_AT, &error));
	world_ok(store_join(world.store, "second", 0, &error));
	world_ok(store_join(world.store, "third", 0, &error));
	world_ok(store_bury(world.store, DUE_AT, &buried, &error));
	texted_is("SELECT id || name FROM worker", "3third");
}
END_TEST

START_TEST(a_group_is_ended_and_begun_in_one)
{
	g_autoptr(GPtrArray) first = NULL, second = NULL;
	struct outbox_attempt attempts[PEOPLE], next;
	struct outbox_verdict verdicts[PEOPLE];

	invite_people(PEOPLE + 1);
	world_ok(
	    first = store_claim(world.store, DUE_AT, PEOPLE, NULL, &error));
	begin_all(first, DAY_S, attempts);
	texted_is("SELECT min(state) || ',' || max(state)"
		  " FROM invitation_state",
	    "scheduled,sending");
	second = world_claim(&world, DUE_AT, 1);
	next = attempt_of(second->pdata[0], DAY_S);
	for (guint i = 0; i < PEOPLE; i++) {
		ck_assert_int_gt(attempts[i].attempt_id, 0);
		verdicts[i] = sent_by(&attempts[i]);
	}
	world_ok(store_settle(world.store, verdicts, PEOPLE, &next, 1,
	    DUE_AT + 5, &error));
	ck_assert_int_gt(next.attempt_id, attempts[PEOPLE - 1].attempt_id);
	texted_is("SELECT count(*) FROM invitation_state WHERE state = 'sent'"
		  " AND sent_at = 1772370005 AND asked_at = 1772370000",
	    "5");
	texted_is("SELECT sent FROM " SENT_ROLLUP " x", "5");
	/* At the moment that was said, not at once. */
	texted_is("SELECT count(*) FROM follow_up WHERE look_at = 1772456400",
	    "5");
	balance_state_is(&world, PEOPLE + 1, "sending");
}
END_TEST

START_TEST(of_a_group_what_was_cancelled_alone_stays)
{
	g_autoptr(GPtrArray) items = NULL;
	struct outbox_attempt attempts[PEOPLE];

	invite_people(PEOPLE);
	items = world_claim(&world, DUE_AT, PEOPLE);
	world_happens(&world, "cancellation", "B-2", "p2@example.com", DUE_AT);
	world_judge(&world, DUE_AT);
	begin_all(items, 0, attempts);
	for (guint i = 0; i < PEOPLE; i++) {
		ck_assert_int_eq(attempts[i].attempt_id == 0, i == 2);
		ck_assert_int_eq(attempts[i].refusal,
		    i == 2 ? REFUSAL_WITHDRAWN : REFUSAL_NONE);
	}
	balance_state_is(&world, 3, "cancelled");
	balance_state_is(&world, 4, "sending");
}
END_TEST

START_TEST(nobody_is_asked_twice_by_one_group)
{
	g_autoptr(GPtrArray) items = NULL;
	struct outbox_attempt attempts[2];

	world_invite(&world, "B-1", "a@example.com", NOON_AT);
	world_invite(&world, "B-2", "a@example.com", NOON_AT);
	items = world_claim(&world, DUE_AT, 2);
	begin_all(items, DAY_S, attempts);
	ck_assert_int_gt(attempts[0].attempt_id, 0);
	ck_assert_int_eq(attempts[1].attempt_id, 0);
	ck_assert_int_eq(attempts[1].refusal, REFUSAL_REST);
	/* It is leased still: whoever has it judges it again. */
	texted_is("SELECT message_id FROM " LEASED, "2");
}
END_TEST

START_TEST(an_answer_that_was_quicker_than_the_verdict_stays)
{
	g_autoptr(GPtrArray) items = NULL;
	struct outbox_attempt attempts[2];
	struct outbox_verdict verdicts[2];

	invite_people(2);
	items = world_claim(&world, DUE_AT, 2);
	begin_all(items, 0, attempts);
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, DUE_AT + 1);
	for (guint i = 0; i < 2; i++)
		verdicts[i] = sent_by(&attempts[i]);
	world_ok(store_settle(world.store, verdicts, 2, NULL, 0, DUE_AT + 2,
	    &error));
	balance_state_is(&world, 1, "answered");
	balance_state_is(&world, 2, "sent");
	texted_is("SELECT sent || '/' || answered FROM " SENT_ROLLUP " x",
	    "2/1");
}
END_TEST

START_TEST(a_filter_leaves_touchpoints_to_others)
{
	const char *const stay[] = { "it's", "stay", NULL };
	const char *const elsewhere[] = { "it's", NULL };
	struct claim_filter filter = { .but_touchpoints = stay };
	g_autoptr(GPtrArray) none = NULL, all = NULL;
	const struct outbox_item *item;
	gint64 at = 0;

	invite_people(2);
	world_ok(none = store_claim(world.store, DUE_AT, 9, &filter, &error));
	ck_assert_uint_eq(none->len, 0);
	world_ok(store_next_due(world.store, &filter, &at, &error));
	ck_assert_int_eq(at, G_MAXINT64);
	filter.but_touchpoints = elsewhere;
	filter.no_rest = TRUE;
	world_ok(store_next_due(world.store, &filter, &at, &error));
	ck_assert_int_eq(at, DUE_AT);
	world_ok(all = store_claim(world.store, DUE_AT, 9, &filter, &error));
	ck_assert_uint_eq(all->len, 2);
	item = all->pdata[0];
	ck_assert_ptr_null(item->asks);
	ck_assert_ptr_null(item->rivals);
}
END_TEST

START_TEST(what_has_no_provider_leaves_a_trace)
{
	struct outbox_verdict dropped = { .verdict = VERDICT_FAILED,
		.detail = "no provider is configured for it" };

	world_ok(store_put_alert(world.store, "admin@example.com", "Fuse",
	    "It has blown.", NOON_AT, &error));
	dropped.message_id = world_claim_one(&world, NOON_AT);
	texted_end_attempt(dropped, NOON_AT);
	texted_is("SELECT outcome || ': ' || detail FROM attempt",
	    "dropped: no provider is configured for it");
}
END_TEST

static gboolean
can_be_read(int fd)
{
	GPollFD polled = { .fd = fd, .events = G_IO_IN };

	return g_poll(&polled, 1, 2000) > 0;
}

START_TEST(who_sleeps_is_told_of_what_others_bring)
{
	int fd = store_wake_fd(world.store);
	g_autoptr(store) other = another_worker(0);

	if (place_server() == NULL) {
		ck_assert_int_eq(fd, -1);
		return;
	}
	while (store_woken(world.store))
		;
	world_happens(&world, "booking", "mine", "me@example.com", NOON_AT);
	ck_assert(!store_woken(world.store));
	swap_store(&other);
	world_happens(&world, "booking", "theirs", "a@example.com", NOON_AT);
	swap_store(&other);
	ck_assert(can_be_read(fd));
	ck_assert(store_woken(world.store));
	swap_store(&other);
	ck_assert_uint_eq(world_judge(&world, NOON_AT), 2);
	swap_store(&other);
	ck_assert(can_be_read(fd));
	ck_assert(store_woken(world.store));
	ck_assert(!store_woken(world.store));
}
END_TEST

static void
add_workers(TCase *tcase)
{
	tcase_add_test(tcase, who_sleeps_is_told_of_what_others_bring);
	tcase_add_test(tcase, who_was_buried_lets_nothing_leave);
	tcase_add_test(tcase,
	    a_verdict_that_comes_after_the_burial_does_nothing);
	tcase_add_test(tcase, what_another_has_leased_is_nobody_elses);
	tcase_add_test(tcase, who_lives_is_not_buried);
	tcase_add_test(tcase, who_leaves_gives_back_what_was_leased);
	tcase_add_test(tcase,
	    what_waited_for_a_halt_is_due_as_who_knew_of_it_leaves);
	tcase_add_test(tcase, an_id_is_never_used_again);
}

static void
add_groups(TCase *tcase)
{
	tcase_add_test(tcase, a_group_is_ended_and_begun_in_one);
	tcase_add_test(tcase, of_a_group_what_was_cancelled_alone_stays);
	tcase_add_test(tcase, nobody_is_asked_twice_by_one_group);
	tcase_add_test(tcase,
	    an_answer_that_was_quicker_than_the_verdict_stays);
	tcase_add_test(tcase, a_filter_leaves_touchpoints_to_others);
	tcase_add_test(tcase, what_has_no_provider_leaves_a_trace);
}

int
main(void)
{
	Suite *suite = suite_create("store_crew");

	texted_add_case(suite, "workers", add_workers);
	texted_add_case(suite, "groups", add_groups);
	return unit_run(suite);
}
