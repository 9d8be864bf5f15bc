/*
 * text_wish.c - finds in a text the wish to hear no more, to hear again, or
 * to be helped.
 *
 * Judges sentence by sentence. Called by text.c, and by opt_out.c for mails;
 * the words themselves are in stop_words.c, stop_patterns.c and wish_words.c.
 */
#include "replies/words/text_wish.h"

#include <string.h>

#include "replies/words/phrase.h"
#include "replies/words/text_words.h"
#include "replies/words/wish_words.h"

/* In a longer text a word alone is part of a story. */
#define SHORT_MAX_WORDS 40
#define PHRASE_MAX_WORDS 7
#define MAIL_MAX_WORDS 20

/* What divides one clause from the next. */
enum division {
	DIVIDED_NEVER,
	DIVIDED_BY_SENTENCES,
	DIVIDED_BY_SIGNS,
};

/* Words without the politeness and the numbers behind them. */
struct clause {
	GPtrArray *words;  /* const char *, borrowed; a number is its digits */
	guint end;	   /* the words up to here say something */
	gboolean sentence; /* it stands between signs that end one */
	gboolean numbered; /* there is a number in it */
};

/* Polite in one language, and in another what a sentence turns on. */
static const char *const telling_ends[] = { "mas", "again", NULL };

static gboolean
is_polite(char *const *words, guint i, guint n)
{
	if (phrase_has(polite_words, words[i]))
		return TRUE;
	if (strcmp(words[i], "you") == 0)
		return i > 0 && strcmp(words[i - 1], "thank") == 0;
	return phrase_has(wishing_words, words[i]) && i + 1 < n &&
	    phrase_has(polite_words, words[i + 1]);
}

gboolean
wish_is_polite(const char *word)
{
	return phrase_has(polite_words, word) || strcmp(word, "you") == 0;
}

static gboolean
says_nothing(const struct clause *clause, guint i)
{
	char *const *words = (char *const *)clause->words->pdata;

	return g_ascii_isdigit(*words[i]) ||
	    is_polite(words, i, clause->words->len);
}

/* A hyphen within a word divides nothing: "opt-out", "écrivez-moi". */
static gboolean
is_joint(const GArray *tokens, guint i)
{
	const struct token *token = text_token(tokens, i);
	const struct token *next = text_token(tokens, i + 1);

	return token->sign == '-' && token->attached && next->attached &&
	    next->kind != TOKEN_SIGN;
}

static gboolean
divides(const GArray *tokens, guint i, enum division division)
{
	const struct token *token = text_token(tokens, i);

	if (token->kind != TOKEN_SIGN)
		return FALSE;
	switch (division) {
	case DIVIDED_NEVER:
		return FALSE;
	case DIVIDED_BY_SENTENCES:
		return token_ends_sentence(token);
	case DIVIDED_BY_SIGNS:
		return !is_joint(tokens, i);
	}
	return TRUE;
}

/* "STOP STOP STOP": what is said again and again is said twice. */
static gboolean
is_repeated(const struct clause *clause, const char *word)
{
	gpointer *words = clause->words->pdata;
	guint n = clause->words->len;

	return n >= 2 && strcmp(words[n - 1], word) == 0 &&
	    strcmp(words[n - 2], word) == 0;
}

/* Fills the clause with what begins at i; returns where the next begins. */
static guint
take_clause(struct clause *clause, const GArray *tokens, guint i,
    enum division division)
{
	gboolean begins = i == 0 ||
	    token_ends_sentence(text_token(tokens, i - 1));

	g_ptr_array_set_size(clause->words, 0);
	clause->numbered = FALSE;
	for (; i < tokens->len && !divides(tokens, i, division); i++) {
		const struct token *token = text_token(tokens, i);

		if (token->kind == TOKEN_NUMBER)
			clause->numbered = TRUE;
		if ((token->kind == TOKEN_WORD ||
			token->kind == TOKEN_NUMBER) &&
		    !is_repeated(clause, token->word))
			g_ptr_array_add(clause->words, token->word);
	}
	clause->sentence = begins && token_ends_sentence(text_token(tokens, i));
	clause->end = clause->words->len;
	while (clause->end > 0 && says_nothing(clause, clause->end - 1) &&
	    !phrase_has(telling_ends, clause->words->pdata[clause->end - 1]))
		clause->end--;
	return i + 1;
}

