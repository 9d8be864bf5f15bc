/*
 * ical.c - `dripscore import bookings.ics`: a calendar, read whole and
 * stored in batches. Called by import.c.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* tee, pipe2 */
#endif
#include "cli/import/ical.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "store/journeys/events.h"

#define BATCH 5000
#define TOLD_MAX 20
#define CHUNK_BYTES (64 * 1024)
#define HEAD_BYTES 64

static const char begin[] = "BEGIN:VCALENDAR";

/* The first bytes of a file or a pipe, which stay in it; how many. */
static gssize
peek(int fd, char *head, gsize n)
{
	gssize some = pread(fd, head, n, 0);
	int ends[2];

	if (some >= 0 || errno != ESPIPE || pipe2(ends, O_CLOEXEC) < 0)
		return some;
	some = tee(fd, ends[1], n, 0);
	if (some > 0)
		some = read(ends[0], head, (gsize)some);
	close(ends[0]);
	close(ends[1]);
	return some;
}

gboolean
import_is_calendar(const char *path)
{
	static const char bom[] = "\xef\xbb\xbf";
	gboolean from_stdin = strcmp(path, "-") == 0;
	g_autofree char *lower = g_ascii_strdown(path, -1);
	char head[HEAD_BYTES] = "";
	const char *text = head;
	int fd;

	if (g_str_has_suffix(lower, ".ics"))
		return TRUE;
	fd = from_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return FALSE;
	if (peek(fd, head, sizeof(head) - 1) < (gssize)strlen(begin))
		*head = '\0';
	if (!from_stdin)
		close(fd);
	if (g_str_has_prefix(text, bom))
		text += strlen(bom);
	return g_ascii_strncasecmp(text, begin, strlen(begin)) == 0;
}

struct import_ical_options
import_ical_options_of(const struct settings *settings,
    const struct config_section *feed, gint64 now_at)
{
	struct import_ical_options options = {
		.type = IMPORT_ICAL_TYPE,
		.cancelled = IMPORT_ICAL_CANCELLED,
		.at = IMPORT_ICAL_AT_START,
		.zone = settings->organisation.zone,
		.country = settings->texting.country,
		.now_at = now_at,
	};

	if (feed == NULL)
		return options;
	options.type = config_text(feed, "type");
	options.cancelled = config_text(feed, "cancelled");
	options.source = config_text(feed, "source");
	if (options.source == NULL)
		options.source = feed->name;
	import_ical_at_from_name(config_text(feed, "at"), &options.at);
	return options;
}

/* The exit code. */
static int
take_words(const struct app *app, const struct import_words *words,
    struct import_ical_options *options)
{
	const struct config_section *feed = NULL;
	g_autoptr(GError) error = NULL;

	if (words->map != NULL || words->delimiter != NULL)
		return app_fail_with(EX_USAGE,
		    "--map and --delimiter are for CSV files; for a calendar "
		    "there is --feed");
	if (words->feed != NULL) {
		feed = config_find(app->settings->config, "feed", words->feed);
		if (feed == NULL)
			return app_no_section(app, "feed", words->feed);
	}
	*options = import_ical_options_of(app->settings, feed,
	    clock_now(&app->clock));
	if (words->type != NULL)
		options->type = words->type;
	if (words->cancelled != NULL)
		options->cancelled = words->cancelled;
	if (words->source != NULL)
		options->source = words->source;
	if (words->at != NULL &&
	    !import_ical_at_from_name(words->at, &options->at))
		return app_fail_with(EX_USAGE,
		    "--at: \"%s\" is no such moment; allowed are start, end "
		    "and seen",
		    words->at);
	if (!import_ical_check(options, &error))
		return app_fail_with(EX_USAGE, "%s", error->message);
	return EX_OK;
}

/* What is too large is read a little further, and refused by ical_read. */
static gboolean
read_fd(int fd, GString *text)
{
	g_autofree char *buffer = g_malloc(CHUNK_BYTES);

	while (text->len <= ICAL_FILE_MAX_BYTES) {
		gssize n = read(fd, buffer, CHUNK_BYTES);

		if (n == 0)
			return TRUE;
		if (n < 0 && errno != EINTR)
			return FALSE;
		if (n > 0)
			g_string_append_len(text, buffer, n);
	}
	return TRUE;
}

