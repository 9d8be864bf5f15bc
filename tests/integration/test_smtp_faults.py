#!/usr/bin/python3
"""The SMTP provider against a server that misbehaves. Speaks TAP; see
smtp_cases.py."""

import sys
import time

from fault_peer import FaultPeer
from smtp_cases import (Run, SLOWNESS, case, contains, equal, lacks, main, one,
                        write)

# It is streamed, and held before its final dot.
LONG = "Subject: long\r\n\r\n" + ("%s\r\n" % ("x" * 70)) * 1000


@case
def a_mail_is_accepted_and_its_remote_name_kept():
    run, peer = one({}, "accepted", "250 2.0.0 at the final dot", ready=True)
    equal(run.by_job[0]["remote_id"], "Q1")
    equal(len(peer.accepted()), 1)
    equal(peer.accepted()[0]["from"],
          "MAIL FROM:<survey@sender.example> SIZE=25")
    equal(peer.accepted()[0]["to"], ["RCPT TO:<ada@recipient.example>"])


@case
def without_pipelining_each_command_waits_for_its_answer():
    _, peer = one({"mail": {"delay": 0.1}}, "accepted", "250",
                  pipelining=False, size=None, eightbit=False, smtputf8=False)
    equal([line.split(" ")[0] for line in peer.commands()][:4],
          ["EHLO", "MAIL", "RCPT", "DATA"])
    equal(peer.accepted()[0]["from"], "MAIL FROM:<survey@sender.example>")


@case
def several_mails_go_over_one_connection():
    with FaultPeer() as peer:
        run = Run(peer, [{}] * 12, connections="1")
    equal(run.outcomes(), ["accepted"] * 12)
    equal(peer.connections, 1)
    equal(len(peer.accepted()), 12)
    equal(peer.commands("RSET"), [])


@case
def a_connection_carries_only_so_many_mails():
    with FaultPeer() as peer:
        run = Run(peer, [{}] * 7, connections="1", mails_per_connection="3")
        equal(run.outcomes(), ["accepted"] * 7)
        equal(peer.connections, 3)
        # The last is still on its way when the probe has ended.
        patience = time.monotonic() + 5
        while (len(peer.commands("QUIT")) < 3 and
               time.monotonic() < patience):
            time.sleep(0.01)
        equal(len(peer.commands("QUIT")), 3)


@case
def an_idle_connection_is_left_with_quit():
    with FaultPeer() as peer:
        Run(peer, [{}], linger_ms=1600, idle_timeout="1 second")
        equal(peer.commands("QUIT"), ["QUIT"])


@case
def lines_are_dot_stuffed_on_the_wire():
    body = "Subject: dots\r\n\r\n.\r\n..\r\n.x\r\nx.\r\n\r\n.\r\nend"
    with FaultPeer() as peer:
        run = Run(peer, [{"body": body}])
    equal(run.outcomes(), ["accepted"])
    equal(peer.accepted()[0]["text"], "Subject: dots\r\n\r\n..\r\n...\r\n..x"
          "\r\nx.\r\n\r\n..\r\nend\r\n")


@case
def bare_line_ends_cannot_smuggle_a_second_mail():
    body = "Subject: x\r\n\r\na\n.\r\nMAIL FROM:<>\r.\r\r\nb\n.\nc"
    with FaultPeer() as peer:
        run = Run(peer, [{"body": body}])
    equal(run.outcomes(), ["accepted"])
    equal(len(peer.accepted()), 1)
    equal(peer.accepted()[0]["text"], "Subject: x\r\n\r\na\r\n..\r\n"
          "MAIL FROM:<>\r\n..\r\n\r\nb\r\n..\r\nc\r\n")


@case
def a_mail_of_four_megabytes_arrives_whole():
    body = "Subject: big\r\n\r\n" + (".%s\r\n" % ("x" * 70)) * 56000
    with FaultPeer() as peer:
        run = Run(peer, [{"body": body}], command_timeout="9 seconds",
                  dot_timeout="9 seconds")
    equal(run.outcomes(), ["accepted"])
    equal(peer.accepted()[0]["text"],
          body.replace("\r\n.", "\r\n.."))


