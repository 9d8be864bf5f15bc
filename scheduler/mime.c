/*
 * mime.c - see mime.h. GMime encodes words and bodies; the layout, which is
 * always the same, is ours. Called by compose.c.
 */
#include "scheduler/mime.h"

#include <gmime/gmime.h>
#include <string.h>

/* A header line is folded before this column where it can be. */
#define FOLD_COLUMN 76
#define LINE_MAX_BYTES 998
/* What is longer without a blank is encoded, and so divided. */
#define UNFOLDED_MAX_BYTES 250
/* Of text in one encoded word: three characters each, at most. */
#define WORD_MAX_BYTES 20

void
mime_init(void)
{
	g_mime_init();
}

static char *
clean(const char *value)
{
	char *copy = g_strdup(value);

	for (char *c = copy; *c != '\0'; c++) {
		if (g_ascii_iscntrl(*c))
			*c = ' ';
	}
	return copy;
}

/* Folds at spaces; what has none stays in one line. */
static void
append_header(GString *out, const char *name, const char *value)
{
	g_autofree char *safe = clean(value);
	gsize column = strlen(name) + 1;
	gboolean first = TRUE;

	g_string_append(out, name);
	g_string_append_c(out, ':');
	for (const char *word = safe; *word != '\0';) {
		gsize n = strcspn(word, " ");

		if (n > 0 && column + 1 + n > FOLD_COLUMN && !first) {
			g_string_append(out, "\r\n");
			column = 0;
		}
		if (n > 0) {
			g_string_append_c(out, ' ');
			g_string_append_len(out, word, (gssize)n);
			column += 1 + n;
			first = FALSE;
		}
		word += n + (word[n] == ' ' ? 1 : 0);
	}
	g_string_append(out, "\r\n");
}

static void
append_quoted(GString *out, const char *text, const char *end)
{
	for (; text < end; text++) {
		if (*text == ' ')
			g_string_append_c(out, '_');
		else if (g_ascii_isalnum(*text))
			g_string_append_c(out, *text);
		else
			g_string_append_printf(out, "=%02X", (guint8)*text);
	}
}

/*
 * RFC 2047, section 2: an encoded word has at most 75 characters; section 5: no
 * character is divided. Q, for GMime 3.2.13 reads no further than the padding
 * of a first word in base64.
 */
static char *
encode_words(const char *text)
{
	GString *out = g_string_new(NULL);
	const char *end = text + strlen(text);

	while (text < end) {
		const char *next = text;

		while (next < end &&
		    g_utf8_next_char(next) - text <= WORD_MAX_BYTES)
			next = g_utf8_next_char(next);
		g_string_append(out,
		    out->len > 0 ? " =?utf-8?Q?" : "=?utf-8?Q?");
		append_quoted(out, text, next);
		g_string_append(out, "?=");
		text = next;
	}
	return g_string_free(out, FALSE);
}

/* What would be taken for an encoded word, or can't be folded. */
static gboolean
needs_words(const char *text)
{
	if (strstr(text, "=?") != NULL)
		return TRUE;
	while (*text != '\0') {
		gsize n = strcspn(text, " ");

		if (n > UNFOLDED_MAX_BYTES)
			return TRUE;
		text += n + (text[n] == ' ' ? 1 : 0);
	}
	return FALSE;
}

static void
append_text_header(GString *out, const char *name, const char *value)
{
	g_autofree char *safe = clean(value);
	g_autofree char *encoded = needs_words(safe) ?
	    encode_words(safe) :
	    g_mime_utils_header_encode_text(NULL, safe, "utf-8");

	append_header(out, name, encoded);
}

/* RFC 5322, section 3.2.4. */
static char *
quote(const char *text)
{
	GString *out = g_string_new("\"");

	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
	return g_string_free(out, FALSE);
}

static gboolean
is_atoms(const char *text)
{
	return text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				 " !#$%&'*+-/=?^_`{|}~")] == '\0';
}

