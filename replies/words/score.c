/*
 * score.c - the score of a mail, of its subject and of what was written in it.
 *
 * Pure. Which number is a score is judged by text_score.c, as in texts; what
 * belongs to the form of a letter is taken off by letter.c. Called by read.c
 * with what is left once quotes are cut.
 */
#include "replies/words/score.h"

#include <string.h>

#include "replies/words/letter.h"
#include "replies/words/text_shape.h"
#include "replies/words/text_words.h"

#define PREFIXES_MAX 8

/* Before a subject, in any case, with ':' after it. */
static const char *const prefixes[] = { "re", "aw", "sv", "vs", "rv", "res",
	"antw", "antwort", "ref", "rif", "ynt", "odp", "wg", "fw", "fwd", "tr",
	"enc", "vl", "vb", "r", "rép", "réf", "réponse", NULL };

static const char *
past_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* Past "Re: ", "AW[2]: ", "[EXTERNAL] " and the like. */
static const char *
past_prefixes(const char *subject)
{
	const char *at = past_blanks(subject);

	for (guint n = 0; n < PREFIXES_MAX; n++) {
		const char *end = at + strcspn(at, " \t:[]");
		g_autofree char *word = g_utf8_strdown(at, end - at);

		if (*at == '[' && strchr(at, ']') != NULL) {
			at = past_blanks(strchr(at, ']') + 1);
			continue;
		}
		if (!g_strv_contains(prefixes, word))
			break;
		if (*end == '[' && strchr(end, ']') != NULL)
			end = strchr(end, ']') + 1;
		end = past_blanks(end);
		if (*end != ':')
			break;
		at = past_blanks(end + 1);
	}
	return at;
}

/* What may stand behind a score in a subject: nothing, or what ends it. */
static gboolean
ends_there(const GArray *tokens, guint i)
{
	const struct token *token = text_token(tokens, i);
	const struct token *next = text_token(tokens, i + 1);

	if (i >= tokens->len)
		return TRUE;
	if (token->kind != TOKEN_SIGN || next->kind == TOKEN_NUMBER)
		return FALSE;
	if (token->sign == '-')
		return !token->attached && next->start > token->end;
	return token->sign == ':' || token->sign == '!' ||
	    token->sign == '.' || token->sign == ',' || token->sign == '|';
}

int
score_of_subject(const char *subject)
{
	g_autoptr(GArray) tokens = text_words(past_prefixes(subject));
	struct mention mention = { .value = text_value(tokens, 0),
		.spelt = text_token(tokens, 0)->kind == TOKEN_WORD };

	if (mention.value < 0 || mention.value > 10)
		return -1;
	mention_measure(tokens, &mention);
	if (mention.rank == MENTION_WEAK)
		mention.rank = mention_joined(tokens, &mention);
	if (mention.rank < MENTION_WEAK || !ends_there(tokens, mention.to))
		return -1;
	return mention.value;
}

void
score_of_text(const char *text, struct score *score)
{
	g_autoptr(GArray) tokens = letter_tokens(text);

	score_of_words(text, tokens, TRUE, score);
}

void
score_of_mail(const char *subject, const char *text, struct score *score)
{
	int clicked = score_of_subject(subject);

	score_of_text(text, score);
	if (clicked < 0 || score->opens || score->value == clicked)
		return;
	g_clear_pointer(&score->comment, g_free);
	score->unclear = score->unclear || score->value >= 0;
	score->value = score->unclear ? -1 : clicked;
	if (!score->unclear && *text != '\0')
		score->comment = g_strdup(text);
}
