"""Field by field, what the kept record will say: its own, the other's, or both.

Where only one of the two knows something, that stands. Consent is never widened by a merge, a
hold stays, and nothing said for a guest's safety is dropped unless somebody chooses so.
The bearer of a gift card is called by its number only until they have a name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.customers import free
from habitue.customers.catalogue import FIELDS, FREE, Field
from habitue.customers.models import Customer, FreeField
from habitue.customers.terms import COLUMNS, LINKS
from habitue.kit.refusals import Malformed

Pick = Literal["kept", "other", "both"]
PICKS = ("kept", "other", "both")
TOGETHER = frozenset({"tags", "notes", "description", "allergies", "other_addresses", "phones"})
STRICTER = {  # column -> which answer of the two stands
    "marketing_allowed": all,
    "email_receipts": all,
    "on_hold": any,
    "ignored": any,
}
ELSEWHERE = frozenset({"cards", "personal_code", "phone", "phones"})
PHONES = "phones"
OWN = "own"  # kind of a field of the house's own, whatever it holds
NAMES = frozenset({"type", "last_name"})
BEARER = re.compile(r"….{1,4}$")  # as room exchange calls them, in whatever language
POINTERS = frozenset({"parent", "payer"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of both records, and what may be picked; `default` stands where nothing is."""

    key: str
    label: str | Promise
    kind: str
    kept: Any
    other: Any
    options: Sequence[Pick]
    default: Pick

    @property
    def differs(self) -> bool:
        return bool(self.kept != self.other)

    def picked(self, picks: Mapping[str, str]) -> Any:
        """The value that stands; raises Malformed for a pick there is not."""
        pick = picks.get(self.key, self.default)
        if pick not in self.options:
            raise Malformed(field=f"fields.{self.key}")
        if pick == "both":
            return together(self.kept, self.other)
        return self.other if pick == "other" else self.kept


@dataclass(frozen=True, slots=True)
class Offered:
    """A field as it is asked about."""

    key: str
    label: str | Promise
    kind: str
    longest: int | None = None

    def fits(self, value: Any) -> bool:
        return self.longest is None or len(value) <= self.longest


@dataclass(frozen=True, slots=True)
class Known:
    """A record with its phones."""

    customer: Customer
    phones: Sequence[str]


def choices(kept: Known, other: Known, own: Iterable[FreeField]) -> list[Choice]:
    """Every field that somebody may choose, in the order of the form; `own` are the house's."""
    found = [
        _choice(field, kept, other)
        for field in FIELDS
        if field.key not in ELSEWHERE and column(field.key) not in STRICTER
    ]
    phones = _offered(Offered(PHONES, _("Phones"), "phones"), [*kept.phones], [*other.phones])
    return [*found, phones, *(_own_choice(field, kept, other) for field in own)]


def free_values(kept: Customer, other: Customer, values: dict[str, Any]) -> dict[str, Any]:
    """What stands of the house's own fields; takes them out of `values`.

    Those that were put away are nobody's choice: the kept record's stand.
    """
    picked = {key: values.pop(key) for key in list(values) if key.startswith(FREE)}
    bare = {key.removeprefix(FREE): value for key, value in picked.items()}
    return free.merged({**other.free, **kept.free}, bare)


def check(picks: Mapping[str, str], among: Sequence[Choice]) -> None:
    """Raises Malformed where a pick names no field that can be chosen."""
    known = {choice.key for choice in among}
    for key in picks:
        if key not in known:
            raise Malformed(field=f"fields.{key}")


def column(key: str) -> str:
    return COLUMNS.get(key, key)


def stricter(kept: Customer, other: Customer) -> dict[str, bool]:
    """What is not anybody's choice: consents both gave, holds either has."""
    return {
        name: rule(bool(getattr(one, name)) for one in (kept, other))
        for name, rule in STRICTER.items()
    }


def together(kept: Any, other: Any) -> Any:
    """Both, the kept one's first, nothing twice."""
    if isinstance(kept, list):
        return [*kept, *(one for one in other if one not in kept)]
    lines = [text for text in (kept, other) if text]
    return (
        "\n".join(dict.fromkeys(lines))
        if "\n" in "".join(lines)
        else "; ".join(dict.fromkeys(lines))
    )


def _value(customer: Customer, field: Field) -> Any:
    if field.kind in LINKS:
        return getattr(customer, f"{field.key}_id")
    return getattr(customer, column(field.key))


def _choice(field: Field, kept: Known, other: Known) -> Choice:
    mine, theirs = _value(kept.customer, field), _value(other.customer, field)
    if field.key in POINTERS:  # nobody belongs to themselves
        mine = None if mine == other.customer.id else mine
        theirs = None if theirs == kept.customer.id else theirs
    asked = Offered(field.key, field.label, field.kind, field.longest)
    offered = _offered(asked, mine, theirs)
    bearers = [_is_bearer(one.customer) for one in (kept, other)]
    if field.key in NAMES and bearers[0] != bearers[1]:
        return replace(offered, default="other" if bearers[0] else "kept")
    return offered


def _is_bearer(customer: Customer) -> bool:
    """Whether what they are called is their gift card: an ellipsis and the end of its number."""
    others = customer.first_name or customer.company_name
    return not others and bool(BEARER.search(customer.last_name))


def _own_choice(field: FreeField, kept: Known, other: Known) -> Choice:
    asked = Offered(f"{FREE}{field.key}", field.name, OWN)
    return _offered(asked, kept.customer.free.get(field.key), other.customer.free.get(field.key))


def _offered(asked: Offered, mine: Any, theirs: Any) -> Choice:
    options: list[Pick] = ["kept", "other"]
    default: Pick = "kept"
    if _blank(mine) and not _blank(theirs) and asked.kind != "flag":
        default = "other"
    known = not _blank(mine) and not _blank(theirs)
    if asked.key in TOGETHER and known and asked.fits(together(mine, theirs)):
        options.append("both")
        default = "both"
    return Choice(asked.key, asked.label, asked.kind, mine, theirs, options, default)


def _blank(value: Any) -> bool:
    return value in (None, "", [])
