"""An oracle over the ledger: reads what a store holds after a run, and says
what in it is against the rules, or missing by them.

It knows the rules in another form than the scheduler (oracle_rules.py), goes
through the ledger by contact, not by time, and shares no code with it.
"""
import bisect
import collections
import functools
import json
import os
import sqlite3
from zoneinfo import ZoneInfo

from oracle_rules import YEAR_S, local_day, room_in_minute

NEVER = 1 << 60
# Who is outranked may look again so long after the other has left.
AFTER_RIVAL_S = 660
SHOWN = 6


class Row:
    """A row of a query, by the names of its columns."""

    def __init__(self, cursor, values):
        for column, value in zip(cursor.description, values):
            setattr(self, column[0], value)


class Ledger:
    def __init__(self, path, rules):
        self.connection = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
        self.connection.row_factory = Row
        self.rules = rules
        self.contacts = {row.id: row for row in self.all("contact")}
        for contact in self.contacts.values():
            contact.zone = ZoneInfo(contact.timezone) if contact.timezone \
                else rules.zone
            contact.asks, contact.invitations = [], []
            contact.suppressed_at = NEVER
        self.read_events()
        self.read_suppressions()
        self.read_invitations()
        self.read_departures()

    def close(self):
        self.connection.close()

    def all(self, table):
        return self.connection.execute("SELECT * FROM %s" % table).fetchall()

    def one(self, query):
        return self.connection.execute(query, ()).fetchone().n

    def read_events(self):
        waiting = {row.event_id for row in self.all("intake")}
        self.events, self.companions = {}, collections.defaultdict(list)
        for event in self.all("event"):
            event.judged = event.id not in waiting
            event.facts = json.loads(event.attributes)
            self.events[event.id] = event
            self.companions[event.source, event.reference].append(event)

    def read_suppressions(self):
        since = {row.address: row.since_at for row in self.all("suppression")
                 if row.channel == "email"}
        for contact in self.contacts.values():
            if contact.email_key in since:
                contact.suppressed_at = since[contact.email_key]

    def read_invitations(self):
        self.invitations = {}
        for row in self.connection.execute(
                "SELECT i.*, s.*,"
                " coalesce(s.expires_at, i.expires_at) AS expires_at"
                " FROM invitation i JOIN invitation_state s"
                " ON s.invitation_id = i.id ORDER BY i.id"):
            row.rule = self.rules.touchpoints[row.touchpoint]
            row.contact = self.contacts[row.contact_id]
            row.event = self.events[row.event_id]
            row.left = []  # moments and attempts, of the invitation alone
            row.reminders = {}  # number -> moments; 0: the nudge
            row.answers = []  # when, and whether with a reason
            row.cancelled_at = min(
                (other.occurred_at for other in
                 self.companions[row.event.source, row.event.reference]
                 if other.type in row.rule.unless), default=NEVER)
            self.invitations[row.id] = row
            row.contact.invitations.append(row)
        for row in self.connection.execute(
                "SELECT * FROM response WHERE invitation_id IS NOT NULL"
                " ORDER BY id"):
            self.invitations[row.invitation_id].answers.append(
                (row.answered_at, row.comment is not None))
        for row in self.invitations.values():
            row.answered_at = row.answers[0][0] if row.answers else NEVER

    def read_departures(self):
        """(moment, attempt, invitation) of all that left."""
        self.departures = []
        for row in self.connection.execute(
                "SELECT a.id, a.started_at, a.outcome, m.kind, r.number,"
                " coalesce(m.invitation_id, r.invitation_id) AS invitation_id"
                " FROM attempt a JOIN message m ON m.id = a.message_id"
                " LEFT JOIN reminder r ON r.message_id = m.id"
                " WHERE a.outcome <> 'dropped' ORDER BY a.id"):
            if row.invitation_id is None:
                continue
            invitation = self.invitations[row.invitation_id]
            left = (row.started_at, row.id)
            self.departures.append((*left, invitation))
            if row.kind == "invitation":
                invitation.left.append(left)
                if not invitation.rule.exempt:
                    invitation.contact.asks.append(left)
            else:
                invitation.reminders.setdefault(row.number, []).append(
                    row.started_at)
        for contact in self.contacts.values():
            contact.asks.sort()


