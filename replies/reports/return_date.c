/*
 * return_date.c - judges the dates in an out-of-office note by the words that
 * stand around them.
 *
 * When in doubt it does not say: a reminder that comes on its usual day harms
 * less than one that comes on a wrong one. Called by read.c.
 */
#include "replies/reports/return_date.h"

#include <string.h>

#include "base/text.h"
#include "replies/reports/return_phrase.h"
#include "replies/reports/return_words.h"

#define TEXT_MAX_BYTES 8192
#define DAY_S 86400
#define YEAR_S (366 * DAY_S)
#define NO_YEAR_S (200 * DAY_S) /* further ahead, people say the year */
#define UNTIL_WORDS 6 /* between the word and the date */
#define BACK_WORDS 8
#define FROM_WORDS 2
#define AFTER_WORDS 2
#define SENTENCE_TOKENS 25
#define BACK_UNTIL_TOKENS 5

/* What has been found so far; 0: nothing, -1: two that contradict. */
struct findings {
	gint64 back;
	gint64 until;
};

struct search {
	const struct return_tokens *tokens;
	gint64 written_at;
	const struct return_phrase *before; /* the date before, or NULL */
};

struct sense {
	enum return_hint hint; /* UNTIL, BACK or NONE */
	gboolean day_first;
	gboolean linked; /* to the date before */
};

static const struct return_word *
hint_of(const struct return_tokens *tokens, guint i)
{
	static const struct return_word none = { "", RETURN_HINT_NONE, FALSE };
	const struct return_word *word =
	    tokens->list[i].kind == RETURN_TOKEN_WORD ?
	    return_words_hint(tokens->list[i].word) :
	    NULL;

	return word != NULL ? word : &none;
}

/* "from 8 January on I am here again": whether it is a return that begins. */
static gboolean
begins_return(const struct search *search, const struct return_phrase *phrase)
{
	const struct return_tokens *tokens = search->tokens;
	guint floor = search->before != NULL ? search->before->end : 0;
	gboolean back = FALSE, again = FALSE, denied = FALSE;
	guint from = phrase->begin;
	guint to = phrase->end;

	while (from > floor && phrase->begin - from < SENTENCE_TOKENS &&
	    tokens->list[from - 1].kind != RETURN_TOKEN_STOP)
		from--;
	while (to < tokens->n && to - phrase->end < SENTENCE_TOKENS &&
	    tokens->list[to].kind != RETURN_TOKEN_STOP) {
		enum return_hint hint = hint_of(tokens, to)->hint;

		if (hint == RETURN_HINT_UNTIL || hint == RETURN_HINT_LINK ||
		    tokens->list[to].kind == RETURN_TOKEN_NUMBER)
			break;
		to++;
	}
	for (guint i = from; i < to; i++) {
		enum return_hint hint = hint_of(tokens, i)->hint;

		back |= hint == RETURN_HINT_BACK;
		again |= hint == RETURN_HINT_AGAIN;
		denied |= hint == RETURN_HINT_NOT;
	}
	return back || (again && !denied);
}

/* A number or a date stands before the token: it is the other end. */
static gboolean
follows_number(const struct search *search, guint i)
{
	const struct return_tokens *tokens = search->tokens;

	if (search->before != NULL && search->before->end == i)
		return TRUE;
	while (i > 0 && tokens->list[i - 1].kind == RETURN_TOKEN_MARK)
		i--;
	if (i > 0 && tokens->list[i - 1].kind == RETURN_TOKEN_WORD &&
	    return_words_weekday(tokens->list[i - 1].word) != 0)
		return TRUE;
	/* 1er, 3rd */
	if (i > 1 && hint_of(tokens, i - 1)->hint == RETURN_HINT_OF)
		i--;
	return i > 0 && tokens->list[i - 1].kind == RETURN_TOKEN_NUMBER;
}

/* "I will not be back in the office until ..." */
static gboolean
is_back_until(const struct return_tokens *tokens, guint until)
{
	for (guint i = until; i > 0 && until - i < BACK_UNTIL_TOKENS; i--) {
		if (tokens->list[i - 1].kind == RETURN_TOKEN_STOP ||
		    tokens->list[i - 1].kind == RETURN_TOKEN_NUMBER)
			return FALSE;
		if (hint_of(tokens, i - 1)->hint == RETURN_HINT_BACK)
			return TRUE;
	}
	return FALSE;
}

/* By the words before the date, the nearest first. */
static gboolean
sense_before(const struct search *search, const struct return_phrase *phrase,
    struct sense *sense)
{
	const struct return_tokens *tokens = search->tokens;
	guint words = 0;

