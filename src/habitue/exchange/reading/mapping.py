"""Which column is which field: guessed from names and contents, corrected by hand.

A field that takes one value takes it from one column; telephones, cards, tags, notes and further
e-mail addresses are gathered from several. Of several addresses one is read, whole.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from habitue.customers import catalogue
from habitue.exchange.reading import flags, lists, places
from habitue.exchange.reading.headings import GROUP_ORDER, Hit, is_secret, understand
from habitue.exchange.reading.table import UnreadableFile
from habitue.kit import emails

SEVERAL = frozenset({"phones", "cards", "tags", "notes", "email_other"})
_ADDRESS = frozenset({
    "address.street", "street_more", "street_number", "address.postal_code", "address.city",
    "postal_code_city", "address.region", "address.country", "address_whole",
})  # fmt: skip
# Whole name or family name, depending on what stands beside it.
_EITHER_NAME = frozenset(
    {"nom", "name", "naam", "nome", "nombre", "nomduclient", "nomclient", "имяклиента"}
)
_OVERFLOW = {"phone": "phones", "email": "email_other"}
_LEFT_OVER = {**_OVERFLOW, "group": "tags"}

Guess = dict[str, str | None]


class _Column(NamedTuple):
    name: str
    place: int
    hit: Hit
    filled: int


def guess(columns: Sequence[str], samples: Sequence[Sequence[str]]) -> Guess:
    """A field (or nothing) for every column, from its name and the first rows."""
    found = [
        column
        for place, name in enumerate(columns)
        if (hit := understand(name)) and _credible(hit, samples, place)
        for column in [_Column(name, place, hit, _filled(samples, place))]
    ]
    guessed: Guess = dict.fromkeys(columns)
    for key, rivals in _by_field(_one_address(found)).items():
        first, *others = sorted(rivals, key=_preference(key, rivals))
        guessed[first.name] = key
        for other in others if key in SEVERAL or key in _LEFT_OVER else []:
            guessed[other.name] = _LEFT_OVER.get(key, key)
    _settle_names(guessed)
    _promote(guessed)
    _by_content(guessed, columns, samples)
    lists.settle(guessed)
    return guessed


def with_own(guessed: Guess, own: Mapping[str, str]) -> Guess:
    """The guess with columns of the house's own fields: by name where nothing else was meant.

    `own` tells which key a heading has (`catalogue.header_key`); each field is taken once.
    """
    result, taken = dict(guessed), set[str]()
    for name, key in guessed.items():
        found = own.get(catalogue.header_key(name))
        spelt_out = catalogue.header_key(name).startswith(catalogue.header_key(catalogue.FREE))
        if found and found not in taken and (key is None or spelt_out):
            result[name] = found
            taken.add(found)
    return result


def corrected(guessed: Guess, asked: Mapping[str, str], own: Collection[str] = ()) -> Guess:
    """The guess with what a person said instead; `COLUMN=` leaves a column out."""
    result = dict(guessed)
    plain = {catalogue.header_key(name): name for name in guessed}
    for column, key in asked.items():
        name = column if column in result else plain.get(catalogue.header_key(column))
        if name is None:
            raise UnreadableFile(
                why=_("The file has no column “{column}”.").format(column=column[:100])
            )
        field = catalogue.BY_KEY.get(key) or catalogue.by_import_name(key)
        if key in own:
            field = catalogue.field(key)
        if key and field is None:
            raise UnreadableFile(why=_("There is no field “{field}”.").format(field=key[:100]))
        result = {
            other: None if field and taken == field.key and taken not in SEVERAL else taken
            for other, taken in result.items()
        }
        result[name] = field.key if field else None
    return result


def secret(columns: Sequence[str]) -> list[str]:
    """The columns that are not read at all."""
    return [name for name in columns if is_secret(name)]


def companions(columns: Sequence[str], mapping: Guess) -> dict[str, str]:
    """For a telephone column the one beside it that says which kind it is (`Phone 1 - Type`)."""
    plain = {catalogue.header_key(name): name for name in columns}
    found = {}
    for name, key in mapping.items():
        stem = catalogue.header_key(name).removesuffix("value")
        said = plain.get(stem + "type") or plain.get(stem + "label")
        if key in ("phone", "phones") and said:
            found[name] = said
    return found


def _filled(samples: Sequence[Sequence[str]], place: int) -> int:
    return sum(bool(cells[place].strip()) for cells in samples)


def _values(samples: Sequence[Sequence[str]], place: int) -> list[str]:
    return [cell for cells in samples if (cell := cells[place].strip())]


def _credible(hit: Hit, samples: Sequence[Sequence[str]], place: int) -> bool:
    """Whether the contents bear the name out: `Type` and `Status` may mean anything."""
    values = _values(samples, place)
    readers: dict[str, Callable[[str], object]] = {
        "flag": flags.flag,
        "type": flags.customer_type,
        "language": places.language,
        "url": lambda value: True if "." in value else None,
    }
    read = readers.get(catalogue.BY_KEY[hit.key].kind)
    if read is None or not values:
        return True
    return 2 * sum(read(value) is not None for value in values) > len(values)


def _by_field(columns: Sequence[_Column]) -> dict[str, list[_Column]]:
    fields = defaultdict(list)
    for column in columns:
        fields[column.hit.key].append(column)
    return fields


def _one_address(columns: Sequence[_Column]) -> list[_Column]:
    """Leave out the columns of all addresses but the one that is filled best."""
    groups: dict[str, int] = defaultdict(int)
    for column in columns:
        if column.hit.key in _ADDRESS:
            groups[column.hit.group] += column.filled
    if not groups:
        return list(columns)
    best = min(groups, key=lambda group: (-groups[group], GROUP_ORDER.index(group)))
    return [c for c in columns if c.hit.key not in _ADDRESS or c.hit.group == best]


def _preference(key: str, rivals: Sequence[_Column]) -> Callable[[_Column], tuple[bool, int, int]]:
    """Columns that hold something first; then the surer name; then the one further left.

    An identity must be there for every row, so for it the fullest column wins outright.
    """
    most = max(rival.filled for rival in rivals)
    enough = most if key == "user_id" else most / 2

    def order(column: _Column) -> tuple[bool, int, int]:
        return (column.filled < enough, column.hit.rank, column.place)

    return order


def _settle_names(guessed: Guess) -> None:
    """“Nom” beside “Prénom” is the family name; beside “Nom de famille” it is the first."""
    held = set(guessed.values())
    if "full_name" not in held or {"first_name", "last_name"} <= held:
        return
    if not {"first_name", "last_name"} & held:
        return
    column = next(name for name, key in guessed.items() if key == "full_name")
    if catalogue.header_key(column) not in _EITHER_NAME:
        return
    guessed[column] = "last_name" if "first_name" in held else "first_name"


def _promote(guessed: Guess) -> None:
    """A second telephone or e-mail without a first is the first."""
    for first, second in _OVERFLOW.items():
        if first not in guessed.values():
            column = next((name for name, key in guessed.items() if key == second), None)
            if column:
                guessed[column] = first


def _by_content(guessed: Guess, columns: Sequence[str], samples: Sequence[Sequence[str]]) -> None:
    """An unnamed or strangely named column full of e-mail addresses is the e-mail column."""
    if "email" in guessed.values():
        return
    for place, name in enumerate(columns):
        values = _values(samples, place)
        if guessed[name] is None and values and not is_secret(name):
            addresses = sum("@" in value and bool(emails.read(value).address) for value in values)
            if 5 * addresses >= 4 * len(values):
                guessed[name] = "email"
                return
