/*
 * settings_internal.h - between settings.c, which builds the structs, and the
 * files that check across sections or know one section's keys.
 */
#ifndef BASE_SETTINGS_INTERNAL_H
#define BASE_SETTINGS_INTERNAL_H

#include "base/settings.h"

/* The longest time that a key may ask for. */
#define SETTINGS_LONGEST_S (3 * 365 * 24 * 60 * (gint64)60)
/* 2024-01-01: any day does, to see when rules and calendars come round. */
#define SETTINGS_TRIED_FROM_AT 1704067200
/* What `calendar` says for none. */
#define SETTINGS_NO_CALENDAR "none"

extern const struct config_key settings_cadence_keys[];
extern const struct config_key settings_calendar_keys[];
extern const struct config_key settings_cases_keys[];
extern const struct config_key settings_feed_keys[];
extern const struct config_key settings_scores_keys[];
extern const struct config_key settings_sms_keys[];
extern const struct config_key settings_team_keys[];
extern const struct config_key settings_tag_keys[];
extern const struct config_key settings_touchpoint_keys[];
extern const struct config_key settings_web_keys[];

/*
 * Everything that needs more than one key or section, on the gathered sections
 * of settings. whole: nothing is wrong so far. Else what is not there may only
 * be mistyped, and is not missed.
 */
void settings_check(const struct settings *settings, gboolean whole,
    GPtrArray *mistakes);

/* A mistake if there is no section of that kind and name. */
void settings_check_name(const struct settings *settings,
    const struct config_section *section, const char *key, const char *kind,
    const char *name, GPtrArray *mistakes);
/* NULL-terminated names of a channel's providers; to be freed alone. */
const char **settings_providers_of(const struct settings *settings,
    const char *channel);
/* "email" or "sms"; NULL if it has no valid type. */
const char *settings_provider_channel(const struct config_section *provider);

void settings_cadence_build(struct cadence *cadence,
    const struct config_section *section);
/* The value of a CONFIG_RATE; n 0 if the key is absent. */
struct rate settings_rate(const struct config_section *section,
    const char *key);

void settings_cases_check(const struct config_section *section,
    GPtrArray *mistakes);
void settings_cases_build(struct case_rules *rules,
    const struct config_section *section);
void settings_cases_clear(struct case_rules *rules);

/* With its files read. A calendar with mistakes is not to be used. */
struct calendar *settings_calendar_load(const struct config_section *section,
    GPtrArray *mistakes);
/* Of settings->calendars; NULL if there is none of that name. */
struct calendar *settings_calendar(const struct settings *settings,
    const char *name);
/* Whether a text may ever leave that keeps both; TRUE if the calendar never
 * opens at all, which is a mistake of its own. */
gboolean settings_calendar_meets(const struct calendar *calendar,
    const struct hours *hours);
/* The key `calendar` of a section must name one, or none. */
void settings_check_calendar(const struct settings *settings,
    const struct config_section *section, GPtrArray *mistakes);

void settings_feed_check(const struct settings *settings,
    const struct config_section *section, GPtrArray *mistakes);

void settings_team_check(const struct settings *settings,
    const struct config_section *section, gboolean whole, GPtrArray *mistakes);
struct team *settings_team_build(const struct settings *settings,
    const struct config_section *section);
void settings_team_free(gpointer team);

void settings_tag_check(const struct settings *settings,
    const struct config_section *section, GPtrArray *mistakes);
struct tag_rules *settings_tags_build(const struct settings *settings);

void settings_touchpoint_check(const struct settings *settings,
    const struct config_section *section, gboolean whole, GPtrArray *mistakes);
/* What is wrong among its keys alone. */
void settings_anonymous_check(const struct config_section *section,
    GPtrArray *mistakes);
void settings_journey_check(const struct config_section *section,
    GPtrArray *mistakes);
/* cadence: the section, or its defaults. */
struct touchpoint *settings_touchpoint_build(const struct settings *settings,
    const struct config_section *section, const struct config_section *cadence);
/* settings_thanks.c: the link in thanks. */
void settings_thanks_check(const struct config_section *section,
    GPtrArray *mistakes);
void settings_thanks_build(struct touchpoint *touchpoint,
    const struct config_section *section);
void settings_touchpoint_free(gpointer touchpoint);
/* What `remind` says, the first REMINDERS_MAX; how many these are. */
guint settings_reminders(const struct config_section *section,
    gint64 remind_s[REMINDERS_MAX]);

void settings_scores_check(const struct config_section *section,
    GPtrArray *mistakes);
void settings_scores_build(struct scoring *scoring,
    const struct config_section *section);
void settings_scores_clear(struct scoring *scoring);

/* "EUR": three capital letters. */
gboolean settings_is_currency(const char *code);
/* What needs more than one key of [sms], or more than config_value.c knows. */
void settings_sms_check(const struct config_section *section, gboolean whole,
    GPtrArray *mistakes);
void settings_sms_build(struct texting *texting,
    const struct config_section *section);
void settings_sms_clear(struct texting *texting);

void settings_web_check(const struct config_section *section,
    GPtrArray *mistakes);
void settings_web_build(struct web_settings *web,
    const struct config_section *section);
void settings_web_clear(struct web_settings *web);

#endif
