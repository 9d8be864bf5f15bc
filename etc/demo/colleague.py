"""The colleague of the demo at the front desk: answers the mails of alerts,
and closes their cases. Called by world.py.
"""
import datetime
import random

import mail_programs

HOUR = datetime.timedelta(hours=1)
NAME = "Front desk"

# Of the cases: the customer gets an answer; the case is closed.
ANSWERED = 0.7
CLOSED = 0.93

APOLOGIES = (
    "I am sorry that this went wrong. I have spoken with the people here, and "
    "would like to make it good: may I call you tomorrow?",
    "Thank you for telling us so plainly. You are right, and we have changed "
    "it today.",
    "This is not what we want to be known for. Your next breakfast is on us; "
    "just say so at the desk.")

# What was done, as it stands behind "#done".
OUTCOMES = ("called, and apologised", "refunded the night", "put right",
            "a free breakfast next time", "told the manager",
            "left a message, no answer")


class Colleague:
    def __init__(self, seed, address, zone):
        self.seed = seed
        self.address = address
        self.zone = zone

    def letter(self, alert, when, text):
        return mail_programs.PROGRAMS["Outlook"][0](mail_programs.Letter(
            alert, self.address, NAME, "en", when.astimezone(self.zone), text,
            -1))

    def act(self, alert):
        """(When, mail) of all that is written because of this alert."""
        rng = random.Random("%s colleague %s" % (self.seed,
                                                 alert.message_id))
        mails = []
        when = alert.sent + HOUR * (2 + 20 * rng.random())
        if rng.random() < ANSWERED:
            mails.append((when, self.letter(
                alert, when, rng.choice(APOLOGIES))))
        when += HOUR * (1 + 60 * rng.random())
        if rng.random() < CLOSED:
            mails.append((when, self.letter(
                alert, when, "#done " + rng.choice(OUTCOMES))))
        return mails
