#!/usr/bin/env python3
"""Replies to surveys, thousands in a Maildir, read and stored by the daemon,
and read alone by `dripscore read`; beside them npm's mailparser with
email-reply-parser, which reads the very same mails and stores nothing. They
take turns, for machines drift.

Called by `make bench`; needs node and npm for the peer, and leaves it out
without. The mails are those of etc/demo/mail_programs.py, with the headers
that mail servers add.
"""
import argparse
import base64
import datetime
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import node_peers

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "etc", "demo"))
sys.dont_write_bytecode = True

import mail_programs  # noqa: E402 (it lies beside the demo)
import world  # noqa: E402

WRITTEN = datetime.datetime(2026, 6, 2, 10, tzinfo=datetime.timezone.utc)

CONFIG = """\
[organisation]
name = Bench
timezone = Europe/Helsinki
postal_address = Bench, 1 Harbour Road, Helsinki

[store]
url = sqlite:bench.db

[provider mail]
type = maildir
path = sent
from = Bench <survey@bench.example>

[inbox replies]
type = maildir
path = inbox
address = survey+{token}@bench.example

[touchpoint after-booking]
on = booking
delay = 1 minute
"""

WORDS = (
    "Great support, and a quick answer.", "",
    "It took two days until somebody looked at it, which is too long for us.",
    "The new rooms are a lot easier to find than the old ones.",
    "The bill was confusing: I never know what the next one will be.",
    "Die Antwort war schnell und freundlich, vielen Dank für die Hilfe.",
    "Très bon service, mais un peu trop cher à mon goût.",
    "Your colleague stayed on the phone until all of it worked, and I really "
    "appreciate that. We will come again, and so will our friends.",
)
SHAPES = ("%d", "%d/10", "Score: %d", "%d - thank you.", "%d out of 10")


def maildir(path):
    for name in ("new", "cur", "tmp"):
        os.makedirs(os.path.join(path, name), exist_ok=True)
    return path


def servers_headers(rng, i):
    """What came upon the mail on its way."""
    return (
        "Received: from mx%d.guests.example (mx%d.guests.example "
        "[192.0.2.%d])\n\tby in.bench.example (Postfix) with ESMTPS id "
        "%010X\n\tfor <survey@bench.example>; Tue,  2 Jun 2026 10:%02d:00 "
        "+0000 (UTC)\n"
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; "
        "d=guests.example; s=s1;\n\tbh=%s;\n\th=from:to:subject:date;"
        "\n\tb=%s\n" % (
            i % 7, i % 7, i % 250, i, i % 60,
            base64.b64encode(rng.randbytes(32)).decode(),
            base64.b64encode(rng.randbytes(128)).decode())).encode()


def reply_to(invitation, author, rng, i):
    score = rng.randrange(11)
    words = WORDS[i % len(WORDS)]
    letter = mail_programs.Letter(
        invitation=invitation, author=author, name="Guest %d" % i,
        language=("en", "de", "fr")[i % 3],
        written=WRITTEN + datetime.timedelta(seconds=i),
        text=rng.choice(SHAPES) % score + ("\n\n" + words if words else ""),
        score=score)
    program = list(mail_programs.PROGRAMS.values())[
        i % len(mail_programs.PROGRAMS)][0]
    return servers_headers(rng, i) + program(letter)


