"""`dripscore preview`: the mails of a touchpoint; and of texts what they say, how
long they are, and what they cost."""
import json
import os
import subprocess
import sys

import house
from house import House, PIPE, TOUCHPOINT, contains, lacks, maildir
from tap import equal

TEXTS = """
[provider texts]
type = kannel
url = http://127.0.0.1:13013
username = x
password_file = kannel.password
from = 12345

[sms]
country = FI
"""
BY_TEXT = "channel = sms\n"
NAMES = ["question", "reminder", "reason, 9-10", "reason, 7-8", "reason, 0-6",
         "nudge", "thanks", "re-prompt", "stopped", "started", "help"]
# Text, encoding, segments, the sign that forces UCS-2, what to write instead.
CASES = [
    ("", "GSM-7", 0, None, None),
    ("9", "GSM-7", 1, None, None),
    ("a" * 160, "GSM-7", 1, None, None),
    ("a" * 161, "GSM-7", 2, None, None),
    ("a" * 307, "GSM-7", 3, None, None),
    ("\u20ac" * 80, "GSM-7", 1, None, None),
    ("a" * 152 + "\u20ac" * 5, "GSM-7", 2, None, None),
    ("h\u00e4t\u00e4 \u00c7 \u00e8\u00e9\u00f9", "GSM-7", 1, None, None),
    ("It\u2019s", "UCS-2", 1, "\u2019", "'"),
    ("\u00e7a va", "UCS-2", 1, "\u00e7", "c"),
    ("\u65e5" * 70, "UCS-2", 1, "\u65e5", None),
    ("\u65e5" * 71, "UCS-2", 2, "\u65e5", None),
    ("\U0001f600" * 66, "UCS-2", 2, "\U0001f600", None),
    ("\U0001f600" * 67, "UCS-2", 3, "\U0001f600", None),
    ("one\ntwo\u00a0three", "UCS-2", 1, "\u00a0", " "),
]


def home_with(*more):
    home = House(maildir() + PIPE + TEXTS + "".join(more))
    home.write("kannel.password", "secret of Kannel\n")
    home.private.add("secret of Kannel")
    return home


def bare(*arguments, code=0):
    """Without a configuration, in a locale that knows ASCII alone."""
    ended = subprocess.run(
        (house.PROGRAM, "preview", "--sms") + arguments,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, check=False,
        env=dict(os.environ, DRIPSCORE_CONFIG="/nowhere/x.ini", LC_ALL="C"))
    equal(ended.returncode, code, "exit code of %s: %s" % (
        arguments, ended.stderr.decode()))
    return (ended.stdout + (ended.stderr if code else b"")).decode()


def test_any_text():
    """any text is measured without a configuration and in any locale"""
    for text, encoding, segments, culprit, instead in CASES:
        found = json.loads(bare("--text", text, "--json"))
        equal((found["encoding"], found["segments"], found["culprit"],
               found["instead"], found["cost"]),
              (encoding, segments, culprit, instead, None), text[:20])
    found = json.loads(bare("--text", "one\ntwo\u00a0three", "--json"))
    equal((found["line"], found["units"], found["room"]), (2, 13, 57))


def test_for_people():
    """for people it says which sign makes a text dear, and what to write"""
    said = bare("--text", "It\u2019s")
    contains(said, "\u2019 in line 1: write ' instead")
    contains(said, "UCS-2")
    contains(said, "4 units, 66 left")
    contains(said, "there is no `price`")
    contains(bare("--text", "a\u00a0b"),
             "U+00A0 in line 1: write a blank instead")
    contains(bare("--text", "a\u200bb"), "U+200B in line 1: leave it out")
    contains(bare("--text", "\u65e5"), "has nothing like it")


