"""Reading the book: lists by key, exact look-ups, search results in order."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from habitue.customers import search, survivors
from habitue.customers.models import Customer, CustomerPhone
from habitue.customers.search import Asked
from habitue.house import rows
from habitue.house.models import House
from habitue.kit import emails, phones, text


def found(
    house: House, asked: Asked, *, limit: int = 20, below: int | None = None
) -> tuple[list[Customer], int | None]:
    """Customers that match, newest first, and where to go on (None: that was all)."""
    hits = search.find(house, asked, limit=limit + 1, below=below)
    customers = in_order(house, [id_ for id_, _ in hits[:limit]])
    return customers, hits[limit - 1][1] if len(hits) > limit else None


def in_order(house: House, ids: Sequence[UUID], *joined: str) -> list[Customer]:
    """The customers of `ids`, in that order, with what they point at by `joined`."""
    found = {one.id: one for one in rows.find(Customer, house, id=ids, related=joined)}
    return [found[id_] for id_ in ids if id_ in found]


def by_phone(house: House, typed: str) -> list[Customer]:
    """Those with exactly this number, in any format."""
    read = phones.read(typed, house.country)
    key = read.e164 or text.digits(typed)
    return list(Customer.objects.of(house).kept().with_phone(key)[:50]) if key else []


def by_email(house: House, typed: str) -> list[Customer]:
    """Those with exactly this address."""
    key = emails.key(typed)
    return list(Customer.objects.of(house).kept().filter(email_key=key)[:50]) if key else []


def by_user_id(house: House, user_id: str) -> Customer | None:
    key = user_id.strip().casefold()
    found = Customer.objects.of(house).filter(user_id_key=key).first() if key else None
    return survivors.current(house, found) if found else None


def phones_of(house: House, customers: Iterable[Customer]) -> dict[UUID, list[str]]:
    """The numbers of each customer as typed, first one first; one query."""
    found: dict[UUID, list[str]] = {customer.id: [] for customer in customers}
    for row in rows.find(CustomerPhone, house, customer=list(found), order="position"):
        found[row.customer_id].append(row.typed)
    return found


def recent(house: House, limit: int = 5) -> list[Customer]:
    """Who was here last: shown before anything is typed."""
    return list(
        Customer.objects.of(house)
        .at_the_till()
        .filter(last_visit_at__isnull=False)
        .order_by("-last_visit_at", "-id")[:limit]
    )
