"""Writing the whole book into one file, and putting it back where there is none."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from django.db import connection

from habitue.backups import container, manifest, on_postgresql, on_sqlite
from habitue.backups.container import Reading
from habitue.backups.manifest import Manifest
from habitue.backups.refusals import Newer, OtherDatabase, OtherPepper
from habitue.kit.packing import Packing, in_place

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def write(file: BinaryIO, at: datetime) -> Manifest:
    """Write the book as it stands now into `file`; tills go on meanwhile."""
    out = Packing(file)
    told: Manifest = _kept().take(out, at)
    container.finish(out, told)
    return told


def write_to(target: Path, at: datetime) -> Manifest:
    """The same into a file that is there whole or not at all, and was read once more."""
    with in_place(target) as file:
        told = write(file, at)
    with target.open("rb") as file:
        try:
            Reading(file, target.name).examine()
        except Exception:
            with suppress(OSError):
                target.unlink()
            raise
    return told


def must_fit(file: Reading, *, without_pepper: bool = False) -> None:
    """Refuse what could not be put back here, before anything is changed."""
    told = file.manifest
    if told.database != connection.vendor:
        ours, theirs = NAMES[connection.vendor], NAMES.get(told.database, told.database)
        raise OtherDatabase(name=file.name, ours=ours, theirs=theirs)
    if told.migrations - manifest.shipped():
        raise Newer(name=file.name, version=told.version)
    _kept().must_be_empty()
    if told.pepper != manifest.pepper_mark() and not without_pepper:
        raise OtherPepper(name=file.name)


def put_back(file: Reading) -> None:
    """The book as it was; the schema too, which is then brought up to this version."""
    _kept().put(file)


def differences(told: Manifest) -> list[str]:
    """What did not come back as the manifest says; asked before the schema moves on."""
    from habitue.house import sql

    found = [
        f"{table}: {count:,} rows were written, {there:,} came back"
        for table, count in told.counts.items()
        if (there := int(sql.rows(f'SELECT count(*) FROM "{table}"')[0][0])) != count  # noqa: S608
    ]
    if told.houses:
        now = {one.slug: one for one in manifest.houses(sql.rows)}
        found += [
            f"{one.slug}: its last seal is {one.seal} {one.hash[:12]}, not so what came back"
            for one in told.houses
            if now.get(one.slug) != one
        ]
    return found


def _kept() -> ModuleType:
    return on_postgresql if connection.vendor == "postgresql" else on_sqlite
