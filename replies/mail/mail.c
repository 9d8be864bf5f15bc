/*
 * mail.c - reads a mail's headers with GMime.
 *
 * Its parts are mail_parts.c's and mail_report.c's. Called by read.c.
 * g_mime_multipart_get_boundary is called nowhere: in GMime 3.2.13 it may never
 * return.
 */
#include "replies/mail/mail.h"

#include <string.h>

#include "replies/mail/mail_part.h"

#define HEADERS_MAX 1000
#define ADDRESS_MAX_BYTES 320 /* RFC 3696, and a little */
#define VALUE_MAX_BYTES 16384
#define REFERENCES_MAX 50
#define EARLIEST_AT 631152000 /* 1990: before it no mail of ours was sent */
#define LATEST_AT 4102444800  /* 2100 */

static void
start_gmime(void)
{
	static gsize started;

	if (g_once_init_enter(&started)) {
		g_mime_init();
		g_once_init_leave(&started, 1);
	}
}

static void
add_address(GPtrArray *addresses, const char *address)
{
	g_autofree char *copy = NULL;
	gsize n = 0;

	if (address == NULL || addresses->len >= MAIL_MAX_ADDRESSES)
		return;
	address += strspn(address, " \t<");
	if (g_ascii_strncasecmp(address, "mailto:", 7) == 0)
		address += strlen("mailto:");
	if (*address == '"' && strchr(address + 1, '"') != NULL)
		n = (gsize)(strchr(address + 1, '"') - address);
	n += strcspn(address + n, " \t\r\n<>,;");
	if (n == 0 || n > ADDRESS_MAX_BYTES)
		return;
	copy = g_strndup(address, n);
	if (strchr(copy, '@') == NULL || *copy == '@' ||
	    !g_utf8_validate(copy, -1, NULL) ||
	    g_ptr_array_find_with_equal_func(addresses, copy, g_str_equal,
		NULL))
		return;
	g_ptr_array_add(addresses, g_steal_pointer(&copy));
}

/* depth: lists may hold groups, which hold lists. */
static void
add_addresses(GPtrArray *addresses, InternetAddressList *list, guint depth)
{
	int n = list != NULL ? internet_address_list_length(list) : 0;

	for (int i = 0; i < n && i < MAIL_MAX_ADDRESSES; i++) {
		InternetAddress *address =
		    internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_MAILBOX(address))
			add_address(addresses,
			    internet_address_mailbox_get_addr(
				INTERNET_ADDRESS_MAILBOX(address)));
		else if (INTERNET_ADDRESS_IS_GROUP(address) && depth > 0)
			add_addresses(addresses,
			    internet_address_group_get_members(
				INTERNET_ADDRESS_GROUP(address)),
			    depth - 1);
	}
}

/* What the servers on the way wrote is surer than what the person did. */
static void
read_recipients(struct mail *mail)
{
	static const char *const names[] = { "Delivered-To", "X-Original-To",
		"Envelope-To" };
	GMimeHeaderList *headers = g_mime_object_get_header_list(
	    GMIME_OBJECT(mail->message));
	int n = MIN(g_mime_header_list_get_count(headers), HEADERS_MAX);

	for (guint k = 0; k < G_N_ELEMENTS(names); k++)
		for (int i = 0; i < n; i++) {
			GMimeHeader *header =
			    g_mime_header_list_get_header_at(headers, i);

			if (g_ascii_strcasecmp(g_mime_header_get_name(header),
				names[k]) == 0)
				add_address(mail->recipients,
				    g_mime_header_get_value(header));
		}
	add_addresses(mail->recipients, g_mime_message_get_to(mail->message),
	    2);
	add_addresses(mail->recipients, g_mime_message_get_cc(mail->message),
	    2);
}

void
mail_add_recipient(struct mail *mail, const char *address)
{
	add_address(mail->recipients, address);
}

void
mail_add_reference(struct mail *mail, const char *id)
{
	if (id == NULL || *id == '\0' || strlen(id) > ADDRESS_MAX_BYTES ||
	    !g_utf8_validate(id, -1, NULL) ||
	    mail->references->len >= REFERENCES_MAX ||
	    g_ptr_array_find_with_equal_func(mail->references, id, g_str_equal,
		NULL))
		return;
	g_ptr_array_add(mail->references, g_strdup(id));
}

/* The ids in the header, from the last to the first. */
static void
read_references(struct mail *mail, const char *name)
{
	const char *value = mail_header(mail, name);
	GMimeReferences *ids;
	gsize n;

	if (value == NULL)
		return;
	n = strlen(value);
	if (n > VALUE_MAX_BYTES) /* the last ones are what matters */
		value += n - VALUE_MAX_BYTES;
	ids = g_mime_references_parse(NULL, value);
	for (int i = g_mime_references_length(ids); i > 0; i--)
		mail_add_reference(mail,
		    g_mime_references_get_message_id(ids, i - 1));
	g_mime_references_free(ids);
}

