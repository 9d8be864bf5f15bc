/*
 * db_sqlite_note.c - a number noted beside the database, in the file that the
 * daemon locks: FILE-daemon. It outlives what is put in the database's place.
 *
 * It is not forced to the disk: what a power cut loses of it is no harm, for
 * what it is compared with was on the disk before. Called by home.c.
 */
#include "store/db/db_sqlite.h"

#include <fcntl.h>
#include <unistd.h>

#define NOTE_BYTES 21 /* of twenty digits and the end of their line */

static char *
path_of(const struct db_sqlite *self)
{
	return g_strconcat(self->path, "-daemon", NULL);
}

gboolean
db_sqlite_note(struct db *db, gint64 number)
{
	struct db_sqlite *self = db_sqlite_of(db);
	char note[NOTE_BYTES + 1];
	g_autofree char *path = NULL;
	int fd = self->daemon_fd;
	gboolean noted;

	if (self->path == NULL)
		return FALSE;
	if (fd < 0) {
		path = path_of(self);
		fd = open(path, O_WRONLY | O_CLOEXEC);
	}
	g_snprintf(note, sizeof(note), "%020" G_GINT64_FORMAT "\n", number);
	noted = fd >= 0 && pwrite(fd, note, NOTE_BYTES, 0) == NOTE_BYTES;
	if (fd >= 0 && fd != self->daemon_fd)
		close(fd);
	return noted;
}

gint64
db_sqlite_noted(const struct db *db)
{
	struct db_sqlite *self = db_sqlite_of(db);
	g_autofree char *path = NULL;
	g_autofree char *note = NULL;
	gsize n = 0;

	if (self->path == NULL)
		return 0;
	path = path_of(self);
	if (!g_file_get_contents(path, &note, &n, NULL) || n != NOTE_BYTES)
		return 0;
	return g_ascii_strtoll(note, NULL, 10);
}
