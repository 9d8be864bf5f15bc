/*
 * db_statements.h - the prepared statements of a connection, found by their
 * SQL. Only drivers include it.
 */
#ifndef STORE_DB_STATEMENTS_H
#define STORE_DB_STATEMENTS_H

#include <glib.h>

struct statements;

struct statements *statements_new(GDestroyNotify free_statement);
void statements_free(struct statements *statements);

/* NULL: not there. */
gpointer statements_find(struct statements *statements, const char *sql);
/* It is owned from then on. The SQL, not there yet, is copied. */
void statements_add(struct statements *statements, const char *sql,
    gpointer statement);
/* Calls for each. */
void statements_each(struct statements *statements, GFunc call, gpointer user);

#endif
