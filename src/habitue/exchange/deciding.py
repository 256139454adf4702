"""The fate of a row: whom it is about, what it changes, or why it is refused.

Nothing is written here, so that a dry run and the real one decide alike.
"""

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from dataclasses import field as kept
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.cards import actions as cards
from habitue.cards.models import Card
from habitue.customers import terms
from habitue.customers.actions import TERMS
from habitue.customers.many import costs
from habitue.customers.models import Customer, CustomerPhone
from habitue.exchange.links import Links
from habitue.exchange.models import FateKind
from habitue.exchange.picture import Keys, Person, Picture, phone_keys
from habitue.exchange.reading.cells import Stop
from habitue.exchange.reading.drafts import Draft, Refused
from habitue.exchange.reading.openings import Opening
from habitue.exchange.recognising import recognise
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.kit.phones import Phone
from habitue.kit.refusals import Refusal
from habitue.menu.models import PriceLevel
from habitue.operations.rights import RightMissing

FRONT = "import"
LINKS = ("parent", "payer")
APART = frozenset({*LINKS, *terms.ELSEWHERE, "price_level", "type", "user_id", "tags"})
REASON = 300


@dataclass(slots=True)
class Decided:
    """What is to become of a row."""

    row: int
    fate: FateKind
    person: Person | None = None
    field: str = ""
    reason: str = ""
    warnings: list[tuple[str, str]] = kept(default_factory=list)
    changes: dict[str, Any] = kept(default_factory=dict)
    cards: list[Card] = kept(default_factory=list)
    wording: str = ""
    opening: Opening | None = None
    waiting: dict[str, str] = kept(default_factory=dict)  # links to whom a later row may make


