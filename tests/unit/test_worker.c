/*
 * test_worker.c - workers that answer, crash, hang and babble. This program is
 * the worker too, when it is started as `test_worker worker KIND`.
 */
#include "base/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/errors.h"
#include "tests/unit/unit.h"

#define LONG_MS 30000

/* The worker's side. */

static GBytes *
echo(GBytes *question, G_GNUC_UNUSED gpointer user)
{
	return g_bytes_ref(question);
}

/* Only "crash" crashes, so that the next question finds one that lives. */
static GBytes *
echo_or_crash(GBytes *question, G_GNUC_UNUSED gpointer user)
{
	if (g_bytes_get_size(question) == 5)
		raise(SIGKILL);
	return g_bytes_ref(question);
}

static GBytes *
print_and_echo(GBytes *question, G_GNUC_UNUSED gpointer user)
{
	printf("a library prints this\n");
	fflush(stdout);
	return g_bytes_ref(question);
}

static GBytes *
hang(G_GNUC_UNUSED GBytes *question, G_GNUC_UNUSED gpointer user)
{
	while (pause() != 0)
		continue;
	return NULL;
}

static GBytes *
spin(GBytes *question, gpointer user)
{
	clock_t until = clock() + GPOINTER_TO_INT(user) * CLOCKS_PER_SEC / 10;

	while (clock() < until)
		continue;
	return g_bytes_ref(question);
}

static GBytes *
eat_memory(G_GNUC_UNUSED GBytes *question, G_GNUC_UNUSED gpointer user)
{
	return g_bytes_new_take(g_malloc(1 << 30), 16);
}

static GBytes *
refuse(G_GNUC_UNUSED GBytes *question, G_GNUC_UNUSED gpointer user)
{
	return NULL;
}

static void
say(const void *bytes, gsize n)
{
	if (write(STDOUT_FILENO, bytes, n) != (gssize)n)
		_exit(EX_IOERR);
}

static int
read_a_byte(void)
{
	char byte;

	return read(STDIN_FILENO, &byte, 1) == 1 ? 0 : EX_IOERR;
}

static int
serve(const char *kind)
{
	if (g_str_equal(kind, "echo"))
		return worker_serve(echo, NULL, 0, 0);
	if (g_str_equal(kind, "limited"))
		return worker_serve(echo, NULL, 1 << 28, 5);
	if (g_str_equal(kind, "crash"))
		return worker_serve(echo_or_crash, NULL, 0, 0);
	if (g_str_equal(kind, "print"))
		return worker_serve(print_and_echo, NULL, 0, 0);
	if (g_str_equal(kind, "hang"))
		return worker_serve(hang, NULL, 0, 0);
	if (g_str_equal(kind, "spin"))
		return worker_serve(spin, GINT_TO_POINTER(100), 0, 1);
	if (g_str_equal(kind, "spin-a-little"))
		return worker_serve(spin, GINT_TO_POINTER(4), 0, 1);
	if (g_str_equal(kind, "eat"))
		return worker_serve(eat_memory, NULL, 1 << 28, 0);
	if (g_str_equal(kind, "refuse"))
		return worker_serve(refuse, NULL, 0, 0);
	if (g_str_equal(kind, "quit"))
		return 3;
	if (g_str_equal(kind, "babble")) {
		read_a_byte();
		say("a great many words", 18);
	} else if (g_str_equal(kind, "cut")) {
		read_a_byte();
		say("\0\0\0\7half", 8);
		return 0;
	} else if (g_str_equal(kind, "early")) {
		say("\0\0\0\2hi", 6);
	} else if (g_str_equal(kind, "twice")) {
		read_a_byte();
		say("\0\0\0\1a\0\0\0\1b", 10);
	}
	/* "deaf" only does this. */
	while (pause() != 0)
		continue;
	return 0;
}

/* The parent's side. */

/*
 * This very binary; under valgrind, whose /proc/self/exe is valgrind, the
 * environment has to name it.
 */
