"""The sealer of PostgreSQL: each second it chains what was posted; no request waits for it.

On SQLite the writer seals each group inside its own commit, and nothing is to be done here.
"""

import logging
import threading
import time

from django.db import Error, connection

from habitue.audit import sealing as audit
from habitue.ledger import sealing

EVERY = 1.0
LOOK_BACK_EVERY = 60.0
log = logging.getLogger(__name__)


def begin() -> threading.Thread:
    """Seal from now on, in a thread of this process."""
    thread = threading.Thread(target=_forever, name="sealer", daemon=True)
    thread.start()
    return thread


def _forever() -> None:
    longest_at = 0.0
    while True:
        began = time.monotonic()
        long = began - longest_at >= LOOK_BACK_EVERY
        try:
            look_back = sealing.LONG if long else sealing.A_WHILE
            sealing.seal_all(look_back)
            audit.seal_all(look_back)
            longest_at = began if long else longest_at
        except Error as problem:
            log.warning("The sealer could not seal, and tries again: %s", problem)
            connection.close()
        time.sleep(max(0.0, EVERY - (time.monotonic() - began)))
