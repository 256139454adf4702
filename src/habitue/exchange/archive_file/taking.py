"""Taking a house in: all of it in one transaction, or nothing."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import IO, Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from habitue.customers.models import SearchRow
from habitue.customers.search import indexing
from habitue.exchange.archive_file import tables, values
from habitue.exchange.archive_file.refusals import (
    DamagedFile,
    DoesNotHold,
    HouseIsHere,
    NewerFile,
    NotAnArchiveFile,
)
from habitue.exchange.archive_file.writing import FORMAT, MANIFEST, NUMBER, pepper_mark
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.packing import NotWhole, Unpacking
from habitue.operations.writer import in_write_transaction

AT_ONCE = 1_000
Row = dict[str, Any]
Mapped = dict[Any, dict[UUID, UUID]]
Check = Callable[[House], list[str]]


class ArchiveFile:
    """An archive file that was opened."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name = name
        try:
            self._parts = Unpacking(file)
            self.told: dict[str, Any] = json.loads(self._parts.content(MANIFEST))
            known = (self.told["format"], self.told["number"]) == (FORMAT, NUMBER)
            UUID(self.told["house"]["id"])
        except Exception:
            raise NotAnArchiveFile(name=name) from None
        if not known:
            raise NotAnArchiveFile(name=name)

    @property
    def parts(self) -> dict[str, Any]:
        found: dict[str, Any] = self.told["parts"]
        return found

    @property
    def has_usable_secrets(self) -> bool:
        """PINs, tokens and tills are known here too: they are in it, under this pepper."""
        return bool(self.told["secrets"]) and self.has_our_pepper

    @property
    def has_our_pepper(self) -> bool:
        return bool(self.told["pepper"] == pepper_mark())

    def rows(self, part: str) -> Iterator[Row]:
        """Raises DamagedFile, at the latest at the end."""
        said = self.parts.get(part)
        if said is None:
            return
        try:
            rest = b""
            for piece in self._parts.pieces(part, (said["bytes"], said["sha256"])):
                *lines, rest = (rest + piece).split(b"\n")
                for line in lines:
                    yield json.loads(line)
        except (NotWhole, ValueError) as problem:
            raise DamagedFile(name=self.name, what=str(problem)) from problem


def take(file: ArchiveFile, check: Check) -> House:
    """The house of `file`, with everything it had; `check` says what is wrong with its books.

    Raises a Refusal, and then nothing was written.
    """
    _must_be_known(file)
    told = file.told["house"]
    if House.objects.filter(pk=told["id"]) or House.objects.filter(slug=told["slug"]):
        raise HouseIsHere(house=told["name"])
    house: House = in_write_transaction(lambda: _taken(file, check))
    return house


def _taken(file: ArchiveFile, check: Check) -> House:
    _insert(House, file, {}, {})
    house = House.objects.get(pk=file.told["house"]["id"])
    mapped: Mapped = {model: _matched(model, file) for model in tables.OF_THE_INSTALLATION}
    for model in tables.of_the_house(secrets=file.has_usable_secrets):
        if model is not SearchRow:
            table = model._meta.db_table
            anew = {} if file.has_usable_secrets else tables.SECRET_COLUMNS.get(table, {})
            _insert(model, file, {"house_id": house.id, **anew}, mapped)
    _searchable(house, file)
    if tables.is_on_postgresql():
        sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in tables.of_the_house(secrets=True):  # or the checks are planned for nothing
            sql.execute(f'ANALYZE "{model._meta.db_table}"')
    wrong = check(house)
    if wrong:
        raise DoesNotHold(name=file.name, what=wrong[0])
    return house


def _insert(model: type[Model], file: ArchiveFile, same: Row, mapped: Mapped) -> None:
    """Every row of the model's part; what `mapped` points at may have another id here."""
    coming = (_whole(model, row, same) for row in file.rows(tables.file_name(model)))
    while some := list(islice(coming, AT_ONCE)):
        _write(model, some, mapped)


def _write(model: type[Model], some: Sequence[Row], mapped: Mapped) -> None:
    """As they are: no default, no `auto_now` has a say."""
    fields = list(model._meta.concrete_fields)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})',  # noqa: S608
            [_stored(fields, row, mapped) for row in some],
        )


def _whole(model: type[Model], row: Row, same: Row) -> Row:
    """Python values for every column; one that the file has not yet gets its default."""
    whole = {}
    for field in model._meta.concrete_fields:
        if field.column in same:
            whole[field.column] = same[field.column]
        elif field.column in row:
            whole[field.column] = values.read(field, row[field.column])
        else:
            whole[field.column] = field.get_default()
    return whole


def _stored(fields: values.Fields, row: Row, mapped: Mapped) -> list[Any]:
    found = []
    for field in fields:
        value = row[field.column]
        if value is not None and field.related_model in mapped:
            value = mapped[field.related_model].get(value, value)
        found.append(values.stored(field, value))
    return found


def _matched(model: Any, file: ArchiveFile) -> dict[UUID, UUID]:
    """Logins and guests: known here by their address, else as they come."""
    other: dict[UUID, UUID] = {}
    for row in file.rows(tables.file_name(model)):
        whole = _whole(model, row, {})
        here = model._default_manager.filter(email=whole["email"]) if whole["email"] else None
        known = here.values_list("pk", flat=True).first() if here is not None else None
        if known is None and not model._default_manager.filter(pk=whole["id"]).exists():
            _write(model, [whole], {})
        elif known is not None:
            other[whole["id"]] = known
    return other


def _searchable(house: House, file: ArchiveFile) -> None:
    coming = (
        SearchRow(**_whole(SearchRow, row, {"house_id": house.id, "docid": 0}))
        for row in file.rows(tables.file_name(SearchRow))
    )
    while some := list(islice(coming, AT_ONCE)):
        indexing.take_in(some)


def _must_be_known(file: ArchiveFile) -> None:
    """Every part and column is one of ours; what a later version added is not."""
    models: list[type[Model]] = [
        House,
        *tables.OF_THE_INSTALLATION,
        *tables.of_the_house(secrets=True),
    ]
    known = {tables.file_name(model): model for model in models}
    strange = sorted(file.parts.keys() - known.keys())
    for name, model in known.items():
        first = next(file.rows(name), {})
        columns = {field.column for field in model._meta.concrete_fields}
        strange += [f"{name}: {column}" for column in sorted(first.keys() - columns)]
    if strange:
        raise NewerFile(name=file.name, version=file.told.get("version", "?"), what=strange[0])
