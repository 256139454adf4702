"""Splitting a bill into shares, and joining bills into one."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.fronts.till import going, room, sheets, splits
from habitue.fronts.till.acting import act
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import ident, idents, whole
from habitue.fronts.till.room import Seat
from habitue.fronts.ui import toasts
from habitue.kit.refusals import Refusal


def _split_page(
    request: TillRequest, bill_id: UUID, refusal: Refusal | None = None
) -> HttpResponse:
    """The shares as they would be; what cannot be is said beside the choice."""
    bill = sheets.find(request.house, bill_id)
    if not bill.is_open:
        return going.to_bill(request, bill.id)
    sheet = sheets.sheet(request.house, bill)
    typed = request.POST if request.method == "POST" else request.GET
    chosen = splits.choice(typed, sheet.standing.lines)
    shares: list[splits.Preview] = []
    asked = chosen.way != "amounts" or bool(chosen.amounts)
    try:
        shares = splits.previews(request.house, sheet.standing, chosen) if asked else []
    except Refusal as no:
        refusal = refusal or no
    return render(request, "till/bills/split.html", _facts(sheet, chosen, shares, refusal))


def _facts(
    sheet: sheets.Sheet,
    chosen: splits.Choice,
    shares: list[splits.Preview],
    refusal: Refusal | None,
) -> dict[str, Any]:
    fields = max(splits.AT_LEAST_FIELDS, len(chosen.amounts) + 1)
    return {
        "sheet": sheet,
        "choice": chosen,
        "shares": shares,
        "refusal": refusal,
        "parts_choices": splits.PARTS,
        "ways": splits.WAYS if sheet.standing.lines else ("parts", "amounts"),
        "amounts": [*chosen.amounts, *[""] * (fields - len(chosen.amounts))],
        "another": replace(chosen, count=chosen.count + 1, to=chosen.count + 1).query(),
        "ready": bool(shares) and (chosen.way != "lines" or bool(chosen.given)),
    }


@require_http_methods(["GET", "POST"])
@at_till(again=_split_page)
def split(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """Look first: equal parts, lines or amounts; then each share is a bill of its own."""
    if request.method == "GET":
        return _split_page(request, bill_id)
    sheet = sheets.sheet(request.house, sheets.find(request.house, bill_id))
    chosen = splits.choice(request.POST, sheet.standing.lines)
    wanted = chosen.wanted(request.house, sheet.standing.lines)
    version = whole(request.POST, "version")
    act(request, lambda op: _split(op, bill_id, wanted, version))
    toasts.say(request, _("Split. Each share is paid on its own."))
    return going.to_bill(request, bill_id)


def _split(op: Any, bill: UUID, wanted: bills.Shares, version: int) -> Bill:
    return bills.split(op, bill=bill, wanted=wanted, version=version)[0]


def _join_page(
    request: TillRequest, bill_id: UUID, refusal: Refusal | None = None
) -> HttpResponse:
    """The other open bills of the venue, the shares of this one first."""
    bill = sheets.find(request.house, bill_id)
    if not bill.is_open:
        return going.to_bill(request, bill.id)
    seen = room.look(request.house, bill.venue_id, bill)
    open_ = [one for one in seen.seats if one.bill is not None and one.bill.id != bill.id]
    ticked = request.POST.getlist("bill")
    facts = {
        "sheet": sheets.sheet(request.house, bill, seen.standings.get(bill.id)),
        "seats": sorted(open_, key=lambda seat: not _of_family(seat, bill)),
        "paid": {id_ for id_, one in seen.standings.items() if one.payments},
        "ticked": ticked,
        "guests": _guests(bill, [one for one in open_ if str(_bill(one).id) in ticked]),
        "whose": request.POST.get("whose", ""),
        "refusal": refusal,
    }
    return render(request, "till/bills/join.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_join_page)
def join(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """What stands on the ticked bills, on this one."""
    if request.method == "GET":
        return _join_page(request, bill_id)
    others = idents(request.POST.getlist("bill"), "bill")
    nobodys = request.POST.get("whose") == "nobody"
    whose = None if nobodys else ident(request.POST, "whose")
    act(
        request,
        lambda op: bills.join(op, bill=bill_id, bills=others, whose=whose, nobodys=nobodys),
    )
    toasts.say(request, _("Joined into one bill."))
    return going.to_bill(request, bill_id)


def _bill(seat: Seat) -> Bill:
    assert seat.bill is not None
    return seat.bill


def _of_family(seat: Seat, bill: Bill) -> bool:
    return _bill(seat).family_id == bill.family_id


def _guests(bill: Bill, ticked: list[Seat]) -> list[Any]:
    """Those one of whom the joined bill must become, where they are not all the same."""
    everyone = [bill.customer, *(_bill(seat).customer for seat in ticked)]
    return list({one.id: one for one in everyone if one is not None}.values())
