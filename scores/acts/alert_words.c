/*
 * alert_words.c - what an alert tells, in the language of the team: lines and
 * facts, which mails and Slack set each in their own way. No address of the
 * customer is among them. Called by alert_mail.c and alert_hook.c.
 */
#include <string.h>

#include "base/attributes.h"
#include "base/condition_values.h"
#include "base/money.h"
#include "base/text.h"
#include "base/timezone.h"
#include "scores/acts/alert_internal.h"
#include "scores/digest/digest_words.h"

#define FACTS_MAX 20
#define VALUE_MAX_CHARS 200
/* So many digits at the end tell a number, however it is written. */
#define NUMBER_DIGITS 7

/* What is being put together. */
struct writing {
	const struct alert_about *about;
	struct alert_words *words;
	struct digest_words *numbers;
	json_t *context; /* what words may name */
	GError *error;	 /* the first failure */
};

static void
fact_free(gpointer data)
{
	struct alert_fact *fact = data;

	g_free(fact->label);
	g_free(fact->value);
	g_free(fact);
}

void
alert_words_free(struct alert_words *words)
{
	if (words == NULL)
		return;
	g_free(words->language);
	g_free(words->who);
	g_free(words->headline);
	g_free(words->fall);
	g_free(words->comment);
	g_free(words->nothing);
	g_ptr_array_unref(words->facts);
	g_free(words->case_line);
	g_free(words->answer);
	g_free(words->reason);
	g_free(words);
}

/* Of [alert]; what failed is "". */
static char *
word(struct writing *writing, const char *key)
{
	g_autoptr(GError) error = NULL;
	char *text = catalog_word(writing->about->catalog, CATALOG_ALERT,
	    writing->words->language, key, writing->context, MUSTACHE_HEADER,
	    &error);

	if (text != NULL)
		return text;
	if (writing->error == NULL)
		writing->error = g_steal_pointer(&error);
	return g_strdup("");
}

static void
name(struct writing *writing, const char *key, const char *value)
{
	json_object_set_new(writing->context, key, json_string(value));
}

static void
name_number(struct writing *writing, const char *key, gint64 number)
{
	g_autofree char *text = digest_integer(writing->numbers, number);

	name(writing, key, text);
}

/* "22 November, 14:03" */
static char *
moment(struct writing *writing, gint64 at)
{
	GTimeZone *zone = writing->about->team->zone;
	g_autofree char *date = digest_date(writing->numbers, zone, at);
	struct local_time local;

	timezone_to_local(zone, at, &local);
	return g_strdup_printf("%s, %02d:%02d", date, local.hour, local.minute);
}

static char *
one_line(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *clean = text_clean(valid);

	if (g_utf8_strlen(clean, -1) <= VALUE_MAX_CHARS)
		return g_steal_pointer(&clean);
	{
		g_autofree char *begin = g_utf8_substring(clean, 0,
		    VALUE_MAX_CHARS);

		return g_strconcat(begin, "\u2026", NULL);
	}
}

/* Lines stay; nothing else moves a cursor, or turns what stands behind it. */
static char *
lines_of(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		char *clean = text_clean(g_strchomp(*line));

		g_free(*line);
		*line = clean;
	}
	return g_strjoinv("\n", lines);
}

static void
add_fact(struct writing *writing, const char *label, const char *value,
    gboolean of_customer)
{
	GPtrArray *facts = writing->words->facts;
	struct alert_fact *fact;

	if (value == NULL || *value == '\0' || facts->len >= FACTS_MAX)
		return;
	fact = g_new0(struct alert_fact, 1);
	fact->label = one_line(label);
	fact->value = one_line(value);
	fact->of_customer = of_customer;
	g_ptr_array_add(facts, fact);
}

static void
add_named(struct writing *writing, const char *key, const char *value)
{
	g_autofree char *label = word(writing, key);

	add_fact(writing, label, value, FALSE);
}

char *
alert_value(const struct alert_about *about)
{
	const char *attribute = about->settings->scoring.value;
	const struct event *event = about->fresh->event;
	char **values;
	char *value;

	if (attribute == NULL)
		return NULL;
	values = condition_values(&attribute, 1, event, &event->contact);
	value = g_strdup(values[0]);
	condition_values_free(values, 1);
	return value;
}

static void
add_value(struct writing *writing)
{
	const char *currency = writing->about->settings->scoring.currency;
	g_autofree char *value = alert_value(writing->about);
	g_autofree char *money = NULL;
	gint64 micro;

	if (value != NULL && money_parse(value, &micro, NULL)) {
		g_autofree char *plain = money_format(micro, currency);
		g_auto(GStrv) parts = g_strsplit(plain, ".", 2);

		money = g_strjoinv(writing->numbers->decimal, parts);
	}
	add_named(writing, "value", money != NULL ? money : value);
}

static void
add_tags(struct writing *writing)
{
	const GPtrArray *tags = writing->about->act->tags;
	g_autoptr(GString) list = g_string_new(NULL);

	for (guint i = 0; i < tags->len; i++) {
		const struct act_tag *tag = tags->pdata[i];

		g_string_append_printf(list, "%s%s", i > 0 ? ", " : "",
		    tag->tag);
	}
	add_named(writing, "tags", list->str);
}

static char *
digits_of(const char *text)
{
	GString *digits = g_string_new(NULL);

	for (; *text != '\0'; text++)
		if (g_ascii_isdigit(*text))
			g_string_append_c(digits, *text);
	return g_string_free(digits, FALSE);
}

