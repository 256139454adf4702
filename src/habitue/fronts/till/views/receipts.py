"""The paid screen, and what is printed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habitue.bills.models import Bill, BillState, BillTender, Refund
from habitue.fronts.till import going, sheets, tenders
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.paper import printable
from habitue.house_accounts import reports as accounts
from habitue.house_accounts import signatures
from habitue.printing.models import Document


@require_GET
@at_till()
def paid(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """What was taken, the change, what is left with the guest; then the next one."""
    bill = sheets.find(request.house, bill_id)
    if bill.is_open:
        return going.to_bill(request, bill.id)
    return render(request, "till/bills/ended.html", _facts(request, bill_id))


@require_GET
@at_till()
def receipt(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """80 mm of paper; of an open bill, with the code the guest's phone reads."""
    return render(request, "till/receipts/show.html", _facts(request, bill_id))


def _facts(request: TillRequest, bill_id: UUID) -> dict[str, Any]:
    bill = sheets.find(request.house, bill_id)
    sheet = sheets.sheet(request.house, bill, still=True)
    house = request.house
    taken = tenders.taken(house, sheet.payments)
    return {
        "sheet": sheet,
        "taken": taken,
        "change": next((one.change for one in taken if one.change), None),
        **_used(request, sheet),
        **_owed(request, sheet),
        **_refunds(request, bill),
        "earned": house.money(bill.earned_minor) if bill.earned_minor else None,
        "earned_points": bill.earned_points,
        "tips": house.money(sheet.standing.tips) if sheet.standing.tips else None,
        "link": f"{going.site(request)}/b/{bill.public_token}",
        **printable(request, Document.BILL if bill.is_open else Document.RECEIPT, bill.id),
        "signatures": signatures.of_bills(house, [bill.id]),
        "ended_at": (bill.ended_at or bill.saved_at or bill.opened_at).astimezone(house.zone),
        "print_now": "print" in request.GET,
        "bar": tenders.parts(house, sheet, None),
    }


def _used(request: TillRequest, sheet: sheets.Sheet) -> dict[str, Any]:
    """What of the guest's own value paid, kind by kind."""
    spent = [one for one in sheet.payments if one.tender == "wallet"]
    gift = sum(one.gift_minor for one in sheet.payments)
    earned = sum(one.earned_minor for one in sheet.payments)
    paid_in = sum(one.amount_minor + one.tip_minor for one in spent) - gift - earned
    sums = {"used_gift": gift, "used_earned": earned, "used_paid": paid_in}
    return {key: request.house.money(minor) if minor else None for key, minor in sums.items()}


def _refunds(request: TillRequest, bill: Bill) -> dict[str, Any]:
    """What went back of it, and whether anything still can."""
    gone = bill.refunded_minor
    rows = Refund.objects.of(request.house).filter(bill=bill).order_by("id") if gone else []
    return {
        "refunds": [(row, request.house.money(row.amount_minor + row.tip_minor)) for row in rows],
        "refunded": request.house.money(gone) if gone else None,
        "refundable": bill.state != "void" and (bill.total_minor or 0) > gone,
    }


def _owed(request: TillRequest, sheet: sheets.Sheet) -> dict[str, Any]:
    """What the payer owes after this, where all or a part of it went on account; `later` is
    the part of a bill that was paid otherwise for the rest, as long as it is owed."""
    house, bill = request.house, sheet.bill
    charged = any(one.tender == BillTender.HOUSE_ACCOUNT for one in sheet.payments)
    if bill.customer is None or not (charged or bill.state == BillState.ON_ACCOUNT):
        return {"owed": None, "later": None, "paid": sheet.total}
    payer = bill.customer.payer or bill.customer
    minor = accounts.owed_by(house, [payer.id]).get(payer.id, 0)
    open_ = accounts.owed_on(house, [bill.id]).get(bill.id, 0)
    later = house.money(open_) if open_ and bill.state == BillState.CLOSED else None
    return {
        "owed": house.money(minor) if minor else None,
        "later": later,
        "paid": sheet.total - later if later else sheet.total,
    }
