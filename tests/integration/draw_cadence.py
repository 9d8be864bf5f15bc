"""Configurations, holidays and events by lot, for tests of the cadence: the
same seed draws the same."""
import csv
import datetime
import random

from oracle_rules import CONDITIONS

UTC = datetime.timezone.utc
ZONES = ("Europe/Lisbon", "Europe/Helsinki", "America/New_York",
         "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo",
         "Atlantic/Azores", "Africa/Casablanca", "")
HOURS = ("Mon-Fri 09:00-18:00, Sat 10:00-14:00", "20:00-01:30",
         "Mon-Sun 01:00-03:00, Tue 12:00-13:00", "00:00-24:00",
         "Mon-Fri 08:00-12:00, Mon-Thu 13:00-17:30, Fri 22:00-02:00")
COLUMNS = ("type", "reference", "occurred_at", "email", "phone", "name",
           "language", "timezone", "country", "nights", "value")
HEAD = """\
[organisation]
name = Aurora Resort
timezone = %s
postal_address = Aurora Resort, 1 Lighthouse Road

[store]
url = sqlite:dripscore.db

[provider mail]
type = maildir
path = sent
sync = no
from = Aurora Resort <survey@aurora.example>

[inbox replies]
type = maildir
path = inbox
address = survey+{token}@aurora.example
"""
# That of the events of the resort.
RESORT = HEAD % "Europe/Lisbon" + """
[calendar polite]
hours = Mon-Fri 09:00-18:00, Sat 10:00-14:00
holidays = holidays.ics

[calendar evenings]
hours = Mon-Thu 18:00-21:00, Fri 18:00-01:00

[cadence]
rest = 30 days
max_per_year = 3
drip = 12/hour
calendar = polite

[touchpoint after-booking]
on = booking
delay = 2 hours
unless = cancellation, no-show
sample = 70%
remind = 3 days, 7 days
drip = 5/hour

[touchpoint after-payment]
on = payment
delay = 30 minutes
priority = 5
rest = 14 days
where = nights >= 2 and not country = ESP
calendar = evenings
nudge = 2 days

[touchpoint week-later]
on = checkout
delay = 7 days
priority = 9
spread = 3 days
unless = cancellation, no-show
remind = 4 days

[team front-desk]
to = desk@aurora.example
touchpoints = after-booking, after-payment
drip = 40/day
"""


def entry(number, begin, end, more=""):
    return "\r\n".join((
        "BEGIN:VEVENT", "UID:%d@aurora.example" % number,
        "DTSTAMP:20120101T000000Z", "DTSTART" + begin, "DTEND" + end,
        "SUMMARY:Closed %d" % number)) + "\r\n" + more + "END:VEVENT\r\n"


def holidays(year):
    """Christmas each year, Easter's days, a fair of an afternoon (in UTC)."""
    day = ";VALUE=DATE:"
    return "".join((
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Aurora//EN\r\n",
        entry(1, day + "20121224", day + "20121225",
              "RRULE:FREQ=YEARLY\r\n"),
        entry(2, day + "20121225", day + "20121226",
              "RRULE:FREQ=YEARLY\r\n"),
        entry(3, day + "%d0403" % year, day + "%d0407" % year),
        entry(4, ":%d0310T110000Z" % year, ":%d0310T174500Z" % year),
        "END:VCALENDAR\r\n"))