static struct worker *
new_worker(const char *kind)
{
	return worker_new(g_getenv("TEST_WORKER_PROGRAM"), kind);
}

static gboolean
has_no_child(void)
{
	return waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD;
}

static GBytes *
ask_text(struct worker *worker, const char *text, guint deadline_ms,
    GError **error)
{
	g_autoptr(GBytes) question = g_bytes_new(text, strlen(text));

	return worker_ask_and_wait(worker, question, deadline_ms, error);
}

static void
assert_echo(struct worker *worker, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) answer = ask_text(worker, text, LONG_MS, &error);

	ck_assert_msg(answer != NULL, "%s",
	    error != NULL ? error->message : "neither answer nor error");
	ck_assert_ptr_null(error);
	ck_assert_uint_eq(g_bytes_get_size(answer), strlen(text));
	if (*text != '\0')
		ck_assert_mem_eq(g_bytes_get_data(answer, NULL), text,
		    strlen(text));
}

/* Asks a new worker of that kind; its error must say `expected`. */
static void
assert_failure(const char *kind, guint deadline_ms, const char *expected)
{
	g_autoptr(worker) worker = new_worker(kind);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes)
	    answer = ask_text(worker, "hello", deadline_ms, &error);

	ck_assert_ptr_null(answer);
	ck_assert_ptr_nonnull(error);
	ck_assert_msg(strstr(error->message, expected) != NULL, "%s",
	    error->message);
	ck_assert(has_no_child());
}

START_TEST(one_process_answers_many_questions)
{
	g_autoptr(worker) worker = new_worker("echo");

	for (int i = 0; i < 200; i++)
		assert_echo(worker, i % 3 == 0 ? "" : "what was asked");
	/* It lives, and no other has died. */
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), 0);
}
END_TEST

START_TEST(large_frames_pass_both_ways)
{
	g_autoptr(worker) worker = new_worker("echo");
	gsize n = 9 * 1024 * 1024 + 7;
	guint8 *bytes = g_malloc(n);
	g_autoptr(GBytes) question = NULL;
	g_autoptr(GBytes) answer = NULL;

	for (gsize i = 0; i < n; i++)
		bytes[i] = (guint8)(i * 31 >> 3);
	question = g_bytes_new_take(bytes, n);
	answer = worker_ask_and_wait(worker, question, LONG_MS, NULL);
	ck_assert_ptr_nonnull(answer);
	ck_assert(g_bytes_equal(question, answer));
}
END_TEST

START_TEST(question_too_large_is_an_error_and_the_next_is_answered)
{
	g_autoptr(worker) worker = new_worker("echo");
	gsize n = WORKER_FRAME_MAX_BYTES + 1;
	g_autoptr(GBytes) question = g_bytes_new_take(g_malloc0(n), n);
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(
	    worker_ask_and_wait(worker, question, LONG_MS, &error));
	ck_assert(
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA));
	assert_echo(worker, "small");
}
END_TEST

START_TEST(limits_leave_honest_work_alone)
{
	g_autoptr(worker) worker = new_worker("limited");

	assert_echo(worker, "hello");
	assert_echo(worker, "hello again");
}
END_TEST

START_TEST(crash_is_an_error_and_the_next_question_is_answered)
{
	g_autoptr(worker) worker = new_worker("crash");

	for (int i = 0; i < 3; i++) {
		g_autoptr(GError) error = NULL;

		assert_echo(worker, "all well");
		ck_assert_ptr_null(ask_text(worker, "crash", LONG_MS, &error));
		ck_assert_ptr_nonnull(error);
		ck_assert_ptr_nonnull(strstr(error->message, "crashed"));
		ck_assert(has_no_child());
	}
	assert_echo(worker, "all well");
}
END_TEST

