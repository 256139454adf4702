"""Bills split into shares, joined, handed over."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from habitue.bills import actions as bills
from habitue.bills.actions import Shares
from habitue.bills.models import Bill
from habitue.fronts.api.entry import ApiRequest, money_or_none, writes
from habitue.fronts.api.forms.bills import JoinIn, SplitIn, TransferIn
from habitue.fronts.api.once import Done, once
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.shown.bills import BillOut
from habitue.fronts.api.views.bills import BILL
from habitue.fronts.api.views.refunds import some_lines
from habitue.kit.refusals import Malformed
from habitue.menu.models import Table
from habitue.operations.models import Operation

router = Router(tags=["bills"])


@router.post("/bills/{uuid:bill_id}/split", response={201: BillOut})
@writes("bills.open")
def split(request: ApiRequest, bill_id: UUID, form: SplitIn) -> HttpResponse:
    """Into equal parts, by amount or by lines; each share is a bill, this one the first.

    `created` is the first of the new ones, `shares` names all.
    """
    wanted = _shares(request, form)

    def work(op: Operation) -> Done[Bill]:
        made = bills.split(op, bill=bill_id, wanted=wanted, version=form.version)
        return Done(made[0], bill_id, made[1].id)

    return once(request, BILL, form, work, status=201)


def _shares(request: ApiRequest, form: SplitIn) -> Shares:
    if sum(one is not None for one in (form.parts, form.amounts, form.lines)) != 1:
        raise Malformed(field="parts")
    amounts = [money_or_none(request, one, "amounts") for one in form.amounts or []]
    return Shares(
        parts=-1 if form.parts == 0 else form.parts or 0,
        amounts=[one.amount for one in amounts if one is not None],
        lines=[some_lines(group) for group in form.lines or []],
    )


@router.post("/bills/{uuid:bill_id}/join", response=BillOut)
@writes("bills.open")
def join(request: ApiRequest, bill_id: UUID, form: JoinIn) -> HttpResponse:
    """What stands on other open bills, on this one; they end as void, joined into it."""
    nobodys = "customer" in form.model_fields_set and form.customer is None

    def work(op: Operation) -> Done[Bill]:
        joined = bills.join(
            op,
            bill=bill_id,
            bills=[as_id(one, "bills", "bill") for one in form.bills],
            whose=as_id(form.customer, "customer", "customer") if form.customer else None,
            nobodys=nobodys,
        )
        return Done(joined, bill_id)

    return once(request, BILL, form, work)


@router.post("/bills/{uuid:bill_id}/transfer", response=BillOut)
@writes("bills.open", "house_accounts.charge")
def transfer(request: ApiRequest, bill_id: UUID, form: TransferIn) -> HttpResponse:
    """To another table, to a colleague who serves it from now on, or both; a saved bill to
    another customer or payer."""
    if form.customer is not None or form.payer is not None:
        return _move_saved(request, bill_id, form)

    def work(op: Operation) -> Done[Bill]:
        moved = bills.transfer(
            op,
            bill=bill_id,
            table=_table(request, bill_id, form.table),
            label=form.table,
            staff_id=as_id(form.staff, "staff", "staff member") if form.staff else None,
        )
        return Done(moved, bill_id)

    return once(request, BILL, form, work)


def _move_saved(request: ApiRequest, bill_id: UUID, form: TransferIn) -> HttpResponse:
    if form.table is not None or form.staff is not None:
        raise Malformed(field="table" if form.table is not None else "staff")
    someone = as_id(form.customer, "customer", "customer") if form.customer else None
    payer = as_id(form.payer, "payer", "customer") if form.payer else None

    def work(op: Operation) -> Done[Bill]:
        moved = bills.move_saved(op, bill=bill_id, customer=someone, payer=payer)
        return Done(moved, bill_id)

    return once(request, BILL, form, work)


def _table(request: ApiRequest, bill_id: UUID, name: str | None) -> Table | None:
    """The table of the bill's venue that is called so; else it is a free label."""
    bill = BILL.find(request, bill_id)
    found: Table | None = (
        Table.objects.of(request.house)
        .filter(area__venue_id=bill.venue_id, name=name or "")
        .select_related("area__venue", "price_level")
        .order_by("id")
        .first()
    )
    return found
