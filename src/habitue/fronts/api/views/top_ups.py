"""Top-ups: taken, given back, and what either would come to."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.bills.models import Bill
from habitue.customers import actions as customers
from habitue.customers import survivors
from habitue.fronts.api.entry import ApiRequest, happened, money, money_or_none, reads, writes
from habitue.fronts.api.forms.values import QuoteIn, TopUpAsked, TopUpIn, TopUpRefundIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging, page, place
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import customers as shown_customers
from habitue.fronts.api.shown import refunds as shown_refunds
from habitue.fronts.api.shown import returning as shown_returning
from habitue.fronts.api.shown import top_ups
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.refunds import RefundQuoteOut
from habitue.fronts.api.shown.returning import TopUpRefundOut, TopUpRefundQuoteOut
from habitue.fronts.api.shown.top_ups import QuoteOut, TopUpOut
from habitue.fronts.api.views import refunds
from habitue.house import rows
from habitue.kit.money import Money
from habitue.kit.refusals import Malformed, NotFound
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid
from habitue.prepaid import returning
from habitue.prepaid.models import TopUp, TopUpRefund
from habitue.prepaid.returning import Told

router = Router(tags=["balances"])
TOP_UP: Resource[TopUp] = Resource(top_ups.find, top_ups.show)
REFUND: Resource[TopUpRefund] = Resource(shown_returning.find, shown_returning.show)


@router.get("/customers/{uuid:customer_id}/top-ups", response=Page[TopUpOut])
@reads("customers.see_balances")
def index(request: ApiRequest, customer_id: UUID, asked: Query[Paging]) -> HttpResponse:
    """Newest first."""
    shown_customers.find(request, customer_id)
    theirs = survivors.history(request.house, customer_id)
    found = TopUp.objects.of(request.house).filter(customer_id__in=theirs).order_by("-id")
    after = place(request, asked)
    if after:
        found = found.filter(pk__lt=UUID(after[0]))
    return respond(
        page(
            request,
            list(found[: asked.limit + 1]),
            asked.limit,
            lambda row: [row.id],
            lambda some: top_ups.show_all(request, some),
        )
    )


@router.post("/customers/{uuid:customer_id}/top-ups", response={201: TopUpOut})
@writes("prepaid.top_up")
def top_up(request: ApiRequest, customer_id: UUID, form: TopUpIn) -> HttpResponse:
    """Take what they pay now; they receive as much, or more."""
    terms = _booked(request, form)
    if form.product is not None:
        terms["product"] = as_id(form.product, "product", "product")
    pays = money(request, form.pays, "pays")
    receives = money_or_none(request, form.receives, "receives") or pays

    def work(op: Operation) -> Done[TopUp]:
        row = prepaid.top_up(
            op,
            customer=customers.lock_current(op, customer_id),
            pays=pays,
            receives=receives,
            tender=form.tender,
            **terms,
        )
        return Done(row, row.id)

    return once(request, TOP_UP, form, work, status=201)


@router.get("/top-ups/{uuid:top_up_id}", response=TopUpOut)
@reads("customers.see_balances")
def one(request: ApiRequest, top_up_id: UUID) -> HttpResponse:
    return respond(top_ups.show(request, top_ups.find(request, top_up_id)))


@router.post("/top-ups/{uuid:top_up_id}/refund", response={201: TopUpRefundOut})
@writes("prepaid.refund_top_up")
def refund(request: ApiRequest, top_up_id: UUID, form: TopUpRefundIn) -> HttpResponse:
    """Give back what was paid and not spent, or a part; its gift ends by the rule."""
    amount = money_or_none(request, form.amount, "amount")
    told = Told(reason=form.reason, **_booked(request, form))

    def work(op: Operation) -> Done[TopUpRefund]:
        row = returning.refund_top_up(op, top_up=top_up_id, amount=amount, told=told)
        return Done(row, row.id)

    return once(request, REFUND, form, work, status=201)


@router.post("/quotes", response=QuoteOut | RefundQuoteOut | TopUpRefundQuoteOut)
@writes("prepaid.top_up", "bills.refund", "prepaid.refund_top_up")
def quote(request: ApiRequest, form: QuoteIn) -> HttpResponse:
    """What a top-up, or the refund of a bill or a top-up, would come to; posts nothing."""
    if form.top_up is not None and form.refund_of is None:
        return _quote_top_up(request, form, form.top_up)
    if form.refund_of is None or form.top_up is not None:
        raise Malformed(field="top_up")
    id_ = as_id(form.refund_of, "refund_of", "bill")
    if rows.first(TopUp, request.house, id=id_):
        return _quote_returning(request, form, id_)
    return _quote_refund(request, form, id_)


def _quote_returning(request: ApiRequest, form: QuoteIn, top_up_id: UUID) -> HttpResponse:
    amount = money_or_none(request, form.amount, "amount")
    if form.lines or form.tender:
        raise Malformed(field="lines" if form.lines else "tender")
    resource: Resource[UUID] = Resource(
        lambda again, _id: top_up_id,
        lambda again, id_: shown_returning.quoted(again, id_, amount),
    )

    def work(op: Operation) -> Done[UUID]:
        op.require("prepaid.refund_top_up")
        return Done(top_up_id, op.id)

    return once(request, resource, form, work)


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


def _booked(request: ApiRequest, form: TopUpIn | TopUpRefundIn) -> dict[str, Any]:
    """Where it was booked, and what another system knows of it."""
    return {
        "venue": as_id(form.venue, "venue", "venue") if form.venue is not None else None,
        "fiscal_ref": form.fiscal_ref,
        "external_id": form.external_id,
        "occurred_at": happened(request, form.occurred_at),
    }
