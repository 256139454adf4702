"""The hands at the printers: each printer with work gets one, which ends when its work does.

A printer that is away or out of paper is asked again after a pause that grows; no other printer,
and no money, waits for it.
"""

import logging
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

from django.db import Error, connection

from habitue.kit.refusals import Refusal
from habitue.operations.writer import in_write_transaction
from habitue.printing import sending
from habitue.printing.actions import asked
from habitue.printing.sending import Hands, Queue

EVERY = 1.0
PAUSES = (2.0, 3.0, 5.0)  # after a trouble; the last one stays
TIDY_EVERY = 600.0
log = logging.getLogger(__name__)


def now() -> datetime:
    return datetime.now(UTC)


HANDS = Hands(in_write_transaction, now)


class Foreman:
    """Sends a hand to every printer that has work and is not to be left alone for a while."""

    def __init__(self) -> None:
        self._busy: set[UUID] = set()
        self._troubles: dict[UUID, int] = {}
        self._not_before: dict[UUID, float] = {}

    def look(self) -> None:
        for queue in sending.waiting():
            key = queue.printer
            if key in self._busy or time.monotonic() < self._not_before.get(key, 0.0):
                continue
            self._busy.add(key)
            threading.Thread(
                target=self._work, args=(queue,), name=f"printer {key}", daemon=True
            ).start()

    def _work(self, queue: Queue) -> None:
        trouble = True
        try:
            trouble = bool(HANDS.work_off(queue))
        except (Error, Refusal) as problem:
            log.warning("A printer's jobs could not be read, and are tried again: %s", problem)
        except Exception:
            log.exception("A printer's hand stumbled")
        finally:
            self._rest(queue.printer, trouble=trouble)
            if connection.vendor == "postgresql":
                connection.close()
            self._busy.discard(queue.printer)

    def _rest(self, printer: UUID, *, trouble: bool) -> None:
        if not trouble:
            self._troubles.pop(printer, None)
            self._not_before.pop(printer, None)
            return
        seen = self._troubles.get(printer, 0)
        self._troubles[printer] = seen + 1
        self._not_before[printer] = time.monotonic() + PAUSES[min(seen, len(PAUSES) - 1)]


def begin() -> threading.Thread:
    """Print from now on, in threads of this process."""
    thread = threading.Thread(target=_forever, name="printers", daemon=True)
    thread.start()
    return thread


def _forever() -> None:
    foreman, tidied = Foreman(), 0.0
    while True:
        try:
            foreman.look()
            if time.monotonic() - tidied >= TIDY_EVERY:
                HANDS.settle_lost()
                HANDS.forget_old()
                tidied = time.monotonic()
        except (Error, Refusal) as problem:
            log.warning("The print jobs could not be read, and are read again: %s", problem)
        except Exception:
            log.exception("The printers' foreman stumbled, and goes on")
        if connection.vendor == "postgresql":
            connection.close()
        asked.wait(EVERY)
        asked.clear()
