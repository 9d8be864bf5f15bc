/*
 * mail_parts.c - chooses among the parts of a mail the text to be read.
 *
 * text/plain before text/html, which is not even looked at then; a mail inside
 * the mail never: the person did not write it for us. What a part says is
 * mail_words.c's. Called by mail.c.
 */
#include <string.h>

#include "replies/mail/mail.h"
#include "replies/mail/mail_part.h"

#define PLACEHOLDER_MAX_BYTES 500
#define FILE_MAX_BYTES (16 * 1024) /* a document is no answer */

/* How sure it is that a part is what was written, surest first. */
enum rank {
	RANK_BODY,
	RANK_FILE,	 /* shown in its place, but it has a file's name */
	RANK_ATTACHMENT, /* so gateways of phones hand over a text */
	RANK_MAX
};

struct parts {
	enum rank rank; /* of the parts that are looked at now */
	enum rank next; /* the surest that was not; RANK_MAX: none */
	guint seen;
	guint files; /* that were passed over as the words were looked for */
};

static char *read_object(struct parts *parts, GMimeObject *object, guint depth);

static gboolean
is_blank(const char *text)
{
	return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

static enum rank
rank_of(GMimePart *part)
{
	if (g_mime_part_is_attachment(part))
		return RANK_ATTACHMENT;
	return g_mime_part_get_filename(part) != NULL ? RANK_FILE : RANK_BODY;
}

static char *
read_leaf(struct parts *parts, GMimePart *part)
{
	enum rank rank = rank_of(part);
	g_autofree char *words = NULL;

	if (rank > parts->rank) {
		parts->next = MIN(parts->next, rank);
		parts->files += parts->rank == RANK_BODY;
		return NULL;
	}
	/* Only plain text comes that way. */
	if (rank == RANK_ATTACHMENT &&
	    !mail_part_is(GMIME_OBJECT(part), "text", "plain"))
		return NULL;
	words = mail_part_words(part);
	if (rank != RANK_BODY && words != NULL &&
	    strlen(words) > FILE_MAX_BYTES)
		return NULL;
	return g_steal_pointer(&words);
}

/* Its letters and digits, in lower case: the same in plain text and HTML. */
static char *
fold(const char *text, gsize max)
{
	GString *out = g_string_new(NULL);

	for (; *text != '\0' && out->len < max; text++)
		if (g_ascii_isalnum(*text) || (*text & 0x80) != 0)
			g_string_append_c(out, g_ascii_tolower(*text));
	return g_string_free(out, FALSE);
}

static gboolean
says_the_same(const char *text, const char *page)
{
	g_autofree char *a = fold(text, PLACEHOLDER_MAX_BYTES);
	g_autofree char *b = fold(page, 2 * PLACEHOLDER_MAX_BYTES);

	return g_str_has_prefix(b, a) || g_str_has_prefix(a, b);
}

/* "This mail is in HTML": short, names HTML, and the page does not say so. */
static gboolean
may_be_placeholder(const char *text)
{
	g_autofree char *folded = NULL;

	if (strlen(text) > PLACEHOLDER_MAX_BYTES)
		return FALSE;
	folded = g_ascii_strdown(text, -1);
	return strstr(folded, "html") != NULL;
}

/* The first of its children with words, but for the one at `without`. */
static char *
read_first(struct parts *parts, GMimeMultipart *multipart, int without,
    guint depth)
{
	int n = g_mime_multipart_get_count(multipart);

	for (int i = 0; i < n && parts->seen < MAIL_MAX_PARTS; i++) {
		g_autofree char *text = NULL;

		if (i != without)
			text = read_object(parts,
			    g_mime_multipart_get_part(multipart, i), depth + 1);
		if (!is_blank(text))
			return g_steal_pointer(&text);
	}
	return NULL;
}

static int
find_plain(GMimeMultipart *multipart)
{
	int n = g_mime_multipart_get_count(multipart);

	for (int i = 0; i < n; i++)
		if (mail_part_is(g_mime_multipart_get_part(multipart, i),
			"text", "plain"))
			return i;
	return -1;
}

/* Of several forms of one thing the plain one, if it says anything. */
static char *
read_alternatives(struct parts *parts, GMimeMultipart *multipart, guint depth)
{
	int plain = find_plain(multipart);
	g_autofree char *text = NULL;
	g_autofree char *other = NULL;

	if (plain >= 0)
		text = read_object(parts,
		    g_mime_multipart_get_part(multipart, plain), depth + 1);
	if (!is_blank(text) && !may_be_placeholder(text))
		return g_steal_pointer(&text);
	other = read_first(parts, multipart, plain, depth);
	if (is_blank(other) ||
	    (!is_blank(text) && says_the_same(text, other)))
		return g_steal_pointer(&text);
	return g_steal_pointer(&other);
}

/* Apple Mail divides a text around each picture in it. Some programs put here
 * what should be alternatives. */
static char *
read_mixed(struct parts *parts, GMimeMultipart *multipart, guint depth)
{
	int n = g_mime_multipart_get_count(multipart);
	GString *all = g_string_new(NULL);
	gboolean plain = FALSE;

	for (int i = 0; i < n && parts->seen < MAIL_MAX_PARTS &&
	     all->len <= MAIL_TEXT_MAX_BYTES;
	     i++) {
		GMimeObject *child = g_mime_multipart_get_part(multipart, i);
		g_autofree char *text = read_object(parts, child, depth + 1);

		if (is_blank(text) ||
		    (plain && mail_part_is(child, "text", "html") &&
			says_the_same(all->str, text)))
			continue;
		plain = all->len == 0 && mail_part_is(child, "text", "plain");
		if (all->len > 0)
			g_string_append_c(all, '\n');
		g_string_append(all, text);
	}
	return g_string_free(all, FALSE);
}

/* The text in it, or NULL. */
static char *
read_object(struct parts *parts, GMimeObject *object, guint depth)
{
	GMimeMultipart *multipart;

	if (object == NULL || depth > MAIL_MAX_DEPTH ||
	    ++parts->seen > MAIL_MAX_PARTS)
		return NULL;
	if (GMIME_IS_PART(object))
		return read_leaf(parts, GMIME_PART(object));
	if (!GMIME_IS_MULTIPART(object))
		return NULL;
	multipart = GMIME_MULTIPART(object);
	if (mail_part_is(object, "multipart", "alternative"))
		return read_alternatives(parts, multipart, depth);
	/* The others are pictures, or signatures over the first. */
	if (mail_part_is(object, "multipart", "related") ||
	    mail_part_is(object, "multipart", "signed"))
		return read_first(parts, multipart, -1, depth);
	return read_mixed(parts, multipart, depth);
}

void
mail_read_parts(struct mail *mail)
{
	GMimeObject *root = g_mime_message_get_mime_part(mail->message);
	enum rank rank = RANK_BODY;

	while (root != NULL && rank < RANK_MAX && is_blank(mail->text)) {
		struct parts parts = { .rank = rank, .next = RANK_MAX };

		g_free(mail->text);
		mail->text = read_object(&parts, root, 0);
		rank = parts.next;
		mail->files += parts.files;
	}
}
