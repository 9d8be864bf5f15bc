/*
 * show.c - `dripscore case N`: one case, what was said, and what was done.
 */
#include <stdio.h>

#include "base/text.h"
#include "base/timezone.h"
#include "cli/cases/cases.h"

/* Of several lines, none of which can command a terminal. */
static void
print_lines(const char *text, const char *indent)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *clean = text_clean(*line);

		printf("%s%s\n", indent, g_strchomp(clean));
	}
}

static void
print_field(const char *name, const char *value)
{
	g_autofree char *clean = value != NULL ? text_clean(value) : NULL;

	if (clean != NULL)
		printf("  %-10s  %s\n", name, clean);
}

static void
print_note(const struct case_note *note, GTimeZone *zone)
{
	g_autofree char *at = timezone_format(zone, note->noted_at);
	g_autofree char *author = text_clean(note->author);

	printf("%s  %s%s%s\n", at, note->kind, *author != '\0' ? ", " : "",
	    author);
	if (*note->text != '\0')
		print_lines(note->text, "    ");
}

static void
print_case(const struct app *app, const struct customer_case *each,
    const GPtrArray *notes)
{
	GTimeZone *zone = app->settings->organisation.zone;
	g_autofree char *opened = timezone_format(zone, each->opened_at);
	g_autofree char *due_at = timezone_format(zone, each->due_at);
	g_autofree char *due = case_due(each, clock_now(&app->clock));
	g_autofree char *why = case_why(each);
	g_autofree char *person = case_person(each);

	printf("Case %" G_GINT64_FORMAT ": %s, %s\n", each->id, why, due);
	print_field("customer", person);
	print_field("touchpoint", each->touchpoint);
	print_field("owner", each->owner);
	print_field("team", each->team);
	print_field("opened", opened);
	print_field("due", due_at);
	print_field("outcome", each->outcome);
	if (each->response_id != 0)
		printf("  %-10s  %" G_GINT64_FORMAT
		       " (for `dripscore tag` and `record --correct`)\n",
		    "answer", each->response_id);
	if (each->reply_id != 0)
		printf("  %-10s  %" G_GINT64_FORMAT
		       " (`dripscore replies %" G_GINT64_FORMAT "`)\n",
		    "reply", each->reply_id, each->reply_id);
	if (each->words != NULL) {
		puts("\nWhat was said:");
		print_lines(each->words, "    ");
	}
	if (notes->len > 0)
		putchar('\n');
	for (guint i = 0; i < notes->len; i++)
		print_note(notes->pdata[i], zone);
}

int
case_show(struct app *app, gint64 case_id, gboolean json)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(customer_case) each = store_case(app->store, case_id, &error);
	g_autoptr(GPtrArray) notes = NULL;

	if (error != NULL)
		return app_fail(error);
	if (each == NULL)
		return app_fail_with(EX_DATAERR,
		    "there is no case %" G_GINT64_FORMAT
		    "; `dripscore cases --all` shows them",
		    case_id);
	notes = store_case_notes(app->store, case_id, &error);
	if (notes == NULL)
		return app_fail(error);
	if (json)
		return case_print_json(
		    case_json(each, notes, clock_now(&app->clock)));
	print_case(app, each, notes);
	return EX_OK;
}
