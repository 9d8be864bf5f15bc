/*
 * compose_answer.c - a mail in answer to a mail: once more the question, to who
 * has not answered by one number; thanks, with a link, to who has; and the one
 * confirmation of an opt-out.
 *
 * It goes to the address that was asked, whoever has written, and says that a
 * machine has answered (RFC 3834), so that no other does. By its tokens a reply
 * to it is one to the invitation. Called by compose.c.
 */
#include <string.h>

#include "scheduler/compose_internal.h"

#define HEADERS_MAX 8

struct answer {
	struct rendered rendered;
	char *reply_to, *unsubscribe, *in_reply_to, *references;
	struct mime_header headers[HEADERS_MAX];
};

static void
answer_clear(struct answer *answer)
{
	rendered_clear(&answer->rendered);
	g_free(answer->reply_to);
	g_free(answer->unsubscribe);
	g_free(answer->in_reply_to);
	g_free(answer->references);
}

/* The invitation and the mail that is answered, as far as they are known. */
static void
add_references(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, struct answer *answer)
{
	g_autofree char *asked = item->follows_message_id != 0 ?
	    compose_message_id(composer, provider, item->follows_message_id) :
	    NULL;
	const char *last = item->in_reply_to != NULL ? item->in_reply_to :
						       asked;

	if (last == NULL)
		return;
	answer->in_reply_to = g_strdup_printf("<%s>", last);
	answer->references = asked != NULL && last != asked ?
	    g_strdup_printf("<%s> <%s>", asked, last) :
	    g_strdup(answer->in_reply_to);
}

static void
add_headers(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, struct answer *answer)
{
	g_autofree char *address = compose_address(composer, TOKEN_REPLY,
	    item->invitation_id);
	g_autofree char *link = compose_leave_link(composer,
	    item->invitation_id);
	guint n = 0;

	add_references(composer, item, provider, answer);
	answer->reply_to = mime_mailbox(composer->settings->organisation.name,
	    address);
	answer->unsubscribe = g_strdup_printf("<%s>", link);
	answer->headers[n++] = (struct mime_header){ "Reply-To",
		answer->reply_to, FALSE };
	answer->headers[n++] = (struct mime_header){ "Auto-Submitted",
		"auto-replied", FALSE };
	answer->headers[n++] = (struct mime_header){ "X-Auto-Response-Suppress",
		"All", FALSE };
	if (item->kind != MESSAGE_STOPPED)
		answer->headers[n++] = (struct mime_header){ "List-Unsubscribe",
			answer->unsubscribe, FALSE };
	if (answer->in_reply_to == NULL)
		return;
	answer->headers[n++] = (struct mime_header){ "In-Reply-To",
		answer->in_reply_to, FALSE };
	answer->headers[n++] = (struct mime_header){ "References",
		answer->references, FALSE };
	g_assert(n < HEADERS_MAX);
}

/* The letters as they are known; the store compares them in lower case. */
static const char *
recipient_of(const struct outbox_item *item)
{
	const char *email = item->event->contact.email;
	g_autofree char *key = email != NULL ? g_utf8_strdown(email, -1) : NULL;

	return g_strcmp0(key, item->recipient) == 0 ? email : item->recipient;
}

struct message *
compose_answer(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, gint64 now_at, GError **error)
{
	const struct asking asking = {
		.kind = item->kind,
		.touchpoint = settings_touchpoint(composer->settings,
		    item->touchpoint),
		.event = item->event,
		.invitation_id = item->invitation_id,
		.score = item->score,
	};
	struct answer answer = { 0 };
	struct message *message;

	if (!compose_bodies(composer, &asking, &answer.rendered, error))
		return NULL;
	add_headers(composer, item, provider, &answer);
	{
		struct mime_mail mail = {
			.to_name = item->event->contact.name,
			.date_at = now_at,
			.headers = answer.headers,
			.subject = answer.rendered.subject,
			.text = answer.rendered.text,
			.html = answer.rendered.html,
		};

		message = compose_wrap(composer, item, provider,
		    recipient_of(item), &mail);
	}
	answer_clear(&answer);
	return message;
}