START_TEST(idle_worker_that_died_is_not_asked)
{
	g_autoptr(worker) worker = new_worker("echo");
	g_autofree char *path = NULL;
	g_autofree char *children = NULL;
	int pid;

	assert_echo(worker, "hello");
	path = g_strdup_printf("/proc/self/task/%d/children", getpid());
	ck_assert(g_file_get_contents(path, &children, NULL, NULL));
	pid = (int)g_ascii_strtoll(children, NULL, 10);
	ck_assert_int_gt(pid, 0);
	kill(pid, SIGKILL);
	while (kill(pid, 0) == 0 &&
	    waitid(P_PID, (id_t)pid, &(siginfo_t){ 0 }, WEXITED | WNOWAIT) != 0)
		continue;
	assert_echo(worker, "hello again");
}
END_TEST

START_TEST(what_libraries_print_is_no_answer)
{
	g_autoptr(worker) worker = new_worker("print");

	assert_echo(worker, "hello");
	assert_echo(worker, "hello again");
}
END_TEST

START_TEST(late_worker_is_killed_at_its_deadline)
{
	gint64 began = g_get_monotonic_time();

	assert_failure("hang", 100, "within 100 ms");
	ck_assert_int_ge(g_get_monotonic_time() - began, 90000);
	ck_assert_int_lt(g_get_monotonic_time() - began, 5000000);
}
END_TEST

START_TEST(worker_that_does_not_read_is_killed_at_its_deadline)
{
	g_autoptr(worker) worker = new_worker("deaf");
	g_autoptr(GBytes)
	    question = g_bytes_new_take(g_malloc0(1 << 22), 1 << 22);
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(worker_ask_and_wait(worker, question, 100, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "within 100 ms"));
	ck_assert(has_no_child());
}
END_TEST

START_TEST(nonsense_is_an_error)
{
	assert_failure("babble", LONG_MS, "announced an answer of");
	assert_failure("twice", LONG_MS, "more than it was asked");
	assert_failure("cut", LONG_MS, "ended with exit code 0");
	assert_failure("refuse", LONG_MS, "ended with exit code 70");
}
END_TEST

START_TEST(worker_that_ends_at_once_is_an_error_and_no_sigpipe)
{
	g_autoptr(worker) worker = new_worker("quit");
	gsize n = 1 << 24;
	g_autoptr(GBytes) question = g_bytes_new_take(g_malloc0(n), n);

	for (int i = 0; i < 5; i++) {
		g_autoptr(GError) error = NULL;

		ck_assert_ptr_null(
		    worker_ask_and_wait(worker, question, LONG_MS, &error));
		ck_assert_ptr_nonnull(strstr(error->message, "exit code 3"));
		ck_assert(has_no_child());
	}
}
END_TEST

START_TEST(answer_before_the_question_is_nonsense)
{
	g_autoptr(worker) worker = new_worker("early");
	gsize n = 1 << 24;
	g_autoptr(GBytes) question = g_bytes_new_take(g_malloc0(n), n);
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(
	    worker_ask_and_wait(worker, question, LONG_MS, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "more than"));
}
END_TEST

START_TEST(program_that_is_not_there_is_an_error)
{
	g_autoptr(worker) worker = worker_new("/nowhere/dripscore", "echo");
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(ask_text(worker, "hello", LONG_MS, &error));
	ck_assert(g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS));
	ck_assert(has_no_child());
}
END_TEST

START_TEST(cpu_time_is_limited)
{
	assert_failure("spin", LONG_MS, "CPU time");
}
END_TEST

START_TEST(cpu_time_is_for_each_question)
{
	g_autoptr(worker) worker = new_worker("spin-a-little");

	/* 0.4 s each; a limit for life would be over after the third. */
	for (int i = 0; i < 4; i++)
		assert_echo(worker, "hello");
}
END_TEST

#ifndef __SANITIZE_ADDRESS__
START_TEST(memory_is_limited)
{
	assert_failure("eat", LONG_MS, "crashed");
}
END_TEST
#endif

struct log {
	struct worker *worker;
	GString *text;
	guint left;
	gboolean again;
};

