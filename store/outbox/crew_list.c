/*
 * crew_list.c - the workers on the store, for people to look at. Called by
 * `dripscore status`.
 */
#include "store/outbox/crew.h"

#include "store/internal.h"

void
crew_worker_free(struct crew_worker *worker)
{
	if (worker == NULL)
		return;
	g_free(worker->name);
	g_free(worker);
}

static gpointer
worker_from_rows(struct rows *rows)
{
	struct crew_worker *worker = g_new0(struct crew_worker, 1);

	worker->id = rows_int(rows, 0);
	worker->name = rows_dup(rows, 1);
	worker->joined_at = rows_int(rows, 2);
	worker->alive = rows_int(rows, 3) != 0;
	worker->leads = rows_int(rows, 4) != 0;
	return worker;
}

GPtrArray *
store_crew(struct store *store, GError **error)
{
	gint64 now_at;

	if (!db_clock(store->db, &now_at, error))
		return NULL;
	return db_list(store->db, error, worker_from_rows,
	    (GDestroyNotify)crew_worker_free,
	    "SELECT id, name, joined_at,"
	    " CASE WHEN alive_until > $1 THEN 1 ELSE 0 END, leads"
	    " FROM worker ORDER BY id",
	    "i", now_at);
}
