"""Who does not answer is reminded, and who gives a score alone is asked for the
reason, once: months on a staged clock, into a Maildir, with replies as mail
programs write them; and by text, through a gateway over HTTP."""
import email
import email.policy
import email.utils
import json
import os
import re
import sqlite3
import sys
import urllib.parse
import urllib.request
from datetime import timedelta
from zoneinfo import ZoneInfo

import house
import kannel
import mail_programs
from fault_peer import FaultPeer
from house import (CADENCE, House, PIPE, contains, lacks, maildir, parse, reply,
                   reply_to, smtp, wait_for)
from http_peer import HttpPeer
from tap import equal

DAY_S = 86400
SECRET = "aVerySecretPath1234"
GUEST = "+358401000001"
TEXTS = """
[provider texts]
type        = http
url         = %s/send
format      = json
body        = {"to": "{to}", "text": "{text}", "name": "{name}"}
id          = json:id
hook_secret_file = texts.secret
reply_text  = text
reply_from  = from
reply_id    = id

[sms]
country = FI
hours   = 00:00-24:00

[web]
listen     = 127.0.0.1:%d
public_url = http://127.0.0.1:%d
"""
CALENDAR = """
[calendar polite]
hours = Mon-Fri 09:00-17:00
"""


def touchpoint(more):
    return "\n[touchpoint after-booking]\non = booking\n" + more


def lived_in(more):
    return House(maildir() + PIPE + touchpoint(more))


def mails_to(home, who):
    """In order of their dates."""
    folder = os.path.join(home.path, "sent", "new")
    found = []
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        with open(os.path.join(folder, name), "rb") as stream:
            mail = email.message_from_binary_file(
                stream, policy=email.policy.default)
        if who + "@customer.example" in str(mail["To"]):
            found.append(mail)
    return sorted(found, key=lambda mail: mail["Date"].datetime)


def staged(home, days_ago):
    home.run("run", "--staged", "--until", house.when(-days_ago * DAY_S))


def answers(home):
    """Score and comment of each invitation that has one, as it counts now."""
    connection = sqlite3.connect("file:%s?mode=ro" % home.store, uri=True)
    try:
        return connection.execute(
            "SELECT score, comment FROM response WHERE id IN (SELECT max(id)"
            " FROM response GROUP BY invitation_id) ORDER BY id").fetchall()
    finally:
        connection.close()


def envelope(mail):
    return str(mail["Return-Path"]).strip("<>")


def failure_report(mail):
    return ("""From: MAILER-DAEMON@relay.example
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
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B--
""" % {"to": envelope(mail), "date": email.utils.formatdate(),
       "id": email.utils.make_msgid(domain="relay.example"),
       "rcpt": email.utils.parseaddr(str(mail["To"]))[1]}).encode()


def unsubscribe(mail):
    link = str(mail["List-Unsubscribe"])[len("<mailto:"):]
    address = urllib.parse.unquote(link.split("?")[0])
    return address, reply(mail, "unsubscribe\n", to=address)


def test_three():
    """three reminders follow, each in its window, in the invitation's thread;
    then nobody waits any more"""
    home = House(maildir() + PIPE + touchpoint(
        "remind = 2 days, 5 days, 9 days\ncalendar = polite\n"
        "delay = 1 hour\n") + CALENDAR)
    for day in range(7):
        home.event("c%d" % day, "B-%d" % day, ago=(60 - day) * DAY_S)
    staged(home, 0)
    helsinki = ZoneInfo("Europe/Helsinki")
    for day in range(7):
        mails = mails_to(home, "c%d" % day)
        equal(len(mails), 4, "mails")
        first = mails[0]
        equal(first["In-Reply-To"], None, "In-Reply-To")
        sent = first["Date"].datetime
        dates = []
        for mail in mails:
            at = mail["Date"].datetime.astimezone(helsinki)
            dates.append(at)
            if at.weekday() > 4 or not 9 <= at.hour < 17:
                raise AssertionError("outside its window: %s" % at)
        for at, days in zip(dates[1:], (2, 5, 9)):
            late = at - sent - timedelta(days=days)
            if not timedelta(0) <= late < timedelta(days=3):
                raise AssertionError("not at its time: %s" % late)
        for mail in mails[1:]:
            equal(mail["In-Reply-To"], first["Message-ID"], "In-Reply-To")
            equal(mail["References"], first["Message-ID"], "References")
            equal(mail["Reply-To"], first["Reply-To"], "Reply-To")
            equal(mail["List-Unsubscribe"], first["List-Unsubscribe"],
                  "List-Unsubscribe")
            contains(str(mail["Subject"]), "Reminder: ")
        equal(len({mail["Message-ID"] for mail in mails}), len(mails),
              "Message-IDs")
        equal(len({envelope(mail) for mail in mails}), len(mails),
              "envelopes")
    home.expect(expired=7, sent=0, messages_waiting=0)
    staged(home, -1)
    equal(len(mails_to(home, "c0")), 4, "mails in the end")


