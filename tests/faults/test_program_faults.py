#!/usr/bin/python3
"""One call to the disk fails, whichever: the program then says so and ends with
a code that tells, or has truly done it; done again there is nothing lost and
nothing twice. By a library for LD_PRELOAD, faulty.c.

FAULTS=all tries every call, else SAMPLE of each kind (2); ONLY names one test.
"""
import errno
import glob
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

import house  # noqa: E402
import tap  # noqa: E402
from fault_peer import FaultPeer  # noqa: E402
from house import (CADENCE, House, PIPE, TOUCHPOINT, maildir, parse,  # noqa
                   recipients, reply, smtp)
from tap import comment, equal  # noqa: E402

LIBRARY = tap.built("tests", "faults", "faulty.so")
SAMPLE = int(os.environ.get("SAMPLE", 2))
ALL = os.environ.get("FAULTS") == "all"
KINDS = [("open", errno.EIO), ("read", errno.EIO), ("write", errno.ENOSPC),
         ("write", errno.EIO), ("short", 0), ("sync", errno.EIO),
         ("truncate", errno.EIO), ("rename", errno.ENOSPC),
         ("unlink", errno.EIO)]
# sysexits.h: what may be said of a disk that fails.
CODES = (66, 69, 71, 73, 74, 75)
INBOX = """
[inbox box]
type = maildir
path = in
address = survey+{token}@aurora.example
"""


class Fault:
    """What went wrong in a run of the program, and what it said of it."""

    def __init__(self, home, kind, number, cause, arguments, data=b""):
        self.name = "%s %d (%s) of %s" % (
            kind, number, errno.errorcode.get(cause, "half"), arguments[0])
        folder = tempfile.mkdtemp(prefix="told-", dir=os.path.dirname(
            home.path))
        told, count = (os.path.join(folder, name) for name in ("told", "n"))
        environment = dict(
            os.environ, LD_PRELOAD=LIBRARY, FAULTY_FOLDER=home.path,
            FAULTY_CALL=kind, FAULTY_N=str(number), FAULTY_ERRNO=str(cause),
            FAULTY_TOLD=told, FAULTY_COUNT=count)
        environment["ASAN_OPTIONS"] = "verify_asan_link_order=0"
        ended = subprocess.run(
            (house.PROGRAM, "--config", home.ini) + tuple(arguments),
            input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=home.path, env=environment, timeout=120, check=False)
        self.code = ended.returncode
        self.said = ended.stderr.decode()
        self.printed = ended.stdout.decode()
        home.said.append(self.said)
        self.file = self.read(told)
        self.calls = int(self.read(count) or 0)
        for path in (told, count):
            if os.path.exists(path):
                os.unlink(path)
        os.rmdir(folder)

    @staticmethod
    def read(path):
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8") as stream:
            return stream.read()

    def judge(self):
        """Whether it has done what was asked, by its own word."""
        if self.code == 0:
            return True
        if not self.file:
            raise AssertionError("%s failed by itself: %d: %s" % (
                self.name, self.code, self.said))
        said = self.said.strip() or self.printed.strip()
        # SQLite takes what cannot be read for damaged.
        if not said or self.code not in CODES and (
                self.code != 65 or not self.name.startswith("read ")):
            raise AssertionError("%s ended with %d, of %s: %s" % (
                self.name, self.code, self.file, said))
        return False


