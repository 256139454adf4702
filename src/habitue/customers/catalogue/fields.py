"""The fields of a customer: one table that forms, API, import, export and erasing all read."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind = Literal[
    "text", "long_text", "type", "email", "phone", "phones", "url", "date", "language",
    "currency", "country", "tags", "percent", "flag", "money", "price_level", "group", "customer",
    "cards", "number", "signed_money",
]  # fmt: skip
Tab = Literal["general", "contact", "advanced"]


@dataclass(frozen=True, slots=True)
class Field:
    """One fact about a customer: how it is called, read, shown and forgotten."""

    key: str
    label: str | Promise
    kind: Kind
    tab: Tab
    person: bool = True
    company: bool = True
    personal: bool = False
    import_only: bool = False
    longest: int | None = None

    def fits(self, customer_type: str) -> bool:
        """Whether a customer of this type (person, company) has this field."""
        return self.company if customer_type == "company" else self.person


def _general(key: str, label: str | Promise, kind: Kind = "text", **more: Any) -> Field:
    return Field(key, label, kind, "general", **more)


def _contact(key: str, label: str | Promise, kind: Kind = "text", **more: Any) -> Field:
    return Field(key, label, kind, "contact", personal=True, **more)


def _advanced(key: str, label: str | Promise, kind: Kind = "text", **more: Any) -> Field:
    return Field(key, label, kind, "advanced", **more)


def _imported(key: str, label: str | Promise, kind: Kind = "text", **more: Any) -> Field:
    return Field(key, label, kind, "general", import_only=True, **more)


FIELDS: tuple[Field, ...] = (
    _general("type", _("Person or company"), "type"),
    _general("first_name", _("First name"), personal=True, longest=120),
    _general("last_name", _("Last name"), personal=True, longest=120),
    _general("company_name", _("Company"), personal=True, longest=200),
    _general("user_id", _("User ID"), longest=64),
    _general("search_code", _("Search code"), personal=True, longest=64),
    _general("personal_code", _("Personal code"), personal=True, longest=32),
    _general("cards", _("Cards"), "cards", personal=True),
    _general("birthday", _("Birthday"), "date", company=False, personal=True),
    _general("language", _("Language"), "language", personal=True),
    _general("description", _("Description"), "long_text", personal=True),
    _general("notes", _("Notes"), "long_text", personal=True),
    _general("allergies", _("Allergies"), personal=True, longest=300),
    _general("tags", _("Tags"), "tags", personal=True),
    _general("active", _("Active"), "flag"),
    _general("ignored", _("On the ignore list"), "flag", personal=True),
    _contact("email", _("E-mail"), "email", longest=254),
    _contact("phone", _("Phone"), "phone"),
    _contact("phones", _("Other phones"), "phones"),
    _contact("website", _("Website"), "url", longest=300),
    _contact("address.street", _("Street"), longest=300),
    _contact("address.postal_code", _("Postal code"), longest=20),
    _contact("address.city", _("Town"), longest=120),
    _contact("address.region", _("Region"), longest=120),
    _contact("address.country", _("Country"), "country"),
    _contact("other_addresses", _("Other addresses"), "long_text"),
    _contact("marketing_allowed", _("Marketing allowed"), "flag"),
    _contact("email_receipts", _("Receipts by e-mail"), "flag"),
    _advanced("parent", _("Belongs to"), "customer", longest=240),
    _advanced("payer", _("Paid by"), "customer", longest=240),
    _advanced("on_account_allowed", _("May pay later"), "flag"),
    _advanced("on_hold", _("On hold"), "flag"),
    _advanced("credit_limit", _("Limit"), "money"),
    _advanced("group", _("Group"), "group"),
    _advanced("price_level", _("Price level"), "price_level", longest=240),
    _advanced("discount_percent", _("Discount"), "percent"),
    _advanced("earn_percent", _("Earns"), "percent"),
    _advanced("currency", _("Currency"), "currency"),
    _advanced("tax_id", _("Tax number"), personal=True, longest=40),
    _advanced("tax_exempt", _("Exempt from tax"), "flag"),
)

# Columns that files have and the book has not: each is turned into fields above, a card,
# a consent or an opening balance.
IMPORT_ONLY: tuple[Field, ...] = (
    _imported("full_name", _("Name"), personal=True, longest=240),
    _imported("middle_name", _("Middle name"), personal=True, longest=120),
    _imported("is_person", _("Is a person"), "flag"),
    _imported("is_company", _("Is a company"), "flag"),
    _imported("phone_area", _("Area code"), personal=True, longest=16),
    _imported("street_more", _("Street, second line"), personal=True, longest=200),
    _imported("street_number", _("House number"), personal=True, longest=20),
    _imported("postal_code_city", _("Postal code and town"), personal=True, longest=140),
    _imported("address_whole", _("Address in one piece"), "long_text", personal=True),
    _imported("email_other", _("Another e-mail"), "email", personal=True),
    _imported("marketing_refused", _("No marketing"), "flag"),
    _imported("inactive", _("Not active"), "flag"),
    _imported("card_active", _("The card is active")),
    _imported("card_blocked", _("The card is blocked")),
    _imported("discount_kind", _("Kind of discount"), longest=40),
    _imported("taxable", _("Pays tax"), "flag"),
    _imported("opening_paid", _("Opening: has, paid"), "money"),
    _imported("opening_gift", _("Opening: has, gift"), "money"),
    _imported("opening_owes", _("Opening: owes"), "money"),
    _imported("opening_points", _("Opening: points"), "number"),
    _imported("opening_balance", _("Opening: account balance"), "signed_money"),
    _imported("opening_on", _("Opening: date"), "date"),
)
