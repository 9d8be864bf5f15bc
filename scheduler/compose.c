/*
 * compose.c - see compose.h: fills templates, makes tokens and addresses.
 * Called by drip.c when a message is leased, and for a preview. What a text
 * says is compose_text.c's.
 */
#include "scheduler/compose_internal.h"

#include <string.h>

#include "base/token.h"
#include "scheduler/mime.h"
#include "templates/colour.h"

static void
own_words_free(gpointer data)
{
	struct own_words *own = data;

	g_clear_pointer(&own->subject, mustache_free);
	g_clear_pointer(&own->question, mustache_free);
	g_clear_pointer(&own->text, mustache_free);
	g_free(own);
}

/* "file:12: [touchpoint x] subject", as config_mistake begins. */
static char *
place_of(const struct config_section *section, const char *key)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new_with_free_func(g_free);

	config_mistake(section, key, one, "%s", "");
	return g_strchomp(g_strdelimit(g_strdup(one->pdata[0]), "\n", ' '));
}

static struct mustache *
compile_own(const struct config_section *section, const char *key,
    enum catalog_kind kind, GPtrArray *mistakes)
{
	const char *text = config_text(section, key);
	g_autofree char *place = NULL;

	if (text == NULL)
		return NULL;
	place = place_of(section, key);
	/* What follows begins with ": " itself. */
	if (g_str_has_suffix(place, ":"))
		place[strlen(place) - 1] = '\0';
	return catalog_compile_own(kind, place, text, mistakes);
}

static struct own_words *
check_touchpoint(const struct config_section *section,
    const struct catalog *catalog, GPtrArray *mistakes)
{
	struct own_words *own = g_new0(struct own_words, 1);
	const char *template = config_text(section, "template");
	g_autoptr(GError) error = NULL;

	own->subject = compile_own(section, "subject", CATALOG_INVITATION,
	    mistakes);
	own->question = compile_own(section, "question", CATALOG_INVITATION,
	    mistakes);
	own->text = compile_own(section, "text", CATALOG_TEXT, mistakes);
	if (own->text != NULL && !compose_text_check(own->text, &error))
		config_mistake(section, "text", mistakes, "%s", error->message);
	if (template != NULL && !catalog_has_template(catalog, template)) {
		const char *const *known = catalog_templates(catalog);
		const char *near = config_did_you_mean(template, known);
		g_autofree char *list = g_strjoinv(", ", (char **)known);

		config_mistake(section, "template", mistakes,
		    "there is no template \"%s\"%s%s%s; there is %s", template,
		    near != NULL ? ", did you mean \"" : "",
		    near != NULL ? near : "", near != NULL ? "\"?" : "", list);
	}
	return own;
}

void
compose_check(const struct config_section *touchpoint,
    const struct catalog *catalog, GPtrArray *mistakes)
{
	own_words_free(check_touchpoint(touchpoint, catalog, mistakes));
}

struct composer *
composer_new(const struct settings *settings, const struct catalog *catalog,
    const guint8 *key, GPtrArray *mistakes)
{
	g_autoptr(composer) composer = g_new0(struct composer, 1);
	guint before = mistakes->len;

	mime_init();
	composer->settings = settings;
	composer->catalog = catalog;
	composer->key = key;
	composer->own = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
	    own_words_free);
	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *each = settings->touchpoints->pdata[i];

		g_hash_table_insert(composer->own, each->name,
		    check_touchpoint(config_find(settings->config, "touchpoint",
					 each->name),
			catalog, mistakes));
	}
	return mistakes->len == before ? g_steal_pointer(&composer) : NULL;
}

void
composer_free(struct composer *composer)
{
	if (composer == NULL)
		return;
	g_hash_table_destroy(composer->own);
	g_free(composer);
}

static char *
address_for(const struct composer *composer, enum token_purpose purpose,
    gint64 id)
{
	g_autofree char *token = token_make(composer->key, purpose, id);

	return settings_address_with_token(composer->settings->reply_address,
	    token);
}

