#!/usr/bin/python3
"""Texts through a gateway over HTTP that misbehaves: what it has in its ledger,
and what is known here. Speaks TAP; see http_peer.py and provider_probe.c."""

import json
import os
import sys
import time

from fault_peer import make_certificates
from http_peer import HttpPeer
from http_texts import FOLDER, HOOK_SECRET, SECRET, Run, contains, write
from probe import PROBE, WRAPPER
from tap import equal, run, source

# Under valgrind a handshake takes seconds.
TIMEOUT = "20 seconds" if WRAPPER else "2 seconds"
CERTIFICATES = make_certificates(FOLDER)
TEXTS = []


def test(function):
    TEXTS.append(function)
    return function


def post(peer, **more):
    """A gateway that takes JSON; one connection, so that it is kept."""
    keys = {"type": "http", "url": peer.url + "/send", "format": "json",
            "body": '{"to": "{to}", "text": "{text}", "name": "{name}"}',
            "id": "json:id", "connections": "1", "timeout": TIMEOUT}
    keys.update(more)
    return keys


def get(peer, **more):
    keys = {"type": "http", "url": peer.url + "/send", "format": "query",
            "body": "to={to_digits}\ntext={text}\nname={name}",
            "id": "json:id", "connections": "1", "timeout": TIMEOUT}
    keys.update(more)
    return keys


def jobs(*texts):
    return [{"text": text} for text in texts]


def texts_taken(peer):
    """In the order in which they came."""
    return [json.loads(entry["body"])["text"] for entry in peer.requests()]


@test
def a_text_by_json_is_taken():
    """a text goes out as JSON and comes back with the gateway's name for it"""
    words = "Hyvää \"iltaa\",\n\\ 0-10? €😀"
    with HttpPeer() as peer:
        ran = Run(post(peer), [{"text": words, "to": "+351912345678",
                                "name": "dabc"}])
    equal(ran.outcomes(), ["accepted"])
    equal(ran.lines[0]["remote_id"], "peer-1")
    request, = peer.requests()
    equal((request["method"], request["target"]), ("POST", "/send"))
    equal(request["headers"]["content-type"], "application/json")
    equal("expect" in request["headers"], False)
    equal(json.loads(request["body"]), {
        "to": "+351912345678", "text": words, "name": "dabc"})


@test
def a_text_by_form_is_taken():
    """a text goes out as a form, with headers, login and secret"""
    password = write("password", "pass word\n")
    secret = write("secret", SECRET + "\n")
    with HttpPeer() as peer:
        ran = Run(post(peer, format="form", url=peer.url + "/a/{to_digits}",
                       body="to={to}\ntext={text}&from = {from}",
                       **{"from": "Aurora Spa", "user": "ada",
                          "password_file": password, "secret_file": secret,
                          "headers": "X-Key: {secret}\nAccept: text/x"}),
                  [{"text": "1+1=2 & ä"}])
    equal(ran.outcomes(), ["accepted"])
    request, = peer.requests()
    equal(request["target"], "/a/358401234567")
    equal(request["body"], "to=%2B358401234567&text=1%2B1%3D2+%26+%C3%A4"
          "&from=Aurora+Spa")
    equal(request["headers"]["x-key"], SECRET)
    equal(request["headers"]["accept"], "text/x")
    equal(request["headers"]["authorization"], "Basic YWRhOnBhc3Mgd29yZA==")
    equal(request["headers"]["content-type"],
          "application/x-www-form-urlencoded")


@test
def a_text_by_query_is_taken():
    """a text goes out in the URL"""
    with HttpPeer() as peer:
        ran = Run(get(peer, url=peer.url + "/send?v=1"), jobs("a b&c"))
    equal(ran.outcomes(), ["accepted"])
    request, = peer.requests()
    equal((request["method"], request["target"]), (
        "GET", "/send?v=1&to=358401234567&text=a+b%26c&name=dprobe0"))


@test
def connections_are_kept():
    """texts share a connection, by whatever method"""
    with HttpPeer() as peer:
        Run(post(peer), jobs(*"abcde"))
    equal((len(peer.requests()), peer.connections), (5, 1))
    with HttpPeer() as peer:
        Run(get(peer), jobs(*"abc"))
    equal((len(peer.requests()), peer.connections), (3, 1))


