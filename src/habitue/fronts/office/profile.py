"""What a customer's page says at its side: what they have and owe, and their ways in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from habitue.cards import reports as cards
from habitue.cards.models import Card, PersonalCode, Pin
from habitue.customers.models import Customer
from habitue.house.days import local_date
from habitue.house.models import House, HouseRow
from habitue.house_accounts import reports as house_accounts
from habitue.house_accounts.models import Charge, HouseAccount
from habitue.house_accounts.reports import Standing
from habitue.ledger import actions as ledger
from habitue.merging.models import Merge
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import ValueKind
from habitue.prepaid.piles import Pile, piles
from habitue.prepaid.reports import Holding

POINTERS = ("parent", "payer", "price_level", "group")
COLOURS = {ValueKind.GIFT: "gift", ValueKind.EARNED: "earned", ValueKind.PAID: "has"}


@dataclass(frozen=True, slots=True)
class Profile:
    """Balances in minor units, cards, code and PIN."""

    holding: Holding
    piles: Sequence[tuple[Pile, str]]  # each with its colour
    points: int
    account: Standing
    payer: Customer | None
    cards: Sequence[Card]
    code: str
    pin: Pin | None
    people: int  # who belong to them
    merged: bool  # whether others were merged into them

    @property
    def card(self) -> Card | None:
        """The card shown on the face: the newest that finds them."""
        return next((card for card in reversed(self.cards) if not card.is_blocked), None)

    @property
    def bars(self) -> list[tuple[str, int]]:
        return [(colour, pile.sum.amount) for pile, colour in self.piles]


def profile_of(house: House, customer: Customer, now: datetime) -> Profile:
    """Everything at the side of the page; `customer` then knows whom they belong to, who pays."""
    known: Any = _known(house, customer)
    for one in (customer.parent, customer.payer):
        if one is not None:
            one.house = house
    wallet = prepaid.wallets_of(house, [customer.id]).get(customer.id)
    lots = prepaid.open_lots(house, wallet, local_date(house, now)) if wallet else []
    theirs = ((customer.id, known.account_id), (customer.payer_id, known.payers_account_id))
    accounts = {one: account for one, account in theirs if one and account}
    codes = [code for account in accounts.values() for code in house_accounts.pair(account)]
    of_wallet = prepaid.codes_of(wallet) if wallet else []
    held = ledger.balances(house, [*of_wallet, f"points:{customer.id}", *codes])
    return Profile(
        holding=Holding(*(held[code] for code in of_wallet)),
        piles=_coloured(piles(house, lots)),
        points=held[f"points:{customer.id}"],
        account=house_accounts.standing_with(
            house, customer, accounts, held, known.elsewhere or 0
        ),
        payer=customer.payer,
        cards=cards.cards_of(house, [customer.id])[customer.id],
        code=known.code or "",
        pin=Pin(locked_at=known.pin_locked_at) if known.pin_id else None,
        people=known.people_count or 0,
        merged=known.merged,
    )


def _known(house: House, customer: Customer) -> Customer:
    """What many rooms keep one of for each customer, in one statement."""
    rows = Customer.objects.of(house).filter(pk=customer.pk).select_related(*POINTERS)
    known: Customer = rows.annotate(
        account_id=_first(HouseAccount, "id", customer=OuterRef("pk")),
        payers_account_id=_first(HouseAccount, "id", customer=OuterRef("payer_id")),
        elsewhere=Subquery(_charged_elsewhere()),
        code=_first(PersonalCode, "code", customer=OuterRef("pk")),
        pin_id=_first(Pin, "id", customer=OuterRef("pk")),
        pin_locked_at=_first(Pin, "locked_at", customer=OuterRef("pk")),
        people_count=Subquery(_people()),
        merged=Exists(Merge.objects.filter(_here(), kept=OuterRef("pk"), undone_at=None)),
    ).get()
    for name in POINTERS:
        setattr(customer, name, getattr(known, name))
    return known


def _here() -> Q:
    return Q(house_id=OuterRef("house_id"))


def _first(model: type[HouseRow], column: str, **whose: OuterRef) -> Subquery:
    rows: QuerySet[Any] = model._default_manager.filter(_here(), **whose)
    return Subquery(rows.order_by("id").values(column)[:1])


def _charged_elsewhere() -> QuerySet[Any, Any]:
    """What they ate that another payer still owes."""
    rows: QuerySet[Any, Any] = Charge.objects.filter(
        _here(), person=OuterRef("pk"), open_minor__gt=0
    )
    rows = rows.exclude(account__customer_id=F("person_id"))
    summed: QuerySet[Any, Any] = rows.order_by().values("person").annotate(sum=Sum("open_minor"))
    return summed.values("sum")


def _people() -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = Customer.objects.filter(
        _here(), parent=OuterRef("pk"), archived_at=None
    )
    counted: QuerySet[Any, Any] = rows.order_by().values("parent").annotate(number=Count("pk"))
    return counted.values("number")


def _coloured(found: Sequence[Pile]) -> list[tuple[Pile, str]]:
    """Gifts first, then what was earned, then what was paid in."""
    order = list(COLOURS)
    rows = sorted(found, key=lambda one: (order.index(ValueKind(one.kind)), one.until or date.max))
    return [(one, COLOURS[ValueKind(one.kind)]) for one in rows]
