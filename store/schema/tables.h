/*
 * tables.h - the tables of a schema, as one sees them who copies them whole.
 *
 * They are asked of a store in memory, made for it, so that they are those of
 * the migrations, on whatever engine. Called by copy.c.
 */
#ifndef STORE_TABLES_H
#define STORE_TABLES_H

#include "store/db/db.h"

struct table_column {
	char *name;
	char type; /* i, t, b: as in db.h */
	/* Refers to a table that refers to this one: written once both are. */
	gboolean late;
};

struct table {
	char *name;
	GArray *columns; /* struct table_column */
	char *names;	 /* of them all: "id, name" */
	char *order;	 /* by the primary key: "id" */
	gboolean has_id; /* keys are drawn for it */
};

/*
 * Of struct table, each after those that it refers to. version: of the schema.
 * NULL with error set.
 */
GPtrArray *tables_of(gint64 version, GError **error);

#endif
