/*
 * file.c - see file.h. Called by import.c.
 */
#include "cli/import/file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/progress.h"

#define BATCH_ROWS 5000
#define BATCH_BYTES (16 * 1024 * 1024)
#define TOLD_MAX 20
#define COLUMNS_TOLD_MAX 2000 /* characters */
#define COPY_BYTES (64 * 1024)

/* One reading of the file; a strict import takes two. */
struct reading {
	const struct import_job *job;
	const char *name; /* of the file, for people */
	gboolean storing; /* FALSE: only checks */
	struct csv *csv;
	struct progress *progress;
	struct import_counts counts;
	guint kept;		/* not stored yet */
	guint64 bytes_at_batch; /* where in the file this batch begins */
	int code;
};

static void tell(struct reading *reading, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

static void
tell(struct reading *reading, const char *format, ...)
{
	g_autofree char *raw = NULL;
	g_autofree char *line = NULL;
	va_list arguments;

	va_start(arguments, format);
	raw = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	line = text_clean(raw);
	progress_hide(reading->progress);
	fprintf(stderr, "%s\n", line);
}

static void
row_is_wrong(struct reading *reading, const struct csv_row *row,
    const GError *error)
{
	reading->counts.wrong++;
	reading->code = EX_DATAERR;
	if (reading->job->verbose || reading->counts.wrong <= TOLD_MAX)
		tell(reading,
		    "%s:row %" G_GUINT64_FORMAT " (line %" G_GUINT64_FORMAT
		    "): %s",
		    reading->name, row->number, row->line, error->message);
}

/* FALSE: the code is set. */
static gboolean
store_batch(struct reading *reading)
{
	const struct import_job *job = reading->job;
	g_autoptr(GError) error = NULL;

	reading->bytes_at_batch = csv_bytes_read(reading->csv);
	if (reading->kept == 0)
		return TRUE;
	reading->kept = 0;
	if (!reading->storing) {
		job->taker->forget(job->self);
		return TRUE;
	}
	if (!job->taker->store(job->self, &reading->counts, &error)) {
		progress_hide(reading->progress);
		reading->code = app_fail(error);
		return FALSE;
	}
	store_rest_in_passing(job->store);
	return TRUE;
}

static gboolean
take_row(struct reading *reading, const struct csv_row *row)
{
	const struct import_job *job = reading->job;
	g_autoptr(GError) error = NULL;

	reading->counts.rows++;
	switch (job->taker->row(job->self, row, &error)) {
	case IMPORT_EVENT:
		reading->kept++;
		break;
	case IMPORT_LEFT_OUT:
		reading->counts.left_out++;
		break;
	case IMPORT_WRONG:
		row_is_wrong(reading, row, error);
		break;
	}
	if (progress_wants(reading->progress)) {
		g_autofree char *note = g_strdup_printf("%" G_GUINT64_FORMAT
							" rows",
		    reading->counts.rows);

		progress_set(reading->progress, csv_bytes_read(reading->csv),
		    note);
	}
	if (reading->kept >= BATCH_ROWS ||
	    csv_bytes_read(reading->csv) - reading->bytes_at_batch >=
		BATCH_BYTES)
		return store_batch(reading);
	return TRUE;
}

/* What people see in a header that was cut by another delimiter. */
static const char *
other_delimiter(const struct csv_row *header)
{
	if (header->n_fields != 1)
		return NULL;
	return strchr(header->fields[0], ';') != NULL ? "semicolon" :
	    strchr(header->fields[0], '\t') != NULL   ? "tab" :
	    strchr(header->fields[0], ',') != NULL    ? "comma" :
							NULL;
}

static void
tell_columns(struct reading *reading, const struct csv_row *header)
{
	const char *other = other_delimiter(header);
	g_autofree char *all = g_strjoinv(", ", (char **)header->fields);

	if (g_utf8_strlen(all, -1) > COLUMNS_TOLD_MAX)
		*g_utf8_offset_to_pointer(all, COLUMNS_TOLD_MAX) = '\0';
	tell(reading, "%s: its columns are: %s", reading->name, all);
	if (other != NULL)
		tell(reading,
		    "%s: all is in one column; perhaps --delimiter "
		    "%s is meant",
		    reading->name, other);
}

static gboolean
take_header(struct reading *reading)
{
	const struct import_job *job = reading->job;
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	struct csv_row header;

	switch (csv_next(reading->csv, &header, &error)) {
	case CSV_ROW:
		break;
	case CSV_END:
		reading->code = app_fail_with(EX_DATAERR,
		    "%s: it is empty; a header row with the names of the "
		    "columns is needed",
		    reading->name);
		return FALSE;
	case CSV_WRONG:
	case CSV_FAILED:
		reading->code = app_fail_with(error->code,
		    "%s: the header row: %s", reading->name, error->message);
		return FALSE;
	}
	job->taker->header(job->self, &header, mistakes);
	if (mistakes->len == 0)
		return TRUE;
	for (guint i = 0; i < mistakes->len; i++)
		tell(reading, "%s: %s", reading->name,
		    (const char *)mistakes->pdata[i]);
	tell_columns(reading, &header);
	reading->code = app_fail_with(EX_DATAERR, "%s: nothing was stored",
	    reading->name);
	return FALSE;
}

/* FALSE: it could not be brought to its end, and the code is set. */
static gboolean
read_rows(struct reading *reading)
{
	for (;;) {
		g_autoptr(GError) error = NULL;
		struct csv_row row;

		switch (csv_next(reading->csv, &row, &error)) {
		case CSV_ROW:
			if (!take_row(reading, &row))
				return FALSE;
			break;
		case CSV_WRONG:
			reading->counts.rows++;
			row_is_wrong(reading, &row, error);
			break;
		case CSV_END:
			return store_batch(reading);
		case CSV_FAILED:
			if (!store_batch(reading))
				return FALSE;
			if (error->code == DRIPSCORE_ERROR_DATA) {
				reading->counts.rows++;
				row_is_wrong(reading, &row, error);
				return TRUE;
			}
			reading->code = app_fail_with(error->code, "%s: %s",
			    reading->name, error->message);
			return FALSE;
		}
	}
}

static guint64
size_of(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ?
	    (guint64)status.st_size :
	    0;
}

static void
print_counts(const struct import_counts *counts)
{
	printf("%" G_GUINT64_FORMAT " row%s: %" G_GUINT64_FORMAT
	       " new, %" G_GUINT64_FORMAT " known, %" G_GUINT64_FORMAT
	       " left out, %" G_GUINT64_FORMAT " wrong\n",
	    counts->rows, counts->rows == 1 ? "" : "s", counts->fresh,
	    counts->known, counts->left_out, counts->wrong);
}

/* `last`: the sums of it are those of the import. */
static int
read_once(const struct import_job *job, int fd, gboolean storing, gboolean last)
{
	g_autoptr(GInputStream) stream = g_unix_input_stream_new(fd, FALSE);
	g_autoptr(csv) csv = csv_new(stream, job->delimiter);
	g_autoptr(progress)
	    progress = progress_new(storing ? "Importing" : "Checking",
		size_of(fd));
	struct reading reading = {
		.job = job,
		.name = strcmp(job->path, "-") == 0 ? "standard input" :
						      job->path,
		.storing = storing,
		.csv = csv,
		.progress = progress,
	};
	gboolean ended;

	if (!take_header(&reading))
		return reading.code;
	ended = read_rows(&reading);
	job->taker->forget(job->self);
	progress_hide(progress);
	if (!job->verbose && reading.counts.wrong > TOLD_MAX)
		fprintf(stderr,
		    "... and %" G_GUINT64_FORMAT " more; --verbose tells all\n",
		    reading.counts.wrong - TOLD_MAX);
	if (!job->silent && (last || !ended || reading.code != EX_OK))
		print_counts(&reading.counts);
	if (!ended && reading.counts.fresh > 0)
		fputs("What is new until there is stored; the same file again "
		      "brings the rest.\n",
		    stderr);
	return reading.code;
}

/* A pipe can be read once: a copy that has no name, and goes with us. */
static int
spool(int fd)
{
	g_autofree char *path = NULL;
	g_autofree char *buffer = g_malloc(COPY_BYTES);
	int copy = g_file_open_tmp("dripscore-XXXXXX", &path, NULL);
	gssize n = 0;

	if (copy < 0)
		return -1;
	g_unlink(path);
	while ((n = read(fd, buffer, COPY_BYTES)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		for (gssize at = 0, m; n > 0 && at < n; at += m) {
			m = write(copy, buffer + at, (gsize)(n - at));
			if (m < 0)
				n = -1;
		}
		if (n < 0) {
			close(copy);
			return -1;
		}
	}
	lseek(copy, 0, SEEK_SET);
	return copy;
}

static int
read_strictly(const struct import_job *job, int fd)
{
	int copy = -1;
	int code;

	if (lseek(fd, 0, SEEK_CUR) < 0) {
		copy = spool(fd);
		if (copy < 0)
			return app_fail_with(EX_IOERR,
			    "no copy of %s can be "
			    "made: %s",
			    job->path, g_strerror(errno));
		fd = copy;
	}
	code = read_once(job, fd, FALSE, FALSE);
	if (code == EX_DATAERR)
		fputs("Nothing was stored (--strict).\n", stderr);
	if (code == EX_OK) {
		lseek(fd, 0, SEEK_SET);
		code = read_once(job, fd, TRUE, TRUE);
	}
	if (copy >= 0)
		close(copy);
	return code;
}

int
import_file(const struct import_job *job)
{
	gboolean from_stdin = strcmp(job->path, "-") == 0;
	int fd = from_stdin ? STDIN_FILENO :
			      open(job->path, O_RDONLY | O_CLOEXEC);
	int code;

	if (fd < 0)
		return app_fail_with(EX_NOINPUT, "%s: %s", job->path,
		    g_strerror(errno));
	code = job->strict ? read_strictly(job, fd) :
			     read_once(job, fd, TRUE, TRUE);
	/* The log of the store is brought home while nobody waits. */
	store_rest(job->store);
	if (!from_stdin)
		close(fd);
	return code;
}
