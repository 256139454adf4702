"""The night's work of each house, once a date: value that has expired ends, whoever comes or not.

A box that slept catches up when it starts. The operation's key is the date, so that two servers
of one database, or a restart, never do it twice.
"""

import logging
import threading
import time
from datetime import UTC, datetime

from django.db import DatabaseError, connection

from habitue.house.acting import Actor
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.kit.refusals import Refusal
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid

EVERY = 300.0
NIGHT = Actor(label="job:night", everything=True, name="night")
log = logging.getLogger(__name__)


def begin() -> threading.Thread:
    """Work from now on, in a thread of this process."""
    thread = threading.Thread(target=_forever, name="night", daemon=True)
    thread.start()
    return thread


def one_night(now: datetime) -> int:
    """Do what today's date asks of each house and was not done; how many houses that were."""
    done = 0
    for house in House.objects.order_by("id"):
        today = local_date(house, now).isoformat()
        # a space: no client can send such a key
        request = Request(house, NIGHT, f"night {today}", {"night": today})
        done += not operations.run(request, _work).replayed
    return done


def _work(op: Operation) -> Answer:
    return Answer(amounts={"expired": prepaid.expire_all(op)})


def _forever() -> None:
    while True:
        try:
            one_night(datetime.now(UTC))
        except (DatabaseError, Refusal) as problem:
            log.warning("The night's work was not done, and is tried again: %s", problem)
        except Exception:
            log.exception("The night's work stumbled, and is tried again")
        if connection.vendor == "postgresql":
            connection.close()
        time.sleep(EVERY)
