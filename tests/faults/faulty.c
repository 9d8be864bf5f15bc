/*
 * faulty.c - a library for LD_PRELOAD: one call to the files under a folder
 * fails, once.
 *
 * FAULTY_FOLDER: the folder; FAULTY_CALL: open, read, write, short (half of it
 * is written, which is no failure), sync, truncate, rename or unlink (and
 * link); FAULTY_N: which of them, from 1; FAULTY_ERRNO: with what; FAULTY_TOLD:
 * a file to which the name of what has failed is written. A process that is
 * started from there is left alone. Called by test_program_faults.py.
 * FAULTY_COUNT: a file for how many of them there were, in the end.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static char folder[PATH_MAX];
static char call[16];
static char told[PATH_MAX];
static char count[PATH_MAX];
static unsigned long passed; /* so many were not the one */
static unsigned long number; /* of the one that fails */
static int cause;

static void
take(const char *name, char *value, size_t size)
{
	const char *found = getenv(name);

	snprintf(value, size, "%s", found != NULL ? found : "");
}

__attribute__((constructor)) static void
begin(void)
{
	char digits[32];

	take("FAULTY_FOLDER", folder, sizeof(folder));
	take("FAULTY_CALL", call, sizeof(call));
	take("FAULTY_TOLD", told, sizeof(told));
	take("FAULTY_COUNT", count, sizeof(count));
	take("FAULTY_ERRNO", digits, sizeof(digits));
	cause = (int)strtol(digits, NULL, 10);
	take("FAULTY_N", digits, sizeof(digits));
	number = strtoul(digits, NULL, 10);
	unsetenv("LD_PRELOAD");
}

