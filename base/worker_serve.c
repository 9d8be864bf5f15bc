/*
 * worker_serve.c - the worker's own side: limits itself and answers frames from
 * stdin until it closes. Knows nothing of what is asked. Called by cli/ as
 * `dripscore worker KIND`; the parent's side is worker.c.
 *
 * Exit codes: 0 when stdin has closed; EX_OSERR if a limit cannot be set,
 * EX_IOERR if stdin or stdout fails, EX_DATAERR for a frame that is cut short
 * or too long, EX_SOFTWARE if the handler has no answer or too long a one.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/worker.h"

#if defined(__SANITIZE_ADDRESS__)
#define SHADOW_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SHADOW_MEMORY 1
#endif
#endif
#ifndef SHADOW_MEMORY
#define SHADOW_MEMORY 0 /* no terabytes of it: memory can be limited */
#endif

/* The soft limit alone where `hard` is FALSE, so that it can be renewed. */
static gboolean
limit(int resource, rlim_t value, gboolean hard)
{
	struct rlimit limits;

	if (getrlimit(resource, &limits) < 0)
		return FALSE;
	limits.rlim_cur = MIN(value, limits.rlim_max);
	if (hard)
		limits.rlim_max = limits.rlim_cur;
	return setrlimit(resource, &limits) == 0;
}

/*
 * cpu_s more from now. The limit of the kernel is for the whole life of the
 * process: an honest worker would be killed by it after enough questions.
 */
static gboolean
renew_cpu_time(guint cpu_s)
{
	struct rusage used;

	if (cpu_s == 0)
		return TRUE;
	if (getrusage(RUSAGE_SELF, &used) < 0)
		return FALSE;
	return limit(RLIMIT_CPU,
	    (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec +
		(used.ru_utime.tv_usec + used.ru_stime.tv_usec) /
		    G_USEC_PER_SEC +
		1) +
		cpu_s,
	    FALSE);
}

/*
 * Ends with its parent, not with what ends its parent: a parent that stops in
 * good order still waits for the answer.
 */
static void
live_with_parent(void)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
		sigaction(signals[i], &ignore, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* As many bytes as there are, up to n; less than n at the end; -1: error. */
static gssize
read_all(int fd, guint8 *bytes, gsize n)
{
	gsize got = 0;

	while (got < n) {
		gssize more = read(fd, bytes + got, n - got);

		if (more < 0 && errno == EINTR)
			continue;
		if (more < 0)
			return -1;
		if (more == 0)
			break;
		got += (gsize)more;
	}
	return (gssize)got;
}

static gboolean
write_all(int fd, const guint8 *bytes, gsize n)
{
	while (n > 0) {
		gssize written = write(fd, bytes, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return FALSE;
		bytes += written;
		n -= (gsize)written;
	}
	return TRUE;
}

/* NULL with an exit code; EX_OK if there is nothing more to read. */
static GBytes *
read_frame(int fd, int *code)
{
	guint32 header;
	g_autofree guint8 *bytes = NULL;
	gssize got = read_all(fd, (guint8 *)&header, sizeof(header));
	gsize n;

	*code = got < 0 ? EX_IOERR : got == 0 ? EX_OK : EX_DATAERR;
	if (got < (gssize)sizeof(header))
		return NULL;
	n = GUINT32_FROM_BE(header);
	*code = EX_DATAERR;
	if (n > WORKER_FRAME_MAX_BYTES)
		return NULL;
	bytes = g_malloc(n + 1);
	if (read_all(fd, bytes, n) != (gssize)n)
		return NULL;
	return g_bytes_new_take(g_steal_pointer(&bytes), n);
}

static int
write_frame(int fd, GBytes *answer)
{
	gsize n;
	const guint8 *bytes;
	guint32 header;

	if (answer == NULL)
		return EX_SOFTWARE;
	bytes = g_bytes_get_data(answer, &n);
	if (n > WORKER_FRAME_MAX_BYTES)
		return EX_SOFTWARE;
	header = GUINT32_TO_BE((guint32)n);
	if (!write_all(fd, (const guint8 *)&header, sizeof(header)) ||
	    !write_all(fd, bytes, n))
		return EX_IOERR;
	return EX_OK;
}

/* What a library prints must not stand between the frames. */
static int
keep_stdout(void)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

	if (fd >= 0)
		dup2(STDERR_FILENO, STDOUT_FILENO);
	return fd;
}

int
worker_serve(worker_handler handler, gpointer user, gsize memory_bytes,
    guint cpu_s)
{
	int out = keep_stdout();
	int code = out < 0 ? EX_IOERR : EX_OK;

	live_with_parent();
	if (!limit(RLIMIT_CORE, 0, TRUE) ||
	    (memory_bytes > 0 && !SHADOW_MEMORY &&
		!limit(RLIMIT_AS, memory_bytes, TRUE)))
		code = EX_OSERR;
	while (code == EX_OK) {
		g_autoptr(GBytes) question = read_frame(STDIN_FILENO, &code);
		g_autoptr(GBytes) answer = NULL;

		if (question == NULL)
			break;
		if (!renew_cpu_time(cpu_s))
			return EX_OSERR;
		answer = handler(question, user);
		code = write_frame(out, answer);
	}
	return code;
}
