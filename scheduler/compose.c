/*
 * compose.c - see compose.h: what touchpoints want of the templates is checked,
 * what is known of an event is made ready for them, and a mail is wrapped.
 * Called by drip.c when a message is leased, and for a preview. What a mail
 * that asks says is compose_ask.c's, one in answer compose_answer.c's, a text
 * compose_text.c's.
 */
#include "scheduler/compose_mould.h"

#include <string.h>

#include "base/attributes.h"
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
	g_clear_pointer(&own->link, mustache_free);
	g_clear_pointer(&own->link_text, mustache_free);
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

/* Names of templates; the array is owned, the names are not. */
static const char **
invitations_of(const struct catalog *catalog)
{
	const char *const *all = catalog_templates(catalog);
	const char **names = g_new0(const char *,
	    g_strv_length((char **)all) + 1);
	guint n = 0;

	for (; *all != NULL; all++) {
		if (catalog_is_invitation(*all))
			names[n++] = *all;
	}
	return names;
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
	own->link = compile_own(section, "promoter_link", CATALOG_TEXT,
	    mistakes);
	own->link_text = compile_own(section, "promoter_link_text",
	    CATALOG_TEXT, mistakes);
	if (own->text != NULL && !compose_text_check(own->text, &error))
		config_mistake(section, "text", mistakes, "%s", error->message);
	if (template != NULL &&
	    (!catalog_has_template(catalog, template) ||
		!catalog_is_invitation(template))) {
		g_autofree const char **known = invitations_of(catalog);
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
	composer->moulds = moulds_new();
	return mistakes->len == before ? g_steal_pointer(&composer) : NULL;
}

void
composer_free(struct composer *composer)
{
	if (composer == NULL)
		return;
	g_hash_table_destroy(composer->own);
	moulds_free(composer->moulds);
	g_free(composer);
}

const char *
compose_band(int score)
{
	return score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor";
}

void
compose_set_text(json_t *object, const char *name, const char *value)
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

	/* What we know ourselves goes on top. */
	if (event != NULL) {
		compose_set_text(contact, "name", event->contact.name);
		compose_set_text(happened, "type", event->type);
		compose_set_text(happened, "reference", event->reference);
	}
	compose_set_text(us, "name", organisation->name);
	compose_set_text(us, "postal_address", organisation->postal_address);
	compose_set_text(brand, "colour", organisation->brand_colour);
	compose_set_text(brand, "colour_text",
	    colour_of_text_on(organisation->brand_colour));
	compose_set_text(brand, "logo_url", organisation->logo_url);
	json_object_set_new(context, "organisation", us);
	json_object_set_new(context, "brand", brand);
	json_object_set_new(context, "contact", contact);
	json_object_set_new(context, "event", happened);
	if (touchpoint != NULL)
		compose_set_text(context, "touchpoint", touchpoint->name);
	if (touchpoint != NULL && touchpoint->anonymous)
		json_object_set_new(context, "anonymous", json_true());
	return context;
}

char *
compose_token(const struct composer *composer, enum token_purpose purpose,
    gint64 id)
{
	return composer->cast != NULL ?
	    mould_blank(composer->cast, purpose, id) :
	    token_make(composer->key, purpose, id);
}

char *
compose_address(const struct composer *composer, enum token_purpose purpose,
    gint64 id)
{
	g_autofree char *token = compose_token(composer, purpose, id);

	return settings_address_with_token(composer->settings->reply_address,
	    token);
}

const char *
compose_domain(const char *address)
{
	const char *at = strrchr(address, '@');

	return at != NULL ? at + 1 : "localhost";
}

char *
compose_message_id(const struct composer *composer,
    const struct config_section *provider, gint64 message_id)
{
	g_autofree char *address = mime_address(config_text(provider, "from"));
	g_autofree char *token = compose_token(composer, TOKEN_MESSAGE_ID,
	    message_id);

	return g_strdup_printf("%s@%s", token, compose_domain(address));
}

