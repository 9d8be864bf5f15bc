/*
 * each.c - see each.h: arguments gathered, row after row, for db_run_each.
 * Called where a group of messages moves on.
 */
#include "store/db/each.h"

#include <stdarg.h>
#include <string.h>

#include "store/db/db_ops.h"

void
each_begin(struct each *each, const char *sql, const char *types)
{
	each->sql = sql;
	each->types = types;
	each->values = g_array_new(FALSE, FALSE, sizeof(struct db_value));
	each->n = 0;
}

static struct db_value
value_of(char type, va_list *arguments)
{
	struct db_value value = { .type = type };

	if (type == 'i') {
		value.i = va_arg(*arguments, gint64);
		return value;
	}
	g_assert(type == 't');
	value.t = va_arg(*arguments, const char *);
	if (value.t == NULL)
		value.type = 'n';
	return value;
}

void
each_add(struct each *each, ...)
{
	va_list arguments;

	va_start(arguments, each);
	for (const char *type = each->types; *type != '\0'; type++) {
		struct db_value value = value_of(*type, &arguments);

		g_array_append_val(each->values, value);
	}
	va_end(arguments);
	each->n++;
}

gboolean
each_run(struct each *each, struct db *db, gint64 *results, GError **error)
{
	guint width = (guint)strlen(each->types);
	const struct db_value *values =
	    (const struct db_value *)each->values->data;
	gboolean returns;

	if (db->ops->run_each != NULL)
		return db->ops->run_each(db, each->sql, values, width, each->n,
		    results, error);
	returns = strstr(each->sql, " RETURNING ") != NULL;

	for (guint i = 0; i < each->n; i++) {
		const struct db_value *row = values + (gsize)i * width;

		if (returns) {
			g_autoptr(rows) rows = db->ops->select(db, each->sql,
			    row, width, error);
			gboolean found;

			if (rows == NULL || !rows_first(rows, &found, error))
				return FALSE;
			results[i] = found ? rows_int(rows, 0) : 0;
			continue;
		}
		if (!db_run_values(db, each->sql, row, width, error))
			return FALSE;
		if (results != NULL)
			results[i] = db_changes(db);
	}
	return TRUE;
}

void
each_end(struct each *each)
{
	g_clear_pointer(&each->values, g_array_unref);
}
