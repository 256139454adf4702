"""What a customer's page says at its side: what they have and owe, and their ways in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from habitue.cards import reports as cards
from habitue.cards.models import Card, Pin
from habitue.customers.models import Customer
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.house_accounts import reports as house_accounts
from habitue.house_accounts.reports import Standing
from habitue.points import actions as points
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import Lot, ValueKind
from habitue.prepaid.reports import Holding

COLOURS = {ValueKind.GIFT: "gift", ValueKind.EARNED: "earned", ValueKind.PAID: "has"}


@dataclass(frozen=True, slots=True)
class Pile:
    """Lots of one kind that end on the same day."""

    kind: str
    words: str
    colour: str
    minor: int
    until: date | None


@dataclass(frozen=True, slots=True)
class Profile:
    """Balances in minor units, cards, code and PIN."""

    holding: Holding
    piles: Sequence[Pile]
    points: int
    account: Standing
    payer: Customer | None
    cards: Sequence[Card]
    code: str
    pin: Pin | None

    @property
    def card(self) -> Card | None:
        """The card shown on the face: the newest that finds them."""
        return next((card for card in reversed(self.cards) if not card.blocks.all()), None)

    @property
    def bars(self) -> list[tuple[str, int]]:
        return [(pile.colour, pile.minor) for pile in self.piles]

    @property
    def next_gift(self) -> Pile | None:
        return next((pile for pile in self.piles if pile.kind == ValueKind.GIFT), None)


def profile_of(house: House, customer: Customer, now: datetime) -> Profile:
    """Everything at the side of the page."""
    ids = [customer.id]
    wallet = prepaid.wallets_of(house, ids).get(customer.id)
    lots = prepaid.open_lots(house, wallet, local_date(house, now)) if wallet else []
    payer = Customer.objects.of(house).filter(pk=customer.payer_id).first()
    return Profile(
        holding=prepaid.holdings(house, ids)[customer.id],
        piles=_piles(lots),
        points=points.balances(house, ids)[customer.id],
        account=house_accounts.standing_of(house, customer),
        payer=payer,
        cards=cards.cards_of(house, ids)[customer.id],
        code=cards.codes_of(house, ids).get(customer.id, ""),
        pin=Pin.objects.of(house).filter(customer=customer).first(),
    )


def _piles(lots: Sequence[Lot]) -> list[Pile]:
    sums: dict[tuple[str, date | None], int] = {}
    for lot in lots:
        key = lot.kind, lot.expires_on
        sums[key] = sums.get(key, 0) + lot.remaining_minor
    order = list(COLOURS)
    piles = [
        Pile(kind, str(ValueKind(kind).label), COLOURS[ValueKind(kind)], minor, until)
        for (kind, until), minor in sums.items()
    ]
    return sorted(piles, key=lambda one: (order.index(ValueKind(one.kind)), one.until or date.max))
