/*
 * fuzz_tag.c - any bytes as a tag's rule, the first line, and a text, the rest.
 * Words that are cut again are the same words; a rule fits its own words, and a
 * tag is called by its own name.
 */
#include <string.h>

#include "base/tag_rule.h"
#include "base/words.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static char *
joined(const char *text)
{
	g_autoptr(words) words = words_of(text);
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < words->begins->len; i++) {
		const char *word = words_nth(words, i);

		g_assert(*word != '\0' && g_utf8_validate(word, -1, NULL));
		g_string_append_printf(all, "%s%s", i > 0 ? " " : "", word);
	}
	return g_string_free(all, FALSE);
}

static void
check_words(const char *text)
{
	g_autofree char *once = joined(text);
	g_autofree char *twice = joined(once);

	g_assert_cmpstr(once, ==, twice);
}

static gboolean
hits(const struct tag_rules *rules, const char *text)
{
	g_autoptr(GPtrArray) found = tag_rules_match(rules, text, "de");

	g_assert(found->len <= 1);
	return found->len == 1;
}

static void
check_rule(const char *rule, const char *text)
{
	g_autoptr(tag_rules) rules = tag_rules_new();

	tag_rules_name(rules, "price");
	g_assert(hits(rules, "x #Price."));
	if (!tag_rules_add(rules, "price", NULL, rule, NULL))
		return;
	g_assert(hits(rules, rule));
	hits(rules, text);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *rule = g_strndup((const char *)data, size);
	char *text = strchr(rule, '\n');

	if (text != NULL)
		*text++ = '\0';
	else
		text = rule + strlen(rule);
	check_words(rule);
	check_words(text);
	check_rule(rule, text);
	tag_check(rule, NULL);
	return 0;
}
