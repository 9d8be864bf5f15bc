"""A booking goes in, a customer is asked by text, answers, is asked why, and the
score stands: the whole program with a real Kannel between us and the
telephones, which here are those of its fakesmsc."""
import os
import signal
import sqlite3
import sys
import time

import house
import kannel
from house import CADENCE, House, PIPE, contains, maildir, wait_for, when
from tap import equal, skip_all

OURS = "+358501112223"
SECRET = "aVerySecretPath1234"
REFUSED = "+358409999999"

QUESTION, PROMOTER = "how likely are you", "makes our day"
DETRACTOR, THANKS = "We are sorry", "Your words help us"
REPROMPT, STOPPED = "did not understand", "no more texts"
STARTED, HELP = "have you back", "asks customers what they think"

INI = """
[sms]
country = FI
hours   = 00:00-24:00

[web]
listen     = 127.0.0.1:%(web)d
public_url = http://127.0.0.1:%(web)d

[provider texts]
type             = kannel
url              = %(url)s
username         = %(username)s
password_file    = kannel.password
from             = """ + OURS + """
hook_secret_file = texts.secret
hook_addresses   = 127.0.0.1
timeout          = 2 seconds

[touchpoint after-booking]
on      = booking
delay   = 1 hour
channel = sms

[touchpoint after-stay]
on      = checkout
delay   = 1 hour
channel = sms, email
""" + PIPE + maildir() + CADENCE

KANNEL = None
HOME = None
DAEMON = None


def the_house():
    """The program and its Kannel, both running, for the first that asks."""
    global KANNEL, HOME, DAEMON
    if DAEMON is not None:
        return HOME
    if KANNEL is not None:
        raise AssertionError("they did not start")
    web, = kannel.free_ports(1)
    gateway = kannel.Kannel(
        "http://127.0.0.1:%d/hooks/texts/%s" % (web, SECRET),
        network="denied-prefix = \"%s\"\n" % REFUSED)
    gateway.start()
    KANNEL = gateway
    HOME = House(INI % {"web": web, "url": gateway.url,
                        "username": gateway.USERNAME})
    HOME.write("kannel.password", gateway.PASSWORD + "\n")
    HOME.write("texts.secret", SECRET + "\n")
    HOME.private.update((gateway.PASSWORD, SECRET, OURS))
    DAEMON = HOME.daemon()
    return HOME


def book(number, reference, kind="booking", **more):
    """An event of who has that number."""
    HOME.private.add(number)
    HOME.private.add(number.lstrip("+"))
    options = [word for key, value in more.items()
               for word in ("--" + key, value)]
    HOME.run("event", kind, "--phone", number, "--ref", reference, "--at",
             when(-7200), *options)


def said(number, *words):
    """All that this number was sent, in order, is like these words."""
    found = [text.text for text in KANNEL.wait_for_texts(number, len(words))]
    equal(len(found), len(words), "texts to one number: %r" % found)
    for text, part in zip(found, words):
        contains(text, part)


def ask(table, *values):
    connection = sqlite3.connect("file:%s?mode=ro" % HOME.store, uri=True)
    try:
        return connection.execute(table, values).fetchall()
    finally:
        connection.close()


def scores(number):
    """Score and comment of each response from that number, in order."""
    return ask("SELECT r.score, r.comment FROM response r"
               " JOIN contact c ON c.id = r.contact_id WHERE c.phone = $1"
               " ORDER BY r.id", number)


def state(number):
    """The states of what that number was to be asked."""
    return [row[0] for row in ask(
        "SELECT s.state FROM invitation i JOIN contact c"
        " ON c.id = i.contact_id JOIN invitation_state s"
        " ON s.invitation_id = i.id WHERE c.phone = $1 ORDER BY i.id",
        number)]


def write(number, text, **how):
    HOME.private.add(text) if len(text) > 12 else None
    KANNEL.write(number, OURS, text, **how)


