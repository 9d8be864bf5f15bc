"""What the tests of the SMTP provider share: a case runs provider_probe
against fault_peer.py and looks at both sides. Arguments are words: only cases with one of them in their name run.
"""

import atexit
import os
import shutil
import sys
import tempfile
import time
import traceback

import probe
from fault_peer import FaultPeer, make_certificates

# Under valgrind and on busy machines only orders of magnitude count.
SLOWNESS = 5 if probe.WRAPPER else 1

CASES = []
FOLDER = tempfile.mkdtemp(prefix="smtp-cases.")
CERTIFICATES = make_certificates(FOLDER)
atexit.register(shutil.rmtree, FOLDER)


def case(function):
    CASES.append(function)
    return function


class Run:
    """What one run of the probe gave."""

    def __init__(self, peer, jobs, linger_ms=0, host="127.0.0.1",
                 scheme="smtp", port=None, **keys):
        settings = {
            "type": "smtp", "from": "Survey <survey@sender.example>",
            "url": "%s://%s:%d" % (scheme, host, port or peer.port),
            "connect_timeout": "1 second", "command_timeout": "1 second",
            "dot_timeout": "1 second"}
        if scheme == "smtp" and "tls" not in keys:
            settings["tls"] = "no"
        settings.update(keys)
        ini = write("provider.ini", "[provider mail]\n" + "".join(
            "%s = %s\n" % item for item in settings.items()
            if item[1] is not None))
        began = time.monotonic()
        done = probe.run(ini, jobs, linger_ms=linger_ms, timeout=120)
        self.seconds = time.monotonic() - began
        self.status, self.stderr = done.returncode, done.stderr
        self.lines, self.by_job = probe.lines(done), probe.by_job(done)
        if self.status not in (0, 78) or (self.status == 0 and
                                          len(self.lines) != len(jobs)):
            raise AssertionError(probe.end_text(done))

    def outcomes(self):
        return [line["outcome"] for line in self.by_job]

    def detail(self, n=0):
        return self.by_job[n]["detail"]


def write(name, text, mode=0o600):
    path = os.path.join(FOLDER, name)
    if os.path.exists(path):
        os.unlink(path)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    os.chmod(path, mode)
    return path


def equal(found, wanted):
    if found != wanted:
        raise AssertionError("found %r, wanted %r" % (found, wanted))


def contains(text, part):
    if part not in (text or ""):
        raise AssertionError("%r is not in %r" % (part, text))


def lacks(text, part):
    if part in text:
        raise AssertionError("%r is in %r" % (part, text))


def one(faults, outcome, detail, jobs=1, ready=None, keys=None, **peer_keys):
    """One mail to a server with faults; returns the run and the ledger."""
    with FaultPeer(faults=faults, certificates=CERTIFICATES,
                   **peer_keys) as peer:
        run = Run(peer, [{}] * jobs, **(keys or {}))
    equal(run.outcomes(), [outcome] * jobs)
    contains(run.detail(), detail)
    if ready is not None:
        equal(run.by_job[0]["ready"], ready)
    lacks(run.detail() or "", "recipient.example")
    return run, peer


def main():
    words = sys.argv[1:]
    cases = [function for function in CASES if not words or
             any(word in function.__name__ for word in words)]
    failed = 0
    print("1..%d" % len(cases))
    for number, function in enumerate(cases, 1):
        name = function.__name__.replace("_", " ")
        try:
            function()
            print("ok %d - %s" % (number, name), flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print("not ok %d - %s" % (number, name))
            for line in traceback.format_exc().splitlines():
                print("# " + line, flush=True)
    return 1 if failed else 0