class Draw:
    def __init__(self, seed):
        self.lot = random.Random("cadence %d" % seed)
        self.begin = datetime.datetime(2026, 2, 20, tzinfo=UTC)
        self.people = []

    def maybe(self, share, text):
        return text if self.lot.random() < share else ""

    def rate(self):
        return self.lot.choice(("%d/hour" % self.lot.randint(1, 40),
                                "%d/day" % self.lot.randint(2, 15), "1/minute",
                                "90/hour"))

    def touchpoint(self, name, on, drips):
        lot = self.lot
        first = lot.randint(1, 4)
        lines = ["\n[touchpoint %s]" % name, "on = " + on,
                 "delay = %d %s" % (lot.randint(1, 40), lot.choice(
                     ("minutes", "hours"))),
                 "expires = %d days" % lot.randint(10, 25),
                 self.maybe(0.7, "unless = cancellation, no-show"),
                 self.maybe(0.3, "sample = %d%%" % lot.randint(30, 90)),
                 self.maybe(0.3, "spread = %d days" % lot.randint(1, 6)),
                 self.maybe(0.4, "where = " + lot.choice(list(CONDITIONS))),
                 self.maybe(0.6, lot.choice(
                     ("rest = exempt", "rest = 2 days", "priority = 3",
                      "rest = 9 days\npriority = 7", "priority = 9"))),
                 self.maybe(0.7, "remind = " + lot.choice((
                     "%d days" % first,
                     "%d days, %d days" % (first, first + 2),
                     "%d hours, %d days, 8 days" % (first, first)))),
                 self.maybe(0.4, "nudge = %d hours" % lot.randint(1, 60)),
                 self.maybe(0.5, "calendar = " + lot.choice(
                     ("other", "none"))),
                 self.maybe(0.3, "max_lateness = %d hours" %
                            lot.randint(1, 90))]
        if drips:
            lines.append(self.maybe(0.4, "drip = " + self.rate()))
        return "\n".join(line for line in lines if line) + "\n"

    def configuration(self):
        lot = self.lot
        drips = lot.random() < 0.4
        hours = lot.sample(HOURS, 2)
        text = HEAD % lot.choice(ZONES[:-1])
        text += "\n[calendar polite]\nhours = %s\n%s" % (
            hours[0], self.maybe(0.7, "holidays = holidays.ics\n"))
        text += "\n[calendar other]\nhours = %s\n" % hours[1]
        text += "\n[cadence]\nretry = 1 minute\n"
        text += self.maybe(0.8, "rest = %d days\n" % lot.choice((3, 10, 30)))
        text += self.maybe(0.4, "max_per_year = %d\n" % lot.randint(1, 3))
        text += self.maybe(0.8, "calendar = polite\n")
        if drips:
            text += "drip = %s\n" % self.rate()
        for name, on in (("after-booking", "booking"),
                         ("after-payment", "payment"),
                         ("week-later", "checkout")):
            text += self.touchpoint(name, on, drips)
        if drips:
            text += self.maybe(0.6, "\n[team desk]\nto = desk@aurora.example\n"
                               "touchpoints = after-booking, week-later\n"
                               "drip = %s\n" % self.rate())
        return text

    def guest(self, number):
        zone = self.lot.choice(ZONES)
        return {"email": "guest-%03d@guests.example" % number,
                "name": "Guest %d" % number, "language": "en",
                "timezone": zone,
                "country": self.lot.choice(("PRT", "GBR", "ESP", "FRA"))}

    def events(self, prefix, journeys, guests, first_day, days):
        """Rows of journeys that begin within those days."""
        lot = self.lot
        while len(self.people) < guests:
            self.people.append(self.guest(len(self.people)))
        rows = []
        for number in range(journeys):
            row = dict(lot.choice(self.people), phone="",
                       reference="%s-%d" % (prefix, number),
                       nights=lot.randint(1, 6),
                       value="%.2f" % (lot.random() * 1000))
            at = self.begin + datetime.timedelta(
                days=first_day + lot.random() * days)
            story = [("booking", 0)]
            if lot.random() < 0.25:
                story.append((lot.choice(("cancellation", "no-show")),
                              lot.random() * 10))
            else:
                story += [("payment", lot.random() * 5),
                          ("checkout", 2 + lot.random() * 20)]
            for kind, after in story:
                when = at + datetime.timedelta(days=after)
                rows.append(dict(row, type=kind, occurred_at=when.strftime(
                    "%Y-%m-%dT%H:%M:%SZ")))
        return sorted(rows, key=lambda row: row["occurred_at"])


def write_events(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def read_events(path):
    """Of who has no time zone the number tells none either."""
    with open(path, encoding="utf-8", newline="") as stream:
        return [dict(row, phone=row["phone"] if row["timezone"] else "")
                for row in csv.DictReader(stream)]
