#!/usr/bin/env python3
"""A low score opens a case, and the alert about it can be answered: what a
colleague writes goes to the customer and back, and neither sees the other's
address. Machines are not passed on, opt-outs are obeyed, nothing is lost or
sent twice by a kill, and the case is closed by mail."""
import email
import email.message
import email.policy
import email.utils
import json
import os
import random
import sqlite3
import sys
import time

import house
from fault_peer import FaultPeer
from house import (CADENCE, House, PIPE, TOUCHPOINT, contains, lacks, parse,
                   recipient, reply, reply_to, smtp)
from tap import equal

TEAM = """
[team desk]
to    = desk@aurora.example, boss@aurora.example
alert = detractors
alert_to = desk@aurora.example, owner
"""
OWNER = "bob.builder@staff.example"
CASES = """
[cases]
due    = 2 days
remind = 12 hours
"""
HOUR_S = 3600


def lived_in(peer, more="", inbox=PIPE):
    return House(smtp(peer) + inbox + TOUCHPOINT + CADENCE + TEAM + CASES +
                 more)


def mails_to(peer, address):
    return [entry for entry in peer.accepted()
            if recipient(entry) == address]


def last_to(peer, address):
    return mails_to(peer, address)[-1]


def unhappy(peer, home, who="ada", text="2\n\nThe room was cold.\n"):
    """Who was invited, and has answered so; the mail that asked."""
    address = who + "@customer.example"
    home.event(who, "B-" + who, name=who.title() + " Low",
               set="owner=" + OWNER)
    home.drain()
    mail = parse(last_to(peer, address))
    home.deliver(reply(mail, text), to=reply_to(mail))
    home.drain()
    return mail


def writes(mail, name, address, text, **headers):
    """A reply as a person's mail program makes it, quoting all."""
    answer = email.message.EmailMessage()
    answer["From"] = email.utils.formataddr((name, address))
    answer["To"] = str(mail["Reply-To"])
    answer["Subject"] = "Re: " + str(mail["Subject"])
    answer["Message-ID"] = email.utils.make_msgid(
        domain=address.split("@")[1])
    answer["In-Reply-To"] = str(mail["Message-ID"])
    answer["Date"] = email.utils.formatdate()
    for key, value in headers.items():
        answer[key.replace("_", "-")] = value
    body = mail.get_body(("plain",)).get_content()
    answer.set_content("%s\n\nOn Monday, %s wrote:\n%s" % (
        text, str(mail["From"]), "".join(
            "> %s\n" % line for line in body.splitlines())))
    return answer


def hears(home, mail, name, address, text, **headers):
    answer = writes(mail, name, address, text, **headers)
    home.deliver(answer.as_bytes(), to=reply_to(mail))
    home.drain()
    return answer


def case(home, number=1):
    return json.loads(home.run("case", str(number), "--json"))


def kinds(home, number=1):
    return [note["kind"] for note in case(home, number)["notes"]]


def alert(peer):
    return parse(mails_to(peer, OWNER)[0])


