/*
 * test_io_fault.c - each call to the disk fails once: what was asked then says
 * that it failed, and done again it leaves the store as if nothing had been.
 *
 * The environment: FAULTS=all tries every n, "few" a few of each
 * kind, else SAMPLE; SEED, of what is drawn by lot (1 unless set).
 */
#include <stdio.h>

#include "base/errors.h"
#include "tests/faults/disk.h"
#include "tests/faults/dump.h"
#include "tests/faults/life.h"
#include "tests/unit/world.h"

#define STEPS 80
#define SAMPLE 30
#define FEW 2
#define TRIES 2

static guint32 seed = 1;
static guint told; /* so often a step has said that it failed */

/* What goes wrong in a life. */
struct harm {
	enum disk_call call;
	guint n; /* this call; 0: none */
	enum disk_fault fault;
	guint full_at; /* at this step, from 1, the disk is full; 0: at none */
};

/* What the next step is drawn by: so that it can be drawn again. */
struct mark {
	GRand *chance;
	guint serial;
	gint64 now_at;
};

static struct mark
mark_here(const struct life *life)
{
	return (struct mark){ .chance = g_rand_copy(life->chance),
		.serial = life->serial,
		.now_at = life->now_at };
}

static void
go_back(struct life *life, const struct mark *mark)
{
	g_rand_free(life->chance);
	life->chance = g_rand_copy(mark->chance);
	life->serial = mark->serial;
	life->now_at = mark->now_at;
}

/* A person is told, by one of the codes that say: come back, or look. */
static void
judge_error(struct life *life, const char *step, const GError *error)
{
	if (disk_failures() == 0)
		life_complain(life, "%s fails without a fault: %s", step,
		    error->message);
	else if (!g_error_matches(error, DRIPSCORE_ERROR,
		     DRIPSCORE_ERROR_LATER) &&
	    !g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_IO) &&
	    !g_error_matches(error, DRIPSCORE_ERROR,
		DRIPSCORE_ERROR_NO_INPUT))
		life_complain(life, "%s fails with the wrong code, %d: %s",
		    step, error->code, error->message);
}

static gboolean
open_again(struct life *life, GError **error)
{
	return life->store != NULL || life_open(life, error);
}

/* Housekeeping has nothing to say: it is done another time. */
static gboolean
may_keep_quiet(const char *step)
{
	return g_str_equal(step, "rest") || g_str_equal(step, "visit");
}

/* A step, until it is done; a disk that is full has room at the last try. */
static void
insist(struct life *life)
{
	struct mark mark = mark_here(life);
	gboolean done = FALSE;

	for (guint i = 1; i <= TRIES && !done; i++) {
		g_autoptr(GError) error = NULL;
		const char *step = "open";
		guint failed = disk_failures();

		if (i == TRIES)
			disk_fill(FALSE);
		done = open_again(life, &error) &&
		    life_step(life, &step, &error);
		if (done != (error == NULL))
			life_complain(life, "%s is done, and says: %s", step,
			    error != NULL ? error->message : "nothing");
		if (error == NULL && disk_failures() > failed &&
		    !may_keep_quiet(step))
			life_complain(life, "%s does not say that it failed",
			    step);
		if (error != NULL) {
			judge_error(life, step, error);
			go_back(life, &mark);
			told++;
		}
	}
	if (!done)
		life_complain(life, "it does not recover");
	disk_fill(FALSE);
	g_rand_free(mark.chance);
}

/* What is wrong in a life with such harm, owned, or NULL. *calls: of each kind;
 * *dump: what the store holds after it, and after a power cut, owned. */
