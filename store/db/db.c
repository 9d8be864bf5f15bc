/*
 * db.c - see db.h: to the driver that the url names, and what is the same over
 * each of them.
 */
#include "store/db/db.h"

#include <stdarg.h>
#include <string.h>

#include "base/errors.h"
#include "store/db/db_ops.h"

/* Either the whole is libpq's, or the pairs that follow; NULL: another's. */
static const char *
conninfo_in(const char *url)
{
	static const char postgresql[] = "postgresql:";

	if (!g_str_has_prefix(url, postgresql))
		return NULL;
	return g_str_has_prefix(url, "postgresql://") ?
	    url :
	    url + strlen(postgresql);
}

struct db *
db_open(const char *url, gboolean create, GError **error)
{
	static const char sqlite[] = "sqlite:";
	const char *conninfo = conninfo_in(url);

	if (g_str_has_prefix(url, sqlite))
		return db_sqlite_open(url + strlen(sqlite), create, error);
	if (conninfo != NULL)
		return db_pg_open(conninfo, create, error);
	/* Unread: there may be a password in it. */
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
	    "store: the scheme of its url is not known; allowed: sqlite:PATH,"
	    " postgresql://...");
	return NULL;
}

gboolean
db_check_url(const char *url, GError **error)
{
	const char *conninfo = conninfo_in(url);

	return conninfo == NULL || db_pg_check(conninfo, error);
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_rollback(db);
	db_remember(db, NULL, NULL);
	db->ops->close(db);
}

gpointer
db_memory(const struct db *db)
{
	return db->memory;
}

void
db_remember(struct db *db, gpointer memory, GDestroyNotify free_memory)
{
	if (db->memory != NULL)
		db->free_memory(db->memory);
	db->memory = memory;
	db->free_memory = free_memory;
}

guint64
db_transaction(const struct db *db)
{
	return db->transaction;
}

gboolean
db_in_transaction(const struct db *db)
{
	return db->in_transaction;
}

gboolean
db_is_server(const struct db *db)
{
	return db->ops->is_server;
}

void
db_set_patience(struct db *db, guint patience_ms)
{
	db->patience_ms = patience_ms;
}

static gboolean
begin(struct db *db, gboolean shared, GError **error)
{
	g_assert(!db->in_transaction);
	db->in_transaction = db->ops->begin(db, shared, error);
	db->transaction++;
	return db->in_transaction;
}

gboolean
db_begin(struct db *db, GError **error)
{
	return begin(db, FALSE, error);
}

gboolean
db_begin_shared(struct db *db, GError **error)
{
	return begin(db, TRUE, error);
}

gboolean
db_commit(struct db *db, GError **error)
{
	g_assert(db->in_transaction);
	if (!db->ops->commit(db, error)) {
		/* Also where nothing is left that could be rolled back. */
		db_remember(db, NULL, NULL);
		db_rollback(db);
		return FALSE;
	}
	db->in_transaction = FALSE;
	return TRUE;
}

void
db_rollback(struct db *db)
{
	if (!db->in_transaction)
		return;
	db->in_transaction = FALSE;
	db_remember(db, NULL, NULL);
	db->ops->rollback(db);
}

gboolean
db_script(struct db *db, const char *sql, GError **error)
{
	return db->ops->script(db, sql, error);
}

/* Returns how many there are. */
static guint
gather(struct db_value *values, const char *types, va_list arguments)
{
	guint n = 0;

	for (; types[n] != '\0'; n++) {
		struct db_value *value = &values[n];

		g_assert(n < DB_VALUES_MAX);
		value->type = types[n];
		switch (types[n]) {
		case 'i':
			value->i = va_arg(arguments, gint64);
			break;
		case 't':
			value->t = va_arg(arguments, const char *);
			break;
		case 'b':
			value->b = va_arg(arguments, GBytes *);
			break;
		default:
			g_assert_not_reached();
		}
	}
	return n;
}

gboolean
db_run_values(struct db *db, const char *sql, const struct db_value *values,
    guint n, GError **error)
{
	g_assert(n <= DB_VALUES_MAX);
	return db->ops->run(db, sql, values, n, error);
}

gboolean
db_run(struct db *db, GError **error, const char *sql, const char *types, ...)
{
	struct db_value values[DB_VALUES_MAX];
	va_list arguments;
	guint n;

	va_start(arguments, types);
	n = gather(values, types, arguments);
	va_end(arguments);
	return db->ops->run(db, sql, values, n, error);
}

static struct rows *
select_rows(struct db *db, GError **error, const char *sql, const char *types,
    va_list arguments)
{
	struct db_value values[DB_VALUES_MAX];
	guint n = gather(values, types, arguments);

	return db->ops->select(db, sql, values, n, error);
}

gint64
db_changes(struct db *db)
{
	return db->ops->changes(db);
}

struct rows *
db_select(struct db *db, GError **error, const char *sql, const char *types,
    ...)
{
	struct rows *rows;
	va_list arguments;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	return rows;
}

gboolean
rows_next(struct rows *rows, GError **error)
{
	return rows->db->ops->next(rows, error);
}

gint64
rows_int(struct rows *rows, int column)
{
	return rows->db->ops->integer(rows, column);
}

const char *
rows_text(struct rows *rows, int column)
{
	return rows->db->ops->text(rows, column);
}

char *
rows_dup(struct rows *rows, int column)
{
	return g_strdup(rows_text(rows, column));
}

GBytes *
rows_bytes(struct rows *rows, int column)
{
	return rows->db->ops->bytes(rows, column);
}

gboolean
rows_is_null(struct rows *rows, int column)
{
	return rows->db->ops->is_null(rows, column);
}

void
rows_free(struct rows *rows)
{
	if (rows != NULL)
		rows->db->ops->free(rows);
}

gboolean
rows_first(struct rows *rows, gboolean *found, GError **error)
{
	g_autoptr(GError) failure = NULL;

	*found = rows_next(rows, &failure);
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

gboolean
db_one(struct db *db, gint64 *value, gint64 missing, GError **error,
    const char *sql, const char *types, ...)
{
	g_autoptr(rows) rows = NULL;
	va_list arguments;
	gboolean found;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	*value = found && !rows_is_null(rows, 0) ? rows_int(rows, 0) : missing;
	return TRUE;
}

GPtrArray *
db_list(struct db *db, GError **error, rows_build build,
    GDestroyNotify free_item, const char *sql, const char *types, ...)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_item);
	g_autoptr(rows) rows = NULL;
	va_list arguments;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	if (rows == NULL)
		return NULL;
	while (rows_next(rows, &failure))
		g_ptr_array_add(list, build(rows));
	if (failure == NULL)
		return g_steal_pointer(&list);
	g_propagate_error(error, g_steal_pointer(&failure));
	return NULL;
}

GArray *
db_ids(struct db *db, GError **error, const char *sql, const char *types, ...)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(rows) rows = NULL;
	va_list arguments;

	va_start(arguments, types);
	rows = select_rows(db, error, sql, types, arguments);
	va_end(arguments);
	if (rows == NULL)
		return NULL;
	while (rows_next(rows, &failure)) {
		gint64 id = rows_int(rows, 0);

		g_array_append_val(ids, id);
	}
	if (failure == NULL)
		return g_steal_pointer(&ids);
	g_propagate_error(error, g_steal_pointer(&failure));
	return NULL;
}

const char *
db_utf8(const char *text, char **mended)
{
	if (text == NULL || g_utf8_validate(text, -1, NULL))
		return text;
	*mended = g_utf8_make_valid(text, -1);
	return *mended;
}
