"""What the integration tests in Python share: TAP on standard output, with
each test a function whose docstring is the promise it keeps."""
import os
import sys
import traceback


class Skip(Exception):
    """A test that can't be run here; its text says what it needs."""


def built(*names):
    """A file of the build folder."""
    return os.path.join(os.environ.get("top_builddir", "."), *names)


def source(*names):
    """A file of the source folder."""
    here = os.path.dirname(os.path.abspath(__file__))
    return os.path.join(os.environ.get("top_srcdir",
                                       os.path.join(here, "..", "..")), *names)


def comment(text):
    for line in str(text).splitlines():
        print("# " + line)
    sys.stdout.flush()


def equal(found, expected, what="value"):
    if found != expected:
        raise AssertionError("%s: found %r, expected %r" % (
            what, found, expected))


def run(tests, on_failure=None):
    """Runs them in order and returns main's exit code. on_failure() gives
    more for people to read."""
    failed = 0
    print("1..%d" % len(tests))
    for number, test in enumerate(tests, 1):
        name = " ".join(test.__doc__.split())
        try:
            test()
        except Skip as reason:
            print("ok %d - %s # SKIP %s" % (number, name, reason))
        except Exception:
            failed += 1
            print("not ok %d - %s" % (number, name))
            comment(traceback.format_exc())
            if on_failure is not None:
                comment(on_failure())
        else:
            print("ok %d - %s" % (number, name))
        sys.stdout.flush()
    return 1 if failed else 0


def skip_all(reason):
    print("1..0 # SKIP " + reason)
    return 0
