#!/usr/bin/python3
"""The providers webhook and slack against a peer that does what real programs
don't on demand: a lost answer, silence, a redirect, a certificate that nobody
vouches for. What may have come is never in doubt: it is sent again."""

import base64
import os
import socket
import subprocess
import sys

import http_texts
import tap
from http_peer import HttpPeer
from http_texts import Run, contains, write

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
JOB = {"to": "crm", "text": "{\"id\":\"alert_1\"}", "name": "alert_1"}


def webhook(url, *jobs, **more):
    keys = {"type": "webhook", "url": url + "/hook",
            "secret_file": write("hook.secret", SECRET + "\n"),
            "timeout": "1 second"}
    keys.update(more)
    return Run(keys, list(jobs) or [JOB])


def outcome_of(rule, **more):
    """Outcome, words and requests of one webhook."""
    with HttpPeer([rule]) as peer:
        run = webhook(peer.url, **more)
        line, = run.lines
        return line, peer.requests()


def test_taken():
    """the JSON is posted as it is, with its id, a time and a signature"""
    line, requests = outcome_of({"status": 202, "body": "queued"})
    tap.equal(line["outcome"], "accepted")
    request, = requests
    tap.equal((request["method"], request["target"], request["body"]),
              ("POST", "/hook", JOB["text"]))
    tap.equal(request["headers"]["webhook-id"], "alert_1")
    contains(request["headers"]["webhook-signature"], "v1,")


def test_lost():
    """what may have come, for all we know, is to be sent again: a lost answer,
    silence, half an answer, a gateway that lost it"""
    for rule in ({"close": "request"}, {"close": "request", "reset": True},
                 {"silent": True}, {"status": 502}, {"status": 504},
                 {"raw": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"}):
        line, requests = outcome_of(rule)
        tap.equal(line["outcome"], "deferred", str(rule))
        tap.equal(len(requests), 1, "requests for %r" % rule)


def test_not_reached():
    """where nobody listens it is tried later"""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    line, = webhook("http://127.0.0.1:%d" % port).lines
    tap.equal(line["outcome"], "deferred")


def test_later():
    """a program that asks for patience gets it"""
    line, _ = outcome_of({"status": 429, "headers": {"Retry-After": "120"}})
    tap.equal((line["outcome"], line["retry_after_s"]), ("deferred", 120))


def test_redirect():
    """a redirect is not followed, and halts"""
    with HttpPeer() as other:
        line, _ = outcome_of({"status": 307,
                              "headers": {"Location": other.url + "/x"}})
        tap.equal(line["outcome"], "halted")
        tap.equal(other.requests(), [])


def test_certificate():
    """a certificate that nobody vouches for halts; with ca_file it will do"""
    paths = [os.path.join(http_texts.FOLDER, name)
             for name in ("tls.crt", "tls.key")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         "2", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-out", paths[0], "-keyout",
         paths[1]], check=True, stderr=subprocess.DEVNULL)
    with HttpPeer([{"status": 204, "body": ""}], paths) as peer:
        line, = webhook(peer.url).lines
        tap.equal(line["outcome"], "halted")
        contains(line["detail"], "certificate is not trusted")
        line, = webhook(peer.url, ca_file=paths[0]).lines
        tap.equal((line["outcome"], len(peer.requests())), ("accepted", 1))


def test_slack():
    """Slack's address is a secret that no word repeats; a lost answer is to be
    sent again there too"""
    with HttpPeer([{"close": "request", "times": 1},
                   {"status": 403, "body": "action_prohibited", "times": 1},
                   {"status": 200, "body": "ok"}]) as peer:
        path = write("slack.url", peer.url + "/services/T00/B00/xyzzyxyzzy\n")
        run = Run({"type": "slack", "url_file": path, "connections": "1"},
                  [JOB, JOB, JOB])
        tap.equal(run.outcomes(), ["deferred", "halted", "accepted"])
        if "xyzzy" in str(run.lines) + run.stderr:
            raise AssertionError("the secret: %r" % run.lines)
        tap.equal({request["target"] for request in peer.requests()},
                  {"/services/T00/B00/xyzzyxyzzy"})


if __name__ == "__main__":
    sys.exit(tap.run([test_taken, test_lost, test_not_reached, test_later,
                      test_redirect, test_certificate, test_slack]))
