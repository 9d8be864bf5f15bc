"""Texts go out by a real Kannel and come in by it: each as it was written, and
each once."""
import http.server
import os
import re
import signal
import sys
import tempfile
import threading

import kannel
import probe as probes
import tap
from http_peer import HttpPeer

SECRET = "aVerySecretPath1234"
ADA, BOB = "+358401234567", "+358407654321"
REFUSED = "+358409999999"
OURS = "+358501112223"

LONG = "ä{€}" * 70
WRITTEN = [
    "Aurora Spa: how likely, 0-10? STOP to opt out",
    "ä ö å é £ @ _ ¿ Ω",
    "{[€]} \\ ~ ^ |",
    "two\nlines, and a blank ",
    "It’s \"fine\" 😀",
    "Привет & 100% + 1 #?=",
    LONG,
    "’" + LONG,
]

KANNEL = None


class Hook:
    """Stands in for web/: keeps what Kannel calls, and answers as web does."""

    def __init__(self):
        self.calls = []
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                hook.calls.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.url = "http://127.0.0.1:%d/hooks/texts" % self.server.server_port
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def take(self, n):
        """The next n calls, as jobs for the probe."""
        kannel.wait_until("%d calls" % n, lambda: len(self.calls) >= n)
        taken, self.calls[:] = self.calls[:n], self.calls[n:]
        return [receipt(call) for call in taken]


HOOK = None


def receipt(call, address="127.0.0.1"):
    path, _, query = call.partition("?")
    return {"do": "receive", "method": "GET", "path": path, "query": query,
            "address": address, "now_at": 2000000000}


def the_kannel():
    """Starts it for the first test that needs it."""
    global KANNEL, HOOK
    reason = kannel.unavailable()
    if reason:
        raise tap.Skip(reason)
    if KANNEL is None:
        HOOK = Hook()
        started = kannel.Kannel(HOOK.url + "/" + SECRET,
                                network="denied-prefix = \"%s\"\n" % REFUSED)
        started.start()
        KANNEL = started
    return KANNEL


def run_probe(jobs, password=kannel.Kannel.PASSWORD, hook=True, **keys):
    """The ended process."""
    with tempfile.TemporaryDirectory(prefix="dripscore-probe-") as folder:
        for name, text in (("password", password), ("secret", SECRET),
                           ("short", "abc")):
            path = os.path.join(folder, name)
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(text + "\n")
            os.chmod(path, 0o600)
        lines = {"type": "kannel", "url": the_kannel().url,
                 "username": kannel.Kannel.USERNAME,
                 "password_file": "password", "from": OURS,
                 "hook_secret_file": "secret",
                 "hook_addresses": "127.0.0.1", "timeout": "15 seconds"}
        lines.update(keys)
        ini = os.path.join(folder, "probe.ini")
        with open(ini, "w", encoding="utf-8") as stream:
            stream.write("[provider texts]\n" + "".join(
                "%s = %s\n" % item for item in lines.items()))
        return probes.run(ini, jobs, HOOK.url if hook else None)


def probe(jobs, **keys):
    """What became of each, in their order."""
    ended = run_probe(jobs, **keys)
    tap.equal(ended.returncode, 0, probes.end_text(ended))
    return probes.by_job(ended)


def outcomes(found):
    return [(one["outcome"], one["detail"]) for one in found]


def send_all(method, number):
    found = probe([{"to": number, "text": text} for text in WRITTEN],
                  hook=False, method=method, connections=1)
    tap.equal([one["outcome"] for one in found], ["accepted"] * len(WRITTEN))
    came = KANNEL.wait_for_texts(number, len(WRITTEN))
    tap.equal([text.text for text in came], WRITTEN)
    tap.equal([text.segments for text in came], [1] * 6 + [4, 5])
    tap.equal({text.sender for text in came}, {OURS})


def post_arrives_intact():
    """texts handed over by POST arrive as they were written, short and long"""
    the_kannel()
    send_all("post", "+358401000001")


def get_arrives_intact():
    """texts handed over by GET arrive as they were written, short and long"""
    the_kannel()
    send_all("get", "+358401000002")


