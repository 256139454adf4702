"""Lots: what a wallet's value is made of, in which order it is spent, how it comes back."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from habitue.house import rows
from habitue.house.days import local_date
from habitue.house.models import House, SpendingOrder
from habitue.kit.money import LARGEST
from habitue.kit.shares import split
from habitue.operations.models import Operation
from habitue.prepaid.lasting import first_day, last_day, lengthen
from habitue.prepaid.models import Lot, LotUse, ValueKind, Wallet, Why

LAST = date.max
GRACE = timedelta(days=30)  # for what comes back to a lot after its last day
RANK = {
    SpendingOrder.SOONEST: (ValueKind.GIFT, ValueKind.EARNED, ValueKind.PAID),
    SpendingOrder.GIFT_FIRST: (ValueKind.GIFT, ValueKind.EARNED, ValueKind.PAID),
    SpendingOrder.PAID_FIRST: (ValueKind.PAID, ValueKind.EARNED, ValueKind.GIFT),
    SpendingOrder.PROPORTIONAL: (ValueKind.GIFT, ValueKind.EARNED, ValueKind.PAID),
}
Rooms = Mapping[int, int]  # what single-purpose value may still pay, by its VAT rate


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
            lot.vat_bp is None,  # what pays only some dishes goes before what pays any
            lot.created_at,
            lot.id,
        ),
    )


def plan(lots: Iterable[Lot], minor: int, rooms: Rooms | None = None) -> list[Take]:
    """What `minor` would be taken from; fewer than asked where there is not enough.

    `rooms` bounds what single-purpose value of each VAT rate may pay; None asks no purpose.
    """
    takes, left = [], dict(rooms or {})
    for lot in lots:
        part = min(minor, lot.remaining_minor)
        if rooms is not None and lot.vat_bp is not None:
            part = min(part, left.get(lot.vat_bp, 0))
            left[lot.vat_bp] = left.get(lot.vat_bp, 0) - part
        if part > 0:
            takes.append(Take(lot, part))
            minor -= part
    return takes


def spread(house: House, lots: Iterable[Lot], minor: int, rooms: Rooms) -> list[Take]:
    """What a payment of `minor` takes of these lots, which are in the house's order."""
    if house.spending_order != SpendingOrder.PROPORTIONAL:
        return plan(lots, minor, rooms)
    most = plan(lots, LARGEST, rooms)
    kinds = by_kind(most)
    if minor >= sum(kinds.values()):
        return most
    parts = dict(zip(kinds, split(minor, list(kinds.values())), strict=True))
    takes = []
    for take in most:
        part = min(take.minor, parts[take.lot.kind])
        parts[take.lot.kind] -= part
        if part:
            takes.append(Take(take.lot, part))
    return takes


def after(lots: Iterable[Lot], takes: Iterable[Take]) -> list[Lot]:
    """The same lots as they would be without what was taken."""
    gone: dict[UUID, int] = {}
    for take in takes:
        gone[take.lot.id] = gone.get(take.lot.id, 0) + take.minor
    rest = []
    for lot in lots:
        left = copy(lot)
        left.remaining_minor -= gone.get(lot.id, 0)
        rest.append(left)
    return rest


def by_rate(takes: Iterable[Take]) -> list[list[int]]:
    """How much of them is single-purpose value, taxed when it was sold: rate, sum."""
    sums: dict[int, int] = {}
    for take in takes:
        if take.lot.vat_bp is not None:
            sums[take.lot.vat_bp] = sums.get(take.lot.vat_bp, 0) + take.minor
    return [[rate, minor] for rate, minor in sorted(sums.items())]


def by_kind(takes: Iterable[Take]) -> dict[str, int]:
    """How the takes add up per kind of value, in the order first drawn on."""
    sums: dict[str, int] = {}
    for take in takes:
        sums[take.lot.kind] = sums.get(take.lot.kind, 0) + take.minor
    return sums


def draw(op: Operation, entry: UUID, takes: Iterable[Take], rule: str = "") -> None:
    """Lower each lot and record the use; the lots are locked and their constraint guards them.

    `rule` is the spending order that chose them, where one did.
    """
    taken = list(takes)
    for take in taken:
        rows.add(take.lot, "remaining_minor", -take.minor)
    rows.insert(
        *(
            LotUse(
                house=op.house, lot=take.lot, entry_id=entry, amount_minor=take.minor, rule=rule
            )
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
        rows.update(lot, "remaining_minor")
        if lot.expires_on and lot.expires_on < today:
            lengthen(op, lot, today + GRACE, Why.GRACE)
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
    since: datetime | None = None,
    vat_bp: int | None = None,
) -> Lot:
    """A new lot, which lasts as the house says of its kind; what is nothing is not a lot."""
    start = first_day(op.house, since or op.at)
    lot = Lot(
        house=op.house,
        wallet=wallet,
        kind=kind,
        amount_minor=minor,
        remaining_minor=minor,
        expires_on=last_day(op.house, kind, start),
        source=source,
        entry_id=entry,
        created_at=op.at,
        vat_bp=vat_bp,
    )
    rows.insert(lot)
    return lot
