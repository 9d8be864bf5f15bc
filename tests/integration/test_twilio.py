"""The provider twilio against Twilio's API as its own description has it."""
import json
import os
import sys
import tempfile
import time
import urllib.parse

import probe as probes
import tap
import twilio_peer
from tap import equal
from twilio_peer import ACCOUNT, TOKEN, TwilioPeer

HOOK = "https://hooks.aurora.example/hooks/texts"
ADA, OURS = "+358401234567", "+358501112223"
SERVICE = "MG" + "0b" * 16
KEY, KEY_SECRET = "SK" + "0c" * 16, "secret-of-the-key"
TEXTS = ["Aurora Spa: 0-10?", "ä ö €{}[]~ \\ ^ | %+&=?#;\"'<>",
         "two\nlines\tand a blank ", "Привет ’ 😀", "x" * 1600, "10%2B+1=%"]


def run_probe(base_url, jobs, hook=HOOK, **keys):
    """The ended process; keys that are None are left out."""
    lines = {"type": "twilio", "account_sid": ACCOUNT,
             "auth_token_file": "token", "from": OURS, "base_url": base_url,
             "timeout": "10 seconds"}
    lines.update(keys)
    with tempfile.TemporaryDirectory(prefix="dripscore-probe-") as folder:
        for name, text in (("token", TOKEN), ("secret", KEY_SECRET)):
            path = os.path.join(folder, name)
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(text + "\n")
            os.chmod(path, 0o600)
        ini = os.path.join(folder, "probe.ini")
        with open(ini, "w", encoding="utf-8") as stream:
            stream.write("[provider texts]\n" + "".join(
                "%s = %s\n" % item for item in lines.items()
                if item[1] is not None))
        return probes.run(ini, jobs, hook)


def probe(peer, jobs, hook=HOOK, **keys):
    """What became of each job, in their order."""
    ended = run_probe(peer.url, jobs, hook, **keys)
    equal((ended.returncode, ended.stderr), (0, ""), "the probe's end")
    found = probes.by_job(ended)
    equal(len(found), len(jobs), "jobs that ended")
    return found


def send_one(rule, **keys):
    """(what became of it, the peer)"""
    with TwilioPeer([rule]) as peer:
        found = probe(peer, [{"to": ADA, "text": "0-10?", "name": "dname"}],
                      **keys)
    return found[0], peer


def judged(rule, outcome, opted_out=False, detail=None, violations=()):
    found, peer = send_one(rule)
    equal(found["outcome"], outcome, "outcome")
    equal(found["opted_out"], opted_out, "opted out")
    equal(peer.violations, list(violations), "violations")
    if detail is not None:
        equal(found["detail"], detail, "detail")
    return found


def texts_arrive_as_written():
    """every text is taken, as it was written, by requests that the description
    allows"""
    with TwilioPeer() as peer:
        found = probe(peer, [{"to": ADA, "text": text, "name": "dname%d" % n}
                             for n, text in enumerate(TEXTS)])
    equal(peer.violations, [])
    equal([one["outcome"] for one in found], ["accepted"] * len(TEXTS))
    equal(sorted(one["body"] for one in peer.messages), sorted(TEXTS))
    equal({one["to"] for one in peer.messages}, {ADA})
    equal({one["from"] for one in peer.messages}, {OURS})
    by_sid = {one["sid"]: one["body"] for one in peer.messages}
    equal([by_sid[one["remote_id"]] for one in found], TEXTS)
    equal([peer.callbacks[one["remote_id"]] for one in found],
          [HOOK + "?name=dname%d" % n for n in range(len(TEXTS))])


