#!/usr/bin/env python3
"""`dripscore score` over answers whose counts are known: periods, groups,
teams, what is hidden, and its forms."""
import csv
import io
import json
import sys

import house
from house import House, PIPE, contains, lacks, maildir
from tap import equal

INI = maildir() + PIPE + """
[scores]
by          = contact.plan, contact.nights
value       = contact.worth
currency    = EUR
fiscal_year = April

[touchpoint after-booking]
on = booking

[touchpoint week-later]
on = checkout

[team desk]
to          = desk@aurora.example
touchpoints = after-booking
"""
HOME = None
# Who they are: plan, nights; how many; what each said; when.
CROWDS = (
    ("gold", 1, 76, 10, "2026-05-03"), ("gold", 2, 16, 8, "2026-05-04"),
    ("gold", 5, 8, 3, "2026-05-05"), ("tin", 9, 40, 0, "2026-05-06"),
    ("lead", 3, 4, 9, "2026-05-07"), ("gold", 1, 50, 2, "2026-02-07"),
    ("gold", 1, 50, 9, "2026-02-08"),
)


def home():
    """A house with all of their answers at after-booking; made once."""
    global HOME
    if HOME is not None:
        return HOME
    HOME = House(INI)
    events, answers = io.StringIO(), io.StringIO()
    event, answer = csv.writer(events), csv.writer(answers)
    event.writerow(["type", "reference", "occurred_at", "email",
                    "contact.plan", "contact.nights", "contact.worth"])
    answer.writerow(["touchpoint", "score", "comment", "email", "answered_at"])
    number = 0
    for plan, nights, many, score, day in CROWDS:
        for _ in range(many):
            number += 1
            address = "c%d@customer.example" % number
            event.writerow(["signup", number, "2026-01-02T10:00:00Z", address,
                            plan, nights, "10.50"])
            answer.writerow(["after-booking", score, "", address,
                             day + "T10:00:00Z"])
    HOME.run("import", HOME.write("events.csv", events.getvalue()))
    HOME.run("import", "--responses",
             HOME.write("answers.csv", answers.getvalue()))
    return HOME


def rows(*options):
    return json.loads(home().run("score", "--json", *options))


def counts(found, name="group"):
    return {row[name]: (row["promoters"], row["passives"], row["detractors"])
            for row in found if name in row}


def test_published():
    """76, 16 and 8 are 68 +/- 12.04, of which stands an interval of its own"""
    row = rows("--by", "contact.plan", "--period", "2026-05")[0]
    equal((row["group"], row["nps"]), ("gold", 68.0), "score")
    equal(round(row["margin"], 2), 12.04, "margin")
    equal((round(row["interval_low"], 2), round(row["interval_high"], 2)),
          (53.89, 78.15), "interval")
    equal(row["band"], "very good", "band")
    equal((row["distribution"][10], row["distribution"][8]), (76, 16),
          "distribution")


def test_alike():
    """where all say the same there is a score and no margin"""
    tin = rows("--by", "contact.plan", "--period", "2026-05")[1]
    equal((tin["group"], tin["nps"], tin["margin"], tin["band"]),
          ("tin", -100.0, None, None), "who all say the same")


def test_groups():
    """groups of fewer than five are a number alone, in every form"""
    options = ("--by", "contact.plan", "--period", "2026-05")
    found = rows(*options)
    equal(counts(found), {"gold": (76, 16, 8), "tin": (0, 0, 40)}, "groups")
    equal(found[-1], {"by": "contact.plan", "groups_not_shown": 1,
                      "min_answers": 5}, "what is hidden")
    table = home().run("score", *options)
    contains(table, "1 group with fewer than 5 answers is not shown.")
    for text in (table, home().run("score", "--csv", *options),
                 home().run("score", "--ndjson", *options)):
        lacks(text, "lead")


def test_quarters():
    """numbers make four groups, with bounds, ties together"""
    found = rows("--by", "contact.nights:quartile", "--period", "2026-05")
    equal(counts(found), {"1": (76, 0, 0), "2-5": (4, 16, 8),
                          "9": (0, 0, 40)}, "quarters")


