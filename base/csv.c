/*
 * csv.c - cuts a stream into rows and fields. Knows no column by name. Called
 * by `dripscore import`.
 */
#include "base/csv.h"

#include <string.h>

#include "base/errors.h"

#define BUFFER_BYTES (64 * 1024)

/* Where in a field the next byte stands. */
enum place {
	FIELD_BEGIN,
	PLAIN,
	QUOTED,
	QUOTE_IN_QUOTED, /* the end of the field, or the first of two */
	AFTER_QUOTED,	 /* only a delimiter or line end may follow */
};

struct csv {
	GInputStream *stream;
	char delimiter;
	char *buffer;
	gsize at, end; /* what of the buffer is not read yet */
	gboolean ended;
	guint64 bytes_read;
	guint64 line; /* of the next byte */
	guint64 number;
	guint columns; /* 0 before the header */
	/* The row at hand: its fields, each ended by NUL. */
	GString *text;
	GArray *begins; /* gsize: where in text each field begins */
	GPtrArray *fields;
	guint64 quote_line; /* of the last quote that opened */
	gboolean too_long, has_nul, is_not_ascii, has_tail, has_quotes;
};

struct csv *
csv_new(GInputStream *stream, char delimiter)
{
	struct csv *csv = g_new0(struct csv, 1);

	g_assert(strchr(",;\t", delimiter) != NULL && delimiter != '\0');
	csv->stream = g_object_ref(stream);
	csv->delimiter = delimiter;
	csv->buffer = g_malloc(BUFFER_BYTES);
	csv->line = 1;
	csv->text = g_string_new(NULL);
	csv->begins = g_array_new(FALSE, FALSE, sizeof(gsize));
	csv->fields = g_ptr_array_new();
	return csv;
}

void
csv_free(struct csv *csv)
{
	if (csv == NULL)
		return;
	g_object_unref(csv->stream);
	g_free(csv->buffer);
	g_string_free(csv->text, TRUE);
	g_array_unref(csv->begins);
	g_ptr_array_unref(csv->fields);
	g_free(csv);
}

guint64
csv_bytes_read(const struct csv *csv)
{
	return csv->bytes_read;
}

/* At least one byte in the buffer, or csv->ended. FALSE: cannot be read. */
static gboolean
fill(struct csv *csv, GError **error)
{
	g_autoptr(GError) failure = NULL;
	gssize n;

	if (csv->at < csv->end || csv->ended)
		return TRUE;
	n = g_input_stream_read(csv->stream, csv->buffer, BUFFER_BYTES, NULL,
	    &failure);
	if (n < 0) {
		csv->ended = TRUE;
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_IO,
		    "it cannot be read: %s", failure->message);
		return FALSE;
	}
	csv->at = 0;
	csv->end = (gsize)n;
	csv->ended = n == 0;
	csv->bytes_read += (guint64)n;
	return TRUE;
}

/* The reads of a pipe may be short: the BOM is known byte by byte. */
static gboolean
skip_bom(struct csv *csv, GError **error)
{
	static const char bom[] = "\xEF\xBB\xBF";

	if (!fill(csv, error))
		return FALSE;
	while (csv->end - csv->at < strlen(bom) && !csv->ended &&
	    csv->at < csv->end && memcmp(csv->buffer, bom, csv->end) == 0) {
		g_autoptr(GError) failure = NULL;
		gssize n = g_input_stream_read(csv->stream,
		    csv->buffer + csv->end, BUFFER_BYTES - csv->end, NULL,
		    &failure);

		if (n <= 0)
			break; /* said again by the next fill */
		csv->end += (gsize)n;
		csv->bytes_read += (guint64)n;
	}
	if (csv->end >= strlen(bom) &&
	    memcmp(csv->buffer, bom, strlen(bom)) == 0)
		csv->at = strlen(bom);
	return TRUE;
}

static void
row_begin(struct csv *csv)
{
	g_string_truncate(csv->text, 0);
	g_array_set_size(csv->begins, 0);
	csv->too_long = csv->has_nul = csv->is_not_ascii = FALSE;
	csv->has_tail = csv->has_quotes = FALSE;
}

/* Past the limit nothing is kept, but the end of the row is still found. */
static void
append(struct csv *csv, const char *bytes, gsize n)
{
	if (csv->text->len + n > CSV_ROW_MAX_BYTES)
		csv->too_long = TRUE;
	else
		g_string_append_len(csv->text, bytes, (gssize)n);
}

static void
field_begin(struct csv *csv)
{
	gsize begin = csv->text->len;

	if (csv->begins->len <= CSV_COLUMNS_MAX)
		g_array_append_val(csv->begins, begin);
}

static void
field_end(struct csv *csv)
{
	append(csv, "", 1);
}

/* The CR of a line end that closes a field without quotes. */
static void
drop_cr(struct csv *csv)
{
	gsize begin = g_array_index(csv->begins, gsize, csv->begins->len - 1);
	GString *text = csv->text;

	if (text->len > begin && text->str[text->len - 1] == '\r')
		g_string_truncate(text, text->len - 1);
}

/* The bytes at hand up to one that has a meaning in a plain field. */
static void
take_plain(struct csv *csv)
{
	const char *begin = csv->buffer + csv->at;
	const char *end = csv->buffer + csv->end;
	const char *c = begin;
	char bits = 0;

	for (; c < end && *c != csv->delimiter && *c != '\n'; c++) {
		bits |= *c;
		if (*c == '\0')
			csv->has_nul = TRUE;
	}
	if (bits & '\x80')
		csv->is_not_ascii = TRUE;
	append(csv, begin, (gsize)(c - begin));
	csv->at += (gsize)(c - begin);
}

