/*
 * digest_owed.c - what a digest says beside scores and comments: tags on the
 * rise, cases, whom to thank, what is to come and what stands still. Called by
 * digest_context.c.
 */
#include <string.h>

#include "base/text.h"
#include "base/timezone.h"
#include "scores/digest/digest_internal.h"
#include "scores/table/plain.h"

#define THANKED_MAX 8
#define TAGS_MAX 5
#define BULLET "  - "
#define BULLET_INDENT "    "
#define PAIRS_INDENT "    "

/* Its first line begins with the bullet. */
static char *
plain_item(const char *text)
{
	g_autofree char *wrapped = plain_wrap(text, BULLET_INDENT,
	    PLAIN_COLUMNS);

	if (strlen(wrapped) > strlen(BULLET))
		memcpy(wrapped, BULLET, strlen(BULLET));
	return g_steal_pointer(&wrapped);
}

static void
add_item(json_t *list, char *text)
{
	json_t *item = json_object();

	digest_set_take(item, "plain", plain_item(text));
	digest_set_take(item, "text", text);
	json_array_append_new(list, item);
}

/* Nothing, if the list is empty. */
static void
set_list(json_t *context, const char *key, json_t *list)
{
	g_autofree char *has = g_strconcat("has_", key, NULL);

	json_object_set_new(context, has,
	    json_boolean(json_array_size(list) > 0));
	json_object_set_new(context, key, list);
}

static void
set_tags(json_t *context, struct digest_words *words,
    const struct digest_facts *facts)
{
	json_t *list = json_array();

	for (guint i = 0; i < MIN(facts->tags->len, TAGS_MAX); i++) {
		const struct digest_tag *tag = facts->tags->pdata[i];
		g_autofree char *name = text_clean(tag->name);
		g_autofree char *now = digest_integer(words, tag->now);
		g_autofree char *before = digest_integer(words, tag->before);

		add_item(list, digest_word(words, "rising", "tag", name, "n",
				   now, "before", before, NULL));
	}
	set_list(context, "tags", list);
}

static char *
still_sentence(struct digest_words *words, const struct digest_still *still)
{
	g_autofree char *name = text_clean(still->name != NULL ? still->name :
								  "");
	g_autofree char *date = NULL;
	g_autofree char *n = NULL, *of = NULL, *before = NULL;
	g_autofree char *of_before = NULL;

	switch (still->kind) {
	case DIGEST_NO_ANSWERS:
		date = digest_day(words, still->day);
		return digest_word(words, "still_answers", "touchpoint", name,
		    "date", date, NULL);
	case DIGEST_NOTHING_SENT:
		date = digest_day(words, still->day);
		return digest_word(words, "still_sent", "touchpoint", name,
		    "date", date, NULL);
	case DIGEST_HALTED:
		return digest_word(words, "still_halted", "provider", name,
		    NULL);
	case DIGEST_BOUNCES:
		break;
	}
	n = digest_integer(words, still->n);
	of = digest_integer(words, still->of);
	before = digest_integer(words, still->n_before);
	of_before = digest_integer(words, still->of_before);
	return digest_word(words, "still_bounces", "n", n, "sent", of, "before",
	    before, "sent_before", of_before, NULL);
}

static void
set_still(json_t *context, struct digest_words *words,
    const struct digest_facts *facts)
{
	json_t *list = json_array();

	for (guint i = 0; i < facts->still->len; i++)
		add_item(list, still_sentence(words, facts->still->pdata[i]));
	set_list(context, "still", list);
}

static void
set_thanks(json_t *context, const struct digest_facts *facts)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *line = NULL;

	/* Who gave ten before who gave nine. */
	for (int score = 10; score >= 9; score--)
		for (guint i = 0; i < facts->said->len; i++) {
			const struct said *said = facts->said->pdata[i];
			char *name = said->score == score &&
				names->len < THANKED_MAX ?
			    digest_name(said->name) :
			    NULL;

			if (name == NULL)
				continue;
			if (g_ptr_array_find_with_equal_func(names, name,
				g_str_equal, NULL))
				g_free(name);
			else
				g_ptr_array_add(names, name);
		}
	if (names->len == 0)
		return;
	g_ptr_array_add(names, NULL);
	line = g_strjoinv(", ", (char **)names->pdata);
	digest_set(context, "thanks", line);
	digest_set_take(context, "thanks_wrapped",
	    plain_wrap(line, PAIRS_INDENT, PLAIN_COLUMNS));
}

