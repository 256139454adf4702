"""Whom a text names as parent or payer: a user ID, a personal code behind #, or a name."""

import re
from collections import defaultdict
from uuid import UUID

from habitue.cards.models import PersonalCode
from habitue.customers import reports, search
from habitue.customers.models import Customer
from habitue.exchange.picture import Person
from habitue.house.models import House
from habitue.kit import text

CODED = re.compile(r".*#(?P<code>\d{4,12})")
MOST = 20


def coded(name: str, code: str) -> str:
    """How a file names a customer who has no user ID: readable, and never two people."""
    return f"{name} #{code}" if code else name


class Links:
    """Answers for one walk through a file; whoever the file itself made is found at once."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: dict[str, list[UUID]] = {}
        self._made: dict[str, dict[UUID, bool]] = defaultdict(dict)
        self._parents: dict[UUID, UUID] = {}

    def note(self, person: Person) -> None:
        """Someone this file made or changed."""
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
        rows = Customer.objects.of(self._house).kept()
        if found := list(rows.filter(user_id_key=written.casefold()).values_list("id", flat=True)):
            return found
        if code:
            codes = PersonalCode.objects.of(self._house).filter(code=code)
            if found := list(codes.values_list("customer_id", flat=True)):
                return found
        hits = search.find(self._house, search.Asked(written), limit=MOST)
        called = [
            one
            for one in reports.in_order(self._house, [id_ for id_, _docid in hits])
            if text.normalise(one.display_name) == text.normalise(written)
        ]
        return [one.id for one in called if one.is_company] or [one.id for one in called]

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
