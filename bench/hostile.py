#!/usr/bin/env python3
"""Mails that are meant to be dear to read: what each costs, read alone by
`dripscore read` with its worker. None may take a second, or 64 MiB.

Called by `make bench`.
"""
import argparse
import os
import subprocess
import sys
import tempfile

HEAD = b"From: a@b.example\nTo: survey+x@b.example\nSubject: Re: x\n\n"
BODY_BYTES = 512 * 1024
CPU_MAX_S = 1
RSS_MAX_KIB = 64 * 1024

# What a body is made of, again and again.
REPEATED = (
    "un ", "nine ", "9 ", "9\n", "9", "((", "\n", "x", "a@", "> ", "| ", "-- \n",
    "____\n", "From: a\n", "From: a@b.example\nSent: x\nTo: y\nSubject: z\n",
    "I'd give you a 9 but not an 8 or 7.5 ", "Best regards\n",
    "On Mon, 3 Mar 2025 at 14:05, x <a@b.example> wrote ",
    "until 7 January 2026 ", "back on 7.1. ", "I am out of office ",
    "550 5.1.1 user unknown <a@b.example>\n", "+358 40 123 4567\n",
    "stop please ", "\u00e9", "\u5199\u9053\uff1a")


def html(text):
    return b"Content-Type: text/html\nFrom: a@b.example\n\n" + text


def mails():
    """(what it is, its bytes)"""
    for text in REPEATED:
        piece = text.encode()
        yield repr(text), HEAD + (piece * (BODY_BYTES // len(piece) + 1))
    yield "ten MiB of words", HEAD + b"word 9 " * 1500000
    yield "a subject of Re:", b"Subject: " + b"Re: " * 100000 + b"\n\n9\n"
    yield "encoded words", (b"Subject: " + b"=?utf-8?q?a?= " * 50000 +
                            b"\n\n9\n")
    yield "addresses", b"To: " + b"x <a@b.example>, " * 100000 + b"\n\n9\n"
    yield "nested <div>", html(b"<div>" * 100000 + b"9")
    yield "block quotes", html(b"<blockquote>9</blockquote>" * 20000)
    yield "ten MiB of <", html(b"<" * 10 * 1024 * 1024)
    yield "boundaries", (b"Content-Type: multipart/mixed; boundary=B\n\n" +
                         b"--B\n\n9\n" * 200000)


def cost(program, path):
    """(seconds of the processor, KiB at the most, worker and all)"""
    process = subprocess.Popen([program, "read", path],
                               stdout=subprocess.PIPE)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or b'"note"' in said:
        sys.exit("%s was not read: %s" % (path, said.decode()))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    costs = []
    with tempfile.TemporaryDirectory(prefix="dripscore-bench-") as folder:
        path = os.path.join(folder, "mail")
        for name, mail in mails():
            with open(path, "wb") as file:
                file.write(mail)
            costs.append((*cost(options.program, path), name))
    slowest = max(costs)
    largest = max(costs, key=lambda each: each[1])
    print("%d hostile mails: at most %.2f s of CPU (%s), %.0f MiB (%s)" % (
        len(costs), slowest[0], slowest[2], largest[1] / 1024, largest[2]))
    return slowest[0] > CPU_MAX_S or largest[1] > RSS_MAX_KIB


if __name__ == "__main__":
    sys.exit(main())
