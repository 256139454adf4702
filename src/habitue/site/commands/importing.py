"""`habitue import customers`."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from habitue.exchange.actions import Understood
    from habitue.house.acting import Actor
    from habitue.house.models import House

HELP = """\
Any CSV, XLSX or vCard that a vendor exports. A row that matches someone by user id, card, e-mail
or phone changes them, else it is new; every row gets a fate. Exit code 1 where one was refused.
Broken off, it goes on where it stopped when it is run again with the same file.

  habitue import customers regulars.csv --dry-run
  habitue import customers regulars.csv --map "Kundennr=user_id" --map "Unused="

--fast takes all in one transaction, in which nobody else can write; it is refused while a till
worked in the last quarter of an hour."""
AWAKE_MINUTES = 15
SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["customers"], metavar="customers")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="say what would become of each row")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=field",
        help="read this column as that field; nothing after = leaves it out",
    )
    parser.add_argument("--encoding", metavar="E", help="where it is not recognised")
    parser.add_argument("--fast", action="store_true", help="all at once, while no till works")
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(options: argparse.Namespace) -> int:
    asked = _asked(options.map)
    import django

    django.setup()
    from habitue.exchange.reading import UnreadableFile
    from habitue.site.command import MISUSED
    from habitue.site.console import actor_of, house_of

    house = house_of(options)
    by = actor_of(options, house)
    with open(options.file, "rb") as file:
        try:
            understood = _understand(house, file, options, asked)
        except UnreadableFile as no:  # nothing was tried: 1 is for rows that were refused
            print(no.sentence, file=sys.stderr)
            return MISUSED
        told = _taken(house, by, understood, options)
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else _sentences(told))
    return 1 if told["refused"] else 0


def _asked(pairs: list[str]) -> dict[str, str]:
    from habitue.site.command import Stop

    asked = {}
    for pair in pairs:
        column, sign, field = pair.rpartition("=")
        if not sign or not column:
            raise Stop(f"--map takes COLUMN=field, not {pair!r}.")
        asked[column] = field
    return asked


def _understand(
    house: House, file: Any, options: argparse.Namespace, asked: dict[str, str]
) -> Understood:
    from datetime import UTC, datetime
    from pathlib import Path

    from habitue.exchange import actions as exchange
    from habitue.house.scope import house_scope

    with house_scope(house):
        return exchange.understand(
            house,
            file,
            at=datetime.now(UTC),
            name=Path(options.file).name,
            encoding=options.encoding,
            asked=asked,
        )


def _taken(
    house: House, by: Actor, file: Understood, options: argparse.Namespace
) -> dict[str, Any]:
    from habitue.exchange import actions as exchange
    from habitue.exchange import reports
    from habitue.house.scope import house_scope
    from habitue.site.command import Stop

    if options.dry_run:
        return reports.tried(file, exchange.try_out(house, by, file))
    if options.fast and _till_is_awake(house):
        raise Stop("A till is at work; --fast would stop it. Leave it out, or import later.")
    row = (exchange.take_fast if options.fast else exchange.take)(house, by, file)
    if options.fast:
        _count_anew()
    with house_scope(house):
        return reports.told(row)


def _count_anew() -> None:
    """Tell PostgreSQL how many there are now: until it knows, a search reads too much."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _till_is_awake(house: House) -> bool:
    """Whether something was done at a till lately; who is signed in only its browser knows."""
    from datetime import UTC, datetime, timedelta

    from habitue.house.scope import house_scope
    from habitue.operations.models import Operation

    since = datetime.now(UTC) - timedelta(minutes=AWAKE_MINUTES)
    with house_scope(house):
        rows = Operation.objects.of(house).filter(till_id__isnull=False, recorded_at__gte=since)
        return bool(rows.exists())


def _sentences(told: dict[str, Any]) -> str:
    where = ", ".join(str(told[key]) for key in ("format", "encoding", "delimiter") if told[key])
    lines = [f"Read as {where}."]
    lines += [
        f"  {column} -> {field or '(left out)'}" for column, field in told["mapping"].items()
    ]
    for kind in ("warnings", "refused"):
        for one in told[kind][:SHOWN]:
            row = f"row {one['row']}: " if one["row"] is not None else ""
            field = f"{one['field']}: " if one["field"] else ""
            lines.append(f"{kind.rstrip('s')}: {row}{field}{one.get('text') or one.get('reason')}")
        if len(told[kind]) > SHOWN:
            lines.append(f"and {len(told[kind]) - SHOWN} more: --json tells them all.")
    lines.append(
        f"{told['rows']} rows: {told['created']} created, {told['updated']} updated,"
        f" {told['unchanged']} unchanged, {len(told['refused'])} refused."
    )
    return "\n".join(lines)
