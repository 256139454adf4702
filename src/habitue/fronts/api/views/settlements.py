"""Who owes, and the money that settles it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from habitue.bills import actions as bills
from habitue.bills.actions import Booking, Taken
from habitue.customers import actions as customers
from habitue.customers import survivors
from habitue.fronts.api.entry import ApiRequest, happened, money, money_or_none, reads, writes
from habitue.fronts.api.forms.values import PaymentIn, UndoIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging, cursor, page, place
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import customers as shown_customers
from habitue.fronts.api.shown import owing as shown_owing
from habitue.fronts.api.shown import settlements as shown
from habitue.fronts.api.shown import values
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.owing import ReceivablesOut
from habitue.fronts.api.shown.settlements import PaymentMade
from habitue.fronts.api.shown.values import OwingOut
from habitue.fronts.api.views.files import CSV
from habitue.fronts.api.views.telling import AS_XLSX, day, file
from habitue.house.days import business_day
from habitue.house_accounts import receivables_file
from habitue.house_accounts.models import Settlement
from habitue.house_accounts.receivables import Owing, Wanted, owing, place_of, together
from habitue.kit.refusals import Malformed
from habitue.operations.models import Operation

router = Router(tags=["house accounts"])
SETTLEMENT: Resource[Settlement] = Resource(shown.find, shown.show)


class UnpaidAsked(Paging):
    """`sort`: name, oldest, bills, to_pay, limit, left, in_hand or an age; a minus turns it."""

    sort: str = Field("oldest", max_length=20)


class ReceivablesAsked(UnpaidAsked):
    """`to` is the day they are told for, today where none is named; `from` says nothing here."""

    first: str = Field("", alias="from")
    last: str = Field("", alias="to", examples=["2026-03-31"])


@router.get("/unpaid", response=Page[OwingOut])
@reads("customers.see_balances")
def unpaid(request: ApiRequest, asked: Query[UnpaidAsked]) -> HttpResponse:
    """Who owes, the oldest bill first."""
    rows, further = _owing(request, asked, None)
    data = [values.owing(request, row) for row in rows]
    return respond({"data": data, "next_cursor": further})


@router.get("/reports/receivables", response=ReceivablesOut)
@reads("customers.see_balances")
def receivables(request: ApiRequest, asked: Query[ReceivablesAsked]) -> HttpResponse:
    """Who owes by age, with the sum of all; limits and what is in hand as they stand now."""
    on = _on(request, asked)
    rows, further = _owing(request, asked, on)
    told = together(request.house, Wanted(_today(request), on=on))
    return respond(shown_owing.show(request.house, on or _today(request), rows, told, further))


@router.get("/reports/receivables.csv", openapi_extra=CSV)
@reads("customers.see_balances")
def receivables_csv(request: ApiRequest, asked: Query[ReceivablesAsked]) -> HttpResponse:
    """The same, all of them: a line for each payer, the sum last."""
    return _file(request, asked, "csv")


@router.get("/reports/receivables.xlsx", openapi_extra=AS_XLSX)
@reads("customers.see_balances")
def receivables_xlsx(request: ApiRequest, asked: Query[ReceivablesAsked]) -> HttpResponse:
    """The same as a spreadsheet."""
    return _file(request, asked, "xlsx")


def _file(request: ApiRequest, asked: ReceivablesAsked, form: str) -> HttpResponse:
    on = _on(request, asked)
    wanted = Wanted(_today(request), asked.sort, on=on)
    day = on or wanted.today
    return file(
        request, "receivables", (day, day), receivables_file.tables(request.house, wanted), form
    )


def _today(request: ApiRequest) -> date:
    return business_day(request.house, request.at)


def _on(request: ApiRequest, asked: ReceivablesAsked) -> date | None:
    """A day that is over; None for today. Raises DayUnknown."""
    if not asked.last:
        return None
    on = day(asked.last, "to")
    return on if on < _today(request) else None


def _owing(
    request: ApiRequest, asked: UnpaidAsked, on: date | None
) -> tuple[list[Owing], str | None]:
    """A page of them, and the cursor of the next. Raises SortUnknown, Malformed (cursor)."""
    found = place(request, asked)
    after = None
    if found is not None:
        same = len(found) == 3 and found[0] == asked.sort
        after = place_of(asked.sort, str(found[1]), str(found[2])) if same else None
        if after is None:
            raise Malformed(field="cursor")
    wanted = Wanted(_today(request), asked.sort, asked.limit + 1, after, on)
    rows = owing(request.house, wanted)
    page_ = rows[: asked.limit]
    further = cursor(request, asked.sort, *page_[-1].place) if len(rows) > asked.limit else None
    return page_, further


@router.get("/customers/{uuid:customer_id}/payments", response=Page[PaymentMade])
@reads("customers.see_balances")
def index(request: ApiRequest, customer_id: UUID, asked: Query[Paging]) -> HttpResponse:
    """What settled their own account, newest first; also what was taken back."""
    shown_customers.find(request, customer_id)
    theirs = survivors.history(request.house, customer_id)
    rows = Settlement.objects.of(request.house).filter(account__customer_id__in=theirs)
    rows = rows.select_related("account").order_by("-id")
    after = place(request, asked)
    if after:
        rows = rows.filter(pk__lt=UUID(after[0]))
    return respond(
        page(
            request,
            list(rows[: asked.limit + 1]),
            asked.limit,
            lambda row: [row.id],
            lambda some: shown.show_all(request, some),
        )
    )


@router.get("/payments/{uuid:payment_id}", response=PaymentMade)
@reads("customers.see_balances")
def show(request: ApiRequest, payment_id: UUID) -> HttpResponse:
    """One of them: its slip."""
    return respond(shown.show(request, shown.find(request, payment_id)))


@router.post("/customers/{uuid:customer_id}/payments", response={201: PaymentMade})
@writes("house_accounts.settle")
def settle(request: ApiRequest, customer_id: UUID, form: PaymentIn) -> HttpResponse:
    """Money for what they owe: named bills and invoices, else the oldest first; too much stays
    in hand."""
    taken = _taken(request, form)
    named, invoices = _ids(form.bills, "bills"), _ids(form.invoices, "invoices")
    booking = Booking(
        venue=as_id(form.venue, "venue", "venue") if form.venue is not None else None,
        fiscal_ref=form.fiscal_ref,
        external_id=form.external_id,
        occurred_at=happened(request, form.occurred_at),
    )

    def work(op: Operation) -> Done[Settlement]:
        row = bills.settle(
            op,
            customer=customers.find(op, customer_id),  # bills are locked before people
            taken=taken,
            bills=named,
            invoices=invoices,
            booking=booking,
        )
        return Done(row, row.id)

    return once(request, SETTLEMENT, form, work, status=201)


def _taken(request: ApiRequest, form: PaymentIn) -> list[Taken]:
    """One tender, or several: said one way or the other."""
    amount = money_or_none(request, form.amount, "amount")
    if form.tenders is not None:
        if amount is not None or form.tender is not None:
            raise Malformed(field="tenders")
        return [
            Taken(one.tender, money(request, one.amount, "tenders.amount")) for one in form.tenders
        ]
    if amount is None:
        raise Malformed(field="amount")
    if form.tender is None:
        raise Malformed(field="tender")
    return [Taken(form.tender, amount)]


def _ids(sent: Sequence[str] | None, field: str) -> list[UUID] | None:
    return [as_id(one, field, field.removesuffix("s")) for one in sent] if sent else None


@router.post("/payments/{uuid:payment_id}/undo", response=PaymentMade)
@writes("house_accounts.unsettle")
def undo(request: ApiRequest, payment_id: UUID, form: UndoIn) -> HttpResponse:
    """A mistake: the money goes back and what it paid is owed again, on the same business day."""

    def work(op: Operation) -> Done[Settlement]:
        row = bills.unsettle(op, settlement=payment_id, reason=form.reason)
        return Done(row, row.id)

    return once(request, SETTLEMENT, form, work)