/* "S T O P", "S.T.O.P": letters that stand alone are one word; or NULL. */
static char *
spelt(const struct clause *clause)
{
	g_autoptr(GString) word = g_string_new(NULL);

	for (guint i = 0; i < clause->words->len; i++) {
		const char *each = clause->words->pdata[i];

		if (each[0] == '\0' || each[1] != '\0')
			return NULL;
		g_string_append(word, each);
	}
	return word->len < 3 ? NULL :
			       g_string_free(g_steal_pointer(&word), FALSE);
}

/* The same word again and again is one. */
static char *
join(char *const *words, guint from, guint to)
{
	g_autoptr(GString) joined = g_string_new(words[from]);

	for (guint i = from + 1; i < to; i++)
		if (strcmp(words[i], words[i - 1]) != 0)
			g_string_append_printf(joined, " %s", words[i]);
	return g_string_free(g_steal_pointer(&joined), FALSE);
}

typedef gboolean (*phrase_test)(const char *phrase, const void *data);

/*
 * TRUE if the clause is a phrase that the test knows, with nothing but
 * politeness around it, or numbers.
 */
static gboolean
clause_is(const struct clause *clause, phrase_test test, const void *data)
{
	char *const *words = (char *const *)clause->words->pdata;
	g_autofree char *letters = spelt(clause);
	guint n = clause->words->len;
	guint end = n;

	if (n == 0 || n > SHORT_MAX_WORDS)
		return FALSE;
	if (letters != NULL && test(letters, data))
		return TRUE;
	while (end > 0 && says_nothing(clause, end - 1))
		end--;
	for (guint from = 0; from < n; from++) {
		for (guint to = MAX(from + 1, end);
		     to <= n && to - from <= PHRASE_MAX_WORDS; to++) {
			g_autofree char *phrase = join(words, from, to);

			if (test(phrase, data))
				return TRUE;
		}
		if (!says_nothing(clause, from))
			break;
	}
	return FALSE;
}

static gboolean
is_stop(const char *phrase, const void *data)
{
	guint place = *(const guint *)data;

	for (const struct stop_phrase *each = stop_phrases; each->words != NULL;
	     each++)
		if (strcmp(each->words, phrase) == 0)
			return (each->place & place) == place;
	return FALSE;
}

static gboolean
is_listed(const char *phrase, const void *data)
{
	return phrase_has(data, phrase);
}

static gboolean
matches_any(const char *const *patterns, const struct clause *clause, guint at)
{
	for (; *patterns != NULL; patterns++)
		if (phrase_matches(*patterns,
			(const char *const *)clause->words->pdata, at,
			clause->end))
			return TRUE;
	return FALSE;
}

/*
 * Whether a command may begin behind words[at], where `open` says that it may
 * begin with it: "please", "could you".
 */
static gboolean
stays_open(const struct clause *clause, guint at, gboolean open)
{
	char *const *words = (char *const *)clause->words->pdata;

	if (says_nothing(clause, at))
		return TRUE;
	if (phrase_has(addressed_words, words[at]))
		return open && at > 0 &&
		    phrase_has(leading_words, words[at - 1]);
	return open && phrase_has(leading_words, words[at]);
}

static gboolean
is_denied(const struct clause *clause, guint at)
{
	for (guint i = at > 2 ? at - 2 : 0; i < at; i++)
		if (phrase_has(denials, clause->words->pdata[i]))
			return TRUE;
	return FALSE;
}

static gboolean
clause_asks(const struct clause *clause, const char *const *beginnings,
    const char *const *anywhere)
{
	gboolean open = TRUE;

	for (guint at = 0; at < clause->end; at++) {
		if (open && matches_any(beginnings, clause, at))
			return TRUE;
		if (anywhere != NULL && !is_denied(clause, at) &&
		    matches_any(anywhere, clause, at))
			return TRUE;
		open = stays_open(clause, at, open);
	}
	return FALSE;
}

