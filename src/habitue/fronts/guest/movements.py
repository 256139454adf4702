"""Every movement of what one has with a house, in words to its owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts import reports as accounts
from habitue.kit.money import Money
from habitue.ledger import actions as ledger
from habitue.ledger.actions import Movement
from habitue.prepaid import reports as prepaid

SHOWN = 30
WHAT = {
    "prepaid.top_up": gettext_lazy("Top-up"),
    "prepaid.spend": gettext_lazy("Paid from the wallet"),
    "prepaid.give_back": gettext_lazy("Payment taken back"),
    "prepaid.earn": gettext_lazy("Given back by a bill"),
    "prepaid.unearn": gettext_lazy("Taken back with a bill"),
    "prepaid.open": gettext_lazy("Brought from another system"),
    "prepaid.pay_out": gettext_lazy("Paid out"),
    "prepaid.write_off": gettext_lazy("Written off"),
    "prepaid.expire": gettext_lazy("Expired"),
    "points.grant": gettext_lazy("Points of a bill"),
    "points.spend": gettext_lazy("Paid with points"),
    "points.give_back": gettext_lazy("Payment taken back"),
    "points.withdraw": gettext_lazy("Points taken back with a bill"),
    "points.open": gettext_lazy("Brought from another system"),
    "points.write_off": gettext_lazy("Written off"),
    "house_accounts.charge": gettext_lazy("Bill on account"),
    "house_accounts.settle": gettext_lazy("Settled"),
    "house_accounts.uncharge": gettext_lazy("Bill reopened"),
    "house_accounts.from_hand": gettext_lazy("Met from what was in hand"),
    "house_accounts.write_off": gettext_lazy("Written off"),
    "house_accounts.open": gettext_lazy("Brought from another system"),
    "house_accounts.to_hand": gettext_lazy("Put in hand"),
    "prepaid.refund": gettext_lazy("Refunded"),
    "points.refund": gettext_lazy("Refunded"),
    "house_accounts.refund": gettext_lazy("Refunded"),
    "house_accounts.hand_back": gettext_lazy("Paid out"),
}
OF = {
    "paid": gettext_lazy("paid in"),
    "gift": gettext_lazy("gift"),
    "earned": gettext_lazy("earned"),
    "points": gettext_lazy("points"),
    "receivable": gettext_lazy("owed"),
    "in_hand": gettext_lazy("in hand"),
}
KINDS = {"paid": "has", "gift": "gift", "earned": "earned", "points": "earned",
         "receivable": "owes", "in_hand": "has"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement as a row; `kind` is the colour of its meaning."""

    id: UUID
    what: str
    of: str
    kind: str
    more: bool
    amount: Money | None
    after: Money | None
    points: int | None
    points_after: int | None
    at: datetime


def of(
    house: House, customer: Customer, before: UUID | None = None, *, shown: int = SHOWN
) -> tuple[list[Moved], UUID | None]:
    """The newest first, and where to go on; None: that was all."""
    wallet = prepaid.wallets_of(house, [customer.id]).get(customer.id)
    codes = [
        *(prepaid.codes_of(wallet) if wallet else []),
        f"points:{customer.id}",
        *accounts.codes_of(house, customer),
    ]
    found = ledger.movements(house, codes, limit=shown + 1, before=before)
    rows = [_row(house, one) for one in found[:shown]]
    return rows, rows[-1].id if len(found) > shown else None


def _row(house: House, one: Movement) -> Moved:
    head, _colon, tail = one.code.partition(":")
    value = tail.rpartition(":")[2] if head == "wallet" else head
    is_points = value == "points"
    return Moved(
        id=one.id,
        what=_what(one.kind),
        of=str(OF.get(value, value)),
        kind=KINDS.get(value, "has"),
        more=one.incoming,
        amount=None if is_points else house.money(one.amount),
        after=None if is_points else house.money(one.balance_after),
        points=one.amount if is_points else None,
        points_after=one.balance_after if is_points else None,
        at=one.at.astimezone(house.zone),
    )


def _what(kind: str) -> str:
    if kind in WHAT:
        return str(WHAT[kind])
    return _("Bill paid") if kind.startswith("bills.pay") else _("Movement")
