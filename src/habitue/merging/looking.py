"""Looking through the book for records that may be one guest, behind the screens.

Somebody asks for a look, or the night does; whoever works on it reads and weighs without a
transaction, and writes down what it found and how far it came in the same short one. Killed at
any point, the look is taken up where it was; what it finds is shown once it has ended, until then
what the one before found stands.
"""

import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house.rows import insert_many
from habitue.house.scope import house_scope
from habitue.kit.ids import new_id
from habitue.merging import reading
from habitue.merging.keys import Index, Record
from habitue.merging.matching import Book, Pair
from habitue.merging.models import Distinct, Look, Suggestion
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.operations.writer import in_write_transaction

MOST = 100_000  # suggestions kept, the surest
SWEPT = 1_000  # rows that are deleted at once
NOTED_AT_LEAST = 2.0  # seconds
SILENT = timedelta(minutes=2)  # whoever said nothing for so long is dead
MOST_TRIES = 5  # without coming any further
came = threading.Event()  # one was asked for: whoever waits for looks begins at once
Clock = Callable[[], datetime]
Found = tuple[UUID, UUID, Pair]  # the smaller id first


class Taken(Exception):
    """Somebody else works on this look by now."""


@right("customers.merge")
def ask(op: Operation) -> Look:
    """Have the book looked through; where that is under way already, it is that look."""
    look, _new = Look.objects.get_or_create(
        house=op.house, ended_at=None, defaults={"at": op.at, "actor": op.by.label}
    )
    return look


def ask_if_changed(op: Operation) -> Look | None:
    """The night's question: nothing is asked where nobody changed since the last look began."""
    last = Look.objects.of(op.house).filter(failed=False).order_by("-at", "-id").first()
    changed = Customer.objects.of(op.house)
    if last is not None:
        changed = changed.filter(updated_at__gte=last.at)
    return ask(op) if changed.exists() else None


def waiting(now: datetime) -> list[Look]:
    """Looks that nobody works on, in every house, the oldest first."""
    free = Q(worker=None) | Q(beat_at__lt=now - SILENT)
    rows = Look.objects.filter(free, ended_at=None).select_related("house")
    return list(rows.order_by("at", "id"))


def work_off(look: Look, clock: Clock, pace: Callable[[], int]) -> bool:
    """Do all that is to be done of a look now; False where somebody else does.

    `pace` says before each batch how many records it may have, and waits where tills work.
    """
    mine = _Mine(look, clock)
    try:
        if not mine.claim():
            return False
        _compare(mine, pace)
    except Taken:
        return False
    sweep(look.house)
    return True


class _Mine:
    """A look and who works on it: nothing is written of a look that somebody else took up."""

    def __init__(self, look: Look, clock: Clock) -> None:
        self.look, self.house, self.clock = look, look.house, clock
        self.worker = new_id()

    def claim(self) -> bool:
        now = self.clock()

        def write() -> bool:
            rows = Look.objects.of(self.house).filter(pk=self.look.pk, ended_at=None)
            free = rows.filter(Q(worker=None) | Q(beat_at__lt=now - SILENT))
            if not free.update(worker=self.worker, beat_at=now):
                return False
            self.look.refresh_from_db(fields=["upto", "compared", "tries"])
            return self._may_try(rows, now)

        return bool(self._write(write))

    def _may_try(self, rows: Any, now: datetime) -> bool:
        """What breaks off again and again at one place is given up, and said so."""
        if self.look.tries < MOST_TRIES:
            rows.update(tries=self.look.tries + 1)
            return True
        rows.update(ended_at=now, failed=True)
        return False

    def say(self, found: Sequence[Found] = (), **facts: Any) -> None:
        """That it lives, how far it came, and what it found, all at once. Raises Taken."""

        def write() -> None:
            rows = Look.objects.of(self.house)
            mine = rows.filter(pk=self.look.pk, worker=self.worker, ended_at=None)
            if not mine.update(beat_at=self.clock(), **facts):
                raise Taken
            insert_many(_suggestions(self.look, found))

        self._write(write)

    def end(self, now: datetime) -> None:
        """Show what was found, and nothing of before. Raises Taken."""
        kept = Suggestion.objects.of(self.house).filter(look=self.look)

        def write() -> None:
            said = Distinct.objects.of(self.house).filter(
                first_id=OuterRef("first_id"), second_id=OuterRef("second_id")
            )
            kept.filter(Exists(said)).delete()
            rows = Look.objects.of(self.house)
            mine = rows.filter(pk=self.look.pk, worker=self.worker, ended_at=None)
            likely = kept.filter(weak=False).count()
            if not mine.update(ended_at=now, worker=None, suggested=likely):
                raise Taken

        self._write(write)

    def _write(self, work: Callable[[], Any]) -> Any:
        with house_scope(self.house):
            return in_write_transaction(work)


