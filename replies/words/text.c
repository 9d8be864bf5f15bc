/*
 * text.c - judges what a text message says, by asking each judge in its turn.
 *
 * The order is the point: "stop" goes before a score. Called where a text has
 * come in, and by `dripscore read --sms`.
 */
#include "replies/words/text.h"

#include <string.h>

#include "base/text.h"
#include "replies/mail/charset.h"
#include "replies/quote/quote_fold.h"
#include "replies/quote/quote_footer.h"
#include "replies/words/text_score.h"
#include "replies/words/text_wish.h"
#include "replies/words/text_words.h"

#define SIGNATURE_MAX_BYTES 90

static gboolean
is_signature(const char *at)
{
	g_autofree char *folded = quote_fold(at, SIGNATURE_MAX_BYTES);

	return quote_footer_advertises(folded);
}

/* "Sent from my iPhone" at the end, on a line of its own or not. */
static void
cut_signature(char *text)
{
	char *line = strrchr(text, '\n');
	char *at = line != NULL ? line + 1 : text;
	gsize n = strlen(at);

	if (n > SIGNATURE_MAX_BYTES)
		at += n - SIGNATURE_MAX_BYTES;
	for (; *at != '\0'; at++) {
		if (at > text && at[-1] != ' ' && at[-1] != '\n')
			continue;
		if (g_ascii_isupper(*at) && is_signature(at)) {
			*at = '\0';
			g_strchomp(text);
			return;
		}
	}
}

/* What was typed, tidy and trimmed. */
static char *
typed(const char *utf8)
{
	g_autofree char *cut = text_cut(utf8, TEXT_READ_MAX_BYTES);
	g_autofree char *tidy = charset_tidy(cut);
	char *text = g_utf8_normalize(tidy, -1, G_NORMALIZE_DEFAULT_COMPOSE);

	g_strstrip(text);
	cut_signature(text);
	return text;
}

/*
 * Telephones that cannot show a reaction send it as words, with our own text
 * quoted: 'Liked "How likely are you ... STOP"'. Nobody typed what is in it.
 */
static gboolean
is_reaction(const char *text)
{
	static const char *const reactions[] = { "Liked ", "Loved ",
		"Disliked ", "Laughed at ", "Emphasized ", "Emphasised ",
		"Questioned ", "Removed a", "Reacted ", "Gefällt ", "Hat ",
		"A aimé ", "A adoré ", "Le gustó ", "Le encantó ", "Me gusta ",
		"Te gusta ", "Gostou de ", "Amou ", "Tykkäsi ", "Rakasti ",
		NULL };
	static const char *const quotes[] = { "\"", "“", "„", "«", "”", NULL };

	for (guint i = 0; reactions[i] != NULL; i++) {
		const char *behind = text + strlen(reactions[i]);

		if (!g_str_has_prefix(text, reactions[i]))
			continue;
		if (strcmp(reactions[i], "Removed a") == 0 ||
		    strcmp(reactions[i], "Reacted ") == 0)
			behind = behind + strcspn(behind, "\"\xe2\xc2");
		for (guint q = 0; quotes[q] != NULL; q++)
			if (g_str_has_prefix(behind, quotes[q]))
				return TRUE;
	}
	return FALSE;
}

static enum reply_kind
judge(struct reading *reading)
{
	g_autoptr(GArray) words = text_words(reading->text);
	struct score score;

	if (is_reaction(reading->text))
		return REPLY_COMMENT;
	if (wish_is_opt_out(words))
		return REPLY_OPT_OUT;
	if (wish_is_opt_in(words))
		return REPLY_OPT_IN;
	if (wish_is_help(words))
		return REPLY_HELP;
	score_of_words(reading->text, words, FALSE, &score);
	reading->score = score.value;
	reading->comment = score.comment;
	if (reading->score >= 0)
		return REPLY_ANSWER;
	if (!words_say_something(words))
		return REPLY_UNREADABLE;
	reading->unclear = score.unclear;
	return REPLY_COMMENT;
}

struct reading *
reading_of_text(const char *utf8)
{
	struct reading *reading = reading_new();

	reading->text = typed(utf8);
	reading->kind = judge(reading);
	if (reading->kind == REPLY_COMMENT)
		reading->comment = g_strdup(reading->text);
	if (reading->kind == REPLY_UNREADABLE)
		reading->reason = g_strdup(*reading->text == '\0' ?
			"nothing was written in it" :
			"it says nothing");
	return reading;
}
