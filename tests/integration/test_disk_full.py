"""A full disk: nothing is said to be stored that is not, and all goes on once
there is room. Needs a small file system of its own, so root."""
import os
import subprocess
import sys
import tempfile
import time

import house
import tap
import test_web
from fault_peer import FaultPeer
from house import (CADENCE, House, PIPE, TOUCHPOINT, parse, recipients, reply,
                   reply_to, smtp, wait_for)
from tap import equal

FOLDER = None
SIZE = "4m"


class Filled:
    """The rest of the disk, taken."""

    def __init__(self, home):
        self.path = os.path.join(os.path.dirname(home.store), "ballast")

    def __enter__(self):
        with open(self.path, "wb", buffering=0) as out:
            for size in (65536, 4096, 1):
                try:
                    while out.write(b"\1" * size) == size:
                        pass
                except OSError:
                    pass

    def __exit__(self, *unused):
        os.unlink(self.path)


def lived_in(peer, name):
    home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE,
                 store=os.path.join(FOLDER, name))
    home.event("ada", "B-1")
    home.drain()
    equal(len(peer.accepted()), 1, "mails")
    return home


def refused(home, *arguments, data=b""):
    """It ends with a code that says: not stored, and why."""
    ended = subprocess.run((house.PROGRAM, "--config", home.ini) + arguments,
                           input=data, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, timeout=60, check=False)
    home.said.append(ended.stderr.decode())
    if ended.returncode not in (74, 75) or not ended.stderr:
        raise AssertionError("%s ended with %d: %s%s" % (
            arguments, ended.returncode, ended.stdout, ended.stderr))
    return ended.returncode


def test_no_false_success():
    """on a full disk event, import and deliver say that nothing is stored,
    and later take it"""
    with FaultPeer() as peer:
        home = lived_in(peer, "one.db")
        mail = parse(peer.accepted()[0])
        raw = reply(mail, "9\n\n%s\n" % ("Very good. " * 2000))
        lines = ["type,reference,at,email"] + [
            "booking,I-%d,%s,c%d@customer.example" % (
                i, house.when(-7200), i) for i in range(500)]
        rows = home.write("rows.csv", "\n".join(lines) + "\n")
        with Filled(home):
            for number in range(3):
                refused(home, "event", "booking", "--email",
                        "bea@customer.example", "--ref", "F-%d" % number)
            equal(refused(home, "deliver", data=raw), 75, "deliver's code")
            refused(home, "import", rows)
        home.expect(events=1, responses=0)
        home.event("bea", "F-1")
        home.deliver(raw)
        home.run("import", rows)
        home.expect(events=502, responses=1, answered=1)


def test_daemon_recovers():
    """a daemon on a full disk sends nothing that it can't write down, and
    goes on once there is room"""
    with FaultPeer() as peer:
        home = lived_in(peer, "two.db")
        home.events(40)
        with Filled(home):
            daemon = home.daemon(ready=None)
            wait_for("its complaint", lambda: "full" in daemon.log())
            equal(len(peer.accepted()), 1, "mails")
            # One that could not start has said so before it ended.
            time.sleep(1)
            alive = daemon.process.poll() is None
        if not alive:
            daemon = home.daemon()
        wait_for("the mails", lambda: len(peer.accepted()) == 41)
        wait_for("sent", lambda: home.counts()["sent"] == 41)
        equal(daemon.stop(), 0, "exit code")
        equal(len(set(recipients(peer))), 41, "recipients")


def test_full_while_it_runs():
    """a disk that fills up under a running daemon costs no mail and no
    second mail"""
    with FaultPeer(faults={"dot": {"delay": 0.02}}) as peer:
        home = lived_in(peer, "three.db")
        daemon = home.daemon()
        home.events(200)
        wait_for("some mails", lambda: len(peer.accepted()) > 20)
        with Filled(home):
            wait_for("its complaint", lambda: "full" in daemon.log())
        wait_for("the rest", lambda: len(peer.accepted()) == 201, 40)
        wait_for("sent", lambda: home.counts()["sent"] == 201)
        equal(daemon.stop(), 0, "exit code")
        equal(len(set(recipients(peer))), 201, "recipients")
        home.expect(sent=201, in_doubt=0)


def test_webhook():
    """on a full disk a webhook is 503, and one reply once there is room; what
    was answered with 200 before is there"""
    home = test_web.Hooks(store=os.path.join(FOLDER, "web.db"))
    home.daemon()
    taken = 0
    with Filled(home):
        while taken < 200:
            status = home.ask(taken, words="Very good. " * 600)
            if status != 200:
                break
            taken += 1
        equal(status, 503, "status")
    equal(home.kept(), taken, "texts")
    wait_for("room", lambda: home.ask(taken) == 200)
    equal(home.ask(taken), 200, "status of the same again")
    equal(home.kept(), taken + 1, "texts")


def main():
    global FOLDER
    if os.geteuid() != 0:
        return tap.skip_all("not root: a small file system can't be mounted")
    with tempfile.TemporaryDirectory(prefix="dripscore-full-") as FOLDER:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", FOLDER],
            stderr=subprocess.PIPE, check=False)
        if mounted.returncode != 0:
            return tap.skip_all("no file system can be mounted here: " +
                                mounted.stderr.decode().strip())
        try:
            return house.main([test_no_false_success, test_daemon_recovers,
                               test_full_while_it_runs, test_webhook])
        finally:
            subprocess.run(["umount", "-l", FOLDER], check=True)


if __name__ == "__main__":
    sys.exit(main())
