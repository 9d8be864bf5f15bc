/*
 * progress.c - see progress.h.
 */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define REDRAW_US (G_USEC_PER_SEC / 10)
#define BAR_MAX 40
#define COLUMNS_IF_UNKNOWN 80

struct progress {
	char *what;
	guint64 total;
	gboolean on_terminal;
	gboolean drawn;
	gint64 next_draw_us; /* by the monotonic clock */
};

struct progress *
progress_new(const char *what, guint64 total)
{
	struct progress *progress = g_new0(struct progress, 1);
	const char *term = g_getenv("TERM");

	progress->what = g_strdup(what);
	progress->total = total;
	/* A dumb terminal cannot go back to the line's begin. */
	progress->on_terminal = isatty(STDERR_FILENO) &&
	    g_strcmp0(term, "dumb") != 0;
	return progress;
}

void
progress_free(struct progress *progress)
{
	if (progress == NULL)
		return;
	progress_hide(progress);
	g_free(progress->what);
	g_free(progress);
}

void
progress_hide(struct progress *progress)
{
	if (!progress->drawn)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	progress->drawn = FALSE;
	progress->next_draw_us = 0;
}

gboolean
progress_wants(const struct progress *progress)
{
	return progress->on_terminal &&
	    g_get_monotonic_time() >= progress->next_draw_us;
}

static guint
terminal_columns(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return COLUMNS_IF_UNKNOWN;
	return size.ws_col;
}

/* "[#####-----]  50%" */
static void
append_bar(GString *line, double part, guint room)
{
	guint width = MIN(room, BAR_MAX);
	guint full = (guint)(part * width);

	g_string_append(line, " [");
	for (guint i = 0; i < width; i++)
		g_string_append_c(line, i < full ? '#' : '-');
	g_string_append_printf(line, "] %3u%%", (guint)(part * 100));
}

void
progress_set(struct progress *progress, guint64 done, const char *note)
{
	g_autoptr(GString) line = NULL;
	guint columns, others;

	if (!progress_wants(progress))
		return;
	columns = terminal_columns();
	line = g_string_new(progress->what);
	others = (guint)(g_utf8_strlen(progress->what, -1) + 11 +
	    (note != NULL ? g_utf8_strlen(note, -1) : 0));
	if (progress->total > 0 && columns > others + 5)
		append_bar(line,
		    MIN(1.0, (double)done / (double)progress->total),
		    columns - others);
	if (note != NULL)
		g_string_append_printf(line, "  %s", note);
	/* A line that wraps could not be cleared. */
	if (g_utf8_strlen(line->str, -1) >= columns)
		g_string_truncate(line,
		    (gsize)(g_utf8_offset_to_pointer(line->str, columns - 1) -
			line->str));
	fprintf(stderr, "\r%s\033[K", line->str);
	fflush(stderr);
	progress->drawn = TRUE;
	progress->next_draw_us = g_get_monotonic_time() + REDRAW_US;
}
