"""A booking goes in, an invitation goes out, a reply comes back, a score
stands in the digest: with a real Postfix and a real Dovecot between us and the
customers. Once with replies fetched by IMAP, once with `dripscore deliver` in
Postfix's pipe."""
import email
import email.policy
import email.utils
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

import mail_programs
import mailserver
import tap

SURVEY = "survey@aurora.test"
TEAM = "frontdesk@aurora.test"
GHOST = "ghost@customer.test"
CUSTOMERS = {
    "ada@customer.test": "Ada",
    "bea@customer.test": "Bea",
    "cleo@customer.test": "Cléo",
    "dan@customer.test": "Dan",
}
PIPE_DOMAIN = "pipe.aurora.test"

SERVER = None
FOLDER = None


class House:
    """dripscore with a configuration and a store of its own."""

    def __init__(self, name, inbox):
        self.path = os.path.join(FOLDER, name)
        self.ini = os.path.join(self.path, "dripscore.ini")
        os.mkdir(self.path, 0o700)
        self.write("password", SERVER.users[SURVEY] + "\n")
        self.write("dripscore.ini", """\
[organisation]
name     = Aurora Spa
timezone = Europe/Helsinki
postal_address = Aurora Spa, 1 Harbour Road, Helsinki

[store]
url = sqlite:%s/dripscore.db

[provider mail]
type = smtp
url  = smtp://localhost:%d
from = Aurora Spa <%s>
user = %s
password_file = %s/password
ca_file = %s

[inbox replies]
%s
[touchpoint after-booking]
on    = booking
delay = 2 hours

[team front-desk]
to = %s
touchpoints = after-booking
""" % (self.path, SERVER.smtp_port, SURVEY, SURVEY, self.path, SERVER.ca_file,
       inbox, TEAM))
        uid, gid = ids()
        os.chown(self.path, uid, gid)

    def write(self, name, text):
        path = os.path.join(self.path, name)
        with open(path, "w") as stream:
            stream.write(text)
        os.chmod(path, 0o600)
        os.chown(path, *ids())

    def run(self, *arguments):
        uid, gid = ids()
        ended = subprocess.run(
            (program(), "--config", self.ini) + arguments, user=uid,
            group=gid, extra_groups=[], cwd=self.path, env=environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=120)
        if ended.returncode != 0:
            raise AssertionError("dripscore %s ended with %d: %s%s" % (
                " ".join(arguments), ended.returncode,
                ended.stdout.decode(), ended.stderr.decode()))
        return ended.stdout.decode()

    def count(self, label):
        """The number behind the label in `dripscore status`."""
        status = self.run("status")
        found = re.search(r"^ +%s +(\d+)$" % re.escape(label), status, re.M)
        if found is None:
            raise AssertionError("no %r in the status:\n%s" % (label, status))
        return int(found[1])

    def scores(self):
        return json.loads(self.run("score", "--json"))


def ids():
    user = pwd.getpwnam(mailserver.MAIL_USER)
    return user.pw_uid, user.pw_gid


def program():
    return os.path.join(FOLDER, "dripscore")


def environment():
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
            "DRIPSCORE_TEMPLATES": os.path.join(FOLDER, "templates")}


def install():
    """The program where MAIL_USER can reach it, and what the pipe starts."""
    shutil.copy(tap.built("dripscore"), program())
    templates = os.path.join(FOLDER, "templates")
    shutil.copytree(tap.source("templates"), templates,
                    ignore=shutil.ignore_patterns("*.c", "*.h"))
    for folder, folders, files in os.walk(templates):
        os.chmod(folder, 0o755)
        for name in files:
            os.chmod(os.path.join(folder, name), 0o644)
    os.chmod(program(), 0o755)
    script = os.path.join(FOLDER, "deliver.sh")
    with open(script, "w") as stream:
        stream.write("#!/bin/sh\nDRIPSCORE_TEMPLATES=%s\n"
                     "export DRIPSCORE_TEMPLATES\n"
                     "exec %s --config %s/pipe/dripscore.ini deliver "
                     "--recipient \"$1\"\n" %
                     (templates, program(), FOLDER))
    os.chmod(script, 0o755)
    return script


def start():
    global SERVER
    if not os.path.exists(tap.built("dripscore")):
        raise AssertionError("dripscore is not built")
    passwords = {address: "secret of " + address
                 for address in list(CUSTOMERS) + [SURVEY, TEAM]}
    SERVER = mailserver.MailServer(passwords, ghosts=[GHOST],
                                   pipes={PIPE_DOMAIN: [
                                       install(), "${recipient}"]})
    SERVER.start()