def run(arguments, folder):
    """(seconds by the wall, seconds of the processor with all children)"""
    begin = time.monotonic()
    process = subprocess.Popen(arguments, cwd=folder,
                               stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit("%s ended with %d" % (" ".join(arguments),
                                       process.returncode))
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime


def invite(program, folder, count):
    """count invitations lie in `sent`; what `dripscore` is called with."""
    booked = (datetime.datetime.now(datetime.timezone.utc) -
              datetime.timedelta(minutes=10)).isoformat("T", "seconds")
    with open(os.path.join(folder, "bench.ini"), "w",
              encoding="utf-8") as file:
        file.write(CONFIG)
    with open(os.path.join(folder, "events.csv"), "w",
              encoding="utf-8") as file:
        file.write("type,reference,occurred_at,email,name\n")
        for i in range(count):
            file.write("booking,B-%d,%s,c%d@guests.example,Guest %d\n" % (
                i, booked, i, i))
    for name in ("sent", "inbox"):
        maildir(os.path.join(folder, name))
    base = [program, "--config", "bench.ini"]
    run(base + ["import", "events.csv"], folder)
    run(base + ["run", "--drain", "--quiet"], folder)
    return base


def write_replies(folder, rounds):
    """Each round's mails into a Maildir of its own; their bytes."""
    rng = random.Random(42)
    sent = os.path.join(folder, "sent", "new")
    size = 0
    for i, name in enumerate(sorted(os.listdir(sent))):
        with open(os.path.join(sent, name), "rb") as file:
            invitation = world.invitation_in(WRITTEN, file.read())
        mail = reply_to(invitation, "c%d@guests.example" % i, rng, i)
        size += len(mail)
        path = os.path.join(folder, "mails-%d" % (i % rounds), "new",
                            "%d.M%d.bench" % (1780000000 + i, i))
        with open(path, "wb") as file:
            file.write(mail)
    return size


def stored(folder):
    db = sqlite3.connect("file:%s?mode=ro" % os.path.join(
        folder, "bench.db"), uri=True)
    try:
        return db.execute("SELECT count(*) FROM response").fetchone()[0]
    finally:
        db.close()


def bring(folder, name):
    """As a mail server delivers: a Maildir's names appear in new/."""
    new = os.path.join(folder, name, "new")
    for each in os.listdir(new):
        os.link(os.path.join(new, each),
                os.path.join(folder, "inbox", "new", each))


def peer(environment, folder, name):
    """What it says of its seconds, for it starts slowly; and its CPU."""
    if environment is None:
        return None
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            ["node", os.path.join(HERE, "replies.js"),
             os.path.join(folder, name)], env=environment, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit("node ended with %d" % process.returncode)
        out.seek(0)
        return float(out.read().split()[0]), usage.ru_utime + usage.ru_stime


def told(name, count, runs):
    wall = [each[0] for each in runs]
    cpu = [each[1] for each in runs]
    print("%-36s %10.0f %10.0f %10.0f   %6.0f us" % (
        name, count / statistics.median(wall), count / max(wall),
        count / min(wall), 1e6 * statistics.median(cpu) / count), flush=True)


def ratio(theirs, ours, i):
    return (statistics.median(each[i] for each in theirs) /
            statistics.median(each[i] for each in ours))


def bench(options, folder):
    count, rounds = options.mails, options.rounds
    for i in range(rounds):
        maildir(os.path.join(folder, "mails-%d" % i))
    base = invite(options.program, folder, count * rounds)
    size = write_replies(folder, rounds)
    environment = node_peers.environment("mailparser", "email-reply-parser")
    ours, alone, theirs = [], [], []
    print("Replies, %d a round, %d bytes each: a second (median, least, "
          "most), CPU each" % (count, size / count / rounds))
    for i in range(rounds):
        name = "mails-%d" % i
        bring(folder, name)
        ours.append(run(base + ["run", "--drain", "--quiet"], folder))
        new = os.path.join(folder, name, "new")
        alone.append(run([options.program, "read"] + [
            os.path.join(new, each) for each in os.listdir(new)], folder))
        found = peer(environment, folder, name)
        if found is not None:
            theirs.append(found)
    told("dripscore, read and stored", count, ours)
    told("dripscore read", count, alone)
    if theirs:
        told("mailparser + email-reply-parser", count, theirs)
        for what, runs in (("stored", ours), ("read", alone)):
            print("%-36s %10.1f times as fast, by %.1f times less CPU" % (
                what, ratio(theirs, runs, 0), ratio(theirs, runs, 1)))
    if stored(folder) != count * rounds:
        sys.exit("%d of %d replies gave a response" % (stored(folder),
                                                       count * rounds))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--mails", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true",
                        help="the folder stays, and is told")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="dripscore-bench-")
    try:
        bench(options, folder)
    finally:
        if options.keep:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
