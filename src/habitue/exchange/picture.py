"""What a batch of rows needs to know of the book, fetched in a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from habitue.cards.actions import number_key
from habitue.cards.models import Card, PersonalCode
from habitue.customers.models import Customer, CustomerPhone
from habitue.exchange.reading.drafts import Draft
from habitue.house.models import House
from habitue.kit import emails, text

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

    @classmethod
    def of(cls, draft: Draft) -> "Keys":
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
        )

    @property
    def has_any(self) -> bool:
        return bool(self.user_id or self.cards or self.email or self.phones)


def name_of(first: object, last: object) -> str:
    return text.normalise(f"{first} {last}")


def phone_keys(e164: str | None, digits: str) -> list[str]:
    if e164:
        return [e164, digits] if digits else [e164]
    return [digits] if len(digits) >= SHORTEST else []


class Picture:
    """Customers by whatever a row may recognise them by."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people: dict[UUID, Person] = {}
        self.by_user_id: dict[str, Person] = {}
        self.by_code: dict[str, Person] = {}
        self.by_email: dict[str, dict[UUID, Person]] = defaultdict(dict)
        self.by_phone: dict[str, dict[UUID, Person]] = defaultdict(dict)
        self.by_name: dict[tuple[str, str], dict[UUID, Person]] = defaultdict(dict)
        self.cards: dict[str, Card] = {}

    def load(self, rows: Sequence[Keys]) -> None:
        """Fetch everyone whom `rows` may be about."""
        cards = self._cards({key for row in rows for key in row.cards})
        codes = PersonalCode.objects.of(self.house).filter(
            code__in={row.code for row in rows if row.code}
        )
        numbers = {key for row in rows for key in row.phones}
        phones = CustomerPhone.objects.of(self.house).filter(
            Q(e164__in=[n for n in numbers if n.startswith("+")])
            | Q(digits__in=[n for n in numbers if not n.startswith("+")])
        )
        ids = {card.customer_id for card in cards if card.customer_id}
        ids |= (
            set(codes.values_list("customer_id", flat=True))
            if any(r.code for r in rows)
            else set()
        )
        ids |= set(phones.values_list("customer_id", flat=True)) if numbers else set()
        asked = (
            Q(user_id_key__in={row.user_id for row in rows if row.user_id})
            | Q(email_key__in={row.email for row in rows if row.email})
            | Q(pk__in=ids)
        )
        self._fetch(Customer.objects.of(self.house).filter(asked))
        bare = [row for row in rows if not row.has_any]
        if bare:
            self._fetch(self._called(bare))

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
        rows = Card.objects.of(self.house).filter(number_key__in=keys, released_at=None)
        found = list(rows.prefetch_related("blocks"))
        for card in found:
            self.cards.setdefault(card.number_key, card)
        return found

    def _fetch(self, rows: Iterable[Customer]) -> None:
        fresh = {row.id: Person(row) for row in rows if row.id not in self.people}
        if not fresh:
            return
        ids = list(fresh)
        phones = CustomerPhone.objects.of(self.house).filter(customer_id__in=ids)
        for number in phones.order_by("position"):
            fresh[number.customer_id].numbers.append(number)
        cards = Card.objects.of(self.house).filter(customer_id__in=ids, released_at=None)
        for owner, key in cards.values_list("customer_id", "number_key"):
            fresh[owner].cards.add(key)
        codes = PersonalCode.objects.of(self.house).filter(customer_id__in=ids)
        for owner, code in codes.values_list("customer_id", "code"):
            fresh[owner].code = code
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
