/*
 * compose_text.c - what a text says, and the message that carries it.
 *
 * What it costs is base/gsm.c's to tell, whether it may leave drip's. Called by
 * compose.c, and for a preview.
 */
#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "base/token.h"
#include "scheduler/compose_internal.h"

/* More than any gateway takes for one message; Twilio's is the least. */
#define TEXT_MAX_CHARACTERS 1600

/* In [sms] of a language file. */
static const char *
word_key(enum message_kind kind, int score, gboolean has_link, char **key)
{
	if (kind == MESSAGE_THANKS && has_link)
		return "thanks_link";
	switch (kind) {
	case MESSAGE_INVITATION:
		return "question";
	case MESSAGE_REASON:
		*key = g_strconcat("reason_", compose_band(score), NULL);
		return *key;
	case MESSAGE_REMINDER:
	case MESSAGE_NUDGE:
	case MESSAGE_THANKS:
	case MESSAGE_REPROMPT:
	case MESSAGE_STOPPED:
	case MESSAGE_STARTED:
	case MESSAGE_HELP:
		return message_kind_name(kind);
	case MESSAGE_DIGEST:
	case MESSAGE_ALERT:
	case MESSAGE_RELAY:
		break;
	}
	g_assert_not_reached();
}

/* Each control character becomes a blank: a name brings no line of its own; nor
 * does it turn the direction of our words. */
static char *
without_control(const char *text)
{
	GString *clean = g_string_new(NULL);

	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029)
			g_string_append_c(clean, ' ');
		else if (!text_turns(c))
			g_string_append_unichar(clean, c);
	}
	return g_string_free(clean, FALSE);
}

/*
 * People give themselves a name, and the number too, which need not be theirs:
 * "Win at evil.example/x" would be an advertisement that we send. A telephone
 * makes no link of "evil. example x", and "J. R. Ewing" still is his name.
 */
static char *
without_links(const char *name)
{
	GString *plain = g_string_new(NULL);

	for (; *name != '\0'; name = g_utf8_next_char(name)) {
		gunichar c = g_utf8_get_char(name);

		if (c < 0x80 && strchr("/\\@", (int)c) != NULL) {
			g_string_append_c(plain, ' ');
			continue;
		}
		g_string_append_unichar(plain, c);
		/* Those that stand for a dot in the name of a host (UTS #46) */
		if (c == '.' || c == 0x3002 || c == 0xff0e || c == 0xff61)
			g_string_append_c(plain, ' ');
	}
	return g_string_free(plain, FALSE);
}

/* A copy without control characters in any string of it. Recursion ends with
 * the depth that jansson reads. */
static json_t *
clean_copy(const json_t *value)
{
	const char *key;
	json_t *copy, *member;
	gsize i;

	if (json_is_string(value)) {
		const char *raw = json_string_value(value);
		g_autofree char *text = text_is_plain(raw) ?
		    NULL :
		    without_control(raw);

		return json_string(text != NULL ? text : raw);
	}
	if (json_is_object(value)) {
		copy = json_object();
		json_object_foreach((json_t *)value, key, member)
		    json_object_set_new(copy, key, clean_copy(member));
		return copy;
	}
	if (json_is_array(value)) {
		copy = json_array();
		json_array_foreach(value, i, member)
		    json_array_append_new(copy, clean_copy(member));
		return copy;
	}
	return json_copy((json_t *)value);
}

static gboolean
is_short(const char *text, GError **error)
{
	glong n = g_utf8_strlen(text, -1);

	if (n <= TEXT_MAX_CHARACTERS)
		return TRUE;
	config_refuse(error, "the text has %ld characters; allowed are %d", n,
	    TEXT_MAX_CHARACTERS);
	return FALSE;
}

/*
 * As it leaves: composed letters (a decomposed accent would force UCS-2), no
 * blanks at the ends. In a language file a value goes on in the next line
 * because that line is full; a touchpoint's own text keeps its lines.
 */
static char *
finish(const char *filled, gboolean keeps_lines, GError **error)
{
	g_autofree char *text = g_str_is_ascii(filled) ?
	    g_strdup(filled) :
	    g_utf8_normalize(filled, -1, G_NORMALIZE_NFC);

	g_strdelimit(text, keeps_lines ? "\t" : "\t\n", ' ');
	g_strstrip(text);
	if (*text == '\0') {
		config_refuse(error,
		    "there is nothing in the text; allowed is one with words");
		return NULL;
	}
	return is_short(text, error) ? g_steal_pointer(&text) : NULL;
}

