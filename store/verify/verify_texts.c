/*
 * verify_texts.c - talks by text, who stands in line for a number, what texts
 * were charged, and moments and bytes kept for messages. Called by verify.c.
 *
 * Talks are many; of the rest there are few rows, and each promise is a query
 * for what breaks it.
 */
#include "store/verify/verify_internal.h"

#include <string.h>

static gboolean
has_ended(const struct verify_invitation *one)
{
	return one->state == INVITATION_EXPIRED ||
	    one->state == INVITATION_SUPPRESSED ||
	    one->state == INVITATION_CANCELLED ||
	    one->state == INVITATION_FAILED;
}

static void
take_conversation(struct verify *verify, struct rows *rows)
{
	gint64 id = rows_int(rows, 0);
	const char *step = rows_text(rows, 2);
	gboolean asked = !rows_is_null(rows, 3);
	gboolean held = strcmp(step, "held") == 0;
	const struct verify_invitation *one =
	    verify_find(&verify->invitations, id);

	if (asked && rows_is_null(rows, 4))
		verify_tell(verify, "conversation", id, "a talk has its end",
		    "closes_at is missing");
	if (strcmp(step, "done") == 0)
		return;
	g_hash_table_add(verify->phones, g_strdup(rows_text(rows, 1)));
	if (one != NULL && has_ended(one))
		verify_tell(verify, "conversation", id,
		    "nobody is asked about what has ended",
		    "it is open, and the invitation is %s",
		    invitation_state_name((enum invitation_state)one->state));
	if ((held || !asked) && (one == NULL || one->counts.leased == 0))
		verify_tell(verify, "conversation", id,
		    "a number is kept for a text that is leased",
		    "none of its is");
}

static void
take_in_line(struct verify *verify, struct rows *rows)
{
	if (!g_hash_table_contains(verify->phones, rows_text(rows, 0)))
		verify_tell(verify, "line", rows_int(rows, 1),
		    "who stands in line waits for a talk that is open",
		    "no talk on that number is");
}

static const struct {
	const char *table, *expected, *sql; /* an id, and in words what it is */
} promises[] = {
	{ "due", "a leased text that asks has its number",
	    "SELECT m.id, 'its number is kept by none' FROM due d"
	    " JOIN message m ON m.id = d.message_id"
	    " JOIN invitation i ON i.id = m.invitation_id"
	    " JOIN contact p ON p.id = i.contact_id WHERE d.worker <> 0"
	    " AND m.channel = 'sms' AND p.phone IS NOT NULL AND NOT EXISTS"
	    " (SELECT 1 FROM conversation c WHERE c.invitation_id = i.id"
	    "  AND c.step <> 'done')" },
	{ "charge", "a charge is held by what is sending or in doubt",
	    "SELECT c.attempt_id, coalesce(a.outcome, 'of no attempt')"
	    " FROM charge c LEFT JOIN attempt a ON a.id = c.attempt_id"
	    " WHERE coalesce(a.outcome, '') NOT IN ('sending', 'in doubt')" },
	{ "spending", "nothing is less than nothing",
	    "SELECT day, 'of that day, scope ' || scope FROM spending"
	    " WHERE n < 0 OR cost_micro < 0" },
	{ "spending",
	    "the texts of a day are those to its numbers, and to its prefixes",
	    "SELECT d.day, 'on that day they are not' FROM spending d"
	    " WHERE d.scope = '' AND d.day >="
	    " (SELECT max(day) FROM spending) - 2 AND EXISTS (SELECT 1"
	    "  FROM spending o WHERE o.day = d.day AND o.scope > 'forgiven')"
	    " AND (d.n <> (SELECT coalesce(sum(n), 0) FROM spending o"
	    "  WHERE o.day = d.day AND substr(o.scope, 1, 7) = 'number:')"
	    " OR d.cost_micro <> (SELECT coalesce(sum(cost_micro), 0)"
	    "  FROM spending o WHERE o.day = d.day"
	    "  AND substr(o.scope, 1, 7) = 'number:')"
	    " OR d.n <> (SELECT coalesce(sum(n), 0) FROM spending o"
	    "  WHERE o.day = d.day AND substr(o.scope, 1, 7) = 'prefix:')"
	    " OR d.cost_micro <> (SELECT coalesce(sum(cost_micro), 0)"
	    "  FROM spending o WHERE o.day = d.day"
	    "  AND substr(o.scope, 1, 7) = 'prefix:'))" },
	{ "place", "a moment is kept for what is due then",
	    "SELECT p.message_id, 'it is due then no more' FROM place p"
	    " JOIN message m ON m.id = p.message_id"
	    " WHERE p.placed_at <> m.due_at OR NOT EXISTS (SELECT 1"
	    "  FROM due d WHERE d.due_at = m.due_at"
	    "  AND d.message_id = m.id)" },
	{ "message_bytes", "what has ended holds no text",
	    "SELECT b.message_id, 'the invitation is ' || s.state"
	    " FROM message_bytes b JOIN message m ON m.id = b.message_id"
	    " JOIN invitation_state s ON s.invitation_id = m.invitation_id"
	    " WHERE s.state NOT IN ('scheduled', 'sending', 'in doubt')" },
};

static void
take_breach(struct verify *verify, struct rows *rows)
{
	verify_tell(verify, promises[verify->promise].table, rows_int(rows, 0),
	    promises[verify->promise].expected, "%s", rows_text(rows, 1));
}

gboolean
verify_texts(struct verify *verify, GError **error)
{
	if (!verify_each(verify,
		"SELECT invitation_id, phone, step, asked_at, closes_at"
		" FROM conversation ORDER BY invitation_id",
		take_conversation, error) ||
	    !verify_each(verify, "SELECT phone, message_id FROM line",
		take_in_line, error))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(promises); i++) {
		verify->promise = i;
		if (!verify_each(verify, promises[i].sql, take_breach, error))
			return FALSE;
	}
	return TRUE;
}
