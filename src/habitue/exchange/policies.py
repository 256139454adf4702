"""How rows meet the book: by which sign, and what becomes of those it knows and does not know."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Malformed

# by which a row is recognised; nothing chosen: by each of them, the surest first
MATCHES = {
    "": _("User id, card, e-mail, phone: the surest first"),
    "user_id": _("User id"),
    "cards": _("Card"),
    "email": _("E-mail"),
    "phone": _("Phone"),
}


class NoSuchMatch(Malformed):
    says = _("Rows are not matched by this.")


@dataclass(frozen=True, slots=True)
class Policy:
    """`new`: add who is not in the book; `known`: change who is. Else the row is left out."""

    match: str = ""
    new: bool = True
    known: bool = True

    def __post_init__(self) -> None:
        if self.match not in MATCHES:
            raise NoSuchMatch(field="match")

    @property
    def kept(self) -> dict[str, Any]:
        return {"match": self.match, "new": self.new, "known": self.known}


AS_EVER = Policy()
