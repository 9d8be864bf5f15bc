/*
 * csv.h - reading CSV as a stream (RFC 4180), one row at a time.
 *
 * Lines end with LF or CRLF; a field in quotes may hold delimiters, line ends
 * and doubled quotes; a quote inside a field that does not begin with one is
 * a character like others. A BOM is passed over, and so are empty lines. The
 * text is UTF-8: nothing else is guessed. The first row is the header; all
 * others must have as many fields.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <gio/gio.h>

#include "base/autoptr.h"

#define CSV_ROW_MAX_BYTES (1024 * 1024)
#define CSV_COLUMNS_MAX 1000

struct csv;

/* delimiter: ',', ';' or '\t'. Takes a reference to the stream. */
struct csv *csv_new(GInputStream *stream, char delimiter);
void csv_free(struct csv *csv);
AUTOPTR_DEFINE(csv, csv_free)

/* Valid until the next call. */
struct csv_row {
	guint64 number; /* from 1, the header */
	guint64 line;	/* on which it begins, from 1 */
	guint n_fields;
	const char *const *fields; /* NULL after the last */
};

enum csv_outcome {
	CSV_ROW,
	CSV_WRONG, /* error says why this row is unusable; others follow */
	CSV_END,
	CSV_FAILED, /* nothing can follow: DRIPSCORE_ERROR_IO, or _DATA for a
		     * quote that is never closed */
};

/*
 * The row's number and line are filled unless the outcome is CSV_END, its
 * fields only if it is CSV_ROW. After a header that is CSV_WRONG the rest has
 * no meaning.
 */
enum csv_outcome csv_next(struct csv *csv, struct csv_row *row, GError **error);

/* Read from the stream so far, for a progress bar. */
guint64 csv_bytes_read(const struct csv *csv);

#endif
