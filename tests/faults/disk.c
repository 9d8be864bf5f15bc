/*
 * disk.c - see disk.h: a VFS around SQLite's own, which does the real work.
 *
 * Every call passes may_go(), which counts it and says whether it fails. Locks
 * and shared memory are passed on: they are no more after a cut, and SQLite
 * begins them anew. Temporary files have no name and are passed on too.
 */
#include "tests/faults/disk.h"

#include <sqlite3.h>
#include <string.h>

#include "tests/faults/platter.h"

struct handle {
	sqlite3_file base;
	char *path;	    /* NULL: a temporary file */
	gboolean names_too; /* its first sync syncs the folder */
	sqlite3_file *real; /* behind this */
};

static struct {
	sqlite3_vfs *real;
	GRand *chance;
	guint cut_in; /* 0: not at all */
	gboolean cut;
	gboolean lies;
	gboolean full;
	enum disk_call fails;
	guint fails_in; /* 0: not at all */
	enum disk_fault fault;
	guint failures;
	guint calls[DISK_CALLS];
} disk;

static const struct {
	const char *name;
	int full, broken; /* what SQLite is told */
	gboolean changes;
} kinds[DISK_CALLS] = {
	[DISK_OPEN] = { "open", SQLITE_CANTOPEN, SQLITE_CANTOPEN, FALSE },
	[DISK_READ] = { "read", SQLITE_IOERR_READ, SQLITE_IOERR_READ, FALSE },
	[DISK_WRITE] = { "write", SQLITE_FULL, SQLITE_IOERR_WRITE, TRUE },
	[DISK_TRUNCATE] = { "truncate", SQLITE_IOERR_TRUNCATE,
	    SQLITE_IOERR_TRUNCATE, TRUE },
	[DISK_SYNC] = { "sync", SQLITE_IOERR_FSYNC, SQLITE_IOERR_FSYNC, TRUE },
	[DISK_DELETE] = { "delete", SQLITE_IOERR_DELETE, SQLITE_IOERR_DELETE,
	    TRUE },
	[DISK_SHARE] = { "share", SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_SHMSIZE,
	    FALSE },
};

const char *
disk_call_name(enum disk_call call)
{
	return kinds[call].name;
}

/* SQLITE_OK, or what to answer instead of doing it. */
static int
may_go(enum disk_call call)
{
	if (disk.cut)
		return kinds[call].broken;
	disk.calls[call]++;
	if (disk.full && call == DISK_WRITE) {
		disk.failures++;
		return kinds[call].full;
	}
	if (disk.fails_in > 0 && disk.fails == call && --disk.fails_in == 0) {
		disk.failures++;
		return disk.fault == DISK_FULL ? kinds[call].full :
						 kinds[call].broken;
	}
	if (kinds[call].changes && disk.cut_in > 0 && --disk.cut_in == 0)
		disk.cut = TRUE;
	/* What the power is cut at is still to be seen by the platter. */
	return SQLITE_OK;
}

static struct handle *
handle_of(sqlite3_file *file)
{
	return (struct handle *)file;
}

static int
disk_close(sqlite3_file *file)
{
	struct handle *handle = handle_of(file);
	int code = handle->real->pMethods->xClose(handle->real);

	g_clear_pointer(&handle->path, g_free);
	return code;
}

static int
disk_read(sqlite3_file *file, void *buffer, int n, sqlite3_int64 offset)
{
	struct handle *handle = handle_of(file);
	int code = may_go(DISK_READ);

	if (code != SQLITE_OK)
		return code;
	return handle->real->pMethods->xRead(handle->real, buffer, n, offset);
}

static int
disk_write(sqlite3_file *file, const void *data, int n, sqlite3_int64 offset)
{
	struct handle *handle = handle_of(file);
	int code = may_go(DISK_WRITE);
	int real;

	/* A disk that is full takes what it has room for. */
	if (code == SQLITE_FULL)
		n /= 2;
	else if (code != SQLITE_OK)
		return code;
	real = handle->real->pMethods->xWrite(handle->real, data, n, offset);
	if (real == SQLITE_OK && handle->path != NULL)
		platter_write(platter_find(handle->path), offset, data,
		    (gsize)n);
	if (code == SQLITE_OK && disk.cut)
		code = kinds[DISK_WRITE].broken;
	return code != SQLITE_OK ? code : real;
}

static int
disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct handle *handle = handle_of(file);
	int code = may_go(DISK_TRUNCATE);

	if (code != SQLITE_OK)
		return code;
	code = handle->real->pMethods->xTruncate(handle->real, size);
	if (code == SQLITE_OK && handle->path != NULL)
		platter_truncate(platter_find(handle->path), size);
	return disk.cut ? kinds[DISK_TRUNCATE].broken : code;
}

/* The real disk is spared: what counts is what the platter knows. */
static int
disk_sync(sqlite3_file *file, int flags G_GNUC_UNUSED)
{
	struct handle *handle = handle_of(file);
	int code = may_go(DISK_SYNC);

	if (handle->path == NULL)
		return code;
	if (code != SQLITE_OK && !disk.cut)
		platter_sync_failed(platter_find(handle->path));
	/* It may be cut before, or as late as when all is done. */
	if (code == SQLITE_OK && disk.cut) {
		code = kinds[DISK_SYNC].broken;
		if (g_rand_boolean(disk.chance))
			return code;
	} else if (code != SQLITE_OK) {
		return code;
	}
	if (disk.lies)
		return code;
	platter_sync(platter_find(handle->path));
	/* As SQLite's own VFS does for what it was to create. */
	if (handle->names_too)
		platter_sync_folder();
	handle->names_too = FALSE;
	return code;
}

static int
disk_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	struct handle *handle = handle_of(file);

	return handle->real->pMethods->xFileSize(handle->real, size);
}

