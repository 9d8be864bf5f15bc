#!/usr/bin/python3
"""Texts, and a daemon that is killed with -9 whenever it hurts: nobody is asked
twice, no answer is lost, no money is given back, and who says stop is heard."""
import contextlib
import http.client
import http.server
import json
import random
import sqlite3
import sys
import threading
import time
import urllib.parse

import house
from house import CADENCE, House, PIPE, wait_for, when
from kannel import free_ports
from tap import comment, equal

SEED = 20260301
SECRET = "aVerySecretPath1234"
PRICE = 50000  # of an event: five cents, in millionths
CONNECTIONS = 8

SMS = """
[sms]
country        = FI
hours          = 00:00-24:00
price          = 0.05
currency       = EUR
budget         = %s
max_per_number = 9
max_per_prefix = 0
max_per_day    = %d

[touchpoint after-booking]
on      = booking
delay   = 1 hour
channel = sms
via     = %s
""" + PIPE + CADENCE

PROVIDER = """
[provider %s]
type        = http
url         = %s/send
format      = json
body        = {"to": "{to}", "text": "{text}"}
id          = json:id
connections = %d
timeout     = 20 seconds
"""

HOOK = """
hook_secret_file = texts.secret
reply_text = text
reply_from = from
reply_id   = id

[web]
listen     = 127.0.0.1:%d
public_url = http://127.0.0.1:%d
"""


class Gateway(http.server.ThreadingHTTPServer):
    """Keeps a ledger by number; slow if it is told to; may refuse our login
    from some text on."""
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, delay=0.0, takes=None):
        super().__init__(("127.0.0.1", 0), Call)
        self.delay = delay
        self.takes = takes  # so many texts, then 401; None: all
        self.lock = threading.Lock()
        self.texts = []  # (number, text), as they were taken
        self.refused = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *unused):
        self.shutdown()
        self.server_close()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.server_address[1]

    def take(self, number, text):
        """The text's id; 0: refused."""
        with self.lock:
            if self.takes is not None and len(self.texts) >= self.takes:
                self.refused += 1
                return 0
            self.texts.append((number, text))
            return len(self.texts)

    def handle_error(self, request, client_address):
        """The daemon was killed while it was answered."""

    def __len__(self):
        with self.lock:
            return len(self.texts)

    def to(self, number):
        with self.lock:
            return [text for each, text in self.texts if each == number]

    def numbers(self):
        with self.lock:
            return [number for number, _ in self.texts]


