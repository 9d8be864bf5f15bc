"""A private Kannel on loopback, with its fakesmsc as the network, for the tests
that need a real SMS gateway.

Each Kannel has its own folder, configuration, store and ports; nothing under
/etc/kannel is read. Its three programs are started, stopped and killed one by
one; all are ended and the folder is removed when the `with` block ends, when
the interpreter does, and (by the kernel, at once) when it is killed.
"""
import atexit
import contextlib
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import tap
from servers import START_TIMEOUT_S, wait_until

BEARERBOX = "/usr/sbin/bearerbox"
SMSBOX = "/usr/sbin/smsbox"
FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
STOP_TIMEOUT_S = 10
TICK_S = 0.02

_NEEDED = ((BEARERBOX, "kannel"), (SMSBOX, "kannel"),
           (FAKESMSC, "kannel-extras"))


def unavailable():
    """Why no Kannel can be started here, in the words of a TAP skip; None if
    one can."""
    for path, package in _NEEDED:
        if not os.path.exists(path):
            return "needs package " + package
    return None


def free_ports(n):
    """All different, for all are open at once."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(n)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def _die_with_parent():
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Text:
    """A text as a customer's telephone shows it, its segments put together."""

    def __init__(self, sender, receiver, text, segments):
        self.sender, self.receiver = sender, receiver
        self.text, self.segments = text, segments

    def __repr__(self):
        return "%s -> %s: %r (%d segments)" % (
            self.sender, self.receiver, self.text, self.segments)


SEGMENT = re.compile(rb"(\S+) (\+?\d+) (?:udh (\S+) )?(text|data|ucs-2) (.*)",
                     re.DOTALL)


def _whole(sender, receiver, datas, kind):
    data = b"".join(datas)
    # Of a segment fakesmsc doesn't say the coding; only UCS-2 has NULs.
    ucs2 = kind == b"ucs-2" or b"\0" in data
    return Text(sender.decode(), receiver.decode(),
                data.decode("utf-16-be" if ucs2 else "utf-8"), len(datas))


def assemble(lines):
    """The texts in what fakesmsc said it got; one that came twice is there
    twice, one of which a part is missing is not."""
    texts, parts = [], {}
    for line in lines:
        sender, receiver, udh, kind, data = SEGMENT.fullmatch(line).groups()
        if kind != b"text":
            data = urllib.parse.unquote_to_bytes(data.replace(b"+", b" "))
        if udh is None:
            texts.append(_whole(sender, receiver, [data], kind))
            continue
        _, _, _, reference, total, part = urllib.parse.unquote_to_bytes(udh)
        key = (sender, receiver, reference)
        parts.setdefault(key, {})[part] = data
        if len(parts[key]) == total:
            texts.append(_whole(sender, receiver, [
                data for _, data in sorted(parts.pop(key).items())], kind))
    return texts


