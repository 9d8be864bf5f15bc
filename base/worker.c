/*
 * worker.c - the parent's side of a worker: asks it one question at a time, and
 * kills it when it is late, gone or talks nonsense. Knows nothing of what is
 * asked. Called by whoever has work that may block or crash; the process is
 * made by worker_spawn.c, the worker's own side is worker_serve.c.
 *
 * A process that has failed once is never asked again. It is waited for as
 * soon as it is killed, which takes a moment, so that no zombie stays.
 */
#include "base/worker.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/errors.h"
#include "base/worker_spawn.h"

#define HEADER_BYTES 4
#define CHUNK_BYTES (64 * 1024)
/* Of a program that did not get as far as its main(). */
#define EXIT_NOT_STARTED 127

struct question {
	GBytes *bytes;
	guint deadline_ms;
	worker_answer done;
	gpointer user;
};

struct worker {
	char *program;
	char *kind;
	GQueue waiting;	       /* struct question */
	struct question *open; /* the one handed over, or NULL */

	pid_t pid; /* 0: there is no process */
	int fd;	   /* -1: the same */
	gsize sent;
	GByteArray *received;

	/* Sources of the default main context; 0: none. */
	guint reading, writing, deadline, next;
};

static void
question_free(struct question *question)
{
	g_bytes_unref(question->bytes);
	g_free(question);
}

static void
drop_source(guint *id)
{
	if (*id != 0)
		g_source_remove(*id);
	*id = 0;
}

/* Ends the process; how it ended, as waitpid says, or 0 if it cannot. */
static int
end_process(struct worker *worker)
{
	int status = 0;

	drop_source(&worker->reading);
	drop_source(&worker->writing);
	drop_source(&worker->deadline);
	if (worker->pid == 0)
		return 0;
	kill(worker->pid, SIGKILL);
	while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	close(worker->fd);
	worker->fd = -1;
	worker->pid = 0;
	return status;
}

static gboolean ask_next(gpointer user);

/* From the main loop, never from inside worker_ask(). */
static void
schedule_next(struct worker *worker)
{
	if (worker->next == 0 && worker->open == NULL &&
	    !g_queue_is_empty(&worker->waiting))
		worker->next = g_idle_add_full(G_PRIORITY_DEFAULT, ask_next,
		    worker, NULL);
}

/* done may ask again or free the worker: it comes last. */
static void
finish(struct worker *worker, GBytes *answer, const GError *error)
{
	struct question *question = g_steal_pointer(&worker->open);

	drop_source(&worker->deadline);
	drop_source(&worker->writing);
	g_byte_array_set_size(worker->received, 0);
	schedule_next(worker);
	question->done(answer, error, question->user);
	question_free(question);
}

/* The open question, if there is one, has failed, and so has the process. */
static void G_GNUC_PRINTF(3, 4) fail(struct worker *worker,
    enum dripscore_error code, const char *format, ...)
{
	g_autoptr(GError) error = NULL;
	va_list values;

	end_process(worker);
	if (worker->open == NULL)
		return;
	va_start(values, format);
	error = g_error_new_valist(DRIPSCORE_ERROR, (int)code, format, values);
	va_end(values);
	finish(worker, NULL, error);
}

/* The process went away by itself. */
static void
fail_gone(struct worker *worker)
{
	int status = end_process(worker);

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		fail(worker, DRIPSCORE_ERROR_SOFTWARE,
		    "the worker for %s "
		    "used up its CPU time",
		    worker->kind);
	else if (WIFSIGNALED(status))
		fail(worker, DRIPSCORE_ERROR_SOFTWARE,
		    "the worker for %s "
		    "crashed: %s",
		    worker->kind, g_strsignal(WTERMSIG(status)));
	else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NOT_STARTED)
		fail(worker, DRIPSCORE_ERROR_OS,
		    "the worker for %s cannot be "
		    "started: a library or the program is not there",
		    worker->kind);
	else
		fail(worker, DRIPSCORE_ERROR_SOFTWARE,
		    "the worker for %s "
		    "ended with exit code %d before it had answered",
		    worker->kind, WEXITSTATUS(status));
}

