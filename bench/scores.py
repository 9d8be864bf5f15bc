#!/usr/bin/env python3
"""What answers of three years cost to ask for: `score`, `digest`, `report` and
`verify`, beside the same questions put to SQLite over the rows.

Called by `make bench`; ANSWERS=10000000 takes so many, one million otherwise.
The store is filled by answers.c. Each command is run once to warm up, for the
file to be in the machine's memory, and then five times (verify once): the
median counts.
"""
import argparse
import datetime
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

EPOCH = datetime.date(1970, 1, 1)

CONFIG = """\
[organisation]
name = Bench
timezone = UTC
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

[scores]
by = country, plan

[team all]
to = all@bench.example
digest = FREQ=WEEKLY;BYDAY=MO;BYHOUR=8
"""

ROWS = """\
SELECT touchpoint, score, count(*) FROM response r WHERE day >= %d AND day < %d
AND NOT EXISTS (SELECT 1 FROM response l WHERE l.supersedes = r.id)
GROUP BY touchpoint, score"""
BY_COUNTRY = """\
SELECT json_extract(c.attributes, '$.country'), score, count(*)
FROM response r JOIN contact c ON c.id = r.contact_id
WHERE day >= %d AND day < %d
AND NOT EXISTS (SELECT 1 FROM response l WHERE l.supersedes = r.id)
GROUP BY 1, score"""


def fail(what):
    print("bench: " + what, file=sys.stderr)
    sys.exit(1)


def measured(command, folder):
    """Seconds on the wall and of the processor, and MiB at the most."""
    began = time.monotonic()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    if os.waitstatus_to_exitcode(status) != 0:
        fail("%s failed" % " ".join(command))
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def best(command, folder, times):
    """The median by the wall."""
    if times > 1:
        measured(command, folder)
    return sorted(measured(command, folder)
                  for _ in range(times))[times // 2]


def show(name, figures):
    wall, processor, memory = figures
    print("  %-44s %9.3f s %9.3f s %8.0f MiB" %
          (name, wall, processor, memory), flush=True)


def asked(path, name, sql):
    """In a process of its own, for its memory."""
    code = ("import sqlite3,sys; c = sqlite3.connect(sys.argv[1]);"
            " list(c.execute(sys.argv[2]))")
    show(name, best([sys.executable, "-c", code, path, sql], None, 1))


def bench(options, folder):
    today = (datetime.date.today() - EPOCH).days
    path = os.path.join(folder, "bench.db")
    with open(os.path.join(folder, "dripscore.ini"), "w",
              encoding="utf-8") as file:
        file.write(CONFIG)
        for i in range(50):
            file.write("\n[touchpoint touchpoint-%02d]\non = booking\n" % i)
    subprocess.run([options.filler, path, str(options.answers), str(today)],
                   check=True)
    print("%d answers, 50 touchpoints, 3 years: %.1f GiB" %
          (options.answers, os.path.getsize(path) / 2 ** 30))
    print("  %-44s %11s %11s %12s" % ("", "wall", "processor", "memory"))
    program = [os.path.abspath(options.program)]
    config = ["--config", "dripscore.ini"]
    since = (EPOCH + datetime.timedelta(today - 1096)).isoformat()
    until = (EPOCH + datetime.timedelta(today - 1)).isoformat()
    period = ["--since", since, "--until", until]
    show("dripscore --version",
         best(program + ["--version"], folder, options.times))
    for name, arguments in (
            ("score, a month", ["score"]),
            ("score, three years", ["score"] + period),
            ("score --by country, three years",
             ["score", "--by", "country"] + period),
            ("digest", ["digest", "all"]),
            ("report, a month", ["report", "-o", "report.html"]),
            ("report, three years",
             ["report", "-o", "report.html"] + period)):
        command = program + [arguments[0]] + config + arguments[1:]
        show(name, best(command, folder, options.times))
    show("verify", best(program + ["verify"] + config, folder, 1))
    print("  the same over the rows, by SQLite %s:" % sqlite3.sqlite_version)
    asked(path, "counts, a month", ROWS % (today - 30, today))
    asked(path, "counts, three years", ROWS % (today - 1096, today))
    asked(path, "counts by country, three years",
          BY_COUNTRY % (today - 1096, today))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--filler", required=True)
    parser.add_argument("--answers", type=int,
                        default=int(os.environ.get("ANSWERS") or 1000000))
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--folder", help="where the store is made, and stays")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    folder = options.folder or tempfile.mkdtemp(prefix="dripscore-bench-")
    try:
        bench(options, folder)
    finally:
        if not options.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