static void
take_quoted(struct csv *csv)
{
	const char *begin = csv->buffer + csv->at;
	const char *end = csv->buffer + csv->end;
	const char *c = begin;
	char bits = 0;

	for (; c < end && *c != '"'; c++) {
		bits |= *c;
		if (*c == '\0')
			csv->has_nul = TRUE;
		if (*c == '\n')
			csv->line++;
	}
	if (bits & '\x80')
		csv->is_not_ascii = TRUE;
	append(csv, begin, (gsize)(c - begin));
	csv->at += (gsize)(c - begin);
}

/*
 * One byte that may have a meaning, or a run of those that have none. Returns
 * TRUE at the end of the row.
 */
static gboolean
step(struct csv *csv, enum place *place)
{
	char c = csv->buffer[csv->at];

	if (*place == QUOTED && c != '"') {
		take_quoted(csv);
		return FALSE;
	}
	if (*place == QUOTED) {
		*place = QUOTE_IN_QUOTED;
	} else if (*place == QUOTE_IN_QUOTED && c == '"') {
		append(csv, "\"", 1);
		*place = QUOTED;
	} else if (*place == FIELD_BEGIN && c == '"') {
		csv->quote_line = csv->line;
		csv->has_quotes = TRUE;
		*place = QUOTED;
	} else if (c == csv->delimiter) {
		field_end(csv);
		field_begin(csv);
		*place = FIELD_BEGIN;
	} else if (c == '\n') {
		csv->line++;
		csv->at++;
		return TRUE;
	} else if (*place == FIELD_BEGIN || *place == PLAIN) {
		take_plain(csv);
		*place = PLAIN;
		return FALSE;
	} else {
		/* After a quoted field: a CR once, else what is no CSV. */
		if (c != '\r' || *place == AFTER_QUOTED)
			csv->has_tail = TRUE;
		*place = AFTER_QUOTED;
	}
	csv->at++;
	return FALSE;
}

/* Reads to the row's end. FALSE: nothing can follow. */
static gboolean
scan(struct csv *csv, GError **error)
{
	enum place place = FIELD_BEGIN;

	row_begin(csv);
	field_begin(csv);
	for (;;) {
		if (!fill(csv, error))
			return FALSE;
		if (csv->ended || step(csv, &place))
			break;
	}
	if (csv->ended && place == QUOTED)
		return data_refuse(error,
		    "the quote that opens a field on "
		    "line %" G_GUINT64_FORMAT " is never closed",
		    csv->quote_line);
	if (place == PLAIN && !csv->too_long)
		drop_cr(csv);
	field_end(csv);
	return TRUE;
}

static gboolean
is_empty(const struct csv *csv)
{
	return csv->begins->len == 1 && csv->text->len <= 1 &&
	    !csv->has_quotes && !csv->too_long;
}

static void
point_at_fields(struct csv *csv)
{
	g_ptr_array_set_size(csv->fields, 0);
	for (guint i = 0; i < csv->begins->len; i++)
		g_ptr_array_add(csv->fields,
		    csv->text->str + g_array_index(csv->begins, gsize, i));
	g_ptr_array_add(csv->fields, NULL);
}

static gboolean
check_row(struct csv *csv, GError **error)
{
	guint n = csv->begins->len;

	if (csv->too_long)
		return data_refuse(error, "it is over 1 MiB; allowed is 1 MiB");
	if (csv->has_nul)
		return data_refuse(error,
		    "a NUL byte is in it; allowed is "
		    "text in UTF-8");
	if (csv->has_tail)
		return data_refuse(error,
		    "something follows the closing quote "
		    "of a field; allowed is the delimiter, and a quote in a "
		    "quoted field is written twice");
	if (n > CSV_COLUMNS_MAX)
		return data_refuse(error,
		    "it has over %d fields; allowed are "
		    "%d",
		    CSV_COLUMNS_MAX, CSV_COLUMNS_MAX);
	point_at_fields(csv);
	for (guint i = 0; csv->is_not_ascii && i < n; i++)
		if (!g_utf8_validate(csv->fields->pdata[i], -1, NULL))
			return data_refuse(error,
			    "field %u is not UTF-8; "
			    "allowed is text in UTF-8",
			    i + 1);
	if (csv->columns == 0)
		csv->columns = n;
	if (n != csv->columns)
		return data_refuse(error,
		    "it has %u field%s; allowed are %u, "
		    "as in the header",
		    n, n == 1 ? "" : "s", csv->columns);
	return TRUE;
}

enum csv_outcome
csv_next(struct csv *csv, struct csv_row *row, GError **error)
{
	*row = (struct csv_row){ .number = csv->number + 1 };
	if (csv->bytes_read == 0 && !skip_bom(csv, error)) {
		row->line = csv->line;
		return CSV_FAILED;
	}
	do {
		row->line = csv->line;
		if (!scan(csv, error))
			return CSV_FAILED;
		if (is_empty(csv) && csv->ended)
			return CSV_END;
	} while (is_empty(csv));
	csv->number++;
	if (!check_row(csv, error))
		return CSV_WRONG;
	row->n_fields = csv->begins->len;
	row->fields = (const char *const *)csv->fields->pdata;
	return CSV_ROW;
}
