#!/usr/bin/python3
"""Four workers on one PostgreSQL, killed, stopped for longer than their lease
and ended at random moments while they send, take replies and import: nobody is
in the ledger of the other side twice, nothing that was acknowledged is lost, no
more is in doubt than was in flight, and what they share (rest, drips, who
leads) is kept.

SECONDS says for how long, INVITATIONS how many, SEED by which chances; KEEP
leaves the folder for who looks for a fault.
"""
import collections
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "torture"))

import house  # noqa: E402
from fault_peer import FaultPeer  # noqa: E402
from house import House, recipients, smtp, wait_for, when  # noqa: E402
from peer import Peer  # noqa: E402
from postgres import Postgres  # noqa: E402
from tap import Skip, comment, equal, skip_all  # noqa: E402
from traffic import DOMAIN, MAIL, Traffic, commanded  # noqa: E402

SECONDS = float(os.environ.get("SECONDS", 10))
INVITATIONS = int(os.environ.get("INVITATIONS", SECONDS * 60))
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
WORKERS = 4
LEASE_S = 2
CONNECTIONS = 4
# A connection has one mail whose dot is out, and one behind it.
AT_ONCE = 2 * CONNECTIONS
DRIP = 30
SERVER = None  # of all the tests

INI = """
[organisation]
name     = Aurora Spa
timezone = Europe/Helsinki
postal_address = Aurora Spa, 1 Harbour Road, Helsinki

[store]
url   = %(url)s
lease = %(lease)d seconds

[cadence]
rest  = 30 days
retry = 1 second

[touchpoint after-booking]
on     = booking
delay  = 1 hour

[touchpoint seldom]
on     = stay
delay  = 1 hour
drip   = %(drip)d/day

[inbox replies]
type = pipe
address = survey+{token}@aurora.example
"""


class Crew(House):
    """A house with many workers on a database of its own."""

    def __init__(self, name, peer, lease=LEASE_S, more=""):
        self.name, self.lease = name, lease
        self.url = SERVER.create(name)
        self.stopped = {}  # daemon -> when it goes on
        super().__init__(smtp(peer, connections=CONNECTIONS,
                              mails_per_connection=40) + more)
        self.run("run", "--drain")

    def configure(self, ini):
        self.write("dripscore.ini", INI % {
            "url": self.url, "lease": self.lease, "drip": DRIP} + ini)

    def close(self):
        for daemon in self.stopped:
            os.kill(daemon.pid, signal.SIGCONT)
        if "KEEP" in os.environ:
            comment(self.path)
        else:
            super().close()

    def ask(self, sql):
        """Rows, each a list of texts."""
        said = SERVER.psql(sql, self.name)
        return [line.split("|") for line in said.splitlines()]

    def number(self, sql):
        return int(self.ask(sql)[0][0])

    def worker(self):
        """Started, and not waited for."""
        return self.daemon(ready=None)

    def alive(self):
        return [daemon for daemon in self.daemons
                if daemon.process.poll() is None]

    def at_work(self):
        return [daemon for daemon in self.alive()
                if daemon not in self.stopped]

    def crew(self):
        """The names of the workers in the status; who leads, by lists."""
        shown = self.status().partition("\nWorkers")[2].partition("\n\n")[0]
        lines = [line for line in shown.splitlines() if "since" in line]
        return ([line.split()[0] for line in lines],
                [line.split()[0] for line in lines if "leads" in line])


class Feed(Traffic):
    """Events: two for each customer, at once or apart, and a stay of some."""

    def __init__(self, home, chance, total, taken):
        super().__init__()
        self.home, self.chance, self.taken = home, chance, taken
        self.total, self.made = total, 0
        self.rows = 0

    def step(self):
        room = min(self.total - self.made, 200,
                   400 - (self.made - self.taken()))
        if room <= 0:
            return False
        lines = []
        for i in range(self.made, self.made + self.chance.randrange(
                1, room + 1)):
            kind = "stay" if i % 20 == 0 else "booking"
            for reference in ("A", "B"):
                lines.append("%s,%s%d,%s,c%d%s" % (
                    kind, reference, i, when(-7200), i, DOMAIN))
        self.chance.shuffle(lines)
        path = self.home.write("events.csv", "type,reference,at,email\n" +
                               "\n".join(lines) + "\n")
        commanded(self.home, self.chance, 0.1, ("import", path))
        self.made += len(lines) // 2
        self.rows += len(lines)
        return True


