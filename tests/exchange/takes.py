"""Taking a file into the book of a test, and what came of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from habitue.customers.models import Customer
from habitue.exchange import actions as exchange
from habitue.exchange import exporting, reports, writing
from habitue.exchange.actions import Understood
from habitue.house.acting import CONSOLE, Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from tests.conftest import NOON

Told = dict[str, Any]
COUNTS = ("created", "updated", "unchanged")


def understood(house: House, source: Path | str | bytes, **how: Any) -> Understood:
    raw = source.read_bytes() if isinstance(source, Path) else source
    file = io.BytesIO(raw.encode() if isinstance(raw, str) else raw)
    return exchange.understand(house, file, at=NOON, **how)


def tried(house: House, source: Path | str | bytes, by: Actor = CONSOLE, **how: Any) -> Told:
    file = understood(house, source, **how)
    return reports.tried(file, exchange.try_out(house, by, file))


def taken(
    house: House, source: Path | str | bytes, by: Actor = CONSOLE, *, size: int = 0, **how: Any
) -> Told:
    row = exchange.take(house, by, understood(house, source, **how), size)
    with house_scope(house):
        return reports.told(row)


def counts(told: Told) -> tuple[int, ...]:
    """Created, updated, unchanged, refused: they are all the rows."""
    found = (*(told[key] for key in COUNTS), len(told["refused"]))
    assert sum(found) == told["rows"]
    return found


def exported(house: House) -> bytes:
    with house_scope(house):
        rows = exporting.rows(house, exporting.everyone(house))
        return b"".join(writing.csv_chunks(rows))


def exported_lines(house: House) -> bytes:
    with house_scope(house):
        rows = exporting.rows(house, exporting.everyone(house))
        return b"".join(writing.jsonl_chunks(rows))


def only(house: House, **what: Any) -> Customer:
    found: Customer = Customer.objects.of(house).get(**what)
    return found