char *
compose_sender(const struct composer *composer,
    const struct config_section *provider, gint64 message_id,
    const char *from_address)
{
	if (composer->settings->reply_address != NULL &&
	    strcmp(config_text(provider, "envelope"), "token") == 0)
		return compose_address(composer, TOKEN_BOUNCE, message_id);
	return g_strdup(from_address);
}

struct message *
compose_wrap(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, const char *recipient,
    struct mime_mail *mail)
{
	struct message *message = g_new0(struct message, 1);
	const char *from = config_text(provider, "from");
	g_autofree char *address = mime_address(from);
	g_autofree char *token = compose_token(composer, TOKEN_MESSAGE_ID,
	    item->message_id);
	g_autofree char *boundary = g_strconcat("=_", token, NULL);

	message->id = item->message_id;
	message->channel = item->channel;
	message->recipient = g_strdup(recipient);
	message->name = compose_message_id(composer, provider,
	    item->message_id);
	message->sender = compose_sender(composer, provider, item->message_id,
	    address);
	if (mail->from == NULL)
		mail->from = from;
	mail->to_address = recipient;
	mail->message_id = message->name;
	mail->boundary = boundary;
	message->bytes = mime_write(mail);
	return message;
}

static struct mime_picture *
pictures_of(const GPtrArray *kept)
{
	struct mime_picture *pictures = g_new0(struct mime_picture, kept->len);

	for (guint i = 0; i < kept->len; i++) {
		const struct outbox_picture *picture = kept->pdata[i];

		pictures[i].name = picture->name;
		pictures[i].bytes = g_bytes_get_data(picture->bytes,
		    &pictures[i].n);
	}
	return pictures;
}

static struct message *
compose_content(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, gint64 now_at)
{
	g_autofree char *reply_to = compose_case_reply_to(composer, item);
	const struct mime_header headers[] = {
		{ "Auto-Submitted", "auto-generated", FALSE },
		{ reply_to != NULL ? "Reply-To" : NULL, reply_to, FALSE },
		{ 0 },
	};
	g_autofree char *address = mime_address(item->recipient);
	g_autofree struct mime_picture *pictures = NULL;
	struct mime_mail mail = {
		.date_at = now_at,
		.headers = headers,
		.subject = item->subject,
		.text = item->text,
		.html = item->html != NULL ? item->html : "",
	};

	if (item->pictures != NULL && item->pictures->len > 0) {
		pictures = pictures_of(item->pictures);
		mail.pictures = pictures;
		mail.n_pictures = item->pictures->len;
	}
	return compose_wrap(composer, item, provider,
	    address != NULL ? address : item->recipient, &mail);
}

/* Its subject is the event's id. */
static struct message *
compose_webhook(const struct outbox_item *item, gint64 now_at)
{
	struct message *message = g_new0(struct message, 1);

	message->id = item->message_id;
	message->channel = item->channel;
	message->sender = g_strdup("");
	message->recipient = g_strdup(item->recipient);
	message->name = g_strdup(item->subject);
	message->bytes = g_bytes_new(item->text, strlen(item->text));
	message->composed_at = now_at;
	return message;
}

struct message *
compose(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, gint64 now_at, GError **error)
{
	if (item->channel == CHANNEL_SMS)
		return compose_sms(composer, item, error);
	if (item->channel == CHANNEL_WEBHOOK)
		return compose_webhook(item, now_at);
	switch (item->kind) {
	case MESSAGE_INVITATION:
	case MESSAGE_REMINDER:
	case MESSAGE_NUDGE:
		return compose_ask(composer, item, provider, now_at, error);
	case MESSAGE_DIGEST:
	case MESSAGE_ALERT:
		return compose_content(composer, item, provider, now_at);
	case MESSAGE_RELAY:
		return compose_case(composer, item, provider, now_at, error);
	case MESSAGE_REPROMPT:
	case MESSAGE_STOPPED:
	case MESSAGE_THANKS:
		return compose_answer(composer, item, provider, now_at, error);
	case MESSAGE_REASON:
	case MESSAGE_STARTED:
	case MESSAGE_HELP:
		break;
	}
	g_assert_not_reached();
}
