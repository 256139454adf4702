"""Whose consent no file brings: owners of addresses objected to, and whoever said no here."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.customers import consents, objections
from habitue.exchange.picture import Person
from habitue.exchange.reading.drafts import Draft, Refused
from habitue.house.models import House

KEY = "marketing_allowed"


class Unwilling:
    """What a batch of rows says of marketing, held against what people said here."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._standing: set[str] = set()
        self._words: dict[UUID, bool] = {}  # what people said last

    def load(self, drafts: Iterable[Draft | Refused], people: Iterable[Person]) -> None:
        """Ask once for the words and the addresses of all that the rows are about."""
        several = [one for one in drafts if isinstance(one, Draft)]
        known = list(people)
        if objections.are_kept(self._house):  # in most houses no digest is worked out
            asked = (*map(self._written, several), *map(self._had, known))
            self._standing = objections.standing(self._house, set().union(*asked))
        if self._standing or any(_agrees(one) for one in several):
            ids = [one.id for one in known if not one.is_new]
            self._words = consents.last_words(self._house, ids)

    def leave_out(self, draft: Draft, person: Person | None) -> list[tuple[str, str]]:
        """Take the consent out of a row that may not bring it, and say why."""
        if person and person.customer.marketing_allowed:
            return self._taken_along(draft, person)
        if not _agrees(draft):
            return []
        if person and self._words.get(person.id) is False:
            says = _("They said no here; a file does not change that. Only they can, by agreeing.")
        elif self._is_objected(draft, person):
            says = _wanted_none()
        else:
            return []
        draft.fields.pop(KEY)
        return [(KEY, says)]

    def _taken_along(self, draft: Draft, person: Person) -> list[tuple[str, str]]:
        """An address objected to, given to whoever agrees by files alone, ends that."""
        if not self._standing or self._words.get(person.id):
            return []
        if self._standing.isdisjoint(self._written(draft) - self._had(person)):
            return []
        draft.fields[KEY] = False
        return [(KEY, _wanted_none())]

    def _written(self, draft: Draft) -> set[str]:
        address = str(draft.fields.get("email", ""))
        return objections.digests(self._house.id, [address], draft.phones)

    def _is_objected(self, draft: Draft, person: Person | None) -> bool:
        if not self._standing:
            return False
        had = self._had(person) if person else set()
        return not self._standing.isdisjoint(self._written(draft) | had)

    def _had(self, person: Person) -> set[str]:
        """Of the addresses they have by the book and the rows so far."""
        return objections.digests(self._house.id, [person.customer.email], person.numbers)


def _wanted_none() -> str:
    return _("Whoever has this address wanted no offers, so the consent was left out.")


def _agrees(draft: Draft) -> bool:
    fields: Mapping[str, object] = draft.fields
    return fields.get(KEY) is True
