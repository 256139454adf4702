"""Invoices: those issued, who waits for one, what would be on it, and sending it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.fronts.office import periods
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.invoicing import actions as invoicing
from habitue.invoicing import paper, reports
from habitue.invoicing.drafting import NO_RATE, draft
from habitue.invoicing.models import Invoice
from habitue.invoicing.wording import labelled, paid_how
from habitue.kit.refusals import Malformed, NotFound

SIZE = 50
READ = ("reports.see", "invoicing.issue")


@desk(*READ)
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Newest first; of one payer where asked. On another tab, who waits for one."""
    rows = Invoice.objects.of(request.house).select_related("payer").order_by("-id")
    rows = rows.defer("content")
    payer, before = _key(request.GET.get("payer", "")), _key(request.GET.get("before", ""))
    if payer:
        rows = rows.filter(payer_id__in=survivors.history(request.house, payer))
    some = list((rows.filter(pk__lt=before) if before else rows)[: SIZE + 1])
    shown = some[:SIZE]
    waiting = reports.to_invoice(request.house)
    facts: dict[str, Any] = {
        "rows": shown,
        "sent": {key: one[0] for key, one in reports.sendings(request.house, shown).items()},
        "payer": _payer(request, str(payer)) if payer else None,
        "older": f"?before={some[SIZE - 1].id}" if len(some) > SIZE else "",
        "waiting": waiting,
        "waiting_total": sum(one.amount for one in waiting),
        "tab": _tab(request, bool(shown)),
        "tabs": [
            ("issued", _("Issued"), "?issued"),
            ("waiting", _("Not invoiced yet"), "?waiting", len(waiting)),
        ],
    }
    return page(request, "office/invoices/index.html", "invoices", **facts)


@desk("invoicing.issue")
@require_GET
def new(request: OfficeRequest) -> HttpResponse:
    """Whom, from when to when; below it what would be on the invoice."""
    given = request.POST or request.GET
    payer = _payer(request, given.get("payer", ""))
    period = periods.asked(request, given)
    waiting = reports.to_invoice(request.house)
    facts: dict[str, Any] = {
        "payer": payer,
        "payers": waiting,
        "listed": any(one.payer == payer for one in waiting),
        "period": period,
        "usual": periods.usual(request),
        "with_lines": bool(given.get("lines")),
    }
    if payer and not period.fault:
        facts["drawn"] = draft(request.house, payer, period.first, period.last)
        facts["no_rate"] = NO_RATE
    return page(request, "office/invoices/new.html", "invoices", **facts)


@desk("invoicing.issue", again=new)
@require_POST
def issue(request: OfficeRequest) -> HttpResponse:
    """Number it and freeze it; send it where that was ticked."""
    payer = _payer(request, request.POST.get("payer", ""))
    period = periods.asked(request, request.POST)
    if payer is None:
        raise NotFound("customer", field="payer")
    if period.fault:
        raise Malformed(field="from")
    answer = do(
        request,
        invoicing.issue,
        payer=payer,
        from_on=period.first,
        to_on=period.last,
        with_lines=bool(request.POST.get("lines")),
        send=bool(request.POST.get("send")),
    )
    assert answer.id is not None
    return done(request, "office:invoice", _("Issued."), key=answer.id)


@desk(*READ)
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What it says, word for word, and to whom it went."""
    row = found(Invoice, request, key, "payer")
    facts: dict[str, Any] = {
        "row": row,
        "said": Said.of(row),
        "sent": reports.sendings(request.house, [row]).get(row.id, []),
        "address": request.POST.get("to", row.payer.email),
        "no_rate": NO_RATE,
    }
    return page(request, "office/invoices/show.html", "invoices", **facts)


@desk("invoicing.issue", again=show)
@require_POST
def send(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Into a letter, which leaves at once and is tried again until it is taken."""
    row = found(Invoice, request, key)
    do(request, invoicing.send, invoice=row, to=request.POST.get("to", "")[:300])
    return done(request, "office:invoice", _("It is on its way."), key=key)


@desk(*READ)
@require_GET
def as_pdf(request: OfficeRequest, key: UUID) -> HttpResponse:
    row = found(Invoice, request, key)
    return _file(paper.pdf(row), paper.filename(row, "pdf"), "application/pdf")


@desk(*READ)
@require_GET
def as_csv(request: OfficeRequest, key: UUID) -> HttpResponse:
    row = found(Invoice, request, key)
    # with its mark, so that a spreadsheet reads the names right
    content = ("\ufeff" + paper.as_csv(row)).encode()
    return _file(content, paper.filename(row, "csv"), "text/csv; charset=utf-8")


@dataclass(frozen=True, slots=True)
class Said:
    """The frozen content as the page shows it."""

    people: list[dict[str, Any]]
    vat: list[list[int]]
    payments: list[dict[str, Any]]
    currency: str

    @classmethod
    def of(cls, row: Invoice) -> "Said":
        said = row.content
        for one in said["people"]:
            for bill in one["bills"]:
                bill["label"] = bill["label"] if bill["number"] else labelled(bill["label"])
        for one in said["payments"]:
            one["words"] = paid_how(one["how"])
        return cls(said["people"], said["vat"], said["payments"], said["currency"])


def _tab(request: OfficeRequest, some: bool) -> str:
    """Where nothing was issued yet one begins with who waits."""
    if "waiting" in request.GET:
        return "waiting"
    return "issued" if some or request.GET else "waiting"


def _payer(request: OfficeRequest, typed: str) -> Customer | None:
    """The payer named, of this house; None where none is."""
    key = _key(typed)
    found = Customer.objects.of(request.house).filter(pk=key).first() if key else None
    return found and survivors.current(request.house, found)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
