/*
 * json.c - see cases.h: cases as JSON. Times are UTC.
 */
#include "cli/cases/cases.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"

static json_t *
at_json(gint64 at)
{
	g_autofree char *text = at != 0 ? time_format(at) : NULL;

	return text != NULL ? json_string(text) : json_null();
}

/* JSON goes to terminals too. */
static json_t *
text_json(const char *text)
{
	g_autofree char *clean = text != NULL ? text_clean(text) : NULL;

	return clean != NULL ? json_string(clean) : json_null();
}

static json_t *
number_json(gint64 number, gint64 none)
{
	return number != none ? json_integer(number) : json_null();
}

static json_t *
notes_json(const GPtrArray *notes)
{
	json_t *all = json_array();

	for (guint i = 0; i < notes->len; i++) {
		const struct case_note *note = notes->pdata[i];

		json_array_append_new(all,
		    json_pack("{s:o, s:o, s:s, s:o}", "at",
			at_json(note->noted_at), "author",
			text_json(note->author), "kind", note->kind, "text",
			text_json(note->text)));
	}
	return all;
}

json_t *
case_json(const struct customer_case *each, const GPtrArray *notes,
    gint64 now_at)
{
	g_autofree char *why = case_why(each);
	json_t *json = json_object();

	json_object_set_new(json, "case", json_integer(each->id));
	json_object_set_new(json, "opened_at", at_json(each->opened_at));
	json_object_set_new(json, "due_at", at_json(each->due_at));
	json_object_set_new(json, "late",
	    json_boolean(each->closed_at == 0 && each->due_at <= now_at));
	json_object_set_new(json, "closed_at", at_json(each->closed_at));
	json_object_set_new(json, "outcome", text_json(each->outcome));
	json_object_set_new(json, "cause",
	    json_string(case_cause_name(each->cause)));
	json_object_set_new(json, "why", json_string(why));
	json_object_set_new(json, "score", number_json(each->score, -1));
	json_object_set_new(json, "touchpoint", text_json(each->touchpoint));
	json_object_set_new(json, "team", text_json(each->team));
	json_object_set_new(json, "owner", text_json(each->owner));
	json_object_set_new(json, "name", text_json(each->name));
	json_object_set_new(json, "address", text_json(each->address));
	json_object_set_new(json, "author", text_json(each->author));
	json_object_set_new(json, "words", text_json(each->words));
	json_object_set_new(json, "answer", number_json(each->response_id, 0));
	json_object_set_new(json, "reply", number_json(each->reply_id, 0));
	json_object_set_new(json, "invitation",
	    number_json(each->invitation_id, 0));
	if (notes != NULL)
		json_object_set_new(json, "notes", notes_json(notes));
	return json;
}

int
case_print_json(json_t *json)
{
	char *text = json_dumps(json, JSON_INDENT(2));

	puts(text);
	free(text);
	json_decref(json);
	return EX_OK;
}
