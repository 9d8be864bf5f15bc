/*
 * settings_thanks.c - the link in the thanks of a [touchpoint NAME]: what it
 * may be, and who gets it. Called by settings_touchpoint*.c.
 */
#include "base/settings_internal.h"

#include <string.h>

#define SCHEME "https://"
#define LINK_MAX_BYTES 1000
#define PROMOTER_FROM 9

/* The host is the admin's word: what comes with an event must not lead people
 * elsewhere. */
static gboolean
link_is_sound(const char *link)
{
	const char *host = link + strlen(SCHEME);
	gsize n;

	if (!g_str_has_prefix(link, SCHEME) || strlen(link) > LINK_MAX_BYTES)
		return FALSE;
	n = strcspn(host, "/?#");
	return n > 0 && strcspn(host, "{}@ \\\"<>") >= n;
}

void
settings_thanks_check(const struct config_section *section,
    GPtrArray *mistakes)
{
	const char *link = config_text(section, "promoter_link");

	if (link == NULL) {
		if (config_has(section, "promoter_link_text"))
			config_mistake(section, "promoter_link_text", mistakes,
			    "there is no promoter_link that it could stand "
			    "on");
		return;
	}
	if (!link_is_sound(link))
		config_mistake(section, "promoter_link", mistakes,
		    "\"%s\" does not fit; allowed is https:// with a host that "
		    "is written out, such as "
		    "https://reviews.example.com/?ref={{event.reference}}",
		    link);
	if (config_boolean(section, "anonymous"))
		config_mistake(section, "promoter_link", mistakes,
		    "this touchpoint is anonymous, and nobody is written to by "
		    "what he has answered; allowed is `anonymous` without it");
}

void
settings_thanks_build(struct touchpoint *touchpoint,
    const struct config_section *section)
{
	touchpoint->promoter_link =
	    g_strdup(config_text(section, "promoter_link"));
	touchpoint->promoter_link_text =
	    g_strdup(config_text(section, "promoter_link_text"));
	touchpoint->promoter_link_for_all =
	    g_strcmp0(config_text(section, "promoter_link_for"), "everyone") ==
	    0;
}

int
touchpoint_thanks_from(const struct touchpoint *touchpoint)
{
	if (touchpoint->promoter_link == NULL)
		return 11;
	return touchpoint->promoter_link_for_all ? 0 : PROMOTER_FROM;
}
