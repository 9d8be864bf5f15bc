#!/usr/bin/env python3
"""The demo, run as a person would run it, on its own events: what was asked
follows from the events, and what guests wrote is what stands in the scores."""
import collections
import csv
import datetime
import email
import email.utils
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

import tap

EVENTS = tap.source("etc", "demo", "events.csv")
DRIVER = tap.source("etc", "demo", "demo.py")
# As in etc/demo/dripscore.ini.
TOUCHPOINTS = {
    "after-booking": ("booking", datetime.timedelta(hours=2)),
    "after-payment": ("payment", datetime.timedelta(minutes=30)),
    "week-later": ("checkout", datetime.timedelta(days=7)),
}
UNLESS = {
    "after-booking": ("cancellation", "no-show"),
    "after-payment": (),
    "week-later": ("cancellation", "no-show"),
}
# What was asked and answered under the seed; changes when a table does.
TOUCHPOINTS_ANSWERED = {
    "after-booking": 260, "after-payment": 99, "week-later": 90,
}

GREETINGS = ("Hello,", "Guten Tag,", "Bonjour,", "Hola,", "Bom dia,", "Hei,")

folder = None
said = ""


def python(*arguments, **options):
    return subprocess.run([sys.executable, "-B", *arguments], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, encoding="utf-8", **options)


def run_demo(*arguments):
    return python(DRIVER, "--build", os.path.abspath(tap.built()),
                  *arguments, cwd=folder)


