#!/usr/bin/python3
"""A mail server that says nothing, beside one that works: the other keeps its
rate, though more is due for the silent one and stands before it.

MAILS says how many leave by the one that works; SILENT how many are due for
the silent one; KEEPS which part of its rate the other has to keep.
"""
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

import house  # noqa: E402
from house import PIPE, smtp, wait_for, when  # noqa: E402
from peer import Peer  # noqa: E402
from promises import Kept  # noqa: E402
from tap import comment, equal  # noqa: E402

MAILS = int(os.environ.get("MAILS", 3000))
SILENT = int(os.environ.get("SILENT", 3000))
# A machine that runs other tests beside it takes its time now and then.
KEEPS = float(os.environ.get("KEEPS", 0.5))
TURN_MS = float(os.environ.get("TURN_MS", 250))
CONNECTIONS = 8

INI = PIPE + """
[touchpoint after-booking]
on    = booking
delay = 1 hour
via   = good

[touchpoint after-stay]
on    = stay
delay = 1 hour
via   = bad
"""


class Pair(Kept):
    """A house with a door that works, and one that leads to a silent host."""

    def __init__(self, good, bad):
        super().__init__(smtp(good, "good", connections=CONNECTIONS) +
                         smtp(bad, "bad", connections=CONNECTIONS) + INI)

    def add(self, kind, n, ago, prefix):
        path = self.write(kind + ".csv", "type,reference,at,email\n" + "".join(
            "%s,%s%d,%s,%s%d@customer.example\n" % (
                kind, prefix, i, when(-ago), prefix, i) for i in range(n)))
        self.run("import", path)

    def is_judged(self):
        return self.number("SELECT count(*) FROM intake") == 0


def rate(silent, stage="dot", latency=0.002):
    """Mails a second by the good door, beside so many for the bad one, which
    are due before them; and the longest gap, in milliseconds."""
    folder = tempfile.mkdtemp(prefix="dripscore-ledger-")
    good_path, bad_path = (os.path.join(folder, name)
                           for name in ("good", "bad"))
    with Peer(good_path, latency=[latency, latency]) as good, \
            Peer(bad_path, silent=stage) as bad:
        home = Pair(good, bad)
        # Judged by a daemon that sends nothing: nothing is due yet.
        home.add("booking", MAILS, 3590, "g")
        if silent:
            home.add("stay", silent, 3595, "b")
        daemon = home.daemon()
        wait_for("all to be sent", lambda: good.read() >= MAILS, 180)
        daemon.kill()
        equal(len({entry.who for entry in good.took}), MAILS, "people")
        equal(all(entry.who.startswith("g") for entry in good.took), True,
              "mails by their own door")
        if silent:
            equal(0 < bad.read() + 1, True, "the bad one")
        times = [entry.at for entry in good.took]
        # The last ones wait for nobody.
        whole = times[:int(MAILS * 0.95)]
        gap = max(b - a for a, b in zip(whole, whole[1:]))

    shutil.rmtree(folder)
    return len(whole) / (whole[-1] - whole[0]), gap * 1000


def keeps_up(stage):
    alone, gap_alone = rate(0)
    beside, gap = rate(SILENT, stage)
    comment("%d/s alone (longest gap %.0f ms), %d/s beside %d for a host that"
            " is silent at the %s (longest gap %.0f ms): %.0f %%" % (
                alone, gap_alone, beside, SILENT, stage, gap,
                100 * beside / alone))
    if beside < KEEPS * alone:
        raise AssertionError("the other has held it up")


def test_silent_at_the_dot():
    """a server that takes mails and never answers does not hold up another"""
    keeps_up("dot")


def test_silent_at_the_greeting():
    """a server that never greets does not hold up another"""
    keeps_up("greeting")


if __name__ == "__main__":
    sys.exit(house.main([test_silent_at_the_dot,
                         test_silent_at_the_greeting]))