def test_ends():
    """nobody is reminded after an answer, an opt-out, a bounce of whichever
    mail, or a cancellation; an absence changes nothing"""
    home = lived_in("remind = 2 days, 4 days, 6 days\n"
                    "unless = cancellation\n")
    everybody = ("ada", "bea", "cleo", "dora", "eva", "fay")
    for who in everybody:
        home.event(who, "B-" + who, ago=20 * DAY_S)
    staged(home, 19)
    first = {who: mails_to(home, who)[0] for who in everybody}
    home.deliver(reply(first["ada"], "9\n\nLovely.\n"))
    address, raw = unsubscribe(first["bea"])
    home.deliver(raw, to=address)
    home.deliver(failure_report(first["cleo"]), to=envelope(first["cleo"]))
    home.event("fay", "B-fay", kind="cancellation", ago=18.5 * DAY_S)
    staged(home, 17)
    equal({who: len(mails_to(home, who)) for who in everybody},
          {"ada": 1, "bea": 1, "cleo": 1, "dora": 2, "eva": 2, "fay": 1},
          "mails")
    home.expect(answered=1, failed=1, suppressed_addresses=2, sent=4)
    # To a reminder: a bounce of it is one of the invitation.
    reminder = {who: mails_to(home, who)[1] for who in ("dora", "eva")}
    away = reply(reminder["eva"], "I am away until Monday, the 9th.\n").replace(
        b"Subject: Re: ", b"Auto-Submitted: auto-replied\n"
        b"Subject: Automatic reply: ")
    home.deliver(failure_report(reminder["dora"]),
                 to=envelope(reminder["dora"]))
    home.deliver(away)
    home.expect(failed=2, answered=1, responses=1)
    staged(home, 15)
    equal(len(mails_to(home, "dora")), 2, "mails after a bounce")
    equal(len(mails_to(home, "eva")), 3, "mails in spite of an absence")
    # An answer to the second reminder is one to the invitation.
    home.deliver(reply(mails_to(home, "eva")[2], "8\n"))
    home.expect(answered=2, responses=2)
    staged(home, 0)
    equal({who: len(mails_to(home, who)) for who in everybody},
          {"ada": 1, "bea": 2, "cleo": 1, "dora": 2, "eva": 3, "fay": 1},
          "mails in the end, with the confirmation of an opt-out")
    equal(answers(home), [(9, "Lovely."), (8, None)], "answers")
    home.expect(messages_waiting=0)


def test_outage():
    """after an outage there is one reminder for all that were missed, and none
    for what is too late"""
    home = lived_in("remind = 1 day, 2 days, 10 days\n"
                    "max_lateness = 12 hours\n")
    for who in ("ada", "bea"):
        home.event(who, "B-" + who, ago=20 * DAY_S)
    staged(home, 19.5)
    # The staged clock jumps to what is due: we look that much later.
    connection = sqlite3.connect(home.store)
    with connection:
        connection.execute(
            "UPDATE follow_up SET look_at = look_at + 3600 *"
            " CASE invitation_id WHEN 1 THEN 26 ELSE 40 END")
    connection.close()
    staged(home, 17)
    equal((len(mails_to(home, "ada")), len(mails_to(home, "bea"))), (2, 1),
          "mails of who is late by 2 hours, and by 16")
    staged(home, 5)
    equal((len(mails_to(home, "ada")), len(mails_to(home, "bea"))), (3, 2),
          "mails in the end")


