/*
 * return_phrase.c - cuts a text into tokens and reads the dates among them:
 * "7 January", "Jan 7th, 2026", "7.1.", "2026-01-07", "01/07/2026", "Monday".
 *
 * What a date means is judged by return_date.c, which calls this.
 */
#include "replies/reports/return_phrase.h"

#include <string.h>

#include "replies/reports/return_words.h"
#include "base/fold.h"

#define TOKENS_MAX 2000
#define WORD_MAX_BYTES 40

static gboolean
is_dash(gunichar c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static const char *
take_number(const char *at, struct return_token *token)
{
	token->kind = RETURN_TOKEN_NUMBER;
	for (; g_ascii_isdigit(*at); at++) {
		token->digits++;
		if (token->digits <= 8)
			token->value = token->value * 10 + (guint)(*at - '0');
	}
	return at;
}

static const char *
take_word(const char *at, struct return_token *token)
{
	g_autoptr(GString) word = g_string_new(NULL);

	token->kind = RETURN_TOKEN_WORD;
	while (*at != '\0') {
		gunichar c = g_utf8_get_char(at);

		if (!g_unichar_isalpha(c) && !g_unichar_ismark(c))
			break;
		if (word->len < WORD_MAX_BYTES)
			fold_char(word, c);
		at = g_utf8_next_char(at);
	}
	token->word = g_strdup(word->str);
	return at;
}

/* A dot ends a sentence behind a word that is no month ("Jan. 7"). */
static gboolean
is_stop(const char *at, const struct return_token *before)
{
	if (*at == '\n')
		return at[1 + strspn(at + 1, " \t")] == '\n';
	if (*at == '!' || *at == '?' || *at == ';')
		return TRUE;
	return *at == '.' && before != NULL &&
	    before->kind == RETURN_TOKEN_WORD &&
	    (at[1] == '\0' || g_ascii_isspace(at[1])) &&
	    return_words_month(before->word) == 0 &&
	    return_words_weekday(before->word) == 0;
}

static const char *
take_mark(const char *at, struct return_token *token)
{
	gunichar c = g_utf8_get_char(at);

	token->kind = RETURN_TOKEN_MARK;
	token->mark = is_dash(c)	    ? '-' :
	    c < 0x80 && g_ascii_ispunct(c) ? (char)c :
					     '?';
	return g_utf8_next_char(at);
}

struct return_tokens *
return_tokens_of(const char *text)
{
	g_autoptr(GArray) list = g_array_new(FALSE, TRUE,
	    sizeof(struct return_token));
	struct return_tokens *tokens = g_new0(struct return_tokens, 1);

	for (const char *at = text; *at != '\0' && list->len < TOKENS_MAX;) {
		struct return_token token = { .kind = RETURN_TOKEN_STOP };
		const struct return_token *before = list->len > 0 ?
		    &g_array_index(list, struct return_token, list->len - 1) :
		    NULL;

		if (is_stop(at, before)) {
			at++;
		} else if (g_ascii_isspace(*at)) {
			at++;
			continue;
		} else if (g_ascii_isdigit(*at)) {
			at = take_number(at, &token);
		} else if (g_unichar_isalpha(g_utf8_get_char(at))) {
			at = take_word(at, &token);
		} else {
			at = take_mark(at, &token);
		}
		g_array_append_val(list, token);
	}
	tokens->n = list->len;
	tokens->list = (struct return_token *)(void *)g_array_free(
	    g_steal_pointer(&list), FALSE);
	return tokens;
}

void
return_tokens_free(struct return_tokens *tokens)
{
	if (tokens == NULL)
		return;
	for (guint i = 0; i < tokens->n; i++)
		g_free(tokens->list[i].word);
	g_free(tokens->list);
	g_free(tokens);
}

static const struct return_token *
token_at(const struct return_tokens *tokens, guint i)
{
	static const struct return_token none = { .kind = RETURN_TOKEN_STOP };

	return i < tokens->n ? &tokens->list[i] : &none;
}

static gboolean
is_mark(const struct return_tokens *tokens, guint i, char mark)
{
	const struct return_token *token = token_at(tokens, i);

	return token->kind == RETURN_TOKEN_MARK && token->mark == mark;
}

/* The number at i if it has at most so many digits, else 0. */
static guint
number_at(const struct return_tokens *tokens, guint i, guint digits)
{
	const struct return_token *token = token_at(tokens, i);

	return token->kind == RETURN_TOKEN_NUMBER && token->digits <= digits ?
	    token->value :
	    0;
}

static guint
year_at(const struct return_tokens *tokens, guint i)
{
	const struct return_token *token = token_at(tokens, i);

	if (token->kind != RETURN_TOKEN_NUMBER)
		return 0;
	if (token->digits == 4 && token->value >= 1990 && token->value < 2100)
		return token->value;
	return token->digits == 2 && token->value >= 20 ? 2000 + token->value :
							  0;
}

static guint
month_at(const struct return_tokens *tokens, guint i)
{
	const struct return_token *token = token_at(tokens, i);

	return token->kind == RETURN_TOKEN_WORD ?
	    return_words_month(token->word) :
	    0;
}

static enum return_hint
hint_at(const struct return_tokens *tokens, guint i)
{
	const struct return_token *token = token_at(tokens, i);
	const struct return_word *word = token->kind == RETURN_TOKEN_WORD ?
	    return_words_hint(token->word) :
	    NULL;

	return word != NULL ? word->hint : RETURN_HINT_NONE;
}

static struct return_day
valid_day(guint year, guint month, guint day)
{
	guint days = month >= 1 && month <= 12 ?
	    g_date_get_days_in_month((GDateMonth)month,
		(GDateYear)(year != 0 ? year : 2000)) :
	    0;

	return day >= 1 && day <= days ?
	    (struct return_day){ year, month, day } :
	    (struct return_day){ 0 };
}

/* 2026-01-07; 7.1.2026; 01/07/2026 */
static gboolean
read_numbers(const struct return_tokens *tokens, struct return_phrase *phrase)
{
	guint i = phrase->begin;
	const struct return_token *separator = token_at(tokens, i + 1);
	guint first = number_at(tokens, i, 4);
	guint second = number_at(tokens, i + 2, 2);
	char mark = separator->mark;
	guint year = 0;

	if (separator->kind != RETURN_TOKEN_MARK ||
	    strchr("./-", mark) == NULL || mark == '\0' || second == 0)
		return FALSE;
	phrase->end = i + 3;
	if (is_mark(tokens, i + 3, mark))
		year = year_at(tokens, i + 4);
	if (token_at(tokens, i)->digits == 4) {
		phrase->day_first = valid_day(year_at(tokens, i), second,
		    is_mark(tokens, i + 3, mark) ?
			number_at(tokens, i + 4, 2) :
			0);
		phrase->month_first = phrase->day_first;
		phrase->end = i + 5;
		return phrase->day_first.month != 0 &&
		    phrase->day_first.year != 0;
	}
	if (first > 31 || (mark == '-' && year == 0))
		return FALSE;
	phrase->day_first = valid_day(year, second, first);
	phrase->month_first = mark == '.' ? phrase->day_first :
					    valid_day(year, first, second);
	if (year != 0)
		phrase->end = i + 5;
	else if (mark == '.' && is_mark(tokens, i + 3, '.'))
		phrase->end = i + 4;
	return phrase->day_first.month != 0 || phrase->month_first.month != 0;
}

/* Past "," and "of", "de" before a year. */
static guint
year_behind(const struct return_tokens *tokens, guint *end)
{
	guint i = *end;
	guint year;

	for (guint n = 0; n < 3 && (is_mark(tokens, i, ',') ||
		is_mark(tokens, i, '.') ||
		hint_at(tokens, i) == RETURN_HINT_OF); n++)
		i++;
	if (token_at(tokens, i)->digits != 4)
		return 0;
	year = year_at(tokens, i);
	if (year != 0)
		*end = i + 1;
	return year;
}

/* 7 January; 7. Januar 2026; le 1er mars; 7 de enero de 2026 */
static gboolean
read_day_and_month(const struct return_tokens *tokens,
    struct return_phrase *phrase)
{
	guint i = phrase->begin + 1;
	guint day = number_at(tokens, phrase->begin, 2);
	guint month, year;

	for (guint n = 0; n < 4 && (is_mark(tokens, i, '.') ||
		is_mark(tokens, i, '?') ||
		hint_at(tokens, i) == RETURN_HINT_OF); n++)
		i++;
	month = month_at(tokens, i);
	if (month == 0)
		return FALSE;
	phrase->end = i + 1;
	year = year_behind(tokens, &phrase->end);
	phrase->day_first = valid_day(year, month, day);
	phrase->month_first = phrase->day_first;
	return phrase->day_first.month != 0;
}

/* January 7th, 2026; Jan. 3 - 10 */
static gboolean
read_month_and_day(const struct return_tokens *tokens,
    struct return_phrase *phrase)
{
	guint i = phrase->begin + 1;
	guint month = month_at(tokens, phrase->begin);
	guint day, year;

	i += is_mark(tokens, i, '.') ||
	    hint_at(tokens, i) == RETURN_HINT_OF;
	day = number_at(tokens, i, 2);
	if (month == 0 || day == 0 || is_mark(tokens, i + 1, ':'))
		return FALSE;
	i++;
	i += hint_at(tokens, i) == RETURN_HINT_OF; /* th */
	if ((is_mark(tokens, i, '-') ||
		hint_at(tokens, i) == RETURN_HINT_LINK ||
		hint_at(tokens, i) == RETURN_HINT_UNTIL) &&
	    number_at(tokens, i + 1, 2) > day &&
	    number_at(tokens, i + 1, 2) <= 31 &&
	    !is_mark(tokens, i + 2, ':')) {
		day = number_at(tokens, i + 1, 2);
		phrase->ends = TRUE;
		i += 2;
		i += hint_at(tokens, i) == RETURN_HINT_OF;
	}
	phrase->end = i;
	year = year_behind(tokens, &phrase->end);
	phrase->day_first = valid_day(year, month, day);
	phrase->month_first = phrase->day_first;
	return phrase->day_first.month != 0;
}

static gboolean
read_date(const struct return_tokens *tokens, struct return_phrase *phrase)
{
	return read_day_and_month(tokens, phrase) ||
	    read_numbers(tokens, phrase) || read_month_and_day(tokens, phrase);
}

gboolean
return_phrase_read(const struct return_tokens *tokens, guint begin,
    struct return_phrase *phrase)
{
	const struct return_token *token = token_at(tokens, begin);
	guint weekday = token->kind == RETURN_TOKEN_WORD ?
	    return_words_weekday(token->word) :
	    0;
	guint i = begin;

	*phrase = (struct return_phrase){ .begin = begin };
	if (hint_at(tokens, begin) == RETURN_HINT_TOMORROW) {
		phrase->tomorrow = TRUE;
		phrase->end = begin + 1;
		return TRUE;
	}
	if (weekday == 0)
		return read_date(tokens, phrase);
	for (i++; i < begin + 5 && (is_mark(tokens, i, ',') ||
		is_mark(tokens, i, '.') || is_mark(tokens, i, '-') ||
		is_mark(tokens, i, '(') ||
		hint_at(tokens, i) == RETURN_HINT_OF); i++)
		continue;
	phrase->begin = i;
	if (!read_date(tokens, phrase)) {
		*phrase = (struct return_phrase){ 0 };
		phrase->end = begin + 1;
	}
	phrase->begin = begin;
	phrase->weekday = weekday;
	return TRUE;
}
