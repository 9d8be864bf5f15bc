/*
 * test_alarm.c - an alarm by the wall clock, and how long the loop's turns
 * take. The kernel's timer is a fake: a clock that is set would be set for
 * everybody.
 */
#include "base/alarm.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/loop.h"
#include "tests/unit/unit.h"

static struct {
	int fd;
	int clock, flags;
	guint n_set;
	struct itimerspec set;
} timer;

int
timerfd_create(clockid_t clock, int flags)
{
	timer.clock = clock;
	timer.fd = eventfd(0,
	    (flags & TFD_NONBLOCK ? EFD_NONBLOCK : 0) |
		(flags & TFD_CLOEXEC ? EFD_CLOEXEC : 0));
	return timer.fd;
}

int
timerfd_settime(int fd, int flags, const struct itimerspec *value,
    struct itimerspec *old)
{
	ck_assert_int_eq(fd, timer.fd);
	ck_assert_ptr_null(old);
	timer.flags = flags;
	timer.n_set++;
	timer.set = *value;
	return 0;
}

/* The kernel says so at the moment, and when the clock is set. */
static void
ring(void)
{
	guint64 once = 1;

	ck_assert_int_eq(write(timer.fd, &once, sizeof(once)), sizeof(once));
}

static void
count(gpointer user)
{
	guint *n = user;

	(*n)++;
}

static void
let_the_loop_run(void)
{
	while (g_main_context_iteration(NULL, FALSE)) {
	}
}

START_TEST(alarm_goes_by_the_wall_clock_and_hears_of_its_being_set)
{
	guint rung = 0;
	g_autoptr(alarm) alarm = alarm_new(count, &rung, NULL);

	ck_assert_ptr_nonnull(alarm);
	ck_assert_int_eq(timer.clock, CLOCK_REALTIME);
	alarm_set(alarm, 1772000000);
	ck_assert_int_eq(timer.set.it_value.tv_sec, 1772000000);
	ck_assert_int_eq(timer.set.it_value.tv_nsec, 0);
	ck_assert_int_eq(timer.set.it_interval.tv_sec, 0);
	ck_assert_int_eq(timer.flags,
	    TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET);
}
END_TEST

START_TEST(alarm_rings_once)
{
	guint rung = 0;
	g_autoptr(alarm) alarm = alarm_new(count, &rung, NULL);

	alarm_set(alarm, 1772000000);
	let_the_loop_run();
	ck_assert_uint_eq(rung, 0);
	ring();
	let_the_loop_run();
	let_the_loop_run();
	ck_assert_uint_eq(rung, 1);
}
END_TEST

START_TEST(alarm_that_is_set_as_it_was_asks_the_kernel_nothing)
{
	guint rung = 0;
	g_autoptr(alarm) alarm = alarm_new(count, &rung, NULL);

	timer.n_set = 0;
	alarm_set(alarm, 1772000000);
	alarm_set(alarm, 1772000000);
	ck_assert_uint_eq(timer.n_set, 1);
	alarm_set(alarm, 1772000001);
	ck_assert_uint_eq(timer.n_set, 2);
	ring();
	let_the_loop_run();
	alarm_set(alarm, 1772000001);
	ck_assert_uint_eq(timer.n_set, 3);
}
END_TEST

START_TEST(alarm_for_no_moment_still_hears_that_the_clock_is_set)
{
	guint rung = 0;
	g_autoptr(alarm) alarm = alarm_new(count, &rung, NULL);

	alarm_set(alarm, G_MAXINT64);
	/* 0 would disarm it. */
	ck_assert_int_gt(timer.set.it_value.tv_sec, 0);
	ck_assert_int_eq(timer.flags & TFD_TIMER_CANCEL_ON_SET,
	    TFD_TIMER_CANCEL_ON_SET);
	ring();
	let_the_loop_run();
	ck_assert_uint_eq(rung, 1);
	alarm_set(alarm, 0);
	ck_assert_int_gt(timer.set.it_value.tv_sec, 0);
}
END_TEST

#define WAIT_MS 100

static gboolean
take_long(gpointer data)
{
	const guint *us = data;

	g_usleep(*us);
	return G_SOURCE_REMOVE;
}

struct turns {
	guint n;
	gint64 sum_us, longest_us;
};

static void
add_turn(gint64 turn_us, gpointer user)
{
	struct turns *turns = user;

	turns->n++;
	turns->sum_us += turn_us;
	turns->longest_us = MAX(turns->longest_us, turn_us);
}

START_TEST(turns_of_the_loop_are_measured_and_waiting_is_not)
{
	struct turns turns = { 0 };
	guint long_us = 30000;
	gint64 began_us = g_get_monotonic_time();
	guint source;

	loop_measure(add_turn, &turns);
	source = g_timeout_add(WAIT_MS, take_long, &long_us);
	while (g_main_context_find_source_by_id(NULL, source) != NULL)
		g_main_context_iteration(NULL, TRUE);
	g_main_context_iteration(NULL, FALSE);
	ck_assert_int_ge(turns.longest_us, long_us);
	ck_assert_int_le(turns.sum_us + WAIT_MS * 1000,
	    g_get_monotonic_time() - began_us);
	turns.n = 0;
	loop_measure(NULL, NULL);
	g_main_context_iteration(NULL, FALSE);
	ck_assert_uint_eq(turns.n, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("alarm");
	TCase *tcase = tcase_create("alarm");

	tcase_add_test(tcase,
	    alarm_goes_by_the_wall_clock_and_hears_of_its_being_set);
	tcase_add_test(tcase, alarm_rings_once);
	tcase_add_test(tcase,
	    alarm_that_is_set_as_it_was_asks_the_kernel_nothing);
	tcase_add_test(tcase,
	    alarm_for_no_moment_still_hears_that_the_clock_is_set);
	tcase_add_test(tcase,
	    turns_of_the_loop_are_measured_and_waiting_is_not);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
