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
	gboolean plain;

	if (*address == '\0' && empty)
		return g_strdup("");
	plain = text_is_plain(address);
	if (!plain && !g_utf8_validate(address, -1, NULL)) {
		*refusal = "the address is not UTF-8";
		return NULL;
	}
	if (!plain && text_has_control(address)) {
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
	if (plain)
		return g_strdup(address);
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

#define HIGH_BITS G_GUINT64_CONSTANT(0x8080808080808080)

/* The first byte that is not ASCII; n: there is none. Eight at a time: it is
 * done for every mail. */
static gsize
first_eightbit(const guint8 *data, gsize n)
{
	gsize i = 0;

	for (; n - i >= sizeof(guint64); i += sizeof(guint64)) {
		guint64 eight;

		memcpy(&eight, data + i, sizeof(eight));
		if (eight & HIGH_BITS)
			break;
	}
	while (i < n && data[i] < 0x80)
		i++;
	return i;
}

/* Behind the empty line that ends the header; n: there is none. */
static gsize
body_at(const guint8 *data, gsize n)
{
	for (gsize i = 0; i + 1 < n; i++) {
		if (data[i] == '\n' &&
		    (data[i + 1] == '\n' ||
			(data[i + 1] == '\r' && i + 2 < n &&
			    data[i + 2] == '\n')))
			return i;
	}
	return n;
}

/* Where 8-bit bytes stand: headers need SMTPUTF8, a body 8BITMIME. */
static void
eightbit_find(GBytes *bytes, gboolean *in_header, gboolean *in_body)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(bytes, &n);
	gsize first = first_eightbit(data, n);
	gsize body;

	*in_header = *in_body = FALSE;
	if (first == n)
		return;
	body = body_at(data, n);
	*in_header = first < body;
	*in_body = first >= body ||
	    first_eightbit(data + body, n - body) < n - body;
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

/* Its addresses as they go over the wire; FALSE with *refusal set. */
static gboolean
make_paths(const struct message *message, char **from, char **to,
    gboolean *utf8, char **refusal)
{
	const char *why = NULL;

	*to = NULL;
	*from = smtp_path_make(message->sender, TRUE, utf8, &why);
	if (*from == NULL) {
		*refusal = g_strdup_printf("sender: %s", why);
		return FALSE;
	}
	*to = smtp_path_make(message->recipient, FALSE, utf8, &why);
	if (*to == NULL) {
		*refusal = g_strdup_printf("recipient: %s", why);
		return FALSE;
	}
	return TRUE;
}

gboolean
smtp_envelope_is_possible(const struct message *message, char **refusal)
{
	g_autofree char *from = NULL;
	g_autofree char *to = NULL;
	gboolean utf8 = FALSE;

	return make_paths(message, &from, &to, &utf8, refusal);
}

gboolean
smtp_envelope_make(const struct message *message,
    const struct smtp_capabilities *capabilities,
    struct smtp_envelope *envelope, char **refusal)
{
	gsize n = g_bytes_get_size(message->bytes);
	gboolean utf8, eightbit;
	g_autofree char *from = NULL;
	g_autofree char *to = NULL;
	char size[32] = "";

	eightbit_find(message->bytes, &utf8, &eightbit);
	if (!make_paths(message, &from, &to, &utf8, refusal))
		return FALSE;
	*refusal = refusal_by_server(capabilities, n, utf8, eightbit);
	if (*refusal != NULL)
		return FALSE;
	if (capabilities->size)
		g_snprintf(size, sizeof(size), " SIZE=%" G_GSIZE_FORMAT, n);
	envelope->mail = g_strconcat("MAIL FROM:<", from, ">", size,
	    capabilities->eightbit && (eightbit || utf8) ? " BODY=8BITMIME" :
							   "",
	    utf8 ? " SMTPUTF8" : "", NULL);
	envelope->rcpt = g_strconcat("RCPT TO:<", to, ">", NULL);
	return TRUE;
}

void
smtp_envelope_clear(struct smtp_envelope *envelope)
{
	g_clear_pointer(&envelope->mail, g_free);
	g_clear_pointer(&envelope->rcpt, g_free);
}
