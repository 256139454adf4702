"""The customers of Chez Marthe: the known few, three companies, and two thousand regulars."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from habitue.cards import actions as cards
from habitue.cards import proofs
from habitue.cards.many import Registered, register_many
from habitue.cards.models import Card, CardKind
from habitue.cards.proofs import PinTry
from habitue.customers import actions as customers
from habitue.customers import terms
from habitue.customers.models import Customer
from habitue.kit.ids import new_id
from habitue.menu import actions as menu
from habitue.menu.models import CustomerGroup, PriceLevel
from habitue.site.demo import names
from habitue.site.demo.clerk import Clerk

REGULARS = 2_000
BATCH = 200


@dataclass(frozen=True, slots=True)
class Known:
    """Someone the demo's printed page speaks of."""

    first: str
    last: str
    card: str
    pin: str


KNOWN = (
    Known("Alice", "Ashdown", "MARTHE-0001", "7391"),
    Known("Élodie", "Lefèvre", names.ean13(290_000_000_001), "4826"),
    Known("Пётр", "Журавлёв", names.ean13(290_000_000_002), "5093"),
    Known("ليلى", "الحداد", "04A2B91C6F5E80", "6150"),
    Known(names.LONG_FIRST, names.LONG_LAST, names.ean13(290_000_000_003), "8427"),
)
COMPANIES = (
    ("Acme", 40_000, ("Bob Birchall", "Hazel Redfern", "Rowan Lockhart", "Jasper Yardley")),
    ("Imprimerie du Pont", 60_000, ("Odile Tessier", "Rémi Vasseur", "Noémie Peyrot")),
    ("Atelier Nord & Fils", None, ("Gaël Kervella", "Anaïs Nédélec", "Yann Quéméneur")),
)


@dataclass
class Book:
    """Everyone, by what the demo does with them."""

    known: list[Customer] = field(default_factory=list)
    tries: dict[Any, PinTry] = field(default_factory=dict)  # of those whose PIN is known
    companies: list[Customer] = field(default_factory=list)
    employees: list[Customer] = field(default_factory=list)
    regulars: list[Customer] = field(default_factory=list)
    on_account: list[Customer] = field(default_factory=list)


def fill(clerk: Clerk, at: datetime, regulars_level: PriceLevel, count: int) -> Book:
    """Everyone into the book, `count` in all."""
    book = Book()
    clerk.do(menu.add_group, at=at, name="House staff", price_level=regulars_level)
    neighbours = clerk.do(menu.add_group, at=at, name="Neighbours", discount_bp=500)
    clerk.together(lambda: _the_known(clerk, book, at))
    clerk.together(lambda: _the_companies(clerk, book, at))
    there = len(book.known) + len(book.companies) + len(book.employees)
    rest = list(names.people(clerk.random, max(count - there, 0)))
    for start in range(0, len(rest), BATCH):
        some = [
            _regular(clerk, number, person, level=regulars_level, group=neighbours)
            for number, person in enumerate(rest[start : start + BATCH], start)
        ]
        clerk.together(partial(clerk.do, register_many, at=at, new=some, front="office"))
        book.regulars += [one.customer for one in some]
    book.on_account = [one for one in book.regulars if one.on_account_allowed]
    return book


def _the_known(clerk: Clerk, book: Book, at: datetime) -> None:
    for number, one in enumerate(KNOWN):
        id_ = new_id()
        kind = CardKind.NFC if one.card.startswith("04") else CardKind.BARCODE
        fields = {
            "first_name": one.first,
            "last_name": one.last,
            "phone": f"06 39 98 99 {number:02}",
            "email": f"known{number}@example.com",
            "tags": ["regular"],
        }
        hashed = proofs.hash_pin(clerk.house, id_, one.pin)
        customer = clerk.do(
            cards.register,
            at=at,
            fields=fields,
            front="office",
            card=one.card,
            kind=kind,
            pin_hash=hashed,
            id=id_,
        )
        book.known.append(customer)
        book.tries[customer.id] = proofs.try_pin(clerk.house, customer.id, one.pin)


def _the_companies(clerk: Clerk, book: Book, at: datetime) -> None:
    for number, (name, limit, people) in enumerate(COMPANIES):
        company = clerk.do(
            cards.register,
            at=at,
            front="office",
            fields={
                "type": "company",
                "company_name": name,
                "email": f"accounts{number}@example.org",
                "phone": f"01 99 00 {number:02} 00",
                "on_account_allowed": True,
                "credit_limit": clerk.money(limit) if limit else None,
                "address.street": f"{number + 3} rue de la Demonstration",
                "address.city": "Lyon",
                "address.postal_code": "69001",
                "address.country": "FR",
            },
        )
        book.companies.append(company)
        for position, person in enumerate(people):
            first, _, last = person.partition(" ")
            fields = {
                "first_name": first,
                "last_name": last,
                "parent": company.id,
                "payer": company.id,
                "on_account_allowed": True,
                "phone": f"06 39 98 98 {number}{position}",
            }
            book.employees.append(clerk.do(cards.register, at=at, front="office", fields=fields))


def _regular(
    clerk: Clerk, number: int, person: names.Person, *, level: PriceLevel, group: CustomerGroup
) -> Registered:
    fields = _facts(clerk, person, number)
    if number % 25 == 0:
        fields["price_level"] = level.id
    if number % 33 == 5:
        fields["group"] = group.id
    if number % 80 == 7:
        fields |= {"on_account_allowed": True, "credit_limit": clerk.money(15_000)}
    customer = Customer(id=new_id(), house=clerk.house, **terms.columns(clerk.house, fields))
    number_ = names.ean13(290_000_010_000 + number)
    card = Card(house=clerk.house, customer=customer, number=number_, number_key=number_)
    return Registered(
        customer,
        [customers.phone_row(customer, 0, person.phone, clerk.house.country)],
        code="",
        cards=[card] if number % 2 == 0 else [],
    )


def _facts(clerk: Clerk, person: names.Person, number: int) -> dict[str, Any]:
    random = clerk.random
    fields: dict[str, Any] = {"first_name": person.first, "last_name": person.last}
    fields["language"] = person.language
    if number % 3:
        fields["email"] = person.email
    if number % 4 == 0:
        month, day = random.randint(1, 12), random.randint(1, 28)
        year = str(random.randint(1948, 2006)) if number % 8 else "-"
        fields["birthday"] = f"{year}-{month:02}-{day:02}"
    if number % 6 == 0:
        fields["tags"] = [random.choice(names.TAGS)]
    if number % 10 == 0:
        fields["discount_percent"] = random.choice((500, 1000))
    return fields
