/*
 * digest_comments.c - what people said, for the template of a digest. Called
 * by digest_context.c.
 */
#include <string.h>

#include "base/text.h"
#include "scores/digest/digest_internal.h"
#include "scores/table/plain.h"

#define COMMENT_INDENT "      "

const struct digest_group digest_groups[3] = {
	{ "promoter", "promoters", "#1f8f5f", "#d9f2e6", "#0b4a2f",
	    DIGEST_OTHERS_MAX },
	{ "passive", "passives", "#87919d", "#e6e9ed", "#353c44",
	    DIGEST_OTHERS_MAX },
	{ "detractor", "detractors", "#cf4a36", "#fbe1dc", "#7a1d10",
	    DIGEST_DETRACTORS_MAX },
};

static const struct digest_group *
group_of(int score)
{
	if (score >= 9)
		return &digest_groups[0];
	return score >= 7 ? &digest_groups[1] : &digest_groups[2];
}

void
digest_set_group(json_t *object, int score)
{
	const struct digest_group *group = group_of(score);

	digest_set(object, "class", group->class);
	digest_set(object, "tint", group->tint);
	digest_set(object, "ink", group->ink);
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

/* Whose comment it is, about what, and when; and the case that is open. */
static char *
comment_about(struct digest_words *words, const struct digest_input *input,
    const struct said *said)
{
	g_autofree char *name = digest_name(said->name);
	g_autofree char *touchpoint = text_clean(said->touchpoint);
	g_autoptr(GString) date = g_string_new(NULL);
	g_autofree char *day = digest_date(words,
	    input->settings->organisation.zone, said->answered_at);
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT,
	    said->case_id);
	g_autofree char *title = digest_word(words, "case", "n", number, NULL);

	g_string_append(date, day);
	g_string_replace(date, " ", NO_BREAK_SPACE, 0);
	return g_strconcat(name != NULL ? name : "",
	    name != NULL ? DIGEST_DIVIDER : "", touchpoint, DIGEST_DIVIDER,
	    date->str, said->case_id != 0 ? DIGEST_DIVIDER : "",
	    said->case_id != 0 ? title : "", NULL);
}

static json_t *
tags_json(char *const *tags)
{
	json_t *list = json_array();

	for (; tags != NULL && *tags != NULL; tags++) {
		g_autofree char *clean = text_clean(*tags);

		json_array_append_new(list, json_string(clean));
	}
	return list;
}

static char *
plain_about(const char *about, char *const *tags)
{
	g_autofree char *list = tags != NULL && *tags != NULL ?
	    g_strjoinv(", ", (char **)tags) :
	    NULL;
	g_autofree char *clean = list != NULL ? text_clean(list) : NULL;
	g_autofree char *all = g_strconcat("(", about,
	    clean != NULL ? DIGEST_DIVIDER : "", clean != NULL ? clean : "",
	    ")", NULL);

	return plain_wrap(all, COMMENT_INDENT, PLAIN_COLUMNS);
}

static json_t *
comment_json(struct digest_words *words, const struct digest_input *input,
    const struct said *said)
{
	json_t *object = json_object();
	g_autofree char *text = comment_text(said->comment);
	g_autofree char *about = comment_about(words, input, said);
	g_autofree char *wrapped = NULL;

	digest_set_take(object, "score", g_strdup_printf("%d", said->score));
	digest_set_group(object, said->score);
	digest_set(object, "text", text);
	/* Its first line stands after the score. */
	wrapped = plain_wrap(text, COMMENT_INDENT, PLAIN_COLUMNS);
	digest_set(object, "wrapped",
	    wrapped + (*wrapped != '\0' ? strlen(COMMENT_INDENT) : 0));
	digest_set(object, "about", about);
	digest_set_take(object, "plain_about", plain_about(about, said->tags));
	json_object_set_new(object, "tags", tags_json(said->tags));
	digest_set_take(object, "plain_score",
	    g_strdup_printf("%4d", said->score));
	return object;
}

void
digest_set_comments(json_t *context, struct digest_words *words,
    const struct digest_input *input)
{
	const GPtrArray *said = input->facts->said;
	gint64 all = input->facts->total.tally.commented;
	json_t *comments = json_array();
	guint shown_of[G_N_ELEMENTS(digest_groups)] = { 0 };
	gint64 n;

	for (guint i = 0; i < said->len; i++) {
		const struct said *one = g_ptr_array_index(said, i);
		const struct digest_group *group = group_of(one->score);

		if (shown_of[group - digest_groups]++ < group->comments_max)
			json_array_append_new(comments,
			    comment_json(words, input, one));
	}
	n = (gint64)json_array_size(comments);
	json_object_set_new(context, "has_comments", json_boolean(n > 0));
	json_object_set_new(context, "comments", comments);
	if (n > 0 && n < all) {
		g_autofree char *shown = digest_integer(words, n);
		g_autofree char *of = digest_integer(words, all);

		digest_set_take(context, "more",
		    digest_word(words, "more_comments", "n", shown, "all", of,
			NULL));
	}
}
