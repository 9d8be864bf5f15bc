"""What the tests of the providers of texts share: text_probe run against a
peer, and both sides looked at.

TEXT_PROBE names another probe, TEXT_PROBE_WRAPPER a program to run it under
(valgrind)."""

import atexit
import json
import os
import shutil
import subprocess
import tempfile

import tap

PROBE = os.environ.get("TEXT_PROBE") or tap.built(
    "tests", "integration", "text_probe")
WRAPPER = os.environ.get("TEXT_PROBE_WRAPPER", "").split()
FOLDER = tempfile.mkdtemp(prefix="http-texts.")
atexit.register(shutil.rmtree, FOLDER)
SECRET = "s3cretOfTheGateway"
HOOK_SECRET = "hookSecretOf32letters"


def write(name, text):
    path = os.path.join(FOLDER, name)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    os.chmod(path, 0o600)
    return path


def ini(keys):
    """A section; what has several lines goes on in indented ones."""
    return "[provider texts]\n" + "".join(
        "%s = %s\n" % (key, value.replace("\n", "\n    "))
        for key, value in keys.items() if value is not None)


class Run:
    """What one run of the probe gave."""

    def __init__(self, keys, jobs, hook_url=None, code=0):
        path = write("texts.ini", ini(keys))
        ended = subprocess.run(
            [*WRAPPER, PROBE, path] + ([hook_url] if hook_url else []),
            input="\n".join(json.dumps(job) for job in jobs) + "\n",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            timeout=60, check=False)
        self.stderr = ended.stderr
        if ended.returncode != code:
            raise AssertionError("the probe ended with %d: %s%s" % (
                ended.returncode, ended.stdout, ended.stderr))
        self.lines = sorted((json.loads(line) for line in
                             ended.stdout.splitlines()),
                            key=lambda line: line["n"])
        if code == 0:
            tap.equal(len(self.lines), len(jobs), "jobs that ended")

    def outcomes(self):
        return [line["outcome"] for line in self.lines]


def contains(text, part):
    if part not in (text or ""):
        raise AssertionError("%r is not in %r" % (part, text))
