"""Verify, backup, restore and store copy as an admin uses them: beside a daemon
that sends, and on PostgreSQL, if it is there."""
import json
import os
import sqlite3
import sys

import house
from fault_peer import FaultPeer
from house import (House, PIPE, TOUCHPOINT, contains, lacks, maildir, parse,
                   recipients, reply, smtp)
from postgres import Postgres
from tap import equal

N = 400


def sent(home):
    folder = os.path.join(home.path, "sent", "new")
    return len(os.listdir(folder)) if os.path.isdir(folder) else 0


def begin(n=3):
    home = House(maildir() + PIPE + TOUCHPOINT)
    home.events(n)
    home.drain()
    equal(sent(home), n, "mails")
    return home


def path_of(home, name):
    return os.path.join(home.path, name)


def test_verify_sound():
    """verify recounts a store, prints what it has, and as JSON"""
    home = begin()
    home.event("later", "L-1", ago=-7200)
    said = home.run("verify")
    for line in ("Events                          4",
                 "  led to invitations            3",
                 "  not judged yet                1",
                 "  sent                          3", ": no fault."):
        contains(said, line)
    found = json.loads(home.run("verify", "--full", "--json"))
    equal((found["faults"], found["events"], found["invitations"]["sent"],
           found["messages"]["ended"]), (0, 4, 3, 3), "what is counted")
    contains(home.run("verify", "sqlite:" + home.store), ": no fault.")


def test_verify_damage():
    """what is wrong is named, many of a kind are counted, and the exit code
    is 65"""
    home = begin(30)
    db = sqlite3.connect(home.store)
    db.execute("UPDATE invitation_state SET state = 'expired' WHERE"
               " invitation_id = 2")
    db.execute("DELETE FROM follow_up")
    db.commit()
    db.close()
    said = home.run("verify", code=65)
    contains(said, "Promised: what is sent is looked at again. But:")
    contains(said, "  invitation 1: it is not in the table follow_up")
    contains(said, "  ... and 9 more")
    contains(said, "29 faults.")
    found = json.loads(home.run("verify", "--json", code=65))
    equal(found["breaches"][0]["n"], 29, "of a kind")


def test_beside_a_daemon():
    """a daemon that sends goes on while the store is verified and backed up;
    nobody is asked twice"""
    with FaultPeer(faults={"dot": {"delay": 0.004}}) as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT)
        home.events(N)
        daemon = home.daemon()
        house.wait_for("mails", lambda: len(peer.accepted()) > 20)
        before = len(peer.accepted())
        for number in range(3):
            contains(home.run("verify"), ": no fault.")
            contains(home.run("backup", "b%d" % number), ": no fault.")
        house.wait_for("all mails", lambda: len(peer.accepted()) == N)
        equal(len(set(recipients(peer))), N, "people")
        if before == N:
            raise AssertionError("it had sent all before")
        equal(daemon.stop(), 0, "exit code")
        contains(home.run("backup", "b0", code=73), "there already")
        contains(home.run("backup", "--force", "b0"), "Backed up into b0.")


def test_restore():
    """a restored store takes in what comes, sends nothing, and says what to
    do; a running daemon is not touched; adopted, it sends"""
    home = begin()
    home.run("backup", "all")
    home.event("since", "S-1")
    home.drain()
    equal(sent(home), 4, "mails")
    home.event("more", "S-2", ago=-7200)
    daemon = home.daemon()
    contains(home.run("restore", "all", code=75), "daemon is running")
    equal(daemon.stop(), 0, "exit code")
    contains(home.run("restore", "all"), "Restored.")
    for arguments in (("run", "--drain"), ("run",)):
        contains(home.run(*arguments, code=78), "`dripscore adopt`")
    contains(home.status(), "put back from a backup")
    home.event("new", "S-3")
    home.expect(events=4, sent=3)
    contains(home.run("restore", "all", code=73), "--force")
    home.run("adopt")
    home.drain()
    home.expect(events=4, sent=4)
    contains(home.run("verify"), ": no fault.")
    contains(home.run("verify", "sqlite:" + home.store + ".before"),
             ": no fault.")


def test_replies_across_a_restore():
    """who was asked before the backup is heard after it; an answer of who was
    asked since is kept, and is nobody else's"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT)
        home.event("before", "B-1")
        home.drain()
        home.run("backup", "all")
        home.event("since", "B-2")
        home.drain()
        home.run("restore", "all")
        home.run("adopt")
        home.event("other", "B-3")
        home.drain()
        mails = {mail["To"].addresses[0].username: mail
                 for mail in map(parse, peer.accepted())}
        equal(sorted(mails), ["before", "other", "since"], "who was asked")
        if mails["since"]["Message-ID"] == mails["other"]["Message-ID"]:
            raise AssertionError("two mails of one name")
        for who, text in (("before", "9"), ("since", "0"), ("other", "10")):
            home.deliver(reply(mails[who], text))
        home.drain()
        scores = home.run("score", "--json")
        equal([json.loads(scores)[0][key]
               for key in ("promoters", "detractors")], [2, 0], "scores")
        contains(home.run("verify"), ": no fault.")


def test_copy():
    """a store is copied to another file, and sends from there once it is
    adopted"""
    home = begin()
    target = path_of(home, "other.db")
    said = home.run("store", "copy", "sqlite:" + home.store,
                    "sqlite:" + target)
    contains(said, "  invitation                    3\n")
    contains(said, ": no fault.")
    lacks(said, "  feed ")
    contains(home.run("store", "copy", "sqlite:" + home.store,
                      "sqlite:" + target, code=73), "there already")
    home.run("store", "move", code=64)
    home.store = target
    home.configure(maildir() + PIPE + TOUCHPOINT)
    home.event("new", "N-1")
    contains(home.run("run", "--drain", code=78), "`dripscore adopt`")
    home.run("adopt")
    home.drain()
    equal(sent(home), 4, "mails")


def test_postgresql():
    """a store moves to PostgreSQL and sends from there; its backup is a file,
    and is put back into an empty database"""
    with Postgres() as server:
        home = begin()
        first, second = server.create("first"), server.create("second")
        said = home.run("store", "copy", "sqlite:" + home.store, first)
        contains(said, "  invitation                    3\n")
        home.write("dripscore.ini", house.HEAD.replace("sqlite:%s", first) +
                   maildir() + PIPE + TOUCHPOINT)
        contains(home.run("run", "--drain", code=78), "`dripscore adopt`")
        home.run("adopt")
        home.event("new", "N-1")
        contains(home.run("plan"), "1 is asked.")
        home.drain()
        equal(sent(home), 4, "mails")
        contains(home.run("verify"), ": no fault.")
        contains(home.run("backup", "all"), ": no fault.")
        contains(home.run("restore", "all", code=65), "a store already")
        home.write("dripscore.ini", house.HEAD.replace("sqlite:%s", second) +
                   maildir() + PIPE + TOUCHPOINT)
        contains(home.run("restore", "all"), "Restored.")
        contains(home.run("run", "--drain", code=78), "`dripscore adopt`")
        home.run("adopt")
        home.event("last", "N-2")
        home.drain()
        equal(sent(home), 5, "mails")
        home.expect(sent=5, events=5)
        contains(home.run("verify"), ": no fault.")


TESTS = [test_verify_sound, test_verify_damage, test_beside_a_daemon,
         test_restore, test_replies_across_a_restore, test_copy,
         test_postgresql]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