static char *
owner_of(const struct customer_case *each)
{
	const char *at = each->owner != NULL ? strchr(each->owner, '@') : NULL;

	/* Of an address the part that a colleague knows. */
	return at != NULL ? g_strndup(each->owner, (gsize)(at - each->owner)) :
			    g_strdup(each->owner);
}

static json_t *
case_json(struct digest_words *words, const struct digest_input *input,
    const struct customer_case *each)
{
	GTimeZone *zone = input->settings->organisation.zone;
	json_t *object = json_object();
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT,
	    each->id);
	g_autofree char *title = digest_word(words, "case", "n", number, NULL);
	g_autofree char *name = digest_name(each->name);
	g_autofree char *touchpoint = text_clean(
	    each->touchpoint != NULL ? each->touchpoint : "");
	g_autofree char *since = digest_date(words, zone, each->opened_at);
	g_autofree char *due = digest_date(words, zone, each->due_at);
	g_autofree char *owner = owner_of(each);
	gboolean late = each->due_at < input->facts->now_at;
	g_autoptr(GString) about = g_string_new(NULL);
	g_autoptr(GString) plain = g_string_new(title);

	if (name != NULL)
		g_string_append_printf(about, "%s" DIGEST_DIVIDER, name);
	if (*touchpoint != '\0')
		g_string_append_printf(about, "%s" DIGEST_DIVIDER, touchpoint);
	if (owner != NULL)
		g_string_append_printf(about, "%s" DIGEST_DIVIDER, owner);
	digest_set(object, "title", title);
	if (each->score >= 0) {
		digest_set_take(object, "score",
		    g_strdup_printf("%d", each->score));
		digest_set_group(object, each->score);
	}
	{
		g_autofree char *when = digest_word(words, "case_since",
		    "since", since, "due", due, NULL);

		g_string_append(about, when);
	}
	if (late) {
		digest_set_take(object, "late",
		    digest_word(words, "late", NULL));
	}
	g_string_append_printf(plain, DIGEST_DIVIDER "%s", about->str);
	if (late)
		g_string_append_printf(plain, DIGEST_DIVIDER "%s",
		    json_string_value(json_object_get(object, "late")));
	digest_set(object, "about", about->str);
	digest_set_take(object, "plain", plain_item(plain->str));
	return object;
}

static void
set_cases(json_t *context, struct digest_words *words,
    const struct digest_input *input)
{
	const struct case_sums *sums = &input->facts->cases;
	json_t *pairs = json_array(), *list = json_array();

	if (sums->open > 0 || sums->closed > 0)
		digest_add_pair(words, pairs, "cases_open",
		    digest_integer(words, sums->open));
	if (sums->overdue > 0)
		digest_add_pair(words, pairs, "cases_late",
		    digest_integer(words, sums->overdue));
	if (sums->closed > 0)
		digest_add_pair(words, pairs, "cases_closed",
		    digest_integer(words, sums->closed));
	if (sums->closed > 0 && sums->median_close_s >= 0)
		digest_add_pair(words, pairs, "cases_time",
		    digest_length(words, sums->median_close_s));
	for (guint i = 0; sums->owed != NULL && i < sums->owed->len; i++)
		json_array_append_new(list,
		    case_json(words, input, sums->owed->pdata[i]));
	digest_set_pairs(context, "case_facts", pairs);
	json_object_set_new(context, "has_cases",
	    json_boolean(json_array_size(pairs) > 0));
	json_object_set_new(context, "cases", list);
}

static void
set_planned(json_t *context, struct digest_words *words,
    const struct digest_facts *facts)
{
	json_t *pairs = json_array();

	for (guint i = 0; i < facts->planned->len; i++) {
		const struct touchpoint_count *count = facts->planned->pdata[i];
		g_autofree char *n = digest_integer(words, count->n);
		json_t *pair = json_object();

		digest_set_take(pair, "label", text_clean(count->touchpoint));
		digest_set_take(pair, "value",
		    facts->planned_all ?
			g_strdup(n) :
			digest_word(words, "at_least", "n", n, NULL));
		json_array_append_new(pairs, pair);
	}
	json_object_set_new(context, "has_planned",
	    json_boolean(json_array_size(pairs) > 0));
	digest_set_pairs(context, "planned", pairs);
}

void
digest_set_owed(json_t *context, struct digest_words *words,
    const struct digest_input *input)
{
	set_still(context, words, input->facts);
	set_tags(context, words, input->facts);
	set_cases(context, words, input);
	set_thanks(context, input->facts);
	set_planned(context, words, input->facts);
}