	for (guint i = phrase->begin; i > 0 && words <= BACK_WORDS; i--) {
		const struct return_token *token = &tokens->list[i - 1];
		const struct return_word *hint = hint_of(tokens, i - 1);

		if (token->kind == RETURN_TOKEN_STOP ||
		    (search->before != NULL && i < search->before->end))
			return FALSE;
		sense->day_first = hint->day_first;
		sense->hint = hint->hint;
		switch (hint->hint) {
		case RETURN_HINT_UNTIL:
			sense->linked = follows_number(search, i - 1);
			if (is_back_until(tokens, i - 1))
				sense->hint = RETURN_HINT_BACK;
			return words <= UNTIL_WORDS;
		case RETURN_HINT_BACK:
			return TRUE;
		case RETURN_HINT_FROM:
			if (words > FROM_WORDS)
				break;
			sense->hint = begins_return(search, phrase) ?
			    RETURN_HINT_BACK :
			    RETURN_HINT_NONE;
			return TRUE;
		case RETURN_HINT_LINK:
			if (words > 0 || !follows_number(search, i - 1))
				break;
			sense->hint = RETURN_HINT_UNTIL;
			sense->linked = TRUE;
			return TRUE;
		case RETURN_HINT_NONE:
			if (words == 0 && token->mark == '-' &&
			    follows_number(search, i - 1)) {
				sense->hint = RETURN_HINT_UNTIL;
				sense->linked = TRUE;
				return TRUE;
			}
			break;
		case RETURN_HINT_OF:
		case RETURN_HINT_AGAIN:
		case RETURN_HINT_NOT:
		case RETURN_HINT_TOMORROW:
			break;
		}
		if (token->kind == RETURN_TOKEN_WORD &&
		    hint->hint != RETURN_HINT_OF &&
		    hint->hint != RETURN_HINT_LINK)
			words++;
	}
	return FALSE;
}

/* "until" belongs to what follows it, "asti" to what it follows. */
static gboolean
is_of_next(const struct return_tokens *tokens, guint i)
{
	return i < tokens->n &&
	    (tokens->list[i].kind == RETURN_TOKEN_NUMBER ||
		(tokens->list[i].kind == RETURN_TOKEN_WORD &&
		    (hint_of(tokens, i)->hint == RETURN_HINT_OF ||
			return_words_weekday(tokens->list[i].word) != 0 ||
			return_words_month(tokens->list[i].word) != 0)));
}

/* "7.1. asti", "8.1. alkaen", "am 8.1. bin ich wieder da" */
static void
sense_after(const struct search *search, const struct return_phrase *phrase,
    struct sense *sense)
{
	const struct return_tokens *tokens = search->tokens;
	guint words = 0;

	for (guint i = phrase->end; i < tokens->n && words < BACK_WORDS; i++) {
		const struct return_word *hint = hint_of(tokens, i);

		if (tokens->list[i].kind == RETURN_TOKEN_STOP ||
		    tokens->list[i].kind == RETURN_TOKEN_NUMBER)
			return;
		if (tokens->list[i].kind == RETURN_TOKEN_WORD)
			words++;
		sense->day_first = hint->day_first;
		if (hint->hint == RETURN_HINT_BACK) {
			sense->hint = RETURN_HINT_BACK;
			return;
		}
		if (words > AFTER_WORDS)
			continue;
		if (hint->hint == RETURN_HINT_UNTIL &&
		    !is_of_next(tokens, i + 1))
			sense->hint = RETURN_HINT_UNTIL;
		else if (hint->hint == RETURN_HINT_FROM &&
		    begins_return(search, phrase))
			sense->hint = RETURN_HINT_BACK;
		else
			continue;
		return;
	}
}

static gint64
day_start(gint64 at)
{
	return at - ((at % DAY_S) + DAY_S) % DAY_S;
}

static gint64
start_of(const struct return_day *day, guint year)
{
	g_autoptr(GDateTime) utc = g_date_time_new_utc((gint)year,
	    (gint)day->month, (gint)day->day, 0, 0, 0);

	return utc != NULL ? g_date_time_to_unix(utc) : 0;
}

/* 1-7: 1970-01-01 was a Thursday. */
static guint
weekday_of(gint64 at)
{
	return (guint)((at / DAY_S + 3) % 7) + 1;
}

