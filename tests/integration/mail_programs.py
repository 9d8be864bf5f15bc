"""Replies to a mail, as several mail programs write them: what the person
wrote, and below it the mail that is answered, in text and in HTML.

Each function takes the mail that is answered (email.message.EmailMessage), the
writer's address and the lines that were typed, and gives the reply."""
import email.policy
import html
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit


def text_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(mail):
    """What stands in the mail's <body>."""
    page = mail.get_body(("html",)).get_content()
    start = page.find(">", page.lower().find("<body")) + 1
    end = page.lower().rfind("</body>")
    return page[start:end if end > start else len(page)]


def reply_address(mail):
    return parseaddr(mail["Reply-To"] or mail["From"])[1]


def _reply(mail, writer, domain):
    reply = EmailMessage(policy=email.policy.SMTP)
    reply["From"] = writer
    reply["To"] = mail["Reply-To"] or mail["From"]
    subject = str(mail["Subject"])
    reply["Subject"] = subject if subject.startswith("Re: ") else (
        "Re: " + subject)
    reply["Date"] = format_datetime(mail["Date"].datetime)
    reply["Message-ID"] = make_msgid(domain=domain)
    reply["In-Reply-To"] = mail["Message-ID"]
    reply["References"] = mail["Message-ID"]
    return reply


def _divs(lines):
    return "".join("<div>%s</div>" % (html.escape(line) or "<br>")
                   for line in lines)


def _quoted(text):
    return "".join("> %s\n" % line if line else ">\n"
                   for line in text.rstrip("\n").split("\n"))


def gmail(mail, writer, lines):
    reply = _reply(mail, writer, "mail.gmail.com")
    name, address = parseaddr(mail["From"])
    when = mail["Date"].datetime.strftime("%a, %b %-d, %Y at %-I:%M\u202f%p")
    reply.set_content(
        "\n".join(lines) + "\n\nOn %s %s <%s>\nwrote:\n\n" % (
            when, name, address) + _quoted(text_of(mail)))
    reply.add_alternative(
        '<div dir="ltr">%s</div><br><div class="gmail_quote '
        'gmail_quote_container"><div dir="ltr" class="gmail_attr">On %s %s '
        '&lt;<a href="mailto:%s">%s</a>&gt; wrote:<br></div><blockquote '
        'class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px '
        'solid rgb(204,204,204);padding-left:1ex">%s</blockquote></div>\n' % (
            _divs(lines), when, html.escape(name), address, address,
            html_of(mail)), subtype="html")
    return reply


def outlook(mail, writer, lines):
    reply = _reply(mail, writer, "eurprd01.prod.outlook.com")
    sent = mail["Date"].datetime.strftime("%A, %B %-d, %Y %-I:%M %p")
    head = (("From", mail["From"]), ("Sent", sent), ("To", mail["To"]),
            ("Subject", mail["Subject"]))
    reply["Thread-Topic"] = mail["Subject"]
    reply["X-MS-Has-Attach"] = ""
    reply.set_content(
        "\n".join(lines) + "\n\n________________________________\n" +
        "".join("%s: %s\n" % item for item in head) + "\n" + text_of(mail))
    reply.add_alternative(
        '<html><head><meta http-equiv="Content-Type" content="text/html; '
        'charset=utf-8"><style type="text/css" style="display:none;"> P '
        '{margin-top:0;margin-bottom:0;} </style></head><body dir="ltr">' +
        "".join('<div class="elementToProof" style="font-family: Aptos, '
                'Calibri, sans-serif; font-size: 12pt;">%s</div>' %
                (html.escape(line) or "<br>") for line in lines) +
        '<div id="appendonsend"></div><hr style="display:inline-block;'
        'width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font '
        'face="Calibri, sans-serif" style="font-size:11pt" color="#000000">' +
        "<br>".join("<b>%s:</b> %s" % (key, html.escape(str(value)))
                    for key, value in head) +
        "</font><div>&nbsp;</div></div>" + html_of(mail) + "</body></html>\n",
        subtype="html")
    return reply


def apple_mail(mail, writer, lines):
    reply = _reply(mail, writer, "icloud.com")
    name, address = parseaddr(mail["From"])
    when = mail["Date"].datetime.strftime("%-d %b %Y, at %H:%M")
    reply.set_content("\n".join(lines) + "\n\n> On %s, %s <%s> wrote:\n> \n" %
                      (when, name, address) + _quoted(text_of(mail)))
    reply["X-Mailer"] = "Apple Mail (2.3774.600.62)"
    reply.add_alternative(
        '<html><head><meta http-equiv="content-type" content="text/html; '
        'charset=utf-8"></head><body style="overflow-wrap: break-word; '
        '-webkit-nbsp-mode: space; line-break: after-white-space;">' +
        "<br>".join(html.escape(line) for line in lines) +
        '<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote '
        'type="cite"><div>On %s, %s &lt;%s&gt; wrote:</div><br '
        'class="Apple-interchange-newline"><div>%s</div></blockquote></div>'
        '<br></body></html>\n' % (when, html.escape(name), address,
                                  html_of(mail)), subtype="html")
    return reply


def score_link(mail, score):
    """The address, subject and body of the scale's link for that score."""
    page = html_of(mail)
    for part in page.split('href="')[1:]:
        link = html.unescape(part.partition('"')[0])
        if not link.startswith("mailto:"):
            continue
        parts = urlsplit(link)
        # parse_qs takes + for a blank, which in a mailto: it is not.
        fields = parse_qs(parts.query.replace("+", "%2B"))
        subject = fields.get("subject", [""])[0]
        if str(score) in "".join(c if c.isdigit() else " "
                                 for c in subject).split():
            return (unquote(parts.path), subject,
                    fields.get("body", [""])[0])
    raise AssertionError("no link for %d in %s" % (score, page))


def clicked(mail, writer, score):
    """The mail that the link of the scale opens, sent as it is."""
    address, subject, body = score_link(mail, score)
    reply = EmailMessage(policy=email.policy.SMTP)
    reply["From"] = writer
    reply["To"] = address
    reply["Subject"] = subject
    reply["Date"] = format_datetime(mail["Date"].datetime)
    reply["Message-ID"] = make_msgid(domain="customer.test")
    reply.set_content(body.replace("\r\n", "\n"))
    return reply
