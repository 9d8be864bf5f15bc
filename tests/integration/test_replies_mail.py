"""What comes back by mail through the whole program: a number that is none is
asked about once, an opt-out confirmed once; mails that come back for now; who
is away; a colleague's answer; a score that is changed; and kills in between."""
import datetime
import email
import email.policy
import email.utils
import json
import os
import random
import re
import sqlite3
import sys
import time
import urllib.parse
from zoneinfo import ZoneInfo

import house
from fault_peer import FaultPeer
from house import (CADENCE, House, PIPE, TOUCHPOINT, contains, lacks, maildir,
                   parse, reply, reply_to, sender, smtp, wait_for)
from tap import equal

DAY_S = 86400
INBOX = """
[inbox replies]
type = maildir
path = inbox
address = survey+{token}@aurora.example
poll = 5 seconds
"""
REMINDS = """
[touchpoint after-booking]
on     = booking
delay  = 1 hour
remind = 3 days
"""


def lived_in(peer, more=""):
    return House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE + more)


def invited(peer, home, who="ada", reference="B-1"):
    before = len(peer.accepted())
    home.event(who, reference)
    home.drain()
    equal(len(peer.accepted()), before + 1, "mails accepted")
    return peer.accepted()[-1]


def sql(home, text):
    connection = sqlite3.connect("file:%s?mode=ro" % home.store, uri=True)
    try:
        return connection.execute(text).fetchall()
    finally:
        connection.close()


def counted(home):
    """The scores that count, by how many."""
    sums = sql(home, "SELECT %s FROM tally WHERE facet = 0 AND level = 0"
               % ", ".join("sum(s%d)" % i for i in range(11)))[0]
    return [(score, n) for score, n in enumerate(sums) if n]


def unsubscribe_address(mail):
    link = str(mail["List-Unsubscribe"])[len("<mailto:"):]
    return urllib.parse.unquote(link.split("?")[0])


def sounds(home):
    """The sums of the store balance."""
    home.run("verify", "--full")


def test_reprompt():
    """who answers "8 or 9" is asked once more, politely, and the answer to
    that counts"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        mail = parse(invited(peer, home))
        raw = reply(mail, "8 or 9\n")
        home.deliver(raw, to=reply_to(mail))
        home.drain()
        contains(home.run("cases"), "no score from 0 to 10")
        home.deliver(reply(mail, "11\n"), to=reply_to(mail))
        home.deliver(reply(mail, "7.5\n"), to=reply_to(mail))
        home.drain()
        equal(len(peer.accepted()), 2, "mails")
        again = parse(peer.accepted()[1])
        theirs = email.message_from_bytes(raw)["Message-ID"]
        equal(str(again["To"]), "ada@customer.example", "To")
        equal(again["Auto-Submitted"], "auto-replied", "Auto-Submitted")
        equal(again["In-Reply-To"], theirs, "In-Reply-To")
        equal(str(again["References"]).split(),
              [str(mail["Message-ID"]), theirs], "References")
        equal(reply_to(again), reply_to(mail), "Reply-To")
        equal(counted(home), [], "scores")
        home.deliver(reply(again, "8\n"), to=reply_to(again))
        equal(counted(home), [(8, 1)], "scores")
        lacks(home.run("cases"), "no score from 0 to 10")
        home.drain()
        equal(len(peer.accepted()), 2, "mails in the end")
        home.expect(answered=1, messages_waiting=0)
        sounds(home)


def test_reprompt_too_late():
    """who gives the score before the question leaves is not asked"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        mail = parse(invited(peer, home))
        home.deliver(reply(mail, "8 or 9\n"))
        home.expect(messages_waiting=1)
        home.deliver(reply(mail, "9\n"))
        home.expect(messages_waiting=0)
        home.drain()
        equal(len(peer.accepted()), 1, "mails")
        sounds(home)