def dies(keys, how, tls):
    """The second of three texts is lost on its way back."""
    rule = {"close": how, "match": "second", "times": 1}
    with HttpPeer([rule], CERTIFICATES[1:] if tls else None) as peer:
        settings = keys(peer, ca_file=CERTIFICATES[0])
        ran = Run(settings, jobs("first", "second", "third"))
        equal(ran.outcomes(), ["accepted", "in doubt", "accepted"])
        return [entry for entry in peer.requests()
                if "second" in entry["body"] + entry["target"]]


@test
def a_post_that_dies_is_in_doubt():
    """a gateway that takes a post on a kept connection and dies has it once;
    here it is in doubt"""
    for tls in (False, True):
        taken = dies(post, "request", tls)
        equal([entry["number"] for entry in taken], [2], "on its connection")


@test
def a_get_that_dies_is_in_doubt():
    """a gateway that takes a GET and dies has it once; here it is in doubt"""
    for tls in (False, True):
        equal(len(dies(get, "request", tls)), 1)


@test
def a_reset_is_in_doubt():
    """a gateway that resets a kept connection has the text at most once"""
    for close in "request", "head":
        rule = {"close": close, "request": 2, "connection": 1, "reset": True}
        with HttpPeer([rule]) as peer:
            ran = Run(post(peer), jobs("a", "b", "c"))
        # After the head libcurl may have written no byte of the body yet.
        if close == "request" or "b" not in texts_taken(peer):
            equal(ran.outcomes(), ["accepted", "in doubt", "accepted"])
        if texts_taken(peer).count("b") != (close == "request"):
            equal((ran.outcomes(), texts_taken(peer)),
                  (["accepted"] * 3, ["a", "b", "c"]))


@test
def a_connection_that_ended_is_not_used():
    """a kept connection that the gateway has closed costs nothing"""
    with HttpPeer([{"last": True}]) as peer:
        ran = Run(post(peer), [{"text": text, "after_ms": 30, "alone": True}
                               for text in "abcd"])
    equal(ran.outcomes(), ["accepted"] * 4)
    equal(texts_taken(peer), list("abcd"))


@test
def who_is_not_there_defers():
    """what never left is deferred: no server, no name, no TLS"""
    with HttpPeer([{"close": "accept"}]) as peer:
        tls = Run(post(peer, url="https://127.0.0.1:%d/" % peer.port),
                  jobs("a"))
        equal(peer.requests(), [])
    gone = Run(post(peer), jobs("a"))
    name = Run(post(peer, url="http://gateway.invalid/send"), jobs("a"))
    for ran in (tls, gone, name):
        equal(ran.outcomes(), ["deferred"])
        contains(ran.lines[0]["detail"], "could not be sent")


@test
def slow_answers_are_in_doubt():
    """an answer that does not come in time is in doubt, slow heads too"""
    rules = [{"silent": True, "match": "silent"}, {"slow": 0.05}]
    with HttpPeer(rules) as peer:
        began = time.monotonic()
        ran = Run(post(peer, timeout="1 second", connections="2"),
                  jobs("silent", "slow"))
        seconds = time.monotonic() - began
        equal(len(peer.requests()), 2)
    equal(ran.outcomes(), ["in doubt"] * 2)
    if seconds > 4 and not WRAPPER:
        raise AssertionError("it took %.1f s" % seconds)


@test
def broken_answers_are_in_doubt():
    """what is no whole answer is in doubt, and the next text goes on"""
    ok = "HTTP/1.1 201 Created\r\n"
    for rule in ({"body": "x" * 300000},
                 {"headers": {"X-%d" % i: "y" * 4000 for i in range(20)}},
                 {"raw": ok + "Content-Length: 100\r\n\r\n{}"},
                 {"raw": ok + "Transfer-Encoding: chunked\r\n\r\n9\r\n{}"},
                 {"raw": "hello"}, {"raw": "HTTP/1.1 banana\r\n\r\n"},
                 {"raw": ""}):
        with HttpPeer([{**rule, "times": 1}]) as peer:
            ran = Run(post(peer), jobs("a", "b"))
            equal(ran.outcomes(), ["in doubt", "accepted"], str(rule)[:60])
            equal(texts_taken(peer), ["a", "b"])