def test_talk():
    """who is asked by text answers with a score and then with the reason; both
    stand, and each text came once"""
    the_house()
    ada = "+358401000001"
    book(ada, "B-1", name="Ada")
    said(ada, QUESTION)
    write(ada, "9")
    said(ada, QUESTION, PROMOTER)
    equal(scores(ada), [(9, None)], "the score before the reason")
    write(ada, "The söuna’s heat, 20 € well spent 😀", ucs2=True)
    said(ada, QUESTION, PROMOTER, THANKS)
    wait_for("the comment", lambda: scores(ada)[-1][1])
    equal(scores(ada)[-1],
          (9, "The söuna’s heat, 20 € well spent 😀"), "score and comment")
    equal(state(ada), ["answered"], "state")
    contains(HOME.run("score"), "after-booking")
    equal({text.sender for text in KANNEL.texts(ada)}, {OURS}, "sender")


def test_detractor():
    """score and reason in one text are thanked for at once; a long reason in
    several segments is whole"""
    the_house()
    bea, words = "+358401000002", "The pool was closed, ä and ö. " * 12
    book(bea, "B-2")
    said(bea, QUESTION)
    write(bea, "3")
    said(bea, QUESTION, DETRACTOR)
    write(bea, words.strip())
    said(bea, QUESTION, DETRACTOR, THANKS)
    wait_for("the comment", lambda: scores(bea)[-1][1])
    equal(scores(bea)[-1], (3, words.strip()), "score and comment")


def test_nonsense():
    """nonsense gets one re-prompt, then silence; the score counts all the
    same, and HELP is answered"""
    the_house()
    number = "+358401000003"
    book(number, "B-3")
    said(number, QUESTION)
    write(number, "what?")
    said(number, QUESTION, REPROMPT)
    write(number, "who is this")
    write(number, "HELP")
    said(number, QUESTION, REPROMPT, HELP)
    write(number, "7")
    said(number, QUESTION, REPROMPT, HELP, THANKS)
    equal([row[0] for row in scores(number)], [7], "score")


def test_two_surveys():
    """of two surveys on one number the second waits for the end of the first;
    a changed mind is a row of its own"""
    the_house()
    number = "+358401000008"
    book(number, "B-8")
    said(number, QUESTION)
    book(number, "C-8", kind="checkout")
    wait_for("the second", lambda: len(state(number)) == 2)
    write(number, "2")
    said(number, QUESTION, DETRACTOR)
    write(number, "8")
    wait_for("the change", lambda: [row[0] for row in scores(number)] ==
             [2, 8])
    said(number, QUESTION, DETRACTOR)
    write(number, "because I had read it upside down")
    found = [text.text for text in KANNEL.wait_for_texts(number, 4)]
    contains(found[2], THANKS)
    contains(found[3], QUESTION)
    write(number, "10/10 for the breakfast")
    found = [text.text for text in KANNEL.wait_for_texts(number, 5)]
    contains(found[4], THANKS)
    equal(state(number), ["answered"] * 2, "states")
    equal(ask("SELECT r.touchpoint, r.score FROM response r JOIN contact c"
              " ON c.id = r.contact_id WHERE c.phone = $1 ORDER BY r.id DESC"
              " LIMIT 1", number), [("after-stay", 10)], "the last answer")


def test_stop():
    """STOP is confirmed once, what waits ends, and nothing follows it; START
    undoes it"""
    the_house()
    number = "+358401000004"
    book(number, "B-4")
    said(number, QUESTION)
    book(number, "B-4b")
    wait_for("the second", lambda: len(state(number)) == 2)
    write(number, "Stop. Thank you")
    said(number, QUESTION, STOPPED)
    equal(state(number)[1:], ["suppressed"], "what waited")
    book(number, "B-4c")
    wait_for("the third", lambda: state(number)[1:] == ["suppressed"] * 2)
    write(number, "STOP")
    write(number, "10")
    wait_for("three texts to be read", lambda: ask(
        "SELECT count(*) FROM reply WHERE sender = $1 AND state = 'read'",
        number) == [(3,)])
    said(number, QUESTION, STOPPED)
    write(number, "start")
    said(number, QUESTION, STOPPED, STARTED)
    book(number, "B-4d")
    said(number, QUESTION, STOPPED, STARTED, QUESTION)


