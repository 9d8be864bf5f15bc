/*
 * smtp_reply.c - reads an SMTP server's replies and judges them. What follows
 * for the session is decided in smtp_dialogue.c.
 */
#include "providers/smtp_reply.h"

#include <string.h>

#include "base/text.h"

#define DETAIL_MAX_BYTES 300

struct smtp_reader {
	GString *line;
	gsize taken; /* bytes of this reply, kept or not */
	gboolean complete;
	struct smtp_reply reply;
};

const char *
smtp_stage_name(enum smtp_stage stage)
{
	switch (stage) {
	case SMTP_GREETING:
		return "the greeting";
	case SMTP_EHLO:
		return "EHLO";
	case SMTP_STARTTLS:
		return "STARTTLS";
	case SMTP_AUTH:
		return "AUTH";
	case SMTP_MAIL:
		return "MAIL";
	case SMTP_RCPT:
		return "RCPT";
	case SMTP_DATA:
		return "DATA";
	case SMTP_DOT:
	case SMTP_LONE_DOT:
		return "the final dot";
	case SMTP_RSET:
		return "RSET";
	case SMTP_QUIT:
		return "QUIT";
	}
	g_assert_not_reached();
}

struct smtp_reader *
smtp_reader_new(void)
{
	struct smtp_reader *reader = g_new0(struct smtp_reader, 1);

	reader->line = g_string_new(NULL);
	reader->reply.text = g_string_new(NULL);
	return reader;
}

void
smtp_reader_free(struct smtp_reader *reader)
{
	if (reader == NULL)
		return;
	g_string_free(reader->line, TRUE);
	g_string_free(reader->reply.text, TRUE);
	g_free(reader);
}

/* Reads "5.1.1" with the reply's own class; the length read, 0 if none. */
static gsize
status_read(const char *text, int class, int status[3])
{
	const char *at = text;
	int found[3] = { 0, 0, 0 };

	for (int i = 0; i < 3; i++) {
		int digits = 0;

		while (g_ascii_isdigit(*at) && digits < 3) {
			found[i] = found[i] * 10 + (*at++ - '0');
			digits++;
		}
		if (digits == 0 || (i < 2 && *at++ != '.'))
			return 0;
	}
	if (found[0] != class || (*at != '\0' && *at != ' '))
		return 0;
	memcpy(status, found, sizeof(found));
	return (gsize)(at - text);
}

static gboolean
is_printable(const char *line)
{
	for (; *line != '\0'; line++) {
		if (*line < ' ' || *line > '~')
			return FALSE;
	}
	return TRUE;
}

static void
text_append(GString *text, const char *line)
{
	g_autofree char *clean = is_printable(line) ? g_strdup(line) :
						      text_clean(line);

	g_strstrip(clean);
	if (text->len > 0 && *clean != '\0')
		g_string_append_c(text, '\n');
	g_string_append(text, clean);
}

/* FALSE if the line is no line of this reply. */
static gboolean
line_take(struct smtp_reader *reader, gboolean *last)
{
	struct smtp_reply *reply = &reader->reply;
	const char *line = reader->line->str;
	gsize n = reader->line->len;
	int code;

	if (n < 3 || line[0] < '2' || line[0] > '5' ||
	    !g_ascii_isdigit(line[1]) || !g_ascii_isdigit(line[2]) ||
	    (n > 3 && line[3] != ' ' && line[3] != '-') || strlen(line) != n)
		return FALSE;
	code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
	if (reply->code != 0 && reply->code != code)
		return FALSE;
	reply->code = code;
	*last = n == 3 || line[3] == ' ';
	if (n > 4) {
		gsize skip = status_read(line + 4, code / 100, reply->status);

		text_append(reply->text, line + 4 + skip);
	}
	return TRUE;
}

static void
reader_reset(struct smtp_reader *reader)
{
	reader->complete = FALSE;
	reader->taken = 0;
	reader->reply.code = 0;
	memset(reader->reply.status, 0, sizeof(reader->reply.status));
	g_string_truncate(reader->reply.text, 0);
}

/* A line has ended. */
static enum smtp_reading
line_end(struct smtp_reader *reader, const struct smtp_reply **reply)
{
	GString *line = reader->line;

	if (line->len > 0 && line->str[line->len - 1] == '\r')
		g_string_truncate(line, line->len - 1);
	if (!line_take(reader, &reader->complete))
		return SMTP_GARBAGE;
	g_string_truncate(line, 0);
	*reply = &reader->reply;
	return reader->complete ? SMTP_REPLY : SMTP_MORE;
}

