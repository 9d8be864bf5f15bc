/*
 * worker_spawn.c - makes the process of a worker. Knows nothing of questions
 * and answers. Called by worker.c.
 */
#include "base/worker_spawn.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

/* Its own process group: what a terminal interrupts is not the worker. */
static void
set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &all);
	posix_spawnattr_setpgroup(attributes, 0);
	posix_spawnattr_setflags(attributes,
	    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
		POSIX_SPAWN_SETPGROUP);
}

/* 0, or an errno. fd: the worker's end, which becomes its 0 and 1. */
static int
spawn_with(const char *program, const char *kind, int fd, pid_t *pid)
{
	char *const argv[] = { (char *)"dripscore", (char *)"worker",
		(char *)kind, NULL };
	g_auto(GStrv) environment = g_get_environ();
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int failure;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	set_attributes(&attributes);
	failure = posix_spawn(pid, program != NULL ? program : "/proc/self/exe",
	    &actions, &attributes, argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failure;
}

int
worker_spawn(const char *program, const char *kind, pid_t *pid)
{
	int ends[2], failure;
	pid_t made;

	*pid = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -1;
	failure = spawn_with(program, kind, ends[1], &made);
	close(ends[1]);
	if (failure == 0) {
		*pid = made;
		return ends[0];
	}
	close(ends[0]);
	errno = failure;
	return -1;
}
