"""`habitue import customers`: whatever file a vendor exports, every row with its fate."""

from __future__ import annotations

import argparse
import codecs
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from habitue.exchange.actions import Understood
    from habitue.house.acting import Actor
    from habitue.house.models import House

HELP = """\
  habitue import customers FILE --dry-run     what would become of every row; writes nothing
  habitue import customers FILE               takes it, a few rows at a time: tills go on working

CSV, XLSX and vCard, as other programs write them. A row that fits someone by user ID, card,
e-mail or telephone changes them; else it adds someone. The same file twice changes nothing, and
one that broke off goes on where it stopped. Exit code 1 where a row was refused."""
SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["customers"], metavar="customers")
    parser.add_argument("file", metavar="FILE", help="CSV, XLSX or vCard")
    parser.add_argument("--dry-run", action="store_true", help="tell what would happen; no more")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=field",
        help="which field a column is; COLUMN= leaves it out; again for each column",
    )
    parser.add_argument("--encoding", metavar="E", help="of the file, where the guess is wrong")
    parser.add_argument(
        "--fast",
        action="store_true",
        help="in one go: quicker, and nobody else can write meanwhile; not while a till works",
    )
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(options: argparse.Namespace) -> int:
    from habitue.site.command import MISUSED

    wrong = _misused(options)
    if wrong:
        print(wrong, file=sys.stderr)
        return MISUSED
    import django

    django.setup()
    from habitue.exchange import actions as exchange
    from habitue.exchange.reading import UnreadableFile
    from habitue.site.console import actor_of, house_of

    house = house_of(options)
    by = actor_of(options, house)
    with Path(options.file).open("rb") as file:
        try:
            understood = exchange.understand(
                house,
                file,
                at=datetime.now(UTC),
                name=Path(options.file).name,
                encoding=options.encoding,
                asked=dict(one.rsplit("=", 1) for one in options.map),
            )
        except UnreadableFile as refusal:
            print(refusal.sentence, file=sys.stderr)
            return MISUSED
        told = _taken(options, house, by, understood)
    _tell(options, told)
    return 1 if told["refused"] else 0


def _misused(options: argparse.Namespace) -> str:
    """What is wrong with the words typed, in a sentence."""
    for one in options.map:
        if "=" not in one:
            return f"--map takes COLUMN=field, not {one!r}."
    if options.encoding is not None:
        try:
            if codecs.lookup(options.encoding)._is_text_encoding:
                return ""
        except (LookupError, ValueError):
            pass
        return f"There is no encoding {options.encoding!r}. Try utf-8, cp1252 or cp1251."
    return ""


def _taken(
    options: argparse.Namespace, house: House, by: Actor, file: Understood
) -> dict[str, Any]:
    from django.db import connection

    from habitue.exchange import actions as exchange
    from habitue.exchange import reports
    from habitue.house.scope import house_scope
    from habitue.ledger import sealing

    if options.dry_run:
        return reports.tried(file, exchange.try_out(house, by, file))
    taken = (exchange.take_fast if options.fast else exchange.take)(house, by, file)
    if connection.vendor == "postgresql":
        sealing.seal_all(sealing.A_WHILE)
    with house_scope(house):
        return reports.told(taken)


def _tell(options: argparse.Namespace, told: dict[str, Any]) -> None:
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    written = (told["format"], told["encoding"], told["delimiter"])
    print(", ".join(part for part in written if part))
    for column, key in told["mapping"].items():
        print(f"  {column:<32} {key or '-'}")
    for one in told["warnings"][:SHOWN]:
        where = f"row {one['row']}: " if one["row"] else ""
        print(f"  {where}{one['text']}")
    if len(told["warnings"]) > SHOWN:
        print(f"  and {len(told['warnings']) - SHOWN:,} more warnings (--json shows them)")
    for one in told["refused"][:SHOWN]:
        print(f"  row {one['row']} refused: {one['reason']}")
    if len(told["refused"]) > SHOWN:
        print(f"  and {len(told['refused']) - SHOWN:,} more refused (--json shows them)")
    will = "would be " if options.dry_run else ""
    print(
        f"{told['rows']:,} rows: {told['created']:,} {will}new, {told['updated']:,} {will}changed,"
        f" {told['unchanged']:,} the same, {len(told['refused']):,} refused."
    )
