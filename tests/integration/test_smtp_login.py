#!/usr/bin/python3
"""The SMTP provider, TLS and AUTH: whom it trusts, and what it tells to whom.
Speaks TAP; see smtp_cases.py."""

import os
import sys

from fault_peer import FaultPeer
from smtp_cases import (CERTIFICATES, FOLDER, Run, SLOWNESS, case, contains,
                        equal, lacks, main, one, write)


@case
def password_logins_by_plain_and_login_work():
    for mechanism in ("PLAIN", "LOGIN"):
        with FaultPeer(auth=[mechanism, "CRAM-MD5"],
                       auth_required=True) as peer:
            run = Run(peer, [{}], password_file=write("password", "secret\n"))
        equal(run.outcomes(), ["accepted"])
        equal([(entry["mechanism"], entry["good"]) for entry in peer.ledger
               if entry["event"] == "auth"], [(mechanism, True)])


@case
def a_wrong_password_halts_and_shows_no_user():
    run, peer = one({}, "halted", "535 5.7.8 at AUTH: not you, ***",
                    auth=["PLAIN"], keys={
                        "password_file": write("password", "wrong\n")})
    lacks(run.detail(), "survey")
    equal(peer.commands("MAIL"), [])


@case
def a_login_refused_for_now_defers():
    one({"auth": {"reply": "454 4.7.0 later"}}, "deferred",
        "454 4.7.0 at AUTH", auth=["PLAIN"],
        keys={"password_file": write("password", "secret\n")})


@case
def credentials_without_auth_offered_halt():
    _, peer = one({}, "halted", "offers no AUTH", keys={
        "password_file": write("password", "secret\n")})
    equal(peer.commands("MAIL"), [])


@case
def no_fitting_mechanism_halts():
    one({}, "halted", "no way to log in", auth=["GSSAPI"], keys={
        "password_file": write("password", "secret\n")})


@case
def xoauth2_takes_its_token_from_a_file():
    with FaultPeer(auth=["PLAIN", "XOAUTH2"], auth_required=True) as peer:
        run = Run(peer, [{}], token_file=write("token", "token-1\n"))
    equal(run.outcomes(), ["accepted"])
    equal([entry["mechanism"] for entry in peer.ledger
           if entry["event"] == "auth"], ["XOAUTH2"])


@case
def xoauth2_takes_its_token_from_a_command_once():
    count = os.path.join(FOLDER, "count")
    program = write("program", "#!/bin/sh\necho x >> %s\necho token-1\n"
                    "echo more\n" % count, 0o700)
    with FaultPeer(auth=["XOAUTH2"], auth_required=True) as peer:
        run = Run(peer, [{}] * 9, token_command=program, connections="3",
                  mails_per_connection="1")
    equal(run.outcomes(), ["accepted"] * 9)
    equal(peer.connections, 9)
    with open(count, encoding="ascii") as lines:
        equal(lines.read(), "x\n")


@case
def a_token_grown_old_is_fetched_anew():
    program = write("program", "#!/bin/sh\necho x >> %s/turns\n"
                    "echo token-$(wc -l < %s/turns)\n" % (FOLDER, FOLDER),
                    0o700)
    with FaultPeer(auth=["XOAUTH2"], auth_required=True) as peer:
        # After the first mail only the second token is good.
        original = peer.log

        def log(entry):
            if entry["event"] == "accepted":
                peer.token = "token-2"
            original(entry)
        peer.log = log
        run = Run(peer, [{}, {}], token_command=program, connections="1",
                  mails_per_connection="1")
    equal(run.outcomes(), ["accepted", "accepted"])
    equal(peer.connections, 3)


@case
def a_fresh_token_refused_halts():
    run, peer = one({}, "halted", "refused the token", auth=["XOAUTH2"],
                    keys={"token_file": write("token", "stolen-token\n")})
    lacks(run.detail(), "stolen-token")
    equal(peer.connections, 1)


@case
def a_token_command_that_fails_defers_and_says_so():
    for program, words in (("/bin/false", "ended with status 1"),
                           ("/bin/true", "no token"),
                           ("/no/such/program", "token_command: ")):
        _, peer = one({}, "deferred", words, auth=["XOAUTH2"],
                      keys={"token_command": program})
        equal(peer.connections, 0)


@case
def a_slow_token_command_does_not_hold_up_the_loop():
    program = write("program", "#!/bin/sh\nsleep 1\necho token-1\n", 0o700)
    with FaultPeer(auth=["XOAUTH2"]) as peer:
        run = Run(peer, [{}] * 3 + [{"to": "bad"}], token_command=program)
    equal(run.outcomes(), ["accepted"] * 3 + ["rejected"])
    equal(run.lines[0]["outcome"], "rejected")
    if run.lines[0]["ms"] > 500 * SLOWNESS:
        raise AssertionError("the loop was held up")


