"""What the tests of the providers of texts share: provider_probe run
against a peer, and both sides looked at."""

import atexit
import os
import shutil
import tempfile

import probe
import tap

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
        ended = probe.run(path, jobs, hook_url)
        self.stderr = ended.stderr
        if ended.returncode != code:
            raise AssertionError(probe.end_text(ended))
        self.lines = probe.by_job(ended)
        if code == 0:
            tap.equal(len(self.lines), len(jobs), "jobs that ended")

    def outcomes(self):
        return [line["outcome"] for line in self.lines]


def contains(text, part):
    if part not in (text or ""):
        raise AssertionError("%r is not in %r" % (part, text))
