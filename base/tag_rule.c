/*
 * tag_rule.c - see tag_rule.h.
 *
 * Each rule is laid over each place in the text, so it takes as long as the
 * text is long times all that the rules are; a rule ends at its first hit.
 */
#include "base/tag_rule.h"

#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "base/words.h"

struct step {
	char *word; /* folded */
	gsize bytes;
	gboolean open; /* whatever ends it */
};

struct rule {
	char *language; /* or NULL */
	struct step *steps;
	guint n;
};

struct tag {
	char *name;
	GPtrArray *rules; /* struct rule */
};

struct tag_rules {
	GPtrArray *tags; /* struct tag */
	GHashTable *by_key; /* key_of(name) -> struct tag, borrowed */
};

static void
rule_free(gpointer data)
{
	struct rule *rule = data;

	for (guint i = 0; i < rule->n; i++)
		g_free(rule->steps[i].word);
	g_free(rule->steps);
	g_free(rule->language);
	g_free(rule);
}

static void
tag_free(gpointer data)
{
	struct tag *tag = data;

	g_free(tag->name);
	g_ptr_array_unref(tag->rules);
	g_free(tag);
}

struct tag_rules *
tag_rules_new(void)
{
	struct tag_rules *rules = g_new0(struct tag_rules, 1);

	rules->tags = g_ptr_array_new_with_free_func(tag_free);
	rules->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	return rules;
}

void
tag_rules_free(struct tag_rules *rules)
{
	if (rules == NULL)
		return;
	g_hash_table_unref(rules->by_key);
	g_ptr_array_unref(rules->tags);
	g_free(rules);
}

/* The words of a name, each with a blank behind it; owned. */
static char *
key_of(const char *name)
{
	g_autoptr(words) words = words_of(name);
	GString *key = g_string_new(NULL);

	for (guint i = 0; i < words->begins->len; i++)
		g_string_append_printf(key, "%s ", words_nth(words, i));
	return g_string_free(key, FALSE);
}

static struct tag *
find(const struct tag_rules *rules, const char *name)
{
	g_autofree char *key = key_of(name);

	return g_hash_table_lookup(rules->by_key, key);
}

const char *
tag_rules_find(const struct tag_rules *rules, const char *name)
{
	const struct tag *tag = find(rules, name);

	return tag != NULL ? tag->name : NULL;
}

void
tag_rules_name(struct tag_rules *rules, const char *name)
{
	struct tag *tag;

	if (find(rules, name) != NULL)
		return;
	tag = g_new0(struct tag, 1);
	tag->name = g_strdup(name);
	tag->rules = g_ptr_array_new_with_free_func(rule_free);
	g_ptr_array_add(rules->tags, tag);
	g_hash_table_insert(rules->by_key, key_of(name), tag);
}

const char **
tag_rules_names(const struct tag_rules *rules)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < rules->tags->len; i++) {
		const struct tag *tag = rules->tags->pdata[i];

		g_ptr_array_add(names, tag->name);
	}
	g_ptr_array_add(names, NULL);
	return (const char **)g_ptr_array_free(names, FALSE);
}

/* The words of one part of a rule, "check-in*", behind those before it. */
static gboolean
take_part(GArray *steps, const char *part, GError **error)
{
	g_autofree char *bare = g_strdup(part);
	gsize n = strlen(bare);
	gboolean open = n > 0 && bare[n - 1] == '*';
	g_autoptr(words) words = NULL;
	const char *last;

	if (open)
		bare[n - 1] = '\0';
	if (strchr(bare, '*') != NULL)
		return config_refuse(error,
		    "in \"%s\" a * stands within a word; allowed is one at its "
		    "end, as in cost*", part);
	words = words_of(bare);
	if (words->begins->len == 0)
		return config_refuse(error,
		    "in \"%s\" there is no letter or digit; allowed are words "
		    "such as price, too much or cost*", part);
	last = words_nth(words, words->begins->len - 1);
	if (open && g_utf8_strlen(last, -1) < 2 &&
	    !words_is_alone(g_utf8_get_char(last)))
		return config_refuse(error,
		    "\"%s\" would fit every word that begins so; allowed are "
		    "two letters or more before a *", part);
	for (guint i = 0; i < words->begins->len; i++) {
		struct step step = {
			.word = g_strdup(words_nth(words, i)),
			.bytes = strlen(words_nth(words, i)),
			.open = open && i + 1 == words->begins->len,
		};

		g_array_append_val(steps, step);
	}
	return TRUE;
}

