"""A private Postfix and Dovecot on loopback, for the tests that need real
mail servers.

Each MailServer has its own folder, configuration, queue, ports and
certificates; nothing under /etc/postfix or /etc/dovecot is read or written,
and several may run side by side. They are stopped and their folder is removed
when the `with` block ends, when the interpreter does, and (by the kernel, at
once) when it is killed.

Postfix and Dovecot give up root's rights by themselves, so they must be
started as root: unavailable() says whether that and the programs are there.
"""
import atexit
import contextlib
import ctypes
import grp
import imaplib
import os
import pwd
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile

from servers import START_TIMEOUT_S, wait_until

POSTFIX_DAEMONS = "/usr/lib/postfix/sbin"
DOVECOT_LIBEXEC = "/usr/lib/dovecot"
STOP_TIMEOUT_S = 10

# Whom Dovecot stores mail as, and whom the pipe runs as.
MAIL_USER = "nobody"
MAIL_GROUP = "nogroup"

_NEEDED = (
    (POSTFIX_DAEMONS + "/master", "postfix"),
    ("/usr/sbin/dovecot", "dovecot-core"),
    (DOVECOT_LIBEXEC + "/imap", "dovecot-imapd"),
    (DOVECOT_LIBEXEC + "/lmtp", "dovecot-lmtpd"),
    ("/usr/bin/openssl", "openssl"),
)


def unavailable():
    """Why no server can be started here, in the words of a TAP skip; None if
    one can."""
    for path, package in _NEEDED:
        if not os.path.exists(path):
            return "needs package " + package
    if os.geteuid() != 0:
        return "not root"
    return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _greets(port):
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as peer:
            peer.settimeout(5)
            return peer.recv(1) != b""
    except OSError:
        return False


def _die_with_parent():
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def make_certificates(folder):
    """ca.pem, and cert.pem with key.pem for localhost and 127.0.0.1."""
    def openssl(*arguments):
        subprocess.run(("openssl",) + arguments, cwd=folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    with open(os.path.join(folder, "server.ext"), "w") as extension:
        extension.write("subjectAltName = DNS:localhost,IP:127.0.0.1\n"
                        "basicConstraints = CA:FALSE\n")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=Test CA", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
            "-keyout", "key.pem", "-out", "request.pem")
    openssl("x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey",
            "ca.key", "-CAcreateserial", "-days", "2", "-extfile",
            "server.ext", "-out", "cert.pem")


class MailServer:
    """users: {address: password}; each gets a mailbox, and may send.
    catch_all: {domain: address}, for domains of which every address is taken.
    pipes: {domain: argv}; mail for the domain is fed to that program, run as
    MAIL_USER, with ${recipient} and so on put in by Postfix's pipe(8).
    ghosts: addresses that Postfix takes and Dovecot does not, so that mail for
    them bounces.
    """

    def __init__(self, users, catch_all=None, pipes=None, ghosts=()):
        self.users = dict(users)
        self.catch_all = dict(catch_all or {})
        self.pipes = dict(pipes or {})
        self.ghosts = list(ghosts)
        self.processes = []
        self.folder = None

    # Where things are.

    def path(self, *names):
        return os.path.join(self.folder, *names)

    @property
    def ca_file(self):
        return self.path("ca.pem")

    def log(self, lines=30):
        """The last lines that each server logged, for people."""
        text = ""
        for name in ("postfix.log", "dovecot.log"):
            with contextlib.suppress(OSError):
                with open(self.path(name), errors="replace") as log:
                    text += "".join(name + ": " + line
                                    for line in log.readlines()[-lines:])
        return text

    # Life.

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        self.folder = tempfile.mkdtemp(prefix="dripscore-mail-")
        atexit.register(self.stop)
        try:
            os.chmod(self.folder, 0o755)
            make_certificates(self.folder)
            self.smtp_port = free_port()
            self.imap_port = free_port()
            self.imaps_port = free_port()
            self._write_postfix()
            self._write_dovecot()
            self._run_dovecot()
            self._run_postfix()
        except BaseException:
            self.stop()
            raise

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes = []
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.stop)

    def _run(self, *arguments):
        with open(self.path(os.path.basename(arguments[0]) + ".out"),
                  "wb") as output:
            # A session of its own: Postfix's master ends its whole group.
            process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=_die_with_parent, cwd=self.folder,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})
        self.processes.append(process)
        return process

    def _wait_for(self, process, port):
        def greets():
            if process.poll() is not None:
                raise RuntimeError("%s ended with status %d\n%s" % (
                    process.args[0], process.returncode, self.log()))
            return _greets(port)

        wait_until("%s on port %d" % (process.args[0], port), greets)

    def _write(self, name, text, mode=0o644):
        with open(self.path(name), "w") as stream:
            stream.write(text)
        os.chmod(self.path(name), mode)

    # Postfix.

    def _write_postfix(self):
        postfix = pwd.getpwnam("postfix").pw_uid
        postdrop = grp.getgrnam("postdrop").gr_gid
        os.makedirs(self.path("postfix"))
        os.makedirs(self.path("data"))
        os.chown(self.path("data"), postfix, -1)
        os.makedirs(self.path("queue", "pid"))
        for name in ("active", "bounce", "corrupt", "defer", "deferred",
                     "flush", "hold", "incoming", "private", "saved",
                     "trace"):
            os.mkdir(self.path("queue", name), 0o700)
            os.chown(self.path("queue", name), postfix, -1)
        for name, mode in (("public", 0o710), ("maildrop", 0o730)):
            os.mkdir(self.path("queue", name))
            os.chown(self.path("queue", name), postfix, postdrop)
            os.chmod(self.path("queue", name), mode)
        self._write("postfix/main.cf", self._main_cf())
        self._write("postfix/master.cf", self._master_cf())
        self._write("postfix/transport", "".join(
            "%s pipe-%d:\n" % (domain, i)
            for i, domain in enumerate(self.pipes)))
        self._write("postfix/mailboxes", "".join(
            "%s ok\n" % address
            for address in list(self.users) + self.ghosts) + "".join(
            "@%s ok\n" % domain
            for domain in list(self.catch_all) + list(self.pipes)))
        self._write("postfix/aliases", "".join(
            "@%s %s\n" % item for item in self.catch_all.items()))

    def _domains(self):
        domains = [address.rpartition("@")[2]
                   for address in list(self.users) + self.ghosts]
        domains += list(self.catch_all) + list(self.pipes)
        return sorted(set(domains))

    def _main_cf(self):
        return """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
command_directory = /usr/sbin
meta_directory = {folder}/postfix
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mail.test
myorigin = mail.test
mydestination =
mynetworks = 127.0.0.2/32
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
recipient_delimiter = +
message_size_limit = 52428800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = texthash:{folder}/postfix/mailboxes
virtual_alias_maps = texthash:{folder}/postfix/aliases
virtual_transport = lmtp:unix:{folder}/lmtp
transport_maps = texthash:{folder}/postfix/transport
lmtp_destination_recipient_limit = 1
default_transport = error:no mail leaves this test
relay_transport = error:no mail leaves this test
relayhost =
smtpd_tls_cert_file = {folder}/cert.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_sasl_security_options = noanonymous
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
smtp_tls_security_level = none
notify_classes =
minimal_backoff_time = 5s
maximal_backoff_time = 10s
queue_run_delay = 5s
""".format(folder=self.folder, daemons=POSTFIX_DAEMONS,
           domains=", ".join(self._domains()))

    def _master_cf(self):
        services = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
