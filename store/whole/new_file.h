/*
 * new_file.h - a file that is there once it is whole, or not at all. Called by
 * backup.c and restore.c.
 */
#ifndef STORE_NEW_FILE_H
#define STORE_NEW_FILE_H

#include <glib.h>

#include "base/autoptr.h"

struct new_file {
	char *path; /* where it is to be */
	char *work; /* where it is written: beside it */
	char *url;  /* of that, as a store's */
};

/*
 * An empty file for nobody else to read. There must be none at `path`, unless
 * `replace`. NULL with error set.
 */
struct new_file *new_file_begin(const char *path, gboolean replace,
    GError **error);
/* It is on the disk, under its name; its owner and group are as of what was
 * there. */
gboolean new_file_end(struct new_file *file, GError **error);
/* Not ended: it is gone, with all that a store has beside it. */
void new_file_free(struct new_file *file);
AUTOPTR_DEFINE(new_file, new_file_free)

/* What an engine leaves beside a store that is closed and sealed. */
void new_file_clear_beside(const char *path);

#endif
