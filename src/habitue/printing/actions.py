"""Asking for paper: written with the money, printed after it."""

import threading
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house import rows
from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.printing.models import ENDED, Document, Job, JobState, Printer, TillPrinter
from habitue.printing.printers import (
    add_printer,
    change_printer,
    remove_logo,
    retire_printer,
    set_logo,
)

__all__ = [
    "Job",
    "NoPrinterHere",
    "Printer",
    "add_printer",
    "again",
    "change_printer",
    "give_up",
    "is_there",
    "put",
    "put_by_itself",
    "remove_logo",
    "retire_printer",
    "set_logo",
    "test",
]

asked = threading.Event()  # whoever prints in this process need not wait for the next look


class NoPrinterHere(Refusal):
    code = "malformed"
    status = 422
    says = _("No printer is set up for this till. The browser can print it, or a mail carry it.")


class JobEnded(Refusal):
    code = "malformed"
    status = 422
    says = _("This was printed or given up already.")


def put(
    op: Operation, *, document: str, of: UUID | None, number: object = "", site: str = "",
    copy: bool = False, printer: Printer | None = None,
) -> Job:  # fmt: skip
    """Print this, at the printer of the till where one acts; raises NoPrinterHere."""
    printer = printer or _here(op)
    if printer is None or printer.retired_at is not None:
        raise NoPrinterHere()
    job = Job(
        house=op.house,
        printer=printer,
        document=document,
        of=of,
        number=str(number)[:20],
        site=site[:300],
        copy=copy,
        till_id=op.by.till_id,
        asked_at=op.at,
        asked_by=op.by.label,
        since=op.at,
    )
    job.save(force_insert=True)
    transaction.on_commit(asked.set)
    return job


def put_by_itself(
    op: Operation, *, document: str, of: UUID, number: object = "", site: str = ""
) -> Job | None:
    """Print it where the printer of this till does so by itself; nothing where none does."""
    printer = _here(op)
    if printer is None or document not in printer.by_itself:
        return None
    return put(op, document=document, of=of, number=number, site=site, printer=printer)


def again(op: Operation, *, job: Job) -> Job:
    """The same once more, marked as a copy; one that was perhaps printed is settled by it."""
    if job.state not in ENDED:
        _end(op, job, JobState.GIVEN_UP)
    return put(
        op,
        document=job.document,
        of=job.of,
        number=job.number,
        site=job.site,
        copy=job.document != Document.TEST,
        printer=_here(op) or job.printer,
    )


def give_up(op: Operation, *, job: Job) -> None:
    """Nobody wants it any more; raises JobEnded."""
    _end(op, job, JobState.GIVEN_UP)


def is_there(op: Operation, *, job: Job) -> None:
    """Someone looked: it was printed; raises JobEnded."""
    _end(op, job, JobState.PRINTED)


@right("printing.set_up")
def test(op: Operation, *, printer: Printer) -> Job:
    """A page that shows whether letters, lines and codes come out."""
    audit.record(op, "printing.test", on=printer)
    return put(op, document=Document.TEST, of=None, printer=printer)


def _here(op: Operation) -> Printer | None:
    if op.by.till_id is None:
        return None
    place = rows.first(TillPrinter, op.house, till=op.by.till_id, related=("printer",))
    return place.printer if place is not None else None


def _end(op: Operation, job: Job, state: str) -> None:
    """A job in hand is left to whoever prints it."""
    open_ = Job.objects.of(op.house).filter(
        pk=job.pk, state__in=[JobState.WAITING, JobState.UNSURE]
    )
    if not open_.update(state=state, since=op.at, texts=None):
        raise JobEnded()
