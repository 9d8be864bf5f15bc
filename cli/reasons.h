/*
 * reasons.h - why invitations wait, or ended without an answer, for `dripscore
 * status`.
 */
#ifndef CLI_REASONS_H
#define CLI_REASONS_H

#include "store/store.h"

/* The most frequent ones, on stdout. */
gboolean reasons_print(struct store *store, GError **error);

#endif
