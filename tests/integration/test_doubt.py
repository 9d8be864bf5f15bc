"""What becomes of a mail of which nobody knows whether it left, and of a
daemon that is killed: nobody is asked twice, nobody is forgotten."""
import json
import os
import random
import sys
import time

import house
from fault_peer import FaultPeer
from house import (CADENCE, House, PIPE, TOUCHPOINT, contains, is_running,
                   parse, recipients, reply, reply_to, smtp, wait_for)
from tap import comment, equal

LOST = {"dot": {"close": True, "times": 1}}


def in_doubt(peer, more=""):
    """A house whose first mail was lost after the dot."""
    home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE + more)
    home.event("ada", "B-1")
    home.drain()
    equal(len(peer.accepted()), 1, "mails accepted")
    home.expect(in_doubt=1, sent=0, scheduled=0)
    return home


def test_not_sent_again():
    """a mail lost after the dot is in doubt, shown, and not sent again"""
    with FaultPeer(faults=LOST) as peer:
        home = in_doubt(peer)
        number, = home.doubts()
        contains(home.status(), "message %s (after-booking) by mail" % number)
        time.sleep(1.1)
        home.drain()
        daemon = home.daemon()
        home.event("bea", "B-2")
        wait_for("the mail of another", lambda: len(peer.accepted()) == 2)
        equal(daemon.stop(), 0, "exit code")
        equal(recipients(peer), ["ada@customer.example",
                                 "bea@customer.example"], "recipients")
        home.expect(in_doubt=1, sent=1)


def test_resolve_sent():
    """resolve sent: it counts as sent, and is not sent again"""
    with FaultPeer(faults=LOST) as peer:
        home = in_doubt(peer)
        home.run("resolve", "sent", home.doubts()[0])
        home.drain()
        home.expect(in_doubt=0, sent=1)
        equal(len(peer.accepted()), 1, "mails accepted")
        mail = parse(peer.accepted()[0])
        home.deliver(reply(mail, "10\n"), to=reply_to(mail))
        home.expect(answered=1)
        row, = json.loads(home.run("score", "--json"))
        equal((row["answers"], row.get("sent", 1)), (1, 1), "answers and sent")


def test_resolve_failed():
    """resolve failed: it has failed, and is not sent again"""
    with FaultPeer(faults=LOST) as peer:
        home = in_doubt(peer)
        home.run("resolve", "failed", "all")
        home.drain()
        home.expect(in_doubt=0, failed=1, sent=0)
        equal(len(peer.accepted()), 1, "mails accepted")
        home.run("resolve", "failed", "1", code=65)


def test_resolve_resend():
    """resolve resend: it is sent once more, under the same Message-ID"""
    with FaultPeer(faults=LOST) as peer:
        home = in_doubt(peer)
        home.run("resolve", "resend", home.doubts()[0])
        home.expect(in_doubt=0, scheduled=1)
        home.drain()
        home.drain()
        home.expect(sent=1, scheduled=0)
        equal(len(peer.accepted()), 2, "mails accepted")
        first, second = [parse(entry) for entry in peer.accepted()]
        equal(second["Message-ID"], first["Message-ID"], "Message-ID")
        equal(second["Reply-To"], first["Reply-To"], "Reply-To")


