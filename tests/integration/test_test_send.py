"""`dripscore test-send`: one invitation to an address of the admin's own, through
the real door, that no limit counts and no answer to which counts."""
import email
import email.policy
import json
import os
import sys

import house
import mailserver
from fault_peer import FaultPeer
from house import (House, PIPE, TOUCHPOINT, contains, lacks, maildir, parse,
                   reply, smtp)
from http_peer import HttpPeer
from tap import Skip, equal

ME = "me@customer.example"
TEXTS = """
[provider texts]
type   = http
url    = %s/send
format = json
body   = {"to": "{to}", "text": "{text}", "name": "{name}"}
id     = json:id
timeout = 2 seconds

[sms]
country = FI
price = 0.08
budget = 0.10
max_per_number = 1
"""
BY_TEXT = """
[touchpoint by-text]
on = payment
channel = sms
via = texts
"""
STRICT = """
[cadence]
rest = 30 days
max_per_year = 1
drip = 1/day
"""


def home_with(*parts):
    home = House("".join(parts))
    home.private.add(ME)
    return home


def test_by_mail():
    """a mail leaves by the door of the touchpoint, as it would to a customer,
    and nothing of it is in the store"""
    with FaultPeer() as peer:
        home = home_with(smtp(peer), PIPE, TOUCHPOINT, STRICT)
        home.event("ada", "B-1")
        home.drain()
        before = home.status()
        for _ in range(3):
            contains(home.run("test-send", "after-booking", ME, "--name",
                              "Grace", "--language", "fi"),
                     "[provider mail] took it: 250 ")
        equal(home.status(), before, "status")
        mine = [parse(entry) for entry in peer.accepted()
                if ME in entry["to"][0]]
        equal(len(mine), 3, "mails")
        equal(len({mail["Message-ID"] for mail in mine}), 3, "Message-IDs")
        contains(mine[0].get_body(("plain",)).get_content(), "Grace")
        contains(str(mine[0]["From"]), "survey@aurora.example")
        contains(home.run("why", ME, code=65), "no event has told")


def test_answer_counts_not():
    """an answer to it counts for nothing, and stops nothing"""
    with FaultPeer() as peer:
        home = home_with(smtp(peer), PIPE, TOUCHPOINT)
        home.run("test-send", "after-booking", ME)
        mail, = [parse(entry) for entry in peer.accepted()]
        home.deliver(reply(mail, "9\n\nThe sauna.\n"))
        home.deliver(reply(mail, "stop\n"))
        home.drain()
        home.expect(responses=0, answered=0, messages_waiting=0)
        home.event("ada", "B-1")
        home.drain()
        equal(len(peer.accepted()), 2, "mails")


def test_refused():
    """what the other side says stands in the error, and tells whether to try
    again"""
    for faults, code, words in (
            ({"rcpt": {"reply": "550 5.1.1 nobody here", "times": 9}}, 69,
             "rejected: 550 5.1.1"),
            ({"rcpt": {"reply": "451 4.7.1 later", "times": 9}}, 75,
             "deferred: 451 4.7.1"),
            ({"mail": {"reply": "530 5.7.0 log in", "times": 9}}, 69,
             "halted: 530 5.7.0")):
        with FaultPeer(faults=faults) as peer:
            home = home_with(smtp(peer), PIPE, TOUCHPOINT)
            contains(home.run("test-send", "after-booking", ME, code=code),
                     "[provider mail] did not take it: " + words)
    peer = FaultPeer()
    with peer:
        pass
    home = home_with(smtp(peer), PIPE, TOUCHPOINT)
    contains(home.run("test-send", "after-booking", ME, code=75),
             "did not take it: deferred: ")


def test_by_text():
    """a text leaves by the gateway; neither money nor the number's limit is
    charged"""
    with HttpPeer() as peer:
        home = home_with(maildir(), PIPE, TEXTS % peer.url, TOUCHPOINT,
                         BY_TEXT)
        before = home.run("event", "nothing", "--ref", "N", "--email", ME) and \
            home.status()
        for _ in range(3):
            contains(home.run("test-send", "by-text", "040 123 4567"),
                     "[provider texts] took it")
        equal(home.status(), before, "status")
        texts = [json.loads(entry["body"]) for entry in peer.requests()]
        equal({text["to"] for text in texts}, {"+358401234567"})
        equal(len({text["name"] for text in texts}), 3, "names")
        contains(texts[0]["text"], "Aurora Spa")
        home.run("test-send", "after-booking", "+358401234567")


def test_recurring():
    """a touchpoint that follows no event can be tried too"""
    home = home_with(maildir(), PIPE, "\n[touchpoint often]\nevery = 60 days\n")
    home.run("test-send", "often", ME)
    equal(len(os.listdir(os.path.join(home.path, "sent", "new"))), 1, "mails")


def test_misuse():
    """what is missing is said: touchpoint, address, door, inbox"""
    home = home_with(maildir(), PIPE, TOUCHPOINT)
    home.run("test-send", code=64)
    home.run("test-send", "after-booking", code=64)
    contains(home.run("test-send", "nowhere", ME, code=64),
             "there is no [touchpoint nowhere]; there is after-booking")
    contains(home.run("test-send", "after-booking", "a@b@c", code=64), "a@b@c")
    home.run("test-send", "after-booking", "12", code=64)
    contains(home.run("test-send", "after-booking", "+358401234567", code=78),
             "there is no [provider NAME] of channel sms")
    equal(os.path.exists(os.path.join(home.path, "sent", "new")) and
          os.listdir(os.path.join(home.path, "sent", "new")), False)


def test_postfix():
    """it arrives through a real Postfix"""
    missing = mailserver.unavailable()
    if missing:
        raise Skip(missing)
    survey, me = "survey@aurora.test", "me@aurora.test"
    with mailserver.MailServer({survey: "secret-1", me: "secret-2"}) as server:
        home = House("""
[provider mail]
type = smtp
url  = smtp://localhost:%d
from = Aurora Spa <%s>
user = %s
password_file = password
ca_file = %s
""" % (server.smtp_port, survey, survey, server.ca_file) +
                     PIPE + TOUCHPOINT)
        home.private.update((me, "secret-1"))
        home.write("password", "secret-1\n")
        contains(home.run("test-send", "after-booking", me),
                 "[provider mail] took it: 250 ")
        raw, = server.wait_for_mails(me, 1)
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        contains(mail.get_body(("plain",)).get_content(), "Aurora Spa")
        home.write("password", "wrong\n")
        contains(home.run("test-send", "after-booking", me, code=69),
                 "did not take it: halted: ")
        lacks("".join(home.said), "secret-1")


TESTS = [test_by_mail, test_answer_counts_not, test_refused, test_by_text,
         test_recurring, test_misuse, test_postfix]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
