/*
 * reading_pack.c - see reading_pack.h. Both sides are the same program, so that
 * the fields follow each other without names: numbers of 8 bytes, texts with
 * their length before them, lists with their count.
 *
 * JSON is for people and other programs (reading_json.c): it takes five times
 * as long. Called by read_many.c.
 */
#include "replies/reading_pack.h"

#include <string.h>

/* In place of a length: there is no text. */
#define NO_TEXT G_MAXUINT32
/* Each of them is looked at by who asked; mail.h and bounce_named.c stay far
 * below. */
#define LIST_MAX 1000

static void
put_number(GByteArray *bytes, gint64 value)
{
	g_byte_array_append(bytes, (const guint8 *)&value, sizeof(value));
}

static void
put_length(GByteArray *bytes, guint32 n)
{
	g_byte_array_append(bytes, (const guint8 *)&n, sizeof(n));
}

static gboolean
is_fit(const char *text, gsize n)
{
	return n < NO_TEXT && g_utf8_validate(text, (gssize)n, NULL);
}

static void
put_text(GByteArray *bytes, const char *text)
{
	gsize n = text != NULL ? strlen(text) : 0;

	if (text == NULL || !is_fit(text, n)) {
		put_length(bytes, NO_TEXT);
		return;
	}
	put_length(bytes, (guint32)n);
	g_byte_array_append(bytes, (const guint8 *)text, (guint)n);
}

static void
put_texts(GByteArray *bytes, const GPtrArray *texts)
{
	put_length(bytes, texts->len);
	for (guint i = 0; i < texts->len; i++)
		put_text(bytes, texts->pdata[i]);
}

void
reading_pack(GByteArray *bytes, const struct reading *reading)
{
	put_number(bytes, reading->kind);
	put_number(bytes, reading->score);
	put_number(bytes, reading->unclear);
	put_number(bytes, reading->permanent);
	put_number(bytes, reading->written_at);
	put_number(bytes, reading->return_at);
	put_number(bytes, reading->files);
	put_number(bytes, reading->marked);
	put_text(bytes, reading->comment);
	put_text(bytes, reading->text);
	put_text(bytes, reading->message_id);
	put_text(bytes, reading->from);
	put_text(bytes, reading->from_name);
	put_text(bytes, reading->status);
	put_text(bytes, reading->reason);
	put_texts(bytes, reading->recipients);
	put_texts(bytes, reading->references);
	put_texts(bytes, reading->failed);
}

/* What is left to be taken; good FALSE: something was not as it should be. */
struct packed {
	const guint8 *at;
	gsize left;
	gboolean good;
};

static gboolean
take(struct packed *packed, gpointer to, gsize n)
{
	packed->good = packed->good && packed->left >= n;
	if (!packed->good)
		return FALSE;
	memcpy(to, packed->at, n);
	packed->at += n;
	packed->left -= n;
	return TRUE;
}

static gint64
take_number(struct packed *packed, gint64 min, gint64 max)
{
	gint64 value = min;

	take(packed, &value, sizeof(value));
	packed->good = packed->good && value >= min && value <= max;
	return packed->good ? value : min;
}

static char *
take_text(struct packed *packed)
{
	guint32 n = NO_TEXT;
	char *text;

	if (!take(packed, &n, sizeof(n)) || n == NO_TEXT)
		return NULL;
	packed->good = packed->left >= n && is_fit((const char *)packed->at, n);
	if (!packed->good)
		return NULL;
	text = g_strndup((const char *)packed->at, n);
	packed->at += n;
	packed->left -= n;
	return text;
}

/* One that was not fit is left out. */
static void
take_texts(struct packed *packed, GPtrArray *texts)
{
	guint32 n = 0;

	take(packed, &n, sizeof(n));
	packed->good = packed->good && n <= LIST_MAX;
	for (guint32 i = 0; packed->good && i < n; i++) {
		char *text = take_text(packed);

		if (text != NULL)
			g_ptr_array_add(texts, text);
	}
}

struct reading *
reading_unpack(const guint8 *bytes, gsize n)
{
	struct packed packed = { bytes, n, TRUE };
	g_autoptr(reading) reading = reading_new();

	reading->kind = (enum reply_kind)take_number(&packed, 0,
	    REPLY_KINDS - 1);
	reading->score = (int)take_number(&packed, -1, 10);
	reading->unclear = take_number(&packed, FALSE, TRUE) != 0;
	reading->permanent = take_number(&packed, FALSE, TRUE) != 0;
	reading->written_at = take_number(&packed, G_MININT64, G_MAXINT64);
	reading->return_at = take_number(&packed, G_MININT64, G_MAXINT64);
	reading->files = (guint)take_number(&packed, 0, G_MAXUINT16);
	reading->marked = take_number(&packed, FALSE, TRUE) != 0;
	reading->comment = take_text(&packed);
	reading->text = take_text(&packed);
	reading->message_id = take_text(&packed);
	reading->from = take_text(&packed);
	reading->from_name = take_text(&packed);
	reading->status = take_text(&packed);
	reading->reason = take_text(&packed);
	take_texts(&packed, reading->recipients);
	take_texts(&packed, reading->references);
	take_texts(&packed, reading->failed);
	if (!packed.good || packed.left > 0 ||
	    (reading->kind == REPLY_ANSWER && reading->score < 0))
		return NULL;
	return g_steal_pointer(&reading);
}
