/*
 * worker_spawn.h - the process of a worker. For worker.c alone.
 */
#ifndef BASE_WORKER_SPAWN_H
#define BASE_WORKER_SPAWN_H

#include <sys/types.h>

/*
 * Starts `PROGRAM worker KIND`; program NULL: this very binary. Our end of the
 * socket that is its stdin and stdout; -1 with errno set, and *pid 0, if it
 * cannot be started.
 */
int worker_spawn(const char *program, const char *kind, pid_t *pid);

#endif
