"""What the store has to keep to, as SQL, for tests that kill the daemon."""
import contextlib
import sqlite3

from house import House
from tap import equal

# Each counts what breaks a promise.
PROMISES = {
    "an invitation for each event and touchpoint":
        "SELECT count(*) FROM (SELECT 1 FROM invitation GROUP BY event_id,"
        " touchpoint HAVING count(*) > 1)",
    "one state for each":
        "SELECT (SELECT count(*) FROM invitation) -"
        " (SELECT count(*) FROM invitation_state)",
    "what is scheduled waits, once":
        "SELECT count(*) FROM invitation_state s WHERE s.state = 'scheduled'"
        " AND 1 <> (SELECT count(*) FROM message m JOIN (SELECT message_id"
        "  FROM due UNION ALL SELECT message_id FROM parked UNION ALL"
        "  SELECT message_id FROM line) w ON w.message_id = m.id"
        "  WHERE m.invitation_id = s.invitation_id)",
    "what waits is scheduled":
        "SELECT count(*) FROM due d JOIN message m ON m.id = d.message_id"
        " JOIN invitation_state s ON s.invitation_id = m.invitation_id"
        " WHERE s.state <> 'scheduled'",
    "what ended has a reason":
        "SELECT count(*) FROM invitation_state WHERE reason IS NULL AND"
        " state IN ('expired', 'suppressed', 'cancelled', 'failed',"
        " 'in doubt')",
    "an ask for each that left":
        "SELECT count(*) FROM invitation_state s WHERE (s.state IN ('sent',"
        " 'answered', 'in doubt') OR s.sent_at IS NOT NULL) <>"
        " (s.asked_at IS NOT NULL)",
    "what was sent is looked at again":
        "SELECT count(*) FROM invitation_state s WHERE s.state = 'sent' AND"
        " NOT EXISTS (SELECT 1 FROM follow_up f"
        "  WHERE f.invitation_id = s.invitation_id)",
    "a message leaves, or may have left, once":
        "SELECT count(*) FROM (SELECT 1 FROM attempt WHERE outcome IN"
        " ('accepted', 'in doubt', 'sending') GROUP BY message_id"
        " HAVING count(*) > 1)",
    "a reminder of each number":
        "SELECT count(*) FROM (SELECT 1 FROM reminder GROUP BY"
        " invitation_id, number HAVING count(*) > 1)",
    "no reminder of what did not leave":
        "SELECT count(*) FROM reminder r JOIN invitation_state s"
        " ON s.invitation_id = r.invitation_id WHERE s.sent_at IS NULL",
    "an event for each turn":
        "SELECT count(*) FROM (SELECT 1 FROM event WHERE source ="
        " 'dripscore' GROUP BY reference HAVING count(*) > 1)",
    "moments are kept for what is due":
        "SELECT count(*) FROM place p JOIN message m ON m.id = p.message_id"
        " WHERE NOT EXISTS (SELECT 1 FROM due d"
        "  WHERE d.due_at = m.due_at AND d.message_id = m.id)",
}


class Kept(House):
    """A house whose store is read beside it."""
    promises = PROMISES

    def ask(self, sql, *values):
        with contextlib.closing(sqlite3.connect(
                "file:%s?mode=ro" % self.store, uri=True, timeout=10)) as it:
            return it.execute(sql, values).fetchall()

    def number(self, sql):
        return self.ask(sql)[0][0] or 0

    def holds_its_promises(self):
        for promise, sql in self.promises.items():
            equal(self.number(sql), 0, promise)
        equal(self.ask("PRAGMA integrity_check"), [("ok",)], "the file")
