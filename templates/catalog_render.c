/*
 * catalog_render.c - from a template, a language and a context to a subject
 * and two bodies. Reads the catalogue only; assembles no mail.
 */
#include "templates/catalog_internal.h"

#include "base/errors.h"

void
rendered_clear(struct rendered *rendered)
{
	g_clear_pointer(&rendered->subject, g_free);
	g_clear_pointer(&rendered->text, g_free);
	g_clear_pointer(&rendered->html, g_free);
}

static const struct catalog_language *
language_in(const struct catalog *catalog, const char *code, GError **error)
{
	const struct catalog_language *language =
	    g_hash_table_lookup(catalog->languages, code);

	if (language == NULL)
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "there is no language \"%s\"", code);
	return language;
}

static const struct mustache *
word_in(const struct catalog_language *language, enum catalog_kind kind,
    const char *key, GError **error)
{
	const struct mustache *word = g_hash_table_lookup(language->words[kind],
	    key);

	if (word == NULL)
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "language \"%s\" has no key \"%s\" in [%s]", language->code,
		    key, catalog_kind_name(kind));
	return word;
}

static char *
fill(const struct mustache *mustache, const json_t *context,
    enum mustache_escape escape, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (!mustache_render(mustache, context, escape, out, error))
		return NULL;
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
catalog_word(const struct catalog *catalog, enum catalog_kind kind,
    const char *language_code, const char *key, const json_t *context,
    enum mustache_escape escape, GError **error)
{
	const struct catalog_language *language = language_in(catalog,
	    language_code, error);
	const struct mustache *word = language != NULL ?
	    word_in(language, kind, key, error) :
	    NULL;

	return word != NULL ? fill(word, context, escape, error) : NULL;
}

/* Fills mustache and sets it as `key` of both objects; the text, or NULL. */
static char *
fill_and_set(const struct mustache *mustache, const char *key,
    enum mustache_escape escape, json_t *root, json_t *words, GError **error)
{
	char *text = fill(mustache, root, escape, error);

	if (text != NULL) {
		json_object_set_new_nocheck(root, key,
		    json_string_nocheck(text));
		json_object_set_new_nocheck(words, key,
		    json_string_nocheck(text));
	}
	return text;
}

/* All words but those that were set before. */
static gboolean
fill_words(GHashTable *all, const json_t *root, json_t *words, GError **error)
{
	GHashTableIter i;
	gpointer key, value;

	g_hash_table_iter_init(&i, all);
	while (g_hash_table_iter_next(&i, &key, &value)) {
		g_autofree char *text = NULL;

		if (json_object_get(words, key) != NULL)
			continue;
		text = fill(value, root, MUSTACHE_TEXT, error);
		if (text == NULL)
			return FALSE;
		json_object_set_new_nocheck(words, key,
		    json_string_nocheck(text));
	}
	return TRUE;
}

/* Owned. A reminder goes on from the subject that the touchpoint has itself. */
static char *
fill_subject(const struct catalog_language *language, enum catalog_kind kind,
    const struct catalog_own *own, json_t *root, json_t *words, GError **error)
{
	const struct mustache *subject = own->subject;
	const char *key = "subject";

	if (own->reminds && subject != NULL) {
		g_autofree char *plain = fill_and_set(subject, "subject",
		    MUSTACHE_HEADER, root, words, error);

		if (plain == NULL)
			return NULL;
		subject = NULL;
		key = "subject_own";
	}
	if (subject == NULL)
		subject = word_in(language,
		    own->reminds ? CATALOG_REMINDER : kind, key, error);
	return subject != NULL ? fill_and_set(subject, "subject",
				     MUSTACHE_HEADER, root, words, error) :
				 NULL;
}

static gboolean
render_into(const struct catalog_template *template,
    const struct catalog_language *language, json_t *root,
    const struct catalog_own *own, struct rendered *rendered, GError **error)
{
	static const struct catalog_own nothing = { .reminds = FALSE };
	const struct mustache *question = own != NULL ? own->question : NULL;
	GHashTable *all = language->words[template->kind];
	json_t *words = json_object();
	g_autofree char *asked = NULL;

	if (own == NULL)
		own = &nothing;
	json_object_set_new_nocheck(root, "words", words);
	json_object_set_new_nocheck(root, "language",
	    json_string_nocheck(language->code));
	if (question == NULL)
		question = g_hash_table_lookup(all, "question");
	if (question != NULL) {
		asked = fill_and_set(question, "question", MUSTACHE_TEXT, root,
		    words, error);
		if (asked == NULL)
			return FALSE;
	}
	rendered->subject = fill_subject(language, template->kind, own, root,
	    words, error);
	if (rendered->subject == NULL ||
	    (own->reminds &&
		!fill_words(language->words[CATALOG_REMINDER], root, words,
		    error)) ||
	    !fill_words(all, root, words, error))
		return FALSE;
	if (template->text != NULL)
		rendered->text = fill(template->text, root, MUSTACHE_TEXT,
		    error);
	if (template->text != NULL && rendered->text == NULL)
		return FALSE;
	rendered->html = fill(template->html, root, MUSTACHE_HTML, error);
	return rendered->html != NULL;
}

gboolean
catalog_render(const struct catalog *catalog, const char *name,
    const char *language_code, json_t *context, const struct catalog_own *own,
    struct rendered *rendered, GError **error)
{
	const struct catalog_template *template =
	    g_hash_table_lookup(catalog->templates, name);
	const struct catalog_language *language = language_in(catalog,
	    language_code, error);
	json_t *root;
	gboolean good;

	*rendered = (struct rendered){ NULL };
	if (language == NULL)
		return FALSE;
	if (template == NULL) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "there is no template \"%s\"", name);
		return FALSE;
	}
	root = json_copy(context);
	if (!json_is_object(root)) {
		json_decref(root);
		root = json_object();
	}
	good = render_into(template, language, root, own, rendered, error);
	json_decref(root);
	if (!good)
		rendered_clear(rendered);
	return good;
}

static void
word_names(GHashTable *words, mustache_name_seen seen, gpointer user)
{
	GHashTableIter i;
	gpointer word;

	g_hash_table_iter_init(&i, words);
	while (g_hash_table_iter_next(&i, NULL, &word))
		mustache_names(word, seen, user);
}

gboolean
catalog_names(const struct catalog *catalog, const char *name,
    const char *language_code, const struct catalog_own *own,
    mustache_name_seen seen, gpointer user)
{
	const struct catalog_template *template =
	    g_hash_table_lookup(catalog->templates, name);
	const struct catalog_language *language =
	    g_hash_table_lookup(catalog->languages, language_code);

	if (template == NULL || language == NULL)
		return FALSE;
	mustache_names(template->html, seen, user);
	if (template->text != NULL)
		mustache_names(template->text, seen, user);
	word_names(language->words[template->kind], seen, user);
	if (own->reminds)
		word_names(language->words[CATALOG_REMINDER], seen, user);
	if (own->subject != NULL)
		mustache_names(own->subject, seen, user);
	if (own->question != NULL)
		mustache_names(own->question, seen, user);
	return TRUE;
}
