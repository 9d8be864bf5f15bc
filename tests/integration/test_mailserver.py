"""The private Postfix and Dovecot work, and the IMAP inbox reads what a real
server holds, and survives what a bad one does."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time

import mailserver
import tap
from fake_imap import FakeImap

ADA = "ada@customer.test"
SURVEY = "survey@aurora.test"
USERS = {ADA: "ada's secret", SURVEY: "survey's secret"}

SERVER = None
FOLDER = None


def need_server():
    """Starts it for the first test that needs it."""
    global SERVER
    reason = mailserver.unavailable()
    if reason:
        raise tap.Skip(reason)
    if SERVER is None:
        server = mailserver.MailServer(
            USERS, catch_all={"replies.aurora.test": SURVEY},
            pipes={"pipe.aurora.test": [tap_script()]})
        server.start()
        SERVER = server
    return SERVER


def tap_script():
    """A program for the pipe: keeps what it got, by recipient."""
    path = os.path.join(FOLDER, "keep.sh")
    with open(path, "w") as script:
        script.write("#!/bin/sh\ncat >%s/piped.part && "
                     "mv %s/piped.part %s/piped\n" % ((FOLDER,) * 3))
    os.chmod(path, 0o755)
    return path


def mail(subject, body="Nine.\r\n"):
    return ("From: <%s>\r\nTo: <%s>\r\nSubject: %s\r\n\r\n%s" % (
        ADA, SURVEY, subject, body)).encode()


def send(subject, body="Nine.\r\n", recipient=SURVEY):
    need_server().send(ADA, ADA, [recipient], mail(subject, body))


def empty_mailbox():
    with need_server().mailbox(SURVEY) as imap:
        imap.store("1:*", "+FLAGS", "\\Deleted")
        imap.expunge()


def poll(position=None, refuse=False, password=USERS[SURVEY], **keys):
    """The mails and the end of one poll by the probe."""
    section = {
        "type": "imap",
        "address": "survey+{token}@aurora.test",
        "user": SURVEY,
        "timeout": "10 seconds",
    }
    if "url" not in keys:
        section["url"] = "imap://localhost:%d/INBOX" % SERVER.imap_port
        section["ca_file"] = SERVER.ca_file
    if "token_file" not in keys and "token_command" not in keys:
        section["password_file"] = secret("password", password)
    section.update(keys)
    path = os.path.join(FOLDER, "inbox.ini")
    with open(path, "w") as ini:
        ini.write("[inbox replies]\n")
        ini.writelines("%s = %s\n" % item for item in section.items())
    arguments = [tap.built("tests", "integration", "imap_probe"), path]
    if position or refuse:
        arguments += [str(n) for n in position or (0, 0)]
    if refuse:
        arguments.append("refuse")
    ended = subprocess.run(arguments, stdout=subprocess.PIPE, timeout=60)
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    if ended.returncode != 0:
        raise AssertionError("imap_probe ended with %d: %s" % (
            ended.returncode, lines))
    return lines[:-1], lines[-1]


def secret(name, text):
    path = os.path.join(FOLDER, name)
    with open(path, "w") as stream:
        stream.write(text + "\n")
    os.chmod(path, 0o600)
    return path


def subjects(mails):
    return [line.partition(": ")[2] for entry in mails
            for line in entry["head"].splitlines()
            if line.startswith("Subject: ")]


def position(mails):
    return mails[-1]["uidvalidity"], mails[-1]["uid"]


def expect_error(end, words):
    if end["error"] is None or words not in end["error"]:
        raise AssertionError("expected an error with %r: %r" % (words, end))


# The harness.

def test_submission():
    """Postfix takes mail with STARTTLS and AUTH, and Dovecot holds it"""
    server = need_server()
    send("First", recipient="survey+r123@aurora.test")
    raw = server.wait_for_mails(SURVEY, 1)[0]
    if b"Delivered-To: survey+r123@aurora.test" not in raw:
        raise AssertionError(raw)
    if b"ESMTPSA" not in raw:
        raise AssertionError(raw)


def test_no_auth():
    """Postfix relays nothing for those who did not log in"""
    import smtplib
    server = need_server()
    with smtplib.SMTP("127.0.0.1", server.smtp_port, timeout=30) as smtp:
        smtp.ehlo()
        if smtp.has_extn("auth"):
            raise AssertionError("AUTH is offered in clear")
        smtp.mail(ADA)
        code, _ = smtp.rcpt(SURVEY)
        if code < 500:
            raise AssertionError("accepted with %d" % code)


def test_catch_all():
    """every address of a catch-all domain comes into one mailbox"""
    server = need_server()
    empty_mailbox()
    send("Caught", recipient="r123@replies.aurora.test")
    server.wait_for_mails(SURVEY, 1)


def test_pipe():
    """mail for a piped domain is fed to the program"""
    need_server()
    send("Piped", recipient="r123@pipe.aurora.test")
    path = os.path.join(FOLDER, "piped")
    mailserver.wait_until("the piped mail", lambda: os.path.exists(path))
    with open(path) as piped:
        text = piped.read()
    for line in ("X-Original-To: r123@pipe.aurora.test",
                 "Delivered-To: r123@pipe.aurora.test", "Subject: Piped"):
        if line not in text:
            raise AssertionError(text)


def test_two_servers():
    """two run side by side, and leave nothing behind"""
    need_server()
    with mailserver.MailServer({ADA: "x"}) as other:
        folder = other.folder
        other.send(ADA, ADA, [ADA], mail("Other"))
        other.wait_for_mails(ADA, 1)
    if os.path.exists(folder):
        raise AssertionError(folder + " is left")


# The inbox on a real server.

def test_order():
    """mails arrive in order and whole; a second poll brings only new ones"""
    server = need_server()
    empty_mailbox()
    for i in range(5):
        send("Mail %d" % i, "line\r\n.dot\r\n" * (i * 1000 + 1))
        server.wait_for_mails(SURVEY, i + 1)
    mails, end = poll()
    tap.equal(end["error"], None, "error")
    tap.equal(subjects(mails), ["Mail %d" % i for i in range(5)])
    tap.equal([entry["sha256"] for entry in mails],
              [hashlib.sha256(raw).hexdigest()
               for raw in server.mails(SURVEY)])
    tap.equal(poll(position(mails))[0], [], "second poll")
    send("Mail 5")
    server.wait_for_mails(SURVEY, 6)
    more, end = poll(position(mails))
    tap.equal(end["error"], None, "error")
    tap.equal(subjects(more), ["Mail 5"])


def test_many():
    """more than a batch is read in one poll, each mail once"""
    server = need_server()
    empty_mailbox()
    with server.mailbox(SURVEY) as imap:
        for i in range(150):
            imap.append("INBOX", None, None, mail("Many %d" % i))
    mails, end = poll()
    tap.equal(end["error"], None, "error")
    tap.equal(subjects(mails), ["Many %d" % i for i in range(150)])


def test_refused():
    """mails that cannot be stored are left, and the poll ends in an error"""
    need_server()
    mails, end = poll(refuse=True)
    tap.equal(mails, [])
    expect_error(end, "could not be stored")
    tap.equal(len(poll()[0]), 150)


def test_imaps():
    """imaps:// works as STARTTLS does"""
    server = need_server()
    mails, end = poll(url="imaps://localhost:%d" % server.imaps_port,
                      ca_file=server.ca_file)
    tap.equal(end["error"], None, "error")
    tap.equal(len(mails), 150)


