/*
 * responses.c - `dripscore import --responses`: rows of historic
 * answers kept for their batch, and stored. What a row may hold is judged by
 * scores/history.h.
 */
#include <string.h>

#include "cli/import/file.h"
#include "scores/history.h"
#include "store/recorded.h"

#define NO_COLUMN G_MAXUINT

enum column {
	TOUCHPOINT,
	SCORE,
	ANSWERED_AT,
	NEEDED, /* so many must be there */
	COMMENT = NEEDED,
	EMAIL,
	COLUMNS,
};

static const char *const column_names[COLUMNS + 1] = {
	[TOUCHPOINT] = "touchpoint",
	[SCORE] = "score",
	[ANSWERED_AT] = "answered_at",
	[COMMENT] = "comment",
	[EMAIL] = "email",
	[COLUMNS] = NULL,
};

struct response_taker {
	const struct app *app;
	struct history *history;
	guint columns[COLUMNS];
	GPtrArray *answers; /* struct historic_answer */
};

static void
free_answer(gpointer answer)
{
	historic_answer_free(answer);
}

struct response_taker *
response_taker_new(const struct app *app)
{
	struct response_taker *taker = g_new0(struct response_taker, 1);

	taker->app = app;
	taker->answers = g_ptr_array_new_with_free_func(free_answer);
	return taker;
}

void
response_taker_free(struct response_taker *taker)
{
	if (taker == NULL)
		return;
	history_free(taker->history);
	g_ptr_array_unref(taker->answers);
	g_free(taker);
}

static gboolean
find_column(struct response_taker *taker, const char *name, guint at,
    GPtrArray *mistakes)
{
	for (guint i = 0; i < COLUMNS; i++) {
		if (strcmp(name, column_names[i]) != 0)
			continue;
		if (taker->columns[i] != NO_COLUMN)
			g_ptr_array_add(mistakes, g_strdup_printf("the column "
			    "\"%s\" stands twice; allowed is once", name));
		taker->columns[i] = at;
		return TRUE;
	}
	return FALSE;
}

/*
 * Columns of other names are passed over, but one that looks like a mistyped
 * name of ours would lose what people said.
 */
static void
check_columns(const struct response_taker *taker, char **names,
    GPtrArray *mistakes)
{
	for (guint i = 0; i < COLUMNS; i++) {
		const char *near;

		if (taker->columns[i] != NO_COLUMN)
			continue;
		near = config_did_you_mean(column_names[i],
		    (const char *const *)names);
		if (near != NULL)
			g_ptr_array_add(mistakes, g_strdup_printf("there is no "
			    "column \"%s\"; did you mean it by \"%s\"?",
			    column_names[i], near));
		else if (i < NEEDED)
			g_ptr_array_add(mistakes, g_strdup_printf("there is no "
			    "column \"%s\"; needed are touchpoint, score and "
			    "answered_at, and comment and email may be there",
			    column_names[i]));
	}
}

static void
take_header(gpointer self, const struct csv_row *header, GPtrArray *mistakes)
{
	struct response_taker *taker = self;
	g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(g_free);

	g_clear_pointer(&taker->history, history_free);
	taker->history = history_new(taker->app->settings->organisation.zone,
	    clock_now(&taker->app->clock));
	for (guint i = 0; i < COLUMNS; i++)
		taker->columns[i] = NO_COLUMN;
	for (guint i = 0; i < header->n_fields; i++) {
		char *name = g_strstrip(g_strdup(header->fields[i]));

		if (find_column(taker, name, i, mistakes))
			g_free(name);
		else
			g_ptr_array_add(others, name);
	}
	g_ptr_array_add(others, NULL);
	check_columns(taker, (char **)others->pdata, mistakes);
}

static const char *
cell(const struct response_taker *taker, const struct csv_row *row,
    enum column column)
{
	guint at = taker->columns[column];

	return at != NO_COLUMN ? row->fields[at] : NULL;
}

static enum import_outcome
take_row(gpointer self, const struct csv_row *row, GError **error)
{
	struct response_taker *taker = self;
	const struct history_row cells = {
		.touchpoint = cell(taker, row, TOUCHPOINT),
		.score = cell(taker, row, SCORE),
		.comment = cell(taker, row, COMMENT),
		.email = cell(taker, row, EMAIL),
		.answered_at = cell(taker, row, ANSWERED_AT),
	};
	struct historic_answer *answer = history_read(taker->history, &cells,
	    error);

	if (answer == NULL) {
		g_prefix_error(error, "column ");
		return IMPORT_WRONG;
	}
	g_ptr_array_add(taker->answers, answer);
	return IMPORT_EVENT;
}

static void
forget_answers(gpointer self)
{
	struct response_taker *taker = self;

	g_ptr_array_set_size(taker->answers, 0);
}

static gboolean
store_answers(gpointer self, struct import_counts *counts, GError **error)
{
	struct response_taker *taker = self;
	guint n = taker->answers->len;
	g_autofree struct foreign_response *responses =
	    g_new(struct foreign_response, n);
	guint stored;

	for (guint i = 0; i < n; i++) {
		const struct historic_answer *answer =
		    taker->answers->pdata[i];

		responses[i] = answer->response;
	}
	if (!store_put_responses(taker->app->store, responses, n,
		clock_now(&taker->app->clock), &stored, error))
		return FALSE;
	counts->fresh += stored;
	counts->known += n - stored;
	forget_answers(taker);
	return TRUE;
}

const struct import_taker response_taker_ops = {
	.header = take_header,
	.row = take_row,
	.store = store_answers,
	.forget = forget_answers,
};