static int
disk_lock(sqlite3_file *file, int level)
{
	struct handle *handle = handle_of(file);

	return handle->real->pMethods->xLock(handle->real, level);
}

static int
disk_unlock(sqlite3_file *file, int level)
{
	struct handle *handle = handle_of(file);

	return handle->real->pMethods->xUnlock(handle->real, level);
}

static int
disk_check_lock(sqlite3_file *file, int *reserved)
{
	struct handle *handle = handle_of(file);

	return handle->real->pMethods->xCheckReservedLock(handle->real,
	    reserved);
}

static int
disk_control(sqlite3_file *file, int what, void *argument)
{
	struct handle *handle = handle_of(file);

	return handle->real->pMethods->xFileControl(handle->real, what,
	    argument);
}

static int
disk_sector_size(sqlite3_file *file)
{
	struct handle *handle = handle_of(file);

	return handle->real->pMethods->xSectorSize(handle->real);
}

static int
disk_traits(sqlite3_file *file)
{
	struct handle *handle = handle_of(file);

	return handle->real->pMethods->xDeviceCharacteristics(handle->real);
}

static int
disk_shm_map(sqlite3_file *file, int page, int size, int extend,
    void volatile **memory)
{
	struct handle *handle = handle_of(file);
	int code = may_go(DISK_SHARE);

	if (code != SQLITE_OK)
		return code;
	return handle->real->pMethods->xShmMap(handle->real, page, size,
	    extend, memory);
}

static int
disk_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	struct handle *handle = handle_of(file);

	return handle->real->pMethods->xShmLock(handle->real, offset, n,
	    flags);
}

static void
disk_shm_barrier(sqlite3_file *file)
{
	struct handle *handle = handle_of(file);

	handle->real->pMethods->xShmBarrier(handle->real);
}

static int
disk_shm_unmap(sqlite3_file *file, int remove)
{
	struct handle *handle = handle_of(file);

	return handle->real->pMethods->xShmUnmap(handle->real, remove);
}

/* Without xFetch: nothing is mapped, all passes by read and write. */
static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = disk_close,
	.xRead = disk_read,
	.xWrite = disk_write,
	.xTruncate = disk_truncate,
	.xSync = disk_sync,
	.xFileSize = disk_file_size,
	.xLock = disk_lock,
	.xUnlock = disk_unlock,
	.xCheckReservedLock = disk_check_lock,
	.xFileControl = disk_control,
	.xSectorSize = disk_sector_size,
	.xDeviceCharacteristics = disk_traits,
	.xShmMap = disk_shm_map,
	.xShmLock = disk_shm_lock,
	.xShmBarrier = disk_shm_barrier,
	.xShmUnmap = disk_shm_unmap,
};

static int
disk_open(sqlite3_vfs *vfs G_GNUC_UNUSED, const char *path,
    sqlite3_file *file, int flags, int *out_flags)
{
	struct handle *handle = handle_of(file);
	int code = may_go(DISK_OPEN);

	memset(handle, 0, sizeof(*handle));
	if (code != SQLITE_OK)
		return code;
	handle->real = (sqlite3_file *)(handle + 1);
	code = disk.real->xOpen(disk.real, path, handle->real, flags,
	    out_flags);
	if (code != SQLITE_OK)
		return code;
	handle->base.pMethods = &methods;
	handle->path = g_strdup(path);
	handle->names_too = (flags & SQLITE_OPEN_CREATE) != 0 &&
	    (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
	if (path != NULL)
		platter_find(path);
	return SQLITE_OK;
}

static int
disk_delete(sqlite3_vfs *vfs G_GNUC_UNUSED, const char *path, int sync)
{
	int code = may_go(DISK_DELETE);

	if (code != SQLITE_OK)
		return code;
	code = disk.real->xDelete(disk.real, path, sync);
	if (code == SQLITE_OK) {
		platter_remove(path);
		if (sync && !disk.lies && !disk.cut)
			platter_sync_folder();
	}
	return disk.cut ? kinds[DISK_DELETE].broken : code;
}

void
disk_install(void)
{
	static sqlite3_vfs vfs;

	disk.real = sqlite3_vfs_find(NULL);
	vfs = *disk.real;
	vfs.iVersion = 2;
	vfs.zName = "disk";
	vfs.szOsFile += (int)sizeof(struct handle);
	vfs.xOpen = disk_open;
	vfs.xDelete = disk_delete;
	g_assert(sqlite3_vfs_register(&vfs, TRUE) == SQLITE_OK);
	disk_begin(1);
}

void
disk_begin(guint32 seed)
{
	g_clear_pointer(&disk.chance, g_rand_free);
	disk.chance = g_rand_new_with_seed(seed);
	disk.cut_in = 0;
	disk.cut = FALSE;
	disk.lies = FALSE;
	disk.full = FALSE;
	disk.fails_in = 0;
	disk.failures = 0;
	memset(disk.calls, 0, sizeof(disk.calls));
	platter_forget();
}

void
disk_cut_at(guint n)
{
	disk.cut_in = n;
}

gboolean
disk_is_cut(void)
{
	return disk.cut;
}

void
disk_power_on(void)
{
	platter_cut(disk.chance);
	disk.cut = FALSE;
	disk.cut_in = 0;
}

void
disk_lie(gboolean lie)
{
	disk.lies = lie;
}

void
disk_fail_at(enum disk_call call, guint n, enum disk_fault fault)
{
	disk.fails = call;
	disk.fails_in = n;
	disk.fault = fault;
}

void
disk_fill(gboolean full)
{
	disk.full = full;
}

guint
disk_failures(void)
{
	return disk.failures;
}

guint
disk_calls(enum disk_call call)
{
	return disk.calls[call];
}
