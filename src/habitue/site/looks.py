"""The hand for looks: has the customer book compared, where somebody or the night asked for it.

Comparing takes a minute of a whole core, so it is a process of its own, of the lowest priority,
that ends with this one: no request waits for it, and its memory goes with it.
"""

import logging
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime

from django.conf import settings
from django.db import Error, connection

from habitue.exchange.pace import Pace
from habitue.merging import looking

EVERY = 2.0
AFTER_TROUBLE = 10.0
log = logging.getLogger(__name__)


def begin() -> threading.Thread:
    """Work from now on, in a thread of this process."""
    thread = threading.Thread(target=_forever, name="looks", daemon=True)
    thread.start()
    return thread


def now() -> datetime:
    return datetime.now(UTC)


def one_round() -> int:
    """Work off here what waits now; how many looks that were."""
    return sum(
        looking.work_off(look, now, Pace(look.house, now)) for look in looking.waiting(now())
    )


def apart() -> int:
    """The same in a process of its own, which ends with this one; its exit code."""
    words = [sys.executable, "-m", "habitue.site", "duplicates", "--waiting", str(os.getpid())]
    where = {"HABITUE_DATA_DIR": str(settings.DATA_DIR)}
    done = subprocess.run(words, env=os.environ | where, check=False)  # noqa: S603 our own program
    return done.returncode


def _forever() -> None:
    while True:
        pause = EVERY
        try:
            if looking.waiting(now()) and apart():
                pause = AFTER_TROUBLE
        except Error as problem:
            log.warning("A look could not be worked on, and is tried again: %s", problem)
            pause = AFTER_TROUBLE
        except Exception:
            log.exception("The hand for looks stumbled, and goes on")
            pause = AFTER_TROUBLE
        if connection.vendor == "postgresql":
            connection.close()
        looking.came.wait(pause)
        looking.came.clear()
