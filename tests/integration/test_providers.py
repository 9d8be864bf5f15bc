"""The daemon when a provider fails: one that says nothing, one that refuses
our password; and the configuration read again while it runs."""
import os
import sys
import time

import house
from fault_peer import FaultPeer
from house import (CADENCE, House, PIPE, TOUCHPOINT, contains, lacks,
                   recipients, smtp, wait_for)
from tap import equal

PASSWORD = "correct horse battery staple"
WRONG = "not the password at all"

TWO_WAYS = """
[touchpoint by-slow]
on  = payment
via = slow

[touchpoint by-fast]
on  = booking
via = fast
"""


def test_silent_provider():
    """while one provider says nothing, the mails of another leave, however
    many wait for the first"""
    with FaultPeer(faults={"mail": {"silent": True,
                                    "connection": [1, 2, 3, 4]}}) as slow, \
            FaultPeer() as fast:
        home = House(smtp(slow, "slow", command_timeout="6 seconds") +
                     smtp(fast, "fast") + PIPE + TWO_WAYS + CADENCE)
        home.events(400, "slow", kind="payment")
        daemon = home.daemon()
        wait_for("the silence", lambda: len(slow.commands("MAIL")) == 4)
        began = time.monotonic()
        home.events(20, "fast")
        wait_for("the other's mails", lambda: len(fast.accepted()) == 20)
        took = time.monotonic() - began
        if took > 4:
            raise AssertionError("the fast ones took %.1f s" % took)
        equal(slow.accepted(), [], "mails of the silent one")
        wait_for("the rest", lambda: len(slow.accepted()) == 400, 60)
        wait_for("all", lambda: home.counts()["sent"] == 420)
        equal(daemon.stop(), 0, "exit code")
        equal(len(set(recipients(slow))), 400, "recipients")
        contains(daemon.log(), "no answer within 6 s")


def test_due_meanwhile():
    """what becomes due while one provider says nothing leaves by another"""
    with FaultPeer(faults={"dot": {"silent": True}}) as slow, \
            FaultPeer() as fast:
        home = House(smtp(slow, "slow", dot_timeout="30 seconds") +
                     smtp(fast, "fast") + PIPE + TWO_WAYS.replace(
                         "on  = booking", "on  = booking\ndelay = 1 hour"))
        daemon = home.daemon()
        home.event("ada", "B-1", kind="payment")
        wait_for("the silence", slow.accepted)
        home.event("bea", "B-2", ago=3597)
        wait_for("the other's mail", fast.accepted, 8)
        daemon.kill()


def guarded(home, peer, password):
    """A configuration that logs in."""
    home.private.update((PASSWORD, WRONG))
    home.write("password", password + "\n")
    home.configure(smtp(peer, user="survey", password_file="password") + PIPE +
                   TOUCHPOINT)


def test_wrong_password():
    """a wrong password halts the provider; the mails wait, and leave when
    the right one comes by SIGHUP"""
    with FaultPeer(auth=["PLAIN"], auth_required=True, user="survey",
                   password=PASSWORD) as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT)
        guarded(home, peer, WRONG)
        daemon = home.daemon()
        home.events(10)
        daemon.wait_log("provider mail halted")
        wait_for("the mails to wait",
                 lambda: home.counts()["messages waiting"] == 10)
        status = home.status()
        contains(status, "Halted providers")
        contains(status, "535")
        home.expect(scheduled=10, failed=0, in_doubt=0)
        if len(peer.commands("AUTH")) > 4:
            raise AssertionError("it logged in %d times" %
                                 len(peer.commands("AUTH")))
        guarded(home, peer, PASSWORD)
        daemon.hangup()
        daemon.wait_log("the configuration was read again")
        wait_for("the mails", lambda: len(peer.accepted()) == 10)
        wait_for("sent", lambda: home.counts()["sent"] == 10)
        lacks(home.status(), "Halted providers")
        equal(daemon.stop(), 0, "exit code")
        equal(len(set(recipients(peer))), 10, "recipients")


