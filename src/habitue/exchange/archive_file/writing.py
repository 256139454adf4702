"""Writing a house out: one snapshot, a batch of rows at a time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.db.models import Model

from habitue.exchange.archive_file import tables, values
from habitue.house import sql
from habitue.house.models import House, HouseRow
from habitue.kit.packing import Packing
from habitue.kit.seals import hexdigest

FORMAT, NUMBER, MANIFEST = "habitue-archive", 1, "manifest.json"
BATCH = 2_000
CLOSELY = 6


def write(house: House, file: BinaryIO, *, secrets: bool) -> dict[str, Any]:
    """Write all of `house` into `file`; the manifest. Tills go on meanwhile.

    What is not sealed yet must be sealed before: the chain is taken as it stands.
    """
    out = Packing(file, level=CLOSELY)
    counts: dict[str, int] = {}
    with _one_moment():
        told = _told(house, secrets)
        for model in _models(secrets):
            name = tables.file_name(model)
            counts[name] = 0
            out.add(name, _lines(model, house, secrets, counts))
    told["parts"] = {
        name: {"rows": counts[name], "bytes": size, "sha256": sum_}
        for name, (size, sum_) in out.parts.items()
    }
    out.finish(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1).encode())
    return told


def pepper_mark() -> str:
    """Tells whether two installations share a pepper, and nothing about it."""
    return hexdigest("mark of the pepper")


def _models(secrets: bool) -> list[type[Model]]:
    return [House, *tables.OF_THE_INSTALLATION, *tables.of_the_house(secrets=secrets)]


def _told(house: House, secrets: bool) -> dict[str, Any]:
    seals = sql.rows(
        "SELECT number, hash FROM ledger_seal WHERE house_id = %s ORDER BY number DESC LIMIT 1",
        [house.id],
    )
    return {
        "format": FORMAT,
        "number": NUMBER,
        "version": version("habitue"),
        "house": {"id": str(house.id), "slug": house.slug, "name": house.name},
        "currency": house.currency,
        "secrets": secrets,
        "pepper": pepper_mark(),
        "last_seal": [int(seals[0][0]), bytes(seals[0][1]).hex()] if seals else None,
    }


def _lines(
    model: type[Model], house: House, secrets: bool, counts: dict[str, int]
) -> Iterator[bytes]:
    fields = tables.fields(model)
    hidden = {} if secrets else tables.SECRET_COLUMNS.get(model._meta.db_table, {})
    order = tables.order(model)
    rows = _rows(model, house).order_by(order)
    names = [field.attname for field in fields]
    after = None
    while batch := list(
        (rows.filter(**{f"{order}__gt": after}) if after is not None else rows).values_list(
            order, *names
        )[:BATCH]
    ):
        after = batch[-1][0]
        counts[tables.file_name(model)] += len(batch)
        yield b"".join(
            values.line(fields, [hidden.get(n, v) for n, v in zip(names, row[1:], strict=True)])
            for row in batch
        )


def _rows(model: type[Model], house: House) -> Any:
    """Of the installation only those whom a row of the house points at."""
    if model is House:
        return House.objects.filter(pk=house.pk)
    if issubclass(model, HouseRow):
        return model.objects.of(house)
    meant: set[Any] = set()
    for other in tables.of_the_house(secrets=True):
        for field in other._meta.concrete_fields:
            if field.related_model is model:
                meant |= set(
                    other.objects.of(house).values_list(field.attname, flat=True).distinct()
                )
    return model._default_manager.filter(pk__in=meant - {None})


@contextmanager
def _one_moment() -> Iterator[None]:
    """All reads see the book as it stands now; nobody waits for them."""
    if connection.in_atomic_block:  # a test's
        yield
    elif tables.is_on_postgresql():
        with transaction.atomic():
            sql.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # atomic() would begin a transaction that may write, for which tills would wait
        sql.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            sql.execute("ROLLBACK")
