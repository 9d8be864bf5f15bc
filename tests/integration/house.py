"""What the tests of the whole program share: a folder with a configuration
and a store, the program run on it, and the daemon started, watched and killed.

DRIPSCORE names another program than the built one.
"""
import email
import email.message
import email.policy
import email.utils
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

import tap

PROGRAM = os.environ.get("DRIPSCORE") or tap.built("dripscore")
PATIENCE_S = 20
HOUSES = []

HEAD = """\
[organisation]
name     = Aurora Spa
timezone = Europe/Helsinki
postal_address = Aurora Spa, 1 Harbour Road, Helsinki

[store]
url = sqlite:%s
"""

PIPE = """
[inbox replies]
type = pipe
address = survey+{token}@aurora.example
"""

TOUCHPOINT = """
[touchpoint after-booking]
on     = booking
delay  = 1 hour
unless = cancellation
"""

CADENCE = """
[cadence]
retry = 1 second
"""


def smtp(peer, name="mail", **keys):
    """The section of a provider that leads to a fault peer."""
    lines = {"type": "smtp", "url": "smtp://127.0.0.1:%d" % peer.port,
             "from": "Aurora Spa <survey@aurora.example>", "tls": "no"}
    lines.update(keys)
    return "\n[provider %s]\n" % name + "".join(
        "%s = %s\n" % (key, value) for key, value in lines.items()
        if value is not None)


def maildir(path="sent", name="mail"):
    return ("\n[provider %s]\ntype = maildir\npath = %s\n"
            "from = Aurora Spa <survey@aurora.example>\n" % (name, path))


def when(seconds_from_now):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ",
                         time.gmtime(time.time() + seconds_from_now))


def wait_for(what, function, seconds=PATIENCE_S):
    """What function() gives as soon as it is true."""
    end = time.monotonic() + seconds
    while True:
        found = function()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError("waited %g s for %s" % (seconds, what))
        time.sleep(0.02)


def contains(text, part):
    if part not in text:
        raise AssertionError("%r is not in:\n%s" % (part, text))


def lacks(text, part):
    if part in text:
        raise AssertionError("%r is in:\n%s" % (part, text))


def parse(entry):
    """The mail in an entry "accepted" of the fault peer's ledger."""
    lines = entry["text"].split("\r\n")
    raw = "\r\n".join(line[1:] if line.startswith(".") else line
                      for line in lines)
    return email.message_from_string(raw, policy=email.policy.default)


def recipient(entry):
    return re.search("<(.*)>", entry["to"][0]).group(1)


def sender(entry):
    return re.search("<(.*?)>", entry["from"]).group(1)


def recipients(peer):
    return sorted(recipient(entry) for entry in peer.accepted())


def reply_to(mail):
    return email.utils.parseaddr(str(mail["Reply-To"]))[1]


def reply(mail, text, to=None):
    """The bytes of a plain reply to an invitation."""
    answer = email.message.EmailMessage()
    answer["From"] = mail["To"]
    answer["To"] = to or reply_to(mail)
    answer["Subject"] = "Re: " + str(mail["Subject"])
    answer["Message-ID"] = email.utils.make_msgid(domain="customer.example")
    answer["In-Reply-To"] = mail["Message-ID"]
    answer.set_content(text)
    return answer.as_bytes()


