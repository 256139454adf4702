"""What a text names: parent or payer by user ID, personal code behind # or name; a group."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from habitue.cards.models import PersonalCode
from habitue.customers import reports, search, survivors
from habitue.customers.models import Customer
from habitue.exchange.picture import Person
from habitue.exchange.reading import separators
from habitue.exchange.reading.drafts import Value
from habitue.house.models import House
from habitue.kit import text
from habitue.menu.models import CustomerGroup, PriceLevel

Row = TypeVar("Row", PriceLevel, CustomerGroup, PriceLevel | CustomerGroup)
CODED = re.compile(r".*#(?P<code>\d{4,12})")
MOST = 20


def coded(name: str, code: str) -> str:
    """How a file names a customer who has no user ID: readable, and never two people."""
    return f"{name} #{code}" if code else name


def named(house: House) -> dict[str, list[PriceLevel | CustomerGroup]]:
    """What a file names by its name, by the key of its column."""
    return {
        "price_level": list(PriceLevel.objects.of(house)),
        "group": list(CustomerGroup.objects.of(house).standing()),
    }


def by_name(rows: Iterable[Row]) -> dict[str, Row]:
    """By name as it is written, else in any case."""
    known = list(rows)
    return {row.name.casefold(): row for row in known} | {row.name: row for row in known}


def ungroup(fields: dict[str, Value], known: Container[str]) -> None:
    """A group that the house has not is kept as tags, so that nothing of the file is lost."""
    name = str(fields.get("group", ""))
    if name.casefold() in known or not name:
        return
    del fields["group"]
    tags = fields.get("tags") or ()
    assert isinstance(tags, tuple)
    named = [one.strip() for one in separators.split(name, separators.TAGS)]
    fields["tags"] = tuple(dict.fromkeys([*tags, *filter(None, named)]))


class Links:
    """Answers for one walk through a file; whoever the file itself made is found at once."""

    def __init__(self, house: House, *, watches: bool = True) -> None:
        self._house, self._watches = house, watches
        self._known: dict[str, list[UUID]] = {}
        self._made: dict[str, dict[UUID, bool]] = defaultdict(dict)
        self._parents: dict[UUID, UUID] = {}

    def note(self, person: Person) -> None:
        """Someone this file made or changed; kept only where a column may name them."""
        if not self._watches:
            return
        customer = person.customer
        if person.is_new:
            is_company = customer.is_company
            self._made["=" + text.normalise(customer.display_name)][person.id] = is_company
            if customer.user_id_key:
                self._made[customer.user_id_key][person.id] = is_company
            if person.code:
                self._made["#" + person.code][person.id] = is_company
        if customer.parent_id:
            self._parents[person.id] = customer.parent_id

    def named(self, written: str) -> list[UUID]:
        """Everyone `written` may name; companies before people of the same name."""
        code = CODED.fullmatch(written)
        for sign in (written.casefold(), f"#{code['code']}" if code else ""):
            if sign and (made := self._made.get(sign)):
                return list(made)
        made = self._made.get("=" + text.normalise(written), {})
        firms = [id_ for id_, is_company in made.items() if is_company]
        if written not in self._known:
            self._known[written] = self._ask(written, code["code"] if code else "")
        return list(dict.fromkeys([*self._known[written], *(firms or made)]))

    def _ask(self, written: str, code: str) -> list[UUID]:
        if found := self._standing(Q(user_id_key=written.casefold())):
            return found
        if code:
            codes = PersonalCode.objects.of(self._house).filter(code=code)
            if found := self._standing(Q(pk__in=codes.values("customer_id"))):
                return found
        hits = search.find(self._house, search.Asked(written), limit=MOST)
        called = [
            one
            for one in reports.in_order(self._house, [id_ for id_, _docid in hits])
            if text.normalise(one.display_name) == text.normalise(written)
        ]
        return [one.id for one in called if one.is_company] or [one.id for one in called]

    def _standing(self, asked: Q) -> list[UUID]:
        """Those in the book: of someone merged whoever was kept, of the archived nobody."""
        rows = Customer.objects.of(self._house)
        found = dict(rows.filter(asked).values_list("id", "archived_at"))
        gone = [id_ for id_, archived_at in found.items() if archived_at]
        if not gone:
            return list(found)
        now = survivors.survivors_of(self._house, gone)
        ids = {now.get(id_, id_) for id_ in found}
        return list(rows.kept().filter(pk__in=ids).values_list("id", flat=True))

    def loops(self, customer: UUID, parent: UUID) -> bool:
        """Whether `parent` belongs to `customer`, however long the way round."""
        seen: set[UUID] = {customer}
        above: UUID | None = parent
        while above is not None:
            if above in seen:
                return True
            seen.add(above)
            above = self._parents.get(above) or (
                Customer.objects.of(self._house)
                .filter(pk=above)
                .values_list("parent_id", flat=True)
                .first()
            )
        return False
