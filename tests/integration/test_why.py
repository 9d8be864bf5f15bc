"""`dripscore why`: for each event and touchpoint of a contact the state, and the
reason for it, down to the limit that holds it back and the date on which that
is over."""
import email
import email.policy
import json
import os
import re
import sqlite3
import sys
import time

import house
from fault_peer import FaultPeer
from house import House, PIPE, contains, lacks, maildir, reply, smtp
from tap import equal

DAY_S = 86400
COLUMNS = 80
STAY = """
[touchpoint after-stay]
on = checkout
expires = 60 days
"""
BOOKED = """
[touchpoint after-booking]
on = booking
unless = cancellation
"""


def cadence(**keys):
    return "\n[cadence]\n" + "".join(
        "%s = %s\n" % item for item in keys.items())


def staged(ini, until=0):
    """A house in which nobody is reached; it runs with `go`."""
    home = House(maildir() + PIPE + ini)
    home.until = until
    return home


def go(home, until=0):
    home.run("run", "--staged", "--quiet", "--until", house.when(until))


def why(home, who, *options):
    """The page, in one line; each of its lines fits a terminal, and there is
    as much in the JSON."""
    address = who if "@" in who or who[0] == "+" else \
        who + "@customer.example"
    page = home.run("why", address, *options)
    for line in page.splitlines():
        if len(line) > COLUMNS:
            raise AssertionError("%d columns: %r" % (len(line), line))
    found = json.loads(home.run("why", address, "--json"))
    for event in found[0]["events"]:
        contains(page, "the turn of" if event["source"] == "dripscore" else
                 event["reference"])
        for one in event["invitations"] + (event["expected"] or []):
            contains(page, one["touchpoint"])
            equal(one["state"] in ("scheduled", "sent") or
                  one["state"] in page, True, one["state"])
    return " ".join(page.split())


def said(home, who, *parts):
    page = why(home, who)
    at = 0
    for part in parts:
        found = re.compile(part).search(page, at)
        if not found:
            raise AssertionError("%r is not in (the rest of):\n%s" % (
                part, home.run("why", who + "@customer.example")))
        at = found.end()
    return page


def day(days, form="%Y-%m-%d"):
    """A day from now, in Helsinki, as far as that is two or three hours
    ahead; for patterns, so at the change of days either one."""
    ahead = time.time() + days * DAY_S
    return "(%s|%s)" % (time.strftime(form, time.gmtime(ahead + 7200)),
                        time.strftime(form, time.gmtime(ahead + 10800)))


def mail_to(home, who):
    folder = os.path.join(home.path, "sent", "new")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as stream:
            mail = email.message_from_binary_file(
                stream, policy=email.policy.default)
        if who + "@" in str(mail["To"]):
            return mail
    raise AssertionError("no mail to " + who)


def test_rest():
    """who was asked lately waits: for which rest, after which ask, until
    which day"""
    home = staged(cadence(rest="30 days") + BOOKED + STAY)
    home.event("ada", "B-1", ago=10 * DAY_S)
    home.event("ada", "S-1", kind="checkout", ago=5 * DAY_S)
    go(home)
    said(home, "ada",
         "asks that count .365 days.: 1, last at after-booking on " + day(-10), "the rest of 30 days is over on " + day(20),
         "booking B-1 after-booking sent by email on " + day(-10),
         "checkout S-1 after-stay scheduled by email, to leave on " + day(20),
         "the rest of 30 days: asked at after-booking on " + day(-10),
         "it waits until " + day(20))


def test_config_in_force():
    """the reason is of this moment: by the configuration in force"""
    home = staged(cadence(rest="30 days") + BOOKED + STAY)
    home.event("ada", "B-1", ago=10 * DAY_S)
    home.event("ada", "S-1", kind="checkout", ago=5 * DAY_S)
    go(home)
    home.configure(maildir() + PIPE + cadence(rest="40 days") + BOOKED + STAY)
    said(home, "ada", "scheduled by email, to leave on " + day(20),
         "the rest of 40 days: asked at after-booking on ",
         "it waits until " + day(30),
         "as things stand it will wait then: the rest of 40 days")
    home.configure(maildir() + PIPE + BOOKED + STAY)
    said(home, "ada", "the rest of 30 days: asked at after-booking on ",
         "by the configuration of now nothing holds it back")
    home.configure(maildir() + PIPE + BOOKED)
    said(home, "ada", "as things stand it will not leave: the touchpoint is "
         "no longer configured")


