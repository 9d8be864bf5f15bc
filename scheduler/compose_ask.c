/*
 * compose_ask.c - what a mail that asks says, and whom it is to be answered to:
 * an invitation, the reminder of it, the nudge after its score.
 *
 * By their tokens all three are answers to one invitation. Called by compose.c,
 * and for a preview.
 *
 * BUGS: a reminder names the invitation's Message-ID as it would be by the
 * provider that the reminder leaves by. If the invitation left by one with
 * another domain, mail programs don't show them together.
 */
#include "scheduler/compose_mould.h"

#include <string.h>

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

/* Opens a prepared reply, in the words of that kind; owned. */
static char *
answer_link(const struct composer *composer, enum catalog_kind kind,
    const char *language, const char *address, const json_t *context,
    GError **error)
{
	g_autofree char *subject = NULL;
	g_autofree char *body = NULL;

	subject = catalog_word(composer->catalog, kind, language,
	    "mail_subject", context, MUSTACHE_HEADER, error);
	if (subject == NULL)
		return NULL;
	body = catalog_word(composer->catalog, kind, language, "mail_body_hint",
	    context, MUSTACHE_TEXT, error);
	return body != NULL ? mailto(address, subject, body) : NULL;
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
		g_autofree char *link = NULL;

		json_array_append_new(scores, one);
		json_object_set_new(context, "score", json_integer(score));
		link = answer_link(composer, CATALOG_INVITATION, language,
		    address, context, error);
		if (link == NULL)
			return FALSE;
		json_object_set_new(one, "value", json_integer(score));
		compose_set_text(one, "class", compose_band(score));
		compose_set_text(one, "mailto", link);
	}
	json_object_del(context, "score");
	return TRUE;
}

/* The score that was given, and a link that opens a reply without one. */
static gboolean
add_reason(const struct composer *composer, const char *language,
    const char *address, int score, json_t *context, GError **error)
{
	g_autofree char *link = NULL;

	json_object_set_new(context, "score", json_integer(score));
	json_object_set_new(context, "band",
	    json_pack("{s:b}", compose_band(score), TRUE));
	link = answer_link(composer, CATALOG_NUDGE, language, address, context,
	    error);
	compose_set_text(context, "answer_mailto", link);
	return link != NULL;
}

static gboolean
add_thanks(const struct composer *composer, const struct asking *asking,
    const char *language, json_t *context, GError **error)
{
	int score = MAX(asking->score, 0);
	gboolean has_link;

	json_object_set_new(context, "band",
	    json_pack("{s:b}", compose_band(score), TRUE));
	return compose_add_link(composer, asking->touchpoint, language, score,
	    context, &has_link, error);
}

const char *
compose_language(const struct composer *composer, const struct event *event)
{
	return catalog_language(composer->catalog, event->contact.language,
	    composer->settings->organisation.language);
}

struct catalog_own
compose_own(const struct composer *composer,
    const struct touchpoint *touchpoint, enum message_kind kind)
{
	static const struct own_words none = { NULL };
	const struct own_words *words = touchpoint != NULL ?
	    g_hash_table_lookup(composer->own, touchpoint->name) :
	    &none;

	return (struct catalog_own){
		.subject = kind != MESSAGE_REPROMPT ? words->subject : NULL,
		.question = words->question,
		.reminds = kind == MESSAGE_REMINDER,
	};
}

char *
compose_leave_link(const struct composer *composer, gint64 invitation_id)
{
	g_autofree char *leave = compose_address(composer, TOKEN_UNSUBSCRIBE,
	    invitation_id);

	return mailto(leave, "unsubscribe", NULL);
}

/* The question is whether one would recommend; a nudge has another. */
static gboolean
render(const struct composer *composer, const struct asking *asking,
    const char *language, const char *answer, json_t *context,
    struct rendered *rendered, GError **error)
{
	const struct catalog_own own = compose_own(composer,
	    asking->touchpoint, asking->kind);

	if (asking->kind == MESSAGE_THANKS)
		return add_thanks(composer, asking, language, context,
			   error) &&
		    catalog_render(composer->catalog, "thanks", language,
			context, NULL, rendered, error);
	if (asking->kind == MESSAGE_STOPPED)
		return catalog_render(composer->catalog, "stopped", language,
		    context, NULL, rendered, error);
	if (asking->kind == MESSAGE_REPROMPT)
		return add_scores(composer, language, answer, context,
			   error) &&
		    catalog_render(composer->catalog, "reprompt", language,
			context, &own, rendered, error);
	if (asking->kind == MESSAGE_NUDGE)
		return add_reason(composer, language, answer, asking->score,
			   context, error) &&
		    catalog_render(composer->catalog, "nudge", language,
			context, NULL, rendered, error);
	return add_scores(composer, language, answer, context, error) &&
	    catalog_render(composer->catalog, asking->touchpoint->template,
		language, context, &own, rendered, error);
}

