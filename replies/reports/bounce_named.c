/*
 * bounce_named.c - finds the failed recipients in the words of a server.
 *
 * Each server lays its report out in its own way, but an address that failed
 * stands at the beginning of a line, or behind a label, or in the dialogue with
 * the other server; the best such place that is used at all wins. Addresses of
 * the report itself and of postmasters are none. Called by bounce.c.
 */
#include "replies/reports/bounce_named.h"

#include <string.h>

#include "base/text.h"
#include "replies/mail/charset.h"
#include "replies/reports/bounce_address.h"
#include "replies/reports/bounce_status.h"
#include "replies/reports/bounce_words.h"

#define FAILED_MAX 100
#define LINES_MAX 1000
#define REASON_MAX_BYTES 500
#define REASON_LINES 4

enum rank {
	RANK_NONE,
	RANK_SEEN,     /* somewhere in a line */
	RANK_TOLD,     /* in a line that says what went wrong */
	RANK_CODED,    /* in a line that begins with a reply code */
	RANK_LABELLED, /* behind "To:" */
	RANK_LISTED,   /* at the beginning of a line */
};

void
bounce_named_add(GPtrArray *failed, const char *address)
{
	if (address == NULL || failed->len >= FAILED_MAX ||
	    !g_utf8_validate(address, -1, NULL))
		return;
	for (guint i = 0; i < failed->len; i++)
		if (g_ascii_strcasecmp(failed->pdata[i], address) == 0)
			return;
	g_ptr_array_add(failed, g_strdup(address));
}

static gboolean
is_one_of(const char *address, const GPtrArray *list)
{
	for (guint i = 0; list != NULL && i < list->len; i++)
		if (g_ascii_strcasecmp(address, list->pdata[i]) == 0)
			return TRUE;
	return FALSE;
}

static gboolean
is_own(const struct bounce_notice *notice, const char *address)
{
	return bounce_address_is_system(address) ||
	    is_one_of(address, notice->own) ||
	    (notice->from != NULL &&
		g_ascii_strcasecmp(address, notice->from) == 0);
}

/* What stands before an address that did not fail. */
static gboolean
is_of_others(const char *before)
{
	static const char *const words[] = { "from", "sender", "contact",
		"postmaster", "reply", "message-id", "message id", "msgid",
		"forward", "assistance", "help", "write to", "e-mail us",
		"report", "http", "generated", "expanded", "envelope",
		"absender", "expéditeur", "remitente", "remetente", "mittente",
		"afzender", "lähettäjä", "avsändare", "отправител", "от:",
		"von:", "de:", "da:", "发件人", "寄件者", "差出人", "resent",
		"addressed to you", "originally", "subject", NULL };

	return bounce_has_one(before, words);
}

static gboolean
is_label(const char *before)
{
	static const char *const words[] = { "to", "address", "recipient",
		"recipients", "user", "mailbox", "account", "rcpt", "for",
		"an", "à", "a", "para", "naar", "til", "till", "do", "кому",
		"destinat", "empfänger", "ontvanger", "mottaga", "modtag",
		"vastaanot", "odbiorc", "получател", "адрес", "收件人", "宛先",
		"收件地址", NULL };
	gsize n = strlen(before);

	if (g_str_has_prefix(before, ">>> rcpt to") ||
	    g_str_has_prefix(before, "rcpt to"))
		return TRUE;
	if (n == 0 || (before[n - 1] != ':' && before[n - 1] != ';' &&
			  !g_str_has_suffix(before, "：")))
		return FALSE;
	return bounce_has_one(before, words);
}

/* Nothing but marks of a list stands before the address. */
static gboolean
is_bare(const char *before)
{
	const char *at = before + strspn(before, " \t-*.'\"([<>•·0123456789");

	if (g_str_has_prefix(at, "•") || g_str_has_prefix(at, "·"))
		at += strlen("•");
	at += strspn(at, " \t'\"([<");
	return *at == '\0' || g_str_equal(at, "smtp:") ||
	    g_str_equal(at, "smtp;");
}

/* "Ada Byron" <ada@example.com> and no more. */
static gboolean
is_entry(const char *before, const char *after)
{
	return strchr(before, ':') == NULL && strlen(before) < 60 &&
	    (*after == '>' || *after == ')') &&
	    strspn(after, ">) \t:'\"].") == strlen(after);
}

/* "<<< 550 5.1.1 <ada@example.com>... User unknown", "550 ada@..." */
static gboolean
is_coded(const char *before)
{
	const char *at = before + strspn(before, "< \t");

	return (*at == '4' || *at == '5') && g_ascii_isdigit(at[1]) &&
	    g_ascii_isdigit(at[2]) && !g_ascii_isalnum(at[3]);
}