def test_periods():
    """a period is compared to the one before, and fiscal years are named after
    the year in which they end"""
    row = rows("--period", "fy2027-q1")[0]
    equal(row["answers"], 144, "answers of April to June 2026")
    equal(row["change"], row["nps"] - 0.0, "change on January to March")
    row = rows("--period", "fy2026")[0]
    equal(row["answers"], 100, "answers of April 2025 to March 2026")
    equal(row["change"], None, "with nothing before")
    equal(rows("--since", "2026-05-04", "--until", "2026-05-05")[0]["answers"],
          24, "answers of two days")
    text = home().run("score", "--period", "fy2027-q1", "--by", "contact.plan")
    contains(text, "1 April to 30 June 2026.\n")
    contains(text, " on 1 January to 31 March 2026: ")
    text = home().run("score", "--period", "2026-q", code=64)
    contains(text, "allowed are")


def test_real():
    """a change that is real is told from chance"""
    gold = rows("--by", "contact.plan", "--period", "fy2027-q1")[0]
    equal((gold["change"], gold["change_real"]), (68.0, True), "gold")
    text = home().run("score", "--by", "contact.plan", "--period", "fy2027-q1")
    contains(text, "+68*")
    contains(text, "* a real change; the others could be chance")


def test_team():
    """a team is the sum of its touchpoints, and has them alone"""
    team, = rows("--by", "team")
    equal((team["group"], team["answers"]), ("desk", 244), "team")
    row, = rows("--team", "desk")
    equal((row["touchpoint"], row["answers"]), ("after-booking", 244), "row")


def test_solicited():
    """what was imported was solicited"""
    equal([row["answers"] for row in rows("--solicited")], [244, 0], "yes")
    equal([row["answers"] for row in rows("--unsolicited")], [0, 0], "no")
    contains(home().run("score", "--solicited", "--by", "contact.plan",
                        code=64), "by touchpoint or by team")


def test_forms():
    """CSV and NDJSON have the numbers of JSON"""
    found = rows("--by", "contact.plan")
    lines = [json.loads(line) for line in home().run(
        "score", "--ndjson", "--by", "contact.plan").splitlines()]
    equal(lines, found, "NDJSON")
    table = list(csv.DictReader(io.StringIO(home().run(
        "score", "--csv", "--by", "contact.plan"), newline="")))
    shown = [row for row in found if "group" in row]
    equal(len(table), len(shown), "rows of CSV")
    for cells, row in zip(table, shown):
        equal(cells["contact.plan"], row["group"], "group")
        for name in ("nps", "margin", "mean", "interval_low", "answers",
                     "comment_rate"):
            equal(float(cells[name]) if cells[name] else None, row[name],
                  name)


def test_widths():
    """the table fits 80 columns"""
    for options in ((), ("--by", "contact.plan"), ("--journey",), ("--value",)):
        for line in home().run("score", *options).splitlines():
            if len(line) > 80:
                raise AssertionError("too wide: " + line)


def test_value():
    """value is held by those who said something within twelve months"""
    contains(home().run("score", "--value"), "[scores] value = contact.worth")
    home().drain()
    found = {row["band"]: row for row in json.loads(
        home().run("score", "--value", "--json"))}
    equal(sum(row["contacts"] for row in found.values()), 244, "contacts")
    equal(sum(row["value"] or 0 for row in found.values()), 244 * 10.5,
          "value")
    contains(home().run("score", "--value"), "2562.00 EUR   100%")
    contains(home().run("score", "--value", "--since", "2026-01-01",
                        code=64), "as of today")


def test_balance():
    """groups and those who are hidden are the total, and verify agrees"""
    total, = [row["answers"] for row in rows() if row["answers"]]
    equal(total, sum(many for _, _, many, _, _ in CROWDS), "answers")
    home().run("verify")


if __name__ == "__main__":
    sys.exit(house.main([
        test_published, test_alike, test_groups, test_quarters, test_periods,
        test_real, test_team, test_solicited, test_forms, test_widths,
        test_value, test_balance]))