@case
def a_bad_recipient_does_not_cost_the_connection():
    faults = {"rcpt": {"match": "bad", "reply": "550 5.1.1 <bad@recipient."
                       "example>: no such user bad here"}}
    jobs = [{"to": "%s@recipient.example" % name} for name in
            ("ada", "bad", "bob", "bad", "cyd")]
    for pipelining in (True, False):
        with FaultPeer(faults=faults, pipelining=pipelining) as peer:
            run = Run(peer, jobs, connections="1")
        equal(run.outcomes(), ["accepted", "rejected", "accepted", "rejected",
                               "accepted"])
        equal(run.detail(1),
              "550 5.1.1 at RCPT: <***>: no such user *** here")
        equal(peer.connections, 1)
        equal(len(peer.commands("RSET")), 2)


@case
def a_354_after_a_refused_recipient_gets_a_lone_dot():
    faults = {"rcpt": {"match": "bad", "reply": "550 5.1.1 no"},
              "data": {"times": 1, "reply": "354 go on all the same"}}
    jobs = [{"to": "bad@recipient.example"}, {}]
    with FaultPeer(faults=faults) as peer:
        run = Run(peer, jobs, connections="1")
    equal(run.outcomes(), ["rejected", "accepted"])
    equal(peer.connections, 1)
    equal([entry["text"] for entry in peer.accepted()],
          ["Subject: probe\r\n\r\nHello\r\n"])


@case
def a_greeting_of_421_defers():
    one({"greeting": {"reply": "421 4.3.2 too busy", "close": True}},
        "deferred", "421 4.3.2 at the greeting: too busy")


@case
def a_greeting_of_554_halts():
    one({"greeting": {"reply": "554 5.7.1 not for you", "close": True}},
        "halted", "554 5.7.1 at the greeting: not for you")


@case
def a_refused_ehlo_halts_or_defers_by_its_code():
    for code, outcome in (("550 5.7.1", "halted"), ("451 4.3.0", "deferred")):
        one({"ehlo": {"reply": code + " go away"}}, outcome,
            code + " at EHLO", auth=["PLAIN"], keys={
                "password_file": write("password", "secret\n")})


@case
def mail_refused_for_now_defers():
    one({"mail": {"reply": "451 4.3.1 disk full"}}, "deferred",
        "451 4.3.1 at MAIL: disk full", ready=False)


@case
def a_refused_sender_halts():
    one({"mail": {"reply": "550 5.7.1 relaying denied"}}, "halted",
        "550 5.7.1 at MAIL", ready=False)


@case
def authentication_required_halts():
    run, _ = one({}, "halted", "530 5.7.0 at MAIL", auth_required=True)
    equal(run.by_job[0]["ready"], False)


@case
def too_large_at_mail_rejects_the_message():
    one({"mail": {"reply": "552 5.3.4 too big"}}, "rejected",
        "552 5.3.4 at MAIL")


@case
def a_recipient_refused_for_now_defers():
    one({"rcpt": {"reply": "450 4.2.1 greylisted"}}, "deferred",
        "450 4.2.1 at RCPT: greylisted")


@case
def relaying_denied_at_rcpt_halts():
    one({"rcpt": {"reply": "554 5.7.1 <ada@recipient.example>: Relay access "
                  "denied"}}, "halted", "554 5.7.1 at RCPT")


@case
def too_many_recipients_by_552_defers():
    one({"rcpt": {"reply": "552 too many"}}, "deferred", "552 at RCPT")


@case
def data_refused_is_told_apart_by_its_code():
    one({"data": {"reply": "451 4.7.1 later"}}, "deferred", "451 4.7.1 at DATA")
    one({"data": {"reply": "554 5.6.0 no"}}, "rejected", "554 5.6.0 at DATA")


@case
def the_verdict_is_told_apart_by_its_code():
    one({"dot": {"reply": "452 4.3.1 disk full"}}, "deferred",
        "452 4.3.1 at the final dot", ready=True)
    one({"dot": {"reply": "554 5.7.1 spam"}}, "rejected",
        "554 5.7.1 at the final dot", ready=True)


