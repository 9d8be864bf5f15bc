#!/usr/bin/env python3
"""What `dripscore plan` foretells is what `run` then does: over the ten weeks
of the demo, with nobody answering and with the demo's answers; and it sends
nothing, and changes nothing."""
import collections
import csv
import csv
import datetime
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys

import house
import tap
from fault_peer import FaultPeer
from house import House, PIPE, TOUCHPOINT, contains, lacks, maildir, smtp
from tap import equal

EVENTS = tap.source("etc", "demo", "events.csv")
END = "2026-03-16T12:00:00Z"
DAY_S = 86400
ANSWERS = ("answer", "comment", "opt-out", "bounce", "complaint")

CADENCE = """
[calendar polite]
hours = Mon-Fri 09:00-18:00, Sat 10:00-14:00

[cadence]
rest = 5 days
drip = 10/hour
calendar = polite
"""
JOURNEY = TOUCHPOINT + """
[touchpoint week-later]
on       = booking
delay    = 7 days
priority = 3
remind   = 2 days, 4 days
expires  = 14 days
"""


def at_text(at):
    return datetime.datetime.fromtimestamp(
        at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Ledger:
    """What stands in a store: what left, and how all ended."""

    def __init__(self, path):
        self.db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
        self.sends = sorted(
            (at_text(at), kind, number or 0, touchpoint, reference, email,
             channel, provider)
            for at, kind, number, touchpoint, reference, email, channel,
            provider in self.db.execute(
                "SELECT a.started_at, m.kind, r.number, i.touchpoint,"
                " e.reference, c.email, m.channel, a.provider"
                " FROM attempt a JOIN message m ON m.id = a.message_id"
                " LEFT JOIN reminder r ON r.message_id = m.id"
                " JOIN invitation i"
                "  ON i.id = coalesce(m.invitation_id, r.invitation_id)"
                " JOIN event e ON e.id = i.event_id"
                " JOIN contact c ON c.id = i.contact_id"))
        self.ends = sorted(
            (touchpoint, reference, email, state, "" if sent else
             reason or "")
            for touchpoint, reference, email, state, reason, sent
            in self.db.execute(
                "SELECT i.touchpoint, e.reference, c.email, s.state,"
                " s.reason, s.sent_at FROM invitation i"
                " JOIN invitation_state s ON s.invitation_id = i.id"
                " JOIN event e ON e.id = i.event_id"
                " JOIN contact c ON c.id = i.contact_id"))

    def answers(self):
        """What came in and when it was read, as the rows of a file."""
        return self.db.execute(
            "SELECT i.touchpoint, e.reference, r.read_at, r.kind,"
            " (SELECT p.score FROM response p WHERE p.reply_id = r.id),"
            " coalesce((SELECT p.comment FROM response p"
            "  WHERE p.reply_id = r.id), r.note)"
            " FROM reply r JOIN invitation i ON i.id = r.invitation_id"
            " JOIN event e ON e.id = i.event_id"
            " WHERE r.state = 'read' ORDER BY r.id").fetchall()


class Plan:
    """The same, as foretold."""

    def __init__(self, text):
        self.json = json.loads(text)
        self.sends = sorted(
            (send["at"], send["kind"], send["number"], send["touchpoint"],
             send["reference"], send["contact"], send["channel"],
             send["provider"])
            for send in self.json["sends"] if send["touchpoint"])
        self.ends = sorted(
            (end["touchpoint"], end["reference"], end["contact"],
             end["state"], "" if end["sent_at"] else end["reason"] or "")
            for end in self.json["invitations"])


def same(plan, ledger):
    """Shows the first few that are in one alone."""
    for what in ("sends", "ends"):
        foretold = collections.Counter(getattr(plan, what))
        done = collections.Counter(getattr(ledger, what))
        missing, extra = done - foretold, foretold - done
        if missing or extra:
            raise AssertionError(
                "%s: %d alike; %d not foretold: %r; %d not done: %r" % (
                    what, sum((done & foretold).values()),
                    sum(missing.values()), sorted(missing)[:4],
                    sum(extra.values()), sorted(extra)[:4]))


def demo_house():
    """A folder with the demo's configuration."""
    home = House("")
    for name in ("dripscore.ini", "holidays-pt.ics"):
        shutil.copyfile(tap.source("etc", "demo", name),
                        os.path.join(home.path, name))
    return home


def test_foretells():
    """ten weeks planned are as they are run, if nobody answers"""
    home = demo_house()
    plan = Plan(home.run("plan", "--events", EVENTS, "--until", END,
                         "--json"))
    if os.path.exists(home.store):
        raise AssertionError("a plan has made a store")
    home.run("import", EVENTS)
    home.run("run", "--staged", "--quiet", "--until", END)
    ledger = Ledger(home.store)
    same(plan, ledger)
    kinds = collections.Counter(send[1] for send in plan.sends)
    if kinds["invitation"] < 1000 or kinds["reminder"] < 50:
        raise AssertionError("too few to prove anything: %r" % kinds)
    reasons = " ".join(wait["reason"] for wait in plan.json["waits"])
    for words in ("the drip of", "the rest of"):
        contains(reasons, words)


def write_answers(home, ledger):
    path = os.path.join(home.path, "answers.csv")
    n = collections.Counter()
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("touchpoint", "reference", "answered_at", "kind",
                       "score", "comment"))
        for touchpoint, reference, at, kind, score, comment \
                in ledger.answers():
            if kind in ANSWERS:
                rows.writerow((touchpoint, reference, at_text(at), kind,
                               score, comment or ""))
                n[kind] += 1
    return path, n


