"""Twilio's messages API, made of Twilio's own OpenAPI description: it refuses
every request that the description doesn't allow, and answers with what fits
the description.

    with TwilioPeer() as twilio:
        ...  # speak HTTP to twilio.url
    twilio.violations  # what was not allowed
    twilio.messages    # what was made, in order
    twilio.requests    # (method, target) of all

A rule is a dict; the first one that fits a POST by "match" (in To or Body) or
a GET by "match" (in the target) is used: "status", "code", "message",
"headers" (the answer is an error), "raw" (the body as it is), "lose": "before"
or "after" it is taken (the connection ends without an answer), "fields" (of the
message that is made), "times".

The description is ../shared/cases/sms/twilio_api beside the source folder;
where that is missing, a compact one of the two paths we use stands in.
"""
import base64
import datetime
import email.utils
import hashlib
import hmac
import http.server
import json
import os
import re
import threading
import time
import urllib.parse

import tap

ACCOUNT = "AC" + "0a" * 16
TOKEN = "token-of-the-account"
DESCRIPTION = tap.source("..", "shared", "cases", "sms", "twilio_api",
                         "messages_subset.json")


def sid_schema(prefix):
    return {"type": "string", "minLength": 34, "maxLength": 34,
            "pattern": "^%s[0-9a-fA-F]{32}$" % prefix}


def compact():
    """What the description says of the two paths that we use."""
    path = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
    phone = {"type": "string", "format": "phone-number"}
    when = {"type": "string", "format": "date-time"}
    words = {"type": "string", "nullable": True}
    stamp = {"type": "string", "format": "date-time-rfc-2822",
             "nullable": True}
    message = {"type": "object", "properties": {
        "sid": sid_schema("(SM|MM)"), "body": words, "from": words,
        "to": words, "date_created": stamp, "date_sent": stamp,
        "date_updated": stamp, "error_code": {"type": "integer",
                                              "nullable": True},
        "error_message": words, "account_sid": sid_schema("AC"),
        "num_segments": words, "num_media": words, "price": words,
        "price_unit": words, "uri": words, "api_version": words,
        "messaging_service_sid": dict(sid_schema("MG"), nullable=True),
        "subresource_uris": {"type": "object"},
        "direction": {"type": "string", "enum": [
            "inbound", "outbound-api", "outbound-call", "outbound-reply"]},
        "status": {"type": "string", "enum": [
            "queued", "sending", "sent", "failed", "delivered", "undelivered",
            "receiving", "received", "accepted", "scheduled", "read",
            "partially_delivered", "canceled"]}}}
    account = {"name": "AccountSid", "in": "path", "required": True,
               "schema": sid_schema("AC")}

    def asked(name, schema):
        return {"name": name, "in": "query", "schema": schema}

    return {"paths": {path: {
        "post": {
            "parameters": [account],
            "requestBody": {"content": {"application/x-www-form-urlencoded": {
                "schema": {"type": "object", "required": ["To"], "properties": {
                    "To": phone, "From": phone, "Body": {"type": "string"},
                    "MessagingServiceSid": sid_schema("MG"),
                    "StatusCallback": {"type": "string",
                                       "format": "uri"}}}}}},
            "responses": {"201": {"content": {"application/json": {
                "schema": message}}}}},
        "get": {
            "parameters": [
                account, asked("To", phone), asked("From", phone),
                asked("DateSent", when), asked("DateSent<", when),
                asked("DateSent>", when),
                asked("PageSize", {"type": "integer", "minimum": 1,
                                   "maximum": 1000}),
                asked("Page", {"type": "integer", "minimum": 0}),
                asked("PageToken", {"type": "string"})],
            "responses": {"200": {"content": {"application/json": {
                "schema": {"type": "object", "properties": {
                    "messages": {"type": "array", "items": message},
                    "next_page_uri": {"type": "string", "nullable": True},
                    "page": {"type": "integer"},
                    "page_size": {"type": "integer"}}}}}}}}}}}


def description():
    if not os.path.exists(DESCRIPTION):
        return compact()
    with open(DESCRIPTION, encoding="utf-8") as stream:
        return json.load(stream)


def sign(url, fields, token=TOKEN):
    """X-Twilio-Signature of a form."""
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(token.encode(), text.encode(),
                                     hashlib.sha1).digest()).decode()


class Violation(Exception):
    """The description doesn't allow it."""


FORMATS = {
    "phone-number": r"\+[1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9 &+_-]{1,11}",
    "date-time": r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?",
    "uri": r"https?://[^\s/?#]+[^\s]*",
}