def test_resolve_is_careful():
    """resolve takes only what is in doubt, and says what it needs"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT)
        home.event("ada", "B-1")
        home.drain()
        contains(home.run("resolve", "resend", "1", code=65), "not in doubt")
        contains(home.run("resolve", "again", "1", code=64), "resend")
        contains(home.run("resolve", "sent", code=64), "resolve needs")
        home.run("resolve", "sent", "seven", code=64)
        home.drain()
        equal(len(peer.accepted()), 1, "mails accepted")


def test_reply_settles():
    """a reply to a mail in doubt proves that it arrived"""
    with FaultPeer(faults=LOST) as peer:
        home = in_doubt(peer)
        mail = parse(peer.accepted()[0])
        home.deliver(reply(mail, "8\n"), to=reply_to(mail))
        home.expect(in_doubt=0, answered=1, responses=1)
        equal(home.doubts(), [], "doubts")
        home.run("resolve", "resend", "1", code=65)
        home.drain()
        equal(len(peer.accepted()), 1, "mails accepted")


def test_resend_by_choice():
    """with in_doubt = resend it is sent again after the pause"""
    with FaultPeer(faults=LOST) as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE +
                     "in_doubt = resend\n")
        daemon = home.daemon()
        home.event("ada", "B-1")
        wait_for("the second one", lambda: len(peer.accepted()) == 2)
        wait_for("sent", lambda: home.counts()["sent"] == 1)
        equal(daemon.stop(), 0, "exit code")
        home.expect(sent=1, in_doubt=0)


def test_killed_at_the_dot():
    """a daemon killed while the server holds the last answer: in doubt, and
    in the ledger once"""
    with FaultPeer(faults={"dot": {"silent": True, "times": 1}}) as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT)
        daemon = home.daemon()
        home.event("ada", "B-1")
        wait_for("the dot", peer.accepted)
        daemon.kill()
        home.expect(sending=1, in_doubt=0)
        daemon = home.daemon()
        daemon.wait_log("in doubt since a crash: 1;")
        home.expect(sending=0, in_doubt=1)
        home.event("bea", "B-2")
        wait_for("the next mail", lambda: len(peer.accepted()) == 2)
        equal(daemon.stop(), 0, "exit code")
        equal(recipients(peer), ["ada@customer.example",
                                 "bea@customer.example"], "recipients")


def test_killed_before_the_dot():
    """a daemon killed before the last byte has left sends it after all"""
    with FaultPeer(faults={"data": {"silent": True, "times": 1}}) as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT)
        daemon = home.daemon()
        home.event("ada", "B-1")
        wait_for("DATA", lambda: peer.commands("DATA"))
        home.expect(scheduled=1, sending=0)
        daemon.kill()
        daemon = home.daemon()
        wait_for("the mail", peer.accepted)
        wait_for("sent", lambda: home.counts()["sent"] == 1)
        equal(daemon.stop(), 0, "exit code")
        home.expect(sent=1, in_doubt=0)
        equal(len(peer.accepted()), 1, "mails accepted")


def test_killed_again_and_again():
    """300 mails through six daemons, five of them killed: each of them once,
    or in doubt and at most once"""
    chance = random.Random(2)
    with FaultPeer(faults={"dot": {"delay": 0.02}}) as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE)
        home.events(300)
        pids = []
        for number in range(1, 6):
            daemon = home.daemon(ready=None)
            pids.append(daemon.pid)
            wait_for("some mails",
                     lambda: len(peer.accepted()) >= 45 * number)
            time.sleep(chance.random() * 0.1)
            daemon.kill()
        daemon = home.daemon()
        wait_for("the rest", lambda: home.counts()["scheduled"] +
                 home.counts()["sending"] == 0)
        equal(daemon.stop(), 0, "exit code")
        counts = home.counts()
        comment("%d sent, %d in doubt, %d at the server" % (
            counts["sent"], counts["in doubt"], len(peer.accepted())))
        asked = recipients(peer)
        equal(len(set(asked)), len(asked), "nobody is asked twice")
        equal(counts["sent"] + counts["in doubt"], 300, "accounted for")
        if not counts["sent"] <= len(asked) <= 300:
            raise AssertionError("%d sent, %d arrived" % (
                counts["sent"], len(asked)))
        if counts["in doubt"] > 5 * 4:
            raise AssertionError("more than the connections hold in doubt")
        equal(counts["messages on their way"], 0, "leases")
        for pid in pids:
            if is_running(pid):
                raise AssertionError("%d still runs" % pid)


def test_workers_end():
    """the workers of a daemon end with it, killed or told to end"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + TOUCHPOINT + """
[inbox replies]
type = maildir
path = replies
poll = 5 seconds
address = survey+{token}@aurora.example
""")
        for name in ("new", "cur", "tmp"):
            os.makedirs(os.path.join(home.path, "replies", name))
        home.events(2)
        home.drain()
        for number, entry in enumerate(peer.accepted(), 1):
            mail = parse(entry)
            path = os.path.join(home.path, "replies", "new", str(number))
            with open(path, "wb") as out:
                out.write(reply(mail, "9\n", to=reply_to(mail)))
            daemon = home.daemon()
            wait_for("the answer",
                     lambda: home.counts()["answered"] == number)
            workers = house.children(daemon.pid)
            if not workers:
                raise AssertionError("there is no worker")
            if number == 1:
                daemon.kill()
            else:
                equal(daemon.stop(), 0, "exit code")
            wait_for("the workers' end", lambda: not any(
                is_running(pid) for pid in workers), 5)


TESTS = [test_not_sent_again, test_resolve_sent, test_resolve_failed,
         test_resolve_resend, test_resolve_is_careful, test_reply_settles,
         test_resend_by_choice, test_killed_at_the_dot,
         test_killed_before_the_dot, test_killed_again_and_again,
         test_workers_end]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