def senders_and_keys():
    """a messaging service, a name and an API key are sent as they must be"""
    job = [{"to": ADA, "text": "0-10?", "name": "dname"}]
    with TwilioPeer() as peer:
        found = probe(peer, job, hook=None, messaging_service_sid=SERVICE,
                      **{"from": None})
        found += probe(peer, job, hook=None, **{"from": "Aurora Spa"})
    equal(peer.violations, [])
    equal([one["outcome"] for one in found], ["accepted"] * 2)
    equal([(one["from"], one["messaging_service_sid"])
           for one in peer.messages], [(None, SERVICE), ("Aurora Spa", None)])
    equal(set(peer.callbacks.values()), {None})
    with TwilioPeer(user=KEY, password=KEY_SECRET) as peer:
        found = probe(peer, job, api_key_sid=KEY, api_key_secret_file="secret")
    equal(found[0]["outcome"], "accepted")


def wrong_credentials_halt():
    """wrong credentials and another account halt the provider"""
    with TwilioPeer(password="another") as peer:
        found = probe(peer, [{"to": ADA, "text": "0-10?", "name": "d"}])
    equal((found[0]["outcome"], found[0]["detail"]),
          ("halted", "401, error 20003: account_sid, auth token or API key is "
           "wrong"))
    with TwilioPeer() as peer:
        found = probe(peer, [{"to": ADA, "text": "0-10?", "name": "d"}],
                      account_sid="AC" + "0f" * 16)
    equal(found[0]["outcome"], "halted")
    judged({"status": 400, "code": 21606}, "halted")
    judged({"status": 403, "code": 20005}, "halted")


def refusals():
    """who said stop to Twilio is opted out, other refusals are the number's
    own"""
    judged({"status": 400, "code": 21610,
            "message": "Attempt to send to unsubscribed recipient " + ADA},
           "rejected", opted_out=True,
           detail="400, error 21610: the person has said stop to this sender")
    judged({"status": 400, "code": 21211}, "rejected")
    judged({"status": 400, "code": 21999, "message": "No " + ADA}, "rejected",
           detail="400, error 21999: No ***")
    judged({"fields": {"status": "failed", "error_code": 21610}}, "rejected",
           opted_out=True)


def later():
    """429 is tried later, when Twilio says"""
    found = judged({"status": 429, "code": 20429,
                    "headers": {"Retry-After": "7"}}, "deferred")
    equal(found["retry_after_s"], 7)
    judged({"status": 503, "code": 20503}, "deferred")
    judged({"status": 400, "code": 21611}, "deferred")


def doubts():
    """a server error, an answer that is none and a lost one are in doubt, and
    sent once"""
    for rule in ({"status": 500, "code": 20500}, {"status": 502},
                 {"status": 503}, {"status": 201, "raw": "{}"},
                 {"status": 201, "raw": "<TwilioResponse/>"},
                 {"lose": "before"}, {"lose": "after"}):
        found, peer = send_one(rule)
        equal(found["outcome"], "in doubt", rule)
        equal([one[0] for one in peer.requests], ["POST"], rule)


def lost_on_a_kept_connection():
    """a lost answer on a kept connection is one text in doubt, not two"""
    rules = [{"match": "second", "lose": "after"}]
    with TwilioPeer(rules) as peer:
        found = probe(peer, [{"to": ADA, "text": text, "name": "d",
                              "alone": True} for text in
                             ("first", "second", "third")], connections=1)
    equal([one["outcome"] for one in found],
          ["accepted", "in doubt", "accepted"])
    equal([one["body"] for one in peer.messages],
          ["first", "second", "third"])


def nobody_there():
    """where nobody listens nothing was sent: it is tried later"""
    with TwilioPeer() as peer:
        pass
    found = probe(peer, [{"to": ADA, "text": "0-10?", "name": "d"}])
    equal(found[0]["outcome"], "deferred")


def look_up_job(since_at, text="0-10?"):
    return {"do": "look_up", "to": ADA, "text": text, "name": "dname",
            "since_at": int(since_at)}