def test_nudge():
    """who gave a score alone is asked once for the reason, which becomes the
    comment of the score, by whatever mail program it comes"""
    home = lived_in("nudge = 2 days\nremind = 1 day\n")
    programs = (mail_programs.gmail, mail_programs.outlook,
                mail_programs.apple_mail)
    for i, program in enumerate(programs):
        home.event("c%d" % i, "B-%d" % i, ago=3 * 3600)
    home.event("dora", "B-dora", ago=3 * 3600)
    home.event("eva", "B-eva", ago=3 * 3600)
    home.event("fay", "B-fay", ago=3 * 3600)
    staged(home, 0)
    for i, program in enumerate(programs):
        home.deliver(reply(mails_to(home, "c%d" % i)[0], "%d\n" % (3 * i + 3)))
    home.deliver(reply(mails_to(home, "dora")[0], "9\n\nThe view.\n"))
    home.deliver(reply(mails_to(home, "eva")[0], "9\n"))
    home.deliver(reply(mails_to(home, "fay")[0], "2\n"))
    staged(home, -1.5)
    equal(len(mails_to(home, "c0")), 1, "mails before its time")
    staged(home, -3)
    equal(len(mails_to(home, "dora")), 1, "mails to who gave a reason")
    words = "The staff were kind, and the room was quiet."
    home.private.add(words)
    for i, program in enumerate(programs):
        _, nudge = mails_to(home, "c%d" % i)
        text = nudge.get_body(("plain",)).get_content()
        contains(text, "Your score, from 0 to 10: %d" % (3 * i + 3))
        lacks(text, "   0 = ")
        lacks(str(nudge["Subject"]), "Reminder")
        home.deliver(program(nudge, str(nudge["To"]), [words]).as_bytes())
    # The button's reply, below its question.
    _, nudge = mails_to(home, "eva")
    link = re.search(r'class="button" href="mailto:([^"]*)"',
                     mail_programs.html_of(nudge))[1].replace("&amp;", "&")
    address, _, fields = link.partition("?")
    fields = urllib.parse.parse_qs(fields)
    answer = email.message.EmailMessage()
    answer["From"] = str(nudge["To"])
    answer["To"] = urllib.parse.unquote(address)
    equal(str(answer["To"]), reply_to(nudge), "the button's address")
    answer["Subject"] = fields["subject"][0]
    answer["Message-ID"] = email.utils.make_msgid(domain="customer.example")
    answer.set_content(fields["body"][0] + "\n\n" + words + "\n")
    home.deliver(answer.as_bytes())
    # A number in it is another score.
    home.deliver(reply(mails_to(home, "fay")[1], "4\n"))
    equal(sorted(answers(home)), sorted([
        (3, words), (6, words), (9, words), (9, "The view."), (9, words),
        (4, None)]), "answers")
    home.expect(answered=6)
    staged(home, -20)
    equal([len(mails_to(home, who)) for who in ("c0", "dora", "eva", "fay")],
          [2, 1, 2, 2], "mails in the end")
    home.expect(messages_waiting=0)
    # A bounce of it takes no answer back.
    nudge = mails_to(home, "c0")[1]
    home.deliver(failure_report(nudge), to=envelope(nudge))
    home.expect(answered=6, failed=0, suppressed_addresses=1)


def test_no_nudge_after_opt_out():
    """who gave a score and then has opted out is not asked why"""
    home = lived_in("nudge = 2 days\n")
    home.event("ada", "B-1", ago=3 * 3600)
    staged(home, 0)
    mail, = mails_to(home, "ada")
    home.deliver(reply(mail, "3\n"))
    address, raw = unsubscribe(mail)
    home.deliver(raw, to=address)
    staged(home, -5)
    equal([str(mail["Auto-Submitted"]) for mail in mails_to(home, "ada")],
          ["auto-generated", "auto-replied"], "mails")
    home.expect(answered=1, messages_waiting=0)


def days_go_by(home, days):
    """All that is in the store happened so much earlier."""
    connection = sqlite3.connect(home.store)
    with connection:
        for table, in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite%'").fetchall():
            columns = [row[1] for row in connection.execute(
                "PRAGMA table_info(%s)" % table) if row[1].endswith("_at")]
            if columns:
                connection.execute("UPDATE %s SET %s" % (table, ", ".join(
                    "%s = %s - %d" % (name, name, days * DAY_S)
                    for name in columns)))
    connection.close()


class Guest:
    """Who is asked by text, and answers a daemon that runs for it."""

    def __init__(self, peer, home, port):
        self.peer, self.home, self.port = peer, home, port
        self.n = 0

    def texts(self):
        return [json.loads(entry["body"])["text"]
                for entry in self.peer.requests()]

    def says(self, words, answered_by):
        """A text comes in; so many go out before long."""
        self.n += 1
        expected = len(self.texts()) + answered_by
        daemon = self.home.daemon()
        request = urllib.request.Request(
            "http://127.0.0.1:%d/hooks/texts/%s" % (self.port, SECRET),
            data=urllib.parse.urlencode({
                "text": words, "from": GUEST, "id": "in-%d" % self.n,
            }).encode())
        with urllib.request.urlopen(request, timeout=10) as answer:
            equal(answer.status, 200, "status")
        wait_for("a text to be read", lambda: len(self.texts()) >= expected)
        equal(daemon.stop(), 0, "exit code")
        equal(len(self.texts()), expected, "texts")


