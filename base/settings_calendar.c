/*
 * settings_calendar.c - the sections [calendar NAME]: their keys, the files of
 * holidays that they name, and the calendars that are built of both.
 *
 * What hours and files say is calendar.c's to read. Called by settings.c.
 */
#include "base/settings_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/errors.h"
#include "base/ical.h"

const struct config_key settings_calendar_keys[] = {
	{ .name = "hours",
	    .type = CONFIG_WEEK,
	    .example = "Mon-Fri 09:00-18:00, Sat 10:00-14:00",
	    .help = "When a message may leave, by the clock of who gets it: "
		    "days and hours, divided by commas. Without days, every "
		    "day; Fri 22:00-02:00 goes on after midnight. At any "
		    "hour, if it is left out." },
	{ .name = "holidays",
	    .type = CONFIG_PATHS,
	    .example = "holidays-fi.ics",
	    .help = "iCalendar files. On the days, and in the times, of their "
		    "events nothing leaves; events that recur count each "
		    "time." },
	{ 0 },
};

#define DAY_S (24 * 60 * (gint64)60)

/* Of a year at least, if a day has two. */
#define OPENINGS_TRIED 800

/* The same mistake in each of a thousand events is told so often. */
#define MISTAKES_TOLD 20

/* And ten years on: what is closed for good by then is seen. */
static const gint64 tried_from_at[] = { SETTINGS_TRIED_FROM_AT, 2019686400 };

/* What is open is judged: a path may change meanwhile. */
static gboolean
file_is_fit(int fd, const char *path, GError **error)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return config_refuse(error, "%s: cannot be examined: %s", path,
		    g_strerror(errno));
	if (!S_ISREG(status.st_mode))
		return config_refuse(error,
		    "%s: is no regular file; allowed is an iCalendar file",
		    path);
	if (status.st_size > ICAL_FILE_MAX_BYTES)
		return config_refuse(error,
		    "%s: has over %d MiB, which is more than is allowed", path,
		    ICAL_FILE_MAX_BYTES / 1024 / 1024);
	return TRUE;
}

/* One that grows meanwhile is cut, and no iCalendar file then. */
static GByteArray *
bytes_read(int fd, const char *path, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	guint8 buffer[65536];
	gssize got = 1;

	while (got > 0 && bytes->len < ICAL_FILE_MAX_BYTES) {
		got = read(fd, buffer, sizeof(buffer));
		if (got > 0)
			g_byte_array_append(bytes, buffer, (guint)got);
	}
	if (got >= 0)
		return g_steal_pointer(&bytes);
	config_refuse(error, "%s: cannot be read: %s", path, g_strerror(errno));
	return NULL;
}

static GByteArray *
file_read(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	GByteArray *bytes = NULL;

	if (fd < 0) {
		config_refuse(error, "%s: cannot be opened: %s", path,
		    g_strerror(errno));
		return NULL;
	}
	if (file_is_fit(fd, path, error))
		bytes = bytes_read(fd, path, error);
	close(fd);
	return bytes;
}

static void
closures_add(struct calendar *calendar, const struct config_section *section,
    const char *path, GPtrArray *mistakes)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(GByteArray) bytes = file_read(path, &error);

	if (bytes == NULL) {
		config_mistake(section, "holidays", mistakes, "%s",
		    error->message);
		return;
	}
	if (!calendar_add_closures(calendar, (const char *)bytes->data,
		bytes->len, found, &error))
		config_mistake(section, "holidays", mistakes, "%s: %s", path,
		    error->message);
	for (guint i = 0; i < MIN(found->len, MISTAKES_TOLD); i++)
		config_mistake(section, "holidays", mistakes, "%s: %s", path,
		    (const char *)found->pdata[i]);
	if (found->len > MISTAKES_TOLD)
		config_mistake(section, "holidays", mistakes,
		    "%s: %u more mistakes like these", path,
		    found->len - MISTAKES_TOLD);
}

static void
check_opens(const struct calendar *calendar,
    const struct config_section *section, GPtrArray *mistakes)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	for (guint i = 0; i < G_N_ELEMENTS(tried_from_at); i++) {
		if (calendar_next(calendar, utc, tried_from_at[i]) !=
		    G_MAXINT64)
			continue;
		config_mistake(section, "holidays", mistakes,
		    "with these it is never open in the ten years from %u on; "
		    "allowed is a calendar in which a message can leave",
		    2024 + i * 10);
		return;
	}
}

/* Whether the hours of the first day or the next fall into that time. */
static gboolean
opens_within(gint64 opens_at, gint64 closes_at, const struct hours *hours)
{
	gint64 day_at = opens_at / DAY_S * DAY_S;

	for (guint i = 0; i < 2; i++, day_at += DAY_S)
		if (MAX(opens_at, day_at + hours->from_min * 60) <
		    MIN(closes_at, day_at + hours->until_min * 60))
			return TRUE;
	return FALSE;
}

struct calendar *
settings_calendar_load(const struct config_section *section,
    GPtrArray *mistakes)
{
	struct calendar *calendar = calendar_new(section->name);
	const char *hours = config_text(section, "hours");
	const char *const *files = config_list(section, "holidays");
	guint before = mistakes->len;

	if (g_strcmp0(section->name, SETTINGS_NO_CALENDAR) == 0)
		config_mistake(section, NULL, mistakes,
		    "\"%s\" stands for no calendar; allowed is another name",
		    SETTINGS_NO_CALENDAR);
	if (config_lacks(section, "hours") && config_lacks(section, "holidays"))
		config_mistake(section, NULL, mistakes,
		    "neither `hours` nor `holidays` stands here, so it is "
		    "always open; allowed is one of them, or both");
	if (hours != NULL)
		calendar_add_hours(calendar, hours, NULL);
	for (; *files != NULL; files++)
		closures_add(calendar, section, *files, mistakes);
	if (mistakes->len == before)
		check_opens(calendar, section, mistakes);
	return calendar;
}

gboolean
settings_calendar_meets(const struct calendar *calendar,
    const struct hours *hours)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	gint64 at = SETTINGS_TRIED_FROM_AT, closes_at;

	for (guint i = 0; i < OPENINGS_TRIED; i++, at = closes_at) {
		at = calendar_next(calendar, utc, at);
		if (at == G_MAXINT64)
			return i == 0;
		closes_at = calendar_closes(calendar, utc, at);
		/* What is open for a day meets all hours. */
		if (closes_at - at >= DAY_S ||
		    opens_within(at, closes_at, hours))
			return TRUE;
	}
	return FALSE;
}

struct calendar *
settings_calendar(const struct settings *settings, const char *name)
{
	for (guint i = 0; name != NULL && i < settings->calendars->len; i++) {
		struct calendar *each = settings->calendars->pdata[i];

		if (g_strcmp0(calendar_name(each), name) == 0)
			return each;
	}
	return NULL;
}

void
settings_check_calendar(const struct settings *settings,
    const struct config_section *section, GPtrArray *mistakes)
{
	const char *name = config_text(section, "calendar");

	if (name != NULL && strcmp(name, SETTINGS_NO_CALENDAR) != 0)
		settings_check_name(settings, section, "calendar", "calendar",
		    name, mistakes);
}
