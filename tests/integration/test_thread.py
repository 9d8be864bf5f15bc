"""The thread through the whole program: an event goes in, an invitation goes
out, a reply comes in, a score is shown; and what ends an invitation on its
way: a cancellation, an opt-out, a bounce."""
import email.utils
import json
import os
import pty
import re
import subprocess
import sys
import time
import urllib.parse

import house
from fault_peer import FaultPeer
from house import (CADENCE, House, PIPE, TOUCHPOINT, contains, lacks, parse,
                   recipients, reply, reply_to, sender, smtp, wait_for)
from tap import equal

LATER = """
[touchpoint week-later]
on    = booking
delay = 7 days
"""


def lived_in(peer, more=""):
    return House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE + more)


def invited(peer, home, who="ada", reference="B-1", **more):
    """The invitation, once it has left."""
    before = len(peer.accepted())
    home.event(who, reference, **more)
    home.drain()
    equal(len(peer.accepted()), before + 1, "mails accepted")
    return peer.accepted()[-1]


def opt_out_address(mail):
    link = str(mail["List-Unsubscribe"])[len("<mailto:"):]
    return urllib.parse.unquote(link.split("?")[0])


def test_headers():
    """an invitation leaves once, with the headers that it must have"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.event("ada", "B-1", name="Ada")
        contains(home.event("ada", "B-1"), "was known")
        home.drain()
        home.drain()
        equal(recipients(peer), ["ada@customer.example"], "recipients")
        entry = peer.accepted()[0]
        mail = parse(entry)
        token = "[a-z2-7]{22,34}"
        for name, pattern in (
                ("Message-ID", "<%s@aurora\\.example>" % token),
                ("Reply-To", ".*<survey\\+%s@aurora\\.example>" % token),
                ("List-Unsubscribe", "<mailto:survey%%2B%s@aurora\\.example"
                                     "\\?subject=unsubscribe>" % token),
                ("Auto-Submitted", "auto-generated"),
                ("Precedence", "bulk"),
                ("Feedback-ID", "after-booking:email:dripscore:"
                                "aurora\\.example"),
                ("From", "Aurora Spa <survey@aurora\\.example>"),
                ("To", "Ada <ada@customer\\.example>"),
                ("Date", ".* [+-]0000")):
            equal(len(mail.get_all(name, [])), 1, "number of " + name)
            if not re.fullmatch(pattern, str(mail[name])):
                raise AssertionError("%s: %s" % (name, mail[name]))
        if not re.fullmatch("survey\\+%s@aurora\\.example" % token,
                            sender(entry)):
            raise AssertionError(sender(entry))
        tokens = {sender(entry), reply_to(mail), opt_out_address(mail)}
        equal(len(tokens), 3, "tokens for three purposes")
        home.expect(sent=1, scheduled=0, messages_waiting=0)


def test_answer():
    """a reply is a score with its comment, and told twice it counts once"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        mail = parse(invited(peer, home))
        words = "Lovely stay, thank you so much."
        home.private.add(words)
        raw = reply(mail, "9\n\n%s\n" % words)
        home.deliver(raw, to=reply_to(mail))
        home.deliver(raw, to=reply_to(mail))
        home.deliver(raw)
        rows = json.loads(home.run("score", "--json"))
        equal([(row["touchpoint"], row["answers"], row["promoters"],
                row["nps"]) for row in rows], [("after-booking", 1, 1, 100)])
        home.expect(answered=1, sent=0, responses=1)


def seen_on_a_terminal(home, *arguments):
    """What a command writes where a terminal reads it."""
    master, slave = pty.openpty()
    with subprocess.Popen((house.PROGRAM, "--config", home.ini) + arguments,
                          stdout=slave, cwd=home.path) as process:
        os.close(slave)
        seen = b""
        try:
            while more := os.read(master, 65536):
                seen += more
        except OSError:
            pass  # the other end has closed
        os.close(master)
    equal(process.returncode, 0, "exit code")
    return seen


