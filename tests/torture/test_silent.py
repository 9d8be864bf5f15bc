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


def prepared(good, bad, silent):
    """Its daemon runs; all is judged, and due at once a little later."""
    home = Pair(good, bad)
    ahead = 10 + (2 * MAILS + SILENT) // 4000
    home.add("booking", MAILS, 3600 - ahead, "g")
    if silent:
        home.add("stay", silent, 3600 - ahead + 5, "b")
    home.daemon()
    return home


def rate(good):
    """Mails a second by the good door; the longest gap, in milliseconds."""
    equal(len({entry.who for entry in good.took}), MAILS, "people")
    equal(all(entry.who.startswith("g") for entry in good.took), True,
          "mails by their own door")
    # The last ones wait for nobody.
    times = [entry.at for entry in good.took][:int(MAILS * 0.95)]
    gap = max(b - a for a, b in zip(times, times[1:]))
    return len(times) / (times[-1] - times[0]), gap * 1000


def keeps_up(stage):
    """Both at the same time: whatever else the machine does, it does to
    both."""
    folder = tempfile.mkdtemp(prefix="dripscore-ledger-")
    paths = [os.path.join(folder, name) for name in ("a", "b", "c")]
    slow = {"latency": [0.003, 0.003]}
    with Peer(paths[0], **slow) as one, Peer(paths[1], **slow) as other, \
            Peer(paths[2], silent=stage) as bad:
        homes = [prepared(one, bad, 0), prepared(other, bad, SILENT)]
        wait_for("all to be sent", lambda: one.read() + other.read() >=
                 2 * MAILS, 600)
        for home in homes:
            home.daemons[0].kill()
        (alone, gap_alone), (beside, gap) = rate(one), rate(other)
    shutil.rmtree(folder)
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
