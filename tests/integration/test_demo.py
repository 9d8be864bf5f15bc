#!/usr/bin/env python3
"""The demo, run as a person would run it, on its own events: what was asked
follows from the events, and what guests wrote is what stands in the scores."""
import collections
import csv
import datetime
import email
import email.policy
import email.utils
import glob
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zoneinfo

import tap

EVENTS = tap.source("etc", "demo", "events.csv")
DRIVER = tap.source("etc", "demo", "demo.py")
# As in etc/demo/dripscore.ini, and in its file of holidays.
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
HOURS = {day: (9, 20) for day in range(6)}
HOURS[6] = (10, 18)
HOLIDAYS = [datetime.date(2026, 2, 17)]
REST = datetime.timedelta(days=5)
DRIP = 30
REMINDED = "week-later"
REMIND = datetime.timedelta(days=3)
# What was asked and answered under the seed; changes when a table does.
TOUCHPOINTS_ANSWERED = {
    "after-booking": 258, "after-payment": 98, "week-later": 109,
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
    """(touchpoint or None, address, when, where a reply goes) of all that was
    sent, in order of time."""
    found = glob.glob(os.path.join(folder, "demo", "sent", "*", "*"))
    for path in found:
        with open(path, "rb") as file:
            head = email.message_from_bytes(file.read())
        yield (head.get("Feedback-ID", "").split(":")[0] or None,
               email.utils.parseaddr(head["To"])[1],
               email.utils.parsedate_to_datetime(head["Date"]),
               email.utils.parseaddr(head.get("Reply-To", ""))[1])


def asks_and_reminders():
    """The first mail of an invitation asks; one that has the same address for
    replies reminds."""
    asks, reminders = {}, []
    for touchpoint, address, at, token in sorted(
            (mail for mail in mails() if mail[0]), key=lambda mail: mail[2]):
        if token in asks:
            reminders.append((touchpoint, address, at, token))
        else:
            asks[token] = (touchpoint, address, at)
    return asks, reminders


def ledger():
    path = os.path.join(folder, "demo", "guests.jsonl")
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def asked_by_the_book():
    """(touchpoint, address) -> when each is due, by the events alone, in
    order: opt-outs, hours and rest are not thought of."""
    rows = list(events())
    ended = {}
    for row in rows:
        ended.setdefault(row["reference"], {})[row["type"]] = row["at"]
    end = datetime.datetime(2026, 3, 16, 12, tzinfo=datetime.timezone.utc)
    book = collections.defaultdict(list)
    for row in rows:
        for touchpoint, (kind, delay) in TOUCHPOINTS.items():
            due = row["at"] + delay
            if row["type"] != kind or due > end:
                continue
            if not any(ended[row["reference"]].get(each, end) <= due
                       for each in UNLESS[touchpoint]):
                book[touchpoint, row["email"]].append(due)
    for dues in book.values():
        dues.sort()
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
    """Whom a booking, payment or departure asks is asked once, not before it
    is due, and nobody else"""
    asks, _ = asks_and_reminders()
    book = asked_by_the_book()
    asked = collections.defaultdict(list)
    for touchpoint, address, at in asks.values():
        asked[touchpoint, address].append(at)
    for who, times in asked.items():
        times.sort()
        if len(times) > len(book[who]):
            raise AssertionError("%r asked %d times, due %d times" % (
                who, len(times), len(book[who])))
        for at, due in zip(times, book[who]):
            if at < due:
                raise AssertionError("%r at %s, due %s" % (who, at, due))
    if len(asks) < 1000:
        raise AssertionError("only %d were asked" % len(asks))


def politely():
    """No mail to a guest leaves outside of the guest's hours, on a holiday,
    or faster than it may"""
    zones = {row["email"]: zoneinfo.ZoneInfo(row["timezone"] or
                                             "Europe/Lisbon")
             for row in events()}
    hours = collections.Counter()
    for touchpoint, address, at, _ in mails():
        if not touchpoint:
            continue
        local = at.astimezone(zones[address])
        opens, closes = HOURS[local.weekday()]
        if not opens <= local.hour < closes or local.date() in HOLIDAYS:
            raise AssertionError("%s at %s" % (touchpoint, local))
        hours[at.replace(minute=0, second=0)] += 1
    if max(hours.values()) > DRIP:
        raise AssertionError(hours.most_common(3))


def rested():
    """Nobody is asked twice within the rest"""
    asks, _ = asks_and_reminders()
    last = {}
    for _, address, at in sorted(asks.values(), key=lambda ask: ask[2]):
        if address in last and at - last[address] < REST:
            raise AssertionError("%s at %s and %s" % (address, last[address],
                                                      at))
        last[address] = at
    if len(last) == len(asks):
        raise AssertionError("nobody was asked twice")


def reminded():
    """Who is silent is reminded once, after three days; who has answered is
    not"""
    asks, reminders = asks_and_reminders()
    answered = collections.defaultdict(list)
    for line in ledger():
        if line["kind"] == "answer":
            answered[line["touchpoint"], line["address"]].append(
                datetime.datetime.fromisoformat(line["at"]))
    seen = set()
    for touchpoint, address, at, token in reminders:
        asked = asks[token][2]
        if touchpoint != REMINDED or token in seen or at - asked < REMIND:
            raise AssertionError("%s %s asked %s, reminded %s" % (
                touchpoint, address, asked, at))
        seen.add(token)
        # One that came on the day itself may not have been read yet.
        day = datetime.timedelta(days=1)
        if any(asked <= when <= at - day
               for when in answered[touchpoint, address]):
            raise AssertionError("%s had answered" % address)
    if len(reminders) < 100:
        raise AssertionError("only %d reminders" % len(reminders))


def not_asked():
    """Who was not asked although it was due has opted out, or there is a
    reason in the store"""
    db = sqlite3.connect(os.path.join(folder, "demo", "dripscore.db"))
    states = collections.Counter()
    for state, reason in db.execute(
            "SELECT state, reason FROM invitation_state"
            " WHERE sent_at IS NULL"):
        states[state] += 1
        if state not in ("cancelled", "suppressed", "scheduled") or \
                (state != "scheduled" and not reason):
            raise AssertionError("%s: %s" % (state, reason))
    asks, _ = asks_and_reminders()
    due = sum(map(len, asked_by_the_book().values()))
    if not len(asks) <= due <= len(asks) + states["suppressed"] + \
            states["scheduled"] + states["cancelled"]:
        raise AssertionError("%d asked, %d due, %r" % (len(asks), due,
                                                       states))


def cancelled():
    """A cancellation that comes in time leaves nobody asked"""
    early = [row for row in events() if row["type"] == "cancellation"]
    booked = {row["reference"]: row for row in events()
              if row["type"] == "booking"}
    asks, _ = asks_and_reminders()
    asked = collections.Counter(
        (touchpoint, address) for touchpoint, address, _ in asks.values())
    book = asked_by_the_book()
    seen = 0
    for row in early:
        booking = booked.get(row["reference"])
        if booking is None:
            continue
        if row["at"] <= booking["at"] + TOUCHPOINTS["after-booking"][1]:
            seen += 1
            who = ("after-booking", row["email"])
            if asked[who] > len(book[who]):
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
    inbox = [os.path.join(cur, name) for name in sorted(os.listdir(cur))
             if ".guests:" in name]
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
    sent = collections.Counter()
    for path in glob.glob(os.path.join(folder, "demo", "sent", "*", "*")):
        with open(path, "rb") as file:
            head = email.message_from_bytes(file.read(),
                                            policy=email.policy.default)
        to = email.utils.parseaddr(head["To"])[1]
        # Others are reminders of cases.
        if head["Subject"].startswith((to.split("@")[0] + ":")):
            sent[to] += 1
    for team in ("front-desk", "reservas"):
        if not 9 <= sent[team + "@aurora.example"] <= 11:
            raise AssertionError("%r" % sent)
    for name, word in (("digest.html", "<html"),
                       ("digest.html", "src=\"data:image/png;base64,iVBOR"),
                       ("digest.txt", "NPS"), ("digest.txt", "Week by week"),
                       ("digest.txt", "--digest ")):
        path = os.path.join(folder, "demo", name)
        with open(path, encoding="utf-8") as file:
            if word not in file.read():
                raise AssertionError("%s has no %s" % (name, word))


def shown():
    """A digest of then is shown again: as a page that stands by itself, with
    its picture for light and for dark, and as text"""
    of_then = ("digest", "front-desk", "--until", "2026-03-09")
    page = dripscore(*of_then, "--html")
    tap.equal(page.count('src="data:image/png;base64,iVBOR'), 2, "pictures")
    if "cid:" in page or "<script" in page:
        raise AssertionError(page[:2000])
    text = dripscore(*of_then)
    for word in ("2–8 March 2026", "Week by week", "after-payment"):
        if word not in text:
            raise AssertionError("%s is not in\n%s" % (word, text))
    # What is shown alone proves nothing.
    if "Seal" in text:
        raise AssertionError(text)


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


def balances():
    """The store of the whole season is recounted, and has no fault"""
    if "no fault." not in dripscore("verify", "--full"):
        raise AssertionError(dripscore("verify"))


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
        return tap.run([drawn_again, runs, once, politely, rested, reminded,
                        not_asked, cancelled, balances, scores, understood, same_totals, programs, digests,
                        shown,
                        nothing_new, not_ours, no_events],
                       lambda: said[-3000:])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
