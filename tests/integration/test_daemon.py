"""The daemon as a neighbour: alone on its store, quick to notice, quiet when
idle, patient with other processes, and gone when it is told to go."""
import fcntl
import os
import subprocess
import sys
import time

import house
from fault_peer import FaultPeer
from house import (CADENCE, House, PIPE, TOUCHPOINT, contains, is_running,
                   parse, recipients, reply, reply_to, smtp, wait_for)
from tap import equal

NOTICED_S = 2
IDLE_S = 4
LINE_KEPT_S = 5


def lived_in(peer, more=""):
    return House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE + more)


def test_second_daemon():
    """a second daemon on the same store is refused with 75"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        daemon = home.daemon()
        contains(home.run("run", code=75), "a dripscore daemon is running")
        contains(home.run("run", "--drain", code=75), "is running")
        home.event("ada", "B-1")
        wait_for("the mail", peer.accepted)
        equal(daemon.stop(), 0, "exit code")
        home.drain()
        equal(len(peer.accepted()), 1, "mails")


def test_terminate():
    """SIGTERM ends what is open, leaves the rest scheduled, and nothing
    stays behind"""
    with FaultPeer(faults={"dot": {"delay": 1}}) as peer:
        home = lived_in(peer)
        home.configure(smtp(peer, connections="1") + PIPE + TOUCHPOINT)
        home.events(5)
        daemon = home.daemon()
        wait_for("the first mail", peer.accepted)
        workers = house.children(daemon.pid)
        equal(daemon.stop(), 0, "exit code")
        # The next may have been begun behind it.
        sent = len(peer.accepted())
        if sent > 2:
            raise AssertionError("%d were sent by one line" % sent)
        home.expect(sent=sent, scheduled=5 - sent, in_doubt=0,
                    messages_waiting=5 - sent, messages_on_their_way=0)
        equal([pid for pid in workers if is_running(pid)], [], "workers")
        home.drain()
        home.expect(sent=5)
        equal(len(set(recipients(peer))), 5, "recipients")
        equal(len(peer.accepted()), 5, "mails")


def test_terminate_idle():
    """an idle daemon ends at once at SIGTERM and at SIGINT, workers and all"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        for number in (15, 2):
            daemon = home.daemon()
            home.event("ada", "B-%d" % number)
            wait_for("the mail", peer.accepted)
            mail = parse(peer.accepted()[-1])
            home.deliver(reply(mail, "7\n"), to=reply_to(mail))
            began = time.monotonic()
            os.kill(daemon.pid, number)
            equal(daemon.process.wait(10), 0, "exit code")
            if time.monotonic() - began > 2:
                raise AssertionError("it took %.1f s" % (
                    time.monotonic() - began))


def test_noticed():
    """events of other processes are noticed by a running daemon at once"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.daemon()
        time.sleep(1)
        for number in range(1, 4):
            home.event("ada", "B-%d" % number)
            wait_for("mail %d" % number,
                     lambda: len(peer.accepted()) == number, NOTICED_S)
            time.sleep(0.3 * number)
        home.events(20)
        wait_for("the imported ones", lambda: len(peer.accepted()) == 23,
                 NOTICED_S)
        equal(home.daemons[0].stop(), 0, "exit code")


def test_due_in_time():
    """what becomes due while the daemon sleeps leaves in time"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.daemon()
        home.event("ada", "B-1", ago=3597)
        time.sleep(1)
        equal(peer.accepted(), [], "mails before their time")
        wait_for("the mail", peer.accepted, 5)
        equal(home.daemons[0].stop(), 0, "exit code")


def idleness(pid):
    """Ticks of CPU time, and how often it slept and woke, in all threads."""
    ticks = wakes = 0
    for task in os.listdir("/proc/%d/task" % pid):
        folder = "/proc/%d/task/%s/" % (pid, task)
        with open(folder + "stat", encoding="utf-8") as stream:
            fields = stream.read().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
        with open(folder + "status", encoding="utf-8") as stream:
            for line in stream:
                if line.startswith("voluntary_ctxt_switches"):
                    wakes += int(line.split()[1])
    return ticks, wakes


def stays(pid, seconds):
    before = idleness(pid)
    time.sleep(seconds)
    return idleness(pid) == before


