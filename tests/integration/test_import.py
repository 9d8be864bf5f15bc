"""dripscore import: events and historic answers from files, what is wrong in
them, all or nothing, and the bar on a terminal."""
import fcntl
import os
import pty
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

DRIPSCORE = tap.built("dripscore")
EXAMPLE = tap.source("etc", "examples", "hotel-bookings.ini")
SHARED = tap.source("..", "shared", "data")
HEADER = "type,reference,occurred_at,email\n"


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


class House:
    """A folder with a configuration and a store of its own."""

    def __init__(self, more=""):
        self.folder = tempfile.mkdtemp(prefix="dripscore-import-")
        self.config = os.path.join(self.folder, "dripscore.ini")
        for name in ("mail/in", "mail/out"):
            os.makedirs(os.path.join(self.folder, name))
        with open(EXAMPLE, encoding="utf-8") as example:
            text = example.read()
        with open(self.config, "w", encoding="utf-8") as config:
            config.write(text + more)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def write(self, text, name="file.csv"):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes)
                       else text.encode("utf-8"))
        return path

    def command(self, *arguments):
        return [DRIPSCORE, "--config", self.config, "import"] + list(arguments)

    def load(self, *arguments, stdin=b""):
        done = subprocess.run(self.command(*arguments), input=stdin,
                              capture_output=True, check=False, timeout=120)
        return Result(done.returncode, done.stdout.decode(),
                      done.stderr.decode())

    def ask(self, sql):
        path = os.path.join(self.folder, "hotel-bookings.db")
        store = sqlite3.connect(path)
        try:
            return store.execute(sql).fetchall()
        finally:
            store.close()

    def events(self):
        return self.ask("SELECT count(*) FROM event")[0][0]


def sums(rows, new, known=0, left_out=0, wrong=0):
    return "%d row%s: %d new, %d known, %d left out, %d wrong\n" % (
        rows, "" if rows == 1 else "s", new, known, left_out, wrong)


def expect(result, code, out):
    if (result.code, result.out) != (code, out):
        raise AssertionError("found %d, %r; expected %d, %r; stderr:\n%s" % (
            result.code, result.out, code, out, result.err))


def shared(name):
    path = os.path.join(SHARED, name)
    if not os.path.exists(path):
        raise tap.Skip("../shared/data/%s is not here" % name)
    return path


def many(n, email="a%d@example.com"):
    return HEADER + "".join(
        "booking,B-%d,2026-03-01,%s\n" % (i, email % i) for i in range(n))


def test_twice_is_once():
    """the same file twice is each event once"""
    with House() as house:
        path = house.write(many(3))
        expect(house.load(path), 0, sums(3, 3))
        expect(house.load(path), 0, sums(3, 0, known=3))
        expect(house.load(path, "--source", "pms"), 0, sums(3, 3))
        tap.equal(house.events(), 6)


def test_real_events():
    """24,062 real events are all new, and all known the second time"""
    path = shared("hotel_events_resort.csv")
    with House() as house:
        result = house.load(path)
        expect(result, 0, sums(24062, 24062))
        tap.equal(result.err, "", "stderr")
        expect(house.load(path), 0, sums(24062, 0, known=24062))
        tap.equal(house.events(), 24062)
        tap.equal(house.ask("SELECT type, occurred_at, attributes FROM event"
                            " WHERE reference = 'R-00891'"
                            " ORDER BY occurred_at")[0],
                  ("booking", 1398879300,
                   '{"country":"GBR","hotel":"resort",'
                   '"market_segment":"Offline TA/TO",'
                   '"customer_type":"Contract","nights":7,"value":542.78}'))


def test_real_bookings():
    """10,198 bookings as published come in through the example's mapping"""
    path = shared("hotel_bookings_resort.csv")
    with House() as house:
        expect(house.load("--map", "bookings", path), 0, sums(10198, 10198))
        tap.equal(house.ask("SELECT type, count(*) FROM event GROUP BY type"
                            " ORDER BY type"),
                  [("cancellation", 6355), ("checkout", 3666),
                   ("no-show", 177)])
        tap.equal(house.ask("SELECT e.type, e.reference, c.email, c.language,"
                            " e.occurred_at FROM event e"
                            " JOIN contact c ON c.id = e.contact_id"
                            " ORDER BY e.id LIMIT 1"),
                  [("checkout", "R-2", "guest-2@guests.example", "pt",
                    1435705200)])


