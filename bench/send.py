#!/usr/bin/env python3
"""Mails by SMTP over kept connections: ours, each rendered, with its own
tokens, its attempt on disk before its last byte leaves and its verdict
afterwards; beside it Postfix's smtp-source, which sends ready bytes and records
nothing, and npm's nodemailer, which renders and records nothing. They take
turns, for machines drift. Three servers: one that answers at once, one that
takes 5 ms before each answer, one that takes 20 ms to accept.

Then what a mail costs while others wait: it must not grow with their number.

Called by `make bench`; needs Postfix, and node and npm; leaves out who is not
there. --to HOST:PORT --count N sends ours alone, and prints elapsed_s.
"""
import argparse
import datetime
import email
import email.policy
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import node_peers

HERE = os.path.dirname(os.path.abspath(__file__))
DELAY_S = 600
MAILS = 100000  # a connection: as many as it likes, as smtp-source has it

CONFIG = """\
[organisation]
name = Bench
timezone = Europe/Helsinki
postal_address = Bench, 1 Harbour Road, Helsinki

[templates]
directory = templates

[store]
url = sqlite:bench.db

[provider mail]
%s
from = Bench <survey@bench.example>

[inbox replies]
type = pipe
address = survey+{token}@bench.example

[cadence]
max_lateness = 30 days

[touchpoint after-booking]
on = booking
delay = %d seconds
template = %s
"""
SMTP = """\
type = smtp
url = smtp://%s:%d
tls = no
connections = %d
mails_per_connection = 100000"""

# A mail of about 3 KB; `--template invitation` is the shipped one, of 14 KB.
BRIEF_TEXT = """\
{{#contact.name}}{{words.greeting_name}}{{/contact.name}}

{{words.intro}}

{{question}}

   0 = {{words.scale_low}}
  10 = {{words.scale_high}}

{{words.how_text}}

{{organisation.name}}
{{words.unsubscribe}}:
{{unsubscribe_mailto}}
"""
BRIEF_HTML = """\
<!DOCTYPE html>
<html lang="{{language}}"><head><meta charset="utf-8">
<title>{{subject}}</title></head><body>
<p>{{#contact.name}}{{words.greeting_name}}{{/contact.name}}</p>
<h1>{{question}}</h1>
<p>
{{#scores}}
<a class={{class}} href="{{mailto}}">{{value}}</a>
{{/scores}}
</p>
<p>{{words.how}}</p>
<p><a href="{{unsubscribe_mailto}}">{{words.unsubscribe}}</a></p>
</body></html>
"""
BRIEF_WORDS = "[invitation]\nmail_body_hint = > Why?\n"


def iso(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime(
        "%Y-%m-%dT%H:%M:%SZ")


def fail(what):
    sys.exit("bench/send.py: " + what)


class House:
    """A folder with our configuration and store."""

    def __init__(self, options, provider):
        self.folder = tempfile.mkdtemp(prefix="dripscore-bench-")
        self.base = [options.program, "--config", "bench.ini"]
        self.number = 0
        self.write("bench.ini", CONFIG % (provider, DELAY_S, options.template))
        os.makedirs(self.path("templates/lang"))
        self.write("templates/brief.txt.mustache", BRIEF_TEXT)
        self.write("templates/brief.html.mustache", BRIEF_HTML)
        if options.template == "brief":
            self.write("templates/lang/en.ini", BRIEF_WORDS)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, *arguments):
        """(seconds by the wall, resources used)"""
        begin = time.monotonic()
        with open(self.path("log"), "w", encoding="utf-8") as log:
            process = subprocess.Popen(
                self.base + list(arguments), cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            with open(self.path("log"), encoding="utf-8") as log:
                fail("%s ended with %d: %s" % (
                    " ".join(arguments), process.returncode,
                    log.read()[-500:]))
        return time.monotonic() - begin, usage

    def bring(self, count, due):
        """So many more events, whose mails are due then."""
        with open(self.path("events.csv"), "w", encoding="utf-8") as file:
            file.write("type,reference,occurred_at,email,name\n")
            for i in range(self.number, self.number + count):
                file.write("booking,B-%d,%s,c%d@guests.example,Guest %d\n" % (
                    i, iso(due - DELAY_S), i, i))
        self.number += count
        self.run("import", "events.csv")

    def send(self, count):
        """They are judged and due beforehand: sending alone is timed."""
        due = time.time() + 4 + count / 2500
        self.bring(count, due)
        self.run("run", "--drain", "--quiet")
        if time.time() > due:
            fail("it took too long to judge %d events" % count)
        time.sleep(due - time.time() + 1)
        return self.run("run", "--drain", "--quiet")


class Sink:
    """A server that takes mails: Postfix's, or ours if it is to be slow."""

    def __init__(self, options, arguments):
        self.mails = None
        if arguments is not None:
            self.process = subprocess.Popen(
                [options.sink] + arguments, stdout=subprocess.PIPE, text=True)
            self.port = int(self.process.stdout.readline())
            return
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            ["smtp-sink", *user, "-m", "400", "127.0.0.1:%d" % self.port,
             "1024"], stdout=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.05)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate()


