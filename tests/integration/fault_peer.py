#!/usr/bin/python3
"""A mail server that misbehaves on demand, for tests of an SMTP client.

As a class:

    with FaultPeer(faults={"rcpt": {"match": "bad@", "reply": "550 no"}}) as peer:
        ...  # speak SMTP to 127.0.0.1, port peer.port
    peer.ledger  # what happened: a list of dicts

As a script: fault_peer.py SCENARIO.json LEDGER.jsonl; it prints its port, and
runs until its standard input ends. The scenario's members are FaultPeer's
arguments.

faults maps a stage (greeting, ehlo, starttls, auth, mail, rcpt, data, text,
dot, rset, quit) to a rule or a list of rules. The first rule that fits is used
instead of the ordinary answer:

    "match"       only if this stands in the command line
    "connection"  only on this connection (from 1), or on any in this list
    "times"       only so often
    "delay"       seconds to wait before anything else
    "silent"      say nothing, for good, but keep the connection
    "close"       hang up (after "reply", if there is one)
    "reply"       text, or a list of lines, sent with CRLF; the dialogue goes
                  on as if the code were meant
    "raw"         bytes to send as they are (latin-1), before all else
    "slow"        seconds between the bytes of the reply

The stage "text" is reached when the first line after 354 has come. The ledger
has one entry a line: {"event": "connect" | "tls" | "command" | "accepted" |
"refused" | "lost", ...}; "accepted" has "from", "to", "text" (as it came, dots
stuffed, latin-1) and "connection", "refused" the text that got no 2xx, "lost"
what had come of a text without its dot.
"""

import asyncio
import base64
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading


def make_certificates(folder):
    """A CA of our own and a certificate for localhost; returns their paths."""
    ca, ca_key = os.path.join(folder, "ca.pem"), os.path.join(folder, "ca.key")
    cert, key = (os.path.join(folder, "server.pem"),
                 os.path.join(folder, "server.key"))
    request = os.path.join(folder, "server.csr")
    names = os.path.join(folder, "names.cnf")
    with open(names, "w", encoding="ascii") as out:
        out.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes"]
    for command in (
            ["req", "-x509", *new_key, "-keyout", ca_key, "-out", ca,
             "-days", "2", "-subj", "/CN=fault peer CA"],
            ["req", *new_key, "-keyout", key, "-out", request,
             "-subj", "/CN=localhost"],
            ["x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key,
             "-CAcreateserial", "-out", cert, "-days", "2",
             "-extfile", names]):
        subprocess.run(["openssl", *command], check=True,
                       stdin=subprocess.DEVNULL, capture_output=True)
    return ca, cert, key


class Gone(Exception):
    """The connection has ended, by either side."""


