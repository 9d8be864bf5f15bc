/*
 * log.c - see log.h. Called by the daemon and the commands that act as it does.
 *
 * What many messages bring in one turn of the loop is written in one go.
 */
#include "cli/log.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

/* What has gathered is written at the latest then. */
#define GATHERED_MAX_BYTES (64 * 1024)

static int lowest_priority = LOG_INFO;
static GString *gathered;
static guint flush_source;

void
log_set_priority(int lowest)
{
	lowest_priority = lowest;
}

void
log_flush(void)
{
	if (gathered == NULL || gathered->len == 0)
		return;
	fwrite(gathered->str, 1, gathered->len, stderr);
	fflush(stderr);
	g_string_truncate(gathered, 0);
}

static gboolean
on_flush(gpointer user G_GNUC_UNUSED)
{
	flush_source = 0;
	log_flush();
	return G_SOURCE_REMOVE;
}

/* Until the turn that runs is over; TRUE if one does. */
static gboolean
may_gather(int priority)
{
	if (priority < LOG_INFO || g_main_depth() == 0 ||
	    gathered->len > GATHERED_MAX_BYTES)
		return FALSE;
	if (flush_source == 0)
		flush_source = g_idle_add_full(G_PRIORITY_HIGH, on_flush, NULL,
		    NULL);
	return TRUE;
}

void
log_line(int priority, const char *format, ...)
{
	va_list arguments;
	g_autofree char *raw = NULL;
	g_autofree char *line = NULL;

	if (priority > lowest_priority)
		return;
	if (gathered == NULL) {
		gathered = g_string_new(NULL);
		atexit(log_flush);
	}
	va_start(arguments, format);
	raw = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	/* What comes from outside must not begin a line of its own. */
	line = text_clean(raw);
	if (g_getenv("JOURNAL_STREAM") != NULL)
		g_string_append_printf(gathered, "<%d>", priority);
	else if (priority <= LOG_WARNING)
		g_string_append(gathered,
		    priority == LOG_WARNING ? "warning: " : "error: ");
	g_string_append(gathered, line);
	g_string_append_c(gathered, '\n');
	if (!may_gather(priority))
		log_flush();
}
