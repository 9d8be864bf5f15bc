"""Vonage, played by a peer: the text that leaves, the signed webhooks that come
back, what an admin is mailed when it refuses us or the money for texts is used
up, and forged webhooks."""
import base64
import hashlib
import hmac
import http.client
import json
import os
import socket
import sqlite3
import sys
import time
import urllib.parse

import house
from house import CADENCE, House, PIPE, contains, lacks, maildir, wait_for, when
from http_peer import HttpPeer
from tap import equal

KEY, SECRET, SIGNATURE = "abcd1234", "s3cret0fTheAccount", "Z6oEHYaVPvN5dLgQ9R"
OURS, ADMIN = "358501112223", "admin@aurora.example"

INI = PIPE + maildir() + CADENCE + """
[sms]
country  = FI
hours    = 00:00-24:00
price    = 0.08
currency = EUR
budget   = %(budget)s

[web]
listen     = 127.0.0.1:%(web)d
public_url = http://127.0.0.1:%(web)d

[provider texts]
type                  = vonage
url                   = %(url)s/sms/json
api_key               = """ + KEY + """
api_secret_file       = vonage.secret
from                  = """ + OURS + """
signature_secret_file = vonage.signature

[touchpoint after-booking]
on      = booking
delay   = 1 hour
channel = sms
"""


def taken(*statuses):
    """A rule by which the peer answers as Vonage does."""
    parts = [{"to": "358401234567", "message-id": "0A-%d" % number,
              "status": status, "error-text": "to 358401234567"}
             for number, status in enumerate(statuses)]
    return {"status": 200, "body": json.dumps(
        {"message-count": str(len(parts)), "messages": parts})}


class Vonage(House):
    """A house whose texts leave by the peer."""

    def __init__(self, peer, budget="50"):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        super().__init__(INI % {"web": self.port, "url": peer.url,
                                "budget": budget})
        self.write("vonage.secret", SECRET + "\n")
        self.write("vonage.signature", SIGNATURE + "\n")
        self.private.update((SECRET, SIGNATURE, ADMIN))

    def configure(self, ini):
        head = house.HEAD.replace("timezone", "admin = %s\ntimezone" % ADMIN)
        self.write("dripscore.ini", head % self.store + ini)

    def book(self, number, reference):
        self.private.update((number, number.lstrip("+")))
        self.run("event", "booking", "--phone", number, "--ref", reference,
                 "--at", when(-7200))

    def call(self, body, kind="application/json", secret=SIGNATURE, **claims):
        """The status of a webhook."""
        data = body.encode() if isinstance(body, str) else \
            json.dumps(body).encode()
        claims = {"iat": int(time.time()), "api_key": KEY, "iss": "Vonage",
                  "jti": "x", "payload_hash": hashlib.sha256(data).hexdigest(),
                  **claims}
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=15)
        connection.request("POST", "/hooks/texts", data, {
            "Content-Type": kind,
            "Authorization": "Bearer " + token(claims, secret)})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def ask(self, query):
        store = sqlite3.connect("file:%s?mode=ro" % self.store, uri=True)
        try:
            return store.execute(query).fetchall()
        finally:
            store.close()

    def mails(self):
        """What was mailed, as text."""
        found = []
        folder = os.path.join(self.path, "sent", "new")
        for name in os.listdir(folder) if os.path.isdir(folder) else ():
            with open(os.path.join(folder, name), encoding="utf-8") as stream:
                found.append(stream.read())
        return found


