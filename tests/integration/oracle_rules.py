"""What a configuration says of when somebody may be asked, in another form than
the program's: read from the INI text, hours as spans of UTC from zoneinfo.

Reads what tests/integration/draw_cadence.py writes, and no more of the
language than that.
"""
import configparser
import datetime
import functools
import os
import re
from zoneinfo import ZoneInfo

UTC = datetime.timezone.utc
DAY_S = 86400
YEAR_S = 365 * DAY_S
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
UNITS = {"minute": 60, "hour": 3600, "day": DAY_S, "week": 7 * DAY_S}
# Conditions by their texts: the oracle reads no grammar.
CONDITIONS = {
    "nights >= 3": lambda fact: fact("nights") >= 3,
    "nights >= 2 and not country = ESP":
        lambda fact: fact("nights") >= 2 and fact("country") != "ESP",
    "country in (PRT, GBR) or value > 500":
        lambda fact: fact("country") in ("PRT", "GBR") or fact("value") > 500,
}


def duration(text):
    n, unit = re.fullmatch(r"(\d+) ([a-z]+?)s?", text.strip()).groups()
    return int(n) * UNITS[unit]


def rate(text):
    if not text:
        return None
    n, per = text.split("/")
    return int(n), per


def utc_of(day, minute, zone):
    """The moment of that minute of a local day: after a gap, before a
    repetition."""
    local = datetime.datetime.combine(day, datetime.time()) + \
        datetime.timedelta(minutes=minute)
    return int(local.replace(tzinfo=zone).timestamp())


def local_day(at, zone):
    return datetime.datetime.fromtimestamp(at, zone).date()


class Calendar:
    def __init__(self, hours, files):
        self.week = [[] for _ in DAYS]  # minutes, from and until
        for part in hours.split(","):
            *days, span = part.split()
            begin, end = (int(text[:2]) * 60 + int(text[3:])
                          for text in span.split("-"))
            names = days[0].split("-") if days else (DAYS[0], DAYS[-1])
            for i in range(DAYS.index(names[0]), DAYS.index(names[-1]) + 1):
                self.week[i].append(
                    (begin, end + (DAYS_MINUTES if end <= begin else 0)))
        self.yearly, self.days, self.spans = set(), [], []
        for path in files:
            with open(path, encoding="utf-8") as stream:
                for entry in stream.read().split("BEGIN:VEVENT")[1:]:
                    self.close(dict(re.findall(
                        r"^([A-Z]+)[^:\n]*:(.*)$", entry, re.M)))

    def close(self, entry):
        begin, end = entry["DTSTART"].strip(), entry["DTEND"].strip()
        if begin.endswith("Z"):
            self.spans.append(tuple(int(datetime.datetime.strptime(
                text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())
                for text in (begin, end)))
        elif "RRULE" in entry:
            self.yearly.add(begin[4:8])
        else:
            self.days.append((begin, end))

    def is_closed(self, day):
        name = day.strftime("%Y%m%d")
        return name[4:] in self.yearly or any(
            begin <= name < end for begin, end in self.days)

    @functools.lru_cache(maxsize=None)
    def openings(self, day, zone):
        """Those that begin on that local day, in order."""
        found = [(utc_of(day, begin, zone), utc_of(day, end, zone))
                 for begin, end in sorted(self.week[day.weekday()])]
        closed = list(self.spans)
        for i in range(3):
            other = day + datetime.timedelta(days=i)
            if self.is_closed(other):
                closed.append((utc_of(other, 0, zone),
                               utc_of(other, DAYS_MINUTES, zone)))
        for begin, end in closed:
            found = [piece for a, b in found for piece in
                     ((a, min(b, begin)), (max(a, end), b))
                     if piece[0] < piece[1]]
        return sorted(found)

    def near(self, at, zone, days):
        day = local_day(at, zone) - datetime.timedelta(days=1)
        for i in range(days):
            yield from self.openings(day + datetime.timedelta(days=i), zone)

    def contains(self, at, zone):
        return any(a <= at < b for a, b in self.near(at, zone, 3))

    def next(self, at, zone):
        return next(max(a, at) for a, b in self.near(at, zone, 800) if b > at)

    def closes(self, at, zone, at_most):
        """When the opening ends that `at` is in; or at_most, if that comes
        before."""
        ends = [at]
        while ends and at < at_most:
            at = max(ends)
            ends = [b for a, b in self.near(at, zone, 3) if a <= at < b]
        return min(at, at_most)


DAYS_MINUTES = 24 * 60


class Touchpoint:
    def __init__(self, name, section, cadence, calendars):
        get = section.get
        self.name = name
        self.on = get("on")
        self.delay = duration(get("delay", "0 minutes"))
        self.expires = duration(get("expires", "30 days"))
        self.spread = duration(get("spread", "0 minutes"))
        self.sample = int(get("sample", "100%").rstrip("%"))
        self.where = CONDITIONS[get("where")] if get("where") else None
        self.priority = int(get("priority", "0"))
        self.exempt = get("rest") == "exempt"
        self.rest = 0 if self.exempt else duration(
            get("rest") or cadence.get("rest", "0 minutes"))
        self.unless = [word.strip() for word in get("unless", "").split(",")]
        self.remind = [duration(text) for text in
                       get("remind", "").split(",") if text.strip()]
        self.nudge = duration(get("nudge", "0 minutes"))
        self.max_lateness = duration(get("max_lateness") or
                                     cadence.get("max_lateness", "24 hours"))
        self.calendar = calendars.get(
            get("calendar", cadence.get("calendar", "none")))
        self.drips = []  # (n, per, key of the scope)

    def next(self, at, zone):
        return self.calendar.next(at, zone) if self.calendar else at

    def contains(self, at, zone):
        return self.calendar is None or self.calendar.contains(at, zone)


class Rules:
    def __init__(self, path):
        ini = configparser.ConfigParser(interpolation=None)
        ini.read(path, encoding="utf-8")
        cadence = ini["cadence"] if ini.has_section("cadence") else {}
        self.zone = ZoneInfo(ini["organisation"]["timezone"])
        self.max_per_year = int(cadence.get("max_per_year", "0"))
        named = [(header.split(), ini[header]) for header in ini.sections()]
        calendars = {words[1]: Calendar(
            section["hours"], [os.path.join(os.path.dirname(path), name) for
                               name in section.get("holidays", "").split()])
            for words, section in named if words[0] == "calendar"}
        self.touchpoints = {
            words[1]: Touchpoint(words[1], section, cadence, calendars)
            for words, section in named if words[0] == "touchpoint"}
        self.add_drip(cadence.get("drip"), "all", self.touchpoints)
        for words, section in named:
            if words[0] == "touchpoint":
                self.add_drip(section.get("drip"), words[1], words[1:])
            elif words[0] == "team":
                self.add_drip(section.get("drip"), " ".join(words),
                              section["touchpoints"].split(", "))

    def add_drip(self, text, scope, names):
        for name in names if text else ():
            self.touchpoints[name].drips.append((*rate(text), scope))


def room_in_minute(n, minute):
    """Of n an hour the i-th is due when i/n of the hour is over."""
    return sum(-(-i * 60 // n) - 1 == minute for i in range(1, n + 1))
