"""Calendars: imported from a file, or fetched from the web, with what moved and
what was cancelled."""
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

import house
from fault_peer import make_certificates
from feed_peer import FeedPeer, attendee, calendar, entry
from house import CADENCE, House, PIPE, PROGRAM, contains, lacks, maildir, \
    wait_for
from tap import equal

HOUR_S = 60 * 60
DAY_S = 24 * HOUR_S
NOW = int(time.time()) // 60 * 60

TOUCHPOINT = """
[touchpoint after-visit]
on     = visit
unless = cancellation
"""

FEED = """
[feed salon]
url   = %s
every = 1 second
type  = visit
"""


class Salon(House):
    def __init__(self, more=""):
        super().__init__(maildir() + PIPE + TOUCHPOINT + CADENCE + more)
        self.private.update(("verysecret", "Pedicure", "swordfish"))

    def ask(self, query):
        with sqlite3.connect(self.store, timeout=10) as store:
            found = store.execute(query).fetchall()
        store.close()
        return found

    def events(self):
        """Who, what and in how many minutes, sorted."""
        return [(who.partition("@")[0], kind, (at - NOW) // 60)
                for who, kind, at in self.ask(
                    "SELECT c.email, e.type, e.occurred_at FROM event e JOIN"
                    " contact c ON c.id = e.contact_id"
                    " ORDER BY 1, 2")]

    def bring(self, *entries, head="", code=0, options=()):
        path = self.write("bookings.ics", calendar(*entries, head=head))
        return self.run("import", "--type", "visit", *options, path, code=code)


def entries_are_events():
    """each who takes part in an entry is an event, once however often it is
    imported"""
    salon = Salon()
    both = (entry("u1", NOW - DAY_S, attendee("ada", cn="Ada"),
                  attendee("bob"), "SUMMARY:Pedicure", "X-PLAN:gold",
                  "ORGANIZER:mailto:desk@aurora.example",
                  "ATTENDEE:mailto:desk@aurora.example"),
            entry("u2", NOW + DAY_S, attendee("cyd")),
            entry("u3", NOW + DAY_S))
    contains(salon.bring(*both), "3 events: 3 new, 0 known, 0 moved, "
                                 "1 left out, 0 wrong\n")
    contains(salon.bring(*both), "3 events: 0 new, 3 known, 0 moved, "
                                 "1 left out, 0 wrong\n")
    equal(salon.events(), [("ada", "visit", -1440), ("bob", "visit", -1440),
                           ("cyd", "visit", 1440)])
    contains(salon.ask("SELECT attributes FROM event")[0][0],
             '"summary":"Pedicure"')
    equal(len(salon.ask("SELECT DISTINCT reference FROM event")), 3)


def content_tells():
    """a calendar is known by its name or by how it begins, from a pipe too"""
    salon = Salon()
    text = calendar(entry("u1", NOW, attendee("ada"))).encode()
    path = salon.write("bookings", text.decode())
    contains(salon.run("import", path), "1 event: 1 new")
    contains(salon.run("import", "-", data=text), "1 event: 0 new, 1 known")
    with open(path, "rb") as stream:
        ended = subprocess.run((PROGRAM, "--config", salon.ini, "import", "-"),
                               stdin=stream, capture_output=True, check=True)
    contains(ended.stdout.decode(), "1 event: 0 new, 1 known")
    contains(salon.run("import", "-", data=b"type,reference,at,email\n"
                       b"visit,r,2026-03-01,x@customer.example\n"), "1 row")
    equal(salon.events()[0], ("ada", "appointment", 0))


def wrong_options_are_refused():
    """options of other kinds of files are refused"""
    salon = Salon()
    ics = salon.write("a.ics", calendar())
    csv = salon.write("a.csv", "type,reference,at,email\n")
    contains(salon.run("import", "--map", "x", ics, code=64),
             "--map and --delimiter are for CSV files")
    contains(salon.run("import", "--delimiter", "tab", ics, code=64),
             "are for CSV files")
    contains(salon.run("import", "--type", "visit", csv, code=64),
             "is no calendar")
    contains(salon.run("import", "--responses", "--at", "end", csv, code=64),
             "are for events")
    contains(salon.run("import", "--at", "noon", ics, code=64),
             "allowed are start, end and seen")
    contains(salon.run("import", "--type", "cancellation", ics, code=64),
             "allowed are two")
    contains(salon.run("import", "--feed", "salon", ics, code=64),
             "there is no [feed salon]")


def moved_and_cancelled_follow():
    """an entry that moves takes its event along, one that is cancelled ends
    what has not left"""
    salon = Salon()
    salon.bring(entry("u1", NOW + DAY_S, attendee("ada")),
                entry("u2", NOW - 2 * HOUR_S, attendee("bob")),
                entry("u3", NOW + DAY_S, attendee("cyd")))
    contains(salon.bring(
        entry("u1", NOW - HOUR_S, attendee("ada"), "SEQUENCE:1"),
        entry("u2", NOW - HOUR_S, attendee("bob"), "STATUS:CANCELLED"),
        entry("u3", NOW + DAY_S, attendee("cyd", partstat="DECLINED"))),
        "3 events: 2 new, 0 known, 1 moved, 0 left out, 0 wrong; 2 of them "
        "say cancellation\n")
    equal([event for event in salon.events() if event[1] == "visit"],
          [("ada", "visit", -60), ("bob", "visit", -120),
           ("cyd", "visit", 1440)])
    salon.drain()
    salon.expect(sent=1, cancelled=1)


def what_was_scheduled_moves_too():
    """what is scheduled for an entry that moves into the future waits for it"""
    salon = Salon("[touchpoint later]\non = visit\ndelay = 1 day\n")
    salon.bring(entry("u1", NOW - 2 * HOUR_S, attendee("ada")))
    salon.drain()
    salon.expect(sent=1, scheduled=1, messages_waiting=1)
    salon.bring(entry("u1", NOW + 2 * DAY_S, attendee("ada")))
    salon.drain()
    salon.expect(scheduled=1, not_judged_yet=1, messages_waiting=0)
    salon.bring(entry("u1", NOW - HOUR_S, attendee("ada")))
    salon.drain()
    salon.expect(sent=1, scheduled=1, not_judged_yet=0, messages_waiting=1)


def a_calendar_is_planned():
    """`plan --events` takes a calendar, read as the feed would be"""
    salon = Salon(FEED % "https://example.com/a.ics")
    path = salon.write("b.ics", calendar(*(
        entry("u%d" % i, NOW + i * DAY_S, attendee("c%d" % i))
        for i in range(1, 8))))
    salon.bring(entry("u0", NOW - 9 * DAY_S, attendee("ada")))
    lacks(salon.run("plan", "--events", path), "are asked.")
    contains(salon.run("plan", "--events", path, "--feed", "salon"),
             "7 are asked")
    equal(len(salon.events()), 1)
    contains(salon.run("plan", "--feed", "salon", code=64),
             "go with --events")


def series_are_refused_by_line():
    """a series with people in it is refused by its line, and --strict stores
    nothing then"""
    salon = Salon()
    mixed = (entry("u1", NOW, attendee("ada")),
             entry("u2", NOW, attendee("bob"), "RRULE:FREQ=DAILY"),
             entry("u3", NOW, "ATTENDEE:mailto:nobody"))
    said = salon.bring(*mixed, code=65, options=("--strict",))
    contains(said, "bookings.ics:line 10: it recurs: it has an RRULE")
    contains(said, "Nothing was stored")
    equal(salon.events(), [])
    contains(salon.bring(*mixed, code=65), "1 event: 1 new, 0 known, 0 moved, "
                                           "0 left out, 2 wrong")
    equal(len(salon.events()), 1)


def a_feed_is_followed():
    """a feed is fetched by its interval, an unchanged one not again, and what
    moved and was cancelled in it follows"""
    with FeedPeer() as peer:
        salon = Salon(FEED % peer.url)
        first = entry("u1", NOW + DAY_S, attendee("ada"), "SUMMARY:Pedicure")
        peer.calendar = calendar(first, entry("u2", NOW - HOUR_S,
                                              attendee("bob")))
        daemon = salon.daemon()
        wait_for("two answers of 304", lambda: peer.statuses().count(304) > 1)
        equal(peer.statuses().count(200), 1)
        equal(salon.events(), [("ada", "visit", 1440), ("bob", "visit", -60)])
        equal(salon.ask("SELECT DISTINCT source FROM event"), [("salon",)])
        salon.expect(sent=1)
        contains(salon.status(), "came last at 2")
        peer.calendar = calendar(
            entry("u1", NOW + 2 * DAY_S, attendee("ada")),
            entry("u3", NOW + DAY_S, attendee("cyd"), "STATUS:CANCELLED"))
        daemon.wait_log("feed salon: 0 new events, 1 moved, 1 cancelled")
        equal(salon.events(), [("ada", "visit", 2880), ("bob", "visit", -60),
                               ("cyd", "cancellation", salon.events()[2][2])])
        equal(daemon.stop(), 0)
        equal(peer.statuses().count(200), 2)


def state_outlives_the_daemon():
    """a daemon that starts anew does not fetch what it knows, unless the feed
    is read otherwise"""
    with FeedPeer() as peer:
        salon = Salon(FEED % peer.url)
        peer.calendar = calendar(entry("u1", NOW + DAY_S, attendee("ada")))
        salon.drain()
        salon.drain()
        equal(peer.statuses(), [200, 304])
        equal(peer.requests[1][1]["If-Modified-Since"],
              "Sun, 01 Mar 2026 00:00:00 GMT")
        salon.configure(maildir() + PIPE + TOUCHPOINT + CADENCE +
                        FEED % peer.url + "at = end\n")
        salon.drain()
        equal(peer.statuses(), [200, 304, 200])
        equal(salon.events(), [("ada", "visit", 1500)])


def what_vanished_is_kept_or_cancelled():
    """what stands in a feed no more stays, or is cancelled if that is wanted,
    and if the calendar is whole"""
    one = entry("u1", NOW + DAY_S, attendee("ada"))
    two = entry("u2", NOW + DAY_S, attendee("bob"))
    past = entry("u3", NOW - DAY_S, attendee("cyd"))
    with FeedPeer() as peer:
        for missing, wanted in (("keep", []),
                                ("cancel", [("bob", "cancellation")])):
            salon = Salon(FEED % peer.url + "missing = %s\n" % missing)
            for text in (calendar(one, two, past), calendar(),
                         calendar(one, two, past) + calendar(one)[:-20],
                         calendar(one, "BEGIN:VEVENT\nDTSTART:x\nEND:VEVENT\n"),
                         "<html>sorry</html>"):
                peer.calendar = text
                salon.drain()
                equal([event for event in salon.events()
                       if event[1] != "visit"], [], text)
            peer.calendar = calendar(one)
            salon.drain()
            equal([event[:2] for event in salon.events()
                   if event[1] != "visit"], wanted)
            salon.drain()
            equal(len(salon.events()), 3 + len(wanted))


def what_fails_is_told_once():
    """a feed that fails is told once, asked again, and holds nothing else up"""
    with FeedPeer() as peer:
        salon = Salon(FEED % peer.url)
        peer.status = 503
        daemon = salon.daemon()
        wait_for("three answers of 503", lambda: peer.statuses().count(503) > 2)
        equal(daemon.log().count("feed salon: HTTP status 503"), 1)
        contains(salon.status(), "has not come yet")
        peer.status = 404
        daemon.wait_log("feed salon: HTTP status 404")
        peer.status = 200
        peer.calendar = calendar(entry("u1", NOW - HOUR_S, attendee("ada")))
        daemon.wait_log("feed salon works again")
        daemon.wait_log("sent")
        peer.calendar = "this is no calendar"
        daemon.wait_log("feed salon: this is no iCalendar file")
        peer.calendar = calendar(entry("u2", NOW - HOUR_S, attendee("bob"),
                                       "RRULE:FREQ=DAILY"))
        daemon.wait_log("feed salon: 1 mistake: line 4: it recurs")
        equal(daemon.stop(), 0)


def a_slow_feed_waits_alone():
    """a server that is slow holds up neither the daemon nor its end"""
    with FeedPeer() as peer:
        salon = Salon(FEED % peer.url)
        peer.calendar = calendar(entry("u1", NOW, attendee("ada")))
        peer.drip, peer.chunk = 1, 1
        daemon = salon.daemon()
        wait_for("the request", lambda: peer.requests)
        salon.event("eve", "E-1", kind="visit", source="desk")
        daemon.wait_log("sent", seconds=5)
        before = time.monotonic()
        equal(daemon.stop(), 0)
        equal(time.monotonic() - before < 3, True, "ended at once")


def too_large_is_refused():
    """what is larger than max_size is refused"""
    with FeedPeer() as peer:
        salon = Salon(FEED % peer.url + "max_size = 10 KiB\n")
        peer.calendar = calendar(*(entry("u%d" % i, NOW, attendee("ada"))
                                   for i in range(200)))
        daemon = salon.daemon()
        daemon.wait_log("the body of the answer is too large")
        equal(salon.events(), [])
        equal(daemon.stop(), 0)


def redirects_are_limited():
    """redirects are followed, five at the most, and no password goes along to
    another server"""
    with FeedPeer() as peer, FeedPeer() as other:
        path = os.path.basename(peer.url)
        salon = Salon(FEED % peer.url + "user = ada\n"
                      "password_file = feed.password\n")
        salon.write("feed.password", "swordfish\n")
        peer.user = "ada:swordfish"
        other.calendar = calendar(entry("u1", NOW, attendee("ada")))
        peer.redirect = {"/" + path: "/next",
                         "/next": other.base + "/elsewhere"}
        salon.drain()
        equal(salon.events(), [("ada", "visit", 0)])
        equal(other.requests[0][0], "/elsewhere")
        lacks(str(other.requests[0][1]), "Authorization")
        peer.redirect = {"/" + path: peer.url}
        peer.requests.clear()
        daemon = salon.daemon()
        daemon.wait_log("feed salon: it is redirected more than 5 times")
        equal(len(peer.requests) >= 6, True, "requests")
        peer.redirect = {"/" + path: "file:///etc/passwd"}
        daemon.wait_log("redirected to what is no URL of http or https")
        peer.redirect = {}
        peer.user = "ada:other"
        daemon.wait_log("feed salon: HTTP status 401")
        equal(daemon.stop(), 0)


def our_address():
    """One of this machine that others can reach; None: it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("192.0.2.77", 9))  # sends nothing
        except OSError:
            return None
        address = way.getsockname()[0]
    return None if address.startswith("127.") else address


def nobody_leads_back_to_us():
    """another machine's redirect to this very machine is not followed"""
    address = our_address()
    if address is None:
        return  # there is no address but the loopback's
    with FeedPeer(host=address) as peer, FeedPeer() as here:
        here.calendar = calendar(entry("u1", NOW, attendee("ada")))
        salon = Salon(FEED % peer.url)
        peer.redirect = {"/" + os.path.basename(peer.url): here.url}
        salon.drain()
        contains(salon.logs(), "feed salon: it leads to this very machine")
        equal(here.requests, [])
        equal(salon.events(), [])


def who_is_not_trusted_is_not_read():
    """by TLS only a server whose certificate is trusted is read, and nothing
    leads from there to a line in clear"""
    with tempfile.TemporaryDirectory() as folder:
        authority, certificate, key = make_certificates(folder)
        with FeedPeer((certificate, key)) as peer, FeedPeer() as clear:
            peer.calendar = calendar(entry("u1", NOW, attendee("ada")))
            salon = Salon(FEED % peer.url)
            salon.drain()
            contains(salon.logs(), "the server's certificate is not trusted")
            equal(peer.requests, [])
            salon = Salon(FEED % peer.url + "ca_file = %s\n" % authority)
            salon.drain()
            equal(salon.events(), [("ada", "visit", 0)])
            peer.redirect = {"/" + os.path.basename(peer.url): clear.url}
            salon.drain()
            contains(salon.logs(), "it is redirected from https to http")
            equal(clear.requests, [])


def amid_a_large_calendar(peer):
    """A daemon that has stored the first of many entries."""
    salon = Salon(FEED % peer.url)
    peer.calendar = calendar(*(
        entry("u%d" % i, NOW + DAY_S, attendee("c%05d" % i))
        for i in range(20000)))
    daemon = salon.daemon()
    wait_for("the first events", lambda: salon.ask(
        "SELECT count(*) FROM event")[0][0] > 0)
    return salon, daemon


def a_large_feed_makes_no_long_turn():
    """a large calendar is stored step by step: others are served meanwhile"""
    with FeedPeer() as peer:
        salon, daemon = amid_a_large_calendar(peer)
        salon.event("eve", "E-1", kind="visit", source="desk")
        daemon.wait_log("sent", seconds=10)
        daemon.wait_log("feed salon: 20000 new events", seconds=60)
        equal(daemon.stop(), 0)


def a_crash_between_loses_nothing():
    """a daemon that is killed amid a calendar fetches it again, and each entry
    is one event"""
    with FeedPeer() as peer:
        salon, daemon = amid_a_large_calendar(peer)
        daemon.kill()
        equal(salon.ask("SELECT count(*) FROM feed"), [(0,)])
        salon.drain()
        equal(peer.statuses(), [200, 200])
        equal(salon.ask("SELECT count(*), count(DISTINCT reference)"
                        " FROM event"), [(20000, 20000)])


def mistakes_in_the_configuration_are_told():
    """what makes no sense in a [feed] is told by `check`"""
    salon = Salon("""
[feed one]
url = https://ada@example.com/a.ics
type = visit
cancelled = visit
user = ada
[feed two]
url = http://example.com/a.ics
at = seen
missing = cancel
user = ada
password_file = two.password
source = dripscore
[feed three]
url = ftp://example.com/a.ics
""")
    salon.write("two.password", "swordfish\n")
    said = salon.run("check", code=78)
    for words in ("[feed one] url: a user stands in it",
                  "[feed one] cancelled: \"visit\" is the type of what takes "
                  "place too",
                  "[feed one] user: it needs a `password_file` too",
                  "[feed two] url: http would carry the password in clear",
                  "[feed two] missing: with `at = seen` no event lies ahead",
                  "[feed two] source: \"dripscore\" is the source of surveys",
                  "[feed three] url:"):
        contains(said, words)


def what_is_asked_in_vain_is_noted():
    """`check` notes a feed whose events nobody asks about, or whose
    cancellations nobody heeds"""
    url = "https://example.com/a.ics"
    salon = Salon(FEED % url)
    lacks(salon.run("check"), "note: ")
    salon = Salon(FEED % url + "cancelled = off\n")
    contains(salon.run("check"), "note: [feed salon]: [touchpoint after-visit] "
             "asks for what is cancelled too; that takes `unless = off` there")
    salon = Salon("[feed salon]\nurl = %s\n" % url)
    contains(salon.run("check"), "note: [feed salon]: no touchpoint asks on "
             "appointment, the type of its events")


if __name__ == "__main__":
    sys.exit(house.main([
        entries_are_events, content_tells, wrong_options_are_refused,
        moved_and_cancelled_follow, what_was_scheduled_moves_too,
        a_calendar_is_planned, series_are_refused_by_line,
        a_feed_is_followed, state_outlives_the_daemon,
        what_vanished_is_kept_or_cancelled, what_fails_is_told_once,
        a_slow_feed_waits_alone, too_large_is_refused, redirects_are_limited,
        nobody_leads_back_to_us,
        who_is_not_trusted_is_not_read,
        a_large_feed_makes_no_long_turn, a_crash_between_loses_nothing,
        mistakes_in_the_configuration_are_told,
        what_is_asked_in_vain_is_noted]))
