/*
 * balance.h - whether the sums of a store balance: reads the database beside
 * our driver, and counts.
 */
#ifndef TESTS_UNIT_BALANCE_H
#define TESTS_UNIT_BALANCE_H

#include <sqlite3.h>

#include "store/verify/verify.h"
#include "tests/unit/balance_counts.h"
#include "tests/unit/world.h"

/* Of a file alone. */
G_GNUC_UNUSED static sqlite3 *
balance_open(const struct world *world)
{
	sqlite3 *handle;

	ck_assert_int_eq(sqlite3_open_v2(world->path, &handle,
	    SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    (int *)NULL);
	return handle;
}

/* The first column of the only row, as text; owned; NULL: no row, or NULL. */
G_GNUC_UNUSED static char *
balance_text(const struct world *world, const char *sql)
{
	return place_sql(world->url, sql);
}

G_GNUC_UNUSED static gint64
balance_count(const struct world *world, const char *sql)
{
	g_autofree char *text = balance_text(world, sql);

	ck_assert_msg(text != NULL, "no number: %s", sql);
	return g_ascii_strtoll(text, NULL, 10);
}

/* What some worker has claimed; who was asked, and counts for rest. */
#define LEASED "(SELECT due_at, message_id FROM due WHERE worker <> 0) l"
#define ASKS                                                                   \
	"(SELECT i.contact_id, s.asked_at, i.id AS invitation_id"              \
	" FROM invitation_state s JOIN invitation i"                           \
	" ON i.id = s.invitation_id WHERE s.asked_at IS NOT NULL) a"

/* All messages that wait, wherever. */
#define BALANCE_WAITING                                                        \
	"SELECT message_id FROM due UNION ALL SELECT message_id FROM parked"   \
	" UNION ALL SELECT message_id FROM line"

/* What is in the store against the promise: each of these counts is 0. */
static const struct {
	const char *promise;
	const char *sql; /* counts what breaks it */
} balance_promises[] = {
	{ "every invitation is in one state",
	    "SELECT count(*) FROM invitation i WHERE (SELECT count(*) FROM"
	    " invitation_state s WHERE s.invitation_id = i.id AND s.state IN"
	    " ('scheduled', 'sending', 'sent', 'answered', 'expired',"
	    " 'suppressed', 'cancelled', 'failed', 'in doubt')) <> 1" },
	{ "no state is without its invitation",
	    "SELECT count(*) FROM invitation_state WHERE invitation_id"
	    " NOT IN (SELECT id FROM invitation)" },
	{ "what is scheduled waits somewhere, once, or its event does",
	    "SELECT count(*) FROM invitation_state s WHERE s.state ="
	    " 'scheduled' AND (SELECT count(*) FROM message m JOIN"
	    " (" BALANCE_WAITING ") w ON w.message_id = m.id"
	    " WHERE m.invitation_id = s.invitation_id) <>"
	    " CASE WHEN s.reason = 'its event has moved; it is judged again"
	    " then' THEN 0 ELSE 1 END" },
	{ "what is to be judged again has its event in the intake",
	    "SELECT count(*) FROM invitation_state s JOIN invitation i"
	    " ON i.id = s.invitation_id JOIN event e ON e.id = i.event_id"
	    " WHERE s.state = 'scheduled' AND s.reason = 'its event has moved;"
	    " it is judged again then' AND NOT EXISTS (SELECT 1 FROM intake n"
	    "  WHERE n.event_id = e.id AND n.occurred_at = e.occurred_at)" },
	{ "an event waits to be judged once, at its time",
	    "SELECT count(*) FROM intake n LEFT JOIN event e"
	    " ON e.id = n.event_id WHERE e.occurred_at IS NULL"
	    " OR e.occurred_at <> n.occurred_at" },
	{ "what waits is scheduled",
	    "SELECT count(*) FROM (" BALANCE_WAITING ") w JOIN message m ON"
	    " m.id = w.message_id JOIN invitation_state s ON"
	    " s.invitation_id = m.invitation_id"
	    " WHERE s.state <> 'scheduled'" },
	{ "what is leased or open is some worker's, who lives",
	    "SELECT (SELECT count(*) FROM due WHERE worker <> 0 AND worker"
	    " NOT IN (SELECT id FROM worker)) + (SELECT count(*) FROM attempt"
	    " WHERE ended_at IS NULL AND worker NOT IN"
	    "  (SELECT id FROM worker)) + (SELECT count(*) FROM due d"
	    " JOIN worker w ON w.id = d.worker WHERE w.reach_at < d.due_at)" },
	{ "a due row stands at its message's time",
	    "SELECT count(*) FROM due d JOIN message m ON m.id = d.message_id"
	    " WHERE d.due_at <> m.due_at" },
	{ "what is sending has one open attempt",
	    "SELECT count(*) FROM invitation_state s WHERE s.state = 'sending'"
	    " AND (SELECT count(*) FROM attempt a JOIN message m"
	    "  ON m.id = a.message_id WHERE a.ended_at IS NULL"
	    "  AND m.invitation_id = s.invitation_id) <> 1" },
	{ "an attempt is open as long as it is sending",
	    "SELECT count(*) FROM attempt WHERE (outcome = 'sending') <>"
	    " (ended_at IS NULL)" },
	{ "an attempt in doubt is of an invitation in doubt",
	    "SELECT count(*) FROM attempt a JOIN message m"
	    " ON m.id = a.message_id JOIN invitation_state s"
	    " ON s.invitation_id = m.invitation_id"
	    " WHERE a.outcome = 'in doubt' AND s.state <> 'in doubt'" },
	{ "what is in doubt has one attempt in doubt",
	    "SELECT count(*) FROM invitation_state s WHERE s.state ="
	    " 'in doubt' AND (SELECT count(*) FROM attempt a JOIN message m"
	    "  ON m.id = a.message_id WHERE a.outcome = 'in doubt'"
	    "  AND m.invitation_id = s.invitation_id) <> 1" },
	{ "what is sent is looked at again",
	    "SELECT count(*) FROM invitation_state s WHERE s.state = 'sent'"
	    " AND s.invitation_id NOT IN (SELECT invitation_id"
	    "  FROM follow_up)" },
	{ "an ask is of what left, or may have",
	    "SELECT count(*) FROM invitation_state s WHERE s.asked_at IS NOT"
	    " NULL AND s.state NOT IN ('sending',"
	    " 'sent', 'answered', 'expired', 'in doubt')" },
	{ "what left by an attempt that counts is an ask",
	    "SELECT count(*) FROM invitation_state s WHERE s.state IN"
	    " ('sending', 'sent', 'answered', 'in doubt') AND EXISTS"
	    " (SELECT 1 FROM message m JOIN attempt a ON a.message_id = m.id"
	    "  WHERE m.invitation_id = s.invitation_id AND a.is_ask = 1)"
	    " AND s.asked_at IS NULL" },
	{ "a reminder is of what was sent, and no invitation itself",
	    "SELECT count(*) FROM message m LEFT JOIN reminder r"
	    " ON r.message_id = m.id WHERE (m.kind IN ('reminder', 'nudge'))"
	    " <> (r.message_id IS NOT NULL) OR (r.message_id IS NOT NULL AND"
	    " (m.invitation_id IS NOT NULL OR"
	    "  (r.number = 0) <> (m.kind = 'nudge')))" },
	{ "a reminder waits only for what is sent, a nudge for an answer",
	    "SELECT count(*) FROM (" BALANCE_WAITING ") w JOIN reminder r"
	    " ON r.message_id = w.message_id JOIN invitation_state s"
	    " ON s.invitation_id = r.invitation_id WHERE s.state <>"
	    " CASE WHEN r.number = 0 THEN 'answered' ELSE 'sent' END" },
	{ "a moment is kept for what is due then, or leased",
	    "SELECT count(*) FROM place p JOIN message m"
	    " ON m.id = p.message_id WHERE p.placed_at <> m.due_at OR"
	    " m.id NOT IN (SELECT message_id FROM due)" },
	{ "what waits was to leave at some time",
	    "SELECT count(*) FROM (" BALANCE_WAITING ") w JOIN message m"
	    " ON m.id = w.message_id WHERE m.ready_at = 0" },
	{ "a number is held for a lease",
	    "SELECT count(*) FROM conversation c WHERE c.step = 'held'"
	    " AND NOT EXISTS (SELECT 1 FROM " LEASED " JOIN reminder r"
	    "  ON r.message_id = l.message_id"
	    "  WHERE r.invitation_id = c.invitation_id)" },
	{ "what has ended holds no text",
	    "SELECT count(*) FROM message_bytes b JOIN message m"
	    " ON m.id = b.message_id JOIN invitation_state s"
	    " ON s.invitation_id = m.invitation_id"
	    " WHERE s.state NOT IN ('scheduled', 'sending', 'in doubt')" },
	{ "what was answered has a response, and was sent",
	    "SELECT count(*) FROM invitation_state s WHERE s.state ="
	    " 'answered' AND (s.sent_day IS NULL OR s.sent_at IS NULL OR"
	    "  (s.anonymous = 0 AND s.invitation_id NOT IN"
	    "   (SELECT invitation_id FROM response"
	    "    WHERE invitation_id IS NOT NULL)))" },
	BALANCE_COUNTS,
	{ "a message waits in one place",
	    "SELECT count(*) FROM (SELECT message_id FROM (" BALANCE_WAITING
	    ") w GROUP BY message_id HAVING count(*) > 1) x" },
	{ "what waits is not being sent",
	    "SELECT count(*) FROM (" BALANCE_WAITING ") w JOIN attempt a"
	    " ON a.message_id = w.message_id WHERE a.ended_at IS NULL" },
	{ "who stands in line waits for a talk that is open",
	    "SELECT count(*) FROM line l WHERE NOT EXISTS (SELECT 1 FROM"
	    " conversation c WHERE c.phone = l.phone AND c.step <> 'done')" },
	{ "a number is reserved for a lease",
	    "SELECT count(*) FROM conversation c WHERE c.asked_at IS NULL AND"
	    " c.step <> 'held' AND NOT EXISTS (SELECT 1 FROM " LEASED
	    "  JOIN message m ON m.id = l.message_id"
	    "  WHERE m.invitation_id = c.invitation_id)" },
	{ "a leased text that asks has its number",
	    "SELECT count(*) FROM " LEASED " JOIN message m"
	    " ON m.id = l.message_id JOIN invitation i"
	    " ON i.id = m.invitation_id JOIN contact p"
	    " ON p.id = i.contact_id WHERE m.channel = 'sms'"
	    " AND p.phone IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
	    " conversation c WHERE c.invitation_id = i.id"
	    " AND c.step <> 'done')" },
	{ "nobody is asked about what has ended",
	    "SELECT count(*) FROM conversation c JOIN invitation_state s"
	    " ON s.invitation_id = c.invitation_id WHERE c.step <> 'done' AND"
	    " s.state IN ('expired', 'suppressed', 'cancelled', 'failed')" },
	{ "an open talk has its end",
	    "SELECT count(*) FROM conversation WHERE asked_at IS NOT NULL"
	    " AND closes_at IS NULL" },
	{ "an answer to a text has its reply, and no invitation",
	    "SELECT count(*) FROM message m LEFT JOIN answer a"
	    " ON a.message_id = m.id WHERE (m.kind IN ('reason', 'thanks',"
	    " 'reprompt', 'stopped', 'started', 'help')) <>"
	    " (a.message_id IS NOT NULL) OR"
	    " (a.message_id IS NOT NULL AND m.invitation_id IS NOT NULL)" },
	{ "a charge is held by what is sending or in doubt",
	    "SELECT count(*) FROM charge c JOIN attempt a"
	    " ON a.id = c.attempt_id WHERE a.outcome NOT IN"
	    " ('sending', 'in doubt')" },
	{ "the texts of a day are those to its numbers, and to its prefixes",
	    "SELECT count(*) FROM spending d WHERE d.scope = '' AND"
	    " d.day >= (SELECT max(day) FROM spending) - 2 AND"
	    " EXISTS (SELECT 1 FROM spending o WHERE o.day = d.day"
	    "  AND o.scope <> '' AND o.scope <> 'forgiven') AND"
	    " (d.n || ' ' || d.cost_micro <> (SELECT sum(n) || ' ' ||"
	    "  sum(cost_micro) FROM spending o WHERE o.day = d.day AND"
	    "  substr(o.scope, 1, 7) = 'number:') OR"
	    " d.n || ' ' || d.cost_micro <> (SELECT sum(n) || ' ' ||"
	    "  sum(cost_micro) FROM spending o WHERE o.day = d.day AND"
	    "  substr(o.scope, 1, 7) = 'prefix:'))" },
	{ "nothing is less than nothing",
	    "SELECT count(*) FROM spending WHERE n < 0 OR cost_micro < 0" },
};

G_GNUC_UNUSED static void
balance_check(const struct world *world)
{
	struct beside beside = place_open(world->url);

	for (gsize i = 0; i < G_N_ELEMENTS(balance_promises); i++) {
		g_autofree char *n = place_read(&beside,
		    balance_promises[i].sql);

		ck_assert_msg(g_strcmp0(n, "0") == 0, "%s: %s break it",
		    balance_promises[i].promise, n);
	}
	place_close(&beside);
}

/* The state of an invitation; owned. */
G_GNUC_UNUSED static char *
balance_state(const struct world *world, gint64 invitation_id)
{
	g_autofree char *sql = g_strdup_printf(
	    "SELECT state FROM invitation_state WHERE invitation_id = %"
	    G_GINT64_FORMAT, invitation_id);

	balance_check(world);
	return balance_text(world, sql);
}

/* Also that all the sums balance. */
#define balance_state_is(world, id, expected)                                 \
	do {                                                                  \
		g_autofree char *state = balance_state(world, id);            \
		ck_assert_str_eq(state, expected);                            \
	} while (0)

/* `dripscore verify` counts by other means, and must find the same. */
G_GNUC_UNUSED static void
balance_verify(const struct world *world)
{
	const struct verify_options options = { .full = TRUE, .limit = 1 };
	g_autoptr(store) store = NULL;
	g_autoptr(verification) found = NULL;

	world_ok(store = store_open(world->url, FALSE, &error));
	world_ok(found = store_verify(store, &options, &error));
	for (guint i = 0; i < found->breaches->len; i++) {
		const struct verify_breach *breach = found->breaches->pdata[i];
		const struct verify_fault *fault = breach->faults->pdata[0];

		ck_abort_msg("verify: %s: %s %" G_GINT64_FORMAT ": %s",
		    breach->promise, fault->table, fault->id, fault->found);
	}
}

/* A fixture: a store of its own for each test; in the end it balances. */
static struct world world;

G_GNUC_UNUSED static void
balance_begin(void)
{
	world_begin(&world);
}

/* Of a store whose responses were put there or changed by hand. */
G_GNUC_UNUSED static void
balance_end_unchained(void)
{
	balance_check(&world);
	world_end(&world);
}

G_GNUC_UNUSED static void
balance_end(void)
{
	balance_verify(&world);
	balance_end_unchained();
}

#endif
