#!/usr/bin/python3
"""The whole program: who hears of an answer the minute it comes, by mail, by a
signed webhook, in Slack; and that nobody is told of one answer twice, whatever
dies in between."""

import base64
import email
import email.policy
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time

import house
from house import CADENCE, House, PIPE, TOUCHPOINT, contains, lacks, wait_for
from http_peer import HttpPeer

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
OWNER = "eve@aurora.example"

INI = PIPE + TOUCHPOINT + CADENCE + house.maildir() + """
[team desk]
to       = desk@aurora.example
alert    = score <= 4 or tag = noise
alert_to = %s

[tag noise]
match = loud
"""
HOOK = """
[provider crm]
type        = webhook
url         = %s/hook
secret_file = crm.secret
timeout     = 5 seconds
"""
SLACK = """
[provider chat]
type     = slack
url_file = chat.url
"""
TAKEN = {"status": 204, "body": ""}


def open_house(alert_to, *sections):
    home = House("", store="dripscore.db")
    home.write("crm.secret", SECRET + "\n")
    home.private.add(SECRET)
    home.configure(INI % alert_to + "".join(sections))
    return home


def mails(home, to):
    """What the Maildir has for somebody, in order."""
    found = []
    folder = os.path.join(home.path, "sent", "new")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as stream:
            mail = email.message_from_binary_file(
                stream, policy=email.policy.default)
        if to in str(mail["To"]):
            found.append(mail)
    return found


def ask(home, who, **more):
    """The invitation that somebody got."""
    home.event(who, "B-" + who, **more)
    home.drain()
    return mails(home, who + "@customer.example")[0]


def proven(request):
    """Its JSON, once the signature is right."""
    headers = request["headers"]
    signed = "%s.%s.%s" % (headers["webhook-id"],
                           headers["webhook-timestamp"], request["body"])
    wanted = "v1," + base64.b64encode(
        hmac.new(KEY, signed.encode(), hashlib.sha256).digest()).decode()
    house.tap.equal(headers["webhook-signature"], wanted, "signature")
    house.tap.equal(headers["content-type"], "application/json", "type")
    if abs(int(headers["webhook-timestamp"]) - time.time()) > 60:
        raise AssertionError("of another time: %r" % headers)
    told = json.loads(request["body"])
    house.tap.equal(told["id"], headers["webhook-id"], "id")
    return told


def test_told():
    """a low score is told to the owner by mail, to a program by a signed
    webhook and in Slack, in the turn that reads it"""
    with HttpPeer([TAKEN]) as crm, HttpPeer(
            [{"status": 200, "body": "ok"}]) as chat:
        home = open_house("owner, crm, chat", HOOK % crm.url, SLACK)
        home.write("chat.url", chat.url + "/services/T0/B0/abcdefgh\n")
        home.private.update(("abcdefgh", "far too loud", OWNER))
        invitation = ask(home, "ada", name="Ada <Lovelace>",
                         set="owner=" + OWNER)
        daemon = home.daemon()
        began = time.monotonic()
        home.deliver(house.reply(invitation, "2\n\nFar too loud.\n"))
        wait_for("the webhook", crm.requests)
        wait_for("Slack", chat.requests)
        wait_for("the mail", lambda: mails(home, OWNER))
        if time.monotonic() - began > 5:
            raise AssertionError("that was slow")
        told = proven(crm.requests()[0])
        house.tap.equal(told["type"], "answer.alert")
        data = told["data"]
        house.tap.equal(
            [data[key] for key in ("team", "touchpoint", "score", "before",
                                   "comment", "tags")],
            ["desk", "after-booking", 2, None, "Far too loud.", ["noise"]])
        house.tap.equal(data["contact"]["name"], "Ada <Lovelace>")
        house.tap.equal(data["event"]["reference"], "B-ada")
        lacks(crm.requests()[0]["body"], "@customer.example")
        said = json.loads(chat.requests()[0]["body"])
        contains(said["text"], "*Ada &lt;Lovelace&gt; gave 2*")
        contains(said["text"], "> Far too loud.")
        house.tap.equal(chat.requests()[0]["target"],
                        "/services/T0/B0/abcdefgh")
        mail, = mails(home, OWNER)
        contains(str(mail["Subject"]), "gave 2: after-booking")
        for part in ("plain", "html"):
            text = mail.get_body((part,)).get_content()
            contains(text, "Far too loud.")
            lacks(text, "@customer.example")
        house.tap.equal(daemon.stop(), 0, "exit")
        house.tap.equal((len(crm.requests()), len(chat.requests())), (1, 1))
        home.run("verify")


def test_again():
    """a program that is not there at first is told later, by one id; each
    signature is of its own time; and however much it answers, it has taken
    it"""
    with HttpPeer([{"status": 503, "times": 1}, {"status": 422, "times": 1},
                   {"status": 200, "body": "x" * 300000}]) as crm:
        home = open_house("crm", HOOK % crm.url)
        invitation = ask(home, "bob")
        home.daemon()
        home.deliver(house.reply(invitation, "0\n"))
        wait_for("three requests", lambda: len(crm.requests()) >= 3)
        wait_for("nothing waits",
                 lambda: home.counts()["messages waiting"] == 0)
        ids = {proven(request)["id"] for request in crm.requests()}
        house.tap.equal((len(ids), len(crm.requests())), (1, 3))