static char *
live(const struct harm *harm, guint *calls, char **dump)
{
	struct life life;
	char *complaint;

	disk_begin(seed);
	life_begin(&life, seed);
	disk_fail_at(harm->call, harm->n, harm->fault);
	for (guint i = 1; i <= STEPS && life.complaint == NULL; i++) {
		disk_fill(i == harm->full_at);
		insist(&life);
	}
	for (guint i = 0; i < DISK_CALLS; i++)
		calls[i] = disk_calls(i);
	disk_fail_at(DISK_OPEN, 0, DISK_BROKEN);
	life_drop(&life);
	disk_power_on();
	world_ok(life_open(&life, &error));
	life_verify(&life);
	complaint = g_steal_pointer(&life.complaint);
	*dump = dump_of(life.path);
	life_end(&life);
	return complaint;
}

/* A life in which nothing fails; what is in its store, owned. */
static char *
live_undisturbed(guint *calls)
{
	const struct harm none = { 0 };
	char *dump;
	g_autofree char *complaint = live(&none, calls, &dump);

	ck_assert_msg(complaint == NULL, "%s", complaint);
	return dump;
}

static void
expect_no_harm(const struct harm *harm, const char *expected)
{
	guint calls[DISK_CALLS];
	g_autofree char *dump = NULL;
	g_autofree char *complaint = live(harm, calls, &dump);

	if (complaint == NULL)
		complaint = dump_difference(dump, expected);
	ck_assert_msg(complaint == NULL, "seed %u, %s %u, full at %u: %s",
	    seed, disk_call_name(harm->call), harm->n, harm->full_at,
	    complaint);
}

/* From one that is tried to the next. */
static guint
stride_over(guint n)
{
	const char *wanted = g_getenv("FAULTS");

	if (g_strcmp0(wanted, "all") == 0)
		return 1;
	return n / (g_strcmp0(wanted, "few") == 0 ? FEW : SAMPLE) + 1;
}

static void
fail_each(enum disk_call call, enum disk_fault fault)
{
	guint calls[DISK_CALLS];
	g_autofree char *expected = live_undisturbed(calls);
	guint stride = stride_over(calls[call]);
	guint tried = 0;

	told = 0;
	for (guint n = 1; n <= calls[call]; n += stride, tried++) {
		const struct harm harm = { .call = call,
			.n = n,
			.fault = fault };

		expect_no_harm(&harm, expected);
	}
	if (call == DISK_WRITE || call == DISK_SYNC)
		ck_assert_uint_ge(told, tried / 2);
	printf("# %s: %u of %u failed, %u times a step did\n",
	    disk_call_name(call), tried, calls[call], told);
	fflush(stdout);
}

START_TEST(a_call_that_fails_once_does_no_harm)
{
	fail_each(_i, DISK_BROKEN);
}
END_TEST

START_TEST(a_write_that_had_no_room_does_no_harm)
{
	fail_each(DISK_WRITE, DISK_FULL);
}
END_TEST

START_TEST(a_disk_that_is_full_for_a_while_does_no_harm)
{
	guint calls[DISK_CALLS];
	g_autofree char *expected = live_undisturbed(calls);
	guint stride = stride_over(STEPS);
	guint tried = 0;

	told = 0;
	for (guint i = 1; i <= STEPS; i += stride, tried++) {
		const struct harm harm = { .full_at = i };

		expect_no_harm(&harm, expected);
	}
	ck_assert_uint_ge(told, tried / 2);
	printf("# full at %u steps of %u, %u times one failed\n", tried,
	    STEPS, told);
	fflush(stdout);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("io_fault");
	TCase *tcase = tcase_create("faults");

	if (g_getenv("SEED") != NULL)
		seed = (guint32)g_ascii_strtoull(g_getenv("SEED"),
		    NULL, 10);
	disk_install();
	tcase_set_timeout(tcase, 0);
	tcase_add_loop_test(tcase, a_call_that_fails_once_does_no_harm, 0,
	    DISK_CALLS);
	tcase_add_test(tcase, a_write_that_had_no_room_does_no_harm);
	tcase_add_test(tcase, a_disk_that_is_full_for_a_while_does_no_harm);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