def _compare(mine: _Mine, pace: Callable[[], int]) -> None:
    people, records = _read(mine)
    mine.say(records=len(people))
    book, index = Book(records), Index(records)
    look = mine.look
    place = bisect_right(people, look.upto) if look.upto else 0
    said = time.monotonic()
    found: list[Found] = []
    while place < len(people):
        upto = min(place + max(pace(), 1), len(people))
        for one in range(place, upto):
            found += _like(one, people, book, index)
        place = upto
        if time.monotonic() - said >= NOTED_AT_LEAST or len(found) > SWEPT or place == len(people):
            mine.say(found, compared=place, upto=people[place - 1], tries=0)
            found, said = [], time.monotonic()
    _cut(look)
    mine.end(mine.clock())


def _read(mine: _Mine) -> tuple[list[UUID], list[Record]]:
    people: list[UUID] = []
    records: list[Record] = []
    for some, theirs in reading.pages(mine.house):
        people += some
        records += theirs
        mine.say()
    return people, records


def _like(one: int, people: Sequence[UUID], book: Book, index: Index) -> list[Found]:
    """Everyone further on in the book who may be this guest; people stand there by their id."""
    weighed = (book.weigh(one, other) for other in index.after(one))
    return [(people[one], people[pair.other], pair) for pair in weighed if pair is not None]


def _suggestions(look: Look, found: Sequence[Found]) -> list[Suggestion]:
    return [
        Suggestion(
            house=look.house,
            look=look,
            first_id=one,
            second_id=other,
            score=min(max(round(pair.score * 10), 0), 32_000),
            weak=pair.weak,
            reasons=list(pair.reasons),
            found_at=look.at,
        )
        for one, other, pair in found
    ]


# -- what is shown no more --------------------------------------------------------------------


def _cut(look: Look) -> None:
    """No more than MOST of a look: the weak ones go first, then the least sure."""
    rows = Suggestion.objects.of(look.house).filter(look=look)
    with house_scope(look.house):
        ranked = rows.order_by("weak", "-score", "-id").values_list("weak", "score", "id")
        last = ranked[MOST : MOST + 1].first()
    if last is not None:
        weak, score, id_ = last
        below = Q(score__lt=score) | Q(score=score, pk__lte=id_)
        _delete(look.house, rows.filter(Q(weak__gt=weak) | Q(below, weak=weak)))


def sweep(house: House) -> None:
    """What was found before the look that is shown, little by little."""
    with house_scope(house):
        shown = Look.objects.of(house).filter(ended_at__isnull=False, failed=False)
        last = shown.order_by("-at", "-id").first()
    if last is not None:
        older = Q(look=None) | Q(look__at__lt=last.at)
        _delete(house, Suggestion.objects.of(house).filter(older).exclude(look=last))


def _delete(house: House, rows: Any) -> None:
    def write() -> int:
        some = list(rows.values_list("id", flat=True)[:SWEPT])
        Suggestion.objects.of(house).filter(pk__in=some).delete()
        return len(some)

    while True:
        with house_scope(house):
            if in_write_transaction(write) < SWEPT:
                return
