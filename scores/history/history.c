/*
 * history.c - checks one row of historic answers and gives it an origin by
 * which the store knows it again. Reads no file. Called by `dripscore import
 * --responses`. What a cell may be is answer_cells.c's.
 */
#include "scores/history/history.h"

#include <string.h>

#include "base/errors.h"
#include "base/tag_rule.h"
#include "base/text.h"
#include "base/timezone.h"

/* So many of the lowest, and none of 0, are no scale from 0 to 10: there 0 is
 * said more often than 1. */
#define SUSPECT_ONES 5

struct history {
	struct history_options options;
	GHashTable *seen; /* digest of a row -> how many so far */
	GHashTable *others; /* types of survey that were left out */
	GStringChunk *names; /* of tags that are in no section */
	guint64 zeros, ones;
	gboolean declared; /* the file says of a row that it is from 0 to 10 */
};

struct history *
history_new(const struct history_options *options)
{
	struct history *history = g_new0(struct history, 1);

	history->options = *options;
	history->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	history->others = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);
	history->names = g_string_chunk_new(1024);
	return history;
}

void
history_free(struct history *history)
{
	if (history == NULL)
		return;
	g_hash_table_unref(history->seen);
	g_hash_table_unref(history->others);
	g_string_chunk_free(history->names);
	g_free(history);
}

void
historic_answer_free(struct historic_answer *answer)
{
	if (answer == NULL)
		return;
	g_free(answer->touchpoint);
	g_free(answer->comment);
	g_free(answer->email);
	g_free(answer->phone);
	g_free(answer->name);
	g_free(answer->reason);
	g_free(answer->origin);
	g_clear_pointer(&answer->tags, g_ptr_array_unref);
	g_free(answer);
}

static char *
cell_text(const char *cell)
{
	return g_strstrip(g_strdup(cell != NULL ? cell : ""));
}

/*
 * SHA-256 over the cells, each with the NUL at its end so that two different
 * rows are never one text, and over how many of its like came before.
 */
static char *
origin_of(struct history *history, const char *const cells[5])
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(GChecksum) whole = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree char *ordinal = NULL;
	const char *digest;
	guint before;

	for (int i = 0; i < 5; i++)
		g_checksum_update(sum, (const guchar *)cells[i],
		    (gssize)strlen(cells[i]) + 1);
	digest = g_checksum_get_string(sum);
	before = GPOINTER_TO_UINT(g_hash_table_lookup(history->seen, digest));
	g_hash_table_insert(history->seen, g_strdup(digest),
	    GUINT_TO_POINTER(before + 1));
	ordinal = g_strdup_printf("%s|%u", digest, before + 1);
	g_checksum_update(whole, (const guchar *)ordinal, -1);
	return g_strdup(g_checksum_get_string(whole));
}

/* TRUE: it is no Net Promoter Score, and noted. */
static gboolean
is_other_survey(struct history *history, const char *type)
{
	g_autofree char *folded = NULL;

	if (*type == '\0')
		return FALSE;
	folded = g_utf8_make_valid(type, -1);
	if (g_ascii_strcasecmp(folded, "nps") == 0 ||
	    g_ascii_strcasecmp(folded, "enps") == 0)
		return FALSE;
	g_hash_table_add(history->others, text_shown(folded));
	return TRUE;
}

/* The score as it is stored; *reason says if it was another. */
static gboolean
read_score(struct history *history, const char *text, const char *scale_text,
    int *score, char **reason, GError **error)
{
	enum answer_scale scale = history->options.scale;
	int said;

	if (!cell_score(text, score, error) ||
	    (*scale_text != '\0' && !cell_scale(scale_text, &scale, error)))
		return FALSE;
	history->zeros += *score == 0;
	history->ones += *score == 1;
	history->declared |= scale == SCALE_0_10;
	if (scale != SCALE_1_10)
		return TRUE;
	if (history->options.conversion == CONVERT_NOT)
		return data_refuse(error,
		    "scale: found 1-10, which is another question; allowed is "
		    "0-10, or to say by --convert-scale how it becomes that");
	said = *score;
	if (!cell_convert(history->options.conversion, score, error))
		return FALSE;
	*reason = g_strdup_printf("converted from 1-10, where it was %d", said);
	return TRUE;
}

