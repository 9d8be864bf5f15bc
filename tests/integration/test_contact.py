"""What is kept with a contact: it comes in by files and by the command line,
and recurring surveys and templates see it."""
import email
import email.policy
import json
import os
import sqlite3
import sys

import house
from house import House, PIPE, contains, lacks, maildir, when
from tap import equal

DAY_S = 86400
HEADER = "type,reference,at,email,contact.plan,contact.seats,nights\n"
GOLD = """
[touchpoint gold]
every = 60 days
where = contact.plan = gold
subject = You are {{contact.plan}}, with {{contact.seats}} seats
"""


def attributes(home):
    """Of the contacts, by the name of each."""
    store = sqlite3.connect(home.store)
    found = store.execute("SELECT email, attributes FROM contact").fetchall()
    store.close()
    return {who.split("@")[0]: json.loads(kept) for who, kept in found}


def load(home, *rows, name="events.csv", code=0, header=HEADER):
    path = home.write(name, header + "".join(
        "%s,%s,%s@customer.example%s\n" % (
            reference, when(-ago), who, rest) for reference, ago, who, rest in
        [("booking," + row[0],) + row[1:] for row in rows]))
    return home.run("import", path, code=code)


def mails(home):
    """The subjects, by the name of whom they went to."""
    folder = os.path.join(home.path, "sent", "new")
    found = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as stream:
            mail = email.message_from_binary_file(
                stream, policy=email.policy.default)
        found.setdefault(str(mail["To"]).split("@", maxsplit=1)[0],
                         []).append(str(mail["Subject"]))
    return found


def test_recurring():
    """a recurring survey asks those whose plan a file says, and who changes
    to it later"""
    home = House(maildir() + PIPE + GOLD)
    load(home, ("B-1", 9 * DAY_S, "ada", ",gold,3,"),
         ("B-2", 9 * DAY_S, "bea", ",tin,1,2"),
         ("B-3", 9 * DAY_S, "cleo", ",,,2"))
    home.run("run", "--staged", "--quiet", "--until", when(DAY_S // 2))
    equal(mails(home), {"ada": ["You are gold, with 3 seats"]})
    load(home, ("B-4", 0, "bea", ",gold,,"))
    equal(attributes(home), {"ada": {"plan": "gold", "seats": 3},
                             "bea": {"plan": "gold", "seats": 1},
                             "cleo": {}})
    home.run("run", "--staged", "--quiet", "--until", when(3 * DAY_S))
    equal(mails(home), {"ada": ["You are gold, with 3 seats"],
                        "bea": ["You are gold, with 1 seats"]})


def test_plan():
    """a plan sees what a file would say of contacts, and the store does not"""
    home = House(maildir() + PIPE + GOLD)
    load(home, ("B-1", DAY_S, "ada", ",tin,3,"))
    path = home.write("what-if.csv", HEADER +
                      "booking,B-2,%s,ada@customer.example,gold,,\n"
                      "booking,B-3,%s,bea@customer.example,tin,,\n" %
                      (when(0), when(0)))
    said = home.run("plan", "--events", path, "--contact",
                    "ada@customer.example")
    contains(said, "gold")
    lacks(home.run("plan", "--contact", "ada@customer.example"), "gold")
    equal(attributes(home), {"ada": {"plan": "tin", "seats": 3}})


def test_event():
    """--set says it too, one by one"""
    home = House(maildir() + PIPE + GOLD)
    home.event("ada", "B-1", set="contact.plan=gold")
    home.event("ada", "B-2", set="contact.seats=4")
    home.event("ada", "B-3", set="plan=tin")
    home.event("ada", "B-4", set="contact.plan=")
    equal(attributes(home), {"ada": {"plan": "gold", "seats": 4}})


def test_fields():
    """what a contact has a field for is refused, and the field is told"""
    home = House(maildir() + PIPE + GOLD)
    contains(load(home, ("B-1", 0, "ada", ",Ada"), code=65,
                  header="type,reference,at,email,contact.name\n"),
             'the column "contact.name" is no attribute; allowed is the '
             'column "name"')
    contains(home.run("event", "booking", "--ref", "B-1", "--email",
                      "ada@customer.example", "--set", "contact.language=fi",
                      code=65),
             '"contact.language" is no attribute; allowed is --language')
    equal(attributes(home), {})


if __name__ == "__main__":
    sys.exit(house.main([test_recurring, test_plan, test_event, test_fields]))
