/*
 * digest_comments.c - what people said, for the template of a digest. Called
 * by digest_context.c.
 */
#include <string.h>

#include "base/text.h"
#include "scores/digest_internal.h"
#include "scores/plain.h"

#define COMMENT_INDENT "      "
#define DIVIDER " · "

const struct digest_group digest_groups[3] = {
	{ "promoter", "promoters", "#1f8f5f", "#d9f2e6", "#0b4a2f" },
	{ "passive", "passives", "#87919d", "#e6e9ed", "#353c44" },
	{ "detractor", "detractors", "#cf4a36", "#fbe1dc", "#7a1d10" },
};

static const struct digest_group *
group_of(int score)
{
	if (score >= 9)
		return &digest_groups[0];
	return score >= 7 ? &digest_groups[1] : &digest_groups[2];
}

void
digest_set(json_t *object, const char *key, const char *text)
{
	g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) :
						NULL;

	if (valid != NULL)
		json_object_set_new(object, key, json_string(valid));
}

void
digest_set_take(json_t *object, const char *key, char *text)
{
	digest_set(object, key, text);
	g_free(text);
}

/* Lines are kept; too long a text ends with "…". */
static char *
comment_text(const char *comment)
{
	g_autofree char *valid = g_utf8_make_valid(comment, -1);
	g_autofree char *head = g_utf8_substring(valid, 0,
	    MIN(g_utf8_strlen(valid, -1), DIGEST_COMMENT_MAX_CHARS));
	g_auto(GStrv) lines = NULL;
	g_autofree char *joined = NULL;

	lines = g_strsplit(g_strstrip(head), "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		char *clean = text_clean(g_strstrip(*line));

		g_free(*line);
		*line = clean;
	}
	joined = g_strjoinv("\n", lines);
	return g_strconcat(joined,
	    strlen(head) < strlen(valid) &&
		    g_utf8_strlen(valid, -1) > DIGEST_COMMENT_MAX_CHARS ?
		"…" :
		"",
	    NULL);
}

/* Whose comment it is, about what, and when. */
static char *
comment_about(struct digest_words *words, const struct digest_input *input,
    const struct said *said)
{
	g_autofree char *name = text_clean(
	    said->name != NULL ? said->name : "");
	g_autofree char *touchpoint = text_clean(said->touchpoint);
	g_autoptr(GString) date = g_string_new(NULL);
	g_autofree char *day = digest_date(words, input->organisation->zone,
	    said->answered_at);

	g_string_append(date, day);
	g_string_replace(date, " ", NO_BREAK_SPACE, 0);
	/* A mail program may have put the address where the name goes. */
	if (*g_strstrip(name) == '\0' || strchr(name, '@') != NULL)
		return g_strconcat(touchpoint, DIVIDER, date->str, NULL);
	return g_strconcat(name, DIVIDER, touchpoint, DIVIDER, date->str, NULL);
}

static json_t *
comment_json(struct digest_words *words, const struct digest_input *input,
    const struct said *said)
{
	const struct digest_group *group = group_of(said->score);
	json_t *object = json_object();
	g_autofree char *text = comment_text(said->comment);
	g_autofree char *wrapped = NULL;

	digest_set_take(object, "score", g_strdup_printf("%d", said->score));
	digest_set(object, "class", group->class);
	digest_set(object, "tint", group->tint);
	digest_set(object, "ink", group->ink);
	digest_set(object, "text", text);
	/* Its first line stands after the score. */
	wrapped = plain_wrap(text, COMMENT_INDENT, PLAIN_COLUMNS);
	digest_set(object, "wrapped",
	    wrapped + (*wrapped != '\0' ? strlen(COMMENT_INDENT) : 0));
	digest_set_take(object, "about", comment_about(words, input, said));
	digest_set_take(object, "plain_score",
	    g_strdup_printf("%4d", said->score));
	return object;
}

void
digest_set_comments(json_t *context, struct digest_words *words,
    const struct digest_input *input)
{
	json_t *comments = json_array();
	guint n = MIN(input->said->len, DIGEST_COMMENTS_MAX);

	for (guint i = 0; i < n; i++)
		json_array_append_new(comments,
		    comment_json(words, input,
			g_ptr_array_index(input->said, i)));
	json_object_set_new(context, "comments", comments);
	json_object_set_new(context, "has_comments", json_boolean(n > 0));
	if (n < input->said->len) {
		g_autofree char *shown = digest_integer(words, n);

		digest_set_take(context, "more",
		    digest_word(words, "more_comments", "n", shown, NULL));
	}
}