class Judge:
    """Decides row after row, each as if those before it were written."""

    def __init__(self, house: House, may: Callable[[str], bool], links: Links) -> None:
        self.house, self.may, self.links = house, may, links
        self.claimed: MutableMapping[
            UUID, frozenset[str]
        ] = {}  # whom earlier rows spoke of, and of what
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self.picture = Picture(house)
        levels = PriceLevel.objects.of(house)
        self._levels = {level.name.casefold(): level for level in levels}

    def decide(self, drafts: list[Draft | Refused]) -> list[Decided]:
        """The fates of the next rows, in their order."""
        keys = {one.row: Keys.of(one) for one in drafts if isinstance(one, Draft)}
        self.picture.load(list(keys.values()))
        return [
            self._one(one, keys[one.row])
            if isinstance(one, Draft)
            else Decided(one.row, FateKind.REFUSED, field=one.field, reason=one.reason)
            for one in drafts
        ]

    def _one(self, draft: Draft, keys: Keys) -> Decided:
        said = [(warned.field, warned.text) for warned in draft.warnings]
        decided = Decided(draft.row, FateKind.UNCHANGED, warnings=said)
        try:
            self._judge(draft, keys, decided)
        except Stop as stop:
            return Decided(draft.row, FateKind.REFUSED, None, stop.field, stop.reason)
        except RightMissing as missing:
            return Decided(draft.row, FateKind.REFUSED, None, "", missing.sentence)
        except Refusal as refusal:
            about = str(refusal.facts.get("field", ""))
            reason = str(refusal.facts.get("reason", refusal.sentence))
            return Decided(draft.row, FateKind.REFUSED, None, about, reason)
        if decided.person is not None:
            self._claim(decided.person.id, draft.fields.keys())
            self.picture.note(decided.person)
            self.links.note(decided.person)
        return decided

    def _claim(self, person: UUID, said: Iterable[str]) -> None:
        stated = self.claimed.get(person, frozenset()) | frozenset(said)
        self.claimed[person] = self._sets.setdefault(stated, stated)

    def _judge(self, draft: Draft, keys: Keys, decided: Decided) -> None:
        person = recognise(self.picture, keys, self.claimed)
        if person is None and not keys.has_any:
            person = self._twin(draft, keys)
        if person is None:
            self._newcomer(draft, keys, decided)
        else:
            self._known(draft, keys, person, decided)

    def _twin(self, draft: Draft, keys: Keys) -> Person | None:
        """Of those with the same name the first whom the row would not change at all."""
        rivals = self.picture.by_name.get((keys.name, keys.company), {})
        for one in sorted(rivals.values(), key=lambda one: one.id):
            if one.id in self.claimed or (keys.code and one.code != keys.code):
                continue
            if not self._differences(draft, one, Decided(draft.row, FateKind.UNCHANGED)):
                return one
        return None

    # -- someone new -------------------------------------------------------------------------

    def _newcomer(self, draft: Draft, keys: Keys, decided: Decided) -> None:
        customer = Customer(id=new_id(), house=self.house)
        person = Person(customer, is_new=True)
        plain = {k: v for k, v in draft.fields.items() if k not in APART}
        plain |= {k: draft.fields[k] for k in ("type", "user_id", "tags") if k in draft.fields}
        for column, value in terms.columns(self.house, plain).items():
            setattr(customer, column, value)
        self._level(draft, customer, decided)
        for key in LINKS:
            self._link(draft, key, person, decided)
        person.numbers = [self._number(customer, n, one) for n, one in enumerate(draft.phones)]
        new_cards = self._cards(keys, person)
        terms.check_mandatory(
            self.house,
            FRONT,
            customer,
            {"phone": person.numbers, "phones": person.numbers, "pin": 1, "cards": new_cards},
        )
        self._require("customers.create")
        if costs(customer):
            self._require("house_accounts.edit_terms")
        if draft.opening:
            self._require("balances.open")
        person.code = self._code(keys.code, decided)
        decided.fate, decided.person = FateKind.CREATED, person
        decided.cards, decided.opening = new_cards, draft.opening
        decided.wording = draft.marketing_wording
        self._bind(person, new_cards)

    def _code(self, code: str, decided: Decided) -> str:
        """Their personal code, if it is free here; else a new one is drawn."""
        if not code:
            return ""
        if not 6 <= len(code) <= 12:
            decided.warnings.append(("personal_code", _("This is no personal code of ours.")))
            return ""
        if code in self.picture.by_code:
            decided.warnings.append(
                ("personal_code", _("The personal code is taken; a new one was given."))
            )
            return ""
        return code

    # -- someone known -----------------------------------------------------------------------

    def _known(self, draft: Draft, keys: Keys, person: Person, decided: Decided) -> None:
        changes = self._differences(draft, person, decided)
        new_cards = self._cards(keys, person)
        if changes:
            self._require("customers.edit")
            columns = {column for change in changes.values() for column in change.columns}
            if columns & TERMS:
                self._require("house_accounts.edit_terms")
        for change in changes.values():
            for column, value in change.columns.items():
                setattr(person.customer, column, value)
            if change.numbers is not None:
                person.numbers = change.numbers
        decided.person = person
        decided.fate = FateKind.UPDATED if changes or new_cards else FateKind.UNCHANGED
        decided.changes = {key: change.value for key, change in changes.items()}
        if "phones" in decided.changes:
            decided.changes["phone"] = decided.changes["phones"][0]
        decided.cards, decided.wording = new_cards, draft.marketing_wording
        self._bind(person, new_cards)

    def _differences(self, draft: Draft, person: Person, decided: Decided) -> dict[str, "Change"]:
        """What a row changes of a customer. What an earlier row of the file said stands."""
        customer, stated = person.customer, self.claimed.get(person.id, frozenset())
        before = dict(customer.__dict__)
        found: dict[str, Change] = {}
        for key, value in self._offered(draft, customer).items():
            columns = terms.columns(self.house, {key: value})
            if all(before[column] == new for column, new in columns.items()):
                continue
            if key not in stated or key == "tags":
                found[key] = Change(value, columns)
            elif key != "type":
                text = _("An earlier row says otherwise; this was left out.")
                decided.warnings.append((key, text))
        self._level(draft, customer, decided, found)
        for key in LINKS:
            self._link(draft, key, person, decided, found)
        if numbers := self._numbers(draft, person, "phone" not in stated):
            found["phones"] = Change([one.typed for one in numbers], {}, numbers)
        return found

    def _offered(self, draft: Draft, customer: Customer) -> dict[str, Any]:
        offered = {key: value for key, value in draft.fields.items() if key not in APART}
        if draft.type_is_stated:
            offered["type"] = draft.fields["type"]
        if not customer.user_id_key and "user_id" in draft.fields:
            offered["user_id"] = draft.fields["user_id"]
        if tags := draft.fields.get("tags"):
            assert isinstance(tags, tuple)
            offered["tags"] = tuple(dict.fromkeys([*customer.tags, *tags]))
        return offered

    def _numbers(self, draft: Draft, person: Person, first: bool) -> list[CustomerPhone] | None:
        """Their numbers with those the row adds: in front where it is the first to speak."""
        known = {key for one in person.numbers for key in phone_keys(one.e164, one.digits)}
        typed = {one.typed for one in person.numbers}
        added = [
            self._number(person.customer, 0, phone)
            for phone in draft.phones
            if phone.typed not in typed and known.isdisjoint(phone_keys(phone.e164, phone.digits))
        ]
        if not added:
            return None
        return [*added, *person.numbers] if first else [*person.numbers, *added]

    # -- both --------------------------------------------------------------------------------

    def _number(self, customer: Customer, position: int, phone: Phone) -> CustomerPhone:
        return CustomerPhone(
            house=self.house,
            customer=customer,
            position=position,
            typed=phone.typed,
            e164=phone.e164 or "",
            digits=phone.digits[:80],
            national=phone.national[:40],
        )

    def _level(
        self,
        draft: Draft,
        customer: Customer,
        decided: Decided,
        found: "dict[str, Change] | None" = None,
    ) -> None:
        name = str(draft.fields.get("price_level", ""))
        if not name:
            return
        level = self._levels.get(name.casefold())
        if level is None:
            text = _("There is no price level “{name}”; it was left out.")
            decided.warnings.append(("price_level", text.format(name=name[:60])))
        elif found is None:
            customer.price_level = level
        elif customer.price_level_id != level.id and "price_level" not in self.claimed.get(
            customer.id, ()
        ):
            found["price_level"] = Change(level.id, {"price_level_id": level.id})

    def _link(
        self,
        draft: Draft,
        key: str,
        person: Person,
        decided: Decided,
        found: "dict[str, Change] | None" = None,
    ) -> None:
        written = str(draft.fields.get(key, ""))
        if not written:
            return
        several = self.links.named(written)
        has = getattr(person.customer, f"{key}_id")
        if has in several or key in self.claimed.get(person.id, ()):
            return
        if not several:
            decided.waiting[key] = written
        elif says := self.cannot(person.id, key, several):
            decided.warnings.append((key, says))
        elif found is None:
            setattr(person.customer, f"{key}_id", several[0])
        else:
            found[key] = Change(several[0], {f"{key}_id": several[0]})

    def cannot(self, customer: UUID, key: str, several: list[UUID]) -> str:
        """Why a link cannot be made, or nothing."""
        if len(several) > 1:
            return _("Several customers are called this; the link was left out.")
        if several[0] == customer or (key == "parent" and self.links.loops(customer, several[0])):
            return _("Nobody belongs to themselves; the link was left out.")
        return ""

    def _cards(self, keys: Keys, person: Person) -> list[Card]:
        """The cards a row adds. Raises Stop where one is someone else's, or blocked."""
        fresh = []
        for key, number in keys.cards.items():
            if key in person.cards:
                continue
            held = self.picture.cards.get(key)
            if held and held.customer_id and held.customer_id != person.id:
                raise Stop("cards", _("This card belongs to someone else."))
            if held and held.blocks.all():
                raise Stop("cards", _("This card is blocked."))
            cards.check_number(number)
            fresh.append(held or Card(house=self.house, number=number.strip(), number_key=key))
        if fresh:
            self._require("cards.assign")
        return fresh

    def _bind(self, person: Person, fresh: list[Card]) -> None:
        for card in fresh:
            card.customer = person.customer
            person.cards.add(card.number_key)
            self.picture.cards[card.number_key] = card

    def _require(self, right: str) -> None:
        if not self.may(right):
            raise RightMissing(right=right)


@dataclass(frozen=True, slots=True)
class Change:
    """A field's new value as `customers.edit` takes it, and the columns it comes to."""

    value: Any
    columns: dict[str, Any]
    numbers: list[CustomerPhone] | None = None
