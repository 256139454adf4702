"""What waits to be printed, what troubles a printer, and where a till prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from habitue.house.models import House
from habitue.printing.models import ENDED, Job, JobState, Logo, Printer, TillPrinter, Trouble

RECENT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Here:
    """The printer of one till, as its screens speak of it."""

    printer: Printer
    waiting: int
    unsure: int

    @property
    def trouble(self) -> str:
        return str(Trouble(self.printer.trouble).label) if self.printer.trouble else ""


def printer_of(house: House, till: UUID) -> Printer | None:
    """Where this till prints."""
    rows = TillPrinter.objects.of(house).filter(till_id=till).select_related("printer")
    place: TillPrinter | None = rows.first()
    return place.printer if place else None


def here(house: House, till: UUID) -> Here | None:
    """Its printer with what waits there; None where it has none."""
    printer = printer_of(house, till)
    if printer is None:
        return None
    states = list(
        Job.objects.of(house)
        .filter(printer=printer)
        .exclude(state__in=ENDED)
        .values_list("state", flat=True)
    )
    unsure = states.count(JobState.UNSURE)
    return Here(printer, len(states) - unsure, unsure)


def job_of(house: House, id_: UUID) -> Job | None:
    found: Job | None = Job.objects.of(house).filter(pk=id_).select_related("printer").first()
    return found


def jobs(
    house: House, now: datetime, *, printer: Printer | None = None, most: int = 100
) -> list[Job]:
    """What waits, and what ended lately; newest first."""
    rows = Job.objects.of(house).filter(asked_at__gt=now - RECENT) | Job.objects.of(house).exclude(
        state__in=ENDED
    )
    if printer is not None:
        rows = rows.filter(printer=printer)
    return list(rows.select_related("printer").order_by("-asked_at", "-id")[:most])


def printers(house: House) -> list[Printer]:
    """Those in use, each with the ids of the tills that print there, in `at`."""
    rows = Printer.objects.of(house).filter(retired_at=None).select_related("venue")
    return list(rows.prefetch_related("tills__till").order_by("venue__name", "name"))


def logo(house: House) -> Logo | None:
    found: Logo | None = Logo.objects.of(house).first()
    return found


def tills_of(printers_: Sequence[Printer]) -> dict[UUID, list[UUID]]:
    """Which tills print where."""
    return {one.id: [place.till_id for place in one.tills.all()] for one in printers_}
