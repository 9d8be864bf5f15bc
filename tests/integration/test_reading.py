#!/usr/bin/env python3
"""The reader against the collected mails of others in ../shared/cases, where
they are: what a person wrote, and what kind of mail it is. The floors are a
little below what was measured; the cases are not what the rules were made for.
"""
import base64
import contextlib
import io
import json
import os
import re
import runpy
import subprocess
import sys
import tempfile

import tap

CASES = tap.source("..", "shared", "cases")
REPLIES = ("talon", "willdurand_erp", "github_erp", "zapier_erp")
FILES_A_CALL = 200

# The scorer's words for ours.
CLASSES = {"auto-reply": "auto", "complaint": "feedback",
           "opt-out": "unsubscribe", "delivered": "delivery-success",
           "answer": "message", "comment": "message", "unreadable": "message"}

HEAD = """\
From: Guest 7 <guest-7@example.com>
To: survey+token@spa.example
Subject: Re: Your stay
Date: Tue, 02 Jun 2026 10:00:00 +0000
Message-ID: <reply@example.com>
MIME-Version: 1.0
Content-Type: text/%s; charset=utf-8
Content-Transfer-Encoding: base64

"""

SURVEY = """
On Tue, 2 Jun 2026 at 10:00, Aurora Spa <survey+token@spa.example> wrote:
> How likely are you to recommend Aurora Spa to a friend?
>
> Just reply with a number from 0 (not at all) to 10 (very likely).
>
> 0  1  2  3  4  5  6  7  8  9  10
>
> Your booking of 7 March 2026. Aurora Spa, 1 Harbour Road, Helsinki
"""


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def bytes_of(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def mail_of(body, kind="plain"):
    head = HEAD % ("html" if kind == "html" else "plain")
    return head.replace("\n", "\r\n").encode() + base64.encodebytes(body)


def readings(paths):
    """What the program says of each file, in their order."""
    found = []
    for i in range(0, len(paths), FILES_A_CALL):
        run = subprocess.run([tap.built("dripscore"), "read",
                              *paths[i:i + FILES_A_CALL]],
                             stdout=subprocess.PIPE, check=True)
        found += [json.loads(line) for line in run.stdout.splitlines()]
    tap.equal(len(found), len(paths), "readings")
    return found


def readings_of_mails(mails):
    with tempfile.TemporaryDirectory(prefix="dripscore-cases-") as folder:
        paths = [os.path.join(folder, "%d.eml" % i)
                 for i in range(len(mails))]
        for path, mail in zip(paths, mails):
            with open(path, "wb") as file:
                file.write(mail)
        return readings(paths)


def scored(kind, cases, results):
    """What the scorer of the cases prints."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl",
                                     encoding="utf-8") as file:
        for result in results:
            file.write(json.dumps(result) + "\n")
        file.flush()
        said = io.StringIO()
        former = sys.argv
        sys.argv = ["score.py", kind, cases, file.name]
        try:
            with contextlib.redirect_stdout(said):
                runpy.run_path(os.path.join(CASES, "tools", "score.py"))
        finally:
            sys.argv = former
    tap.comment(said.getvalue())
    return said.getvalue()


def needs_cases():
    if not os.path.isdir(CASES):
        raise tap.Skip("../shared/cases is not here")


def replies_of(name):
    folder = os.path.join(CASES, "reply", name)
    cases = lines_of(os.path.join(folder, "cases.jsonl"))
    return folder, cases, [bytes_of(folder, case["file"]) for case in cases]


def test_text():
    """what the person wrote comes out of others' reply mails, and no score is
    found where none was given"""
    needs_cases()
    right = total = 0
    for name in REPLIES:
        folder, cases, bodies = replies_of(name)
        found = readings_of_mails([
            body if case["kind"] == "eml" else mail_of(body, case["kind"])
            for case, body in zip(cases, bodies)])
        said = scored("reply", os.path.join(folder, "cases.jsonl"),
                      [{"id": case["id"], "text": reading["text"]}
                       for case, reading in zip(cases, found)])
        good, of = re.search(r"(\d+) of (\d+) cases pass", said).groups()
        right += int(good)
        total += int(of)
        tap.equal([case["id"] for case, reading in zip(cases, found)
                   if reading["score"] is not None], [], "scores in " + name)
    if right < 0.92 * total:
        raise AssertionError("%d of %d right" % (right, total))


def with_nine(case, body):
    """The case's text with 9 before the first line of what was written, and
    a survey quoted below; None if that line is not told."""
    wanted = case.get("equals") or case.get("first_equals")
    lines = body.decode("utf-8", "replace").split("\n")
    if case["kind"] != "plain" or not wanted or not wanted.strip():
        return None
    first = wanted.strip().split("\n")[0].strip()[:30]
    for i, line in enumerate(lines):
        if line.strip().startswith(first):
            answer = "\n".join(lines[:i] + ["9"] + lines[i:]).rstrip()
            return mail_of((answer + "\n" + SURVEY).encode())
    return None


def test_nine():
    """a 9 before what was written is the score, whatever follows; and it is
    never another"""
    needs_cases()
    mails = []
    names = []
    for name in REPLIES:
        _, cases, bodies = replies_of(name)
        for case, body in zip(cases, bodies):
            mail = with_nine(case, body)
            if mail is not None:
                mails.append(mail)
                names.append(case["id"])
    found = [reading["score"] for reading in readings_of_mails(mails)]
    missed = [name for name, score in zip(names, found) if score is None]
    wrong = [name for name, score in zip(names, found)
             if score not in (None, 9)]
    tap.comment("%d mails, without a score: %s" % (len(mails), missed))
    tap.equal(wrong, [], "wrong scores")
    if len(missed) > 0.02 * len(mails):
        raise AssertionError("%d of %d missed" % (len(missed), len(mails)))


def test_triage():
    """bounces, complaints, notes of machines and what people write are told
    apart, and a bounce names whom it could not reach"""
    needs_cases()
    path = os.path.join(CASES, "triage", "cases.jsonl")
    cases = lines_of(path)
    found = readings([os.path.join(CASES, case["file"]) for case in cases])
    said = scored("triage", path, [
        {"id": case["id"], "cls": CLASSES.get(reading["kind"],
                                              reading["kind"])}
        for case, reading in zip(cases, found)])
    macro = float(re.search(r"macro ([\d.]+)%", said).group(1))
    permanent = [reading for reading in found
                 if reading["kind"] == "bounce" and
                 reading["bounce"]["permanent"]]
    nameless = [reading["file"] for reading in permanent
                if not reading["bounce"]["recipients"]]
    tap.comment("of %d permanent bounces these name nobody: %s" % (
        len(permanent), nameless))
    if not permanent or len(nameless) > 0.01 * len(permanent):
        raise AssertionError("%d name nobody" % len(nameless))
    if macro < 95:
        raise AssertionError("macro recall %.1f %%" % macro)


if __name__ == "__main__":
    sys.exit(tap.run([test_text, test_nine, test_triage]))
