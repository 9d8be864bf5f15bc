/*
 * platter.c - see platter.h.
 *
 * Of what was not synced since, each write is lost or kept, whole or by
 * sectors of 512 bytes, without regard to their order; the size follows the
 * order of what changed it, but not of what was written. Where a size came
 * without its bytes stand zeros, or what was there before. A name in the folder
 * that was made or removed and not synced is there or not.
 *
 * Bytes that a write does not touch stay as they are, though they share its
 * sector: SQLite relies on that (SQLITE_IOCAP_POWERSAFE_OVERWRITE, which it
 * claims for every Unix), and so do disks.
 */
#include "tests/faults/platter.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SECTOR_BYTES 512

/* A change that is not on the disk. */
struct change {
	gint64 offset; /* of a write; the size of a truncation */
	GBytes *data;  /* NULL: a truncation */
	gboolean lost; /* its sync has failed */
};

struct platter_file {
	char *path;
	gboolean named;	  /* its name is on the disk */
	gboolean removed; /* it was, which is not on the disk */
	GByteArray *durable;
	GPtrArray *changes; /* struct change, since the last sync */
};

static GHashTable *files; /* by path */

static void
change_free(gpointer data)
{
	struct change *change = data;

	g_clear_pointer(&change->data, g_bytes_unref);
	g_free(change);
}

static void
file_free(gpointer data)
{
	struct platter_file *file = data;

	g_free(file->path);
	g_byte_array_unref(file->durable);
	g_ptr_array_unref(file->changes);
	g_free(file);
}

void
platter_forget(void)
{
	g_clear_pointer(&files, g_hash_table_destroy);
}

static struct platter_file *
file_new(const char *path)
{
	struct platter_file *file = g_new0(struct platter_file, 1);
	g_autofree char *data = NULL;
	gsize n = 0;

	file->path = g_strdup(path);
	file->durable = g_byte_array_new();
	file->changes = g_ptr_array_new_with_free_func(change_free);
	if (g_file_get_contents(path, &data, &n, NULL))
		g_byte_array_append(file->durable, (const guint8 *)data,
		    (guint)n);
	file->named = n > 0;
	return file;
}

struct platter_file *
platter_find(const char *path)
{
	struct platter_file *file;

	if (files == NULL)
		files = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
		    file_free);
	file = g_hash_table_lookup(files, path);
	if (file == NULL) {
		file = file_new(path);
		g_hash_table_insert(files, file->path, file);
	}
	/* Made anew: the old one cannot come back beside it. */
	if (file->removed) {
		file->removed = FALSE;
		platter_truncate(file, 0);
	}
	return file;
}

void
platter_write(struct platter_file *file, gint64 offset, const void *data,
    gsize n)
{
	struct change *change = g_new0(struct change, 1);

	change->offset = offset;
	change->data = g_bytes_new(data, n);
	g_ptr_array_add(file->changes, change);
}

void
platter_truncate(struct platter_file *file, gint64 size)
{
	struct change *change = g_new0(struct change, 1);

	change->offset = size;
	g_ptr_array_add(file->changes, change);
}

/* New bytes hold zeros, or anything. */
static void
resize(GByteArray *image, gsize size, guint8 filler)
{
	gsize before = image->len;

	g_byte_array_set_size(image, (guint)size);
	if (size > before)
		memset(image->data + before, filler, size - before);
}

static gsize
size_after(const struct change *change, gsize before)
{
	if (change->data == NULL)
		return (gsize)change->offset;
	return MAX(before,
	    (gsize)change->offset + g_bytes_get_size(change->data));
}

static void
put(GByteArray *image, gint64 offset, const guint8 *data, gsize n,
    guint8 filler)
{
	if ((gsize)offset + n > image->len)
		resize(image, (gsize)offset + n, filler);
	memcpy(image->data + offset, data, n);
}