def a_lost_answer_is_looked_up():
    """a text whose answer was lost is found by its number, its time and its
    words; one that was never taken is not"""
    began = time.time()
    rules = [{"match": "taken", "lose": "after"},
             {"match": "lost", "lose": "before"}]
    with TwilioPeer(rules) as peer:
        sent = probe(peer, [{"to": ADA, "text": text, "name": "d"}
                            for text in ("taken", "lost")])
        peer.rules = []
        peer.add("outbound-api", ADA, OURS, "lost", at=began - 3690)
        found = probe(peer, [look_up_job(began, "taken"),
                             look_up_job(began, "lost")])
    equal([one["outcome"] for one in sent], ["in doubt"] * 2)
    equal(peer.violations, [])
    equal([one["outcome"] for one in found], ["found", "unknown"])
    equal(found[0]["report"], {
        "name": "dname", "remote_id": peer.messages[0]["sid"],
        "state": "queued", "opted_out": False, "detail": None})


def which_one():
    """of several like it the earliest since then is meant, whatever its state;
    older ones, those of others and those that came in are not"""
    now = time.time()
    with TwilioPeer() as peer:
        peer.add("outbound-api", ADA, OURS, "0-10?", at=now - 3690)
        peer.add("outbound-api", ADA, OURS, "0-10?", at=now - 30)
        first = peer.add("outbound-api", ADA, OURS,
                         "Sent from your Twilio trial account - 0-10?",
                         at=now + 2, status="failed", error_code=21610)
        peer.add("outbound-api", ADA, OURS, "0-10?", at=now + 9)
        peer.add("outbound-api", ADA, OURS, "1-10?", at=now + 1)
        peer.add("outbound-api", "+358400000000", OURS, "0-10?", at=now + 1)
        peer.add("inbound", ADA, OURS, "0-10?", at=now + 1)
        found = probe(peer, [look_up_job(now)])
    equal(peer.violations, [])
    equal(found[0]["report"], {
        "name": "dname", "remote_id": first["sid"], "state": "undelivered",
        "opted_out": True,
        "detail": "error 21610: the person has said stop to this sender"})


def look_up_over_pages():
    """a look-up reads all pages; where the list can't be told it is an error,
    never a no"""
    now = time.time()
    with TwilioPeer() as peer:
        for n in range(65):
            peer.add("outbound-api", ADA, OURS, "text %d" % n, at=now - n)
        found = probe(peer, [look_up_job(now - 120, "text 64")])
        equal(found[0]["outcome"], "found")
        equal(len(peer.requests), 4)
    equal(peer.violations, [])
    with TwilioPeer() as peer:
        for n in range(240):
            peer.add("outbound-api", ADA, OURS, "text %d" % n, at=now)
        equal(probe(peer, [look_up_job(now, "text")])[0]["outcome"], "error")
    for rule in ({"status": 401, "code": 20003}, {"status": 500},
                 {"raw": "{"}, {"raw": "{}"}, {"lose": "before"},
                 {"raw": json.dumps({"messages": [], "next_page_uri":
                                     "http://127.0.0.1:9/Messages.json?"})}):
        with TwilioPeer([rule]) as peer:
            found = probe(peer, [look_up_job(now)])
        equal(found[0]["outcome"], "error", rule)


def poll():
    """a poll tells the texts that came in and what became of those sent"""
    now = int(time.time())
    with TwilioPeer() as peer:
        old = peer.add("inbound", OURS, ADA, "old", at=now - 5000)
        peer.add("inbound", "+358509999999", ADA, "to another", at=now)
        peer.add("inbound", OURS, "whatsapp:" + ADA, "not by SMS", at=now)
        texts = [peer.add("inbound", OURS, ADA, "9 – täydellinen %d" % n,
                          at=now - n) for n in range(45)]
        gone = peer.add("outbound-api", ADA, OURS, "0-10?", at=now - 9,
                        sent_at=now - 8, status="undelivered",
                        error_code=30005)
        there = peer.add("outbound-api", ADA, OURS, "0-10?", at=now - 9,
                         sent_at=now - 8, status="delivered")
        peer.add("outbound-api", ADA, OURS, "0-10?", at=now - 9,
                 sent_at=now - 8, status="sent")
        found = probe(peer, [{"do": "poll", "since_at": now - 60}])[0]
    equal(peer.violations, [])
    equal(found["outcome"], "taken")
    equal({one["id"]: (one["from"], one["to"], one["text"],
                       one["written_at"]) for one in found["texts"]},
          {one["sid"]: (ADA, OURS, one["body"], now - n)
           for n, one in enumerate(texts)})
    equal(sorted((one["remote_id"], one["state"], one["detail"])
                 for one in found["reports"]),
          [(gone["sid"], "undelivered",
            "error 30005: the handset is not known"),
           (there["sid"], "delivered", None)])
    equal(old["sid"] in [one["id"] for one in found["texts"]], False)


