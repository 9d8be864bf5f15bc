/*
 * mail_tame.c - takes from raw bytes what GMime 3.2.13 cannot bear.
 *
 * Found by trying: an address list with 80,000 nested groups ("a:a:a:...")
 * overflows its stack, one of a million addresses takes 400 MB, and so do a
 * million header lines, of the mail or of a part; 10 MiB of boundary lines take
 * seconds. No honest mail comes near these limits. What servers on the way
 * wrote and nobody reads here goes, too: it is most of a mail's headers. Called
 * by mail.c.
 */
#include <string.h>

#include "replies/mail/mail.h"

#define HEADERS_MAX_BYTES (128 * 1024) /* up to a blank line; others go */
#define ALL_HEADERS_MAX_BYTES (384 * 1024) /* of all parts */
#define ADDRESSES_MAX_BYTES (32 * 1024) /* in one header */
#define GROUPS_MAX 64 /* colons in one header that holds addresses */
#define BOUNDARY_LINES_MAX 2000

struct tamer {
	char *out;
	gsize n;
	gboolean first;	     /* in the headers of the mail itself */
	gboolean header;     /* the line begun last is perhaps one */
	gboolean unread;     /* and nobody asks for it */
	gsize headers_bytes; /* so many since the last blank line */
	gsize all_headers_bytes;
	gboolean addresses;  /* the header begun last holds addresses */
	gsize addresses_bytes;
	guint groups;
	guint boundary_lines;
};

static gboolean
begins_with_one(const char *line, gsize n, const char *const *names)
{
	for (; *names != NULL; names++)
		if (n >= strlen(*names) &&
		    g_ascii_strncasecmp(line, *names, strlen(*names)) == 0)
			return TRUE;
	return FALSE;
}

/* At any place, for mails inside the mail have headers too. */
static gboolean
holds_addresses(const char *line, gsize n)
{
	static const char *const names[] = { "To:", "Cc:", "Bcc:", "From:",
		"Sender:", "Reply-To:", "Resent-",
		"Mail-Followup-To:", "Disposition-Notification-To:", NULL };

	/* Few lines begin as one of them does. */
	if (n == 0 || strchr("TtCcBbFfSsRrMmDd", *line) == NULL)
		return FALSE;
	return begins_with_one(line, n, names);
}

static gboolean
is_blank(const char *line, gsize n)
{
	return n == 0 || (n == 1 && *line == '\r');
}

/* "Name: value", in which GMime also takes a blank before the colon. */
static gboolean
is_header(const char *line, gsize n)
{
	gsize i = 0;

	if (memchr(line, ':', n) == NULL)
		return FALSE;
	while (i < n && g_ascii_isgraph(line[i]) && line[i] != ':')
		i++;
	while (i > 0 && i < n && (line[i] == ' ' || line[i] == '\t'))
		i++;
	return i > 0 && i < n && line[i] == ':';
}

/* One that a server on the way added: mail_header() finds none of them. */
static gboolean
is_unread(const char *line, gsize n)
{
	static const char *const names[] = { "ARC-", "Authentication-Results:",
		"DKIM-Signature:", "DomainKey-Signature:", "Received:",
		"Received-SPF:", "X-Google-DKIM-Signature:", "X-Received:",
		NULL };

	if (strchr("ADRXadrx", *line) == NULL)
		return FALSE;
	return begins_with_one(line, n, names);
}

/*
 * TRUE if the line belongs to headers that are too long by now, or unread.
 * Where those of parts are is not known here: whatever looks like one is
 * counted.
 */
static gboolean
is_too_much(struct tamer *tamer, const char *line, gsize n)
{
	if (is_blank(line, n)) {
		tamer->first = tamer->header = tamer->unread = FALSE;
		tamer->headers_bytes = 0;
		return FALSE;
	}
	if (*line != ' ' && *line != '\t') {
		tamer->header = is_header(line, n);
		tamer->unread = tamer->first && is_unread(line, n);
	}
	if (tamer->unread)
		return TRUE;
	if (!tamer->first && !tamer->header)
		return FALSE;
	tamer->headers_bytes += n + 1;
	tamer->all_headers_bytes += n + 1;
	return tamer->headers_bytes > HEADERS_MAX_BYTES ||
	    tamer->all_headers_bytes > ALL_HEADERS_MAX_BYTES;
}

/* How much is kept of a line that may hold addresses; some of it goes. */
static gsize
tame_addresses(struct tamer *tamer, char *line, gsize n)
{
	if (n > 0 && *line != ' ' && *line != '\t') {
		tamer->addresses = holds_addresses(line, n);
		tamer->addresses_bytes = 0;
		tamer->groups = 0;
	}
	if (!tamer->addresses)
		return n;
	n = MIN(n, ADDRESSES_MAX_BYTES - tamer->addresses_bytes);
	tamer->addresses_bytes += n;
	for (gsize i = 0; i < n; i++)
		if (line[i] == ':' && ++tamer->groups > GROUPS_MAX)
			line[i] = ' ';
	return n;
}

/* FALSE if the mail is to end before this line of n bytes and an end. */
static gboolean
take_line(struct tamer *tamer, const char *line, gsize n)
{
	if (n >= 2 && line[0] == '-' && line[1] == '-') {
		if (++tamer->boundary_lines > BOUNDARY_LINES_MAX)
			return FALSE;
	} else if (is_too_much(tamer, line, n)) {
		return TRUE;
	}
	memcpy(tamer->out + tamer->n, line, n);
	tamer->n += tame_addresses(tamer, tamer->out + tamer->n, n);
	return TRUE;
}

/* Some programs save a mail with blank lines before it, or with a mark of
 * UTF-8. */
static const char *
skip_blanks(const char *at, const char *end)
{
	if (end - at >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
		at += 3;
	while (at < end && g_ascii_isspace(*at))
		at++;
	return at;
}

char *
mail_tame(const guint8 *bytes, gsize n, gsize *tame_n)
{
	struct tamer tamer = { .first = TRUE };
	const char *at, *end;
	char line_end; /* old Macs had no other */

	at = skip_blanks((const char *)bytes, (const char *)bytes + n);
	n -= (gsize)(at - (const char *)bytes);
	end = at + MIN(n, MAIL_MAX_BYTES);
	line_end = memchr(at, '\n', (gsize)(end - at)) != NULL ? '\n' : '\r';
	tamer.out = g_malloc((gsize)(end - at) + 1);
	while (at < end) {
		const char *next = memchr(at, line_end, (gsize)(end - at));
		gsize length = (gsize)((next != NULL ? next : end) - at);
		gsize before = tamer.n;

		if (!take_line(&tamer, at, length))
			break;
		if (next == NULL)
			break;
		if (tamer.n > before || length == 0)
			tamer.out[tamer.n++] = '\n';
		at = next + 1;
	}
	tamer.out[tamer.n] = '\0';
	*tame_n = tamer.n;
	return tamer.out;
}
