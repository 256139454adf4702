"""What a batch of rows needs to know of the book, fetched in a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from habitue.cards.actions import number_key
from habitue.cards.models import Card, PersonalCode
from habitue.customers import survivors
from habitue.customers.models import Customer, CustomerPhone
from habitue.exchange.reading.drafts import Draft
from habitue.house.models import House
from habitue.house.rows import Row, find, fresh
from habitue.kit import emails, text
from habitue.kit.phones import Phone

SHORTEST = 6  # digits of a number that is no telephone number of the world, to match by it


@dataclass(slots=True)
class Person:
    """A customer as they will stand when the rows so far are written."""

    customer: Customer
    numbers: list[CustomerPhone] = field(default_factory=list)
    cards: set[str] = field(default_factory=set)
    code: str = ""
    is_new: bool = False

    @property
    def id(self) -> UUID:
        return self.customer.id

    @property
    def name(self) -> str:
        return name_of(self.customer.first_name, self.customer.last_name)

    @property
    def company(self) -> str:
        return text.normalise(self.customer.company_name)


@dataclass(frozen=True, slots=True)
class Change:
    """A field's new value as `customers.edit` takes it, and the columns it comes to."""

    value: Any
    columns: dict[str, Any]
    numbers: list[CustomerPhone] | None = None


@dataclass(slots=True)
class Keys:
    """What a row may be recognised by."""

    user_id: str
    cards: dict[str, str]  # key -> number as written
    email: str
    phones: list[str]
    code: str
    name: str
    company: str
    match: str = ""  # by which alone the row is recognised; empty: by each

    @classmethod
    def of(cls, draft: Draft, match: str = "") -> "Keys":
        said = draft.fields
        phones = [key for phone in draft.phones for key in phone_keys(phone.e164, phone.digits)]
        return cls(
            user_id=str(said.get("user_id", "")).casefold(),
            cards={number_key(number): number for number in draft.cards},
            email=emails.key(str(said["email"])) if "email" in said else "",
            phones=list(dict.fromkeys(phones)),
            code=text.digits(str(said.get("personal_code", ""))),
            name=name_of(said.get("first_name", ""), said.get("last_name", "")),
            company=text.normalise(str(said.get("company_name", ""))),
            match=match,
        )

    def counts(self, sign: str) -> bool:
        """Whether the row is to be recognised by this sign."""
        return self.match in ("", sign)

    @property
    def is_nameless(self) -> bool:
        return not (self.name or self.company)

    @property
    def has_any(self) -> bool:
        signs = {
            "user_id": self.user_id,
            "cards": self.cards,
            "email": self.email,
            "phone": self.phones,
        }
        return any(value for sign, value in signs.items() if self.counts(sign))


def name_of(first: object, last: object) -> str:
    return text.normalise(f"{first} {last}")


def phone_keys(e164: str | None, digits: str) -> list[str]:
    if e164:
        return [e164, digits] if digits else [e164]
    return [digits] if len(digits) >= SHORTEST else []


def number_of(customer: Customer, position: int, phone: Phone) -> CustomerPhone:
    """A number of a row, as it would stand in the book."""
    return fresh(
        CustomerPhone,
        house=customer.house,
        customer=customer,
        position=position,
        typed=phone.typed,
        e164=phone.e164 or "",
        digits=phone.digits[:80],
        national=phone.national[:40],
    )


