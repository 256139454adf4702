"""What every kind of entry means to the bookkeeper, in one table.

A test holds it against all kinds the program posts, `habitue verify` against all that stand in
the books: value that moved by a kind unknown here would be missing from the reports.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.shifts.models import TenderKind

# what the house owes its customers, by part of the ledger; the last in a unit of its own
MONEY_PARTS = ("wallet:paid", "wallet:gift", "wallet:earned", "in_hand")
PARTS = (*MONEY_PARTS, "points")
PART_WORDS: Mapping[str, str | Promise] = {
    "wallet:paid": _("Paid in"),
    "wallet:gift": _("Gift"),
    "wallet:earned": _("Earned"),
    "in_hand": _("In hand of house accounts"),
    "points": _("Points"),
}


class Movement(StrEnum):
    """Why what the house owes became more or less, in the order of the report."""

    OPENED = "opened"
    ISSUED = "issued"
    TAKEN_BACK = "taken_back"
    SPENT = "spent"
    RETURNED = "returned"
    REFUNDED = "refunded"
    PAID_OUT = "paid_out"
    EXPIRED = "expired"
    WRITTEN_OFF = "written_off"
    ADJUSTED = "adjusted"
    OTHER = "other"  # of a kind no table knows: shown, and an offender of I08


MOVEMENT_WORDS: Mapping[str, str | Promise] = {
    Movement.OPENED: _("Brought from elsewhere"),
    Movement.ISSUED: _("Issued"),
    Movement.TAKEN_BACK: _("Bonus and earnings taken back"),
    Movement.SPENT: _("Spent"),
    Movement.RETURNED: _("Returned by refunds of bills"),
    Movement.REFUNDED: _("Top-ups refunded"),
    Movement.PAID_OUT: _("Paid out"),
    Movement.EXPIRED: _("Expired"),
    Movement.WRITTEN_OFF: _("Written off"),
    Movement.ADJUSTED: _("Adjusted by hand"),
    Movement.OTHER: _("Other"),
}


class Act(StrEnum):
    """What money came in or went out for."""

    PAYMENT = "payment"
    TOP_UP = "top_up"
    SETTLEMENT = "settlement"
    TIP = "tip"
    REFUND = "refund"
    TOP_UP_REFUND = "top_up_refund"
    PAY_OUT = "pay_out"
    DRAWER = "drawer"
    DIFFERENCE = "difference"
    OTHER = "other"


ACT_WORDS: Mapping[str, str | Promise] = {
    Act.PAYMENT: _("Bills paid"),
    Act.TOP_UP: _("Top-ups"),
    Act.SETTLEMENT: _("House accounts settled"),
    Act.TIP: _("Tips"),
    Act.REFUND: _("Bills refunded"),
    Act.TOP_UP_REFUND: _("Top-ups refunded"),
    Act.PAY_OUT: _("Paid out"),
    Act.DRAWER: _("Bought from a drawer"),
    Act.DIFFERENCE: _("Counted over"),
    Act.OTHER: _("Other"),
}
# the same, the other way round
UNDONE_WORDS: Mapping[str, str | Promise] = {
    Act.PAYMENT: _("Payments taken back"),
    Act.TOP_UP: _("Top-ups taken back"),
    Act.SETTLEMENT: _("Settling taken back"),
    Act.TIP: _("Tips given back"),
    Act.DIFFERENCE: _("Counted short"),
}
NOTHING: Mapping[str, Movement] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Kind:
    """What entries of one kind do to what the house owes, and what money of theirs is for.

    `movement` None: they touch nothing a customer has; `but` names parts with another movement.
    """

    movement: Movement | None = None
    act: Act | None = None
    but: Mapping[str, Movement] = field(default_factory=lambda: NOTHING)

    def of(self, part: str) -> Movement | None:
        return self.but.get(part, self.movement)


AT_DRAWERS = ("open", "cash_in", "cash_out", "over_short", "close", "carry")
_WITHDRAWN = {"wallet:gift": Movement.TAKEN_BACK, "wallet:earned": Movement.TAKEN_BACK}
KINDS: Mapping[str, Kind] = {
    "prepaid.top_up": Kind(Movement.ISSUED, Act.TOP_UP),
    "prepaid.refund_top_up": Kind(Movement.REFUNDED, Act.TOP_UP_REFUND, _WITHDRAWN),
    "prepaid.withdraw_gift": Kind(Movement.TAKEN_BACK),
    "prepaid.earn": Kind(Movement.ISSUED),
    "prepaid.unearn": Kind(Movement.TAKEN_BACK),
    "prepaid.open": Kind(Movement.OPENED),
    "prepaid.unopen": Kind(Movement.OPENED),
    "prepaid.spend": Kind(Movement.SPENT, Act.PAYMENT),
    "prepaid.give_back": Kind(Movement.SPENT, Act.PAYMENT),
    "prepaid.refund": Kind(Movement.RETURNED, Act.REFUND),
    "prepaid.pay_out": Kind(Movement.PAID_OUT, Act.PAY_OUT, _WITHDRAWN),
    "prepaid.expire": Kind(Movement.EXPIRED),
    "prepaid.write_off": Kind(Movement.WRITTEN_OFF),
    "prepaid.adjust": Kind(Movement.ADJUSTED),
    "prepaid.merge": Kind(Movement.ADJUSTED),  # from one guest to another: nothing in sum
    "prepaid.unmerge": Kind(Movement.ADJUSTED),
    "points.grant": Kind(Movement.ISSUED),
    "points.withdraw": Kind(Movement.TAKEN_BACK),
    "points.open": Kind(Movement.OPENED),
    "points.unopen": Kind(Movement.OPENED),
    "points.spend": Kind(Movement.SPENT, Act.PAYMENT),
    "points.give_back": Kind(Movement.SPENT, Act.PAYMENT),
    "points.refund": Kind(Movement.RETURNED, Act.REFUND),
    "points.write_off": Kind(Movement.WRITTEN_OFF),
    "points.adjust": Kind(Movement.ADJUSTED),
    "points.merge": Kind(Movement.ADJUSTED),
    "points.unmerge": Kind(Movement.ADJUSTED),
    "house_accounts.charge": Kind(None, Act.PAYMENT),
    "house_accounts.uncharge": Kind(None, Act.PAYMENT),
    "house_accounts.from_hand": Kind(Movement.SPENT),
    "house_accounts.to_hand": Kind(Movement.SPENT),
    "house_accounts.settle": Kind(Movement.ISSUED, Act.SETTLEMENT),
    "house_accounts.unsettle": Kind(Movement.ISSUED, Act.SETTLEMENT),
    "house_accounts.refund": Kind(Movement.RETURNED, Act.REFUND),
    "house_accounts.hand_back": Kind(Movement.PAID_OUT, Act.PAY_OUT),
    "house_accounts.keep_hand": Kind(Movement.WRITTEN_OFF),
    "house_accounts.open": Kind(),
    "house_accounts.unopen": Kind(),
    "house_accounts.write_off": Kind(),
    "house_accounts.adjust": Kind(),
    "house_accounts.merge": Kind(Movement.ADJUSTED),
    "house_accounts.unmerge": Kind(Movement.ADJUSTED),
    **{f"shifts.{what}": Kind(None, Act.DRAWER) for what in AT_DRAWERS},
    "shifts.open": Kind(None, Act.DIFFERENCE),
    "shifts.cash_in": Kind(None, Act.DRAWER),
    "shifts.cash_out": Kind(None, Act.DRAWER),
    "shifts.over_short": Kind(None, Act.DIFFERENCE),
    "shifts.close": Kind(),
    "shifts.carry": Kind(),
    "bills.sell": Kind(),
    "bills.unsell": Kind(),
    "bills.tip": Kind(None, Act.TIP),
    "bills.untip": Kind(None, Act.TIP),
    "bills.take_back": Kind(None, Act.PAYMENT),
    "bills.refund": Kind(None, Act.REFUND),
    **{f"bills.pay_{tender}": Kind(None, Act.PAYMENT) for tender in TenderKind},
    **{f"bills.refund_{tender}": Kind(None, Act.REFUND) for tender in TenderKind},
}


def movement_of(kind: str, part: str) -> Movement | None:
    """Why this kind of entry moves value of a part; None where the table does not say."""
    known = KINDS.get(kind)
    return known.of(part) if known else None


def kinds_of(movement: str, part: str) -> list[str]:
    """The kinds behind a figure of the report."""
    return [kind for kind, known in KINDS.items() if known.of(part) == movement]
