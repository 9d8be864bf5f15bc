/*
 * fuzz_kannel.c - any text as the query of a call by Kannel. What comes out is
 * UTF-8 of a number, or a report of a message that has a name; what is refused
 * adds nothing.
 */
#include <string.h>

#include "providers/kannel_hook.h"

#define NOW 1795306900

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check_text(const struct incoming_text *text)
{
	g_assert(text->from[0] == '+');
	g_assert(text->id == NULL || text->id[0] != '\0');
	g_assert(g_utf8_validate(text->text, -1, NULL));
	g_assert(text->to == NULL || g_utf8_validate(text->to, -1, NULL));
	g_assert(text->written_at >= 0);
}

static void
check_report(const struct delivery_report *report)
{
	g_assert(report->name[0] != '\0');
	g_assert(strlen(report->detail) < 100);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *query = g_strndup((const char *)data, size);
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	g_autoptr(GError) error = NULL;
	gboolean taken = kannel_hook_read(query, NOW, arrivals, &error);
	guint added = arrivals->texts->len + arrivals->reports->len;

	g_assert(taken == (error == NULL));
	g_assert(added <= (taken ? 1u : 0u));
	for (guint i = 0; i < arrivals->texts->len; i++)
		check_text(arrivals->texts->pdata[i]);
	for (guint i = 0; i < arrivals->reports->len; i++)
		check_report(arrivals->reports->pdata[i]);
	return 0;
}
