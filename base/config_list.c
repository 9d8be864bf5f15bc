/*
 * config_list.c - reads values that are several: lists of words, addresses,
 * durations or paths, and mappings.
 *
 * Called by config_value.c.
 */
#include <string.h>

#include "base/config_value.h"
#include "base/errors.h"

/* At the commas outside of double quotes, and at line ends. */
static GPtrArray *
list_split(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	gboolean quoted = FALSE;
	const char *begin = text;

	for (const char *c = text;; c++) {
		gboolean ends = *c == '\0' || *c == '\n' ||
		    (*c == ',' && !quoted);

		if (*c == '"')
			quoted = !quoted;
		if (!ends)
			continue;
		g_ptr_array_add(words, g_strstrip(g_strndup(begin, c - begin)));
		/* A comma before the line's end is the same separator. */
		if (*c == ',' && c[1 + strspn(c + 1, " \t")] == '\n')
			c += 1 + strspn(c + 1, " \t");
		if (*c == '\0')
			break;
		begin = c + 1;
		quoted = FALSE;
	}
	g_ptr_array_add(words, NULL);
	return words;
}

/* A path becomes absolute. */
static gboolean
word_take(const struct config_key *key, char **word, const char *folder,
    GError **error)
{
	gint64 seconds;
	char *path;

	if (key->type == CONFIG_ADDRESSES)
		return config_address_check(*word, error);
	if (key->type == CONFIG_DURATIONS)
		return config_duration_parse(*word, &seconds, error) &&
		    config_number_check(key, seconds, error);
	if (key->type != CONFIG_PATHS)
		return config_choice_check(key, *word, error);
	path = g_canonicalize_filename(*word, folder);
	g_free(*word);
	*word = path;
	return TRUE;
}

gboolean
config_list_parse(const struct config_key *key, struct config_value *value,
    const char *folder, GError **error)
{
	g_autoptr(GPtrArray) words = list_split(value->text);
	const char *const *all = (const char *const *)words->pdata;

	for (guint i = 0; all[i] != NULL; i++) {
		if (*all[i] == '\0')
			return config_refuse(error,
			    "word %u of the list is "
			    "empty; allowed are words divided by commas",
			    i + 1);
		for (guint j = 0; j < i; j++)
			if (g_str_equal(all[i], all[j]))
				return config_refuse(error,
				    "\"%s\" stands "
				    "twice in the list; allowed is once",
				    all[i]);
		if (!word_take(key, (char **)&words->pdata[i], folder, error))
			return FALSE;
	}
	value->list = g_strdupv((char **)words->pdata);
	return TRUE;
}

gboolean
config_mapping_parse(const struct config_key *key, struct config_value *value,
    GError **error)
{
	g_auto(GStrv) lines = g_strsplit(value->text, "\n", -1);
	g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; lines[i] != NULL; i++) {
		const char *arrow = g_strrstr(lines[i], "->");
		char *theirs, *ours;

		if (arrow == NULL)
			return config_refuse(error,
			    "\"%s\" has no ->; allowed "
			    "are lines of the form theirs -> ours",
			    lines[i]);
		theirs = g_strstrip(g_strndup(lines[i], arrow - lines[i]));
		ours = g_strstrip(g_strdup(arrow + 2));
		for (guint j = 0; j < pairs->len; j += 2)
			if (g_str_equal(pairs->pdata[j], theirs)) {
				config_refuse(error,
				    "\"%s\" is mapped twice; "
				    "allowed is once",
				    theirs);
				g_free(theirs);
				g_free(ours);
				return FALSE;
			}
		g_ptr_array_add(pairs, theirs);
		g_ptr_array_add(pairs, ours);
		if (*theirs == '\0' || *ours == '\0')
			return config_refuse(error,
			    "\"%s\" lacks a side; "
			    "allowed are lines of the form theirs -> ours",
			    lines[i]);
		if (!config_choice_check(key, ours, error))
			return FALSE;
	}
	g_ptr_array_add(pairs, NULL);
	value->list = g_strdupv((char **)pairs->pdata);
	return TRUE;
}

char *
config_lines_joined(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) joined = g_string_new(NULL);

	for (char **line = lines; *line != NULL; line++) {
		g_strstrip(*line);
		if (joined->len > 0)
			g_string_append(joined,
			    joined->str[joined->len - 1] == ',' ? " " : ", ");
		g_string_append(joined, *line);
	}
	return g_string_free(g_steal_pointer(&joined), FALSE);
}
