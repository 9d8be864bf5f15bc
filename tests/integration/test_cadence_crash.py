#!/usr/bin/python3
"""The cadence, and a daemon that is killed with -9 whenever it hurts: nobody is
asked twice or within a rest, no reminder comes twice, no drip is exceeded, and
the sums balance; on a clock that jumps, months long, and on that of the
machine."""
import collections
import contextlib
import email
import email.policy
import os
import random
import sqlite3
import sys
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import house
from fault_peer import FaultPeer
from house import (CADENCE, PIPE, maildir, parse, recipient, smtp,
                   wait_for)
from promises import PROMISES, Kept
from tap import comment, equal

SEED = 20260401
DAY_S = 86400
REST_DAYS = 10
A_DAY = 24
A_MINUTE = 12
GUESTS = 90
BEGIN = int(time.time()) // DAY_S * DAY_S  # nobody is known before
HELSINKI = ZoneInfo("Europe/Helsinki")

JOURNEY = """
[touchpoint after-booking]
on     = booking
delay  = 1 hour
remind = 3 days, 6 days
expires = 20 days
drip   = %d/hour
unless = cancellation

[touchpoint after-stay]
on     = stay
delay  = 1 day
remind = 2 days
expires = 20 days
priority = 3

[touchpoint often]
every   = 25 days
remind  = 4 days
expires = 9 days

[team desk]
to          = desk@aurora.example
touchpoints = after-booking, after-stay, often
drip        = %d/day
"""

RESTED = {
    "no rest is broken":
        "WITH ask AS (SELECT i.contact_id, s.asked_at, s.invitation_id"
        " FROM invitation_state s JOIN invitation i ON i.id ="
        " s.invitation_id WHERE s.asked_at IS NOT NULL)"
        " SELECT count(*) FROM ask a JOIN ask b"
        " ON b.contact_id = a.contact_id AND b.invitation_id <>"
        " a.invitation_id AND b.asked_at >= a.asked_at"
        " WHERE b.asked_at - a.asked_at < %d" % (REST_DAYS * DAY_S),
}


class Resort(Kept):
    """A house with a rest."""
    promises = {**PROMISES, **RESTED}

    def departures(self):
        """(touchpoint, when) of all that left, or may have."""
        return self.ask(
            "SELECT i.touchpoint, a.started_at FROM attempt a"
            " JOIN message m ON m.id = a.message_id"
            " LEFT JOIN reminder r ON r.message_id = m.id JOIN invitation i"
            " ON i.id = coalesce(m.invitation_id, r.invitation_id)"
            " WHERE a.outcome IN ('accepted', 'in doubt')")

    def attempts(self):
        return self.number("SELECT max(id) FROM attempt")

    def book(self, rows):
        self.private.update(row[3] for row in rows)
        path = self.write("events.csv", "type,reference,at,email\n" + "".join(
            "%s,%s,%s,%s\n" % row for row in rows))
        self.run("import", path)


def at(moment):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))


def most(counted, allowed, what):
    worst = max(counted.values(), default=0)
    if worst > allowed:
        raise AssertionError("%s: %d, %d are allowed" % (what, worst, allowed))
    return worst


def months(chance):
    """Bookings and stays of so many guests in ten weeks."""
    rows = []
    for i in range(GUESTS):
        who = "guest%03d@customer.example" % i
        for j in range(2):
            booked = BEGIN + chance.randrange(60 * DAY_S)
            rows.append(("booking", "B-%d-%d" % (i, j), at(booked), who))
            rows.append(("stay", "B-%d-%d" % (i, j),
                         at(booked + chance.randrange(9) * DAY_S), who))
    return rows


def mails(home):
    folder = os.path.join(home.path, "sent", "new")
    found = []
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as stream:
            found.append(email.message_from_binary_file(
                stream, policy=email.policy.default))
    return found


def test_months():
    """ten weeks of three touchpoints, killed at every turn, and the clock set
    back now and then"""
    chance = random.Random(SEED)
    home = Resort(maildir() + PIPE + "\n[cadence]\nrest = %d days\n"
                  "max_lateness = 3 days\n" % REST_DAYS +
                  JOURNEY % (6, A_DAY))
    home.book(months(chance))
    now, until, lives = BEGIN, BEGIN + 100 * DAY_S, 0
    while lives < 15 and now < until - 10 * DAY_S:
        goal = home.attempts() + chance.randrange(1, 60)
        daemon = home.daemon("--staged", "--quiet", "--from", at(now),
                             "--until", at(until), ready=None)
        with contextlib.suppress(AssertionError):
            wait_for("some mails", lambda: daemon.process.poll() is not None
                     or home.attempts() >= goal, 5)
        time.sleep(chance.random() * 0.01)
        daemon.kill()
        lives += 1
        # It goes on where it was, or an hour or two before.
        now = home.number("SELECT max(t) FROM (SELECT max(started_at) AS t"
                          " FROM attempt UNION ALL SELECT max(changed_at)"
                          " FROM invitation_state)") or now
        now -= chance.choice((0, 0, 3600, 7200))
    home.run("run", "--staged", "--quiet", "--from", at(now), "--until",
             at(until))
    home.holds_its_promises()
    doubts = home.doubts()
    departures = home.departures()
    written = mails(home)
    names = collections.Counter(str(mail["Message-ID"]) for mail in written)
    most(names, 1, "mails of one name")
    equal(len(departures) - len(doubts) <= len(written) <= len(departures),
          True, "mails: %d, attempts: %d, in doubt: %d" % (
              len(written), len(departures), len(doubts)))
    most(collections.Counter(datetime.fromtimestamp(moment, HELSINKI).date()
                             for _, moment in departures),
         A_DAY, "mails of a day")
    most(collections.Counter(moment // 600 for touchpoint, moment in departures
                             if touchpoint == "after-booking"),
         1, "mails of ten minutes")
    reminders, turns = [home.number("SELECT count(*) FROM " + what) for what
                        in ("reminder", "event WHERE source = 'dripscore'")]
    comment("%d lives, %d mails, %d reminders, %d turns, %d in doubt" % (
        lives, len(written), reminders, turns, len(doubts)))
    if min(lives, reminders, turns) < 8:
        raise AssertionError("too little has happened")