@case
def a_refused_verdict_does_not_cost_the_connection():
    with FaultPeer(faults={"dot": {"times": 1, "reply": "554 5.6.0 no"}}) \
            as peer:
        run = Run(peer, [{}, {}], connections="1")
    equal(run.outcomes(), ["rejected", "accepted"])
    equal(peer.connections, 1)


@case
def a_421_anywhere_before_the_verdict_defers():
    for stage in ("mail", "rcpt", "data", "dot"):
        one({stage: {"reply": "421 4.3.2 shutting down", "close": True}},
            "deferred", "421 4.3.2 at ")


@case
def a_connection_lost_before_the_dot_defers():
    for stage in ("mail", "rcpt", "data"):
        _, peer = one({stage: {"close": True}}, "deferred",
                      "connection lost ")
        equal(peer.accepted(), [])


@case
def a_connection_lost_while_held_defers_and_nothing_has_left():
    faults = ({"data": {"reply": "354 go on", "close": True}},
              {"text": {"close": True}})
    # A short text waits as a whole, a long one before its dot.
    for fault, body in zip(faults, ("Subject: short\r\n\r\nHello\r\n",
                                    LONG)):
        with FaultPeer(faults=fault) as peer:
            run = Run(peer, [{"body": body, "wait_ms": 500}])
        equal(run.outcomes(), ["deferred"])
        contains(run.detail(), "connection lost before the final dot")
        equal(run.by_job[0]["ready"] or body == LONG, True)
        equal(peer.accepted(), [])


@case
def a_connection_lost_after_the_dot_is_in_doubt_and_not_sent_again():
    _, peer = one({"dot": {"close": True}}, "in doubt",
                  "connection lost after the final dot", ready=True)
    equal(len(peer.accepted()), 1)
    equal(peer.connections, 1)


@case
def silence_after_the_dot_is_in_doubt_after_the_dot_timeout():
    run, _ = one({"dot": {"silent": True}}, "in doubt",
                 "no answer within 2 s after the final dot",
                 keys={"dot_timeout": "2 seconds"})
    if not 2 <= run.seconds < 4 * SLOWNESS:
        raise AssertionError("it took %.2f s" % run.seconds)


@case
def silence_before_the_dot_defers_at_every_stage():
    for stage, word in (("greeting", "at the greeting"),
                        ("ehlo", "after the greeting"), ("mail", "at MAIL"),
                        ("rcpt", "at RCPT"), ("data", "at DATA")):
        run, peer = one({stage: {"silent": True}}, "deferred",
                        "no answer within 1 s " + word)
        equal(peer.accepted(), [])
        if run.seconds > 3 * SLOWNESS:
            raise AssertionError("%s took %.2f s" % (stage, run.seconds))


@case
def a_silent_quit_holds_nobody_up():
    with FaultPeer(faults={"quit": {"silent": True}}) as peer:
        run = Run(peer, [{}])
    equal(run.outcomes(), ["accepted"])
    if run.seconds > 2 * SLOWNESS:
        raise AssertionError("it took %.2f s" % run.seconds)


@case
def while_one_connection_is_silent_the_others_go_on():
    with FaultPeer(faults={"dot": {"connection": 1, "silent": True}}) as peer:
        run = Run(peer, [{}] * 41, connections="3", dot_timeout="3 seconds")
    equal(sorted(run.outcomes()), ["accepted"] * 40 + ["in doubt"])
    equal(run.lines[-1]["outcome"], "in doubt")
    equal(len(run.lines), 41)
    slowest = max(line["ms"] for line in run.lines[:-1])
    if slowest > 1000 * SLOWNESS:
        raise AssertionError("a mail took %d ms" % slowest)


@case
def five_mails_of_a_second_each_take_about_a_second():
    with FaultPeer(faults={"dot": {"delay": 1.0}}) as peer:
        run = Run(peer, [{}] * 5, connections="5", dot_timeout="9 seconds")
    equal(run.outcomes(), ["accepted"] * 5)
    if not 1 <= run.seconds < 3 * SLOWNESS:
        raise AssertionError("it took %.2f s" % run.seconds)


