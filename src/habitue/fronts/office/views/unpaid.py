"""Owe us: who has bills to pay, since when, and what is left of their limit."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.pages import page
from habitue.house_accounts import reports as house_accounts

MOST = 500


@desk("customers.see_balances")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """The oldest bill first: who waits longest is called first."""
    owing = house_accounts.unpaid(request.house, limit=MOST)
    total = sum(one.to_pay for one in owing)
    facts: dict[str, Any] = {
        "owing": owing,
        "total": total,
        "bills": sum(one.bills for one in owing),
    }
    return page(request, "office/unpaid.html", "unpaid", **facts)
