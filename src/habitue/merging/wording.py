"""Why the book thinks that two records are one guest, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "phone": _("same phone"),
    "email": _("same e-mail"),
    "number": _("same card or number"),
    "name": _("same name"),
    "name_like": _("similar name"),
    "swapped": _("names the other way round"),
    "company": _("same company"),
    "company_like": _("similar company"),
    "birthday": _("same birthday"),
    "birthday_like": _("similar birthday"),
    "email_like": _("similar e-mail"),
    "address": _("same address"),
    "address_like": _("similar address"),
}


def of(reasons: Iterable[str]) -> list[str]:
    """The reasons of a suggestion, strongest first."""
    return [str(REASONS[key]) for key in reasons if key in REASONS]
