/*
 * keep_worth.h - what each person is worth, from all there is: see keep.c.
 */
#ifndef STORE_KEEP_WORTH_H
#define STORE_KEEP_WORTH_H

#include "store/db/db.h"

/* Inside a transaction. By another attribute than before; NULL: by none. */
gboolean keep_worth(struct db *db, const char *value, GError **error);

#endif