def test_too_late_for_rest():
    """what would come too late after the rest is dropped, and says so"""
    home = staged(cadence(rest="30 days") + BOOKED +
                  STAY.replace("60 days", "7 days"))
    home.event("ada", "B-1", ago=10 * DAY_S)
    home.event("ada", "S-1", kind="checkout", ago=5 * DAY_S)
    go(home)
    said(home, "ada", "checkout S-1 after-stay expired on " + day(-5) +
         " ..:.. it would come too late, on " + day(20),
         "the rest of 30 days: asked at after-booking on")


def test_window():
    """what waits for its hours says for which, and where"""
    soon = time.strftime("%a", time.gmtime(time.time() + 3 * DAY_S))
    home = staged(BOOKED + "calendar = rare\ndelay = 1 hour\n"
                  "[calendar rare]\nhours = %s 09:00-10:00\n" % soon)
    home.event("ada", "B-1", ago=7200)
    go(home)
    said(home, "ada", "scheduled by email, to leave on .* 09:00",
         "1 hour after the event; moved from .* ..:.., outside the hours of "
         "calendar rare in Europe/Helsinki")


def test_holders():
    """who waits for the hours and then for the rest reads what holds until
    the day that is told"""
    tomorrow = time.strftime("%a", time.gmtime(time.time() + DAY_S))
    home = staged(cadence(rest="30 days") + BOOKED + STAY +
                  "calendar = rare\n[calendar rare]\nhours = %s 09:00-10:00\n" %
                  tomorrow)
    home.event("ada", "B-1", ago=20 * DAY_S)
    home.event("ada", "S-1", kind="checkout", ago=8 * DAY_S)
    go(home)
    said(home, "ada", "after-stay scheduled by email, to leave on " + day(15),
         "the rest of 30 days: asked at after-booking on " + day(-20),
         "it waits until " + day(15))


def test_outranked():
    """who must let a rarer survey go first says which, and when it is due"""
    home = staged(cadence(rest="30 days") + BOOKED + "expires = 60 days\n" +
                  STAY + "delay = 7 days\npriority = 5\n")
    home.event("ada", "S-1", kind="checkout", ago=2 * DAY_S)
    home.event("ada", "B-1", ago=DAY_S)
    go(home)
    said(home, "ada", "after-stay scheduled by email, to leave on " + day(5),
         "7 days after the event",
         "after-booking scheduled by email, to leave on " + day(5),
         "after-stay goes first, which is due on " + day(5),
         "as things stand it will wait then: the rest of 30 days: asked at "
         "after-stay on " + day(5) + " ..:..; it waits until " + day(35))


def test_year():
    """who was asked often enough in a year says until when"""
    home = staged(cadence(max_per_year=1) + BOOKED + "expires = 400 days\n")
    home.event("ada", "B-1", ago=20 * DAY_S)
    home.event("ada", "B-2", ago=10 * DAY_S)
    go(home)
    said(home, "ada", "asks that count .365 days.: 1 of at most 1, last at",
         "max_per_year = 1 is reached until " + day(345, "%Y"),
         "booking B-2", "asked 1 time in 365 days, as often as "
         "max_per_year allows; it waits until")


def test_drip():
    """what a drip holds names the drip and the moment that is kept for it"""
    home = staged(BOOKED + "drip = 1/day\n")
    home.event("ada", "B-1", ago=3000)
    home.event("bea", "B-2", ago=2000)
    go(home)
    said(home, "ada", "sent by email on")
    said(home, "bea", "scheduled by email, to leave on " + day(1),
         "the drip of 1/day .*after-booking; it waits until " + day(1))
    lacks(why(home, "bea"), "as things stand")