static enum rank
rank_of(const char *line, const char *begin, const char *after)
{
	g_autofree char *head = g_strndup(line, begin - line);
	g_autofree char *before = bounce_fold(head);

	g_strstrip(before);
	if (is_bare(before))
		return RANK_LISTED;
	if (is_coded(before))
		return RANK_CODED;
	if (is_of_others(before))
		return RANK_NONE;
	if (is_entry(before, after))
		return RANK_LISTED;
	if (g_str_equal(before, "to:")) /* of the mail, perhaps */
		return RANK_TOLD;
	if (is_label(before))
		return RANK_LABELLED;
	return bounce_words_find(line) != NULL ||
		bounce_status_class(line) != '\0' ?
	    RANK_TOLD :
	    RANK_SEEN;
}

struct finding {
	GPtrArray *failed;
	enum rank rank;
};

static void
find_in_line(const struct bounce_notice *notice, struct finding *finding,
    const char *line)
{
	const char *at = line, *begin, *before = line;
	enum rank first = RANK_NONE;

	for (guint n = 0; n < FAILED_MAX; n++) {
		g_autofree char *address = bounce_address_next(&at, &begin);
		enum rank rank;

		if (address == NULL)
			return;
		/* Of "a@example.com, b@example.com" each is as the first. */
		if (n > 0 &&
		    strspn(before, ">,; \t") == (gsize)(begin - before))
			rank = first;
		else
			rank = n > 0 && first == RANK_LISTED ?
			    RANK_NONE :
			    rank_of(line, begin, at);
		if (n == 0)
			first = rank;
		before = at;
		if (rank == RANK_NONE || rank < finding->rank ||
		    is_own(notice, address))
			continue;
		if (rank > finding->rank)
			g_ptr_array_set_size(finding->failed, 0);
		finding->rank = rank;
		bounce_named_add(finding->failed, address);
	}
}

/* "> text"; not ">>> RCPT TO:", nor an address in a list of "> ". */
static gboolean
is_quoted(const char *line)
{
	const char *at = line + strspn(line, "> ");

	return *line == '>' && !g_str_has_prefix(line, ">>>") &&
	    (strchr(at, ' ') != NULL || strchr(at, '@') == NULL);
}

guint
bounce_named_in_prose(const struct bounce_notice *notice, GPtrArray *failed)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	struct finding finding = { .failed = found };
	g_auto(GStrv) lines = charset_lines(notice->prose, LINES_MAX);

	for (guint i = 0; lines[i] != NULL; i++)
		if (!is_quoted(lines[i]))
			find_in_line(notice, &finding, lines[i]);
	for (guint i = 0; i < found->len; i++)
		bounce_named_add(failed, found->pdata[i]);
	return found->len;
}

/* All addresses of a header that are not the report's own. */
static guint
add_all(const struct bounce_notice *notice, GPtrArray *failed, const char *name)
{
	g_autofree char *value = bounce_notice_header(notice->returned, name);
	const char *at = value, *begin;
	guint n = 0;

	while (value != NULL && n < FAILED_MAX) {
		g_autofree char *address = bounce_address_next(&at, &begin);

		if (address == NULL)
			break;
		if (bounce_address_is_system(address) ||
		    is_one_of(address, notice->own))
			continue;
		bounce_named_add(failed, address);
		n++;
	}
	return n;
}

void
bounce_named_in_returned(const struct bounce_notice *notice, GPtrArray *failed)
{
	static const char *const names[] = { "X-HmXmrOriginalRecipient",
		"X-Failed-Recipients", "X-Original-To", "X-Rcpt-To", "To",
		"Delivered-To", "Cc", "Apparently-To" };

	if (notice->returned == NULL)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (add_all(notice, failed, names[i]) > 0)
			return;
}

/* A line with a code says it best; headlines don't. */
static gboolean
says_why(const char *line, gboolean by_code)
{
	g_autofree char *status = NULL;

	if (g_str_has_prefix(line, "The original message was") ||
	    g_str_has_prefix(line, "** "))
		return FALSE;
	if (!by_code)
		return bounce_words_find(line) != NULL;
	status = bounce_status_find(line);
	return status != NULL || bounce_status_class(line) != '\0';
}

static guint
find_reason(char *const *lines)
{
	for (guint pass = 0; pass < 2; pass++)
		for (guint i = 0; lines[i] != NULL; i++)
			if (says_why(lines[i], pass == 0))
				return i;
	return g_strv_length((char **)lines);
}

char *
bounce_named_reason(const char *prose)
{
	g_auto(GStrv) lines = charset_lines(prose, LINES_MAX);
	g_autoptr(GString) reason = g_string_new(NULL);
	guint i = find_reason(lines);

	for (guint n = 0; lines[i] != NULL && n < REASON_LINES; n++, i++) {
		char *line = g_strstrip(lines[i]);

		if (*line == '\0')
			break;
		g_string_append_printf(reason, "%s%s", n > 0 ? " " : "", line);
	}
	return reason->len > 0 ? text_cut(reason->str, REASON_MAX_BYTES) :
				 NULL;
}