/* The first of that name as it was sent, but for its length, or NULL; owned. */
static char *
raw_header(const struct mail *mail, const char *name)
{
	GMimeHeader *header = g_mime_header_list_get_header(
	    g_mime_object_get_header_list(GMIME_OBJECT(mail->message)), name);
	const char *value = header != NULL ?
	    g_mime_header_get_raw_value(header) :
	    NULL;

	return value != NULL ?
	    g_strndup(value, strnlen(value, VALUE_MAX_BYTES)) :
	    NULL;
}

/* Who wrote it, of a From in which GMime finds no address: the last one that
 * stands in angle brackets, else the first word with an @. */
static void
find_author(const struct mail *mail, GPtrArray *authors)
{
	g_autofree char *raw = raw_header(mail, "From");
	g_autofree char *line = raw != NULL ? mail_decode_header(raw) : NULL;
	char *at = line != NULL ? strrchr(line, '<') : NULL;

	if (at == NULL && line != NULL)
		at = strchr(line, '@');
	while (at != NULL && at > line && strchr(" \t<(\",;", at[-1]) == NULL)
		at--;
	add_address(authors, at);
}

/* What stands in angle brackets, else the first word; without the blanks that
 * folding left. NULL if that is nothing. */
static char *
read_id(const char *value)
{
	const char *at = strchr(value, '<');
	g_autoptr(GString) id = g_string_new(NULL);

	if (at == NULL) {
		at = value + strspn(value, " \t\r\n");
		g_string_append_len(id, at, (gssize)strcspn(at, " \t\r\n>"));
	} else {
		at += strspn(at, "<");
		for (; *at != '\0' && *at != '>'; at++)
			if (!g_ascii_isspace(*at))
				g_string_append_c(id, *at);
	}
	return id->len > 0 ? g_utf8_make_valid(id->str, -1) : NULL;
}

static void
read_author_name(struct mail *mail)
{
	InternetAddressList *list = g_mime_message_get_from(mail->message);
	InternetAddress *first = list != NULL &&
		internet_address_list_length(list) > 0 ?
	    internet_address_list_get_address(list, 0) :
	    NULL;
	const char *name = first != NULL && INTERNET_ADDRESS_IS_MAILBOX(first) ?
	    internet_address_get_name(first) :
	    NULL;

	if (name != NULL && *name != '\0' &&
	    strlen(name) <= ADDRESS_MAX_BYTES)
		mail->from_name = g_utf8_make_valid(name, -1);
}

static void
read_headers(struct mail *mail)
{
	g_autoptr(GPtrArray) authors = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *subject = raw_header(mail, "Subject");
	g_autofree char *id = raw_header(mail, "Message-ID");
	g_autofree char *date = raw_header(mail, "Date");

	if (subject != NULL)
		mail->subject = mail_decode_header(subject);
	if (id != NULL)
		mail->message_id = read_id(id);
	add_addresses(authors, g_mime_message_get_from(mail->message), 1);
	if (authors->len == 0)
		find_author(mail, authors);
	if (authors->len > 0)
		mail->from = g_strdup(authors->pdata[0]);
	read_author_name(mail);
	if (date != NULL)
		mail->written_at = mail_date_at(date);
	if (mail->written_at < EARLIEST_AT || mail->written_at > LATEST_AT)
		mail->written_at = 0;
	read_recipients(mail);
	read_references(mail, "In-Reply-To");
	read_references(mail, "References");
}

const char *
mail_header(const struct mail *mail, const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(mail->message), name);
}

struct mail *
mail_parse(const guint8 *bytes, gsize n)
{
	char *tame;
	struct mail *mail;
	GMimeMessage *message;
	GMimeStream *stream;
	GMimeParser *parser;

	start_gmime();
	tame = mail_tame(bytes, n, &n);
	stream = g_mime_stream_mem_new_with_byte_array(
	    g_byte_array_new_take((guint8 *)tame, n));
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	if (message != NULL)
		mail_mend(message, tame, n);
	g_object_unref(parser);
	g_object_unref(stream);
	if (message == NULL)
		return NULL;
	mail = g_new0(struct mail, 1);
	mail->message = message;
	mail->recipients = g_ptr_array_new_with_free_func(g_free);
	mail->references = g_ptr_array_new_with_free_func(g_free);
	read_headers(mail);
	mail_read_parts(mail);
	mail_read_reports(mail);
	return mail;
}

void
mail_free(struct mail *mail)
{
	if (mail == NULL)
		return;
	g_object_unref(mail->message);
	g_free(mail->subject);
	g_free(mail->message_id);
	g_free(mail->from);
	g_free(mail->from_name);
	g_ptr_array_unref(mail->recipients);
	g_ptr_array_unref(mail->references);
	g_free(mail->text);
	g_free(mail->status);
	g_free(mail->feedback);
	g_free(mail->returned);
	g_free(mail);
}
