"""`habitue import customers`."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from habitue.exchange.actions import Understood
    from habitue.house.acting import Actor
    from habitue.house.models import House

HELP = """\
Any CSV, XLSX, vCard or JSON lines that a vendor exports. A row that matches someone by user id,
card, e-mail or phone changes them, else it is new; every row gets a fate. Exit code 1 where one
was refused.
Broken off, it goes on where it stopped when it is run again with the same file.

  habitue import customers regulars.csv --dry-run
  habitue import customers regulars.csv --map "Kundennr=user_id" --map "Unused="

While tills work it waits for them. --fast takes larger steps and waits for nobody; it is refused
while a till worked in the last quarter of an hour."""
SHOWN = 20
GARBAGE = 200_000  # objects made before it is looked for


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
    parser.add_argument(
        "--match",
        choices=["user_id", "cards", "email", "phone"],
        default="",
        help="recognise by this sign alone",
    )
    parser.add_argument("--only", choices=["new", "known"], help="leave the others out")
    parser.add_argument("--fast", action="store_true", help="in large steps, while no till works")
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(options: argparse.Namespace) -> int:
    asked = _asked(options.map)
    import django

    django.setup()
    _make_room()
    from habitue.exchange import ahead
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
        with ahead.reading(file, understood) as read:
            told = _taken(house, by, read, options)
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
    from habitue.exchange.policies import Policy
    from habitue.house.scope import house_scope

    with house_scope(house):
        return exchange.understand(
            house,
            file,
            at=datetime.now(UTC),
            name=Path(options.file).name,
            encoding=options.encoding,
            asked=asked,
            policy=Policy(options.match, options.only != "known", options.only != "new"),
        )


def _taken(
    house: House, by: Actor, file: Understood, options: argparse.Namespace
) -> dict[str, Any]:
    from datetime import UTC, datetime

    from habitue.exchange import actions as exchange
    from habitue.exchange import pace, reports
    from habitue.house.scope import house_scope
    from habitue.site.command import Stop

    if options.dry_run:
        return reports.tried(file, exchange.try_out(house, by, file))
    with house_scope(house):
        awake = options.fast and pace.tills_work(house, datetime.now(UTC))
    if awake:
        raise Stop("A till is at work; --fast would stop it. Leave it out, or import later.")
    if options.fast:
        row = exchange.take(house, by, file, exchange.FAST_BATCH)
        _count_anew()
    else:
        row = exchange.take(house, by, file, pace.Pace(house, lambda: datetime.now(UTC)))
    with house_scope(house):
        return reports.told(row)


def _make_room() -> None:
    """A batch is many objects and none is garbage before its end: not to be looked for."""
    gc.freeze()
    gc.set_threshold(GARBAGE)


def _count_anew() -> None:
    """Tell PostgreSQL how many there are now: until it knows, a search reads too much."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


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
        + f" {told['skipped']} left out."
        * bool(told["skipped"])
    )
    return "\n".join(lines)
