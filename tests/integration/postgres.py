"""A PostgreSQL server for the tests: a cluster in a private folder, on a unix
socket alone unless it is asked for a port. Never the one of the machine."""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from servers import wait_until
from tap import Skip

PROGRAMS = "/usr/lib/postgresql/*/bin"
# A name of the cluster's own, so that the user's is never used by accident.
USER = "dripscore"


def programs():
    """The newest folder with initdb and postgres, or a Skip."""
    found = [folder for folder in glob.glob(PROGRAMS)
             if os.access(os.path.join(folder, "initdb"), os.X_OK)]
    if not found:
        raise Skip("needs package postgresql")
    return max(found, key=lambda folder: int(folder.split("/")[-2].split(".")[0]))


def unprivileged():
    """PostgreSQL refuses to run as root: who runs it then, (uid, gid)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return user.pw_uid, user.pw_gid
    raise Skip("needs a user postgres or nobody, for it runs as root")


class Postgres:
    """with Postgres() as server: server.url("name"). With durable=False
    nothing is forced to the disk: for tests that cut no power."""

    def __init__(self, durable=False, settings=(), tcp=False, password=None):
        self.bin = programs()
        self.ids = unprivileged()
        self.folder = tempfile.mkdtemp(prefix="dripscore-pg-", dir="/tmp")
        self.data = os.path.join(self.folder, "data")
        self.process = None
        self.port = self._free_port() if tcp else 5432
        self.tcp = tcp
        self.password = password
        self.settings = dict(settings)
        if not durable:
            self.settings.update(fsync="off", full_page_writes="off")
        os.mkdir(self.data, 0o700)
        if self.ids is not None:
            os.chown(self.folder, *self.ids)
            os.chown(self.data, *self.ids)
        os.chmod(self.folder, 0o755)
        try:
            self._initdb()
            self.start()
        except BaseException:
            self.remove()
            raise

    @staticmethod
    def _free_port():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def _demote(self):
        """Of a child, between fork and exec."""
        if self.ids is not None:
            os.setgroups([])
            os.setgid(self.ids[1])
            os.setuid(self.ids[0])

    def _initdb(self):
        options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
                   "--username=" + USER, "--auth=trust"]
        if self.password is not None:
            secret = os.path.join(self.folder, "password")
            with open(secret, "w") as file:
                file.write(self.password + "\n")
            os.chmod(secret, 0o644)
            options[-1:] = ["--auth=scram-sha-256", "--pwfile=" + secret]
        run = subprocess.run(
            [os.path.join(self.bin, "initdb"), "-D", self.data] + options,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            preexec_fn=self._demote, cwd="/", check=False)
        if run.returncode != 0:
            raise RuntimeError("initdb: " + run.stdout)

    def start(self):
        """As many times as one likes; the port and the folder stay."""
        command = [os.path.join(self.bin, "postgres"), "-D", self.data,
                   "-k", self.folder, "-p", str(self.port), "-c",
                   "listen_addresses=" + ("127.0.0.1" if self.tcp else ""),
                   "-c", "max_connections=60"]
        for name, value in self.settings.items():
            command += ["-c", "%s=%s" % (name, value)]
        self.log = open(os.path.join(self.folder, "log"), "ab")
        self.process = subprocess.Popen(
            command, stdout=self.log, stderr=self.log,
            preexec_fn=self._demote, cwd="/")
        wait_until("PostgreSQL", self._answers)

    def _answers(self):
        if self.process.poll() is not None:
            raise RuntimeError("PostgreSQL ended: " + self.read_log())
        return subprocess.run(
            [os.path.join(self.bin, "pg_isready"), "-q", "-h", self.folder,
             "-p", str(self.port)], check=False).returncode == 0

    def read_log(self):
        with open(os.path.join(self.folder, "log"), errors="replace") as file:
            return file.read()

    def stop(self, how=signal.SIGINT):
        """SIGINT: sessions are ended, all is written. SIGQUIT: as a crash."""
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.log.close()

    def remove(self):
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def url(self, database="postgres", options=""):
        """For [store] url, and for psql."""
        return "postgresql://%s@/%s?host=%s&port=%d%s" % (
            USER, database, self.folder, self.port, options)

    def psql(self, sql, database="postgres"):
        """What psql says to it: rows in lines, columns parted by |."""
        environment = dict(os.environ,
                           PGOPTIONS="-c client_min_messages=warning")
        if self.password is not None:
            environment["PGPASSWORD"] = self.password
        return subprocess.run(
            [os.path.join(self.bin, "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1",
             "-d", self.url(database), "-c", sql], check=True, text=True,
            stdout=subprocess.PIPE, env=environment).stdout.strip()

    def create(self, database):
        """An empty database; its url."""
        self.psql('CREATE DATABASE "%s" TEMPLATE template0' % database)
        return self.url(database)

    def end_sessions(self, database):
        """As an admin does; those who were connected find out."""
        self.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  " WHERE datname = '%s' AND pid <> pg_backend_pid()"
                  % database)

    def wait_for_sessions(self, database, count, timeout_s=10):
        """Until so many are connected to it."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            if self.psql("SELECT count(*) FROM pg_stat_activity"
                         " WHERE datname = '%s'" % database) == str(count):
                return
            time.sleep(0.05)
        raise TimeoutError("%d sessions on %s" % (count, database))
