/*
 * ledger.c - see ledger.h. It reads the store by SQLite itself, beside our
 * driver.
 */
#include "tests/faults/ledger.h"

#include "tests/unit/balance.h"

struct line {
	const char *promise;
	char *sql;
};

struct ledger {
	GPtrArray *lines;
	GHashTable *left; /* of message ids */
};

static void
line_free(gpointer data)
{
	struct line *line = data;

	g_free(line->sql);
	g_free(line);
}

struct ledger *
ledger_new(void)
{
	struct ledger *ledger = g_new0(struct ledger, 1);

	ledger->lines = g_ptr_array_new_with_free_func(line_free);
	ledger->left = g_hash_table_new_full(g_int64_hash, g_int64_equal,
	    g_free, NULL);
	return ledger;
}

void
ledger_free(struct ledger *ledger)
{
	if (ledger == NULL)
		return;
	g_ptr_array_unref(ledger->lines);
	g_hash_table_destroy(ledger->left);
	g_free(ledger);
}

void
ledger_note(struct ledger *ledger, const char *promise, const char *format, ...)
{
	struct line *line = g_new0(struct line, 1);
	va_list arguments;

	va_start(arguments, format);
	line->promise = promise;
	line->sql = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(ledger->lines, line);
}

guint
ledger_lines(const struct ledger *ledger)
{
	return ledger->lines->len;
}

gboolean
ledger_leaves(struct ledger *ledger, gint64 message_id)
{
	return g_hash_table_add(ledger->left,
	    g_memdup2(&message_id, sizeof(message_id)));
}

void
ledger_may_leave(struct ledger *ledger, gint64 message_id)
{
	g_hash_table_remove(ledger->left, &message_id);
}

gboolean
ledger_has_left(struct ledger *ledger, gint64 message_id)
{
	return g_hash_table_contains(ledger->left, &message_id);
}

/* What the statement says, if that isn't what is expected. */
static char *
differs(sqlite3 *handle, const char *promise, const char *sql,
    const char *expected)
{
	sqlite3_stmt *statement = NULL;
	char *found = NULL;
	char *complaint = NULL;

	if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) ==
		SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		found = g_strdup(
		    (const char *)sqlite3_column_text(statement, 0));
	else
		found = g_strdup(sqlite3_errmsg(handle));
	if (g_strcmp0(found, expected) != 0)
		complaint = g_strdup_printf("%s: %s, not %s: %s", promise,
		    found, expected, sql);
	sqlite3_finalize(statement);
	g_free(found);
	return complaint;
}

static char *
out_of_balance(sqlite3 *handle)
{
	char *complaint = NULL;

	for (gsize i = 0; complaint == NULL &&
	     i < G_N_ELEMENTS(balance_promises); i++)
		complaint = differs(handle, balance_promises[i].promise,
		    balance_promises[i].sql, "0");
	return complaint;
}

static char *
not_kept(const struct ledger *ledger, sqlite3 *handle)
{
	char *complaint = NULL;

	for (guint i = 0; complaint == NULL && i < ledger->lines->len; i++) {
		const struct line *line = ledger->lines->pdata[i];

		complaint = differs(handle, line->promise, line->sql, "1");
	}
	return complaint;
}

char *
ledger_complaint(const struct ledger *ledger, const char *path)
{
	sqlite3 *handle = NULL;
	char *complaint = NULL;

	if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK)
		complaint = g_strdup(sqlite3_errmsg(handle));
	sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    (int *)NULL);
	if (complaint == NULL)
		complaint = differs(handle, "the file is whole",
		    "PRAGMA integrity_check", "ok");
	if (complaint == NULL)
		complaint = differs(handle, "what is referred to is there",
		    "SELECT count(*) FROM pragma_foreign_key_check", "0");
	if (complaint == NULL)
		complaint = out_of_balance(handle);
	if (complaint == NULL)
		complaint = not_kept(ledger, handle);
	sqlite3_close(handle);
	return complaint;
}
