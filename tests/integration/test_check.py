"""`dripscore check`, where the configuration is looked for, and the exit codes
of sysexits.h."""
import datetime
import os
import re
import shutil
import subprocess
import sys

import house
from house import House, PIPE, TOUCHPOINT, contains, lacks, maildir
from tap import equal, source

BAD = """\
[organisation]
name = Aurora Spa
timezone = Europe/Helsinky
brand_color = #123456

[store]
url = sqlite:store.db

[provider mail]
type = smpt
from = Aurora Spa <survey@aurora.example>

[provider other]
type = smtp
url = http://mail.aurora.example
from = not an address
connections = 1000
password_file = open.password

[inbox replies]
type = pipe
address = survey@aurora.example

[touchpoint after-booking]
on = booking
delay = 2
delay = 3 hours
expires = 10 fortnights
template = invitatoin
via = mial
channel = email, fax

[touchpoint after-payment]
delay = 1 hour
this line has no equals sign

[team front-desk]
to = desk
digest = FREQ=HOURLY
touchpoints = after-boking

[touchpont x]
on = y
"""
# Line, place, words that must be in the message.
FOUND = [
    (3, "[organisation] timezone", "Europe/Helsinki"),
    (4, "[organisation] brand_color", 'did you mean "brand_colour"'),
    (10, "[provider mail] type", 'did you mean "smtp"'),
    (15, "[provider other] url", "smtp://HOST"),
    (16, "[provider other] from", "no @"),
    (17, "[provider other] connections", "from 1 to 100"),
    (18, "[provider other] password_file", "chmod 600"),
    (22, "[inbox replies] address", "{token}"),
    (26, "[touchpoint after-booking] delay", "no unit"),
    (27, "[touchpoint after-booking] delay", "line 26"),
    (28, "[touchpoint after-booking] expires", "weeks"),
    (29, "[touchpoint after-booking] template",
     'did you mean "invitation"'),
    (30, "[touchpoint after-booking] via", 'did you mean "mail"'),
    (31, "[touchpoint after-booking] channel", "allowed is email"),
    (33, "[touchpoint after-payment] on", "missing"),
    (35, None, "no equals sign"),
    (38, "[team front-desk] to", "name@example.com"),
    (39, "[team front-desk] digest", "WEEKLY"),
    (40, "[team front-desk] touchpoints", 'did you mean "after-booking"'),
    (42, "[touchpont x]", 'did you mean "touchpoint"'),
]


def good():
    home = House(maildir() + PIPE + TOUCHPOINT)
    contains(home.run("check"), "no mistakes")
    return home


def test_all_mistakes():
    """every mistake of a bad file is told in one run, with its line, what is
    allowed and what was meant"""
    home = good()
    home.write("dripscore.ini", BAD)
    home.private.add("a password of many")
    os.chmod(home.write("open.password", "a password of many\n"), 0o644)
    said = home.run("check", code=78)
    lines = said.splitlines()
    for (number, place, words), line in zip(FOUND, lines):
        start = "%s:%d: %s" % (home.ini, number,
                               place + ": " if place else "")
        if not line.startswith(start):
            raise AssertionError("%r does not begin with %r" % (line, start))
        contains(line, words)
    equal(len(lines), len(FOUND) + 1, "lines")
    contains(lines[-1], "%d mistakes" % len(FOUND))
    for command in (["run"], ["run", "--drain"], ["score"], ["status"],
                    ["event", "booking", "--email", "ada@customer.example",
                     "--ref", "B-1"]):
        equal(home.run(*command, code=78), said, "what %s says" % command)
    if os.path.exists(os.path.join(home.path, "store.db")):
        raise AssertionError("a store was made by a bad configuration")


def test_templates():
    """mistakes in templates, subjects and words are told by file and line"""
    home = good()
    folder = os.path.join(home.path, "words")
    os.makedirs(os.path.join(folder, "lang"))
    home.write("words/special.txt.mustache", "Hello\n{{contatc.name}}\n")
    home.write("words/special.html.mustache", "<p>\n\n{{#open}}</p>\n")
    home.write("words/lang/en.ini",
               "[invitation]\ngreeting = Hi {{nobody}}\n")
    home.configure(maildir() + PIPE + TOUCHPOINT +
                   "subject = Dear {{contatc.name}}\n"
                   "question = Was it {{#good}}?\n"
                   "\n[templates]\ndirectory = words\n")
    said = home.run("check", code=78)
    for pattern in (
            r"words/special\.txt\.mustache:2: .*contatc\.name.*did you mean",
            r"words/special\.html\.mustache:3: .*open",
            r"words/lang/en\.ini:2: .*nobody",
            r"dripscore\.ini:\d+: \[touchpoint after-booking\] subject: "
            r".*contatc.*did you mean \{\{contact\.name\}\}",
            r"dripscore\.ini:\d+: \[touchpoint after-booking\] question: "
            r".*good"):
        if not re.search(pattern, said):
            raise AssertionError("%s is not in:\n%s" % (pattern, said))
    home.run("run", "--drain", code=78)


