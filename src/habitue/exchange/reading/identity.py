"""Who a row is about: the type, the names, and the codes that tell customers apart."""

from django.utils.translation import gettext as _

from habitue.exchange.reading import flags, names
from habitue.exchange.reading.cells import Cell, Stop, first
from habitue.exchange.reading.evidence import Customs
from habitue.kit.money import Money


class Nameless(Stop):
    """Nobody can be added who has no name."""

    def __init__(self) -> None:
        super().__init__("last_name", _("There is no name and no company name."))


Fields = dict[str, str | bool | int | Money | tuple[str, ...] | dict[str, str]]
Cells = dict[str, list[Cell]]

_SIGNS = ("user_id", "cards", "email", "phone", "phones")  # of someone in the book, perhaps
_COPIED = (
    "user_id",
    "search_code",
    "personal_code",
    "group",
    "price_level",
    "parent",
    "payer",
    "tax_id",
)


def read(cells: Cells, customs: Customs, fields: Fields) -> bool:
    """Fill in type and names; says whether the file itself states the type.

    A row without a name may speak of someone in the book, if it has a sign to know them by.
    """
    stated = _stated_type(cells)
    full = "" if "@" in first(cells, "full_name") else first(cells, "full_name")
    given, family = _person(cells)
    company = first(cells, "company_name")
    kind = stated or _likely_type(given or family, company, full)
    if full and kind == "company":
        company = company or full
    elif full and not (given or family):
        given, family = names.split(full, customs.language)
    if not (given or family or company) and not any(first(cells, key) for key in _SIGNS):
        raise Nameless()
    for key, value in (("first_name", given), ("last_name", family), ("company_name", company)):
        if value:
            fields[key] = value
    fields["type"] = kind
    fields.update({key: first(cells, key) for key in _COPIED if key in cells})
    return stated is not None


def _person(cells: Cells) -> tuple[str, str]:
    given = f"{first(cells, 'first_name')} {first(cells, 'middle_name')}".strip()
    return given, first(cells, "last_name")


def _stated_type(cells: Cells) -> str | None:
    if stated := flags.customer_type(first(cells, "type")):
        return stated
    is_company, is_person = (flags.flag(first(cells, key)) for key in ("is_company", "is_person"))
    if is_company is None and is_person is None:
        return None
    return "company" if is_company or is_person is False else "person"


def _likely_type(person: str, company: str, full: str) -> str:
    """A firm is what has a company name only, or a name that is one."""
    if person:
        return "person"
    if company:
        return "company" if full in ("", company) else "person"
    return "company" if names.is_company(full) else "person"
