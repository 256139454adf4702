"""What came in and went out by each tender: what for, on which day, in which venue.

Money is cash (in drawers, the safe and floats), card, bank transfer and other. Beside it stands
what bills were paid with instead: wallets, points, on account. One statement.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from habitue.bills.models import BillTender
from habitue.bookkeeping.kinds import KINDS, Act
from habitue.bookkeeping.liability import tender_of
from habitue.house.models import House, Venue
from habitue.ledger import flows as ledger
from habitue.ledger.flows import RECEIVABLE, Flow
from habitue.shifts.models import TenderKind

Key = TypeVar("Key")
MONEY: tuple[str, ...] = tuple(TenderKind.values)
INSTEAD: tuple[str, ...] = (BillTender.WALLET, BillTender.POINTS, BillTender.HOUSE_ACCOUNT)
TENDERS = (*MONEY, *INSTEAD)
TIPS = "tips"
# the settling of a bill saved on account, paid alone
OWED = (RECEIVABLE, "in_hand")


@dataclass(slots=True)
class Turnover:
    """In minor units, both above zero."""

    came: int = 0
    went: int = 0

    @property
    def net(self) -> int:
        return self.came - self.went

    def add(self, signed: int) -> None:
        if signed > 0:
            self.came += signed
        else:
            self.went -= signed

    def less(self, signed: int) -> None:
        """Of what came in (above zero) or went out, so much was something else."""
        if signed > 0:
            self.came -= signed
        else:
            self.went += signed


@dataclass(frozen=True, slots=True)
class Turn:
    """What one tender took for one thing on a day in a venue."""

    day: date
    venue: UUID | None
    tender: str
    act: Act


@dataclass(frozen=True, slots=True)
class Tenders:
    """Every turn that happened, by day, venue, tender and what for."""

    first: date
    last: date
    turns: Mapping[Turn, Turnover]
    venues: Mapping[UUID, str] = field(default_factory=dict)

    def venue_name(self, venue: UUID | None) -> str:
        return self.venues.get(venue, "") if venue else ""

    def by(self, part: Callable[[Turn], Key]) -> dict[Key, dict[str, Turnover]]:
        """The turns gathered under what `part` says of each, by tender."""
        found: dict[Key, dict[str, Turnover]] = {}
        for turn, sums in self.turns.items():
            held = found.setdefault(part(turn), {}).setdefault(turn.tender, Turnover())
            held.came += sums.came
            held.went += sums.went
        return found

    @property
    def tenders(self) -> list[str]:
        """Those that were used, cash always, in the order of a till."""
        used = {turn.tender for turn in self.turns} | {TenderKind.CASH}
        return [tender for tender in TENDERS if tender in used]


def tenders(house: House, first: date, last: date, *, venue: Venue | None = None) -> Tenders:
    """What came and went from `first` to `last`, both inclusive, perhaps in one venue."""
    found: dict[Turn, Turnover] = {}
    for flow in ledger.flows(house, first, last, by_day=True):
        if venue is not None and flow.venue != venue.id:
            continue
        assert flow.day is not None
        for tender, act, signed in _turned(flow):
            turn = Turn(flow.day, flow.venue, tender, act)
            found.setdefault(turn, Turnover()).add(signed)
            if tender == BillTender.HOUSE_ACCOUNT and act is Act.TIP:  # its charge held both
                turn = Turn(flow.day, flow.venue, tender, Act.PAYMENT)
                found.setdefault(turn, Turnover()).less(signed)
    names = dict(Venue.objects.of(house).values_list("id", "name"))
    return Tenders(first, last, found, names)


def _turned(flow: Flow) -> Iterator[tuple[str, Act, int]]:
    """What a flow was for each tender it touched: above zero came in."""
    took, gave = tender_of(flow.debit), tender_of(flow.credit)
    if took and took != gave:
        yield took, _act(flow, flow.credit), flow.amount
    if gave and took != gave:
        yield gave, _act(flow, flow.debit), -flow.amount
    if not (took or gave):
        yield from _instead(flow)


def _act(flow: Flow, other: str) -> Act:
    if other == TIPS:
        return Act.TIP
    known = KINDS.get(flow.kind)
    act = (known.act if known else None) or Act.OTHER
    return Act.SETTLEMENT if act is Act.PAYMENT and other in OWED else act


def _instead(flow: Flow) -> Iterator[tuple[str, Act, int]]:
    """A bill paid with value the customer has, or on account; and such a payment taken back."""
    known = KINDS.get(flow.kind)
    if known is None or known.act not in _BILLS:
        return
    for tender, is_its in _SIDES.items():
        if is_its(flow.debit, flow):
            yield tender, _act(flow, flow.credit), flow.amount
        elif is_its(flow.credit, flow):
            yield tender, _act(flow, flow.debit), -flow.amount
    if known.act is Act.TIP:
        yield BillTender.HOUSE_ACCOUNT, Act.TIP, flow.amount * (1 if flow.credit == TIPS else -1)


_BILLS = (Act.PAYMENT, Act.REFUND, Act.TIP)
_SIDES: Mapping[str, Callable[[str, Flow], Any]] = {
    BillTender.WALLET: lambda part, flow: part.startswith("wallet:"),
    BillTender.POINTS: lambda part, flow: part == "promotions" and flow.kind.startswith("points."),
    BillTender.HOUSE_ACCOUNT: lambda part, flow: (
        part in OWED and flow.kind.startswith("house_accounts.")
    ),
}
