"""Putting a balance right by hand: by whom, why, and above an amount with someone beside."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.customers.models import Customer
from habitue.fronts.office import acting, asking
from habitue.fronts.office.asking import FormRefused
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done
from habitue.fronts.office.views.customer import customer_page
from habitue.fronts.office.views.value import amount_of
from habitue.house.acting import Actor
from habitue.housekeeping import balances
from habitue.kit.refusals import Malformed
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.staff import pins
from habitue.staff.models import StaffMember

UNITS = ("paid", "gift", "earned", "points", "owes")


@desk("balances.adjust")
@require_GET
def adjust(request: OfficeRequest, key: UUID) -> HttpResponse:
    """One balance, more or less, and why."""
    customer = found(Customer, request, key)
    units = [
        ("paid", _("Paid in")), ("gift", _("Gifts")), ("earned", _("Earned")),
        ("points", _("Points")), ("owes", _("What is owed")),
    ]  # fmt: skip
    beside = StaffMember.objects.of(request.house).filter(active=True).exclude(pin_hash="")
    return customer_page(
        request,
        customer,
        "adjust",
        faults=asking.faults_of(request.refusal),
        units=units,
        beside=[("", _("Nobody")), *((str(one.id), one.name) for one in beside.order_by("name"))],
    )


@desk("balances.adjust", again=adjust)
@require_POST
def take_adjust(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Put it right; whoever stands beside proves it with their PIN."""
    customer = found(Customer, request, key)
    unit, reason = request.POST.get("unit", ""), request.POST.get("reason", "").strip()
    if unit not in UNITS:
        raise Malformed(field="unit")
    if not reason:
        raise FormRefused({"reason": _("This is needed.")})
    amount = _points(request) if unit == "points" else amount_of(request, "amount").amount
    up = request.POST.get("direction") == "up"

    def work(op: Operation) -> Answer:
        return Answer(
            balances.adjust(op, customer=customer, unit=unit, up=up, amount=amount, reason=reason)
        )

    acting.run(request, work, approved_by=_beside(request, reason))
    says = _("Put right. It stands in the report of adjustments, with why.")
    return done(request, "office:customer", says, key=customer.id)


def _points(request: OfficeRequest) -> int:
    typed = request.POST.get("amount", "").strip()
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) < 2**31):
        raise FormRefused({"amount": _("Whole points, more than none.")})
    return int(typed)


def _beside(request: OfficeRequest, reason: str) -> Actor | None:
    """The second person, where one was named. Raises StaffPinWrong, StaffPinLocked."""
    named = request.POST.get("approval_staff", "")
    if not named:
        return None
    try:
        staff = UUID(named)
    except ValueError:
        raise Malformed(field="approval_staff") from None
    typed = request.POST.get("approval_pin", "")
    return pins.approver(request.house, pins.Approval(staff, typed, reason))
