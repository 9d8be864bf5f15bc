"""Attacks on the webhooks of a running daemon, and what must hold all the same:
what was answered with 200 is kept, nothing is kept twice, nobody is locked out
for long, and the memory stays as it is."""
import concurrent.futures
import contextlib
import http.client
import os
import socket
import sqlite3
import sys
import threading
import time
import urllib.parse

import house
from house import House, PIPE, TOUCHPOINT, contains, lacks, maildir, wait_for
from tap import equal

SECRET = "q7GmXw29LsT4vB8n"
WRONG = ("x" + SECRET[1:], SECRET[:-1], SECRET + "x", SECRET.lower(), "0" * 16,
         "0" * 100)
DEADLINE_S = 1
PER_ADDRESS = 20
NUMBER = "+358401234567"

WEB = """
[web]
listen = 127.0.0.1:%d
deadline = %d seconds
connections = 60
connections_per_address = %d
"""

TEXTS = """
[provider texts]
type = kannel
url = http://127.0.0.1:9/cgi-bin/sendsms
username = dripscore
password_file = texts.secret
hook_secret_file = texts.secret
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Hooks(House):
    """A house whose daemon can be called."""

    def __init__(self, deadline_s=10, per_address=PER_ADDRESS, **more):
        self.port = free_port()
        super().__init__(maildir() + PIPE + TOUCHPOINT + TEXTS +
                         WEB % (self.port, deadline_s, per_address), **more)
        self.write("texts.secret", SECRET + "\n")
        self.private.update((SECRET, NUMBER))

    def dial(self):
        return socket.create_connection(("127.0.0.1", self.port), 10)

    def target(self, number, words="9", secret=SECRET):
        return "/hooks/texts/%s?%s" % (secret, urllib.parse.urlencode({
            "text": words, "from": NUMBER, "time": int(time.time()),
            "id": "id-%s" % number}))

    def ask(self, number, connection=None, **more):
        """The status, of a connection of its own unless one is given."""
        own = connection is None
        if own:
            connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                    timeout=15)
        connection.request("GET", self.target(number, **more))
        answer = connection.getresponse()
        answer.read()
        if own:
            connection.close()
        return answer.status

    def raw(self, data, half=False):
        """All that is answered to these bytes, until the end."""
        with self.dial() as sock:
            with contextlib.suppress(OSError):
                sock.sendall(data)
            if half:
                sock.shutdown(socket.SHUT_WR)
            return everything(sock)

    def kept(self):
        """How many texts are in the store."""
        with contextlib.closing(sqlite3.connect(
                "file:%s?mode=ro" % self.store, uri=True)) as store:
            return store.execute("SELECT count(*) FROM reply"
                                 " WHERE channel = 'sms'").fetchone()[0]

    @contextlib.contextmanager
    def locked(self):
        """Another process writes."""
        store = sqlite3.connect(self.store, isolation_level=None)
        store.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            store.execute("ROLLBACK")
            store.close()


def everything(sock):
    data = b""
    with contextlib.suppress(ConnectionError):
        while True:
            part = sock.recv(65536)
            if not part:
                break
            data += part
    return data


def status_of(data):
    return int(data.split()[1]) if data else 0


def test_killed():
    """what was answered with 200 is there after a kill -9"""
    home = Hooks()
    for number in range(4):
        daemon = home.daemon()
        equal(home.ask(number), 200, "status")
        daemon.kill()
        equal(home.kept(), number + 1, "texts")


def test_once():
    """the same text twice is one reply; a wrong secret is 403, and what is
    no hook is 404, and nothing of it is kept"""
    home = Hooks()
    home.daemon()
    equal([home.ask(1) for _ in range(3)], [200] * 3, "statuses")
    for secret in WRONG:
        equal(home.ask(2, secret=secret), 403, "status")
    equal(status_of(home.raw(b"GET /hooks/texts HTTP/1.1\r\nHost: h\r\n\r\n")),
          403, "status without a secret")
    for path in ("/", "//hooks/texts/" + SECRET, "/hooks/other/" + SECRET,
                 "/hooks/mail", "/hooks/%74exts/" + SECRET,
                 "/hooks/texts/../texts/" + SECRET, "/hooks/" + "a" * 9000):
        found = status_of(home.raw(("GET %s HTTP/1.1\r\nHost: h\r\n\r\n" %
                                    path).encode()))
        if found not in (404, 403):
            raise AssertionError("%s: %d" % (path[:40], found))
    equal(home.kept(), 1, "texts")


def test_smuggling():
    """a request with two lengths is refused, and what follows it on its
    connection is not looked at"""
    home = Hooks()
    home.daemon()
    hidden = "GET %s HTTP/1.1\r\nHost: h\r\n\r\n" % home.target(1)
    for lengths in ("Content-Length: 5\r\nTransfer-Encoding: chunked",
                    "Transfer-Encoding: chunked\r\nContent-Length: 5",
                    "Content-Length: 5\r\nContent-Length: 0",
                    "Transfer-Encoding: identity",
                    "Transfer-Encoding: xchunked"):
        answer = home.raw(("POST %s HTTP/1.1\r\nHost: h\r\n%s\r\n\r\n"
                           "0\r\n\r\n%s" % (home.target(2), lengths,
                                            hidden)).encode())
        equal(status_of(answer), 400, lengths)
        equal(answer.count(b"HTTP/1.1 "), 1, "answers")
    equal(home.kept(), 0, "texts")


def test_pipelined():
    """requests sent at once are answered, also to who has closed his half"""
    home = Hooks()
    home.daemon()
    data = "".join("GET %s HTTP/1.1\r\nHost: h\r\n%s\r\n" % (
        home.target(number), "Connection: close\r\n" if number == 29 else "")
        for number in range(30)).encode()
    equal(home.raw(data).count(b"HTTP/1.1 200 "), 30, "answers")
    equal(home.kept(), 30, "texts")
    one = "GET %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
    home.raw((one % home.target(30)).encode(), half=True)
    wait_for("the text", lambda: home.kept() == 31)


def test_slow():
    """who dribbles his headers, or his body, is closed at the deadline, and
    others are served meanwhile"""
    home = Hooks(deadline_s=DEADLINE_S)
    home.daemon()
    heads = [b"", b"GET /hooks/texts HTTP/1.1\r\nX: ",
             b"POST /hooks/texts HTTP/1.1\r\nHost: h\r\n"
             b"Content-Length: 1000\r\n\r\n",
             b"POST /hooks/texts HTTP/1.1\r\nHost: h\r\n"
             b"Transfer-Encoding: chunked\r\n\r\n3e8\r\n"]

    def dribble(head):
        began = time.monotonic()
        with home.dial() as sock:
            sock.settimeout(0.1)
            with contextlib.suppress(OSError):
                sock.sendall(head)
                while time.monotonic() - began < 10:
                    sock.sendall(b"G")
                    with contextlib.suppress(TimeoutError):
                        if not sock.recv(1000):
                            break
        return time.monotonic() - began

    with concurrent.futures.ThreadPoolExecutor() as pool:
        ends = [pool.submit(dribble, head) for head in heads]
        equal(home.ask(1), 200, "status")
        for end in ends:
            if not DEADLINE_S * 0.9 < end.result() < DEADLINE_S + 2:
                raise AssertionError("closed after %.1f s" % end.result())


def test_many():
    """of one address no more are let in than it may have, and it is served
    again when they are gone"""
    home = Hooks()
    home.daemon()
    crowd = [home.dial() for _ in range(200)]
    time.sleep(0.3)
    gone = 0
    for sock in crowd:
        sock.settimeout(0.01)
        try:
            gone += sock.recv(1) == b""
        except TimeoutError:
            pass
        except ConnectionError:
            gone += 1
    equal(gone, 200 - PER_ADDRESS, "sent away")
    for sock in crowd:
        sock.close()

    def served():
        with contextlib.suppress(http.client.HTTPException, OSError):
            return home.ask(1) == 200
        return False

    wait_for("an answer", served, 3)
    equal(home.kept(), 1, "texts")


def test_locked():
    """a text waits while another process writes; if that takes long it is
    503 with Retry-After, and one reply when it comes again"""
    home = Hooks()
    home.daemon()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        with home.locked():
            waiting = pool.submit(home.ask, 1)
            time.sleep(0.5)
            equal(waiting.done(), False, "answered")
        equal(waiting.result(), 200, "status")
    with home.locked():
        answer = home.raw(("GET %s HTTP/1.1\r\nHost: h\r\n\r\n" %
                           home.target(2)).encode())
        equal(status_of(answer), 503, "status")
        contains(answer.decode(), "\r\nRetry-After: ")
        equal(home.kept(), 1, "texts")
    equal([home.ask(2), home.ask(2)], [200, 200], "statuses")
    equal(home.kept(), 2, "texts")


def test_hangup():
    """no request is lost while the configuration is read again and again"""
    home = Hooks(per_address=50)
    daemon = home.daemon()
    over = threading.Event()
    statuses = []

    def call(name, keep):
        connection = None
        number = 0
        while not over.is_set():
            number += 1
            who = "%s-%d" % (name, number)
            if not keep:
                statuses.append(home.ask(who))
                continue
            if connection is None:
                connection = http.client.HTTPConnection(
                    "127.0.0.1", home.port, timeout=15)
            statuses.append(home.ask(who, connection))

    with concurrent.futures.ThreadPoolExecutor() as pool:
        callers = [pool.submit(call, name, name % 2 == 0)
                   for name in range(6)]
        for times in range(1, 6):
            time.sleep(0.3)
            daemon.hangup()
            daemon.wait_log("was read again", times)
        time.sleep(0.3)
        over.set()
        for caller in callers:
            caller.result()
    equal(set(statuses), {200}, "statuses")
    equal(home.kept(), len(statuses), "texts")
    if len(statuses) < 50:
        raise AssertionError("only %d requests" % len(statuses))


def test_moved():
    """a web that moves is served where it moved to; one that cannot, stays; a
    daemon that cannot listen does not start"""
    home = Hooks()
    daemon = home.daemon()
    here, there = home.port, free_port()
    with open(home.ini, encoding="utf-8") as stream:
        ini = stream.read()

    def move_to(port):
        home.write("dripscore.ini", ini.replace(":%d\n" % here,
                                                ":%d\n" % port))
        daemon.hangup()

    with socket.create_server(("127.0.0.1", 0)) as other:
        move_to(other.getsockname()[1])
        daemon.wait_log("the former stays in force")
        contains(daemon.log(), "nobody can listen on 127.0.0.1, port ")
        equal(home.ask(1), 200, "status")
    move_to(there)
    daemon.wait_log("was read again")
    home.port = there
    equal(home.ask(2), 200, "status")

    def closed():
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", here), 10).close()
            return False
        return True

    wait_for("the end of the former", closed, 5)
    equal(daemon.stop(), 0, "exit code")
    with socket.create_server(("127.0.0.1", there)):
        contains(home.run("run", code=78), "nobody can listen")


def test_terminate():
    """SIGTERM does not wait long for who only holds a connection"""
    home = Hooks()
    daemon = home.daemon()
    with home.dial(), home.dial() as half:
        half.sendall(b"GET /hooks/texts HTTP/1.1\r\nX: ")
        equal(home.ask(1), 200, "status")
        began = time.monotonic()
        equal(daemon.stop(), 0, "exit code")
        if time.monotonic() - began > 4:
            raise AssertionError("it took %.1f s" % (time.monotonic() - began))


def resident_kib(pid):
    with open("/proc/%d/status" % pid, encoding="utf-8") as stream:
        for line in stream:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    raise AssertionError("no VmRSS")


def test_memory():
    """thousands of requests, good and bad, leave the memory as it was"""
    # AddressSanitizer keeps what was freed.
    os.environ["ASAN_OPTIONS"] = "quarantine_size_mb=1:" + \
        os.environ.get("ASAN_OPTIONS", "")
    home = Hooks()
    daemon = home.daemon()
    connection = http.client.HTTPConnection("127.0.0.1", home.port, timeout=15)
    bad = (b"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
           b"nonsense\r\n\r\n",
           b"POST /hooks/texts/x HTTP/1.1\r\nHost: h\r\n"
           b"Content-Length: 40000\r\n\r\n" + b"x" * 40000,
           b"POST /hooks/texts/x HTTP/1.1\r\nHost: h\r\n"
           b"Content-Length: 40\r\n\r\nhung up")

    def batch(n):
        for number in range(n):
            equal(home.ask(number % 50, connection), 200, "status")
            if number % 4 == 0:
                with home.dial() as sock:
                    with contextlib.suppress(OSError):
                        sock.sendall(bad[number // 4 % len(bad)])
        return resident_kib(daemon.pid)

    before = batch(800)
    after = batch(3000)
    if after - before > 1500:
        raise AssertionError("%d KiB, then %d KiB" % (before, after))
    equal(home.kept(), 50, "texts")
    lacks(daemon.log(), SECRET)
    if daemon.log().count("refused") > 30:
        raise AssertionError("the log is flooded:\n" + daemon.log()[-2000:])
    os.kill(daemon.pid, 0)


if __name__ == "__main__":
    sys.exit(house.main([
        test_killed, test_once, test_smuggling, test_pipelined, test_slow,
        test_many, test_locked, test_hangup, test_moved,
        test_terminate, test_memory]))
