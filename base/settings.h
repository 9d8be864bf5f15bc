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
#include "base/calendar.h"
#include "base/condition.h"
#include "base/config.h"
#include "base/hours.h"
#include "base/model.h"
#include "base/rate.h"
#include "base/recurrence.h"
#include "base/tag_rule.h"

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
	gboolean metrics;   /* /metrics is there */
	guint connections;  /* at once */
	guint connections_per_address;
	gint64 deadline_s; /* for a request, from its first byte to its last */
};

/* What a score is called from a number on. */
struct score_band {
	char *name; /* NULL: the end of a list */
	int from;
};

/* How answers are counted and shown: [scores]. */
struct scoring {
	char **by;	   /* attributes, named as in conditions; never NULL */
	guint min_answers; /* groups with fewer are not shown */
	struct score_band *bands; /* rising; never NULL */
	guint fiscal_month;	  /* in which the fiscal year begins, 1-12 */
	char *value;		  /* attribute: what a customer is worth */
	char *currency;		  /* it is shown with, or NULL */
};

/* What is owed to unhappy customers: [cases]. */
struct case_rules {
	struct condition *open; /* about answers; NULL: none opens one */
	gint64 due_s;	  /* after the answer */
	gint64 remind_s;  /* before it is due; 0: not */
	char *owner;	  /* name of an attribute */
};

#define REMINDERS_MAX 3

/* What [cadence] says for all touchpoints. */
struct cadence {
	gint64 rest_s;	      /* between two asks of a person; 0: none */
	guint max_per_year;   /* asks of a person in 365 days; 0: any number */
	struct rate drip;     /* over all; n 0: no limit */
	gboolean in_doubt_resend;
	gint64 retry_s; /* first pause before a deferred message */
};

struct touchpoint {
	char *name;
	char *on; /* event type; NULL: it recurs */
	gint64 every_s;		  /* it recurs for each person; 0: not so */
	struct recurrence *rrule; /* it recurs by calendar; NULL: not so */
	struct condition *where;  /* NULL: everybody */
	struct calendar *calendar; /* borrowed; NULL: at any time */
	gint64 rest_s; /* its own, or that of [cadence]; 0: none */
	gboolean exempt; /* it neither waits for others nor makes them wait */
	char *promoter_link;	  /* Mustache; NULL: thanks carry none */
	char *promoter_link_text; /* Mustache, or NULL: the language's */
	gboolean promoter_link_for_all; /* detractors among them */
	gboolean anonymous; /* nothing links an answer to who gave it */
	guint priority; /* the higher goes first */
	struct rate drip; /* n 0: no limit */
	gint64 spread_s;  /* laid over so long, by contact; 0: not */
	guint sample_percent; /* 1 to 100 */
	gint64 max_lateness_s;
	gint64 remind_s[REMINDERS_MAX]; /* after it left, rising */
	guint n_reminders;
	gint64 nudge_s; /* after a score without a reason; 0: none */
	gint64 delay_s;
	/* How long after it was due it may leave; and how long after it left
	 * an answer is waited for. */
	gint64 expires_s;
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
	gboolean silent_without_news; /* then no digest is sent either */
	GTimeZone *zone;
	char *language;
	struct rate drip; /* of all its touchpoints together; n 0: no limit */
	struct condition *alert; /* about answers; NULL: none is told at once */
	/* Who is: addresses, TEAM_ALERT_OWNER, names of providers of channel
	 * webhook; never NULL. */
	char **alert_to;
};
/* The customer's owner, by the attribute `owner`. */
#define TEAM_ALERT_OWNER "owner"

struct settings {
	struct config *config; /* everything below is built from it */
	struct organisation organisation;
	struct texting texting;
	struct web_settings web;
	char *store_url;
	guint lease_s; /* of a worker; 0: SQLite, where there is but one */
	char *templates_folder;	  /* or NULL: the shipped ones alone */
	struct cadence cadence;
	struct scoring scoring;
	struct tag_rules *tags;	  /* of [tag NAME]; never NULL */
	struct case_rules cases;
	GPtrArray *calendars;	  /* struct calendar */
	GPtrArray *touchpoints;	  /* struct touchpoint */
	GPtrArray *teams;	  /* struct team */
	GPtrArray *providers;	  /* const struct config_section */
	GPtrArray *inboxes;	  /* the same */
	GPtrArray *feeds;	  /* the same */
	char *reply_address;	  /* "survey+{token}@example.com", of the first
				   * inbox; NULL: there is none */
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
/* The lowest score whose thanks carry the touchpoint's link; 11: none does. */
int touchpoint_thanks_from(const struct touchpoint *touchpoint);
/* Whether it is the team's to answer for. */
gboolean team_has_touchpoint(const struct team *team, const char *touchpoint);

/*
 * "there is no [team desk], did you mean "desks"?; there is desks": of any kind
 * of section that has names; owned.
 */
char *settings_no_section(const struct settings *settings, const char *kind,
    const char *name);

/*
 * What tag_rules_match finds in an answer: of struct tag_hit. language: of the
 * contact; NULL: not known, then it is taken for the organisation's.
 */
GPtrArray *settings_tags_of(const struct settings *settings, const char *text,
    const char *language);

/*
 * To whom mails about a case go: its owner; else all of its team; else the
 * admins. NULL-terminated, may be empty; g_strfreev. Both may be NULL.
 */
char **settings_case_people(const struct settings *settings, const char *owner,
    const char *team);
/* When a case is due of what was said at said_at, and when it is to be reminded
 * of; *remind_at 0: not any more. */
void settings_case_times(const struct settings *settings, gint64 said_at,
    gint64 now_at, gint64 *due_at, gint64 *remind_at);

/* The pattern of an address with its {token} put in; owned. */
char *settings_address_with_token(const char *pattern, const char *token);

#endif
