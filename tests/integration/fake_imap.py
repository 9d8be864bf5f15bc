"""An IMAP server for what a real one will not do on demand: bearer tokens, no
UIDNEXT, mails it cannot give, silence. In clear, on loopback, one mailbox."""
import base64
import re
import socket
import threading


class FakeImap:
    """mails: {uid: bytes}. token: what is asked for, by XOAUTH2 or
    OAUTHBEARER (mechanism). refused: UIDs that are listed and not given.
    silent_at: a command after which the server says nothing more; "connect"
    for not even a greeting."""

    def __init__(self, mails, token="", mechanism="XOAUTH2", refused=(),
                 uidnext=True, silent_at=None, drop_at=None):
        self.mails = mails
        self.token = token
        self.mechanism = mechanism
        self.refused = refused
        self.uidnext = uidnext
        self.silent_at = silent_at
        self.drop_at = drop_at
        self.commands = []
        self.open = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()
        for peer in self.open:
            peer.close()

    def _accept(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            self.open.append(peer)
            threading.Thread(target=self._serve, args=(peer,),
                             daemon=True).start()

    def _serve(self, peer):
        if self.silent_at == "connect":
            return
        try:
            peer.sendall(b"* OK fake\r\n")
            for line in peer.makefile("rb"):
                tag, _, command = line.strip().decode().partition(" ")
                self.commands.append(command)
                if self.silent_at and command.startswith(self.silent_at):
                    return
                if self.drop_at and command.startswith(self.drop_at):
                    peer.close()
                    return
                peer.sendall(self._answer(tag, command))
        except OSError:
            pass

    def _answer(self, tag, command):
        ok = (tag + " OK done\r\n").encode()
        if command == "CAPABILITY":
            return ("* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=%s\r\n" %
                    self.mechanism).encode() + ok
        if command.startswith("AUTHENTICATE "):
            return self._authenticate(tag, command, ok)
        if command.startswith("SELECT "):
            return self._select() + ok
        listing = re.match(r"UID FETCH (\d+):(\d+) \(UID RFC822.SIZE\)",
                           command)
        if listing:
            return self._list(int(listing[1]), int(listing[2])) + ok
        mail = re.match(r"UID FETCH (\d+) BODY\[\](<0\.(\d+)>)?", command)
        if mail and int(mail[1]) in self.refused:
            return (tag + " NO cannot read it\r\n").encode()
        if mail:
            return self._mail(int(mail[1]), mail[3]) + ok
        if command.startswith("UID SEARCH"):
            return ("* SEARCH %d\r\n" % max(self.mails)).encode() + ok
        if command == "LOGOUT":
            return b"* BYE\r\n" + ok
        return ok

    def _authenticate(self, tag, command, ok):
        _, mechanism, response = command.split(" ")
        text = base64.b64decode(response).decode()
        if (mechanism == self.mechanism and
                "auth=Bearer %s\x01" % self.token in text):
            return ok
        return (tag + " NO [AUTHENTICATIONFAILED] no\r\n").encode()

    def _select(self):
        lines = "* %d EXISTS\r\n* OK [UIDVALIDITY 77] valid\r\n" % len(
            self.mails)
        if self.uidnext:
            lines += "* OK [UIDNEXT %d] next\r\n" % (max(self.mails) + 1)
        return lines.encode()

    def _list(self, first, last):
        return "".join(
            "* %d FETCH (RFC822.SIZE %d UID %d)\r\n" % (i, len(mail), uid)
            for i, (uid, mail) in enumerate(sorted(self.mails.items()), 1)
            if first <= uid <= last).encode()

    def _mail(self, uid, limit):
        mail = self.mails[uid][:int(limit) if limit else None]
        return (b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (uid, len(mail)) +
                mail + b")\r\n")
