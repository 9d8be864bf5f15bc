#!/usr/bin/python3
"""Sabotage: with one line of the program spoilt, the tests fail. Each edit is
made in a copy of its file, compiled with the flags of this build, and linked
before the library into the tests that must notice, which were built before.

SABOTAGE=all tries all of them, else the first ones, which take seconds; or a
word that stands in the names of those to be tried. Run in the build folder.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

import tap  # noqa: E402

WANTED = os.environ.get("SABOTAGE", "")
QUICK = 3
POWER = "tests/faults/test_power_cut"
# With what the environment says beside.
DELIVER = "tests/faults/test_program_faults.py ONLY=deliver SAMPLE=6"
BACKUP = "tests/faults/test_program_faults.py ONLY=backup"


class Sabotage:
    def __init__(self, name, path, edits, *tests):
        self.name = name
        self.path = path
        self.edits = edits if isinstance(edits, list) else [edits]
        self.tests = tests

    def spoilt(self):
        """The file as it is then."""
        with open(tap.source(self.path), encoding="utf-8") as stream:
            text = stream.read()
        for old, new in self.edits:
            if text.count(old) != 1:
                raise AssertionError("%s has %d times what is to be spoilt;"
                                     " mend this script: %r" % (
                                         self.path, text.count(old), old))
            text = text.replace(old, new)
        return text


COMMIT = "return db_commit(store->db, error);"
NO_COMMIT = "db_rollback(store->db);\n\treturn TRUE;"

ALL = [
    Sabotage(
        "commits are not synced",
        "store/db/db_sqlite.c",
        ("PRAGMA synchronous = FULL; PRAGMA foreign_keys",
         "PRAGMA synchronous = OFF; PRAGMA foreign_keys"), POWER),
    Sabotage(
        "a reply is acknowledged before it is on the disk",
        "store/replies/replies.c",
        ("\t\tdb_announce(store->db);\n\t" + COMMIT,
         "\t\tdb_announce(store->db);\n\t" + NO_COMMIT), POWER),
    Sabotage(
        "the commit of what leaves is left out",
        "store/outbox/settle.c",
        ("if (!db_commit(store->db, error))\n\t\treturn FALSE;\n\thome_note",
         "db_rollback(store->db);\n\thome_note"),
        "tests/unit/test_store_outbox"),
    Sabotage(
        "commits are synced at checkpoints alone",
        "store/db/db_sqlite.c",
        ("PRAGMA synchronous = FULL; PRAGMA foreign_keys",
         "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys"), POWER),
    Sabotage(
        "the commit of what leaves is left out, seen by a power cut",
        "store/outbox/settle.c",
        ("if (!db_commit(store->db, error))\n\t\treturn FALSE;\n\thome_note",
         "db_rollback(store->db);\n\thome_note"), POWER),
    Sabotage(
        "a verdict is taken on an attempt that others have ended",
        "store/outbox/verdicts.c",
        ("\" WHERE id = $1 AND outcome = 'sending'\"\n\t\t\t"
         "\" AND worker = $6\"", "\" WHERE id = $1 AND $6 = $6\""),
        "tests/unit/test_store_outbox"),
    Sabotage(
        "in a group of mails a verdict is taken on what others have ended",
        "store/outbox/firsts.c",
        ("\" WHERE id = $1 AND outcome = 'sending' AND worker = $5\"",
         "\" WHERE id = $1 AND $5 = $5\""),
        "tests/unit/test_store_fence"),
    Sabotage(
        "an attempt begins without a lease",
        "store/outbox/attempts.c",
        ("AND d.message_id = m.id WHERE m.id = $1 AND d.worker = $2\"",
         "AND d.message_id = m.id WHERE m.id = $1 AND $2 = $2\""),
        "tests/unit/test_store_fence"),
    Sabotage(
        "in a group of mails one begins without a lease",
        "store/outbox/firsts.c",
        ("\"DELETE FROM due WHERE due_at = $1 AND message_id = $2\"\n"
         "\t    \" AND worker = $3\"",
         "\"DELETE FROM due WHERE due_at = $1 AND message_id = $2\"\n"
         "\t    \" AND $3 = $3\""),
        "tests/unit/test_store_fence"),
    Sabotage(
        "a worker that was taken for dead goes on",
        "store/outbox/crew.c",
        ("\treturn there != 0;\n", "\tg_clear_error(error);\n"
         "\treturn TRUE;\n"),
        "tests/unit/test_store_fence"),
    Sabotage(
        "rest is not judged as the attempt is committed",
        "store/outbox/asks.c",
        ("*may = (limit->rest_s == 0 || within_rest == 0) &&",
         "*may = (limit->rest_s == 0 || within_rest >= 0) &&"),
        "tests/unit/test_store_asks"),
    Sabotage(
        "the limit of a year is not judged as the attempt is committed",
        "store/outbox/asks.c",
        ("(limit->max_per_year == 0 || within_year < limit->max_per_year);",
         "(limit->max_per_year == 0 || within_year >= 0);"),
        "tests/unit/test_store_asks"),
    Sabotage(
        "the last byte leaves before the attempt is committed",
        "scheduler/drip_commit.c",
        [("\tif (!store_settle(drip->store, verdicts,",
          "\tfor (guint i = 0; i < drip->ready->len; i++) {\n"
          "\t\tstruct send *send = drip->ready->pdata[i];\n\n"
          "\t\tsend->door->provider->ops->finish("
          "send->door->provider, send->message);\n\t}\n"
          "\tif (!store_settle(drip->store, verdicts,"),
         ("\tif (attempt->attempt_id != 0) {\n"
          "\t\tprovider->ops->finish(provider, send->message);\n",
          "\tif (attempt->attempt_id != 0) {\n")],
        "tests/unit/test_drip"),
    Sabotage(
        "what is open when a worker dies is not in doubt",
        "store/outbox/doubts.c",
        ("\" detail = $2 WHERE ended_at IS NULL AND worker = $3\"",
         "\" detail = $2 WHERE ended_at IS NULL AND $3 = 0\""), POWER),
    Sabotage(
        "what is leased is claimed again",
        "store/outbox/crew.c",
        ("\t    doubt_open_attempts(db, worker, now_at, in_doubt, error) &&\n",
         "\t    db_run(db, error, \"INSERT INTO due (due_at, message_id)"
         " SELECT m.due_at, m.id FROM attempt a JOIN message m ON m.id ="
         " a.message_id WHERE a.ended_at IS NULL\", \"\") &&\n"
         "\t    doubt_open_attempts(db, worker, now_at, in_doubt, error) &&\n"
         ), POWER),
    Sabotage(
        "a text leaves to who has said stop meanwhile",
        "store/outbox/attempts.c",
        ("\tif (!answer_may_leave(leased->kind, leased->created_at,\n"
         "\t\tsuppressed_at)) {",
         "\tif (answer_may_leave(leased->kind, leased->created_at,\n"
         "\t\tsuppressed_at) && FALSE) {"),
        "tests/unit/test_store_texts", "tests/unit/test_text_races"),
    Sabotage(
        "the money of a day is not counted",
        "store/outbox/spending.c",
        ("if (charge->budget_micro == 0)", "if (charge->budget_micro >= 0)"),
        "tests/unit/test_store_spending"),
    Sabotage(
        "the same event twice is two",
        "store/schema/migration_1.c",
        ("\"CREATE UNIQUE INDEX event_once ON event",
         "\"CREATE INDEX event_once ON event"),
        "tests/unit/test_store_events", "tests/unit/test_store_migration"),
    Sabotage(
        "the same reply twice is two",
        "store/replies/replies.c",
        ("\" ON CONFLICT (fingerprint) DO NOTHING\"", "\"\""),
        "tests/unit/test_store_replies"),
    Sabotage(
        "a copied store sends",
        "store/whole/home.c",
        ("*at_home = noted != NULL && is_same(noted, here) &&",
         "*at_home = (noted == NULL || here != NULL) &&"),
        "tests/unit/test_store_home"),
    Sabotage(
        "an upgrade is not one transaction",
        "store/schema/schema.c",
        [("!db_set_bulk(db, TRUE, error)) || !db_begin(db, error))",
          "!db_set_bulk(db, TRUE, error)))"),
         ("\t\tdb_rollback(db);\n\t\treturn FALSE;\n\t}\n"
          "\treturn db_commit(db, error) &&\n\t    (",
          "\t\treturn FALSE;\n\t}\n\treturn (")],
        "tests/faults/test_upgrade_cut"),
    Sabotage(
        "a changed score is not seen",
        "store/answers/chain.c",
        ("\thash_int(sum, link->score);\n", ""),
        "tests/unit/test_store_responses", "tests/unit/test_verify"),
    Sabotage(
        "what was acted upon is acted upon again",
        "store/cases/acts.c",
        ("\"DELETE FROM fresh_response WHERE response_id = $1\"",
         "\"DELETE FROM fresh_response WHERE response_id = -$1\""),
        "tests/unit/test_store_acts"),
    Sabotage(
        "a changed score is counted beside the one before",
        "store/answers/responses.c",
        ("if (response->supersedes != 0 &&\n\t    !response_count(",
         "if (response->supersedes < 0 &&\n\t    !response_count("),
        "tests/unit/test_store_responses"),
    Sabotage(
        "anonymous answers are given away one by one",
        "store/answers/unlinked.c",
        ("if (all->len < MAX(least, UNLINKED_LEAST))", "if (all->len < 1)"),
        "tests/unit/test_unlinked"),
    Sabotage(
        "deliver takes a mail that it could not store",
        "cli/deliver.c",
        ("\t\tapp_fail(error);\n\t\treturn EX_TEMPFAIL;",
         "\t\tapp_fail(error);\n\t\treturn EX_OK;"), DELIVER),
    Sabotage(
        "a backup that could not be written is said to be",
        "store/db/db_sqlite_backup.c",
        ("code == SQLITE_DONE ||\n\t    refuse(", "TRUE ||\n\t    refuse("),
        BACKUP),
]


def variables(*names):
    """What make would put in their place."""
    environment = dict(os.environ, MAKEFLAGS="")
    lines = "".join("$(info %s=$(%s))" % (name, name) for name in names)
    told = subprocess.run(
        [os.environ.get("MAKE", "make"), "-s", "--no-print-directory",
         "--eval", "sabotage-nothing: ; " + lines + "@:", "sabotage-nothing"],
        stdout=subprocess.PIPE, env=environment, check=True)
    return dict(re.match("([A-Z_a-z]+)=(.*)", line).groups()
                for line in told.stdout.decode().splitlines() if "=" in line)


def shell(command):
    ended = subprocess.run(command, shell=True, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, check=False)
    if ended.returncode != 0:
        raise AssertionError("%s\n%s" % (command, ended.stdout.decode()))


class Builder:
    """Programs of this build, with one object in the place of another."""

    def __init__(self, folder):
        self.folder = folder
        self.make = variables(
            "COMPILE", "CCLD", "AM_CFLAGS", "CFLAGS", "AM_LDFLAGS", "LDFLAGS",
            "DEPS_LIBS", "CHECK_LIBS", "LIBS", "dripscore_OBJECTS",
            "fault_sources")
        self.passed = {}

    def compile(self, text):
        source = os.path.join(self.folder, "spoilt.c")
        with open(source, "w", encoding="utf-8") as out:
            out.write(text)
        # What is left over by a sabotage is no mistake.
        shell("%s -Wno-error -w -c %s -o %s/spoilt.o" % (
            self.make["COMPILE"], source, self.folder))
        return os.path.join(self.folder, "spoilt.o")

    def link(self, path, spoilt, objects):
        made = os.path.join(self.folder, os.path.basename(path))
        shell("{CCLD} {AM_CFLAGS} {CFLAGS} {AM_LDFLAGS} {LDFLAGS} -o %s %s %s"
              " libdripscore.a {DEPS_LIBS} {CHECK_LIBS} {LIBS}".format(
                  **self.make) % (made, " ".join(objects), spoilt))
        return made

    def objects_of(self, test, path):
        """Of a program, without the one that is spoilt."""
        if test.endswith(".py"):
            own = self.make["dripscore_OBJECTS"].split()
        else:
            own = [test + ".o"]
            if test.startswith("tests/faults/"):
                own += [name[:-2] + ".o"
                        for name in self.make["fault_sources"].split()
                        if name.endswith(".c")]
        return [name for name in own if name != path[:-2] + ".o"]

    def run(self, test, path, spoilt):
        """What the test says of it, and whether it has passed."""
        test, *more = test.split()
        environment = dict(os.environ, CUTS="60", FAULTS="few",
                           CK_FORK="yes", CK_DEFAULT_TIMEOUT="180")
        environment.update(one.split("=") for one in more)
        if test.endswith(".py"):
            environment["DRIPSCORE"] = self.link("dripscore", spoilt,
                                                 self.objects_of(test, path))
            command = [sys.executable, "-B", tap.source(test)]
        else:
            command = [self.link(test, spoilt, self.objects_of(test, path))]
        ended = subprocess.run(command, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, env=environment,
                               timeout=900, check=False)
        return ended.stdout.decode(errors="replace"), ended.returncode == 0

    def expect_pass(self, test, path):
        """Built in this way, unspoilt, it does."""
        if test not in self.passed:
            with open(tap.source(path), encoding="utf-8") as stream:
                spoilt = self.compile(stream.read())
            said, passed = self.run(test, path, spoilt)
            if not passed:
                raise AssertionError("%s fails without sabotage:\n%s" % (
                    test, said[-3000:]))
            self.passed[test] = True


def first_complaint(said):
    found = re.search("^not ok .*", said, re.M)
    return found.group(0)[:150] if found else "it has crashed"


def make_test(builder, sabotage):
    def test():
        text = sabotage.spoilt()
        for name in sabotage.tests:
            builder.expect_pass(name, sabotage.path)
        spoilt = builder.compile(text)
        for name in sabotage.tests:
            said, passed = builder.run(name, sabotage.path, spoilt)
            if not passed:
                tap.comment("%s: %s" % (name, first_complaint(said)))
                return
        raise AssertionError("nobody has noticed")

    test.__doc__ = "it is noticed that %s (%s)" % (sabotage.name,
                                                   sabotage.path)
    return test


def chosen():
    if WANTED == "all":
        return ALL
    if WANTED:
        return [one for one in ALL if WANTED in one.name or
                WANTED in one.path]
    return ALL[:QUICK]


def main():
    if not glob.glob("tests/unit/*.o"):
        return tap.skip_all("the tests are not built")
    with tempfile.TemporaryDirectory(prefix="dripscore-sabotage-") as folder:
        builder = Builder(folder)
        return tap.run([make_test(builder, one) for one in chosen()])


if __name__ == "__main__":
    sys.exit(main())
