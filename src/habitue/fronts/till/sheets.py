"""The bill as its sheet shows it: lines, sums in words, whose it is, what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.bills import families, reading
from habitue.bills.models import Bill, BillState, Line, Payment
from habitue.bills.reading import Standing
from habitue.bills.vat import taxed_of
from habitue.fronts.till import live
from habitue.fronts.till.guests import Guest, guest
from habitue.fronts.ui import figures
from habitue.house.models import House
from habitue.house_accounts import limits
from habitue.kit.money import Money
from habitue.kit.refusals import NotFound
from habitue.menu.models import PriceLevel

NONE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its sum as money, and the price level it has by the hour."""

    line: Line
    sum: Money
    hour: str = ""

    @property
    def less(self) -> int:
        return max(self.line.quantity - 1_000, 0)

    @property
    def more(self) -> int:
        return self.line.quantity + 1_000


@dataclass(frozen=True, slots=True)
class Rate:
    """What stands at one VAT rate and the VAT in it."""

    rate_bp: int
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class OnAccount:
    """Whether this bill may be saved on account; why not; what is left of the limit."""

    why_not: str
    payer: str
    limit: Money | None
    left: Money | None
    allowed: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One share of a table, as its tab shows it."""

    bill: Bill
    place: int
    of: int
    due: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Sheet:
    """A bill read whole, in money."""

    house: House
    standing: Standing
    guest: Guest | None
    on_account: OnAccount | None
    shares: Sequence[Standing] = ()  # of the family, where the bill was split
    levels: Mapping[UUID, str] = field(default_factory=dict)  # of lines that are not at the bill's

    @property
    def family(self) -> list["Share"]:
        """The shares of the table that still stand, this one among them."""
        alive = [one for one in self.shares if one.bill.state != BillState.VOID]
        return [
            Share(
                one.bill, place, len(alive), self.house.money(one.due), self.house.money(one.total)
            )
            for place, one in enumerate(alive, start=1)
        ]

    @property
    def next_share(self) -> Bill | None:
        """The next share of the table that is still open."""
        return next((one.bill for one in self.shares if one.bill.is_open), None)

    @property
    def bill(self) -> Bill:
        return self.standing.bill

    @property
    def place(self) -> str:
        """What the sheet is headed with: the table, or the counter."""
        bill = self.bill
        if bill.table_id or bill.label:
            return _("Table {name}").format(name=bill.label) if bill.table_id else bill.label
        return _("Counter")

    @property
    def since(self) -> datetime:
        return self.bill.opened_at.astimezone(self.house.zone)

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                line,
                self.house.money(line.total_minor),
                self.levels.get(line.level_id or NONE, ""),
            )
            for line in self.standing.lines
        ]

    @property
    def amount(self) -> Money | None:
        minor = self.bill.amount_minor
        return None if minor is None else self.house.money(minor)

    @property
    def subtotal(self) -> Money:
        return self.house.money(self.standing.sums.subtotal)

    @property
    def discounts(self) -> list[tuple[int, Money]]:
        """What is off, by rate."""
        return [(rate, self.house.money(-off)) for rate, off in self.standing.discounts]

    @property
    def total(self) -> Money:
        return self.house.money(self.standing.total)

    @property
    def paid(self) -> Money:
        return self.house.money(self.standing.paid)

    @property
    def due(self) -> Money:
        return self.house.money(self.standing.due)

    @property
    def tax(self) -> Money:
        return self.house.money(self.standing.sums.tax)

    @property
    def rates(self) -> list[Rate]:
        money = self.house.money
        return [
            Rate(one.rate_bp, money(one.gross - one.tax), money(one.tax))
            for one in self.standing.sums.vat
        ]

    @property
    def taxed(self) -> list[Rate]:
        """What was taxed before, when a single-purpose voucher was sold: not again here."""
        money = self.house.money
        return [
            Rate(one.rate_bp, money(one.gross - one.tax), money(one.tax))
            for one in taxed_of(self.standing)
        ]

    @property
    def payments(self) -> Sequence[Payment]:
        return self.standing.payments

    @property
    def back(self) -> Money | None:
        minor = self.standing.earns_minor
        return self.house.money(minor) if minor > 0 else None

    @property
    def mark(self) -> live.Mark:
        """What a screen that shows this sheet says it has seen."""
        return live.mark(self.bill, len(self.standing.payments))

    @property
    def count(self) -> int:
        """How many things are on it, in thousandths."""
        return sum(line.quantity for line in self.standing.lines)

    @property
    def is_empty(self) -> bool:
        return not self.standing.lines and self.bill.amount_minor is None

    @property
    def touched(self) -> dict[UUID, int]:
        """How many thousandths of each item are on it."""
        found: dict[UUID, int] = {}
        for line in self.standing.lines:
            if line.item_id:
                found[line.item_id] = found.get(line.item_id, 0) + line.quantity
        return found


def find(house: House, bill_id: UUID) -> Bill:
    """A bill of this house, with what its sheet names; raises NotFound."""
    bill: Bill | None = (
        Bill.objects.of(house)
        .filter(pk=bill_id)
        .select_related("customer__payer", "venue", "level", "table__area")
        .first()
    )
    if bill is None:
        raise NotFound("bill")
    return bill


def sheet(
    house: House, bill: Bill, standing: Standing | None = None, *, still: bool = False
) -> Sheet:
    """The sheet of `bill`; its standing may be known from the room. `still`: only looked at."""
    known = standing if standing is not None and standing.bill.id == bill.id else None
    stands = _rebound(known, bill) if known else reading.stand(house, bill)
    someone = bill.customer
    return Sheet(
        house,
        stands,
        guest(house, someone) if someone else None,
        on_account(house, bill, stands.due) if someone and not still else None,
        families.family(house, stands) if bill.share else (),
        _levels(house, stands),
    )


def _levels(house: House, standing: Standing) -> dict[UUID, str]:
    """The names of the levels that lines have and the bill has not: those of an hour."""
    wanted = {one.level_id for one in standing.lines} - {None, standing.bill.level_id}
    rows = PriceLevel.objects.of(house).filter(pk__in=wanted) if wanted else ()
    return {row.id: row.name for row in rows}


def _rebound(standing: Standing, bill: Bill) -> Standing:
    return Standing(
        bill,
        standing.lines,
        standing.payments,
        standing.sums,
        standing.earn_bp,
        standing.earns_minor,
        standing.earns_points,
    )


def on_account(house: House, bill: Bill, due: int) -> OnAccount:
    """What stands in the way of saving this bill on account, in words."""
    person = bill.customer
    assert person is not None
    payer = person.payer or person
    room = limits.room_for(house, person, payer)
    limit = house.money(room.limit) if room.limit is not None else None
    left = house.money(max(room.available, 0)) if room.available is not None else None
    why = ""
    if not person.on_account_allowed:
        why = _("may not eat on account")
    elif person.on_hold or payer.on_hold:
        why = _("this account is on hold")
    elif not payer.active or payer.archived_at:
        why = _("{name} is not active").format(name=payer.display_name)
    over = left is not None and due > left.amount
    if not why and over:
        why = _("the limit leaves {left}").format(left=figures.plain(left) if left else "")
    allowed = not why or (over and person.on_account_allowed and not person.on_hold)
    return OnAccount(why, payer.display_name, limit, left, allowed)