def test_raw_mail():
    """a raw reply is shown byte for byte, but commands no terminal"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        raw = (b"From: Eve <eve@customer.example>\r\nSubject: \x1b]0;owned\a"
               b"\r\n\r\n\x1b[2J\xc2\x9b31m\xff nothing that is a score\r\n")
        home.private.add("eve@customer.example")
        home.deliver(raw)
        shown = subprocess.run(
            (house.PROGRAM, "--config", home.ini, "replies", "1"),
            stdout=subprocess.PIPE, cwd=home.path, check=True).stdout
        equal(shown, raw, "the mail in a pipe")
        seen = seen_on_a_terminal(home, "replies", "1")
        contains(seen.decode(), "?]0;owned?")
        contains(seen.decode(), "?[2J?31m")
        equal([c for c in seen.decode() if c in "\x1b\x07\x9b"], [], "codes")


def test_large_mail():
    """of a mail over 10 MiB the beginning is kept, and its answer counts"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        mail = parse(invited(peer, home))
        raw = reply(mail, "9\n")
        home.deliver(raw + b"> quoted\r\n" * 1100000, to=reply_to(mail))
        home.expect(answered=1, responses=1)
        kept = home.run("replies", "1")
        contains(kept, "X-Dripscore-Cut: the first 262144 of ")
        equal(len(kept) < 300000, True, "cut")


def test_deliver_fails_softly():
    """deliver ends with 75 when the store or the configuration is unusable"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        mail = parse(invited(peer, home))
        raw = reply(mail, "9\n")
        good = home.store
        home.store = "/proc/nowhere/dripscore.db"
        home.configure(smtp(peer) + PIPE + TOUCHPOINT)
        home.deliver(raw, code=75)
        home.write("dripscore.ini", "[organisation\n")
        home.deliver(raw, code=75)
        home.write("garbage.db", "this is no database at all " * 100)
        home.store = "garbage.db"
        home.configure(smtp(peer) + PIPE + TOUCHPOINT)
        home.deliver(raw, code=75)
        home.store = good
        home.configure(smtp(peer) + PIPE + TOUCHPOINT)
        home.run("deliver", "argument", code=75, data=raw)
        home.run("deliver", "--no-such-option", code=75, data=raw)
        home.expect(responses=0)
        home.deliver(raw)
        home.expect(responses=1)


def test_repeat_is_a_repeat():
    """a mail deferred at its last byte is repeated byte for byte"""
    with FaultPeer(faults={"dot": {"times": 1, "reply":
                                   "451 4.3.0 try again"}}) as peer:
        home = lived_in(peer)
        home.event("ada", "B-1")
        home.drain()
        home.expect(sent=0, scheduled=1)
        time.sleep(2.1)
        home.drain()
        home.expect(sent=1, scheduled=0)
        refused = [entry["text"] for entry in peer.ledger
                   if entry["event"] == "refused"]
        equal([entry["text"] for entry in peer.accepted()], refused, "texts")


def test_cancelled_in_the_queue():
    """a cancellation ends what waits, with its reason, and nothing leaves"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.event("ada", "B-1", ago=3598)
        home.drain()
        home.expect(scheduled=1)
        home.event("ada", "B-1", kind="cancellation", ago=1)
        home.drain()
        home.expect(scheduled=0, cancelled=1, messages_waiting=0)
        contains(home.status(), "cancellation")
        time.sleep(2.5)
        home.drain()
        equal(peer.accepted(), [], "mails")


def test_cancelled_on_its_way():
    """a mail cancelled while the server dawdles at DATA doesn't leave"""
    with FaultPeer(faults={"data": {"delay": 2, "times": 1}},
                   pipelining=False) as peer:
        home = lived_in(peer)
        daemon = home.daemon()
        home.event("ada", "B-1")
        wait_for("DATA", lambda: peer.commands("DATA"))
        home.event("ada", "B-1", kind="cancellation", ago=1)
        wait_for("the cancellation",
                 lambda: home.counts().get("cancelled") == 1)
        wait_for("the connection to end", lambda: [
            entry for entry in peer.ledger if entry["event"] == "lost"])
        equal(peer.accepted(), [], "mails")
        home.event("bea", "B-2")
        wait_for("the next mail", peer.accepted)
        equal(recipients(peer), ["bea@customer.example"], "recipients")
        equal(daemon.stop(), 0, "exit code")
        home.expect(cancelled=1, sent=1, in_doubt=0, messages_on_their_way=0)


