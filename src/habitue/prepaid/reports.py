"""What wallets hold, for one customer or a page of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from habitue.house import rows
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.kit.money import LARGEST
from habitue.ledger import actions as ledger
from habitue.prepaid import lots
from habitue.prepaid.models import Lot, TopUp, TopUpRefund, ValueKind, WalletMember


@dataclass(frozen=True, slots=True)
class Holding:
    """What a customer has, in minor units, by kind."""

    paid: int = 0
    gift: int = 0
    earned: int = 0

    @property
    def total(self) -> int:
        return self.paid + self.gift + self.earned


def wallets_of(house: House, customers: Iterable[UUID]) -> dict[UUID, UUID]:
    """The wallet each customer spends from; one query."""
    found = WalletMember.objects.of(house).filter(customer_id__in=list(customers))
    # sorted here: to have them in order SQLite would read the memberships of the whole house
    members = sorted(found.values_list("id", "customer_id", "wallet_id"), reverse=True)
    return {customer: wallet for _id, customer, wallet in members}


def codes_of(wallet_id: UUID) -> list[str]:
    """The ledger codes of a wallet: paid, gift, earned."""
    return [f"wallet:{wallet_id}:{kind}" for kind in ValueKind.values]


def holdings(house: House, customers: Iterable[UUID]) -> dict[UUID, Holding]:
    """What each customer has; two queries whatever their number."""
    wanted = list(customers)
    wallets = wallets_of(house, wanted)
    balances = (
        ledger.balances(house, [code for wallet in wallets.values() for code in codes_of(wallet)])
        if wallets
        else {}
    )
    found = {}
    for customer in wanted:
        wallet = wallets.get(customer)
        found[customer] = (
            Holding(*(balances[code] for code in codes_of(wallet))) if wallet else Holding()
        )
    return found


def earned_under(house: House, reference: str) -> list[Lot]:
    """What is left of the value earned under `reference`; one query."""
    return rows.find(
        Lot, house, source=reference, kind=ValueKind.EARNED, remaining_minor__gt=0, order="id"
    )


def held_in(house: House, wallet_id: UUID) -> Holding:
    """What a wallet holds; one query."""
    codes = codes_of(wallet_id)
    balances = ledger.balances(house, codes)
    return Holding(*(balances[code] for code in codes))


@dataclass(frozen=True, slots=True)
class Spendable:
    """What a wallet could pay now, and what a payment would take of each kind."""

    total: int
    takes: list[lots.Take]

    @property
    def minor(self) -> int:
        return sum(take.minor for take in self.takes)

    def of(self, kind: str) -> int:
        return sum(take.minor for take in self.takes if take.lot.kind == kind)


def spendable(
    house: House, customer: UUID, minor: int, today: date, rooms: lots.Rooms | None = None
) -> Spendable:
    """What would be taken if `customer` paid up to `minor` now; nothing is moved.

    `rooms` is how much single-purpose value of each VAT rate may pay; none: only multi-purpose.
    """
    wallet = wallets_of(house, [customer]).get(customer)
    if wallet is None:
        return Spendable(0, [])
    left = rows.find(Lot, house, wallet=wallet, remaining_minor__gt=0, order="id")
    usable = lots.in_order(house, left, today)
    total = sum(take.minor for take in lots.plan(usable, LARGEST, rooms or {}))
    return Spendable(total, lots.spread(house, usable, minor, rooms or {}))


def open_lots(house: House, wallet_id: UUID, today: date) -> list[Lot]:
    """The lots with something left, soonest expiry first; expired ones left out."""
    left = rows.find(Lot, house, wallet=wallet_id, remaining_minor__gt=0)
    return sorted(
        (lot for lot in left if lot.expires_on is None or lot.expires_on >= today),
        key=lambda lot: (lot.expires_on or date.max, lot.created_at),
    )


def given_back(house: House, top_ups: Iterable[UUID]) -> dict[UUID, int]:
    """What of each of these top-ups went back by now; one query."""
    back = dict.fromkeys(top_ups, 0)
    for row in rows.find(TopUpRefund, house, top_up=list(back)) if back else ():
        back[row.top_up_id] += row.amount_minor
    return back


def open_of(house: House, top_up: TopUp, now: datetime) -> int:
    """What of a top-up is still in its lots."""
    today = local_date(house, now)
    found = rows.find(Lot, house, source=f"top_up:{top_up.id}", remaining_minor__gt=0)
    return sum(
        lot.remaining_minor for lot in found if lot.expires_on is None or lot.expires_on >= today
    )
