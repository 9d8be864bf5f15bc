/*
 * settings_tag.c - the sections [tag NAME]: their keys, what is wrong in them,
 * and the rules that are built of them.
 *
 * What a rule may be is base/tag_rule.c's. Called by settings.c and
 * settings_check.c.
 */
#include "base/settings_internal.h"

#include <string.h>

#define KEY "match"
/* `match` and a language. */
#define OF_LANGUAGE(code, words)                                               \
	{                                                                      \
		.name = KEY "_" code, .type = CONFIG_LIST, .example = words,   \
		.help = "The same, of customers whose language is " code "."   \
	}

const struct config_key settings_tag_keys[] = {
	{ .name = KEY,
	    .type = CONFIG_LIST,
	    .example = "price, expensive, cost*",
	    .help = "An answer gets the tag if one of these stands in it: "
		    "words, or several in a row, whole and without regard to "
		    "case and accents; `*` at the end of a word stands for "
		    "whatever ends it. Of all languages, so also of those that "
		    "have no key below. Without any the tag is put by hand, or "
		    "by #NAME in what the customer writes." },
	OF_LANGUAGE("de", "preis*, teuer, zu viel"),
	OF_LANGUAGE("en", "pricey, overpriced"),
	OF_LANGUAGE("es", "precio, caro"),
	OF_LANGUAGE("fi", "hinta*, kallis"),
	OF_LANGUAGE("fr", "prix, trop cher"),
	OF_LANGUAGE("pt", "preco, caro"),
	{ 0 },
};

/* NULL: of all languages. */
static const char *
language_of(const struct config_key *key)
{
	return strcmp(key->name, KEY) == 0 ? NULL :
					     key->name + strlen(KEY "_");
}

void
settings_tag_check(const struct settings *settings,
    const struct config_section *section, GPtrArray *mistakes)
{
	g_autoptr(tag_rules) rules = tag_rules_new();
	GPtrArray *sections = settings->config->sections;

	if (section->name == NULL)
		return;
	tag_rules_name(rules, section->name);
	for (guint i = 0; sections->pdata[i] != section; i++) {
		const struct config_section *other = sections->pdata[i];

		if (strcmp(other->schema->kind, "tag") == 0 &&
		    g_strcmp0(other->name, section->name) != 0 &&
		    other->name != NULL &&
		    tag_rules_find(rules, other->name) != NULL)
			config_mistake(section, NULL, mistakes,
			    "but for case and accents it is [tag %s]; allowed "
			    "are names that differ", other->name);
	}
	for (const struct config_key *key = settings_tag_keys;
	     key->name != NULL; key++) {
		const char *const *words = config_list(section, key->name);

		for (; *words != NULL; words++) {
			g_autoptr(GError) error = NULL;

			if (!tag_rules_add(rules, section->name,
				language_of(key), *words, &error))
				config_mistake(section, key->name, mistakes,
				    "%s", error->message);
		}
	}
}

struct tag_rules *
settings_tags_build(const struct settings *settings)
{
	struct tag_rules *rules = tag_rules_new();
	GPtrArray *sections = settings->config->sections;

	for (guint i = 0; i < sections->len; i++) {
		const struct config_section *section = sections->pdata[i];

		if (strcmp(section->schema->kind, "tag") != 0)
			continue;
		tag_rules_name(rules, section->name);
		for (const struct config_key *key = settings_tag_keys;
		     key->name != NULL; key++) {
			const char *const *words = config_list(section,
			    key->name);

			for (; *words != NULL; words++)
				tag_rules_add(rules, section->name,
				    language_of(key), *words, NULL);
		}
	}
	return rules;
}

GPtrArray *
settings_tags_of(const struct settings *settings, const char *text,
    const char *language)
{
	return tag_rules_match(settings->tags, text,
	    language != NULL ? language : settings->organisation.language);
}
