"""A new guest in a few words."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.cards import proofs
from habitue.customers.models import CustomerType
from habitue.fronts.till.forms.amounts import Typed
from habitue.house.models import House
from habitue.kit import text
from habitue.kit.refusals import Refusal

KEPT = ("type", "name", "company_name", "phone", "email", "notes", "card")


class PinsDiffer(Refusal):
    code = "malformed"
    status = 422
    says = _("The two PINs differ. Type both again.")


def typed(posted: Typed) -> dict[str, str]:
    """What was typed, to be shown again; never a PIN."""
    kept = {key: str(posted.get(key, ""))[:200] for key in KEPT}
    kept["type"] = kept["type"] if kept["type"] in CustomerType.values else CustomerType.PERSON
    return kept


def read(house: House, posted: Typed, id_: UUID) -> dict[str, Any]:
    """What `cards.register` takes. Raises PinsDiffer, PinMalformed, PinTooCommon."""
    words = typed(posted)
    first, last = _split(words["name"])
    fields: dict[str, Any] = {
        "type": words["type"],
        "first_name": first,
        "last_name": last,
        "company_name": words["company_name"],
        "phone": words["phone"],
        "email": words["email"],
        "notes": words["notes"],
    }
    fields = {key: value for key, value in fields.items() if value.strip()}
    pin, again = str(posted.get("pin", "")), str(posted.get("pin_again", ""))
    if pin != again:
        raise PinsDiffer(field="pin")
    known = text.digits(words["phone"])
    pin_hash = proofs.hash_pin(house, id_, pin, known) if pin else ""
    return {"fields": fields, "card": words["card"].strip(), "pin_hash": pin_hash}


def _split(name: str) -> tuple[str, str]:
    """The first word is the first name; one word alone is the whole name."""
    first, _space, last = " ".join(name.split()).partition(" ")
    return first, last
