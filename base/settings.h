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
#include "base/hours.h"
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
	char **admin; /* addresses that alerts go to; never NULL */
};

/* How texts leave: [sms]. Money is in millionths of the currency's unit. */
struct texting {
	char *country;	  /* home, "FI": national numbers are of it; or NULL */
	char **countries; /* where texts may go; never NULL */
	struct hours hours; /* at the recipient */
	gboolean consent_required;
	char *consent_attribute;
	gint64 conversation_s;	   /* how long after the question it is open */
	gboolean stop_closes_mail; /* an opt-out by text counts for mail too */
	gint64 price_micro;	   /* of a segment; 0: not known */
	char *currency;
	gint64 budget_micro; /* a day, before the fuse blows; 0: any */
	/* Texts a day; 0: any number. A prefix is a number without its last
	 * four digits. */
	guint max_per_number, max_per_prefix, max_per_day;
};

/* HTTP in: [web]. */
struct web_settings {
	gboolean on; /* the section is there */
	char *host;  /* where it listens */
	guint port;
	char *public_url;   /* as the world sees it, without "/" behind; NULL:
			     * it cannot be called */
	gboolean proxied;   /* the caller stands in X-Forwarded-For */
	guint connections;  /* at once */
	guint connections_per_address;
	gint64 deadline_s; /* for a request, from its first byte to its last */
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
	char *text;	/* Mustache, or NULL: the language's question by text */
	/* Providers in order: the first of the message's channel that has not
	 * halted. Of a channel that none is of: its only one. Never NULL. */
	char **via;
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
	struct texting texting;
	struct web_settings web;
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