@case
def replies_of_many_lines_and_of_one_byte_at_a_time_are_read():
    one({"mail": {"reply": ["250-2.1.0 first", "250-2.1.0 second",
                            "250 2.1.0 third"]},
         "rcpt": {"reply": "250 2.1.5 ok", "slow": 0.01},
         "dot": {"reply": ["250-2.0.0 a", "250 2.0.0 queued as Z9"],
                 "slow": 0.01}}, "accepted", "250 2.0.0 at the final dot")


@case
def an_over_long_reply_line_is_cut_and_still_counts():
    run, _ = one({"dot": {"reply": "554 5.6.0 " + "x" * 9000}}, "rejected",
                 "554 5.6.0 at the final dot: xxx")
    if len(run.detail()) > 400:
        raise AssertionError("a detail of %d bytes" % len(run.detail()))


@case
def garbage_is_no_verdict():
    one({"mail": {"raw": "\x00\xff\xfe\r\nbla bla\r\n", "close": True}},
        "deferred", "the server spoke no SMTP at MAIL")
    one({"dot": {"raw": "HTTP/1.1 200 OK\r\n", "close": True}},
        "in doubt", "the server spoke no SMTP after the final dot")
    one({"dot": {"raw": "250-" + "x" * 70000, "close": True}},
        "in doubt", "after the final dot")
    one({"greeting": {"raw": "SSH-2.0-OpenSSH_9\r\n", "close": True}},
        "deferred", "")


@case
def replies_out_of_step_end_the_connection_and_nothing_is_believed():
    one({"data": {"reply": "250 2.0.0 thank you"}}, "deferred",
        "no sense in the answer 250 2.0.0 at DATA")
    with FaultPeer(faults={"text": {"reply": "250 2.0.0 enough"}}) as peer:
        equal(Run(peer, [{"wait_ms": 400, "body": LONG}]).outcomes(),
              ["deferred"])
    _, peer = one({"dot": {"reply": "354 go on"}}, "in doubt", "354")
    equal(peer.connections, 1)


@case
def a_refusal_in_the_middle_of_the_text_is_taken():
    body = "Subject: big\r\n\r\n" + ("%s\r\n" % ("x" * 70)) * 100000
    with FaultPeer(faults={"text": {"reply": "552 5.3.4 too big",
                                    "close": True}}) as peer:
        run = Run(peer, [{"body": body, "wait_ms": 300}])
    equal(run.outcomes()[0] in ("rejected", "deferred"), True)
    equal(peer.accepted(), [])


@case
def a_server_that_reads_nothing_of_the_text_defers():
    body = "Subject: big\r\n\r\n" + ("%s\r\n" % ("x" * 70)) * 200000
    with FaultPeer(faults={"data": {"reply": "354 go on", "close": False,
                                    "times": 1}, "text": {"delay": 60}},
                   size=None) as peer:
        run = Run(peer, [{"body": body}])
    equal(run.outcomes(), ["deferred"])
    contains(run.detail(), "no answer within 1 s before the final dot")


@case
def a_message_over_the_size_is_rejected_without_asking():
    run, peer = one({}, "rejected", "the message has 25 bytes, the server "
                    "takes 20", size=20)
    equal(peer.commands("MAIL"), [])
    equal(run.by_job[0]["ready"], False)


@case
def control_characters_in_an_address_are_rejected_and_nothing_is_sent():
    bad = ["ada@x.example\r\nRCPT TO:<eve@x.example>", "ada\n@x.example",
           "a\x7fda@x.example", "ada@x.example>\tNOTIFY=NEVER", "ada", "",
           "@x.example", "ada@", "a b@x.example", "ada>@x.example",
           "ada\u0085@x.example"]
    with FaultPeer() as peer:
        run = Run(peer, [{"to": address} for address in bad] +
                  [{"from": "me\r\n@x.example"}])
    equal(run.outcomes(), ["rejected"] * (len(bad) + 1))
    contains(run.detail(0), "recipient: the address holds control characters")
    contains(run.detail(len(bad)), "sender: the address holds control")
    equal(peer.connections, 0)