def days_pass(home, days):
    """Nobody is there meanwhile: all in the store is so much older."""
    with contextlib.closing(sqlite3.connect(home.store)) as store, store:
        tables = [row[0] for row in store.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            times = [row[1] for row in store.execute(
                "PRAGMA table_info(%s)" % table) if row[1].endswith("_at")]
            if times:
                store.execute("UPDATE %s SET %s" % (table, ", ".join(
                    "%s = %s - %d" % (name, name, days * DAY_S)
                    for name in times)))


def until_killed(home, peer, chance, times, step):
    for _ in range(times):
        daemon = home.daemon(ready=None)
        first = len(peer.accepted())
        goal = first + chance.randrange(1, step)
        with contextlib.suppress(AssertionError):
            wait_for("a mail", lambda: len(peer.accepted()) > first, 1)
            # The configuration is read again, with some in flight.
            daemon.hangup()
            wait_for("some mails", lambda: len(peer.accepted()) >= goal, 1)
        time.sleep(chance.random() * 0.05)
        daemon.kill()


def pace_held(home):
    return most(collections.Counter(moment // 60 for _, moment
                                    in home.departures()),
                A_MINUTE, "mails of a minute")


def test_minutes():
    """a drip of a minute holds from life to life, the second survey of a
    person waits for the first, and so do reminders a few days later"""
    chance = random.Random(SEED + 1)
    with FaultPeer(faults={"dot": {"delay": 0.03}}) as peer:
        home = Resort(smtp(peer) + PIPE + CADENCE +
                      "rest = 30 days\nmax_lateness = 10 days\n"
                      "drip = %d/minute\n" % A_MINUTE +
                      "\n[touchpoint after-booking]\non = booking\n"
                      "remind = 3 days\npriority = 1\n"
                      "\n[touchpoint after-stay]\non = stay\n"
                      "expires = 60 days\n")
        now = time.time()
        home.book([(kind, "B-%d" % i, at(now - 60),
                    "guest%03d@customer.example" % i)
                   for i in range(16) for kind in ("booking", "stay")])
        until_killed(home, peer, chance, 4, 6)
        first = pace_held(home)
        asked = [recipient(entry) for entry in peer.accepted()]
        equal(len(asked), len(set(asked)), "people asked, once each")
        if len(asked) < A_MINUTE // 2:
            raise AssertionError("%d were asked" % len(asked))
        days_pass(home, 3)
        until_killed(home, peer, chance, 4, 6)
        most_of_two = max(first, pace_held(home))
        everybody = collections.Counter(recipient(entry)
                                        for entry in peer.accepted())
        most(everybody, 2, "mails to one person")
        most(collections.Counter(str(parse(entry)["Message-ID"])
                                 for entry in peer.accepted()), 1,
             "mails of one name")
        daemon = home.daemon()
        time.sleep(0.5)
        equal(daemon.stop(), 0, "exit code")
        pace_held(home)
        home.holds_its_promises()
        reminded = home.number(
            "SELECT count(*) FROM reminder r JOIN attempt a ON a.message_id ="
            " r.message_id WHERE a.outcome IN ('accepted', 'in doubt')")
        comment("%d people, %d reminded, %d in doubt, %d in a minute, the"
                " configuration read again %d times" % (
                    len(everybody), reminded, len(home.doubts()), most_of_two,
                    home.logs().count("was read again")))
        if reminded == 0:
            raise AssertionError("nobody was reminded")
        equal(home.number("SELECT count(*) FROM invitation_state s JOIN"
                          " invitation i ON i.id = s.invitation_id WHERE"
                          " i.touchpoint = 'after-stay' AND"
                          " s.reason LIKE 'the rest of 30 days%'") > 0, True,
              "the second survey tells why it waits")


def test_doubts_of_days_ago():
    """what a crash has left in doubt days ago is not sent again by itself,
    whatever the configuration says; but as soon as somebody says so"""
    faults = {"dot": {"connection": 1, "silent": True}}
    with FaultPeer(faults=faults) as peer:
        home = Resort(smtp(peer) + PIPE + CADENCE + "in_doubt = resend\n"
                      "\n[touchpoint after-booking]\non = booking\n")
        home.event("ada", "B-1", ago=60)
        daemon = home.daemon()
        wait_for("the dot", lambda: home.number(
            "SELECT count(*) FROM attempt WHERE outcome = 'sending'"))
        daemon.kill()
        days_pass(home, 3)
        home.drain()
        home.expect(in_doubt=1, sent=0)
        equal(len(peer.accepted()), 1, "mails")
        home.run("resolve", "resend", home.doubts()[0])
        home.drain()
        home.expect(in_doubt=0, sent=1)
        equal(len(peer.accepted()), 2, "mails")
        home.holds_its_promises()


if __name__ == "__main__":
    sys.exit(house.main([test_months, test_minutes, test_doubts_of_days_ago]))