def test_names_without_a_thing():
    """a language or a folder of templates that is not there is a mistake with
    its line, beside others too; so is a variable that no contact has"""
    home = good()

    def told(extra, words, number=1):
        home.configure(maildir() + PIPE + TOUCHPOINT + extra)
        said = home.run("check", code=78).splitlines()
        equal(len(said), number + 1, "lines of %s" % said)
        contains("\n".join(said), words)

    team = "\n[team desk]\nto = desk@aurora.example\n"
    told(team + "language = sv\n", '[team desk] language: there is no '
         'language "sv"; there is de, en, es, fi, fr, pt')
    told(team + "language = sv\ntimezone = Mars\n", 'language "sv"', 2)
    told("\n[templates]\ndirectory = nowhere\n",
         "[templates] directory: there is no folder " + home.path)
    told("subject = {{contact.nmae}}\n", "did you mean {{contact.name}}?")
    home.configure(maildir() + PIPE + TOUCHPOINT + team + "language = pt-BR\n")
    contains(home.run("check"), "no mistakes")


CADENCE = """
[cadence]
rest = 30
max_per_year = often
drip = 200 an hour
max_lateness = 30 seconds
calendar = polte

[calendar polite]
hours = Mon-Fri 9-18
holidays = none.ics, bad.ics

[calendar empty]

[calendar none]
hours = 09:00-17:00

[team desk]
to = desk@aurora.example
drip = 40/week

[touchpoint two-sources]
on = checkout
every = 60 days

[touchpoint week/later]
on = checkout
where = plan = gold nights >= 3
calendar = Polite
rest = exmept
priority = 10
sample = 20
spread = 90
remind = 3 days, 2 days, 5 days, 40 days
nudge = 10 seconds

[touchpoint pulse]
every = 12 hours
unless = cancellation

[touchpoint quarter]
rrule = FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR
spread = 100 days
priority = 5
rest = exempt
remid = 3 days
"""
# Line in CADENCE, place, words that must be in the message.
CADENCE_FOUND = [
    (3, "[cadence] rest", "30 has no unit"),
    (4, "[cadence] max_per_year", "whole number from 0 to 366"),
    (5, "[cadence] drip", "allowed are such as 10/minute, 200/hour"),
    (6, "[cadence] max_lateness", "from 1 minute"),
    (7, "[cadence] calendar", 'did you mean "polite"'),
    (10, "[calendar polite] hours", "Mon-Fri 09:00-18:00"),
    (11, "[calendar polite] holidays", "none.ics: cannot be opened"),
    (11, "[calendar polite] holidays", "bad.ics: line 10: "),
    (13, "[calendar empty]", "neither `hours` nor `holidays`"),
    (15, "[calendar none]", "allowed is another name"),
    (20, "[team desk] drip", "allowed are minute, hour and day"),
    (24, "[touchpoint two-sources] every", "one of `on`, `every` and"),
    (26, "[touchpoint week/later]", "no name"),
    (28, "[touchpoint week/later] where", "column 21"),
    (29, "[touchpoint week/later] calendar", 'did you mean "polite"'),
    (30, "[touchpoint week/later] rest", 'did you mean "exempt"'),
    (31, "[touchpoint week/later] priority", "from 0 to 9"),
    (32, "[touchpoint week/later] sample", "from 1% to 100%"),
    (33, "[touchpoint week/later] spread", "90 has no unit"),
    (34, "[touchpoint week/later] remind", "up to 3"),
    (34, "[touchpoint week/later] remind", "2 days stands behind 3 days"),
    (35, "[touchpoint week/later] nudge", "from 1 minute"),
    (38, "[touchpoint pulse] every", "from 1 day"),
    (39, "[touchpoint pulse] unless", "`unless` with `on`"),
    (43, "[touchpoint quarter] spread", "at most 8"),
    (44, "[touchpoint quarter] priority", "nobody waits for it"),
    (46, "[touchpoint quarter] remid", 'did you mean "remind"'),
]


