"""The fate of a row: whom it is about, what it changes, or why it is refused.

Nothing is written here, so that a dry run and the real one decide alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as kept
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.cards import actions as cards
from habitue.cards.models import Card
from habitue.customers import consents, free, terms
from habitue.customers.actions import TERMS
from habitue.customers.many import costs
from habitue.customers.models import Customer, CustomerPhone
from habitue.exchange import bearers, unwilling
from habitue.exchange.claims import Claims, Fields
from habitue.exchange.links import Links, by_name, named, ungroup
from habitue.exchange.models import FateKind
from habitue.exchange.opened import Opened
from habitue.exchange.picture import Change, Keys, Person, Picture, number_of, phone_keys
from habitue.exchange.policies import AS_EVER, Policy
from habitue.exchange.prospects import Prospects
from habitue.exchange.reading.cells import Stop
from habitue.exchange.reading.drafts import Draft, Refused
from habitue.exchange.reading.openings import Opening
from habitue.exchange.recognising import only_debtor, recognise
from habitue.exchange.unwilling import Unwilling
from habitue.house.models import House
from habitue.house.rows import fresh
from habitue.kit.refusals import Refusal
from habitue.operations.rights import RightMissing

FRONT = consents.FILE
LINKS = ("parent", "payer")
APART = frozenset({*LINKS, "price_level", "group", *terms.ELSEWHERE, "type", "user_id", "tags"})
CHANGES = (FateKind.CREATED, FateKind.UPDATED)


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
    of_card: str = ""  # whose own the balance is, and not its owner's
    brought: Opening | None = None  # what the file says, whatever becomes of it
    waiting: dict[str, str] = kept(default_factory=dict)  # links to whom a later row may make
    was: dict[str, list[Any]] = kept(default_factory=dict)  # column -> before, after
    had: list[str] | None = None  # numbers, where those change
    waited: dict[str, Any] = kept(default_factory=dict)  # column -> what waited for Send before
    booked: list[list[str]] = kept(default_factory=list)  # what, id of each opening


class Judge:
    """Decides row after row, each as if those before it were written."""

    def __init__(
        self,
        house: House,
        may: Callable[[str], bool],
        links: Links,
        policy: Policy = AS_EVER,
        of: UUID | None = None,  # the import; none while it is only tried
    ) -> None:
        self.house, self.may, self.links, self.policy = house, may, links, policy
        self.claims: Claims | None = None  # of the rows before
        self.claimed: dict[UUID, Fields] = {}  # whom earlier rows spoke of, and of what
        self.stated: dict[UUID, Fields] = {}  # of it, what these rows said
        self.prospects: Prospects | None = None  # whom a trial has in mind
        self.lists_cards = False
        self.picture = Picture(house)
        self._opened = Opened(house, of)
        self._unwilling = Unwilling(house)
        self._own = free.fields_of(house)
        self._named = {key: by_name(rows) for key, rows in named(house).items()}

    def decide(self, drafts: list[Draft | Refused]) -> list[Decided]:
        """The fates of the next rows, in their order."""
        match = self.policy.match
        keys = {one.row: Keys.of(one, match) for one in drafts if isinstance(one, Draft)}
        self.picture.load(list(keys.values()))
        if self.prospects:
            self.prospects.load(self.picture, keys.values(), self._opened)
        if self.claims:
            self.claimed = self.claims.of(self.picture.people)
        self._opened.load(self.picture, drafts)
        self._unwilling.load(drafts, self.picture.people.values())
        decided = [self._fate(one, keys) for one in drafts]
        if self.prospects:
            changed = (one for one in decided if one.fate in CHANGES and one.person)
            self.prospects.keep((one.person for one in changed if one.person), self._opened)
        return decided

    def _fate(self, one: Draft | Refused, keys: dict[int, Keys]) -> Decided:
        if isinstance(one, Draft):
            decided = self._one(one, keys[one.row])
        else:
            decided = Decided(one.row, FateKind.REFUSED, field=one.field, reason=one.reason)
        decided.brought = one.opening
        return decided

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
            stated = self.claimed.get(decided.person.id, frozenset()).union(draft.fields)
            self.claimed[decided.person.id] = self.stated[decided.person.id] = stated
            self.picture.note(decided.person)
            self.links.note(decided.person)
        return decided

    def _judge(self, draft: Draft, keys: Keys, decided: Decided) -> None:
        ungroup(draft.fields, self._named["group"])
        person = recognise(self.picture, keys, self.claimed)
        if person is None and not keys.has_any:
            person = self._twin(draft, keys)
        named = self.picture.by_user_id.get(keys.user_id) if keys.user_id else None
        if named is not None and named is not person:
            raise Stop("user_id", _("This user ID belongs to someone else."))
        decided.warnings += self._unwilling.leave_out(draft, person)
        if person is None:
            self._newcomer(draft, keys, decided)
        elif self.policy.known:
            self._known(draft, keys, person, decided)
        else:
            decided.fate, decided.person = FateKind.SKIPPED, person

    def _twin(self, draft: Draft, keys: Keys) -> Person | None:
        """Of those with the same name the first whom the row would not change at all."""
        rivals = self.picture.by_name.get((keys.name, keys.company), {})
        if draft.opening and draft.opening.on and draft.opening.owes:
            return only_debtor(list(rivals.values()))
        for one in sorted(rivals.values(), key=lambda one: one.id):
            if one.id in self.claimed or (keys.code and one.code != keys.code):
                continue
            if not self._differences(draft, one, Decided(draft.row, FateKind.UNCHANGED)):
                return one
        return None

    # -- someone new -------------------------------------------------------------------------

    def _newcomer(self, draft: Draft, keys: Keys, decided: Decided) -> None:
        says = bearers.left_out(draft, keys, self._opened, self.lists_cards)
        if says or not self.policy.new:
            decided.fate, decided.reason = FateKind.SKIPPED, says
            return
        person = self._fresh(draft, keys, decided)
        new_cards = self._cards(keys, person)
        if not keys.is_nameless:
            has = {"phone": person.numbers, "phones": person.numbers, "pin": 1, "cards": new_cards}
            terms.check_mandatory(self.house, FRONT, person.customer, has)
        self._require("customers.create")
        if costs(person.customer):
            self._require("house_accounts.edit_terms")
        if draft.opening:
            self._require("balances.open")
            decided.of_card = bearers.its_card(keys, self.lists_cards)
            self._opened.note(person.id, draft.opening, decided.of_card)
        person.code = self._code(keys.code, decided)
        decided.fate, decided.person = FateKind.CREATED, person
        decided.cards, decided.opening = new_cards, draft.opening
        decided.wording = draft.marketing_wording
        self._bind(person, new_cards)

    def _fresh(self, draft: Draft, keys: Keys, decided: Decided) -> Person:
        customer = fresh(Customer, house=self.house)
        person = Person(customer, is_new=True)
        plain = {k: v for k, v in draft.fields.items() if k not in APART}
        plain |= {k: draft.fields[k] for k in ("type", "user_id", "tags") if k in draft.fields}
        if keys.is_nameless:
            plain["last_name"] = bearers.called(draft, keys)
        for column, value in terms.columns(self.house, plain, self._own).items():
            setattr(customer, column, free.merged({}, value) if column == "free" else value)
        self._by_name(draft, customer, decided)
        for key in LINKS:
            self._link(draft, key, person, decided)
        person.numbers = [number_of(customer, n, one) for n, one in enumerate(draft.phones)]
        return person

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
                decided.was[column] = [getattr(person.customer, column), value]
                setattr(person.customer, column, value)
            if change.numbers is not None:
                decided.had = [one.typed for one in person.numbers]
                person.numbers = change.numbers
        decided.person, decided.cards = person, new_cards
        decided.of_card = bearers.its_card(keys, self.lists_cards)
        decided.opening = self._still_to_open(draft, person, decided)
        changed = changes or new_cards or decided.opening
        decided.fate = FateKind.UPDATED if changed else FateKind.UNCHANGED
        decided.changes = {key: change.value for key, change in changes.items()}
        if "phones" in decided.changes:
            decided.changes["phone"] = decided.changes["phones"][0]
        decided.wording = draft.marketing_wording
        self._bind(person, new_cards)

    def _still_to_open(self, draft: Draft, person: Person, decided: Decided) -> Opening | None:
        """What of the row's balances was not brought yet: each is opened once."""
        if draft.opening is None:
            return None
        card, is_new = decided.of_card, bool(decided.cards)
        left = self._opened.left_of(person.id, draft.opening, card, is_new=is_new)
        if left is None or left != draft.opening:
            text = _("A balance was brought before; it is not brought again.")
            decided.warnings.append(("opening_balance", text))
        if left is not None:
            self._require("balances.open")
            self._opened.note(person.id, left, card)
        return left

    def _differences(self, draft: Draft, person: Person, decided: Decided) -> dict[str, Change]:
        """What a row changes of a customer. What an earlier row of the file said stands."""
        customer, stated = person.customer, self.claimed.get(person.id, frozenset())
        before = dict(customer.__dict__)
        found: dict[str, Change] = {}
        for key, value in self._offered(draft, customer).items():
            columns = terms.columns(self.house, {key: value}, self._own)
            if all(before[column] == new for column, new in columns.items()):
                continue
            if key not in stated or key == "tags" or (key == unwilling.KEY and not value):
                found[key] = Change(value, columns)
            elif key != "type":
                text = _("An earlier row says otherwise; this was left out.")
                decided.warnings.append((key, text))
        self._by_name(draft, customer, decided, found)
        for key in LINKS:
            self._link(draft, key, person, decided, found)
        if numbers := self._numbers(draft, person, "phone" not in stated):
            found["phones"] = Change([one.typed for one in numbers], {}, numbers)
        return found

    def _offered(self, draft: Draft, customer: Customer) -> dict[str, Any]:
        offered = {key: value for key, value in draft.fields.items() if key not in APART}
        if draft.type_is_stated:
            offered["type"] = draft.fields["type"]
        user_id = str(draft.fields.get("user_id", ""))
        is_free = user_id.casefold() not in self.picture.of_before
        if user_id and not customer.user_id_key and is_free:
            offered["user_id"] = user_id
        if tags := draft.fields.get("tags"):
            assert isinstance(tags, tuple)
            offered["tags"] = tuple(dict.fromkeys([*customer.tags, *tags]))
        if isinstance(said := draft.fields.get("free"), dict):
            offered["free"] = free.merged(customer.free, said)
        return offered

    def _numbers(self, draft: Draft, person: Person, first: bool) -> list[CustomerPhone] | None:
        """Their numbers with those the row adds: in front where it is the first to speak."""
        known = {key for one in person.numbers for key in phone_keys(one.e164, one.digits)}
        typed = {one.typed for one in person.numbers}
        added = [
            number_of(person.customer, 0, phone)
            for phone in draft.phones
            if phone.typed not in typed and known.isdisjoint(phone_keys(phone.e164, phone.digits))
        ]
        if not added:
            return None
        return [*added, *person.numbers] if first else [*person.numbers, *added]

    # -- both --------------------------------------------------------------------------------

    def _by_name(
        self,
        draft: Draft,
        customer: Customer,
        decided: Decided,
        found: dict[str, Change] | None = None,
    ) -> None:
        for key, known in self._named.items():
            name = str(draft.fields.get(key, ""))
            if not name:
                continue
            row = known.get(name) or known.get(name.casefold())
            if row is None:
                text = _("There is no price level “{name}”; it was left out.")
                decided.warnings.append((key, text.format(name=name[:60])))
            elif found is None:
                setattr(customer, key, row)
            elif getattr(customer, f"{key}_id") != row.id and key not in self.claimed.get(
                customer.id, ()
            ):
                found[key] = Change(row.id, {f"{key}_id": row.id})

    def _link(
        self,
        draft: Draft,
        key: str,
        person: Person,
        decided: Decided,
        found: dict[str, Change] | None = None,
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
        added = []
        for key, number in keys.cards.items():
            if key in person.cards:
                continue
            held = self.picture.cards.get(key)
            if held and held.customer_id and held.customer_id != person.id:
                raise Stop("cards", _("This card belongs to someone else."))
            if held and held.blocks.all():
                raise Stop("cards", _("This card is blocked."))
            cards.check_number(number)
            held = held or fresh(Card, house=self.house, number=number.strip(), number_key=key)
            added.append(held)
        if added:
            self._require("cards.assign")
        return added

    def _bind(self, person: Person, added: list[Card]) -> None:
        for card in added:
            card.customer = person.customer
            person.cards.add(card.number_key)
            self.picture.cards[card.number_key] = card

    def _require(self, right: str) -> None:
        if not self.may(right):
            raise RightMissing(right=right)
