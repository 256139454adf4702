"""Bills: opening, adding, linking, saving, closing."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.bills import actions as bills
from habitue.bills.actions import NewLine
from habitue.bills.models import Bill, Line
from habitue.customers import survivors
from habitue.customers.actions import VersionConflict
from habitue.fronts.api.entry import ApiRequest, happened, matches, money_or_none, reads, writes
from habitue.fronts.api.forms.bills import BillIn, ChangedBill, LineIn, LinesIn, LinkIn, VoidIn
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging, page, place
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import bills as shown
from habitue.fronts.api.shown.bills import BillOut
from habitue.fronts.api.shown.kinds import Page
from habitue.kit.refusals import Malformed, NotFound
from habitue.operations.models import Operation

router = Router(tags=["bills"])
BILL: Resource[Bill] = Resource(shown.find, shown.show)


class BillsAsked(Paging):
    state: Literal["open", "on_account", "closed", "void"] | None = None
    customer: str | None = None
    external_id: str | None = None


@router.get("/bills", response=Page[BillOut])
@reads("bills.see")
def index(request: ApiRequest, asked: Query[BillsAsked]) -> HttpResponse:
    """Newest first."""
    rows = Bill.objects.of(request.house).select_related("customer__group").order_by("-id")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.customer is not None:
        someone = as_id(asked.customer, "customer", "customer")
        rows = rows.filter(customer_id__in=survivors.history(request.house, someone))
    if asked.external_id is not None:
        rows = rows.filter(external_id=asked.external_id)
    after = place(request, asked)
    if after:
        rows = rows.filter(pk__lt=UUID(after[0]))
    found = list(rows[: asked.limit + 1])
    return respond(
        page(
            request,
            found,
            asked.limit,
            lambda bill: [bill.id],
            lambda some: shown.show_all(request, some),
        )
    )


@router.get("/bills/{uuid:bill_id}", response=BillOut)
@reads("bills.see")
def detail(request: ApiRequest, bill_id: UUID) -> HttpResponse:
    return respond(shown.show(request, shown.find(request, bill_id)))


@router.post("/bills", response={201: BillOut})
@writes("bills.open")
def create(request: ApiRequest, form: BillIn) -> HttpResponse:
    """Open a bill: with lines, with nothing but an amount, or empty."""
    if form.lines and form.amount is not None:
        raise Malformed(field="amount")
    lines = new_lines(request, form.lines or [])
    amount = money_or_none(request, form.amount, "amount")
    occurred_at = happened(request, form.occurred_at)

    def work(op: Operation) -> Done[Bill]:
        bill = bills.open_bill(
            op,
            label=form.table or "",
            venue=as_id(form.venue, "venue", "venue") if form.venue is not None else None,
            lines=lines,
            amount=amount,
            fiscal_ref=form.fiscal_ref,
            external_id=form.external_id,
            occurred_at=occurred_at,
        )
        if form.customer is not None:
            bill = bills.link(op, bill=bill, customer=as_id(form.customer, "customer", "customer"))
        return Done(bill, bill.id)

    return once(request, BILL, form, work, status=201)


@router.patch("/bills/{uuid:bill_id}", response=BillOut)
@writes("bills.open")
def edit(request: ApiRequest, bill_id: UUID, form: ChangedBill) -> HttpResponse:
    """Move it to another table, or give it another amount."""
    amount = money_or_none(request, form.amount, "amount")

    def work(op: Operation) -> Done[Bill]:
        bill = bills.alter(
            op,
            bill=bill_id,
            version=form.version,
            label=(form.table or "") if "table" in form.model_fields_set else None,
            amount=amount,
            without_amount="amount" in form.model_fields_set and amount is None,
        )
        return Done(bill, bill.id)

    return once(request, BILL, form, work)


@router.post("/bills/{uuid:bill_id}/lines", response={201: BillOut})
@writes("bills.open")
def add_lines(request: ApiRequest, bill_id: UUID, form: LinesIn) -> HttpResponse:
    """Add one line, or several under `lines`; `created` is the first of them."""
    lines = new_lines(request, form.all())
    if not lines:
        raise Malformed(field="lines")

    def work(op: Operation) -> Done[Bill]:
        bill, added = bills.add_lines(op, bill=bill_id, lines=lines)
        return Done(bill, bill.id, added[0].id)

    return once(request, BILL, form, work, status=201)


def new_lines(request: ApiRequest, lines: Sequence[LineIn]) -> list[NewLine]:
    """Lines as the room takes them; each an item or a name."""
    for place_, line in enumerate(lines):
        if (line.item is None) == (line.name is None):
            raise Malformed(field=f"lines.{place_}")
    return [
        NewLine(
            item=as_id(line.item, "item", "item") if line.item is not None else None,
            name=line.name or "",
            quantity=line.quantity,
            unit_price=money_or_none(request, line.unit_price, "unit_price"),
            vat_bp=line.vat_rate,
            category=line.category,
            note=line.note,
        )
        for line in lines
    ]


@router.delete("/bills/{uuid:bill_id}/lines/{uuid:line_id}", response=BillOut)
@writes("bills.open")
def remove_line(request: ApiRequest, bill_id: UUID, line_id: UUID, form: Write) -> HttpResponse:
    """Take a line off; a second time changes nothing."""

    def work(op: Operation) -> Done[Bill]:
        bill = as_read(request, bill_id)
        line = Line.objects.of(request.house).filter(bill=bill, pk=line_id).first()
        if line is None:
            raise NotFound("line")
        if line.removed_at is None:
            bill = bills.remove_line(op, bill=bill, line=line_id)
        return Done(bill, bill_id)

    return once(request, BILL, form, work)


def as_read(request: ApiRequest, bill_id: UUID) -> Bill:
    """The bill, at the version that an If-Match names where there is one."""
    bill = shown.find(request, bill_id)
    if not matches(request, bill.version):
        raise VersionConflict(version=bill.version)
    return bill


@router.put("/bills/{uuid:bill_id}/customer", response=BillOut)
@writes("bills.link")
def link(request: ApiRequest, bill_id: UUID, form: LinkIn) -> HttpResponse:
    """The bill becomes someone's: by id, by card number, by personal code, from their phone."""
    named = form.model_fields_set - {"approval"}
    if len(named) != 1 or getattr(form, next(iter(named))) is None:
        raise Malformed(field="customer")

    def work(op: Operation) -> Done[Bill]:
        linked = bills.link(
            op,
            bill=bill_id,
            customer=as_id(form.customer, "customer", "customer") if form.customer else None,
            card=form.card or "",
            code=form.code or "",
            guest=form.guest_token,
        )
        return Done(linked, bill_id)

    return once(request, BILL, form, work)


