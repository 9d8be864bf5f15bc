/*
 * db_statements.c - see db_statements.h.
 *
 * Most SQL is a literal, which has one address: it is looked for there first,
 * and compared. Hashing some hundred bytes for each of the statements of a
 * message would cost more than binding its arguments.
 */
#include "store/db/db_statements.h"

#include <string.h>

/* SQL that is put together has addresses that come and go. */
#define ADDRESSES_MAX 1024

struct entry {
	char *sql;
	gpointer statement;
	GDestroyNotify free_statement;
};

struct statements {
	GHashTable *by_sql;	/* its sql -> struct entry */
	GHashTable *by_address; /* const char * -> struct entry */
	GDestroyNotify free_statement;
};

static void
entry_free(gpointer data)
{
	struct entry *entry = data;

	if (entry->free_statement != NULL)
		entry->free_statement(entry->statement);
	g_free(entry->sql);
	g_free(entry);
}

struct statements *
statements_new(GDestroyNotify free_statement)
{
	struct statements *statements = g_new(struct statements, 1);

	statements->by_sql = g_hash_table_new_full(g_str_hash, g_str_equal,
	    NULL, entry_free);
	statements->by_address = g_hash_table_new(NULL, NULL);
	statements->free_statement = free_statement;
	return statements;
}

void
statements_free(struct statements *statements)
{
	if (statements == NULL)
		return;
	g_hash_table_destroy(statements->by_address);
	g_hash_table_destroy(statements->by_sql);
	g_free(statements);
}

static void
note_address(struct statements *statements, const char *sql,
    struct entry *entry)
{
	if (g_hash_table_size(statements->by_address) >= ADDRESSES_MAX)
		g_hash_table_remove_all(statements->by_address);
	g_hash_table_insert(statements->by_address, (gpointer)sql, entry);
}

gpointer
statements_find(struct statements *statements, const char *sql)
{
	struct entry *entry = g_hash_table_lookup(statements->by_address, sql);

	if (entry != NULL && strcmp(entry->sql, sql) == 0)
		return entry->statement;
	entry = g_hash_table_lookup(statements->by_sql, sql);
	if (entry == NULL)
		return NULL;
	note_address(statements, sql, entry);
	return entry->statement;
}

void
statements_add(struct statements *statements, const char *sql,
    gpointer statement)
{
	struct entry *entry = g_new(struct entry, 1);

	g_assert(g_hash_table_lookup(statements->by_sql, sql) == NULL);
	entry->sql = g_strdup(sql);
	entry->statement = statement;
	entry->free_statement = statements->free_statement;
	g_hash_table_insert(statements->by_sql, entry->sql, entry);
	note_address(statements, sql, entry);
}

void
statements_each(struct statements *statements, GFunc call, gpointer user)
{
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, statements->by_sql);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		call(((struct entry *)value)->statement, user);
}
