/*
 * answers_file.c - answers for a rehearsal, read from a file of
 * comma-separated values. When they count is answers.c's.
 */
#include <string.h>

#include "cli/import/file.h"
#include "cli/plan/plan.h"

#define NO_COLUMN G_MAXUINT

enum column {
	TOUCHPOINT,
	REFERENCE,
	ANSWERED_AT,
	SCORE,
	NEEDED, /* so many must be there */
	COMMENT = NEEDED,
	SOURCE,
	KIND,
	COLUMNS,
};

static const char *const column_names[COLUMNS + 1] = {
	[TOUCHPOINT] = "touchpoint",
	[REFERENCE] = "reference",
	[ANSWERED_AT] = "answered_at",
	[SCORE] = "score",
	[COMMENT] = "comment",
	[SOURCE] = "source",
	[KIND] = "kind",
	[COLUMNS] = NULL,
};

struct reader {
	struct plan_answers *answers;
	const struct settings *settings;
	guint columns[COLUMNS];
};

static void
take_header(gpointer self, const struct csv_row *header, GPtrArray *mistakes)
{
	struct reader *reader = self;

	for (guint i = 0; i < COLUMNS; i++) {
		reader->columns[i] = NO_COLUMN;
		for (guint at = 0; at < header->n_fields; at++) {
			if (strcmp(header->fields[at], column_names[i]) == 0)
				reader->columns[i] = at;
		}
		if (i < NEEDED && reader->columns[i] == NO_COLUMN)
			g_ptr_array_add(mistakes,
			    g_strdup_printf("there is no column \"%s\"; needed "
					    "are touchpoint, reference, "
					    "answered_at and score, and "
					    "comment, source and kind may be "
					    "there",
				column_names[i]));
	}
}

/* NULL: there is nothing in it. */
static const char *
cell(const struct reader *reader, const struct csv_row *row, enum column column)
{
	guint at = reader->columns[column];

	return at != NO_COLUMN && *row->fields[at] != '\0' ? row->fields[at] :
							      NULL;
}

static gboolean
wrong(GError **error, enum column column, const char *allowed)
{
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "column %s: %s", column_names[column], allowed);
	return FALSE;
}

static gboolean
read_kind(const char *text, enum reply_kind *kind, GError **error)
{
	*kind = REPLY_ANSWER;
	if (text == NULL)
		return TRUE;
	if (reply_kind_from_name(text, kind) &&
	    (*kind == REPLY_ANSWER || *kind == REPLY_COMMENT ||
		*kind == REPLY_OPT_OUT || *kind == REPLY_BOUNCE ||
		*kind == REPLY_COMPLAINT))
		return TRUE;
	return wrong(error, KIND,
	    "allowed are answer, comment, opt-out, bounce and complaint");
}

static gboolean
read_score(const char *text, enum reply_kind kind, int *score, GError **error)
{
	guint64 number;

	*score = -1;
	if (kind != REPLY_ANSWER)
		return TRUE;
	if (text == NULL ||
	    !g_ascii_string_to_unsigned(text, 10, 0, 10, &number, NULL))
		return wrong(error, SCORE, "allowed is a number from 0 to 10");
	*score = (int)number;
	return TRUE;
}

static gboolean
read_answer(const struct reader *reader, const struct csv_row *row,
    struct plan_answer *answer, GError **error)
{
	const char *at = cell(reader, row, ANSWERED_AT);

	answer->touchpoint = cell(reader, row, TOUCHPOINT);
	answer->reference = cell(reader, row, REFERENCE);
	answer->comment = cell(reader, row, COMMENT);
	answer->source = cell(reader, row, SOURCE);
	if (answer->touchpoint == NULL ||
	    settings_touchpoint(reader->settings, answer->touchpoint) == NULL)
		return wrong(error, TOUCHPOINT,
		    "it is none of the configuration's touchpoints");
	if (answer->reference == NULL)
		return wrong(error, REFERENCE,
		    "the reference of the event is needed");
	if (at == NULL)
		return wrong(error, ANSWERED_AT, "a time is needed");
	if (!time_parse(at, reader->settings->organisation.zone,
		&answer->answered_at, error)) {
		g_prefix_error(error, "column answered_at: ");
		return FALSE;
	}
	return read_kind(cell(reader, row, KIND), &answer->kind, error) &&
	    read_score(cell(reader, row, SCORE), answer->kind, &answer->score,
		error);
}

static enum import_outcome
take_row(gpointer self, const struct csv_row *row, GError **error)
{
	const struct reader *reader = self;
	struct plan_answer answer;

	if (!read_answer(reader, row, &answer, error))
		return IMPORT_WRONG;
	plan_answers_add(reader->answers, &answer);
	return IMPORT_EVENT;
}

/* They are kept as they come. */
static gboolean
store_none(gpointer self, struct import_counts *counts, GError **error)
{
	(void)self;
	(void)counts;
	(void)error;
	return TRUE;
}

static void
forget_none(gpointer self)
{
	(void)self;
}

static const struct import_taker reader_ops = {
	.header = take_header,
	.row = take_row,
	.store = store_none,
	.forget = forget_none,
};

int
plan_answers_read(struct plan_answers *answers, const char *path,
    const struct settings *settings, struct store *store)
{
	struct reader reader = { .answers = answers, .settings = settings };
	const struct import_job job = {
		.path = path,
		.delimiter = ',',
		.silent = TRUE,
		.store = store,
		.taker = &reader_ops,
		.self = &reader,
	};

	return import_file(&job);
}