class Sample:
    """One of our mails, as the peers send it."""

    def __init__(self, options):
        with House(options, "type = maildir\npath = sent") as house:
            house.bring(1, time.time() - 1)
            house.run("run", "--drain", "--quiet")
            folder = house.path("sent/new")
            with open(os.path.join(folder, os.listdir(folder)[0]),
                      "rb") as file:
                self.bytes = file.read()
        self.mail = email.message_from_bytes(self.bytes,
                                             policy=email.policy.default)
        self.sender = self.mail["Return-Path"].strip("<>")
        self.bytes = self.bytes.split(b"\n", 1)[1]

    def blank(self, text):
        """Its tokens and its name are written anew for each mail."""
        text = re.sub(r"(survey(?:\+|%2B))([ru])[a-z2-7]{20,}", r"\1{{\2}}",
                      text)
        return text.replace("Guest 0", "{{name}}")

    def write(self, folder):
        """The files of smtp-source and of nodemailer."""
        raw, parts = (os.path.join(folder, name) for name in
                      ("sample.eml", "sample.json"))
        with open(raw, "wb") as file:
            file.write(self.bytes)
        bodies = {part.get_content_subtype(): self.blank(part.get_content())
                  for part in self.mail.iter_parts()}
        with open(parts, "w", encoding="utf-8") as file:
            json.dump({
                "from": self.mail["From"], "sender": self.sender,
                "subject": self.mail["Subject"], "text": bodies["plain"],
                "html": bodies["html"],
                "headers": {name: self.blank(self.mail[name]) for name in
                            ("Reply-To", "List-Unsubscribe")}}, file)
        return raw, parts


def smtp_source(raw, port, connections, count):
    begin = time.monotonic()
    subprocess.run(
        ["smtp-source", "-d", "-N", "-s", str(connections), "-m", str(count),
         "-M", "bench.example", "-f", "survey@bench.example", "-t",
         "guest@guests.example", "-F", raw, "127.0.0.1:%d" % port], check=True)
    return count / (time.monotonic() - begin)


def nodemailer(environment, parts, port, connections, count):
    found = subprocess.run(
        ["node", os.path.join(HERE, "mails.js"), str(port), str(count),
         str(connections), parts], env=environment, stdout=subprocess.PIPE,
        check=True)
    return count / float(found.stdout)


