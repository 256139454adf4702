"""The first page of the day, and the way from an empty house to the first paid bill."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Q, Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from habitue.audit.reports import last_checked
from habitue.backups import copies
from habitue.bills import reading
from habitue.bills.models import Bill, BillState
from habitue.customers import reports as customers
from habitue.customers.models import Customer
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.pages import page
from habitue.fronts.office.views import days
from habitue.house.days import business_day
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.menu.models import Item, Table
from habitue.prepaid.models import Lot
from habitue.staff.models import Device, StaffMember

MOST_OPEN = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do before the first bill."""

    key: str
    words: Promise
    why: Promise
    url: str
    action: Promise
    done: bool


@desk()
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Today in figures; what is still missing stands above them."""
    house, day = request.house, business_day(request.house, request.at)
    steps = _steps(house)
    facts: dict[str, Any] = {
        "day": day,
        "left": [step for step in steps if not step.done],
        "steps": steps,
        "book_count": Customer.objects.of(house).kept().count(),
    }
    if request.by.may("house.edit"):
        facts |= {"checked": last_checked(house)}
    if request.by.may("house.edit"):
        facts["late"] = copies.late(request.at)
    if request.by.may("shifts.close_day"):
        facts["unclosed"] = [one for one in days.waiting(request) if one < day]
    if request.by.may("bills.see"):
        facts |= _bills(house, day)
    if request.by.may("customers.see_balances"):
        facts |= _value(house) | {"seen": customers.recent(house, 6)}
    return page(request, "office/today.html", "today", **facts)


def _bills(house: House, day: object) -> dict[str, Any]:
    rows = Bill.objects.of(house)
    is_open = Q(state=BillState.OPEN)
    sold = Q(business_day=day, total_minor__isnull=False) & ~Q(state=BillState.VOID)
    some = list(rows.filter(is_open).select_related("customer__group").order_by("-id")[:MOST_OPEN])
    told = rows.filter(is_open | sold).aggregate(
        open=Count("pk", filter=is_open),
        number=Count("pk", filter=sold),
        total=Sum("total_minor", filter=sold),
        linked=Count("customer", filter=sold),
    )
    return {
        "open_bills": reading.stand_all(house, some),
        "open_count": told["open"],
        "sold": told["number"],
        "sold_total": told["total"] or 0,
        "linked": told["linked"],
    }


def _value(house: House) -> dict[str, Any]:
    owed = Charge.objects.of(house).filter(open_minor__gt=0)
    held = Lot.objects.of(house).filter(remaining_minor__gt=0)
    told = owed.aggregate(total=Sum("open_minor"), owing=Count("account", distinct=True))
    return {
        "owed": told["total"] or 0,
        "owing": told["owing"],
        "held": held.aggregate(total=Sum("remaining_minor"))["total"] or 0,
    }


@desk("house.edit")
@require_GET
def start(request: OfficeRequest) -> HttpResponse:
    """From empty to the first paid bill, in any order."""
    steps = _steps(request.house)
    number = sum(step.done for step in steps)
    return page(request, "office/start.html", "today", steps=steps, number=number)


def _steps(house: House) -> list[Step]:
    """In any order, though this one is the shortest way."""
    done = _done(house)
    return [*_before_opening(done), *_at_the_till(done)]


def _done(house: House) -> dict[str, bool]:
    """Which steps are behind this house: one statement."""
    asked = {
        "menu": Item.objects.of(house).filter(retired_at=None),
        "tables": Table.objects.of(house),
        "staff": StaffMember.objects.of(house).filter(active=True).exclude(pin_hash=""),
        "till": Device.objects.of(house).filter(revoked_at=None),
        "regular": Customer.objects.of(house),
        "bill": Bill.objects.of(house).filter(state=BillState.CLOSED),
    }
    rows = House.objects.filter(pk=house.pk)
    told = rows.annotate(**{key: Exists(some) for key, some in asked.items()}).values_list(*asked)
    return dict(zip(asked, told.get(), strict=True))


def _before_opening(done: Mapping[str, bool]) -> list[Step]:
    return [
        Step(
            "menu",
            _("Put something on the menu"),
            _("A name, a price, a VAT rate. Three are enough to begin."),
            reverse("office:new_on_shelf", kwargs={"shelf": "items"}),
            _("Add an item"),
            done["menu"],
        ),
        Step(
            "tables",
            _("Draw the room"),
            _("An area and its tables, so that a bill has a place."),
            reverse("office:room"),
            _("Add tables"),
            done["tables"],
        ),
        Step(
            "staff",
            _("Give a PIN to who serves"),
            _("At the till they tap their name and type it."),
            reverse("office:new_member"),
            _("Add someone"),
            done["staff"],
        ),
    ]


def _at_the_till(done: Mapping[str, bool]) -> list[Step]:
    return [
        Step(
            "till",
            _("Make a browser the till"),
            _("Open this page on the till's screen and press the button there."),
            reverse("office:tills"),
            _("Enrol a till"),
            done["till"],
        ),
        Step(
            "regular",
            _("Add your first regular"),
            _("Or bring them all from a file."),
            reverse("office:new_customer"),
            _("Add a customer"),
            done["regular"],
        ),
        Step(
            "bill",
            _("Open a bill and take the money"),
            _("Link it to your regular, and the book is running."),
            "/till/",
            _("To the till"),
            done["bill"],
        ),
    ]
