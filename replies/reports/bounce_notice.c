/*
 * bounce_notice.c - finds where in a report the server's own words end and the
 * returned mail begins.
 *
 * A part of the type message/rfc822 is cut already (mail_report.c); in a mere
 * text it begins with a line that says so (bounce_marks.c), or with its
 * headers. Called by bounce.c and bounce_feedback.c.
 */
#include "replies/reports/bounce_notice.h"

#include <string.h>

#include "base/text.h"
#include "replies/mail/charset.h"
#include "replies/reports/bounce_marks.h"
#include "replies/reports/bounce_words.h"

#define PROSE_MAX_BYTES 32768
#define LINES_MAX 2000
#define HEADER_LINES 500
#define AHEAD_LINES 6 /* between the line that announces it and a header */

/* Past "> " and "| " before a returned line; ">>> " is a transcript. */
static const char *
past_quote(const char *line)
{
	if (*line == ' ' || *line == '\t' || g_str_has_prefix(line, ">>>"))
		return line;
	return line + strspn(line, "> |\t");
}

/* "Name: value": the length of the name, 0 if it is no header. */
static gsize
header_length(const char *line)
{
	gsize n = 0;

	while (g_ascii_isalnum(line[n]) || line[n] == '-' || line[n] == '_')
		n++;
	return n > 1 && n < 60 && line[n] == ':' ? n : 0;
}

static gboolean
is_named(const char *line, const char *const *names)
{
	gsize n = header_length(line);

	for (; n > 0 && *names != NULL; names++)
		if (strlen(*names) == n &&
		    g_ascii_strncasecmp(line, *names, n) == 0)
			return TRUE;
	return FALSE;
}

/* Headers that stand in mails alone, not in what a server tells of one. */
static gboolean
begins_mail(char *const *lines, guint i)
{
	static const char *const first[] = { "Received", "Return-Path",
		"Message-ID", "From", "MIME-Version", "Date", "X-Mailer",
		"Delivered-To", "DKIM-Signature", "DomainKey-Signature", "To",
		"X-Envelope-From", "X-Originating-IP", "Subject", NULL };
	static const char *const sure[] = { "Received", "Return-Path",
		"Message-ID", "MIME-Version", "DKIM-Signature",
		"Content-Transfer-Encoding", NULL };
	guint headers = 0, sures = 0;

	if (!is_named(past_quote(lines[i]), first))
		return FALSE;
	for (guint k = i; lines[k] != NULL && k < i + 25; k++) {
		const char *line = past_quote(lines[k]);

		if (*line == '\0')
			break;
		if (lines[k] == line && g_ascii_isspace(*lines[k]))
			continue;
		headers += header_length(line) > 0;
		sures += is_named(line, sure);
	}
	return headers >= 3 && sures >= 1;
}

static gboolean
header_follows(char *const *lines, guint i)
{
	for (guint k = i + 1; lines[k] != NULL && k <= i + AHEAD_LINES; k++)
		if (header_length(past_quote(lines[k])) > 0)
			return TRUE;
	return lines[i + 1] == NULL;
}

/* The number of the line from which on it is the returned mail. */
static guint
find_returned(char *const *lines)
{
	guint i;

	for (i = 0; lines[i] != NULL; i++) {
		g_autofree char *line = NULL;

		if (i > 0 && begins_mail(lines, i))
			return i;
		if (strlen(lines[i]) > 200 || !header_follows(lines, i))
			continue;
		line = bounce_fold(lines[i]);
		if (bounce_mark_returns(line))
			return i + 1;
	}
	return i;
}

static void
take_lines(struct bounce_notice *notice, char **lines, guint end)
{
	g_autoptr(GString) prose = g_string_new(NULL);
	g_autoptr(GString) plain = g_string_new(NULL);
	g_autofree char *cut = NULL;

	for (guint i = 0; i < end; i++) {
		g_string_append(prose, lines[i]);
		g_string_append_c(prose, '\n');
		if (*lines[i] == '>' && !g_str_has_prefix(lines[i], ">>>"))
			continue;
		g_string_append(plain, lines[i]);
		g_string_append_c(plain, '\n');
	}
	notice->prose = text_cut(prose->str, PROSE_MAX_BYTES);
	cut = text_cut(plain->str, PROSE_MAX_BYTES);
	notice->folded = bounce_fold(cut);
}

struct bounce_notice *
bounce_notice_of(const struct mail *mail)
{
	struct bounce_notice *notice = g_new0(struct bounce_notice, 1);
	g_auto(GStrv) lines = charset_lines(mail->text != NULL ? mail->text :
								 "",
	    LINES_MAX);
	guint end = find_returned(lines);

	notice->own = mail->recipients;
	notice->from = mail->from;
	if (mail->returned != NULL)
		notice->returned = g_strdup(mail->returned);
	else if (lines[end] != NULL)
		notice->returned = g_strjoinv("\n", lines + end);
	take_lines(notice, lines, end);
	return notice;
}

void
bounce_notice_free(struct bounce_notice *notice)
{
	if (notice == NULL)
		return;
	g_free(notice->prose);
	g_free(notice->folded);
	g_free(notice->returned);
	g_free(notice);
}

char *
bounce_notice_header(const char *mail, const char *name)
{
	g_auto(GStrv) lines = charset_lines(mail, HEADER_LINES);
	gsize n = strlen(name);
	g_autoptr(GString) value = NULL;

	for (guint i = 0; lines[i] != NULL; i++) {
		const char *line = past_quote(lines[i]);

		if (value != NULL) {
			if (header_length(line) > 0 || *line == '\0' ||
			    value->len > 2000)
				break;
			g_string_append_c(value, ' ');
			g_string_append(value, line);
		} else if (g_ascii_strncasecmp(line, name, n) == 0 &&
		    line[n] == ':') {
			value = g_string_new(line + n + 1);
		}
	}
	return value != NULL ?
	    g_strdup(g_strstrip(value->str)) : NULL;
}