static void
note(GBytes *answer, const GError *error, gpointer user)
{
	struct log *log = user;

	g_assert((answer == NULL) == (error != NULL));
	if (answer != NULL)
		g_string_append_len(log->text, g_bytes_get_data(answer, NULL),
		    (gssize)g_bytes_get_size(answer));
	else
		g_string_append_c(log->text, '!');
	log->left--;
	if (log->again) {
		g_autoptr(GBytes) question = g_bytes_new("z", 1);

		log->again = FALSE;
		log->left++;
		worker_ask(log->worker, question, LONG_MS, note, log);
	}
	if (log->left == 0)
		g_clear_pointer(&log->worker, worker_free);
}

static void
ask_noted(struct log *log, const char *text)
{
	g_autoptr(GBytes) question = g_bytes_new(text, strlen(text));

	log->left++;
	worker_ask(log->worker, question, LONG_MS, note, log);
}

START_TEST(questions_wait_in_line_and_done_may_ask_and_free)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct log log = { .worker = new_worker("crash"),
		.text = text,
		.again = TRUE };

	ask_noted(&log, "a");
	ask_noted(&log, "b");
	ask_noted(&log, "crash");
	ask_noted(&log, "c");
	ck_assert_str_eq(text->str, "");
	while (log.worker != NULL)
		g_main_context_iteration(NULL, TRUE);
	ck_assert_str_eq(text->str, "ab!cz");
	ck_assert(has_no_child());
}
END_TEST

START_TEST(freed_worker_leaves_no_process_and_answers_nobody)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct log log = { .worker = new_worker("hang"), .text = text };

	ask_noted(&log, "a");
	ask_noted(&log, "b");
	while (waitpid(-1, NULL, WNOHANG) != 0)
		g_main_context_iteration(NULL, FALSE);
	worker_free(log.worker);
	ck_assert(has_no_child());
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	ck_assert_str_eq(text->str, "");
}
END_TEST

static TCase *
failures(void)
{
	TCase *tcase = tcase_create("failures");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase,
	    crash_is_an_error_and_the_next_question_is_answered);
	tcase_add_test(tcase, idle_worker_that_died_is_not_asked);
	tcase_add_test(tcase, late_worker_is_killed_at_its_deadline);
	tcase_add_test(tcase,
	    worker_that_does_not_read_is_killed_at_its_deadline);
	tcase_add_test(tcase, nonsense_is_an_error);
	tcase_add_test(tcase,
	    worker_that_ends_at_once_is_an_error_and_no_sigpipe);
	tcase_add_test(tcase, answer_before_the_question_is_nonsense);
	/* valgrind lets every spawn succeed. */
	if (g_getenv("TEST_WORKER_PROGRAM") == NULL)
		tcase_add_test(tcase, program_that_is_not_there_is_an_error);
	tcase_add_test(tcase, cpu_time_is_limited);
#ifndef __SANITIZE_ADDRESS__
	tcase_add_test(tcase, memory_is_limited);
#endif
	return tcase;
}

int
main(int argc, char **argv)
{
	Suite *suite;
	TCase *tcase;

	if (argc == 3 && g_str_equal(argv[1], "worker"))
		return serve(argv[2]);
	suite = suite_create("worker");
	tcase = tcase_create("worker");
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, one_process_answers_many_questions);
	tcase_add_test(tcase, large_frames_pass_both_ways);
	tcase_add_test(tcase,
	    question_too_large_is_an_error_and_the_next_is_answered);
	tcase_add_test(tcase, limits_leave_honest_work_alone);
	tcase_add_test(tcase, what_libraries_print_is_no_answer);
	tcase_add_test(tcase, cpu_time_is_for_each_question);
	tcase_add_test(tcase, questions_wait_in_line_and_done_may_ask_and_free);
	tcase_add_test(tcase,
	    freed_worker_leaves_no_process_and_answers_nobody);
	suite_add_tcase(suite, tcase);
	suite_add_tcase(suite, failures());
	return unit_run(suite);
}