def poll_by_service():
    """with a messaging service a poll tells what is of that service"""
    now = int(time.time())
    with TwilioPeer() as peer:
        ours = peer.add("inbound", OURS, ADA, "9", at=now,
                        messaging_service_sid=SERVICE)
        peer.add("inbound", OURS, ADA, "7", at=now)
        sent = peer.add("outbound-api", ADA, OURS, "0-10?", at=now - 1,
                        sent_at=now, messaging_service_sid=SERVICE,
                        status="delivered")
        peer.add("outbound-api", ADA, OURS, "0-10?", at=now - 1, sent_at=now,
                 status="delivered")
        found = probe(peer, [{"do": "poll", "since_at": now - 60}],
                      messaging_service_sid=SERVICE, **{"from": None})[0]
        nobody = probe(peer, [{"do": "poll", "since_at": now - 60}],
                       **{"from": "Aurora Spa"})[0]
    equal(peer.violations, [])
    equal([one["id"] for one in found["texts"]], [ours["sid"]])
    equal([one["remote_id"] for one in found["reports"]], [sent["sid"]])
    equal((nobody["outcome"], nobody["texts"]), ("taken", []))


def poll_that_fails():
    """a poll that can't be answered is an error, and no text is half told"""
    now = int(time.time())
    for rule in ({"status": 401, "code": 20003}, {"status": 500},
                 {"raw": "[]"}, {"lose": "before"},
                 {"match": "From=", "status": 503}):
        with TwilioPeer([rule]) as peer:
            peer.add("inbound", OURS, ADA, "9", at=now)
            found = probe(peer, [{"do": "poll", "since_at": now - 60}])[0]
        equal(found["outcome"], "error", rule)


def webhook(url, fields, token=TOKEN):
    """A job: what Twilio would call."""
    parts = urllib.parse.urlsplit(url)
    return {"do": "receive", "method": "POST", "path": parts.path,
            "query": parts.query, "now_at": int(time.time()),
            "headers": {"Content-Type": "application/x-www-form-urlencoded",
                        "X-Twilio-Signature": twilio_peer.sign(
                            url, list(fields.items()), token)},
            "body": urllib.parse.urlencode(fields)}


def reports_come_back():
    """a delivery report to the address that the text was sent with names the
    text; one signed by another is refused"""
    with TwilioPeer() as peer:
        sent = probe(peer, [{"to": ADA, "text": "0-10?", "name": "dname"}])
        sid = sent[0]["remote_id"]
        fields = {"MessageSid": sid, "SmsSid": sid, "AccountSid": ACCOUNT,
                  "SmsStatus": "undelivered", "MessageStatus": "undelivered",
                  "ErrorCode": "30003", "From": OURS, "To": ADA,
                  "ApiVersion": "2010-04-01"}
        text = {"MessageSid": "SM" + "1" * 32, "SmsStatus": "received",
                "Body": "10! Kiitos & hyvää = päivää + 😀", "From": ADA,
                "To": OURS, "NumMedia": "0", "ToCity": ""}
        found = probe(peer, [webhook(peer.callbacks[sid], fields),
                             webhook(HOOK, text),
                             webhook(peer.callbacks[sid], fields, "another"),
                             dict(webhook(HOOK, text), query="x=1")])
    equal([one["outcome"] for one in found],
          ["taken", "taken", "forged", "forged"])
    equal(found[0]["reports"], [{
        "name": "dname", "remote_id": sid, "state": "undelivered",
        "opted_out": False,
        "detail": "error 30003: the handset cannot be reached"}])
    equal(found[1]["texts"], [{
        "id": text["MessageSid"], "from": ADA, "to": OURS,
        "text": text["Body"], "written_at": 0}])