def test_opt_out():
    """a mail to the List-Unsubscribe address empties the queue at once, and is
    confirmed, once"""
    with FaultPeer() as peer:
        home = lived_in(peer, LATER)
        mail = parse(invited(peer, home))
        home.expect(sent=1, scheduled=1)
        address = opt_out_address(mail)
        home.deliver(reply(mail, "unsubscribe\n", to=address), to=address)
        home.expect(sent=1, scheduled=0, suppressed=1, messages_waiting=1,
                    suppressed_addresses=1, responses=0)
        home.event("ADA", "B-2")
        home.private.add("ada@customer.example")
        home.deliver(reply(mail, "unsubscribe me\n", to=address), to=address)
        home.drain()
        equal(recipients(peer), 2 * ["ada@customer.example"], "recipients")
        confirmation = parse(peer.accepted()[1])
        contains(str(confirmation["Subject"]), "no more surveys")
        equal(confirmation["Auto-Submitted"], "auto-replied",
              "Auto-Submitted")
        home.expect(suppressed=3)


def failure_report(entry, to, status, action):
    """An RFC 3464 report as a mail server writes it."""
    return ("""\
From: Mail Delivery System <MAILER-DAEMON@relay.example>
To: %(to)s
Subject: Undelivered Mail Returned to Sender
Date: %(date)s
Message-ID: %(id)s
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry: your mail could not be delivered. 10 of our servers tried.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; %(rcpt)s
Action: %(action)s
Status: %(status)s
Diagnostic-Code: smtp; %(status)s no

--B
Content-Type: message/rfc822

%(text)s
--B--
""" % {"to": to, "date": email.utils.formatdate(), "status": status,
       "id": email.utils.make_msgid(domain="relay.example"),
       "rcpt": house.recipient(entry), "action": action,
       "text": entry["text"].replace("\r\n", "\n")}).encode()


def test_bounces():
    """a permanent report to the envelope suppresses; a transient one doesn't,
    nor one to the Reply-To"""
    with FaultPeer() as peer:
        home = lived_in(peer, LATER)
        entry = invited(peer, home)
        home.deliver(failure_report(entry, sender(entry), "4.2.2", "delayed"),
                     to=sender(entry))
        home.deliver(failure_report(entry, sender(entry), "4.2.2", "failed"),
                     to=sender(entry))
        address = reply_to(parse(entry))
        home.deliver(failure_report(entry, address, "5.1.1", "failed"),
                     to=address)
        home.expect(sent=1, scheduled=1, suppressed_addresses=0, responses=0)
        home.deliver(failure_report(entry, sender(entry), "5.1.1", "failed"),
                     to=sender(entry))
        home.expect(sent=0, failed=1, scheduled=0, suppressed=1,
                    suppressed_addresses=1, responses=0)
        lacks(home.status(), "@customer.example")
        contains(home.status(), "5.1.1")


def test_refused_by_the_server():
    """a recipient refused for good has failed, and the server's words are
    told without the address"""
    with FaultPeer(faults={"rcpt": {"match": "ada@", "reply":
                                    "550 5.1.1 <ada@customer.example>: no "
                                    "such user ada@customer.example"}}) as peer:
        home = lived_in(peer)
        home.event("ada", "B-1")
        home.event("bea", "B-2")
        home.drain()
        home.expect(failed=1, sent=1)
        contains(home.status(), "5.1.1")
        lacks(home.status(), "ada@")


TESTS = [test_headers, test_answer, test_raw_mail, test_large_mail,
         test_deliver_fails_softly,
         test_repeat_is_a_repeat, test_cancelled_in_the_queue,
         test_cancelled_on_its_way, test_opt_out, test_bounces,
         test_refused_by_the_server]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
