"""What a new customer brings along: a card, a PIN, an opening balance."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habitue.fronts.office import asking
from habitue.fronts.office.asking import FormRefused
from habitue.fronts.ui import figures
from habitue.house.models import House
from habitue.kit.money import Money

STANDS = (("has", gettext_lazy("has")), ("owes", gettext_lazy("owes")))
SIGNS = ("-", "\u2212", "\u2013")


@dataclass(frozen=True, slots=True)
class Brought:
    """Read from the form: what is given with the customer at once."""

    card: str
    pin: str
    has: Money | None
    owes: Money | None


def brought(sent: Any, house: House) -> Brought:
    """A minus typed into the balance asks whether it is a debt; it never decides that alone."""
    typed = str(sent.get("opening", "")).strip()
    owes = sent.get("opening_stands", "has") == "owes"
    signed = typed.startswith(SIGNS)
    try:
        amount = asking.money(house, typed.lstrip("".join(SIGNS)).strip())
    except ValueError as says:
        raise FormRefused({"opening": str(says)}) from None
    if signed and amount and not owes:
        asks = _("A minus: do they owe {amount}? Then choose “owes”.")
        raise FormRefused({"opening": asks.format(amount=figures.plain(amount))})
    given = amount if amount and amount.amount else None
    return Brought(
        card=str(sent.get("card", "")).strip(),
        pin=str(sent.get("pin", "")).strip(),
        has=None if owes else given,
        owes=given if owes else None,
    )
