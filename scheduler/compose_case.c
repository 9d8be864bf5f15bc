/*
 * compose_case.c - mails about a case: what one side wrote, on its way to the
 * other, and what a colleague is told of it. Called by compose.c.
 *
 * Nobody is shown an address: the mail comes from ours, with the writer's name,
 * and goes back to an address of the case. What goes to a colleague says that a
 * machine has written it, so that no other answers (RFC 3834).
 */
#include <string.h>

#include "base/timezone.h"
#include "scheduler/compose_internal.h"
#include "store/cases/cases.h"

#define HEADERS_MAX 6

struct case_mail {
	const struct composer *composer;
	const struct outbox_item *item;
	const char *language;
	json_t *context;
	char *reply_to, *in_reply_to, *references, *from, *subject;
	struct mime_header headers[HEADERS_MAX];
	guint n;
};

static void
case_mail_clear(struct case_mail *mail)
{
	json_decref(mail->context);
	g_free(mail->reply_to);
	g_free(mail->in_reply_to);
	g_free(mail->references);
	g_free(mail->from);
	g_free(mail->subject);
}

static void
add_header(struct case_mail *mail, const char *name, const char *value)
{
	mail->headers[mail->n++] = (struct mime_header){ name, value, FALSE };
	g_assert(mail->n < HEADERS_MAX);
}

char *
compose_case_reply_to(const struct composer *composer,
    const struct outbox_item *item)
{
	g_autofree char *address = NULL;

	if (item->case_id == 0 || composer->settings->reply_address == NULL)
		return NULL;
	address = compose_address(composer,
	    item->case_side == CASE_SIDE_CUSTOMER ? TOKEN_CASE_CUSTOMER :
						    TOKEN_CASE_OWNER,
	    item->case_id);
	return mime_mailbox(composer->settings->organisation.name, address);
}

/* The invitation, and what was written last, as far as they are known. */
static void
add_references(struct case_mail *mail, const struct config_section *provider)
{
	const struct outbox_item *item = mail->item;
	g_autofree char *asked = item->follows_message_id != 0 ?
	    compose_message_id(mail->composer, provider,
		item->follows_message_id) :
	    NULL;
	const char *last = item->in_reply_to != NULL ? item->in_reply_to :
						       asked;

	if (last == NULL)
		return;
	mail->in_reply_to = g_strdup_printf("<%s>", last);
	mail->references = asked != NULL && last != asked ?
	    g_strdup_printf("<%s> <%s>", asked, last) :
	    g_strdup(mail->in_reply_to);
	add_header(mail, "In-Reply-To", mail->in_reply_to);
	add_header(mail, "References", mail->references);
}

static char *
word(const struct case_mail *mail, const char *key, gboolean header,
    GError **error)
{
	return catalog_word(mail->composer->catalog, CATALOG_CASE,
	    mail->language, key, mail->context,
	    header ? MUSTACHE_HEADER : MUSTACHE_TEXT, error);
}

/* A customer is written to in his language, a colleague in the team's. */
static const char *
language_of(const struct composer *composer, const struct outbox_item *item)
{
	const struct settings *settings = composer->settings;
	const struct customer_case *about = item->about;
	const struct team *team = about->team != NULL ?
	    settings_team(settings, about->team) :
	    NULL;
	const char *wanted = item->case_side == CASE_SIDE_CUSTOMER ?
	    about->language :
	    team != NULL ? team->language :
			   NULL;

	return catalog_language(composer->catalog, wanted,
	    settings->organisation.language);
}

static void
set_context(struct case_mail *mail)
{
	const struct customer_case *about = mail->item->about;
	const struct settings *settings = mail->composer->settings;
	const struct team *team = about->team != NULL ?
	    settings_team(settings, about->team) :
	    NULL;
	g_autofree char *when = timezone_format(
	    team != NULL ? team->zone : settings->organisation.zone,
	    about->due_at);
	const char *name = mail->item->from_name;

	mail->context = compose_context(mail->composer, NULL, NULL);
	if (name == NULL && mail->item->case_side == CASE_SIDE_OWNER)
		name = about->name;
	compose_set_text(mail->context, "name", name);
	compose_set_text(mail->context, "customer", about->name);
	compose_set_text(mail->context, "touchpoint", about->touchpoint);
	compose_set_text(mail->context, "when", when);
	json_object_set_new(mail->context, "n", json_integer(about->id));
	/* 0 is a score, and no lack of one. */
	if (about->score >= 0)
		json_object_set_new(mail->context, "score",
		    json_sprintf("%d", about->score));
}

