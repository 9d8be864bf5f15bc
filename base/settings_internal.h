/*
 * settings_internal.h - between settings.c, which builds the structs, and the
 * files that check across sections or know one section's keys.
 */
#ifndef BASE_SETTINGS_INTERNAL_H
#define BASE_SETTINGS_INTERNAL_H

#include "base/settings.h"

extern const struct config_key settings_sms_keys[];
extern const struct config_key settings_web_keys[];

/*
 * Everything that needs more than one key or section, on the gathered sections
 * of settings. whole: nothing is wrong so far. Else what is not there may only
 * be mistyped, and is not missed.
 */
void settings_check(const struct settings *settings, gboolean whole,
    GPtrArray *mistakes);

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