class Oracle:
    """What it finds wrong is kept, a line each."""

    def __init__(self, rules, ledger, until):
        self.rules, self.ledger, self.until = rules, ledger, until
        self.found = []
        self.checked = collections.Counter()
        self.blocked_in_vain = 0

    def wrong(self, invitation, what, *more):
        self.found.append("%s of invitation %d: %s %s" % (
            invitation.touchpoint, invitation.id, what,
            " ".join(str(each) for each in more)))

    def judge(self):
        for check in (self.sums, self.windows, self.drips, self.journeys):
            check()
        if self.found:
            raise AssertionError("%d things are wrong:\n%s" % (
                len(self.found), "\n".join(self.found[:SHOWN])))
        return self.checked

    def sums(self):
        """Every intent is somewhere, once."""
        ledger, rules = self.ledger, self.rules
        wanted = collections.Counter(
            (event.id, rule.name) for event in ledger.events.values()
            for rule in rules.touchpoints.values()
            if event.judged and rule.on == event.type)
        there = collections.Counter((row.event_id, row.touchpoint)
                                    for row in ledger.invitations.values())
        for what in (wanted - there) + (there - wanted):
            self.found.append("not once: event %d at %s" % what)
        for event in ledger.events.values():
            if not event.judged and event.occurred_at < self.until:
                self.found.append("event %d is not judged" % event.id)
        for what, query in {
                "leases": "SELECT count(*) n FROM due WHERE worker <> 0",
                "attempts without an end": "SELECT count(*) n FROM attempt"
                " WHERE ended_at IS NULL",
                "scheduled invitations without one message that waits":
                "SELECT count(*) n FROM invitation_state s WHERE (s.state ="
                " 'scheduled') <> (SELECT count(*) FROM message m JOIN due d"
                " ON d.message_id = m.id WHERE m.invitation_id ="
                " s.invitation_id)",
                "sent ones that nobody looks at":
                "SELECT count(*) n FROM invitation_state s WHERE s.state ="
                " 'sent' AND 1 <> (SELECT count(*) FROM follow_up f"
                " WHERE f.invitation_id = s.invitation_id)",
                "moments kept for nothing, or in the past":
                "SELECT count(*) n FROM place p WHERE NOT EXISTS (SELECT *"
                " FROM due d WHERE d.message_id = p.message_id AND"
                " d.due_at = p.placed_at)",
                "sent, by day": "SELECT (SELECT coalesce(sum(sent), 0) FROM"
                " tally WHERE facet = 0 AND level = 0) -"
                " (SELECT count(*) FROM invitation_state"
                " WHERE sent_at IS NOT NULL) n",
                "answers, by day": "SELECT (SELECT coalesce(sum(s0 + s1 + s2"
                " + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10), 0) FROM tally"
                " WHERE facet = 0 AND level = 0) -"
                " (SELECT count(*) FROM response r WHERE NOT"
                " EXISTS (SELECT * FROM response s WHERE s.supersedes ="
                " r.id)) n"}.items():
            n = ledger.one(query)
            if n != 0:
                self.found.append("%d %s" % (n, what))

    def windows(self):
        for at, _, invitation in self.ledger.departures:
            if not invitation.rule.contains(at, invitation.contact.zone):
                self.wrong(invitation, "left outside its window at", at)
            self.checked["departures"] += 1

    @staticmethod
    @functools.lru_cache(maxsize=None)
    def room(n, per, slot):
        return room_in_minute(n, slot % 60) if per == "hour" else n

    def slot(self, at, per):
        return local_day(at, self.rules.zone) if per == "day" else at // 60

    def drips(self):
        self.used = collections.Counter(
            (*drip, self.slot(at, drip[1]))
            for at, _, invitation in self.ledger.departures
            for drip in invitation.rule.drips)
        for (n, per, scope, slot), used in self.used.items():
            room = self.room(n, per, slot)
            if used > room:
                self.found.append("%d in a slot of %d/%s of %s, room is for "
                                  "%d" % (used, n, per, scope, room))

    def journeys(self):
        for invitation in self.ledger.invitations.values():
            self.checked["invitations"] += 1
            self.once(invitation)
            self.asked_rightly(invitation)
            self.planned_rightly(invitation)
            self.at_the_first_moment(invitation)
            self.follow_ups(invitation)

    def once(self, one):
        if len(one.left) > 1 or any(
                len(left) > 1 for left in one.reminders.values()):
            self.wrong(one, "left more than once")
        if bool(one.left) != (one.sent_at is not None):
            self.wrong(one, "is said to have left, and has not, or the other "
                       "way")
        if one.left and one.left[0][0] != one.sent_at:
            self.wrong(one, "left at", one.left[0][0], "not", one.sent_at)
        for number, left in [(None, [at for at, _ in one.left]),
                             *one.reminders.items()]:
            for at in left:
                if at >= one.cancelled_at:
                    self.wrong(one, "left after its cancellation, number",
                               number)
                if at > one.contact.suppressed_at:
                    self.wrong(one, "left after an opt-out, number", number)
                if number and at > one.answered_at:
                    self.wrong(one, "reminded after the answer, number",
                               number)

    def wanted(self, one):
        def fact(name):
            return one.event.facts.get(name, "")
        return one.rule.where is None or one.rule.where(fact)

    def asked_rightly(self, one):
        if one.left and not self.wanted(one):
            self.wrong(one, "left, though `where` does not hold")
        if one.left and not one.rule.exempt:
            at = one.left[0][0]
            others = self.asks_before(one, at)
            if others and at - others[-1][0] < one.rule.rest:
                self.wrong(one, "left within the rest at", at)
            limit = self.rules.max_per_year
            if limit and len(others) >= limit and \
                    at - others[-limit][0] < YEAR_S:
                self.wrong(one, "left beyond the limit of a year at", at)
            for other in one.contact.invitations:
                if self.outranks(other, one) and other.created_at < at < \
                        min(other.planned_at, self.end_of(other)) and \
                        other.planned_at < at + other.rule.rest:
                    self.wrong(one, "left before", other.touchpoint)

    @staticmethod
    def asks_before(one, at):
        """Of others to the contact, up to that moment: what left in the very
        second before it too."""
        mine = one.left[0] if one.left else (NEVER, NEVER)
        bound = mine if mine[0] == at else (at, NEVER)
        asks = one.contact.asks
        return asks[:bisect.bisect_left(asks, bound)] if mine[0] >= at else \
            [ask for ask in asks if ask != mine and ask < bound]

    @staticmethod
    def outranks(other, one):
        return other is not one and not other.rule.exempt and \
            other.rule.priority > one.rule.priority

    def end_of(self, one):
        """Till when it waited."""
        if one.state == "scheduled":
            return NEVER
        return one.left[0][0] if one.left else one.changed_at

    def planned_rightly(self, one):
        rule, zone = one.rule, one.contact.zone
        base = one.event.occurred_at + rule.delay
        last = base + max(rule.spread - 1, 0)
        if one.state in ("cancelled", "failed", "suppressed") and \
                one.changed_at == one.created_at:
            return
        end = rule.next(last, zone)
        if rule.spread and rule.calendar:
            end = rule.calendar.closes(end, zone, end + rule.spread)
        if not rule.next(base, zone) <= one.planned_at <= end and \
                "would come too late" not in (one.reason or ""):
            self.wrong(one, "planned for", one.planned_at, "not within",
                       rule.next(base, zone), end)

    def first_free(self, one, at):
        """But for drips and rivals."""
        while True:
            at = one.rule.next(at, one.contact.zone)
            if one.rule.exempt:
                return at
            others, limit = self.asks_before(one, at), self.rules.max_per_year
            if others and at < others[-1][0] + one.rule.rest:
                at = others[-1][0] + one.rule.rest
            elif limit and len(others) >= limit and \
                    at < others[-limit][0] + YEAR_S:
                at = others[-limit][0] + YEAR_S
            else:
                return at

    def rivals(self, one):
        """Who may have kept it waiting."""
        end = self.end_of(one)
        return [] if one.rule.exempt else [
            other for other in one.contact.invitations
            if self.outranks(other, one) and other.created_at <= end and
            self.end_of(other) >= one.created_at and
            other.planned_at <= min(end, NEVER // 2) + other.rule.rest]

    def at_the_first_moment(self, one):
        free_at = self.first_free(one, max(one.planned_at, one.created_at))
        rivals = self.rivals(one)
        if one.left:
            self.left_in_time(one, free_at, rivals)
        elif one.state == "scheduled":
            if free_at < self.until and not rivals and not one.rule.drips:
                self.wrong(one, "waits, and could have left at", free_at)
        elif one.state == "expired":
            self.expired_rightly(one, free_at, rivals)
        elif one.state == "cancelled":
            self.cancelled_rightly(one, free_at, rivals)
        elif one.state == "suppressed":
            if one.contact.suppressed_at > one.changed_at:
                self.wrong(one, "is suppressed, and nobody opted out")
        elif not (one.state == "failed" and one.contact.email is None):
            self.wrong(one, "ended as", one.state, one.reason)

    def left_in_time(self, one, free_at, rivals):
        at = one.left[0][0]
        if at < free_at:
            self.wrong(one, "left at", at, "before", free_at)
        if at - one.planned_at > one.rule.max_lateness and \
                one.created_at == at:
            self.wrong(one, "left too late")
        if at >= one.planned_at + one.rule.expires + one.rule.spread:
            self.wrong(one, "left when its time was over")
        if one.rule.drips:
            if at > free_at:
                self.delayed_by_drip(one, free_at)
        elif not rivals:
            self.checked["to the second"] += 1
            if at != free_at:
                self.wrong(one, "left at", at, "was free at", free_at)
        elif all(other.left for other in rivals):
            self.checked["after rivals"] += 1
            after = max(other.left[0][0] for other in rivals)
            late = self.first_free(one, max(free_at, after) + AFTER_RIVAL_S)
            if at > late:
                self.wrong(one, "left at", at, "its rivals were gone at",
                           late)

    def delayed_by_drip(self, one, free_at):
        """That slot is full; unless what had its place was given up."""
        self.checked["delayed by a drip"] += 1
        if all(self.used[n, per, scope, self.slot(free_at, per)] <
               self.room(n, per, self.slot(free_at, per) if per == "hour"
                         else 0) for n, per, scope in one.rule.drips):
            self.blocked_in_vain += 1

    def expired_rightly(self, one, free_at, rivals):
        reason = one.reason or ""
        if "late" not in reason and "its time was over" not in reason:
            self.wrong(one, "expired, and never left:", reason)
        if one.rule.drips or rivals:
            return
        self.checked["too late"] += 1
        is_late = one.created_at - one.planned_at > one.rule.max_lateness
        if free_at < one.expires_at and not is_late:
            self.wrong(one, "expired, and could have left at", free_at)

    def cancelled_rightly(self, one, free_at, rivals):
        reason = one.reason or ""
        if "`where`" in reason:
            self.checked["not wanted"] += 1
            if self.wanted(one):
                self.wrong(one, "was wanted:", reason)
        elif "sample" in reason:
            self.checked["not in the sample"] += 1
            if one.rule.sample == 100:
                self.wrong(one, "there is no sample:", reason)
        elif one.cancelled_at > self.until:
            self.wrong(one, "was not cancelled:", reason)
        elif not one.rule.drips and not rivals and \
                free_at < one.cancelled_at:
            self.wrong(one, "could have left before its cancellation at",
                       free_at)

    def follow_ups(self, one):
        if not one.left:
            if one.reminders:
                self.wrong(one, "has reminders, and never left")
            return
        rule, zone = one.rule, one.contact.zone
        sent_at = one.left[0][0]
        end = sent_at + rule.expires
        if one.expires_at != end:
            self.wrong(one, "waits till", one.expires_at, "not", end)
        over_at = min(one.answered_at, one.contact.suppressed_at, end,
                      one.cancelled_at)
        bounds = [sent_at + each for each in rule.remind] + [end]
        for number, at in enumerate(bounds[:-1], 1):
            due_at = rule.next(at, zone)
            self.follow_up(one, number, due_at if due_at < bounds[number]
                           else NEVER, over_at)
        self.follow_up(one, 0, self.nudge_at(one, end), min(
            one.contact.suppressed_at, end, one.cancelled_at))
        for number in set(one.reminders) - set(range(len(bounds))):
            self.wrong(one, "has no reminder", number)

    @staticmethod
    def nudge_at(one, end):
        """After the first score whose reason did not come in time."""
        rule = one.rule
        for i, (at, has_reason) in enumerate(one.answers):
            if has_reason or not rule.nudge or at + rule.nudge >= end:
                return NEVER
            due_at = rule.next(at + rule.nudge, one.contact.zone)
            then, reason_then = (one.answers + [(NEVER, True)])[i + 1]
            if then > at + rule.nudge:
                return NEVER if reason_then and then <= due_at else due_at
        return NEVER

    def follow_up(self, one, number, due_at, over_at):
        """The reminder of that number, the nudge: due then, unless it is over
        before."""
        left = one.reminders.get(number, [NEVER])[0]
        self.checked["follow-ups"] += left < NEVER
        if one.rule.drips:
            if due_at <= left <= min(over_at, self.until) or left == NEVER:
                return
        elif due_at < over_at and due_at < self.until:
            if left == due_at:
                return
        elif left == NEVER or left == due_at in (over_at, self.until):
            return
        self.wrong(one, "number", number, "left at", left, "not", due_at,
                   "over at", over_at)


def judge(path, rules, until):
    """Fails if something is wrong; says how much was looked at."""
    ledger = Ledger(path, rules)
    try:
        oracle = Oracle(rules, ledger, until)
        checked = oracle.judge()
    finally:
        ledger.close()
    checked["blocked in vain"] = oracle.blocked_in_vain
    return checked


def asks(path):
    """An invitation or a reminder: answers to mails, and what teams hear of
    their cases, are held back by no cadence."""
    with open(path, "rb") as file:
        return b"\nFeedback-ID: " in file.read().replace(b"\r", b"")


def mails_in(folder):
    folders = [os.path.join(folder, name) for name in ("new", "cur")]
    return sum(asks(os.path.join(each, name))
               for each in folders if os.path.isdir(each)
               for name in os.listdir(each))
