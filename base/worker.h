/*
 * worker.h - work that may block, crash or never end, in a process of its own.
 *
 * A worker is our own binary, `dripscore worker KIND`, spawned (posix_spawn,
 * never fork alone: libcurl's resolver has threads, SQLite forbids it), fed
 * questions on stdin and giving one answer to each on stdout, each a frame: a
 * length of 4 bytes, big-endian, and as many bytes. It lives for many
 * questions, limits its own memory and CPU, and is killed at its deadline.
 */
#ifndef BASE_WORKER_H
#define BASE_WORKER_H

#include <glib.h>

#include "base/autoptr.h"

#define WORKER_FRAME_MAX_BYTES (64 * 1024 * 1024)

struct worker;

/*
 * answer is NULL and error set if the worker crashed, was killed at its
 * deadline or answered nonsense; a new one is spawned for the next question.
 */
typedef void (
    *worker_answer)(GBytes *answer, const GError *error, gpointer user);

/* kind is what follows `dripscore worker`; program NULL: this very binary. */
struct worker *worker_new(const char *program, const char *kind);
/* Kills the process; questions not answered yet are forgotten. */
void worker_free(struct worker *worker);
AUTOPTR_DEFINE(worker, worker_free)

/*
 * Asks; done is called once from the default main context. Questions wait in
 * line; the deadline of each begins when it is handed over.
 */
void worker_ask(struct worker *worker, GBytes *question, guint deadline_ms,
    worker_answer done, gpointer user);

/* The same, iterating the default main context until the answer is there. */
GBytes *worker_ask_and_wait(struct worker *worker, GBytes *question,
    guint deadline_ms, GError **error);

/*
 * The worker's side (worker_serve.c): answers frames from stdin till it closes.
 * Memory is limited to memory_bytes (0: not), CPU time for each question to
 * cpu_s (0: not). A handler that returns NULL ends the worker. stdout is lent
 * to stderr meanwhile. Returns an exit code of sysexits.h.
 */
typedef GBytes *(*worker_handler)(GBytes *question, gpointer user);
int worker_serve(worker_handler handler, gpointer user, gsize memory_bytes,
    guint cpu_s);

#endif
