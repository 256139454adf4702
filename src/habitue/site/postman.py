"""The postman: looks into the outbox every other second and sends what is due.

Without a mail server in the settings he stays at home: letters wait, and `habitue doctor` says so.
"""

import logging
import threading
import time
from datetime import UTC, datetime

from django.db import Error, connection

import habitue.printing.letters  # noqa: F401 - declares the receipt a letter may enclose
from habitue.kit.refusals import Refusal
from habitue.operations.writer import in_write_transaction
from habitue.outbox import mail, sending

EVERY = 2.0
AFTER_A_BROKEN_LINE = 10.0  # and twice as long each time
LONGEST = 600.0
TIDY_EVERY = 3600.0
log = logging.getLogger(__name__)


def begin() -> threading.Thread | None:
    """Send from now on, in a thread of this process."""
    if not mail.is_set():
        return None
    thread = threading.Thread(target=_forever, name="postman", daemon=True)
    thread.start()
    return thread


def now() -> datetime:
    return datetime.now(UTC)


def one_round() -> sending.Round:
    """Send what is due now."""
    return sending.send_due(in_write_transaction, now)


def _forever() -> None:
    tidied, broken = 0.0, 0
    while True:
        try:
            broken = broken + 1 if one_round().out_of_reach else 0
            if time.monotonic() - tidied >= TIDY_EVERY:
                sending.forget_old(in_write_transaction, now())
                tidied = time.monotonic()
        except (Error, Refusal) as problem:
            log.warning("The postman could not read the outbox, and tries again: %s", problem)
        except Exception:
            log.exception("The postman stumbled, and goes on")
        if connection.vendor == "postgresql":
            connection.close()  # back to the pool: he sleeps most of the time
        time.sleep(min(AFTER_A_BROKEN_LINE * 2**broken, LONGEST) if broken else EVERY)
