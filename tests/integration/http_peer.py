"""A gateway over HTTP that misbehaves on demand, for tests of an HTTP client.

    with HttpPeer(rules=[{"request": 2, "close": "request"}]) as peer:
        ...  # speak HTTP to peer.url
    peer.requests()  # what was taken, whole

A rule is a dict; the first one that fits a request is used instead of the
ordinary answer (201, {"id": "peer-N"}):

    "match"       only if this stands in the head or in the body
    "connection"  only on this connection (from 1)
    "request"     only the request of this number on its connection (from 1)
    "times"       only so often
    "close"       "accept": hang up before anything is read; "head": after the
                  head, without reading the body; "request": after all of it
    "reset"       hang up with a RST instead of a FIN
    "delay"       seconds to wait before the answer
    "silent"      say nothing, but keep the connection
    "status", "headers", "body"   the answer, with a right Content-Length
    "raw"         the answer as it is (text), and then hang up
    "slow"        seconds between the bytes of the answer
    "last"        hang up after the answer, though it doesn't say so

The ledger has one entry a line: {"event": "connect" | "request", ...}, with
"connection", "number" (on its connection), "method", "target", "headers" (names
in lower case) and "body" (text).
"""

import json
import socket
import ssl
import struct
import threading
import time


class Gone(Exception):
    """The connection has ended, by either side."""


class Session:
    """One connection, in a thread of its own."""

    def __init__(self, peer, number, stream):
        self.peer = peer
        self.number = number
        self.stream = stream
        self.buffer = b""
        self.taken = 0

    def fill(self):
        data = self.stream.recv(65536)
        if not data:
            raise Gone
        self.buffer += data

    def take(self, n):
        while len(self.buffer) < n:
            self.fill()
        data, self.buffer = self.buffer[:n], self.buffer[n:]
        return data

    def hang_up(self, rule):
        if rule.get("reset"):
            self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                   struct.pack("ii", 1, 0))
        raise Gone

    def head(self):
        while b"\r\n\r\n" not in self.buffer:
            self.fill()
        lines = self.take(self.buffer.index(b"\r\n\r\n") + 4)
        lines = lines.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            if name:
                headers[name.lower()] = value.strip()
        return method, target, headers

    def answer(self, rule):
        time.sleep(rule.get("delay", 0))
        if rule.get("silent"):
            while True:
                self.fill()
        if "raw" in rule:
            data = rule["raw"].encode("latin-1")
        else:
            body = rule.get("body", json.dumps(
                {"id": "peer-%d" % self.peer.next_id()})).encode()
            head = {"Content-Type": "application/json",
                    "Content-Length": str(len(body))}
            head.update(rule.get("headers", {}))
            data = ("HTTP/1.1 %d Said\r\n" % rule.get("status", 201) +
                    "".join("%s: %s\r\n" % item for item in head.items()) +
                    "\r\n").encode("latin-1") + body
        if rule.get("slow"):
            for byte in data:
                self.stream.sendall(bytes([byte]))
                time.sleep(rule["slow"])
        else:
            self.stream.sendall(data)
        if "raw" in rule or rule.get("last"):
            raise Gone

    def serve_one(self):
        method, target, headers = self.head()
        self.taken += 1
        told = "%s %s\r\n%s" % (method, target, headers)
        early = self.peer.rule_for(self, told, early=True)
        if early.get("close") == "head":
            self.hang_up(early)
        body = self.take(int(headers.get("content-length", 0)))
        body = body.decode("utf-8", "replace")
        self.peer.log({"event": "request", "connection": self.number,
                       "number": self.taken, "method": method,
                       "target": target, "headers": headers, "body": body})
        rule = self.peer.rule_for(self, told + "\r\n" + body)
        if rule.get("close") == "request":
            self.hang_up(rule)
        self.answer(rule)

    def run(self):
        try:
            rule = self.peer.rule_for(self, "", accept=True)
            if rule.get("close") == "accept":
                self.hang_up(rule)
            if self.peer.tls is not None:
                self.stream = self.peer.tls.wrap_socket(self.stream,
                                                        server_side=True)
            while True:
                self.serve_one()
        except (Gone, OSError, ValueError):
            pass
        finally:
            self.stream.close()


class HttpPeer:
    """Listens on 127.0.0.1. certificate: (certificate, key) for TLS."""

    def __init__(self, rules=(), certificate=None):
        self.rules = [dict(rule) for rule in rules]
        self.lock = threading.Lock()
        self.ledger = []
        self.connections = 0
        self.ids = 0
        self.tls = None
        if certificate is not None:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*certificate)
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.socket.getsockname()[1]
        self.url = "%s://127.0.0.1:%d" % (
            "https" if self.tls else "http", self.port)

    def __enter__(self):
        threading.Thread(target=self.listen, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def listen(self):
        while True:
            try:
                stream, _ = self.socket.accept()
            except OSError:
                return
            with self.lock:
                self.connections += 1
                number = self.connections
            self.log({"event": "connect", "connection": number})
            threading.Thread(target=Session(self, number, stream).run,
                             daemon=True).start()

    def log(self, entry):
        with self.lock:
            self.ledger.append(entry)

    def next_id(self):
        with self.lock:
            self.ids += 1
            return self.ids

    def rule_for(self, session, told, accept=False, early=False):
        """The rule of this moment, or {}."""
        with self.lock:
            for rule in self.rules:
                moment = rule.get("close") == "accept", \
                    rule.get("close") == "head"
                if moment != (accept, early) or rule.get("times") == 0 or \
                        rule.get("match", "") not in told or \
                        session.number != rule.get("connection",
                                                   session.number) or \
                        session.taken != rule.get("request", session.taken):
                    continue
                if "times" in rule:
                    rule["times"] -= 1
                return rule
        return {}

    def requests(self):
        with self.lock:
            return [entry for entry in self.ledger
                    if entry["event"] == "request"]
