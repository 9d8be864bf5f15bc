/*
 * fuzz_mail.c - any bytes are a mail that can be read, and every reading
 * passes through JSON unchanged.
 */
#include "replies/fingerprint.h"
#include "replies/read.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(reading) reading = reading_of_mail(data, size);
	g_autofree char *name = reply_fingerprint(data, size);
	json_t *json = reading_to_json(reading);
	g_autoptr(reading) back = reading_from_json(json, NULL);
	json_t *again;

	g_assert(back != NULL);
	again = reading_to_json(back);
	g_assert(json_equal(json, again));
	g_assert(reading->score >= -1 && reading->score <= 10);
	json_decref(json);
	json_decref(again);
	return 0;
}
