/*
 * test_power_cut.c - what the store has said that it did survives a power cut
 * at any moment, and nothing leaves twice.
 *
 * The environment: CUTS, so many cuts (40 unless set);
 * SEED, of what is drawn by lot (1 unless set).
 */
#include <glib/gstdio.h>
#include <stdio.h>

#include "tests/faults/disk.h"
#include "tests/faults/life.h"
#include "tests/unit/unit.h"

#define CUTS 40
#define CUTS_A_LIFE 10
/* Calls to the disk from one cut to the next. */
#define CALLS_MAX 400
#define STEPS_MAX 5000

static guint
number_from(const char *name, guint otherwise)
{
	const char *text = g_getenv(name);

	return text != NULL ? (guint)g_ascii_strtoull(text, NULL, 10) :
			      otherwise;
}

/* What a cut may do to the note beside the store, which is not synced. */
static void
lose_note(struct life *life)
{
	g_autofree char *path = g_strconcat(life->path, "-daemon", NULL);

	if (life_draw(life, 3) == 0)
		g_file_set_contents(path, "", 0, NULL);
	else if (life_draw(life, 3) == 0)
		g_unlink(path);
}

/* Until the power is cut. *step: the last one. FALSE: there is a complaint. */
static gboolean
live_to_the_cut(struct life *life, const char **step)
{
	g_autoptr(GError) error = NULL;

	*step = "open";
	if (life->store == NULL)
		life_open(life, &error);
	for (guint i = 0; i < STEPS_MAX && error == NULL &&
	     life->complaint == NULL && !disk_is_cut(); i++)
		life_step(life, step, &error);
	if (error != NULL && !disk_is_cut())
		life_complain(life, "without a cut: %s: %s", *step,
		    error->message);
	return life->complaint == NULL;
}

/* The store comes back, with all that it has said. */
static void
come_back(struct life *life)
{
	g_autoptr(GError) error = NULL;

	life_drop(life);
	disk_power_on();
	lose_note(life);
	if (life_open(life, &error))
		life_verify(life);
	else
		life_complain(life, "it does not open again: %s",
		    error->message);
}

/* What breaks in a life of so many cuts, owned; NULL: nothing. */
static char *
live(guint32 seed, guint cuts, gboolean lies, gboolean durable)
{
	struct life life;
	char *complaint = NULL;

	disk_begin(seed);
	disk_lie(lies);
	life_begin(&life, seed);
	for (guint i = 0; i < cuts && life.complaint == NULL; i++) {
		const char *step;
		guint calls;

		if (!durable && life.store != NULL)
			store_set_durable(life.store, FALSE, NULL);
		calls = 1 + life_draw(&life, CALLS_MAX);
		/* Now and then while it is opened. */
		if (life_draw(&life, 5) == 0) {
			life_drop(&life);
			calls = 1 + life_draw(&life, 12);
		}
		disk_cut_at(calls);
		if (live_to_the_cut(&life, &step))
			come_back(&life);
		if (life.complaint != NULL)
			complaint = g_strdup_printf("seed %u, cut %u at call"
			    " %u, in \"%s\": %s", seed, i + 1, calls, step,
			    life.complaint);
	}
	if (complaint == NULL)
		printf("# seed %u: %u cuts, %u lines in the ledger, %u left,"
		       " %u answered, %u in doubt\n", seed, cuts,
		    ledger_lines(life.ledger), life.left, life.answered,
		    life.doubts);
	fflush(stdout);
	life_end(&life);
	return complaint;
}

START_TEST(what_was_acknowledged_survives_every_cut)
{
	guint seed = number_from("SEED", 1);
	guint cuts = number_from("CUTS", CUTS);

	for (guint done = 0; done < cuts; done += CUTS_A_LIFE) {
		g_autofree char *complaint = live(seed++,
		    MIN(CUTS_A_LIFE, cuts - done), FALSE, TRUE);

		ck_assert_msg(complaint == NULL, "%s", complaint);
	}
}
END_TEST

/* Else the test above would prove nothing. */
START_TEST(a_disk_that_lies_about_syncs_is_found_out)
{
	g_autofree char *complaint = NULL;

	for (guint32 seed = 1; complaint == NULL && seed <= 20; seed++)
		complaint = live(seed, CUTS_A_LIFE, TRUE, TRUE);
	ck_assert_ptr_nonnull(complaint);
	printf("# %s\n", complaint);
}
END_TEST

START_TEST(a_store_that_does_not_sync_is_found_out)
{
	g_autofree char *complaint = NULL;

	for (guint32 seed = 1; complaint == NULL && seed <= 20; seed++)
		complaint = live(seed, CUTS_A_LIFE, FALSE, FALSE);
	ck_assert_ptr_nonnull(complaint);
	printf("# %s\n", complaint);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("power_cut");
	TCase *tcase = tcase_create("cuts");

	disk_install();
	tcase_set_timeout(tcase, 0);
	tcase_add_test(tcase, what_was_acknowledged_survives_every_cut);
	tcase_add_test(tcase, a_disk_that_lies_about_syncs_is_found_out);
	tcase_add_test(tcase, a_store_that_does_not_sync_is_found_out);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