def test_texts():
    """by text too, who says nothing is reminded, and who gives a score alone is
    asked once more for the reason"""
    port, = kannel.free_ports(1)
    with HttpPeer() as peer:
        home = House(TEXTS % (peer.url, port, port) + PIPE + CADENCE +
                     touchpoint("channel = sms\nremind = 2 days, 4 days\n"
                                "nudge = 2 days\n"))
        home.write("texts.secret", SECRET + "\n")
        home.private.update((SECRET, GUEST, GUEST.lstrip("+")))
        guest = Guest(peer, home, port)
        home.run("event", "booking", "--phone", GUEST, "--ref", "B-1", "--at",
                 house.when(-60), "--language", "en")
        home.drain()
        contains(guest.texts()[-1], "Aurora Spa: how likely")
        days_go_by(home, 1)
        home.drain()
        equal(len(guest.texts()), 1, "texts before the reminder's time")
        days_go_by(home, 1)
        home.drain()
        home.drain()
        equal(len(guest.texts()), 2, "texts at its time")
        contains(guest.texts()[-1], "Aurora Spa: a short reminder")
        guest.says("9", answered_by=1)
        contains(guest.texts()[-1], "main reason")
        days_go_by(home, 2)
        home.drain()
        home.drain()
        equal(len(guest.texts()), 4, "texts two days after the score")
        contains(guest.texts()[-1], "your score of 9")
        guest.says("The sauna", answered_by=1)
        contains(guest.texts()[-1], "Thank you")
        for _ in range(4):
            days_go_by(home, 2)
            home.drain()
        equal(len(guest.texts()), 5, "texts in the end")
        equal(answers(home), [(9, "The sauna")], "answers")
        names = [json.loads(entry["body"])["name"]
                 for entry in peer.requests()]
        equal(len(set(names)), 5, "names of texts")
        home.expect(answered=1, messages_waiting=0)


def asked(peer):
    home = House(smtp(peer) + PIPE + CADENCE +
                 touchpoint("remind = 2 days, 4 days\n"))
    home.event("ada", "B-1", ago=60)
    home.drain()
    home.expect(sent=1)
    return home


def two_days_later(home):
    days_go_by(home, 2)
    home.drain()
    home.drain()


def test_in_doubt():
    """a reminder in doubt is held and shown; the invitation stays as it is,
    and the next reminder follows"""
    lost = {"dot": {"close": True, "connection": 2}}
    with FaultPeer(faults=lost) as peer:
        home = asked(peer)
        two_days_later(home)
        home.expect(sent=1, in_doubt=0, failed=0)
        message, = home.doubts()
        equal(len(peer.accepted()), 2, "mails that the server has")
        home.drain()
        home.run("resolve", "sent", message)
        home.drain()
        equal(home.doubts(), [], "doubts")
        equal(len(peer.accepted()), 2, "mails after it was resolved")
        two_days_later(home)
        equal(len(peer.accepted()), 3, "mails in the end")
        home.expect(sent=1, messages_waiting=0)


def test_sent_again():
    """a reminder in doubt that is sent again is the same mail"""
    lost = {"dot": {"close": True, "connection": 2}}
    with FaultPeer(faults=lost) as peer:
        home = asked(peer)
        two_days_later(home)
        message, = home.doubts()
        home.run("resolve", "resend", message)
        home.drain()
        _, first, second = [parse(entry) for entry in peer.accepted()]
        equal(first["Message-ID"], second["Message-ID"], "Message-ID")
        home.expect(sent=1, messages_waiting=0)


def test_killed():
    """a daemon that is killed as a reminder leaves does not send it again, and
    one that is killed before sends it once"""
    for stage, has in (("dot", 2), ("data", 1)):
        silent = {stage: {"silent": True, "connection": 2}}
        with FaultPeer(faults=silent) as peer:
            home = asked(peer)
            days_go_by(home, 2)
            daemon = home.daemon()
            wait_for("the reminder", lambda: len(
                peer.accepted() if stage == "dot" else
                peer.commands("DATA")) == 2)
            daemon.kill()
            equal(len(peer.accepted()), has, "mails when it is killed")
            home.drain()
            home.drain()
            equal(len(peer.accepted()), 2, "mails in the end")
            equal(len(home.doubts()), has - 1, "doubts")
            home.expect(sent=1, messages_waiting=0)


def test_refused():
    """a reminder that is refused has failed by itself, and the next follows;
    one that is put off comes later"""
    faults = {"rcpt": [{"reply": "550 5.7.1 not now", "connection": 2},
                       {"reply": "451 4.7.1 later", "connection": 3}]}
    with FaultPeer(faults=faults) as peer:
        home = asked(peer)
        two_days_later(home)
        home.expect(sent=1, failed=0, messages_waiting=0)
        equal(len(peer.accepted()), 1, "mails after a refusal")
        days_go_by(home, 2)
        home.drain()
        home.expect(sent=1, messages_waiting=1)
        wait_for("another try", lambda: home.drain() is not None and
                 len(peer.accepted()) == 2)
        home.expect(sent=1, messages_waiting=0)


TESTS = [test_three, test_ends, test_outage, test_nudge,
         test_no_nudge_after_opt_out, test_texts, test_in_doubt,
         test_sent_again, test_killed, test_refused]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