def dripscore(*arguments):
    done = subprocess.run(
        [os.path.join(folder, "demo", "dripscore"), *arguments], check=False,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", timeout=60)
    if done.returncode != 0:
        raise AssertionError("dripscore %s ended with %d: %s" % (
            " ".join(arguments), done.returncode, done.stderr))
    return done.stdout


def events():
    with open(EVENTS, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            row["at"] = datetime.datetime.fromisoformat(
                row["occurred_at"].replace("Z", "+00:00"))
            yield row


def mails():
    """(touchpoint or None, address, when) of all that was sent."""
    found = glob.glob(os.path.join(folder, "demo", "sent", "*", "*"))
    for path in sorted(found):
        with open(path, "rb") as file:
            head = email.message_from_bytes(file.read())
        touchpoint = head.get("Feedback-ID", "").split(":")[0] or None
        yield (touchpoint, email.utils.parseaddr(head["To"])[1],
               email.utils.parsedate_to_datetime(head["Date"]))


def ledger():
    path = os.path.join(folder, "demo", "guests.jsonl")
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def asked_by_the_book():
    """(touchpoint, address, due) -> how many, by the events alone: opt-outs
    are not thought of."""
    rows = list(events())
    ended = {}
    for row in rows:
        ended.setdefault(row["reference"], {})[row["type"]] = row["at"]
    end = datetime.datetime(2026, 3, 16, 12, tzinfo=datetime.timezone.utc)
    book = collections.Counter()
    for row in rows:
        for touchpoint, (kind, delay) in TOUCHPOINTS.items():
            due = row["at"] + delay
            if row["type"] != kind or due > end:
                continue
            if not any(ended[row["reference"]].get(each, end) <= due
                       for each in UNLESS[touchpoint]):
                book[touchpoint, row["email"], due] += 1
    return book


def drawn_again():
    """Drawing the events again gives the committed file"""
    done = python(tap.source("etc", "demo", "draw_events.py"), "--output", "-")
    tap.equal(done.returncode, 0, "exit code")
    with open(EVENTS, encoding="utf-8", newline="") as file:
        if file.read() != done.stdout:
            raise AssertionError("events.csv differs from what is drawn")
    other = python(tap.source("etc", "demo", "draw_events.py"), "--seed", "1",
                   "--output", "-")
    if other.stdout == done.stdout:
        raise AssertionError("the seed has no effect")


def runs():
    """The demo runs and ends with the scores"""
    global said
    done = run_demo()
    said = done.stdout
    tap.equal(done.returncode, 0, "exit code")
    for word in ("week-later", "NPS", "demo/digest.html", "Try next"):
        if word not in said:
            raise AssertionError("%r was not said" % word)


def once():
    """Whom a booking, payment or departure asks is asked once, when it is due,
    and nobody else"""
    asked = collections.Counter(mail for mail in mails() if mail[0])
    book = asked_by_the_book()
    extra = asked - book
    if extra:
        raise AssertionError("asked beyond the events: %r" % list(extra)[:5])
    if len(asked) < 1000:
        raise AssertionError("only %d were asked" % len(asked))


def not_asked():
    """Who was not asked although it was due had opted out before"""
    asked = collections.Counter(mail for mail in mails() if mail[0])
    gone = {}
    for line in ledger():
        if line["kind"] in ("opt-out", "bounce"):
            at = datetime.datetime.fromisoformat(line["at"])
            gone[line["address"]] = min(at, gone.get(line["address"], at))
    for (touchpoint, address, due) in asked_by_the_book() - asked:
        if address not in gone or gone[address] > due:
            raise AssertionError("%s was not asked at %s, due %s" % (
                address, touchpoint, due))


def cancelled():
    """A cancellation that comes in time leaves nobody asked"""
    early = [row for row in events() if row["type"] == "cancellation"]
    booked = {row["reference"]: row for row in events()
              if row["type"] == "booking"}
    asked = {mail for mail in mails() if mail[0] == "after-booking"}
    others = asked_by_the_book()
    seen = 0
    for row in early:
        booking = booked.get(row["reference"])
        if booking is None:
            continue
        due = booking["at"] + TOUCHPOINTS["after-booking"][1]
        mail = ("after-booking", row["email"], due)
        if row["at"] <= due and mail not in others:
            seen += 1
            if mail in asked:
                raise AssertionError("%s was asked" % row["reference"])
    if seen < 5 or not asked:
        raise AssertionError("only %d cancelled in time, %d asked" % (
            seen, len(asked)))


def scores():
    """Every answer with a score is counted, and none is invented"""
    table = {row["touchpoint"]: row
             for row in json.loads(dripscore("score", "--json"))}
    told = collections.Counter((line["touchpoint"], line["score"])
                               for line in ledger()
                               if line["score"] is not None)
    for touchpoint in TOUCHPOINTS:
        row = table[touchpoint]
        bands = collections.Counter()
        for (name, score), n in told.items():
            if name == touchpoint:
                bands["promoters" if score >= 9 else "passives"
                      if score >= 7 else "detractors"] += n
        for band in ("promoters", "passives", "detractors"):
            tap.equal(row[band], bands[band], "%s %s" % (touchpoint, band))
        tap.equal(row["distribution"],
                  [told[touchpoint, score] for score in range(11)],
                  touchpoint)
    tap.equal(set(table), set(TOUCHPOINTS), "touchpoints")


def understood():
    """Each reply is understood as it was meant"""
    cur = os.path.join(folder, "demo", "inbox", "cur")
    inbox = [os.path.join(cur, name) for name in sorted(os.listdir(cur))]
    read = [json.loads(line) for line in
            dripscore("read", *inbox).splitlines()]
    lines = ledger()
    tap.equal(len(read), len(lines), "replies")
    for path, found, meant in zip(inbox, read, lines):
        tap.equal(found["kind"], meant["kind"], path)
        tap.equal(found["score"], meant["score"], path)
        if meant["kind"] not in ("answer", "comment"):
            continue
        said_so = found["comment"] or ""
        for greeting in GREETINGS:
            if said_so.startswith(greeting):
                said_so = said_so[len(greeting):].lstrip()
        tap.equal(said_so, meant["comment"] or "", path)


def same_totals():
    """The seed fixes how many answer"""
    told = collections.Counter(line["touchpoint"] for line in ledger()
                               if line["score"] is not None)
    tap.equal(dict(told), TOUCHPOINTS_ANSWERED, "answers")


def programs():
    """All mail programs have written, and the odd mails came too"""
    lines = ledger()
    for what, expected in (
            ("program", ("Gmail", "iPhone", "Outlook", "Webmail",
                         "Thunderbird", "Apple Mail", "the scale")),
            ("kind", ("answer", "comment", "auto-reply", "opt-out")),
            ("language", ("en", "de", "fr", "es", "pt", "fi"))):
        missing = set(expected) - {line[what] for line in lines}
        if missing:
            raise AssertionError("no %s %s" % (what, missing))


def digests():
    """Each team got a digest a week, and the newest lies beside"""
    sent = collections.Counter(to for touchpoint, to, _ in mails()
                               if touchpoint is None)
    for team in ("front-desk", "reservas"):
        if not 9 <= sent[team + "@aurora.example"] <= 11:
            raise AssertionError("%r" % sent)
    for name, word in (("digest.html", "<html"), ("digest.txt", "NPS")):
        path = os.path.join(folder, "demo", name)
        with open(path, encoding="utf-8") as file:
            if word not in file.read():
                raise AssertionError("%s has no %s" % (name, word))


def nothing_new():
    """Run again over the same weeks, it asks nobody and counts nothing"""
    before = (sorted(mails(), key=str), dripscore("score", "--json"))
    dripscore("run", "--staged", "--quiet", "--from", "2026-01-05T00:00:00Z",
              "--until", "2026-03-16T12:00:00Z")
    after = (sorted(mails(), key=str), dripscore("score", "--json"))
    tap.equal(len(after[0]), len(before[0]), "mails")
    tap.equal(after, before, "mails and scores")


def not_ours():
    """A folder demo/ that is not the demo's own is left alone"""
    os.unlink(os.path.join(folder, "demo", ".made-by-dripscore-demo"))
    done = run_demo()
    tap.equal(done.returncode, 1, "exit code")
    if "move it away" not in done.stdout:
        raise AssertionError(done.stdout)
    if not os.path.exists(os.path.join(folder, "demo", "dripscore.db")):
        raise AssertionError("it was removed")


def no_events():
    """A file without times is told, not run"""
    path = os.path.join(folder, "no.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("type,reference\nbooking,B-1\n")
    done = run_demo(path)
    tap.equal(done.returncode, 1, "exit code")
    if "occurred_at" not in done.stdout:
        raise AssertionError(done.stdout)


def main():
    global folder
    folder = tempfile.mkdtemp(prefix="dripscore-demo-")
    try:
        return tap.run([drawn_again, runs, once, not_asked, cancelled, scores,
                        understood, same_totals, programs, digests,
                        nothing_new, not_ours, no_events],
                       lambda: said[-3000:])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
