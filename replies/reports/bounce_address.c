/*
 * bounce_address.c - finds addresses in what servers write.
 *
 * In brackets an address may hold letters of any script (RFC 6531); in running
 * text of a script without blanks nobody could tell where it begins, so there
 * it is ASCII. Called by bounce_fields.c and bounce_named.c.
 */
#include "replies/reports/bounce_address.h"

#include <string.h>

#define ADDRESS_MAX_BYTES 320

static gboolean
is_atom(char c)
{
	return g_ascii_isalnum(c) ||
	    (c != '\0' && strchr("!#$%&*+-/=?^_`{|}~.'", c) != NULL);
}

/* "to=", "mailto:" and their like glued to the address, and quotes. */
static const char *
past_glue(const char *begin, const char *sign)
{
	static const char *const glue[] = { "to=", "rcpt=", "recipient=",
		"user=", "email=", "addr=", "address=", "smtp=" };

	while (begin < sign && strchr("'`.*-|/=", *begin) != NULL)
		begin++;
	for (guint i = 0; i < G_N_ELEMENTS(glue); i++)
		if (g_ascii_strncasecmp(begin, glue[i], strlen(glue[i])) == 0)
			return begin + strlen(glue[i]);
	return begin;
}

/* Where the local part begins that ends before the sign. */
static const char *
find_begin(const char *line, const char *sign, gboolean bracketed)
{
	const char *begin = sign;

	if (sign > line && sign[-1] == '"') { /* "ada b"@example.com */
		begin--;
		while (begin > line && begin[-1] != '"' && sign - begin <= 64)
			begin--;
		return begin > line && begin[-1] == '"' ? begin - 1 : sign;
	}
	while (begin > line && sign - begin < ADDRESS_MAX_BYTES &&
	    (is_atom(begin[-1]) || (bracketed && (begin[-1] & 0x80) != 0)))
		begin--;
	return past_glue(begin, sign);
}

static gsize
domain_length(const char *domain, gboolean bracketed)
{
	gsize n = 0;

	if (*domain == '[') {
		n = strspn(domain + 1, "0123456789.:abcdefABCDEFIPv") + 1;
		return domain[n] == ']' ? n + 1 : 0;
	}
	while (g_ascii_isalnum(domain[n]) ||
	    (domain[n] != '\0' && strchr("-._", domain[n]) != NULL) ||
	    (bracketed && (domain[n] & 0x80) != 0))
		n++;
	while (n > 0 && strchr(".-_", domain[n - 1]) != NULL)
		n--;
	/* Without a dot only where there is no doubt. */
	return bracketed || memchr(domain, '.', n) != NULL ? n : 0;
}

/* Exchange wraps foreign addresses: IMCEASMTP-ada+40example+2Ecom@host. */
static char *
plain_address(const char *address, gsize n)
{
	static const char wrap[] = "IMCEASMTP-";
	g_autoptr(GString) out = g_string_new(NULL);

	if (g_ascii_strncasecmp(address, wrap, strlen(wrap)) != 0)
		return g_strndup(address, n);
	for (const char *at = address + strlen(wrap); *at != '@'; at++) {
		if (*at == '+' && g_ascii_isxdigit(at[1]) &&
		    g_ascii_isxdigit(at[2])) {
			g_string_append_c(out,
			    (char)(g_ascii_xdigit_value(at[1]) * 16 +
				g_ascii_xdigit_value(at[2])));
			at += 2;
		} else {
			g_string_append_c(out, *at);
		}
	}
	return strchr(out->str, '@') != NULL ? g_strdup(out->str) :
					       g_strndup(address, n);
}

char *
bounce_address_next(const char **at, const char **begin)
{
	const char *line = *at;
	const char *sign = strchr(line, '@');

	for (; sign != NULL; sign = strchr(sign + 1, '@')) {
		const char *open = sign;
		const char *first;
		gsize n;

		while (open > line && sign - open < ADDRESS_MAX_BYTES &&
		    !g_ascii_isspace(open[-1]) && open[-1] != '<')
			open--;
		open = open > line && open[-1] == '<' ? open : NULL;
		first = find_begin(line, sign, open != NULL);
		n = domain_length(sign + 1, open != NULL);
		if (first == sign || n == 0 ||
		    sign + 1 + n - first > ADDRESS_MAX_BYTES)
			continue;
		*at = sign + 1 + n;
		*begin = open != NULL ? open - 1 : first;
		return plain_address(first, *at - first);
	}
	return NULL;
}

/* "\x{E9}" for a character that the way could not bear (RFC 6533). */
static char *
unescape(const char *value)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *at = value; *at != '\0'; at++) {
		char *end = NULL;
		guint64 c = g_str_has_prefix(at, "\\x{") ?
		    g_ascii_strtoull(at + 3, &end, 16) :
		    0;

		if (end != NULL && *end == '}' && end - at <= 9 && c >= ' ' &&
		    c < 0x110000 && g_unichar_validate((gunichar)c)) {
			g_string_append_unichar(out, (gunichar)c);
			at = end;
		} else {
			g_string_append_c(out, *at);
		}
	}
	return g_strdup(out->str);
}

char *
bounce_address_of_field(const char *value)
{
	const char *type_end = value != NULL ? strchr(value, ';') : NULL;
	g_autofree char *plain = NULL;
	const char *at;
	gsize n;

	if (value == NULL)
		return NULL;
	plain = unescape(type_end != NULL ? type_end + 1 : value);
	at = strchr(plain, '<');
	at = at != NULL ? at + 1 : plain;
	at += strspn(at, " \t<\"'");
	if (g_ascii_strncasecmp(at, "smtp:", 5) == 0)
		at += 5;
	n = strcspn(at, " \t<>\",;()[]");
	while (n > 0 && strchr("'.:", at[n - 1]) != NULL)
		n--;
	if (n < 3 || n > ADDRESS_MAX_BYTES || *at == '@' ||
	    memchr(at, '@', n) == NULL || at[n - 1] == '@')
		return NULL;
	return g_strndup(at, n);
}

gboolean
bounce_address_is_system(const char *address)
{
	static const char *const names[] = { "postmaster@", "mailer-daemon@",
		"mail-daemon@", "mailerdaemon@", "abuse@", "hostmaster@",
		"microsoftexchange", "double-bounce@", "mdaemon@", "imceaex-",
		"redacted@", "redacted-address@" };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strncasecmp(address, names[i], strlen(names[i])) ==
		    0)
			return TRUE;
	return FALSE;
}