static int
read_file(const char *path, const char *name, GString *text)
{
	gboolean from_stdin = strcmp(path, "-") == 0;
	int fd = from_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int code = EX_OK;

	if (fd < 0)
		return app_fail_with(EX_NOINPUT, "%s: %s", name,
		    g_strerror(errno));
	if (!read_fd(fd, text))
		code = app_fail_with(EX_IOERR, "%s: %s", name,
		    g_strerror(errno));
	if (!from_stdin)
		close(fd);
	return code;
}

static void
tell_mistakes(const GPtrArray *mistakes, const char *name, gboolean all)
{
	guint n = all ? mistakes->len : MIN(mistakes->len, TOLD_MAX);

	for (guint i = 0; i < n; i++) {
		g_autofree char *line = text_clean(mistakes->pdata[i]);

		fprintf(stderr, "%s:%s\n", name, line);
	}
	if (n < mistakes->len)
		fprintf(stderr, "... and %u more; --verbose tells all\n",
		    mistakes->len - n);
}

/* FALSE: the code is set. */
static gboolean
store_all(struct app *app, const GPtrArray *events, struct import_span *span,
    struct import_counts *counts, int *code)
{
	g_autofree enum event_outcome *outcomes =
	    g_new(enum event_outcome, BATCH);

	for (guint from = 0; from < events->len; from += BATCH) {
		guint n = MIN(BATCH, events->len - from);
		g_autoptr(GError) error = NULL;

		if (!store_put_events(app->store,
			(struct event *const *)events->pdata + from, n,
			clock_now(&app->clock), outcomes, &error)) {
			*code = app_fail(error);
			return FALSE;
		}
		for (guint i = 0; i < n; i++) {
			counts->fresh += outcomes[i] == EVENT_NEW;
			counts->known += outcomes[i] == EVENT_KNOWN;
			counts->moved += outcomes[i] == EVENT_MOVED;
			if (span != NULL)
				import_span_widen(span,
				    events->pdata[from + i]);
		}
		store_rest_in_passing(app->store);
	}
	return TRUE;
}

static guint
count_cancelled(const GPtrArray *events, const char *cancelled)
{
	guint n = 0;

	for (guint i = 0; i < events->len; i++)
		n += strcmp(((const struct event *)events->pdata[i])->type,
			 cancelled) == 0;
	return n;
}

static void
print_sums(const struct import_counts *counts, const struct import_ical *import,
    const char *cancelled)
{
	guint off = count_cancelled(import->events, cancelled);

	printf("%u event%s: %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT
	       " known, %" G_GUINT64_FORMAT " moved, %" G_GUINT64_FORMAT
	       " left out, %" G_GUINT64_FORMAT " wrong",
	    import->events->len, import->events->len == 1 ? "" : "s",
	    counts->fresh, counts->known, counts->moved, counts->left_out,
	    counts->wrong);
	if (off > 0)
		printf("; %u of them %s %s", off, off == 1 ? "says" : "say",
		    cancelled);
	putchar('\n');
}

static int
take_calendar(struct app *app, const struct import_words *words,
    const struct import_ical_options *options, const struct ical_file *file,
    GPtrArray *mistakes)
{
	g_autoptr(import_ical)
	    import = import_ical_read(file, options, mistakes);
	struct import_counts counts = { .left_out = import->left_out };
	const char *name = strcmp(words->path, "-") == 0 ? "standard input" :
							   words->path;
	int code = mistakes->len > 0 ? EX_DATAERR : EX_OK;

	counts.wrong = mistakes->len;
	tell_mistakes(mistakes, name, words->verbose);
	if (code != EX_OK && words->strict)
		fputs("Nothing was stored (--strict).\n", stderr);
	else if (!store_all(app, import->events, words->span, &counts, &code))
		fputs("What is new until there is stored; the same file again "
		      "brings the rest.\n",
		    stderr);
	if (!words->silent)
		print_sums(&counts, import, options->cancelled);
	return code;
}

int
import_calendar(struct app *app, const struct import_words *words)
{
	const char *name = strcmp(words->path, "-") == 0 ? "standard input" :
							   words->path;
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(ical_file) file = NULL;
	g_autoptr(GError) error = NULL;
	struct import_ical_options options;
	int code = take_words(app, words, &options);

	if (code == EX_OK)
		code = read_file(words->path, name, text);
	if (code != EX_OK)
		return code;
	file = ical_read(text->str, text->len, mistakes, &error);
	if (file == NULL)
		return app_fail_with(error->code, "%s: %s", name,
		    error->message);
	return take_calendar(app, words, &options, file, mistakes);
}
