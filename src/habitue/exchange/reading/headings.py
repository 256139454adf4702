"""What the name of a column says: which field, how surely, and which of several addresses."""

import re
from functools import lru_cache
from typing import NamedTuple

from habitue.customers import catalogue

# Which of several addresses a column belongs to; the likelier to be wanted stands first.
_GROUPS: dict[str, tuple[str, ...]] = {
    "default": ("default address", "default", "primary", "main", "principal"),
    "billing": (
        "billing", "billing address", "invoice", "rechnungsadresse", "rechnung", "facturation",
    ),
    "first": ("address 1", "addr 1", "adr_one", "address", "addr", "adresse", "adr"),
    "home": ("home", "privat", "private", "domicile", "personal", "дом. адрес", "домашний"),
    "business": (
        "business", "work", "geschäftlich", "bureau", "office", "раб. адрес", "рабочий",
        "physical", "company",
    ),
    "postal": ("postal", "mailing", "postale"),
    "shipping": ("shipping", "shipping address", "delivery", "lieferadresse", "livraison"),
    "other": ("address 2", "address 3", "adr_two", "other", "autre", "weitere", "другой адрес"),
}  # fmt: skip
_OWNERS = ("customer", "client", "guest", "contact", "member", "user", "kunden", "kunde", "cp")
_GROUPED = frozenset({
    "first_name", "last_name", "full_name", "company_name", "email", "phone", "phones",
    "address.street", "street_more", "street_number", "address.postal_code", "address.city",
    "postal_code_city", "address.region", "address.country", "address_whole", "website",
})  # fmt: skip
_SEVERAL = frozenset({"phone", "phones", "email", "email_other", "website", "cards", "tags"})
_LONGEST = 200
_NUMBERED = re.compile(r"(?P<name>\D+?)(?P<number>\d+)(?P<rest>value|address|nummer|number|)")
_RULE = re.compile(
    r"\([^)]*?(?:[/=,.%€$£₽]|\d|yyyy|jjjj|aaaa|гггг|required|optional|obligatoire|facultatif"
    r"|pflicht|max|format|iso|\b[A-Z]{3}\b)[^)]*\)"
)


class Hit(NamedTuple):
    """A field a column may carry; the lower the rank, the surer the name."""

    key: str
    rank: int
    group: str = ""


_EXACT: dict[str, Hit] = {
    catalogue.header_key(name): Hit(key, rank)
    for key in catalogue.BY_KEY
    for rank, name in enumerate((key, *catalogue.import_names(key)))
}
_AFFIXES: tuple[tuple[str, str], ...] = tuple(
    sorted(
        [(catalogue.header_key(word), group) for group, all_ in _GROUPS.items() for word in all_]
        + [(owner, "") for owner in _OWNERS],
        key=lambda affix: -len(affix[0]),
    )
)
GROUP_ORDER = ("", *_GROUPS)


def is_secret(column: str) -> bool:
    """Passwords, PINs, bank details: neither read nor shown."""
    return catalogue.header_key(_RULE.sub("", column[:_LONGEST])) in catalogue.NEVER_READ


@lru_cache(maxsize=4096)
def understand(column: str) -> Hit | None:
    """The field this column's name speaks of, if it speaks of one."""
    if len(column) > _LONGEST or is_secret(column):
        return None
    for written in dict.fromkeys((column, _RULE.sub("", column))):
        key = catalogue.header_key(written)
        if hit := _EXACT.get(key) or _with_affix(key) or _numbered(key):
            return hit
    return None


def _with_affix(key: str) -> Hit | None:
    for affix, group in _AFFIXES:
        if len(key) == len(affix):
            continue
        for rest in _without(key, affix):
            hit = _one_of_several(_EXACT.get(rest))
            if hit and (hit.key in _GROUPED or (not group and hit.key in _SEVERAL | {"user_id"})):
                return hit._replace(rank=hit.rank + 100, group=group)
    return None


def _one_of_several(hit: Hit | None) -> Hit | None:
    """A customer has one group here: what may be one of several (`Group 2`) is a tag."""
    return hit._replace(key="tags") if hit and hit.key == "group" else hit


def _without(key: str, affix: str) -> list[str]:
    rests = [key.removeprefix(affix)] if key.startswith(affix) else []
    return rests + ([key.removesuffix(affix)] if key.endswith(affix) else [])


def _numbered(key: str) -> Hit | None:
    found = _NUMBERED.fullmatch(key)
    if not found:
        return None
    hit = _one_of_several(_EXACT.get(found["name"])) or _with_affix(found["name"])
    if not hit or hit.key not in _SEVERAL:
        return None
    later = {"phone": "phones", "email": "email_other"}.get(hit.key, hit.key)
    first = int(found["number"]) <= 1
    return Hit(hit.key if first else later, hit.rank + int(found["number"]), hit.group)
