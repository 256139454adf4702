"""The words and figures of an invoice in its payer's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.paper.figures import Figures, one_of, spoken

__all__ = ["Figures", "labelled", "language_of", "owing", "paid_how", "spoken"]


def language_of(house: House, payer: Customer) -> str:
    """The payer's, where we speak it, else the house's."""
    return one_of(payer.language, house.language)


def owing(name: str, minor: int, currency: str, figures: Figures) -> str:
    """The balance in words."""
    if not minor:
        return _("{name} owes nothing.").format(name=name)
    return _("{name} owes {sum}.").format(name=name, sum=figures.with_sign(minor, currency))


def paid_how(how: str) -> str:
    """How something was paid, as the paper says it."""
    words = {
        "cash": _("Cash"),
        "card": _("Card"),
        "bank_transfer": _("Bank transfer"),
        "wallet": _("Wallet"),
        "points": _("Points"),
        "in_hand": _("From what was in hand"),
        "refund": _("Refunded"),
        "write_off": _("Given up by the house"),
        "adjustment": _("Put right by hand"),
    }
    return words.get(how, pgettext("way of paying", "Other"))


def labelled(label: str) -> str:
    """What stands for a charge without a bill."""
    words = {"opening": _("Opening balance"), "adjustment": _("Put right by hand")}
    return words.get(label, label)
