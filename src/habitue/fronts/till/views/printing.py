"""Paper at the till: print this, how the printer is, what waits, once more, given up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.bills import letters
from habitue.bills.models import Bill, Refund
from habitue.fronts.till import going
from habitue.fronts.till.acting import act
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import ident
from habitue.fronts.till.views.shifts import SEES
from habitue.fronts.ui import toasts
from habitue.house_accounts.models import Settlement
from habitue.kit.refusals import Malformed, NotFound
from habitue.operations.rights import RightMissing
from habitue.prepaid.models import TopUp, TopUpRefund
from habitue.printing import actions as printing
from habitue.printing import reports
from habitue.printing.models import Document, Job
from habitue.shifts.models import Shift

SUBJECTS: dict[str, Any] = {
    Document.BILL: Bill,
    Document.RECEIPT: Bill,
    Document.TOP_UP: TopUp,
    Document.SETTLEMENT: Settlement,
    Document.REFUND: Refund,
    Document.GIVEN_BACK: TopUpRefund,
    Document.SHIFT: Shift,
}


@require_POST
@at_till()
def put(request: TillRequest) -> HttpResponse:
    """Print it here, as a copy where it was printed before."""
    document, of = request.POST.get("document", ""), ident(request.POST, "of")
    row = _subject(request, document, of)
    before = Job.objects.of(request.house).filter(document=document, of=row.pk).exists()
    number = getattr(row, "number", "")
    site = going.site(request)
    act(
        request,
        lambda op: printing.put(
            op, document=document, of=row.pk, number=number, site=site, copy=before
        ),
    )
    toasts.say(request, _("It prints."))
    return going.to(request, going.inside(request.POST.get("next", "")))


@require_POST
@at_till()
def mail(request: TillRequest) -> HttpResponse:
    """The receipt to the guest's own address."""
    bill = _subject(request, Document.RECEIPT, ident(request.POST, "of"))
    if bill.is_open or bill.customer is None:
        raise Malformed(field="of")
    act(request, lambda op: letters.post(op, bill=bill, customer=bill.customer))
    toasts.say(request, _("The receipt is on its way to {to}.").format(to=bill.customer.email))
    return going.to(request, reverse("till:paid", args=[bill.id]))


@require_GET
@at_till(quiet=True)
def state(request: TillRequest) -> HttpResponse:
    """How this till's printer is, in words; nothing where all is well."""
    facts = {"here": reports.here(request.house, request.device.device.till.id)}
    part = "_badge" if "badge" in request.GET else "_state"
    return render(request, f"till/printing/{part}.html", facts)


@require_GET
@at_till()
def jobs(request: TillRequest) -> HttpResponse:
    """What waits, and what was printed lately, here."""
    here = reports.here(request.house, request.device.device.till.id)
    rows = reports.jobs(request.house, request.at, printer=here.printer) if here else []
    return render(request, "till/printing/index.html", {"here": here, "rows": rows})


@require_POST
@at_till(again=jobs)
def again(request: TillRequest, job_id: UUID) -> HttpResponse:
    """The same once more."""
    return _settled(request, job_id, printing.again, _("It prints."))


@require_POST
@at_till()
def give_up(request: TillRequest, job_id: UUID) -> HttpResponse:
    """Nobody wants it any more."""
    return _settled(request, job_id, printing.give_up, _("Given up."))


@require_POST
@at_till()
def is_there(request: TillRequest, job_id: UUID) -> HttpResponse:
    """Someone looked, and it had been printed."""
    return _settled(request, job_id, printing.is_there, _("Good."))


def _settled(
    request: TillRequest, job_id: UUID, action: Callable[..., Any], says: str
) -> HttpResponse:
    job = reports.job_of(request.house, job_id)
    if job is None:
        raise NotFound("print job")
    _may(request, job.document)
    act(request, lambda op: action(op, job=job))
    toasts.say(request, says)
    return going.to(request, reverse("till:print-jobs"))


def _may(request: TillRequest, document: str) -> None:
    """What a shift took is for those who may see it."""
    if document == Document.SHIFT and not any(request.by.may(right) for right in SEES):
        raise RightMissing(right=SEES[0])


def _subject(request: TillRequest, document: str, of: UUID | None) -> Any:
    """The row a paper is about, of this house."""
    _may(request, document)
    model = SUBJECTS.get(document)
    if model is None:
        raise Malformed(field="document")
    row = model.objects.of(request.house).filter(pk=of).first()
    if row is None:
        raise NotFound("paper", field="of")
    return row
