/*
 * reading_json.c - a reading as JSON and back, as it passes between processes.
 *
 * What comes back is not trusted: it was made while reading hostile mail.
 */
#include "base/errors.h"
#include "replies/read.h"

static json_t *
strings_to_json(const GPtrArray *strings)
{
	json_t *array = json_array();

	for (guint i = 0; i < strings->len; i++)
		json_array_append_new(array, json_string(strings->pdata[i]));
	return array;
}

static json_t *
text_to_json(const char *text)
{
	return text != NULL ? json_string(text) : json_null();
}

static gboolean
has_report(const struct reading *reading)
{
	switch (reading->kind) {
	case REPLY_BOUNCE:
	case REPLY_DELAY:
	case REPLY_DELIVERED:
	case REPLY_COMPLAINT:
	case REPLY_UNREADABLE:
		return TRUE;
	case REPLY_ANSWER:
	case REPLY_COMMENT:
	case REPLY_OPT_OUT:
	case REPLY_OPT_IN:
	case REPLY_HELP:
	case REPLY_AUTO_REPLY:
		break;
	}
	return FALSE;
}

static json_t *
report_to_json(const struct reading *reading)
{
	json_t *report = json_object();

	json_object_set_new(report, "recipients",
	    strings_to_json(reading->failed));
	json_object_set_new(report, "status", text_to_json(reading->status));
	json_object_set_new(report, "permanent",
	    json_boolean(reading->permanent));
	json_object_set_new(report, "reason", text_to_json(reading->reason));
	return report;
}

json_t *
reading_to_json(const struct reading *reading)
{
	json_t *json = json_object();

	json_object_set_new(json, "kind",
	    json_string(reply_kind_name(reading->kind)));
	json_object_set_new(json, "score",
	    reading->score >= 0 ? json_integer(reading->score) : json_null());
	json_object_set_new(json, "unclear", json_boolean(reading->unclear));
	json_object_set_new(json, "comment", text_to_json(reading->comment));
	json_object_set_new(json, "text", text_to_json(reading->text));
	json_object_set_new(json, "message_id",
	    text_to_json(reading->message_id));
	json_object_set_new(json, "from", text_to_json(reading->from));
	json_object_set_new(json, "written_at",
	    json_integer(reading->written_at));
	json_object_set_new(json, "recipients",
	    strings_to_json(reading->recipients));
	json_object_set_new(json, "references",
	    strings_to_json(reading->references));
	json_object_set_new(json, "bounce",
	    has_report(reading) ? report_to_json(reading) : json_null());
	json_object_set_new(json, "return_at",
	    reading->return_at != 0 ? json_integer(reading->return_at) :
				      json_null());
	return json;
}

/* One object being read; the first thing wrong in it is remembered. */
struct source {
	const json_t *object;
	const char *wrong;
};

static const json_t *
member(struct source *source, const char *key, gboolean fits, json_t *value)
{
	if (value == NULL || !fits) {
		if (source->wrong == NULL)
			source->wrong = key;
		return NULL;
	}
	return value;
}

/* A text or null. */
static char *
take_text(struct source *source, const char *key)
{
	json_t *value = json_object_get(source->object, key);

	if (member(source, key, json_is_string(value) || json_is_null(value),
		value) == NULL)
		return NULL;
	return g_strdup(json_string_value(value));
}

static gint64
take_integer(struct source *source, const char *key)
{
	json_t *value = json_object_get(source->object, key);

	if (member(source, key, json_is_integer(value), value) == NULL)
		return 0;
	return json_integer_value(value);
}

static void
take_strings(struct source *source, const char *key, GPtrArray *strings)
{
	json_t *array = json_object_get(source->object, key);
	json_t *item;
	gsize i;

	if (member(source, key, json_is_array(array), array) == NULL)
		return;
	json_array_foreach(array, i,
	    item) if (member(source, key, json_is_string(item), item) != NULL)
	    g_ptr_array_add(strings, g_strdup(json_string_value(item)));
}

static int
take_score(struct source *source)
{
	json_t *value = json_object_get(source->object, "score");
	json_int_t score;

	if (json_is_null(value))
		return -1;
	score = json_integer_value(value);
	if (member(source, "score",
		json_is_integer(value) && score >= 0 && score <= 10,
		value) == NULL)
		return -1;
	return (int)score;
}

static gboolean
take_truth(struct source *source, const char *key)
{
	json_t *value = json_object_get(source->object, key);

	return member(source, key, json_is_boolean(value), value) != NULL &&
	    json_is_true(value);
}

static gint64
take_integer_or_null(struct source *source, const char *key)
{
	return json_is_null(json_object_get(source->object, key)) ?
	    0 :
	    take_integer(source, key);
}

static void
take_report(struct source *whole, struct reading *reading)
{
	json_t *report = json_object_get(whole->object, "bounce");
	struct source source = { .object = report };

	if (json_is_null(report) ||
	    member(whole, "bounce", json_is_object(report), report) == NULL)
		return;
	take_strings(&source, "recipients", reading->failed);
	reading->status = take_text(&source, "status");
	reading->reason = take_text(&source, "reason");
	reading->permanent = take_truth(&source, "permanent");
	if (source.wrong != NULL && whole->wrong == NULL)
		whole->wrong = source.wrong;
}

struct reading *
reading_from_json(const json_t *json, GError **error)
{
	g_autoptr(reading) reading = g_new0(struct reading, 1);
	struct source source = { .object = json };
	g_autofree char *kind = NULL;

	reading->recipients = g_ptr_array_new_with_free_func(g_free);
	reading->references = g_ptr_array_new_with_free_func(g_free);
	reading->failed = g_ptr_array_new_with_free_func(g_free);
	kind = take_text(&source, "kind");
	if (kind == NULL || !reply_kind_from_name(kind, &reading->kind))
		source.wrong = "kind";
	reading->score = take_score(&source);
	if (source.wrong == NULL && reading->kind == REPLY_ANSWER &&
	    reading->score < 0)
		source.wrong = "score";
	reading->unclear = take_truth(&source, "unclear");
	reading->comment = take_text(&source, "comment");
	reading->text = take_text(&source, "text");
	reading->message_id = take_text(&source, "message_id");
	reading->from = take_text(&source, "from");
	reading->written_at = take_integer(&source, "written_at");
	take_strings(&source, "recipients", reading->recipients);
	take_strings(&source, "references", reading->references);
	take_report(&source, reading);
	reading->return_at = take_integer_or_null(&source, "return_at");
	if (source.wrong != NULL) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
		    "not a reading: member \"%s\" is missing or not what it "
		    "should be",
		    source.wrong);
		return NULL;
	}
	return g_steal_pointer(&reading);
}
