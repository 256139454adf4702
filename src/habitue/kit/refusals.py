"""Refusals: how the house says no. Not errors: each has a sentence, a code and facts."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.kit import missing
from habitue.kit.money import Money

NAMED: dict[str, type["Refusal"]] = {}


class Refusal(Exception):
    """The house says no.

    `code` is what a program reads, `says` what a person reads, `facts` what both may need.
    A 409 is remembered with its operation; every other status is not (decision 9).
    `keep` holds what must be written although the action is undone: the count of a wrong PIN.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    says: ClassVar[str | Promise] = _("The house says no.")
    replayed = False  # True when this is the answer of an earlier identical request

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts
        self.keep: list[Callable[[], object]] = []

    def __init_subclass__(cls) -> None:
        NAMED[cls.__name__] = cls

    @property
    def sentence(self) -> str:
        """The sentence in the language of the moment, with its facts filled in."""
        return str(self.says).format_map(_Readable(self.facts))

    def but_keep(self, write: Callable[[], object]) -> "Refusal":
        """Raise me, yet run `write` in the transaction that remembers me."""
        self.keep.append(write)
        return self

    def remembered(self) -> dict[str, Any]:
        """What the operation stores: the name, amounts, ids and numbers; never a text."""
        return {
            "refusal": type(self).__name__,
            "facts": {key: pack(value) for key, value in self.facts.items() if _lasting(value)},
        }


def recall(stored: dict[str, Any]) -> Refusal:
    """The refusal that `remembered` stored."""
    kind = NAMED.get(stored["refusal"], Refusal)
    return kind(**{key: unpack(value) for key, value in stored["facts"].items()})


def pack(value: Any) -> Any:
    if isinstance(value, Money):
        return {"amount": value.amount, "currency": value.currency}
    return str(value) if isinstance(value, UUID) else value


def unpack(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        return Money(**value)
    return value


def _lasting(value: Any) -> bool:
    return value is None or isinstance(value, Money | UUID | int)


class _Readable(dict[str, Any]):
    """Facts for a sentence: a missing one is an ellipsis, never a crash on the way to say no;
    money has the decimal sign of the language."""

    def __getitem__(self, key: str) -> Any:
        fact = super().__getitem__(key)
        return localize(Decimal(fact.text)) if isinstance(fact, Money) else fact

    def __missing__(self, key: str) -> str:
        return "…"


class NotFound(Refusal):
    """It is not there, or not yours: the two must not be told apart."""

    code = "not_found"
    status = 404
    says = missing.ELSE

    def __init__(self, thing: str = "thing", field: str | None = None, **facts: Any) -> None:
        super().__init__(thing=thing, **({"field": field} if field else {}), **facts)

    @property
    def sentence(self) -> str:
        own = self.says is not missing.ELSE  # CardUnknown and the like say it their own way
        return super().sentence if own else missing.sentence(self.facts["thing"])


class Malformed(Refusal):
    """What was sent cannot be read: the fault is in the form, not in the house."""

    code = "malformed"
    status = 422
    says = _("{field} cannot be read.")


class Gone(Refusal):
    code = "gone"
    status = 410
    says = _("This link is no longer valid.")


class CannotWrite(Refusal):
    """The disk is full, the file is locked, the database is away: nothing was written."""

    code = "cannot_write"
    status = 503
    says = _("The book cannot be written just now. Nothing was booked; try again in a moment.")
