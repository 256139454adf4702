"""`habitue restore`: a backup put back where there is no book."""

import argparse
import io
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO

HELP = """\
Only into an empty place: a new data folder, or a new database. Put the keys of the old one there
first (`habitue keys export` printed them). The file is read whole and checked before anything is
changed; then the book is put back in one transaction, brought up to this version, and verified.
Whoever was erased after the copy was made is erased again: the list is erasures.jsonl in the data
folder, beside the copies, or where --erasures says.
Exit code 1 where anything in it is wrong. With - it comes from stdin.

  HABITUE_DATA_DIR=/var/lib/habitue habitue restore monday.habitue
  age -d -i key.txt monday.habitue.age | habitue restore -"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the backup; - is stdin")
    parser.add_argument(
        "--without-pepper",
        action="store_true",
        help="the keys are lost: PINs, tokens and tills are made anew",
    )
    parser.add_argument(
        "--erasures", metavar="LIST", type=Path, help="another list of who was erased since"
    )


def run(options: argparse.Namespace) -> int:
    began = time.monotonic()
    import django

    django.setup()
    from habitue.site.restoring import restore

    with ExitStack() as stack:
        file = stack.enter_context(_opened(options.file))
        name = "What came in" if options.file == "-" else Path(options.file).name
        wrong = restore(
            file,
            name,
            print,
            without_pepper=options.without_pepper,
            lists=_lists(options),
        )
    for line in wrong[:20]:
        print(f"    {line}")
    seconds = f"{time.monotonic() - began:.1f} s"
    if wrong:
        print(f"{len(wrong)} things are wrong with this book (habitue verify); it took {seconds}")
        return 1
    print(f"every invariant holds; it took {seconds}. Next: habitue serve")
    return 0


def _lists(options: argparse.Namespace) -> list[Path]:
    """What is named, and what lies beside the copy."""
    from habitue.housekeeping.erasures import FILE
    from habitue.site.command import Stop

    named: list[Path] = [options.erasures] if options.erasures else []
    if named and not named[0].is_file():
        raise Stop(f"There is no list {named[0]}.")
    return named if options.file == "-" else [*named, Path(options.file).parent / FILE]


def _opened(file: str) -> IO[bytes]:
    if file != "-":
        return Path(file).open("rb")
    spool = tempfile.SpooledTemporaryFile(max_size=64 << 20)  # noqa: SIM115 the caller closes it
    while piece := sys.stdin.buffer.read(1 << 20):
        spool.write(piece)
    spool.seek(0, io.SEEK_SET)
    return spool