class Schema:
    """Judges values by the description, where $ref leads to."""

    def __init__(self, root):
        self.root = root

    def resolve(self, schema):
        while "$ref" in schema:
            found = self.root
            for part in schema["$ref"].lstrip("#/").split("/"):
                found = found[part]
            schema = found
        return schema

    def demand(self, kept, what):
        if not kept:
            raise Violation(what)

    def text(self, name, value, schema):
        """A parameter, which is text on the wire."""
        schema = self.resolve(schema)
        kind = schema.get("type")
        if kind == "integer":
            self.demand(re.fullmatch("-?[0-9]+", value),
                        "%s is no integer" % name)
            number = int(value)
            self.demand(schema.get("minimum", number) <= number <=
                        schema.get("maximum", number),
                        "%s is out of bounds" % name)
        else:
            self.demand(kind == "string", "%s: a %s" % (name, kind))
            self.string(name, value, schema)
            if schema.get("format") in FORMATS:
                self.demand(re.fullmatch(FORMATS[schema["format"]], value),
                            "%s is no %s" % (name, schema["format"]))

    def string(self, name, value, schema):
        self.demand(schema.get("minLength", 0) <= len(value) <=
                    schema.get("maxLength", len(value)),
                    "%s has %d characters" % (name, len(value)))
        self.demand(re.search(schema.get("pattern", ""), value),
                    "%s is not like %s" % (name, schema.get("pattern")))
        self.demand(value in schema.get("enum", [value]),
                    "%s is none of %s" % (name, schema.get("enum")))

    def value(self, name, value, schema):
        """A member of a JSON answer."""
        schema = self.resolve(schema)
        if value is None:
            self.demand(schema.get("nullable"), "%s is null" % name)
            return
        kind = schema.get("type")
        types = {"string": str, "integer": int, "object": dict, "array": list}
        self.demand(isinstance(value, types[kind]), "%s is no %s" % (
            name, kind))
        if kind == "string":
            self.string(name, value, schema)
        elif kind == "array":
            for one in value:
                self.value(name, one, schema["items"])
        elif "properties" in schema:
            for key, one in value.items():
                self.demand(key in schema["properties"],
                            "%s has a member %s" % (name, key))
                self.value(key, one, schema["properties"][key])