def test_mapping():
    """a mapping renames columns and values, and leaves rows out"""
    more = ("\n[import pms]\ndelimiter = semicolon\ntype = {{Was}}\n"
            "reference = {{Nr}}\nat = {{Wann}}\nat_format = %d.%m.%Y %H:%M\n"
            "email = {{E-Mail}}\nname = {{Vorname}} {{Nachname}}\n"
            "values = type Abreise -> checkout\n  type Probe -> -\n")
    with House(more) as house:
        path = house.write(
            "Was;Nr;Wann;E-Mail;Vorname;Nachname;Zimmer\r\n"
            "Abreise;7;01.07.2026 11:30;u@example.de;Jörg;\"von; Ö\";12\r\n"
            "Probe;8;;;;;\r\n")
        expect(house.load("--map", "pms", path), 0, sums(2, 1, left_out=1))
        tap.equal(house.ask("SELECT e.type, e.reference, e.occurred_at,"
                            " e.attributes, c.name FROM event e"
                            " JOIN contact c ON c.id = e.contact_id"),
                  [("checkout", "7", 1782901800, '{"Zimmer":12}',
                    "Jörg von; Ö")])


def test_mapping_wrong():
    """a column that a mapping names and the file lacks stops all, with a
    hint"""
    with House("\n[import x]\nname = {{nmae}}\n") as house:
        path = house.write("type,reference,at,email,name\n"
                           "t,R,2026-03-01,a@example.com,Ada\n")
        result = house.load("--map", "x", path)
        expect(result, 65, "")
        if not re.search(r'dripscore\.ini:\d+: \[import x\] name: the file '
                         r'has no column "nmae"; did you mean "name"\?',
                         result.err):
            raise AssertionError(result.err)
        tap.equal(house.events(), 0)
        result = house.load("--map", "y", path)
        expect(result, 64, "")


def test_bad_rows():
    """a bad row is told by row, line and column, and the rest goes on"""
    with House() as house:
        path = house.write(
            HEADER.encode() + b'booking,"B\n1",2026-03-01,a@example.com\n'
            b"booking,B-2,2026-03-01,a@example.com\n"
            b"booking,B-3,2026-03-01,nobody\n"
            b"booking,B-4,soon,a@example.com\n"
            b"booking,B-5\n"
            b"booking,B-6,2026-03-01,\xfc@example.com\n"
            b"booking,B-7,2026-03-01,b@example.com\n")
        result = house.load(path)
        expect(result, 65, sums(7, 2, wrong=5))
        found = [line.replace(path, "FILE")
                 for line in result.err.splitlines()]
        for line, begin in zip(found, (
                "FILE:row 2 (line 2): column reference: a control",
                "FILE:row 4 (line 5): column email: ",
                "FILE:row 5 (line 6): column occurred_at: ",
                "FILE:row 6 (line 7): it has 2 fields; allowed are 4",
                "FILE:row 7 (line 8): field 4 is not UTF-8")):
            if not line.startswith(begin):
                raise AssertionError("%r is not %r..." % (line, begin))
        tap.equal(len(found), 5, "lines on stderr")


def test_never_closed():
    """a quote that never closes names its row, and what came before it
    stays"""
    with House() as house:
        path = house.write(many(2) + 'booking,"B-9,2026-03-01\n' + many(5))
        result = house.load(path)
        expect(result, 65, sums(3, 2, wrong=1))
        tap.equal(result.err, path + ":row 4 (line 4): the quote that opens "
                  "a field on line 4 is never closed\n", "stderr")


def test_twenty():
    """20 bad rows are told and the others counted; --verbose tells all"""
    with House() as house:
        path = house.write(many(30, email="nobody%d"))
        result = house.load(path)
        expect(result, 65, sums(30, 0, wrong=30))
        lines = result.err.splitlines()
        tap.equal(len(lines), 21, "lines")
        tap.equal(lines[-1], "... and 10 more; --verbose tells all")
        result = house.load("--verbose", path)
        tap.equal(len(result.err.splitlines()), 30, "lines with --verbose")


def test_strict():
    """--strict stores all rows or none, from a file and from a pipe"""
    sound, wrong = many(6000), many(6000) + "booking,B-x,soon,a@example.com\n"
    with House() as house:
        path = house.write(wrong)
        result = house.load("--strict", path)
        expect(result, 65, sums(6001, 0, wrong=1))
        if not result.err.endswith("Nothing was stored (--strict).\n"):
            raise AssertionError(result.err)
        expect(house.load("--strict", "-", stdin=wrong.encode()), 65,
               sums(6001, 0, wrong=1))
        tap.equal(house.events(), 0)
        expect(house.load("--strict", "-", stdin=sound.encode()), 0,
               sums(6000, 6000))
        expect(house.load("--strict", house.write(sound)), 0,
               sums(6000, 0, known=6000))


