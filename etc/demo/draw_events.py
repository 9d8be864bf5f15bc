#!/usr/bin/env python3
"""Draws the events of the demo: ten weeks of a hotel that does not exist, as
events.csv beside this file (or where --output says).

The tables below are shapes (shares and deciles) of real bookings of a resort
hotel in Portugal: Antonio, de Almeida, Nunes, "Hotel booking demand datasets",
Data in Brief 22 (2019) 41-49. No row of theirs is in here, and no guest is a
person. Bookings are drawn for 500 days before the ten weeks as well, so that
guests come whose bookings are older than the file. Seasons are not drawn, but
for the prices.

Only random() of Python's generator is used, which is the same for a seed in
every version: the same seed gives the same bytes.
"""
import argparse
import bisect
import csv
import datetime
import io
import itertools
import os
import random

SEED = 20260105
FIRST_DAY = datetime.date(2026, 1, 5)
LAST_DAY = datetime.date(2026, 3, 15)
WARM_UP_DAYS = 500
BOOKINGS_A_DAY = 13.3

COLUMNS = ("type", "reference", "occurred_at", "email", "phone", "name",
           "language", "timezone", "country", "nights", "value")

# Bookings by day of the week, from Monday.
WEEKDAYS = (1.18, 1.05, 1.40, 1.01, 1.39, 0.77, 0.22)

