"""Invoices of payers, and summaries that issue nothing."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from habitue.bills import summary_file
from habitue.bills.summary import Summary, summary
from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.forms.invoices import InvoiceIn, SendingIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import invoices as shown
from habitue.fronts.api.shown import summaries
from habitue.fronts.api.shown.invoices import InvoiceOut
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.summaries import SummaryOut
from habitue.fronts.api.views.files import CSV
from habitue.fronts.api.views.listing import listed, needed
from habitue.house.scope import house_scope
from habitue.invoicing import actions as invoicing
from habitue.invoicing import paper
from habitue.invoicing.models import Invoice
from habitue.kit.refusals import Malformed
from habitue.operations.models import Operation

router = Router(tags=["invoices"])
INVOICE: Resource[Invoice] = Resource(shown.find, shown.show)
PDF = {
    "responses": {
        200: {
            "description": "OK",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class InvoicesAsked(Paging):
    payer: UUID | None = None


class SummaryAsked(BaseModel):
    """Whose bills, of which days."""

    customer: str = ""
    from_on: str = Field("", alias="from", examples=["2026-03-01"])
    to_on: str = Field("", alias="to", examples=["2026-03-31"])


@router.post("/invoices", response={201: InvoiceOut})
@writes("invoicing.issue")
def issue(request: ApiRequest, form: InvoiceIn) -> HttpResponse:
    """Gather what a payer was charged for a period, and for earlier days never invoiced."""
    with house_scope(request.house):
        payer: Customer = needed(request.house, Customer, form.payer, "payer")

    def work(op: Operation) -> Done[Invoice]:
        row = invoicing.issue(
            op,
            payer=payer,
            from_on=form.from_on,
            to_on=form.to_on,
            with_lines=form.lines,
            send=form.send,
        )
        return Done(row, row.id)

    return once(request, INVOICE, form, work, status=201)


@router.get("/invoices", response=Page[InvoiceOut])
@reads("reports.see")
def invoices(request: ApiRequest, asked: Query[InvoicesAsked]) -> HttpResponse:
    """Those of the house, or of one payer, in the order they were issued."""
    payers = survivors.history(request.house, asked.payer) if asked.payer else []
    only = {"payer_id__in": payers} if payers else {}
    return listed(request, asked, Invoice, shown.show_all, **only)


@router.get("/invoices/{uuid:invoice_id}", response=InvoiceOut)
@reads("reports.see")
def detail(request: ApiRequest, invoice_id: UUID) -> HttpResponse:
    return respond(shown.show(request, shown.find(request, invoice_id)))


@router.get("/invoices/{uuid:invoice_id}.pdf", openapi_extra=PDF)
@reads("reports.see")
def as_pdf(request: ApiRequest, invoice_id: UUID) -> HttpResponse:
    """The page as it would be sent, in the payer's language."""
    row = shown.find(request, invoice_id)
    return _file(paper.pdf(row), paper.filename(row, "pdf"), "application/pdf")


@router.get("/invoices/{uuid:invoice_id}.csv", openapi_extra=CSV)
@reads("reports.see")
def as_csv(request: ApiRequest, invoice_id: UUID) -> HttpResponse:
    """A line for each bill."""
    row = shown.find(request, invoice_id)
    return _file(paper.as_csv(row).encode(), paper.filename(row, "csv"), "text/csv")


@router.post("/invoices/{uuid:invoice_id}/send", response=InvoiceOut)
@writes("invoicing.issue")
def send(request: ApiRequest, invoice_id: UUID, form: SendingIn) -> HttpResponse:
    """Mail it to the payer, or to another address; again as often as asked."""

    def work(op: Operation) -> Done[Invoice]:
        row = shown.find(request, invoice_id)
        sending = invoicing.send(op, invoice=row, to=form.to)
        return Done(row, row.id, sending.id)

    return once(request, INVOICE, form, work)


@router.get("/reports/summary", response=SummaryOut)
@reads("reports.see")
def summed(request: ApiRequest, asked: Query[SummaryAsked]) -> HttpResponse:
    """The bills of a customer, or of a company's people, by person; issues nothing."""
    return respond(summaries.show(request, _summary(request, asked)))


@router.get("/reports/summary.csv", openapi_extra=CSV)
@reads("reports.see")
def summed_csv(request: ApiRequest, asked: Query[SummaryAsked]) -> HttpResponse:
    """The same, a line for each bill."""
    told = _summary(request, asked)
    name = f"summary-{told.from_on}-{told.to_on}.csv"
    return _file(summary_file.as_csv(request.house, told).encode(), name, "text/csv")


def _summary(request: ApiRequest, asked: SummaryAsked) -> Summary:
    first, last = _day(asked.from_on, "from"), _day(asked.to_on, "to")
    if last < first:
        raise invoicing.PeriodBackwards(field="to")
    if not asked.customer:
        raise Malformed(field="customer")
    customer: Customer = needed(request.house, Customer, asked.customer, "customer")
    return summary(request.house, customer, first, last)


def _day(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Malformed(field=field) from None


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