gboolean
compose_text_check(const struct mustache *own, GError **error)
{
	g_autoptr(GString) filled = g_string_new(NULL);
	json_t *nothing = json_object();
	gboolean ok = mustache_render(own, nothing, MUSTACHE_TEXT, filled,
			  error) &&
	    is_short(filled->str, error);

	json_decref(nothing);
	return ok;
}

/* What a text of this kind says; own: the touchpoint's question, or NULL. */
static char *
fill(const struct composer *composer, enum message_kind kind,
    const struct mustache *own, const char *language, json_t *context,
    int score, GError **error)
{
	g_autoptr(GString) filled = g_string_new(NULL);
	g_autofree char *key = NULL;

	if (own == NULL)
		return catalog_word(composer->catalog, CATALOG_TEXT, language,
		    word_key(kind, score,
			json_object_get(context, "link") != NULL, &key),
		    context, MUSTACHE_TEXT, error);
	if (!mustache_render(own, context, MUSTACHE_TEXT, filled, error))
		return NULL;
	if (kind == MESSAGE_INVITATION)
		return g_string_free(g_steal_pointer(&filled), FALSE);
	compose_set_text(context, "text", filled->str);
	return catalog_word(composer->catalog, CATALOG_TEXT, language,
	    "reminder_own", context, MUSTACHE_TEXT, error);
}

/* What is known of the event, as it may stand in a text. */
static json_t *
text_context(const struct composer *composer,
    const struct touchpoint *touchpoint, const struct event *event)
{
	json_t *known = compose_context(composer, touchpoint, event);
	json_t *context = clean_copy(known);
	json_t *contact = json_object_get(context, "contact");
	const char *name = json_string_value(json_object_get(contact, "name"));

	if (name != NULL) {
		g_autofree char *plain = without_links(name);
		json_object_set_new(contact, "name", json_string(plain));
	}
	json_decref(known);
	return context;
}

char *
compose_text(const struct composer *composer, enum message_kind kind,
    const struct touchpoint *touchpoint, const struct event *event,
    const char *language, int score, GError **error)
{
	const struct own_words *words = touchpoint != NULL ?
	    g_hash_table_lookup(composer->own, touchpoint->name) :
	    NULL;
	gboolean asks = kind == MESSAGE_INVITATION || kind == MESSAGE_REMINDER;
	const struct mustache *own = asks && words != NULL ? words->text : NULL;
	json_t *context = text_context(composer, touchpoint, event);
	g_autofree char *filled = NULL;
	gboolean has_link;

	if (event != NULL && event->contact.language != NULL)
		language = event->contact.language;
	language = catalog_language(composer->catalog, language,
	    composer->settings->organisation.language);
	json_object_set_new(context, "language", json_string(language));
	if (score >= 0)
		json_object_set_new(context, "score", json_integer(score));
	if (kind != MESSAGE_THANKS ||
	    compose_add_link(composer, touchpoint, language, MAX(score, 0),
		context, &has_link, error))
		filled = fill(composer, kind, own, language, context, score,
		    error);
	json_decref(context);
	return filled != NULL ? finish(filled, own != NULL, error) : NULL;
}

/* A text has no envelope: the provider knows our number, and the name is what
 * a delivery report is to bring back. */
struct message *
compose_sms(const struct composer *composer, const struct outbox_item *item,
    GError **error)
{
	const struct touchpoint *touchpoint = item->touchpoint != NULL ?
	    settings_touchpoint(composer->settings, item->touchpoint) :
	    NULL;
	char *text = compose_text(composer, item->kind, touchpoint, item->event,
	    item->language, item->score, error);
	struct message *message;

	if (text == NULL)
		return NULL;
	message = g_new0(struct message, 1);
	message->id = item->message_id;
	message->channel = CHANNEL_SMS;
	message->sender = g_strdup("");
	message->recipient = g_strdup(message_kind_is_answer(item->kind) ?
		item->recipient :
		item->event->contact.phone);
	message->name = token_make(composer->key, TOKEN_DELIVERY,
	    item->message_id);
	message->bytes = g_bytes_new_take(text, strlen(text));
	return message;
}
