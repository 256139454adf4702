"""Printing what waits: each printer's jobs in their order, and none of them twice.

Nothing is written as begun before the printer answered and said that it is well; then the job
is taken in hand by a guarded update, and a second hand finds it taken. What was sent whole and
never confirmed is not sent again: a person looks, and says.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.printing import escpos, papers
from habitue.printing.line import Line, NotPrinted, Outcome
from habitue.printing.models import ENDED, Job, JobState, Printer, Trouble

LOST = timedelta(minutes=15)  # in hand for longer: whoever printed it is gone
KEPT = timedelta(days=30)
AT_ONCE = 50
log = logging.getLogger(__name__)


class Queue(NamedTuple):
    """A printer that has something to print."""

    house: House
    printer: UUID


def waiting() -> list[Queue]:
    """Printers with work, in every house."""
    found = Job.objects.filter(state=JobState.WAITING).values_list("house_id", "printer_id")
    pairs = list(found.distinct())
    houses = House.objects.in_bulk({house for house, _printer in pairs}) if pairs else {}
    return [Queue(houses[house], printer) for house, printer in pairs]


@dataclass(frozen=True, slots=True)
class Hands:
    """Whoever prints: `write` runs a piece of work in a writing transaction."""

    write: Callable[[Callable[[], Any]], Any]
    clock: Callable[[], datetime]

    def work_off(self, queue: Queue) -> str:
        """Print what waits there, in order; the Trouble that ended it, or nothing."""
        with house_scope(queue.house):
            jobs = list(
                Job.objects.of(queue.house)
                .filter(printer_id=queue.printer, state=JobState.WAITING)
                .select_related("printer")
                .order_by("asked_at", "id")[:AT_ONCE]
            )
        for job in jobs:
            job.house = job.printer.house = queue.house
            try:
                self._print(job)
            except NotPrinted as problem:
                self._note(job.printer, problem.trouble)
                return problem.trouble
        return ""

    def settle_lost(self) -> None:
        """What a program that died had in hand may have been printed: a person looks."""
        lost = Job.objects.filter(state=JobState.IN_HAND, since__lt=self.clock() - LOST)
        for house in _houses(lost.values_list("house_id", flat=True)):
            rows = lost.filter(house=house)
            unsure = partial(rows.update, state=JobState.UNSURE, since=self.clock())
            self._write(house, unsure)

    def forget_old(self) -> None:
        """Drop jobs that ended long ago."""
        old = Job.objects.filter(state__in=ENDED, since__lt=self.clock() - KEPT)
        for house in _houses(old.values_list("house_id", flat=True)):
            self._write(house, old.filter(house=house).delete)

    def _print(self, job: Job) -> None:
        """One job, to its end; raises NotPrinted where it goes on waiting."""
        picture = self._picture(job)
        if picture is None:
            return
        with Line(job.printer.host, job.printer.port) as line:
            status = line.status()
            if status is not None and status.trouble:
                raise NotPrinted(status.trouble)
            self._note(job.printer, "")
            if not self._move(job, JobState.WAITING, JobState.IN_HAND):
                return  # given up meanwhile, or in other hands
            try:
                line.send(picture)
            except NotPrinted:
                self._move(job, JobState.IN_HAND, JobState.WAITING)
                raise
            outcome = line.ended(lambda trouble: self._note(job.printer, trouble))
        printed = outcome is Outcome.PRINTED
        self._move(job, JobState.IN_HAND, JobState.PRINTED if printed else JobState.UNSURE)

    def _picture(self, job: Job) -> bytes | None:
        """What is sent, made outside of every operation; None where it cannot be made."""
        try:
            with house_scope(job.house):
                logo = papers.logo_of(job.house)
                fresh = job.texts is None
                texts = job.texts = job.texts or papers.texts(job, self.clock())
            if fresh:
                rows = _row(job, JobState.WAITING)
                self._write(job.house, lambda: rows.update(texts=texts))
            return escpos.picture(papers.drawn(texts, job.printer.dots, logo))
        except Exception as problem:
            log.exception("Print job %s could not be made", job.pk)
            said = type(problem).__name__
            self._move(job, JobState.WAITING, JobState.GIVEN_UP, problem=said)
            return None

    def _move(self, job: Job, before: str, after: str, **also: Any) -> bool:
        """From one state to the next, where it still is in the first."""
        columns = {"state": after, "since": self.clock(), **also}
        if after in ENDED:
            columns["texts"] = None
        rows = _row(job, before)
        return bool(self._write(job.house, lambda: rows.update(**columns)))

    def _note(self, printer: Printer, trouble: str) -> None:
        """What the till says of this printer, written where it changed."""
        if printer.trouble == trouble:
            return
        printer.trouble = trouble
        if trouble:
            log.warning("Printer %s: %s", printer.pk, Trouble(trouble).name.lower())
        rows = Printer.objects.of(printer.house).filter(pk=printer.pk)
        at = self.clock() if trouble else None
        self._write(printer.house, lambda: rows.update(trouble=trouble, trouble_at=at))

    def _write(self, house: House, work: Callable[[], Any]) -> Any:
        with house_scope(house):
            return self.write(work)


def _row(job: Job, state: str) -> Any:
    return Job.objects.of(job.house).filter(pk=job.pk, state=state)


def _houses(ids: Iterable[UUID]) -> list[House]:
    return list(House.objects.filter(pk__in=set(ids)))
