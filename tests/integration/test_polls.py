"""A daemon that nobody can call asks Twilio's list for what came in."""
import sqlite3
import sys
import time

import house
from house import CADENCE, House, PIPE, TOUCHPOINT, contains, maildir, wait_for
from tap import equal
from twilio_peer import ACCOUNT, TOKEN, TwilioPeer

ADA, OURS = "+358401234567", "+358501112223"
DAY_S = 24 * 60 * 60

INI = maildir() + PIPE + TOUCHPOINT + CADENCE + """
[provider texts]
type = twilio
account_sid = """ + ACCOUNT + """
auth_token_file = twilio.token
base_url = %s
from = """ + OURS + """
poll = %d seconds
"""


class Asking(House):
    def __init__(self, peer, poll_s=1):
        super().__init__(INI % (peer.url, poll_s))
        self.write("twilio.token", TOKEN + "\n")
        self.private.update((ADA, OURS, TOKEN))

    def ask(self, query):
        store = sqlite3.connect("file:%s?mode=ro" % self.store, uri=True)
        try:
            return store.execute(query).fetchall()
        finally:
            store.close()

    def kept(self):
        return self.ask("SELECT count(*) FROM reply")[0][0]

    def position(self):
        rows = self.ask("SELECT until_at FROM poll_position")
        return rows[0][0] if rows else 0


def asked(peer):
    """How often the texts that came in were asked for."""
    return sum(target.count("&To=") + target.count("?To=")
               for _, target in peer.requests)


def test_once():
    """a text in the list comes in once, however often it is asked for, across
    restarts too; one of long ago does not"""
    with TwilioPeer() as peer:
        now = time.time()
        peer.add("inbound", OURS, ADA, "9", at=now - 3600)
        peer.add("inbound", OURS, ADA, "of long ago", at=now - 4 * DAY_S)
        home = Asking(peer)
        daemon = home.daemon()
        wait_for("two polls", lambda: asked(peer) >= 2)
        equal(home.kept(), 1, "texts")
        peer.add("inbound", OURS, ADA, "because", at=now)
        wait_for("the second", lambda: home.kept() == 2)
        daemon.hangup()
        daemon.wait_log("was read again")
        before = asked(peer)
        wait_for("polls by the new one", lambda: asked(peer) >= before + 2)
        equal(daemon.stop(), 0, "exit code")
        before = asked(peer)
        home.drain()
        equal(asked(peer), before + 1, "polls by a run that ends")
        equal(home.kept(), 2, "texts")
        equal(peer.violations, [], "violations")


def test_position():
    """what was asked for is not asked for again, but for the last quarter of
    an hour; an error moves nothing and is told"""
    with TwilioPeer([{"status": 500, "times": 1}]) as peer:
        home = Asking(peer)
        daemon = home.daemon()
        daemon.wait_log("provider texts asked: ")
        equal(home.position(), 0, "position")
        wait_for("the position", home.position)
        if abs(home.position() - time.time()) > 20:
            raise AssertionError("asked until %d" % home.position())
        contains(daemon.log(), "warning: provider texts asked: ")
        equal(daemon.stop(), 0, "exit code")


def test_locked():
    """what cannot be stored is asked for again, and moves nothing"""
    with TwilioPeer() as peer:
        home = Asking(peer)
        daemon = home.daemon()
        wait_for("the position", home.position)
        store = sqlite3.connect(home.store, isolation_level=None)
        store.execute("BEGIN IMMEDIATE")
        peer.add("inbound", OURS, ADA, "9")
        daemon.wait_log("left for later")
        store.execute("ROLLBACK")
        store.close()
        wait_for("the text", lambda: home.kept() == 1)
        equal(daemon.stop(), 0, "exit code")


if __name__ == "__main__":
    sys.exit(house.main([test_once, test_position, test_locked]))