def test_not_asked():
    """who was not asked by `where`, by the sample, or for being late or
    cancelled, reads which"""
    home = staged(BOOKED + "where = plan = gold\n"
                  "[touchpoint sampled]\non = payment\nsample = 1%\n" +
                  STAY + "delay = 3 days\nunless = cancellation\n")
    home.event("ada", "B-1", ago=DAY_S, set="plan=silver")
    for i in range(20):
        home.event("ada", "P-%d" % i, kind="payment", ago=DAY_S)
    home.event("ada", "S-1", kind="checkout", ago=2 * DAY_S)
    home.event("ada", "S-1", kind="cancellation", ago=DAY_S)
    home.event("ada", "B-3", ago=5000, set="plan=gold")
    home.event("ada", "B-3", kind="cancellation", ago=3000)
    go(home)
    home.event("ada", "B-2", ago=30 * DAY_S, set="plan=gold")
    home.drain()
    page = said(home, "ada", "booking B-2 after-booking expired on .* the "
         "event came in too late: it was to leave on " + day(-30) +
         ".* and may be late by 1 day",
         "after-stay cancelled on " + day(-1) + " ..:.. by the event cancellation",
         "booking B-1 after-booking cancelled on .* not asked, by `where`: "
         "plan is silver, wanted is plan = gold",
         "sampled cancelled on .{16} not in the sample of 1%",
         "cancellation S-1 after-booking called off by it, .*"
         "after-stay called off by it")
    contains(page, "cancellation B-3 after-booking had left before it")


def test_suppressed():
    """an address that is suppressed says since when, and why"""
    home = staged(BOOKED)
    home.run("suppress", "ada@customer.example", "--reason", "asked us to")
    home.event("ada", "B-1", ago=3600)
    go(home)
    said(home, "ada", "not to be written to by email since .*: asked us to",
         "after-booking suppressed on .{16} email: the address is "
         "suppressed")


def test_answers():
    """an answer is told with its score, and whether it came late"""
    home = staged(BOOKED + "expires = 5 days\nremind = 1 day, 2 days\n")
    for who, ago in (("ada", 3), ("bea", 30), ("cis", 30), ("dan", 0.1)):
        home.event(who, "B-" + who, ago=ago * DAY_S)
    go(home)
    said(home, "cis", ".365 days.: 1", "expired on " + day(-25) + " ..:.. "
         "no answer", "asked by email on " + day(-30),
         "reminder 1 left on " + day(-29), "reminder 2 left on " + day(-28))
    said(home, "dan", "sent by email on " + day(-0.1),
         "an answer is waited for until " + day(4.9),
         "reminder 1 follows from " + day(0.9) + " .* unless")
    for who, words in (("ada", "9\n\nThe sauna.\n"), ("bea", "4\n")):
        home.deliver(reply(mail_to(home, who), words))
    said(home, "ada", "answered on " + day(0) + " ..:..: 9, with words "
         ".answer 1. asked by email on " + day(-3),
         "reminder 1 left on " + day(-2))
    said(home, "bea", "answered on .*: 4, without words .answer 2.; late, "
         "for it was waited for until " + day(-25))
    home.run("record", "--contact", "ada@customer.example", "--touchpoint",
             "after-booking", "--score", "3", "--source", "phone", "--by",
             "Eve")
    said(home, "ada", "Answers to no invitation",
         ": 3, without words, by phone, Eve .answer 3.")


def test_nudge():
    """who gave a score without a reason reads when the question for it
    follows"""
    home = staged(BOOKED + "nudge = 2 days\n")
    home.event("ada", "B-1", ago=3600)
    home.event("bea", "B-2", ago=3600)
    go(home)
    home.deliver(reply(mail_to(home, "ada"), "9\n"))
    home.deliver(reply(mail_to(home, "bea"), "9\n\nThe sauna.\n"))
    said(home, "ada", "answered on",
         "a nudge for the reason follows from " + day(2))
    lacks(why(home, "bea"), "nudge")


def test_recurring():
    """a recurring survey says when the contact's turn comes, and whether its
    `where` holds"""
    home = staged("[touchpoint often]\nevery = 60 days\n"
                  "where = contact.language = fi\n" + BOOKED)
    home.event("ada", "B-1", ago=3 * DAY_S, language="sv")
    said(home, "ada", "Yet to come often recurs every 60 days: its turn is "
         "set by the next turn of `dripscore run`",
         "as things stand it passes without an ask, by `where`: contact.language is sv, "
         "wanted is contact.language = fi")
    go(home)
    said(home, "ada", "often recurs every 60 days: its turn comes on ",
         "as things stand it passes without an ask, by `where`")
    home.event("bea", "B-2", ago=2 * DAY_S, language="fi")
    go(home)
    said(home, "bea", "the turn of a recurring survey often sent by email on ",
         # From where the staged clock began: at the first event of all.
         "often recurs every 60 days: its turn comes on " + day(60 - 3))
    lacks(why(home, "bea"), "as things stand")