/* 00:00 UTC of that day, in the year that is meant; 0 if it can't be. */
static gint64
resolve_day(const struct search *search, const struct return_day *day,
    guint weekday)
{
	g_autoptr(GDateTime) written = NULL;
	gint64 at;

	if (day->month == 0)
		return 0;
	if (day->year != 0) {
		at = start_of(day, day->year);
	} else if (search->written_at == 0) {
		return 0;
	} else {
		guint year;

		written = g_date_time_new_from_unix_utc(search->written_at);
		year = (guint)g_date_time_get_year(written);
		at = start_of(day, year);
		if (at < day_start(search->written_at))
			at = start_of(day, year + 1);
		if (at - search->written_at > NO_YEAR_S)
			return 0;
	}
	return at != 0 && (weekday == 0 || weekday_of(at) == weekday) ? at : 0;
}

/* The next day of that name, tomorrow at the earliest. */
static gint64
resolve_weekday(const struct search *search, guint weekday)
{
	gint64 today = day_start(search->written_at);

	if (search->written_at == 0)
		return 0;
	for (guint i = 1; i <= 7; i++)
		if (weekday_of(today + i * DAY_S) == weekday)
			return today + i * DAY_S;
	return 0;
}

/* A note is written between the two ends of what it tells of. */
static gboolean
has_begun(const struct search *search, const struct return_day *begin)
{
	gint64 at = begin->month != 0 && begin->year != 0 ?
	    start_of(begin, begin->year) :
	    0;

	return search->written_at == 0 || begin->year == 0 ||
	    (at != 0 && at <= search->written_at + DAY_S);
}

static gint64
resolve(const struct search *search, const struct return_phrase *phrase,
    const struct sense *sense)
{
	gint64 day, month;

	if (phrase->tomorrow)
		return search->written_at != 0 ?
		    day_start(search->written_at) + DAY_S :
		    0;
	if (phrase->day_first.month == 0 && phrase->month_first.month == 0)
		return resolve_weekday(search, phrase->weekday);
	day = resolve_day(search, &phrase->day_first, phrase->weekday);
	month = resolve_day(search, &phrase->month_first, phrase->weekday);
	if (sense->linked && search->before != NULL && day != month) {
		if (!has_begun(search, &search->before->day_first))
			day = 0;
		if (!has_begun(search, &search->before->month_first))
			month = 0;
	}
	if (day == 0 || (day == month))
		return month;
	return month == 0 || sense->day_first ? day : 0;
}

static void
note(gint64 *place, gint64 at)
{
	*place = *place == 0 || *place == at ? at : -1;
}

static void
judge(const struct search *search, const struct return_phrase *phrase,
    struct findings *findings)
{
	struct sense sense = { RETURN_HINT_NONE, FALSE, FALSE };
	gint64 at;

	if (phrase->ends)
		sense.hint = RETURN_HINT_UNTIL;
	else if (!sense_before(search, phrase, &sense)) {
		sense = (struct sense){ RETURN_HINT_NONE, FALSE, FALSE };
		sense_after(search, phrase, &sense);
	}
	if (sense.hint != RETURN_HINT_UNTIL && sense.hint != RETURN_HINT_BACK)
		return;
	at = resolve(search, phrase, &sense);
	if (at == 0)
		return;
	if (sense.hint == RETURN_HINT_UNTIL)
		note(&findings->until, at + DAY_S);
	else
		note(&findings->back, at);
}

/* Who is away until Friday and back on Monday is back on Monday. */
static gint64
choose(const struct findings *findings, gint64 written_at)
{
	gint64 at = findings->back != 0 ? findings->back : findings->until;

	if (findings->back > 0 && findings->until > findings->back)
		return 0;
	if (at <= 0 || at <= written_at)
		return 0;
	return written_at == 0 || at - written_at <= YEAR_S ? at : 0;
}

gint64
return_date_of(const char *subject, const char *text, gint64 written_at)
{
	g_autofree char *cut = text_cut(text, TEXT_MAX_BYTES);
	g_autofree char *all = g_strconcat(subject != NULL ? subject : "",
	    "\n\n", cut, NULL);
	g_autoptr(return_tokens) tokens = return_tokens_of(all);
	struct search search = { .tokens = tokens, .written_at = written_at };
	struct findings findings = { 0 };
	struct return_phrase phrase, before;

	for (guint i = 0; i < tokens->n;) {
		if (!return_phrase_read(tokens, i, &phrase)) {
			i++;
			continue;
		}
		judge(&search, &phrase, &findings);
		before = phrase;
		search.before = &before;
		i = MAX(phrase.end, i + 1);
	}
	return choose(&findings, written_at);
}