def test_there_and_back():
    """score 2, the alert, a colleague's answer, the customer's answer to
    that: each gets the other's words under the house's address alone"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.private |= {OWNER, "cold"}
        mail = unhappy(peer, home)
        listed = home.run("cases")
        for part in ("score 2", "due in", "after-booking", OWNER, "Ada Low",
                     "The room was cold."):
            contains(listed, part)
        first = alert(peer)
        lacks(first.as_string(), "ada@customer.example")
        said = hears(home, first, "Bob Builder", OWNER,
                     "Dear Ada, I am so sorry. May I call you?\n"
                     "Or write to bob.builder@staff.example.\n\n-- \n"
                     "Bob Builder\nTel 123\nbob.builder@staff.example")
        to_ada = parse(last_to(peer, "ada@customer.example"))
        raw = last_to(peer, "ada@customer.example")
        equal(str(to_ada["From"]),
              "Bob Builder via Aurora Spa <survey@aurora.example>", "From")
        text = to_ada.get_content()
        contains(text, "Dear Ada, I am so sorry. May I call you?")
        for leak in (OWNER, "staff.example", "Tel 123", str(first["Subject"]),
                     "Case 1", "wrote:"):
            lacks(json.dumps(raw), leak)
            lacks(to_ada.as_string(), leak)
        contains(str(to_ada["References"]), str(mail["Message-ID"]))
        equal(reply_to(to_ada).split("+")[1][0], "c", "token")
        hers = hears(home, to_ada, "Ada L.", "ada@customer.example",
                     "9 o'clock would be fine. ada@customer.example")
        entry = last_to(peer, OWNER)
        to_bob = parse(entry)
        contains(to_bob.get_content(), "9 o'clock would be fine. ***")
        lacks(json.dumps(entry), "customer.example")
        equal(str(to_bob["In-Reply-To"]), str(said["Message-ID"]),
              "In-Reply-To")
        equal(str(to_bob["Auto-Submitted"]), "auto-generated")
        hears(home, to_bob, "Bob Builder", OWNER, "I will call at nine.")
        again = parse(last_to(peer, "ada@customer.example"))
        equal(str(again["In-Reply-To"]), str(hers["Message-ID"]),
              "In-Reply-To")
        equal(kinds(home), ["to customer", "from customer", "to customer"])
        # No score is read in what they write to each other.
        rows = json.loads(home.run("score", "--json"))
        contains(json.dumps(rows), '"answers": 1')
        contains(home.run("case", "1"), "I will call at nine.")
        equal(len(mails_to(peer, "ada@customer.example")), 3, "mails")
        home.expect(replies_without_score=0)
        home.expect(messages_waiting=0)
        home.run("verify", "--full")


def test_closed_by_mail():
    """"#close" closes the case and goes to nobody; the customer's next mail
    opens it again"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.private.add(OWNER)
        unhappy(peer, home)
        hears(home, alert(peer), "Bob", OWNER, "We are sorry.")
        to_ada = parse(last_to(peer, "ada@customer.example"))
        before = len(peer.accepted())
        hears(home, alert(peer), "Bob", OWNER, "#close called, refunded\n")
        equal(len(peer.accepted()), before, "mails")
        equal(case(home)["outcome"], "called, refunded", "outcome")
        contains(home.run("cases"), "No case is open.")
        hears(home, to_ada, "Ada", "ada@customer.example", "Not refunded yet!")
        contains(parse(last_to(peer, OWNER)).get_content(), "Not refunded")
        equal(case(home)["closed_at"], None, "open again")
        # A colleague's mail about a closed case still goes.
        home.run("case", "close", "1", "--outcome", "done", "--by", "Eve")
        hears(home, alert(peer), "Bob", OWNER, "Now it is.")
        contains(parse(last_to(peer, "ada@customer.example")).get_content(),
                 "Now it is.")
        contains(home.run("cases"), "No case is open.")
        home.run("verify", "--full")


