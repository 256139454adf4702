"""Mail that must not wait and must not be kept: a guest's sign-in code."""

import logging
import queue
import threading
import time
from typing import NamedTuple

from habitue.kit.ids import new_id
from habitue.outbox import mail

WAITS = (2.0, 8.0)  # between tries: a code lives ten minutes
MOST = 500  # in the queue; what comes on top is dropped rather than growing without end
log = logging.getLogger(__name__)


class _Urgent(NamedTuple):
    to: str
    subject: str
    text: str
    name: str
    id: str


_queue: queue.Queue[_Urgent] = queue.Queue(MOST)
_starting = threading.Lock()
_threads: list[threading.Thread] = []


def send_at_once(*, to: str, subject: str, text: str, name: str = "") -> bool:
    """Send from a background thread, outside any operation; nothing is stored or logged of it.

    `name` is the sender's, else the installation's. False: no mail is set up, or too many wait.
    """
    if not mail.is_set():
        return False
    try:
        _queue.put_nowait(_Urgent(to, " ".join(subject.split()), text, name, str(new_id())))
    except queue.Full:
        log.warning("A mail was dropped: %d wait to be sent at once.", MOST)
        return False
    _ensure_running()
    return True


def _ensure_running() -> None:
    with _starting:
        if not any(thread.is_alive() for thread in _threads):
            _threads[:] = [
                threading.Thread(target=_forever, name=f"courier {n}", daemon=True)
                for n in range(2)
            ]
            for thread in _threads:
                thread.start()


def _forever() -> None:
    while True:
        _deliver(_queue.get())


def _deliver(one: _Urgent) -> None:
    for wait in (*WAITS, None):
        try:
            mail.hand_over(
                to=one.to, subject=one.subject, text=one.text, id_=one.id, name=one.name
            )
            return
        except (mail.NotTaken, mail.OutOfReach) as problem:
            if wait is None or getattr(problem, "for_good", False):
                log.warning("A mail that could not wait was not sent: %s.", problem.problem)
                return
            time.sleep(wait)
