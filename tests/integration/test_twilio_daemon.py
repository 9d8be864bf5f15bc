"""The whole program with Twilio's API as its own description has it: texts go
out, answers and delivery reports come in by signed webhooks or by polling."""
import http.client
import os
import socket
import sqlite3
import sys
import time
import urllib.parse

import house
import twilio_peer
from house import CADENCE, House, PIPE, contains, maildir, wait_for, when
from tap import equal
from twilio_peer import ACCOUNT, TOKEN, TwilioPeer

OURS = "+358501112223"

INI = """
[sms]
country = FI
hours   = 00:00-24:00

[provider texts]
type            = twilio
account_sid     = """ + ACCOUNT + """
auth_token_file = twilio.token
from            = """ + OURS + """
base_url        = %(url)s
timeout         = 5 seconds
%(more)s

[touchpoint after-booking]
on      = booking
delay   = 1 hour
channel = sms
""" + PIPE + maildir() + CADENCE

WEB = """
[web]
listen     = 127.0.0.1:%(port)d
public_url = https://hooks.aurora.example/x
"""
PUBLIC = "https://hooks.aurora.example/x/hooks/texts"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def the_house(twilio, more="", port=None):
    ini = INI % {"url": twilio.url, "more": more}
    home = House(ini + (WEB % {"port": port} if port else ""))
    home.write("twilio.token", TOKEN + "\n")
    home.private.update((TOKEN, ACCOUNT, OURS))
    return home


def book(home, number, reference):
    home.private.update((number, number.lstrip("+")))
    home.run("event", "booking", "--phone", number, "--ref", reference,
             "--at", when(-7200))


def ask(home, sql, *values):
    connection = sqlite3.connect("file:%s?mode=ro" % home.store, uri=True)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def scores(home):
    return [row[0] for row in ask(
        home, "SELECT score FROM response ORDER BY id")]


def states(home):
    return [row[0] for row in ask(
        home, "SELECT state FROM invitation_state ORDER BY invitation_id")]


def call(port, url, fields, signature=None):
    """What Twilio does, through a proxy that has cut /x off: the answer."""
    parts = urllib.parse.urlsplit(url)
    path = parts.path.replace("/x/", "/", 1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(
            "POST", path + ("?" + parts.query if parts.query else ""),
            urllib.parse.urlencode(fields), {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Twilio-Signature": signature or twilio_peer.sign(
                    url, list(fields.items()))})
        answer = connection.getresponse()
        return (answer.status, answer.getheader("Content-Type"),
                answer.read().decode())
    finally:
        connection.close()


def text_of(number, words, sid="SM" + "1" * 32):
    return {"MessageSid": sid, "SmsStatus": "received", "Body": words,
            "From": number, "To": OURS, "NumMedia": "0"}


def by_webhooks():
    """who is asked by Twilio answers by a signed webhook, once however often it
    is told; what is not signed so is refused"""
    ada, port = "+358401000001", free_port()
    with TwilioPeer() as twilio:
        home = the_house(twilio, port=port)
        daemon = home.daemon()
        book(home, ada, "B-1")
        sent = wait_for("the question", lambda: twilio.messages)[0]
        contains(sent["body"], "how likely are you")
        callback = wait_for("its callback",
                            lambda: twilio.callbacks.get(sent["sid"]))
        report = {"MessageSid": sent["sid"], "MessageStatus": "delivered",
                  "From": OURS, "To": ada}
        taken = (200, "text/xml", "<Response/>")
        equal(call(port, callback, report), taken, "the report's answer")
        answer = text_of(ada, "9")
        right = twilio_peer.sign(PUBLIC, list(answer.items()))
        equal(call(port, PUBLIC, answer, "A" + right[1:])[0], 403)
        equal(call(port, PUBLIC, dict(answer, Body="8"), right)[0], 403)
        equal(scores(home), [])
        for _ in range(3):
            equal(call(port, PUBLIC, answer), taken, "the text's answer")
        wait_for("the score", lambda: scores(home))
        wait_for("the next question", lambda: len(twilio.messages) == 2)
        equal(call(port, PUBLIC, answer), taken)
        time.sleep(0.3)
        equal(scores(home), [9])
        equal(len(twilio.messages), 2)
        equal(call(port, PUBLIC, dict(text_of(ada, "7"), From="12345"))[0],
              400)
        equal(daemon.stop(), 0)
    equal(twilio.violations, [])
    equal(states(home), ["answered"])


def by_polling():
    """where Twilio can't call, its list is asked for answers"""
    ada = "+358401000002"
    with TwilioPeer() as twilio:
        home = the_house(twilio, more="poll = 1 second")
        daemon = home.daemon()
        book(home, ada, "B-1")
        sent = wait_for("the question", lambda: twilio.messages)[0]
        equal(twilio.callbacks[sent["sid"]], None)
        twilio.add("inbound", OURS, ada, "10")
        wait_for("the score", lambda: scores(home))
        wait_for("the next question", lambda: len(twilio.messages) == 3)
        time.sleep(2.2)
        equal(scores(home), [10])
        contains(home.run("replies"),
                 "  answer      after-booking  counted\n")
        equal(home.run("replies", "1"), "From: %s\n\n10\n" % ada)
        equal(len(twilio.messages), 3)
        equal(daemon.stop(), 0)
    equal(twilio.violations, [])


def stop_at_twilio():
    """who said stop to Twilio is not asked again, and wrong credentials halt
    the provider, not the customer's survey"""
    ada, bob = "+358401000003", "+358401000004"
    rules = [{"match": ada, "status": 400, "code": 21610},
             {"match": bob, "status": 401, "code": 20003, "times": 1}]
    with TwilioPeer(rules) as twilio:
        home = the_house(twilio)
        daemon = home.daemon()
        book(home, ada, "B-1")
        wait_for("the end", lambda: states(home) == ["suppressed"] or
                 states(home) == ["failed"])
        contains(home.run("suppress"), "sms")
        book(home, ada, "B-2")
        book(home, bob, "B-3")
        daemon.wait_log("halted")
        contains(home.status(), "error 20003")
        equal(len([one for one in twilio.requests if one[0] == "POST"]), 2)
        equal(daemon.stop(), 0)
    equal(twilio.violations, [])


if __name__ == "__main__":
    sys.exit(house.main([by_webhooks, by_polling, stop_at_twilio]))