@case
def starttls_carries_everything_after_it():
    with FaultPeer(starttls=True, certificates=CERTIFICATES, auth=["PLAIN"],
                   auth_after_tls=True, auth_required=True) as peer:
        run = Run(peer, [{}] * 3, host="localhost", tls="required",
                  ca_file=CERTIFICATES[0], connections="1",
                  password_file=write("password", "secret\n"))
    equal(run.outcomes(), ["accepted"] * 3)
    equal([entry["line"].split(" ")[0] for entry in peer.ledger
           if entry["event"] == "command" and not entry["tls"]],
          ["EHLO", "STARTTLS"])


@case
def only_the_capabilities_after_starttls_count():
    faults = {"ehlo": {"times": 1, "reply": ["250-fault.peer", "250-SIZE 1",
                                             "250-PIPELINING",
                                             "250 STARTTLS"]}}
    with FaultPeer(faults=faults, starttls=True, certificates=CERTIFICATES,
                   pipelining=False) as peer:
        run = Run(peer, [{}], host="localhost", tls="required",
                  ca_file=CERTIFICATES[0])
    equal(run.outcomes(), ["accepted"])


@case
def implicit_tls_works_with_a_large_mail():
    body = "Subject: big\r\n\r\n" + ("%s\r\n" % ("x" * 70)) * 50000
    with FaultPeer(implicit_tls=True, certificates=CERTIFICATES) as peer:
        run = Run(peer, [{"body": body}, {}], host="localhost",
                  scheme="smtps", ca_file=CERTIFICATES[0], connections="1",
                  command_timeout="5 seconds", dot_timeout="5 seconds")
    equal(run.outcomes(), ["accepted"] * 2)
    equal(peer.accepted()[0]["text"], body)


@case
def an_unknown_ca_is_refused_and_nothing_is_said():
    for scheme, keys in (("smtps", {"implicit_tls": True}),
                         ("smtp", {"starttls": True})):
        with FaultPeer(certificates=CERTIFICATES, auth=["PLAIN"],
                       **keys) as peer:
            run = Run(peer, [{}], host="localhost", scheme=scheme,
                      tls=None, password_file=write("password", "secret\n"))
        equal(run.outcomes(), ["deferred"])
        contains(run.detail(), "the server's certificate is not trusted")
        equal(peer.commands("MAIL") + peer.commands("AUTH"), [])


@case
def a_certificate_of_another_name_is_refused():
    with FaultPeer(implicit_tls=True, certificates=CERTIFICATES,
                   host="127.0.0.2") as peer:
        run = Run(peer, [{}], host="127.0.0.2", scheme="smtps",
                  ca_file=CERTIFICATES[0])
    equal(run.outcomes(), ["deferred"])
    contains(run.detail(), "the server's certificate is not trusted")


@case
def a_server_without_starttls_gets_no_mail():
    run, peer = one({}, "deferred", "the server offers no STARTTLS",
                    keys={"tls": "required"})
    equal(peer.commands("MAIL"), [])
    one({"starttls": {"reply": "454 4.7.0 not now"}}, "deferred",
        "454 4.7.0 at STARTTLS", starttls=True, keys={"tls": "required"})


@case
def opportunistic_tls_does_without_it():
    one({}, "accepted", "250", keys={"tls": "opportunistic"})
    with FaultPeer(starttls=True, certificates=CERTIFICATES) as peer:
        run = Run(peer, [{}], host="localhost", tls="opportunistic",
                  ca_file=CERTIFICATES[0])
    equal(run.outcomes(), ["accepted"])
    equal([entry["event"] for entry in peer.ledger].count("tls"), 1)


@case
def a_tls_connection_lost_after_the_dot_is_in_doubt():
    with FaultPeer(faults={"dot": {"close": True}}, implicit_tls=True,
                   certificates=CERTIFICATES) as peer:
        run = Run(peer, [{}], host="localhost", scheme="smtps",
                  ca_file=CERTIFICATES[0])
    equal(run.outcomes(), ["in doubt"])
    equal(len(peer.accepted()), 1)


@case
def a_server_silent_in_the_tls_handshake_defers():
    # It expects our ClientHello, we wait for its greeting: both are silent.
    with FaultPeer(faults={"greeting": {"silent": True}}) as peer:
        run = Run(peer, [{}], host="localhost", scheme="smtps")
    equal(run.outcomes(), ["deferred"])
    contains(run.detail(), "no connection within 1 s")


@case
def settings_that_would_give_a_secret_away_are_refused():
    password = write("password", "secret\n")
    for keys, words in (
            ({"host": "mail.example.com", "tls": "no"}, "in clear"),
            ({"host": "mail.example.com", "tls": "opportunistic"},
             "stands in between"),
            ({"host": "me:secret@mail.example.com"}, "password"),
            ({"token_file": password}, "one of them is enough"),
            ({"scheme": "smtps", "tls": "no"}, "smtps:// is TLS always"),
            ({"token_command": "'unclosed"}, "token_command"),
            ({"ca_file": "/no/such/file"}, "ca_file"),
            ({"hello": "a b"}, "hello")):
        run = Run(None, [{}], password_file=password, port=25, **keys)
        equal(run.status, 78)
        contains(run.stderr, words)


if __name__ == "__main__":
    sys.exit(main())
