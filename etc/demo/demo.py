#!/usr/bin/env python3
"""The demo: the events of a hotel (or of FILE.csv) go through the dripscore
that was built, on a clock that jumps; guests answer by mail; the scores come
out.

Makes the folder demo/ in the current folder. Called by `./autogen.sh demo` and
by tests/integration/test_demo.py. Between two steps of the clock it is the
world outside: it reads the mails in demo/sent and puts the guests' replies
into demo/inbox. Of dripscore it uses what any admin has: the program, the INI
file and the two Maildirs.
"""
import argparse
import base64
import datetime
import email
import email.policy
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import textwrap

from world import UTC, Events, Failed, World, zone_of

DAY = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)
HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
FOLDER = "demo"
MARKER = ".made-by-dripscore-demo"
SEED = 7

# Up to here a step is a day, beyond a week; and never more steps than that.
LONGEST_DAILY = 150 * DAY
STEPS_MAX = 250

PLANNED = 21 * DAY


def iso(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of(at):
    return "%d %s" % (at.day, at.strftime("%b %Y"))


class Terminal:
    """What is said: one line that moves on a terminal, a line a week (or a
    month) on a pipe."""

    def __init__(self):
        self.is_terminal = sys.stdout.isatty() and \
            os.environ.get("TERM", "dumb") != "dumb"
        self.colours = self.is_terminal and "NO_COLOR" not in os.environ
        utf8 = (sys.stdout.encoding or "").lower().startswith("utf")
        self.full, self.empty = ("━", "━") if utf8 and self.colours else \
            ("━", " ") if utf8 else ("#", ".")
        self.shown = None
        self.last = None

    def paint(self, code, text):
        return "\033[%sm%s\033[0m" % (code, text) if self.colours else text

    def say(self, text=""):
        print(text, flush=True)

    def title(self, text):
        self.say(self.paint("1", text))

    def progress(self, at, period, share, asked, answered):
        """period: of which a pipe gets one line, the last."""
        figures = "%6s asked  %5s answered" % (
            format(asked, ","), format(answered, ","))
        if not self.is_terminal:
            if period != self.shown:
                self.progress_end()
            self.shown = period
            self.last = "  %11s  %s" % (day_of(at), figures)
            return
        width = max(10, min(shutil.get_terminal_size().columns, 96) - 48)
        done = round(width * share)
        print("\r  %11s  %s%s  %s\033[K" % (
            day_of(at), self.paint("36", self.full * done),
            self.paint("90", self.empty * (width - done)), figures),
            end="", flush=True)

    def progress_end(self):
        """After the last one."""
        if self.is_terminal:
            print(flush=True)
        elif self.last is not None:
            self.say(self.last)
            self.last = None


class Demo:
    def __init__(self, build, events, seed, terminal):
        self.program = os.path.join(os.path.abspath(build), "dripscore")
        if not os.access(self.program, os.X_OK):
            raise Failed("%s is not there: build it first" % self.program)
        self.events = events
        self.terminal = terminal
        self.make_folder()
        self.config = os.path.join(FOLDER, "dripscore.ini")
        for name in ("dripscore.ini", "holidays-pt.ics"):
            shutil.copyfile(os.path.join(HERE, name),
                            os.path.join(FOLDER, name))
        self.environment = dict(
            os.environ, DRIPSCORE_CONFIG=os.path.abspath(self.config),
            DRIPSCORE_TEMPLATES=os.path.join(TOP, "templates"))
        self.write_starter()
        self.log = open(os.path.join(FOLDER, "log"), "w+", encoding="utf-8")
        with open(self.config, encoding="utf-8") as file:
            found = re.search(r"^timezone *= *(\S+)", file.read(), re.M)
        self.zone = zone_of(found.group(1) if found else "")
        self.world = World(FOLDER, events, seed, self.zone)

    @staticmethod
    def make_folder():
        marker = os.path.join(FOLDER, MARKER)
        if os.path.lexists(FOLDER):
            if not os.path.isfile(marker) or os.path.islink(FOLDER):
                raise Failed("%s is there and was not made by the demo: move "
                             "it away, or go to another folder" %
                             os.path.abspath(FOLDER))
            shutil.rmtree(FOLDER)
        os.mkdir(FOLDER)
        with open(marker, "w", encoding="utf-8") as file:
            file.write("The demo removes this folder and makes it anew.\n")

    def write_starter(self):
        """demo/dripscore: the program that is not installed, with what it
        needs in its environment."""
        path = os.path.join(FOLDER, "dripscore")
        lines = ["#!/bin/sh", "# dripscore as the demo runs it."]
        for name in ("DRIPSCORE_CONFIG", "DRIPSCORE_TEMPLATES"):
            lines += ["%s=%s" % (name, shlex.quote(self.environment[name])),
                      "export " + name]
        lines.append('exec %s "$@"' % shlex.quote(self.program))
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        os.chmod(path, 0o755)

    def call(self, *arguments, shown=False):
        """Runs dripscore; what it says goes to demo/log unless it is to be
        seen."""
        self.log.flush()
        done = subprocess.run(
            [self.program, *arguments], env=self.environment, check=False,
            stdin=subprocess.DEVNULL, stdout=None if shown else self.log,
            stderr=None if shown else subprocess.STDOUT)
        return done.returncode

    def tail_of_log(self):
        self.log.flush()
        self.log.seek(0)
        return "".join(self.log.readlines()[-8:]).rstrip()

    def import_events(self):
        """Rows that cannot be read are told, and left out."""
        code = self.call("import", self.events.path, shown=True)
        if code in (126, 127) or code < 0:
            raise Failed("`dripscore import` ended with %d" % code)

    def end(self):
        """The noon of the first Monday after the last event: by then the
        digests of that week are out."""
        last = self.events.last.astimezone(self.zone)
        monday = last.date() + DAY * (7 - last.weekday())
        return datetime.datetime.combine(monday, datetime.time(12),
                                         tzinfo=self.zone)

    def steps(self, begin, end):
        length = DAY
        if end - begin > LONGEST_DAILY:
            length = max(7 * DAY, DAY * -(-(end - begin).days // STEPS_MAX))
        at = begin
        while at < end:
            until = min(at + length, end)
            yield at, until
            at = until
        # Once more at the end, to read what came in during the last step.
        yield end, end

    def begin(self):
        return datetime.datetime.combine(
            self.events.first.astimezone(UTC).date(), datetime.time(),
            tzinfo=UTC)

    def show_plan(self):
        """What is to come, before it does: a few weeks, or all of it, if the
        file begins thinly."""
        begin, end = self.begin(), self.end()
        until = min(begin + PLANNED, end)
        share = (until - begin) / (end - begin)
        if self.events.share_until(until) < share / 2:
            until = end
        self.terminal.say()
        self.call("plan", "--from", iso(begin), "--until", iso(until),
                  shown=True)
        self.terminal.say()

    def run(self):
        begin, end = self.begin(), self.end()
        world = self.world
        for at, until in self.steps(begin, end):
            world.deliver(at)
            code = self.call("run", "--staged", "--quiet", "--from", iso(at),
                             "--until", iso(until))
            if code != 0:
                raise Failed("`dripscore run --staged` ended with %d:\n%s" %
                             (code, self.tail_of_log()))
            world.read_mail()
            local = (until - SECOND).astimezone(self.zone)
            self.terminal.progress(local, (local.year, local.month)
                                   if end - begin > LONGEST_DAILY
                                   else local.isocalendar()[:2],
                                   self.events.share_until(until),
                                   world.asked, world.answered)
        self.terminal.progress_end()

    def write_digest(self):
        """As files that a browser and a pager open. Returns of when it is, or
        None if there is none."""
        if self.world.digest is None:
            return None
        mail = email.message_from_bytes(self.world.digest,
                                        policy=email.policy.default)
        for kind, subtype in (("html", "html"), ("txt", "plain")):
            text = mail.get_body(preferencelist=(subtype,)).get_content()
            # A browser has no mail to look for pictures in.
            for part in mail.walk():
                if part.get_content_type() == "image/png":
                    text = text.replace(
                        "cid:" + part["Content-ID"].strip("<>"),
                        "data:image/png;base64," + base64.b64encode(
                            part.get_content()).decode())
            with open(os.path.join(FOLDER, "digest." + kind), "w",
                      encoding="utf-8") as file:
                file.write(text)
        return mail["Subject"].rsplit(", ", 1)[-1]

    def show_replies(self):
        """What came in, and by which programs."""
        names = (("answer", "answers"), ("comment", "in words alone"),
                 ("auto-reply", "automatic"), ("opt-out", "unsubscribed"),
                 ("bounce", "bounced"))
        counts = [(self.world.kinds[kind], name) for kind, name in names]
        say = self.terminal.say
        say()
        say("Replies: " + ", ".join(
            "%s %s" % (format(n, ","), name) for n, name in counts if n)
            if self.world.kinds else "No reply came in.")
        if self.world.programs:
            by = sorted(self.world.programs.items(),
                        key=lambda each: (-each[1], each[0]))
            line = ", ".join(("%s %s" % (name, format(n, ","))).replace(
                " ", "\0") for name, n in by)
            say(textwrap.fill(line, 78, initial_indent="     by: ",
                              subsequent_indent=" " * 9).replace("\0", " "))

    def show_end(self, digest):
        say, paint = self.terminal.say, self.terminal.paint
        places = [("the digest", "demo/digest.html",
                   "of %s; as text: digest.txt" % digest)] if digest else []
        places += [
            ("the mails", "demo/sent/cur", "each invitation and digest"),
            ("the replies", "demo/inbox/cur", "as the mail programs wrote "
             "them"),
            ("the guests", "demo/guests.jsonl", "who meant to say what"),
            ("the store", "demo/dripscore.db", "all that dripscore knows"),
        ]
        say()
        self.terminal.title("Where things lie")
        for what, path, remark in places:
            say("  %-12s %-18s  %s" % (what, path, paint("90", remark)))
        halfway = self.events.last - min(28 * DAY, (
            self.events.last - self.events.first) / 2)
        say()
        self.terminal.title("Try next")
        for line in ("xdg-open demo/digest.html" if digest else None,
                     "demo/dripscore status",
                     "demo/dripscore score --since %s --until %s" % (
                         (halfway + DAY).date(), self.events.last.date()),
                     "demo/dripscore score --json",
                     "demo/dripscore read demo/inbox/cur/0000001*"):
            if line:
                say("  " + line)


def main():
    parser = argparse.ArgumentParser(
        description="Runs the demo in the folder demo/ of the current one.")
    parser.add_argument("--build", required=True, metavar="FOLDER",
                        help="where dripscore was built")
    parser.add_argument("--seed", type=int, default=SEED,
                        help="other guests, other answers")
    parser.add_argument("file", nargs="?", metavar="FILE.csv",
                        default=os.path.join(HERE, "events.csv"),
                        help="other events")
    options = parser.parse_args()
    terminal = Terminal()
    try:
        events = Events(os.path.abspath(options.file))
        demo = Demo(options.build, events, options.seed, terminal)
        terminal.say()
        terminal.title("dripscore: a hotel's mail, on a clock that jumps")
        terminal.say("%s events of %s guests, %s to %s" % (
            format(events.count, ","), format(len(events.people), ","),
            day_of(events.first), day_of(events.last)))
        terminal.say()
        demo.import_events()
        demo.show_plan()
        demo.run()
        digest = demo.write_digest()
        demo.show_replies()
        terminal.say()
        demo.call("score", shown=True)
        demo.show_end(digest)
    except Failed as error:
        terminal.progress_end()
        print("demo: %s" % error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        terminal.progress_end()
        print("demo: stopped", file=sys.stderr)
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(main())
