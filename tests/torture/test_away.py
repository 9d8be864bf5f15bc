#!/usr/bin/python3
"""A mail server that is not there, or hangs up: it is left alone for longer and
longer, what waits for it waits as it was, and says so; once it is back, all
leaves."""
import os
import re
import shutil
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

import house  # noqa: E402
from fault_peer import FaultPeer  # noqa: E402
from house import CADENCE, PIPE, contains, lacks, smtp, wait_for  # noqa: E402
from kannel import free_ports  # noqa: E402
from peer import Peer  # noqa: E402
from promises import Kept  # noqa: E402
from tap import comment, equal  # noqa: E402

TOUCHPOINT = """
[touchpoint after-booking]
on    = booking
delay = 1 hour
"""
MAILS = 300


class Nowhere:
    """As smtp() of house.py wants a peer."""

    def __init__(self):
        self.port, = free_ports(1)


def pauses(daemon):
    return [int(pause) for pause in re.findall(
        "provider mail is not reached, and left alone for ([0-9]+) s",
        daemon.log())]


def test_nobody_listens():
    """a server that is not there is tried after 1, 2, 4 seconds, by one mail;
    nothing of that counts as a try, `why` and `status` say it, and all leaves
    once it is there"""
    nowhere = Nowhere()
    folder = tempfile.mkdtemp(prefix="dripscore-ledger-")
    home = Kept(smtp(nowhere) + PIPE + CADENCE + TOUCHPOINT)
    home.events(MAILS)
    daemon = home.daemon()
    wait_for("three pauses", lambda: len(pauses(daemon)) >= 3)
    equal(pauses(daemon)[:2], [1, 2], "pauses")
    equal(home.number("SELECT count(*) FROM attempt"), 0, "attempts")
    equal(home.number("SELECT max(tries) FROM message"), 0, "tries")
    contains(home.status(), "the provider mail is not reached: no connection")
    contains(home.run("why", "c000@customer.example"), "no connection")
    lacks(daemon.log(), "deferred")
    with Peer(os.path.join(folder, "ledger"), port=nowhere.port) as peer:
        began = time.monotonic()
        wait_for("all", lambda: peer.read() == MAILS)
        comment("all sent %.1f s after it came back" % (
            time.monotonic() - began))
        daemon.wait_log("provider mail is reached again")
        wait_for("sent", lambda: home.counts()["sent"] == MAILS)
        equal(daemon.stop(), 0, "exit code")
        equal(len({entry.who for entry in peer.took}), MAILS, "people")
    home.holds_its_promises()
    shutil.rmtree(folder)


def test_hangs_up():
    """so is a server that hangs up instead of greeting, and one that greets
    with 421"""
    for rule in ({"close": True}, {"reply": "421 4.3.2 not now",
                                   "close": True}):
        with FaultPeer(faults={"greeting": dict(rule, times=10)}) as peer:
            home = Kept(smtp(peer) + PIPE + CADENCE + TOUCHPOINT)
            home.events(30)
            daemon = home.daemon()
            wait_for("all", lambda: len(peer.accepted()) == 30, 60)
            equal(pauses(daemon)[:2], [1, 2], "pauses")
            wait_for("sent", lambda: home.counts()["sent"] == 30)
            equal(home.number("SELECT count(*) FROM attempt"), 30, "attempts")
            equal(daemon.stop(), 0, "exit code")


if __name__ == "__main__":
    sys.exit(house.main([test_nobody_listens, test_hangs_up]))