class Picture:
    """Customers by whatever a row may recognise them by."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people: dict[UUID, Person] = {}
        self.by_user_id: dict[str, Person] = {}
        self.by_code: dict[str, Person] = {}
        self.of_before: set[str] = set()  # user IDs and codes of who was merged: theirs still
        self.by_email: dict[str, dict[UUID, Person]] = defaultdict(dict)
        self.by_phone: dict[str, dict[UUID, Person]] = defaultdict(dict)
        self.by_name: dict[tuple[str, str], dict[UUID, Person]] = defaultdict(dict)
        self.cards: dict[str, Card] = {}

    def load(self, rows: Sequence[Keys]) -> None:
        """Fetch everyone whom `rows` may be about."""
        cards = self._cards({key for row in rows for key in row.cards})
        ids = {card.customer_id for card in cards if card.customer_id}
        ids |= self._owners(PersonalCode, "code", {row.code for row in rows})
        numbers = {key for row in rows for key in row.phones}
        ids |= self._owners(CustomerPhone, "e164", {n for n in numbers if n.startswith("+")})
        ids |= self._owners(CustomerPhone, "digits", {n for n in numbers if n[:1] != "+"})
        self._fetch(self._with(Customer, "user_id_key", {row.user_id for row in rows}))
        self._fetch(self._with(Customer, "email_key", {row.email for row in rows}))
        self.add(ids)
        bare = [row for row in rows if not row.has_any]
        if bare:
            self._fetch(self._called(bare))
        self._lead_on()

    def add(self, ids: Iterable[UUID]) -> None:
        """Fetch these too."""
        missing = [id_ for id_ in ids if id_ not in self.people]
        self._fetch(self._with(Customer, "id", missing))

    def _with(self, model: type[Row], column: str, values: Iterable[object]) -> list[Row]:
        """Rows by one column, by its index: of columns joined by OR, SQLite reads every row."""
        asked: dict[str, Any] = {column: [value for value in values if value]}
        return find(model, self.house, **asked) if asked[column] else []

    def _owners(
        self, model: type[CustomerPhone | PersonalCode], column: str, values: Iterable[str]
    ) -> set[UUID]:
        return {one.customer_id for one in self._with(model, column, values)}

    def _lead_on(self) -> None:
        """A user ID or a code of someone merged names whoever was kept."""
        gone = [id_ for id_, person in self.people.items() if person.customer.archived_at]
        now = survivors.survivors_of(self.house, gone) if gone else {}
        self.add(now.values())
        for signs in (self.by_user_id, self.by_code):
            for sign, person in signs.items():
                if person.id in now:
                    signs[sign] = self.people[now[person.id]]
                    self.of_before.add(sign)

    def _called(self, rows: Sequence[Keys]) -> Iterable[Customer]:
        """Those who may be meant by rows that say a name and nothing to recognise it by."""
        wanted = {(row.name, row.company) for row in rows}
        scanned = Customer.objects.of(self.house).kept()
        names = scanned.values_list("id", "first_name", "last_name", "company_name")
        ids = [
            id_
            for id_, first, last, company in names.iterator(chunk_size=5_000)
            if (name_of(first, last), text.normalise(company)) in wanted
        ]
        return Customer.objects.of(self.house).filter(pk__in=ids[:20_000])

    def _cards(self, keys: set[str]) -> list[Card]:
        if not keys:
            return []
        found = find(Card, self.house, number_key=keys, released_at=None)
        prefetch_related_objects(found, "blocks")
        for card in found:
            self.cards.setdefault(card.number_key, card)
        return found

    def _fetch(self, rows: Iterable[Customer]) -> None:
        fresh = {row.id: Person(row) for row in rows if row.id not in self.people}
        if not fresh:
            return
        ids = list(fresh)
        for number in find(CustomerPhone, self.house, customer_id=ids, order="position"):
            fresh[number.customer_id].numbers.append(number)
        for card in find(Card, self.house, customer_id=ids, released_at=None):
            if card.customer_id:
                fresh[card.customer_id].cards.add(card.number_key)
        for one in find(PersonalCode, self.house, customer_id=ids):
            fresh[one.customer_id].code = one.code
        for person in fresh.values():
            person.customer.house = self.house
            self.note(person)

    def note(self, person: Person) -> None:
        """Bring the indexes up to date with what a person has become."""
        customer, id_ = person.customer, person.id
        self.people[id_] = person
        if customer.user_id_key:
            self.by_user_id[customer.user_id_key] = person
        if person.code:
            self.by_code[person.code] = person
        if customer.archived_at:
            return
        if customer.email_key:
            self.by_email[customer.email_key][id_] = person
        for number in person.numbers:
            for key in phone_keys(number.e164, number.digits):
                self.by_phone[key][id_] = person
        self.by_name[person.name, person.company][id_] = person
