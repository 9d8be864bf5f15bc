/*
 * keys.c - the keys of the tokens, kept in the table of settings: `key` the
 * present one, `key 1`, `key 2` ... the former ones, each with the last
 * invitation, message and case that it speaks of.
 *
 * Called as a store is opened, and by home.c when a copy is adopted.
 */
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/errors.h"
#include "store/internal.h"

static gboolean
key_from_hex(const char *hex, guint8 *key)
{
	for (gsize i = 0; i < TOKEN_KEY_BYTES; i++) {
		int high = g_ascii_xdigit_value(hex[2 * i]);
		int low = high < 0 ? -1 : g_ascii_xdigit_value(hex[2 * i + 1]);

		if (low < 0)
			return FALSE;
		key[i] = (guint8)(high << 4 | low);
	}
	return hex[2 * TOKEN_KEY_BYTES] == '\0' ||
	    hex[2 * TOKEN_KEY_BYTES] == ' ';
}

/* "HEX LAST_INVITATION LAST_MESSAGE LAST_CASE"; before there were cases,
 * without the last. */
static gboolean
former_from_text(const char *text, struct token_former_key *former)
{
	g_auto(GStrv) parts = g_strsplit(text, " ", 4);
	guint n = g_strv_length(parts);

	if (n < 3 ||
	    !key_from_hex(parts[0], former->key))
		return FALSE;
	former->last_invitation = g_ascii_strtoll(parts[1], NULL, 10);
	former->last_message = g_ascii_strtoll(parts[2], NULL, 10);
	former->last_case = n > 3 ? g_ascii_strtoll(parts[3], NULL, 10) : 0;
	return TRUE;
}

static char *
draw_key(GError **error)
{
	guint8 key[TOKEN_KEY_BYTES];
	GString *hex;

	if (getrandom(key, sizeof(key), 0) != (gssize)sizeof(key)) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS,
		    "no random bytes for the store's key: %s",
		    g_strerror(errno));
		return NULL;
	}
	hex = g_string_new(NULL);
	for (gsize i = 0; i < sizeof(key); i++)
		g_string_append_printf(hex, "%02x", key[i]);
	return g_string_free(hex, FALSE);
}

/* Two processes may open a new store at once: the first key stays. */
static gboolean
put_first(struct db *db, GError **error)
{
	g_autofree char *hex = draw_key(error);

	if (hex == NULL || !db_begin(db, error))
		return FALSE;
	if (!db_run(db, error,
		"INSERT INTO setting (name, value) VALUES ('key', $1)"
		" ON CONFLICT (name) DO NOTHING",
		"t", hex)) {
		db_rollback(db);
		return FALSE;
	}
	return db_commit(db, error);
}

static gboolean
take_key(struct token_keys *keys, const char *name, const char *value,
    GError **error)
{
	struct token_former_key former;

	if (strcmp(name, "key") == 0 && key_from_hex(value, keys->key))
		return TRUE;
	if (strcmp(name, "key") == 0 || !former_from_text(value, &former)) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
		    "the store's key is damaged");
		return FALSE;
	}
	keys->former = g_renew(struct token_former_key, keys->former,
	    keys->n_former + 1);
	keys->former[keys->n_former++] = former;
	return TRUE;
}

/* *found is FALSE if the store has no key yet. */
static gboolean
read_keys(struct db *db, struct token_keys *keys, gboolean *found,
    GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT name, value FROM setting WHERE name = 'key'"
	    " OR substr(name, 1, 4) = 'key ' ORDER BY name",
	    "");

	*found = FALSE;
	token_keys_clear(keys);
	while (rows != NULL && rows_next(rows, &failure)) {
		if (!take_key(keys, rows_text(rows, 0), rows_text(rows, 1),
			error))
			return FALSE;
		*found = TRUE;
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

gboolean
keys_ensure(struct db *db, struct token_keys *keys, GError **error)
{
	gboolean found = FALSE;

	if (!read_keys(db, keys, &found, error))
		return FALSE;
	return found ||
	    (put_first(db, error) && read_keys(db, keys, &found, error));
}

static gboolean
renew(struct db *db, const char *hex, GError **error)
{
	/* Of a store that has given out nothing yet the key may stay; it is
	 * simpler to give it a new one. */
	return db_run(db, error,
		   "INSERT INTO setting (name, value)"
		   " SELECT 'key ' || CAST((SELECT count(*) FROM setting"
		   "  WHERE substr(name, 1, 4) = 'key ') + 1 AS TEXT),"
		   " k.value || ' ' || CAST(coalesce((SELECT max(id)"
		   "  FROM invitation), 0) AS TEXT) || ' ' ||"
		   " CAST(coalesce((SELECT max(id) FROM message), 0) AS TEXT)"
		   " || ' ' || CAST(coalesce((SELECT max(id)"
		   "  FROM customer_case), 0) AS TEXT)"
		   " FROM setting k WHERE k.name = 'key'",
		   "") &&
	    db_run(db, error,
		"UPDATE setting SET value = $1 WHERE name = 'key'", "t", hex);
}

gboolean
store_renew_key(struct store *store, GError **error)
{
	struct db *db = store->db;
	g_autofree char *hex = draw_key(error);
	gboolean found;

	if (hex == NULL || !db_begin(db, error))
		return FALSE;
	if (!renew(db, hex, error)) {
		db_rollback(db);
		return FALSE;
	}
	return db_commit(db, error) &&
	    read_keys(db, &store->keys, &found, error);
}
