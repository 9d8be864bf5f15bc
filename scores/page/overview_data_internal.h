/*
 * overview_data_internal.h - between overview_rows.c, which makes rows of an
 * overview, and overview_data.c, which writes them.
 */
#ifndef SCORES_OVERVIEW_DATA_INTERNAL_H
#define SCORES_OVERVIEW_DATA_INTERNAL_H

#include <jansson.h>

#include "scores/page/overview_data.h"

/* An object of all sections, each a list of objects; owned. */
json_t *overview_sections(const struct overview *overview);

#endif
