"""The world outside of dripscore, for the demo: the events file, the two
Maildirs, and the guests with their replies on the way. Called by demo.py,
which has the clock and the program.
"""
import bisect
import collections
import csv
import datetime
import email
import email.header
import email.utils
import heapq
import json
import os
import re
import urllib.parse
import zoneinfo

import colleague
import guests
import mail_programs

UTC = datetime.timezone.utc
DIGEST_TEAM = "front-desk@aurora.example"
DIGEST_SUBJECT = "front-desk: "
# A digest of fewer answers is shown only if there is no better one.
WORTH_SHOWING = 10


class Failed(Exception):
    """The demo cannot go on; the text is for people."""


def zone_of(name):
    try:
        return zoneinfo.ZoneInfo(name) if name else UTC
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        return UTC


class Maildir:
    """Delivers, and hands out what is new."""

    def __init__(self, path):
        self.path = path
        self.count = 0
        for each in ("tmp", "new", "cur"):
            os.makedirs(os.path.join(path, each), exist_ok=True)

    def deliver(self, mail, sender="guests"):
        self.count += 1
        name = "%07d.%s" % (self.count, sender)
        staged = os.path.join(self.path, "tmp", name)
        with open(staged, "wb") as file:
            file.write(mail)
        os.rename(staged, os.path.join(self.path, "new", name))

    def take_new(self):
        """Paths, moved to cur/."""
        new = os.path.join(self.path, "new")
        for name in sorted(os.listdir(new)):
            path = os.path.join(self.path, "cur", name + ":2,S")
            os.rename(os.path.join(new, name), path)
            yield path