def reports_name_the_message():
    """what became of a text is told by the name of the message"""
    the_kannel()
    tap.equal(outcomes(probe([{"to": ADA, "name": "d-1/+a"}])),
              [("accepted", None)])
    found = probe(HOOK.take(2))
    tap.equal([one["outcome"] for one in found], ["taken"] * 2)
    reports = [report for one in found for report in one["reports"]]
    tap.equal([one["name"] for one in reports], ["d-1/+a"] * 2)
    tap.equal(sorted(one["state"] for one in reports), ["delivered", "sent"])


def replies_come_in_intact():
    """what a customer writes comes in as it was written, each under an id of
    its own, and nothing is sent back"""
    the_kannel()
    before = len(KANNEL.texts(BOB))
    written = [("9", False), ("nüün € {}", False), ("9 & 100% + #?=", False),
               ("９ ’neun’ 😀", True), ("", False), ("ä " * 150, False)]
    for text, ucs2 in written:
        KANNEL.write(BOB, "12345", text, ucs2)
    found = probe(HOOK.take(len(written)))
    tap.equal([one["outcome"] for one in found], ["taken"] * len(written))
    texts = [text for one in found for text in one["texts"]]
    # Kannel calls for several at once: in any order.
    tap.equal(sorted(text["text"] for text in texts),
              sorted(text for text, _ in written))
    tap.equal({text["from"] for text in texts}, {BOB})
    tap.equal({text["to"] for text in texts}, {"12345"})
    tap.equal(len({text["id"] for text in texts}), len(written))
    tap.equal(min(text["written_at"] for text in texts) > 1700000000, True)
    tap.equal(len(KANNEL.texts(BOB)), before)


def forged_calls_are_refused():
    """a call without the secret, or from elsewhere, is not read"""
    the_kannel()
    path = "/hooks/texts/" + SECRET + "?id=1&from=%2B358401234567&text=9"
    found = probe([
        receipt(path), receipt(path.replace("1234?", "1235?")),
        receipt(path.replace("/" + SECRET, "")),
        receipt(path, address="192.0.2.7"),
        receipt(path.replace("text=", "words="))])
    tap.equal([one["outcome"] for one in found],
              ["taken", "forged", "forged", "forged", "nonsense"])
    tap.equal([len(one["texts"]) for one in found], [1, 0, 0, 0, 0])


def refusals_are_told_apart():
    """a refused number is its own fault, a wrong password or address ours"""
    the_kannel()
    for method in "post", "get":
        found = probe([{"to": REFUSED}, {"to": "x"}, {"to": ADA}],
                      method=method, connections=1)
        tap.equal([one["outcome"] for one in found],
                  ["rejected", "rejected", "accepted"])
        found += probe([{}], method=method, password="wrong")
        found += probe([{}], method=method,
                       url=KANNEL.url.replace("sendsms", "nothing"))
        tap.equal([one["outcome"] for one in found[3:]], ["halted"] * 2)
        for one in found:
            if re.search("358|wrong|" + SECRET, one["detail"] or ""):
                raise AssertionError("%r gives something away" % one)
    HOOK.take(4)


def waiting_counts_as_accepted():
    """while the network is away Kannel keeps what it is given: once, over a
    kill of bearerbox"""
    the_kannel()
    number = "+358401000003"
    KANNEL.stop_network()
    tap.equal(outcomes(probe([{"to": number, "text": "kept"}])),
              [("accepted", None)])
    KANNEL.kill_bearerbox()
    down = probe([{"to": number, "text": "not taken"}], timeout="2 seconds")
    tap.equal(down[0]["outcome"] in ("deferred", "in doubt"), True)
    KANNEL.start_bearerbox()
    KANNEL.restart_smsbox()
    KANNEL.start_network()
    tap.equal(outcomes(probe([{"to": number, "text": "after"}])),
              [("accepted", None)])
    came = [text.text for text in KANNEL.wait_for_texts(number, 2)]
    tap.equal(came, ["kept", "after"])


