"""What goes on around a daemon that is being killed: events come in and
customers answer, each until it is acknowledged. What was acknowledged is
written down here, and nowhere else."""
import http.client
import os
import subprocess
import threading
import time
import urllib.parse

import house
from house import when
from tap import comment

BUSY = 75  # EX_TEMPFAIL: the same again later
DOMAIN = "@customer.example"
TEXTED = 4  # every so many customers are asked by text


class Traffic(threading.Thread):
    """Something that goes on until it is told to end, or fails."""

    def __init__(self):
        super().__init__(daemon=True)
        self.ending = threading.Event()
        self.failure = None

    def run(self):
        try:
            while not self.ending.is_set():
                if not self.step():
                    self.ending.wait(0.005)
        except Exception as failure:
            self.failure = failure
            raise

    def step(self):
        """FALSE if there was nothing to do."""
        raise NotImplementedError

    def end(self):
        self.ending.set()
        self.join()
        if self.failure is not None:
            raise self.failure


def commanded(home, chance, risk, arguments, data=b""):
    """A command is run until it is done, however often it is killed, or told
    to come again. Returns how often it was killed."""
    kills = 0
    while True:
        with subprocess.Popen(
                (house.PROGRAM, "--config", home.ini) + arguments,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, cwd=home.path) as process:
            if chance.random() < risk:
                time.sleep(chance.random() * 0.06)
                process.kill()
            try:
                said = process.communicate(data)[1].decode()
            except BrokenPipeError:
                said = ""
        if process.returncode == 0:
            return kills
        if process.returncode not in (BUSY, -9):
            raise AssertionError("dripscore %s ended with %d: %s" % (
                arguments[0], process.returncode, said))
        kills += process.returncode == -9
        time.sleep(0.02)


class Feed(Traffic):
    """Events of new customers, by import and one by one, somewhat ahead of
    what has left."""

    def __init__(self, home, chance, total, ahead, taken):
        super().__init__()
        self.home, self.chance = home, chance
        self.total, self.ahead, self.taken = total, ahead, taken
        self.accepted = []  # who
        self.kills = self.commands = 0

    def row(self, i):
        who = "+35840%07d" % i if i % TEXTED == 0 else \
            "c%d%s" % (i, DOMAIN)
        return who, "stay" if i % TEXTED == 0 else "booking"

    def step(self):
        first = len(self.accepted)
        room = min(self.total - first, self.ahead - (first - self.taken()))
        if room <= 0:
            return False
        n = 1 if self.chance.random() < 0.2 else \
            self.chance.randrange(1, room + 1)
        rows = [self.row(i) for i in range(first, first + n)]
        self.commands += 1
        if n == 1:
            (who, kind), = rows
            self.kills += commanded(
                self.home, self.chance, 0.2,
                ("event", kind, "--email" if "@" in who else "--phone", who,
                 "--ref", "R" + who, "--at", when(-7200)))
        else:
            path = self.home.write(
                "events.csv", "type,reference,at,email,phone\n" + "".join(
                    "%s,R%s,%s,%s\n" % (kind, who, when(-7200),
                                        who + "," if "@" in who
                                        else "," + who)
                    for who, kind in rows))
            self.kills += commanded(self.home, self.chance, 0.2,
                                    ("import", path))
        self.accepted += [who for who, _ in rows]
        return True

    def is_done(self):
        return len(self.accepted) >= self.total


MAIL = """\
From: <%s>
To: %s
Subject: Re: how was it?
Message-ID: <answer-%s>
In-Reply-To: %s
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

%d

%s
"""


class Customers(Traffic):
    """Half of those who were asked answer: by deliver, by a Maildir that is
    polled, and by webhook."""

    def __init__(self, home, chance, peer, hook, inbox):
        super().__init__()
        self.home, self.chance, self.peer = home, chance, peer
        self.hook, self.inbox = hook, inbox  # (port, path), a Maildir
        self.answered = {}  # who -> score, as it was acknowledged
        self.looked_at = 0
        self.kills = 0
        self.ways = {"deliver": 0, "maildir": 0, "webhook": 0}
        for name in ("tmp", "new", "cur"):
            os.makedirs(os.path.join(inbox, name))

    def step(self):
        if self.looked_at == len(self.peer.took):
            return False
        entry = self.peer.took[self.looked_at]
        self.looked_at += 1
        if entry.who in self.answered or self.chance.random() < 0.5:
            return True
        score = self.chance.randrange(11)
        way = "webhook" if entry.kind == "text" else \
            self.chance.choice(("deliver", "maildir", "maildir"))
        getattr(self, "by_" + way)(entry, score)
        self.ways[way] += 1
        self.answered[entry.who] = score
        return True

    def mail(self, entry, score):
        return (MAIL % (entry.who, entry.back, entry.who, entry.name, score,
                        "It was fine." if score % 2 else "")).encode()

    def by_deliver(self, entry, score):
        self.kills += commanded(self.home, self.chance, 0.2, ("deliver",),
                                self.mail(entry, score))

    def by_maildir(self, entry, score):
        name = "%d.%s" % (self.looked_at, entry.who)
        path = os.path.join(self.inbox, "tmp", name)
        with open(path, "wb") as stream:
            stream.write(self.mail(entry, score))
        os.rename(path, os.path.join(self.inbox, "new", name))

    def by_webhook(self, entry, score):
        while not self.posted(entry, score):
            if self.ending.is_set():
                raise AssertionError("nobody takes a text")
            time.sleep(0.01)

    def posted(self, entry, score):
        port, path = self.hook
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request(
                "POST", path, urllib.parse.urlencode({
                    "from": entry.who, "text": str(score),
                    "id": "answer-" + entry.who}),
                {"Content-Type": "application/x-www-form-urlencoded"})
            return connection.getresponse().status // 100 == 2
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def is_done(self):
        return self.looked_at == len(self.peer.took)

    def tell(self):
        comment("%d have answered: %s; %d commands killed" % (
            len(self.answered), ", ".join(
                "%d by %s" % (n, way) for way, n in self.ways.items()),
            self.kills))
