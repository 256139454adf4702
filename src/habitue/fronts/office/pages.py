"""Answering with a page of the back office: the house, the way round it, and what was refused."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from habitue.fronts.office.desk import OfficeRequest
from habitue.fronts.ui import toasts
from habitue.publishing import reports as publishing


@dataclass(frozen=True, slots=True)
class Way:
    """A place in the navigation, shown to those who may go there."""

    key: str
    words: Promise
    icon: str
    url: str
    rights: tuple[str, ...] = ()
    shortcut: str = ""


WAYS = (
    Way("today", _("Today"), "chart", "office:today", (), "g t"),
    Way("customers", _("Customers"), "people", "office:customers", ("customers.see",), "g c"),
    Way("unpaid", _("Owe us"), "clock", "office:unpaid", ("customers.see_balances",), "g o"),
    Way("bills", _("Bills"), "bill", "office:bills", ("bills.see",), "g b"),
    Way(
        "invoices",
        _("Invoices"),
        "company",
        "office:invoices",
        ("reports.see", "invoicing.issue"),
        "g i",
    ),
    Way(
        "days",
        _("Days"),
        "day",
        "office:days",
        ("shifts.close_day", "reports.see"),
        "g d",
    ),
    Way("reports", _("Reports"), "columns", "office:reports", ("reports.see",), "g r"),
)
SEND = Way("send", _("Send"), "swap", "office:send", ("publishing.send",), "g s")
HOUSE_WAYS = (
    Way("house", _("House and rules"), "gear", "office:house", ("house.edit",), "g h"),
    Way("menu", _("Menu"), "note", "office:menu", ("menu.edit",), "g m"),
    Way("room", _("Areas and tables"), "table", "office:room", ("menu.edit",)),
    Way("tills", _("Tills"), "till", "office:tills", ("tills.enrol",)),
    Way("printers", _("Printers"), "printer", "office:printers", ("printing.set_up",)),
    Way("cards", _("Card sheets"), "card", "office:card_batches", ("cards.print",)),
    Way("team", _("Team and rights"), "key", "office:team", ("staff.manage",)),
)


def page(
    request: OfficeRequest, template: str, current: str = "", status: int = 200, **facts: Any
) -> HttpResponse:
    """A page (or a fragment) of the office."""
    return render(request, template, _frame(request, current) | facts, status=status)


def _frame(request: OfficeRequest, current: str) -> dict[str, Any]:
    return {
        "house": request.house,
        "member": request.member,
        "by": request.by,
        "may": {right.replace(".", "_"): True for right in request.by.rights},
        "refusal": request.refusal,
        "ways": _open(request, WAYS, current),
        # a fragment draws no way round the house, and then nothing waiting is counted
        "house_ways": SimpleLazyObject(partial(_house_ways, request, current)),
        "now": request.at,
    }


def _open(request: OfficeRequest, ways: tuple[Way, ...], current: str) -> list[dict[str, Any]]:
    return [
        {"way": way, "url": reverse(way.url), "current": way.key == current}
        for way in ways
        if not way.rights or any(request.by.may(right) for right in way.rights)
    ]


def _house_ways(request: OfficeRequest, current: str) -> list[dict[str, Any]]:
    """With Send before them, and how much waits, where the house chose to send."""
    ways = _open(request, HOUSE_WAYS, current)
    if not request.house.publish_on_send:
        return ways
    sends = _open(request, (SEND,), current)
    return [*({**one, "count": publishing.count(request.house)} for one in sends), *ways]


def done(
    request: OfficeRequest, to: str, says: str, *, undo: str = "", **names: Any
) -> HttpResponse:
    """On to the next page, where what was done is said once."""
    toasts.say(request, says, undo=undo)
    url = to if to.startswith("/") else reverse(to, kwargs=names or None)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