ANSWERS = [
    (202, "0: Accepted for delivery", "accepted"),
    (202, "3: Queued for later delivery", "accepted"),
    (503, "Temporal failure, try again later.", "deferred"),
    (500, "Sending failed.", "deferred"),
    (403, "Not routable. Do not try again.", "rejected"),
    (400, "Number(s) has/have been denied by white- and/or black-lists.",
     "rejected"),
    (400, "Empty receiver number not allowed, rejected", "rejected"),
    (400, "Charset or body misformed, rejected", "rejected"),
    (400, "Sender missing and no global set, rejected", "halted"),
    (400, "Invalid content-type", "halted"),
    (403, "Authorization failed for sendsms", "halted"),
    (404, "Unknown request.", "halted"),
    (200, "<html>Welcome to nginx!</html>", "halted"),
    (302, "", "halted"),
]


def answers_are_judged():
    """each answer that Kannel has is understood, and what is not Kannel's
    stops the provider"""
    the_kannel()
    numbers = ["+3584020000%02d" % i for i in range(len(ANSWERS))]
    rules = [{"match": number[1:], "status": status, "body": body}
             for number, (status, body, _) in zip(numbers, ANSWERS)]
    for method in "post", "get":
        with HttpPeer(rules=rules) as peer:
            found = probe([{"to": number} for number in numbers],
                          method=method, url=peer.url + "/cgi-bin/sendsms")
        tap.equal([one["outcome"] for one in found],
                  [outcome for _, _, outcome in ANSWERS])


def connections_are_not_used_twice():
    """each text has a connection of its own: none is written to a Kannel that
    has just gone"""
    the_kannel()
    rules = [{"request": 1, "status": 202, "body": "0: Accepted for delivery"},
             {"close": "request"}]
    for method in "post", "get":
        with HttpPeer(rules=rules) as peer:
            found = probe([{}] * 3, method=method, connections=1,
                          url=peer.url + "/cgi-bin/sendsms")
        tap.equal([one["outcome"] for one in found], ["accepted"] * 3)


def a_query_is_refused():
    """an address with a query is a mistake, and so is a secret too short"""
    the_kannel()
    for keys, words in (({"url": KANNEL.url + "?smsc=x"}, "a query"),
                        ({"hook_secret_file": "short"}, "16 to 100")):
        ended = run_probe([{}], **keys)
        if ended.returncode == 0 or words not in ended.stderr:
            raise AssertionError("%r: %s" % (keys, probes.end_text(ended)))


def nobody_there_is_deferred():
    """with nobody at its address nothing was taken"""
    the_kannel()
    port = kannel.free_ports(1)[0]
    for method in "post", "get":
        found = probe([{}], method=method,
                      url="http://127.0.0.1:%d/cgi-bin/sendsms" % port)
        tap.equal(found[0]["outcome"], "deferred")


def lost_answer_is_in_doubt():
    """an answer that doesn't come leaves the text in doubt; it goes out
    once"""
    the_kannel()
    number = "+358401000004"
    KANNEL.bearerbox.send_signal(signal.SIGSTOP)
    try:
        found = probe([{"to": number, "text": "by POST"}],
                      timeout="1 second") + \
            probe([{"to": number, "text": "by GET"}], timeout="1 second",
                  method="get")
    finally:
        KANNEL.bearerbox.send_signal(signal.SIGCONT)
    tap.equal([one["outcome"] for one in found], ["in doubt"] * 2)
    tap.equal(outcomes(probe([{"to": number, "text": "last"}])),
              [("accepted", None)])
    came = KANNEL.wait_for_texts(number, 3)
    tap.equal(sorted(text.text for text in came),
              ["by GET", "by POST", "last"])


def latest_log():
    return KANNEL.log() if KANNEL is not None else ""


def main():
    if not os.path.exists(probes.PROBE):
        raise AssertionError("provider_probe is not built")
    try:
        return tap.run([
            post_arrives_intact,
            get_arrives_intact,
            reports_name_the_message,
            replies_come_in_intact,
            forged_calls_are_refused,
            refusals_are_told_apart,
            answers_are_judged,
            connections_are_not_used_twice,
            a_query_is_refused,
            nobody_there_is_deferred,
            lost_answer_is_in_doubt,
            waiting_counts_as_accepted,
        ], latest_log)
    finally:
        if KANNEL is not None:
            KANNEL.stop()


if __name__ == "__main__":
    sys.exit(main())