def children(pid):
    """The processes whose parent it is."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, encoding="utf-8") as stream:
                fields = stream.read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(name))
    return found


def is_running(pid):
    try:
        with open("/proc/%d/stat" % pid, encoding="utf-8") as stream:
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Daemon:
    """A running `dripscore run`."""

    def __init__(self, house, number, arguments=()):
        self.path = os.path.join(house.path, "daemon-%d.log" % number)
        with open(self.path, "wb") as out:
            self.process = subprocess.Popen(
                (PROGRAM, "run", "--config", house.ini) + tuple(arguments),
                stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                cwd=house.path)
        self.pid = self.process.pid

    def log(self):
        with open(self.path, encoding="utf-8") as stream:
            return stream.read()

    def wait_log(self, words, times=1, seconds=PATIENCE_S):
        def there():
            if self.process.poll() is not None and \
                    self.log().count(words) < times:
                raise AssertionError("the daemon has ended:\n" + self.log())
            return self.log().count(words) >= times

        try:
            wait_for("%r in the log" % words, there, seconds)
        except AssertionError as failure:
            raise AssertionError("%s\n%s" % (failure, self.log())) from None

    def hangup(self):
        os.kill(self.pid, signal.SIGHUP)

    def stop(self, seconds=PATIENCE_S):
        """Its exit code after SIGTERM."""
        self.process.terminate()
        return self.process.wait(seconds)

    def kill(self):
        self.process.kill()
        self.process.wait()


class House:
    """A folder of its own: configuration, store, logs."""

    def __init__(self, ini, store="dripscore.db", path=None):
        self.path = path or tempfile.mkdtemp(prefix="dripscore-house-")
        self.store = os.path.join(self.path, store)
        self.ini = os.path.join(self.path, "dripscore.ini")
        self.said = []  # all that the commands wrote to stderr
        self.private = set()  # what may not stand in a log
        self.daemons = []
        self.configure(ini)
        HOUSES.append(self)

    def configure(self, ini):
        self.write("dripscore.ini", HEAD % self.store + ini)

    def write(self, name, text):
        path = os.path.join(self.path, name)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(path, 0o600)
        return path

    def run(self, *arguments, code=0, data=b"", environment=None,
            seconds=60):
        ended = subprocess.run(
            (PROGRAM, "--config", self.ini) + arguments, input=data,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.path,
            env=environment, timeout=seconds, check=False)
        self.said.append(ended.stderr.decode())
        if ended.returncode != code:
            raise AssertionError("dripscore %s ended with %d, not %d: %s%s" % (
                " ".join(arguments), ended.returncode, code,
                ended.stdout.decode(), ended.stderr.decode()))
        return ended.stdout.decode() + (ended.stderr.decode() if code else "")

    def drain(self):
        return self.run("run", "--drain")

    def event(self, who, reference, kind="booking", ago=7200, **more):
        """An event of who@customer.example."""
        address = who + "@customer.example"
        self.private.add(address)
        options = [word for key, value in more.items()
                   for word in ("--" + key, value)]
        return self.run("event", kind, "--email", address, "--ref", reference,
                        "--at", when(-ago), *options)

    def events(self, n, prefix="c", kind="booking", ago=7200):
        """Many, by import."""
        rows = ["type,reference,at,email,name"]
        for i in range(n):
            address = "%s%03d@customer.example" % (prefix, i)
            self.private.add(address)
            rows.append("%s,%s-%d,%s,%s,Customer %d" % (
                kind, prefix, i, when(-ago), address, i))
        path = self.write(prefix + ".csv", "\n".join(rows) + "\n")
        return self.run("import", path)

    def deliver(self, raw, code=0, to=None):
        more = ("--recipient", to) if to else ()
        return self.run("deliver", *more, code=code, data=raw)

    def daemon(self, *arguments, ready="dripscore runs"):
        daemon = Daemon(self, len(self.daemons), arguments)
        self.daemons.append(daemon)
        if ready:
            daemon.wait_log(ready)
        return daemon

    def status(self):
        return self.run("status")

    def counts(self):
        """The numbers of the status, by their names."""
        found = {}
        for line in self.status().splitlines():
            match = re.match(r"  +([a-z ]+?) +([0-9]+)(   .*)?$", line)
            if match:
                found.setdefault(match.group(1), int(match.group(2)))
        return found

    def expect(self, **numbers):
        """Numbers of the status; `_` stands for a blank."""
        found = self.counts()
        wanted = {name.replace("_", " "): n for name, n in numbers.items()}
        if {name: found.get(name) for name in wanted} != wanted:
            raise AssertionError("expected %r:\n%s" % (wanted, self.status()))

    def doubts(self):
        """The numbers of the messages in doubt."""
        return re.findall(r"^  message (\d+) .* by ", self.status(), re.M)

    def logs(self):
        return "".join(self.said) + "".join(
            daemon.log() for daemon in self.daemons)

    def close(self):
        for daemon in self.daemons:
            if daemon.process.poll() is None:
                daemon.kill()
        shutil.rmtree(self.path, ignore_errors=True)


def logs_are_discreet():
    """no address, no words of a customer and no secret stands in any log"""
    if not HOUSES:
        raise AssertionError("no test has run")
    for house in HOUSES:
        logs = house.logs().lower()
        for words in house.private:
            lacks(logs, words.lower())
        lacks(logs, "@customer.example")


def latest_log():
    """For people, when a test has failed."""
    if not HOUSES:
        return ""
    house = HOUSES[-1]
    return "".join(house.said)[-2000:] + "".join(
        "--- daemon %d\n%s" % (number, daemon.log()[-3000:])
        for number, daemon in enumerate(house.daemons))


def main(tests):
    if not os.path.exists(PROGRAM):
        raise AssertionError("dripscore is not built")
    os.environ.pop("JOURNAL_STREAM", None)
    try:
        return tap.run(tests + [logs_are_discreet], latest_log)
    finally:
        for house in HOUSES:
            house.close()
