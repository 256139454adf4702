"""Paying out: one customer, or many at once with the sum shown first, and the slip of it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.fronts.office import listing
from habitue.fronts.office.acting import do, run
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.listing import Wanted
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.views.bulk import MOST_TICKED, ticked
from habitue.house.models import Venue
from habitue.house.scope import house_scope
from habitue.kit.ids import new_id
from habitue.kit.refusals import Malformed, NotFound, Refusal
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.prepaid import actions as prepaid
from habitue.prepaid.models import PayOut
from habitue.prepaid.purse import leaving
from habitue.shifts.models import Tender


@desk("prepaid.pay_out")
@require_POST
def pay_out(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Hand back what was paid in and not spent; gifts end."""
    customer = found(Customer, request, key)
    tender = request.POST.get("tender", "cash")
    slip = do(request, prepaid.pay_out, customer=customer, tender=tender).id
    if slip is None:
        return done(request, "office:customer", _("There was nothing to pay out."), key=key)
    return done(request, "office:pay_outs", _("Paid out."), key=slip)


@desk("prepaid.pay_out")
@require_http_methods(["GET", "POST"])
def many(request: OfficeRequest) -> HttpResponse:
    """What each of those ticked would get, or of all who match, and the sum: before it is done."""
    all_of_them = bool(request.POST.get("everything"))
    chosen = [] if all_of_them else ticked(request)
    chosen = chosen or _matching(request)
    rows = leaving(request.house, chosen, request.at)
    nothing = request.house.nothing
    facts: dict[str, Any] = {
        "rows": rows,
        "paid": sum((row.paid for row in rows), nothing),
        "ends": sum((row.ends for row in rows), nothing),
        "most": MOST_TICKED,
        "batch": request.POST.get("batch") or new_id(),
        "tenders": list(Tender.objects.of(request.house).filter(active=True).order_by("position")),
        "venues": list(Venue.objects.of(request.house).filter(closed=False).order_by("name")),
        "sent": request.POST,
    }
    return page(request, "office/customers/pay_out.html", "customers", **facts)


def _matching(request: OfficeRequest) -> list[Customer]:
    """With nobody ticked: whoever is in the list that was looked at."""
    wanted = Wanted.of(request.GET)
    ids = listing.everyone(request.house, wanted, request.at, MOST_TICKED)
    return list(Customer.objects.of(request.house).filter(pk__in=ids))


@desk("prepaid.pay_out", again=many, walks=True)
@require_POST
def take_many(request: OfficeRequest) -> HttpResponse:
    """Each is an operation of its own under its own key: sent again, it goes on where it broke."""
    batch = _batch(request)
    with house_scope(request.house):
        chosen = ticked(request)
    kept = []
    for customer in chosen:
        try:
            run(request, _paying(request, customer.id, batch), part=customer.id)
        except Refusal as refusal:
            kept.append((customer, refusal.sentence))
    with house_scope(request.house):
        if kept:
            facts = {"kept": kept, "batch": batch}
            return page(request, "office/customers/not_paid_out.html", "customers", 409, **facts)
        return done(request, "office:pay_outs", _("Paid out."), key=batch)


def _batch(request: OfficeRequest) -> UUID:
    try:
        return UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Malformed(field="batch") from None


def _paying(request: OfficeRequest, customer: UUID, batch: UUID) -> Callable[[Operation], Answer]:
    tender = request.POST.get("tender", "")
    paying = partial(prepaid.pay_out, tender=tender, batch=batch)

    def work(op: Operation) -> Answer:
        paid = paying(op, customer=customers.lock(op, customer))
        return Answer(paid.entry, amounts={"paid": paid.amount.amount})

    return work


@desk("customers.see_balances")
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    """A slip, or the list of a batch: who got how much, to be signed."""
    rows = PayOut.objects.of(request.house).filter(batch_id=key).select_related("customer")
    slips = [
        (row, request.house.money(row.amount_minor), request.house.money(row.ended_minor))
        for row in rows.order_by("customer__last_name", "customer__company_name", "id")
    ]
    if not slips:
        raise NotFound("settlement")
    tenders = {row.kind: row for row in Tender.objects.of(request.house)}
    facts: dict[str, Any] = {
        "slips": slips,
        "paid": sum((paid for _row, paid, _ended in slips), request.house.nothing),
        "ended": sum((ended for _row, _paid, ended in slips), request.house.nothing),
        "names": tenders,
        "first": slips[0][0],
        "tender": tenders.get(slips[0][0].tender),
    }
    return page(request, "office/customers/paid_out.html", "customers", **facts)
