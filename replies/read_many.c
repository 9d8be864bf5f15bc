/*
 * read_many.c - see read_many.h. Called by take.c, by `dripscore read`, and in
 * the worker. What comes back was made while reading hostile mail: it is not
 * trusted.
 */
#include "replies/read_many.h"

#include <string.h>

#include "replies/reading_pack.h"

#define HEADER_BYTES 4

static void
add_frame(GByteArray *frames, gconstpointer bytes, gsize n)
{
	guint32 header = GUINT32_TO_BE((guint32)n);

	g_byte_array_append(frames, (const guint8 *)&header, HEADER_BYTES);
	g_byte_array_append(frames, bytes, (guint)n);
}

/* Frames that are read one after the other. */
struct frames {
	const guint8 *at;
	gsize left;
};

static struct frames
frames_of(GBytes *bytes)
{
	struct frames frames = { 0 };

	frames.at = g_bytes_get_data(bytes, &frames.left);
	return frames;
}

/* FALSE: there is no whole frame. */
static gboolean
next_frame(struct frames *frames, const guint8 **bytes, gsize *n)
{
	guint32 header;

	if (frames->left < HEADER_BYTES)
		return FALSE;
	memcpy(&header, frames->at, HEADER_BYTES);
	*n = GUINT32_FROM_BE(header);
	if (*n > frames->left - HEADER_BYTES)
		return FALSE;
	*bytes = frames->at + HEADER_BYTES;
	frames->at += HEADER_BYTES + *n;
	frames->left -= HEADER_BYTES + *n;
	return TRUE;
}

void
read_many_add(GByteArray *question, GBytes *mail)
{
	gsize n;
	const guint8 *bytes = g_bytes_get_data(mail, &n);

	add_frame(question, bytes, n);
}

static void
add_reading(GByteArray *answer, const guint8 *mail, gsize n)
{
	g_autoptr(reading) reading = reading_of_mail(mail, n);
	g_autoptr(GByteArray) packed = g_byte_array_new();

	reading_pack(packed, reading);
	add_frame(answer, packed->data, packed->len);
}

GBytes *
read_many_answer(GBytes *question)
{
	struct frames frames = frames_of(question);
	g_autoptr(GByteArray) answer = g_byte_array_new();
	const guint8 *mail;
	gsize n;

	while (next_frame(&frames, &mail, &n))
		add_reading(answer, mail, n);
	if (frames.left > 0)
		return NULL;
	return g_byte_array_free_to_bytes(g_steal_pointer(&answer));
}

GPtrArray *
read_many_readings(GBytes *answer, guint n)
{
	struct frames frames = frames_of(answer);
	g_autoptr(GPtrArray) readings = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)reading_free);
	const guint8 *packed;
	gsize size;

	while (next_frame(&frames, &packed, &size)) {
		struct reading *reading = reading_unpack(packed, size);

		if (reading == NULL)
			return NULL;
		g_ptr_array_add(readings, reading);
	}
	if (frames.left > 0 || readings->len != n)
		return NULL;
	return g_steal_pointer(&readings);
}

static void
drop_json(gpointer json)
{
	json_decref(json);
}

GPtrArray *
read_many_json(GBytes *answer, guint n)
{
	g_autoptr(GPtrArray) readings = read_many_readings(answer, n);
	GPtrArray *all;

	if (readings == NULL)
		return NULL;
	all = g_ptr_array_new_with_free_func(drop_json);
	for (guint i = 0; i < n; i++)
		g_ptr_array_add(all, reading_to_json(readings->pdata[i]));
	return all;
}
