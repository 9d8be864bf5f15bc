#!/usr/bin/env python3
"""Texts by HTTP over kept connections to a gateway that takes everything
(http_sink.c): ours, each rendered, its attempt on disk before it leaves and
its outcome afterwards; beside it npm's undici, which records nothing, and wrk,
which has nothing to say: the limit. They take turns, for machines drift. Then
the same with a gateway that takes 50 ms, over 500 connections.

Called by `make bench`; needs node and npm for undici, and wrk; leaves out who
is not there.
"""
import argparse
import datetime
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import node_peers

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = "/send"
DELAY_S = 600

CONFIG = """\
[organisation]
name = Bench
timezone = Europe/Helsinki
postal_address = Bench, 1 Harbour Road, Helsinki

[store]
url = sqlite:bench.db

[web]
listen = 127.0.0.1:8480

[provider texts]
type = http
url = http://127.0.0.1:%d%s
format = form
connections = %d
from = +358401234567
body = From={from}&To={to}&Body={text}
answers = 200-299 -> accepted
id = json:sid
hook_secret_file = hook.secret

[sms]
country = FI
countries = FI
hours = 00:00-24:00
max_per_prefix = 1000000

[touchpoint after-booking]
on = booking
delay = %d seconds
channel = sms
"""

WRK = """\
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "From=%2B358401234567&To=%2B358401000000&Body=Bench%3A+how+likely"
"""


class Sink:
    def __init__(self, program, delay_ms):
        self.process = subprocess.Popen(
            [program] + (["--delay-ms", str(delay_ms)] if delay_ms else []),
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        """How many requests came."""
        self.process.send_signal(signal.SIGTERM)
        return int(self.process.communicate()[0])


def run(arguments, folder):
    """(seconds by the wall, seconds of the processor, MB)"""
    begin = time.monotonic()
    process = subprocess.Popen(arguments, cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit("%s ended with %d" % (" ".join(arguments),
                                       process.returncode))
    return (time.monotonic() - begin, usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / 1024)


def ours(options, port, connections, count):
    """Who is to be asked is known, and due: sending alone is timed."""
    folder = tempfile.mkdtemp(prefix="dripscore-bench-")
    base = [options.program, "--config", "bench.ini"]
    try:
        with open(os.path.join(folder, "bench.ini"), "w",
                  encoding="utf-8") as file:
            file.write(CONFIG % (port, PATH, connections, DELAY_S))
        secret = os.path.join(folder, "hook.secret")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("abcdefghijklmnop\n")
        os.chmod(secret, 0o600)
        due = time.time() + 4 + count / 2000
        at = datetime.datetime.fromtimestamp(
            due - DELAY_S, datetime.timezone.utc).strftime(
                "%Y-%m-%dT%H:%M:%SZ")
        with open(os.path.join(folder, "events.csv"), "w",
                  encoding="utf-8") as file:
            file.write("type,reference,occurred_at,phone,name\n")
            for i in range(count):
                file.write("booking,B-%d,%s,+35840%07d,Guest %d\n" % (
                    i, at, 1000000 + i, i))
        run(base + ["import", "events.csv"], folder)
        run(base + ["run", "--drain", "--quiet"], folder)
        if time.time() > due:
            sys.exit("it took too long to judge %d events" % count)
        time.sleep(due - time.time() + 1)
        return run(base + ["run", "--drain", "--quiet"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def undici(environment, url, connections, count):
    found = subprocess.run(
        ["node", os.path.join(HERE, "texts.js"), url, str(count),
         str(connections)], env=environment, stdout=subprocess.PIPE,
        check=True)
    return count / float(found.stdout)


def wrk(url, connections, seconds):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(WRK)
        script.flush()
        found = subprocess.run(
            ["wrk", "-t1", "-c%d" % connections, "-d%ds" % seconds, "-s",
             script.name, url], stdout=subprocess.PIPE, text=True, check=True)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", found.stdout).group(1))


def told(name, rates, more=""):
    print("%-36s %10.0f %10.0f %10.0f%s" % (
        name, statistics.median(rates), min(rates), max(rates), more),
        flush=True)


def setting(options, environment, words, delay_ms, connections, count):
    rates, cpu, memory, theirs, limits = [], [], [], [], []
    print("%s, %d connections: a second (median, least, most)" % (
        words, connections))
    for _ in range(options.rounds):
        sink = Sink(options.sink, delay_ms)
        seconds, busy, size = ours(options, sink.port, connections, count)
        came = sink.stop()
        if came != count:
            sys.exit("%d texts left, not %d" % (came, count))
        rates.append(count / seconds)
        cpu.append(1e6 * busy / count)
        memory.append(size)
        sink = Sink(options.sink, delay_ms)
        url = "http://127.0.0.1:%d%s" % (sink.port, PATH)
        if environment is not None:
            theirs.append(undici(environment, url, connections, count))
        if shutil.which("wrk") is not None:
            limits.append(wrk(url, connections, 2))
        sink.stop()
    told("dripscore, on disk", rates, "   %.0f us CPU, %.0f MB" % (
        statistics.median(cpu), max(memory)))
    if theirs:
        told("undici", theirs)
    if limits:
        told("wrk", limits)
    if theirs:
        print("%-36s %10.2f times undici" % (
            "", statistics.median(rates) / statistics.median(theirs)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--sink", required=True)
    parser.add_argument("--texts", type=int, default=20000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    environment = node_peers.environment("undici")
    setting(options, environment, "Texts to a gateway that answers at once",
            0, 50, options.texts)
    setting(options, environment, "Texts to a gateway that takes 50 ms", 50,
            500, options.texts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
