"""Bills: by state and day, and one bill with all that happened to it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from habitue.bills import actions as bills
from habitue.bills import reading
from habitue.bills.models import Bill, BillState, Link, Payment, Refund, RefundPart
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.history import history
from habitue.fronts.office.pages import done, page
from habitue.house.days import business_day
from habitue.house_accounts import reports as house_accounts
from habitue.house_accounts import signatures
from habitue.invoicing import reports as invoicing
from habitue.staff.actions import member_ids
from habitue.staff.models import StaffMember

SIZE = 50


@desk("bills.see")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Newest first; by state, by day, by number."""
    state, day = request.GET.get("state", ""), _day(request.GET.get("day", ""))
    rows = Bill.objects.of(request.house).select_related("customer__group", "venue")
    rows = rows.order_by("-id")
    if state in BillState.values:
        rows = rows.filter(state=state)
    if day:
        rows = rows.filter(business_day=day)
    number = request.GET.get("q", "").strip()
    if number.isascii() and number.isdigit() and len(number) < 18:
        rows = rows.filter(number=int(number))
    before = _key(request.GET.get("before", ""))
    some = list((rows.filter(pk__lt=before) if before else rows)[: SIZE + 1])
    stood = reading.stand_all(request.house, some[:SIZE])
    asked = {"state": state, "day": day.isoformat() if day else "", "q": number}
    facts: dict[str, Any] = {
        "stood": stood,
        "asked": asked,
        "older": _link(asked, before=str(some[SIZE - 1].id)) if len(some) > SIZE else "",
        "states": _states(asked),
        "today": business_day(request.house, request.at),
        "total": sum(one.total for one in stood),
    }
    return page(request, "office/bills/index.html", "bills", **facts)


def _states(asked: dict[str, str]) -> list[tuple[str, str, str]]:
    named = [
        ("", _("All")),
        ("open", pgettext("bill", "Open")),
        ("on_account", pgettext("bill", "On account")),
        ("closed", pgettext("bill", "Closed")),
        ("void", pgettext("bill", "Void")),
    ]
    return [(key, words, _link(asked, state=key)) for key, words in named]


def _link(asked: dict[str, str], **changes: str) -> str:
    return "?" + urlencode({k: v for k, v in (asked | changes).items() if v})


@desk("bills.see")
@require_GET
def show(request: OfficeRequest, key: UUID) -> HttpResponse:
    """The bill as it stands: lines, VAT, payments, whose it was, what was done."""
    bill = found(Bill, request, key, "customer", "venue", "table", "level")
    payments = list(Payment.objects.of(request.house).filter(bill=bill).order_by("at", "id"))
    links = list(
        Link.objects.of(request.house).filter(bill=bill).select_related("customer").order_by("at")
    )
    facts: dict[str, Any] = {
        "bill": bill,
        "stood": reading.stand(request.house, bill),
        "payments": payments,
        "links": links,
        "people": _people(request, payments, links),
        "lines": history(request.house, bill.id),
        "refunds": _refunds(request, bill),
        "invoice": invoicing.invoice_of(request.house, bill.id),
        "payer": house_accounts.payer_of(request.house, bill.id),
        "signatures": signatures.of_bills(request.house, [bill.id]),
    }
    return page(request, "office/bills/show.html", "bills", **facts)


def _refunds(request: OfficeRequest, bill: Bill) -> list[tuple[Refund, list[RefundPart]]]:
    refunds = list(Refund.objects.of(request.house).filter(bill=bill).order_by("id"))
    parts = list(RefundPart.objects.of(request.house).filter(refund__in=refunds).order_by("id"))
    return [(one, [part for part in parts if part.refund_id == one.id]) for one in refunds]


def _people(request: OfficeRequest, *acts: Any) -> dict[str, str]:
    labels = {one.actor for some in acts for one in some}
    rows = StaffMember.objects.of(request.house).filter(pk__in=member_ids(*labels))
    guests = {label: _("the guest") for label in labels if label.startswith("guest:")}
    return guests | {f"staff:{row.id}": row.name for row in rows}


@desk("bills.void", again=show)
@require_POST
def void(request: OfficeRequest, key: UUID) -> HttpResponse:
    """It was a mistake."""
    reason = request.POST.get("reason", "")[:300]
    do(request, bills.void, bill=found(Bill, request, key), reason=reason)
    return done(request, "office:bill", _("Bill voided."), key=key)


@desk("house_accounts.charge", again=show)
@require_POST
def reopen(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Off the account and open again."""
    do(request, bills.reopen, bill=found(Bill, request, key))
    return done(request, "office:bill", _("The bill is open again."), key=key)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