class Network:
    """A running fakesmsc: the network, and the telephones in it."""

    def __init__(self, port, log, lines):
        self.lines = lines  # what it got, one bytes each
        self.log = open(log, "ab")
        # Without a text on its command line it takes them from its standard
        # input, and looks for what came once a second or after each line. Of
        # lines that come together it may leave all but one till the next.
        self.process = subprocess.Popen(
            (FAKESMSC, "-H", "127.0.0.1", "-r", str(port), "-i", "0.001"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, preexec_fn=_die_with_parent)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        threading.Thread(target=self._tick, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.log.write(line)
            self.log.flush()
            found = re.search(rb"Got message \d+: <(.*)>$", line.rstrip(b"\n"))
            if found is None:
                continue
            if SEGMENT.fullmatch(found.group(1)):
                self.lines.append(found.group(1))
            else:  # a second line of the text before
                self.lines[-1] += b"\n" + found.group(1)

    def _tick(self):
        with contextlib.suppress(OSError, ValueError):
            while self.process.poll() is None:
                self.say(b"")
                time.sleep(TICK_S)

    def say(self, line):
        if len(line) > 250:
            raise ValueError("fakesmsc cuts lines at 255 bytes")
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.reader.join(STOP_TIMEOUT_S)
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.process.stdout.close()
        self.log.close()


def _members(group):
    """The processes of a group."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        with contextlib.suppress(OSError):
            with open("/proc/%s/stat" % name, encoding="utf-8",
                      errors="replace") as stream:
                fields = stream.read().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(name))
    return found


class Kannel:
    """hook: the address of the webhook, without what follows "?". network:
    more lines about the way to the telephones. The configuration is etc/examples/kannel.conf with other places, ports and
    passwords, and with fakesmsc instead of an SMPP account."""

    USERNAME, PASSWORD = "dripscore", "a pass word"

    def __init__(self, hook, network=""):
        self.hook = hook
        self.more = network
        self.folder = None
        self.lines = []
        self.bearerbox = self.smsbox = self.network = None

    # Life.

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def path(self, *names):
        return os.path.join(self.folder, *names)

    @property
    def url(self):
        return "http://127.0.0.1:%d/cgi-bin/sendsms" % self.sendsms_port

    def start(self):
        self.folder = tempfile.mkdtemp(prefix="dripscore-kannel-")
        atexit.register(self.stop)
        try:
            (self.admin_port, self.smsbox_port, self.smsc_port,
             self.sendsms_port) = free_ports(4)
            self._configure()
            self.start_bearerbox()
            self.start_smsbox()
            self.start_network()
        except BaseException as failure:
            log = self.log()
            self.stop()
            raise RuntimeError("Kannel did not start\n" + log) from failure

    def stop(self):
        self.stop_network()
        self.stop_smsbox()
        self.kill_bearerbox()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.stop)

    def _configure(self):
        with open(tap.source("etc", "examples", "kannel.conf"),
                  encoding="utf-8") as stream:
            text = stream.read()
        for found, instead in (
                ("(?ms)^group = smsc\n.*?\n\n",
                 "group = smsc\nsmsc = fake\nsmsc-id = network\n"
                 "our-host = 127.0.0.1\nport = %d\n"
                 "connect-allow-ip = 127.0.0.1\n%s\n" % (
                     self.smsc_port, self.more)),
                ("13000", str(self.admin_port)),
                ("13001", str(self.smsbox_port)),
                ("13013", str(self.sendsms_port)),
                ('"/var/(log|spool)/kannel/', '"%s/' % self.folder),
                ("log-level = 1", "log-level = 0"),
                ('"change this"', '"%s"' % self.PASSWORD),
                ("http-queue-delay = 10", "http-queue-delay = 1"),
                (r'get-url = "[^?]*', 'get-url = "' + self.hook),
                ("\ngroup = core\n",
                 "\ngroup = core\nsms-resend-freq = 1\n")):
            text, times = re.subn(found, instead, text)
            if times == 0:
                raise AssertionError("no %r in etc/examples/kannel.conf" %
                                     found)
        with open(self.path("kannel.conf"), "w", encoding="utf-8") as stream:
            stream.write(text)

    # Its three programs.

    def start_bearerbox(self):
        with open(self.path("bearerbox.out"), "ab") as out:
            self.bearerbox = subprocess.Popen(
                (BEARERBOX, self.path("kannel.conf")), cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                preexec_fn=_die_with_parent)
        self._wait_for_status("bearerbox", "running")

    def kill_bearerbox(self):
        """By SIGKILL. smsbox sees it, ends, and starts itself again after ten
        seconds; fakesmsc ends."""
        if self.bearerbox is None:
            return
        self.bearerbox.kill()
        self.bearerbox.wait()
        self.bearerbox = None
        if self.smsbox is not None:
            wait_until("smsbox's end", lambda: not self._takes_texts())

    def _takes_texts(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.sendsms_port)) == 0

    def start_smsbox(self):
        # It becomes another process when it starts itself again, so a shell
        # ends its whole group if we end without a word.
        with open(self.path("smsbox.out"), "ab") as out:
            self.smsbox = subprocess.Popen(
                ("/bin/sh", "-c", '"$@" & cat; kill -9 0', "sh", SMSBOX,
                 self.path("kannel.conf")), cwd=self.folder,
                stdin=subprocess.PIPE, stdout=out, stderr=out,
                start_new_session=True)
        self.wait_for_smsbox()

    def restart_smsbox(self):
        """For who doesn't wait till it has started itself again."""
        self.stop_smsbox()
        self.start_smsbox()

    def wait_for_smsbox(self):
        self._wait_for_status("smsbox", "smsbox:.*on-line")

    def stop_smsbox(self):
        if self.smsbox is None:
            return
        group, self.smsbox = self.smsbox, None
        with contextlib.suppress(OSError):
            os.killpg(group.pid, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            wait_until("smsbox's end", lambda: not _members(group.pid),
                       STOP_TIMEOUT_S)
        with contextlib.suppress(OSError):
            os.killpg(group.pid, signal.SIGKILL)
        group.wait()
        group.stdin.close()

    def start_network(self):
        self.network = Network(self.smsc_port, self.path("fakesmsc.out"),
                               self.lines)
        self._wait_for_status("fakesmsc", "FAKE.*online")

    def stop_network(self):
        """Nobody can be reached, and what is sent waits."""
        if self.network is not None:
            self.network.stop()
        self.network = None

    def status(self):
        try:
            with urllib.request.urlopen(
                    "http://127.0.0.1:%d/status.txt?%s" % (
                        self.admin_port, urllib.parse.urlencode(
                            {"password": self.PASSWORD})), timeout=5) as page:
                return page.read().decode()
        except OSError:
            return ""

    def waiting(self):
        """How many texts and delivery reports bearerbox keeps for smsbox, once
        no more come of what was sent."""
        before = None
        while True:
            found = re.search(r"SMS: received \d+ \((\d+) queued\)",
                              self.status())
            if before == found.group(1):
                return int(before)
            before = found.group(1)
            time.sleep(0.3)

    def _wait_for_status(self, what, pattern):
        wait_until(what, lambda: re.search(pattern, self.status()))

    def log(self, lines=15):
        """The last lines that each program wrote, for people."""
        text = ""
        for name in ("bearerbox.out", "smsbox.out", "fakesmsc.out"):
            with contextlib.suppress(OSError):
                with open(self.path(name), errors="replace",
                          encoding="utf-8") as log:
                    found = [line.rstrip()[:150] for line in log
                             if "ERROR" in line or "INFO" in line or
                             "Got message" in line]
                text += "".join("%s: %s\n" % (name, line)
                                for line in found[-lines:])
        return text

    # What telephones do.

    def texts(self, number=None):
        """All that came, or to that number, in order."""
        return [text for text in assemble(list(self.lines))
                if number in (None, text.receiver)]

    def wait_for_texts(self, number, n, timeout_s=START_TIMEOUT_S):
        def enough():
            texts = self.texts(number)
            return texts if len(texts) >= n else None

        try:
            return wait_until("%d texts to %s" % (n, number), enough,
                              timeout_s)
        except TimeoutError as late:
            raise TimeoutError("%s; there are %r\n%s" % (
                late, self.texts(number), self.log())) from None

    def write(self, sender, receiver, text, ucs2=False):
        """The owner of the number `sender` writes a text."""
        head = ("%s %s " % (sender, receiver)).encode()
        if ucs2:
            self.network.say(head + b"ucs2 " + b"".join(
                b"%%%02X" % byte for byte in text.encode("utf-16-be")))
            return
        parts = [text[i:i + 100] for i in range(0, len(text), 100)] or [""]
        if len(parts) == 1:
            self.network.say(head + b"text " + text.encode())
            return
        for number, part in enumerate(parts, 1):
            self.network.say(head + b"udh-text %%05%%00%%03%%2A%%%02X%%%02X " % (
                len(parts), number) + part.encode())
