"""Setting up: printers, which till prints where, the house's logo."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house.models import Till, Venue
from habitue.kit.refusals import Malformed, Refusal
from habitue.kit.text import storable
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.printing.dots import Dots
from habitue.printing.models import (
    PORT,
    Document,
    Job,
    JobState,
    Logo,
    Printer,
    TillPrinter,
    Width,
)

HOST_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_:%")
MAY_PRINT_ITSELF = (
    Document.RECEIPT,
    Document.TOP_UP,
    Document.SETTLEMENT,
    Document.REFUND,
    Document.GIVEN_BACK,
    Document.SHIFT,
)


class PrinterNameTaken(Refusal):
    code = "malformed"
    status = 422
    says = _("Another printer is called {name}.")


class NoHost(Malformed):
    says = _("An address in your network, such as 192.168.1.87.")


class NoPort(Malformed):
    says = _("A number from 1 to 65535; most printers listen at 9100.")


@right("printing.set_up")
def add_printer(
    op: Operation, *, venue: Venue, name: str, host: str, port: int = PORT,
    dots: int = Width.WIDE, by_itself: Iterable[str] = (), tills: Sequence[UUID] = (),
) -> Printer:  # fmt: skip
    """A printer of this venue; `tills` print there from now on.

    Raises PrinterNameTaken, NoHost, NoPort, Malformed.
    """
    printer = Printer(house=op.house, venue=venue)
    columns = _columns(op, printer, name=name, host=host, port=port, dots=dots)
    for key, value in columns.items():
        setattr(printer, key, value)
    printer.by_itself = _documents(by_itself)
    printer.save(force_insert=True)
    _stand(op, printer, tills)
    audit.record(op, "printing.add_printer", on=printer, changes={"name": ("", printer.name)})
    return printer


@right("printing.set_up")
def change_printer(
    op: Operation, *, printer: Printer, name: str, host: str, port: int, dots: int,
    by_itself: Iterable[str], tills: Sequence[UUID],
) -> Printer:  # fmt: skip
    """Where it is, how wide, what it prints by itself, which tills print there.

    Raises what `add_printer` raises.
    """
    columns = _columns(op, printer, name=name, host=host, port=port, dots=dots)
    columns["by_itself"] = _documents(by_itself)
    changes = {
        key: (getattr(printer, key), value)
        for key, value in columns.items()
        if getattr(printer, key) != value
    }
    for key, value in columns.items():
        setattr(printer, key, value)
    printer.save(update_fields=list(columns))
    _stand(op, printer, tills)
    audit.record(op, "printing.change_printer", on=printer, changes=changes)
    return printer


@right("printing.set_up")
def retire_printer(op: Operation, *, printer: Printer) -> None:
    """It prints no more, and what waits for it is given up."""
    Printer.objects.of(op.house).filter(pk=printer.pk).update(retired_at=op.at)
    TillPrinter.objects.of(op.house).filter(printer=printer).delete()
    waiting = Job.objects.of(op.house).filter(printer=printer, state=JobState.WAITING)
    waiting.update(state=JobState.GIVEN_UP, since=op.at, texts=None)
    audit.record(op, "printing.retire_printer", on=printer)


@right("printing.set_up")
def set_logo(op: Operation, *, picture: Dots) -> Logo:
    """The house's mark on every paper, in place of the one before.

    The file is read outside of the operation, by `dots.of_logo`.
    """
    Logo.objects.of(op.house).delete()
    logo = Logo(house=op.house, width=picture.width, height=picture.height, bits=picture.bits)
    logo.save(force_insert=True)
    audit.record(op, "printing.set_logo", on=logo)
    return logo


@right("printing.set_up")
def remove_logo(op: Operation) -> None:
    """The name alone heads the papers again."""
    if Logo.objects.of(op.house).delete()[0]:
        audit.record(op, "printing.remove_logo")


def _columns(
    op: Operation, printer: Printer, *, name: str, host: str, port: int, dots: int
) -> dict[str, Any]:
    name = " ".join(storable(name).split())
    if not name or len(name) > 60:
        raise Malformed(field="name")
    others = Printer.objects.of(op.house).filter(name=name, retired_at=None)
    if others.exclude(pk=printer.pk).exists():
        raise PrinterNameTaken(field="name", name=name)
    host = host.strip().lower()
    if not host or len(host) > 255 or not HOST_LETTERS.issuperset(host):
        raise NoHost(field="host")
    if not 1 <= port <= 65_535:
        raise NoPort(field="port")
    if dots not in Width.values:
        raise Malformed(field="dots")
    return {"name": name, "host": host, "port": port, "dots": dots}


def _documents(wanted: Iterable[str]) -> list[str]:
    named = set(wanted)
    return [str(one) for one in MAY_PRINT_ITSELF if one in named]


def _stand(op: Operation, printer: Printer, tills: Sequence[UUID]) -> None:
    """Exactly these tills print here; a till prints at one printer."""
    TillPrinter.objects.of(op.house).filter(printer=printer).exclude(till__in=tills).delete()
    theirs = Till.objects.of(op.house).filter(
        pk__in=tills, venue_id=printer.venue_id, retired_at=None
    )
    here = {one.till_id: one for one in TillPrinter.objects.of(op.house).filter(till__in=theirs)}
    for till in theirs:
        if till.id in here:
            TillPrinter.objects.of(op.house).filter(pk=here[till.id].pk).update(printer=printer)
        else:
            TillPrinter(house=op.house, till=till, printer=printer).save(force_insert=True)
