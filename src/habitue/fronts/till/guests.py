"""What a till shows of a customer: the card's face, what they have and owe, what to mind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.cards import reports as card_reports
from habitue.customers import reports as customer_reports
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import HouseAccount
from habitue.kit.money import Money
from habitue.ledger import actions as ledger
from habitue.prepaid import reports as prepaid_reports
from habitue.prepaid.reports import Holding


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
    values = _values(house, ids)
    phones = customer_reports.phones_of(house, customers) if with_phones else {}
    return [
        Guest(
            customer=one,
            number=next((card.number for card in cards[one.id]), ""),
            code=codes.get(one.id, ""),
            has=_some(house, values[one.id].held.total),
            gift=_some(house, values[one.id].held.gift),
            earned=_some(house, values[one.id].held.earned),
            owes=_some(house, values[one.id].owes),
            points=values[one.id].points or None,
            minds=minds(one),
            sub=_sub(one, phones.get(one.id, []), cards[one.id]),
        )
        for one in customers
    ]


@dataclass(frozen=True, slots=True)
class Values:
    """What the ledger says of one customer."""

    held: Holding
    owes: int
    points: int


def _values(house: House, ids: Sequence[UUID]) -> dict[UUID, Values]:
    """Wallet, house account and points of each, all balances asked at once."""
    wallets = prepaid_reports.wallets_of(house, ids)
    rows = HouseAccount.objects.of(house).filter(customer_id__in=ids)
    receivable = {row.customer_id: f"receivable:{row.id}" for row in rows}
    codes = {id_: prepaid_reports.codes_of(wallet) for id_, wallet in wallets.items()}
    found = ledger.balances(
        house,
        [
            *(code for three in codes.values() for code in three),
            *receivable.values(),
            *(f"points:{id_}" for id_ in ids),
        ],
    )
    return {
        id_: Values(
            Holding(*(found[code] for code in codes.get(id_, []))),
            found.get(receivable.get(id_, ""), 0),
            found[f"points:{id_}"],
        )
        for id_ in ids
    }


def minds(customer: Customer) -> list[str]:
    """What to know before one serves them: the ignore list, allergies, then tags and notes."""
    first = [_("On the ignore list")] if customer.ignored else []
    if customer.allergies:
        first.append(_("Allergies: {allergies}").format(allergies=customer.allergies))
    said = [*first, *customer.tags, *customer.notes.splitlines()]
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
