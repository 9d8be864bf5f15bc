"""Runs provider_probe: jobs in, what became of each out; see
provider_probe.c.

PROVIDER_PROBE names another probe, PROBE_WRAPPER a program to run it under
(valgrind)."""

import json
import os
import subprocess

import tap

PROBE = os.environ.get("PROVIDER_PROBE") or tap.built(
    "tests", "integration", "provider_probe")
WRAPPER = os.environ.get("PROBE_WRAPPER", "").split()


def run(ini, jobs, hook_url=None, linger_ms=0, timeout=60):
    """The ended process."""
    return subprocess.run(
        [*WRAPPER, PROBE, ini, hook_url or "", str(linger_ms)],
        input="\n".join(json.dumps(job) for job in jobs) + "\n",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        timeout=timeout, check=False)


def lines(ended):
    """What became of each job, in the order in which they ended."""
    return [json.loads(line) for line in ended.stdout.splitlines()]


def by_job(ended):
    """The same, in the order of the jobs."""
    return sorted(lines(ended), key=lambda line: line["n"])


def end_text(ended):
    return "the probe ended with %d: %s%s" % (
        ended.returncode, ended.stdout, ended.stderr)
