"""A new guest in a few words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.cards import proofs
from habitue.customers.models import Customer, CustomerType
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
    pin = two_pins(posted)
    known = text.digits(words["phone"])
    pin_hash = proofs.hash_pin(house, id_, pin, known) if pin else ""
    return {"fields": fields, "card": words["card"].strip(), "pin_hash": pin_hash}


def two_pins(posted: Typed) -> str:
    """A PIN that was typed twice alike; empty where none was. Raises PinsDiffer."""
    pin, again = str(posted.get("pin", "")), str(posted.get("pin_again", ""))
    if pin != again:
        raise PinsDiffer(field="pin")
    return pin


def of(customer: Customer, phones: Sequence[str]) -> dict[str, str]:
    """What the form shows of someone who is in the book."""
    return {
        "type": customer.type,
        "name": f"{customer.first_name} {customer.last_name}".strip(),
        "company_name": customer.company_name,
        "phone": phones[0] if phones else "",
        "email": customer.email,
        "notes": customer.notes,
        "card": "",
    }


def changes(posted: Typed, someone: Customer) -> dict[str, str]:
    """What `customers.edit` takes; a name that stayed is not cut in two again."""
    words = typed(posted)
    kept = {key: words[key] for key in ("type", "company_name", "phone", "email", "notes")}
    if words["name"] == of(someone, [])["name"]:
        return kept
    first, last = _split(words["name"])
    return kept | {"first_name": first, "last_name": last}


def _split(name: str) -> tuple[str, str]:
    """The first word is the first name; one word alone is the whole name."""
    first, _space, last = " ".join(name.split()).partition(" ")
    return first, last
