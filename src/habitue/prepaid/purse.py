"""A wallet laid out: every lot with something left, every top-up and what went back of it, and
what was handed back of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.kit.money import Money
from habitue.prepaid.models import Lot, PayOut, TopUp, TopUpRefund, ValueKind
from habitue.prepaid.piles import Pile, piles, vouchers
from habitue.prepaid.reports import open_lots, wallets_of

MOST = 100  # top-ups and slips shown: older ones stand among the movements


@dataclass(frozen=True, slots=True)
class Load:
    """A top-up, what went back of it, and what of it is still there."""

    top_up: TopUp
    pays: Money
    receives: Money
    back: Sequence[tuple[TopUpRefund, Money]]
    left: Money


@dataclass(frozen=True, slots=True)
class Purse:
    lots: Sequence[tuple[Lot, str, Money]]  # each with the voucher it was sold as, if it was
    loads: Sequence[Load]
    slips: Sequence[tuple[PayOut, Money]]


def purse(house: House, customer: Customer, now: datetime) -> Purse:
    """All of it; six statements at most."""
    wallet = wallets_of(house, [customer.id]).get(customer.id)
    if wallet is None:
        return Purse([], [], [])
    held = open_lots(house, wallet, local_date(house, now))
    loads = rows.find(TopUp, house, wallet=wallet, order="id")[-MOST:][::-1]
    back = rows.find(TopUpRefund, house, top_up=[one.id for one in loads], order="id")
    paid_out = rows.find(PayOut, house, wallet=wallet, order="-id", most=MOST)
    names = vouchers(house, held)
    return Purse(
        [(lot, names.get(lot.id, ""), house.money(lot.remaining_minor)) for lot in held],
        [_load(house, one, held, back) for one in loads],
        [(one, house.money(one.amount_minor)) for one in paid_out],
    )


def _load(house: House, row: TopUp, held: Sequence[Lot], back: Sequence[TopUpRefund]) -> Load:
    source = f"top_up:{row.id}"
    return Load(
        row,
        house.money(row.pays_minor),
        house.money(row.receives_minor),
        [(one, house.money(one.amount_minor)) for one in back if one.top_up_id == row.id],
        house.money(sum(lot.remaining_minor for lot in held if lot.source == source)),
    )


def bound(house: House, customer: Customer, now: datetime) -> list[Pile]:
    """What of a wallet ends one day or pays some things only, soonest first."""
    wallet = wallets_of(house, [customer.id]).get(customer.id)
    held = open_lots(house, wallet, local_date(house, now)) if wallet else []
    return [one for one in piles(house, held) if one.until or one.vat_bp is not None]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What paying someone out would hand back, and what would end."""

    customer: Customer
    paid: Money
    ends: Money


def leaving(house: House, people: Sequence[Customer], now: datetime) -> list[Leaving]:
    """Those of `people` with something in their wallet; three statements, however many."""
    wallets = wallets_of(house, [one.id for one in people])
    today = local_date(house, now)
    paid: dict[UUID, int] = {}
    ends: dict[UUID, int] = {}
    held = rows.find(Lot, house, wallet=list(wallets.values()), remaining_minor__gt=0)
    for lot in held if wallets else ():
        if lot.expires_on is None or lot.expires_on >= today:
            sums = paid if lot.kind == ValueKind.PAID else ends
            sums[lot.wallet_id] = sums.get(lot.wallet_id, 0) + lot.remaining_minor
    return [
        Leaving(
            one,
            house.money(paid.get(wallets[one.id], 0)),
            house.money(ends.get(wallets[one.id], 0)),
        )
        for one in people
        if one.id in wallets and (wallets[one.id] in paid or wallets[one.id] in ends)
    ]
