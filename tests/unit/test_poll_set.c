/*
 * test_poll_set.c - many descriptors as one source of the loop.
 */
#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

#include "base/poll_set.h"
#include "tests/unit/unit.h"

#define PIPES 200

static int pipes[PIPES][2];
static struct poll_set *set;
static guint told, ends;
static int put_out; /* by the first who is told; -1: nobody */
static gboolean frees;

static void
on_ready(int descriptor, GIOCondition condition, gpointer user)
{
	char letter;

	ck_assert_int_eq(descriptor, pipes[GPOINTER_TO_UINT(user)][0]);
	ck_assert(condition & G_IO_IN);
	ck_assert_int_eq(read(descriptor, &letter, 1), 1);
	told++;
	if (put_out >= 0)
		poll_set_watch(set, pipes[put_out][0], 0, NULL, NULL);
	put_out = -1;
	if (frees)
		g_clear_pointer(&set, poll_set_free);
}

static void
on_all_told(gpointer user)
{
	ck_assert_ptr_eq(user, &ends);
	ends++;
}

static void
spin(void)
{
	while (g_main_context_iteration(NULL, FALSE))
		continue;
}

static void
begin(void)
{
	told = ends = 0;
	put_out = -1;
	frees = FALSE;
	set = poll_set_new(on_all_told, &ends);
	for (guint i = 0; i < PIPES; i++) {
		ck_assert(g_unix_open_pipe(pipes[i], FD_CLOEXEC, NULL));
		poll_set_watch(set, pipes[i][0], G_IO_IN, on_ready,
		    GUINT_TO_POINTER(i));
	}
}

static void
end(void)
{
	g_clear_pointer(&set, poll_set_free);
	for (guint i = 0; i < PIPES; i++) {
		(void)close(pipes[i][0]);
		(void)close(pipes[i][1]);
	}
}

static void
write_to(guint i)
{
	ck_assert_int_eq(write(pipes[i][1], "x", 1), 1);
}

START_TEST(who_is_ready_is_told_and_nobody_else)
{
	spin();
	ck_assert_uint_eq(told, 0);
	write_to(3);
	write_to(77);
	spin();
	ck_assert_uint_eq(told, 2);
	ck_assert_uint_eq(ends, 1);
	for (guint i = 0; i < PIPES; i++)
		write_to(i);
	spin();
	ck_assert_uint_eq(told, 2 + PIPES);
}
END_TEST

START_TEST(what_is_taken_out_meanwhile_is_not_told)
{
	/* The first takes the second out. */
	write_to(5);
	write_to(6);
	put_out = 6;
	spin();
	ck_assert_uint_eq(told, 1);
	poll_set_watch(set, pipes[6][0], G_IO_IN, on_ready,
	    GUINT_TO_POINTER(6));
	spin();
	ck_assert_uint_eq(told, 2);
}
END_TEST

START_TEST(another_descriptor_of_the_same_number_is_another)
{
	int former = pipes[9][0];

	poll_set_watch(set, former, 0, NULL, NULL);
	(void)close(former);
	(void)close(pipes[9][1]);
	ck_assert(g_unix_open_pipe(pipes[9], FD_CLOEXEC, NULL));
	poll_set_watch(set, pipes[9][0], G_IO_IN, on_ready,
	    GUINT_TO_POINTER(9));
	write_to(9);
	spin();
	ck_assert_uint_eq(told, 1);
}
END_TEST

START_TEST(it_may_be_freed_by_who_is_told)
{
	frees = TRUE;
	for (guint i = 0; i < 10; i++)
		write_to(i);
	spin();
	ck_assert_uint_eq(told, 1);
	ck_assert_uint_eq(ends, 0);
}
END_TEST

START_TEST(cleared_it_waits_for_nothing)
{
	poll_set_clear(set);
	write_to(1);
	spin();
	ck_assert_uint_eq(told, 0);
	poll_set_watch(set, pipes[1][0], G_IO_IN, on_ready,
	    GUINT_TO_POINTER(1));
	spin();
	ck_assert_uint_eq(told, 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("poll_set");
	TCase *tcase = tcase_create("poll_set");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, who_is_ready_is_told_and_nobody_else);
	tcase_add_test(tcase, what_is_taken_out_meanwhile_is_not_told);
	tcase_add_test(tcase, another_descriptor_of_the_same_number_is_another);
	tcase_add_test(tcase, it_may_be_freed_by_who_is_told);
	tcase_add_test(tcase, cleared_it_waits_for_nothing);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
