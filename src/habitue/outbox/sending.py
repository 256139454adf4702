"""Sending what waits: one try at a time for each letter, with growing waits between them.

A letter is taken in hand by a guarded update and a lease, so that two postmen never send it
both; it is marked as soon as the server has answered that it took it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.outbox import enclosing, mail
from habitue.outbox.models import Letter

Writing = Callable[[Callable[[], Any]], Any]
Clock = Callable[[], datetime]

MINUTE = timedelta(minutes=1)
WAITS = [MINUTE * n for n in (1, 5, 15, 60, 240, 720, 1440)]
MOST_TRIES = len(WAITS) + 1  # about two days
LEASE = 15 * MINUTE  # longer than any try: a postman that died is followed by another
KEPT = timedelta(days=30)  # a letter that was taken is forgotten after that
ROUND = 100
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Round:
    """What came of one look into the outbox."""

    sent: int = 0
    failed: int = 0
    out_of_reach: bool = False


def send_due(write: Writing, clock: Clock) -> Round:
    """Send what is due in every house. `write` runs a piece of work in a writing transaction.

    Ends early where the server cannot be reached: the rest is due again at the next look.
    """
    done = Round()
    now = clock()
    houses = Letter.objects.filter(next_try_at__lte=now).values_list("house_id", flat=True)
    for house in House.objects.filter(pk__in=list(houses.distinct())):
        for letter in _due(house, now):
            if _taken_in_hand(write, house, letter, clock()):
                _try(write, house, letter, clock, done)
            if done.out_of_reach:
                return done
    return done


def forget_old(write: Writing, now: datetime) -> None:
    """Drop letters taken long ago: whom we wrote is not kept for ever."""
    old = Letter.objects.filter(sent_at__lt=now - KEPT)
    for house in House.objects.filter(pk__in=list(old.values_list("house_id", flat=True))):
        rows = Letter.objects.of(house).filter(sent_at__lt=now - KEPT)
        with house_scope(house):
            write(rows.delete)


def _due(house: House, now: datetime) -> list[Letter]:
    with house_scope(house):
        rows = Letter.objects.of(house).filter(next_try_at__lte=now)
        return list(rows.order_by("next_try_at", "id")[:ROUND])


def _taken_in_hand(write: Writing, house: House, letter: Letter, now: datetime) -> bool:
    rows = Letter.objects.of(house).filter(
        pk=letter.pk, sent_at=None, tries=letter.tries, next_try_at=letter.next_try_at
    )
    with house_scope(house):
        return bool(write(lambda: rows.update(tries=F("tries") + 1, next_try_at=now + LEASE)))


def _try(write: Writing, house: House, letter: Letter, clock: Clock, done: Round) -> None:
    try:
        _hand_over(house, letter)
    except mail.OutOfReach as problem:
        done.out_of_reach = True
        log.warning("Letter %s waits: %s.", letter.pk, problem.problem)
        again = clock() + MINUTE  # no try of this letter's: the postman himself waits longer
        said = problem.problem[:200]
        _mark(write, house, letter.pk, tries=letter.tries, next_try_at=again, last_problem=said)
    except mail.NotTaken as problem:
        done.failed += 1
        _refused(write, house, letter, clock(), problem)
    else:
        done.sent += 1
        _mark(write, house, letter.pk, sent_at=clock(), next_try_at=None, last_problem="")


def _hand_over(house: House, letter: Letter) -> None:
    try:
        with house_scope(house):
            attached = enclosing.made(house, letter.enclosures)
    except Exception as problem:
        log.exception("The enclosures of letter %s could not be made", letter.pk)
        raise mail.NotTaken(f"{type(problem).__name__}: its enclosure cannot be made") from None
    mail.hand_over(
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        id_=str(letter.pk),
        name=house.name,
        language=letter.language,
        attached=attached,
    )


def _refused(
    write: Writing, house: House, letter: Letter, now: datetime, problem: mail.NotTaken
) -> None:
    last = problem.for_good or letter.tries + 1 >= MOST_TRIES
    again = None if last else now + WAITS[letter.tries]
    log.warning("Letter %s was not taken (%s); next try: %s.", letter.pk, problem, again)
    said = problem.problem[:200]
    _mark(write, house, letter.pk, next_try_at=again, last_problem=said)


def _mark(write: Writing, house: House, letter: UUID, **columns: Any) -> None:
    rows = Letter.objects.of(house).filter(pk=letter)
    with house_scope(house):
        write(lambda: rows.update(**columns))