def test_price():
    """a price is taken from a configuration, whatever else is wrong in it"""
    home = home_with("price = 0.079\ncurrency = SEK\n[touchpont x]\n")
    home.run("check", code=78)
    found = json.loads(home.run("preview", "--sms", "--text", "a" * 161,
                                "--json"))
    equal((found["cost"], found["currency"]), ("0.158", "SEK"))
    contains(home.run("preview", "--sms", "--text", "a" * 161), "0.158 SEK")


def test_touchpoint():
    """all texts of a touchpoint are shown with their length and their cost"""
    home = home_with("price = 0.08\n", TOUCHPOINT, BY_TEXT)
    said = home.run("preview", "--sms", "after-booking", "--language", "de")
    heads = [line for line in said.splitlines()
             if line and line[0] not in " Q"]
    equal([line[:12].strip() for line in heads], NAMES)
    for line in heads:
        equal(line.index("GSM-7"), 14, line)
        contains(line, "1 segment ")
        contains(line, "0.08 EUR")
    contains(said, "Aurora Spa: Wie wahrscheinlich")
    contains(said, "Question, reason and thanks: 3 segments, 0.24 EUR at 0.08 "
             "EUR each.")
    for line in said.splitlines():
        if len(line) > 78:
            raise AssertionError("too long: %r" % line)
    lines = [json.loads(line) for line in home.run(
        "preview", "--sms", "after-booking", "--json").splitlines()]
    equal([one["name"] for one in lines], NAMES)
    equal({one["segments"] for one in lines}, {1})
    contains(lines[0]["text"], "how likely")


def test_mails():
    """the reminder and the nudge of a touchpoint are shown as they would look,
    and to nobody"""
    home = House(maildir() + PIPE + TOUCHPOINT)
    said = home.run("preview", "after-booking", "--reminder", "--name", "Ada")
    contains(said, "Subject: Reminder: would you recommend Aurora Spa?\n")
    contains(said, "Hello Ada,")
    contains(said, "   0 = not at all likely")
    said = home.run("preview", "after-booking", "--nudge")
    contains(said, "Your score, from 0 to 10: 9\n")
    contains(said, "delighted")
    said = home.run("preview", "after-booking", "--nudge", "--score", "0",
                    "--language", "fi", "--html")
    contains(said, ">0</td>")
    contains(said, "Kerro syy")
    equal(os.path.exists(os.path.join(home.path, "sent")), False)


def test_own_text():
    """a touchpoint's own text is filled in, and its lines are counted"""
    home = home_with(TOUCHPOINT, BY_TEXT,
                     "text = Hi {{contact.name}}\n  it\u2019s us: 0-10?\n")
    said = home.run("preview", "--sms", "after-booking", "--name", "Ada")
    contains(said, "  Hi Ada\n  it\u2019s us: 0-10?\n"
             "  ! \u2019 in line 2: write ' instead\n")
    contains(said, "No price is set: `price` in [sms].")
    lacks(said, "EUR")


def test_neither_here_nor_there():
    """what does not go together is refused with the right way"""
    home = home_with(TOUCHPOINT, BY_TEXT)
    for arguments, words in (
            (("--sms",), "--text TEXT"),
            (("--sms", "--text", "x", "after-booking"), "either"),
            (("--sms", "--text", "x", "--language", "de"), "--language"),
            (("--sms", "--html", "after-booking"), "no HTML"),
            (("--text", "x"), "add --sms"),
            (("--json", "after-booking"), "add --sms"),
            (("--sms", "booking"), "there is after-booking"),
            (("--sms", "--nudge", "after-booking"), "--sms shows all"),
            (("--reminder", "--nudge", "after-booking"), "either"),
            (("--score", "3", "after-booking"), "add --nudge"),
            (("--nudge", "--score", "11", "after-booking"), "from 0 to 10"),
            (("after-booking",), "preview --sms after-booking")):
        contains(home.run("preview", *arguments, code=64), words)


if __name__ == "__main__":
    sys.exit(house.main([test_any_text, test_for_people, test_price,
                         test_touchpoint, test_mails, test_own_text,
                         test_neither_here_nor_there]))
