"""A house as its guest sees it: their cards there, what they have, owe and may still use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from habitue.cards import reports as card_reports
from habitue.cards.models import Card
from habitue.customers.models import Customer
from habitue.fronts.ui import figures
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.house_accounts import reports as accounts
from habitue.kit.money import Money
from habitue.points import actions as points
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import Lot, ValueKind
from habitue.prepaid.piles import Pile, piles


@dataclass(frozen=True, slots=True)
class Place:
    """One house, and how its guest stands there; nothing where there is nothing to say."""

    house: House
    customer: Customer
    cards: Sequence[Card]
    code: str
    has: Money | None
    gift: Money | None
    gift_until: str  # a day, with its year where that is another one
    earned: Money | None
    points: int | None
    owes: Money | None
    charged: Money | None  # saved on account, and another pays
    in_hand: Money | None

    @property
    def name(self) -> str:
        return self.customer.display_name

    @property
    def number(self) -> str:
        """Of the first card that is not blocked, else the personal code."""
        usable = (card.number for card in self.cards if not card.blocks.all())
        return next(usable, "") or self.code

    @property
    def is_bare(self) -> bool:
        """Nothing left here, nothing owed."""
        return not (self.has or self.points or self.owes or self.charged or self.in_hand)


def place(house: House, customer: Customer, at: datetime, *, spends: bool) -> Place:
    """How `customer` stands in `house` now.

    A phone that may not spend is shown no card's number, only the personal code: a number read
    at the till is proof for the whole wallet, a personal code finds its guest and no more.
    """
    held = prepaid.holdings(house, [customer.id])[customer.id]
    owing = accounts.standing_of(house, customer)
    gifts = [lot for lot in lots(house, customer, at) if lot.kind == ValueKind.GIFT]
    return Place(
        house=house,
        customer=customer,
        cards=card_reports.cards_of(house, [customer.id])[customer.id] if spends else [],
        code=card_reports.codes_of(house, [customer.id]).get(customer.id, ""),
        has=_some(house, held.total),
        gift=_some(house, held.gift),
        gift_until=_day(gifts[0].expires_on, local_date(house, at)) if gifts else "",
        earned=_some(house, held.earned),
        points=points.balances(house, [customer.id])[customer.id] or None,
        owes=_some(house, owing.owes),
        charged=_some(house, owing.charged),
        in_hand=_some(house, owing.in_hand),
    )


def lots(house: House, customer: Customer, at: datetime) -> list[Lot]:
    """What the wallet is made of, what expires first before the rest."""
    wallet = prepaid.wallets_of(house, [customer.id]).get(customer.id)
    return prepaid.open_lots(house, wallet, local_date(house, at)) if wallet else []


def parts(house: House, customer: Customer, at: datetime) -> list[tuple[Pile, str]]:
    """What the wallet is made of, each with its colour."""
    colours = {ValueKind.PAID: "has"}
    found = piles(house, lots(house, customer, at))
    return [(one, colours.get(ValueKind(one.kind), one.kind)) for one in found]


def _day(until: date | None, today: date) -> str:
    if until is None:
        return ""
    return figures.dated(until, "d MMM" if until.year == today.year else "d MMM y")


def _some(house: House, minor: int) -> Money | None:
    return house.money(minor) if minor else None
