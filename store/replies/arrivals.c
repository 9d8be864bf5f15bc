/*
 * arrivals.c - what gateways tell: texts become new replies, delivery reports
 * wait; and how far a gateway that is polled was asked.
 */
#include <string.h>

#include "store/internal.h"

/* A gateway without names of its own says the same text in the same words. */
static char *
fingerprint_of(const char *provider, const struct incoming_text *text,
    gint64 now_at)
{
	g_autofree char *when = g_strdup_printf("%" G_GINT64_FORMAT,
	    text->written_at != 0 ? text->written_at : now_at);
	gboolean named = text->id != NULL && text->id[0] != '\0';
	const char *const parts[] = { "text", provider,
		named ? text->id : text->from, named ? NULL : when,
		named ? NULL : text->text };
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	char *fingerprint;

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		/* With its NUL: "ab","c" is not "a","bc". */
		if (parts[i] != NULL)
			g_checksum_update(sum, (const guchar *)parts[i],
			    (gssize)(strlen(parts[i]) + 1));
	}
	fingerprint = g_strconcat("text ", g_checksum_get_string(sum), NULL);
	g_checksum_free(sum);
	return fingerprint;
}

static gboolean
put_text(struct db *db, const char *provider, const struct incoming_text *text,
    gint64 now_at, guint *stored, GError **error)
{
	g_autofree char *fingerprint = fingerprint_of(provider, text, now_at);
	/* A picture alone has no text. */
	const char *words = text->text != NULL ? text->text : "";
	g_autoptr(GBytes) bytes = g_bytes_new(words, strlen(words));

	if (!db_run(db, error,
		"INSERT INTO reply (inbox, received_at, fingerprint,"
		" recipient, state, tries, channel, sender, written_at)"
		" VALUES ($1, $2, $3, $4, 'new', 0, 'sms', $5,"
		" nullif($6, 0)) ON CONFLICT (fingerprint) DO NOTHING",
		"tittti", provider, now_at, fingerprint, text->to,
		text->from, text->written_at))
		return FALSE;
	return reply_put_raw(db, fingerprint, bytes, stored, error);
}

/* What says neither our name for the message nor the gateway's is of none. */
static gboolean
put_report(struct store *store, const char *provider,
    const struct delivery_report *report, gint64 now_at, guint *stored,
    GError **error)
{
	gint64 message_id = 0;

	if (report->name != NULL &&
	    !token_read_any(&store->keys, TOKEN_DELIVERY, report->name,
		&message_id))
		message_id = 0;
	if (message_id == 0 && report->remote_id == NULL)
		return TRUE;
	*stored += 1;
	return db_run(store->db, error,
	    "INSERT INTO report (provider, received_at, message_id, remote_id,"
	    " state, opted_out, detail)"
	    " VALUES ($1, $2, coalesce(nullif($3, 0), (SELECT message_id"
	    "  FROM text_sent WHERE provider = $1 AND remote_id = $4)),"
	    " $4, $5, $6, $7)",
	    "tiittit", provider, now_at, message_id, report->remote_id,
	    delivery_state_name(report->state),
	    (gint64)(report->opted_out ? 1 : 0), report->detail);
}

static gboolean
put_arrivals(struct store *store, const struct arrivals *arrivals,
    gint64 now_at, guint *stored, GError **error)
{
	for (guint i = 0; i < arrivals->texts->len; i++) {
		if (!put_text(store->db, arrivals->provider,
			arrivals->texts->pdata[i], now_at, stored, error))
			return FALSE;
	}
	for (guint i = 0; i < arrivals->reports->len; i++) {
		if (!put_report(store, arrivals->provider,
			arrivals->reports->pdata[i], now_at, stored, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
store_put_arrivals(struct store *store, const struct arrivals *const *arrivals,
    guint n, gint64 now_at, guint *stored, GError **error)
{
	*stored = 0;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!put_arrivals(store, arrivals[i], now_at, stored, error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

gboolean
store_poll_position(struct store *store, const char *provider, gint64 *until_at,
    GError **error)
{
	return db_one(store->db, until_at, 0, error,
	    "SELECT until_at FROM poll_position WHERE provider = $1", "t",
	    provider);
}

gboolean
store_set_poll_position(struct store *store, const char *provider,
    gint64 until_at, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!db_run(store->db, error,
		"INSERT INTO poll_position (provider, until_at)"
		" VALUES ($1, $2) ON CONFLICT (provider) DO UPDATE"
		" SET until_at = excluded.until_at",
		"ti", provider, until_at)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