def test_cadence_mistakes():
    """every mistake of a cadence, its calendars and the files of holidays is
    told in one run; those in a file by its line too"""
    home = House(maildir() + PIPE)
    home.write("bad.ics", "\r\n".join((
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN",
        "BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20261225", "END:VEVENT",
        "BEGIN:VEVENT", "UID:2", "DTSTART;VALUE=DATE:20260931", "END:VEVENT",
        "END:VCALENDAR", "")))
    with open(home.ini, encoding="utf-8") as stream:
        before = len(stream.read().splitlines())
    home.configure(maildir() + PIPE + CADENCE)
    lines = home.run("check", code=78).splitlines()
    for (number, place, words), line in zip(CADENCE_FOUND, lines):
        start = "%s:%d: %s: " % (home.ini, before + number, place)
        if not line.startswith(start):
            raise AssertionError("%r does not begin with %r" % (line, start))
        contains(line, words)
    equal(len(lines), len(CADENCE_FOUND) + 1, "lines of %s" % lines)


def easter(year):
    """Easter Sunday, as Gauss reckoned for 1900 to 2099."""
    d = (19 * (year % 19) + 24) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
    days = 22 + d + e
    if days == 57 or (days == 56 and d == 28 and year % 19 > 10):
        days -= 7
    return datetime.date(year, 3, 1) + datetime.timedelta(days - 1)


def saturday(year, month, day):
    """The first one from that day on."""
    found = datetime.date(year, month, day)
    return found + datetime.timedelta((5 - found.weekday()) % 7)


def test_example():
    """the example of a cadence is without a mistake, and its movable holidays
    are where they must be"""
    home = House("")
    examples = os.path.join("etc", "examples")
    for name in ("cadence.ini", "holidays-fi.ics"):
        shutil.copy(source(examples, name), home.path)
    os.rename(os.path.join(home.path, "cadence.ini"), home.ini)
    contains(home.run("check"), "5 touchpoints, 1 team, no mistakes")
    with open(os.path.join(home.path, "holidays-fi.ics"),
              encoding="utf-8") as stream:
        text = stream.read()
    found = {day: name for day, rule, name in re.findall(
        "DTSTART;VALUE=DATE:(.*)\n(RRULE:.*\n)?SUMMARY:(.*)\n", text)
             if not rule}
    expected = {}
    for year in (2026, 2027, 2028):
        for days, name in ((-2, "Good Friday"), (0, "Easter Sunday"),
                           (1, "Easter Monday"), (39, "Ascension Day"),
                           (49, "Whit Sunday")):
            expected[easter(year) + datetime.timedelta(days)] = name
        expected[saturday(year, 6, 20)] = "Midsummer Day"
        expected[saturday(year, 10, 31)] = "All Saints' Day"
    equal(found, {day.strftime("%Y%m%d"): name
                  for day, name in expected.items()}, "movable holidays")


TEXTS = """
[sms]
country = FI

[provider texts]
type = kannel
url = http://127.0.0.1:13013/cgi-bin/sendsms
username = dripscore
password_file = secret
%s
[touchpoint week-later]
on = checkout
channel = sms
"""


def test_unheard_gateways():
    """a gateway whose answers or reports cannot come in is noted, and told in
    the log"""
    secret = "hook_secret_file = secret\n"
    for keys, words in (
            ("", "no answer can come in; that takes `hook_secret_file` here"),
            (secret, "no answer can come in; that takes [web] with a"),
            (secret + "[web]\n", "no delivery report can come in"),
            (secret + "[web]\npublic_url = https://h.example.com\n", "")):
        home = House(maildir() + PIPE + TEXTS % keys)
        home.write("secret", "abcdefghijklmnop\n")
        said = home.run("check")
        contains(said, "no mistakes")
        if words:
            contains(said, "note: [provider texts]: " + words)
        else:
            lacks(said, "note")
    home = House(maildir() + PIPE + TEXTS % "")
    home.write("secret", "abcdefghijklmnop\n")
    daemon = home.daemon()
    daemon.wait_log("warning: [provider texts]: no answer can come in")
    equal(daemon.stop(), 0)


