#!/usr/bin/python3
"""A mail server and a gateway over HTTP in a process of their own, which keep
a ledger of what they took, whatever becomes of who sent it.

ledger_peer.py LEDGER OPTIONS prints two ports (SMTP, HTTP) and runs until its
standard input ends. OPTIONS is JSON, all of it may be left out:

    "seed"       of the chances below
    "latency"    [from, to]: seconds before each answer
    "later"      chance that a mail is answered 451, at RCPT or at the dot
    "hang_up"    chance that nobody hears the answer to what was taken
    "silent"     "greeting", "rcpt" or "dot": nothing is said from there on
    "port"       of SMTP; any, if it is left out

The ledger has a line an event, its fields parted by tabs:

    TIME  mail | text  took | refused | said | cut  CONNECTION  WHO  NAME  BACK

took: the final dot, or the whole request, was seen, and it will be accepted;
refused: seen, and it will be answered with later; said: that answer was given
to the kernel; cut: it was not, and never will be. TIME is of the machine's
monotonic clock, in seconds. NAME is the Message-ID, or what `name` says; BACK
is Reply-To, or the text. A line is written before anything is answered.
"""
import asyncio
import json
import os
import random
import re
import sys
import time

HEADER = rb"(?im)^%s:[ \t]*(.*?)\r\n(?![ \t])"
MESSAGE_ID = re.compile(HEADER % b"Message-ID", re.S)
REPLY_TO = re.compile(HEADER % b"Reply-To", re.S)
ADDRESS = re.compile(rb"<([^>]*)>")
LENGTH = re.compile(rb"(?i)\r\ncontent-length:[ ]*([0-9]+)")


class Ledger:
    """On disk, a line at a time: the file outlives whoever reads it."""

    def __init__(self, path):
        self.descriptor = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, kind, event, connection, entry):
        who, name, back = entry
        os.write(self.descriptor, b"%.6f\t%s\t%s\t%d\t%s\t%s\t%s\n" % (
            time.monotonic(), kind, event, connection, who, name, back))


class Line(asyncio.Protocol):
    """One connection: what it is told is seen to in order, one by one, and
    each answer takes its time."""
    connections = 0
    kind = b""

    def __init__(self, ledger, options):
        Line.connections += 1
        self.number = Line.connections
        self.ledger = ledger
        self.options = options
        self.chance = random.Random(
            "%s %d" % (options.get("seed", 0), self.number))
        self.buffer = bytearray()
        self.transport = None
        self.waits = False  # an answer takes its time
        self.mute = False

    def connection_made(self, transport):
        self.transport = transport
        self.greet()

    def greet(self):
        """Who speaks first says so here."""

    def data_received(self, data):
        self.buffer += data
        self.work()

    def work(self):
        while not (self.waits or self.mute or self.transport.is_closing()):
            if not self.step():
                return

    def step(self):
        """Sees to one thing of the buffer; FALSE if it holds no whole one."""
        raise NotImplementedError

    def note(self, event, entry):
        self.ledger.note(self.kind, event, self.number, entry)

    def happens(self, what):
        chance = self.options.get(what, 0)
        return chance > 0 and self.chance.random() < chance

    def falls_silent(self, stage):
        self.mute = self.mute or self.options.get("silent") == stage
        return self.mute

    def answer(self, data, entry=None):
        """Now, or after a while; entry: the verdict on that."""
        longest = self.options.get("latency", (0, 0))
        if longest[1] == 0:
            self.say(data, entry)
            return
        self.waits = True
        asyncio.get_running_loop().call_later(
            self.chance.uniform(*longest), self.say_late, data, entry)

    def say_late(self, data, entry):
        self.waits = False
        self.say(data, entry)
        self.work()

    def say(self, data, entry):
        if entry is not None and self.transport.is_closing():
            self.note(b"cut", entry)
        elif entry is not None and self.happens("hang_up"):
            self.note(b"cut", entry)
            self.transport.close()
        else:
            self.transport.write(data)
            if entry is not None:
                self.note(b"said", entry)


