/*
 * page_people.c - of a page what concerns single customers: who fell, who is
 * owed a call, and what people said. See page_internal.h.
 */
#include <string.h>

#include "base/text.h"
#include "scores/page/page_internal.h"

#define DIVIDER " · "
#define HOUR_S 3600
#define DAY_S 86400

/* Lines are kept; too long a text ends with "…". NULL: "". */
static char *
words_said(const char *comment)
{
	g_autofree char *valid = g_utf8_make_valid(comment != NULL ? comment :
								     "",
	    -1);
	glong n = g_utf8_strlen(valid, -1);
	g_autofree char *head = g_utf8_substring(valid, 0,
	    MIN(n, PAGE_COMMENT_MAX_CHARS));
	g_auto(GStrv) lines = g_strsplit(g_strstrip(head), "\n", -1);
	g_autofree char *joined = NULL;

	for (char **line = lines; *line != NULL; line++) {
		char *clean = text_clean(g_strstrip(*line));

		g_free(*line);
		*line = clean;
	}
	joined = g_strjoinv("\n", lines);
	return g_strconcat(joined, n > PAGE_COMMENT_MAX_CHARS ? "…" : "", NULL);
}

/* Takes the part; NULL and "" are left out. */
static void
add_part(GString *line, char *part)
{
	if (part != NULL && *part != '\0')
		g_string_append_printf(line, "%s%s",
		    line->len > 0 ? DIVIDER : "", part);
	g_free(part);
}

static json_t *
said_json(const char *class, char *figure, char *text, const GString *about)
{
	json_t *object = json_object();

	page_set(object, "class", class);
	page_take(object, "figure", figure);
	page_take(object, "text", text);
	page_set(object, "about", about->str);
	json_object_set_new(object, "tags", json_array());
	return object;
}

/* Appends the section if it has anything. */
static void
close_said(json_t *sections, json_t *section)
{
	gboolean any = json_array_size(json_object_get(section, "said")) > 0;

	json_object_set_new(section, "has_said", json_boolean(any));
	json_array_append_new(sections, section);
}

void
page_add_falls(json_t *sections, struct page_words *words,
    const struct overview *overview)
{
	json_t *section;

	if (overview->falls->len == 0)
		return;
	section = page_section(words, "fell", "fell", "fell_lead");
	json_object_set_new(section, "wider", json_true());
	for (guint i = 0; i < overview->falls->len; i++) {
		const struct fall_row *fall = g_ptr_array_index(overview->falls,
		    i);
		g_autofree char *from = g_strdup_printf("%d", fall->from_score);
		g_autofree char *to = g_strdup_printf("%d", fall->score);
		g_autofree char *first = text_clean(fall->from);
		g_autofree char *then = text_clean(fall->to);
		g_autoptr(GString) about = g_string_new(NULL);

		add_part(about, digest_name(fall->name));
		add_part(about,
		    page_word(words, "fell_about", "from", first, "to", then,
			NULL));
		add_part(about, page_date(words, fall->answered_at));
		if (fall->has_value)
			add_part(about, page_money(words, fall->value_micro));
		json_array_append_new(json_object_get(section, "said"),
		    said_json(page_class(fall->score),
			page_word(words, "fell_score", "from", from, "to", to,
			    NULL),
			words_said(fall->comment), about));
	}
	close_said(sections, section);
}

/* "26 hours", "12 days" */
static char *
span_text(struct page_words *words, gint64 span_s)
{
	gint64 hours = (span_s + HOUR_S / 2) / HOUR_S;

	if (hours < 72)
		return page_counted(words, "hours", MAX(hours, 1));
	return page_counted(words, "days", (span_s + DAY_S / 2) / DAY_S);
}