def test_untrusted():
    """a certificate that nobody vouches for is refused"""
    server = need_server()
    mails, end = poll(url="imap://localhost:%d/" % server.imap_port)
    tap.equal(mails, [])
    expect_error(end, "certificate")


def test_password():
    """a wrong password is an error and no hang"""
    need_server()
    began = time.monotonic()
    mails, end = poll(password="wrong")
    tap.equal(mails, [])
    expect_error(end, "refuses to let us log in")
    if time.monotonic() - began > 8:
        raise AssertionError("took %.1f s" % (time.monotonic() - began))


def test_uidvalidity():
    """a mailbox made anew, with another UIDVALIDITY, is read anew"""
    server = need_server()
    url = "imap://localhost:%d/Survey" % server.imap_port
    with server.mailbox(SURVEY) as imap:
        imap.create("Survey")
        imap.append("Survey", None, None, mail("Old 1"))
        imap.append("Survey", None, None, mail("Old 2"))
    old, _ = poll(url=url, ca_file=server.ca_file)
    tap.equal(subjects(old), ["Old 1", "Old 2"])
    with server.mailbox(SURVEY) as imap:
        imap.delete("Survey")
        time.sleep(1.1)  # UIDVALIDITY is made from the time
        imap.create("Survey")
        imap.append("Survey", None, None, mail("New 1"))
    new, end = poll(position(old), url=url, ca_file=server.ca_file)
    tap.equal(end["error"], None, "error")
    tap.equal(subjects(new), ["New 1"])
    if position(new)[0] == position(old)[0]:
        raise AssertionError("UIDVALIDITY is the same: nothing was tested")


def test_no_mailbox():
    """a mailbox that is not there is an error"""
    server = need_server()
    _, end = poll(url="imap://localhost:%d/Nowhere" % server.imap_port,
                  ca_file=server.ca_file)
    expect_error(end, "cannot be opened")