def wrong_keys():
    """keys that can't be are refused with what is allowed"""
    def refused(what, **keys):
        keys.setdefault("base_url", "https://api.twilio.com")
        ended = run_probe(keys.pop("base_url"), [], **keys)
        told = ended.stderr
        if ended.returncode == 0 or what not in told:
            raise AssertionError("%r: %d %r" % (keys, ended.returncode, told))
    refused("allowed are AC and 32", account_sid="AC1")
    refused("allowed are AC and 32", account_sid=ACCOUNT[:-1] + "g")
    refused("allowed are MG and 32", messaging_service_sid="MG1")
    refused("one of the two", messaging_service_sid=SERVICE)
    refused("there is no sender", **{"from": None})
    for sender in ("+358 40", "+0401234567", "12", "123456789", "Aurora Spa Oy",
                   "whatsapp:" + OURS, "Ä", "+Aurora"):
        refused("is no sender", **{"from": sender})
    refused("go together", api_key_sid=KEY)
    refused("go together", api_key_secret_file="secret")
    refused("allowed are SK and 32", api_key_sid="SK1",
            api_key_secret_file="secret")
    refused("in clear", base_url="http://api.twilio.com")
    refused("beside host and port", base_url="https://api.twilio.com/x")
    refused("beside host and port", base_url="https://a@api.twilio.com")
    refused("auth_token_file", auth_token_file=None)
    refused("auth_token_file", auth_token_file="missing")
    for sender in (OURS, "12345", "Aurora Spa", "A", "24-7 & Co"):
        # Nobody is there, but it is asked.
        ended = run_probe("http://127.0.0.1:9", [{"to": ADA, "text": "x"}],
                          **{"from": sender})
        equal((ended.returncode, ended.stderr), (0, ""), sender)


def the_peer_refuses():
    """the peer refuses what the description doesn't allow"""
    import urllib.error
    import urllib.request
    base = "/2010-04-01/Accounts/%s/Messages.json" % ACCOUNT
    login = {}

    def ask(target, body=None, kind="application/x-www-form-urlencoded"):
        request = urllib.request.Request(
            peer.url + target, None if body is None else body.encode(),
            dict(login, **({"Content-Type": kind} if body else {})))
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
    good = urllib.parse.urlencode({"To": ADA, "From": OURS, "Body": "x"})
    with TwilioPeer() as peer:
        equal(ask(base), 401)
        login["Authorization"] = peer.login
        equal([ask(base), ask(base, good)], [200, 201])
        equal(peer.violations, [])
        bad = [(base + "x",), (base + "?Too=1",), (base + "?To=%s&To=%s" % (
            OURS, OURS),), (base + "?PageSize=0",), (base + "?PageSize=1001",),
            (base + "?DateSent%3E=yesterday",), (base.replace("AC", "AD"),),
            (base, "To=" + ADA, "application/json"), (base, "From=" + OURS),
            (base, good + "&Bodi=x"), (base, good.replace("From", "Form")),
            (base, good + "&StatusCallback=nowhere"),
            (base, good + "&MessagingServiceSid=MG1")]
        equal([ask(*one) for one in bad], [400] * len(bad))
        equal(len(peer.violations), len(bad))


if __name__ == "__main__":
    sys.exit(tap.run([
        the_peer_refuses, wrong_keys, texts_arrive_as_written, senders_and_keys,
        wrong_credentials_halt, refusals, later, doubts,
        lost_on_a_kept_connection, nobody_there, a_lost_answer_is_looked_up,
        which_one, look_up_over_pages, poll, poll_by_service, poll_that_fails,
        reports_come_back]))
