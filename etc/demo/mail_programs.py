"""Replies as mail programs write them: from an invitation and what a guest
wants to say, to the bytes of a mail. Knows nothing of folders or of chance.

Each program is a function of a Letter and has its own idea of where the quote
goes and how it is announced. Called by guests.py.
"""
import dataclasses
import datetime
import email
import email.message
import email.mime.multipart
import email.utils
import hashlib
import html
import re
import textwrap
import urllib.parse

import words


@dataclasses.dataclass
class Invitation:
    """What the guest sees of it."""
    message_id: str
    subject: str
    who: str            # the name in From
    address: str        # where a reply goes
    unsubscribe: str    # address of List-Unsubscribe, or ""
    return_path: str    # address of the envelope, or ""
    sent: datetime.datetime
    text: str
    html: str


@dataclasses.dataclass
class Letter:
    """A reply about to be written."""
    invitation: Invitation
    author: str         # address
    name: str           # of the author, or ""
    language: str
    written: datetime.datetime
    text: str           # what the person types
    score: int          # for a click on the scale; -1: none


def in_words(pattern, letter, invitation):
    """The line that announces a quote, in the author's language and time."""
    sent = invitation.sent.astimezone(letter.written.tzinfo)
    language = letter.language
    return pattern[language].format(
        weekday=words.WEEKDAYS[language].split()[sent.weekday()],
        month=words.MONTHS[language].split()[sent.month - 1],
        d=sent.day, dd="%02d" % sent.day, m=sent.month,
        mm="%02d" % sent.month, y=sent.year, yy="%02d" % (sent.year % 100),
        time=sent.strftime("%H.%M" if language == "fi" else "%H:%M"),
        who=invitation.who, address=invitation.address)


def quoted(text):
    return "\n".join("> " + line if line else ">"
                     for line in text.rstrip().split("\n"))


def as_divs(text):
    return "".join("<div>%s</div>" % (html.escape(line) or "<br>")
                   for line in text.split("\n"))


def body_of(page):
    """What stands between <body> and </body>."""
    found = re.search(r"<body[^>]*>(.*)</body>", page, re.S)
    return found.group(1) if found else page


