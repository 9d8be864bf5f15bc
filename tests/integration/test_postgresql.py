#!/usr/bin/env python3
"""PostgreSQL as the store: the unit tests of all that stands on the store, run
over it; and a journey from event to score, with the server going away and
coming back, and with what an admin may get wrong."""
import concurrent.futures
import os
import signal
import subprocess
import sys

import house
from house import House, TOUCHPOINT, contains, lacks, maildir, reply, wait_for
from postgres import Postgres
from tap import Skip, built, equal, skip_all
import test_staged

# All that stand on tests/unit/world.h, but those about a file: home,
# migration, backup, copy, upgrade. The rest runs with LONG=1: minutes.
PROGRAMS = """
drip store_acts store_asks store_cases store_conversations store_crew
store_deliveries store_digests store_events store_feeds store_fence store_first_texts
store_follow_ups
store_journey store_moved store_outbox store_replies store_reply_mails
store_responses store_scores store_spending store_tags store_turns take
text_races unlinked verify verify_chain proof
""".split()
if os.environ.get("LONG") == "1":
    PROGRAMS += """
compose compose_mould compose_text delivery drip_doors drip_missed drip_pace
drip_text lookups recurring store_follow_up_texts store_texts talk talk_again
""".split()
TEST_TIMEOUT_S = 900
SERVER = None
RESULTS = {}

PIPE = """
[inbox replies]
type = pipe
address = survey+{token}@aurora.example
"""


class Place(House):
    """A house whose store is a database of the server."""

    def __init__(self, ini, url):
        self.url = url
        super().__init__(ini)

    def configure(self, ini):
        head = house.HEAD % self.store
        self.write("dripscore.ini", head.replace(
            "sqlite:" + self.store, self.url) + ini)


def staged_mails(home):
    return test_staged.mails(home)


def run_program(name, url):
    program = built("tests", "unit", "test_" + name)
    if not os.path.exists(program):
        return None
    environment = dict(os.environ, DRIPSCORE_TEST_STORE=url,
                       CK_TIMEOUT_MULTIPLIER="20")
    ended = subprocess.run([program], env=environment, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           timeout=TEST_TIMEOUT_S, check=False)
    return ended.returncode, ended.stdout


def run_programs():
    """Two at a time: the answers of one are waited for while the other
    works."""
    home = Place(maildir() + PIPE + TOUCHPOINT, SERVER.create("model"))
    home.event("nobody", "B-0", "payment")
    # As a store that was just made.
    SERVER.psql("TRUNCATE event, contact, intake, base_tally RESTART IDENTITY CASCADE;"
                "DELETE FROM setting WHERE name <> 'key'", "model")
    home.close()
    house.HOUSES.remove(home)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        waiting = {name: pool.submit(run_program, name, SERVER.url("model"))
                   for name in PROGRAMS}
        for name, future in waiting.items():
            RESULTS[name] = future


def conformance(name):
    def test():
        found = RESULTS[name].result()
        if found is None:
            raise Skip("tests/unit/test_%s is not built" % name)
        code, said = found
        failures = [line for line in said.splitlines()
                    if line.startswith("not ok")]
        if code != 0:
            raise AssertionError("\n".join(failures) or said[-2000:])
        if not any(line.startswith("ok ") for line in said.splitlines()):
            raise AssertionError("nothing ran: " + said[-2000:])
    test.__doc__ = "test_%s holds on PostgreSQL" % name
    return test


def test_journey():
    """an event becomes a mail, the reply a score, and why tells of both"""
    home = Place(maildir() + PIPE + TOUCHPOINT, SERVER.create("journey"))
    home.events(3)
    home.drain()
    sent = staged_mails(home)
    equal(len(sent), 3, "mails")
    home.deliver(reply(sent[0], "9\nThe view"))
    contains(home.run("score"), "after-booking")
    contains(home.run("why", sent[0]["To"].addresses[0].addr_spec), "answered")
    home.expect(answered=1, sent=2)
    home.drain()
    equal(len(staged_mails(home)), 3, "mails after another drain")
    contains(home.run("verify"), "no fault")