class Session:
    """One connection."""

    def __init__(self, peer, number, reader, writer):
        self.peer = peer
        self.number = number
        self.reader = reader
        self.writer = writer
        self.secure = peer.implicit_tls
        self.logged_in = False
        self.forget()

    def forget(self):
        self.sender = None
        self.recipients = []

    def log(self, event, **more):
        self.peer.log({"event": event, "connection": self.number, **more})

    async def send(self, reply, slow=0):
        lines = [reply] if isinstance(reply, str) else reply
        data = "".join(line + "\r\n" for line in lines).encode("utf-8")
        if slow:
            for byte in data:
                self.writer.write(bytes([byte]))
                await self.writer.drain()
                await asyncio.sleep(slow)
        else:
            self.writer.write(data)
            await self.writer.drain()

    async def line(self):
        line = await self.reader.readline()
        if not line.endswith(b"\n"):
            raise Gone
        return line

    async def answer(self, stage, ordinary, command=""):
        """Sends a fault or the ordinary reply; returns the code sent."""
        rule = self.peer.rule_for(stage, self.number, command)
        if rule is None:
            await self.send(ordinary)
            reply = ordinary
        else:
            reply = await self.misbehave(rule, ordinary)
        first = reply if isinstance(reply, str) else reply[0]
        return int(first[:3]) if first[:3].isdigit() else 0

    async def misbehave(self, rule, ordinary):
        await asyncio.sleep(rule.get("delay", 0))
        if "raw" in rule:
            self.writer.write(rule["raw"].encode("latin-1"))
            await self.writer.drain()
        if rule.get("silent"):
            while await self.reader.read(65536):
                pass
            raise Gone
        reply = rule.get("reply", None if rule.get("close") else ordinary)
        if reply is not None:
            await self.send(reply, rule.get("slow", 0))
        if rule.get("close"):
            raise Gone
        return reply

    def capabilities(self):
        peer = self.peer
        lines = ["fault.peer greets you"]
        if peer.pipelining:
            lines.append("PIPELINING")
        if peer.size is not None:
            lines.append("SIZE %d" % peer.size)
        if peer.eightbit:
            lines.append("8BITMIME")
        if peer.smtputf8:
            lines.append("SMTPUTF8")
        if peer.starttls and not self.secure:
            lines.append("STARTTLS")
        if peer.auth and (self.secure or not peer.auth_after_tls):
            lines.append("AUTH " + " ".join(peer.auth))
        lines.append("ENHANCEDSTATUSCODES")
        return ["250-" + line for line in lines[:-1]] + ["250 " + lines[-1]]

    async def run(self):
        self.log("connect")
        if await self.answer("greeting", "220 fault.peer ESMTP") >= 400:
            raise Gone
        while True:
            line = (await self.line()).decode("utf-8", "replace").rstrip("\r\n")
            self.log("command", line=line, tls=self.secure)
            verb = line.split(" ")[0].upper()
            handler = getattr(self, "on_" + verb.lower(), None)
            if handler is None:
                await self.send("500 5.5.1 what?")
            else:
                await handler(line)

    async def on_ehlo(self, line):
        self.forget()
        await self.answer("ehlo", self.capabilities(), line)

    async def on_helo(self, line):
        self.forget()
        await self.answer("ehlo", "250 fault.peer", line)

    async def on_starttls(self, line):
        if await self.answer("starttls", "220 2.0.0 go ahead", line) != 220:
            return
        await self.writer.start_tls(self.peer.tls_context)
        self.secure = True
        self.log("tls")

    async def ask(self, prompt):
        await self.send("334 " + base64.b64encode(prompt).decode())
        return base64.b64decode((await self.line()).strip())

    async def on_auth(self, line):
        words = line.split(" ")
        initial = base64.b64decode(words[2]) if len(words) > 2 else None
        mechanism = words[1].upper()
        if mechanism not in (self.peer.auth or []):
            await self.send("504 5.5.4 no such mechanism")
            return
        if mechanism == "LOGIN":
            given = (await self.ask(b"Username:"), await self.ask(b"Password:"))
            good = given == (self.peer.user.encode(),
                             self.peer.password.encode())
        else:
            given = initial if initial is not None else await self.ask(b"")
            if mechanism == "PLAIN":
                good = given == ("\0%s\0%s" % (
                    self.peer.user, self.peer.password)).encode()
            else:
                good = given == ("user=%s\1auth=Bearer %s\1\1" % (
                    self.peer.user, self.peer.token)).encode()
                if not good:
                    await self.ask(b'{"status":"401"}')
        self.log("auth", mechanism=mechanism, good=good)
        code = await self.answer("auth", "235 2.7.0 welcome" if good else
                                 "535 5.7.8 not you, %s" % self.peer.user, line)
        self.logged_in = code == 235

    async def on_mail(self, line):
        if self.peer.auth_required and not self.logged_in:
            await self.send("530 5.7.0 authentication required")
            return
        if self.sender is not None:
            await self.send("503 5.5.1 nested MAIL")
            return
        if await self.answer("mail", "250 2.1.0 fine", line) // 100 == 2:
            self.sender = line

    async def on_rcpt(self, line):
        if self.sender is None:
            await self.send("503 5.5.1 MAIL first")
            return
        if await self.answer("rcpt", "250 2.1.5 fine", line) // 100 == 2:
            self.recipients.append(line)

    async def on_data(self, line):
        ordinary = "354 go on" if self.recipients else \
            "554 5.5.1 no valid recipients"
        if await self.answer("data", ordinary, line) != 354:
            return
        text = bytearray()
        told = False
        while True:
            try:
                part = await self.line()
            except Gone:
                self.log("lost", text=text.decode("latin-1"))
                raise
            if part == b".\r\n":
                break
            text += part
            if not told:
                told = True
                rule = self.peer.rule_for("text", self.number, "")
                if rule is not None:
                    await self.misbehave(rule, [])
        queue_id = "Q%d" % self.peer.next_queue_id()
        ordinary = "250 2.0.0 Ok: queued as " + queue_id if self.recipients \
            else "554 5.5.1 nobody to send it to"
        # What is accepted is on disk before the answer, as in real servers.
        rule = self.peer.peek_rule("dot", self.number, "")
        first = ordinary if rule is None else rule.get("reply", ordinary)
        first = first if isinstance(first, str) else first[0]
        if first.startswith("2") and self.recipients:
            self.log("accepted", queue_id=queue_id, text=text.decode("latin-1"),
                     **{"from": self.sender, "to": self.recipients})
        else:
            self.log("refused", text=text.decode("latin-1"))
        self.forget()
        await self.answer("dot", ordinary)

    async def on_rset(self, line):
        self.forget()
        await self.answer("rset", "250 2.0.0 forgotten", line)

    async def on_quit(self, line):
        await self.answer("quit", "221 2.0.0 bye", line)
        raise Gone


