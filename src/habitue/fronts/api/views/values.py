"""What customers have and owe: balances, movements, top-ups, payments, payouts."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.customers import actions as customers
from habitue.fronts.api.entry import ApiRequest, happened, money, money_or_none, reads, writes
from habitue.fronts.api.forms.values import PaymentIn, QuoteIn, TopUpAsked, TopUpIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging, cursor, place
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import customers as shown_customers
from habitue.fronts.api.shown import refunds as shown_refunds
from habitue.fronts.api.shown import settlements, top_ups, values
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.refunds import RefundQuoteOut
from habitue.fronts.api.shown.settlements import PaymentMade
from habitue.fronts.api.shown.top_ups import QuoteOut, TopUpOut
from habitue.fronts.api.shown.values import BalancesOut, OwingOut, TransactionOut
from habitue.fronts.api.views import refunds
from habitue.house import rows
from habitue.house_accounts import reports as house_accounts
from habitue.house_accounts.models import Settlement
from habitue.kit.money import Money
from habitue.kit.refusals import Malformed, NotFound
from habitue.ledger import actions as ledger
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid
from habitue.prepaid.models import TopUp

router = Router(tags=["balances"])
TOP_UP: Resource[TopUp] = Resource(top_ups.find, top_ups.show)
SETTLEMENT: Resource[Settlement] = Resource(settlements.find, settlements.show)


class MovesAsked(Paging):
    unit: Literal["paid", "gift", "earned", "points", "owes", "in_hand"] | None = None


@router.get("/customers/{uuid:customer_id}/balances", response=BalancesOut)
@reads("customers.see_balances")
def balances(request: ApiRequest, customer_id: UUID) -> HttpResponse:
    customer = shown_customers.find(request, customer_id)
    return respond(values.balances(request, customer).plain())


@router.get("/customers/{uuid:customer_id}/transactions", response=Page[TransactionOut])
@reads("customers.see_balances")
def transactions(request: ApiRequest, customer_id: UUID, asked: Query[MovesAsked]) -> HttpResponse:
    """Newest first. One move may change two balances: the cursor names both move and balance."""
    codes = values.codes(request, shown_customers.find(request, customer_id))
    wanted = [code for code in codes if asked.unit in (None, values.unit_of(code))]
    after = place(request, asked)
    before = UUID(int=UUID(after[0]).int + 1) if after else None
    moves = ledger.movements(request.house, wanted, limit=asked.limit + 3, before=before)
    if after:
        last = [str(move.id) == after[0] and move.code == after[1] for move in moves]
        moves = moves[last.index(True) + 1 :] if True in last else moves
    found = moves[: asked.limit]
    further = None
    if len(moves) > asked.limit:
        further = cursor(request, found[-1].id, found[-1].code)
    data = [values.transaction(request, move) for move in found]
    return respond({"data": data, "next_cursor": further})


@router.get("/unpaid", response=Page[OwingOut])
@reads("customers.see_balances")
def unpaid(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    """Who owes, the oldest bill first."""
    after = place(request, asked)
    rows = house_accounts.unpaid(
        request.house, asked.limit + 1, values.owing_place(after) if after else None
    )
    found = rows[: asked.limit]
    further = None
    if len(rows) > asked.limit:
        further = cursor(request, found[-1].oldest_on, found[-1].customer.id)
    data = [values.owing(request, row) for row in found]
    return respond({"data": data, "next_cursor": further})


@router.post("/customers/{uuid:customer_id}/top-ups", response={201: TopUpOut})
@writes("prepaid.top_up")
def top_up(request: ApiRequest, customer_id: UUID, form: TopUpIn) -> HttpResponse:
    """Take what they pay now; they receive as much, or more."""
    terms = _booked(request, form)
    pays = money(request, form.pays, "pays")
    receives = money_or_none(request, form.receives, "receives") or pays

    def work(op: Operation) -> Done[TopUp]:
        row = prepaid.top_up(
            op,
            customer=customers.lock(op, customer_id),
            pays=pays,
            receives=receives,
            tender=form.tender,
            **terms,
        )
        return Done(row, row.id)

    return once(request, TOP_UP, form, work, status=201)


@router.post("/quotes", response=QuoteOut | RefundQuoteOut)
@writes("prepaid.top_up", "bills.refund")
def quote(request: ApiRequest, form: QuoteIn) -> HttpResponse:
    """What a top-up or the refund of a bill would come to; posts nothing."""
    if form.top_up is not None and form.refund_of is None:
        return _quote_top_up(request, form, form.top_up)
    if form.refund_of is not None and form.top_up is None:
        return _quote_refund(request, form, as_id(form.refund_of, "refund_of", "bill"))
    raise Malformed(field="top_up")


def _quote_refund(request: ApiRequest, form: QuoteIn, bill_id: UUID) -> HttpResponse:
    asked = refunds.wanted(request, form)
    resource: Resource[UUID] = Resource(
        lambda again, _id: bill_id,
        lambda again, bill: shown_refunds.quoted(again, bill, asked),
    )

    def work(op: Operation) -> Done[UUID]:
        op.require("bills.refund")
        if not rows.first(Bill, op.house, id=bill_id):
            raise NotFound("bill", field="refund_of")
        return Done(bill_id, op.id)

    return once(request, resource, form, work)


def _quote_top_up(request: ApiRequest, form: QuoteIn, asked: TopUpAsked) -> HttpResponse:
    pays = money(request, asked.pays, "top_up.pays")
    receives = money_or_none(request, asked.receives, "top_up.receives") or pays
    id_ = as_id(asked.customer, "top_up.customer", "customer")
    resource: Resource[Money] = Resource(
        lambda again, _id: receives,
        lambda again, gets: top_ups.quoted(again, id_, pays, gets),
    )

    def work(op: Operation) -> Done[Money]:
        op.require("prepaid.top_up", receives.amount)
        customers.must_be_at_hand(customers.find(op, id_))
        prepaid.check_terms(op, pays, receives)
        return Done(receives, op.id)

    return once(request, resource, form, work)


@router.post("/customers/{uuid:customer_id}/payments", response={201: PaymentMade})
@writes("house_accounts.settle")
def settle(request: ApiRequest, customer_id: UUID, form: PaymentIn) -> HttpResponse:
    """Money for what they owe: named bills, else the oldest first; too much stays in hand."""
    terms = _booked(request, form)
    amount = money(request, form.amount, "amount")
    named = [as_id(one, "bills", "bill") for one in form.bills] if form.bills else None

    def work(op: Operation) -> Done[Settlement]:
        row = bills.settle(
            op,
            customer=customers.find(op, customer_id),  # bills are locked before people
            amount=amount,
            tender=form.tender,
            bills=named,
            **terms,
        )
        return Done(row, row.id)

    return once(request, SETTLEMENT, form, work, status=201)


def _booked(request: ApiRequest, form: TopUpIn | PaymentIn) -> dict[str, Any]:
    """Where it was booked, and what another system knows of it."""
    return {
        "venue": as_id(form.venue, "venue", "venue") if form.venue is not None else None,
        "fiscal_ref": form.fiscal_ref,
        "external_id": form.external_id,
        "occurred_at": happened(request, form.occurred_at),
    }
