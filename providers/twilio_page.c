/*
 * twilio_page.c - see twilio_page.h. Reads what Twilio's list says; what
 * follows from it is twilio_list.c's, who calls it.
 */
#include "providers/twilio_page.h"

#include <curl/curl.h>
#include <string.h>

#include "base/errors.h"
#include "providers/twilio_words.h"

#define TRIAL_PREFIX "Sent from your Twilio trial account - "
#define NEXT_MAX_BYTES 4096

/* RFC 2822, "Fri, 24 May 2019 17:44:46 +0000"; 0: none. */
static gint64
date(const json_t *object, const char *key)
{
	const char *text = twilio_string(object, key);
	time_t at = text != NULL ? curl_getdate(text, NULL) : -1;

	return at > 0 ? (gint64)at : 0;
}

static gboolean
read_message(const json_t *object, struct twilio_message *message)
{
	const char *direction = twilio_string(object, "direction");
	const char *sid = twilio_string(object, "sid");

	if (direction == NULL || sid == NULL ||
	    (!twilio_is_sid(sid, "SM") && !twilio_is_sid(sid, "MM")))
		return FALSE;
	*message = (struct twilio_message){
		.sid = sid,
		.inbound = g_str_equal(direction, "inbound"),
		.status = twilio_string(object, "status"),
		.from = twilio_string(object, "from"),
		.to = twilio_string(object, "to"),
		.body = twilio_string(object, "body"),
		.service = twilio_string(object, "messaging_service_sid"),
		.created_at = date(object, "date_created"),
		.sent_at = date(object, "date_sent"),
		.updated_at = date(object, "date_updated"),
		.error_code = twilio_code(object, "error_code"),
	};
	return message->inbound || g_str_has_prefix(direction, "outbound");
}

/* It goes behind our own host and port, with our credentials. */
static gboolean
is_of_list(const char *next, const char *list_path)
{
	gsize n = strlen(next);

	for (gsize i = 0; i < n; i++)
		if (!g_ascii_isgraph(next[i]) || next[i] == '#')
			return FALSE;
	return n <= NEXT_MAX_BYTES && g_str_has_prefix(next, list_path) &&
	    next[strlen(list_path)] == '?';
}

static gboolean
read_next(struct twilio_page *page, const char *list_path, GError **error)
{
	const json_t *next = json_object_get(page->root, "next_page_uri");

	if (next == NULL || json_is_null(next))
		return TRUE;
	if (!json_is_string(next) ||
	    !is_of_list(json_string_value(next), list_path))
		return data_refuse(error,
		    "Twilio's next_page_uri does not lead on in the same list");
	page->next = g_strdup(json_string_value(next));
	return TRUE;
}

struct twilio_page *
twilio_page_parse(const char *body, gsize n, const char *list_path,
    GError **error)
{
	g_autoptr(twilio_page) page = g_new0(struct twilio_page, 1);
	const json_t *messages;
	const json_t *object;
	size_t i;

	page->messages = g_array_new(FALSE, FALSE,
	    sizeof(struct twilio_message));
	page->root = json_loadb(body, n, 0, NULL);
	messages = json_object_get(page->root, "messages");
	if (!json_is_array(messages)) {
		data_refuse(error, "Twilio's list is no JSON with `messages`");
		return NULL;
	}
	json_array_foreach(messages, i, object)
	{
		struct twilio_message message;

		if (read_message(object, &message))
			g_array_append_val(page->messages, message);
	}
	if (!read_next(page, list_path, error))
		return NULL;
	return g_steal_pointer(&page);
}

void
twilio_page_free(struct twilio_page *page)
{
	if (page == NULL)
		return;
	json_decref(page->root);
	g_array_unref(page->messages);
	g_free(page->next);
	g_free(page);
}

/* Its letters and digits alone; owned. */
static char *
letters(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (g_unichar_isalnum(c))
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

gboolean
twilio_body_is(const char *theirs, GBytes *ours)
{
	gsize n;
	const char *bytes = g_bytes_get_data(ours, &n);
	g_autofree char *text = g_strndup(bytes, n);
	g_autofree char *our_letters = letters(text);
	g_autofree char *their_letters = NULL;

	if (g_str_equal(theirs, text))
		return TRUE;
	if (g_str_has_prefix(theirs, TRIAL_PREFIX))
		theirs += strlen(TRIAL_PREFIX);
	their_letters = letters(theirs);
	return g_str_equal(theirs, text) ||
	    (*our_letters != '\0' && g_str_equal(our_letters, their_letters));
}