def test_idle():
    """an idle daemon with mails for later wakes for nothing at all"""
    with FaultPeer() as peer:
        home = House(smtp(peer, idle_timeout="1 second") + PIPE + TOUCHPOINT)
        daemon = home.daemon()
        home.event("ada", "B-1")
        home.event("bea", "B-2", ago=0)
        wait_for("the mail", peer.accepted)
        wait_for("sent", lambda: home.counts()["sent"] == 1)
        wait_for("the end of the line",
                 lambda: any(entry["event"] == "command" and
                             entry["line"] == "QUIT"
                             for entry in peer.ledger), LINE_KEPT_S)
        wait_for("two quiet seconds", lambda: stays(daemon.pid, 2))
        before = idleness(daemon.pid)
        time.sleep(IDLE_S)
        equal(idleness(daemon.pid), before, "ticks and wakes in %d s" % IDLE_S)
        equal(daemon.stop(), 0, "exit code")


class Locked:
    """The store's lock, held by us."""

    def __init__(self, home):
        self.path = home.store + "-lock"

    def __enter__(self):
        self.stream = open(self.path, "r+b")
        fcntl.flock(self.stream, fcntl.LOCK_EX)

    def __exit__(self, *unused):
        self.stream.close()


def test_locked_store():
    """while another process writes, the daemon waits, and then goes on"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        daemon = home.daemon()
        home.event("ada", "B-1", ago=3598)
        wait_for("the plan", lambda: home.counts()["scheduled"] == 1)
        with Locked(home):
            time.sleep(4)
            equal(peer.accepted(), [], "mails meanwhile")
            before = idleness(daemon.pid)[0]
            time.sleep(1)
            if idleness(daemon.pid)[0] - before > 30:
                raise AssertionError("it spins while it waits")
        wait_for("the mail", peer.accepted)
        wait_for("sent", lambda: home.counts()["sent"] == 1)
        equal(daemon.stop(), 0, "exit code")


def test_locked_at_the_verdict():
    """a verdict that comes while another process writes is not lost"""
    with FaultPeer(faults={"dot": {"delay": 1}}) as peer:
        home = lived_in(peer)
        daemon = home.daemon()
        home.event("ada", "B-1")
        wait_for("the dot", peer.accepted)
        with Locked(home):
            time.sleep(2)
            daemon.hangup()
            time.sleep(0.5)
        wait_for("sent", lambda: home.counts()["sent"] == 1)
        daemon.wait_log("read again")
        with Locked(home):
            daemon.process.terminate()
            time.sleep(0.5)
        equal(daemon.process.wait(10), 0, "exit code")
        home.expect(sent=1, in_doubt=0)


def test_locked_at_the_start():
    """a daemon started while another process writes waits for it"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.event("ada", "B-1")
        with Locked(home):
            daemon = home.daemon(ready=None)
            time.sleep(2)
            contains(home.status(), "scheduled")
        wait_for("the mail", peer.accepted)
        equal(daemon.stop(), 0, "exit code")


def test_many_at_once():
    """thirty replies delivered at the same moment, beside a daemon, are
    thirty answers"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.events(30)
        daemon = home.daemon()
        wait_for("sent", lambda: home.counts()["sent"] == 30)
        running = []
        for entry in peer.accepted():
            mail = parse(entry)
            one = subprocess.Popen(
                (house.PROGRAM, "deliver", "--config", home.ini),
                stdin=subprocess.PIPE, stderr=subprocess.PIPE)
            one.stdin.write(reply(mail, "9\n\nFine.\n"))
            one.stdin.close()
            running.append(one)
        for one in running:
            home.said.append(one.stderr.read().decode())
            equal(one.wait(60), 0, "exit code")
        wait_for("the answers", lambda: home.counts()["answered"] == 30)
        equal(daemon.stop(), 0, "exit code")
        home.expect(answered=30, responses=30, replies_set_aside=0)


TESTS = [test_second_daemon, test_terminate, test_terminate_idle, test_noticed,
         test_due_in_time, test_idle, test_locked_store,
         test_locked_at_the_verdict, test_locked_at_the_start,
         test_many_at_once]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