def test_killed():
    """killed while a webhook is unanswered, the next start tells it again by
    the same id; and the mail is there once"""
    with HttpPeer([{"silent": True, "times": 1}, TAKEN]) as crm:
        home = open_house("desk@aurora.example, crm", HOOK % crm.url)
        invitation = ask(home, "cleo")
        daemon = home.daemon()
        home.deliver(house.reply(invitation, "1\n"))
        wait_for("the request", crm.requests)
        wait_for("the mail", lambda: mails(home, "desk@aurora.example"))
        daemon.kill()
        home.daemon()
        wait_for("another", lambda: len(crm.requests()) >= 2)
        wait_for("nothing in doubt", lambda: not home.doubts())
        ids = {proven(request)["id"] for request in crm.requests()}
        house.tap.equal((len(ids), len(crm.requests())), (1, 2))
        house.tap.equal(len(mails(home, "desk@aurora.example")), 1, "mails")


def test_once():
    """words after the score, or a better one, are no second alert; a lower
    score is one, and what a rule holds for that did not before"""
    with HttpPeer([TAKEN]) as crm:
        home = open_house("crm", HOOK % crm.url)
        invitation = ask(home, "dan")

        def told_after(text, n):
            home.deliver(house.reply(invitation, text))
            home.drain()
            house.tap.equal(len(crm.requests()), n, text)

        told_after("3\n", 1)
        told_after("Because it was so cold in there.\n", 1)
        told_after("4\n", 1)
        told_after("1\n", 2)
        told_after("9\n", 2)
        told_after("10\n\nNot loud at all any more.\n", 3)
        told_after("It was so loud before.\n", 3)
        scores = [proven(request)["data"]["score"]
                  for request in crm.requests()]
        house.tap.equal(scores, [3, 1, 10])


def test_gone():
    """a program that says it is gone is not asked on and on, and the admin
    sees why; what is for it goes to no other"""
    with HttpPeer([{"status": 410}]) as crm, HttpPeer([TAKEN]) as other:
        home = open_house("crm, other", HOOK % crm.url, "connections = 1\n",
                          (HOOK % other.url).replace(" crm]", " other]"))
        invitations = [ask(home, who) for who in ("eli", "fay", "gus")]
        for invitation in invitations:
            home.deliver(house.reply(invitation, "2\n"))
        home.drain()
        contains(home.status(), "HTTP status 410: it wants no more")
        house.tap.equal(len(crm.requests()), 1, "requests")
        ids = {proven(request)["id"] for request in other.requests()}
        house.tap.equal((len(ids), len(other.requests())), (3, 3))


def test_words():
    """words that a person should read are told, once, though no score stands
    there"""
    with HttpPeer([TAKEN]) as crm:
        home = open_house("crm", HOOK % crm.url)
        invitation = ask(home, "hal")
        home.deliver(house.reply(
            invitation, "Nobody came when we called the desk.\n"))
        home.drain()
        home.drain()
        request, = crm.requests()
        told = proven(request)
        house.tap.equal(
            [told["type"], told["data"]["score"], told["data"]["concern"]],
            ["reply.alert", None, "no score"])
        contains(told["data"]["comment"], "Nobody came")


def test_day():
    """what a program did not take within a day is given up, and the admin
    hears of it"""
    with HttpPeer([{"status": 500}]) as crm:
        home = open_house("crm", HOOK % crm.url)
        with open(home.ini, encoding="utf-8") as stream:
            ini = stream.read()
        home.write("dripscore.ini", ini.replace(
            "[organisation]\n",
            "[organisation]\nadmin = admin@aurora.example\n", 1))
        invitation = ask(home, "ian")
        daemon = home.daemon()
        home.deliver(house.reply(invitation, "2\n"))
        wait_for("a request", crm.requests)
        daemon.stop()
        store = sqlite3.connect(home.store)
        with store:
            store.execute("UPDATE message SET created_at = created_at - 86400"
                          " WHERE channel = 'webhook'")
        store.close()
        home.daemon()
        mail, = wait_for("a mail", lambda: mails(home, "admin@"))
        contains(str(mail["Subject"]), "alerts to crm are lost")
        home.expect(messages_waiting=0)


def test_poison():
    """an answer that cannot be acted upon holds up no invitation, and is acted
    upon once it can be"""
    home = open_house("owner")
    home.private.add(OWNER)
    invitation = ask(home, "ada", set="owner=" + OWNER)
    with sqlite3.connect(home.store) as store:
        store.execute("CREATE TRIGGER poison BEFORE INSERT ON customer_case"
                      " BEGIN SELECT RAISE(ABORT, 'poison'); END")
    home.deliver(house.reply(invitation, "2\n"))
    home.event("eve", "B-eve")
    daemon = home.daemon()
    wait_for("the invitation", lambda: mails(home, "eve@customer.example"))
    house.tap.equal(len(mails(home, OWNER)), 0, "alerts")
    with sqlite3.connect(home.store) as store:
        store.execute("DROP TRIGGER poison")
    wait_for("the alert", lambda: mails(home, OWNER))
    daemon.stop()
    house.tap.equal(len(mails(home, OWNER)), 1, "alerts")
    home.run("verify")


if __name__ == "__main__":
    sys.exit(house.main([test_told, test_again, test_killed, test_once,
                         test_gone, test_words, test_day, test_poison]))
