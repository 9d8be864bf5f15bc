/*
 * unheard.h - the providers for texts whose answers or delivery reports cannot
 * come in as the configuration stands.
 *
 * That is no mistake: who only sends may mean it. Who asks does not.
 */
#ifndef CLI_UNHEARD_H
#define CLI_UNHEARD_H

#include "base/settings.h"

/* char *, a sentence each, in the order of the file; owned by the array. */
GPtrArray *unheard_notes(const struct settings *settings);

#endif
