"""Printers: where they are, what they print by themselves, a test print; the house's logo."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from habitue.fronts.office.acting import do
from habitue.fronts.office.asking import Ask, Form, FormRefused, faults_of
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.uploads import NoFile
from habitue.house.models import Till, Venue
from habitue.kit.refusals import NotFound
from habitue.printing import actions as printing
from habitue.printing import dots, papers, reports
from habitue.printing.models import PORT, Document, Printer, Trouble, Width
from habitue.printing.printers import MAY_PRINT_ITSELF


@desk("printing.set_up")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Each printer with its form, one more, the logo."""
    rows = reports.printers(request.house)
    tills = Till.objects.of(request.house).filter(retired_at=None).order_by("name")
    facts: dict[str, Any] = {
        "rows": [_row(request, one, list(tills)) for one in rows],
        "new": _blank(request, list(tills), taken=bool(rows)),
        "venues": list(Venue.objects.of(request.house).filter(closed=False).order_by("name")),
        "widths": Width.choices,
        "faults": faults_of(request.refusal),
        "sent_to": request.POST.get("printer", ""),
        "logo": reports.logo(request.house),
        "jobs": reports.jobs(request.house, request.at, most=30),
    }
    return page(request, "office/settings/printers.html", "printers", **facts)


@desk("printing.set_up", again=index)
@require_POST
def add(request: OfficeRequest) -> HttpResponse:
    venue = found(Venue, request, _venue(request))
    do(request, printing.add_printer, venue=venue, **_terms(request))
    return done(request, "office:printers", _("Kept. Make a test print now."))


@desk("printing.set_up", again=index)
@require_POST
def change(request: OfficeRequest, key: UUID) -> HttpResponse:
    printer = found(Printer, request, key, "venue")
    do(request, printing.change_printer, printer=printer, **_terms(request))
    return done(request, "office:printers", _("Kept."))


@desk("printing.set_up", again=index)
@require_POST
def retire(request: OfficeRequest, key: UUID) -> HttpResponse:
    printer = found(Printer, request, key)
    do(request, printing.retire_printer, printer=printer)
    return done(request, "office:printers", _("{name} prints no more.").format(name=printer.name))


@desk("printing.set_up", again=index)
@require_POST
def test(request: OfficeRequest, key: UUID) -> HttpResponse:
    """A page of letters, lines and both codes."""
    do(request, printing.test, printer=found(Printer, request, key))
    return done(request, "office:printers", _("The test page is on its way to the printer."))


@desk("printing.set_up", again=index)
@require_POST
def set_logo(request: OfficeRequest) -> HttpResponse:
    sent = request.FILES.get("logo")
    if not isinstance(sent, UploadedFile) or not sent.size:
        raise NoFile(field="logo")
    if sent.size > dots.LOGO_BYTES:
        raise dots.LogoTooLarge(field="logo")
    do(request, printing.set_logo, picture=dots.of_logo(sent.read()))
    return done(request, "office:printers", _("Kept. It heads every paper from now on."))


@desk("printing.set_up", again=index)
@require_POST
def remove_logo(request: OfficeRequest) -> HttpResponse:
    do(request, printing.remove_logo)
    return done(request, "office:printers", _("The logo is gone."))


@desk("printing.set_up")
@require_GET
def logo(request: OfficeRequest) -> HttpResponse:
    """As it is printed: black dots."""
    kept = papers.logo_of(request.house)
    if kept is None:
        raise NotFound("logo")
    return HttpResponse(dots.png(kept), content_type="image/png")


def _row(request: OfficeRequest, printer: Printer, tills: list[Till]) -> dict[str, Any]:
    """A printer with its form; after a refusal with what was typed."""
    here = {place.till_id for place in printer.tills.all()}
    typed = request.POST if request.POST.get("printer") == str(printer.id) else None
    return {
        "printer": printer,
        "name": typed["name"] if typed else printer.name,
        "host": typed["host"] if typed else printer.host,
        "port": typed["port"] if typed else printer.port,
        "dots": printer.dots,
        "trouble": Trouble(printer.trouble).label if printer.trouble else "",
        "documents": [(str(one), one.label, one in printer.by_itself) for one in MAY_PRINT_ITSELF],
        "tills": [(till, till.id in here) for till in tills if till.venue_id == printer.venue_id],
    }


def _blank(request: OfficeRequest, tills: list[Till], *, taken: bool) -> dict[str, Any]:
    """One more: the first of a house prints for every till, receipts and slips by itself."""
    typed = request.POST if request.POST.get("printer") == "new" else {}
    first = tuple(one for one in MAY_PRINT_ITSELF if one != Document.SHIFT)
    return {
        "name": typed.get("name", ""),
        "host": typed.get("host", ""),
        "port": typed.get("port", PORT),
        "dots": Width.WIDE,
        "documents": [(str(one), one.label, one in first) for one in MAY_PRINT_ITSELF],
        "tills": [(till, not taken) for till in tills],
    }


def _terms(request: OfficeRequest) -> dict[str, Any]:
    """What was typed; FormRefused with all faults at once."""
    asks = [
        Ask("name", pgettext_lazy("thing", "Name"), needed=True, most=60),
        Ask("host", _("Address"), needed=True, most=255),
        Ask("port", _("Port"), "whole"),
        Ask("dots", _("Paper"), "choice", needed=True, choices=Width.choices),
    ]
    values = Form(asks, request.house, sent=request.POST).read()
    return values | {
        "port": values["port"] if values["port"] is not None else PORT,
        "dots": int(values["dots"]),
        "by_itself": request.POST.getlist("by_itself"),
        "tills": _ids(request.POST.getlist("tills")),
    }


def _ids(typed: list[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in typed]
    except ValueError:
        raise FormRefused({"tills": _("Choose tills of the list.")}) from None


def _venue(request: OfficeRequest) -> UUID:
    try:
        return UUID(request.POST.get("venue", ""))
    except ValueError:
        raise FormRefused({"venue": _("Choose a site.")}) from None
