/* test_take.c - replies are handed to a worker that fails, and why it does. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include <string.h>

#include "replies/read_many.h"
#include "replies/take.h"
#include "tests/unit/balance.h"
#include "tests/unit/staged.h"

/* For a process to start and end, on a machine that is busy. */
#define PATIENCE_S 40

static struct settings *settings;
static struct worker *worker;
static struct taker *taker;
static guint taken, held_up;
static gint64 last_taken; /* their ids */
static gboolean in_order;
static char *self; /* this program: under valgrind /proc/self/exe is not */

static void
on_taken(gint64 reply_id, enum reply_kind kind, gint64 invitation_id,
    const char *note, gpointer user)
{
	(void)kind;
	(void)invitation_id;
	(void)note;
	(void)user;
	in_order &= reply_id > last_taken;
	last_taken = reply_id;
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
	last_taken = 0;
	in_order = TRUE;
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

/* As a reader, this program dies of a certain mail. */
static GBytes *
read_or_die(GBytes *question, gpointer user)
{
	gsize n;
	gconstpointer bytes = g_bytes_get_data(question, &n);

	(void)user;
	if (memmem(bytes, n, "poison", strlen("poison")) != NULL)
		return NULL;
	return read_many_answer(question);
}

static void
put(const char *fingerprint, const char *mail)
{
	g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
	const struct raw_reply raw = { .inbox = "replies",
		.fingerprint = fingerprint,
		.bytes = bytes };
	guint stored;

	world_ok(store_put_replies(world.store, &raw, 1, 0, 0, NOON_AT,
	    &stored, &error));
	ck_assert_uint_eq(stored, 1);
}

/* n of them; the one that is `bad` kills its reader. */
static void
put_mails(guint n, guint bad)
{
	for (guint i = 1; i <= n; i++) {
		g_autofree char *name = g_strdup_printf("mail %u", i);

		put(name,
		    i == bad ? "Subject: poison\n\n" : "Subject: 9\n\n9\n");
	}
}

static gint64
in_state(const char *state)
{
	g_autofree char *sql = g_strdup_printf(
	    "SELECT count(*) FROM reply WHERE state = '%s'", state);

	return balance_count(&world, sql);
}

START_TEST(who_dies_among_others_costs_none_of_them)
{
	begin_with(self);
	put_mails(150, 70);
	turns(NOON_AT);
	ck_assert_int_eq(in_state("read"), 149);
	ck_assert_int_eq(balance_count(&world,
			     "SELECT id FROM reply"
			     " WHERE state = 'set aside'"),
	    70);
	ck_assert_uint_eq(taken, 150);
	ck_assert(in_order);
}
END_TEST

/* All of them were with a reader, four times, when the daemon was killed. */
START_TEST(what_was_tried_before_is_read_alone)
{
	gint64 ids[5] = { 1, 2, 3, 4, 5 };
	enum reply_try outcomes[5];

	begin_with(self);
	put_mails(5, 3);
	for (guint i = 0; i < 4; i++)
		world_ok(store_try_replies(world.store, ids, 5, NOON_AT,
		    outcomes, &error));
	turns(NOON_AT);
	/* Each has one try left, and it is enough. */
	ck_assert_int_eq(in_state("read"), 4);
	ck_assert_int_eq(in_state("set aside"), 1);
	ck_assert(in_order);
}
END_TEST

START_TEST(what_was_with_a_reader_is_read_by_the_next_daemon)
{
	begin_with(self);
	put_mails(100, 0);
	world_ok(taker_turn(taker, NOON_AT, TRUE, &error));
	ck_assert(taker_is_busy(taker));
	worker_free(worker);
	taker_free(taker);
	ck_assert_int_eq(in_state("new"), 100);
	begin_with(self);
	turns(NOON_AT);
	ck_assert_int_eq(in_state("read"), 100);
	ck_assert_uint_eq(taken, 100);
}
END_TEST

START_TEST(what_is_heavy_goes_alone)
{
	g_autoptr(GString) heavy = g_string_new("Subject: 9\n\n9\n");

	begin_with(self);
	while (heavy->len < 3 * READ_MANY_BYTES)
		g_string_append(heavy, "> it was so good that words fail\n");
	put_mails(3, 0);
	put("heavy", heavy->str);
	put("light", "Subject: 8\n\n8\n");
	turns(NOON_AT);
	ck_assert_int_eq(in_state("read"), 5);
	ck_assert(in_order);
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite;
	TCase *tcase;

	if (argc == 3 && strcmp(argv[1], "worker") == 0)
		return worker_serve(read_or_die, NULL, 0, 0);
	self = g_canonicalize_filename(argv[0], NULL);
	suite = suite_create("take");
	tcase = tcase_create("take");
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_reply_whose_reader_ends_twice_is_set_aside);
	/* As a process of its own it is this program. */
	tcase_add_test(tcase, who_dies_among_others_costs_none_of_them);
	tcase_add_test(tcase, what_was_tried_before_is_read_alone);
	tcase_add_test(tcase,
	    what_was_with_a_reader_is_read_by_the_next_daemon);
	tcase_add_test(tcase, what_is_heavy_goes_alone);
	/* In valgrind what can't be started looks like what ends at once. */
	if (g_strcmp0(g_getenv("CK_FORK"), "no") != 0)
		tcase_add_test(tcase,
		    while_no_reader_can_be_started_replies_wait_as_they_are);
	tcase_add_test(tcase,
	    while_a_library_of_the_reader_is_missing_replies_wait);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
