#!/usr/bin/python3
"""A daemon that was killed with -9 while many rows wait: how long it takes from
its start to the first mail that the other side has whole.

WAITING says how many rows, RESTARTS how often, RESTART_S how long it may take.
"""
import os
import random
import shutil
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

import house  # noqa: E402
from house import PIPE, smtp, wait_for, when  # noqa: E402
from peer import Peer  # noqa: E402
from promises import Kept  # noqa: E402
from tap import comment, equal  # noqa: E402

WAITING = int(os.environ.get("WAITING", 50000))
RESTARTS = int(os.environ.get("RESTARTS", 8))
# A machine that runs other tests beside it takes its time.
RESTART_S = float(os.environ.get("RESTART_S", 5))
SEED = int(os.environ.get("SEED", 1))

INI = """
[touchpoint after-booking]
on     = booking
delay  = 1 hour
"""


def fill(home):
    """By import, as a customer would."""
    path = os.path.join(home.path, "many.csv")
    with open(path, "w", encoding="utf-8") as out:
        out.write("type,reference,at,email\n")
        at = when(-7200)
        for i in range(WAITING):
            out.write("booking,R%d,%s,c%d@customer.example\n" % (i, at, i))
    began = time.monotonic()
    home.run("import", path, seconds=600)
    comment("%d events imported in %.1f s" % (
        WAITING, time.monotonic() - began))


def first_mail(home, peer, chance):
    """Milliseconds from exec to the first final dot; then it is killed."""
    before = peer.read()
    began = time.monotonic()
    daemon = home.daemon(ready=None)
    wait_for("a mail", lambda: peer.read() > before, 60)
    time.sleep(chance.random() * 2)
    daemon.kill()
    return (peer.took[before].at - began) * 1000


def waiting(home):
    return home.number("SELECT count(*) FROM due")


def test_restart():
    """killed with -9 while many rows wait to be judged or to leave, it sends
    again within two seconds of its start"""
    chance = random.Random(SEED)
    folder = tempfile.mkdtemp(prefix="dripscore-ledger-")
    with Peer(os.path.join(folder, "ledger"), latency=[0.004, 0.012]) as peer:
        home = Kept(smtp(peer, connections=8) + PIPE + INI)
        fill(home)
        times = {}
        for what in ("to be judged", "to leave"):
            if what == "to leave":
                daemon = home.daemon()
                wait_for("all to be judged", lambda: home.number(
                    "SELECT count(*) FROM intake") == 0, 600)
                daemon.kill()
            times[what] = [first_mail(home, peer, chance)
                           for _ in range(RESTARTS)]
            comment("%d rows due, %s: the first mail after %.0f ms in the mean,"
                    " %.0f at the worst" % (
                        waiting(home), what, sum(times[what]) / RESTARTS,
                        max(times[what])))
        equal(len(peer.took), len({entry.who for entry in peer.took}),
              "mails, one for each")
    shutil.rmtree(folder)
    if max(map(max, times.values())) > RESTART_S * 1000:
        raise AssertionError("it took more than %g s" % RESTART_S)


if __name__ == "__main__":
    sys.exit(house.main([test_restart]))
