#!/usr/bin/python3
"""The whole program and a gateway over HTTP that takes a text and dies: it has
the text once, we have it in doubt, and nothing but word of it ends that. And
who goes instead of a gateway that halts."""

import json
import sys
import urllib.request

import house
import kannel
from house import CADENCE, House, PIPE, contains, wait_for
from http_peer import HttpPeer

SECRET = "aVerySecretPath1234"
NUMBERS = ["+3584010000%02d" % i for i in range(10)]

INI = """
[sms]
country = FI
hours   = 00:00-24:00

[touchpoint after-booking]
on      = booking
delay   = 1 hour
channel = sms
via     = texts, backup
""" + PIPE + CADENCE

POST = """
[provider %s]
type        = http
url         = %s/send
format      = json
body        = {"to": "{to}", "text": "{text}", "name": "{name}"}
id          = json:id
connections = 1
timeout     = 2 seconds
"""
GET = """
[provider %s]
type        = http
url         = %s/send
format      = query
body        = to={to_digits}&text={text}&name={name}
connections = 1
timeout     = 2 seconds
"""
HOOK = """
hook_secret_file = texts.secret
report_status = state
report_name   = name
report_states = ok -> delivered
  no -> undelivered

[web]
listen     = 127.0.0.1:%d
public_url = http://127.0.0.1:%d
"""


def book(home, *numbers):
    for number in numbers:
        home.private.update((number, number.lstrip("+")))
        home.run("event", "booking", "--phone", number, "--ref",
                 "B" + number[-2:], "--at", house.when(-7200))


def texts_to(peer, number):
    """How often the gateway has taken a text to it."""
    return len([entry for entry in peer.requests() if number.lstrip("+") in
                entry["body"] + entry["target"]])


def one_is_lost(section):
    """Of three texts the gateway takes the second and dies."""
    with HttpPeer([{"close": "request", "match": NUMBERS[1].lstrip("+"),
                    "times": 1}]) as peer, HttpPeer() as backup:
        home = House(INI + section % ("texts", peer.url) +
                     POST % ("backup", backup.url))
        book(home, *NUMBERS[:3])
        home.drain()
        home.expect(in_doubt=1)
        for _ in range(2):
            home.drain()
        found = [texts_to(peer, number) for number in NUMBERS[:3]]
        if found != [1, 1, 1] or backup.requests():
            raise AssertionError("%r, %r" % (found, backup.ledger))
        message, = home.doubts()
        home.run("resolve", "sent", message)
        home.drain()
        home.expect(in_doubt=0)
        if texts_to(peer, NUMBERS[1]) != 1:
            raise AssertionError("it was sent again")


def test_post():
    """a gateway that takes a post on a kept connection and dies has the text
    once, and it is in doubt here until somebody says what became of it"""
    one_is_lost(POST)


def test_get():
    """a gateway that takes a GET and dies has the text once, and it is in
    doubt here"""
    one_is_lost(GET)


def test_report_ends_doubt():
    """a delivery report ends the doubt, though no answer came"""
    port, = kannel.free_ports(1)
    with HttpPeer([{"close": "request", "times": 1}]) as peer, \
            HttpPeer() as backup:
        home = House(INI + POST % ("texts", peer.url) + HOOK % (port, port) +
                     POST % ("backup", backup.url))
        home.private.add(SECRET)
        home.write("texts.secret", SECRET + "\n")
        daemon = home.daemon()
        book(home, NUMBERS[3])
        wait_for("a request", peer.requests)
        wait_for("the doubt", home.doubts)
        name = json.loads(peer.requests()[0]["body"])["name"]
        url = "http://127.0.0.1:%d/hooks/texts/" % port
        query = "?state=ok&name=" + name
        try:
            urllib.request.urlopen(url + "wrong" + query, timeout=5)
            raise AssertionError("a wrong secret was taken")
        except urllib.error.HTTPError:
            pass
        urllib.request.urlopen(url + SECRET + query, timeout=5).close()
        wait_for("no doubt", lambda: not home.doubts())
        daemon.stop()
        if len(peer.requests()) != 1 or backup.requests():
            raise AssertionError(peer.ledger)


def test_failover():
    """what a gateway that refuses our login would send leaves by the next"""
    with HttpPeer([{"status": 401}]) as peer, HttpPeer() as backup:
        home = House(INI + POST % ("texts", peer.url) +
                     POST % ("backup", backup.url))
        book(home, *NUMBERS[4:7])
        home.drain()
        wait = [texts_to(backup, number) for number in NUMBERS[4:7]]
        if wait != [1, 1, 1]:
            raise AssertionError("%r\n%s" % (wait, home.status()))
        contains(home.status(), "HTTP status 401")


if __name__ == "__main__":
    sys.exit(house.main([test_post, test_get, test_report_ends_doubt,
                         test_failover]))