def test_opt_out():
    """who opts out in such a mail is written to no more, and the colleague
    is told"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.private.add(OWNER)
        unhappy(peer, home)
        hears(home, alert(peer), "Bob", OWNER, "We are sorry.")
        to_ada = parse(last_to(peer, "ada@customer.example"))
        hears(home, to_ada, "Ada", "ada@customer.example", "unsubscribe")
        home.expect(suppressed_addresses=1)
        told = parse(last_to(peer, OWNER))
        contains(told.get_content(), "wants no more mails")
        n = len(mails_to(peer, "ada@customer.example"))
        hears(home, told, "Bob", OWNER, "But please!")
        equal(len(mails_to(peer, "ada@customer.example")), n, "mails")
        contains(parse(last_to(peer, OWNER)).get_content(), "was not sent")
        contains(parse(last_to(peer, OWNER)).get_content(), "But please!")
        equal(kinds(home), ["to customer", "from customer", "held"])
        home.run("verify", "--full")


def test_machines():
    """automatic replies, empty mails and bounces are not passed on; a bounce
    is told to the colleague; two machines come to an end"""
    with FaultPeer() as peer:
        home = lived_in(peer)
        home.private.add(OWNER)
        unhappy(peer, home)
        hears(home, alert(peer), "Bob", OWNER, "We are sorry.")
        entry = last_to(peer, "ada@customer.example")
        to_ada = parse(entry)
        n = len(peer.accepted())
        hears(home, to_ada, "Ada", "ada@customer.example",
              "I am out of office.", Auto_Submitted="auto-replied")
        hears(home, alert(peer), "Bob", OWNER, "Away.",
              Auto_Submitted="auto-replied")
        hears(home, alert(peer), "Bob", OWNER, "")
        equal(len(peer.accepted()), n, "mails")
        # What only sounds like one, and goes to nobody, is told.
        hears(home, alert(peer), "Bob", OWNER,
              "I am out of the office until 7 December 2026.")
        contains(parse(last_to(peer, OWNER)).get_content(), "was not sent")
        equal(len(peer.accepted()), n + 1, "mails")
        report = ("From: MAILER-DAEMON@relay.example\nTo: %s\nSubject: "
                  "Undelivered Mail\nMessage-ID: <b1@relay.example>\n"
                  "MIME-Version: 1.0\nContent-Type: multipart/report; "
                  "report-type=delivery-status; boundary=B\n\n--B\n"
                  "Content-Type: text/plain\n\nNo such user.\n--B\n"
                  "Content-Type: message/delivery-status\n\nReporting-MTA: "
                  "dns; relay.example\n\nFinal-Recipient: rfc822; "
                  "ada@customer.example\nAction: failed\nStatus: 5.1.1\n"
                  "\n--B--\n" % house.sender(entry))
        home.deliver(report.encode(), to=house.sender(entry))
        home.drain()
        told = parse(last_to(peer, OWNER))
        contains(told.get_content(), "came back")
        lacks(told.as_string(), "ada@customer.example")
        home.expect(suppressed_addresses=1)
        # What no header marks as a machine's is stopped by the day's limit.
        home.run("unsuppress", "ada@customer.example")
        for i in range(24):
            home.deliver(writes(told, "Bob", OWNER, "Number %d." % i)
                         .as_bytes(), to=reply_to(told))
        home.drain()
        if not 20 < len(peer.accepted()) < 27:
            raise AssertionError("%d mails" % len(peer.accepted()))
        contains(parse(last_to(peer, OWNER)).get_content(),
                 "no more are passed on")
        home.run("verify", "--full")


def test_reminder():
    """who is in charge is reminded once, before it is late; an assigned
    colleague hears of it and can answer"""
    with FaultPeer() as peer:
        home = lived_in(peer, more="open = score <= 3\n")
        home.private |= {OWNER, "new@aurora.example"}
        unhappy(peer, home)
        home.run("case", "assign", "1", "new@aurora.example", "--by", "Eve")
        home.run("case", "note", "1", "no answer", "--by", "Eve")
        home.drain()
        assigned = parse(last_to(peer, "new@aurora.example"))
        contains(assigned.get_content(), "is yours now")
        contains(assigned.get_content(), "The room was cold.")
        connection = sqlite3.connect(home.store)
        connection.execute("UPDATE customer_case SET remind_at = 1")
        connection.commit()
        connection.close()
        home.drain()
        home.drain()
        equal(len(mails_to(peer, "new@aurora.example")), 2, "mails")
        mail = parse(last_to(peer, "new@aurora.example"))
        contains(mail.get_content(), "still open")
        hears(home, mail, "", "new@aurora.example", "May I call?")
        to_ada = parse(last_to(peer, "ada@customer.example"))
        equal(str(to_ada["From"]), "Aurora Spa <survey@aurora.example>")
        lacks(to_ada.as_string(), "new@aurora.example")
        home.run("case", "close", "7", "--outcome", "x", code=65)
        home.run("case", "close", "1", code=64)
        home.run("case", "assign", "1", "nobody", code=64)
        home.run("case", "close", "1", "--outcome", "called")
        home.run("case", "close", "1", "--outcome", "called", code=65)
        home.run("case", "open", "1")
        home.run("case", "open", "1", code=65)
        equal(len(json.loads(home.run("cases", "--json", "--mine",
                                      "NEW@aurora.example"))), 1, "cases")
        equal(json.loads(home.run("cases", "--json", "--mine", OWNER)), [])


INBOX = """
[inbox replies]
type = maildir
path = inbox
address = survey+{token}@aurora.example
poll = 5 seconds
"""


def put(home, raw, name):
    part = os.path.join(home.path, "inbox", "tmp", name)
    with open(part, "wb") as stream:
        stream.write(raw)
    os.rename(part, os.path.join(home.path, "inbox", "new", name))


def test_kills():
    """whatever is killed in between, what a colleague writes reaches the
    customer once, and what the customer writes the colleague"""
    seed = int(os.environ.get("SEED", str(int(time.time()))))
    print("# SEED=%d" % seed)
    rng = random.Random(seed)
    with FaultPeer() as peer:
        home = lived_in(peer, inbox=INBOX)
        home.private.add(OWNER)
        for name in ("new", "cur", "tmp"):
            os.makedirs(os.path.join(home.path, "inbox", name))
        home.event("ada", "B-1", name="Ada", set="owner=" + OWNER)
        home.drain()
        mail = parse(last_to(peer, "ada@customer.example"))
        put(home, reply(mail, "2\n"), "first")
        home.drain()
        first = alert(peer)
        for i in range(6):
            put(home, writes(first, "Bob", OWNER, "Line %d." % i).as_bytes(),
                "reply-%d" % i)
        for _ in range(5):
            daemon = home.daemon(ready=None)
            time.sleep(rng.uniform(0.02, 0.3))
            daemon.kill()
        home.drain()
        home.drain()
        texts = [parse(entry).get_content().splitlines()[0]
                 for entry in mails_to(peer, "ada@customer.example")[1:]]
        equal(len(set(texts)), len(texts), "mails twice")
        doubts = len(home.doubts())
        if not 6 - doubts <= len(texts) <= 6:
            raise AssertionError("%r, %d in doubt" % (texts, doubts))
        equal(kinds(home), ["to customer"] * 6)
        home.run("verify", "--full")


if __name__ == "__main__":
    sys.exit(house.main([
        test_there_and_back, test_closed_by_mail, test_opt_out, test_machines,
        test_reminder, test_kills]))
