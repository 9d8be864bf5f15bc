/*
 * config_manual.h - the tables of keys, written out for people.
 */
#ifndef BASE_CONFIG_MANUAL_H
#define BASE_CONFIG_MANUAL_H

#include "base/config.h"

/* etc/dripscore.ini: every key with its help, default and example; owned. */
char *config_manual_ini(const struct config_schema *schemas);
/* The part of dripscore.ini(5) that lists sections and keys, in mdoc; owned. */
char *config_manual_mdoc(const struct config_schema *schemas);

#endif