def test_consequences():
    """what follows from a mistake alone is not told as another"""
    home = House(maildir() + PIPE + TEXTS %
                 "hook_secret_file = nowhere\nhook_addresses = 127.0.0.1\n")
    home.write("secret", "abcdefghijklmnop\n")
    said = home.run("check", code=78)
    contains(said, "nowhere: cannot be opened")
    contains(said, ": 1 mistake\n")


def test_long_text():
    """a touchpoint's own text that no gateway takes is a mistake"""
    line = "\n  ".join(["text = How likely, 0-10?"] + ["word " * 30] * 11)
    home = House(maildir() + PIPE + TEXTS % "" + line + "\n")
    home.write("secret", "abcdefghijklmnop\n")
    contains(home.run("check", code=78), "[touchpoint week-later] text: the "
             "text has 16")


def test_where_it_is():
    """--config goes before and after the command; without it there is
    $DRIPSCORE_CONFIG, and an unreadable file is told"""
    home = good()
    inside = dict(os.environ, DRIPSCORE_CONFIG=home.ini)

    def plain(*arguments, code=0, environment=None):
        ended = subprocess.run(
            (house.PROGRAM,) + arguments, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment, check=False)
        equal(ended.returncode, code, "exit code of %s: %s" % (
            arguments, ended.stderr.decode()))
        return (ended.stdout + ended.stderr).decode()

    contains(plain("--config", home.ini, "check"), "no mistakes")
    contains(plain("check", "--config", home.ini), "no mistakes")
    contains(plain("check", "--config=" + home.ini), "no mistakes")
    contains(plain("check", environment=inside), "no mistakes")
    contains(plain("check", "--config", home.ini, environment=dict(
        os.environ, DRIPSCORE_CONFIG="/nowhere")), "no mistakes")
    contains(plain("check", "--config", "/nowhere/x.ini", code=66,
                   environment=inside), "/nowhere/x.ini")
    plain("check", "--config", code=64)


def test_exit_codes():
    """usage is 64, data 65, no store 66; help is no mistake"""
    home = good()
    contains(home.run("chek", code=64), 'did you mean "check"')
    contains(home.run("--help"), "Commands")
    contains(home.run("event", "--help"), "--ref")
    contains(home.run("-h"), "Commands")
    contains(home.run("--drain", "run", code=64), "no option --drain")
    home.run("check", "--no-such-option", code=64)
    for command in ("check", "run", "status"):
        contains(home.run(command, "now", code=64), '"now"')
    home.run("digest", "one", "two", code=64)
    contains(home.run("preview", "booking", code=64), "after-booking")
    contains(home.run("status", code=66), "No such file")
    home.run("event", "booking", "--ref", "B-1", "--email", "nobody",
             code=65)
    home.run("event", "booking", "--ref", "B-1", "--email",
             "ada@customer.example", "--at", "yesterday", code=65)
    home.run("event", "--ref", "B-1", code=64)
    home.run("import", "no-such-file.csv", code=66)
    home.run("event", "booking", "--ref", "B-1", "--email",
             "ada@customer.example")
    home.expect(events=1)


def test_secrets_stay_secret():
    """a bad line with a password in it is not repeated with the password"""
    home = good()
    home.private.add("open sesame")
    with open(home.ini, encoding="utf-8") as stream:
        text = stream.read()
    home.write("dripscore.ini", text + "\n[provider two]\ntype = smtp\n"
               "url = smtp://survey:open sesame@mail.aurora.example\n"
               "from = survey@aurora.example\npassword = open sesame\n")
    lacks(home.run("check", code=78), "open sesame")


def test_rush():
    """a survey that would ask everybody at once is noted, unless it is spread
    or a drip holds it"""
    recurs = "\n[touchpoint members]\nevery = 60 days\n"
    for more, noted in (("", True), ("spread = 60 days\n", False),
                        ("drip = 9/hour\n", False),
                        ("[team x]\nto = x@aurora.example\n"
                         "touchpoints = members\ndrip = 9/day\n", False)):
        home = House(maildir() + PIPE + recurs + more)
        equal("note: [touchpoint members]: it asks everybody at once" in
              home.run("check"), noted, more)


TESTS = [test_all_mistakes, test_templates, test_names_without_a_thing,
         test_cadence_mistakes, test_example,
         test_unheard_gateways, test_consequences, test_long_text,
         test_where_it_is, test_exit_codes, test_rush,
         test_secrets_stay_secret]

if __name__ == "__main__":
    sys.exit(house.main(TESTS))