char *
mime_mailbox(const char *name, const char *address)
{
	g_autofree char *safe = NULL;
	g_autofree char *phrase = NULL;

	if (name == NULL || *name == '\0')
		return g_strconcat("<", address, ">", NULL);
	safe = clean(name);
	/* An encoded word must not stand in quotes (RFC 2047, section 5). */
	if (!g_str_is_ascii(safe) || needs_words(safe))
		phrase = encode_words(safe);
	else if (is_atoms(safe))
		phrase = g_steal_pointer(&safe);
	else
		phrase = quote(safe);
	return g_strconcat(phrase, " <", address, ">", NULL);
}

char *
mime_address(const char *mailbox)
{
	InternetAddressList *list = internet_address_list_parse(NULL, mailbox);
	InternetAddress *first = NULL;
	char *address = NULL;

	if (list != NULL && internet_address_list_length(list) > 0)
		first = internet_address_list_get_address(list, 0);
	if (INTERNET_ADDRESS_IS_MAILBOX(first))
		address = g_strdup(internet_address_mailbox_get_addr(
		    INTERNET_ADDRESS_MAILBOX(first)));
	g_clear_object(&list);
	return address;
}

void
mime_put_from(GString *out, const char *from)
{
	g_autofree char *address = mime_address(from);
	const char *bracket = strrchr(from, '<');
	g_autofree char *name = bracket != NULL ?
	    g_strstrip(g_strndup(from, (gsize)(bracket - from))) :
	    NULL;
	g_autofree char *plain = NULL;
	g_autofree char *mailbox = NULL;

	if (name != NULL) {
		g_mime_utils_unquote_string(name);
		/* One that mime_mailbox() made is encoded already. */
		plain = g_mime_utils_header_decode_phrase(NULL, name);
	}
	mailbox = mime_mailbox(plain, address != NULL ? address : from);
	append_header(out, "From", mailbox);
}

void
mime_put_to(GString *out, const char *name, const char *address)
{
	g_autofree char *to = mime_mailbox(name, address);

	append_header(out, "To", to);
}

void
mime_put_subject(GString *out, const char *subject)
{
	append_text_header(out, "Subject", subject);
}

