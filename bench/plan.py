#!/usr/bin/env python3
"""A year of 12,500 to 100,000 contacts with three touchpoints, imported and
planned: contacts a second, memory, and how each step grows with their number.

Called by `make bench`; BENCH='--contacts 1000,2000' takes others. A step that
grows as n log n has an exponent of about 1.1 between two sizes. The times are
those of the processor, for the machine may have other things to do.
"""
import argparse
import datetime
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile

BEGIN = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
SIZES = (12500, 25000, 50000, 100000)

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

[calendar polite]
hours = Mon-Fri 09:00-18:00, Sat 10:00-14:00

[cadence]
rest = 5 days
max_per_year = 6
drip = %d/hour
calendar = polite

[touchpoint after-booking]
on = booking
delay = 2 hours

[touchpoint after-payment]
on = payment
delay = 30 minutes

[touchpoint week-later]
on = checkout
delay = 7 days
priority = 5
remind = 3 days
"""


def iso(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def write_events(path, contacts):
    """A booking, a payment and a departure of each, at chance over the
    year."""
    rng = random.Random(contacts)
    zones = ("Europe/Helsinki", "Europe/London", "Europe/Berlin", "")
    with open(path, "w", encoding="utf-8") as file:
        file.write("type,reference,occurred_at,email,name,timezone\n")
        for i in range(contacts):
            booked = BEGIN + MINUTE * int(rng.random() * 300 * 1440)
            paid = booked + MINUTE * int(rng.random() * 30 * 1440)
            left = paid + MINUTE * int(rng.random() * 20 * 1440)
            who = "c%d@guests.example,Guest %d,%s" % (i, i,
                                                      zones[i % len(zones)])
            for kind, at in (("booking", booked), ("payment", paid),
                             ("checkout", left)):
                file.write("%s,B-%d,%s,%s\n" % (kind, i, iso(at), who))


def measured(arguments, folder, out=subprocess.DEVNULL):
    """(seconds of the processor, highest memory in MB)"""
    process = subprocess.Popen(arguments, cwd=folder, stdout=out,
                               stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit("%s ended with %d" % (" ".join(arguments),
                                       process.returncode))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def bench(program, contacts, folder):
    """{step: (seconds, MB)} and the sums of the plan."""
    config = os.path.join(folder, "bench.ini")
    plan = os.path.join(folder, "plan.json")
    with open(config, "w", encoding="utf-8") as file:
        # So many that the drip is felt at each size, and none is lost by it.
        file.write(CONFIG % max(contacts // 500, 10))
    write_events(os.path.join(folder, "events.csv"), contacts)
    base = [program, "--config", config]
    until = iso(BEGIN + 370 * DAY)
    steps = {"import": measured(base + ["import", "events.csv"], folder)}
    # Nothing has happened yet: the copy, and no more.
    steps["copy"] = measured(
        base + ["plan", "--from", iso(BEGIN - 2 * DAY), "--until",
                iso(BEGIN - DAY)], folder)
    with open(plan, "wb") as out:
        steps["plan"] = measured(
            base + ["plan", "--from", iso(BEGIN), "--until", until,
                    "--json"], folder, out)
    with open(plan, "rb") as file:
        head = file.read(4096).decode("utf-8", "replace")
    sums = json.loads(head.split('"sums": ')[1].split("}")[0] + "}")
    return steps, sums


def growth(steps, before, size, size_before):
    """The exponents, since the size before."""
    return {name: math.log(steps[name][0] / before[name][0]) /
                  math.log(size / size_before)
            for name in steps if before[name][0] > 0}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--contacts", default=",".join(map(str, SIZES)),
                        help="how many, with commas")
    options = parser.parse_args()
    sizes = [int(size) for size in options.contacts.split(",")]
    last = None
    print("A year, three touchpoints: seconds of the processor (and the "
          "exponent of n\nsince the line before), contacts planned a second, "
          "highest memory")
    print("%9s %16s %16s %16s %10s %8s %9s" % (
        "contacts", "import", "copy", "plan", "a second", "MB", "messages"))
    for size in sizes:
        folder = tempfile.mkdtemp(prefix="dripscore-bench-")
        try:
            steps, sums = bench(options.program, size, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        since = growth(steps, last[1], size, last[0]) if last else {}
        cells = ["%9.2f%7s" % (
            steps[name][0], " (%.2f)" % since[name] if name in since else "")
            for name in ("import", "copy", "plan")]
        print("%9d %16s %16s %16s %10.0f %8.0f %9d" % (
            size, *cells, size / steps["plan"][0], steps["plan"][1],
            sums["asked"] + sums["reminders"] + sums["nudges"]), flush=True)
        last = (size, steps)
    return 0


if __name__ == "__main__":
    sys.exit(main())
