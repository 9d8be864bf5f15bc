/*
 * mail_tame.c - takes from raw bytes what GMime 3.2.13 cannot bear.
 *
 * Found by trying: an address list with 80,000 nested groups ("a:a:a:...")
 * overflows its stack; its time grows with the number of header lines and of
 * boundary lines, so that 10 MiB of either take seconds. No honest mail comes
 * near these limits. Called by mail.c.
 */
#include <string.h>

#include "replies/mail.h"

#define HEADERS_MAX_BYTES (256 * 1024)
#define BOUNDARY_LINES_MAX 5000
#define GROUPS_MAX 64 /* colons in one header that holds addresses */

struct tamer {
	gboolean in_headers; /* of the mail itself */
	gboolean addresses;  /* the header begun last holds addresses */
	guint groups;
	guint boundary_lines;
};

/* At any place, for mails inside the mail have headers too. */
static gboolean
holds_addresses(const char *line, gsize n)
{
	static const char *const names[] = { "To:", "Cc:", "Bcc:", "From:",
		"Sender:", "Reply-To:", "Resent-",
		"Mail-Followup-To:", "Disposition-Notification-To:" };

	/* Few lines begin as one of them does. */
	if (n == 0 || strchr("TtCcBbFfSsRrMmDd", *line) == NULL)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (n >= strlen(names[i]) &&
		    g_ascii_strncasecmp(line, names[i], strlen(names[i])) == 0)
			return TRUE;
	return FALSE;
}

static void
drop_groups(struct tamer *tamer, char *line, gsize n)
{
	if (n > 0 && *line != ' ' && *line != '\t') {
		tamer->addresses = holds_addresses(line, n);
		tamer->groups = 0;
	}
	if (!tamer->addresses)
		return;
	for (gsize i = 0; i < n; i++)
		if (line[i] == ':' && ++tamer->groups > GROUPS_MAX)
			line[i] = ' ';
}

/* FALSE if the mail is to end before this line. */
static gboolean
tame_line(struct tamer *tamer, char *line, gsize n, gsize before)
{
	if (n == 0 || (n == 1 && *line == '\r'))
		tamer->in_headers = FALSE;
	if (tamer->in_headers && before + n > HEADERS_MAX_BYTES)
		return FALSE;
	if (n >= 2 && line[0] == '-' && line[1] == '-' &&
	    ++tamer->boundary_lines > BOUNDARY_LINES_MAX)
		return FALSE;
	drop_groups(tamer, line, n);
	return TRUE;
}

char *
mail_tame(const guint8 *bytes, gsize n, gsize *tame_n)
{
	struct tamer tamer = { .in_headers = TRUE };
	char *copy;
	gsize at = 0;

	/* Some programs save a mail with blank lines before it. */
	while (n > 0 && g_ascii_isspace(*bytes)) {
		bytes++;
		n--;
	}
	n = MIN(n, MAIL_MAX_BYTES);
	copy = g_malloc(n + 1);
	memcpy(copy, bytes, n);
	copy[n] = '\0';
	while (at < n) {
		char *end = memchr(copy + at, '\n', n - at);
		gsize length = end != NULL ? (gsize)(end - copy) - at : n - at;

		if (!tame_line(&tamer, copy + at, length, at))
			break;
		at += length + (end != NULL);
	}
	*tame_n = at;
	return copy;
}