class Race:
    """One setting, in rounds."""

    def __init__(self, name, sink, connections, counts):
        self.name, self.sink = name, sink
        self.connections, self.counts = connections, counts
        self.rates = {"ours": [], "smtp-source": [], "nodemailer": []}
        self.costs = []

    def ours(self, options, port):
        count = self.counts[0]
        with House(options, SMTP % ("127.0.0.1", port,
                                    self.connections)) as house:
            seconds, usage = house.send(count)
        self.rates["ours"].append(count / seconds)
        self.costs.append((
            (usage.ru_utime + usage.ru_stime) / count * 1e6,
            usage.ru_maxrss / 1024, usage.ru_oublock * 512 / count))

    def round(self, options, raw, parts, environment):
        sink = Sink(options, self.sink)
        try:
            self.ours(options, sink.port)
            if shutil.which("smtp-source"):
                self.rates["smtp-source"].append(smtp_source(
                    raw, sink.port, self.connections, self.counts[1]))
            if environment is not None:
                self.rates["nodemailer"].append(nodemailer(
                    environment, parts, sink.port, self.connections,
                    self.counts[2]))
        finally:
            sink.stop()

    def tell(self):
        mine = statistics.median(self.rates["ours"])
        print("%s, %d connections" % (self.name, self.connections))
        for name, rates in self.rates.items():
            if rates:
                middle = statistics.median(rates)
                print("  %-12s %8.0f a second (%.0f to %.0f)%s" % (
                    name, middle, min(rates), max(rates), "" if name == "ours"
                    else "; ours is %.2f times that" % (mine / middle)))
        print("  ours: %.1f us of CPU, %.0f bytes to disk a mail; %.0f MiB" % (
            *(statistics.median(cost[i] for cost in self.costs)
              for i in (0, 2)), max(cost[1] for cost in self.costs)),
              flush=True)


def growth(options, sizes, count):
    """What a mail costs while so many wait."""
    print("while so many wait (%d mails each):" % count)
    sink = Sink(options, None)
    try:
        with House(options, SMTP % ("127.0.0.1", sink.port, 16)) as house:
            waiting = 0
            for size in sizes:
                house.bring(max(size - waiting, 1), time.time() + 20 * 86400)
                house.run("run", "--drain", "--quiet")
                waiting = size
                costs = []
                for _ in range(3):
                    seconds, usage = house.send(count)
                    costs.append((
                        (usage.ru_utime + usage.ru_stime) / count * 1e6,
                        count / seconds, usage.ru_maxrss / 1024))
                print("  %9d: %6.1f us of CPU a mail, %6.0f a second, "
                      "%.0f MiB" % (size, *(statistics.median(
                          cost[i] for cost in costs) for i in range(3))),
                      flush=True)
    finally:
        sink.stop()


def alone(options):
    host, port = options.to.rsplit(":", 1)
    with House(options, SMTP % (host, int(port),
                                options.connections)) as house:
        seconds, usage = house.send(options.count)
    print("elapsed_s %.6f\nper_s %.1f\ncpu_us %.1f\nmaxrss_kb %d" % (
        seconds, options.count / seconds,
        (usage.ru_utime + usage.ru_stime) / options.count * 1e6,
        usage.ru_maxrss))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--sink", help="the program of mail_sink.c")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--template", default="brief",
                        help="brief (3 KB), or invitation (14 KB)")
    parser.add_argument("--waiting", default="0,10000,200000",
                        help="how many wait, with commas; 'none'")
    parser.add_argument("--to", help="HOST:PORT: ours alone")
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    if options.to:
        return alone(options)
    if not shutil.which("smtp-sink"):
        print("(no smtp-sink here, which is Postfix's: nothing is measured)")
        return 0
    count = options.count
    races = [
        Race("at once", None, 16, (count, count, count // 5)),
        Race("5 ms before each answer", ["--reply-ms", "5"], 64,
             (count, count // 4, count // 5)),
        Race("20 ms to accept", ["--accept-ms", "20"], 64,
             (count // 2, count // 4, count // 5)),
    ]
    sample = Sample(options)
    environment = node_peers.environment("nodemailer")
    print("mails of %d bytes, %d rounds" % (len(sample.bytes), options.rounds),
          flush=True)
    with tempfile.TemporaryDirectory() as folder:
        raw, parts = sample.write(folder)
        for _ in range(options.rounds):
            for race in races:
                race.round(options, raw, parts, environment)
    for race in races:
        race.tell()
    if options.waiting != "none":
        growth(options, [int(size) for size in options.waiting.split(",")],
               count // 2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