""".format(port=self.smtp_port)
        for i, argv in enumerate(self.pipes.values()):
            services += ("pipe-%d unix - n n - 1 pipe flags=DO user=%s:%s "
                         "argv=%s\n" % (i, MAIL_USER, MAIL_GROUP,
                                        " ".join(argv)))
        return services

    def _run_postfix(self):
        # master itself, not postfix(1): that reads /etc/postfix.
        self._wait_for(self._run(POSTFIX_DAEMONS + "/master", "-d", "-c",
                                 self.path("postfix")), self.smtp_port)

    # Dovecot.

    def _write_dovecot(self):
        user = pwd.getpwnam(MAIL_USER)
        os.mkdir(self.path("mail"), 0o700)
        os.chown(self.path("mail"), user.pw_uid, user.pw_gid)
        os.mkdir(self.path("run"))
        os.mkdir(self.path("state"))
        self._write("passwd", "".join(
            "%s:{PLAIN}%s\n" % item for item in self.users.items()))
        self._write("dovecot.conf", """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
instance_name = test
listen = 127.0.0.1
protocols = imap lmtp
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
default_vsz_limit = 512M
default_process_limit = 50
default_client_limit = 200
passdb {{
  driver = passwd-file
  args = {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/home-%u
}}
namespace inbox {{
  inbox = yes
}}
service anvil {{
  client_limit = 500
}}
service auth {{
  client_limit = 1000
  unix_listener {folder}/queue/private/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  unix_listener {folder}/lmtp {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
""".format(folder=self.folder, uid=user.pw_uid, gid=user.pw_gid,
           imap=self.imap_port, imaps=self.imaps_port))

    def _run_dovecot(self):
        self._wait_for(self._run("/usr/sbin/dovecot", "-F", "-c",
                                 self.path("dovecot.conf")), self.imap_port)

    # What tests do with them.

    def tls_context(self):
        return ssl.create_default_context(cafile=self.ca_file)

    def send(self, user, sender, recipients, mail):
        """Submits one mail (bytes) with STARTTLS and AUTH, as `user`."""
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=30) as smtp:
            smtp.starttls(context=self.tls_context())
            smtp.login(user, self.users[user])
            smtp.sendmail(sender, recipients, mail)

    @contextlib.contextmanager
    def mailbox(self, user, name="INBOX"):
        """The mailbox, opened by imaplib over STARTTLS."""
        imap = imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=30)
        try:
            imap.starttls(self.tls_context())
            imap.login(user, self.users[user])
            imap.select(name)
            yield imap
        finally:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                imap.logout()

    def mails(self, user):
        """The raw mails that lie in the user's mailbox, oldest first."""
        with self.mailbox(user) as imap:
            _, found = imap.uid("SEARCH", "ALL")
            return [imap.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1]
                    for uid in found[0].split()]

    def wait_for_mails(self, user, n, timeout_s=START_TIMEOUT_S):
        """The mails of the user, once there are n."""
        def enough():
            mails = self.mails(user)
            return mails if len(mails) >= n else None

        return wait_until("%d mails for %s" % (n, user), enough, timeout_s)
