/*
 * case_words.c - see case_words.h. Called by take_case.c.
 */
#include "replies/case_words.h"

#include <string.h>

#include "base/text.h"

#define TEXT_MAX_BYTES (32 * 1024)
#define NAME_MAX_CHARS 60
#define OUTCOME_MAX_CHARS 200
#define HIDDEN "***"
/* What stands below the first line of an alert's text, at its full width. */
#define RULE_CHARS 72

void
case_words_clear(struct case_words *words)
{
	g_free(words->text);
	g_free(words->outcome);
	g_free(words->from_name);
	g_free(words->aside);
	*words = (struct case_words){ 0 };
}

/* Takes over text. */
static char *
without(char *text, const char *address)
{
	g_autofree char *given = text;
	gsize n = address != NULL ? strlen(address) : 0;
	g_autoptr(GString) out = NULL;

	if (n == 0)
		return g_steal_pointer(&given);
	out = g_string_new(NULL);
	for (const char *c = given; *c != '\0';) {
		if (g_ascii_strncasecmp(c, address, n) == 0) {
			g_string_append(out, HIDDEN);
			c += n;
		} else {
			g_string_append_c(out, *c++);
		}
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/*
 * Where a mail program quotes in a form that nobody knows: our own alert, from
 * the line above its rule on, is none of the colleague's words.
 */
static void
cut_alert(char *text)
{
	char *above = text;

	for (char *line = text; *line != '\0';) {
		gsize n = strcspn(line, "\r\n");

		if (strspn(line, "=") == RULE_CHARS && n == RULE_CHARS) {
			*above = '\0';
			return;
		}
		above = line;
		line += n + (line[n] != '\0');
	}
}

static char *
fit_text(const struct reading *reading, enum case_side from,
    const GPtrArray *hidden)
{
	char *text = text_cut(reading->text != NULL ? reading->text : "",
	    TEXT_MAX_BYTES);

	if (from == CASE_SIDE_OWNER)
		cut_alert(text);
	text = g_strstrip(without(text, reading->from));
	for (guint i = 0; hidden != NULL && i < hidden->len; i++)
		text = without(text, hidden->pdata[i]);
	return text;
}

/* A display name is often the address itself. */
static char *
fit_name(const char *name)
{
	g_autofree char *clean = name != NULL ? text_clean(name) : NULL;

	if (clean == NULL || *g_strstrip(clean) == '\0' ||
	    strchr(clean, '@') != NULL)
		return NULL;
	return g_utf8_substring(clean, 0,
	    MIN(g_utf8_strlen(clean, -1), NAME_MAX_CHARS));
}

/* What stands behind the word; NULL: the text does not begin with it. */
static const char *
behind(const char *text, const char *word)
{
	gsize n = strlen(word);

	if (g_ascii_strncasecmp(text, word, n) != 0 ||
	    g_ascii_isalnum(text[n]))
		return NULL;
	return text + n;
}

/* NULL: it closes nothing; owned. */
static char *
outcome_of(const char *text)
{
	const char *rest = behind(text, "#close");
	g_autofree char *line = NULL;
	char *begin;

	if (rest == NULL)
		rest = behind(text, "#done");
	if (rest == NULL)
		return NULL;
	line = text_clean(rest);
	begin = line + strspn(line, " :,.-");
	g_strchomp(begin);
	return *begin == '\0' ? g_strdup("closed by mail") :
				g_utf8_substring(begin, 0,
				    MIN(g_utf8_strlen(begin, -1),
					OUTCOME_MAX_CHARS));
}

static enum relay_said
said_by_person(enum case_side from, struct case_words *words)
{
	if (*words->text == '\0')
		return RELAY_NOTHING_SAID;
	if (from == CASE_SIDE_OWNER)
		words->outcome = outcome_of(words->text);
	return words->outcome != NULL ? RELAY_CLOSES : RELAY_WORDS;
}

static enum relay_said
said_of(const struct reading *reading, enum case_side from,
    struct case_words *words)
{
	switch (reading->kind) {
	case REPLY_ANSWER:
	case REPLY_COMMENT:
	case REPLY_OPT_IN:
	case REPLY_HELP:
		return said_by_person(from, words);
	case REPLY_OPT_OUT:
		return RELAY_OPT_OUT;
	case REPLY_UNREADABLE:
		return RELAY_NOTHING_SAID;
	case REPLY_AUTO_REPLY:
		return reading->marked ? RELAY_BY_MACHINE :
					 RELAY_LIKE_A_MACHINE;
	case REPLY_BOUNCE:
		return RELAY_CAME_BACK;
	case REPLY_DELAY:
	case REPLY_DELIVERED:
	case REPLY_COMPLAINT:
		return RELAY_REPORT;
	}
	g_assert_not_reached();
}

void
case_words_of(const struct reading *reading, enum case_side from,
    const GPtrArray *hidden, struct case_words *words)
{
	*words = (struct case_words){
		.text = fit_text(reading, from, hidden),
		.from_name = fit_name(reading->from_name),
	};
	words->said = said_of(reading, from, words);
	/* A report quotes whatever its server likes. */
	if (words->said == RELAY_CAME_BACK || words->said == RELAY_REPORT)
		*words->text = '\0';
	if (reading->files > 0)
		words->aside = g_strdup_printf(
		    "%u file%s came with it, and %s not handed on",
		    reading->files, reading->files == 1 ? "" : "s",
		    reading->files == 1 ? "was" : "were");
}