def test_colleague():
    """a colleague's answer counts, marked, until who was asked has answered;
    and nothing is sent to a colleague"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        mail = parse(invited(peer, home))
        home.private.add("bob@elsewhere.example")

        def forwarded(text):
            raw = reply(mail, text)
            return raw.replace(b"From: ada@customer.example",
                               b"From: Bob <bob@elsewhere.example>")

        home.deliver(forwarded("8 or 9\n"), to=reply_to(mail))
        home.drain()
        equal(len(peer.accepted()), 1, "mails")
        home.deliver(forwarded("2\n"), to=reply_to(mail))
        equal(counted(home), [(2, 1)], "a colleague's score")
        contains(home.run("replies"), "not who was asked has written")
        contains(" ".join(home.run("why", "ada@customer.example").split()),
                 "not who was asked has written")
        home.deliver(reply(mail, "9\n"), to=reply_to(mail))
        equal(counted(home), [(9, 1)], "the score of who was asked")
        home.deliver(forwarded("0\n"), to=reply_to(mail))
        home.deliver(reply(mail, "10\n\nNow that I think of it.\n"),
                     to=reply_to(mail))
        equal(counted(home), [(10, 1)], "a changed score")
        equal(sql(home, "SELECT score, supersedes FROM response ORDER BY id"),
              [(2, None), (9, 1), (10, 2)], "responses")
        rows = json.loads(home.run("score", "--json"))
        equal([(row["answers"], row["nps"]) for row in rows], [(1, 100)])
        home.drain()
        equal(len(peer.accepted()), 1, "mails in the end")
        sounds(home)


def transient_report(entry):
    return ("""\
From: Mail Delivery System <MAILER-DAEMON@relay.example>
To: %(to)s
Subject: Undelivered Mail Returned to Sender
Date: %(date)s
Message-ID: %(id)s
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: text/plain

This is the mail system.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; %(rcpt)s
Action: failed
Status: 4.2.2
Diagnostic-Code: smtp; 452 4.2.2 mailbox full

--B--
""" % {"to": sender(entry), "date": email.utils.formatdate(),
       "id": email.utils.make_msgid(domain="relay.example"),
       "rcpt": house.recipient(entry)}).encode()


def test_soft_bounces():
    """three mails that come back for now suppress the address; one that comes
    back thrice does not, nor does a notice of delay"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        entries = [invited(peer, home, reference="B-%d" % i)
                   for i in range(3)]
        delay = transient_report(entries[2]).replace(b"Action: failed",
                                                     b"Action: delayed")
        for _ in range(3):
            home.deliver(transient_report(entries[0]), to=sender(entries[0]))
        home.deliver(delay, to=sender(entries[2]))
        home.deliver(transient_report(entries[1]), to=sender(entries[1]))
        home.expect(sent=3, suppressed_addresses=0)
        contains(home.run("replies"), "2 of 3 within 14 days")
        home.deliver(transient_report(entries[2]), to=sender(entries[2]))
        home.expect(sent=2, failed=1, suppressed_addresses=1)
        contains(home.run("why", "ada@customer.example"), "3 of 3 within 14")
        home.event("ada", "B-9")
        home.drain()
        equal(len(peer.accepted()), 3, "mails")
        sounds(home)


def mails_to(home, who):
    folder = os.path.join(home.path, "sent", "new")
    found = []
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        with open(os.path.join(folder, name), "rb") as stream:
            mail = email.message_from_binary_file(
                stream, policy=email.policy.default)
        if who + "@customer.example" in str(mail["To"]):
            found.append(mail)
    return sorted(found, key=lambda mail: mail["Date"].datetime)


def away(mail, day):
    raw = reply(mail, "Thank you for your mail. I am out of the office, and "
                      "will be back on %d %s.\n" % (
                          day.day, day.strftime("%B %Y")))
    return raw.replace(b"Subject: Re: ",
                       b"Date: %s\nAuto-Submitted: auto-replied\n"
                       b"Subject: Automatic reply: "
                       % email.utils.formatdate().encode())