def test_yet_to_judge():
    """an event that was not judged yet, or has not come, says what follows as
    things stand; one that nobody asks about says that"""
    home = staged(BOOKED + STAY + "where = nights >= 3\n")
    home.event("ada", "B-1", ago=60)
    home.event("ada", "B-2", ago=-5 * DAY_S)
    home.event("ada", "S-1", kind="checkout", ago=30, set="nights=2")
    home.event("ada", "X-1", kind="breakfast", ago=20)
    home.event("ada", "N-1", kind="cancellation", ago=10)
    said(home, "ada", "booking B-1 not judged yet: the next turn of "
         "`dripscore run` does it; as things stand: after-booking to leave by "
         "email at once, due since " + day(0),
         "checkout S-1 not judged yet.* after-stay cancelled: not "
         "asked, by `where`: nights is 2",
         "breakfast X-1 not judged yet.* no touchpoint asks about it",
         "cancellation N-1 not judged yet.* after-booking called off by it, "
         "unless it has left",
         "booking B-2 it has not come yet, and is judged then; as things "
         "stand: after-booking to leave by email on " + day(5))
    go(home)
    page = said(home, "ada", "breakfast X-1 no touchpoint asks about it",
                "cancellation N-1 after-booking called off by it")
    lacks(page, "not judged yet")
    home.configure(maildir() + PIPE + BOOKED + STAY +
                   "[touchpoint morning]\non = breakfast\n"
                   "[touchpoint evening]\non = dinner\n")
    said(home, "ada", "breakfast X-1 morning not asked: it was not configured "
         "when the event was judged",
         "Yet to come evening no dinner is known of this contact")


def test_overdue():
    """what is due and has not left says that nothing holds it back, or that
    it has become too late"""
    home = staged(BOOKED + "delay = 30 minutes\n")
    home.event("ada", "B-1", ago=7200)
    go(home, -6000)
    said(home, "ada", "after-booking scheduled by email, due since " + day(0),
         "nothing holds it back: it leaves with the next turn of `dripscore "
         "run`")
    home.configure(maildir() + PIPE + BOOKED + "max_lateness = 1 hour\n")
    said(home, "ada", "due since", "as things stand it will not leave: too "
         "late: it was to leave on .*, and may be late by 1 hour")
    home.run("suppress", "ada@customer.example", "--reason", "asked us to")
    said(home, "ada", "after-booking suppressed on .{16} asked us to")


def test_halted():
    """what waits for a provider that has halted names it; what the other side
    put off says what it said"""
    with FaultPeer(faults={
            "rcpt": {"match": "bea@", "reply": "451 4.7.1 later", "times": 9},
            "mail": {"reply": "530 5.7.0 log in", "connection": 9}}) as peer:
        home = House(smtp(peer) + PIPE + BOOKED)
        home.event("bea", "B-1", ago=60)
        home.drain()
        said(home, "bea", "scheduled by email, to leave on ",
             "tried 1 time, and deferred: 451 4.7.1 at RCPT: later")
    with FaultPeer(faults={
            "mail": {"reply": "530 5.7.0 log in", "times": 9}}) as peer:
        home = House(smtp(peer) + PIPE + BOOKED)
        home.event("ada", "B-1", ago=60)
        home.drain()
        said(home, "ada", "scheduled by email, due since .{16}: it "
             "waits for the provider mail, see `dripscore status`", "530")
        lacks(why(home, "ada"), "nothing holds it back")


