/*
 * fuzz_csv.c - any bytes as CSV; the first one chooses the delimiter. What
 * comes out is text within the promised bounds.
 */
#include <string.h>

#include "base/csv.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check_row(const struct csv_row *row, guint n_columns)
{
	gsize bytes = 0;

	g_assert(row->n_fields == n_columns);
	g_assert(row->n_fields >= 1 && row->n_fields <= CSV_COLUMNS_MAX);
	g_assert(row->fields[row->n_fields] == NULL);
	for (guint i = 0; i < row->n_fields; i++) {
		g_assert(g_utf8_validate(row->fields[i], -1, NULL));
		bytes += strlen(row->fields[i]);
	}
	g_assert(bytes <= CSV_ROW_MAX_BYTES);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(GInputStream) stream = NULL;
	g_autoptr(csv) csv = NULL;
	struct csv_row row, before = { 0 };
	guint n_columns = 0;

	if (size == 0)
		return 0;
	stream = g_memory_input_stream_new_from_data(data + 1, (gssize)size - 1,
	    NULL);
	csv = csv_new(stream, ",;\t"[data[0] % 3]);
	for (;;) {
		g_autoptr(GError) error = NULL;
		enum csv_outcome outcome = csv_next(csv, &row, &error);

		g_assert((error != NULL) ==
		    (outcome == CSV_WRONG || outcome == CSV_FAILED));
		if (outcome == CSV_END)
			break;
		g_assert(row.number == before.number + 1);
		g_assert(row.line > before.line);
		if (outcome == CSV_ROW) {
			n_columns = n_columns == 0 ? row.n_fields : n_columns;
			check_row(&row, n_columns);
		}
		before = row;
	}
	g_assert(csv_bytes_read(csv) == size - 1);
	return 0;
}
