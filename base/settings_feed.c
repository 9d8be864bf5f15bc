/*
 * settings_feed.c - the keys of the sections [feed NAME], and what is wrong
 * among them. What a feed is read into is scheduler/import_ical.h.
 *
 * Called by settings_check.c.
 */
#include <string.h>

#include "base/settings_internal.h"
#include "base/text.h"

#define WORD_MAX_BYTES 64 /* of a source or a type of event */

const struct config_key settings_feed_keys[] = {
	{ .name = "url",
	    .type = CONFIG_URL,
	    .required = TRUE,
	    .choices = (const char *const[]){ "https", "http", NULL },
	    .example = "https://bookings.example.com/calendar.ics",
	    .help = "Where the calendar is (iCalendar). Up to five redirects "
		    "are followed, none from https to http." },
	{ .name = "every",
	    .type = CONFIG_DURATION,
	    .fallback = "15 minutes",
	    .min = 1,
	    .max = 7 * 24 * 60 * 60,
	    .help = "How often it is asked for. What has not changed is not "
		    "sent again by a server that knows ETag or "
		    "Last-Modified." },
	{ .name = "type",
	    .type = CONFIG_TEXT,
	    .fallback = "appointment",
	    .example = "booking",
	    .help = "The type of the events. Each attendee of an entry is one; "
		    "who holds it (ORGANIZER), rooms and resources are none." },
	{ .name = "at",
	    .type = CONFIG_CHOICE,
	    .fallback = "start",
	    .choices = (const char *const[]){ "start", "end", "seen", NULL },
	    .help = "When it happens: when the entry begins, when it ends, or "
		    "when it was first seen here. Of the first two, an entry "
		    "that is moved takes its event along." },
	{ .name = "cancelled",
	    .type = CONFIG_TEXT,
	    .fallback = "cancellation",
	    .help = "The type of the event that says, with the same reference, "
		    "that an entry is cancelled or the attendee has declined: "
		    "for `unless`." },
	{ .name = "missing",
	    .type = CONFIG_CHOICE,
	    .fallback = "keep",
	    .choices = (const char *const[]){ "keep", "cancel", NULL },
	    .help = "What becomes of an event that lies ahead and stands in "
		    "the calendar no more. `cancel`: it is cancelled, unless "
		    "the calendar came empty or with mistakes." },
	{ .name = "source",
	    .type = CONFIG_TEXT,
	    .example = "salon",
	    .help = "The source of the events. The name of the feed, if it is "
		    "left out." },
	{ .name = "user",
	    .type = CONFIG_TEXT,
	    .example = "dripscore",
	    .help = "Whom to log in as (HTTP Basic)." },
	{ .name = "password_file",
	    .type = CONFIG_SECRET_FILE,
	    .example = "/etc/dripscore/feed.password",
	    .help = "A file with the password, readable by its owner alone." },
	{ .name = "ca_file",
	    .type = CONFIG_PATH,
	    .example = "/etc/ssl/own-ca.pem",
	    .help = "Certificates to trust beside the system's." },
	{ .name = "max_size",
	    .type = CONFIG_SIZE,
	    .fallback = "8 MiB",
	    .min = 1024,
	    .max = 16 * 1024 * 1024,
	    .help = "How large the calendar may be; a larger one is refused." },
	{ 0 },
};

static const char *
source_of(const struct config_section *section)
{
	const char *source = config_text(section, "source");

	return source != NULL ? source : section->name;
}

static void
check_words(const struct config_section *section, GPtrArray *mistakes)
{
	static const char *const keys[] = { "type", "cancelled", "source" };
	const char *type = config_text(section, "type");

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *word = config_text(section, keys[i]);

		if (word != NULL && strlen(word) > WORD_MAX_BYTES)
			config_mistake(section, keys[i], mistakes,
			    "it has %zu bytes; allowed are %d", strlen(word),
			    WORD_MAX_BYTES);
	}
	if (g_strcmp0(source_of(section), EVENT_SOURCE_OURS) == 0)
		config_mistake(section, "source", mistakes,
		    "\"%s\" is the source of surveys that recur; allowed is "
		    "another",
		    EVENT_SOURCE_OURS);
	if (type != NULL &&
	    g_strcmp0(type, config_text(section, "cancelled")) == 0)
		config_mistake(section, "cancelled", mistakes,
		    "\"%s\" is the type of what takes place too; allowed is "
		    "another",
		    type);
	if (g_strcmp0(config_text(section, "at"), "seen") == 0 &&
	    g_strcmp0(config_text(section, "missing"), "cancel") == 0)
		config_mistake(section, "missing", mistakes,
		    "with `at = seen` no event lies ahead; allowed is keep");
}

static void
check_login(const struct config_section *section, GPtrArray *mistakes)
{
	const char *url = config_text(section, "url");
	const char *ca_file = config_text(section, "ca_file");
	g_autoptr(GUri) uri = url != NULL ?
	    g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL) :
	    NULL;
	gboolean has_user = config_has(section, "user");

	if (has_user != config_has(section, "password_file") &&
	    (config_lacks(section, "user") ||
		config_lacks(section, "password_file")))
		config_mistake(section, has_user ? "user" : "password_file",
		    mistakes, "it needs a `%s` too",
		    has_user ? "password_file" : "user");
	if (ca_file != NULL && !g_file_test(ca_file, G_FILE_TEST_IS_REGULAR))
		config_mistake(section, "ca_file", mistakes,
		    "there is no file %s", ca_file);
	if (uri == NULL || g_uri_get_host(uri) == NULL)
		return; /* config_value.c has said so */
	if (g_uri_get_userinfo(uri) != NULL)
		config_mistake(section, "url", mistakes,
		    "a user stands in it; allowed are `user` and "
		    "`password_file`");
	if (has_user && strcmp(g_uri_get_scheme(uri), "http") == 0 &&
	    !text_is_loopback(g_uri_get_host(uri)))
		config_mistake(section, "url", mistakes,
		    "http would carry the password in clear; allowed is https, "
		    "or http on this machine");
}

/* The one would cancel what stands in the other alone. */
static void
check_alone(const struct settings *settings,
    const struct config_section *section, GPtrArray *mistakes)
{
	for (guint i = 0; i < settings->feeds->len; i++) {
		const struct config_section *each = settings->feeds->pdata[i];

		if (each != section && each->name != NULL &&
		    section->name != NULL &&
		    strcmp(source_of(each), source_of(section)) == 0 &&
		    g_strcmp0(config_text(each, "type"),
			config_text(section, "type")) == 0)
			config_mistake(section, "missing", mistakes,
			    "[feed %s] has the same source and type, and what "
			    "stands there alone would be cancelled; allowed is "
			    "another source",
			    each->name);
	}
}

void
settings_feed_check(const struct settings *settings,
    const struct config_section *section, GPtrArray *mistakes)
{
	check_words(section, mistakes);
	check_login(section, mistakes);
	if (g_strcmp0(config_text(section, "missing"), "cancel") == 0)
		check_alone(settings, section, mistakes);
}
