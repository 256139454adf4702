"""A bill as its guest reads it: the lines, their own benefits, what is left, what may pay it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.bills import reading
from habitue.bills.models import Bill, BillState, BillTender, Line, Link, Payment
from habitue.bills.reading import Standing
from habitue.bills.value_share import at_most, rooms
from habitue.cards import proofs
from habitue.customers.models import Customer
from habitue.fronts.ui import figures
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.house_accounts import limits
from habitue.kit.money import Money
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import ValueKind

SHOWN, OPEN_SHOWN = 20, 3
A_MOMENT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its sum as money."""

    line: Line
    sum: Money


@dataclass(frozen=True, slots=True)
class Sheet:
    """A bill read whole, in money."""

    house: House
    standing: Standing

    @property
    def bill(self) -> Bill:
        return self.standing.bill

    @property
    def place(self) -> str:
        bill = self.bill
        if bill.table_id or bill.label:
            return _("Table {name}").format(name=bill.label) if bill.table_id else bill.label
        return _("Counter")

    @property
    def opened_at(self) -> datetime:
        return self.bill.opened_at.astimezone(self.house.zone)

    @property
    def rows(self) -> list[Row]:
        return [Row(line, self.house.money(line.total_minor)) for line in self.standing.lines]

    @property
    def amount(self) -> Money | None:
        minor = self.bill.amount_minor
        return None if minor is None else self.house.money(minor)

    @property
    def discounts(self) -> list[tuple[int, Money]]:
        """What is off, by rate."""
        return [(rate, self.house.money(-off)) for rate, off in self.standing.discounts]

    @property
    def total(self) -> Money:
        return self.house.money(self.standing.total)

    @property
    def tax(self) -> Money:
        return self.house.money(self.standing.sums.tax)

    @property
    def due(self) -> Money:
        return self.house.money(self.standing.due)

    @property
    def back(self) -> Money | None:
        minor = self.standing.earns_minor
        return self.house.money(minor) if minor > 0 else None

    @property
    def is_empty(self) -> bool:
        return not self.standing.lines and self.bill.amount_minor is None

    @property
    def payments(self) -> list["Paid"]:
        return [Paid(self.house, one) for one in self.standing.payments]

    @property
    def is_paid(self) -> bool:
        """Nothing is left, though the till may still have to close it."""
        bill = self.bill
        return bill.state == BillState.CLOSED or (bill.is_open and self._all_paid)

    @property
    def is_all_on_account(self) -> bool:
        tenders = {one.tender for one in self.standing.payments}
        return tenders == {BillTender.HOUSE_ACCOUNT}

    @property
    def _all_paid(self) -> bool:
        return bool(self.standing.payments) and self.standing.due <= 0


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that stands."""

    house: House
    payment: Payment

    @property
    def name(self) -> str:
        return str(BillTender(self.payment.tender).label)

    @property
    def kind(self) -> str:
        kinds = {BillTender.WALLET: "has", BillTender.POINTS: "earned"}
        return kinds.get(BillTender(self.payment.tender), "other")

    @property
    def sum(self) -> Money:
        return self.house.money(self.payment.amount_minor)

    @property
    def tip(self) -> Money | None:
        minor = self.payment.tip_minor
        return self.house.money(minor) if minor else None


def sheet(house: House, bill: Bill) -> Sheet:
    return Sheet(house, reading.stand(house, bill))


def fresh(sheet: Sheet, at: datetime) -> set[UUID]:
    """The lines that came a moment ago, to be pointed at on a phone that watches."""
    opened = sheet.bill.opened_at
    return {
        line.id
        for line in sheet.standing.lines
        if line.added_at > opened and at - line.added_at < A_MOMENT
    }


def of_customer(
    house: House, customer: Customer, before: UUID | None = None, *, shown: int = SHOWN
) -> tuple[list[Sheet], UUID | None]:
    """Their bills, the newest first, and where to go on; None: that was all."""
    rows = Bill.objects.of(house).filter(customer=customer).exclude(state=BillState.VOID)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("customer__group", "table").order_by("-id")[: shown + 1])
    stands = reading.stand_all(house, found[:shown])
    last = found[shown - 1].id if len(found) > shown else None
    return [Sheet(house, one) for one in stands], last


def open_of(house: House, customer: Customer) -> list[Sheet]:
    """What they are eating now: their open bills, the newest first."""
    rows = (
        Bill.objects.of(house).open().filter(customer=customer).select_related("customer__group")
    )
    found = list(rows.select_related("table").order_by("-id")[:OPEN_SHOWN])
    return [Sheet(house, one) for one in reading.stand_all(house, found)]


def linked_since(house: House, customer: Customer, at: datetime) -> Bill | None:
    """The open bill that became theirs after `at`: a waiter read the code they held out."""
    found = (
        Link.objects.of(house)
        .filter(customer=customer, ended_at=None, at__gt=at, bill__state=BillState.OPEN)
        .select_related("bill")
        .order_by("-at")
        .first()
    )
    return found.bill if found else None


@dataclass(frozen=True, slots=True)
class Hand:
    """With what this guest may pay what is left: the wallet, the account."""

    takes: Money  # of the wallet
    gift: Money | None
    earned: Money | None
    paid_in: Money | None
    after: Money  # left to pay when the wallet has paid
    has_pin: bool
    payer: str  # of the account; empty: not on account
    no_account: str  # why not
    left_over: int  # in the wallet, when it has paid

    @property
    def whole(self) -> bool:
        return self.after.amount <= 0

    @property
    def can_spend(self) -> bool:
        return self.takes.amount > 0 and self.has_pin


def hand(sheet: Sheet, at: datetime) -> Hand:
    """What each way of paying would take now; nothing is moved."""
    house, bill = sheet.house, sheet.bill
    person = bill.customer
    assert person is not None
    due = max(sheet.standing.due, 0)
    most = at_most(house, sheet.standing, BillTender.WALLET, due)
    today, pays = local_date(house, at), rooms(sheet.standing)
    could = prepaid.spendable(house, person.id, most, today, pays)
    payer, no_account = _on_account(house, person, due) if bill.is_open else ("", "")
    return Hand(
        takes=house.money(could.minor),
        gift=_some(house, could.of(ValueKind.GIFT)),
        earned=_some(house, could.of(ValueKind.EARNED)),
        paid_in=_some(house, could.of(ValueKind.PAID)),
        after=house.money(due - could.minor),
        has_pin=proofs.has_pin(house, person.id),
        payer=payer,
        no_account=no_account,
        left_over=could.total - could.minor,
    )


def _on_account(house: House, person: Customer, due: int) -> tuple[str, str]:
    """Who would pay later, or why nobody does; both empty where the person may not."""
    if not person.on_account_allowed:
        return "", ""
    payer = person.payer or person
    if person.on_hold or payer.on_hold:
        return "", _("This account is on hold.")
    left = limits.room_for(house, person, payer).available
    if left is not None and due > left:
        says = _("On account there is room for {left}.")
        return "", says.format(left=figures.plain(house.money(max(left, 0))))
    return payer.display_name, ""


def _some(house: House, minor: int) -> Money | None:
    return house.money(minor) if minor else None


def used(payments: Sequence[Paid], house: House) -> dict[str, Any]:
    """What of the wallet a bill took, by kind, for the paid page."""
    gift = sum(one.payment.gift_minor for one in payments)
    earned = sum(one.payment.earned_minor for one in payments)
    return {"used_gift": _some(house, gift), "used_earned": _some(house, earned)}
