/*
 * fuzz_text.c - any bytes as a text message: what is read is whole and within
 * its bounds, and a stop word stays one whatever signs stand around it.
 */
#include <string.h>

#include "replies/read.h"
#include "replies/words/text.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const char *const stops[] = { "stop", "STOP", "Unsubscribe", "StopAll",
	"opt-out", "Arrêt", "désinscrire", "ABMELDEN", "baja", "Lopeta",
	"parar", "end", "Cancel" };

static const char *const signs[] = { " ", ".", ",", "!", "?", "\n", "*", "\"",
	"'", "-", "(", ")", ":", ";", "…", "\xc2\xa0", "😡", "/", "“", "–" };

static void
check_reading(const struct reading *reading)
{
	json_t *json = reading_to_json(reading);
	g_autoptr(reading) back = reading_from_json(json, NULL);

	g_assert(back != NULL);
	g_assert(reading->score >= -1 && reading->score <= 10);
	g_assert((reading->kind == REPLY_ANSWER) == (reading->score >= 0));
	g_assert(
	    reading->text != NULL && g_utf8_validate(reading->text, -1, NULL));
	g_assert(reading->comment == NULL || *reading->comment != '\0');
	g_assert(reading->comment == NULL ||
	    g_utf8_validate(reading->comment, -1, NULL));
	g_assert(reading->kind == REPLY_ANSWER ||
	    reading->kind == REPLY_COMMENT || reading->comment == NULL);
	json_decref(json);
}

/* The bytes choose a word, and signs before and behind it. */
static void
check_stop(const guint8 *data, gsize size)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(reading) reading = NULL;
	gsize middle = size / 2;

	if (size < 4)
		return;
	for (gsize i = 1; i < size; i++) {
		if (i == middle)
			g_string_append(text,
			    stops[data[0] % G_N_ELEMENTS(stops)]);
		g_string_append(text, signs[data[i] % G_N_ELEMENTS(signs)]);
	}
	if (text->len > TEXT_READ_MAX_BYTES)
		return;
	reading = reading_of_text(text->str);
	g_assert(reading->kind == REPLY_OPT_OUT);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *text = g_utf8_make_valid((const char *)data,
	    (gssize)size);
	g_autoptr(reading) reading = reading_of_text(text);

	check_reading(reading);
	check_stop(data, size);
	return 0;
}
