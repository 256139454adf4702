"""Whose consent no file brings: owners of addresses objected to, and whoever said no here."""

from collections.abc import Iterable, Mapping

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
        self._standing: set[str] | None = None  # None: nobody here objected

    def load(self, drafts: Iterable[Draft | Refused]) -> None:
        """Ask once for the addresses of all rows that say somebody agreed."""
        if not objections.are_kept(self._house):  # most houses: then no digest is worked out
            self._standing = None
            return
        asked = (self._written(one) for one in drafts if isinstance(one, Draft) and _agrees(one))
        self._standing = objections.standing(self._house, set().union(*asked))

    def leave_out(self, draft: Draft, person: Person | None) -> list[tuple[str, str]]:
        """Take the consent out of a row that may not bring it, and say why."""
        if not _agrees(draft) or (person and person.customer.marketing_allowed):
            return []
        if person and consents.said_no(person.customer):
            says = _("They said no here; a file does not change that. Only they can, by agreeing.")
        elif self._is_objected(draft, person):
            says = _("Whoever has this address wanted no offers, so the consent was left out.")
        else:
            return []
        draft.fields.pop(KEY)
        return [(KEY, says)]

    def _written(self, draft: Draft) -> set[str]:
        address = str(draft.fields.get("email", ""))
        return objections.digests(self._house.id, [address], draft.phones)

    def _is_objected(self, draft: Draft, person: Person | None) -> bool:
        if self._standing is None:
            return False
        if self._standing & self._written(draft):
            return True
        known = objections.of(person.customer) if person and not person.is_new else set()
        return bool(objections.standing(self._house, known))


def _agrees(draft: Draft) -> bool:
    fields: Mapping[str, object] = draft.fields
    return fields.get(KEY) is True
