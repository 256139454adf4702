"""What else is known of a guest, on tabs beside the few words one corrects in passing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habitue.customers import terms
from habitue.customers.catalogue import BY_KEY
from habitue.customers.models import Customer
from habitue.fronts.till.forms.amounts import Typed

FIRST = "general"
TABS: dict[str, str | Promise] = {
    FIRST: _("General"),
    "contact": _("Contact"),
    "advanced": _("Advanced"),
}
FIELDS: dict[str, tuple[str, ...]] = {
    "contact": (
        *("address.street", "address.postal_code", "address.city", "address.country"),
        *("website", "email_receipts", "marketing_allowed"),
    ),
    "advanced": (
        *("allergies", "ignored", "birthday", "language", "search_code"),
        *("user_id", "tax_id", "description"),
    ),
}
SHAPES = {"flag": "switch", "long_text": "textarea", "url": "text"}
WIDE = {"address.street", "description", "website"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as the page shows it."""

    key: str
    label: str
    type: str
    value: Any
    css: str


def tab_of(asked: str) -> str:
    return asked if asked in FIELDS else FIRST


def shown(someone: Customer, tab: str, posted: Typed | None) -> Sequence[Shown]:
    """The fields of a tab: as they were typed, else as they stand."""
    return [
        Shown(
            key,
            str(BY_KEY[key].label),
            SHAPES.get(BY_KEY[key].kind, "text"),
            terms.value_of(someone, key) if posted is None else posted.get(key, ""),
            "full" if key in WIDE else "",
        )
        for key in FIELDS.get(tab, ())
        if BY_KEY[key].fits(someone.type)
    ]


def changes(posted: Typed, someone: Customer, tab: str) -> dict[str, Any]:
    """What `customers.edit` takes of a tab."""
    return {
        one.key: bool(posted.get(one.key)) if one.type == "switch" else posted.get(one.key, "")
        for one in shown(someone, tab, posted)
    }
