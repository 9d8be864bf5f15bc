"""The guests of the demo: who answers an invitation, when, by which program
and what. All by chance, and all of it from the seed and the guest's address,
so that it comes out the same each time. Called by demo.py.
"""
import dataclasses
import datetime
import itertools
import random

import mail_programs
import words

HOUR = datetime.timedelta(hours=1)

# What becomes of an invitation, in per mille. The rest is silence.
FATES = (("answer", 268), ("comment", 14), ("auto-reply", 17), ("opt-out", 8))
DEAD_MAILBOXES = 0.008

# Of the answers: a click on the scale, and those with a word about it.
CLICKS = 0.24
COMMENTED = 0.58

# Per touchpoint: shares of promoters and detractors at the beginning, and at
# the end.
MOODS = {
    "after-booking": ((0.46, 0.19), (0.52, 0.15)),
    "after-payment": ((0.27, 0.41), (0.46, 0.22)),
    "week-later": ((0.66, 0.10), (0.56, 0.17)),
}
MOOD = ((0.45, 0.25), (0.45, 0.25))
BANDS = {
    "promoter": ((10, 0.56), (9, 0.44)),
    "passive": ((8, 0.62), (7, 0.38)),
    "detractor": ((6, 0.36), (5, 0.24), (4, 0.13), (3, 0.11), (2, 0.07),
                  (1, 0.04), (0, 0.05)),
}

# How soon an answer comes, in hours.
DELAYS = ((0.1, 3, 0.38), (3, 24, 0.37), (24, 120, 0.25))

SHAPES = (("{score}\n\n{comment}", 0.5), ("{score} - {comment}", 0.25),
          ("{score}/10\n\n{comment}", 0.12),
          ("{hello}\n\n{score}\n\n{comment}", 0.13))


def pick(rng, weighted):
    """One of ((what, weight), ...)."""
    sums = list(itertools.accumulate(weight for _, weight in weighted))
    at = rng.random() * sums[-1]
    return next(what for (what, _), end in zip(weighted, sums) if at < end)


class Sayings:
    """Sentences, dealt like cards: none comes again before all have come."""

    def __init__(self, seed):
        self.seed = seed
        self.decks = {}

    def deal(self, name, sentences):
        if not self.decks.get(name):
            rng = random.Random("%s sayings %s" % (self.seed, name))
            self.decks[name] = sorted(sentences, key=lambda _: rng.random())
        deck = self.decks[name]
        deck.append(deck.pop(0))
        return deck[-1]


@dataclasses.dataclass
class Reply:
    """A mail that a guest, or a machine for him, has written."""
    due: datetime.datetime
    mail: bytes
    address: str
    touchpoint: str
    kind: str
    program: str
    score: int
    comment: str
    language: str

    def record(self):
        """What the guest did, for the ledger."""
        return {"at": self.due.isoformat(), "address": self.address,
                "touchpoint": self.touchpoint, "kind": self.kind,
                "score": self.score if self.score >= 0 else None,
                "comment": self.comment or None, "program": self.program,
                "language": self.language}


class Guest:
    """One address: the same person, program and language each time."""

    def __init__(self, seed, sayings, address, name, language, zone):
        rng = random.Random("%s guest %s" % (seed, address))
        self.seed = seed
        self.sayings = sayings
        self.address = address
        self.name = name
        self.language = language if language in words.LANGUAGES else "en"
        self.zone = zone
        self.mailbox_is_dead = rng.random() < DEAD_MAILBOXES
        self.program = pick(rng, [(name, weight) for name, (_, weight)
                                  in mail_programs.PROGRAMS.items()])
        self.asked = {}

    def decide(self, touchpoint, sent, again):
        """Opens the invitation, or not: (fate, when, chance for the rest).
        again: a reminder; who was silent mostly stays so."""
        nth = self.asked[touchpoint] = self.asked.get(touchpoint, 0) + 1
        rng = random.Random("%s %s %s %d" % (self.seed, self.address,
                                             touchpoint, nth))
        at = rng.random() * 1000 * (3 if again else 1)
        fate = None
        for kind, per_mille in FATES:
            if at < per_mille:
                fate = kind
                break
            at -= per_mille
        if self.mailbox_is_dead:
            return "bounce", sent + HOUR / 60, rng
        if fate == "auto-reply":
            return fate, sent + HOUR / 30, rng
        low, high = pick(rng, [((low, high), weight)
                               for low, high, weight in DELAYS])
        minutes = int(60 * (low + rng.random() * (high - low)))
        return fate, sent + HOUR * minutes / 60, rng

    def letter(self, invitation, when, text="", score=-1):
        return mail_programs.Letter(
            invitation, self.address, self.name, self.language,
            when.astimezone(self.zone), text, score)

    def write(self, fate, when, rng, invitation, touchpoint, progress):
        """The Reply; None if there is no way to send it."""
        made = {"answer": self.answer, "comment": self.words_alone,
                "auto-reply": self.away, "opt-out": self.leave,
                "bounce": self.bounce}[fate](
                    rng, invitation, when, touchpoint, progress)
        if made is None or made[0] is None:
            return None
        mail, program, score, comment = made
        return Reply(when, mail, self.address, touchpoint, fate, program,
                     score, comment, self.language)

    def answer(self, rng, invitation, when, touchpoint, progress):
        begin, end = MOODS.get(touchpoint, MOOD)
        promoters, detractors = (a + (b - a) * progress
                                 for a, b in zip(begin, end))
        band = pick(rng, (("promoter", promoters), ("detractor", detractors),
                          ("passive", 1 - promoters - detractors)))
        score = pick(rng, BANDS[band])
        comment = ""
        if rng.random() < COMMENTED and touchpoint in words.COMMENTS:
            comment = self.sayings.deal(
                (touchpoint, band, self.language),
                words.COMMENTS[touchpoint][band][self.language])
        if rng.random() < CLICKS:
            mail = mail_programs.click(
                self.letter(invitation, when, comment, score))
            if mail is not None:
                return mail, "the scale", score, comment
        shape = pick(rng, SHAPES) if comment else "{score}"
        text = shape.format(score=score, comment=comment,
                            hello=words.GREETINGS[self.language])
        mail = mail_programs.PROGRAMS[self.program][0](
            self.letter(invitation, when, text))
        return mail, self.program, score, comment

    def words_alone(self, _rng, invitation, when, _touchpoint, _progress):
        text = self.sayings.deal(("alone", self.language),
                                 words.WORDS_ALONE[self.language])
        mail = mail_programs.PROGRAMS[self.program][0](
            self.letter(invitation, when, text))
        return mail, self.program, -1, text

    def away(self, _rng, invitation, when, _touchpoint, _progress):
        return (mail_programs.away(self.letter(invitation, when)),
                "a machine", -1, "")

    def leave(self, _rng, invitation, when, _touchpoint, _progress):
        if not invitation.unsubscribe:
            return None
        return (mail_programs.unsubscribe(self.letter(invitation, when)),
                "a button", -1, "")

    def bounce(self, _rng, invitation, when, _touchpoint, _progress):
        if not invitation.return_path:
            return None
        return (mail_programs.bounce(self.letter(invitation, when)),
                "a machine", -1, "")