static gboolean can_read(int fd, GIOCondition condition, gpointer user);
static gboolean can_write(int fd, GIOCondition condition, gpointer user);

/* FALSE with errno set. */
static gboolean
start_process(struct worker *worker)
{
	worker->fd = worker_spawn(worker->program, worker->kind, &worker->pid);
	if (worker->fd < 0)
		return FALSE;
	g_unix_set_fd_nonblocking(worker->fd, TRUE, NULL);
	g_byte_array_set_size(worker->received, 0);
	/* An answer that is there goes before the deadline that is past. */
	worker->reading = g_unix_fd_add_full(G_PRIORITY_HIGH, worker->fd,
	    G_IO_IN, can_read, worker, NULL);
	return TRUE;
}

/* An idle process that has ended, or has spoken unasked, is of no use. */
static void
drop_stale_process(struct worker *worker)
{
	char byte;

	if (worker->pid != 0 &&
	    (recv(worker->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 ||
		(errno != EAGAIN && errno != EINTR)))
		end_process(worker);
}

static gboolean
past_deadline(gpointer user)
{
	struct worker *worker = user;

	worker->deadline = 0;
	fail(worker, DRIPSCORE_ERROR_SOFTWARE,
	    "the worker for %s gave no answer within %u ms and was killed",
	    worker->kind, worker->open->deadline_ms);
	return G_SOURCE_REMOVE;
}

static gboolean
ask_next(gpointer user)
{
	struct worker *worker = user;

	worker->next = 0;
	worker->open = g_queue_pop_head(&worker->waiting);
	if (g_bytes_get_size(worker->open->bytes) > WORKER_FRAME_MAX_BYTES) {
		g_autoptr(GError)
		    error = g_error_new(DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
			"%zu bytes are too many for the "
			"worker for %s; at most %d",
			g_bytes_get_size(worker->open->bytes), worker->kind,
			WORKER_FRAME_MAX_BYTES);

		finish(worker, NULL, error);
		return G_SOURCE_REMOVE;
	}
	drop_stale_process(worker);
	if (worker->pid == 0 && !start_process(worker)) {
		fail(worker, DRIPSCORE_ERROR_OS,
		    "the worker for %s cannot be started: %s", worker->kind,
		    g_strerror(errno));
		return G_SOURCE_REMOVE;
	}
	worker->sent = 0;
	worker->deadline = g_timeout_add(worker->open->deadline_ms,
	    past_deadline, worker);
	worker->writing = g_unix_fd_add(worker->fd, G_IO_OUT, can_write,
	    worker);
	return G_SOURCE_REMOVE;
}

/* Sends what the socket takes of the header and the question. */
static gssize
send_some(struct worker *worker)
{
	gsize n;
	const guint8 *bytes = g_bytes_get_data(worker->open->bytes, &n);
	guint32 header = GUINT32_TO_BE((guint32)n);
	gsize at = worker->sent;

	if (at < HEADER_BYTES)
		return send(worker->fd, (const guint8 *)&header + at,
		    HEADER_BYTES - at, MSG_NOSIGNAL | (n > 0 ? MSG_MORE : 0));
	at -= HEADER_BYTES;
	return send(worker->fd, bytes + at, n - at, MSG_NOSIGNAL);
}

static gboolean
all_sent(const struct worker *worker)
{
	return worker->sent ==
	    HEADER_BYTES + g_bytes_get_size(worker->open->bytes);
}

static gboolean
can_write(G_GNUC_UNUSED int fd, G_GNUC_UNUSED GIOCondition condition,
    gpointer user)
{
	struct worker *worker = user;

	while (!all_sent(worker)) {
		gssize n = send_some(worker);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return G_SOURCE_CONTINUE;
		if (n < 0) {
			fail_gone(worker);
			return G_SOURCE_REMOVE;
		}
		worker->sent += (gsize)n;
	}
	worker->writing = 0;
	return G_SOURCE_REMOVE;
}

/* Judges what has come so far; the worker may be gone afterwards. */
static void
look_at_received(struct worker *worker)
{
	const guint8 *bytes = worker->received->data;
	gsize n = worker->received->len;
	g_autoptr(GBytes) answer = NULL;
	gsize length;

	if (worker->open == NULL) {
		end_process(worker);
		return;
	}
	if (n < HEADER_BYTES)
		return;
	length = (gsize)bytes[0] << 24 | (gsize)bytes[1] << 16 |
	    (gsize)bytes[2] << 8 | bytes[3];
	if (length > WORKER_FRAME_MAX_BYTES) {
		fail(worker, DRIPSCORE_ERROR_SOFTWARE,
		    "the worker for %s "
		    "announced an answer of %zu bytes; at most %d",
		    worker->kind, length, WORKER_FRAME_MAX_BYTES);
		return;
	}
	if (n < HEADER_BYTES + length)
		return;
	if (n > HEADER_BYTES + length || !all_sent(worker)) {
		fail(worker, DRIPSCORE_ERROR_SOFTWARE,
		    "the worker for %s "
		    "answered more than it was asked",
		    worker->kind);
		return;
	}
	answer = g_bytes_new(bytes + HEADER_BYTES, length);
	finish(worker, answer, NULL);
}

static gboolean
can_read(int fd, G_GNUC_UNUSED GIOCondition condition, gpointer user)
{
	struct worker *worker = user;
	guint8 chunk[CHUNK_BYTES];
	gssize n = recv(fd, chunk, sizeof(chunk), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (n <= 0) {
		fail_gone(worker);
		return G_SOURCE_REMOVE;
	}
	g_byte_array_append(worker->received, chunk, (guint)n);
	look_at_received(worker);
	/* If the source is gone by now, GLib ignores what is returned. */
	return G_SOURCE_CONTINUE;
}

struct worker *
worker_new(const char *program, const char *kind)
{
	struct worker *worker = g_new0(struct worker, 1);

	worker->program = g_strdup(program);
	worker->kind = g_strdup(kind);
	worker->fd = -1;
	worker->received = g_byte_array_new();
	g_queue_init(&worker->waiting);
	return worker;
}

void
worker_free(struct worker *worker)
{
	struct question *question;

	end_process(worker);
	drop_source(&worker->next);
	g_clear_pointer(&worker->open, question_free);
	while ((question = g_queue_pop_head(&worker->waiting)) != NULL)
		question_free(question);
	g_byte_array_unref(worker->received);
	g_free(worker->program);
	g_free(worker->kind);
	g_free(worker);
}

void
worker_ask(struct worker *worker, GBytes *question, guint deadline_ms,
    worker_answer done, gpointer user)
{
	struct question *asked = g_new0(struct question, 1);

	asked->bytes = g_bytes_ref(question);
	asked->deadline_ms = deadline_ms;
	asked->done = done;
	asked->user = user;
	g_queue_push_tail(&worker->waiting, asked);
	schedule_next(worker);
}

struct wait {
	gboolean over;
	GBytes *answer;
	GError *error;
};

static void
keep_answer(GBytes *answer, const GError *error, gpointer user)
{
	struct wait *wait = user;

	wait->over = TRUE;
	wait->answer = answer != NULL ? g_bytes_ref(answer) : NULL;
	wait->error = error != NULL ? g_error_copy(error) : NULL;
}

GBytes *
worker_ask_and_wait(struct worker *worker, GBytes *question, guint deadline_ms,
    GError **error)
{
	struct wait wait = { .over = FALSE };

	worker_ask(worker, question, deadline_ms, keep_answer, &wait);
	while (!wait.over)
		g_main_context_iteration(NULL, TRUE);
	if (wait.error != NULL)
		g_propagate_error(error, wait.error);
	return wait.answer;
}