static char *
steal_or_null(char **text)
{
	return *text != NULL && **text != '\0' ? g_steal_pointer(text) : NULL;
}

/* Those of the file, and those that the words call for. */
static gboolean
read_tags(struct history *history, const char *text,
    struct historic_answer *answer, GError **error)
{
	const struct history_options *options = &history->options;
	g_autoptr(GPtrArray) called = NULL;

	answer->tags = g_ptr_array_new_with_free_func(g_free);
	if (options->rules == NULL)
		return TRUE;
	if (!cell_tags(text, options->rules, history->names, answer->tags,
		error))
		return FALSE;
	called = tag_rules_match(options->rules, answer->comment,
	    options->language);
	g_ptr_array_set_free_func(called, NULL);
	g_ptr_array_extend(answer->tags, called, NULL, NULL);
	return TRUE;
}

static void
fill_response(struct historic_answer *answer, GTimeZone *zone)
{
	struct foreign_response *response = &answer->response;

	response->touchpoint = answer->touchpoint;
	response->comment = answer->comment;
	response->email = answer->email;
	response->phone = answer->phone;
	response->name = answer->name;
	response->reason = answer->reason;
	response->tags = answer->tags;
	response->day = timezone_day(zone, response->answered_at);
	response->source = "import";
	response->origin = answer->origin;
}

static gboolean
read_cells(struct history *history, const struct history_row *row,
    struct historic_answer *answer, GError **error)
{
	const struct history_options *options = &history->options;
	g_autofree char *touchpoint = cell_text(row->touchpoint != NULL ?
		row->touchpoint :
		options->touchpoint);
	g_autofree char *score = cell_text(row->score);
	g_autofree char *comment = cell_text(row->comment);
	g_autofree char *email = cell_text(row->email);
	g_autofree char *phone = cell_text(row->phone);
	g_autofree char *name = cell_text(row->name);
	g_autofree char *answered_at = cell_text(row->answered_at);
	g_autofree char *scale = cell_text(row->scale);
	g_autofree char *tags = cell_text(row->tags);

	if (!cell_touchpoint(touchpoint, error) ||
	    !read_score(history, score, scale, &answer->response.score,
		&answer->reason, error) ||
	    !cell_comment(comment, error) || !cell_email(email, error) ||
	    !cell_phone(phone, options->country, &answer->phone, error) ||
	    !cell_name(name, error) ||
	    !cell_answered_at(answered_at, options->zone, options->now_at,
		&answer->response.answered_at, error))
		return FALSE;
	answer->origin = origin_of(history,
	    (const char *const[5]){ touchpoint,
		*email != '\0' ? email : phone, answered_at, score, comment });
	answer->touchpoint = g_steal_pointer(&touchpoint);
	answer->comment = steal_or_null(&comment);
	answer->email = steal_or_null(&email);
	answer->name = steal_or_null(&name);
	return read_tags(history, tags, answer, error);
}

enum history_outcome
history_read(struct history *history, const struct history_row *row,
    struct historic_answer **answer, GError **error)
{
	g_autofree char *type = cell_text(row->type);

	*answer = NULL;
	if (is_other_survey(history, type))
		return HISTORY_LEFT_OUT;
	*answer = g_new0(struct historic_answer, 1);
	if (!read_cells(history, row, *answer, error)) {
		g_clear_pointer(answer, historic_answer_free);
		return HISTORY_WRONG;
	}
	fill_response(*answer, history->options.zone);
	return HISTORY_ANSWER;
}

gboolean
history_check_scale(const struct history *history, GError **error)
{
	if (history->declared || history->options.scale != SCALE_UNSAID ||
	    history->zeros > 0 || history->ones < SUSPECT_ONES)
		return TRUE;
	return data_refuse(error,
	    "there are %" G_GUINT64_FORMAT " scores of 1 and none of 0: this "
	    "looks like a scale from 1 to 10, which is another question; say "
	    "--scale 0-10 if it is not, or --scale 1-10 and by --convert-scale "
	    "how it becomes one", history->ones);
}

char *
history_others(const struct history *history)
{
	g_autofree char **names = (char **)g_hash_table_get_keys_as_array(
	    history->others, NULL);

	return *names != NULL ? g_strjoinv(", ", names) : NULL;
}