enum smtp_reading
smtp_reader_take(struct smtp_reader *reader, const char **bytes, gsize *n,
    const struct smtp_reply **reply)
{
	enum smtp_reading reading = SMTP_MORE;

	if (reader->complete)
		reader_reset(reader);
	while (*n > 0 && reading == SMTP_MORE) {
		const char *end = memchr(*bytes, '\n', *n);
		gsize length = end != NULL ? (gsize)(end - *bytes) : *n;
		gsize room = SMTP_LINE_MAX_BYTES - reader->line->len;

		reader->taken += length + (end != NULL ? 1 : 0);
		if (reader->taken > SMTP_REPLY_MAX_BYTES)
			return SMTP_GARBAGE;
		g_string_append_len(reader->line, *bytes,
		    (gssize)MIN(length, room));
		*bytes += length;
		*n -= length;
		if (end == NULL)
			return SMTP_MORE;
		(*bytes)++;
		(*n)--;
		reading = line_end(reader, reply);
	}
	return reading;
}

static gboolean
status_is(const struct smtp_reply *reply, int subject, int detail)
{
	return reply->status[0] != 0 && reply->status[1] == subject &&
	    reply->status[2] == detail;
}

/* Nobody's mail passes until the admin has seen to it. */
static gboolean
refuses_us(const struct smtp_reply *reply)
{
	/* 530, 534, 535, 538: RFC 4954; 5.4.5: Gmail's sending limit */
	return reply->code == 530 || reply->code == 534 || reply->code == 535 ||
	    reply->code == 538 || status_is(reply, 7, 8) ||
	    status_is(reply, 7, 9) || status_is(reply, 4, 5);
}

/*
 * "554 5.7.1 ...: Relay access denied", "550 relay not permitted": the server
 * does not take our mails at all. No code of its own stands for it, and 5.7.1
 * may as well be the recipient's wish. A host named relay.example.com is none.
 */
static gboolean
refuses_to_relay(const struct smtp_reply *reply)
{
	g_autofree char *text = g_ascii_strdown(reply->text->str, -1);
	g_auto(GStrv) words = g_strsplit_set(text, " \n:;,()<>", -1);

	if (reply->status[0] != 0 && reply->status[1] != 7)
		return FALSE;
	for (gsize i = 0; words[i] != NULL; i++)
		if (g_str_equal(words[i], "relay") ||
		    g_str_equal(words[i], "relay.") ||
		    g_str_equal(words[i], "relaying"))
			return TRUE;
	return FALSE;
}

static enum send_outcome
judge_refusal_for_good(enum smtp_stage stage, const struct smtp_reply *reply)
{
	switch (stage) {
	case SMTP_GREETING:
	case SMTP_EHLO:
	case SMTP_AUTH:
		return SEND_HALTED;
	case SMTP_STARTTLS:
		return SEND_DEFERRED;
	case SMTP_MAIL:
		/* Size (552, x.3.4, x.2.3) and content (x.6.x) are the
		 * message's, all else is about its sender: us. */
		return reply->code == 552 || status_is(reply, 3, 4) ||
			status_is(reply, 2, 3) || reply->status[1] == 6 ?
		    SEND_REJECTED :
		    SEND_HALTED;
	case SMTP_RCPT:
		/* RFC 5321, 4.5.3.1.10: 552 for too many recipients is a 452 */
		if (reply->code == 552 &&
		    (reply->status[0] == 0 || status_is(reply, 5, 3)))
			return SEND_DEFERRED;
		return refuses_us(reply) || refuses_to_relay(reply) ?
		    SEND_HALTED :
		    SEND_REJECTED;
	case SMTP_DATA:
	case SMTP_DOT:
		return refuses_us(reply) ? SEND_HALTED : SEND_REJECTED;
	case SMTP_LONE_DOT:
	case SMTP_RSET:
	case SMTP_QUIT:
		return SEND_DEFERRED;
	}
	g_assert_not_reached();
}

enum send_outcome
smtp_reply_judge(enum smtp_stage stage, const struct smtp_reply *reply)
{
	switch (reply->code / 100) {
	case 2:
		return SEND_ACCEPTED;
	case 5:
		return judge_refusal_for_good(stage, reply);
	default:
		return SEND_DEFERRED;
	}
}

