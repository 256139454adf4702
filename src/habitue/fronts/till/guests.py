"""What a till shows of a customer: the card's face, what they have and owe, what to mind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.cards import reports as card_reports
from habitue.customers import reports as customer_reports
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts import reports as account_reports
from habitue.kit.money import Money
from habitue.points import actions as points
from habitue.prepaid import reports as prepaid_reports


@dataclass(frozen=True, slots=True)
class Guest:
    """A customer with balances as chips show them; nothing where there is nothing to say."""

    customer: Customer
    number: str  # of their card, else the personal code
    code: str
    has: Money | None
    gift: Money | None
    earned: Money | None
    owes: Money | None
    points: int | None
    minds: Sequence[str]
    sub: str = ""

    @property
    def name(self) -> str:
        return self.customer.display_name

    @property
    def pk(self) -> UUID:
        return self.customer.id

    @property
    def at_hand(self) -> bool:
        return self.customer.active and self.customer.archived_at is None


def guest(house: House, customer: Customer) -> Guest:
    return guests(house, [customer])[0]


def guests(
    house: House, customers: Sequence[Customer], *, with_phones: bool = False
) -> list[Guest]:
    """Each of `customers` with card, code and balances; a handful of queries for all."""
    ids = [customer.id for customer in customers]
    if not ids:
        return []
    cards = card_reports.cards_of(house, ids)
    codes = card_reports.codes_of(house, ids)
    holdings = prepaid_reports.holdings(house, ids)
    owed = account_reports.owed_by(house, ids)
    earned = points.balances(house, ids)
    phones = customer_reports.phones_of(house, customers) if with_phones else {}
    return [
        Guest(
            customer=one,
            number=next((card.number for card in cards[one.id]), ""),
            code=codes.get(one.id, ""),
            has=_some(house, holdings[one.id].total),
            gift=_some(house, holdings[one.id].gift),
            earned=_some(house, holdings[one.id].earned),
            owes=_some(house, owed.get(one.id, 0)),
            points=earned[one.id] or None,
            minds=minds(one),
            sub=_sub(one, phones.get(one.id, []), cards[one.id]),
        )
        for one in customers
    ]


def minds(customer: Customer) -> list[str]:
    """What to know before one serves them: notes and tags."""
    said = [*customer.tags, *customer.notes.splitlines()]
    return [words.strip() for words in said if words.strip()][:6]


def _some(house: House, minor: int) -> Money | None:
    return house.money(minor) if minor else None


def _sub(customer: Customer, phones: Sequence[str], cards: Iterable[object]) -> str:
    """One line under a name: how to be sure it is them."""
    said = []
    if customer.is_company:
        said.append(_("company"))
    if phones:
        said.append(phones[0])
    elif customer.email:
        said.append(customer.email)
    card = next(iter(cards), None)
    if card is not None:
        said.append(_("card {number}").format(number=card))
    if not customer.active:
        said.append(_("not active"))
    return " · ".join(said)
