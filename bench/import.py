#!/usr/bin/env python3
"""Events from a CSV file: validated and stored by `dripscore import`, then
judged and scheduled by the daemon; beside it sqlite3's own .import of the same
file into one table with a unique index, which checks nothing. They take turns,
for machines drift. Last, the same import into a store that is full already.

Called by `make bench`; needs Debian's sqlite3 for the peer, and leaves it out
without.
"""
import argparse
import datetime
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

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
type = pipe
address = survey+{token}@bench.example

[touchpoint after-booking]
on = booking
delay = 60 days
"""

TABLE = """\
CREATE TABLE event (type TEXT NOT NULL, reference TEXT NOT NULL UNIQUE,
occurred_at TEXT, email TEXT NOT NULL, name TEXT, timezone TEXT);
"""


def write_events(path, first, count):
    at = (datetime.datetime.now(datetime.timezone.utc) -
          datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with open(path, "w", encoding="utf-8") as file:
        file.write("type,reference,occurred_at,email,name,timezone\n")
        for i in range(first, first + count):
            file.write("booking,B-%d,%s,c%d@guests.example,Guest %d,"
                       "Europe/Helsinki\n" % (i, at, i, i))


def run(arguments, folder):
    """(seconds by the wall, seconds of the processor)"""
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


def drop(folder, prefix):
    for name in os.listdir(folder):
        if name.startswith(prefix):
            os.unlink(os.path.join(folder, name))


def sqlite_import(folder):
    drop(folder, "peer.db")
    return run(["sqlite3", "-batch", "peer.db", "-cmd",
                "PRAGMA journal_mode=WAL", "-cmd", TABLE,
                ".import --csv --skip 1 events.csv event"], folder)


def scheduled(folder):
    db = sqlite3.connect("file:%s?mode=ro" % os.path.join(
        folder, "bench.db"), uri=True)
    try:
        return db.execute("SELECT count(*) FROM due").fetchone()[0]
    finally:
        db.close()


def told(name, count, runs):
    wall = [each[0] for each in runs]
    cpu = [each[1] for each in runs]
    print("%-36s %10.0f %10.0f %10.0f   %6.2f us" % (
        name, count / statistics.median(wall), count / max(wall),
        count / min(wall), 1e6 * statistics.median(cpu) / count), flush=True)


def both(base, folder):
    """An import, and what the daemon makes of it."""
    return (run(base + ["import", "events.csv"], folder),
            run(base + ["run", "--drain", "--quiet"], folder))


def bench(options, folder):
    count = options.events
    base = [options.program, "--config", "bench.ini"]
    imports, intakes, sums, peers = [], [], [], []
    with open(os.path.join(folder, "bench.ini"), "w",
              encoding="utf-8") as file:
        file.write(CONFIG)
    for name in ("new", "cur", "tmp"):
        os.makedirs(os.path.join(folder, "sent", name))
    write_events(os.path.join(folder, "events.csv"), 0, count)
    print("Import of %d events: a second (median, least, most), CPU each" %
          count)
    for _ in range(options.rounds):
        drop(folder, "bench.db")
        first, second = both(base, folder)
        imports.append(first)
        intakes.append(second)
        sums.append((first[0] + second[0], first[1] + second[1]))
        if shutil.which("sqlite3"):
            peers.append(sqlite_import(folder))
    told("dripscore: validated, stored", count, imports)
    told("dripscore: judged, scheduled", count, intakes)
    told("both", count, sums)
    if peers:
        told("sqlite3 .import, a unique index", count, peers)
        print("%-36s %10.2f of its rate, both" % (
            "", statistics.median(p[0] for p in peers) /
            statistics.median(s[0] for s in sums)))
    if scheduled(folder) != count:
        sys.exit("%d of %d were scheduled" % (scheduled(folder), count))
    if options.full > 0:
        write_events(os.path.join(folder, "events.csv"), count, options.full)
        both(base, folder)
        write_events(os.path.join(folder, "events.csv"),
                     count + options.full, count)
        first, second = both(base, folder)
        told("the same beside %d" % (count + options.full), count, [
            (first[0] + second[0], first[1] + second[1])])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--events", type=int, default=200000)
    parser.add_argument("--full", type=int, default=1000000,
                        help="so many are there at the last; 0: leave it out")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="dripscore-bench-")
    try:
        bench(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
