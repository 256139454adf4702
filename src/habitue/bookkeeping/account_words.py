"""What each kind of account is called on paper and on screens."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.shifts.models import TenderKind

ACCOUNT_WORDS: Mapping[str, str | Promise] = {
    "sales": _("Sold"),
    "tips": _("Tips"),
    "open_bills": _("Paid on bills still open"),
    "wallet:paid": _("Wallets: paid in"),
    "wallet:gift": _("Wallets: gifts of the house"),
    "wallet:earned": _("Wallets: earned on bills"),
    "receivable": _("Owed on house accounts"),
    "in_hand": _("In hand of house accounts"),
    "drawer": _("Cash in drawers"),
    "safe": _("Cash in the safe"),
    "float": _("Cash left in tills"),
    "petty_cash": _("Bought from drawers"),
    "over_short": _("Counted over or short"),
    "promotions": _("Gifts and points paid by the house"),
    "accumulations": _("Given back on bills"),
    "breakage": _("Value that ended"),
    "write_offs": _("Debts given up"),
    "adjustments": _("Put right by hand"),
    "opening": _("Brought from elsewhere"),
    "points": _("Points of customers"),
    "points_issued": _("Points given and spent"),
    "points_opening": _("Points brought from elsewhere"),
    "points_adjustments": _("Points put right by hand"),
}


def words(part: str) -> str:
    """The name of a kind of account; of one nobody named, its code."""
    if part.startswith("tender:"):
        kind = part.removeprefix("tender:").partition(":")[0]
        return str(TenderKind(kind).label) if kind in TenderKind.values else part
    return str(ACCOUNT_WORDS.get(part, part))
