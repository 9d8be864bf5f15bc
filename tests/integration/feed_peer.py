"""A web server with one calendar, which does what real ones do on demand.

    with FeedPeer() as peer:  # by TLS with certificate=(file, key file)
        peer.calendar = calendar(entry("u1", ...))
        ...  # fetch peer.url
    peer.requests  # (path, headers, status) of each

Its ETag is that of the text; `status`, `delay`, `drip`, `redirect`, `user`
change what it answers.
"""
import base64
import hashlib
import http.server
import ssl
import threading
import time


def entry(uid, start, *lines, minutes=60):
    """A VEVENT at a UTC time in seconds; lines follow as they are."""
    def stamp(at):
        return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(at))

    return "\r\n".join(("BEGIN:VEVENT", "UID:" + uid,
                        "DTSTART:" + stamp(start),
                        "DTEND:" + stamp(start + 60 * minutes)) + lines +
                       ("END:VEVENT", ""))


def attendee(who, **parameters):
    return "ATTENDEE%s:mailto:%s@customer.example" % ("".join(
        ";%s=%s" % (name.upper(), value)
        for name, value in parameters.items()), who)


def calendar(*entries, head=""):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + head +
            "".join(entries) + "END:VCALENDAR\r\n")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.server.peer.requests.append(
            (self.path, dict(self.headers), status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for byte in range(0, len(body), self.server.peer.chunk):
            self.wfile.write(body[byte:byte + self.server.peer.chunk])
            if self.server.peer.drip:
                time.sleep(self.server.peer.drip)

    def do_GET(self):
        peer = self.server.peer
        body = peer.calendar.encode()
        tag = '"%s"' % hashlib.md5(body).hexdigest()
        if peer.user and self.headers["Authorization"] != "Basic " + \
                base64.b64encode(peer.user.encode()).decode():
            self.answer(401)
            return
        if self.path in peer.redirect:
            self.answer(302, Location=peer.redirect[self.path])
            return
        time.sleep(peer.delay)
        if peer.status != 200:
            self.answer(peer.status, **peer.headers)
        elif self.headers["If-None-Match"] == tag:
            self.answer(304, ETag=tag)
        else:
            self.answer(200, body, ETag=tag,
                        Last_Modified="Sun, 01 Mar 2026 00:00:00 GMT")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Whoever calls may hang up."""


class FeedPeer:
    def __init__(self, certificate=None, host="127.0.0.1"):
        self.calendar = calendar()
        self.status, self.headers = 200, {}
        self.delay, self.drip, self.chunk = 0, 0, 65536
        self.redirect = {}
        self.user = None
        self.requests = []
        self.server = Server((host, 0), Handler)
        self.server.peer = self
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket,
                                                     server_side=True)
        self.base = "%s://%s:%d" % ("https" if certificate else "http", host,
                                    self.server.server_address[1])
        self.url = self.base + "/calendar.ics?key=verysecret"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,),
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def statuses(self):
        return [status for _, _, status in self.requests]