/* RFC 6068; a + would be read as a space by some. `?` is ours to add. */
static char *
mailto(const char *address, const char *subject, const char *body)
{
	g_autofree char *to = g_uri_escape_string(address, "@", FALSE);
	g_autofree char *about = g_uri_escape_string(subject, NULL, FALSE);
	g_autofree char *lines = NULL;

	if (body == NULL || *body == '\0')
		return g_strdup_printf("mailto:%s?subject=%s", to, about);
	lines = g_uri_escape_string(body, NULL, FALSE);
	return g_strdup_printf("mailto:%s?subject=%s&body=%s", to, about,
	    lines);
}

const char *
compose_band(int score)
{
	return score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor";
}

/* A JSON object of attributes, with what we know ourselves on top. */
static json_t *
attributes_object(const char *attributes)
{
	json_t *object = attributes != NULL ? json_loads(attributes, 0, NULL) :
					      NULL;

	if (json_is_object(object))
		return object;
	json_decref(object);
	return json_object();
}

static void
set_text(json_t *object, const char *name, const char *value)
{
	if (value != NULL)
		json_object_set_new(object, name, json_string(value));
}

json_t *
compose_context(const struct composer *composer,
    const struct touchpoint *touchpoint, const struct event *event)
{
	const struct organisation *organisation =
	    &composer->settings->organisation;
	json_t *contact = attributes_object(
	    event != NULL ? event->contact.attributes : NULL);
	json_t *happened = attributes_object(
	    event != NULL ? event->attributes : NULL);
	json_t *context = json_object();
	json_t *brand = json_object();
	json_t *us = json_object();

	if (event != NULL) {
		set_text(contact, "name", event->contact.name);
		set_text(happened, "type", event->type);
		set_text(happened, "reference", event->reference);
	}
	set_text(us, "name", organisation->name);
	set_text(us, "postal_address", organisation->postal_address);
	set_text(brand, "colour", organisation->brand_colour);
	set_text(brand, "colour_text",
	    colour_of_text_on(organisation->brand_colour));
	set_text(brand, "logo_url", organisation->logo_url);
	json_object_set_new(context, "organisation", us);
	json_object_set_new(context, "brand", brand);
	json_object_set_new(context, "contact", contact);
	json_object_set_new(context, "event", happened);
	if (touchpoint != NULL)
		set_text(context, "touchpoint", touchpoint->name);
	return context;
}

/* The eleven links, each opening a reply with its score in the subject. */
static gboolean
add_scores(const struct composer *composer, const char *language,
    const char *address, json_t *context, GError **error)
{
	json_t *scores = json_array();

	json_object_set_new(context, "scores", scores);
	for (int score = 0; score <= 10; score++) {
		json_t *one = json_object();
		g_autofree char *subject = NULL;
		g_autofree char *body = NULL;
		g_autofree char *link = NULL;

		json_array_append_new(scores, one);
		json_object_set_new(context, "score", json_integer(score));
		subject = catalog_word(composer->catalog, CATALOG_INVITATION,
		    language, "mail_subject", context, MUSTACHE_HEADER, error);
		if (subject == NULL)
			return FALSE;
		body = catalog_word(composer->catalog, CATALOG_INVITATION,
		    language, "mail_body_hint", context, MUSTACHE_TEXT, error);
		if (body == NULL)
			return FALSE;
		link = mailto(address, subject, body);
		json_object_set_new(one, "value", json_integer(score));
		set_text(one, "class", compose_band(score));
		set_text(one, "mailto", link);
	}
	json_object_del(context, "score");
	return TRUE;
}

gboolean
compose_bodies(const struct composer *composer,
    const struct touchpoint *touchpoint, const struct event *event,
    gint64 invitation_id, struct rendered *rendered, GError **error)
{
	const struct own_words *words = g_hash_table_lookup(composer->own,
	    touchpoint->name);
	struct catalog_own own = { words->subject, words->question };
	const char *language = catalog_language(composer->catalog,
	    event->contact.language, composer->settings->organisation.language);
	json_t *context = compose_context(composer, touchpoint, event);
	g_autofree char *answer = address_for(composer, TOKEN_REPLY,
	    invitation_id);
	g_autofree char *leave = address_for(composer, TOKEN_UNSUBSCRIBE,
	    invitation_id);
	g_autofree char *unsubscribe = mailto(leave, "unsubscribe", NULL);
	gboolean ok;

	set_text(context, "unsubscribe_mailto", unsubscribe);
	ok = add_scores(composer, language, answer, context, error) &&
	    catalog_render(composer->catalog, touchpoint->template, language,
		context, &own, rendered, error);
	json_decref(context);
	return ok;
}