class Call(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        asked = json.loads(self.rfile.read(length))
        number = self.server.take(asked["to"], asked["text"])
        time.sleep(self.server.delay)
        body = json.dumps({"id": "text-%d" % number}).encode()
        self.send_response(201 if number else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        """Nobody reads it."""


class Texts(House):
    """A house that texts by a gateway, and hears by a webhook."""

    def __init__(self, gateway, budget="0", most=0, backup=None):
        self.port, = free_ports(1)
        self.gateways = [gateway] + ([] if backup is None else [backup])
        super().__init__(self.ini_of(budget, most))
        self.write("texts.secret", SECRET + "\n")
        self.private.add(SECRET)

    def ini_of(self, budget, most):
        names = ["texts", "backup"][:len(self.gateways)]
        sections = [PROVIDER % (name, gateway.url, CONNECTIONS)
                    for name, gateway in zip(names, self.gateways)]
        sections.insert(1, HOOK % (self.port, self.port))
        return SMS % (budget, most, ", ".join(names)) + "".join(sections)

    def book(self, count, first=0):
        """Events of so many numbers, which are returned."""
        numbers = ["+358401%06d" % i for i in range(first, first + count)]
        self.private.update(numbers)
        path = self.write("events.csv", "type,reference,at,phone\n" + "".join(
            "booking,B%s,%s,%s\n" % (number, when(-7200), number)
            for number in numbers))
        self.run("import", path)
        return numbers

    def ask(self, sql, *values):
        with contextlib.closing(sqlite3.connect(
                "file:%s?mode=ro" % self.store, uri=True, timeout=10)) as it:
            return it.execute(sql, values).fetchall()

    def states(self):
        """Of the only invitation of each number."""
        return dict(self.ask(
            "SELECT c.phone, s.state FROM contact c JOIN invitation i"
            " ON i.contact_id = c.id JOIN invitation_state s"
            " ON s.invitation_id = i.id"))

    def count(self, state):
        return sum(1 for each in self.states().values() if each == state)

    def spent(self):
        """Texts of the day, and their money in prices of one."""
        found = self.ask("SELECT sum(n), sum(cost_micro) FROM spending"
                         " WHERE scope = ''")[0]
        return found[0] or 0, (found[1] or 0) // PRICE

    def is_quiet(self):
        """Nothing is due, leased or sending, and all is read."""
        return self.ask(
            "SELECT (SELECT count(*) FROM due WHERE due_at <= unixepoch())"
            " + (SELECT count(*) FROM attempt WHERE ended_at IS NULL)"
            " + (SELECT count(*) FROM intake)"
            " + (SELECT count(*) FROM reply WHERE state = 'new')") == [(0,)]

    def says(self, number, words, name):
        """A customer's text, by the webhook; whether it was taken."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=10)
        try:
            connection.request(
                "POST", "/hooks/texts/" + SECRET,
                urllib.parse.urlencode({"from": number, "text": words,
                                        "id": name}),
                {"Content-Type": "application/x-www-form-urlencoded"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def at_most_once(numbers, what):
    twice = {number for number in numbers if numbers.count(number) > 1}
    if twice:
        raise AssertionError("%s: twice to %r" % (what, sorted(twice)))


def until_killed(home, chance, gateway, times, step):
    """Daemons, one after the other, each killed after some more texts."""
    for _ in range(times):
        daemon = home.daemon(ready=None)
        goal = len(gateway) + chance.randrange(1, step)
        with contextlib.suppress(AssertionError):
            wait_for("some texts", lambda: len(gateway) >= goal, 3)
        time.sleep(chance.random() * 0.05)
        daemon.kill()


def test_killed_again_and_again():
    """200 are asked by text, the daemon killed again and again, the money
    spent on the way: each is asked once or in doubt, the count of the day is
    never below the ledger, and the fuse holds to the text"""
    chance = random.Random(SEED)
    with Gateway(delay=0.03) as gateway:
        home = Texts(gateway, budget="6.00")
        numbers = home.book(200)
        for _ in range(4):
            until_killed(home, chance, gateway, 1, 30)
            if home.spent()[0] < len(gateway):
                raise AssertionError("a crash gave money back")
        daemon = home.daemon()
        wait_for("the fuse", lambda: "fuse has blown" in home.status())
        wait_for("quiet", home.is_quiet)
        equal(home.spent(), (120, 120), "texts of the day, and their money")
        if not 100 <= len(gateway) <= 120:
            raise AssertionError("%d in the ledger" % len(gateway))
        daemon.kill()
        home.configure(home.ini_of("20.00", 0))
        daemon = home.daemon()
        time.sleep(0.3)
        equal(home.spent(), (120, 120), "a blown fuse outlives a crash")
        daemon.kill()
        home.run("fuse", "--reset")
        until_killed(home, chance, gateway, 3, 30)
        daemon = home.daemon()
        wait_for("all", lambda: home.is_quiet() and
                 home.count("scheduled") == 0)
        equal(daemon.stop(), 0, "exit code")
        everything_is_accounted_for(home, gateway, numbers)


def everything_is_accounted_for(home, gateway, numbers):
    """Once in the ledger or in doubt; and what is in doubt stays so."""
    states, ledger = home.states(), gateway.numbers()
    doubtful = {number for number in numbers if states[number] == "in doubt"}
    at_most_once(ledger, "questions")
    equal(set(states.values()) - {"sent", "in doubt"}, set(), "states")
    equal(set(numbers) - set(ledger) - doubtful, set(), "never asked")
    equal(len(home.doubts()), len(doubtful), "doubts that are shown")
    equal(home.spent(), (len(numbers),) * 2, "charged")
    comment("%d in the ledger, %d in doubt, of those %d in the ledger" % (
        len(ledger), len(doubtful), len(doubtful & set(ledger))))
    if len(doubtful) > 8 * CONNECTIONS:
        raise AssertionError("more in doubt than was in flight")
    home.drain()
    equal(len(gateway), len(ledger), "sent again")


def test_cap_of_the_day():
    """a cap of the day holds to the text, however often the daemon dies"""
    chance = random.Random(SEED + 1)
    with Gateway(delay=0.02) as gateway:
        home = Texts(gateway, most=40)
        home.book(60)
        until_killed(home, chance, gateway, 4, 14)
        home.daemon()
        wait_for("quiet", lambda: home.is_quiet() and home.spent()[0] == 40)
        at_most_once(gateway.numbers(), "questions")
        equal(home.count("sent") + home.count("in doubt"), 40, "asked")
        equal(home.count("scheduled"), 20, "tomorrow")
        if len(gateway) > 40:
            raise AssertionError("%d in the ledger" % len(gateway))


def answers(home, batch, taken):
    """A thread for each number; the gateway repeats what got no 2xx."""
    def one(number):
        if home.says(number, "9, the sauna", "in" + number):
            taken.add(number)
    threads = [threading.Thread(target=one, args=(number,))
               for number in batch if number not in taken]
    for thread in threads:
        thread.start()
    return threads


def again(home, numbers, taken):
    """The gateway repeats some of what got no 2xx; whether all have one."""
    missing = [number for number in numbers if number not in taken]
    for thread in answers(home, missing[:5], taken):
        thread.join()
    return len(missing) == 0


def test_replies():
    """who answers while the daemon dies, before or after its 2xx, is heard
    once, and thanked once at most"""
    chance = random.Random(SEED + 2)
    with Gateway() as gateway:
        home = Texts(gateway)
        numbers = home.book(40)
        daemon = home.daemon()
        wait_for("the questions", lambda: home.count("sent") == 40)
        taken = set()
        for i in range(8):
            batch = numbers[5 * i:5 * i + 5]
            threads = answers(home, batch, taken)
            if i % 2 == 0:
                wait_for("a 2xx", lambda: taken & set(batch))
            else:
                time.sleep(chance.random() * 0.03)
            daemon.kill()
            for thread in threads:
                thread.join()
            kept = {row[0] for row in home.ask("SELECT sender FROM reply")}
            equal(taken - kept, set(), "a 2xx, and not on disk")
            daemon = home.daemon()
        wait_for("all of them taken", lambda: again(home, numbers, taken))
        wait_for("all read", home.is_quiet)
        equal(home.ask("SELECT count(*) FROM reply WHERE state = 'read'"
                       " AND kind = 'answer'"), [(40,)], "texts")
        equal(home.ask("SELECT count(*), count(DISTINCT invitation_id),"
                       " min(score), min(comment) FROM response"),
              [(40, 40, 9, "the sauna")], "responses")
        equal(home.count("answered"), 40, "answered")
        at_most_once([row for row in gateway.texts], "texts")
        thanks = len(gateway) - 40
        doubts = len(home.doubts())
        comment("%d thanks, %d in doubt" % (thanks, doubts))
        if not thanks <= 40 <= thanks + doubts:
            raise AssertionError("%d thanks, %d in doubt" % (thanks, doubts))
        equal(daemon.stop(), 0, "exit code")


def was_tried(home, number):
    """Whether a question to that number is or was on its way."""
    return home.ask(
        "SELECT count(*) FROM contact c JOIN invitation i"
        " ON i.contact_id = c.id JOIN message m ON m.invitation_id = i.id"
        " JOIN attempt a ON a.message_id = m.id WHERE c.phone = $1",
        number) != [(0,)]


def test_stop():
    """who says stop in the middle of a run gets the confirmation and nothing
    else, unless the question was on its way already; dying changes nothing"""
    chance = random.Random(SEED + 3)
    with Gateway(delay=0.05) as gateway:
        home = Texts(gateway)
        numbers = home.book(120)
        daemon = home.daemon(ready=None)
        stopped = {}
        for turn in range(8):
            wait_for("some texts", lambda: len(gateway) >= 10 * (turn + 1))
            asked = set(gateway.numbers())
            # Those next in line, and one that was asked long ago.
            waiting = [each for each in numbers
                       if each not in asked and each not in stopped]
            for number in waiting[CONNECTIONS:CONNECTIONS + 3] + numbers[:1]:
                words = chance.choice(("STOP", "stop it please", "Lopeta"))
                if home.says(number, words, "s%d%s" % (turn, number)):
                    stopped.setdefault(number, was_tried(home, number))
            if turn % 3 == 2:
                daemon.kill()
                daemon = home.daemon()
        wait_for("all", lambda: home.is_quiet() and
                 home.count("scheduled") == 0)
        equal(daemon.stop(), 0, "exit code")
        for number, tried in stopped.items():
            texts = gateway.to(number)
            questions = [text for text in texts if "how likely" in text]
            if len(questions) > tried or len(texts) - len(questions) > 1:
                raise AssertionError("%r: %r" % (number, texts))
        late = sum(stopped.values())
        comment("%d said stop, %d of them too late" % (len(stopped), late))
        if not late < len(stopped) / 2:
            raise AssertionError("too few said it in time")


def test_failover():
    """a gateway that refuses our login in the middle: each gets one text in
    all, by it or by the other"""
    chance = random.Random(SEED + 4)
    with Gateway(0.01, takes=25) as gateway, Gateway(0.01) as backup:
        home = Texts(gateway, backup=backup)
        numbers = home.book(80)
        until_killed(home, chance, gateway, 1, 20)
        daemon = home.daemon()
        wait_for("some by the other", lambda: len(backup) > 10)
        daemon.kill()
        daemon = home.daemon()
        wait_for("all", lambda: home.is_quiet() and
                 home.count("scheduled") == 0)
        equal(daemon.stop(), 0, "exit code")
        ledger = gateway.numbers() + backup.numbers()
        states = home.states()
        at_most_once(ledger, "questions by both")
        equal(len(gateway), 25, "by the first")
        equal([number for number in numbers if number not in ledger and
               states[number] != "in doubt"], [], "never asked")
        equal(home.spent()[0], 80, "charged")


def test_reload():
    """a configuration that is read again and again while texts are on their
    way, and answers: each is asked once, and nothing is in doubt"""
    chance = random.Random(SEED + 5)
    with Gateway(delay=0.05) as gateway:
        home = Texts(gateway, budget="4.00")
        numbers = home.book(60)
        daemon = home.daemon(ready=None)
        taken = set()
        for turn in range(1, 6):
            wait_for("some texts", lambda: len(gateway) >= 8 * turn)
            threads = answers(home, gateway.numbers()[:4], taken)
            time.sleep(chance.random() * 0.05)
            home.configure(home.ini_of("%d.00" % (4 + turn), 0))
            daemon.hangup()
            for thread in threads:
                thread.join()
        wait_for("all", lambda: home.is_quiet() and
                 home.count("scheduled") == 0)
        equal(daemon.stop(), 0, "exit code")
        equal(home.doubts(), [], "in doubt")
        equal(home.count("sent") + home.count("answered"), 60, "asked")
        equal(home.ask("SELECT count(*) FROM response"), [(len(taken),)],
              "responses")
        at_most_once(gateway.texts, "texts")
        equal(len(gateway), 60 + len(taken), "questions and thanks")
        equal(home.spent()[0], len(gateway), "charged")
        equal([number for number in numbers if not gateway.to(number)], [],
              "never asked")


if __name__ == "__main__":
    sys.exit(house.main([
        test_killed_again_and_again,
        test_cap_of_the_day,
        test_replies,
        test_stop,
        test_failover,
        test_reload,
    ]))