gboolean
compose_bodies(const struct composer *composer, const struct asking *asking,
    struct rendered *rendered, GError **error)
{
	const char *language = compose_language(composer, asking->event);
	json_t *context = compose_context(composer, asking->touchpoint,
	    asking->event);
	g_autofree char *answer = compose_address(composer, TOKEN_REPLY,
	    asking->invitation_id);
	g_autofree char *unsubscribe = compose_leave_link(composer,
	    asking->invitation_id);
	gboolean ok;

	if (asking->kind != MESSAGE_STOPPED)
		compose_set_text(context, "unsubscribe_mailto", unsubscribe);
	ok = render(composer, asking, language, answer, context, rendered,
	    error);
	json_decref(context);
	return ok;
}

/* "<...>" of the invitation that it comes after; NULL: it is one itself, or
 * that is not known. Owned. */
static char *
reference_of(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider)
{
	g_autofree char *id = NULL;

	if (item->follows_message_id == 0)
		return NULL;
	id = compose_message_id(composer, provider, item->follows_message_id);
	return g_strdup_printf("<%s>", id);
}

gboolean
compose_asked_mail(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, struct asked_mail *asked, GError **error)
{
	const struct asking asking = {
		.kind = item->kind,
		.touchpoint = settings_touchpoint(composer->settings,
		    item->touchpoint),
		.event = item->event,
		.invitation_id = item->invitation_id,
		.score = item->score,
	};
	g_autofree char *answer = compose_address(composer, TOKEN_REPLY,
	    item->invitation_id);
	g_autofree char *link = compose_leave_link(composer,
	    item->invitation_id);

	*asked = (struct asked_mail){ 0 };
	if (!compose_bodies(composer, &asking, &asked->rendered, error))
		return FALSE;
	asked->unsubscribe = g_strdup_printf("<%s>", link);
	asked->reply_to = mime_mailbox(composer->settings->organisation.name,
	    answer);
	asked->feedback = g_strdup_printf("%s:email:dripscore:%s",
	    asking.touchpoint->name, compose_domain(answer));
	asked->reference = reference_of(composer, item, provider);
	memcpy(asked->headers,
	    (const struct mime_header[ASKED_HEADERS_MAX]){
		{ "Reply-To", asked->reply_to, FALSE },
		{ "List-Unsubscribe", asked->unsubscribe, FALSE },
		{ "Auto-Submitted", "auto-generated", FALSE },
		{ "Precedence", "bulk", FALSE },
		{ "Feedback-ID", asked->feedback, FALSE },
		{ asked->reference != NULL ? "In-Reply-To" : NULL,
		    asked->reference, FALSE },
		{ "References", asked->reference, FALSE },
	    },
	    sizeof(asked->headers));
	asked->mail = (struct mime_mail){
		.to_name = item->event->contact.name,
		.date_at = now_at,
		.headers = asked->headers,
		.subject = asked->rendered.subject,
		.text = asked->rendered.text,
		.html = asked->rendered.html,
	};
	return TRUE;
}

void
asked_mail_clear(struct asked_mail *asked)
{
	rendered_clear(&asked->rendered);
	g_clear_pointer(&asked->reply_to, g_free);
	g_clear_pointer(&asked->unsubscribe, g_free);
	g_clear_pointer(&asked->feedback, g_free);
	g_clear_pointer(&asked->reference, g_free);
}

struct message *
compose_ask_plainly(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, GError **error)
{
	struct asked_mail asked;
	struct message *message;

	if (!compose_asked_mail(composer, item, provider, now_at, &asked,
		error))
		return NULL;
	message = compose_wrap(composer, item, provider,
	    item->event->contact.email, &asked.mail);
	asked_mail_clear(&asked);
	return message;
}

struct message *
compose_ask(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, gint64 now_at, GError **error)
{
	struct message *message = mould_compose(composer, item, provider,
	    now_at);

	return message != NULL ? message :
				 compose_ask_plainly(composer, item, provider,
				     now_at, error);
}
