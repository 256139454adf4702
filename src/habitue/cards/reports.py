"""Cards and codes of many customers at once."""

from collections.abc import Iterable
from uuid import UUID

from habitue.cards.models import Card, PersonalCode, Pin
from habitue.house.models import House


def cards_of(house: House, customers: Iterable[UUID]) -> dict[UUID, list[Card]]:
    """The cards in use of each customer, oldest first; one query."""
    found: dict[UUID, list[Card]] = {id_: [] for id_ in customers}
    rows = Card.objects.of(house).filter(customer_id__in=list(found), released_at=None)
    for card in rows.prefetch_related("blocks").order_by("created_at", "id"):
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
