"""The one catalogue of a customer's fields (decision 28).

Forms, API, import, export, mandatory rules and erasing are made from it; none keeps a list of
its own. `FIELDS` are what the book holds, `IMPORT_ONLY` what files hold besides.
"""

from habitue.customers.catalogue.fields import FIELDS, IMPORT_ONLY, Field, Kind, Tab
from habitue.customers.catalogue.import_names import NAMES, NEVER_READ, header_key

__all__ = [
    "BY_KEY", "FIELDS", "FREE", "IMPORT_ONLY", "NEVER_READ", "Field", "Kind", "Tab",
    "by_import_name", "field", "fields_for", "header_key", "import_names", "personal_keys",
]  # fmt: skip

BY_KEY: dict[str, Field] = {field.key: field for field in (*FIELDS, *IMPORT_ONLY)}
FREE = "free."  # before the key of a field the house defined itself, where files name it


def field(key: str) -> Field:
    """The field called `key`; one of the house's own is read as a short text, then checked."""
    if key.startswith(FREE):
        return Field(key, key.removeprefix(FREE), "text", "general", personal=True, longest=300)
    return BY_KEY[key]


def fields_for(customer_type: str, tab: Tab | None = None) -> list[Field]:
    """The fields of a person or a company, of one tab or all."""
    return [f for f in FIELDS if f.fits(customer_type) and tab in (None, f.tab)]


def personal_keys() -> frozenset[str]:
    """What erasing must forget: the house's own fields, together called `free`, all of them."""
    return frozenset(field.key for field in FIELDS if field.personal) | {FREE.rstrip(".")}


def import_names(key: str) -> tuple[str, ...]:
    """The column names under which vendors' files carry this field."""
    return NAMES.get(key, ())


def by_import_name(column: str) -> Field | None:
    """The field that a column of this name carries, by its name alone."""
    key = _BY_NAME.get(header_key(column))
    return BY_KEY[key] if key else None


_BY_NAME: dict[str, str] = {
    header_key(name): key for key in BY_KEY for name in (key, *NAMES.get(key, ()))
}
