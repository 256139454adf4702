"""A saved bill goes to another customer, or onto another payer's account."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.bills import actions as bills
from habitue.bills.models import Bill, BillState
from habitue.customers import reports as customers
from habitue.customers.search import Asked
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.house_accounts import reports as house_accounts
from habitue.house_accounts.models import Charge
from habitue.kit.refusals import Malformed, NotFound

SHOWN = 12


@desk("house_accounts.charge")
@require_GET
def choose(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Whose it becomes, or who pays it: found by name, phone, card."""
    bill = found(Bill, request, key, "customer")
    if bill.state != BillState.ON_ACCOUNT:
        raise NotFound("saved bill")
    charge = Charge.objects.of(request.house).filter(bill_id=bill.id, open_minor__gt=0)
    asked = (request.POST.get("q") or request.GET.get("q", "")).strip()[:100]
    people = customers.found(request.house, Asked(asked, active=True), limit=SHOWN)[0]
    facts: dict[str, Any] = {
        "bill": bill,
        "charge": charge.select_related("account__customer").order_by("-at").first(),
        "asked": asked,
        "people": people if asked else [],
        "owed": house_accounts.owed_by(request.house, [one.id for one in people]),
    }
    return page(request, "office/bills/move.html", "bills", **facts)


@desk("house_accounts.charge", again=choose)
@require_POST
def move(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Taken off one account and saved on the other, in one act."""
    bill = found(Bill, request, key)
    someone, payer = _id(request, "customer"), _id(request, "payer")
    if someone is None and payer is None:
        raise Malformed(field="customer")
    do(request, bills.move_saved, bill=bill, customer=someone, payer=payer)
    return done(request, "office:bill", _("Moved."), key=bill.id)


def _id(request: OfficeRequest, name: str) -> UUID | None:
    sent = request.POST.get(name, "")
    try:
        return UUID(sent) if sent else None
    except ValueError:
        raise NotFound("customer", field=name) from None