def test_replies():
    """what came back and is no score stands with what it answers"""
    home = staged(BOOKED + "remind = 1 day\n")
    home.event("ada", "B-1", ago=3600)
    home.event("bea", "B-2", ago=3600)
    go(home)
    away = reply(mail_to(home, "ada"), "I am away.\n").replace(
        b"Subject:", b"Auto-Submitted: auto-replied\nSubject:", 1)
    home.deliver(away)
    home.deliver(reply(mail_to(home, "bea"), "stop\n"))
    said(home, "ada", "sent by email on", "reply 1 on .{16}: auto-reply")
    said(home, "bea", "not to be written to by email since",
         "reply 2 on .{16}: opt-out")
    contains(why(home, "ada"), "reminder 1 follows")
    lacks(why(home, "bea"), "reminder")


def test_whose():
    """a contact is found by its address in any case, or by its number as it
    is written; two may have one number"""
    home = staged(BOOKED + "\n[sms]\ncountry = FI\n")
    home.event("ada", "B-1", phone="+358 40 123 4567", name="Ada")
    home.event("bea", "B-2", phone="040-1234567")
    go(home)
    contains(why(home, "ADA@Customer.example"), "Ada, ada@customer.example, "
             "+358401234567")
    page = home.run("why", "040 123 4567")
    contains(page, "ada@customer.example")
    contains(page, "bea@customer.example")
    equal(len(json.loads(home.run("why", "+358401234567", "--json"))), 2)
    contains(home.run("why", "nobody@customer.example", code=65),
             "no event has told of such a contact")
    contains(home.run("why", "ada", code=64), "e-mail address or a telephone")
    home.run("why", code=64)


def test_status():
    """`status` counts reasons by what they have in common, whatever the dates
    in them, and folds them"""
    home = staged(cadence(rest="30 days") + BOOKED + STAY)
    for i in range(4):
        home.event("c%d" % i, "B-%d" % i, ago=(10 + i) * DAY_S)
        home.event("c%d" % i, "S-%d" % i, kind="checkout", ago=5 * DAY_S)
    go(home)
    page = home.run("status")
    if not re.search("^  scheduled +4   the rest of 30 days$", page, re.M):
        raise AssertionError(page)
    equal(max(map(len, page.splitlines())) <= COLUMNS, True)


def test_terminal():
    """nothing from outside commands a terminal, in text or in JSON"""
    home = staged(BOOKED)
    home.event("ada", "B-1", ago=60)
    home.event("ada", "B-2", ago=30)
    go(home)
    home.run("suppress", "ada@customer.example")
    with sqlite3.connect(home.store) as store:
        for row in ("event SET source", "event SET type", "contact SET name",
                    "contact SET timezone", "suppression SET reason",
                    "invitation SET touchpoint",
                    "invitation_state SET reason"):
            store.execute("UPDATE %s = 'a' || ? " % row, (
                "\x1b[31m\u009b31m\u202e\x07\n",))
    store.close()
    for page in (home.run("why", "ada@customer.example"),
                 home.run("why", "ada@customer.example", "--json")):
        for sign in "\x1b\u009b\u202e\x07":
            lacks(page, sign)


def test_json():
    """the JSON says the same, with times in UTC"""
    home = staged(cadence(rest="30 days") + BOOKED + STAY)
    home.event("ada", "B-1", ago=10 * DAY_S)
    home.event("ada", "S-1", kind="checkout", ago=5 * DAY_S)
    go(home)
    ada, = json.loads(home.run("why", "ada@customer.example", "--json"))
    booking, checkout = ada["events"]
    sent, = booking["invitations"]
    waiting, = checkout["invitations"]
    equal((sent["touchpoint"], sent["state"], sent["waits"]),
          ("after-booking", "sent", None))
    equal(waiting["state"], "scheduled")
    equal(waiting["waits"]["for"], "its time")
    contains(waiting["waits"]["because"], "the rest of 30 days")
    equal(waiting["waits"]["then"], "leaves")
    if not re.match(day(20) + "T", waiting["waits"]["due_at"]):
        raise AssertionError(waiting)
    equal([ask["touchpoint"] for ask in ada["asks"]], ["after-booking"])


TESTS = [test_rest, test_config_in_force, test_too_late_for_rest, test_window,
         test_holders, test_outranked, test_year, test_drip, test_not_asked,
         test_suppressed, test_answers, test_nudge, test_recurring,
         test_yet_to_judge, test_overdue, test_halted, test_replies,
         test_whose, test_status, test_terminal, test_json]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