@case
def the_null_sender_is_sent():
    with FaultPeer() as peer:
        equal(Run(peer, [{"from": ""}]).outcomes(), ["accepted"])
    contains(peer.accepted()[0]["from"], "MAIL FROM:<> ")


@case
def smtputf8_is_used_only_where_it_is_needed():
    jobs = [{"to": "ada@b\u00fccher.example"},
            {"to": "\u00e5sa@b\u00fccher.example"},
            {"body": "Subject: plain\r\n\r\n\u00e5\r\n"},
            {"body": "Subject: \u00e5\r\n\r\nplain\r\n"}]
    with FaultPeer() as peer:
        run = Run(peer, jobs, connections="1")
    equal(run.outcomes(), ["accepted"] * 4)
    accepted = peer.accepted()
    equal(accepted[0]["to"], ["RCPT TO:<ada@xn--bcher-kva.example>"])
    lacks(accepted[0]["from"], "UTF8")
    equal(accepted[1]["to"],
          ["RCPT TO:<\u00e5sa@xn--bcher-kva.example>"])
    contains(accepted[1]["from"], " BODY=8BITMIME SMTPUTF8")
    contains(accepted[2]["from"], " BODY=8BITMIME")
    lacks(accepted[2]["from"], "UTF8")
    contains(accepted[3]["from"], " SMTPUTF8")


@case
def without_smtputf8_only_who_needs_it_is_rejected():
    with FaultPeer(smtputf8=False) as peer:
        run = Run(peer, [{"to": "\u00e5sa@x.example"},
                         {"to": "ada@\u00e5.example"}], connections="1")
    equal(run.outcomes(), ["rejected", "accepted"])
    contains(run.detail(0), "no SMTPUTF8")
    equal(peer.connections, 1)


@case
def an_abandoned_mail_does_not_leave():
    with FaultPeer() as peer:
        run = Run(peer, [{"then": "abandon"}, {"then": "abandon", "body": LONG,
                                               "wait_ms": 200}, {}],
                  connections="1")
    equal(run.outcomes(), ["abandoned", "abandoned", "accepted"])
    equal(len(peer.accepted()), 1)
    lost = [entry["text"] for entry in peer.ledger if entry["event"] == "lost"]
    equal(lost, ["", LONG])


def named(*names):
    return [{"from": name + "@x.example"} for name in names]


def senders(peer):
    return [entry["from"].split("<")[1].split("@")[0]
            for entry in peer.accepted()]


@case
def what_stands_behind_a_lost_dot_has_not_left_and_is_sent_again():
    # The first verdict is quick: from then on the next stands behind.
    faults = {"dot": [{"times": 1}, {"times": 1, "close": True}]}
    with FaultPeer(faults=faults) as peer:
        run = Run(peer, named("a", "b", "c", "d"), connections="1")
    equal(run.outcomes(), ["accepted", "in doubt", "accepted", "accepted"])
    equal(sorted(senders(peer)), ["a", "b", "c", "d"])
    equal(peer.connections, 2)


@case
def a_421_to_the_dot_defers_one_and_sends_the_other_again():
    faults = {"dot": [{"times": 1}, {"times": 1, "close": True,
                                     "reply": "421 4.3.2 shutting down"}]}
    with FaultPeer(faults=faults) as peer:
        run = Run(peer, named("a", "b", "c", "d"), connections="1")
    equal(run.outcomes(), ["accepted", "deferred", "accepted", "accepted"])
    equal(sorted(senders(peer)), ["a", "c", "d"])


@case
def a_recipient_behind_an_open_verdict_is_refused_alone():
    faults = {"dot": {"delay": 0.04},
              "rcpt": {"match": "bad", "reply": "550 5.1.1 no such user"}}
    jobs = [{"to": "%s@recipient.example" % name} for name in
            ("ada", "bob", "bad", "cyd", "bad", "bad", "dan", "eve")]
    with FaultPeer(faults=faults) as peer:
        run = Run(peer, jobs, connections="1")
    equal(run.outcomes(), ["accepted", "accepted", "rejected", "accepted",
                           "rejected", "rejected", "accepted", "accepted"])
    equal(peer.connections, 1)
    equal(len(peer.commands("RSET")), 3)