def test_large():
    """a mail of 12 MiB is kept cut and holds up nothing"""
    server = need_server()
    empty_mailbox()
    with server.mailbox(SURVEY) as imap:
        imap.append("INBOX", None, None, mail("Before"))
        imap.append("INBOX", None, None,
                    mail("Large", "9\r\n" + "x" * 70 + "\r\n" +
                         ("y" * 70 + "\r\n") * (12 * 1024 * 1024 // 72)))
        imap.append("INBOX", None, None, mail("After"))
    mails, end = poll()
    tap.equal(end["error"], None, "error")
    tap.equal(subjects(mails), ["Before", "Large", "After"])
    if not mails[1]["head"].startswith("X-Dripscore-Cut: the first 262144 of"):
        raise AssertionError(mails[1]["head"])
    if not 262144 < mails[1]["bytes"] < 263000:
        raise AssertionError(mails[1]["bytes"])


# The inbox on a bad server.

def fake_url(fake):
    return "imap://127.0.0.1:%d/INBOX" % fake.port


def test_silent():
    """a silent server is an error within the timeout, and the loop turns on"""
    for where in ("connect", "CAPABILITY", "SELECT", "UID FETCH 1 BODY"):
        with FakeImap({1: mail("One")}, silent_at=where,
                      token="t", mechanism="XOAUTH2") as fake:
            began = time.monotonic()
            mails, end = poll(url=fake_url(fake), tls="no",
                              timeout="2 seconds",
                              token_file=secret("token", "t"))
            took = time.monotonic() - began
        tap.equal(mails, [])
        if not end["error"] or not 1.5 < took < 6:
            raise AssertionError("%s: %.1f s, %r" % (where, took, end))
        if end["ticks"] < 20:
            raise AssertionError("the loop stood still: %r" % end)


def test_silent_logout():
    """a server that is silent to the last word costs only a few seconds"""
    with FakeImap({1: mail("One")}, silent_at="LOGOUT",
                  token="t", mechanism="XOAUTH2") as fake:
        began = time.monotonic()
        mails, end = poll(url=fake_url(fake), tls="no",
                          token_file=secret("token", "t"))
        took = time.monotonic() - began
    tap.equal(end["error"], None, "error")
    tap.equal(subjects(mails), ["One"])
    if took > 8:
        raise AssertionError("took %.1f s" % took)


def test_dropped():
    """a connection lost in between keeps what was read, and is an error"""
    with FakeImap({1: mail("One"), 2: mail("Two")}, token="t",
                  mechanism="XOAUTH2", drop_at="UID FETCH 2 BODY") as fake:
        mails, end = poll(url=fake_url(fake), tls="no",
                          token_file=secret("token", "t"))
    tap.equal(subjects(mails), ["One"])
    expect_error(end, "cannot be fetched")


def test_unfetchable():
    """a mail that the server cannot give is reported and holds up nothing"""
    held = {i: mail("Mail %d" % i) for i in (1, 2, 3)}
    with FakeImap(held, token="t", mechanism="XOAUTH2",
                  refused=(2,)) as fake:
        mails, end = poll(url=fake_url(fake), tls="no",
                          token_file=secret("token", "t"))
    tap.equal(subjects(mails), ["Mail 1", "Mail 3"])
    expect_error(end, "UID 2 cannot be fetched")


def test_sparse():
    """UIDs far apart are found; a server need not say UIDNEXT"""
    held = {1: mail("Low"), 4000000000: mail("High"),
            4000000001: mail("Last")}
    for uidnext in (True, False):
        with FakeImap(held, token="t", mechanism="XOAUTH2",
                      uidnext=uidnext) as fake:
            mails, end = poll(url=fake_url(fake), tls="no",
                              token_file=secret("token", "t"))
        tap.equal(end["error"], None, "error")
        tap.equal(subjects(mails), ["Low", "High", "Last"])


def test_bearer():
    """a token logs in by XOAUTH2 and by OAUTHBEARER, from file or command"""
    for mechanism in ("XOAUTH2", "OAUTHBEARER"):
        for keys in ({"token_file": secret("token", "good-token")},
                     {"token_command": "printf 'good-token\\n'"}):
            with FakeImap({1: mail("One")}, token="good-token",
                          mechanism=mechanism) as fake:
                mails, end = poll(url=fake_url(fake), tls="no", **keys)
            tap.equal(end["error"], None, "error")
            tap.equal(subjects(mails), ["One"])


def test_bad_bearer():
    """a token that is refused is an error, and no password is tried"""
    with FakeImap({1: mail("One")}, token="good-token",
                  mechanism="XOAUTH2") as fake:
        mails, end = poll(url=fake_url(fake), tls="no",
                          token_file=secret("token", "old-token"))
        tap.equal(mails, [])
        expect_error(end, "refuses to let us log in (user and token)")
        for command in fake.commands:
            if "PLAIN" in command or command.startswith("LOGIN"):
                raise AssertionError(command)


def test_bad_command():
    """a token command that fails is an error"""
    with FakeImap({1: mail("One")}, token="t") as fake:
        _, end = poll(url=fake_url(fake), tls="no", token_command="false")
    expect_error(end, "token_command")


TESTS = [
    test_submission, test_no_auth, test_catch_all, test_pipe,
    test_two_servers, test_order, test_many, test_refused, test_imaps,
    test_untrusted, test_password, test_uidvalidity, test_no_mailbox,
    test_large, test_silent, test_silent_logout, test_dropped,
    test_unfetchable, test_sparse, test_bearer, test_bad_bearer,
    test_bad_command,
]


def main():
    global FOLDER
    with tempfile.TemporaryDirectory(prefix="dripscore-test-") as FOLDER:
        os.chmod(FOLDER, 0o777)
        try:
            return tap.run(TESTS, lambda: SERVER.log() if SERVER else "")
        finally:
            if SERVER is not None:
                SERVER.stop()


if __name__ == "__main__":
    sys.exit(main())
