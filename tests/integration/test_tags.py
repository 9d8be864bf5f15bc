#!/usr/bin/env python3
"""Tags through the whole program: by rules of all languages and of one, by
#name in a mail, by hand; the rules applied anew; scores by tag; and the thanks
that carry a link."""
import csv
import io
import sys

import house
from fault_peer import FaultPeer
from house import CADENCE, House, PIPE, TOUCHPOINT, contains, parse
from house import reply, reply_to, smtp
from tap import equal

TAGS = """
[tag price]
match = expensive, cost*
match_de = teuer

[tag wi-fi]
match = wi-fi, internet

[tag staff]
"""
LINK = TOUCHPOINT + """
promoter_link = https://reviews.example/?ref={{event.reference}}
promoter_link_text = Review us
"""


def asked(peer, home, *names, **more):
    for number, name in enumerate(names):
        home.event(name, "B-%d-%s" % (number, name), **more)
        home.drain()
    return [parse(raw) for raw in peer.accepted()[-len(names):]]


def tags_of(home, answer):
    return home.run("tag", str(answer)).split(": ")[1].strip()


def by_tag(home, *more):
    rows = csv.DictReader(io.StringIO(home.run("score", "--by", "tag", "--csv",
                                               *more)))
    return {row["tag"]: row for row in rows}


def test_rules():
    """what customers write is tagged by the rules of their language, and by
    the names of tags that they write"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE + TAGS)
        ada, bea = asked(peer, home, "ada", "bea")
        cleo, = asked(peer, home, "cleo", language="de-AT")
        home.deliver(reply(ada, "3 - COSTLY, and no Wi-Fi!\n"),
                     to=reply_to(ada))
        home.deliver(reply(bea, "9 so teuer, but I like your #Staff\n"),
                     to=reply_to(bea))
        home.deliver(reply(cleo, "5 Viel zu teuer\n"), to=reply_to(cleo))
        home.drain()
        equal(tags_of(home, 1), "price, wi-fi", "by the rules of all")
        equal(tags_of(home, 2), "staff", "by name")
        equal(tags_of(home, 3), "price", "by the rule of a language")
        lines = [line.split() for line in home.run("tags").splitlines()]
        equal(lines, [["tag", "answers", "NPS"], ["price", "2"],
                      ["staff", "1"], ["wi-fi", "1"]], "tags")
        # A changed answer has the tags of its own words.
        home.deliver(reply(ada, "8 the staff made up for it, #staff\n"),
                     to=reply_to(ada))
        home.drain()
        equal(tags_of(home, 4), "staff", "of the later answer")
        home.run("verify", "--full")


def test_hand():
    """tags are put and taken by hand, and stay so; a mistyped one is told"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT + CADENCE + TAGS)
        home.run("record", "--contact", "ada@customer.example",
                 "--touchpoint", "after-booking", "--score", "4", "--source",
                 "phone", "--by", "Eve", "--comment", "Expensive internet")
        home.private.add("ada@customer.example")
        home.drain()
        equal(tags_of(home, 1), "price, wi-fi", "by rules")
        contains(home.run("tag", "1", "+stuff", "--by", "Eve", code=64),
                 'did you mean "staff"')
        contains(home.run("tag", "1", "+staff", code=64), "--by")
        home.run("tag", "1", "+STAFF", "-price", "--by", "Eve")
        home.run("tag", "1", "+late reply", "--new", "--by", "Eve")
        contains(home.run("tag", "9", "+staff", "--by", "Eve", code=65),
                 "there is no answer 9")
        equal(tags_of(home, 1), "late reply, staff, wi-fi", "by hand")
        contains(home.run("tags", "--again"), "0 tags")
        home.configure(smtp(peer) + PIPE + TOUCHPOINT + CADENCE +
                       TAGS.replace("internet", "wlan"))
        contains(home.run("tags", "--again"), "1 tag put or taken away")
        equal(tags_of(home, 1), "late reply, staff", "by other rules")
        home.run("record", "--correct", "1", "--score", "9", "--by", "Bob",
                 "--reason", "misheard")
        home.drain()
        equal(tags_of(home, 2), "late reply, staff", "of the correction")
        contains(home.run("tags"), "(in no [tag NAME])")
        home.run("verify", "--full")


def test_mistakes():
    """what is no rule is told with its line"""
    home = House("""
[provider mail]
type = smtp
url  = smtp://127.0.0.1:1
from = survey@aurora.example
""" + PIPE + TOUCHPOINT + """
[tag price]
match = c*
match_de = te*uer, zu viel
match_sv = pris

[tag Price]
""")
    told = home.run("check", code=78)
    for part in ("[tag price] match: \"c*\" would fit every word",
                 "[tag price] match_de: in \"te*uer\" a * stands within",
                 "[tag price] match_sv: unknown key",
                 "[tag Price]: but for case and accents it is [tag price]"):
        contains(told, part)


def test_scores():
    """scores by tag are those of the answers that have it"""
    home = House(PIPE + """
[provider mail]
type = smtp
url  = smtp://127.0.0.1:1
from = survey@aurora.example
""" + TOUCHPOINT + TAGS)
    rows = ["touchpoint,score,answered_at,comment,tags"]
    rows += ["after-booking,%d,2026-03-0%d,%s,%s" % (
        i % 11, i % 9 + 1, "expensive" if i % 2 else "", "fast" if i < 20
        else "") for i in range(44)]
    home.run("import", "--responses", home.write(
        "answers.csv", "\n".join(rows) + "\n"))
    scores = by_tag(home, "--since", "2026-03-01", "--until", "2026-03-31")
    equal(int(scores["price"]["answers"]), 22, "by the rule")
    equal(int(scores["fast"]["answers"]), 20, "by the file")
    home.run("verify", "--full")


def test_thanks():
    """who would recommend us is thanked once, in answer, with a link; nobody
    else is"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + LINK + CADENCE)
        ada, bea = asked(peer, home, "ada", "bea")
        home.deliver(reply(ada, "10\n"), to=reply_to(ada))
        home.deliver(reply(bea, "8\n"), to=reply_to(bea))
        home.deliver(reply(ada, "9 - and thank you\n"), to=reply_to(ada))
        home.drain()
        home.deliver(reply(ada, "10 - once more\n"), to=reply_to(ada))
        home.drain()
        equal(len(peer.accepted()), 3, "mails")
        thanks = parse(peer.accepted()[2])
        equal(str(thanks["To"]), "ada@customer.example", "To")
        equal(thanks["Auto-Submitted"], "auto-replied", "Auto-Submitted")
        equal(str(thanks["References"]).split()[0], str(ada["Message-ID"]),
              "References")
        for part in thanks.walk():
            if part.get_content_type() == "text/plain":
                text = part.get_content()
                contains(text, "Review us:")
                contains(text, "https://reviews.example/?ref=B-0-ada")
        home.expect(answered=2, messages_waiting=0)
        home.run("verify", "--full")
        bad = LINK.replace("https://reviews.example", "https://{{event.x}}")
        home.configure(smtp(peer) + PIPE + bad + CADENCE)
        contains(home.run("check", code=78), "a host that is written out")


if __name__ == "__main__":
    sys.exit(house.main([test_rules, test_hand, test_mistakes, test_scores,
                         test_thanks]))
