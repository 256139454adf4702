"""`habitue export customers`: the book on stdout, in a form our own import reads back."""

from __future__ import annotations

import argparse
import sys
import tempfile
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from habitue.exchange.exporting import Values

HELP = """\
  habitue export customers > customers.csv
  habitue export customers --format xlsx > customers.xlsx

Everyone who is not archived, every field. `habitue import customers` reads it back unchanged."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["customers"], metavar="customers")
    parser.add_argument(
        "--format",
        choices=["csv", "xlsx", "jsonl"],
        default="csv",
        help="csv (default), xlsx or jsonl",
    )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from habitue.exchange import exporting
    from habitue.house.scope import house_scope
    from habitue.site.console import actor_of, house_of

    house = house_of(options)
    by = actor_of(options, house)
    exporting.record(house, by)
    with house_scope(house):
        rows = exporting.rows(house, exporting.everyone(house))
        _write(options.format, rows, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return 0


def _write(format_: str, rows: Iterator[Values], out: BinaryIO) -> None:
    from habitue.exchange import writing

    if format_ == "xlsx":
        with tempfile.TemporaryFile() as spooled:
            writing.write_xlsx(rows, spooled)
            spooled.seek(0)
            while piece := spooled.read(1 << 20):
                out.write(piece)
        return
    for chunk in (writing.csv_chunks if format_ == "csv" else writing.jsonl_chunks)(rows):
        out.write(chunk)
