/*
 * smtp_envelope.c - makes MAIL and RCPT for a message. Called by
 * smtp_connection.c before each message, and by smtp.c before any connection.
 */
#include "providers/smtp_envelope.h"

#include <string.h>

#include "base/text.h"

/* RFC 5321, 4.5.3.1.3, is 256; some addresses in use are longer. */
#define PATH_MAX_BYTES 512

static gboolean
is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((guchar)*text >= 0x80)
			return FALSE;
	return TRUE;
}

/* RFC 5321 Dot-string or Quoted-string, leniently: nothing that ends a path. */
static gboolean
local_part_is_valid(const char *local)
{
	gsize n = strlen(local);

	if (n == 0)
		return FALSE;
	if (local[0] != '"')
		return strpbrk(local, " \"<>()[]\\,;:@") == NULL;
	if (n < 2 || local[n - 1] != '"')
		return FALSE;
	for (gsize i = 1; i < n - 1; i++) {
		if (local[i] == '"')
			return FALSE;
		if (local[i] == '\\' && ++i == n - 1)
			return FALSE;
	}
	return TRUE;
}

static gboolean
domain_is_valid(const char *domain)
{
	return *domain != '\0' && strpbrk(domain, " \"<>(),;@\\") == NULL &&
	    (domain[0] == '[') == (domain[strlen(domain) - 1] == ']');
}

char *
smtp_path_make(const char *address, gboolean empty, gboolean *utf8,
    const char **refusal)
{
	g_autofree char *local = NULL;
	g_autofree char *ascii = NULL;
	const char *at;

	if (*address == '\0' && empty)
		return g_strdup("");
	if (!g_utf8_validate(address, -1, NULL)) {
		*refusal = "the address is not UTF-8";
		return NULL;
	}
	if (text_has_control(address)) {
		*refusal = "the address holds control characters";
		return NULL;
	}
	at = strrchr(address, '@');
	if (at == NULL || strlen(address) > PATH_MAX_BYTES) {
		*refusal = at == NULL ? "the address has no @" :
					"the address is too long";
		return NULL;
	}
	local = g_strndup(address, (gsize)(at - address));
	if (!local_part_is_valid(local) || !domain_is_valid(at + 1)) {
		*refusal = "the address has no valid form";
		return NULL;
	}
	if (!is_ascii(local))
		*utf8 = TRUE;
	if (is_ascii(at + 1))
		return g_strdup(address);
	ascii = g_hostname_to_ascii(at + 1);
	if (ascii == NULL) {
		*refusal = "the address has an invalid domain";
		return NULL;
	}
	return g_strdup_printf("%s@%s", local, ascii);
}

/* Where 8-bit bytes stand: headers need SMTPUTF8, a body 8BITMIME. */
static void
eightbit_find(GBytes *bytes, gboolean *in_header, gboolean *in_body)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(bytes, &n);
	gboolean body = FALSE;

	*in_header = *in_body = FALSE;
	for (gsize i = 0; i < n && !*in_body; i++) {
		if (data[i] >= 0x80)
			*(body ? in_body : in_header) = TRUE;
		else if (!body && data[i] == '\n' && i + 1 < n &&
		    (data[i + 1] == '\n' ||
			(data[i + 1] == '\r' && i + 2 < n &&
			    data[i + 2] == '\n')))
			body = TRUE;
	}
}

static char *
refusal_by_server(const struct smtp_capabilities *capabilities, gsize n,
    gboolean utf8, gboolean eightbit)
{
	if (capabilities->size && capabilities->size_max_bytes > 0 &&
	    n > capabilities->size_max_bytes)
		return g_strdup_printf(
		    "the message has %" G_GSIZE_FORMAT
		    " bytes, the server takes %" G_GUINT64_FORMAT,
		    n, capabilities->size_max_bytes);
	if (utf8 && !capabilities->smtputf8)
		return g_strdup("the address or a header is not ASCII, and the "
				"server has no SMTPUTF8");
	if (eightbit && !capabilities->eightbit)
		return g_strdup("the message has 8-bit text, and the server "
				"has no 8BITMIME");
	return NULL;
}

gboolean
smtp_envelope_make(const struct message *message,
    const struct smtp_capabilities *capabilities,
    struct smtp_envelope *envelope, char **refusal)
{
	gsize n = g_bytes_get_size(message->bytes);
	gboolean utf8, eightbit;
	const char *why = NULL;
	g_autofree char *from = NULL;
	g_autofree char *to = NULL;
	GString *mail;

	eightbit_find(message->bytes, &utf8, &eightbit);
	from = smtp_path_make(message->sender, TRUE, &utf8, &why);
	if (from == NULL) {
		*refusal = g_strdup_printf("sender: %s", why);
		return FALSE;
	}
	to = smtp_path_make(message->recipient, FALSE, &utf8, &why);
	if (to == NULL) {
		*refusal = g_strdup_printf("recipient: %s", why);
		return FALSE;
	}
	*refusal = refusal_by_server(capabilities, n, utf8, eightbit);
	if (*refusal != NULL)
		return FALSE;
	mail = g_string_new(NULL);
	g_string_append_printf(mail, "MAIL FROM:<%s>", from);
	if (capabilities->size)
		g_string_append_printf(mail, " SIZE=%" G_GSIZE_FORMAT, n);
	if (capabilities->eightbit && (eightbit || utf8))
		g_string_append(mail, " BODY=8BITMIME");
	if (utf8)
		g_string_append(mail, " SMTPUTF8");
	envelope->mail = g_string_free(mail, FALSE);
	envelope->rcpt = g_strdup_printf("RCPT TO:<%s>", to);
	return TRUE;
}

void
smtp_envelope_clear(struct smtp_envelope *envelope)
{
	g_clear_pointer(&envelope->mail, g_free);
	g_clear_pointer(&envelope->rcpt, g_free);
}
