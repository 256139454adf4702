"""Refunds of bills."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.bills import actions as bills
from habitue.bills.actions import SomeOf, Told, Wanted
from habitue.bills.models import Refund
from habitue.fronts.api.entry import ApiRequest, happened, money_or_none, reads, writes
from habitue.fronts.api.forms.bills import RefundAsked, RefundIn, RefundLineIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging, page, place
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import bills as shown_bills
from habitue.fronts.api.shown import refunds as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.refunds import RefundOut
from habitue.kit.refusals import Malformed
from habitue.operations.models import Operation

router = Router(tags=["bills"])
REFUND: Resource[Refund] = Resource(shown.find, shown.show)


@router.get("/bills/{uuid:bill_id}/refunds", response=Page[RefundOut])
@reads("bills.see")
def index(request: ApiRequest, bill_id: UUID, asked: Query[Paging]) -> HttpResponse:
    """Newest first."""
    bill = shown_bills.find(request, bill_id)
    found = Refund.objects.of(request.house).filter(bill=bill).order_by("-id")
    after = place(request, asked)
    if after:
        found = found.filter(pk__lt=UUID(after[0]))
    return respond(
        page(
            request,
            list(found[: asked.limit + 1]),
            asked.limit,
            lambda refund: [refund.id],
            lambda some: shown.show_all(request, some),
        )
    )


@router.post("/bills/{uuid:bill_id}/refunds", response={201: RefundOut})
@writes("bills.refund")
def create(request: ApiRequest, bill_id: UUID, form: RefundIn) -> HttpResponse:
    """Give back all that is left of a bill, an amount, or some of its lines."""
    wanted_ = wanted(request, form)
    told = Told(
        reason=form.reason,
        fiscal_ref=form.fiscal_ref,
        external_id=form.external_id,
        occurred_at=happened(request, form.occurred_at),
    )

    def work(op: Operation) -> Done[Refund]:
        row = bills.refund(op, bill=bill_id, wanted=wanted_, told=told)
        return Done(row, row.id)

    return once(request, REFUND, form, work, status=201)


def wanted(request: ApiRequest, form: RefundAsked) -> Wanted:
    """What is asked for, as the room takes it; an amount or lines, not both."""
    if form.amount is not None and form.lines:
        raise Malformed(field="lines")
    amount = money_or_none(request, form.amount, "amount")
    return Wanted(
        amount=None if amount is None else amount.amount,
        lines=some_lines(form.lines or []),
        tender=form.tender,
    )


def some_lines(lines: Sequence[RefundLineIn | str]) -> list[SomeOf]:
    """Lines, or so many thousandths of them."""
    return [
        SomeOf(as_id(one, "lines", "line"))
        if isinstance(one, str)
        else SomeOf(as_id(one.line, "lines", "line"), one.quantity)
        for one in lines
    ]
