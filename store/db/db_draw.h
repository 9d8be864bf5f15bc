/*
 * db_draw.h - keys for many new rows at once. Only store/ includes this.
 */
#ifndef STORE_DB_DRAW_H
#define STORE_DB_DRAW_H

#include "store/db/db.h"

/*
 * Inside a transaction. n keys (column id) that no row of the table has, in
 * ascending order; to be given by hand. INSERT ... RETURNING would cost SQLite
 * more than the row itself, and PostgreSQL an answer for each. Nothing else is
 * put into the table without a key before these are.
 */
gboolean db_draw_ids(struct db *db, const char *table, guint n, gint64 *ids,
    GError **error);

#endif