static const char *
domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at != NULL ? at + 1 : "localhost";
}

/* Envelope and the parts that every message has; takes over nothing. */
static struct message *
wrap(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, const char *recipient,
    struct mime_mail *mail)
{
	struct message *message = g_new0(struct message, 1);
	const char *from = config_text(provider, "from");
	g_autofree char *address = mime_address(from);
	g_autofree char *token = token_make(composer->key, TOKEN_MESSAGE_ID,
	    item->message_id);
	g_autofree char *boundary = g_strconcat("=_", token, NULL);

	message->id = item->message_id;
	message->channel = item->channel;
	message->recipient = g_strdup(recipient);
	message->name = g_strdup_printf("%s@%s", token, domain_of(address));
	if (composer->settings->reply_address != NULL &&
	    strcmp(config_text(provider, "envelope"), "token") == 0)
		message->sender = address_for(composer, TOKEN_BOUNCE,
		    item->message_id);
	else
		message->sender = g_strdup(address);
	mail->from = from;
	mail->to_address = recipient;
	mail->message_id = message->name;
	mail->boundary = boundary;
	message->bytes = mime_write(mail);
	return message;
}

static struct message *
compose_invitation(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, GError **error)
{
	const struct touchpoint *touchpoint =
	    settings_touchpoint(composer->settings, item->touchpoint);
	const struct contact *contact = &item->event->contact;
	g_autofree char *answer = address_for(composer, TOKEN_REPLY,
	    item->invitation_id);
	g_autofree char *leave = address_for(composer, TOKEN_UNSUBSCRIBE,
	    item->invitation_id);
	g_autofree char *link = mailto(leave, "unsubscribe", NULL);
	g_autofree char *unsubscribe = g_strdup_printf("<%s>", link);
	g_autofree char *reply_to =
	    mime_mailbox(composer->settings->organisation.name, answer);
	g_autofree char *feedback = g_strdup_printf("%s:email:dripscore:%s",
	    touchpoint->name, domain_of(answer));
	const struct mime_header headers[] = {
		{ "Reply-To", reply_to, FALSE },
		{ "List-Unsubscribe", unsubscribe, FALSE },
		{ "Auto-Submitted", "auto-generated", FALSE },
		{ "Precedence", "bulk", FALSE },
		{ "Feedback-ID", feedback, FALSE },
		{ 0 },
	};
	struct rendered rendered = { 0 };
	struct mime_mail mail = {
		.to_name = contact->name,
		.date_at = now_at,
		.headers = headers,
	};
	struct message *message;

	if (!compose_bodies(composer, touchpoint, item->event,
		item->invitation_id, &rendered, error))
		return NULL;
	mail.subject = rendered.subject;
	mail.text = rendered.text;
	mail.html = rendered.html;
	message = wrap(composer, item, provider, contact->email, &mail);
	rendered_clear(&rendered);
	return message;
}

static struct message *
compose_content(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, gint64 now_at)
{
	static const struct mime_header headers[] = {
		{ "Auto-Submitted", "auto-generated", FALSE },
		{ 0 },
	};
	g_autofree char *address = mime_address(item->recipient);
	struct mime_mail mail = {
		.date_at = now_at,
		.headers = headers,
		.subject = item->subject,
		.text = item->text,
		.html = item->html != NULL ? item->html : "",
	};

	return wrap(composer, item, provider,
	    address != NULL ? address : item->recipient, &mail);
}

struct message *
compose(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, gint64 now_at, GError **error)
{
	if (item->channel == CHANNEL_SMS)
		return compose_sms(composer, item, error);
	switch (item->kind) {
	case MESSAGE_INVITATION:
		return compose_invitation(composer, item, provider, now_at,
		    error);
	case MESSAGE_DIGEST:
	case MESSAGE_ALERT:
	case MESSAGE_REMINDER:
	case MESSAGE_NUDGE:
		return compose_content(composer, item, provider, now_at);
	case MESSAGE_REASON:
	case MESSAGE_THANKS:
	case MESSAGE_REPROMPT:
	case MESSAGE_STOPPED:
	case MESSAGE_STARTED:
	case MESSAGE_HELP:
		break;
	}
	g_assert_not_reached();
}
