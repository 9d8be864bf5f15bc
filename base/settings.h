/*
 * settings.h - the configuration as typed structs, and its tables of keys.
 *
 * The keys that a provider or an inbox adds come from above (providers/), as
 * variants; so settings.c knows none of them by name.
 */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include <glib.h>

#include "base/autoptr.h"
#include "base/config.h"
#include "base/model.h"
#include "base/recurrence.h"

struct organisation {
	char *name;
	char *language;
	char *timezone_name;
	GTimeZone *zone;
	char *brand_colour; /* "#1a73e8" */
	char *logo_url;	    /* or NULL */
	char *postal_address;
};

struct touchpoint {
	char *name;
	char *on; /* event type */
	gint64 delay_s;
	gint64 expires_s; /* after it was due: unsent or unanswered, it ends */
	enum channel channels[2];
	guint n_channels;
	char *template;
	char *subject;	/* Mustache, or NULL: the language's */
	char *question; /* Mustache, or NULL: the language's */
	char **unless;	/* event types; NULL-terminated, never NULL */
	char *via;	/* provider; NULL: the only one of the channel */
};

struct team {
	char *name;
	char **to;		   /* addresses */
	char **touchpoints;	   /* NULL-terminated; empty: all */
	struct recurrence *digest; /* NULL: none is sent */
	GTimeZone *zone;
	char *language;
};

struct settings {
	struct config *config; /* everything below is built from it */
	struct organisation organisation;
	char *store_url;
	char *templates_folder;	  /* or NULL: the shipped ones alone */
	GPtrArray *touchpoints;	  /* struct touchpoint */
	GPtrArray *teams;	  /* struct team */
	GPtrArray *imports;	  /* const struct config_section */
	GPtrArray *providers;	  /* the same */
	GPtrArray *inboxes;	  /* the same */
	char *reply_address;	  /* "survey+{token}@example.com", of the first
				   * inbox; NULL: there is none */
	gboolean in_doubt_resend; /* [cadence] in_doubt = resend */
	gint64 retry_s;		  /* first pause before a deferred message */
};

/*
 * The schemas of a whole file; owned by the caller (g_free the array). The
 * variants end with a value NULL, and must outlive it.
 */
struct config_schema *settings_schemas(const struct config_variant *providers,
    const struct config_variant *inboxes);

/*
 * Reads, checks and builds. The schemas must outlive the result. Mistakes are
 * appended (char *); with any, or with error set (the file cannot be read), the
 * result is NULL.
 */
struct settings *settings_load(const char *path,
    const struct config_schema *schemas, GPtrArray *mistakes, GError **error);
void settings_free(struct settings *settings);
AUTOPTR_DEFINE(settings, settings_free)

/* NULL if there is none of that name. */
const struct touchpoint *settings_touchpoint(const struct settings *settings,
    const char *name);
const struct team *settings_team(const struct settings *settings,
    const char *name);

/* The pattern of an address with its {token} put in; owned. */
char *settings_address_with_token(const char *pattern, const char *token);

#endif
