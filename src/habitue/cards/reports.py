"""Cards and codes of many customers at once."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from habitue.cards.actions import number_key
from habitue.cards.models import Block, Card, CardKind, PersonalCode, Pin
from habitue.house.models import House
from habitue.kit.bank_cards import is_bank_card


def cards_of(house: House, customers: Iterable[UUID]) -> dict[UUID, list[Card]]:
    """The cards in use of each customer, oldest first, each with `is_blocked`, `why_blocked`; one
    query."""
    found: dict[UUID, list[Card]] = {id_: [] for id_ in customers}
    rows = Card.objects.of(house).filter(customer_id__in=list(found), released_at=None)
    blocks = Block.objects.filter(house_id=OuterRef("house_id"), card=OuterRef("pk"))
    why = Subquery(blocks.order_by("id").values("reason")[:1])
    rows = rows.annotate(is_blocked=Exists(blocks), why_blocked=why)
    for card in rows.order_by("created_at", "id"):
        found[card.customer_id].append(card)
    return found


def codes_of(house: House, customers: Iterable[UUID]) -> dict[UUID, str]:
    """The personal code of each customer; one query."""
    rows = PersonalCode.objects.of(house).filter(customer_id__in=list(customers))
    return dict(rows.values_list("customer_id", "code"))


def with_pin(house: House, customers: Iterable[UUID]) -> set[UUID]:
    """Those of `customers` who have set a PIN; one query."""
    rows = Pin.objects.of(house).filter(customer_id__in=list(customers))
    return set(rows.values_list("customer_id", flat=True))


def waits(house: House, number: str) -> bool:
    """Whether this is a printed card that may be given to someone: nobody has it yet."""
    card = Card.objects.of(house).exclude(kind=CardKind.TAG)
    card = card.filter(
        number_key=number_key(number), customer=None, released_at=None, blocks__isnull=True
    )
    return bool(number.strip()) and not is_bank_card(number) and card.exists()