/* A number of the customer, in whatever form. */
static gboolean
is_number_of(const char *value, const char *phone)
{
	g_autofree char *a = digits_of(value);
	g_autofree char *b = phone != NULL ? digits_of(phone) : NULL;
	gsize n = strlen(a);

	return b != NULL && n >= NUMBER_DIGITS && strlen(b) >= NUMBER_DIGITS &&
	    g_str_has_suffix(b, a + n - NUMBER_DIGITS);
}

/* Text of what can be told in a line; NULL: nothing. Owned. */
static char *
attribute_text(const json_t *value)
{
	if (json_is_string(value))
		return g_strdup(json_string_value(value));
	if (json_is_integer(value))
		return g_strdup_printf("%" JSON_INTEGER_FORMAT,
		    json_integer_value(value));
	if (json_is_real(value)) {
		char text[G_ASCII_DTOSTR_BUF_SIZE];

		return g_strdup(g_ascii_formatd(text, sizeof(text), "%.15g",
		    json_real_value(value)));
	}
	return NULL;
}

static gboolean
is_told_apart(const struct alert_about *about, const char *key)
{
	const char *value = about->settings->scoring.value;
	const char *of_contact = value != NULL ?
	    attributes_contact_name(value) :
	    NULL;

	return value != NULL &&
	    (strcmp(key, value) == 0 || g_strcmp0(key, of_contact) == 0);
}

/* But for addresses, whosever they are. */
static void
add_attributes(struct writing *writing, const char *attributes)
{
	const struct contact *contact = &writing->about->fresh->event->contact;
	json_t *object = attributes_object(attributes);
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		g_autofree char *text = attribute_text(value);

		if (text != NULL && strchr(text, '@') == NULL &&
		    !is_number_of(text, contact->phone) &&
		    !is_told_apart(writing->about, key))
			add_fact(writing, key, text, TRUE);
	}
	json_decref(object);
}

static void
add_facts(struct writing *writing)
{
	const struct fresh *fresh = writing->about->fresh;
	const struct event *event = fresh->event;
	g_autofree char *at = moment(writing, fresh->answered_at);

	add_named(writing, "touchpoint", fresh->touchpoint);
	add_named(writing, "answered", at);
	add_named(writing, "reference", event->reference);
	add_value(writing);
	add_tags(writing);
	add_attributes(writing, event->attributes);
	add_attributes(writing, event->contact.attributes);
}

static const char *
band_of(int score)
{
	if (score < 0)
		return NULL;
	return score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor";
}

static void
write_score(struct writing *writing)
{
	const struct fresh *fresh = writing->about->fresh;
	struct alert_words *words = writing->words;

	words->band = band_of(fresh->score);
	if (fresh->score < 0) {
		words->headline = word(writing, "wrote");
		return;
	}
	name_number(writing, "score", fresh->score);
	words->headline = word(writing, "gave");
	if (fresh->before <= fresh->score)
		return;
	name_number(writing, "before", fresh->before);
	name_number(writing, "points", fresh->before - fresh->score);
	words->fall = word(writing,
	    fresh->before - fresh->score == 1 ? "fell_one" : "fell");
}

static void
write_case(struct writing *writing)
{
	const struct act *act = writing->about->act;
	g_autofree char *due = NULL;

	if (act->case_id == 0)
		return;
	name_number(writing, "number", act->case_id);
	if (act->is_new) {
		due = moment(writing, act->new_case.due_at);
		name(writing, "due", due);
	}
	writing->words->case_line = word(writing,
	    act->is_new ? "case_new" : "case_open");
	if (alert_is_answerable(writing->about))
		writing->words->answer = word(writing, "answer");
}

static void
write_all(struct writing *writing)
{
	const struct fresh *fresh = writing->about->fresh;
	const char *named = fresh->event->contact.name;
	struct alert_words *words = writing->words;

	words->who = named != NULL && *named != '\0' ?
	    one_line(named) :
	    word(writing, "somebody");
	name(writing, "who", words->who);
	name(writing, "team", writing->about->team->name);
	if (fresh->touchpoint != NULL)
		name(writing, "touchpoint", fresh->touchpoint);
	write_score(writing);
	if (fresh->comment != NULL && *fresh->comment != '\0')
		words->comment = lines_of(fresh->comment);
	else
		words->nothing = word(writing, "nothing");
	add_facts(writing);
	write_case(writing);
	words->reason = word(writing, "reason");
}

struct alert_words *
alert_words_new(const struct alert_about *about, GError **error)
{
	g_autoptr(alert_words) words = g_new0(struct alert_words, 1);
	struct writing writing = { .about = about, .words = words };

	words->facts = g_ptr_array_new_with_free_func(fact_free);
	words->language = g_strdup(catalog_language(about->catalog,
	    about->team->language, about->settings->organisation.language));
	writing.numbers = digest_words_new(about->catalog, words->language,
	    error);
	if (writing.numbers == NULL)
		return NULL;
	writing.context = json_object();
	write_all(&writing);
	json_decref(writing.context);
	if (writing.error == NULL)
		writing.error = g_steal_pointer(&writing.numbers->error);
	digest_words_free(writing.numbers);
	if (writing.error == NULL)
		return g_steal_pointer(&words);
	g_propagate_error(error, writing.error);
	return NULL;
}