@router.delete("/bills/{uuid:bill_id}/customer", response=BillOut)
@writes("bills.link")
def unlink(request: ApiRequest, bill_id: UUID, form: Write) -> HttpResponse:
    """A Walk-In's bill again."""

    def work(op: Operation) -> Done[Bill]:
        return Done(bills.unlink(op, bill=as_read(request, bill_id)), bill_id)

    return once(request, BILL, form, work)


@router.post("/bills/{uuid:bill_id}/reopen", response=BillOut)
@writes("house_accounts.charge")
def reopen(request: ApiRequest, bill_id: UUID, form: Write) -> HttpResponse:
    """A bill saved on account, open again."""

    def work(op: Operation) -> Done[Bill]:
        return Done(bills.reopen(op, bill=bill_id), bill_id)

    return once(request, BILL, form, work)


@router.post("/bills/{uuid:bill_id}/close", response=BillOut)
@writes("bills.take_payment")
def close(request: ApiRequest, bill_id: UUID, form: Write) -> HttpResponse:
    """End a paid bill; what it earns is granted."""

    def work(op: Operation) -> Done[Bill]:
        return Done(bills.close(op, bill=bill_id), bill_id)

    return once(request, BILL, form, work)


@router.post("/bills/{uuid:bill_id}/void", response=BillOut)
@writes("bills.void")
def void(request: ApiRequest, bill_id: UUID, form: VoidIn) -> HttpResponse:
    """It was a mistake."""

    def work(op: Operation) -> Done[Bill]:
        bill = bills.void(op, bill=bill_id, reason=form.reason)
        return Done(bill, bill_id)

    return once(request, BILL, form, work)
