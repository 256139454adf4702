"""`habitue export customers`."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

HELP = """\
Every customer with every field, to stdout; what csv and xlsx hold comes back unchanged through
`habitue import customers`.

  habitue export customers --format xlsx > regulars.xlsx"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["customers"], metavar="customers")
    parser.add_argument("--format", choices=["csv", "xlsx", "jsonl"], default="csv")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from habitue.exchange import exporting, writing
    from habitue.house.scope import house_scope
    from habitue.site.command import Stop
    from habitue.site.console import actor_of, house_of

    if options.format == "xlsx" and sys.stdout.isatty():
        raise Stop("A workbook is no text: write it to a file with > regulars.xlsx.")
    house = house_of(options)
    exporting.record(house, actor_of(options, house))
    with house_scope(house):
        rows = exporting.rows(house, exporting.everyone(house))
        if options.format == "xlsx":
            with tempfile.TemporaryFile() as book:
                writing.write_xlsx(rows, book, exporting.keys(house))
                book.seek(0)
                while piece := book.read(1 << 20):
                    sys.stdout.buffer.write(piece)
            return 0
        for piece in _pieces(options.format, rows, exporting.keys(house)):
            sys.stdout.buffer.write(piece)
    return 0


def _pieces(form: str, rows: Any, keys: Sequence[str]) -> Iterator[bytes]:
    from habitue.exchange import writing

    return writing.csv_chunks(rows, keys) if form == "csv" else writing.jsonl_chunks(rows)
