"""The customer book as records to be compared, read in pages: no read lasts long."""

from collections.abc import Iterable, Iterator, Sequence
from sys import intern
from uuid import UUID

from habitue.cards.models import Card
from habitue.customers.models import Customer, CustomerPhone
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit import text
from habitue.merging.keys import Record, plain

PAGE = 2_000
COLUMNS = (
    *("id", "first_name", "last_name", "company_name", "email_key", "birthday", "street"),
    *("postal_code", "city", "search_code", "tax_id"),
)
Page = tuple[list[UUID], list[Record]]


def pages(house: House) -> Iterator[Page]:
    """Everyone in the book by their id, and what is compared of each."""
    after = UUID(int=0)
    while True:
        with house_scope(house):
            people, records = _page(house, after)
        if not people:
            return
        yield people, records
        after = people[-1]


def _page(house: House, after: UUID) -> Page:
    kept = Customer.objects.of(house).kept().filter(pk__gt=after).order_by("id")
    rows = list(kept.values_list(*COLUMNS)[:PAGE])
    if not rows:
        return [], []
    between = after, rows[-1][0]
    phones, cards = _phones(house, *between), _cards(house, *between)
    people = [row[0] for row in rows]
    return people, [
        _record(columns, phones.get(id_, ()), cards.get(id_, ())) for id_, *columns in rows
    ]


def _record(columns: Sequence[str], phones: Iterable[str], cards: Iterable[str]) -> Record:
    first, last, company, email, birthday, street, code, city, search_code, tax_id = columns
    named = plain(company)
    numbers = [f"c{card}" for card in cards]
    numbers += [f"s{plain(search_code)}"] if search_code else []
    numbers += [f"t{plain(tax_id)}"] if tax_id else []
    return Record(
        first=intern(plain(first)),  # many share a name, a town: one text for all of them
        last=intern(plain(last)),
        company=named,
        words=tuple(named.split()),
        emails=(email,) if email else (),
        phones=tuple(phones),
        numbers=tuple(numbers),
        birthday=text.digits(birthday),
        street=plain(street),
        postal_code=intern(plain(code).replace(" ", "")),
        city=intern(plain(city)),
    )


def _phones(house: House, after: UUID, last: UUID) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = CustomerPhone.objects.of(house).filter(customer_id__gt=after, customer_id__lte=last)
    for customer, e164, digits in rows.values_list("customer_id", "e164", "digits"):
        number = text.digits(e164) or digits
        if len(number) > 5:
            found.setdefault(customer, []).append(number)
    return found


def _cards(house: House, after: UUID, last: UUID) -> dict[UUID, list[str]]:
    """Every card somebody has or had: a card taken from one and given to another tells."""
    found: dict[UUID, list[str]] = {}
    rows = Card.objects.of(house).filter(customer_id__gt=after, customer_id__lte=last)
    for customer, number in rows.values_list("customer_id", "number_key"):
        found.setdefault(customer, []).append(number)
    return found
