/*
 * responses.c - `dripscore import --responses`: rows of historic
 * answers kept for their batch, and stored. What a row may hold is judged by
 * scores/history/history.h.
 */
#include <string.h>

#include "cli/import/file.h"
#include "scores/history/history.h"
#include "store/answers/recorded.h"
#include "store/answers/unlinked.h"

#define NO_COLUMN G_MAXUINT

enum column {
	TOUCHPOINT,
	SCORE,
	ANSWERED_AT,
	NEEDED, /* so many must be there */
	COMMENT = NEEDED,
	EMAIL,
	PHONE,
	NAME,
	TAGS,
	TYPE,
	SCALE,
	COLUMNS,
};

static const char *const column_names[COLUMNS + 1] = {
	[TOUCHPOINT] = "touchpoint",
	[SCORE] = "score",
	[ANSWERED_AT] = "answered_at",
	[COMMENT] = "comment",
	[EMAIL] = "email",
	[PHONE] = "phone",
	[NAME] = "name",
	[TAGS] = "tags",
	[TYPE] = "survey_type",
	[SCALE] = "scale",
	[COLUMNS] = NULL,
};

/*
 * What others call them, Delighted above all: as in its API and its exports.
 * In small letters with _ between words; what stands in brackets at the end of
 * a name is left out. If there are several of one column, the first of these
 * is it; ours goes before them all.
 */
static const struct {
	const char *name;
	enum column column;
} others[] = {
	{ "responded_at", ANSWERED_AT },
	{ "response_date", ANSWERED_AT },
	{ "response_time", ANSWERED_AT },
	{ "recorded_at", ANSWERED_AT },
	{ "created_at", ANSWERED_AT },
	{ "nps_score", SCORE },
	{ "comments", COMMENT },
	{ "email_address", EMAIL },
	{ "person_email", EMAIL },
	{ "phone_number", PHONE },
	{ "person_phone_number", PHONE },
	{ "person_name", NAME },
	{ "type", TYPE },
};

struct response_taker {
	struct history_options options;
	struct history *history;
	guint columns[COLUMNS];
	gboolean checked; /* the scale of what came first */
	gint64 now_at;
	const struct settings *settings;
	struct store *store;
	GPtrArray *anonymous; /* struct anonymous_touchpoint: of the store */
	GPtrArray *answers;   /* struct historic_answer */
};

static void
free_answer(gpointer answer)
{
	historic_answer_free(answer);
}

struct response_taker *
response_taker_new(const struct app *app, const struct response_words *words,
    GError **error)
{
	g_autoptr(response_taker) taker = g_new0(struct response_taker, 1);
	const struct settings *settings = app->settings;

	taker->answers = g_ptr_array_new_with_free_func(free_answer);
	taker->anonymous = store_anonymous(app->store, error);
	if (taker->anonymous == NULL)
		return NULL;
	taker->settings = settings;
	taker->now_at = clock_now(&app->clock);
	taker->store = app->store;
	taker->options = (struct history_options){
		.zone = settings->organisation.zone,
		.now_at = taker->now_at,
		.country = settings->texting.country,
		.touchpoint = words->touchpoint,
		.rules = settings->tags,
		.language = settings->organisation.language,
	};
	if ((words->scale != NULL &&
		!cell_scale(words->scale, &taker->options.scale, error)) ||
	    (words->conversion != NULL &&
		!cell_conversion(words->conversion,
		    &taker->options.conversion, error)))
		return NULL;
	return g_steal_pointer(&taker);
}

void
response_taker_free(struct response_taker *taker)
{
	if (taker == NULL)
		return;
	g_ptr_array_unref(taker->answers);
	g_clear_pointer(&taker->anonymous, g_ptr_array_unref);
	history_free(taker->history);
	g_free(taker);
}

/* "Responded At (UTC)" is responded_at; owned. */
static char *
plain_name(const char *field)
{
	char *name = g_ascii_strdown(field, -1);
	char *bracket = strchr(name, '(');

	if (bracket != NULL && bracket != name)
		*bracket = '\0';
	g_strstrip(name);
	return g_strdelimit(name, " -", '_');
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

/* names: NULL-terminated; NULL in the place of what was found. */
static void
find_others(struct response_taker *taker, char **names, guint n)
{
	for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
		guint *column = &taker->columns[others[i].column];

		for (guint at = 0; at < n && *column == NO_COLUMN; at++)
			if (g_strcmp0(names[at], others[i].name) == 0)
				*column = at;
	}
}