def test_batches():
    """a large file is stored in several transactions, each left free for
    others"""
    with House() as house:
        expect(house.load(house.write(many(12000)), "--strict"), 0,
               sums(12000, 12000))
        reader, writer = os.pipe()
        process = subprocess.Popen(house.command("-", "--source", "late"),
                                   stdin=reader, stdout=subprocess.PIPE)
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(many(12000).encode())
            pipe.flush()
            for _ in range(600):
                if house.events() >= 22000:
                    break
                try:
                    process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
                break
            # Two full batches are in; the rest waits for the end.
            tap.equal(house.events(), 22000)
            path = house.write(many(1), "other.csv")
            expect(house.load(path, "--source", "between"), 0, sums(1, 1))
        tap.equal(process.communicate()[0].decode(), sums(12000, 12000))


def test_no_file():
    """a missing, an empty and a foreign file are told"""
    with House() as house:
        expect(house.load("/nowhere/file.csv"), 66, "")
        expect(house.load(house.write("")), 65, "")
        expect(house.load(house.folder), 74, "")
        expect(house.load(), 64, "")
        result = house.load(house.write("type;reference;at;email\n"))
        expect(result, 65, "")
        if "perhaps --delimiter semicolon is meant" not in result.err:
            raise AssertionError(result.err)
        expect(house.load(house.write("type;reference;at;email\n"
                                      "t;R;2026-03-01;a@example.com\n"),
                          "--delimiter", "semicolon"), 0, sums(1, 1))


def test_responses():
    """historic answers come in once, and wrong ones are told"""
    text = ("touchpoint,score,comment,email,answered_at,agent\n"
            "after-stay,9,\"Fine,\nreally\",a@example.com,2026-03-01,x\n"
            "after-stay,11,,b@example.com,2026-03-01,x\n"
            "after-stay,3,,,2026-03-02T10:00:00Z,x\n")
    with House() as house:
        path = house.write(text)
        result = house.load("--responses", "--strict", path)
        expect(result, 65, sums(3, 0, wrong=1))
        result = house.load("--responses", path)
        expect(result, 65, sums(3, 2, wrong=1))
        if not result.err.startswith(path + ":row 3 (line 4): column score: "):
            raise AssertionError(result.err)
        expect(house.load("--responses", path), 65,
               sums(3, 0, known=2, wrong=1))
        tap.equal(house.ask("SELECT score, comment FROM response ORDER BY id"),
                  [(9, "Fine,\nreally"), (3, None)])
        expect(house.load("--responses", "--map", "bookings", path), 64, "")
        result = house.load("--responses", house.write(
            "touchpoint,score,coment,answered_at\n"))
        expect(result, 65, "")
        if 'did you mean it by "coment"?' not in result.err:
            raise AssertionError(result.err)


def on_terminal(command, columns=60):
    """What a terminal on stderr gets."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ,
                struct.pack("HHHH", 24, columns, 0, 0))
    environment = dict(os.environ, TERM="xterm")
    process = subprocess.Popen(command, stderr=theirs, env=environment,
                               stdout=subprocess.PIPE)
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    process.stdout.read()
    process.stdout.close()
    return process.wait(), seen.decode()


def test_bar():
    """on a terminal a bar shows, fits its line and is cleared; a pipe gets
    none"""
    with House() as house:
        path = house.write(many(60000) + "booking,B,soon,a@example.com\n")
        code, seen = on_terminal(house.command(path))
        tap.equal(code, 65)
        drawn = re.findall(r"\r(Importing \[[#-]*\] +\d+%  \d+ rows)\x1b\[K",
                           seen)
        if not drawn or max(map(len, drawn)) >= 60:
            raise AssertionError(seen)
        # The mistake stands on a line of its own, and nothing is left over.
        if "\r\x1b[K" + path + ":row 60002" not in seen:
            raise AssertionError(seen)
        if not re.search(r"(\r\x1b\[K|\n)$", seen):
            raise AssertionError(repr(seen[-80:]))
        result = house.load(path)
        if "\r" in result.err or "\x1b" in result.err:
            raise AssertionError(result.err)


if __name__ == "__main__":
    sys.exit(tap.run([
        test_twice_is_once,
        test_real_events,
        test_real_bookings,
        test_mapping,
        test_mapping_wrong,
        test_bad_rows,
        test_never_closed,
        test_twenty,
        test_strict,
        test_batches,
        test_no_file,
        test_responses,
        test_bar,
    ]))
