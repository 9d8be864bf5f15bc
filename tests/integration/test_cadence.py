"""The cadence as a whole: the events of a resort, and journeys by lot, go
through configurations with windows, holidays, rest, priorities, drips,
reminders, samples; guests answer and opt out; and an oracle (oracle.py) reads
the ledger at every stop.

CADENCE_SEEDS=100 tries so many configurations by lot; CADENCE_FIRST=17 begins
with that one.
"""
import datetime
import email
import email.policy
import os
import random
import sys

import draw_cadence
import house
import oracle
import tap
from draw_cadence import Draw, read_events, write_events
from house import House, reply
from oracle_rules import Rules
from test_reminders import failure_report

RESORT = tap.source("..", "shared", "data", "hotel_events_resort.csv")
WORDS = ("9", "10\n\nThe sea at the door.", "3", "7\n\nA little loud.",
         "unsubscribe", "0\n\nNever again.", None)


class Stay:
    """A house in which a staged run goes on from stop to stop."""

    def __init__(self, ini, year, seed):
        self.home = House("", store="dripscore.db")
        self.home.private.add("@guests.example")
        self.home.write("dripscore.ini", ini)
        self.home.write("holidays.ics", draw_cadence.holidays(year))
        self.lot = random.Random("guests %d" % seed)
        self.seen, self.checked = set(), None
        self.rules = Rules(self.home.ini)
        self.replies = 0
        for name in ("new", "cur", "tmp"):
            os.makedirs(os.path.join(self.home.path, "inbox", name))

    def put(self, rows, name):
        path = os.path.join(self.home.path, name + ".csv")
        write_events(path, rows)
        self.home.run("import", path)

    def until(self, at, begin):
        """Runs from begin up to then, and lets the oracle look."""
        self.home.run("run", "--staged", "--quiet", "--from", iso(begin),
                      "--until", iso(at))
        self.checked = oracle.judge(self.home.store, self.rules,
                                    int(at.timestamp()))
        sent = oracle.mails_in(os.path.join(self.home.path, "sent"))
        tap.equal(sent, self.checked["departures"], "mails in the Maildir")
        self.reconcile()

    def reconcile(self):
        """The status says what the ledger holds."""
        counts = self.home.counts()
        states = ("scheduled", "sending", "sent", "answered", "expired",
                  "suppressed", "cancelled", "failed", "in doubt")
        tap.equal(sum(counts[state] for state in states),
                  self.checked["invitations"], "invitations of the status")

    def answer(self, share, at_most):
        """Some of whom was written to since the last time write back."""
        folder = os.path.join(self.home.path, "sent", "new")
        fresh = sorted(set(os.listdir(folder)) - self.seen) \
            if os.path.isdir(folder) else []
        self.seen.update(fresh)
        chosen = [name for name in fresh if self.lot.random() < share]
        for name in chosen[:at_most]:
            with open(os.path.join(folder, name), "rb") as stream:
                mail = email.message_from_binary_file(
                    stream, policy=email.policy.default)
            words = self.lot.choice(WORDS)
            raw = failure_report(mail) if words is None else \
                reply(mail, words + "\n")
            self.replies += 1
            path = os.path.join(self.home.path, "inbox", "new",
                                "%06d.guest" % self.replies)
            with open(path, "wb") as stream:
                stream.write(raw)


def iso(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def resort_rows():
    if os.path.exists(RESORT):
        return read_events(RESORT), 2016
    return Draw(0).events("R", 2500, 900, 0, 500), 2026


def test_resort():
    """all events of a resort lead to what the rules say, and to nothing
    else, at every stop of the clock"""
    rows, year = resort_rows()
    stay = Stay(draw_cadence.RESORT, year, 0)
    stay.put(rows, "events")
    first, last = (moment(rows[i]["occurred_at"]) for i in (0, -1))
    span = last - first
    begin = first
    for at in (first + span * 0.7, first + span * 0.8,
               last + datetime.timedelta(days=90)):
        stay.until(at, begin)
        stay.answer(0.2, 60)
        begin = at
    tap.comment("%d events: %s" % (len(rows), dict(stay.checked)))
    checked = stay.checked
    for what in ("departures", "follow-ups", "not wanted",
                 "not in the sample", "delayed by a drip"):
        if checked[what] < 100:
            raise AssertionError("only %d %s" % (checked[what], what))
    if checked["blocked in vain"] * 20 > checked["delayed by a drip"]:
        raise AssertionError("%d were delayed for nothing" %
                             checked["blocked in vain"])


def live_by_lot(seed):
    draw = Draw(seed)
    stay = Stay(draw.configuration(), draw.begin.year, seed)
    stay.put(draw.events("A", 110, 45, 0, 60), "events")
    at = draw.begin
    late = draw.lot.randint(1, 5)
    begin = at
    for stop in range(7):
        at += datetime.timedelta(days=draw.lot.random() * 14)
        stay.until(at, begin)
        begin = at
        stay.answer(0.3, 15)
        if stop == late:
            # What nobody told us of in time.
            ago = (at - draw.begin).days - 6
            stay.put(draw.events("L", 10, 45, ago, 5), "late")
    stay.until(draw.begin + datetime.timedelta(days=150), begin)
    return stay


def test_by_lot():
    """configurations by lot, with answers, opt-outs, late events, stops and
    starts: what the rules say, at the first moment they allow"""
    first = int(os.environ.get("CADENCE_FIRST", "1"))
    totals = oracle.collections.Counter()
    for seed in range(first,
                      first + int(os.environ.get("CADENCE_SEEDS", "6"))):
        try:
            stay = live_by_lot(seed)
        except AssertionError as failure:
            raise AssertionError("seed %d: %s" % (seed, failure)) from failure
        totals.update(stay.checked)
        stay.home.close()
    tap.comment(dict(totals))
    for what in ("departures", "to the second", "follow-ups"):
        if totals[what] == 0:
            raise AssertionError("there were no %s" % what)


TESTS = [test_resort, test_by_lot]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
