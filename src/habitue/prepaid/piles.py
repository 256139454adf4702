"""A wallet as people read it: what is of one kind, one voucher and one last day together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from habitue.house.models import House
from habitue.kit.money import Money
from habitue.prepaid.models import Lot, TopUp, ValueKind

SOLD = "top_up:"


@dataclass(frozen=True, slots=True)
class Pile:
    """So much of one kind until one day; a voucher of one rate pays what is taxed at it alone."""

    kind: str
    words: str
    sum: Money
    until: date | None
    vat_bp: int | None


def piles(house: House, lots: Sequence[Lot]) -> list[Pile]:
    """Those of `lots` that read alike, in the order of the first of each; at most one query."""
    names = vouchers(house, lots)
    sums: dict[tuple[str, str, date | None, int | None], int] = {}
    for lot in lots:
        words = names.get(lot.id, "") or str(ValueKind(lot.kind).label)
        key = lot.kind, words, lot.expires_on, lot.vat_bp
        sums[key] = sums.get(key, 0) + lot.remaining_minor
    return [
        Pile(kind, words, house.money(minor), until, vat_bp)
        for (kind, words, until, vat_bp), minor in sums.items()
    ]


def vouchers(house: House, lots: Sequence[Lot]) -> dict[UUID, str]:
    """By lot, the voucher it was sold as, where that says what it may pay."""
    sold = {
        lot.id: UUID(lot.source.removeprefix(SOLD))
        for lot in lots
        if lot.vat_bp is not None and lot.source.startswith(SOLD)
    }
    if not sold:
        return {}
    rows = TopUp.objects.of(house).filter(pk__in=set(sold.values()), product__isnull=False)
    names = dict(rows.values_list("pk", "product__name"))
    return {lot: names[top_up] for lot, top_up in sold.items() if top_up in names}
