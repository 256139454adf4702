"""Payouts, adjustments and opening balances: they answer themselves, and stand in the ledger."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from habitue.customers import actions as customers
from habitue.fronts.api.entry import ApiRequest, money, money_or_none, writes
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.forms.values import AdjustmentIn, OpeningIn, PayoutIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.shown import acts as shown
from habitue.fronts.api.shown import values
from habitue.fronts.api.shown.acts import AdjustmentOut, OpeningOut, PayoutOut
from habitue.fronts.api.shown.kinds import minor_or_none, sum_of
from habitue.house.days import local_date, starts_at
from habitue.housekeeping import balances as housekeeping
from habitue.kit.refusals import Malformed
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid

router = Router(tags=["balances"])
Told = dict[str, Any]


@router.post("/customers/{uuid:customer_id}/payouts", response={201: PayoutOut})
@writes("prepaid.pay_out")
def pay_out(request: ApiRequest, customer_id: UUID, form: PayoutIn) -> HttpResponse:
    """Hand back what was paid in: all of it, and gift and earned value end; or a part."""
    amount = money_or_none(request, form.amount, "amount")
    venue = as_id(form.venue, "venue", "venue") if form.venue is not None else None

    def work(op: Operation) -> Told:
        customer = customers.lock_current(op, customer_id)
        paid = prepaid.pay_out(
            op, customer=customer, tender=form.tender, amount=amount, venue=venue
        )
        if paid.entry is None:
            raise prepaid.InsufficientValue(has=op.house.nothing)
        return PayoutOut(
            id=paid.entry,
            customer=customer.id,
            amount=sum_of(paid.amount),
            tender=form.tender,
            wallet=values.wallet(request, customer),
            at=op.at,
            actor=op.by.label,
            fiscal_ref=form.fiscal_ref or None,
            external_id=form.external_id or None,
        ).plain()

    said = {"fiscal_ref": form.fiscal_ref or None, "external_id": form.external_id or None}
    return _told(request, form, work, said)


@router.post("/customers/{uuid:customer_id}/adjustments", response={201: AdjustmentOut})
@writes("balances.adjust")
def adjust(request: ApiRequest, customer_id: UUID, form: AdjustmentIn) -> HttpResponse:
    """Put one balance right, with a reason."""
    amount = _amount(request, form)

    def work(op: Operation) -> Told:
        customer = customers.lock_current(op, customer_id)
        entry = housekeeping.adjust(
            op,
            customer=customer,
            unit=form.unit,
            up=form.direction == "up",
            amount=amount,
            reason=form.reason,
        )
        after = values.balances(request, customer)
        return AdjustmentOut(
            id=entry,
            customer=customer.id,
            unit=form.unit,
            direction=form.direction,
            amount=shown.amount_of(request, form.unit, amount),
            balance_after=shown.balance_of(request, after, form.unit),
            reason=form.reason,
            at=op.at,
            actor=op.by.label,
        ).plain()

    return _told(request, form, work, {"reason": form.reason})


def _amount(request: ApiRequest, form: AdjustmentIn) -> int:
    """Whole minor units, or whole points where that is the unit; above zero."""
    if isinstance(form.amount, int) != (form.unit == "points"):
        raise Malformed(field="amount")
    if isinstance(form.amount, int):
        return form.amount
    amount = money(request, form.amount, "amount").amount
    if amount == 0:
        raise Malformed(field="amount")
    return amount


@router.post("/customers/{uuid:customer_id}/opening-balance", response={201: OpeningOut})
@writes("balances.open")
def open_balance(request: ApiRequest, customer_id: UUID, form: OpeningIn) -> HttpResponse:
    """What they had and owed in another system on a day, once."""
    if form.on > local_date(request.house, request.at) or form.on.year < 1970:
        raise Malformed(field="on")
    opening = housekeeping.Opening(
        money_or_none(request, form.paid, "paid"),
        form.points,
        money_or_none(request, form.owes, "owes"),
    )

    def work(op: Operation) -> Told:
        op.at = starts_at(op.house, form.on)
        customer = customers.lock_current(op, customer_id)
        housekeeping.open_balances(op, customer=customer, opening=opening, on=form.on)
        return OpeningOut(
            id=op.id,
            customer=customer.id,
            paid=sum_of(opening.paid) if opening.paid else None,
            points=opening.points,
            owes=minor_or_none(op.house, opening.owes.amount if opening.owes else None),
            on=form.on,
            balances=values.balances(request, customer),
            at=op.at,
            actor=op.by.label,
        ).plain()

    said = {key: None for key in ("paid", "points", "owes") if getattr(form, key) is None}
    return _told(request, form, work, said)


def _told(
    request: ApiRequest, form: Write, work: Callable[[Operation], Told], said: Told
) -> HttpResponse:
    """Once only, for an act whose answer is all that there is: a repeat tells it again.

    `said` are the texts of the request itself, which are not kept.
    """
    resource: Resource[Told] = Resource(lambda again, _id: said, lambda again, told: dict(told))

    def worked(op: Operation) -> Done[Told]:
        told = work(op)
        return Done(told, UUID(told["id"]))

    return once(request, resource, form, worked, status=201)