void
mime_put_date(GString *out, gint64 at)
{
	/* g_date_time_format's names follow the locale; RFC 5322's don't. */
	static const char days[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(at);

	g_string_append_printf(out,
	    "Date: %.3s, %d %.3s %04d %02d:%02d:%02d +0000\r\n",
	    days + 3 * (g_date_time_get_day_of_week(date) - 1),
	    g_date_time_get_day_of_month(date),
	    months + 3 * (g_date_time_get_month(date) - 1),
	    g_date_time_get_year(date), g_date_time_get_hour(date),
	    g_date_time_get_minute(date), g_date_time_get_second(date));
}

void
mime_put_rest(GString *out, const struct mime_mail *mail)
{
	g_string_append_printf(out, "Message-ID: <%s>\r\n", mail->message_id);
	for (const struct mime_header *header = mail->headers;
	     header != NULL && header->name != NULL; header++) {
		if (header->text)
			append_text_header(out, header->name, header->value);
		else
			append_header(out, header->name, header->value);
	}
	g_string_append(out, "MIME-Version: 1.0\r\n");
	if (*mail->html != '\0')
		g_string_append_printf(out,
		    "Content-Type: multipart/alternative;\r\n"
		    " boundary=\"%s\"\r\n\r\n--%s\r\n",
		    mail->boundary, mail->boundary);
}

void
mime_put_part_head(GString *out, const char *subtype, gboolean plain)
{
	g_string_append(out, "Content-Type: text/");
	g_string_append(out, subtype);
	g_string_append(out, "; charset=utf-8\r\nContent-Transfer-Encoding: ");
	g_string_append(out, plain ? "7bit" : "quoted-printable");
	g_string_append(out, "\r\n\r\n");
}

void
mime_put_boundary(GString *out, const char *boundary, gboolean last)
{
	g_string_append_printf(out, "\r\n--%s%s\r\n", boundary,
	    last ? "--" : "");
}

gboolean
mime_is_plain(const char *text, gsize n)
{
	gsize column = 0;

	for (gsize i = 0; i < n; i++) {
		char c = text[i];

		if ((guchar)c >= 0x80 || c == '\r' ||
		    (c != '\n' && c != '\t' && g_ascii_iscntrl(c)))
			return FALSE;
		column = c == '\n' ? 0 : column + 1;
		if (column > LINE_MAX_BYTES)
			return FALSE;
	}
	return TRUE;
}

static void
append_lines(GString *out, const char *text, gsize n)
{
	const char *end = text + n;

	while (text < end) {
		const char *lf = memchr(text, '\n', (gsize)(end - text));

		g_string_append_len(out, text, (lf != NULL ? lf : end) - text);
		g_string_append_len(out, "\r\n", 2);
		text = lf != NULL ? lf + 1 : end;
	}
}

static void
append_quoted_printable(GString *out, const char *text, gsize n)
{
	GMimeEncoding encoding;
	g_autofree char *encoded = NULL;
	gsize length;

	g_mime_encoding_init_encode(&encoding,
	    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	encoded = g_malloc(g_mime_encoding_outlen(&encoding, n));
	length = g_mime_encoding_flush(&encoding, text, n, encoded);
	append_lines(out, encoded, length);
}

void
mime_put_lines(GString *out, const char *text, gsize n, gboolean plain)
{
	if (plain)
		append_lines(out, text, n);
	else
		append_quoted_printable(out, text, n);
}

static void
put_part(GString *out, const char *subtype, const char *body)
{
	gsize n = strlen(body);
	gboolean plain = mime_is_plain(body, n);

	mime_put_part_head(out, subtype, plain);
	mime_put_lines(out, body, n, plain);
}

/* RFC 2045, section 6.8: lines of at most 76 characters. */
static void
put_picture(GString *out, const struct mime_picture *picture)
{
	gint state = 0, save = 0;
	gsize length = picture->n * 4 / 3 + picture->n / 54 + 16;
	g_autofree char *encoded = g_malloc(length);
	gsize n = g_base64_encode_step(picture->bytes, picture->n, TRUE,
	    encoded, &state, &save);

	n += g_base64_encode_close(TRUE, encoded + n, &state, &save);
	g_string_append_printf(out,
	    "Content-Type: image/png\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-ID: <%s>\r\n"
	    "Content-Disposition: inline\r\n\r\n",
	    picture->name);
	append_lines(out, encoded, n);
}

/* The HTML and what it shows: each may be found by the other. */
static void
put_related(GString *out, const struct mime_mail *mail)
{
	/* None of the two begins with the other: some readers compare no
	 * further. */
	g_autofree char *boundary = g_strconcat("=+", mail->boundary, NULL);

	g_string_append_printf(out,
	    "Content-Type: multipart/related; type=\"text/html\";\r\n"
	    " boundary=\"%s\"\r\n\r\n--%s\r\n",
	    boundary, boundary);
	put_part(out, "html", mail->html);
	for (guint i = 0; i < mail->n_pictures; i++) {
		mime_put_boundary(out, boundary, FALSE);
		put_picture(out, &mail->pictures[i]);
	}
	mime_put_boundary(out, boundary, TRUE);
}

GBytes *
mime_write(const struct mime_mail *mail)
{
	GString *out = g_string_sized_new(
	    strlen(mail->text) + strlen(mail->html) * 5 / 4 + 2048);

	mime_put_from(out, mail->from);
	mime_put_to(out, mail->to_name, mail->to_address);
	mime_put_subject(out, mail->subject);
	mime_put_date(out, mail->date_at);
	mime_put_rest(out, mail);
	put_part(out, "plain", mail->text);
	if (*mail->html != '\0') {
		mime_put_boundary(out, mail->boundary, FALSE);
		if (mail->n_pictures > 0)
			put_related(out, mail);
		else
			put_part(out, "html", mail->html);
		mime_put_boundary(out, mail->boundary, TRUE);
	}
	return g_string_free_to_bytes(out);
}
