#!/usr/bin/env python3
"""Scores from people: what is recorded answers the invitation; corrections;
other scales are refused; and the history of other programs, as Delighted
writes it."""
import csv
import io
import sqlite3
import sys

import house
from fault_peer import FaultPeer
from house import CADENCE, House, PIPE, contains, smtp
from tap import equal

REMINDS = """
[touchpoint after-booking]
on     = booking
delay  = 1 hour
remind = 1 minute

[sms]
country = FI

[tag delivery]
"""
DELIGHTED = (
    "Score,Comment,Survey Type,Responded At (UTC),Created At,Email,Name,"
    "Phone Number,Tags,Country\r\n"
    "10,Great,nps,2026-03-01 00:56:46 UTC,2026-02-27 10:00:00 UTC,"
    "ada@customer.example,Ada,,\"Delivery, vip\",FI\r\n"
    "4,\"So, so\",NPS,2026-03-01 18:00:00 -0800,,,,+358401234567,,SE\r\n"
    "5,,csat,2026-03-02 00:56:46 UTC,,bea@customer.example,Bea,,,\r\n"
    "5,,ces,2026-03-02 00:56:46 UTC,,bea@customer.example,Bea,,,\r\n"
    "11,,nps,2026-03-02 00:56:46 UTC,,bea@customer.example,Bea,,,\r\n")


def lived_in(peer=None):
    door = smtp(peer) if peer else """
[provider mail]
type = smtp
url  = smtp://127.0.0.1:1
from = survey@aurora.example
"""
    home = House(door + PIPE + REMINDS + CADENCE)
    for name in ("ada", "bea", "eve"):
        home.private.add(name + "@customer.example")
    return home


def rows(home, sql):
    store = sqlite3.connect("file:%s?mode=ro" % home.store, uri=True)
    try:
        return store.execute(sql).fetchall()
    finally:
        store.close()


def record(home, contact, score, *more, code=0, source="interview"):
    return home.run("record", "--contact", contact, "--touchpoint",
                    "after-booking", "--score", str(score), "--source", source,
                    "--by", "Eve", *more, code=code)


def answers(home, *options):
    """How many `score` counts."""
    rows = csv.DictReader(io.StringIO(home.run("score", "--csv", *options)))
    return sum(int(row["answers"]) for row in rows)