# Days from booking to arrival: the least, how many per thousand bookings; how
# many per thousand of them are cancelled, and end as no-show; and after which
# share of those days they are cancelled, in deciles.
LEADS = (
    (0, 27, 298, 99, (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    (1, 22, 345, 97, (0, 0, 0, 0, .4, .5, .6, .7, .8, .9, 1)),
    (3, 32, 466, 55, (0, 0, 0, .1, .2, .3, .5, .6, .7, .9, 1)),
    (8, 42, 564, 47, (0, 0, 0, 0, .1, .1, .3, .5, .6, .8, 1)),
    (15, 87, 673, 16, (0, 0, .05, .1, .15, .2, .3, .45, .6, .75, 1)),
    (31, 165, 649, 17, (0, 0, .04, .1, .15, .25, .4, .55, .65, .85, 1)),
    (61, 129, 671, 8, (0, .03, .07, .15, .25, .3, .45, .55, .7, .85, 1)),
    (91, 104, 702, 6, (0, .03, .05, .15, .3, .4, .5, .6, .75, .9, 1)),
    (121, 165, 700, 9, (0, .02, .08, .2, .25, .35, .5, .6, .75, .9, 1)),
    (181, 147, 621, 6, (0, .02, .04, .14, .3, .45, .55, .7, .8, .85, 1)),
    (271, 58, 418, 8, (0, .02, .18, .27, .3, .5, .65, .65, .8, .9, 1)),
    (366, 22, 577, 5, (0, .1, .1, .23, .23, .4, .4, .7, .8, .9, 1)),
)
LONGEST_LEAD_DAYS = 460

# Nights per thousand bookings, from none on, by how long before they are
# booked: up to a week, up to two months, longer.
NIGHTS = (
    (31, 530, 216, 94, 50, 30, 10, 27, 4, 2, 2, 2, 1, 0, 1),
    (9, 139, 185, 194, 139, 103, 44, 119, 25, 12, 9, 5, 1, 3, 13),
    (4, 51, 149, 152, 157, 70, 55, 219, 27, 24, 33, 9, 9, 3, 38),
)

# A night's price, in deciles, by the month of arrival.
LOW = (25, 36, 41, 45, 49, 54, 60, 67, 72, 80, 130)
MIDDLE = (35, 44, 54, 60, 67, 75, 82, 90, 98, 118, 240)
HIGH = (70, 99, 115, 130, 143, 156, 169, 184, 200, 221, 330)
PRICES = (LOW, LOW, LOW, MIDDLE, MIDDLE, MIDDLE, HIGH, HIGH, MIDDLE, MIDDLE,
          LOW, LOW)

# Per ten thousand bookings: country, language, time zone, telephone prefix.
# The last ones are of a language that nobody told.
COUNTRIES = (
    (5921, "PRT", "pt", "Europe/Lisbon", "351"),
    (1264, "GBR", "en", "Europe/London", "44"),
    (901, "ESP", "es", "Europe/Madrid", "34"),
    (379, "IRL", "en", "Europe/Dublin", "353"),
    (331, "DEU", "de", "Europe/Berlin", "49"),
    (208, "FRA", "fr", "Europe/Paris", "33"),
    (90, "FIN", "fi", "Europe/Helsinki", "358"),
    (87, "NLD", "nl", "Europe/Amsterdam", "31"),
    (83, "BRA", "pt", "America/Sao_Paulo", "55"),
    (69, "SWE", "sv", "Europe/Stockholm", "46"),
    (62, "BEL", "nl", "Europe/Brussels", "32"),
    (59, "USA", "en", "America/New_York", "1"),
    (57, "ITA", "it", "Europe/Rome", "39"),
    (38, "AUT", "de", "Europe/Vienna", "43"),
    (14, "ARG", "es", "America/Argentina/Buenos_Aires", "54"),
    (10, "AUS", "en", "Australia/Sydney", "61"),
    (89, "POL", "", "Europe/Warsaw", "48"),
    (84, "CAN", "", "America/Toronto", "1"),
    (64, "CHE", "", "Europe/Zurich", "41"),
    (27, "ROU", "", "Europe/Bucharest", "40"),
    (24, "LUX", "", "Europe/Luxembourg", "352"),
)
WITH_PHONE = 0.65
REPEATED = 0.10


class Dice:
    """What is drawn, all from one random()."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def below(self, n):
        return int(self.random() * n)

    def weighted(self, weights):
        sums = list(itertools.accumulate(weights))
        return bisect.bisect(sums, self.random() * sums[-1])

    def decile(self, deciles):
        at = self.random() * (len(deciles) - 1)
        low = int(at)
        return deciles[low] + (at - low) * (deciles[low + 1] - deciles[low])


def moment(dice, day, first_hour, hours):
    midnight = datetime.datetime.combine(day, datetime.time(first_hour))
    return midnight + datetime.timedelta(minutes=dice.below(hours * 60))


def draw_guest(dice, guests):
    """Somebody who was there before, or somebody new."""
    if guests and dice.random() < REPEATED:
        # Who comes back at all comes back soon, more often than not.
        return guests[-1 - int(len(guests) * dice.random() ** 3)]
    _, country, language, zone, prefix = COUNTRIES[
        dice.weighted([row[0] for row in COUNTRIES])]
    guest = {"country": country, "language": language, "timezone": zone,
             "prefix": prefix if dice.random() < WITH_PHONE else None}
    guests.append(guest)
    return guest


def cancelled_at(dice, booked, days, deciles):
    """Some think better of it the same evening."""
    after = int(days * dice.decile(deciles))
    if after == 0:
        return booked + datetime.timedelta(minutes=20 + dice.below(460))
    return moment(dice, booked.date() + datetime.timedelta(days=after), 12, 11)


def draw_booking(dice, day, guests):
    """The events of one booking, as (type, when), and what they share."""
    kind = dice.weighted([row[1] for row in LEADS])
    least, _, cancelled, no_show, deciles = LEADS[kind]
    most = (LEADS[kind + 1][0] if kind + 1 < len(LEADS)
            else LONGEST_LEAD_DAYS)
    days = least + dice.below(most - least)
    arrival = day + datetime.timedelta(days=days)
    nights = dice.weighted(NIGHTS[(days >= 8) + (days >= 61)])
    price = dice.decile(PRICES[arrival.month - 1])
    booked = moment(dice, day, 6, 17)
    events = [("booking", booked)]
    fate = dice.below(1000)
    if fate < cancelled:
        events.append(("cancellation",
                       cancelled_at(dice, booked, days, deciles)))
    elif fate < cancelled + no_show:
        events.append(("no-show", moment(
            dice, arrival + datetime.timedelta(days=1), 7, 2)))
    else:
        leaving = arrival + datetime.timedelta(days=max(nights, 1))
        paid = moment(dice, leaving, 7, 4)
        events.append(("payment", paid))
        events.append(("checkout",
                       paid + datetime.timedelta(minutes=5 + dice.below(60))))
    return events, {"guest": draw_guest(dice, guests), "nights": nights,
                    "value": "%.2f" % (nights * price)}


def draw(seed):
    """Rows of the file, in order of time."""
    dice = Dice(seed)
    guests = []
    rows = []
    number = 0
    first = FIRST_DAY - datetime.timedelta(days=WARM_UP_DAYS)
    for offset in range((LAST_DAY - first).days + 1):
        day = first + datetime.timedelta(days=offset)
        expected = BOOKINGS_A_DAY * WEEKDAYS[day.weekday()]
        for _ in range(int(expected * (0.7 + 0.6 * dice.random()) + 0.5)):
            events, booking = draw_booking(dice, day, guests)
            number += 1
            booking["reference"] = "B-%05d" % number
            rows += [(at, kind, booking) for kind, at in events
                     if FIRST_DAY <= at.date() <= LAST_DAY]
    rows.sort(key=lambda row: (row[0], row[2]["reference"]))
    return rows


def as_csv(rows):
    """Guests are numbered as they come."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    numbers = {}
    for at, kind, booking in rows:
        guest = booking["guest"]
        n = numbers.setdefault(id(guest), len(numbers) + 1)
        phone = "+%s555%06d" % (guest["prefix"], n) if guest["prefix"] else ""
        writer.writerow((
            kind, booking["reference"], at.strftime("%Y-%m-%dT%H:%M:00Z"),
            "guest-%04d@guests.example" % n, phone, "Guest %d" % n,
            guest["language"], guest["timezone"], guest["country"],
            booking["nights"], booking["value"]))
    return out.getvalue()


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(
        description="Draws the demo's events.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--output", default=os.path.join(here, "events.csv"),
                        help="a file, or - for standard output")
    options = parser.parse_args()
    text = as_csv(draw(options.seed))
    if options.output == "-":
        print(text, end="")
        return
    with open(options.output, "w", encoding="utf-8", newline="") as file:
        file.write(text)


if __name__ == "__main__":
    main()