static void
note(const char *where, const char *line)
{
	int fd;

	if (where[0] == '\0')
		return;
	fd = (int)syscall(SYS_openat, AT_FDCWD, where,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	syscall(SYS_write, fd, line, strlen(line));
	syscall(SYS_close, fd);
}

__attribute__((destructor)) static void
end(void)
{
	char digits[32];

	snprintf(digits, sizeof(digits), "%lu", passed);
	note(count, digits);
}

/* Of an open file; "" if it has none. */
static void
path_of(int fd, char *path, size_t size)
{
	char link[64];
	long n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = syscall(SYS_readlink, link, path, size - 1);
	path[n > 0 ? n : 0] = '\0';
}

/* Whether this one is to fail. */
static int
fails(const char *what, const char *path)
{
	if (strcmp(what, call) != 0 || folder[0] == '\0' ||
	    strncmp(path, folder, strlen(folder)) != 0 || ++passed != number)
		return 0;
	note(told, path);
	errno = cause;
	return 1;
}

static int
fails_open(const char *what, int fd)
{
	char path[PATH_MAX];

	if (strcmp(what, call) != 0)
		return 0;
	path_of(fd, path, sizeof(path));
	return fails(what, path);
}

/* Of a name in a folder that is open. */
static int
fails_at(const char *what, int dir_fd, const char *name)
{
	char path[PATH_MAX];

	if (strcmp(what, call) != 0)
		return 0;
	if (name[0] == '/')
		return fails(what, name);
	if (dir_fd != AT_FDCWD)
		path_of(dir_fd, path, sizeof(path));
	else if (syscall(SYS_getcwd, path, sizeof(path)) < 0)
		path[0] = '\0';
	return fails(what, path);
}

static int
open_at(int dir_fd, const char *path, int flags, va_list arguments)
{
	mode_t mode = 0;

	if ((flags & (O_CREAT | __O_TMPFILE)) != 0)
		mode = va_arg(arguments, mode_t);
	if (fails_at("open", dir_fd, path))
		return -1;
	return (int)syscall(SYS_openat, dir_fd, path, flags, mode);
}

int
open(const char *path, int flags, ...)
{
	va_list arguments;
	int fd;

	va_start(arguments, flags);
	fd = open_at(AT_FDCWD, path, flags, arguments);
	va_end(arguments);
	return fd;
}

int
openat(int dir_fd, const char *path, int flags, ...)
{
	va_list arguments;
	int fd;

	va_start(arguments, flags);
	fd = open_at(dir_fd, path, flags, arguments);
	va_end(arguments);
	return fd;
}

ssize_t
read(int fd, void *buffer, size_t n)
{
	if (fails_open("read", fd))
		return -1;
	return syscall(SYS_read, fd, buffer, n);
}

ssize_t
pread(int fd, void *buffer, size_t n, off_t offset)
{
	if (fails_open("read", fd))
		return -1;
	return syscall(SYS_pread64, fd, buffer, n, offset);
}

/* A disk that is full takes what it has room for. */
static size_t
room(int fd, size_t n)
{
	return n > 1 && fails_open("short", fd) ? n / 2 : n;
}

ssize_t
write(int fd, const void *data, size_t n)
{
	if (fails_open("write", fd))
		return -1;
	return syscall(SYS_write, fd, data, room(fd, n));
}

ssize_t
pwrite(int fd, const void *data, size_t n, off_t offset)
{
	if (fails_open("write", fd))
		return -1;
	return syscall(SYS_pwrite64, fd, data, room(fd, n), offset);
}

int
fsync(int fd)
{
	return fails_open("sync", fd) ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return fails_open("sync", fd) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
ftruncate(int fd, off_t size)
{
	if (fails_open("truncate", fd))
		return -1;
	return (int)syscall(SYS_ftruncate, fd, size);
}

int
renameat(int old_fd, const char *old, int new_fd, const char *new)
{
	if (fails_at("rename", old_fd, old))
		return -1;
	return (int)syscall(SYS_renameat, old_fd, old, new_fd, new);
}

int
rename(const char *old, const char *new)
{
	return renameat(AT_FDCWD, old, AT_FDCWD, new);
}

int
unlink(const char *path)
{
	if (fails_at("unlink", AT_FDCWD, path))
		return -1;
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int
link(const char *old, const char *new)
{
	if (fails_at("unlink", AT_FDCWD, new))
		return -1;
	return (int)syscall(SYS_linkat, AT_FDCWD, old, AT_FDCWD, new, 0);
}

/* Of stdio: what it asks for, not when the kernel is asked for it. */
FILE *
fopen(const char *path, const char *mode)
{
	FILE *(*real)(const char *, const char *) = dlsym(RTLD_NEXT, "fopen");

	return fails_at("open", AT_FDCWD, path) ? NULL : real(path, mode);
}

size_t
fread(void *buffer, size_t size, size_t n, FILE *stream)
{
	size_t (*real)(void *, size_t, size_t, FILE *) = dlsym(RTLD_NEXT,
	    "fread");

	if (fails_open("read", fileno(stream))) {
		stream->_flags |= _IO_ERR_SEEN;
		return 0;
	}
	return real(buffer, size, n, stream);
}

size_t
fwrite(const void *data, size_t size, size_t n, FILE *stream)
{
	size_t (*real)(const void *, size_t, size_t, FILE *) = dlsym(RTLD_NEXT,
	    "fwrite");

	if (fails_open("write", fileno(stream)))
		return 0;
	return real(data, size, n, stream);
}

/* The same, for what was built for large files. */
int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int openat64(int dir_fd, const char *path, int flags, ...)
    __attribute__((alias("openat")));
ssize_t pread64(int fd, void *buffer, size_t n, off_t offset)
    __attribute__((alias("pread")));
ssize_t pwrite64(int fd, const void *data, size_t n, off_t offset)
    __attribute__((alias("pwrite")));
FILE *fopen64(const char *path, const char *mode)
    __attribute__((alias("fopen")));
int ftruncate64(int fd, off_t size) __attribute__((alias("ftruncate")));