def test_record():
    """a score that somebody was told answers the invitation, and nobody is
    reminded; it is marked as solicited"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.event("ada", "B-1")
        home.drain()
        equal(len(peer.accepted()), 1, "mails")
        told = record(home, "ada@customer.example", 9, "--comment", "Lovely")
        contains(told, "answer 1: 9 at after-booking")
        contains(told, "no reminder will be")
        home.expect(answered=1)
        contains(record(home, "040 1234567", 3, source="phone"),
                 "is made")
        home.drain()
        equal(len(peer.accepted()), 1, "mails")
        equal(rows(home, "SELECT score, comment, source, author"
                         " FROM response ORDER BY id"),
              [(9, "Lovely", "interview", "Eve"), (3, None, "phone", "Eve")],
              "responses")
        equal(answers(home, "--solicited"), 2, "solicited")
        equal(answers(home, "--unsolicited"), 0, "unsolicited")
        home.run("verify", "--full")


def test_correct():
    """a correction is a row with author and reason; verify is content"""
    home = lived_in()
    record(home, "ada@customer.example", 3)
    contains(home.run("record", "--correct", "1", "--score", "8", "--by",
                      "Bob", code=64), "--reason is needed")
    home.run("record", "--correct", "1", "--score", "8", "--by", "Bob",
             "--reason", "misheard")
    contains(home.run("record", "--correct", "1", "--score", "9", "--by",
                      "Bob", "--reason", "again", code=65), "answer 2")
    equal(rows(home, "SELECT score, author, reason, supersedes FROM response"
                     " ORDER BY id"),
          [(3, "Eve", None, None), (8, "Bob", "misheard", 1)], "responses")
    equal(rows(home, "SELECT sum(s3), sum(s8) FROM tally"
                     " WHERE facet = 0 AND level = 0"), [(0, 1)], "counts")
    home.run("verify", "--full")


def test_refused():
    """what is missing or does not fit is told, and nothing is stored"""
    home = lived_in()
    ada = "ada@customer.example"
    for told, part in (
            (record(home, ada, 11, code=65), "from 0 to 10"),
            (record(home, ada, 7, "--scale", "1-10", code=65),
             "another question"),
            (record(home, ada, 7, "--scale", "1-5", code=65), "no other is"),
            (record(home, ada, 7, source="reply", code=65), "interview"),
            (record(home, ada, 7, "--at", "2099-01-01", code=65), "passed"),
            (record(home, "nobody", 7, code=65), "no number"),
            (home.run("record", "--score", "7", "--by", "Eve", code=64),
             "are needed"),
            (home.run("record", "--contact", ada, "--touchpoint", "after",
                      "--score", "7", "--source", "phone", "--by", "Eve",
                      code=64), "there is no [touchpoint after]")):
        contains(told, part)
    equal(rows(home, "SELECT count(*) FROM response"), [(0,)], "responses")


def test_delighted():
    """an export of Delighted comes in once: scores, words, times, tags,
    numbers; surveys of other types are left out, and said to be"""
    home = lived_in()
    path = home.write("delighted.csv", DELIGHTED)
    contains(home.run("import", "--responses", path, code=65),
             'there is no column "touchpoint"')
    told = home.run("import", "--responses", "--touchpoint", "old-shop", path,
                    code=65)
    contains(told, "5 rows: 2 new, 0 known, 2 left out, 1 wrong")
    contains(told, "other types: ces, csat" if "ces, csat" in told
             else "other types: csat, ces")
    contains(told, "row 6")
    contains(home.run("import", "--responses", "--touchpoint", "old-shop",
                      path, code=65), "0 new, 2 known")
    equal(rows(home, "SELECT score, comment, strftime('%Y-%m-%d %H:%M:%S',"
                     " answered_at, 'unixepoch'), source, coalesce(c.email,"
                     " c.phone), c.name FROM response r JOIN contact c"
                     " ON c.id = r.contact_id ORDER BY r.id"),
          [(10, "Great", "2026-03-01 00:56:46", "import",
            "ada@customer.example", "Ada"),
           (4, "So, so", "2026-03-02 02:00:00", "import", "+358401234567",
            None)], "responses")
    equal(home.run("tag", "1"), "answer 1: delivery, vip\n", "tags")
    home.run("verify", "--full")


def test_scales():
    """a file that looks like a scale from 1 to 10 is refused, unless somebody
    says how it becomes one from 0 to 10"""
    home = lived_in()
    path = home.write("one.csv", "touchpoint,score,answered_at\n" + "".join(
        "old,%d,2026-03-01 12:00:%02d\n" % (i % 10 + 1, i)
        for i in range(50)) * 2)
    contains(home.run("import", "--responses", path, code=65),
             "scores of 1 and none of 0")
    contains(home.run("import", "--responses", "--scale", "1-10", path,
                      code=65), "--convert-scale")
    contains(home.run("import", "--responses", "--scale", "0-100", path,
                      code=64), "no other is")
    equal(rows(home, "SELECT count(*) FROM response"), [(0,)], "responses")
    home.run("import", "--responses", "--scale", "1-10", "--convert-scale",
             "stretch", path)
    equal(rows(home, "SELECT min(score), max(score), count(*),"
                     " min(substr(reason, 1, 19)) FROM response"),
          [(0, 10, 100, "converted from 1-10")], "responses")
    home.run("verify", "--full")


if __name__ == "__main__":
    sys.exit(house.main([test_record, test_correct, test_refused,
                         test_delighted, test_scales]))
