/*
 * unit.h - what every unit test's main() does: run one suite, speak TAP.
 */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include <check.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>

/*
 * A test that passes if it aborts. It needs a process of its own: with
 * CK_FORK=no (a debugger, valgrind) it is left out.
 */
static inline void
unit_add_abort_test(TCase *tcase, const TTest *test)
{
	if (g_strcmp0(g_getenv("CK_FORK"), "no") != 0)
		tcase_add_test_raise_signal(tcase, test, SIGABRT);
}

/* Returns main's exit code. The suite is freed. */
static inline int
unit_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_set_tap(runner, "-");
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