static gboolean
in_address(char c)
{
	return (guchar)c >= 0x80 || g_ascii_isalnum(c) ||
	    strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL;
}

/* "<ada@example.com>: no" -> "<***>: no" */
static char *
mask_addresses(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *at = text; *at != '\0'; at++) {
		if (*at != '@') {
			g_string_append_c(out, *at);
			continue;
		}
		while (out->len > 0 && in_address(out->str[out->len - 1]))
			g_string_truncate(out, out->len - 1);
		while (at[1] != '\0' && (in_address(at[1]) || at[1] == '@'))
			at++;
		g_string_append(out, "***");
	}
	return g_string_free(out, FALSE);
}

/* Whole words only, in any case. */
static char *
mask_word(const char *text, const char *word)
{
	GString *out = g_string_new(NULL);
	gsize n = strlen(word);
	char before = ' ';

	for (const char *at = text; *at != '\0';) {
		if (g_ascii_strncasecmp(at, word, n) == 0 &&
		    !in_address(before) &&
		    !((guchar)at[n] >= 0x80 || g_ascii_isalnum(at[n]))) {
			g_string_append(out, "***");
			before = at[n - 1];
			at += n;
		} else {
			before = *at;
			g_string_append_c(out, *at++);
		}
	}
	return g_string_free(out, FALSE);
}

/* In any case. */
static gboolean
holds(const char *text, const char *word)
{
	gsize n = strlen(word);

	for (; *text != '\0'; text++) {
		if (g_ascii_tolower(*text) == g_ascii_tolower(*word) &&
		    g_ascii_strncasecmp(text, word, n) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Most answers name nobody. */
static gboolean
needs_mask(const char *text, const char *const *secrets)
{
	if (strchr(text, '@') != NULL)
		return TRUE;
	for (gsize i = 0; secrets != NULL && secrets[i] != NULL; i++) {
		if (*secrets[i] != '\0' && holds(text, secrets[i]))
			return TRUE;
	}
	return FALSE;
}

char *
smtp_mask(const char *text, const char *const *secrets)
{
	g_autofree char *masked = NULL;
	g_autofree char *all = NULL;

	if (!needs_mask(text, secrets))
		return text_cut(text, DETAIL_MAX_BYTES);
	masked = g_strdup(text);
	for (gsize i = 0; secrets != NULL && secrets[i] != NULL; i++) {
		g_autofree char *before = masked;

		masked = *secrets[i] != '\0' ? mask_word(before, secrets[i]) :
					       g_strdup(before);
	}
	all = mask_addresses(masked);
	return text_cut(all, DETAIL_MAX_BYTES);
}

static void
append_number(GString *out, char before, int number)
{
	char digits[16];

	g_snprintf(digits, sizeof(digits), "%c%d", before, number);
	g_string_append(out, digits);
}

char *
smtp_reply_detail(enum smtp_stage stage, const struct smtp_reply *reply,
    const char *const *secrets)
{
	g_autofree char *text = smtp_mask(reply->text->str, secrets);
	char code[] = { (char)('0' + reply->code / 100 % 10),
		(char)('0' + reply->code / 10 % 10),
		(char)('0' + reply->code % 10), '\0' };
	GString *detail = g_string_new(code);

	for (int i = 0; i < 3 && reply->status[0] != 0; i++)
		append_number(detail, i == 0 ? ' ' : '.', reply->status[i]);
	g_string_append(detail, " at ");
	g_string_append(detail, smtp_stage_name(stage));
	if (*text != '\0') {
		g_string_append(detail, ": ");
		g_string_append(detail, g_strdelimit(text, "\n", ' '));
	}
	return g_string_free(detail, FALSE);
}

char *
smtp_reply_remote_id(const struct smtp_reply *reply, const char *const *secrets)
{
	/* Postfix; Exim; Sendmail says the id first and is kept whole */
	static const char *const marks[] = { "queued as ", "id=", NULL };
	g_autofree char *text = smtp_mask(reply->text->str, secrets);

	for (gsize i = 0; marks[i] != NULL; i++) {
		const char *found = strstr(text, marks[i]);

		if (found == NULL)
			continue;
		found += strlen(marks[i]);
		return g_strndup(found, strcspn(found, " \n<>()[],;"));
	}
	if (*text == '\0')
		return NULL;
	return g_strdup(g_strdelimit(text, "\n", ' '));
}