def token(claims, secret):
    def encode(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    both = b".".join((encode(b'{"alg":"HS256","typ":"JWT"}'),
                      encode(json.dumps(claims).encode())))
    mac = hmac.new(secret.encode(), both, hashlib.sha256).digest()
    return (both + b"." + encode(mac)).decode()


def form(entry):
    return dict(urllib.parse.parse_qsl(entry["body"], strict_parsing=True))


def test_talk():
    """a text leaves by the SMS API, its receipt and the answer come by signed
    webhooks, and the score stands"""
    with HttpPeer([taken("0")]) as peer:
        home = Vonage(peer)
        home.daemon()
        home.book("+358401234567", "B-1")
        sent, = wait_for("the text", peer.requests)
        equal((sent["method"], sent["target"]), ("POST", "/sms/json"), "line")
        fields = form(sent)
        name = fields.pop("client-ref")
        contains(fields.pop("text"), "how likely")
        equal(fields, {"api_key": KEY, "api_secret": SECRET, "from": OURS,
                       "to": "358401234567", "type": "text",
                       "callback": "http://127.0.0.1:%d/hooks/texts" %
                                   home.port}, "fields")
        home.daemons[-1].wait_log("sent: message 1 (after-booking) by texts")
        equal(home.call(urllib.parse.urlencode({
            "msisdn": "358401234567", "messageId": "0A-0", "err-code": "0",
            "status": "delivered", "client-ref": name}),
            "application/x-www-form-urlencoded"), 200, "status of a receipt")
        wait_for("the receipt", lambda: home.ask(
            "SELECT 1 FROM delivery WHERE state = 'delivered'"))
        answer = {"from": "358401234567", "to": OURS, "channel": "sms",
                  "message_uuid": "u-1", "message_type": "text", "text": "9",
                  "timestamp": when(0)}
        equal([home.call(answer) for _ in range(3)], [200] * 3, "statuses")
        wait_for("the next question", lambda: len(peer.requests()) == 2)
        equal(home.ask("SELECT score FROM response"), [(9,)], "scores")


def test_forged():
    """a webhook with another secret, of another time, for another key or
    payload is 403, and nothing of it is kept"""
    with HttpPeer([taken("0")]) as peer:
        home = Vonage(peer)
        home.daemon()
        text = {"msisdn": "358401234567", "to": OURS, "messageId": "m",
                "text": "STOP"}
        now = int(time.time())
        for claims in ({"secret": "x" + SIGNATURE}, {"secret": SECRET},
                       {"iat": now - 400}, {"iat": now + 400},
                       {"exp": now - 1}, {"api_key": "abcd1235"},
                       {"payload_hash": hashlib.sha256(b"").hexdigest()}):
            equal(home.call(text, **claims), 403, "status with %r" % claims)
        equal(home.call("{}"), 400, "status of nonsense")
        equal(home.ask("SELECT count(*) FROM reply"), [(0,)], "replies")
        equal(home.ask("SELECT count(*) FROM suppression"), [(0,)],
              "suppressions")


def test_halted():
    """when Vonage refuses our key the admin is mailed once, the text waits,
    and leaves when it works again"""
    with HttpPeer([dict(taken("4"), times=1), taken("0")]) as peer:
        home = Vonage(peer)
        daemon = home.daemon()
        home.book("+358401234567", "B-1")
        daemon.wait_log("provider texts halted: ")
        mail, = wait_for("the mail", home.mails)
        for part in ("To: <%s>" % ADMIN, "provider texts has halted",
                     "api_key or its secret is not right"):
            contains(mail, part)
        lacks(mail, "358401234567")
        contains(home.status(), "texts since")
        home.expect(sent=0, scheduled=1)
        daemon.hangup()
        wait_for("the text", lambda: len(peer.requests()) == 2)
        daemon.wait_log("sent: message 1 (after-booking) by texts")
        equal(len(home.mails()), 1, "mails")


def test_fuse():
    """the text that would cost more than the day's budget blows the fuse: the
    admin is mailed, and nothing leaves until it is replaced"""
    with HttpPeer([taken("0")]) as peer:
        home = Vonage(peer, budget="0.10")
        daemon = home.daemon()
        contains(home.run("fuse"), "0.00 EUR of a budget of 0.10 EUR")
        home.book("+358401234567", "B-1")
        wait_for("the first", lambda: len(peer.requests()) == 1)
        home.book("+358401234568", "B-2")
        daemon.wait_log("the fuse of the texts has blown")
        mail, = wait_for("the mail", home.mails)
        contains(mail, "dripscore fuse --reset")
        contains(mail, "0.08 EUR")
        for said in (home.run("fuse"), home.status()):
            contains(said, "1   for 0.08 EUR of a budget of 0.10 EUR")
            contains(said, "The fuse has blown at ")
        time.sleep(0.5)
        equal(len(peer.requests()), 1, "texts")
        contains(home.run("fuse", "--reset"), "replaced")
        wait_for("the second", lambda: len(peer.requests()) == 2)
        lacks(home.run("fuse"), "has blown")
        contains(home.run("fuse", "--reset"), "had not blown")


if __name__ == "__main__":
    sys.exit(house.main([test_talk, test_forged, test_halted, test_fuse]))