void
platter_sync(struct platter_file *file)
{
	for (guint i = 0; i < file->changes->len; i++) {
		const struct change *change = file->changes->pdata[i];
		gsize n = 0;
		const guint8 *data = change->data != NULL ?
		    g_bytes_get_data(change->data, &n) : NULL;

		resize(file->durable, size_after(change, file->durable->len),
		    0);
		if (data != NULL && !change->lost)
			memcpy(file->durable->data + change->offset, data, n);
	}
	g_ptr_array_set_size(file->changes, 0);
}

void
platter_sync_failed(struct platter_file *file)
{
	for (guint i = 0; i < file->changes->len; i++) {
		struct change *change = file->changes->pdata[i];

		change->lost = TRUE;
	}
}

static gboolean
name_is_settled(gpointer key G_GNUC_UNUSED, gpointer value,
    gpointer user G_GNUC_UNUSED)
{
	struct platter_file *file = value;

	file->named = TRUE;
	return file->removed;
}

void
platter_sync_folder(void)
{
	g_hash_table_foreach_remove(files, name_is_settled, NULL);
}

void
platter_remove(const char *path)
{
	platter_find(path)->removed = TRUE;
}

/* How much of what was not synced is kept, drawn once for each cut. */
static double
draw_share(GRand *chance)
{
	static const double shares[] = { 0, 0.1, 0.5, 0.9, 1 };

	return shares[g_rand_int_range(chance, 0, G_N_ELEMENTS(shares))];
}

/* One write, by its sectors. */
static void
keep_some(GByteArray *image, const struct change *change, double share,
    guint8 filler, GRand *chance)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(change->data, &n);
	gboolean whole = g_rand_boolean(chance);
	gboolean kept = g_rand_double(chance) < share;

	for (gsize at = 0; at < n;) {
		gsize in_sector = ((gsize)change->offset + at) % SECTOR_BYTES;
		gsize length = MIN(n - at, SECTOR_BYTES - in_sector);

		if (whole ? kept : g_rand_double(chance) < share)
			put(image, change->offset + (gint64)at, data + at,
			    length, filler);
		at += length;
	}
}

/* The file becomes what the cut has left of it. */
static void
settle(struct platter_file *file, GRand *chance)
{
	GByteArray *image = file->durable;
	guint sized = (guint)g_rand_int_range(chance, 0,
	    (gint32)file->changes->len + 1);
	gsize size = image->len;
	double share = draw_share(chance);
	guint8 filler = g_rand_boolean(chance) ? 0 : 0xa5;

	for (guint i = 0; i < file->changes->len; i++) {
		const struct change *change = file->changes->pdata[i];

		if (i < sized)
			size = size_after(change, size);
		if (change->data == NULL && i < sized)
			resize(image, (gsize)change->offset, filler);
		else if (change->data != NULL && !change->lost)
			keep_some(image, change, share, filler, chance);
	}
	resize(image, size, filler);
	g_ptr_array_set_size(file->changes, 0);
}

static void
write_back(const struct platter_file *file)
{
	int fd = open(file->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	gsize done = 0;

	g_assert(fd >= 0 && ftruncate(fd, 0) == 0);
	while (done < file->durable->len) {
		ssize_t n = pwrite(fd, file->durable->data + done,
		    file->durable->len - done, (off_t)done);

		g_assert(n > 0);
		done += (gsize)n;
	}
	close(fd);
}

void
platter_cut(GRand *chance)
{
	GHashTableIter iter;
	gpointer value;

	if (files == NULL)
		return;
	g_hash_table_iter_init(&iter, files);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct platter_file *file = value;
		gboolean is_there = file->named && !file->removed;

		/* It was there and is removed, or is new; or it is neither. */
		if (!is_there && (file->named || !file->removed))
			is_there = g_rand_boolean(chance);
		if (is_there) {
			settle(file, chance);
			write_back(file);
		} else {
			g_unlink(file->path);
		}
	}
	platter_forget();
}