/* "Bob via Aurora Spa <survey@...>" */
static gboolean
set_from(struct case_mail *mail, const struct config_section *provider,
    GError **error)
{
	g_autofree char *address = mime_address(config_text(provider, "from"));
	g_autofree char *via = NULL;

	if (mail->item->from_name == NULL)
		return TRUE;
	via = word(mail, "via", TRUE, error);
	if (via == NULL)
		return FALSE;
	mail->from = mime_mailbox(via, address);
	return TRUE;
}

static void
put_paragraph(GString *text, const char *words)
{
	if (words == NULL || *words == '\0')
		return;
	if (text->len > 0)
		g_string_append(text, "\n\n");
	g_string_append(text, words);
}

/* The key of what a colleague is told first. */
static const char *
key_of(const char *form)
{
	static const struct {
		const char *form, *key;
	} keys[] = {
		{ "relay", "relay" },
		{ "reminder", "reminder" },
		{ "assigned", "assigned" },
		{ "stopped", "stopped" },
		{ "no address", "no_address" },
		{ "bounced", "bounced" },
		{ "unsent", "unsent" },
		{ "limit", "limit" },
		{ "opted out", "opted_out" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (g_strcmp0(form, keys[i].form) == 0)
			return keys[i].key;
	}
	return "reminder"; /* of a newer dripscore */
}

/* What the customer said, where the mail is not itself that. */
static gboolean
put_history(struct case_mail *mail, GString *text, GError **error)
{
	const struct customer_case *about = mail->item->about;
	g_autofree char *said = NULL;

	if (about->words == NULL)
		return TRUE;
	said = word(mail, "said", FALSE, error);
	if (said == NULL)
		return FALSE;
	put_paragraph(text, said);
	put_paragraph(text, about->words);
	return TRUE;
}

static char *
text_to_owner(struct case_mail *mail, GError **error)
{
	const struct outbox_item *item = mail->item;
	const char *key = key_of(item->case_form);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *head = word(mail, key, FALSE, error);
	g_autofree char *hint = head != NULL ?
	    word(mail, "hint", FALSE, error) :
	    NULL;

	if (hint == NULL)
		return NULL;
	put_paragraph(text, head);
	put_paragraph(text, item->text);
	if (*item->text == '\0' && !put_history(mail, text, error))
		return NULL;
	/* Where no mail comes in, nothing can be passed on. */
	if (mail->reply_to != NULL)
		g_string_append_printf(text, "\n\n-- \n%s", hint);
	g_string_append_c(text, '\n');
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *
text_to_customer(struct case_mail *mail, GError **error)
{
	g_autofree char *foot = word(mail, "foot", FALSE, error);

	return foot != NULL ?
	    g_strconcat(mail->item->text, "\n\n-- \n", foot, "\n", NULL) :
	    NULL;
}

static gboolean
write_mail(struct case_mail *mail, const struct config_section *provider,
    char **text, GError **error)
{
	gboolean to_customer = mail->item->case_side == CASE_SIDE_CUSTOMER;

	mail->reply_to = compose_case_reply_to(mail->composer, mail->item);
	if (mail->reply_to != NULL)
		add_header(mail, "Reply-To", mail->reply_to);
	add_header(mail, "X-Auto-Response-Suppress", "All");
	if (!to_customer)
		add_header(mail, "Auto-Submitted", "auto-generated");
	add_references(mail, provider);
	mail->subject = word(mail, to_customer ? "subject_customer" : "subject",
	    TRUE, error);
	*text = mail->subject == NULL ? NULL :
	    to_customer		      ? text_to_customer(mail, error) :
					text_to_owner(mail, error);
	return *text != NULL && set_from(mail, provider, error);
}

struct message *
compose_case(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, gint64 now_at, GError **error)
{
	struct case_mail mail = { .composer = composer, .item = item };
	struct message *message = NULL;
	g_autofree char *address = mime_address(item->recipient);
	g_autofree char *text = NULL;

	mail.language = language_of(composer, item);
	set_context(&mail);
	if (write_mail(&mail, provider, &text, error)) {
		struct mime_mail mime = {
			.from = mail.from,
			.date_at = now_at,
			.headers = mail.headers,
			.subject = mail.subject,
			.text = text,
			.html = "",
		};

		message = compose_wrap(composer, item, provider,
		    address != NULL ? address : item->recipient, &mime);
	}
	case_mail_clear(&mail);
	return message;
}