@test
def statuses_mean_what_most_mean():
    """429 is deferred for as long as it says, 401 halts, a redirect is not
    followed"""
    then = {"Date": "Sun, 06 Nov 1994 08:49:37 GMT",
            "Retry-After": "Sun, 06 Nov 1994 08:50:37 GMT"}
    for rule, outcome, seconds in (
            ({"status": 429, "headers": {"Retry-After": "7"}}, "deferred", 7),
            ({"status": 503, "headers": then}, "deferred", 60),
            ({"status": 500}, "deferred", 0),
            ({"status": 502}, "in doubt", 0), ({"status": 504}, "in doubt", 0),
            ({"status": 400}, "rejected", 0), ({"status": 401}, "halted", 0),
            ({"status": 403}, "halted", 0),
            ({"status": 302, "headers": {"Location": "/other"}}, "halted", 0),
            ({"status": 204, "body": ""}, "accepted", 0)):
        with HttpPeer([rule]) as peer:
            line = Run(post(peer), jobs("a")).lines[0]
        equal((line["outcome"], line["retry_after_s"]), (outcome, seconds))
        equal(len(peer.requests()), 1)
        if outcome != "accepted":
            contains(line["detail"], "HTTP status %d" % rule["status"])


@test
def answers_mean_what_the_admin_says():
    """the lines of `answers` decide, in their order"""
    answers = ('200 body:"OK: id" -> accepted\n'
               "200 json:status=0 -> accepted\n"
               "json:code=21610 -> opted-out\n"
               '200 body:"invalid, really" -> never\n'
               "200 json:error.later -> later\n"
               "header:X-Halt=yes -> halt")
    for body, headers, outcome, remote_id in (
            ('{"status": "0", "id": 17}', {}, "accepted", "17"),
            ('{"status": 0, "id": "x\\u0007"}', {}, "accepted", "x?"),
            ("ok: ID 9", {}, "accepted", None),
            ('{"code": 21610}', {}, "rejected", None),
            ("Number INVALID, REALLY", {}, "rejected", None),
            ('{"error": {"later": false}}', {}, "deferred", None),
            ("no", {"X-Halt": "Yes"}, "halted", None),
            ("something else", {}, "in doubt", None)):
        with HttpPeer([{"status": 200, "body": body,
                        "headers": headers}]) as peer:
            line = Run(post(peer, answers=answers, reason="json:code"),
                       jobs("a")).lines[0]
        equal((line["outcome"], line["remote_id"]), (outcome, remote_id),
              body)
        equal(line["opted_out"], "21610" in body)
        if "21610" in body:
            equal(line["detail"], "HTTP status 200: 21610")


@test
def the_id_may_stand_anywhere():
    """the gateway's name is read from body, header and JSON"""
    for place, rule, found in (
            ("body:ID:", {"body": "OK\nID: 0815-x\n"}, "0815-x"),
            ("header:X-Message-Id", {"headers": {"x-message-id": "m1"}}, "m1"),
            ("json:list.1.id", {"body": '{"list": [{}, {"id": 3}]}'}, "3"),
            ("json:list.2.id", {"body": '{"list": [{}, {"id": 3}]}'}, None),
            ("json:id", {"body": "[" * 5000}, None)):
        with HttpPeer([rule]) as peer:
            line = Run(post(peer, id=place), jobs("a")).lines[0]
        equal((line["outcome"], line["remote_id"]), ("accepted", found))


@test
def an_untrusted_certificate_halts():
    """a certificate that nobody vouches for halts, and nothing was said"""
    with HttpPeer([], CERTIFICATES[1:]) as peer:
        line = Run(post(peer), jobs("a")).lines[0]
        equal(peer.requests(), [])
        trusted = Run(post(peer, ca_file=CERTIFICATES[0]), jobs("a"))
    equal(line["outcome"], "halted")
    contains(line["detail"], "not trusted")
    equal(trusted.outcomes(), ["accepted"])


@test
def an_abandoned_text_does_not_leave():
    """a text that is abandoned was never sent"""
    with HttpPeer() as peer:
        ran = Run(post(peer), [{"text": "a", "then": "abandon"},
                               {"text": "b", "wait_ms": 20}])
    equal(ran.outcomes(), ["abandoned", "accepted"])
    equal(texts_taken(peer), ["b"])


