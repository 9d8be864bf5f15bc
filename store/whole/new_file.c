/*
 * new_file.c - see new_file.h: written as FILE.tmp, put on the disk, renamed.
 */
#include "store/whole/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/errors.h"

static gboolean
fail(const char *path, GError **error)
{
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CANNOT_CREATE,
	    "%s: %s", path, g_strerror(errno));
	return FALSE;
}

/* The log of a store that is gone would be taken for that of the new one. */
static void
clear_log(const char *path)
{
	static const char *const parts[] = { "-wal", "-shm", "-journal" };

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *name = g_strconcat(path, parts[i], NULL);

		unlink(name);
	}
}

void
new_file_clear_beside(const char *path)
{
	g_autofree char *lock = g_strconcat(path, "-lock", NULL);
	g_autofree char *daemon = g_strconcat(path, "-daemon", NULL);

	clear_log(path);
	unlink(lock);
	unlink(daemon);
}

/* What a process that was killed left of it. */
static gboolean
make_empty(const char *path, GError **error)
{
	int fd;

	unlink(path);
	new_file_clear_beside(path);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(path, error);
	close(fd);
	return TRUE;
}

struct new_file *
new_file_begin(const char *path, gboolean replace, GError **error)
{
	g_autoptr(new_file) file = NULL;

	if (!replace && g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_set_error(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_CANNOT_CREATE, "%s: it is there already",
		    path);
		return NULL;
	}
	file = g_new0(struct new_file, 1);
	file->path = g_strdup(path);
	file->work = g_strconcat(path, ".tmp", NULL);
	file->url = g_strconcat("sqlite:", file->work, NULL);
	if (!make_empty(file->work, error))
		return NULL;
	return g_steal_pointer(&file);
}

static gboolean
sync_path(const char *path, int flags, GError **error)
{
	int fd = open(path, flags | O_CLOEXEC);
	gboolean ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		fail(path, error);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* Of a folder: what is in it now is so after a power cut too. */
static gboolean
sync_folder(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);

	return sync_path(folder, O_RDONLY | O_DIRECTORY, error);
}

/* Put there by root, used by the daemon's user. */
static void
take_owner(const char *path, const char *former)
{
	struct stat info;

	if (geteuid() == 0 && stat(former, &info) == 0 &&
	    chown(path, info.st_uid, info.st_gid) != 0)
		return;
}

gboolean
new_file_end(struct new_file *file, GError **error)
{
	new_file_clear_beside(file->work);
	if (!sync_path(file->work, O_RDWR, error))
		return FALSE;
	take_owner(file->work, file->path);
	clear_log(file->path);
	if (rename(file->work, file->path) != 0)
		return fail(file->path, error);
	g_clear_pointer(&file->work, g_free);
	return sync_folder(file->path, error);
}

void
new_file_free(struct new_file *file)
{
	if (file == NULL)
		return;
	if (file->work != NULL) {
		unlink(file->work);
		new_file_clear_beside(file->work);
	}
	g_free(file->path);
	g_free(file->work);
	g_free(file->url);
	g_free(file);
}