class Customers(Traffic):
    """Some of those who were asked answer."""

    def __init__(self, home, chance, peer):
        super().__init__()
        self.home, self.chance, self.peer = home, chance, peer
        self.looked_at = 0
        self.answered = {}

    def step(self):
        if self.looked_at == len(self.peer.took):
            return False
        entry = self.peer.took[self.looked_at]
        self.looked_at += 1
        if self.chance.random() > 0.1:
            return True
        score = self.chance.randrange(11)
        commanded(self.home, self.chance, 0.1, ("deliver",), (MAIL % (
            entry.who, entry.back, entry.who, entry.name, score,
            "Fine.")).encode())
        self.answered[entry.who] = score
        return True


class Chaos:
    """What befalls the workers, by chance."""

    def __init__(self, home, chance):
        self.home, self.chance = home, chance
        self.befell = collections.Counter()

    def pick(self):
        return self.chance.choice(self.home.at_work())

    def kill(self):
        self.pick().kill()

    def stop(self):
        """For longer than its lease, or a little less."""
        if len(self.home.stopped) >= WORKERS // 2:
            return
        daemon = self.pick()
        os.kill(daemon.pid, signal.SIGSTOP)
        self.home.stopped[daemon] = time.monotonic() + \
            LEASE_S * self.chance.uniform(0.5, 2.2)

    def end(self):
        daemon = self.pick()
        daemon.process.terminate()

    def go_on(self, all_of_them=False):
        for daemon, at in list(self.home.stopped.items()):
            if all_of_them or time.monotonic() >= at:
                os.kill(daemon.pid, signal.SIGCONT)
                del self.home.stopped[daemon]

    def befall(self):
        what = self.chance.choice(("kill", "kill", "stop", "stop", "end"))
        self.befell[what] += 1
        getattr(self, what)()

    def reign(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while len(self.home.alive()) < WORKERS:
                self.home.worker()
            self.befall()
            pause = time.monotonic() + self.chance.uniform(0.1, 1.0)
            while time.monotonic() < pause:
                self.go_on()
                time.sleep(0.02)
        self.go_on(all_of_them=True)


def is_quiet(home):
    """Nothing is on its way, and what waits is told to wait for long."""
    return home.number(
        "SELECT (SELECT count(*) FROM intake)"
        " + (SELECT count(*) FROM due WHERE worker <> 0 OR due_at <"
        "  extract(epoch FROM now()) + 600)"
        " + (SELECT count(*) FROM attempt WHERE ended_at IS NULL)"
        " + (SELECT count(*) FROM reply WHERE state = 'new')"
        " + (SELECT count(*) FROM follow_up WHERE look_at <="
        "  extract(epoch FROM now()))") == 0


def nobody_twice(peer):
    for what, found in (("person", [entry.who for entry in peer.took]),
                        ("message", [entry.name for entry in peer.took])):
        equal([each for each, n in collections.Counter(found).items()
               if n > 1], [], "the same %s twice" % what)


def all_are_accounted_for(home, peer, feed):
    """Of each customer's two invitations one left, or is in doubt, and the
    other would come too late for its rest; both wait only for the drip."""
    taken = {entry.who for entry in peer.took}
    states = collections.defaultdict(list)
    for who, state in home.ask(
            "SELECT c.email, s.state FROM contact c"
            " JOIN invitation i ON i.contact_id = c.id"
            " JOIN invitation_state s ON s.invitation_id = i.id"):
        states[who].append(state)
    equal(len(states), feed.made, "customers")
    equal({who: all_of for who, all_of in states.items() if len(all_of) != 2},
          {}, "customers without two invitations")
    wrong, doubtful = {}, 0
    for who, all_of in states.items():
        out = [state for state in all_of if state in ("sent", "answered")]
        doubt = all_of.count("in doubt")
        waits = all_of.count("scheduled") + all_of.count("expired")
        doubtful += doubt
        seldom = int(re.search(r"\d+", who).group(0)) % 20 == 0
        if len(out) + doubt > 1 or len(out) + doubt + waits != 2 or \
                (waits == 2 and not (seldom and "expired" not in all_of)) or \
                (out and who not in taken) or \
                (who in taken and not out and not doubt):
            wrong[who] = all_of
    equal(wrong, {}, "customers whose invitations are wrong")
    return doubtful


def drip_was_kept(home, days):
    left = home.number(
        "SELECT count(*) FROM attempt a JOIN message m ON m.id = a.message_id"
        " JOIN invitation i ON i.id = m.invitation_id"
        " WHERE i.touchpoint = 'seldom' AND a.outcome IN"
        " ('accepted', 'in doubt', 'sending')")
    if left > DRIP * days:
        raise AssertionError("%d left under a drip of %d" % (left, DRIP))
    return left


def answers_are_there(home, customers):
    found = {who: int(score) for who, score in home.ask(
        "SELECT c.email, r.score FROM response r"
        " JOIN contact c ON c.id = r.contact_id")}
    equal({who: score for who, score in customers.answered.items()
           if found.get(who) != score}, {}, "answers that are lost")
    equal(len(found), len(customers.answered), "answers")
    equal(home.number("SELECT coalesce(sum(s0 + s1 + s2 + s3 + s4 + s5 + s6"
                      " + s7 + s8 + s9 + s10), 0) FROM tally"
                      " WHERE facet = 0 AND level = 0"),
          len(found), "answers that were counted")


def doubts_by_death(home):
    """How many the others found in doubt, each time."""
    return [int(n) for daemon in home.daemons for n in re.findall(
        "in doubt since a crash: ([0-9]+)", daemon.log())]


def balance(home, peer, feed, customers, chaos):
    nobody_twice(peer)
    doubtful = all_are_accounted_for(home, peer, feed)
    under_drip = drip_was_kept(home, 2)
    answers_are_there(home, customers)
    deaths = chaos.befell["kill"] + chaos.befell["stop"]
    lost = sum(daemon.log().count("begins anew") for daemon in home.daemons)
    comment("%s; %d began anew; %d workers in all" % (
        ", ".join("%s %d" % each for each in sorted(chaos.befell.items())),
        lost, len(home.daemons)))
    comment("%d mails, %d answers, %d under the drip, %d in doubt by %d"
            " deaths: %s" % (len(peer.took), len(customers.answered),
                             under_drip, doubtful, deaths,
                             doubts_by_death(home)))
    if doubtful > AT_ONCE * max(deaths, 1):
        raise AssertionError("more in doubt than was in flight")
    home.run("verify")


def test_torn():
    """four workers, killed, stopped beyond their lease and ended at random:
    nobody is asked twice, nothing is lost, and the drip is kept"""
    chance = random.Random(SEED)
    comment("SEED=%d SECONDS=%g INVITATIONS=%d" % (
        SEED, SECONDS, INVITATIONS))
    folder = tempfile.mkdtemp(prefix="dripscore-ledger-")
    with Peer(os.path.join(folder, "ledger"), seed=SEED,
              latency=[0.0, 0.012], later=0.02) as peer:
        home = Crew("torn", peer)
        feed = Feed(home, random.Random(SEED + 1), INVITATIONS, peer.read)
        customers = Customers(home, random.Random(SEED + 2), peer)
        chaos = Chaos(home, chance)
        feed.start()
        customers.start()
        began = time.monotonic()
        chaos.reign(SECONDS)
        comment("%d mails had left when it ended" % peer.read())
        settle(home, peer, feed, customers)
        comment("quiet after %.1f s" % (time.monotonic() - began))
        ends = [daemon.stop() for daemon in home.alive()]
        equal(ends, [0] * len(ends), "exit codes")
        equal(home.crew(), ([], []), "workers that are left")
        balance(home, peer, feed, customers, chaos)
    shutil.rmtree(folder)


def settle(home, peer, feed, customers):
    """Those who are left bring all to an end."""
    wait_for("the events", lambda: peer.read() >= 0 and (
        feed.made >= feed.total or feed.failure), 600)
    feed.end()
    wait_for("quiet", lambda: peer.read() >= 0 and is_quiet(home), 600)
    wait_for("customers", lambda: customers.failure or
             peer.read() == customers.looked_at, 120)
    customers.end()
    wait_for("quiet again", lambda: is_quiet(home), 120)
    # Who was killed last, with nothing in hand, is missed after its lease.
    wait_for("the funerals", lambda: len(home.crew()[0]) ==
             len(list(home.alive())), 120)


def test_leader():
    """one leads; when it is killed another does, and takes in what comes"""
    with FaultPeer() as peer:
        home = Crew("leader", peer)
        one, other = home.worker(), home.worker()
        wait_for("two workers", lambda: len(home.crew()[0]) == 2)
        wait_for("a leader", lambda: home.crew()[1])
        first, = home.crew()[1]
        leader, heir = (one, other) if first.endswith(
            ":%d" % one.pid) else (other, one)
        leader.kill()
        home.event("ada", "B-1")
        heir.wait_log("this worker leads")
        wait_for("the mail", peer.accepted)
        wait_for("the funeral", lambda: len(home.crew()[0]) == 1)
        equal(home.crew()[1], home.crew()[0], "who leads")
        equal(heir.stop(), 0, "exit code")


def test_stopped():
    """what a worker had begun when it was stopped beyond its lease is in
    doubt, and what it had not begun leaves by another; when it goes on it
    lets nothing leave and begins anew"""
    with FaultPeer(faults={"dot": {"connection": 1, "delay": 3 * LEASE_S},
                           "data": {"connection": 2, "delay": 3 * LEASE_S,
                                    }}) as peer:
        home = Crew("stopped", peer)
        first = home.worker()
        home.events(2)
        wait_for("two on their way", lambda: len(peer.commands("DATA")) == 2)
        wait_for("one that is begun", lambda: home.number(
            "SELECT count(*) FROM attempt") == 1)
        os.kill(first.pid, signal.SIGSTOP)
        home.stopped[first] = 0
        second = home.worker()
        second.wait_log("in doubt since a crash: 1")
        wait_for("the other mail", lambda: home.counts()["sent"] == 1)
        time.sleep(LEASE_S)
        os.kill(first.pid, signal.SIGCONT)
        del home.stopped[first]
        first.wait_log("begins anew")
        first.wait_log("joined the workers again")
        home.event("zoe", "B-9")
        wait_for("one more", lambda: home.counts()["sent"] == 2)
        home.expect(in_doubt=1, scheduled=0, messages_on_their_way=0)
        equal(len(set(recipients(peer))), len(recipients(peer)), "mails")
        equal([first.stop(), second.stop()], [0, 0], "exit codes")


def test_database_away():
    """while its database is away a worker stays, says so, and goes on when it
    is back"""
    with FaultPeer() as peer:
        home = Crew("away", peer)
        daemon = home.worker()
        daemon.wait_log("dripscore runs")
        SERVER.stop()
        try:
            daemon.wait_log("error: ")
        finally:
            SERVER.start()
        daemon.wait_log("the store works again")
        home.event("ada", "B-1")
        wait_for("the mail", peer.accepted)
        equal(daemon.log().count("error: "), 1, "lines about it")
        equal(daemon.stop(), 0, "exit code")


def test_hangup():
    """SIGHUP leaves it the worker that it was; SIGTERM gives back what it has
    not begun"""
    with FaultPeer(faults={"dot": {"delay": 1}}) as peer:
        home = Crew("hangup", peer)
        daemon = home.worker()
        daemon.wait_log("dripscore runs")
        before = home.ask("SELECT id FROM worker")
        daemon.hangup()
        daemon.wait_log("read again")
        time.sleep(LEASE_S)
        equal(home.ask("SELECT id FROM worker"), before, "its number")
        home.events(40)
        wait_for("the first mail", peer.accepted)
        equal(daemon.stop(), 0, "exit code")
        home.expect(sent=len(peer.accepted()), in_doubt=0,
                    scheduled=40 - len(peer.accepted()),
                    messages_on_their_way=0)
        equal(home.crew(), ([], []), "workers that are left")


def main():
    global SERVER
    try:
        SERVER = Postgres()
    except Skip as reason:
        return skip_all(str(reason))
    with SERVER:
        return house.main([test_leader, test_stopped, test_database_away,
                           test_hangup, test_torn])


if __name__ == "__main__":
    sys.exit(main())