def test_refused():
    """who Kannel has no way to is asked by mail, if the touchpoint says so"""
    the_house()
    HOME.private.add("carl@customer.example")
    book(REFUSED, "B-5", kind="checkout", email="carl@customer.example")
    sent = os.path.join(HOME.path, "sent", "new")
    wait_for("the mail", lambda: os.path.isdir(sent) and os.listdir(sent))
    equal(KANNEL.texts(REFUSED), [], "texts")
    equal(len(os.listdir(sent)), 1, "mails")


def test_lost_answer():
    """a text whose answer was lost is in doubt until Kannel reports it; it
    came once"""
    the_house()
    number = "+358401000006"
    KANNEL.bearerbox.send_signal(signal.SIGSTOP)
    try:
        book(number, "B-6")
        wait_for("the doubt", lambda: state(number) == ["in doubt"])
    finally:
        KANNEL.bearerbox.send_signal(signal.SIGCONT)
    said(number, QUESTION)
    wait_for("the report", lambda: state(number) == ["sent"])
    write(number, "8")
    wait_for("the score", lambda: scores(number) == [(8, None)])


def test_we_are_away():
    """what a customer writes while we are down comes in when we are back"""
    global DAEMON
    the_house()
    number = "+358401000007"
    book(number, "B-7")
    said(number, QUESTION)
    equal(DAEMON.stop(), 0, "exit code")
    write(number, "10, thanks to Maija at the desk")
    time.sleep(0.5)
    DAEMON = HOME.daemon()
    wait_for("the score", lambda: [row[0] for row in scores(number)] == [10])
    said(number, QUESTION, THANKS)


def test_bearerbox_killed():
    """bearerbox killed in the middle, with questions and then with answers
    waiting in it: each is asked once, and each answer counts once"""
    the_house()
    before = ["+3584010001%02d" % i for i in range(5)]
    during = ["+3584010002%02d" % i for i in range(5)]
    KANNEL.stop_network()
    for number in before:
        book(number, "K" + number)
    wait_for("five texts at Kannel", lambda: all(
        state(number) == ["sent"] for number in before))
    KANNEL.kill_bearerbox()
    for number in during:
        book(number, "K" + number)
    wait_for("a try in vain", lambda: ask(
        "SELECT count(*) FROM attempt WHERE outcome = 'deferred'")[0][0] > 0)
    KANNEL.start_bearerbox()
    KANNEL.restart_smsbox()
    KANNEL.start_network()
    for number in before + during:
        said(number, QUESTION)
    KANNEL.stop_smsbox()
    kept = KANNEL.waiting()
    for number in before + during:
        write(number, "10")
    wait_for("ten answers at bearerbox", lambda: KANNEL.waiting() == kept + 10)
    KANNEL.kill_bearerbox()
    KANNEL.start_bearerbox()
    KANNEL.start_network()
    KANNEL.start_smsbox()
    for number in before + during:
        said(number, QUESTION, PROMOTER)
    time.sleep(1.5)
    for number in before + during:
        said(number, QUESTION, PROMOTER)
        equal(scores(number), [(10, None)], "answers of one number")
        equal(ask("SELECT count(*) FROM reply WHERE sender = $1", number),
              [(1,)], "texts of one number")


def test_balance():
    """nothing is left over: each invitation has its state, and the sums
    balance"""
    the_house()
    equal(HOME.counts().get("in doubt", 0), 0, "in doubt")
    equal(DAEMON.stop(), 0, "exit code")


if __name__ == "__main__":
    if kannel.unavailable():
        sys.exit(skip_all(kannel.unavailable()))
    try:
        sys.exit(house.main([
            test_talk,
            test_detractor,
            test_nonsense,
            test_two_surveys,
            test_stop,
            test_refused,
            test_lost_answer,
            test_we_are_away,
            test_bearerbox_killed,
            test_balance,
        ]))
    finally:
        if KANNEL is not None:
            KANNEL.stop()
