/*
 * tag.c - `dripscore tag`: tags of one answer, put and taken by hand.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/app.h"
#include "store/answers/tags.h"

static struct {
	char *by;
	gboolean new_tag;
} given;

static const GOptionEntry entries[] = {
	{ "by", 0, 0, G_OPTION_ARG_STRING, &given.by,
	    "Who says so", "NAME" },
	{ "new", 0, 0, G_OPTION_ARG_NONE, &given.new_tag,
	    "Put a tag that is in no [tag NAME], and that no answer has",
	    NULL },
	{ 0 },
};

/* "-rude" is no option: +TAG and -TAG are taken out of the arguments. */
static GPtrArray *
take_tags(int *argc, char **argv)
{
	GPtrArray *tags = g_ptr_array_new();
	int n = 0;

	for (int i = 0; i < *argc; i++) {
		const char *word = argv[i];
		gboolean takes = word[0] == '-' && word[1] != '\0' &&
		    word[1] != '-' && strcmp(word, "-h") != 0 &&
		    strcmp(word, "-?") != 0;

		if (i > 0 && (word[0] == '+' || takes))
			g_ptr_array_add(tags, argv[i]);
		else
			argv[n++] = argv[i];
	}
	argv[n] = NULL;
	*argc = n;
	return tags;
}

/* As the configuration or the store has it; NULL: the code is set. */
static const char *
find_tag(const struct app *app, const char *name, char **known, int *code)
{
	const char *tag = tag_rules_find(app->settings->tags, name);
	g_autoptr(GError) error = NULL;
	g_autofree const char **ruled = tag_rules_names(app->settings->tags);
	const char *near;

	*code = EX_OK;
	if (tag != NULL)
		return tag;
	if (g_strv_contains((const char *const *)known, name))
		return name;
	if (!tag_check(name, &error)) {
		*code = app_fail(error);
		return NULL;
	}
	if (given.new_tag)
		return name;
	near = config_did_you_mean(name, ruled);
	if (near == NULL)
		near = config_did_you_mean(name, (const char *const *)known);
	*code = app_fail_with(EX_USAGE,
	    "there is no tag \"%s\"%s%s%s; allowed are those of [tag NAME], "
	    "those that answers have, and with --new any",
	    name, near != NULL ? ", did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "");
	return NULL;
}

static int
print_tags_of(const struct app *app, gint64 response_id)
{
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) tags = store_tags_of(app->store, response_id, &error);
	g_autofree char *all = NULL;

	if (tags == NULL)
		return app_fail(error);
	all = g_strjoinv(", ", tags);
	printf("answer %" G_GINT64_FORMAT ": %s\n", response_id,
	    *all != '\0' ? all : "no tags");
	return EX_OK;
}

static int
put_tags(struct app *app, struct tagging *tagging)
{
	g_autoptr(GError) error = NULL;
	enum tagging_outcome outcome;
	gint64 said = tagging->response_id;

	if (!store_tag(app->store, tagging, clock_now(&app->clock), &outcome,
		&error))
		return app_fail(error);
	switch (outcome) {
	case TAGGING_DONE:
		break;
	case TAGGING_UNKNOWN:
		return app_fail_with(EX_DATAERR,
		    "there is no answer %" G_GINT64_FORMAT "; `dripscore why "
		    "CONTACT` shows the numbers", said);
	case TAGGING_ANONYMOUS:
		return app_fail_with(EX_DATAERR,
		    "answer %" G_GINT64_FORMAT " is anonymous: it has no tags",
		    said);
	}
	if (tagging->response_id != said)
		printf("answer %" G_GINT64_FORMAT " counts no more: answer "
		       "%" G_GINT64_FORMAT " is in its place\n",
		    said, tagging->response_id);
	return print_tags_of(app, tagging->response_id);
}

static int
tag_one(struct app *app, gint64 response_id, const GPtrArray *words)
{
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) known = store_tags(app->store, &error);
	g_autoptr(GPtrArray) put = g_ptr_array_new();
	g_autoptr(GPtrArray) take = g_ptr_array_new();
	struct tagging tagging = { .response_id = response_id,
		.author = given.by };
	int code;

	if (known == NULL)
		return app_fail(error);
	for (guint i = 0; i < words->len; i++) {
		const char *word = words->pdata[i];
		const char *tag = find_tag(app, word + 1, known, &code);

		if (tag == NULL)
			return code;
		g_ptr_array_add(*word == '+' ? put : take, (gpointer)tag);
	}
	g_ptr_array_add(put, NULL);
	g_ptr_array_add(take, NULL);
	tagging.put = (const char *const *)put->pdata;
	tagging.take = (const char *const *)take->pdata;
	return put_tags(app, &tagging);
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(GPtrArray) words = take_tags(&argc, argv);
	gint64 response_id;
	int code;

	if (!command_parse(&command_tag, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 2 ||
	    !g_ascii_string_to_signed(argv[1], 10, 1, G_MAXINT64, &response_id,
		NULL))
		return app_fail_with(EX_USAGE,
		    "tag needs the number of one answer, and +TAG to put and "
		    "-TAG to take; `dripscore why CONTACT` shows the numbers");
	if (words->len > 0 &&
	    (given.by == NULL || *given.by == '\0' ||
		!g_utf8_validate(given.by, -1, NULL) ||
		text_has_control(given.by)))
		return app_fail_with(EX_USAGE,
		    "--by is needed: who says so, by name");
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	return words->len > 0 ? tag_one(app, response_id, words) :
				print_tags_of(app, response_id);
}

const struct command command_tag = {
	.name = "tag",
	.arguments = "ANSWER [+TAG...] [-TAG...]",
	.summary = "Put tags on an answer, or take them away, by hand",
	.run = run,
};