gboolean
tag_rules_add(struct tag_rules *rules, const char *name, const char *language,
    const char *text, GError **error)
{
	struct tag *tag = find(rules, name);
	g_auto(GStrv) parts = g_strsplit_set(text, " \t\n", -1);
	struct rule *rule = g_new0(struct rule, 1);
	GArray *steps = g_array_new(FALSE, FALSE, sizeof(struct step));
	gboolean ok = TRUE;

	g_assert(tag != NULL);
	for (char **part = parts; ok && *part != NULL; part++)
		ok = **part == '\0' || take_part(steps, *part, error);
	if (ok && steps->len == 0)
		ok = config_refuse(error,
		    "there is no word; allowed are such as price or cost*");
	rule->language = g_strdup(language);
	rule->n = steps->len;
	rule->steps = (struct step *)(gpointer)g_array_free(steps, FALSE);
	if (ok)
		g_ptr_array_add(tag->rules, rule);
	else
		rule_free(rule);
	return ok;
}

/* "de" of "de-AT". */
static gboolean
is_of(const struct rule *rule, const char *language)
{
	gsize n;

	if (rule->language == NULL)
		return TRUE;
	n = strlen(rule->language);
	return language != NULL &&
	    g_ascii_strncasecmp(rule->language, language, n) == 0 &&
	    !g_ascii_isalnum(language[n]);
}

static gboolean
fits_at(const struct rule *rule, const struct words *words, guint at)
{
	for (guint i = 0; i < rule->n; i++) {
		const struct step *step = &rule->steps[i];
		const char *word = words_nth(words, at + i);

		if (step->open ? strncmp(word, step->word, step->bytes) != 0 :
				 strcmp(word, step->word) != 0)
			return FALSE;
	}
	return TRUE;
}

static gboolean
fits(const struct rule *rule, const struct words *words)
{
	for (guint at = 0; at + rule->n <= words->begins->len; at++)
		if (fits_at(rule, words, at))
			return TRUE;
	return FALSE;
}

static gboolean
one_fits(const struct tag *tag, const struct words *words,
    const char *language)
{
	for (guint i = 0; i < tag->rules->len; i++) {
		const struct rule *rule = tag->rules->pdata[i];

		if (is_of(rule, language) && fits(rule, words))
			return TRUE;
	}
	return FALSE;
}

/* Letters, digits, - _ . as in the name of a section. */
static gboolean
is_of_name(gunichar c)
{
	return c == '-' || c == '_' || c == '.' || g_unichar_isalnum(c) ||
	    g_unichar_ismark(c);
}

/* What stands behind a #, without the dot that ends a sentence. What is longer
 * than any name is none. Owned. */
static char *
name_at(const char *text)
{
	const char *end = text;

	while (end - text <= TAG_MAX_BYTES * 2 &&
	    is_of_name(g_utf8_get_char_validated(end, -1)))
		end = g_utf8_next_char(end);
	return g_strndup(text, (gsize)(end - text));
}

/* Keys are the known tags (struct tag) that stand in the text as #name. */
static GHashTable *
called_in(const struct tag_rules *rules, const char *text)
{
	GHashTable *called = g_hash_table_new(NULL, NULL);
	gboolean inside = FALSE; /* "a#b" calls nothing */

	for (; *text != '\0'; text++) {
		gboolean begins = !inside && *text == '#';
		g_autofree char *name = begins ? name_at(text + 1) : NULL;
		struct tag *tag = begins ? find(rules, name) : NULL;

		if (tag != NULL)
			g_hash_table_add(called, tag);
		inside = g_ascii_isalnum(*text);
	}
	return called;
}

static void
add_hit(GPtrArray *hits, const struct tag *tag, const char *source)
{
	struct tag_hit *hit = g_new0(struct tag_hit, 1);

	hit->tag = tag->name;
	hit->source = source;
	g_ptr_array_add(hits, hit);
}

GPtrArray *
tag_rules_match(const struct tag_rules *rules, const char *text,
    const char *language)
{
	GPtrArray *hits = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) called = NULL;
	g_autoptr(words) words = NULL;

	if (text == NULL || *text == '\0' || rules->tags->len == 0)
		return hits;
	called = called_in(rules, text);
	words = words_of(text);
	for (guint i = 0; i < rules->tags->len; i++) {
		const struct tag *tag = rules->tags->pdata[i];

		if (g_hash_table_contains(called, tag))
			add_hit(hits, tag, "reply");
		else if (one_fits(tag, words, language))
			add_hit(hits, tag, "rule");
	}
	return hits;
}

gboolean
tag_check(const char *tag, GError **error)
{
	g_autofree char *shown = NULL;

	if (*tag != '\0' && strlen(tag) <= TAG_MAX_BYTES &&
	    g_utf8_validate(tag, -1, NULL) && !text_has_control(tag) &&
	    strpbrk(tag, ",;\"") == NULL && strchr("+-# ", *tag) == NULL &&
	    tag[strlen(tag) - 1] != ' ') {
		g_autoptr(words) words = words_of(tag);

		if (words->begins->len > 0)
			return TRUE;
	}
	shown = text_shown(tag);
	return data_refuse(error,
	    "\"%s\" is no tag; allowed are names of 1 to %d bytes with a "
	    "letter or digit, that do not begin with + - # and have no "
	    "comma, semicolon or quote", shown, TAG_MAX_BYTES);
}
