"""What a house says of each thing it does not have: whole sentences, since nouns bend."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOT_HERE: dict[str, Promise] = {
    "area": _("There is no such area in this house."),
    "bill": _("There is no such bill in this house."),
    "saved bill": _("There is no such bill in this house."),
    "card": _("There is no such card in this house."),
    "card read": _("No card was read here just now."),
    "category": _("There is no such category in this house."),
    "customer": _("There is no such customer in this house."),
    "group": _("There is no such group in this house."),
    "guest": _("There is no such guest in this house."),
    "import": _("There is no such import in this house."),
    "invitation": _("There is no such invitation in this house."),
    "item": _("There is no such item on the menu."),
    "line": _("There is no such line on this bill."),
    "path": _("There is nothing at this address."),
    "lot": _("There is no such value in this house."),
    "payment": _("There is no such payment on this bill."),
    "price level": _("There is no such price level in this house."),
    "product": _("There is no such product in this house."),
    "role": _("There is no such role in this house."),
    "settlement": _("There is no such settlement in this house."),
    "shift": _("No such shift is open or kept in this house."),
    "day": _("This day is not closed."),
    "staff member": _("There is nobody like that in this house."),
    "table": _("There is no such table in this house."),
    "tender": _("There is no such tender in this house."),
    "till": _("There is no such till in this house."),
    "token": _("There is no such token in this house."),
    "top-up": _("There is no such top-up in this house."),
    "vat rate": _("There is no such VAT rate in this house."),
    "venue": _("There is no such site in this house."),
}
ELSE = _("There is no such thing in this house.")


def sentence(thing: str) -> str:
    return str(NOT_HERE.get(thing.casefold(), ELSE))
