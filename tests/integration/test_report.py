#!/usr/bin/env python3
"""`dripscore report`: the page and the data of one store, and that they say
what `dripscore score` says."""
import csv
import datetime
import html.parser
import io
import json
import os
import pty
import random
import subprocess
import sys

import house
from house import House, PIPE, contains, lacks, maildir
from tap import equal, run

INI = maildir() + PIPE + """
[scores]
by = country

[touchpoint after-booking]
on    = booking
delay = 1 hour

[touchpoint week-later]
on    = checkout
delay = 7 days

[team desk]
to          = desk@aurora.example
touchpoints = after-booking

[team spa]
to          = spa@aurora.example
touchpoints = week-later
"""
HOSTILE = "</p><script>alert(1)</script>"
FORMULA = "=HYPERLINK(\"http://evil.example\")"
EMPTY = {"meta", "br", "link", "img"}
# What is judged among all that is on the page, or of the page alone.
JUDGED = {"change_real"}


class Page(html.parser.HTMLParser):
    """Whether what is opened is closed, and what there is."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links = [], [], [], []
        self.feed(text)
        self.close()
        equal(self.open, [], "elements left open")

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.links += [attrs[name] for name in ("href", "src")
                       if name in attrs]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        equal(tag, self.open.pop(), "the element that is closed")


def answered():
    """A house where 600 answers were given in half a year."""
    home = House(INI)
    lots = random.Random(7)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["touchpoint", "score", "comment", "email", "answered_at"])
    today = datetime.datetime.now(datetime.timezone.utc)
    for number in range(600):
        day = today - datetime.timedelta(days=lots.randrange(1, 180))
        rows.writerow([
            lots.choice(["after-booking", "after-booking", "week-later"]),
            lots.choice([10, 10, 9, 9, 8, 7, 6, 3, 0]),
            lots.choice(["", "", "Fine.", HOSTILE, FORMULA]),
            "c%d@customer.example" % lots.randrange(300),
            day.strftime("%Y-%m-%dT10:00:00Z")])
    path = home.write("answers.csv", out.getvalue())
    home.run("import", "--responses", path)
    return home


def without(row, *names):
    return {key: value for key, value in row.items()
            if key not in JUDGED and key not in names}


def test_scores():
    """the data have the numbers of `score --json`, for all and for a team,
    by touchpoint and by group"""
    home = answered()
    for options in ((), ("--team", "desk")):
        options += ("--period", "90d")
        said = json.loads(home.run("report", "--json", *options))
        rows = json.loads(home.run("score", "--json", *options))
        equal([without(row) for row in said["touchpoint"]],
              [without(row) for row in rows], "touchpoints")
        for count in ("answers", "promoters", "passives", "detractors",
                      "commented"):
            equal(said["total"][0][count], sum(row[count] for row in rows),
                  count)
        for by in ("source", "channel"):
            equal([without(row) for row in said["group"]
                   if row.get("by") == by],
                  [without(row) for row in json.loads(home.run(
                      "score", "--json", "--by", by, *options))], by)
        weeks = said["trend"]
        equal(len(weeks), 13, "weeks")
        if not sum(week["answers"] for week in weeks) >= \
                said["total"][0]["answers"] > 100:
            raise AssertionError("the trend lacks answers")
        equal([row["people"] > 0 for row in said["base"]],
              [True, True, True, False], "people by what they said last")
    equal({row["group"] for row in json.loads(home.run(
        "report", "--json"))["group"] if row["by"] == "team"},
        {"desk", "spa"}, "teams")


def test_forms():
    """JSON, NDJSON and CSV have the same rows"""
    home = answered()
    said = json.loads(home.run("report", "--json"))
    rows = [dict(row, section=section)
            for section, part in said.items() for row in part]
    equal([json.loads(line) for line in
           home.run("report", "--ndjson").splitlines()], rows, "NDJSON")
    table = list(csv.DictReader(io.StringIO(
        home.run("report", "--csv"), newline="")))
    equal(len(table), len(rows), "rows of CSV")
    for cells, row in zip(table, rows):
        for name, value in row.items():
            if name == "distribution":
                for score, count in enumerate(value):
                    equal(cells["score_%d" % score], str(count), name)
            elif value is None:
                equal(cells[name], "", name)
            elif isinstance(value, bool):
                equal(cells[name], "yes" if value else "no", name)
            elif isinstance(value, (int, float)):
                equal(float(cells[name]), value, name)
            elif value == FORMULA:
                equal(cells[name], "'" + FORMULA, name)
            elif isinstance(value, str):
                equal(cells[name], value, name)


def test_page():
    """the page is whole, asks nothing of the outside, runs nothing, and shows
    the score"""
    home = answered()
    path = os.path.join(home.path, "report.html")
    equal(home.run("report", "-o", path), "", "output")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    page = Page(text)
    equal(text, home.run("report"), "the page on standard output")
    for section in ("trend", "touchpoints", "distribution", "comments",
                    "value", "methods"):
        equal(page.ids.count(section), 1, section)
    equal([link for link in page.links if not link.startswith("#")], [],
          "links to the outside")
    equal([tag for tag in page.tags if tag in ("script", "img", "link",
                                               "iframe", "form")], [], "tags")
    contains(text, "&lt;script&gt;alert(1)")
    lacks(text, "@customer.example")
    total = json.loads(home.run("report", "--json"))["total"][0]
    contains(text, "<b>%s</b>" % ("%d" % round(total["nps"])).replace(
        "-", "\u2212"))
    contains(text, ">%d<" % total["answers"])


def test_file():
    """a file is written whole or stays as it was; a terminal is not filled
    with HTML"""
    home = answered()
    path = home.write("report.html", "the old one")
    os.chmod(home.path, 0o755)
    home.run("report", "-o", os.path.join(home.path, "none", "x"), code=73)
    home.run("report", "--period", "last-fortnight", "-o", path, code=64)
    home.run("report", "--team", "none", "-o", path, code=64)
    home.run("report", "--json", "--csv", code=64)
    with open(path, encoding="utf-8") as file:
        equal(file.read(), "the old one", "the file")
    ours, theirs = pty.openpty()
    ended = subprocess.run((house.PROGRAM, "--config", home.ini, "report"),
                           stdin=subprocess.DEVNULL, stdout=theirs,
                           stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(theirs)
    os.close(ours)
    equal(ended.returncode, 64, "exit code on a terminal")
    contains(ended.stderr.decode(), "-o report.html")


def test_nothing():
    """where nobody answered, or was ever asked, there is a page too"""
    home = House(INI)
    home.run("event", "booking", "--email", "ada@customer.example", "--ref",
             "B-1")
    for options in ((), ("--period", "all"), ("--period", "2019"),
                    ("--since", "2026-01-01"), ("--team", "spa")):
        page = home.run("report", *options)
        Page(page)
        contains(page, "Nobody answered in this period.")
        said = json.loads(home.run("report", "--json", *options))
        equal(said["total"][0]["nps"], None, "score")
        equal(said["total"][0]["answers"], 0, "answers")


if __name__ == "__main__":
    sys.exit(run([test_scores, test_forms, test_page, test_file,
                  test_nothing]))
