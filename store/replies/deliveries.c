/*
 * deliveries.c - see deliveries.h: what became of texts that left, as gateways
 * report it or tell when they are asked.
 */
#include "store/replies/deliveries.h"

#include "store/internal.h"

/* A report may come before the verdict that tells whose it is; not later. */
#define UNKNOWN_KEPT_S (60 * 60)

void
waiting_report_free(struct waiting_report *report)
{
	if (report == NULL)
		return;
	g_free(report->detail);
	g_free(report->touchpoint);
	contact_clear(&report->contact);
	g_free(report);
}

static gpointer
waiting_report_from_rows(struct rows *rows)
{
	struct waiting_report *report = g_new0(struct waiting_report, 1);

	report->id = rows_int(rows, 0);
	report->message_id = rows_int(rows, 1);
	if (!delivery_state_from_name(rows_text(rows, 2), &report->state))
		report->state = DELIVERY_QUEUED;
	report->opted_out = rows_int(rows, 3) != 0;
	report->detail = rows_dup(rows, 4);
	report->touchpoint = rows_dup(rows, 5);
	if (report->touchpoint == NULL)
		return report;
	report->channel = channel_from_name(rows_text(rows, 6));
	if (!invitation_state_from_name(rows_text(rows, 7), &report->stands))
		report->stands = INVITATION_FAILED;
	contact_from_rows(&report->contact, rows, 8);
	return report;
}

static gboolean
drop_unknown(struct db *db, gint64 now_at, GError **error)
{
	static const char unknown[] =
	    "SELECT r.id FROM report r WHERE r.received_at <= $1"
	    " AND NOT EXISTS (SELECT 1 FROM message m"
	    "  WHERE m.id = r.message_id)";
	g_autoptr(GArray)
	    ids = db_ids(db, error, unknown, "i", now_at - UNKNOWN_KEPT_S);

	if (ids == NULL)
		return FALSE;
	if (ids->len == 0)
		return TRUE;
	if (!db_begin(db, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!db_run(db, error, "DELETE FROM report WHERE id = $1", "i",
			g_array_index(ids, gint64, i))) {
			db_rollback(db);
			return FALSE;
		}
	}
	return db_commit(db, error);
}

GPtrArray *
store_waiting_reports(struct store *store, gint64 now_at, guint limit,
    GError **error)
{
	if (!drop_unknown(store->db, now_at, error))
		return NULL;
	return db_list(store->db, error, waiting_report_from_rows,
	    (GDestroyNotify)waiting_report_free,
	    "SELECT r.id, m.id, r.state, r.opted_out, r.detail, i.touchpoint,"
	    " i.channel, s.state, " CONTACT_COLUMNS
	    " FROM report r JOIN message m ON m.id = r.message_id"
	    " LEFT JOIN invitation i ON i.id = m.invitation_id"
	    " LEFT JOIN invitation_state s ON s.invitation_id = i.id"
	    " LEFT JOIN contact c ON c.id = i.contact_id"
	    " WHERE r.message_id IS NOT NULL AND NOT EXISTS"
	    " (SELECT 1 FROM attempt a"
	    "  WHERE a.message_id = m.id AND a.ended_at IS NULL)"
	    " ORDER BY r.id LIMIT $1",
	    "i", (gint64)limit);
}

/* *ready: it is there, and about a message that has no open attempt. */
static gboolean
read_report(struct db *db, gint64 report_id, struct delivery_news *news,
    char **detail, gboolean *ready, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT m.id, r.state, r.opted_out, r.detail"
	    " FROM report r JOIN message m ON m.id = r.message_id"
	    " WHERE r.id = $1 AND NOT EXISTS (SELECT 1 FROM attempt a"
	    "  WHERE a.message_id = m.id AND a.ended_at IS NULL)",
	    "i", report_id);

	if (rows == NULL || !rows_first(rows, ready, error))
		return FALSE;
	if (!*ready)
		return TRUE;
	news->message_id = rows_int(rows, 0);
	if (!delivery_state_from_name(rows_text(rows, 1), &news->state))
		news->state = DELIVERY_QUEUED;
	news->opted_out = rows_int(rows, 2) != 0;
	news->detail = *detail = rows_dup(rows, 3);
	return TRUE;
}

static gboolean
apply_report(struct db *db, const struct report_effect *effect, gint64 now_at,
    GError **error)
{
	struct delivery_news news = { .fall_back = effect->fall_back,
		.day = effect->day,
		.proof = "told by a delivery report" };
	char *detail = NULL;
	gboolean ready = FALSE;
	gboolean ok = read_report(db, effect->report_id, &news, &detail, &ready,
	    error);

	if (ok && ready)
		ok = delivery_apply(db, &news, now_at, error) &&
		    db_run(db, error, "DELETE FROM report WHERE id = $1", "i",
			effect->report_id);
	g_free(detail);
	return ok;
}

gboolean
store_apply_reports(struct store *store, const struct report_effect *effects,
    guint n, gint64 now_at, GError **error)
{
	if (n == 0)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!apply_report(store->db, &effects[i], now_at, error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

static gboolean
settle(struct db *db, gint64 message_id, const struct delivery_report *found,
    struct delivery_news *news, gint64 now_at, GError **error)
{
	const struct doubt_end never = { .message_id = message_id,
		.resolution = RESOLVE_SEND_AGAIN,
		.detail = "the provider was asked: it never had it" };
	gint64 attempt_id = 0;
	gboolean was_in_doubt;

	if (!db_one(db, &attempt_id, 0, error,
		"SELECT max(id) FROM attempt WHERE message_id = $1"
		" AND outcome = 'in doubt'",
		"i", message_id))
		return FALSE;
	if (attempt_id == 0)
		return TRUE;
	if (found == NULL)
		return outbox_end_doubt(db, &never, now_at, &was_in_doubt,
		    error);
	news->state = found->state;
	news->opted_out = found->opted_out;
	news->detail = found->detail;
	return (found->remote_id == NULL ||
		   text_note_remote(db, attempt_id, found->remote_id, error)) &&
	    delivery_apply(db, news, now_at, error);
}

gboolean
store_settle_doubt(struct store *store, gint64 message_id,
    const struct delivery_report *found, enum channel fall_back, gint32 day,
    gint64 now_at, GError **error)
{
	struct delivery_news news = { .message_id = message_id,
		.fall_back = fall_back,
		.day = day,
		.proof = "the provider was asked" };

	if (!db_begin(store->db, error))
		return FALSE;
	if (!settle(store->db, message_id, found, &news, now_at, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
