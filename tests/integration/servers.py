"""What the real servers of the tests have in common (mailserver.py, kannel.py):
they are waited for."""

import time

START_TIMEOUT_S = 30


def wait_until(what, condition, timeout_s=START_TIMEOUT_S):
    """The first true value of condition(), or a TimeoutError that says what
    was waited for."""
    end = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError("%s: not within %g s" % (what, timeout_s))
        time.sleep(0.02)
