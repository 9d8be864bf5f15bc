/* test_store_feeds.c - what is remembered of feeds, and what lies ahead. */
#include "store/journeys/feeds.h"

#include "tests/unit/balance.h"

START_TEST(a_feed_is_remembered_by_its_name)
{
	const struct feed_state first = { .section = (char *)"s",
		.etag = (char *)"\"a\"",
		.fetched_at = NOON_AT };
	const struct feed_state second = { .section = (char *)"t",
		.last_modified = (char *)"Sun",
		.fetched_at = NOON_AT + 1 };
	struct feed_state state;

	world_ok(store_feed_state(world.store, "salon", &state, &error));
	ck_assert_ptr_null(state.section);
	ck_assert_int_eq(state.fetched_at, 0);
	world_ok(store_put_feed_state(world.store, "salon", &first, &error));
	world_ok(store_put_feed_state(world.store, "other", &first, &error));
	world_ok(store_put_feed_state(world.store, "salon", &second, &error));
	world_reopen(&world);
	world_ok(store_feed_state(world.store, "salon", &state, &error));
	ck_assert_str_eq(state.section, "t");
	ck_assert_ptr_null(state.etag);
	ck_assert_str_eq(state.last_modified, "Sun");
	ck_assert_int_eq(state.fetched_at, NOON_AT + 1);
	feed_state_clear(&state);
	world_ok(store_feed_state(world.store, "other", &state, &error));
	ck_assert_str_eq(state.etag, "\"a\"");
	feed_state_clear(&state);
}
END_TEST

/* The references of what lies ahead, by walks of `limit`, with a blank behind
 * each. */
static char *
ahead(guint limit, guint *walks)
{
	struct coming coming = coming_after(NOON_AT);
	GString *all = g_string_new(NULL);

	for (*walks = 0; coming.more; ++*walks) {
		g_autoptr(GPtrArray) events = NULL;

		world_ok(events = store_coming_events(world.store, &coming,
			     "", "visit", "cancellation", limit, &error));
		for (guint i = 0; i < events->len; i++) {
			const struct event *event = events->pdata[i];

			ck_assert_str_eq(event->type, "visit");
			ck_assert_ptr_nonnull(event->contact.email);
			g_string_append_printf(all, "%s ", event->reference);
		}
	}
	return g_string_free(all, FALSE);
}

START_TEST(what_lies_ahead_is_walked_over_whole)
{
	static const guint limits[] = { 1, 2, 3, 7, 100 };
	g_autoptr(event) there = world_event("visit", "V-x", "x@example.com",
	    NOON_AT + 60);
	struct event *one[] = { there };

	g_free(there->source);
	there->source = g_strdup("elsewhere");
	world_ok(store_put_events(world.store, one, 1, NOON_AT, NULL, &error));
	world_happens(&world, "visit", "V-0", "a@example.com", NOON_AT);
	world_happens(&world, "visit", "V-1", "a@example.com", NOON_AT + 1);
	world_happens(&world, "visit", "V-2", "b@example.com", NOON_AT + 60);
	world_happens(&world, "visit", "V-3", "a@example.com", NOON_AT + 60);
	world_happens(&world, "visit", "V-4", "a@example.com", NOON_AT + 60);
	world_happens(&world, "visit", "V-5", "a@example.com", NOON_AT + 90);
	world_happens(&world, "payment", "V-1", "a@example.com", NOON_AT + 2);
	world_happens(&world, "cancellation", "V-3", "a@example.com", NOON_AT);
	for (gsize i = 0; i < G_N_ELEMENTS(limits); i++) {
		guint walks;
		g_autofree char *found = ahead(limits[i], &walks);

		ck_assert_str_eq(found, "V-1 V-2 V-4 V-5 ");
		ck_assert_uint_eq(walks, 7 / limits[i] + 1);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_feeds");
	TCase *tcase = tcase_create("all");

	tcase_add_checked_fixture(tcase, balance_begin, balance_end);
	tcase_add_test(tcase, a_feed_is_remembered_by_its_name);
	tcase_add_test(tcase, what_lies_ahead_is_walked_over_whole);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
