"""Lots: what a wallet's value is made of, in which order it is spent, how it comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from habitue.house import rows
from habitue.house.days import local_date
from habitue.house.models import House, SpendingOrder
from habitue.operations.models import Operation
from habitue.prepaid.models import Lot, LotUse, ValueKind, Wallet

LAST = date.max
GRACE = timedelta(days=30)  # for what comes back to a lot after its last day
RANK = {
    SpendingOrder.SOONEST: (ValueKind.GIFT, ValueKind.EARNED, ValueKind.PAID),
    SpendingOrder.GIFT_FIRST: (ValueKind.GIFT, ValueKind.EARNED, ValueKind.PAID),
    SpendingOrder.PAID_FIRST: (ValueKind.PAID, ValueKind.EARNED, ValueKind.GIFT),
}


@dataclass(frozen=True, slots=True)
class Take:
    """So much from one lot."""

    lot: Lot
    minor: int


def spendable(op: Operation, left: Iterable[Lot]) -> list[Lot]:
    """Those of a wallet's lots that have not expired, in the house's spending order."""
    return in_order(op.house, left, local_date(op.house, op.recorded_at))


def expired(op: Operation, left: Iterable[Lot]) -> list[Lot]:
    """Those of a wallet's lots whose last day has passed."""
    today = local_date(op.house, op.recorded_at)
    return [lot for lot in left if lot.expires_on is not None and lot.expires_on < today]


def with_expired(op: Operation) -> QuerySet[Wallet]:
    """The wallets of the house that have such lots."""
    today = local_date(op.house, op.recorded_at)
    lots = Lot.objects.of(op.house).filter(remaining_minor__gt=0, expires_on__lt=today)
    found: QuerySet[Wallet] = Wallet.objects.of(op.house).filter(pk__in=lots.values("wallet_id"))
    return found


def left(op: Operation, wallet: Wallet) -> list[Lot]:
    """The lots of a wallet with something left. Locked until the operation ends."""
    return rows.find(Lot, op.house, lock=True, wallet=wallet.id, remaining_minor__gt=0, order="id")


def in_order(house: House, left: Iterable[Lot], today: date) -> list[Lot]:
    """Those of `left` that have not expired, in the house's spending order."""
    lots = [lot for lot in left if lot.expires_on is None or lot.expires_on >= today]
    rank = RANK[SpendingOrder(house.spending_order)]
    soonest = house.spending_order == SpendingOrder.SOONEST
    return sorted(
        lots,
        key=lambda lot: (
            (lot.expires_on or LAST) if soonest else LAST,
            rank.index(ValueKind(lot.kind)),
            lot.expires_on or LAST,
            lot.created_at,
            lot.id,
        ),
    )


def plan(lots: Iterable[Lot], minor: int) -> list[Take]:
    """What `minor` would be taken from; fewer than asked where there is not enough."""
    takes = []
    for lot in lots:
        if minor <= 0:
            break
        part = min(minor, lot.remaining_minor)
        takes.append(Take(lot, part))
        minor -= part
    return takes


def by_kind(takes: Iterable[Take]) -> dict[str, int]:
    """How the takes add up per kind of value, in the order first drawn on."""
    sums: dict[str, int] = {}
    for take in takes:
        sums[take.lot.kind] = sums.get(take.lot.kind, 0) + take.minor
    return sums


def draw(op: Operation, entry: UUID, takes: Iterable[Take]) -> None:
    """Lower each lot and record the use; the lots are locked and their constraint guards them."""
    taken = list(takes)
    for take in taken:
        rows.add(take.lot, "remaining_minor", -take.minor)
    rows.insert(
        *(
            LotUse(house=op.house, lot=take.lot, entry_id=entry, amount_minor=take.minor)
            for take in taken
        )
    )


def give_back(op: Operation, entry: UUID, given: Mapping[Lot, int]) -> None:
    """Put so much back into each of these locked lots; `entry` moved it.

    What was left of an expired one must have ended before, or it would revive with it.
    What would have expired by now can still be spent for some days.
    """
    today = local_date(op.house, op.recorded_at)
    for lot, minor in given.items():
        lot.remaining_minor += minor
        if lot.expires_on and lot.expires_on < today:
            lot.expires_on = today + GRACE
        rows.update(lot, "remaining_minor", "expires_on")
    rows.insert(
        *(
            LotUse(house=op.house, lot=lot, entry_id=entry, amount_minor=-minor)
            for lot, minor in given.items()
        )
    )


def add(
    op: Operation,
    *,
    wallet: Wallet,
    kind: str,
    minor: int,
    source: str,
    entry: UUID,
    expires_on: date | None = None,
) -> Lot:
    """A new lot; what is nothing is not a lot and must not be asked for."""
    lot = Lot(
        house=op.house,
        wallet=wallet,
        kind=kind,
        amount_minor=minor,
        remaining_minor=minor,
        expires_on=expires_on,
        source=source,
        entry_id=entry,
        created_at=op.at,
    )
    rows.insert(lot)
    return lot