def part(text, subtype, charset="utf-8", encoding="quoted-printable"):
    """In UTF-8 where the charset cannot hold it."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    made = email.message.EmailMessage()
    made.set_content(text, subtype=subtype, charset=charset, cte=encoding)
    return made


def alternative(text, page, boundary):
    made = part(text, "plain")
    made.add_alternative(page, subtype="html", cte="quoted-printable")
    made.set_boundary(boundary)
    return made


def token(letter, domain):
    """A Message-ID that is the same whenever the demo is drawn."""
    seed = "%s %s %s" % (letter.author, letter.written.isoformat(), domain)
    return "%s@%s" % (hashlib.sha256(seed.encode()).hexdigest()[:24], domain)


def put_headers(mail, letter, subject, to=None, domain="guests.example",
                extra=(), threaded=True):
    """Also what a mail server adds when it brings it."""
    to = to or letter.invitation.address
    headers = [
        ("Return-Path", "<%s>" % letter.author),
        ("Delivered-To", to),
        ("From", email.utils.formataddr((letter.name, letter.author))),
        ("To", to),
        ("Subject", subject),
        ("Date", email.utils.format_datetime(letter.written)),
        ("Message-ID", "<%s>" % token(letter, domain)),
        ("MIME-Version", "1.0"),
    ]
    if threaded:
        headers += [("In-Reply-To", letter.invitation.message_id),
                    ("References", letter.invitation.message_id)]
    for name, value in list(extra) + headers:
        del mail[name]
        mail[name] = value
    return mail.as_bytes()


def gmail(letter):
    """Text and HTML, the answer on top, a wrapped line before the quote."""
    said = in_words(words.GMAIL, letter, letter.invitation)
    line = textwrap.fill(said, 76, break_long_words=False,
                         break_on_hyphens=False)
    # It breaks before the address, but behind the bracket.
    line = re.sub(r"\n([(<]+)", r" \1\n", line)
    page = ('<div dir="ltr">%s</div><br><div class="gmail_quote">'
            '<div dir="ltr" class="gmail_attr">%s<br></div>'
            '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
            'border-left:1px solid rgb(204,204,204);padding-left:1ex">%s'
            '</blockquote></div>\n' % (
                as_divs(letter.text), html.escape(said),
                body_of(letter.invitation.html)))
    text = "%s\n\n%s\n\n%s\n" % (letter.text, line,
                                 quoted(letter.invitation.text))
    mail = alternative(text, page, "000000000000%s" % token(letter, "g")[:16])
    return put_headers(mail, letter, "Re: " + letter.invitation.subject,
                       domain="mail.gmail.example")


def outlook(letter):
    """HTML alone, in Latin-1 where that does, a block of headers below."""
    invitation = letter.invitation
    sender, sent, to, subject, prefix = words.OUTLOOK[letter.language]
    local = invitation.sent.astimezone(letter.written.tzinfo)
    block = "".join("<b>%s:</b> %s<br>\n" % (label, html.escape(value))
                    for label, value in (
                        (sender, "%s <%s>" % (invitation.who,
                                              invitation.address)),
                        (sent, local.strftime("%d.%m.%Y %H:%M")),
                        (to, "%s <%s>" % (letter.name or letter.author,
                                          letter.author)),
                        (subject, invitation.subject)))
    typed = "".join(
        '<div class="elementToProof" style="font-family: Calibri, sans-serif;'
        ' font-size: 11pt">%s</div>\n' % (html.escape(line) or "<br>")
        for line in letter.text.split("\n"))
    page = ('<html><head><style type="text/css">P {margin-top:0;}</style>'
            '</head>\n<body dir="ltr">\n%s<div id="appendonsend"></div>\n'
            '<hr tabindex="-1" style="display:inline-block; width:98%%">\n'
            '<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, '
            'sans-serif">%s</font><div>&nbsp;</div></div>\n<div>%s</div>\n'
            '</body></html>\n' % (typed, block, body_of(invitation.html)))
    mail = part(page, "html", "iso-8859-1")
    return put_headers(mail, letter, "%s: %s" % (prefix, invitation.subject),
                       domain="prod.outlook.example",
                       extra=[("Thread-Topic", invitation.subject)])


def apple(letter, from_a_phone=False):
    """Text and HTML, the quote with a mark before it."""
    said = in_words(words.APPLE, letter, letter.invitation)
    ad = words.FROM_A_PHONE[letter.language] if from_a_phone else ""
    above = letter.text + ("\n\n" + ad if ad else "")
    quote = quoted("%s\n\n\ufeff%s" % (said, letter.invitation.text)) \
        if from_a_phone else "%s\n\n%s" % ("> " + said,
                                           quoted(letter.invitation.text))
    page = ('<html><head></head><body dir="auto">%s<br><div dir="ltr">%s'
            '</div><div dir="ltr"><br><blockquote type="cite">%s<br><br>'
            '</blockquote></div><blockquote type="cite"><div dir="ltr">%s'
            '</div></blockquote></body></html>\n' % (
                as_divs(letter.text), html.escape(ad), html.escape(said),
                body_of(letter.invitation.html)))
    mail = alternative("%s\n\n%s\n" % (above, quote), page,
                       "Apple-Mail-%s" % token(letter, "a")[:12].upper())
    mailer = "iPhone Mail (21E236)" if from_a_phone else \
        "Apple Mail (2.3774.500.171.1.1)"
    return put_headers(mail, letter, "Re: " + letter.invitation.subject,
                       extra=[("X-Mailer", mailer)])


def iphone(letter):
    return apple(letter, from_a_phone=True)


def thunderbird(letter):
    """Text alone, the answer below what it quotes."""
    said = in_words(words.THUNDERBIRD, letter, letter.invitation)
    mail = part("%s\n%s\n\n%s\n" % (said, quoted(letter.invitation.text),
                                    letter.text),
                "plain", "utf-8", "8bit")
    return put_headers(mail, letter, "Re: " + letter.invitation.subject,
                       extra=[("User-Agent", "Mozilla Thunderbird")])


def webmail(letter):
    """HTML alone, as Yahoo and others write it."""
    said = in_words(words.GMAIL, letter, letter.invitation)
    page = ('<html><head></head><body><div class="yahoo-style-wrap" '
            'style="font-family:Helvetica;font-size:16px;">%s'
            '<div><br></div></div><div id="yahoo_quoted_1" '
            'class="yahoo_quoted"><div><div>%s</div><div><br></div><div>%s'
            '</div></div></div></body></html>\n' % (
                as_divs(letter.text), html.escape(said),
                body_of(letter.invitation.html)))
    return put_headers(part(page, "html"), letter,
                       "Re: " + letter.invitation.subject,
                       domain="mail.yahoo.example")


def scale_link(invitation, score):
    """The address behind a number of the scale: (to, subject, body)."""
    for href, value in re.findall(
            r'<a [^>]*href="(mailto:[^"]*)"[^>]*>\s*(\d+)\s*</a>',
            invitation.html):
        if int(value) == score:
            break
    else:
        return None
    to, _, query = html.unescape(href)[len("mailto:"):].partition("?")
    fields = dict(urllib.parse.parse_qsl(query.replace("+", "%2B")))
    return (urllib.parse.unquote(to), fields.get("subject", ""),
            fields.get("body", ""))


def click(letter):
    """A number of the scale was clicked: its mail, and a word below maybe."""
    link = scale_link(letter.invitation, letter.score)
    if link is None:
        return None
    to, subject, body = link
    mail = part("\n\n".join(each for each in (body, letter.text) if each)
                + "\n", "plain", "utf-8", "base64")
    return put_headers(mail, letter, subject, to, threaded=False)


PROGRAMS = {
    "Gmail": (gmail, 34),
    "iPhone": (iphone, 22),
    "Outlook": (outlook, 17),
    "Webmail": (webmail, 11),
    "Thunderbird": (thunderbird, 9),
    "Apple Mail": (apple, 7),
}


def away(letter):
    """What a machine answers for somebody who is not there."""
    subject, text = words.AWAY[letter.language]
    mail = part(text + "\n", "plain")
    return put_headers(
        mail, letter, subject % letter.invitation.subject,
        extra=[("Auto-Submitted", "auto-replied"),
               ("X-Auto-Response-Suppress", "All")])


def unsubscribe(letter):
    """What a click on a program's own button sends."""
    return put_headers(part("\n", "plain"), letter, "unsubscribe",
                       letter.invitation.unsubscribe, threaded=False)


