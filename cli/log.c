/*
 * log.c - see log.h. Called by the daemon and the commands that act as it does.
 */
#include "cli/log.h"

#include <stdio.h>

#include "base/text.h"

static int lowest_priority = LOG_INFO;

void
log_set_priority(int lowest)
{
	lowest_priority = lowest;
}

void
log_line(int priority, const char *format, ...)
{
	va_list arguments;
	g_autofree char *raw = NULL;
	g_autofree char *line = NULL;

	if (priority > lowest_priority)
		return;
	va_start(arguments, format);
	raw = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	/* What comes from outside must not begin a line of its own. */
	line = text_clean(raw);
	if (g_getenv("JOURNAL_STREAM") != NULL)
		fprintf(stderr, "<%d>%s\n", priority, line);
	else
		fprintf(stderr, "%s%s\n",
		    priority <= LOG_ERR		? "error: " :
			priority == LOG_WARNING ? "warning: " :
						  "",
		    line);
	fflush(stderr);
}