@case
def what_stands_behind_a_silent_verdict_goes_elsewhere():
    faults = {"dot": [{"connection": 1, "times": 2},
                      {"connection": 1, "silent": True}]}
    with FaultPeer(faults=faults) as peer:
        run = Run(peer, [{}] * 30, connections="2", dot_timeout="3 seconds")
    equal(sorted(run.outcomes()), ["accepted"] * 29 + ["in doubt"])
    equal(run.lines[-1]["outcome"], "in doubt")
    slowest = max(line["ms"] for line in run.lines[:-1])
    if slowest > 1500 * SLOWNESS:
        raise AssertionError("a mail took %d ms" % slowest)
    equal(len(peer.accepted()), 30)


@case
def with_one_connection_what_stands_behind_waits_for_the_timeout():
    faults = {"dot": [{"times": 1}, {"times": 1, "silent": True}]}
    with FaultPeer(faults=faults) as peer:
        run = Run(peer, named("a", "b", "c", "d"), connections="1",
                  dot_timeout="2 seconds")
    equal(run.outcomes(), ["accepted", "in doubt", "accepted", "accepted"])
    equal(sorted(senders(peer)), ["a", "b", "c", "d"])
    contains(run.detail(1), "no answer within 2 s after the final dot")


@case
def an_abandoned_mail_takes_nobody_with_it():
    jobs = named("a", "b", "c", "d", "e")
    jobs[2].update({"then": "abandon", "wait_ms": 200})
    with FaultPeer() as peer:
        run = Run(peer, jobs, connections="1")
    equal(run.outcomes(), ["accepted", "accepted", "abandoned", "accepted",
                           "accepted"])
    equal(sorted(senders(peer)), ["a", "b", "d", "e"])


@case
def many_mails_keep_their_own_verdicts():
    faults = {"rcpt": [{"match": "bad", "reply": "550 5.1.1 no"},
                       {"match": "later", "reply": "450 4.2.1 wait"}]}
    names = ("ada", "bad", "bob", "later")
    jobs = [{"to": "%s@r.example" % names[i * 7 % 4],
             "from": "s%d@x.example" % i} for i in range(200)]
    wanted = ["rejected" if "bad" in job["to"] else "deferred"
              if "later" in job["to"] else "accepted" for job in jobs]
    with FaultPeer(faults=faults) as peer:
        run = Run(peer, jobs, connections="3", mails_per_connection="20")
    equal(run.outcomes(), wanted)
    equal(sorted(senders(peer)), sorted(
        "s%d" % i for i, outcome in enumerate(wanted)
        if outcome == "accepted"))


@case
def a_stale_connection_is_replaced_without_a_word():
    faults = {"mail": [
        {"connection": 1, "match": "second", "close": True},
        {"connection": 2, "match": "third", "close": True,
         "reply": "421 4.4.2 you were idle for too long"}]}
    jobs = [{"from": name + "@x.example"} for name in
            ("first", "second", "third", "fourth")]
    with FaultPeer(faults=faults) as peer:
        run = Run(peer, jobs, connections="1")
    equal(run.outcomes(), ["accepted"] * 4)
    equal(peer.connections, 3)
    equal(len(peer.accepted()), 4)


@case
def nobody_listening_defers():
    with FaultPeer() as peer:
        pass
    run = Run(peer, [{}])
    equal(run.outcomes(), ["deferred"])
    contains(run.detail(), "no connection: ")


@case
def an_unknown_host_defers():
    run = Run(None, [{}], host="no-such-host.invalid", port=25,
              connect_timeout="3 seconds")
    equal(run.outcomes(), ["deferred"])
    contains(run.detail(), "no connection")


@case
def the_name_in_ehlo_is_ours_to_choose():
    with FaultPeer() as peer:
        equal(Run(peer, [{}], hello="app.sender.example").outcomes(),
              ["accepted"])
    equal(peer.commands("EHLO"), ["EHLO app.sender.example"])


if __name__ == "__main__":
    sys.exit(main())