def each_fault(home, scene):
    """scene(number of the round) gives arguments, data and a function that is
    called with the fault, if it has happened."""
    told = tried = number = 0
    for kind, cause in KINDS:
        arguments, data, check = scene(number)
        number += 1
        whole = Fault(home, kind, 0, cause, arguments, data)
        equal(whole.judge(), True, whole.name)
        check(whole)
        step = 1 if ALL else max(1, whole.calls // SAMPLE)
        for n in range(1, whole.calls + 1, step):
            arguments, data, check = scene(number)
            number += 1
            fault = Fault(home, kind, n, cause, arguments, data)
            tried += 1
            told += 0 if fault.judge() else 1
            try:
                check(fault)
            except AssertionError as failure:
                raise AssertionError("%s, of %s, which ended with %d: %s\n%s"
                                     % (fault.name, fault.file, fault.code,
                                        failure, fault.said)) from None
    comment("%s: %d faults, %d times it said that it failed" % (
        arguments[0], tried, told))
    if told == 0:
        raise AssertionError("no fault was told of")


def ask(home, sql, *values):
    """The first column of the first row; the store is left as it is."""
    store = sqlite3.connect("file:%s?mode=ro" % home.store, uri=True)
    try:
        return store.execute(sql, values).fetchone()[0]
    finally:
        store.close()


def rows_of(number, n=12):
    return "type,reference,at,email\n" + "".join(
        "booking,r%d-%d,%s,r%dc%d@customer.example\n" % (
            number, i, house.when(-7200), number, i) for i in range(n))


def verify(home):
    home.run("verify")


def test_import():
    """import: what it says is stored is, and again it is stored once"""
    home = House(maildir() + PIPE + TOUCHPOINT)

    def scene(number):
        path = home.write("rows.csv", rows_of(number))

        def stored():
            return ask(home, "SELECT count(*) FROM event WHERE"
                       " substr(reference, 1, ?) = ?",
                       len("r%d-" % number), "r%d-" % number)

        def check(fault):
            if fault.code == 0:
                equal(stored(), 12, "events")
            home.run("import", path)
            equal(stored(), 12, "events in the end")

        return ("import", path), b"", check

    each_fault(home, scene)
    verify(home)


def test_event():
    """event, on a store that is made by it: taken, or said not to be"""
    home = House(maildir() + PIPE + TOUCHPOINT)

    def scene(number):
        home.store = os.path.join(home.path, "new%d.db" % number)
        home.configure(maildir() + PIPE + TOUCHPOINT)
        arguments = ("event", "booking", "--email", "a@customer.example",
                     "--ref", "B-1")

        def check(fault):
            if fault.code == 0:
                equal(ask(home, "SELECT count(*) FROM event"), 1, "events")
            home.run(*arguments)
            equal(ask(home, "SELECT count(*) FROM event"), 1, "events")
            verify(home)

        return arguments, b"", check

    each_fault(home, scene)


def invited(home, n, prefix="c"):
    """So many are invited by mail; the mails, parsed."""
    home.events(n, prefix)
    home.drain()
    mails = []
    for path in sorted(glob.glob(os.path.join(home.path, "sent", "new",
                                              "*"))):
        with open(path, encoding="utf-8") as stream:
            mails.append(parse({"text": stream.read().replace("\n", "\r\n")}))
    return mails


def test_deliver():
    """deliver: a reply that was taken is stored, and again it is one"""
    home = House(maildir() + PIPE + TOUCHPOINT + CADENCE)
    mails = invited(home, 900 if ALL else 120)
    taken = []

    def scene(number):
        raw = reply(mails[number], "9\n\nNumber %d.\n" % number)

        def check(fault):
            if fault.code == 0:
                equal(ask(home, "SELECT count(*) FROM reply"),
                      len(taken) + 1, "replies")
            elif fault.code != 75:
                raise AssertionError("a mail server would not come again")
            home.deliver(raw)
            taken.append(number)
            equal(ask(home, "SELECT count(*) FROM reply"), len(taken),
                  "replies in the end")

        return ("deliver",), raw, check

    each_fault(home, scene)
    home.drain()
    equal(ask(home, "SELECT count(*) FROM response"), len(taken), "answers")
    equal(ask(home, "SELECT count(*) FROM invitation_state WHERE"
              " state = 'answered'"), len(taken), "answered")
    verify(home)


def judge_sent(home, who, accepted, fault):
    """Who was invited has one mail, or is in doubt, which nobody sends."""
    states = dict(ask_all(home, "SELECT c.email, s.state FROM invitation i"
                          " JOIN contact c ON c.id = i.contact_id"
                          " JOIN invitation_state s"
                          " ON s.invitation_id = i.id"))
    doubts = 0
    for address in who:
        times = accepted.count(address)
        state = states[address]
        doubts += state == "in doubt"
        if times > 1 or (state == "sent" and times != 1) or \
                state not in ("sent", "in doubt"):
            raise AssertionError("%s is %s, and has %d mails" % (
                address, state, times))
    if doubts > (len(who) if fault.file else 0):
        raise AssertionError("%d are in doubt" % doubts)
    return doubts


def ask_all(home, sql):
    store = sqlite3.connect("file:%s?mode=ro" % home.store, uri=True)
    try:
        return store.execute(sql).fetchall()
    finally:
        store.close()


def drain(home):
    """Until nothing is due, nor tried again."""
    home.drain()
    house.wait_for("what waits", lambda: home.drain() is not None and
                   ask(home, "SELECT count(*) FROM due") == 0)


def drain_scene(home, accepted, doubts):
    def scene(number):
        who = ["r%dc%d@customer.example" % (number, i) for i in range(4)]
        home.run("import", home.write("rows.csv", rows_of(number, 4)))

        def check(fault):
            if fault.code == 0:
                waits = ask(home, "SELECT count(*) FROM due")
                if waits > fault.said.count("deferred: "):
                    raise AssertionError("%d wait, and nobody says so" % waits)
            drain(home)
            doubts.append(judge_sent(home, who, accepted(), fault))

        return ("run", "--drain"), b"", check

    return scene


def test_smtp():
    """run --drain by SMTP: nobody gets two mails, and nobody none, but who is
    in doubt"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE)
        doubts = []
        each_fault(home, drain_scene(home, lambda: recipients(peer), doubts))
        comment("%d in doubt" % sum(doubts))
        verify(home)


def maildir_recipients(home):
    found = []
    for path in glob.glob(os.path.join(home.path, "sent", "new", "*")):
        with open(path, encoding="utf-8") as stream:
            found += re.findall("^To:.*?([^ <]+@customer.example)",
                                stream.read(), re.M)
    return found


def test_maildir():
    """run --drain by a Maildir: the same; and a reply in a Maildir is read,
    once"""
    home = House(maildir() + INBOX + TOUCHPOINT + CADENCE)
    for name in ("new", "cur", "tmp"):
        os.makedirs(os.path.join(home.path, "in", name))
    mails = invited(home, 900 if ALL else 120)
    doubts, answers = [], []
    send = drain_scene(home, lambda: maildir_recipients(home), doubts)

    def scene(number):
        arguments, data, judge = send(number)
        with open(os.path.join(home.path, "in", "new", "mail%d" % number),
                  "wb") as out:
            out.write(reply(mails[number], "8\n"))
        answers.append(number)

        def check(fault):
            judge(fault)
            equal(ask(home, "SELECT count(*) FROM response"), len(answers),
                  "answers")
            equal(os.listdir(os.path.join(home.path, "in", "new")), [],
                  "mails that wait")

        return arguments, data, check

    each_fault(home, scene)
    comment("%d in doubt" % sum(doubts))
    verify(home)


def sealed(path):
    """Whether all of it is in the one file (bytes 18, 19 of its header)."""
    with open(path, "rb") as stream:
        return stream.read(20)[18:] == b"\1\1"


def test_backup():
    """backup: under its name stands a whole one or none"""
    home = House(maildir() + PIPE + TOUCHPOINT + CADENCE)
    invited(home, 20)

    def scene(number):
        path = os.path.join(home.path, "backup%d" % number)

        def check(fault):
            if fault.code == 0:
                equal(sealed(path), True, "sealed")
            if os.path.exists(path):
                home.run("verify", "sqlite:" + path)
            home.run("backup", "--force", path)
            equal(sealed(path), True, "sealed in the end")
            equal([name for name in os.listdir(home.path)
                   if name.startswith(os.path.basename(path)) and
                   not name.endswith("-lock")],
                  [os.path.basename(path)], "files")
            home.run("verify", "sqlite:" + path)

        return ("backup", path), b"", check

    each_fault(home, scene)


def test_restore():
    """restore: in the store's place stands the old one or the new one"""
    home = House(maildir() + PIPE + TOUCHPOINT + CADENCE)
    invited(home, 20)
    backup = os.path.join(home.path, "backup")
    home.run("backup", backup)

    def scene(number):
        def check(fault):
            home.run("verify")
            events = ask(home, "SELECT count(*) FROM event")
            if fault.code == 0:
                equal(events, 20, "events")
            elif events not in (20, 21):
                raise AssertionError("%d events" % events)
            home.run("restore", "--force", backup)
            home.run("verify")
            equal(ask(home, "SELECT count(*) FROM event"), 20, "events")

        home.event("new", "N-%d" % number)
        return ("restore", "--force", backup), b"", check

    each_fault(home, scene)


def main():
    if not os.path.exists(LIBRARY):
        raise AssertionError("faulty.so is not built")
    tests = [test_import, test_event, test_deliver, test_smtp, test_maildir,
             test_backup, test_restore]
    only = os.environ.get("ONLY", "")
    return house.main([test for test in tests if only in test.__name__])


if __name__ == "__main__":
    sys.exit(main())