def test_no_login_offered():
    """a server that offers no login halts the provider, until the
    configuration asks for none; a restart tries again too"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT)
        guarded(home, peer, PASSWORD)
        home.events(3)
        home.drain()
        contains(home.status(), "Halted providers")
        home.expect(scheduled=3, messages_waiting=3)
        home.configure(smtp(peer) + PIPE + TOUCHPOINT)
        home.drain()
        equal(len(peer.accepted()), 3, "mails")
        home.expect(sent=3)
        lacks(home.status(), "Halted providers")


def test_halted_alone():
    """a halted provider doesn't hold up another"""
    with FaultPeer() as slow, FaultPeer() as fast:
        home = House("")
        home.private.add(PASSWORD)
        home.write("password", PASSWORD + "\n")
        home.configure(smtp(slow, "slow", password_file="password") +
                       smtp(fast, "fast") + PIPE + TWO_WAYS + CADENCE)
        home.events(300, "slow", kind="payment")
        daemon = home.daemon()
        daemon.wait_log("provider slow halted")
        home.events(20, "fast")
        wait_for("the other's mails", lambda: len(fast.accepted()) == 20)
        wait_for("sent", lambda: home.counts()["sent"] == 20)
        home.expect(scheduled=300)
        equal(daemon.log().count("halted"), 1, "lines about it")
        equal(daemon.stop(), 0, "exit code")


def test_bad_file_at_hangup():
    """SIGHUP with a bad file tells its mistakes and changes nothing"""
    with FaultPeer() as peer:
        home = House(smtp(peer) + PIPE + TOUCHPOINT)
        daemon = home.daemon()
        good = home.ini
        with open(good, encoding="utf-8") as stream:
            text = stream.read()
        home.write("dripscore.ini", text.replace("delay", "dealy"))
        daemon.hangup()
        daemon.wait_log("the former stays in force")
        contains(daemon.log(), "dripscore.ini:")
        contains(daemon.log(), 'did you mean "delay"')
        home.write("dripscore.ini", text)
        home.event("ada", "B-1")
        wait_for("the mail", peer.accepted)
        home.write("dripscore.ini", text.replace(home.store, home.store + "x"))
        daemon.hangup()
        daemon.wait_log("the former stays in force", times=2)
        contains(daemon.log(), "needs a restart")
        os.unlink(home.ini)
        daemon.hangup()
        daemon.wait_log("the former stays in force", times=3)
        home.write("dripscore.ini", text)
        home.event("bea", "B-2")
        wait_for("the next mail", lambda: len(peer.accepted()) == 2)
        equal(daemon.stop(), 0, "exit code")


def test_good_file_at_hangup():
    """SIGHUP with a good file puts it in force: touchpoints, words, providers"""
    with FaultPeer() as old, FaultPeer() as new:
        home = House(smtp(old) + PIPE + TOUCHPOINT)
        daemon = home.daemon()
        home.event("ada", "B-1")
        wait_for("the mail", old.accepted)
        home.configure(smtp(new) + PIPE + TOUCHPOINT +
                       "subject = A new question\n" +
                       "\n[touchpoint after-payment]\non = payment\n")
        daemon.hangup()
        daemon.wait_log("the configuration was read again")
        home.event("bea", "B-2")
        home.event("cleo", "B-3", kind="payment")
        wait_for("the next mails", lambda: len(new.accepted()) == 2)
        equal([str(house.parse(entry)["Subject"]) for entry in new.accepted()
               if house.recipient(entry).startswith("bea")],
              ["A new question"], "subject")
        equal(len(old.accepted()), 1, "mails of the former provider")
        wait_for("the end of the former connections",
                 lambda: old.commands("QUIT"))
        equal(daemon.stop(), 0, "exit code")


def test_hangup_in_flight():
    """SIGHUP while a mail is in flight: it ends as it would have, others
    leave by the new configuration meanwhile, and the newest file wins"""
    with FaultPeer(faults={"dot": {"delay": 5}}) as old, FaultPeer() as new, \
            FaultPeer() as newest:
        home = House(smtp(old) + PIPE + TOUCHPOINT)
        daemon = home.daemon()
        home.event("ada", "B-1")
        wait_for("the dot", old.accepted)
        began = time.monotonic()
        home.configure(smtp(new) + PIPE + TOUCHPOINT)
        daemon.hangup()
        time.sleep(0.5)
        home.configure(smtp(newest) + PIPE + TOUCHPOINT)
        daemon.hangup()
        time.sleep(0.3)
        home.event("bea", "B-2")
        wait_for("the next mail", newest.accepted)
        took = time.monotonic() - began
        if took > 4:
            raise AssertionError("it waited %.1f s for the former" % took)
        equal(new.accepted(), [], "mails by the middle one")
        wait_for("the verdict", lambda: home.counts()["sent"] == 2)
        equal(daemon.stop(), 0, "exit code")
        home.expect(sent=2, in_doubt=0)
        equal(len(old.accepted()), 1, "mails by the former")


TESTS = [test_silent_provider, test_due_meanwhile, test_wrong_password, test_no_login_offered,
         test_halted_alone, test_bad_file_at_hangup, test_good_file_at_hangup,
         test_hangup_in_flight]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
