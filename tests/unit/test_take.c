/* test_take.c - replies are handed to a worker that fails, and why it does. */
#include "replies/take.h"

#include "tests/unit/balance.h"
#include "tests/unit/staged.h"

/* For a process to start and end, on a machine that is busy. */
#define PATIENCE_S 40

static struct settings *settings;
static struct worker *worker;
static struct taker *taker;
static guint taken, held_up;

static void
on_taken(gint64 reply_id, enum reply_kind kind, gint64 invitation_id,
    const char *note, gpointer user)
{
	(void)reply_id;
	(void)kind;
	(void)invitation_id;
	(void)note;
	(void)user;
	taken++;
}

static void
on_held_up(const char *why, gpointer user)
{
	(void)user;
	ck_assert_ptr_nonnull(why);
	held_up++;
}

static void
on_wake(gpointer user)
{
	(void)user;
}

/* With a worker that is this program. */
static void
begin_with(const char *program)
{
	const struct taker_hooks hooks = { .taken = on_taken,
		.held_up = on_held_up,
		.wake = on_wake };

	taken = held_up = 0;
	worker = worker_new(program, "read");
	taker = taker_new(world.store, settings, worker, &hooks);
}

static void
begin(void)
{
	world_begin(&world);
	settings = staged_settings(world.folder, STAGED_HEAD);
}

static void
end(void)
{
	worker_free(worker);
	taker_free(taker);
	settings_free(settings);
	world_end(&world);
}

/* Until nothing is with the worker any more. */
static void
turns(gint64 now_at)
{
	gint64 patience = g_get_monotonic_time() + PATIENCE_S * G_USEC_PER_SEC;

	do {
		world_ok(taker_turn(taker, now_at, TRUE, &error));
		while (g_main_context_iteration(NULL, FALSE))
			continue;
		if (!taker_is_busy(taker))
			return;
		g_usleep(1000);
	} while (g_get_monotonic_time() < patience);
}

START_TEST(a_reply_whose_reader_ends_twice_is_set_aside)
{
	begin_with("/bin/false");
	world_reply(&world, "one", NOON_AT);
	world_reply(&world, "two", NOON_AT);
	turns(NOON_AT);
	ck_assert_uint_eq(taken, 2);
	ck_assert_uint_eq(held_up, 0);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM reply"
			     " WHERE state = 'set aside'"),
	    2);
	ck_assert_int_eq(taker_next(taker), G_MAXINT64);
}
END_TEST

/* Nobody reads them, and it is not their fault. */
static void
replies_wait_for(const char *program)
{
	gint64 again_at;

	begin_with(program);
	world_reply(&world, "one", NOON_AT);
	world_reply(&world, "two", NOON_AT);
	turns(NOON_AT);
	ck_assert_uint_eq(held_up, 1);
	again_at = taker_next(taker);
	ck_assert_int_gt(again_at, NOON_AT);
	turns(again_at - 1);
	ck_assert_uint_eq(held_up, 1);
	for (guint i = 0; i < 5; i++) {
		turns(again_at);
		again_at = taker_next(taker);
	}
	ck_assert_uint_eq(held_up, 6);
	ck_assert_uint_eq(taken, 0);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT count(*) FROM reply"
			     " WHERE state = 'new' AND tries = 0"),
	    2);
}

START_TEST(while_no_reader_can_be_started_replies_wait_as_they_are)
{
	replies_wait_for("/nonexistent/dripscore");
}
END_TEST

START_TEST(while_a_library_of_the_reader_is_missing_replies_wait)
{
	g_autofree char *program = g_build_filename(world.folder, "reader",
	    NULL);

	/* As the dynamic linker ends what it cannot load. */
	ck_assert(
	    g_file_set_contents(program, "#!/bin/sh\nexit 127\n", -1, NULL));
	ck_assert_int_eq(g_chmod(program, 0700), 0);
	replies_wait_for(program);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("take");
	TCase *tcase = tcase_create("take");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_reply_whose_reader_ends_twice_is_set_aside);
	/* In valgrind what can't be started looks like what ends at once. */
	if (g_strcmp0(g_getenv("CK_FORK"), "no") != 0)
		tcase_add_test(tcase,
		    while_no_reader_can_be_started_replies_wait_as_they_are);
	tcase_add_test(tcase,
	    while_a_library_of_the_reader_is_missing_replies_wait);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