class FaultPeer:
    """The server, in a thread of its own."""

    def __init__(self, faults=None, pipelining=True, size=10000000,
                 eightbit=True, smtputf8=True, starttls=False,
                 implicit_tls=False, auth=None, auth_after_tls=False,
                 auth_required=False, user="survey@sender.example",
                 password="secret", token="token-1", certificates=None,
                 ledger_path=None, host="127.0.0.1"):
        self.faults = {
            stage: [dict(rule) for rule in
                    (rules if isinstance(rules, list) else [rules])]
            for stage, rules in (faults or {}).items()}
        self.pipelining, self.size = pipelining, size
        self.eightbit, self.smtputf8 = eightbit, smtputf8
        self.starttls, self.implicit_tls = starttls, implicit_tls
        self.auth, self.auth_after_tls = auth, auth_after_tls
        self.auth_required = auth_required
        self.user, self.password, self.token = user, password, token
        self.host = host
        self.ledger = []
        self.ledger_file = open(ledger_path, "a", encoding="utf-8") \
            if ledger_path else None
        self.connections = self.queue_ids = 0
        self.folder = None
        self.tls_context = None
        if starttls or implicit_tls:
            if certificates is None:
                self.folder = tempfile.mkdtemp(prefix="fault-peer.")
                certificates = make_certificates(self.folder)
            self.ca_file = certificates[0]
            self.tls_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls_context.load_cert_chain(*certificates[1:])

    def log(self, entry):
        self.ledger.append(entry)
        if self.ledger_file:
            self.ledger_file.write(json.dumps(entry) + "\n")
            self.ledger_file.flush()

    def next_queue_id(self):
        self.queue_ids += 1
        return self.queue_ids

    def peek_rule(self, stage, connection, command):
        for rule in self.faults.get(stage, []):
            wanted = rule.get("connection", connection)
            if rule.get("match", "") in command and rule.get("times", 1) > 0 \
                    and connection in (wanted if isinstance(wanted, list)
                                       else [wanted]):
                return rule
        return None

    def rule_for(self, stage, connection, command):
        rule = self.peek_rule(stage, connection, command)
        if rule is not None and "times" in rule:
            rule["times"] -= 1
        return rule

    def accepted(self):
        return [entry for entry in self.ledger if entry["event"] == "accepted"]

    def commands(self, verb=""):
        return [entry["line"] for entry in self.ledger
                if entry["event"] == "command" and
                entry["line"].upper().startswith(verb)]

    async def serve(self, reader, writer):
        self.connections += 1
        session = Session(self, self.connections, reader, writer)
        try:
            await session.run()
        except (Gone, ConnectionError, ssl.SSLError, asyncio.LimitOverrunError,
                ValueError, asyncio.CancelledError):
            pass
        finally:
            # Unread input would turn the end into a reset.
            try:
                if writer.can_write_eof():
                    writer.write_eof()
                writer.close()
            except (OSError, RuntimeError):
                pass

    async def main(self, started):
        self.loop = asyncio.get_running_loop()
        self.stop = asyncio.Event()
        server = await asyncio.start_server(
            self.serve, self.host, 0, limit=1 << 20,
            ssl=self.tls_context if self.implicit_tls else None)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await self.stop.wait()
        server.close()
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()

    def __enter__(self):
        started = threading.Event()
        self.thread = threading.Thread(
            target=lambda: asyncio.run(self.main(started)), daemon=True)
        self.thread.start()
        started.wait()
        return self

    def __exit__(self, *unused):
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join()
        if self.ledger_file:
            self.ledger_file.close()
        if self.folder:
            shutil.rmtree(self.folder)


def main():
    with open(sys.argv[1], encoding="utf-8") as scenario:
        arguments = json.load(scenario)
    with FaultPeer(ledger_path=sys.argv[2], **arguments) as peer:
        print(peer.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
