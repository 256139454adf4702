"""The paid screen, and what is printed."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habitue.bills.models import Bill
from habitue.fronts.till import going, sheets, tenders
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.house_accounts import reports as accounts


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
    used = {
        "gift": sum(one.gift_minor for one in sheet.payments),
        "earned": sum(one.earned_minor for one in sheet.payments),
        "wallet": sum(
            one.amount_minor + one.tip_minor for one in sheet.payments if one.tender == "wallet"
        ),
    }
    paid_in = used["wallet"] - used["gift"] - used["earned"]
    taken = tenders.taken(house, sheet.payments)
    return {
        "sheet": sheet,
        "taken": taken,
        "change": next((one.change for one in taken if one.change), None),
        "used_gift": house.money(used["gift"]) if used["gift"] else None,
        "used_earned": house.money(used["earned"]) if used["earned"] else None,
        "used_paid": house.money(paid_in) if paid_in else None,
        "owed": _owed(request, sheet),
        **_refunds(request, bill),
        "earned": house.money(bill.earned_minor) if bill.earned_minor else None,
        "earned_points": bill.earned_points,
        "tips": house.money(sheet.standing.tips) if sheet.standing.tips else None,
        "link": _absolute(request, f"/b/{bill.public_token}"),
        "ended_at": (bill.ended_at or bill.saved_at or bill.opened_at).astimezone(house.zone),
        "print_now": "print" in request.GET,
        "bar": tenders.parts(house, sheet, None),
    }


def _refunds(request: TillRequest, bill: Bill) -> dict[str, Any]:
    """What went back of it, and whether anything still can."""
    gone = bill.refunded_minor
    return {
        "refunded": request.house.money(gone) if gone else None,
        "refundable": bill.state != "void" and (bill.total_minor or 0) > gone,
    }


def _owed(request: TillRequest, sheet: sheets.Sheet) -> Any:
    """What the payer owes after this, where it was saved on account."""
    if sheet.bill.state != "on_account" or sheet.bill.customer is None:
        return None
    payer = sheet.bill.customer.payer or sheet.bill.customer
    minor = accounts.owed_by(request.house, [payer.id]).get(payer.id, 0)
    return request.house.money(minor)


def _absolute(request: TillRequest, path: str) -> str:
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)