def bounce(letter):
    """RFC 3464: the mailbox is not there, and says so to the envelope."""
    host = "mx.guests.example"
    status = ("Reporting-MTA: dns; %s\n\nFinal-Recipient: rfc822; %s\n"
              "Action: failed\nStatus: 5.1.1\n"
              "Diagnostic-Code: smtp; 550 5.1.1 <%s>: Recipient address "
              "rejected\n" % (
                  host, letter.author, letter.author))
    report = email.mime.multipart.MIMEMultipart(
        "report", boundary="%s/%s" % (token(letter, "b")[:12], host),
        report_type="delivery-status")
    report.attach(part("This is the mail system at host %s.\n\nYour message "
                       "could not be delivered.\n" % host, "plain"))
    report.attach(email.message_from_string(
        "Content-Type: message/delivery-status\n\n" + status))
    original = email.message.Message()
    original["Content-Type"] = "text/rfc822-headers"
    original.set_payload("Message-ID: %s\nTo: %s\n" % (
        letter.invitation.message_id, letter.author))
    report.attach(original)
    daemon = dataclasses.replace(letter, author="MAILER-DAEMON@" + host,
                                 name="Mail Delivery System")
    return put_headers(
        report, daemon, "Undelivered Mail Returned to Sender",
        letter.invitation.return_path, host, threaded=False,
        extra=[("Auto-Submitted", "auto-replied")]).replace(
            b"Return-Path: <MAILER-DAEMON@mx.guests.example>",
            b"Return-Path: <>")
