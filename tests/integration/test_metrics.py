"""What /metrics tells: a real Prometheus reads it, and its alert rules find
what they look for."""
import contextlib
import email
import email.policy
import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

import house
import tap
from house import House, PIPE, TOUCHPOINT, contains, maildir, wait_for, when
from tap import equal
from test_web import free_port

WEB = """
[web]
listen = 127.0.0.1:%d
metrics = yes
"""

PROMETHEUS = """\
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: ['%s']
scrape_configs:
  - job_name: dripscore
    static_configs: [{targets: ['127.0.0.1:%d']}]
"""


class Watched(House):
    def __init__(self):
        self.port = free_port()
        super().__init__(maildir() + PIPE + TOUCHPOINT + WEB % self.port)

    def metrics(self, headers=None):
        """(status, type, text)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=15)
        connection.request("GET", "/metrics", headers=headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.getheader("Content-Type"), text

    def a_mail(self):
        """One that has left."""
        folder = os.path.join(self.path, "sent", "new")
        with open(os.path.join(folder, sorted(os.listdir(folder))[0]),
                  "rb") as stream:
            return email.message_from_binary_file(
                stream, policy=email.policy.default)

    def value(self, line):
        for each in self.metrics()[2].splitlines():
            if each.startswith(line + " "):
                return float(each.rpartition(" ")[2])
        return None


def ask_three(where):
    for number in range(3):
        where.event("guest-%d" % number, "B-%d" % number, ago=3700)


def what_left_waits_and_came_back_is_counted():
    """what has left, what waits and what came back is counted"""
    where = Watched()
    daemon = where.daemon()
    ask_three(where)
    where.event("guest-9", "B-later", ago=-3600)
    sent = 'dripscore_messages_total{provider="mail",outcome="sent"}'
    wait_for("three mails", lambda: where.value(sent) == 3)
    equal(where.value('dripscore_invitations{state="sent"}'), 3.0, "sent")
    equal(where.value("dripscore_events"), 4.0, "events")
    equal(where.value("dripscore_events_waiting"), 1.0, "not judged")
    equal(where.value("dripscore_event_lag_seconds"), 0.0, "lag of events")
    equal(where.value("dripscore_due_lag_seconds"), 0.0, "lag")
    equal(where.value("dripscore_store_up"), 1.0, "store")
    mail = where.a_mail()
    where.deliver(house.reply(mail, "9\nlovely\n"), to=house.reply_to(mail))
    wait_for("the answer", lambda: where.value(
        'dripscore_replies{kind="answer"}') == 1)
    equal(where.value("dripscore_responses"), 1.0, "responses")
    if where.value("dripscore_loop_turn_seconds_count") < 3:
        raise AssertionError("turns are not counted")
    text = where.metrics()[2]
    for private in ("guest-", "lovely", "@"):
        house.lacks(text, private)
    equal(daemon.stop(), 0, "exit code")


def only_who_asks_without_a_proxy_is_told():
    """only who asks without a proxy is told"""
    where = Watched()
    daemon = where.daemon()
    status, kind, _ = where.metrics()
    equal((status, kind), (200, "text/plain; version=0.0.4; charset=utf-8"),
          "answer")
    for header in ("X-Forwarded-For", "Forwarded", "Via"):
        equal(where.metrics({header: "192.0.2.1"})[0], 404, header)
    equal(daemon.stop(), 0, "exit code")


def the_format_is_what_promtool_allows():
    """the format and the alert rules are what promtool allows"""
    if shutil.which("promtool") is None:
        raise tap.Skip("needs prometheus")
    where = Watched()
    daemon = where.daemon()
    found = subprocess.run(("promtool", "check", "metrics"),
                           input=where.metrics()[2], capture_output=True,
                           text=True, check=False)
    equal((found.returncode, found.stderr), (0, ""), "promtool")
    found = subprocess.run(("promtool", "check", "rules",
                            tap.source("etc", "prometheus-alerts.yml")),
                           capture_output=True, text=True, check=False)
    equal(found.returncode, 0, "promtool: " + found.stderr)
    equal(daemon.stop(), 0, "exit code")


class Prometheus:
    def __init__(self, target):
        self.path = tempfile.mkdtemp(prefix="dripscore-prometheus-")
        self.port = free_port()
        rules = os.path.join(self.path, "rules.yml")
        with open(tap.source("etc", "prometheus-alerts.yml"),
                  encoding="utf-8") as stream:
            text = stream.read()
        # As soon as it is seen; that it waits is Prometheus' own.
        with open(rules, "w", encoding="utf-8") as stream:
            stream.write("".join(line for line in text.splitlines(True)
                                 if not line.startswith("        for:")))
        with open(os.path.join(self.path, "prometheus.yml"), "w",
                  encoding="utf-8") as stream:
            stream.write(PROMETHEUS % (rules, target))
        with open(os.path.join(self.path, "log"), "wb") as out:
            self.process = subprocess.Popen(
                ("prometheus", "--config.file=" + stream.name,
                 "--storage.tsdb.path=" + os.path.join(self.path, "data"),
                 "--web.listen-address=127.0.0.1:%d" % self.port),
                stdout=out, stderr=out, cwd=self.path)

    def ask(self, path, **query):
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=5)
        try:
            connection.request("GET", "/api/v1/%s?%s" % (
                path, urllib.parse.urlencode(query)))
            return json.loads(connection.getresponse().read())["data"]
        except (OSError, ValueError, KeyError):
            return {}
        finally:
            connection.close()

    def value(self, expression):
        found = self.ask("query", query=expression).get("result", [])
        return float(found[0]["value"][1]) if found else None

    def alerts(self):
        return {each["labels"]["alertname"]
                for each in self.ask("alerts").get("alerts", ())
                if each["state"] == "firing"}

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.path, ignore_errors=True)


def prometheus_reads_it_and_alerts():
    """Prometheus reads it, says nothing of a sound house, and tells of a
    provider that has halted and of a daemon that is gone"""
    if shutil.which("prometheus") is None:
        raise tap.Skip("needs prometheus")
    where = Watched()
    daemon = where.daemon()
    ask_three(where)
    prometheus = Prometheus(where.port)
    try:
        wait_for("the mails there", lambda: prometheus.value(
            'dripscore_messages_total{outcome="sent"}') == 3, 60)
        time.sleep(2)
        equal(prometheus.alerts(), set(), "alerts of a sound house")
        with contextlib.closing(sqlite3.connect(where.store)) as store:
            store.execute(
                "INSERT INTO provider_state (provider, state, detail,"
                " changed_at) VALUES ('mail', 'halted', 'x', 1)"
                " ON CONFLICT (provider) DO UPDATE SET state = 'halted'")
            store.commit()
        wait_for("the alert", lambda: prometheus.alerts() ==
                 {"DripscoreProviderHalted"}, 30)
        equal(daemon.stop(), 0, "exit code")
        wait_for("the alert of its end", lambda: "DripscoreDown" in
                 prometheus.alerts(), 30)
    finally:
        prometheus.stop()


if __name__ == "__main__":
    sys.exit(house.main([
        what_left_waits_and_came_back_is_counted,
        only_who_asks_without_a_proxy_is_told,
        the_format_is_what_promtool_allows,
        prometheus_reads_it_and_alerts]))
