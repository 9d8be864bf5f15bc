"""A copy of a store sends nothing until it is adopted: the other one may have
sent since."""
import os
import shutil
import sqlite3
import sys

import house
from house import House, PIPE, TOUCHPOINT, contains, lacks, maildir
from tap import equal

PARTS = ("", "-wal", "-shm")


def sent(home):
    folder = os.path.join(home.path, "sent", "new")
    return len(os.listdir(folder)) if os.path.isdir(folder) else 0


def begin():
    """A house that has sent one, and has one more to send."""
    home = House(maildir() + PIPE + TOUCHPOINT)
    home.event("ada", "B-1")
    home.drain()
    equal(sent(home), 1, "mails")
    home.event("bea", "B-2")
    return home


def copy(source, target, how):
    for part in PARTS:
        if os.path.exists(source + part):
            how(source + part, target + part)


def elsewhere(home):
    """Another house with a copy of the store."""
    other = House(maildir() + PIPE + TOUCHPOINT)
    copy(home.store, other.store, shutil.copyfile)
    return other


def refuses(home):
    for arguments in (("run", "--drain"), ("run",)):
        said = home.run(*arguments, code=78)
        contains(said, "this store is a copy")
        contains(said, "`dripscore adopt`")
    contains(home.status(), "this store is a copy")


def test_copy():
    """a copy does not send, and says what to do; adopted, it sends"""
    home = begin()
    other = elsewhere(home)
    refuses(other)
    equal(sent(other), 0, "mails of the copy")
    contains(other.run("adopt"), "Adopted")
    lacks(other.status(), "copy")
    other.drain()
    equal(sent(other), 1, "mails of the adopted copy")
    contains(other.run("adopt"), "nothing to adopt")


def test_original():
    """the original goes on sending"""
    home = begin()
    elsewhere(home)
    home.drain()
    equal(sent(home), 2, "mails")
    contains(home.run("adopt"), "nothing to adopt")
    lacks(home.status(), "copy")


def test_takes_in():
    """a copy takes events and replies, answers questions, and can be tried
    on a staged clock"""
    other = elsewhere(begin())
    other.event("cis", "B-3")
    other.events(3)
    other.deliver(b"From: x@customer.example\r\n\r\n9\r\n")
    other.run("why", "cis@customer.example")
    other.run("score")
    other.run("check")
    other.run("plan")
    other.run("run", "--staged", "--until", house.when(0))
    equal(sent(other), 5, "mails into the Maildir")
    refuses(other)


def backup_of(home):
    backup = home.store + ".backup"
    source, target = sqlite3.connect(home.store), sqlite3.connect(backup)
    with target:
        source.backup(target)
    source.close()
    target.close()
    return backup


def test_backup_put_back():
    """a backup that was put back does not send: what left since it was made
    is not in it"""
    home = begin()
    backup = backup_of(home)
    home.drain()
    equal(sent(home), 2, "mails")
    for part in PARTS:
        if os.path.exists(home.store + part):
            os.unlink(home.store + part)
    os.rename(backup, home.store)
    refuses(home)
    equal(sent(home), 2, "mails")
    home.run("adopt")
    home.drain()
    home.expect(sent=2, scheduled=0)


def test_backup_written_over():
    """nor does a backup that was written over the store, in the same file"""
    home = begin()
    backup = backup_of(home)
    home.drain()
    shutil.copyfile(backup, home.store)
    for part in PARTS[1:]:
        if os.path.exists(home.store + part):
            os.unlink(home.store + part)
    refuses(home)
    equal(sent(home), 2, "mails")
    home.run("adopt")
    home.expect(sent=1)
    home.drain()
    home.expect(sent=2)
    home.event("cis", "B-3")
    home.drain()
    home.expect(sent=3)


def test_begun_anew():
    """a store that is made anew in the place of an old one sends"""
    home = begin()
    home.drain()
    for part in PARTS:
        if os.path.exists(home.store + part):
            os.unlink(home.store + part)
    home.event("cis", "B-3")
    home.drain()
    home.expect(sent=1)


def test_moved():
    """a store that was moved on its file system, or whose folder was, keeps
    sending"""
    home = begin()
    old = home.store
    os.mkdir(os.path.join(home.path, "new"))
    home.store = os.path.join(home.path, "new", "moved.db")
    copy(old, home.store, os.rename)
    home.configure(maildir() + PIPE + TOUCHPOINT)
    home.drain()
    equal(sent(home), 2, "mails")


TESTS = [test_copy, test_original, test_takes_in, test_backup_put_back,
         test_backup_written_over, test_begun_anew, test_moved]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
