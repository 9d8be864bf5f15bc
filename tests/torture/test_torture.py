#!/usr/bin/python3
"""The real daemon is killed with -9 at random moments while it sends, takes
replies and imports, and started again without a hand: nobody is in the ledger
of the other side twice, nothing that was acknowledged is lost, no more is in
doubt than was in flight, and the sums balance.

KILLS, INVITATIONS and SEED say how often, how many and by which chances; KEEP
leaves the folder for who looks for a fault.
"""
import collections
import os
import random
import re
import shutil
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

import house  # noqa: E402
from house import CADENCE, smtp, wait_for  # noqa: E402
from kannel import free_ports  # noqa: E402
from peer import Peer  # noqa: E402
from promises import Kept  # noqa: E402
from tap import comment, equal  # noqa: E402
from traffic import Customers, Feed  # noqa: E402

KILLS = int(os.environ.get("KILLS", 14))
INVITATIONS = int(os.environ.get("INVITATIONS", KILLS * 60))
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
MAILS_AT_ONCE = 8
TEXTS_AT_ONCE = 4
AT_ONCE = MAILS_AT_ONCE + TEXTS_AT_ONCE
SECRET = "aVerySecretPath1234"

INI = CADENCE + """
[touchpoint after-booking]
on     = booking
delay  = 1 hour

[touchpoint after-stay]
on      = stay
delay   = 1 hour
channel = sms

[inbox back]
type    = maildir
path    = back
poll    = 5 seconds
address = survey+{token}@aurora.example

[sms]
country        = FI
hours          = 00:00-24:00
max_per_number = 0
max_per_prefix = 0
max_per_day    = 0

[provider texts]
type        = http
url         = %(url)s/send
format      = json
body        = {"to": "{to}", "text": "{text}", "name": "{name}"}
id          = json:id
connections = %(texts)d
timeout     = 20 seconds
hook_secret_file = texts.secret
reply_text  = text
reply_from  = from
reply_id    = id

[web]
listen     = 127.0.0.1:%(port)d
public_url = http://127.0.0.1:%(port)d
"""


class Tortured(Kept):
    """A house whose daemon is killed."""

    def __init__(self, peer):
        self.port, = free_ports(1)
        super().__init__(
            smtp(peer, connections=MAILS_AT_ONCE, mails_per_connection=40) +
            INI % {"url": peer.url, "port": self.port,
                   "texts": TEXTS_AT_ONCE})
        self.write("texts.secret", SECRET + "\n")
        self.private.add(SECRET)
        self.in_doubt = []  # of each life, since the one before

    def close(self):
        if "KEEP" in os.environ:
            self.daemons[-1].kill()
            comment(self.path)
        else:
            super().close()

    def live(self, chance, peer, mean):
        """Until it has sent some more, or for a moment only."""
        daemon = self.daemon(ready=None)
        if chance.random() < 0.2:
            time.sleep(chance.random() * 0.3)
        else:
            goal = peer.read() + int(chance.expovariate(1 / mean))
            end = time.monotonic() + 5
            while peer.read() < goal and time.monotonic() < end:
                time.sleep(0.002)
            time.sleep(chance.random() * 0.02)
        if daemon.process.poll() is not None:
            raise AssertionError("it has ended by itself:\n" + daemon.log())
        daemon.kill()
        self.note_doubts(daemon)

    def note_doubts(self, daemon):
        found = re.search("in doubt since a crash: ([0-9]+)", daemon.log())
        self.in_doubt.append(int(found.group(1)) if found else 0)

    def is_quiet(self):
        # First: what is read from there has come in by the time it is gone.
        if os.listdir(os.path.join(self.path, "back", "new")):
            return False
        counts = self.counts()
        return not any(counts[name] for name in (
            "scheduled", "sending", "not judged yet", "messages waiting",
            "messages on their way", "replies not read yet"))


def nobody_twice(peer):
    """By address, by Message-ID, and by what a text is called."""
    for what, found in (
            ("mails to one person", [entry.who for entry in peer.took
                                     if entry.kind == "mail"]),
            ("questions to one number", [
                entry.who for entry in peer.took
                if entry.kind == "text" and is_question(entry)]),
            ("messages of one name", [entry.name for entry in peer.took])):
        twice = [each for each, n in collections.Counter(found).items()
                 if n > 1]
        equal(twice, [], what + ", twice")
    equal([entry for entry in peer.took if not entry.name], [], "nameless")


def differ(what, found, expected):
    """Only what differs is shown."""
    names = [name for name in {**found, **expected}
             if found.get(name) != expected.get(name)]
    equal({name: found.get(name) for name in names},
          {name: expected.get(name) for name in names}, what)


