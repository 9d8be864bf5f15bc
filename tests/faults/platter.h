/*
 * platter.h - what of a file is on the disk, and what is only said to be.
 *
 * Beside each file that SQLite writes stands what a power cut would leave of
 * it: all that was synced, and of the rest whatever chance leaves, sector by
 * sector. The files themselves hold what the running program sees. Called by
 * disk.c.
 */
#ifndef TESTS_FAULTS_PLATTER_H
#define TESTS_FAULTS_PLATTER_H

#include <glib.h>

struct platter_file;

/* The file at path; what it holds when it is first asked for is on the disk,
 * but its name in the folder only if it isn't empty. */
struct platter_file *platter_find(const char *path);

void platter_write(struct platter_file *file, gint64 offset, const void *data,
    gsize n);
void platter_truncate(struct platter_file *file, gint64 size);

/* What was written is on the disk. */
void platter_sync(struct platter_file *file);
/*
 * As Linux does it: what could not be written is lost, and the next sync, which
 * knows nothing of it, succeeds. The size is kept.
 */
void platter_sync_failed(struct platter_file *file);

/* The names of all files, and that they are gone, are on the disk. */
void platter_sync_folder(void);
void platter_remove(const char *path);

/* Writes what the cut leaves into the files. */
void platter_cut(GRand *chance);

/* Nothing is known of any file. */
void platter_forget(void);

#endif