@test
def many_at_once():
    """forty texts over eight connections: each once"""
    with HttpPeer([{"delay": 0.02}]) as peer:
        ran = Run(post(peer, connections="8"),
                  jobs(*("text %d" % i for i in range(40))))
    equal(ran.outcomes(), ["accepted"] * 40)
    equal(sorted(texts_taken(peer)), sorted("text %d" % i for i in range(40)))
    if peer.connections > 8:
        raise AssertionError("%d connections" % peer.connections)


@test
def secrets_are_not_told():
    """no secret, number or text stands in what is told to people"""
    secret = write("secret", SECRET + "\n")
    keys = {"secret_file": secret, "headers": "X-Key: {secret}"}
    for rule in ({"status": 400, "body": '{"why": "no 358401234567"}'},
                 {"status": 400, "body": '{"why": "no 358 (40) 123-4567"}'},
                 {"status": 400, "body": '{"why": "no way: Hello Ada, you"}'},
                 {"status": 400, "body": '{"why": "say lo Ada, you to 9"}'},
                 {"status": 401, "body": '{"why": "no key %s!"}' % SECRET},
                 {"close": "request"}, {"raw": "x"}):
        for text in ("Hello", "Hello Ada, you and I"):
            with HttpPeer([rule]) as peer:
                line = Run(post(peer, reason="json:why", url=peer.url +
                                "/{secret}/{to_digits}/{text}", **keys),
                           jobs(text)).lines[0]
            private = [SECRET, "358401234567", "123-4567", "Hello"]
            private += ["Ada"] if "Ada" in text else []
            for part in private:
                if part in line["detail"]:
                    raise AssertionError(line["detail"])


@test
def reports_are_told_where_to_go():
    """{report_url} is our address with secret and name, and is left out of a
    form if nobody can call us"""
    keys = {"format": "form", "body": "t={to}{text}\nr={report_url}",
            "hook_secret_file": write("hook", HOOK_SECRET + "\n")}
    url = "https://hooks.example.com/hooks/texts"
    with HttpPeer() as peer:
        Run(post(peer, **keys), [{"name": "dabc"}], hook_url=url)
        Run(post(peer, **keys), [{"name": "dabc"}])
    bodies = [entry["body"].partition("&")[2] for entry in peer.requests()]
    equal(bodies, ["r=https%3A%2F%2Fhooks.example.com%2Fhooks%2Ftexts%2F" +
                   HOOK_SECRET + "%3Fdripscore%3Ddabc", ""])


@test
def mistakes_are_all_named():
    """every mistake in the section is named with its key"""
    with HttpPeer() as peer:
        ran = Run({"type": "http", "url": peer.url + "/{secret}",
                   "format": "json", "method": "get",
                   "body": '{"to": {to}}', "user": "ada",
                   "headers": "no header\nX: {text}",
                   "answers": "200 -> accepted\nfoo -> never",
                   "id": "xml:id", "report_status": "s", "ca_file": "none",
                   "hook_addresses": "nowhere",
                   "reply_text": "t"}, jobs("a"), code=78)
    found = {line.split("] ")[1].partition(":")[0]
             for line in ran.stderr.splitlines()}
    equal(found, {"method", "body", "headers", "password_file",
                  "answers", "id", "hook_addresses", "reply_from",
                  "hook_secret_file", "reply_time", "report_states",
                  "report_id", "ca_file"})
    with HttpPeer() as peer:
        ran = Run(post(peer, body='{"t": "{tex}", "x": "{to}"}'), jobs("a"),
                  code=78)
    contains(ran.stderr, '{tex} is not known (did you mean "text"?)')


def example(name, peer):
    """The keys of a section of etc/examples/text-gateways.ini, led to a
    peer."""
    with open(source("etc", "examples", "text-gateways.ini"),
              encoding="utf-8") as lines:
        text = "".join(line for line in lines if not line.startswith(";"))
    text = text.partition("[provider %s]\n" % name)[2].partition("\n[")[0]
    write(name + ".key", SECRET + "\n")
    write(name + ".hook", HOOK_SECRET + "\n")
    keys = {}
    for line in text.splitlines():
        if line[:1].isspace():
            keys[list(keys)[-1]] += "\n" + line.strip()
        elif line:
            key, _, value = line.partition("=")
            keys[key.strip()] = value.strip()
    keys["url"] = peer.url + "/" + keys["url"].partition("://")[2]
    return keys