static gboolean
is_needed(const struct response_taker *taker, guint column)
{
	return column < NEEDED &&
	    (column != TOUCHPOINT || taker->options.touchpoint == NULL);
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
		/* Of Delighted's own columns some are near to some of ours. */
		near = i <= EMAIL ? config_did_you_mean(column_names[i],
				       (const char *const *)names) :
				    NULL;
		if (near != NULL)
			g_ptr_array_add(mistakes, g_strdup_printf("there is no "
			    "column \"%s\"; did you mean it by \"%s\"?",
			    column_names[i], near));
		else if (is_needed(taker, i))
			g_ptr_array_add(mistakes, g_strdup_printf("there is no "
			    "column \"%s\"; needed are touchpoint (or "
			    "--touchpoint), score and answered_at, and "
			    "comment, email, phone, name, tags, survey_type "
			    "and scale may be there",
			    column_names[i]));
	}
}

static void
take_header(gpointer self, const struct csv_row *header, GPtrArray *mistakes)
{
	struct response_taker *taker = self;
	g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) names = g_new0(char *, header->n_fields + 1);

	g_clear_pointer(&taker->history, history_free);
	taker->history = history_new(&taker->options);
	taker->checked = FALSE;
	for (guint i = 0; i < COLUMNS; i++)
		taker->columns[i] = NO_COLUMN;
	for (guint i = 0; i < header->n_fields; i++) {
		names[i] = plain_name(header->fields[i]);
		if (!find_column(taker, names[i], i, mistakes))
			g_ptr_array_add(left,
			    g_strstrip(g_strdup(header->fields[i])));
	}
	g_ptr_array_add(left, NULL);
	find_others(taker, names, header->n_fields);
	check_columns(taker, (char **)left->pdata, mistakes);
}

static const char *
cell(const struct response_taker *taker, const struct csv_row *row,
    enum column column)
{
	guint at = taker->columns[column];

	return at != NO_COLUMN ? row->fields[at] : NULL;
}

static gboolean
is_anonymous(const struct response_taker *taker, const char *name)
{
	const struct touchpoint *touchpoint =
	    settings_touchpoint(taker->settings, name);

	if (touchpoint != NULL && touchpoint->anonymous)
		return TRUE;
	for (guint i = 0; i < taker->anonymous->len; i++) {
		const struct anonymous_touchpoint *one =
		    taker->anonymous->pdata[i];

		if (strcmp(one->name, name) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Takes over what may be stored. */
static enum import_outcome
keep_answer(struct response_taker *taker, struct historic_answer *answer,
    GError **error)
{
	const char *touchpoint = answer->response.touchpoint;

	if (!is_anonymous(taker, touchpoint)) {
		g_ptr_array_add(taker->answers, answer);
		return IMPORT_EVENT;
	}
	config_refuse(error,
	    "touchpoint: [touchpoint %s] is anonymous, and takes no answers "
	    "but its own; allowed is another touchpoint", touchpoint);
	historic_answer_free(answer);
	return IMPORT_WRONG;
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
		.phone = cell(taker, row, PHONE),
		.name = cell(taker, row, NAME),
		.tags = cell(taker, row, TAGS),
		.type = cell(taker, row, TYPE),
		.scale = cell(taker, row, SCALE),
	};
	struct historic_answer *answer;

	switch (history_read(taker->history, &cells, &answer, error)) {
	case HISTORY_ANSWER:
		return keep_answer(taker, answer, error);
	case HISTORY_LEFT_OUT:
		return IMPORT_LEFT_OUT;
	case HISTORY_WRONG:
		break;
	}
	g_prefix_error(error, "column ");
	return IMPORT_WRONG;
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

	/* Before anything is stored; so many tell for all the file. */
	if (!taker->checked && !history_check_scale(taker->history, error))
		return FALSE;
	taker->checked = TRUE;
	for (guint i = 0; i < n; i++) {
		const struct historic_answer *answer =
		    taker->answers->pdata[i];

		responses[i] = answer->response;
	}
	if (!store_put_responses(taker->store, responses, n, taker->now_at,
		&stored, error))
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

char *
response_taker_others(const struct response_taker *taker)
{
	return taker->history != NULL ? history_others(taker->history) : NULL;
}