class Mail(Line):
    """SMTP, as much as is needed."""
    kind = b"mail"
    answers = {
        b"EHLO": b"250-ledger.peer\r\n250-PIPELINING\r\n250-SIZE 10000000\r\n"
                 b"250-8BITMIME\r\n250 SMTPUTF8\r\n",
        b"MAIL": b"250 2.1.0 fine\r\n", b"RCPT": b"250 2.1.5 fine\r\n",
        b"DATA": b"354 go on\r\n", b"RSET": b"250 2.0.0 forgotten\r\n",
        b"NOOP": b"250 2.0.0 fine\r\n", b"QUIT": b"221 2.0.0 bye\r\n",
    }

    def greet(self):
        self.who = b""
        self.in_text = False
        self.looked = 0
        if not self.falls_silent("greeting"):
            self.transport.write(b"220 ledger.peer ESMTP\r\n")

    def step(self):
        if self.in_text:
            return self.take_text()
        end = self.buffer.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(self.buffer[:end])
        del self.buffer[:end + 2]
        self.take_line(line)
        return True

    def take_line(self, line):
        verb = line[:4].upper()
        said = self.answers.get(verb, b"500 5.5.1 what?\r\n")
        if verb == b"RCPT":
            if self.falls_silent("rcpt"):
                return
            if self.happens("later"):
                said = b"451 4.2.0 later\r\n"
            else:
                self.who = ADDRESS.search(line).group(1)
        elif verb == b"DATA" and not self.who:
            said = b"554 5.5.1 no valid recipients\r\n"
        elif verb == b"DATA":
            self.in_text, self.looked = True, 0
        elif verb in (b"MAIL", b"EHLO", b"RSET"):
            self.who = b""
        self.answer(said)
        if verb == b"QUIT" and not self.waits:
            self.transport.close()

    def take_text(self):
        end = self.buffer.find(b"\r\n.\r\n", max(0, self.looked - 4))
        if end < 0:
            self.looked = len(self.buffer)
            return False
        text = bytes(self.buffer[:end + 2])
        del self.buffer[:end + 5]
        name, back = MESSAGE_ID.search(text), REPLY_TO.search(text)
        back = back and (ADDRESS.search(back.group(1)) or back)
        entry = (self.who, name.group(1) if name else b"",
                 back.group(1) if back else b"")
        self.in_text, self.who = False, b""
        if self.happens("later"):
            self.note(b"refused", entry)
            self.answer(b"451 4.3.0 later\r\n", entry)
            return True
        self.note(b"took", entry)
        if not self.falls_silent("dot"):
            self.answer(b"250 2.0.0 Ok: queued\r\n", entry)
        return True


class Text(Line):
    """A gateway that takes {"to", "text", "name"} by POST."""
    kind = b"text"

    def step(self):
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return False
        length = LENGTH.search(self.buffer, 0, head + 2)
        end = head + 4 + (int(length.group(1)) if length else 0)
        if len(self.buffer) < end:
            return False
        asked = json.loads(bytes(self.buffer[head + 4:end]))
        del self.buffer[:end]
        entry = tuple(" ".join(asked.get(key, "").split()).encode()
                      for key in ("to", "name", "text"))
        self.note(b"took", entry)
        if self.falls_silent("dot"):
            return True
        body = json.dumps({"id": "gate-" + asked.get("name", "")}).encode()
        self.answer(b"HTTP/1.1 201 Taken\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n%s" % (len(body), body), entry)
        return True


async def serve(ledger, options):
    loop = asyncio.get_running_loop()
    for kind in (Mail, Text):
        server = await loop.create_server(
            lambda kind=kind: kind(ledger, options), "127.0.0.1",
            options.get("port", 0) if kind is Mail else 0, backlog=512)
        print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)  # whoever is still connected


if __name__ == "__main__":
    asyncio.run(serve(Ledger(sys.argv[1]), json.loads(sys.argv[2])))