def is_question(entry):
    return "how likely are you" in entry.back


def states(home):
    """Of the only invitation of each customer."""
    rows = home.ask(
        "SELECT coalesce(c.email, c.phone), s.state FROM contact c"
        " JOIN invitation i ON i.contact_id = c.id"
        " JOIN invitation_state s ON s.invitation_id = i.id")
    found = dict(rows)
    equal(len(found), len(rows), "invitations, one for each")
    return found


def nothing_is_lost(home, feed, customers, peer):
    """Events, answers, and what left: here as there."""
    found = states(home)
    asked = {entry.who for entry in peer.took
             if entry.kind == "mail" or is_question(entry)}
    equal(sorted(found), sorted(feed.accepted), "customers")
    sent = {who for who, state in found.items()
            if state in ("sent", "answered")}
    doubtful = {who for who, state in found.items() if state == "in doubt"}
    equal(sorted(set(found) - sent - doubtful), [], "neither sent nor known")
    equal(sorted(sent - asked), [], "sent, it is said, and not there")
    equal(sorted(asked - sent - doubtful), [], "there, and nobody knows")
    rows = home.ask(
        "SELECT coalesce(c.email, c.phone), r.score FROM response r"
        " JOIN invitation i ON i.id = r.invitation_id"
        " JOIN contact c ON c.id = i.contact_id")
    equal(len(rows), len(dict(rows)), "answers, one for each")
    differ("answers", dict(rows), customers.answered)
    equal(home.number("SELECT sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8"
                      " + s9 + s10) FROM tally WHERE facet = 0 AND level = 0"),
          len(rows),
          "answers that were counted")
    return len(doubtful & asked), len(doubtful - asked)


def tell(home, peer, arrived, lost):
    lives = sorted(home.in_doubt)
    comment("%d killed, %d taken, %d answered 451, %d heard no answer"
            % (len(lives), len(peer.took),
               sum(n for (_, event), n in peer.events.items()
                   if event == "refused"),
               sum(n for (_, event), n in peer.events.items()
                   if event == "cut")))
    comment("in doubt by a kill: %.2f in the mean, %d at the worst, of %d"
            " connections" % (sum(lives) / len(lives), lives[-1], AT_ONCE))
    comment("in doubt at the end: %d that had arrived, %d that had not"
            % (arrived, lost))


def test_killed():
    """killed again and again while it sends, takes and imports: nobody is
    asked twice, nothing acknowledged is lost, and the sums balance"""
    chance = random.Random(SEED)
    comment("SEED=%d KILLS=%d INVITATIONS=%d" % (SEED, KILLS, INVITATIONS))
    folder = tempfile.mkdtemp(prefix="dripscore-ledger-")
    with Peer(os.path.join(folder, "ledger"), seed=SEED,
              latency=[0.0, 0.012], later=0.02, hang_up=0.002) as peer:
        home = Tortured(peer)
        feed = Feed(home, random.Random(SEED + 1), INVITATIONS,
                    max(100, INVITATIONS // 20), lambda: len(peer.took))
        customers = Customers(
            home, random.Random(SEED + 2), peer,
            (home.port, "/hooks/texts/" + SECRET),
            os.path.join(home.path, "back"))
        feed.start()
        wait_for("the first events", lambda: feed.accepted or feed.failure)
        customers.start()
        began = time.monotonic()
        for _ in range(KILLS):
            home.live(chance, peer, INVITATIONS / KILLS)
        comment("%.1f s" % (time.monotonic() - began))
        settle(home, feed, customers, peer)
    shutil.rmtree(folder)


def settle(home, feed, customers, peer):
    """A last daemon brings all to an end; then the books are compared."""
    daemon = home.daemon()
    home.note_doubts(daemon)
    wait_for("the events", lambda: peer.read() and (
        feed.is_done() or feed.failure), 600)
    feed.end()
    wait_for("the answers", lambda: peer.read() and (
        customers.failure or (customers.is_done() and home.is_quiet())), 3600)
    customers.end()
    wait_for("quiet again", home.is_quiet, 120)
    equal(daemon.stop(), 0, "exit code")
    peer.read()
    comment("%d events, %d commands, %d killed" % (
        len(feed.accepted), feed.commands, feed.kills))
    customers.tell()
    nobody_twice(peer)
    arrived, lost = nothing_is_lost(home, feed, customers, peer)
    tell(home, peer, arrived, lost)
    home.holds_its_promises()
    if max(home.in_doubt) > AT_ONCE:
        raise AssertionError("more in doubt than was in flight")


if __name__ == "__main__":
    sys.exit(house.main([test_killed]))