def test_server_comes_back():
    """a daemon goes on once its server is back, and sends nobody twice"""
    home = Place(maildir() + PIPE + TOUCHPOINT, SERVER.create("away"))
    home.event("ada", "B-1")
    daemon = home.daemon()
    wait_for("the first mail", lambda: len(staged_mails(home)) == 1)
    SERVER.end_sessions("away")
    home.event("bob", "B-2")
    wait_for("the second mail", lambda: len(staged_mails(home)) == 2)
    SERVER.stop()
    contains(home.run("status", code=69), "postgresql://")
    SERVER.start()
    home.event("eve", "B-3")
    wait_for("the third mail", lambda: len(staged_mails(home)) == 3, 40)
    equal(daemon.stop(), 0, "exit code")
    home.expect(sent=3)
    equal(sorted(str(mail["To"]).split("@")[0].strip("<")
                 for mail in staged_mails(home)), ["ada", "bob", "eve"],
          "who was asked")


def test_news():
    """a daemon that sleeps hears of an event at once"""
    # Its own beats are minutes apart.
    home = Place(maildir() + PIPE + TOUCHPOINT,
                 SERVER.create("news") + "\nlease = 10 minutes")
    daemon = home.daemon()
    home.event("ada", "B-1")
    wait_for("the first mail", lambda: len(staged_mails(home)) == 1)
    home.event("bob", "B-2")
    wait_for("the second mail", lambda: len(staged_mails(home)) == 2)
    equal(daemon.stop(), 0, "exit code")


def test_crash_of_the_server():
    """a server that crashes amid a daemon's work loses nothing of it"""
    home = Place(maildir() + PIPE + TOUCHPOINT, SERVER.create("crashed"))
    home.events(200)
    daemon = home.daemon()
    wait_for("some mails", lambda: len(staged_mails(home)) >= 1)
    SERVER.stop(signal.SIGQUIT)
    SERVER.start()
    wait_for("all mails", lambda: home.counts().get("in doubt", 0) +
             len(staged_mails(home)) >= 200, 60)
    equal(daemon.stop(), 0, "exit code")
    found = [str(mail["To"]) for mail in staged_mails(home)]
    equal(len(found), len(set(found)), "mails and people")


def test_mistakes():
    """a missing database, a foreign one and a wrong password are told of, and
    no password is"""
    home = Place(maildir() + PIPE + TOUCHPOINT, SERVER.url("nowhere"))
    contains(home.run("status", code=78), "nowhere")
    foreign = SERVER.create("foreign")
    SERVER.psql("CREATE TABLE theirs (a INTEGER)", "foreign")
    home.url = foreign
    home.configure(maildir() + PIPE + TOUCHPOINT)
    contains(home.run("event", "booking", "--email", "a@example.com", "--ref",
                      "B-1", code=65), "not one of dripscore's")
    SERVER.psql("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C'"
                " TEMPLATE template0")
    home.url = SERVER.url("latin")
    home.configure(maildir() + PIPE + TOUCHPOINT)
    contains(home.run("status", code=78), "UTF8")
    with Postgres(password="a secret of the server") as locked:
        locked.create("store")
        home.url = locked.url("store")
        home.configure(maildir() + PIPE + TOUCHPOINT)
        environment = dict(os.environ, PGPASSWORD="another secret")
        said = home.run("status", code=78, environment=environment)
        contains(said, "password")
        lacks(said, "another secret")
        passfile = home.write("pgpass", "*:*:*:*:a secret of the server\n")
        home.url += "&passfile=" + passfile
        home.configure(maildir() + PIPE + TOUCHPOINT)
        home.event("ada", "B-1")
        home.expect(scheduled=0)


def main():
    global SERVER
    try:
        SERVER = Postgres()
    except Skip as reason:
        return skip_all(str(reason))
    try:
        tests = [test_journey, test_server_comes_back, test_news,
                 test_crash_of_the_server, test_mistakes]
        if os.environ.get("CONFORMANCE") != "0":
            run_programs()
            tests = [conformance(name) for name in PROGRAMS] + tests
        return house.main(tests)
    finally:
        SERVER.remove()


if __name__ == "__main__":
    sys.exit(main())
