"""The process of ledger_peer.py, and its ledger, read while it grows."""
import collections
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

Entry = collections.namedtuple(
    "Entry", "at kind event connection who name back")


class Peer:
    """Started with its arguments as options; ends with the block."""

    def __init__(self, path, **options):
        self.path = path
        self.process = subprocess.Popen(
            (sys.executable, "-B", os.path.join(HERE, "ledger_peer.py"), path,
             json.dumps(options)),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())
        self.http_port = int(self.process.stdout.readline())
        self.stream = open(path, "rb")
        self.rest = b""
        self.took = []  # of Entry
        self.events = collections.Counter()
        self.first_took = {}  # who -> index in took

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.stdin.close()
        self.process.wait()
        self.stream.close()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.http_port

    def read(self):
        """What has come since; returns how many it took in all."""
        lines = (self.rest + self.stream.read()).split(b"\n")
        self.rest = lines.pop()
        for line in lines:
            fields = line.decode().split("\t")
            entry = Entry(float(fields[0]), *fields[1:])
            self.events[entry.kind, entry.event] += 1
            if entry.event == "took":
                self.took.append(entry)
        return len(self.took)

    def __len__(self):
        return self.read()