static void
add_case_tiles(json_t *section, struct page_words *words,
    const struct case_sums *cases)
{
	char *oldest = NULL;

	if (cases->oldest_at > 0) {
		g_autofree char *date = page_date(words, cases->oldest_at);

		oldest = page_word(words, "oldest", "date", date, NULL);
	}
	page_add_tile(section, NULL, page_word(words, "open", NULL),
	    digest_integer(words->digest, cases->open), oldest);
	page_add_tile(section, cases->overdue > 0 ? "bad" : NULL,
	    page_word(words, "overdue", NULL),
	    digest_integer(words->digest, cases->overdue), NULL);
	page_add_tile(section, NULL, page_word(words, "opened", NULL),
	    digest_integer(words->digest, cases->opened), NULL);
	page_add_tile(section, NULL, page_word(words, "closed", NULL),
	    digest_integer(words->digest, cases->closed), NULL);
	if (cases->median_close_s >= 0)
		page_add_tile(section, NULL,
		    page_word(words, "close_time", NULL),
		    span_text(words, cases->median_close_s),
		    page_word(words, "close_time_note", NULL));
}

static json_t *
case_json(struct page_words *words, const struct customer_case *owed,
    gint64 now_at)
{
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT,
	    owed->id);
	g_autofree char *date = page_date(words, owed->due_at);
	g_autofree char *owner = digest_name(owed->owner);
	g_autoptr(GString) about = g_string_new(NULL);

	add_part(about, page_word(words, "case", "n", number, NULL));
	add_part(about, digest_name(owed->name));
	add_part(about,
	    owed->touchpoint != NULL ? text_clean(owed->touchpoint) : NULL);
	add_part(about,
	    page_word(words, owed->due_at < now_at ? "late" : "due", "date",
		date, NULL));
	if (owner != NULL)
		add_part(about, page_word(words, "owner", "name", owner, NULL));
	return said_json(owed->score >= 0 ? page_class(owed->score) : "passive",
	    owed->score >= 0 ? g_strdup_printf("%d", owed->score) :
			       g_strdup("–"),
	    words_said(owed->words), about);
}

void
page_add_cases(json_t *sections, struct page_words *words,
    const struct overview *overview)
{
	const struct case_sums *cases = &overview->cases;
	guint listed = cases->owed != NULL ? cases->owed->len : 0;
	json_t *section;

	if (cases->open == 0 && cases->opened == 0 && cases->closed == 0)
		return;
	section = page_section(words, "cases", "cases", NULL);
	add_case_tiles(section, words, cases);
	for (guint i = 0; i < listed; i++)
		json_array_append_new(json_object_get(section, "said"),
		    case_json(words, g_ptr_array_index(cases->owed, i),
			overview->now_at));
	if (listed > 0 && cases->open > listed)
		page_add_remark(section,
		    page_counted(words, "more_cases", cases->open - listed));
	close_said(sections, section);
}

static json_t *
comment_json(struct page_words *words, const struct said *said)
{
	g_autoptr(GString) about = g_string_new(NULL);
	json_t *object;

	add_part(about, digest_name(said->name));
	add_part(about, text_clean(said->touchpoint));
	add_part(about, page_date(words, said->answered_at));
	if (said->has_value)
		add_part(about, page_money(words, said->value_micro));
	if (g_str_equal(said->source, "import"))
		add_part(about, page_word(words, "source_import", NULL));
	else if (!g_str_equal(said->source, "reply") &&
	    !g_str_equal(said->source, "anonymous"))
		add_part(about, page_word(words, "recorded", NULL));
	if (said->case_id != 0) {
		g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT,
		    said->case_id);

		add_part(about, page_word(words, "case", "n", number, NULL));
	}
	object = said_json(page_class(said->score),
	    g_strdup_printf("%d", said->score), words_said(said->comment),
	    about);
	for (char **tag = said->tags; tag != NULL && *tag != NULL; tag++) {
		g_autofree char *clean = text_clean(*tag);

		json_array_append_new(json_object_get(object, "tags"),
		    json_string(clean));
	}
	return object;
}

void
page_add_said(json_t *sections, struct page_words *words,
    const struct overview *overview)
{
	json_t *section;

	if (!overview_total(overview)->nps.known)
		return;
	section = page_section(words, "comments", "comments", NULL);
	if (overview->said->len > 0)
		page_take(section, "lead",
		    page_counted(words, "comments_lead",
			OVERVIEW_SAID_PER_BAND));
	else
		page_take(section, "lead",
		    page_word(words, "no_comments", NULL));
	for (guint i = 0; i < overview->said->len; i++)
		json_array_append_new(json_object_get(section, "said"),
		    comment_json(words, g_ptr_array_index(overview->said, i)));
	close_said(sections, section);
}
