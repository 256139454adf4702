"""Sums and counts as they are typed at a till."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.house.models import House
from habitue.kit.money import Money
from habitue.kit.refusals import Refusal


class NotAnAmount(Refusal):
    code = "malformed"
    status = 422
    says = _("This is not an amount: type figures such as 12 or 12.50.")


class NotANumber(Refusal):
    code = "malformed"
    status = 422
    says = _("This is not a number.")


Typed = Mapping[str, Any]


def money(house: House, posted: Typed, name: str) -> Money | None:
    """The sum typed in `name`; None where nothing was typed. Raises NotAnAmount."""
    typed = str(posted.get(name, "")).strip()
    if not typed:
        return None
    read = Money.typed(typed, house.currency)
    if read is None:
        raise NotAnAmount(field=name)
    return read


def needed_money(house: House, posted: Typed, name: str) -> Money:
    """As `money`; nothing typed is refused too."""
    read = money(house, posted, name)
    if read is None:
        raise NotAnAmount(field=name)
    return read


def whole(posted: Typed, name: str, most: int = 10_000_000) -> int:
    """A whole number, not negative. Raises NotANumber."""
    typed = str(posted.get(name, "")).strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 12 and int(typed) <= most):
        raise NotANumber(field=name)
    return int(typed)


def ident(posted: Typed, name: str) -> UUID | None:
    """An id; None where nothing was sent. Raises NotANumber."""
    typed = str(posted.get(name, "")).strip()
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError:
        raise NotANumber(field=name) from None


def idents(typed: list[str], name: str) -> list[UUID]:
    """Ids that were ticked. Raises NotANumber."""
    try:
        return [UUID(one) for one in typed]
    except ValueError:
        raise NotANumber(field=name) from None