def test_away():
    """who is out of office until a day is reminded on that day, where they
    are; who comes back too late is not; and nobody waits longer for it"""
    home = House(maildir() + PIPE + REMINDS + "expires = 10 days\n")
    for who in ("ada", "bea", "cleo"):
        home.event(who, "B-" + who, ago=2 * DAY_S)
    home.run("run", "--staged", "--until", house.when(-1 * DAY_S))
    today = datetime.datetime.now(datetime.timezone.utc)
    back = (today + datetime.timedelta(days=5)).date()
    for who, day in (("bea", back),
                     ("cleo", back + datetime.timedelta(days=30))):
        mail, = mails_to(home, who)
        home.deliver(away(mail, day), to=reply_to(mail))
    home.expect(sent=3, responses=0)
    why = " ".join(home.run("why", "bea@customer.example").split())
    contains(why, "away until %s, by an auto-reply: no reminder before" % back)
    contains(" ".join(home.run("why", "cleo@customer.example").split()),
             "no reminder, for by then nobody waits")
    home.run("run", "--staged", "--until", house.when(30 * DAY_S))
    reminders = {who: [mail["Date"].datetime
                       for mail in mails_to(home, who)[1:]]
                 for who in ("ada", "bea", "cleo")}
    equal({who: len(dates) for who, dates in reminders.items()},
          {"ada": 1, "bea": 1, "cleo": 0}, "reminders")
    helsinki = ZoneInfo("Europe/Helsinki")
    left = reminders["bea"][0].astimezone(helsinki)
    equal((left.date(), left.hour), (back, 0), "the day of return")
    home.expect(expired=3, sent=0, messages_waiting=0)
    sounds(home)


def test_large():
    """of a mail that is too large the beginning is kept, read and marked"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + "max_mail = 1 MiB\n" + TOUCHPOINT +
                     CADENCE)
        mail = parse(invited(peer, home))
        raw = reply(mail, "9\n")
        home.deliver(raw + b"\n" + b"> and so on\n" * 200000,
                     to=reply_to(mail))
        contains(home.run("replies"), "larger than max_mail")
        kept, = sql(home, "SELECT length(bytes) FROM reply_raw")
        if kept[0] > 300 * 1024:
            raise AssertionError("kept %d bytes" % kept)
        equal(counted(home), [(9, 1)], "scores")


def put(home, raw, name):
    """Into the Maildir, as a mail server does."""
    part = os.path.join(home.path, "inbox", "tmp", name)
    with open(part, "wb") as stream:
        stream.write(raw)
    os.rename(part, os.path.join(home.path, "inbox", "new", name))


def test_kills():
    """whatever is killed in between: each who is unclear is asked once, each
    opt-out confirmed once, each score counted once"""
    seed = int(os.environ.get("SEED", str(int(time.time()))))
    print("# SEED=%d" % seed)
    rng = random.Random(seed)
    n = 24
    with FaultPeer() as peer:
        home = House(smtp(peer) + INBOX + TOUCHPOINT + CADENCE)
        for name in ("new", "cur", "tmp"):
            os.makedirs(os.path.join(home.path, "inbox", name))
        home.events(n)
        home.drain()
        equal(len(peer.accepted()), n, "invitations")
        for i, entry in enumerate(peer.accepted()):
            mail = parse(entry)
            raw = reply(mail, ("8 or 9\n", "9\n", "unsubscribe\n")[i % 3])
            put(home, raw, "%d.reply" % i)
        for _ in range(6):
            daemon = home.daemon(ready=None)
            time.sleep(rng.uniform(0.02, 0.4))
            daemon.kill()
        home.drain()
        home.drain()
        by_kind = {}
        for entry in peer.accepted()[n:]:
            mail = parse(entry)
            equal(mail["Auto-Submitted"], "auto-replied", "Auto-Submitted")
            kind = "stopped" if mail["List-Unsubscribe"] is None else "again"
            by_kind.setdefault(kind, []).append(house.recipient(entry))
        doubts = len(home.doubts())
        for kind, found in by_kind.items():
            equal(len(set(found)), len(found), "mails twice, " + kind)
        sent = sum(len(found) for found in by_kind.values())
        if not 2 * n // 3 - doubts <= sent <= 2 * n // 3:
            raise AssertionError("%d mails, %d in doubt" % (sent, doubts))
        equal(counted(home), [(9, n // 3)], "scores")
        home.expect(suppressed_addresses=n // 3, messages_waiting=0)
        sounds(home)


if __name__ == "__main__":
    sys.exit(house.main([
        test_reprompt, test_reprompt_too_late, test_colleague,
        test_soft_bounces, test_away, test_large, test_kills]))
