"""The hand for files: looks at, takes and undoes what people brought to the back office.

One file at a time, in a thread of the serving process. What a killed process left half way is in
the book as such, and goes on when the next one starts.
"""

import logging
import threading
import time
from datetime import UTC, datetime

from django.db import Error, connection

from habitue.exchange import keeping, working
from habitue.exchange.pace import Pace
from habitue.kit.refusals import Refusal

EVERY = 1.0
TIDY_EVERY = 3_600.0
AFTER_TROUBLE = 10.0
log = logging.getLogger(__name__)


def begin() -> threading.Thread:
    """Work from now on, in a thread of this process."""
    thread = threading.Thread(target=_forever, name="files in", daemon=True)
    thread.start()
    return thread


def now() -> datetime:
    return datetime.now(UTC)


def one_round() -> int:
    """Work off what waits now; how many files that were."""
    found = working.waiting()
    for row in found:
        working.work_off(row, Pace(row.house, now))
    return len(found)


def _forever() -> None:
    tidied = 0.0
    while True:
        pause = EVERY
        try:
            one_round()
            if time.monotonic() - tidied >= TIDY_EVERY:
                keeping.tidy(now())
                tidied = time.monotonic()
        except (Error, Refusal) as problem:
            log.warning("A file could not be worked on, and is tried again: %s", problem)
            pause = AFTER_TROUBLE
        except Exception:
            log.exception("The hand for files stumbled, and goes on")
            pause = AFTER_TROUBLE
        if connection.vendor == "postgresql":
            connection.close()
        working.came.wait(pause)
        working.came.clear()
