"""A configuration tried out on a staged clock: months go by in a moment, into
a Maildir; and digests, one for each period."""
import email
import email.policy
import os
import sys
import time

import house
from fault_peer import FaultPeer
from house import House, PIPE, TOUCHPOINT, contains, maildir, reply, smtp
from tap import equal

LATER = """
[touchpoint week-later]
on    = booking
delay = 7 days
"""
TEAM = """
[team front-desk]
to = desk@aurora.example, boss@aurora.example
digest = FREQ=WEEKLY;BYDAY=MO;BYHOUR=8
"""
DAY_S = 86400


def mails(home):
    folder = os.path.join(home.path, "sent", "new")
    found = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as stream:
            found.append(email.message_from_binary_file(
                stream, policy=email.policy.default))
    return found


def to(home, address):
    return [mail for mail in mails(home) if address in str(mail["To"])]


def test_reaches_nobody():
    """a staged run refuses a provider and an inbox that reach people"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT)
        home.event("ada", "B-1")
        contains(home.run("run", "--staged", "--until", house.when(0),
                          code=78), "[provider mail]")
        home.configure(maildir() + TOUCHPOINT + smtp(peer, "other") + PIPE +
                       "\n[touchpoint other]\non = payment\nvia = other\n")
        home.run("run", "--staged", "--until", house.when(0), code=78)
        home.configure(maildir() + TOUCHPOINT + """
[inbox replies]
type = imap
url = imap://127.0.0.1:9/INBOX
user = survey
password_file = password
address = survey+{token}@aurora.example
""")
        home.write("password", "secret of the mailbox\n")
        home.private.add("secret of the mailbox")
        home.run("run", "--staged", "--until", house.when(0), code=78)
        equal(peer.connections, 0, "connections")
        home.configure(maildir() + PIPE + TOUCHPOINT)
        home.run("run", "--staged", code=64)
        home.run("run", "--until", house.when(0), code=64)
        home.run("run", "--drain", "--staged", "--until", house.when(0),
                 code=64)
        home.run("run", "--staged", "--until", "tomorrow", code=65)


def test_jumps():
    """eight weeks go by in a moment: each mail bears the time it was due"""
    home = House(maildir() + PIPE + TOUCHPOINT + LATER)
    for week in range(8):
        home.event("c%d" % week, "B-%d" % week, ago=(70 - 7 * week) * DAY_S)
    began = time.monotonic()
    home.run("run", "--staged", "--until", house.when(0))
    if time.monotonic() - began > 5:
        raise AssertionError("it took %.1f s" % (time.monotonic() - began))
    equal(len(mails(home)), 16, "mails")
    home.expect(scheduled=0, messages_waiting=0)
    now = time.time()
    for week in range(8):
        dates = sorted(mail["Date"].datetime.timestamp()
                       for mail in to(home, "c%d@" % week))
        booked = now - (70 - 7 * week) * DAY_S
        for date, delay in zip(dates, (3600, 7 * DAY_S)):
            if abs(date - booked - delay) > 60:
                raise AssertionError("%d s off" % (date - booked - delay))


def test_staged_cancellation():
    """on the staged clock a cancellation comes before what it cancels"""
    home = House(maildir() + PIPE + TOUCHPOINT.replace("1 hour", "3 days"))
    home.event("ada", "B-1", ago=20 * DAY_S)
    home.event("ada", "B-1", kind="cancellation", ago=19 * DAY_S)
    home.event("bea", "B-2", ago=20 * DAY_S)
    home.event("bea", "B-2", kind="cancellation", ago=10 * DAY_S)
    home.run("run", "--staged", "--until", house.when(0))
    equal([str(mail["To"]) for mail in mails(home)],
          ["bea@customer.example"], "recipients")


def test_digests():
    """a team gets one digest a week, to each address once, however often the
    program runs"""
    home = House(maildir() + PIPE + TOUCHPOINT + TEAM)
    for week in range(4):
        home.event("c%d" % week, "B-%d" % week, ago=(40 - 7 * week) * DAY_S)
    home.run("run", "--staged", "--until", house.when(-5 * DAY_S))
    n = len(to(home, "desk@"))
    if not 4 <= n <= 6:
        raise AssertionError("%d digests in five weeks" % n)
    home.run("run", "--staged", "--until", house.when(-5 * DAY_S))
    equal(len(to(home, "desk@")), n, "digests after a second run")
    equal(len(to(home, "boss@")), n, "digests of the other address")
    equal(len({mail["Message-ID"] for mail in to(home, "aurora.example")}),
          2 * n, "Message-IDs")
    for mail in to(home, "desk@"):
        equal(mail["Auto-Submitted"], "auto-generated", "Auto-Submitted")
        equal(mail["Date"].datetime.weekday(), 0, "weekday")


def test_digest_once():
    """a running configuration writes the digest of a period once, and sends
    what was missed while it was off as one"""
    home = House(maildir() + PIPE + TOUCHPOINT + TEAM)
    for week in range(6):
        home.event("c%d" % week, "B-%d" % week, ago=(60 - 7 * week) * DAY_S)
    home.drain()
    equal(len(to(home, "desk@")), 1, "digests")
    home.drain()
    daemon = home.daemon()
    equal(daemon.stop(), 0, "exit code")
    contains(home.run("digest", "front-desk", "--send"), "before")
    home.drain()
    equal(len(to(home, "desk@")), 1, "digests in the end")
    equal(len(to(home, "boss@")), 1, "digests of the other address")


def test_answers_in_between():
    """an answer after a staged run stands in a digest sent by hand"""
    home = House(maildir() + PIPE + TOUCHPOINT +
                 "\n[team front-desk]\nto = desk@aurora.example\n")
    home.event("ada", "B-1", ago=8 * DAY_S)
    home.run("run", "--staged", "--until", house.when(-7 * DAY_S))
    mail, = to(home, "ada@")
    words = "The sauna was a delight."
    home.private.add(words)
    home.deliver(reply(mail, "10\n\n%s\n" % words))
    home.expect(answered=1)
    home.run("digest", "front-desk", "--send")
    home.drain()
    texts = [mail.get_body(("plain",)).get_content()
             for mail in to(home, "desk@")]
    contains(texts[-1] if texts else "", words)


TESTS = [test_reaches_nobody, test_jumps, test_staged_cancellation,
         test_digests, test_digest_once, test_answers_in_between]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