static gboolean
clause_stops(const struct clause *clause, gboolean brief)
{
	guint place = clause->sentence ? STOP_SENTENCE : STOP_COMMAS;

	if (brief && clause_is(clause, is_stop, &place))
		return TRUE;
	return clause_asks(clause, stop_beginnings, stop_anywhere);
}

static gboolean
is_loud_stop(const struct token *token)
{
	guint place = STOP_COMMAS | STOP_MAIL;

	return token->loud && token->kind == TOKEN_WORD &&
	    is_stop(token->word, &place);
}

/* "STOP I know you not", "thanks STOP": in capitals, where others are not. */
static gboolean
shouts_stop(const GArray *tokens)
{
	const struct token *second = text_token(tokens, 1);
	gboolean quiet = FALSE;

	for (guint i = 0; i < tokens->len && !quiet; i++)
		quiet = text_token(tokens, i)->kind == TOKEN_WORD &&
		    !text_token(tokens, i)->loud;
	if (!quiet || tokens->len < 2)
		return FALSE;
	return is_loud_stop(text_token(tokens, tokens->len - 1)) ||
	    (is_loud_stop(text_token(tokens, 0)) &&
		!g_str_has_suffix(second->word, "ing"));
}

gboolean
wish_is_opt_out(const GArray *tokens)
{
	struct clause clause = { .words = g_ptr_array_new() };
	gboolean brief = text_count_words(tokens) <= SHORT_MAX_WORDS;
	guint place = STOP_SENTENCE;
	gboolean found = FALSE;

	take_clause(&clause, tokens, 0, DIVIDED_NEVER);
	found = clause_is(&clause, is_stop, &place) || shouts_stop(tokens);
	for (guint i = 0; i < tokens->len && !found;) {
		i = take_clause(&clause, tokens, i, DIVIDED_BY_SENTENCES);
		found = clause_stops(&clause, brief);
	}
	for (guint i = 0; i < tokens->len && !found;) {
		i = take_clause(&clause, tokens, i, DIVIDED_BY_SIGNS);
		found = clause_stops(&clause, brief);
	}
	g_ptr_array_unref(clause.words);
	return found;
}

/* Nothing but politeness. */
static gboolean
clause_says_nothing(const struct clause *clause)
{
	for (guint i = 0; i < clause->words->len; i++)
		if (!says_nothing(clause, i))
			return FALSE;
	return TRUE;
}

gboolean
wish_is_opt_out_of_mail(const GArray *tokens)
{
	struct clause clause = { .words = g_ptr_array_new() };
	guint place = STOP_MAIL;
	gboolean found, whole = text_count_words(tokens) <= MAIL_MAX_WORDS;

	take_clause(&clause, tokens, 0, DIVIDED_NEVER);
	whole = whole && !clause.numbered;
	found = whole && clause_is(&clause, is_stop, &place);
	for (guint i = 0; i < tokens->len && whole;) {
		i = take_clause(&clause, tokens, i, DIVIDED_BY_SENTENCES);
		if (clause_is(&clause, is_stop, &place) ||
		    (clause.end > 1 &&
			clause_asks(&clause, stop_beginnings, stop_anywhere)))
			found = TRUE;
		else
			whole = clause_says_nothing(&clause);
	}
	g_ptr_array_unref(clause.words);
	return found && whole;
}

/* `beginnings` may be NULL. */
static gboolean
asks_for(const GArray *tokens, const char *const *phrases,
    const char *const *beginnings)
{
	struct clause clause = { .words = g_ptr_array_new() };
	gboolean numbered, found;

	take_clause(&clause, tokens, 0, DIVIDED_NEVER);
	numbered = clause.numbered;
	found = !numbered && clause_is(&clause, is_listed, phrases);
	for (guint i = 0; i < tokens->len && !found && !numbered;) {
		i = take_clause(&clause, tokens, i, DIVIDED_BY_SENTENCES);
		found = clause_is(&clause, is_listed, phrases) ||
		    (beginnings != NULL &&
			clause_asks(&clause, beginnings, NULL));
	}
	g_ptr_array_unref(clause.words);
	return found;
}

gboolean
wish_is_opt_in(const GArray *tokens)
{
	return asks_for(tokens, start_phrases, NULL);
}

gboolean
wish_is_help(const GArray *tokens)
{
	return asks_for(tokens, help_phrases, help_beginnings);
}