def parse(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def newest(address, n):
    """The last of the n mails that the mailbox has, or will have soon."""
    mails = SERVER.wait_for_mails(address, n)
    tap.equal(len(mails), n, "mails for " + address)
    return parse(mails[-1])


def asked(address, n):
    """The last of n invitations; an opt-out that was confirmed is no more."""
    return newest(address, n + (address in CONFIRMED))


def send(reply):
    writer = str(reply["From"])
    SERVER.send(writer, writer, [email.utils.parseaddr(reply["To"])[1]],
                reply.as_bytes())


def book(house, customers):
    at = hours_ago(3)
    for address, name in customers.items():
        for _ in range(2):  # the same event twice is one event
            house.run("event", "booking", "--email", address, "--name", name,
                      "--ref", "B-" + name, "--at", at)


def hours_ago(hours):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ",
                         time.gmtime(time.time() - hours * 3600))


def check_invitation(mail, address):
    pattern = re.escape(address).replace(re.escape("{token}"),
                                         "[a-z2-7]{22,34}")
    answer = mail_programs.reply_address(mail)
    if not re.fullmatch(pattern, answer):
        raise AssertionError("Reply-To is %s" % answer)
    for name, expected in (
            ("List-Unsubscribe", "<mailto:"),
            ("Auto-Submitted", "auto-generated"),
            ("Feedback-ID", "after-booking:"),
            ("From", "Aurora Spa"),
            ("Return-Path", address.partition("}")[2])):
        if expected not in str(mail[name]):
            raise AssertionError("%s: %s" % (name, mail[name]))
    for score in range(11):
        tap.equal(mail_programs.score_link(mail, score)[0], answer,
                  "address in the link of the scale")
    if "+" in address and "mailto:survey%2B" not in mail_programs.html_of(
            mail):
        raise AssertionError("the + in the links is not written %2B")
    if "1 Harbour Road" not in mail_programs.text_of(mail):
        raise AssertionError("no postal address in the text")


def answer_all(n):
    """Each customer answers the newest of the n invitations in the mailbox."""
    ada, bea, cleo, dan = CUSTOMERS
    send(mail_programs.gmail(asked(ada, n), ada, [
        "9", "", "Lovely stay, thank you!"]))
    send(mail_programs.outlook(asked(bea, n), bea, [
        "3", "", "The room was cold."]))
    send(mail_programs.apple_mail(asked(cleo, n), cleo, [
        "10", "", "Très bien, à bientôt."]))
    send(mail_programs.clicked(asked(dan, n), dan, 7))


def check_scores(house):
    found = house.scores()
    tap.equal(len(found), 1, "touchpoints")
    tap.equal({key: found[0][key] for key in (
        "touchpoint", "promoters", "passives", "detractors", "answers")},
        {"touchpoint": "after-booking", "promoters": 2, "passives": 1,
         "detractors": 1, "answers": 4})
    tap.equal(round(found[0]["nps"], 6), 25.0, "NPS")


def check_digest(house, n):
    house.run("digest", "front-desk", "--send")
    house.run("run", "--drain")
    mail = newest(TEAM, n)
    text = mail_programs.text_of(mail)
    page = mail_programs.html_of(mail)
    for words in ("after-booking", "25", "Lovely stay, thank you!",
                  "The room was cold.", "Très bien, à bientôt."):
        if words not in text:
            raise AssertionError("%r is not in the digest:\n%s" % (
                words, text))
        if words not in page:
            raise AssertionError("%r is not in the digest's HTML" % words)
    for words in ("wrote:", "________", "@customer.test"):
        if words in text:
            raise AssertionError("%r is in the digest:\n%s" % (words, text))


# The tests, in order: each stands on what those before it did.

def test_invitations():
    """Postfix takes the invitations with STARTTLS and AUTH, one a booking"""
    house = HOUSES["imap"]
    book(house, CUSTOMERS)
    house.run("run", "--drain")
    for address in CUSTOMERS:
        mail = newest(address, 1)
        if "ESMTPSA" not in " ".join(mail.get_all("Received")):
            raise AssertionError(mail.get_all("Received"))
        check_invitation(mail, "survey+{token}@aurora.test")
    house.run("run", "--drain")
    for address in CUSTOMERS:
        newest(address, 1)


def test_answers_by_imap():
    """replies of Gmail, Outlook, Apple Mail and the links come back by IMAP"""
    house = HOUSES["imap"]
    answer_all(1)
    SERVER.wait_for_mails(SURVEY, 4)
    house.run("run", "--drain")
    check_scores(house)


def test_counted_once():
    """no answer counts twice, however often the mailbox is read"""
    house = HOUSES["imap"]
    house.run("run", "--drain")
    check_scores(house)
    with SERVER.mailbox(SURVEY) as imap:
        _, found = imap.uid("SEARCH", "ALL")
        imap.uid("COPY", found[0].decode().replace(" ", ","), "INBOX")
    house.run("run", "--drain")
    check_scores(house)


def make_anew(mails):
    """The mailbox Survey, with these; its UIDVALIDITY."""
    with SERVER.mailbox(SURVEY) as imap:
        imap.delete("Survey")
        time.sleep(1.1)  # UIDVALIDITY is made from the time
        imap.create("Survey")
        for raw in mails:
            imap.append("Survey", None, None, raw)
        _, found = imap.status("Survey", "(UIDVALIDITY)")
        return found[0]