class Events:
    """What the demo must know of the file: from when to when, and who the
    guests are. dripscore reads the file itself."""

    def __init__(self, path):
        self.path = path
        self.count = 0
        self.people = {}
        times = []
        try:
            with open(path, encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    self.take(row, times)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise Failed("%s cannot be read: %s" % (path, error)) from error
        if not times:
            raise Failed("%s has no row with a time in a column occurred_at, "
                         "as 2026-03-01T12:00:00Z" % path)
        self.first, self.last = min(times), max(times)
        self.times = sorted(times)

    def take(self, row, times):
        text = (row.get("occurred_at") or row.get("at") or "").strip()
        try:
            at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            return
        times.append(at if at.tzinfo else at.replace(tzinfo=UTC))
        self.count += 1
        address = (row.get("email") or "").strip()
        if address:
            known = self.people.get(address, ("", "", ""))
            self.people[address] = tuple(
                (row.get(column) or "").strip() or before for column, before
                in zip(("name", "language", "timezone"), known))

    def share_until(self, at):
        """Of all events; a few that are years older than the rest don't
        make the bar crawl."""
        return bisect.bisect(self.times, at) / len(self.times)


class World:
    """All guests, their mailboxes, and the replies on their way."""

    def __init__(self, folder, events, seed, zone):
        self.sent = Maildir(os.path.join(folder, "sent"))
        self.inbox = Maildir(os.path.join(folder, "inbox"))
        self.events = events
        self.seed = seed
        self.sayings = guests.Sayings(seed)
        self.zone = zone
        self.guests = {}
        self.on_their_way = []
        self.colleague = colleague.Colleague(seed, DIGEST_TEAM, zone)
        self.follow_ups = []    # (when, a number, mail) of the colleague
        self.alerts = set()     # addresses to answer them
        self.asked = 0
        self.reminded = 0
        self.answered = 0
        self.opened = {}   # address to reply to -> whether somebody will
        self.kinds = collections.Counter()
        self.programs = collections.Counter()
        self.digest = None
        self.digest_answers = 0
        self.answered_before = 0    # before the last digest
        self.answered_earlier = 0   # before this step: what a digest may hold
        self.ledger = open(os.path.join(folder, "guests.jsonl"), "w",
                           encoding="utf-8")

    def guest(self, address, language):
        guest = self.guests.get(address)
        if guest is None:
            name, known, zone = self.events.people.get(
                address, ("", "", ""))
            guest = guests.Guest(self.seed, self.sayings, address, name,
                                 known or language,
                                 zone_of(zone) if zone else self.zone)
            self.guests[address] = guest
        return guest

    def deliver(self, now):
        """Replies that are due go into the inbox."""
        self.answered_earlier = self.answered
        while self.on_their_way and self.on_their_way[0][0] <= now:
            _, _, _, reply = heapq.heappop(self.on_their_way)
            self.inbox.deliver(reply.mail)
            self.ledger.write(json.dumps(reply.record(), ensure_ascii=False)
                              + "\n")
            self.answered += reply.score >= 0
            self.kinds[reply.kind] += 1
            self.programs[reply.program] += 1
        self.ledger.flush()
        while self.follow_ups and self.follow_ups[0][0] <= now:
            self.inbox.deliver(heapq.heappop(self.follow_ups)[2], "desk")

    def read_mail(self):
        """Guests open what came since the last time, oldest first."""
        mails = []
        for path in self.sent.take_new():
            with open(path, "rb") as file:
                raw = file.read()
            # Most are thrown away unread: no more than these is looked at.
            head = email.message_from_bytes(raw[:raw.find(b"\n\n") + 2])
            sent = email.utils.parsedate_to_datetime(head["Date"])
            to = email.utils.parseaddr(head["To"])[1]
            subject = str(email.header.make_header(
                email.header.decode_header(head["Subject"])))
            mails.append((sent, to, head.get("Feedback-ID", ""), subject, raw))
        mails.sort()
        for sent, to, feedback, subject, raw in mails:
            if feedback:
                self.open_invitation(sent, to, feedback.split(":")[0], raw)
            elif to == DIGEST_TEAM and subject.startswith(DIGEST_SUBJECT):
                self.take_digest(raw)
            elif to == DIGEST_TEAM and b"\nReply-To:" in raw:
                self.take_alert(sent, raw)

    def take_alert(self, sent, raw):
        """Or the reminder of a case, which is answered no more often."""
        address = address_of_reply(raw)
        if address in self.alerts:
            return
        self.alerts.add(address)
        for n, (when, mail) in enumerate(
                self.colleague.act(invitation_in(sent, raw))):
            heapq.heappush(self.follow_ups,
                           (when, (len(self.alerts), n), mail))

    def take_digest(self, raw):
        """The newest one that is worth showing; a file may end thinly."""
        answers = self.answered_earlier - self.answered_before
        self.answered_before = self.answered_earlier
        if answers >= min(WORTH_SHOWING, self.digest_answers):
            self.digest = raw
            self.digest_answers = answers

    def open_invitation(self, sent, to, touchpoint, raw):
        """Or a reminder of it, which has the same address to reply to."""
        token = address_of_reply(raw)
        again = token in self.opened
        if again:
            self.reminded += 1
        else:
            self.asked += 1
        # Who has written, and is reminded all the same, shrugs.
        if self.opened.get(token):
            return
        self.opened[token] = False
        guest = self.guests.get(to)
        if guest is None:
            found = re.search(rb'<html lang=(?:3D)?"([a-z]+)', raw)
            guest = self.guest(to, found.group(1).decode() if found else "en")
        fate, when, rng = guest.decide(touchpoint, sent, again)
        if fate is None:
            return
        reply = guest.write(fate, when, rng, invitation_in(sent, raw),
                            touchpoint, self.events.share_until(sent))
        if reply is not None:
            self.opened[token] = True
            heapq.heappush(self.on_their_way,
                           (reply.due, reply.address,
                            self.asked + self.reminded, reply))


def address_of_reply(raw):
    found = re.search(rb"^Reply-To: *(?:.*<)?([^\s<>]+@[^\s<>]+)", raw,
                      re.M | re.I)
    return found.group(1) if found else raw


def address_in(header):
    found = re.search(r"<mailto:([^?>]*)", header or "")
    return urllib.parse.unquote(found.group(1)) if found else ""


def words_in(header):
    return str(email.header.make_header(email.header.decode_header(header)))


def invitation_in(sent, raw):
    # The modern policy of the email package takes five times as long.
    mail = email.message_from_bytes(raw)
    bodies = {part.get_content_type():
              part.get_payload(decode=True).decode("utf-8")
              for part in mail.walk() if not part.is_multipart()}
    return mail_programs.Invitation(
        message_id=mail["Message-ID"], subject=words_in(mail["Subject"]),
        who=email.utils.parseaddr(words_in(mail["From"]))[0],
        address=email.utils.parseaddr(mail["Reply-To"])[1],
        unsubscribe=address_in(mail["List-Unsubscribe"]),
        return_path=email.utils.parseaddr(mail.get("Return-Path", ""))[1],
        sent=sent, text=bodies.get("text/plain", ""),
        html=bodies.get("text/html", ""))
