/*
 * history.c - checks one row of historic answers and gives it an origin by
 * which the store knows it again. Reads no file. Called by `dripscore import
 * --responses`.
 */
#include "scores/history.h"

#include <string.h>

#include "base/clock.h"
#include "base/errors.h"
#include "base/text.h"
#include "base/timezone.h"

#define EMAIL_MAX_BYTES 254 /* RFC 5321, section 4.5.3.1.3, without <> */

struct history {
	GTimeZone *zone;
	gint64 now_at;
	GHashTable *seen; /* digest of a row -> how many so far */
};

struct history *
history_new(GTimeZone *zone, gint64 now_at)
{
	struct history *history = g_new0(struct history, 1);

	history->zone = zone;
	history->now_at = now_at;
	history->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	return history;
}

void
history_free(struct history *history)
{
	if (history == NULL)
		return;
	g_hash_table_unref(history->seen);
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
	g_free(answer->origin);
	g_free(answer);
}

/* A cell as it may stand in a message. */
static char *
shown(const char *cell)
{
	g_autofree char *head = text_shown(cell);

	return *cell == '\0' ? g_strdup("nothing") :
			       g_strdup_printf("\"%s\"", head);
}

static gboolean
refuse(GError **error, const char *column, const char *found,
    const char *allowed)
{
	return data_refuse(error, "%s: found %s; allowed is %s", column, found,
	    allowed);
}

static char *
cell_text(const char *cell)
{
	return g_strstrip(g_strdup(cell != NULL ? cell : ""));
}

static gboolean
check_touchpoint(const char *text, GError **error)
{
	g_autofree char *found = NULL;

	if (*text != '\0' && strlen(text) <= HISTORY_TOUCHPOINT_MAX_BYTES &&
	    g_utf8_validate(text, -1, NULL) && !text_has_control(text))
		return TRUE;
	found = shown(text);
	return refuse(error, "touchpoint", found,
	    "a name of 1 to 49 bytes in UTF-8");
}

static gboolean
check_score(const char *text, int *score, GError **error)
{
	g_autofree char *found = NULL;

	if (g_str_equal(text, "10")) {
		*score = 10;
		return TRUE;
	}
	if (g_ascii_isdigit(text[0]) && text[1] == '\0') {
		*score = g_ascii_digit_value(text[0]);
		return TRUE;
	}
	found = shown(text);
	return refuse(error, "score", found, "a whole number from 0 to 10");
}

static gboolean
check_comment(const char *text, GError **error)
{
	if (!g_utf8_validate(text, -1, NULL))
		return refuse(error, "comment", "text that is not UTF-8",
		    "text in UTF-8");
	if (strlen(text) > HISTORY_COMMENT_MAX_BYTES)
		return refuse(error, "comment", "a text over 64 KiB",
		    "up to 64 KiB");
	return TRUE;
}

/* Empty is fine. The domain is put into lower case, in place. */
static gboolean
check_email(char *text, GError **error)
{
	char *at = strrchr(text, '@');

	if (*text == '\0')
		return TRUE;
	if (at == NULL || at == text || at[1] == '\0' ||
	    strlen(text) > EMAIL_MAX_BYTES ||
	    !g_utf8_validate(text, -1, NULL) || text_has_control(text) ||
	    strpbrk(text, " ,;<>\"") != NULL)
		return refuse(error, "email", "something that is no address",
		    "one address such as ada@example.com, or nothing");
	for (; *at != '\0'; at++)
		*at = g_ascii_tolower(*at);
	return TRUE;
}

static gboolean
check_answered_at(const struct history *history, const char *text, gint64 *at,
    GError **error)
{
	g_autofree char *found = NULL;

	if (*text != '\0' && time_parse(text, history->zone, at, NULL) &&
	    *at <= history->now_at)
		return TRUE;
	found = shown(text);
	return refuse(error, "answered_at", found,
	    "a time that has passed, "
	    "such as 2026-03-01 or 2026-03-01T12:00:00Z");
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

static char *
steal_or_null(char **text)
{
	return **text != '\0' ? g_steal_pointer(text) : NULL;
}

struct historic_answer *
history_read(struct history *history, const struct history_row *row,
    GError **error)
{
	g_autofree char *touchpoint = cell_text(row->touchpoint);
	g_autofree char *score_text = cell_text(row->score);
	g_autofree char *comment = cell_text(row->comment);
	g_autofree char *email = cell_text(row->email);
	g_autofree char *answered_at = cell_text(row->answered_at);
	struct historic_answer *answer;
	gint64 at;
	int score = -1;

	if (!check_touchpoint(touchpoint, error) ||
	    !check_score(score_text, &score, error) ||
	    !check_comment(comment, error) || !check_email(email, error) ||
	    !check_answered_at(history, answered_at, &at, error))
		return NULL;

	answer = g_new0(struct historic_answer, 1);
	answer->origin = origin_of(history,
	    (const char *const[5]){ touchpoint, email, answered_at, score_text,
		comment });
	answer->touchpoint = g_steal_pointer(&touchpoint);
	answer->comment = steal_or_null(&comment);
	answer->email = steal_or_null(&email);
	answer->response = (struct foreign_response){
		.touchpoint = answer->touchpoint,
		.score = score,
		.comment = answer->comment,
		.email = answer->email,
		.answered_at = at,
		.day = timezone_day(history->zone, at),
		.source = "import",
		.origin = answer->origin,
	};
	return answer;
}
