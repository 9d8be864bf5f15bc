"""`dripscore read --sms`: what texts are understood as, without a
configuration, a line of JSON each."""
import json
import os
import subprocess
import sys

import house
import tap
from tap import equal


def read(*arguments, code=0):
    program = os.path.abspath(house.PROGRAM)
    done = subprocess.run([program, "read", *arguments],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          cwd="/", timeout=house.PATIENCE_S)
    equal(done.returncode, code, "exit code; " + done.stderr.decode())
    return [json.loads(line) for line in done.stdout.splitlines()]


def each_text_is_a_line():
    """Each text is a line of JSON, with the members that mails have"""
    texts = ["9 - lovely staff", "Stop. Thank you", "START", "help?",
             "We were 4 people", "?", "-3"]
    found = read("--sms", *texts)
    equal([line["kind"] for line in found],
          ["answer", "opt-out", "opt-in", "help", "comment", "unreadable",
           "unreadable"], "kinds")
    equal([line["text"] for line in found], texts, "texts")
    equal([line["score"] for line in found], [9] + 6 * [None], "scores")
    equal(found[0]["comment"], "lovely staff", "comment")
    mail = read("/dev/null")[0]
    equal(mail["invitation"], None, "invitation, without a configuration")
    members = set(mail) - {"file", "invitation"}
    equal(set(found[0]), members, "members")


def a_text_may_begin_with_a_dash():
    """A text is no option, whatever it begins with"""
    equal([line["text"] for line in read("--sms", "--", "-3", "--help")],
          ["-3", "--help"], "texts")


def other_bytes_are_refused():
    """A text that is not UTF-8 is told and fails, and the others are read"""
    found = read("--sms", b"\xff9", "8", code=65)
    equal([line["score"] for line in found], [8], "scores")
    equal(read("--sms", code=64), [], "no text")


sys.exit(tap.run([each_text_is_a_line, a_text_may_begin_with_a_dash,
                  other_bytes_are_refused]))