def test_made_anew():
    """nor does one count twice when the mailbox is made anew, as after a move
    to another server; what is new in it counts"""
    house = HOUSES["imap"]
    ini = os.path.join(house.path, "dripscore.ini")
    with open(ini) as stream:
        before = stream.read()
    house.write("dripscore.ini", before.replace("/INBOX", "/Survey"))
    mails = SERVER.mails(SURVEY)
    seen = []
    for _ in range(2):
        seen.append(make_anew(mails))
        house.run("run", "--drain")
        check_scores(house)
    tap.equal(len(set(seen)), 2, "UIDVALIDITYs")
    listed = house.run("replies").count("\n")
    make_anew([b"From: x@example.net\r\nSubject: new\r\n\r\nHello\r\n"] +
              mails)
    house.run("run", "--drain")
    check_scores(house)
    tap.equal(house.run("replies").count("\n"), listed + 1, "replies")
    house.write("dripscore.ini", before)
    house.run("run", "--drain")
    check_scores(house)


def test_digest():
    """the digest reaches the team's mailbox, with the words and no quotes"""
    check_digest(HOUSES["imap"], 1)


def test_bounce():
    """a mailbox that is not there bounces, and is not written to again"""
    house = HOUSES["imap"]
    before = len(SERVER.mails(SURVEY))
    book(house, {GHOST: "Ghost"})
    house.run("run", "--drain")
    SERVER.wait_for_mails(SURVEY, before + 1)
    house.run("run", "--drain")
    house.run("event", "booking", "--email", GHOST, "--ref", "B-99", "--at",
              hours_ago(3))
    house.run("run", "--drain")
    tap.equal({label: house.count(label) for label in (
        "answered", "sent", "failed", "suppressed", "suppressed addresses")},
        {"answered": 4, "sent": 0, "failed": 1, "suppressed": 1,
         "suppressed addresses": 1})
    check_scores(house)


def test_unsubscribe():
    """a mail to the List-Unsubscribe address ends it for that customer, which
    is confirmed once"""
    house = HOUSES["imap"]
    cleo = list(CUSTOMERS)[2]
    link = str(newest(cleo, 1)["List-Unsubscribe"])
    address = urllib.parse.unquote(
        re.fullmatch(r"<mailto:(.*)\?subject=unsubscribe>", link)[1])
    before = len(SERVER.mails(SURVEY))
    SERVER.send(cleo, cleo, [address], (
        "From: %s\r\nTo: %s\r\nSubject: unsubscribe\r\n\r\n" % (
            cleo, address)).encode())
    SERVER.wait_for_mails(SURVEY, before + 1)
    house.run("run", "--drain")
    tap.equal(house.count("suppressed addresses"), 2)
    house.run("event", "booking", "--email", cleo, "--ref", "B-100", "--at",
              hours_ago(3))
    house.run("run", "--drain")
    CONFIRMED.add(cleo)
    confirmation = newest(cleo, 2)
    tap.equal(confirmation["Auto-Submitted"], "auto-replied")
    tap.equal(house.count("suppressed"), 2)
    check_scores(house)


def test_pipe():
    """the same with `dripscore deliver` in Postfix's pipe"""
    house = HOUSES["pipe"]
    book(house, CUSTOMERS)
    house.run("run", "--drain")
    for address in CUSTOMERS:
        check_invitation(asked(address, 2), "{token}@" + PIPE_DOMAIN)
    answer_all(2)

    def all_read():
        house.run("run", "--drain")
        rows = house.scores()
        return rows and rows[0]["answers"] >= 4

    mailserver.wait_until("four answers by the pipe", all_read)
    check_scores(house)
    check_digest(house, 2)


HOUSES = {}
CONFIRMED = set()  # customers who have opted out, and were told
TESTS = [test_invitations, test_answers_by_imap, test_counted_once,
         test_made_anew, test_digest, test_bounce, test_unsubscribe, test_pipe]


def main():
    global FOLDER
    reason = mailserver.unavailable()
    if reason:
        return tap.skip_all(reason)
    with tempfile.TemporaryDirectory(prefix="dripscore-test-") as FOLDER:
        os.chmod(FOLDER, 0o755)
        try:
            start()
            HOUSES["imap"] = House("imap", """\
type = imap
url  = imap://localhost:%d/INBOX
user = %s
password_file = %s/imap/password
ca_file = %s
address = survey+{token}@aurora.test
""" % (SERVER.imap_port, SURVEY, FOLDER, SERVER.ca_file))
            HOUSES["pipe"] = House("pipe", """\
type = pipe
address = {token}@%s
""" % PIPE_DOMAIN)
            return tap.run(TESTS, SERVER.log)
        finally:
            if SERVER is not None:
                SERVER.stop()


if __name__ == "__main__":
    sys.exit(main())
