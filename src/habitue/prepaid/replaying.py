"""What each spend took, done again from the order the house had then: part of I20."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from habitue.house import sql
from habitue.house.models import House, SpendingOrder
from habitue.kit.checks import Examined
from habitue.kit.shares import split
from habitue.prepaid.lots import LAST, RANK
from habitue.prepaid.models import Extension, Lot, ValueKind

# ids of two processes within the same moment do not say who came first
MOMENT = 2  # milliseconds
A_CENT_EACH = 2  # bill and tip are rounded apart


@dataclass(slots=True)
class _Held:
    """A lot while its wallet is walked through."""

    id: UUID
    kind: str
    source: str
    ends: date | None
    moved: Sequence[tuple[UUID, date | None]]  # (id of the change, what it was before)
    left: int

    def ended(self, at: UUID) -> date:
        """The last day it had then."""
        before = next((day for id_, day in self.moved if id_ > at), self.ends)
        return before or LAST


@dataclass(frozen=True, slots=True)
class _Use:
    wallet: UUID
    id: UUID
    lot: UUID
    entry: UUID
    minor: int
    rule: str
    reference: str


def spends_follow_the_order(house: House) -> Examined:
    """Per spend, the lots it drew on are those its house's order names, from what was left."""
    wrong: list[str] = []
    count, lots = 0, _lots(house)
    for wallet, uses in groupby(_uses(house), key=lambda one: one.wallet):
        held = lots.get(wallet)
        of_wallet = list(uses)
        count += len(of_wallet)
        if held is not None:
            wrong += _walk(held, of_wallet)
    return Examined(count, wrong)


def _walk(held: Mapping[UUID, _Held], uses: Sequence[_Use]) -> Iterator[str]:
    last = 0
    for entry, some in groupby(uses, key=lambda one: one.entry):
        group = list(some)
        now = group[0].id.int >> 80
        if group[0].rule and now - last > MOMENT and not _as_ordered(held, group):
            yield f"{entry} drew on other lots than {group[0].rule} names"
        for use in group:
            held[use.lot].left -= use.minor
        last = group[-1].id.int >> 80


def _as_ordered(held: Mapping[UUID, _Held], group: Sequence[_Use]) -> bool:
    first, taken = group[0], dict[UUID, int]()
    for use in group:
        taken[use.lot] = taken.get(use.lot, 0) + use.minor
    rank = RANK[SpendingOrder(first.rule)]
    soonest = first.rule == SpendingOrder.SOONEST
    usable = [
        lot
        for lot in held.values()
        if lot.left > 0
        and lot.id < first.id
        and not (lot.kind == ValueKind.EARNED and lot.source == first.reference)
    ]
    usable.sort(
        key=lambda lot: (
            lot.ended(first.id) if soonest else LAST,
            rank.index(ValueKind(lot.kind)),
            lot.ended(first.id),
        )
    )
    if first.rule == SpendingOrder.PROPORTIONAL:
        return _in_proportion(held, usable, taken)
    return _in_order(usable, taken, soonest=soonest)


def _in_order(usable: Iterable[_Held], taken: Mapping[UUID, int], *, soonest: bool) -> bool:
    """Lots of one place in the order follow each other as they came: their sums are compared."""
    rest = sum(taken.values())
    for _place, equal in groupby(
        usable, key=lambda lot: (lot.kind, lot.ends if soonest else None)
    ):
        some = list(equal)
        part = min(rest, sum(lot.left for lot in some))
        if sum(taken.get(lot.id, 0) for lot in some) != part:
            return False
        rest -= part
    return rest == 0


def _in_proportion(
    held: Mapping[UUID, _Held], usable: Sequence[_Held], taken: Mapping[UUID, int]
) -> bool:
    has: dict[str, int] = {}
    for lot in usable:
        has[lot.kind] = has.get(lot.kind, 0) + lot.left
    took = dict.fromkeys(has, 0)
    for lot_id, minor in taken.items():
        took[held[lot_id].kind] = took.get(held[lot_id].kind, 0) + minor
    should = split(min(sum(taken.values()), sum(has.values())), list(has.values()))
    return all(
        abs(took[kind] - part) <= A_CENT_EACH for kind, part in zip(has, should, strict=True)
    )


def _lots(house: House) -> dict[UUID, dict[UUID, _Held]]:
    """The lots of each wallet; not those with single-purpose value, which the bill bounds too."""
    moved: dict[UUID, list[tuple[UUID, date | None]]] = {}
    changes = Extension.objects.of(house).order_by("id").values_list("lot_id", "id", "before")
    for lot, id_, before in changes:
        moved.setdefault(lot, []).append((id_, before))
    found: dict[UUID, dict[UUID, _Held]] = {}
    bound = set()
    rows = Lot.objects.of(house).values_list(
        "wallet_id", "id", "kind", "source", "expires_on", "amount_minor", "vat_bp"
    )
    for wallet, id_, kind, source, ends, minor, vat_bp in rows.order_by("id"):
        held = _Held(id_, kind, source, ends, moved.get(id_, ()), minor)
        found.setdefault(wallet, {})[id_] = held
        if vat_bp is not None:
            bound.add(wallet)
    return {wallet: held for wallet, held in found.items() if wallet not in bound}


def _uses(house: House) -> Iterator[_Use]:
    for wallet, id_, lot, entry, minor, rule, reference in sql.rows(
        "SELECT l.wallet_id, u.id, u.lot_id, u.entry_id, u.amount_minor, u.rule, e.reference"
        " FROM prepaid_lot_use u JOIN prepaid_lot l ON l.house_id = u.house_id"
        " AND l.id = u.lot_id JOIN ledger_entry e ON e.house_id = u.house_id"
        " AND e.id = u.entry_id WHERE u.house_id = %s ORDER BY l.wallet_id, u.id",
        [house.id],
    ):
        yield _Use(
            sql.as_id(wallet),
            sql.as_id(id_),
            sql.as_id(lot),
            sql.as_id(entry),
            minor,
            rule,
            reference,
        )