URL = "https://hooks.example.com/hooks/texts"


def hook(body, query="", kind="application/json"):
    return {"do": "receive", "path": "/hooks/texts/" + HOOK_SECRET,
            "query": query, "headers": {"content-type": kind}, "body": body}


@test
def the_json_example_works():
    """a gateway of the JSON example takes a text, reports it and brings the
    answer"""
    said = {"messages": [{"to": "358401234567", "messageId": "dabc",
                          "status": {"groupName": "PENDING"}}]}
    report = {"results": [
        {"messageId": "dabc", "status": {"groupName": "DELIVERED"}},
        {"messageId": "dxyz", "status": {"groupName": "EXPIRED"}}]}
    answer = {"results": [
        {"messageId": "in-1", "from": "358401234567", "to": "358409999999",
         "text": "9 €", "receivedAt": "2026-03-01T12:00:00.000+0200"}]}
    with HttpPeer([{"status": 200, "body": json.dumps(said)}]) as peer:
        ran = Run(example("json-gateway", peer),
                  [{"name": "dabc", "text": "0-10?"},
                   hook(json.dumps(report)), hook(json.dumps(answer))], URL)
    equal(ran.outcomes(), ["accepted", "taken", "taken"])
    equal(ran.lines[0]["remote_id"], "dabc")
    request, = peer.requests()
    equal(request["headers"]["authorization"], "App " + SECRET)
    equal(json.loads(request["body"]), {"messages": [{
        "from": "+358401234567", "text": "0-10?",
        "destinations": [{"to": "358401234567", "messageId": "dabc"}],
        "notifyUrl": URL + "/" + HOOK_SECRET + "?dripscore=dabc",
        "notifyContentType": "application/json"}]})
    equal([(one["remote_id"], one["state"])
           for one in ran.lines[1]["reports"]],
          [("dabc", "delivered"), ("dxyz", "undelivered")])
    equal(ran.lines[2]["texts"], [
        {"id": "in-1", "from": "+358401234567", "to": "358409999999",
         "text": "9 €", "written_at": 1772359200}])


@test
def the_json_example_refuses():
    """what the gateway of the JSON example will never deliver is rejected"""
    said = {"messages": [{"messageId": "dabc", "status": {
        "groupName": "REJECTED", "name": "REJECTED_DESTINATION"}}]}
    with HttpPeer([{"status": 200, "body": json.dumps(said)}]) as peer:
        ran = Run(example("json-gateway", peer), jobs("a"), URL)
    equal(ran.outcomes(), ["rejected"])
    equal(ran.lines[0]["detail"], "HTTP status 200: REJECTED_DESTINATION")


@test
def the_form_example_works():
    """a gateway of the form example takes a text, reports it and brings the
    answer"""
    form = "application/x-www-form-urlencoded"
    query = "id=m1&reference=dabc&recipient=358401234567&status="
    wrong = {"errors": [{"code": 2, "description": "not for you"}]}
    with HttpPeer([{"match": "second", "status": 422,
                    "body": json.dumps(wrong)}]) as peer:
        ran = Run(example("form-gateway", peer), [
            {"name": "dabc", "text": "0-10?", "alone": True},
            {"text": "second"},
            {**hook("", query + "delivered"), "method": "GET"},
            hook("id=m2&recipient=358409999999&originator=358401234567"
                 "&body=9+%E2%82%AC&createdDatetime=2026-03-01T10:00:00"
                 "%2B00:00", kind=form)], URL)
    equal(ran.outcomes(), ["accepted", "halted", "taken", "taken"])
    equal(ran.lines[0]["remote_id"], "peer-1")
    equal(ran.lines[1]["detail"], "HTTP status 422: 2")
    first = [entry for entry in peer.requests() if "dabc" in entry["body"]][0]
    contains(first["body"], "recipients=358401234567&body=0-10%3F")
    report, = ran.lines[2]["reports"]
    equal((report["name"], report["remote_id"], report["state"]),
          ("dabc", "m1", "delivered"))
    text, = ran.lines[3]["texts"]
    equal((text["from"], text["text"], text["written_at"]),
          ("+358401234567", "9 €", 1772359200))


if __name__ == "__main__":
    if not os.path.exists(PROBE):
        raise SystemExit("provider_probe is not built")
    sys.exit(run(TEXTS))