class Lost(Exception):
    """The connection ends without an answer."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, text, headers=()):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def handle_method(self):
        peer = self.server.peer
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        peer.requests.append((self.command, self.path))
        try:
            self.answer(*peer.serve(self.command, self.path, self.headers,
                                    body.decode("utf-8")))
        except Violation as reason:
            peer.violations.append(str(reason))
            self.answer(400, json.dumps({
                "code": 20001, "message": str(reason), "status": 400}))
        except Lost:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = handle_method


class TwilioPeer:
    def __init__(self, rules=(), user=ACCOUNT, password=TOKEN):
        self.rules = [dict(rule) for rule in rules]
        self.login = "Basic " + base64.b64encode(
            ("%s:%s" % (user, password)).encode()).decode()
        self.description = description()
        self.schema = Schema(self.description)
        self.messages, self.violations, self.requests = [], [], []
        self.callbacks = {}
        self.lock = threading.Lock()

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.server.daemon_threads = True
        self.server.peer = self
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.02,),
                         daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()

    def rule_for(self, text):
        for rule in self.rules:
            if rule.get("match", "") in text and rule.get("times", 1) > 0:
                if "times" in rule:
                    rule["times"] -= 1
                return rule
        return {}

    def operation(self, method, path):
        """The description of it, and what stands in the path's braces."""
        for template, item in self.description["paths"].items():
            found = re.fullmatch(
                re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)),
                path)
            if found:
                if method.lower() not in item:
                    raise Violation("%s is not allowed" % method)
                return item[method.lower()], found.groupdict()
        raise Violation("there is no path %s" % path)

    def given(self, text):
        """The fields of a form or a query: one of each name."""
        pairs = urllib.parse.parse_qsl(text, keep_blank_values=True,
                                       strict_parsing=bool(text),
                                       errors="strict")
        if len(dict(pairs)) != len(pairs):
            raise Violation("a parameter stands twice")
        return dict(pairs)

    def check(self, operation, place, values):
        wanted = {one["name"]: one for one in operation["parameters"]
                  if one["in"] == place}
        for name, value in values.items():
            if name not in wanted:
                raise Violation("%s is no parameter" % name)
            self.schema.text(name, value, wanted[name]["schema"])
        for name, one in wanted.items():
            if one.get("required") and name not in values:
                raise Violation("%s is missing" % name)

    def form(self, operation, headers, body):
        kind = headers.get("Content-Type", "").split(";")[0]
        content = operation["requestBody"]["content"]
        if kind not in content:
            raise Violation("a body of type %s" % kind)
        schema = self.schema.resolve(content[kind]["schema"])
        fields = self.given(body)
        for name, value in fields.items():
            if name not in schema["properties"]:
                raise Violation("%s is no field" % name)
            self.schema.text(name, value, schema["properties"][name])
        for name in schema.get("required", ()):
            if name not in fields:
                raise Violation("%s is missing" % name)
        return fields

    def fits(self, operation, status, value):
        """Answers of ours fit the description too."""
        self.schema.value("answer", value, operation["responses"][status][
            "content"]["application/json"]["schema"])
        return int(status), json.dumps(value)

    def serve(self, method, target, headers, body):
        path, _, query = target.partition("?")
        operation, in_path = self.operation(method, urllib.parse.unquote(path))
        self.check(operation, "path", in_path)
        if in_path["AccountSid"] != ACCOUNT:
            return 404, json.dumps({"code": 20404, "message": "Not found",
                                    "status": 404})
        if headers.get("Authorization") != self.login:
            return 401, json.dumps({"code": 20003, "status": 401,
                                    "message": "Authenticate"})
        asked = self.given(query)
        self.check(operation, "query", asked)
        if method == "GET":
            rule = self.rule_for(target)
            fields = None
        else:
            fields = self.form(operation, headers, body)
            rule = self.rule_for(fields["To"] + " " + fields.get("Body", ""))
        if rule.get("lose") == "before":
            raise Lost
        if "raw" in rule:
            return rule.get("status", 200), rule["raw"]
        if "status" in rule:
            return rule["status"], json.dumps({
                "code": rule.get("code"), "status": rule["status"],
                "message": rule.get("message", "No")}), rule.get(
                    "headers", {})
        if method == "GET":
            return self.fits(operation, "200", self.page(asked))
        made = self.make(fields, rule.get("fields", {}))
        if rule.get("lose") == "after":
            raise Lost
        return self.fits(operation, "201", made)

    def make(self, fields, more):
        if ("From" in fields) == ("MessagingServiceSid" in fields):
            raise Violation("From or MessagingServiceSid: one of the two")
        service = fields.get("MessagingServiceSid")
        state = {"status": "accepted" if service else "queued",
                 "messaging_service_sid": service}
        state.update(more)
        made = self.add("outbound-api", fields["To"], fields.get("From"),
                        fields["Body"], **state)
        self.callbacks[made["sid"]] = fields.get("StatusCallback")
        return made

    def add(self, direction, to, sender, body, at=None, sent_at=None,
            **fields):
        """A message of the list, made now unless told otherwise."""
        def stamp(moment):
            return email.utils.format_datetime(
                datetime.datetime.fromtimestamp(moment,
                                                datetime.timezone.utc))
        at = time.time() if at is None else at
        with self.lock:
            message = {
                "sid": "SM%032x" % (len(self.messages) + 1),
                "account_sid": ACCOUNT, "api_version": "2010-04-01",
                "body": body, "direction": direction, "from": sender, "to": to,
                "date_created": stamp(at), "date_updated": stamp(at),
                "date_sent": stamp(sent_at) if sent_at else
                stamp(at) if direction == "inbound" else None,
                "error_code": None, "error_message": None, "num_media": "0",
                "num_segments": "1", "price": None, "price_unit": "USD",
                "messaging_service_sid": None,
                "status": "received" if direction == "inbound" else "queued"}
            message.update(fields)
            self.messages.append(message)
        return message

    def page(self, asked):
        def moment(text):
            return email.utils.parsedate_to_datetime(text).timestamp()

        def day(text):
            return datetime.datetime.fromisoformat(
                text.replace("Z", "+00:00")).timestamp()

        def fits(message):
            if asked.get("To", message["to"]) != message["to"] or \
                    asked.get("From", message["from"]) != message["from"]:
                return False
            if "DateSent>" not in asked:
                return True
            return message["date_sent"] is not None and \
                moment(message["date_sent"]) >= day(asked["DateSent>"])
        with self.lock:
            found = sorted(filter(fits, self.messages),
                           key=lambda one: moment(one["date_created"]),
                           reverse=True)
        size = int(asked.get("PageSize", 50))
        number = int(asked.get("Page", 0))
        more = None
        if len(found) > (number + 1) * size:
            more = "/2010-04-01/Accounts/%s/Messages.json?%s" % (
                ACCOUNT, urllib.parse.urlencode(dict(
                    asked, Page=number + 1, PageToken="PA%d" % number)))
        return {"messages": found[number * size:(number + 1) * size],
                "page": number, "page_size": size, "next_page_uri": more}