def test_foretells_answers():
    """the same with what the guests of the demo answer, and who says stop"""
    home = demo_house()
    done = subprocess.run(
        [sys.executable, "-B", tap.source("etc", "demo", "demo.py"),
         "--build", os.path.abspath(tap.built())], cwd=home.path, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise AssertionError(done.stdout.decode()[-2000:])
    ledger = Ledger(os.path.join(home.path, "demo", "dripscore.db"))
    path, n = write_answers(home, ledger)
    if n["answer"] < 200 or n["opt-out"] < 3 or n["bounce"] < 3:
        raise AssertionError("too few to prove anything: %r" % n)
    plan = Plan(home.run("plan", "--events", EVENTS, "--answers", path,
                         "--from", "2026-01-05", "--until", END, "--json"))
    same(plan, ledger)


def fingerprint(folder):
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            # The readers of the log, in memory that processes share.
            if name.endswith("-shm"):
                continue
            path = os.path.join(at, name)
            with open(path, "rb") as stream:
                found[os.path.relpath(path, folder)] = hashlib.sha256(
                    stream.read()).hexdigest()
    return found


def test_changes_nothing():
    """a plan sends nothing, asks no mailbox, and leaves each byte of the
    store as it is"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + """
[inbox mailbox]
type = imap
url = imap://127.0.0.1:%d/INBOX
user = survey
password_file = password
address = survey+{token}@aurora.example

[team desk]
to = desk@aurora.example
digest = FREQ=DAILY
""" % peer.port + CADENCE + JOURNEY)
        home.write("password", "secret of the mailbox\n")
        home.private.add("secret of the mailbox")
        home.events(40, ago=-3600)
        before = fingerprint(home.path)
        for more in ((), ("--json",), ("--ics",), ("--answer-rate", "50%"),
                     ("--weeks", "8")):
            home.run("plan", *more)
        equal(fingerprint(home.path), before, "files")
        equal(peer.connections, 0, "connections")
        equal(len(json.loads(home.run("plan", "--json"))["sends"]) > 40, True,
              "sends")


def events_file(home, n, days=14):
    rows = ["type,reference,occurred_at,email,name"]
    for i in range(n):
        address = "p%04d@customer.example" % i
        home.private.add(address)
        rows.append("booking,B-%d,%s,%s,Customer %d" % (
            i, at_text(1767600000 + i * 7919 % (days * DAY_S)), address, i))
    return home.write("events-%d.csv" % n, "\n".join(rows) + "\n")


def environment(**more):
    return dict({name: value for name, value in os.environ.items()
                 if name not in ("LC_ALL", "LANG", "LC_CTYPE", "COLUMNS")},
                **more)


def test_page():
    """the page fits its terminal, of any width and any character set, and
    names nobody"""
    home = House(maildir() + PIPE + CADENCE + JOURNEY)
    for n in (0, 7, 400):
        path = events_file(home, n)
        for columns in (40, 80, 200):
            for locale in ("C", "C.UTF-8"):
                page = home.run(
                    "plan", "--events", path, "--from", "2026-01-05",
                    environment=environment(LC_ALL=locale,
                                            COLUMNS=str(columns)))
                lacks(page, "@")
                widest = max(page.splitlines(), key=len)
                # A reason is cut between words alone.
                if len(widest) > max(columns, 60):
                    raise AssertionError("%d columns of %d: %r" % (
                        len(widest), columns, widest))
                if locale == "C" and not page.isascii():
                    raise AssertionError(page)
                contains(page, "Nothing was sent")
    for words in ("Messages a day", "weekend", "By the hour of the day",
                  "By touchpoint and channel", "Made to wait",
                  "Held back by a cap", "the drip of 10/hour",
                  "the rest of 5 days", "reminders"):
        contains(page, words)
    numbers = [int(n) for n in re.findall(r"^  all +(\d+) +(\d+)", page,
                                          re.M)[0]]
    equal(numbers[0] > 400 and numbers[1] > 400, True, "sums")


def test_person():
    """what one person would get stands line by line, in order, with reasons"""
    home = House(maildir() + PIPE + CADENCE + JOURNEY)
    path = events_file(home, 7)
    said = home.run("plan", "--events", path, "--contact",
                    "P0003@customer.example")
    lines = said.splitlines()
    for words in ("after-booking (B-3): asked by email",
                  "week-later (B-3): asked by email",
                  "week-later (B-3): reminder 1 by email",
                  "week-later (B-3): reminder 2 by email"):
        equal(sum(words in line for line in lines), 1, words)
    equal(lines[0], "The plan for p0003@customer.example")
    equal(max(map(len, lines)) <= 80, True, "folded")
    stamps = [line[4:20] for line in lines[4:] if line[0] != " "]
    equal(stamps, sorted(stamps), "order")
    lacks(said, "B-4")
    contains(home.run("plan", "--events", path, "--contact",
                      "nobody@customer.example"), "Nothing")
    plan = json.loads(home.run("plan", "--events", path, "--json",
                               "--contact", "p0003@customer.example"))
    equal({send["reference"] for send in plan["sends"]}, {"B-3"}, "theirs")


def unfolded(raw):
    return raw.replace(b"\r\n ", b"").decode().split("\r\n")


def test_calendar():
    """the calendar is one that programs read, has the sums of the plan, and
    names no customer"""
    home = House(maildir() + PIPE + CADENCE + JOURNEY)
    path = events_file(home, 200)
    arguments = ("plan", "--events", path, "--from", "2026-01-05")
    raw = home.run(*arguments, "--ics").encode()
    for line in raw.split(b"\r\n"):
        if len(line) > 75 or b"\n" in line:
            raise AssertionError("%r" % line)
    lines = unfolded(raw)
    uids = [line for line in lines if line.startswith("UID:")]
    equal(len(uids), len(set(uids)), "UIDs that differ")
    again = unfolded(home.run(*arguments, "--ics").encode())
    equal([line for line in again if line.startswith("UID:")], uids,
          "UIDs of another day")
    lacks(raw.decode(), "customer.example")
    contains("\n".join(lines), r"DESCRIPTION:Messages by the hour "
             r"(Europe/Helsinki):\n")
    kinds = collections.Counter(
        send["kind"] for send in
        json.loads(home.run(*arguments, "--json"))["sends"])
    summaries = " ".join(line for line in lines
                         if line.startswith("SUMMARY:"))
    equal(sum(map(int, re.findall(r"(\d+) asked", summaries))),
          kinds["invitation"], "asked")
    equal(sum(map(int, re.findall(r"(\d+) reminder", summaries))),
          kinds["reminder"], "reminders")
    equal(lines.count("BEGIN:VEVENT"), len(uids), "events")
    # Our own reader of calendars, over libical, takes it.
    home.write("plan.ics", raw.decode())
    home.configure(maildir() + PIPE + TOUCHPOINT +
                   "calendar = c\n\n[calendar c]\nhours = Mon-Sun "
                   "00:00-24:00\nholidays = plan.ics\n")
    home.run("check")


def test_answer_rate():
    """who answers is drawn, the same each time, as many as it is said, and is
    not reminded"""
    home = House(maildir() + PIPE + JOURNEY)
    path = events_file(home, 300)
    found = {}
    for rate in ("0%", "30%", "100%"):
        plan = Plan(home.run("plan", "--events", path, "--answer-rate", rate,
                             "--json"))
        found[rate] = collections.Counter(end[3] for end in plan.ends)
        found[rate].update(send[1] for send in plan.sends)
    equal(found["0%"]["answered"], 0, "answers of none")
    equal(found["100%"]["answered"], 600, "answers of all")
    if not 140 <= found["30%"]["answered"] <= 220:
        raise AssertionError("%r" % found["30%"])
    if not found["0%"]["reminder"] > found["30%"]["reminder"] > \
            found["100%"]["reminder"]:
        raise AssertionError("%r" % found)
    arguments = ("plan", "--events", path, "--answer-rate", "30%", "--json")
    first, second = (json.loads(home.run(*arguments)) for _ in range(2))
    equal(first["sends"], second["sends"], "two plans")


def test_wrong():
    """what cannot be planned is told"""
    home = House(maildir() + PIPE + TOUCHPOINT)
    for arguments in (("--weeks", "-1"), ("--weeks", "3", "--until", END),
                      ("--json", "--ics"), ("--answer-rate", "130%"),
                      ("--answer-rate", "many"), ("--map", "x"),
                      ("--contact", "me"), ("now",),
                      ("--from", "2026-03-01", "--until", "2026-02-01")):
        home.run("plan", *arguments, code=64)
    home.run("plan", "--from", "soon", code=65)
    home.run("plan", "--events", os.path.join(home.path, "no.csv"), code=66)
    path = home.write("answers.csv", "touchpoint,reference,answered_at,score\n"
                      "after-booking,B-1,2026-01-05,11\n")
    contains(home.run("plan", "--answers", path, code=65), "0 to 10")
    path = home.write("early.csv", "touchpoint,reference,answered_at,score\n"
                      "after-booking,B-1,%s,9\n" % house.when(60))
    home.run("plan", "--answers", path)
    contains(home.said[-1], "before anybody was asked")


TESTS = [test_foretells, test_foretells_answers, test_changes_nothing,
         test_page, test_person, test_calendar, test_answer_rate, test_wrong]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
