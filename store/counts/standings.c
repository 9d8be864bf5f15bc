/*
 * standings.c - see standings.h. Called by `dripscore plan` alone.
 */
#include "store/counts/standings.h"

#include "store/internal.h"

static void
read_standing(struct rows *rows, struct standing *standing)
{
	*standing = (struct standing){
		.invitation_id = rows_int(rows, 0),
		.touchpoint = rows_text(rows, 1),
		.source = rows_text(rows, 2),
		.reference = rows_text(rows, 3),
		.email = rows_text(rows, 4),
		.phone = rows_text(rows, 5),
		.channel = channel_from_name(rows_text(rows, 6)),
		.reason = rows_text(rows, 8),
		.changed_at = rows_int(rows, 9),
		.sent_at = rows_int(rows, 10),
		.due_at = rows_int(rows, 11),
	};
	/* Of a newer dripscore, if it is not known. */
	if (!invitation_state_from_name(rows_text(rows, 7), &standing->state))
		standing->state = INVITATION_SCHEDULED;
}

gboolean
store_each_invitation(struct store *store,
    void (*take)(const struct standing *standing, gpointer user), gpointer user,
    GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(store->db, &failure,
	    "SELECT i.id, i.touchpoint, e.source, e.reference, c.email,"
	    " c.phone, i.channel, s.state, s.reason, s.changed_at,"
	    " coalesce(s.sent_at, 0), CASE s.state WHEN 'scheduled' THEN"
	    "  coalesce((SELECT max(m.due_at) FROM message m"
	    "   WHERE m.invitation_id = i.id), 0) ELSE 0 END"
	    " FROM invitation i"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " JOIN event e ON e.id = i.event_id"
	    " JOIN contact c ON c.id = i.contact_id ORDER BY i.id",
	    "");
	struct standing standing;

	while (rows != NULL && rows_next(rows, &failure)) {
		read_standing(rows, &standing);
		take(&standing, user);
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

void
asked_clear(struct asked *asked)
{
	g_clear_pointer(&asked->number, g_free);
	g_clear_pointer(&asked->provider, g_free);
}

gboolean
store_find_asked(struct store *store, const char *touchpoint,
    const char *source, const char *reference, struct asked *asked,
    GError **error)
{
	g_autoptr(rows) rows = db_select(store->db, error,
	    "SELECT i.id, t.phone, t.provider"
	    " FROM event e JOIN invitation i ON i.event_id = e.id"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " LEFT JOIN conversation t ON t.invitation_id = i.id"
	    "  AND t.asked_at IS NOT NULL AND i.channel = 'sms'"
	    " WHERE e.reference = $1 AND i.touchpoint = $2"
	    " AND e.source = coalesce($3, e.source)"
	    " AND s.sent_at IS NOT NULL"
	    " ORDER BY s.sent_at DESC, i.id DESC LIMIT 1",
	    "ttt", reference, touchpoint, source);
	gboolean found;

	*asked = (struct asked){ 0 };
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	asked->invitation_id = rows_int(rows, 0);
	asked->number = rows_dup(rows, 1);
	asked->provider = rows_dup(rows, 2);
	return TRUE;
}
