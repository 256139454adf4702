"""The night's work of each house, once a date: value that has expired ends, whoever comes or not;
then the books are verified.

A box that slept catches up when it starts. The operation's key is the date, so that two servers
of one database, or a restart, never do it twice. Verifying is a process of its own, of the lowest
priority, that reads one snapshot: no till waits for it.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial

from django.conf import settings
from django.db import Error, connection

from habitue.house.acting import Actor
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit.refusals import Refusal
from habitue.merging import looking
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid
from habitue.prepaid import noticing
from habitue.shifts import closing
from habitue.site import tidying, weekly

EVERY = 300.0
LOOKED_FROM = 3  # o'clock where the house stands: tills are still, and verifying comes after
TOLD_FROM = 9  # o'clock where the house stands: nobody is written to at night
VERIFIED_FROM = 4  # o'clock where the house stands
BEFORE_VERIFYING = 600.0  # seconds a program that has just started is left alone
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


def close_days(now: datetime) -> int:
    """Close what is over, in houses that wish it and where every shift was counted; how many."""
    done = 0
    for house in House.objects.filter(close_days_at_night=True).order_by("id"):
        with house_scope(house):
            day = closing.due(house, now)
        if day is None:
            continue
        request = Request(house, NIGHT, f"close {day}", {"close": day.isoformat()})
        done += not operations.run(request, partial(_close, day=day)).replayed
    return done


def one_morning(now: datetime) -> int:
    """Tell whose value ends soon, once a date and not at night; how many houses that were."""
    done = 0
    for house in House.objects.order_by("id"):
        local = now.astimezone(house.zone)
        if local.hour < TOLD_FROM:
            continue
        today = local.date().isoformat()
        request = Request(house, NIGHT, f"tell {today}", {"tell": today})
        done += not operations.run(request, _tell).replayed
    return done


def one_look(now: datetime) -> int:
    """Ask for a look for duplicates where the book changed, once a date and at night; how many
    houses were asked for. `looks` works them off."""
    done = 0
    for house in House.objects.order_by("id"):
        local = now.astimezone(house.zone)
        if local.hour < LOOKED_FROM:
            continue
        today = local.date().isoformat()
        request = Request(house, NIGHT, f"look {today}", {"look": today})
        done += not operations.run(request, _look).replayed
    return done


def unverified(now: datetime) -> Iterator[tuple[House, str]]:
    """Houses whose books were not verified today although it is time, each with the key for it."""
    for house in House.objects.order_by("id"):
        local = now.astimezone(house.zone)
        key = f"verify {local.date().isoformat()}"
        if local.hour < VERIFIED_FROM:
            continue
        with house_scope(house):
            done = Operation.objects.of(house).filter(key=key).exists()
        if not done:
            yield house, key


def verify() -> int:
    """Verify what is due in a process of its own; its exit code. It ends with this one."""
    words = [sys.executable, "-m", "habitue.site", "verify", "--nightly", str(os.getpid())]
    where = {"HABITUE_DATA_DIR": str(settings.DATA_DIR)}
    done = subprocess.run(words, env=os.environ | where, check=False)  # noqa: S603 our own program
    return done.returncode


def _work(op: Operation) -> Answer:
    return Answer(amounts={"expired": prepaid.expire_all(op)})


def _look(op: Operation) -> Answer:
    look = looking.ask_if_changed(op)
    return Answer(look.id if look else None)


def _close(op: Operation, day: date) -> Answer:
    return Answer(closing.close_day(op, day=day).id)


def _tell(op: Operation) -> Answer:
    return Answer(amounts={"letters": noticing.tell(op)})


def _forever() -> None:
    began = time.monotonic()
    while True:
        try:
            one_night(datetime.now(UTC))
            one_morning(datetime.now(UTC))
            one_look(datetime.now(UTC))
            weekly.one_week(datetime.now(UTC))
            close_days(datetime.now(UTC))
            tidying.tidy(datetime.now(UTC))
            if time.monotonic() - began > BEFORE_VERIFYING and any(unverified(datetime.now(UTC))):
                verify()
        except (Error, Refusal) as problem:
            log.warning("The night's work was not done, and is tried again: %s", problem)
        except Exception:
            log.exception("The night's work stumbled, and is tried again")
        if connection.vendor == "postgresql":
            connection.close()
        time.sleep(EVERY)
