"""A refund in words and money, before it is posted: where each part of it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habitue.bills.actions import SomeOf, Wanted
from habitue.bills.models import Bill, BillTender, Refund, RefundPart
from habitue.bills.refund_plan import Part, planned
from habitue.fronts.till.forms.amounts import idents, money
from habitue.fronts.till.tenders import BAR
from habitue.fronts.ui.figures import count, plain
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.shifts.models import Tender


@dataclass(frozen=True, slots=True)
class Way:
    """So much, and where it goes."""

    kind: str  # the colour of the measure
    name: str
    sum: Money
    tip: Money | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """A planned refund, as a cashier reads it aloud."""

    amount: Money
    tip: Money | None
    ways: Sequence[Way]
    earned: Money | None
    spent: Money | None
    points: int


def wanted(house: House, typed: QueryDict) -> Wanted:
    """All that is left, where neither an amount nor lines were said."""
    amount = money(house, typed, "amount")
    lines = [SomeOf(one) for one in idents(typed.getlist("line"), "line")]
    tender = typed.get("tender") or None
    return Wanted(None if amount is None else amount.amount, [] if amount else lines, tender)


def sums(house: House, bill: Bill, asked: Wanted) -> Sums:
    """What would be posted. Raises as `planned` does."""
    plan = planned(house, bill, asked)
    names = {row.kind: str(row) for row in Tender.objects.of(house)}
    return Sums(
        amount=house.money(plan.amount),
        tip=_some(house, plan.tip),
        ways=[_way(house, part, names) for part in plan.parts],
        earned=_some(house, plan.earned_left),
        spent=_some(house, plan.earned - plan.earned_left),
        points=plan.points,
    )


def _way(house: House, part: Part, names: Mapping[str, Any]) -> Way:
    name = names.get(part.tender, str(BillTender(part.tender).label))
    return Way(
        kind=BAR.get(part.tender, "other"),
        name=str(name),
        sum=house.money(part.amount),
        tip=_some(house, part.tip),
        note=_note(house, part),
    )


def _note(house: House, part: Part) -> str:
    if part.tender == BillTender.WALLET:
        return _("back to the lots it came from")
    if part.tender == BillTender.POINTS:
        said = ngettext("{points} point comes back", "{points} points come back", part.points)
        return said.format(points=count(part.points))
    if part.tender == BillTender.HOUSE_ACCOUNT:
        owed, hand = house.money(part.owed), house.money(part.amount + part.tip - part.owed)
        if not hand:
            return _("off what is owed")
        if not owed:
            return _("stays in hand")
        return _("{owed} off what is owed, {hand} in hand").format(
            owed=plain(owed), hand=plain(hand)
        )
    return ""


def told(house: House, row: Refund) -> dict[str, Any]:
    """A refund that was made, as its slip says it."""
    names = {one.kind: str(one) for one in Tender.objects.of(house)}
    lines = row.lines.select_related("line").order_by("line__position", "id")
    return {
        "lines": [(one, house.money(one.amount_minor)) for one in lines],
        "ways": [_way(house, _part(one), names) for one in row.parts.order_by("id")],
        "amount": house.money(row.amount_minor + row.tip_minor),
        "rates": [
            (rate_bp, house.money(gross - tax), house.money(tax))
            for rate_bp, gross, tax in row.vat
        ],
        "earned": _some(house, row.earned_minor),
        "points": row.earned_points,
    }


def _part(row: RefundPart) -> Part:
    """As it was planned."""
    sums = (row.amount_minor, row.tip_minor, row.points, row.owed_minor)
    return Part(None, None, row.tender, *sums)


def _some(house: House, minor: int) -> Money | None:
    return house.money(minor) if minor else None
