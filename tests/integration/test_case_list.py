#!/usr/bin/env python3
"""What a person sees of replies: `dripscore cases`, `dripscore replies`, and
whose a mail is by `dripscore read`."""
import json
import os
import sys

import house
from fault_peer import FaultPeer
from house import CADENCE, House, PIPE, TOUCHPOINT, contains, lacks, parse
from house import reply, reply_to, smtp
from tap import equal, run


def asked(peer, home, *names):
    """Their invitations as mails."""
    for number, name in enumerate(names):
        home.event(name, "B-%d" % number)
        home.drain()
    return [parse(raw) for raw in peer.accepted()]


def test_cases():
    """what waits for a person is listed with the person, the words and the
    reason; what counts is not"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE)
        ada, bea, cleo = asked(peer, home, "ada", "bea", "cleo")
        contains(home.run("cases"), "No case is open.")
        home.deliver(reply(ada, "9 - lovely\n"), to=reply_to(ada))
        home.deliver(reply(bea, "Words \x1b[2J alone\n"), to=reply_to(bea))
        home.deliver(reply(cleo, "8 or 9\n"), to=reply_to(cleo))
        home.deliver(b"From: dan@customer.example\r\n\r\n10\r\n",
                     to="survey+none@aurora.example")
        home.drain()
        cases = home.run("cases")
        for part in ("words without a score", "bea@customer.example",
                     "a number that is no score from 0 to 10", "\"8 or 9\"",
                     "cleo@customer.example",
                     "nobody knows which invitation it answers: 10"):
            contains(cases, part)
        lacks(cases, "\x1b")
        lacks(cases, "lovely")
        lacks(cases, "ada@customer.example")
        replies = home.run("replies")
        for part in ("counted", "after-booking", "no score from 0 to 10"):
            contains(replies, part)
        # Who gives one number after all has closed that case by it.
        home.deliver(reply(cleo, "8\n"), to=reply_to(cleo))
        lacks(home.run("cases"), "8 or 9")
        contains(home.run("cases", "--all"), "resolved by itself")
        home.drain()
        equal(len(json.loads(home.run("cases", "--json"))), 2, "cases")
        contains(home.run("case", "1"), "What was said:")
        lacks(home.run("case", "1"), "\x1b")


def test_low():
    """a low score opens a case, a second answer joins it as a note, and once
    it is closed a lower one opens another"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE +
                     "[team desk]\nto = desk@aurora.example\n")
        ada, bea = asked(peer, home, "ada", "bea")
        home.deliver(reply(ada, "3\n\nIt was cold\n"), to=reply_to(ada))
        home.deliver(reply(bea, "9\n"), to=reply_to(bea))
        home.drain()
        cases = home.run("cases")
        for part in ("score 3", "due in", "(desk)", "It was cold"):
            contains(cases, part)
        lacks(cases, "1 day")
        contains(home.run("case", "1"), "answer      1 (for")
        lacks(cases, "bea@customer.example")
        home.deliver(reply(ada, "9\n"), to=reply_to(ada))
        home.drain()
        contains(home.run("case", "1"), "the score is 9 now, it was 3")
        home.run("case", "close", "1", "--outcome", "called", "--by", "Bob")
        contains(home.run("case", "1"), "closed, Bob")
        home.deliver(reply(ada, "0\n"), to=reply_to(ada))
        home.drain()
        contains(home.run("cases"), "score 0")
        equal([each["case"] for each in json.loads(
            home.run("cases", "--json", "--team", "desk"))], [2])
        home.run("cases", "--team", "none", code=64)
        home.run("case", "1", "2", code=64)
        home.run("verify", "--full")


def test_whose():
    """`read` says which invitation a mail answers, by its token and not by its
    sender; with a broken configuration that is told, and nobody knows"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE)
        ada, bea = asked(peer, home, "ada", "bea")
        files = []
        for name, raw in (("right", reply(ada, "9\n")),
                          ("other", reply(bea, "8\n").replace(
                              b"bea@customer", b"ada@customer")),
                          ("none", b"To: a@b.example\r\n\r\n7\r\n")):
            files.append(os.path.join(home.path, name))
            with open(files[-1], "wb") as file:
                file.write(raw)
        said = [json.loads(line)
                for line in home.run("read", *files).splitlines()]
        equal([each["score"] for each in said], [9, 8, 7], "scores")
        equal([each["invitation"] for each in said], [1, 2, None],
              "invitations")
        home.configure("[organisation]\nnme = x\n")
        said = json.loads(home.run("read", files[0]).splitlines()[-1])
        equal((said["score"], said["invitation"]), (9, None), "reading")
        contains(home.said[-1], "nobody knows whose replies these are")


if __name__ == "__main__":
    sys.exit(run([test_cases, test_low, test_whose]))
