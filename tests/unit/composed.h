/*
 * composed.h - a composer with a configuration in a folder of its own, and Ada,
 * who booked, for the tests of what is composed.
 */
#ifndef TESTS_UNIT_COMPOSED_H
#define TESTS_UNIT_COMPOSED_H

#include "base/token.h"
#include "scheduler/compose.h"
#include "tests/unit/staged.h"

static struct settings *settings;
static struct catalog *catalog;
static struct composer *composer;
static guint8 key[TOKEN_KEY_BYTES];
static struct event event;

/* ini: the whole of the configuration. */
static void
composed_begin(const char *ini)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);

	staged_begin();
	settings = staged_settings(folder, ini);
	world_ok(catalog = catalog_load(NULL, mistakes, &error));
	composer = composer_new(settings, catalog, key, mistakes);
	ck_assert_msg(composer != NULL, "%s",
	    mistakes->len > 0 ? (char *)mistakes->pdata[0] : "no mistake");
	event = (struct event){
		.type = (char *)"booking",
		.reference = (char *)"B-1",
		.contact = { .email = (char *)"ada@example.com",
		    .phone = (char *)"+358401234567",
		    .name = (char *)"Lovelace, \"Ada\"",
		    .language = (char *)"en" },
		.occurred_at = NOON_AT,
		.attributes = (char *)"{\"nights\": 2, \"room\": \"a\\nb\"}",
	};
}

static void
composed_end(void)
{
	composer_free(composer);
	catalog_free(catalog);
	settings_free(settings);
	staged_end();
}

#endif
