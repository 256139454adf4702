"""`habitue backup`: the whole book in one file, while tills work."""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from habitue.backups.manifest import Manifest

HELP = """\
Nobody at a till waits for it. The pepper and the secret key are not inside: keep what
`habitue keys export` prints in another place. Sessions are left out: after a restore everyone
signs in again. With - it goes to stdout, so that a program of yours can lock it:

  habitue backup monday.habitue
  habitue backup - | age -R keepers.txt > monday.habitue.age
  habitue backup --check monday.habitue"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="where to; - is stdout")
    parser.add_argument("--check", action="store_true", help="only read a backup once, whole")
    parser.add_argument("--gently", action="store_true", help="leave the processor to the tills")
    parser.add_argument("--overwrite", action="store_true", help="take the place of FILE")


def run(options: argparse.Namespace) -> int:
    from pathlib import Path

    import django

    from habitue.site.command import Stop

    if options.check:
        return _check(Path(options.file))
    if options.gently:
        os.nice(15)
    django.setup()
    from habitue.backups import actions as backups
    from habitue.site.console import NOBODY, is_laid

    if not is_laid():
        raise Stop(NOBODY)
    began, at = time.monotonic(), datetime.now(UTC)
    if options.file == "-":
        if sys.stdout.isatty():
            raise Stop("A backup is no text: send it to a program or a file.")
        told = backups.write(sys.stdout.buffer, at)
        print(_said(told, began), file=sys.stderr)
        return 0
    target = Path(options.file)
    if target.exists() and not options.overwrite:
        raise Stop(f"{target} is there already. Name another, or add --overwrite.")
    told = backups.write_to(target, at)
    size = target.stat().st_size
    print(f"{target}: {size / 1_000_000:,.1f} MB, {_said(told, began)}")
    return 0


def _check(file: object) -> int:
    import django

    django.setup()
    from pathlib import Path

    from habitue.backups.container import Reading

    assert isinstance(file, Path)
    with file.open("rb") as source:
        backup = Reading(source, file.name)
        backup.examine()
    told = backup.manifest
    rows = sum(told.counts.values())
    print(f"{file} is whole: {rows:,} rows, made at {told.made_at} by Habitué {told.version}")
    for house in told.houses:
        print(f"  {house.slug}: {house.entries:,} entries, last seal {house.seal:,}")
    return 0


def _said(told: Manifest, began: float) -> str:
    rows = sum(told.counts.values())
    return f"{rows:,} rows in {time.monotonic() - began:.1f} s"
