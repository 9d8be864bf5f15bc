#!/usr/bin/python3
"""The whole program: an anonymous touchpoint, from the mail that promises it to
the score; what a configuration may not say about it; and a digest that is
proven from the chain of answers."""

import email
import email.policy
import os
import sqlite3
import sys

import house
from house import House, PIPE, contains, lacks

PROMISE = "Your answer is anonymous"
PULSE = """
[touchpoint pulse]
on        = booking
delay     = 1 hour
anonymous = %s
"""
DROP = """
[inbox replies]
type    = maildir
path    = inbox
address = survey+{token}@aurora.example
"""
TEAM = """
[team people]
to     = people@aurora.example
digest = FREQ=DAILY;BYHOUR=0
"""


def open_house():
    home = House("", store="dripscore.db")
    home.configure(PIPE + PULSE % "yes" + TEAM + house.maildir())
    return home


def ask(home, n):
    """The invitations of n people, in order."""
    for i in range(n):
        home.event("c%d" % i, "B-%d" % i)
    home.drain()
    folder = os.path.join(home.path, "sent", "new")
    found = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as stream:
            mail = email.message_from_binary_file(
                stream, policy=email.policy.default)
        if "@customer.example" in str(mail["To"]):
            found[str(mail["To"])] = mail
    return [found["c%d@customer.example" % i] for i in range(n)]


def answer(home, mail, i):
    home.private.add("wordof%d" % i)
    home.deliver(house.reply(mail, "%d\n\nwordof%d\n" % (i, i)))


def drop(home, mail):
    """Into the Maildir of replies."""
    for name in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(home.path, "inbox", name), exist_ok=True)
    with open(os.path.join(home.path, "inbox", "new", "1.a"), "wb") as out:
        out.write(mail)


def shown(home):
    """All that is printed for people."""
    said = [home.run(*command) for command in
            (("replies",), ("cases",), ("score",), ("score", "--json"),
             ("status",), ("verify",))]
    said += [home.run("why", "c%d@customer.example" % i) for i in range(4)]
    return "\n".join(said)


def test_promise():
    """mails say it, fewer than five answers are shown nowhere, five are, and
    nothing links them"""
    home = open_house()
    mails = ask(home, 6)
    for part in ("plain", "html"):
        text = " ".join(mails[0].get_body((part,)).get_content().split())
        contains(text, PROMISE)
    for i in range(4):
        answer(home, mails[i], i)
    said = shown(home)
    lacks(said, "wordof")
    contains(said, "fewer than 5 answers wait")
    with sqlite3.connect(home.store) as store:
        house.tap.equal(store.execute(
            "SELECT count(*) FROM response").fetchone()[0], 0)
    answer(home, mails[4], 4)
    with sqlite3.connect(home.store) as store:
        house.tap.equal(store.execute(
            "SELECT count(*), count(contact_id), count(invitation_id),"
            " count(reply_id), count(DISTINCT answered_at) FROM response"
        ).fetchone(), (5, 0, 0, 0, 1))
    home.run("verify", "--full")

    # What was promised stays, whatever the configuration says later.
    home.configure(PIPE + PULSE % "no" + TEAM + house.maildir())
    home.drain()
    contains(home.said[-1], "was anonymous, and stays so")
    # What a log says of a reply stands beside the time.
    home.configure(DROP + PULSE % "no" + TEAM + house.maildir())
    drop(home, house.reply(mails[5], "5\n\nwordof5\n"))
    home.drain()
    contains(home.said[-1], "reply 6: answer")
    lacks(home.said[-1], "invitation")
    home.configure(PIPE + PULSE % "no" + TEAM + house.maildir())
    with sqlite3.connect(home.store) as store:
        house.tap.equal(store.execute(
            "SELECT count(*) FROM response").fetchone()[0], 5)
    home.run("verify", "--full")

    # And nobody's answer is put beside theirs.
    contains(home.run("record", "--contact", "c0@customer.example",
                      "--touchpoint", "pulse", "--score", "9",
                      "--source", "interview", "--by", "Bea", code=64),
             "[touchpoint pulse] is anonymous")
    path = os.path.join(home.path, "answers.csv")
    with open(path, "w") as stream:
        stream.write("touchpoint,score,answered_at,email\n"
                     "pulse,3,2026-01-03,c0@customer.example\n")
    contains(home.run("import", "--responses", path, code=65),
             "[touchpoint pulse] is anonymous")
    with sqlite3.connect(home.store) as store:
        house.tap.equal(store.execute(
            "SELECT count(*) FROM response").fetchone()[0], 5)

    # A digest of it is proven; and not, once a score was edited.
    home.run("digest", "people", "--send")
    with sqlite3.connect(home.store) as store:
        seal = store.execute("SELECT seal FROM digest").fetchone()[0]
    contains(home.run("verify", "--digest", seal), "is proven")
    contains(home.run("verify", "--digest", "people"), "is proven")
    contains(home.run("verify", "--digest", "0123456789abcdef", code=65),
             "no digest in this store has the seal")
    with sqlite3.connect(home.store) as store:
        store.execute("UPDATE response SET score = 10 WHERE id = 1")
    contains(home.run("verify", "--digest", seal, code=65), "is not proven")
    contains(home.run("verify", code=65), "when it was stored, and is 10 now")


def test_check():
    """check refuses what would tell who answered, and warns of what spoils
    the score"""
    home = House("", store="dripscore.db")
    home.configure(PIPE + PULSE % "yes" + "nudge = 2 days\n" +
                   house.maildir())
    contains(home.run("check", code=78), "nobody is written to by what")
    home.configure(PIPE + PULSE % "yes" +
                   "question = Please give us a 10!\n"
                   "subject = Win a voucher\n"
                   "where = last_score >= 9\n" + house.maildir())
    said = home.run("check")
    contains(said, "[touchpoint pulse] question: \"Please give us a 10\"")
    contains(said, "[touchpoint pulse] subject: \"Win a voucher\"")
    contains(said, "[touchpoint pulse] where: \"last_score >= 9\"")
    house.tap.equal(said.count("warning: "), 3)
    home.run("check", "--strict", code=78)
    home.configure(PIPE + PULSE % "no" + house.maildir())
    lacks(home.run("check", "--strict"), "warning: ")


if __name__ == "__main__":
    sys.exit(house.main([test_promise, test_check]))
